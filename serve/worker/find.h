/* find.h - a page of results, for people and for programs */
#ifndef NEWSIDX_SERVE_WORKER_FIND_H
#define NEWSIDX_SERVE_WORKER_FIND_H

#include "query/passage.h"
#include "query/suggest.h"
#include "serve/worker/ask.h"
#include "serve/worker/worker.h"

/* Write one result. */
typedef void find_put_fn(FILE *out, const struct ask *a, uint64_t rank,
                         double weight, const struct record *r,
                         const struct findings *f);

struct found {
	struct search s;
	bool open; /* s is */
	uint32_t total;
	uint32_t n; /* results that were written */
	char *text; /* they */
	size_t len;
	struct suggestions unknown;
};

/* Ask, and have put write each result of the page.  f needs found_release also
 * after a failure. */
enum nx_status find_page(struct found *f, struct worker *w, struct ask *a,
                         find_put_fn *put, struct nx_err *err);
void found_release(struct found *f);

#endif
