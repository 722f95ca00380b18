/* server.h - newsidx serve: HTTP on one side, workers on the other
 *
 * One thread does all of it, around one poll(): libmicrohttpd's epoll, the
 * sockets of the workers (pool.h), signals, and once a second a look at clients
 * that are too slow.
 */
#ifndef NEWSIDX_SERVE_FRONT_SERVER_H
#define NEWSIDX_SERVE_FRONT_SERVER_H

#include <microhttpd.h>
#include <stdbool.h>
#include <stdint.h>

#include "lib/base/buf.h"
#include "serve/front/guard.h"
#include "serve/front/pool.h"
#include "serve/front/settings.h"

/* A connection. */
struct client {
	struct client *next, **at; /* in server.clients */
	int fd;
	struct request *request; /* that has begun, and no end yet */
	/* A request is being answered; else one is being waited for. */
	bool answering;
	bool replying; /* the answer is on its way */
	double since;
	uint64_t sent; /* of an answer that comes bit by bit */
	bool stream;
};

struct server {
	const struct settings *settings;
	struct MHD_Daemon *mhd;
	int listen, epoll, signals; /* descriptors */
	struct pool *pool;
	struct guard guard;
	struct client *clients;
	struct request *requests; /* that have begun to come, and no end yet */
	bool stopping;
	double swept;
};

/* Serve until a signal says otherwise.  Returns the exit code. */
int serve(const struct settings *s, const char *token);

/* ---- http.c ------------------------------------------------------------ */

/* Start libmicrohttpd on s->listen; false after a complaint. */
bool http_start(struct server *s);

/* Whether anything is being answered. */
bool http_busy(const struct server *s);

/* Give up what is being answered: it is told so. */
void http_give_up(struct server *s);

/* ---- clients.c --------------------------------------------------------- */

void client_begin(struct server *s, struct client *c, int fd);
void client_end(struct client *c);

/* Hang up on those that have had their time. */
void clients_sweep(struct server *s);

#endif
