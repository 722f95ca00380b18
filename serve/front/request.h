/* request.h - a request, from its first line to the end of its answer */
#ifndef NEWSIDX_SERVE_FRONT_REQUEST_H
#define NEWSIDX_SERVE_FRONT_REQUEST_H

#include "serve/common/problem.h"
#include "serve/common/target.h"
#include "serve/front/assets.h"
#include "serve/front/server.h"

struct request {
	struct server *s;
	struct client *client;
	struct MHD_Connection *c;
	struct request *next, **at; /* in server.requests */

	char *target; /* as it came; NULL: longer than it may be */
	char *path;   /* of it, as it came */
	const char *method;
	bool begun, suspended;
	bool long_form;
	struct buf form; /* what was posted */

	bool asked; /* job is with the pool */
	struct job job;

	double since;
	unsigned status;
};

/* A header of the request, NULL if there is none; the first of several. */
const char *request_header(const struct request *r, const char *name);

/* How many there are of that name. */
int request_headers(const struct request *r, const char *name);

/* ---- reply.c: each queues an answer ------------------------------------ */

enum MHD_Result reply_problem(struct request *r, unsigned status,
                              const char *detail);
enum MHD_Result reply_asset(struct request *r, const struct asset *a);

/* text is freed; where is NULL, or what Location is to be, and cookie NULL, or
 * what Set-Cookie is to be. */
struct reply {
	unsigned status;
	char *text;
	size_t len;
	const char *where, *cookie;
};
enum MHD_Result reply_page(struct request *r, const struct reply *p);

/* What the pool has of the job. */
enum MHD_Result reply_job(struct request *r);

/* ---- login.c ----------------------------------------------------------- */

/* Whether the request may be answered, as to the token. */
bool login_known(struct request *r);

/* Send whoever may not to the form, or a program away. */
enum MHD_Result login_refuse(struct request *r);

/* The form, what is posted by it, and the end of a session. */
enum MHD_Result login_form(struct request *r);
enum MHD_Result login_post(struct request *r);
enum MHD_Result login_end(struct request *r);

#endif
