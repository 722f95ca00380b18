/* health.h - what was found wrong with an index
 *
 *     struct health h = { .v = NULL };
 *     health_add(&h, ...) ... look at h.v ...
 *     health_release(&h);
 */
#ifndef NEWSIDX_INDEXER_HEALTH_H
#define NEWSIDX_INDEXER_HEALTH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What is wrong: what has to be made again, or HEALTH_NOTE: nothing is. */
enum health_kind {
	HEALTH_NOTE,
	HEALTH_STUB,
	HEALTH_LEDGER,
	HEALTH_SUMS, /* checksums; what they are of seems sound */
	HEALTH_SEGMENT,
	HEALTH_ARCHIVE, /* the index is sound, but not of these archives */
};

struct finding {
	enum health_kind kind;
	int64_t segment; /* 0: of none */
	char *text;
};

/* Findings of one kind and segment beyond these are only counted. */
#define HEALTH_TOLD 20

struct health {
	struct finding *v;
	size_t n, cap;
	uint64_t faults; /* also those that are not in v */
	uint64_t untold;
	uint64_t same; /* of the last kind and segment */
};

void health_add(struct health *h, enum health_kind kind, int64_t segment,
                const char *fmt, ...) __attribute__((format(printf, 4, 5)));

/* Whether there is a finding of that kind, in that segment (0: in any). */
bool health_has(const struct health *h, enum health_kind kind, int64_t segment);

/* "stub", "ledger" ... */
const char *health_name(enum health_kind kind);

void health_release(struct health *h);

#endif
