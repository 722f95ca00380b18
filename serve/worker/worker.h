/* worker.h - a process that answers from an index
 *
 * It reads questions from standard input, a socket (wire.h), one after the
 * other, and has no other connection.  Each question has its handler:
 *
 *     routes           which handler, for which path
 *       handler        writes the answer; may be called again when the index
 *                      was replaced meanwhile
 */
#ifndef NEWSIDX_SERVE_WORKER_WORKER_H
#define NEWSIDX_SERVE_WORKER_WORKER_H

#include "lib/base/json.h"
#include "query/facts.h"
#include "serve/common/target.h"
#include "serve/worker/answer.h"

struct worker {
	const char *path, *name;
	unsigned timeout;   /* seconds that a question may take */
	double deadline;    /* of this one, by clock_now */
	struct index *x;    /* as of this question */
	uint64_t revision;  /* of x: another after each change */
	struct facts facts; /* of that revision, once they were asked for */
	bool facts_known;
};

typedef enum nx_status handler_fn(struct worker *w, struct answer *a,
                                  const struct target *t, struct nx_err *err);

struct route {
	const char *path;
	const char *type; /* of the answer */
	handler_fn *handler;
};

/* Ended by a NULL. */
extern const struct route routes[];

#define JSON_TYPE "application/json"

/* Seconds that are left, and the watch set to them (work.h); never 0. */
double worker_rest(const struct worker *w);
bool worker_late(const struct worker *w);

/* What the index holds; read once for each of its states. */
enum nx_status worker_facts(struct worker *w, const struct facts **f,
                            struct nx_err *err);

/* The status of HTTP for one of ours. */
unsigned worker_status(enum nx_status st);

/* Handlers. */
handler_fn page_search, page_article, page_kwic, export_all;
handler_fn api_search, api_article, api_kwic, api_facets, api_timeline,
	api_info;

#endif
