#include <sys/socket.h>

#include "serve/common/clock.h"
#include "serve/front/server.h"

void client_begin(struct server *s, struct client *c, int fd)
{
	*c = (struct client){ .next = s->clients, .at = &s->clients, .fd = fd };
	if (c->next != NULL)
		c->next->at = &c->next;
	s->clients = c;
	c->since = clock_now();
}

void client_end(struct client *c)
{
	*c->at = c->next;
	if (c->next != NULL)
		c->next->at = c->at;
}

static bool too_slow(const struct client *c, double now)
{
	double seconds = now - c->since;

	if (!c->answering)
		return seconds > LIMIT_SERVE_ARRIVE;
	if (!c->replying || seconds < LIMIT_SERVE_RATE_AFTER)
		return false;
	if (c->stream)
		return (double)c->sent < seconds * LIMIT_SERVE_RATE;
	return seconds > (double)LIMIT_SERVE_WHOLE / LIMIT_SERVE_RATE;
}

/* Whether it has hung up within a request, or where one was awaited, which
 * libmicrohttpd does not see if it came together with some bytes. */
static bool is_gone(const struct client *c)
{
	char byte;

	return !c->answering &&
	       recv(c->fd, &byte, 1, MSG_PEEK | MSG_DONTWAIT) == 0;
}

void clients_sweep(struct server *s)
{
	double now = clock_now();

	if (now - s->swept < 1)
		return;
	s->swept = now;
	for (struct client *c = s->clients; c != NULL; c = c->next)
		if (too_slow(c, now) || is_gone(c))
			(void)shutdown(c->fd, SHUT_RDWR);
}
