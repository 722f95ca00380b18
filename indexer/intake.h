/* intake.h - what happens to each thing a walk tells
 *
 * The events of a walk (corpus/walk.h) become ledger rows; articles become
 * documents of the segment, unless they are there already.  Which of two
 * versions of an article stays does not depend on the order they come in.
 */
#ifndef NEWSIDX_INDEXER_INTAKE_H
#define NEWSIDX_INDEXER_INTAKE_H

#include "indexer/build.h"
#include "indexer/series.h"
#include "lib/base/limits.h"
#include "lib/base/progress.h"
#include "lib/index/ledger_update.h"

struct intake {
	const struct build_options *o;
	struct ledger *ledger;         /* in a transaction */
	struct series *series;         /* NULL: nothing is written */
	struct progress progress;

	const char *archive; /* the current one */
	bool given;          /* it was named, not found in a folder */
	uint64_t archive_members, archive_records, archive_articles;
	uint64_t archive_faults;
	bool archive_empty; /* a member of it is */
	bool archive_fresh; /* is_fresh */
	int64_t began;      /* when nothing was read yet, as now_ns */
	int64_t member[LIMIT_NESTING + 2]; /* ids, innermost last */
	uint64_t unchanged[LIMIT_NESTING + 2]; /* articles of each */
	size_t depth;
	struct ledger_kept kept; /* of an archive that goes on */

	uint32_t next_docid;
	uint64_t articles, text_bytes, consumed;
	uint64_t faults, all_unchanged;
	uint64_t gone_on; /* archives */
	bool told; /* what is read now was read before, and its faults told */
	uint64_t members, records; /* told */
	struct nx_err *err;
};

/* Whether a file that was last changed at ctime might be changed now, or later,
 * and have the same times again. */
bool is_fresh(int64_t ctime, int64_t now);

/* Nanoseconds since 1970. */
int64_t now_ns(void);

/* l is in a transaction; s may be NULL; articles get docids from next on. */
void intake_init(struct intake *in, const struct build_options *o,
                 struct ledger *l, struct series *s, uint32_t next);
void intake_release(struct intake *in);

/* The events by which in is told of things, by intake_run or by others. */
struct walk_events intake_events(struct intake *in);

/* Walk these instead of the inputs that the options name. */
enum nx_status intake_walk(struct intake *in, const char *const *paths,
                           const struct walk_options *o, struct nx_err *err);

/* Walk the inputs. */
enum nx_status intake_run(struct intake *in, struct nx_err *err);

#endif
