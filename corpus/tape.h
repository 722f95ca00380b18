/* tape.h - what a walk tells, written down to be told later (inside walk.h)
 *
 *     struct event *e = tape_article(...)      owns all that it tells
 *       event_play(e, ev)
 *     event_free(e)
 */
#ifndef NEWSIDX_CORPUS_TAPE_H
#define NEWSIDX_CORPUS_TAPE_H

#include "corpus/walk.h"
#include "lib/base/buf.h"

enum event_kind {
	EVENT_ARCHIVE_BEGIN,
	EVENT_MEMBER_BEGIN,
	EVENT_ARTICLE,
	EVENT_SKIPPED,
	EVENT_FAILED,
	EVENT_MEMBER_END,
	EVENT_ARCHIVE_END,
};

struct event {
	struct event *next;
	enum event_kind kind;
	size_t bytes;  /* of memory */
	uint64_t done; /* bytes of the file read when it was told */
	/* Strings one after the other, each with its NUL. */
	struct buf text;
	size_t at[3];
	uint64_t size; /* of the member */
	struct walk_archive about; /* its numbers */
	uint64_t record, offset;
	struct article article;
	/* Both ends, whose pointers are set when it is told. */
	struct member_end end;
	uint64_t listed;
	uint32_t mended[REPAIRS];
	bool has_sha256;
	unsigned char sha256[CHECKSUM_BYTES];
};

/* A new event, or used, which is the caller's no more (NULL: none). */
struct event *event_archive_begin(struct event *used,
                                  const struct walk_archive *a);
struct event *event_member_begin(struct event *used, const struct member *m);
struct event *event_article(struct event *used, const struct member *m,
                            uint64_t record, struct article *a);
/* SKIPPED or FAILED. */
struct event *event_record(struct event *used, enum event_kind kind,
                           const struct member *m, uint64_t record,
                           uint64_t offset, const char *reason);
struct event *event_member_end(struct event *used, const struct member *m,
                               const struct member_end *end);
struct event *event_archive_end(struct event *used,
                                const struct walk_archive_end *end);

/* Tell it; archive is the path of the file. */
enum nx_status event_play(struct event *e, const char *archive,
                          const struct walk_events *ev);

/* NULL is fine. */
void event_free(struct event *e);

#endif
