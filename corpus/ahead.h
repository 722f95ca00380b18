/* ahead.h - files read ahead by several threads (inside walk.h)
 *
 * Each reader takes the next unit of the plan and walks it by itself.  What it
 * tells is written down on the unit's tape; the caller's thread plays the tapes
 * to the caller's events, one after the other, in the order of the plan.
 *
 * Readers wait while so many bytes are written down and not yet played; but
 * whoever reads the unit that is played may always go on, so somebody always
 * can.
 */
#ifndef NEWSIDX_CORPUS_AHEAD_H
#define NEWSIDX_CORPUS_AHEAD_H

#include "corpus/plan.h"
#include "corpus/walk.h"

/* As walk, over a plan, with o->readers threads.  NX_IO where the system gives
 * none. */
enum nx_status walk_ahead(struct plan *p, const struct walk_options *o,
                          const struct walk_events *ev, struct nx_err *err);

#endif
