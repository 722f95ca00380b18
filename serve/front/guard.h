/* guard.h - who may ask
 *
 *     guard_init
 *       guard_host, guard_token, guard_session ...
 *     guard_release
 *
 * A browser that gave the token gets a session: a number that only it and the
 * server know, so that the token itself stands in no cookie.  Sessions end with
 * the server.
 */
#ifndef NEWSIDX_SERVE_FRONT_GUARD_H
#define NEWSIDX_SERVE_FRONT_GUARD_H

#include <stdbool.h>
#include <stddef.h>

#include "lib/base/limits.h"
#include "lib/base/options.h"

#define SESSION_BYTES 16
#define SESSION_TEXT (2 * SESSION_BYTES + 1)

struct session {
	char id[SESSION_TEXT]; /* "": free */
	double used;
};

struct guard {
	char *token; /* NULL: everybody may ask */
	const struct opt_list *hosts;
	bool local;      /* only this machine reaches the server */
	char cookie[20]; /* its name: browsers do not tell ports apart */
	struct session *session; /* LIMIT_SERVE_SESSIONS of them */
};

/* token may be NULL; it is copied.  hosts outlives g. */
void guard_init(struct guard *g, const char *token,
                const struct opt_list *hosts, bool local, unsigned port);
void guard_release(struct guard *g);

/* Whether a Host header may be answered; NULL: there was none.  A server for
 * this machine alone has only names of this machine, or else a page of
 * somebody's could have its name lead here and read what is answered. */
bool guard_host(const struct guard *g, const char *host);

/* Whether text is the token, in a time that does not tell how much of it is. */
bool guard_token(const struct guard *g, const char *text);

/* The same for "Bearer TOKEN", as an Authorization header has it. */
bool guard_bearer(const struct guard *g, const char *header);

/* A new session's number, in out; false if the system gave no random bytes. */
bool guard_begin(struct guard *g, char out[SESSION_TEXT]);

/* Whether the Cookie header (NULL: none) has a session; and end that. */
bool guard_session(struct guard *g, const char *cookies);
void guard_end(struct guard *g, const char *cookies);

#endif
