/* concordance.h - a page of hits, for people and for programs */
#ifndef NEWSIDX_SERVE_WORKER_CONCORDANCE_H
#define NEWSIDX_SERVE_WORKER_CONCORDANCE_H

#include "query/hitlist.h"
#include "serve/worker/ask.h"
#include "serve/worker/worker.h"

struct concordance {
	char *text; /* the hits as they were put */
	size_t len;
	uint64_t seen;      /* hits */
	uint64_t articles;  /* that have them */
	bool counted, more; /* all were counted; or there are more */
};

/* Ask, and have put write each hit of the page.  c needs concordance_release
 * also after a failure. */
enum nx_status concordance_find(struct concordance *c, struct worker *w,
                                struct ask *a, unsigned columns,
                                hit_put_fn *put, void *ctx, struct nx_err *err);
void concordance_release(struct concordance *c);

#endif
