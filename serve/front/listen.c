#include "serve/front/listen.h"

#include <netdb.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* Connections that the system holds until they are taken. */
#define BACKLOG 256

static bool resolve(const char *address, const char *port,
                    struct addrinfo **out)
{
	const struct addrinfo hints = {
		.ai_family = AF_UNSPEC,
		.ai_socktype = SOCK_STREAM,
		.ai_flags = AI_PASSIVE | AI_NUMERICHOST | AI_NUMERICSERV,
	};

	*out = NULL;
	if (strcmp(address, "localhost") == 0)
		address = "127.0.0.1";
	return getaddrinfo(address, port, &hints, out) == 0;
}

static bool is_local(const struct sockaddr *a)
{
	if (a->sa_family == AF_INET) {
		const struct sockaddr_in *in = (const void *)a;

		return ntohl(in->sin_addr.s_addr) >> 24 == 127;
	}
	return a->sa_family == AF_INET6 &&
	       IN6_IS_ADDR_LOOPBACK(
		       &((const struct sockaddr_in6 *)(const void *)a)
				->sin6_addr);
}

bool listen_is_local(const char *address)
{
	struct addrinfo *a;
	bool local = resolve(address, "0", &a) && is_local(a->ai_addr);

	if (a != NULL)
		freeaddrinfo(a);
	return local;
}

static bool name_of(int fd, struct buf *where)
{
	struct sockaddr_storage sa;
	socklen_t len = sizeof sa;
	char host[INET6_ADDRSTRLEN + 20], port[8];

	if (getsockname(fd, (struct sockaddr *)&sa, &len) != 0 ||
	    getnameinfo((struct sockaddr *)&sa, len, host, sizeof host, port,
	                sizeof port, NI_NUMERICHOST | NI_NUMERICSERV) != 0)
		return false;
	buf_addf(where, strchr(host, ':') != NULL ? "[%s]:%s" : "%s:%s", host,
	         port);
	return true;
}

enum nx_status listen_open(const char *address, unsigned port, int *fd,
                           struct buf *where, struct nx_err *err)
{
	char number[8];
	const int on = 1;
	struct addrinfo *a;
	enum nx_status st = NX_OK;

	*fd = -1;
	(void)snprintf(number, sizeof number, "%u", port);
	if (!resolve(address, number, &a))
		return nx_fail(err, NX_USAGE,
		               "--listen=%s: give an address in numbers, such "
		               "as 127.0.0.1, 0.0.0.0 or ::1",
		               address);
	*fd = socket(a->ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK,
	             0);
	if (*fd < 0 ||
	    setsockopt(*fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) != 0 ||
	    bind(*fd, a->ai_addr, a->ai_addrlen) != 0 ||
	    listen(*fd, BACKLOG) != 0 || !name_of(*fd, where))
		st = nx_fail_errno(err, "cannot listen on %s port %u", address,
		                   port);
	freeaddrinfo(a);
	if (st != NX_OK && *fd >= 0) {
		(void)close(*fd);
		*fd = -1;
	}
	return st;
}
