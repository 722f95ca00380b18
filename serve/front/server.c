#include "serve/front/server.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "lib/base/exit.h"
#include "serve/common/clock.h"
#include "serve/front/listen.h"
#include "serve/front/notify.h"

/* The descriptors of ours that are polled besides the workers'. */
enum { FD_HTTP, FD_SIGNALS, FDS };

/* Rounds in which libmicrohttpd sends what was given up. */
#define LAST_ROUNDS 50

static bool take_signals(struct server *s)
{
	sigset_t set;

	(void)signal(SIGPIPE, SIG_IGN);
	sigemptyset(&set);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGINT);
	sigaddset(&set, SIGHUP);
	if (sigprocmask(SIG_BLOCK, &set, NULL) == 0)
		s->signals = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
	if (s->signals < 0)
		complain("cannot take signals: %s", strerror(errno));
	return s->signals >= 0;
}

/* No more connections; what runs goes on. */
static void stop(struct server *s)
{
	if (s->stopping)
		return;
	s->stopping = true;
	notify("STOPPING=1");
	(void)MHD_quiesce_daemon(s->mhd);
	(void)close(s->listen);
	s->listen = -1;
}

static void hear_signals(struct server *s)
{
	struct signalfd_siginfo info;

	while (read(s->signals, &info, sizeof info) == (ssize_t)sizeof info)
		stop(s);
}

/* One round: wait for something, and do it. */
static void go_round(struct server *s)
{
	struct pollfd fds[FDS + LIMIT_SERVE_WORKERS];
	MHD_UNSIGNED_LONG_LONG due;
	int ms = 1000;
	size_t n;

	if (MHD_get_timeout(s->mhd, &due) == MHD_YES && due < (unsigned)ms)
		ms = (int)due;
	fds[FD_HTTP] = (struct pollfd){ .fd = s->epoll, .events = POLLIN };
	fds[FD_SIGNALS] = (struct pollfd){ .fd = s->signals, .events = POLLIN };
	n = FDS + pool_fds(s->pool, fds + FDS, &ms);
	(void)poll(fds, n, ms);
	hear_signals(s);
	pool_run(s->pool);
	(void)MHD_run(s->mhd);
	clients_sweep(s);
}

static int run(struct server *s)
{
	double end = 0;
	int code = EXIT_DONE;

	while (!s->stopping || (http_busy(s) && clock_now() < end)) {
		go_round(s);
		if (!s->stopping && pool_outdated(s->pool)) {
			complain("the program was replaced by another version; "
			         "ending, to be started again");
			stop(s);
			code = EXIT_BUSY;
		}
		if (s->stopping && end <= 0)
			end = clock_now() + LIMIT_SERVE_END;
	}
	http_give_up(s);
	for (int i = 0; http_busy(s) && i < LAST_ROUNDS; i++) {
		struct pollfd fd = { .fd = s->epoll, .events = POLLIN };

		(void)MHD_run(s->mhd);
		(void)poll(&fd, 1, 10);
	}
	return code;
}

static void tell_ready(const struct server *s, const char *where)
{
	printf("Serving %s at http://%s/%s\n", s->settings->index, where,
	       s->guard.token != NULL ? ", to whoever has the token" : "");
	(void)fflush(stdout);
	notify("READY=1");
}

static bool open_pool(struct server *s, int *code)
{
	const struct pool_options o = {
		.index = s->settings->index,
		.name = s->settings->name,
		.workers = (unsigned)s->settings->workers,
		.timeout = (unsigned)s->settings->timeout,
		.most = (unsigned)s->settings->connections,
	};
	struct nx_err err;

	if (pool_open(&s->pool, &o, code, &err) == NX_OK)
		return true;
	complain("%s", err.msg);
	return false;
}

/* The descriptors of standard streams are taken, so that no socket is one. */
static void fill_streams(void)
{
	int fd;

	do {
		fd = open("/dev/null", O_RDWR | O_CLOEXEC);
	} while (fd >= 0 && fd <= STDERR_FILENO);
	if (fd > STDERR_FILENO)
		(void)close(fd);
}

/* The port of "address:port". */
static unsigned port_of(const char *where)
{
	unsigned port = 0;
	const char *colon = strrchr(where, ':');

	if (colon != NULL)
		(void)sscanf(colon + 1, "%u", &port);
	return port;
}

int serve(const struct settings *settings, const char *token)
{
	struct server s = { .settings = settings, .listen = -1, .signals = -1 };
	bool local = listen_is_local(settings->listen);
	struct buf where = BUF_INIT;
	struct nx_err err;
	int code = EXIT_FAILED;

	fill_streams();
	if (listen_open(settings->listen, (unsigned)settings->port, &s.listen,
	                &where, &err) != NX_OK) {
		complain("%s", err.msg);
		return EXIT_FAILED;
	}
	guard_init(&s.guard, token, &settings->hosts, local, port_of(where.p));
	if (take_signals(&s) && open_pool(&s, &code) && http_start(&s)) {
		tell_ready(&s, where.p);
		code = run(&s);
		MHD_stop_daemon(s.mhd);
	}
	pool_close(s.pool);
	guard_release(&s.guard);
	if (s.listen >= 0)
		(void)close(s.listen);
	if (s.signals >= 0)
		(void)close(s.signals);
	buf_release(&where);
	return code;
}
