/* ledger.h - the truth about what was read
 *
 * The ledger is an SQLite database in the index.  It says of every input, every
 * member of every archive and every record in them what became of it; which
 * articles the index holds, by identity; and which segments are live.
 *
 *     ledger_open
 *       ledger_begin
 *         ledger_clear ... ledger_archive_begin ... ledger_article ...
 *       ledger_commit | ledger_rollback
 *     ledger_close
 *
 * Between begin and commit nothing of it is visible to others, however long it
 * takes: a run is one transaction, and its commit is the commit point of the
 * index.  Readers (newsidx ledger) open it read-only beside a writer.
 */
#ifndef NEWSIDX_INDEX_LEDGER_H
#define NEWSIDX_INDEX_LEDGER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/base/buf.h"
#include "lib/base/status.h"

struct ledger;

enum ledger_mode { LEDGER_READ, LEDGER_WRITE };

/* Open the ledger at path; LEDGER_WRITE creates it.  *out is NULL on failure:
 * NX_NOTFOUND, NX_UNSUPPORTED (of a later format), NX_CORRUPT, NX_IO. */
enum nx_status ledger_open(struct ledger **out, const char *path,
                           enum ledger_mode mode, struct nx_err *err);
void ledger_close(struct ledger *l);

enum nx_status ledger_begin(struct ledger *l, struct nx_err *err);
enum nx_status ledger_commit(struct ledger *l, struct nx_err *err);
void ledger_rollback(struct ledger *l);

/* Forget everything but the format and the numbers that must not come again
 * (segments, docids). */
enum nx_status ledger_clear(struct ledger *l, struct nx_err *err);

/* ---- segments --------------------------------------------------------- */

struct ledger_segment {
	int64_t number;
	uint32_t first, last; /* docids given to it */
	uint64_t articles, words;
	uint64_t bytes; /* of text */
};

/* A number that no segment has had. */
enum nx_status ledger_segment_number(struct ledger *l, int64_t *number,
                                     struct nx_err *err);

/* The first docid that no article has had. */
enum nx_status ledger_next_docid(struct ledger *l, uint32_t *docid,
                                 struct nx_err *err);

enum nx_status ledger_segment_add(struct ledger *l,
                                  const struct ledger_segment *s,
                                  struct nx_err *err);

/* Each live segment in the order of numbers, until fn returns other than
 * NX_OK, which is returned. */
typedef enum nx_status ledger_segment_fn(void *ctx,
                                         const struct ledger_segment *s);
enum nx_status ledger_segments(struct ledger *l, ledger_segment_fn *fn,
                               void *ctx, struct nx_err *err);

/* ---- what was read ---------------------------------------------------- */

enum outcome {
	OUTCOME_INDEXED = 1,
	OUTCOME_DUPLICATE = 2,  /* the same article stands elsewhere too */
	OUTCOME_SUPERSEDED = 3, /* a newer version of it stands elsewhere */
	OUTCOME_SKIPPED = 4,    /* no article, for a reason */
	OUTCOME_FAILED = 5,     /* should be one and could not be read */
	OUTCOME_CONTAINER = 6,  /* a member that is an archive itself */
	OUTCOME_READ = 7,       /* a member whose records were read */
	OUTCOME_DAMAGED = 8,    /* the same, but it broke off */
};

const char *outcome_name(enum outcome o);

struct ledger_member {
	const char *path;
	enum outcome outcome; /* READ, DAMAGED, CONTAINER, SKIPPED, FAILED */
	const char *format;   /* NULL for none */
	const char *reason;   /* "" for none */
	uint64_t bytes, records;
};

/* What is known of an article, by identity. */
struct ledger_article {
	uint64_t key[2];    /* digest of its identity */
	uint64_t digest[2]; /* of its content */
	int64_t version;    /* updated, else published; 0 if neither */
	uint32_t size;      /* bytes of body, to choose between versions */
	uint32_t docid;
	uint64_t record, offset, bytes;
	unsigned repairs;
};

/* An input file begins; archives and members belong to it until it ends. */
enum nx_status ledger_archive_begin(struct ledger *l, const char *path,
                                    uint64_t size, int64_t mtime,
                                    struct nx_err *err);
enum nx_status ledger_archive_end(struct ledger *l, enum outcome o,
                                  const char *reason, struct nx_err *err);

/* A member begins; records belong to the member of that id. */
enum nx_status ledger_member_begin(struct ledger *l, const char *path,
                                   int64_t *id, struct nx_err *err);
enum nx_status ledger_member_end(struct ledger *l, int64_t id,
                                 const struct ledger_member *m,
                                 struct nx_err *err);

/* The article of that identity that is in the index.  NX_END if none is. */
enum nx_status ledger_find(struct ledger *l, const uint64_t key[2],
                           struct ledger_article *out, struct nx_err *err);

/* Put an article, replacing the one of the same identity: that becomes
 * OUTCOME_SUPERSEDED, and its docid is noted for deletion. */
enum nx_status ledger_article_put(struct ledger *l, int64_t member,
                                  const struct ledger_article *a,
                                  struct nx_err *err);

/* A record that was not indexed. */
enum nx_status ledger_record(struct ledger *l, int64_t member, uint64_t record,
                             uint64_t offset, enum outcome o,
                             const char *reason, struct nx_err *err);

/* Docids that must not be in the index any more, ascending. */
typedef enum nx_status ledger_docid_fn(void *ctx, uint32_t docid);
enum nx_status ledger_deletions(struct ledger *l, ledger_docid_fn *fn,
                                void *ctx, struct nx_err *err);
enum nx_status ledger_deletions_clear(struct ledger *l, struct nx_err *err);

/* ---- settings --------------------------------------------------------- */

/* A small string under a name; "" where there is none. */
enum nx_status ledger_get(struct ledger *l, const char *name, struct buf *out,
                          struct nx_err *err);
enum nx_status ledger_set(struct ledger *l, const char *name,
                          const char *value, struct nx_err *err);

/* ---- reports ---------------------------------------------------------- */

/* Bits of an article's repairs that are counted. */
#define LEDGER_REPAIRS 16

struct ledger_totals {
	uint64_t archives, archives_damaged;
	uint64_t members, members_skipped, members_failed, members_damaged;
	uint64_t containers;
	uint64_t listed;  /* records as their members counted them */
	uint64_t records; /* records accounted for: the sum of the next five,
	                   * and equal to listed when a run has ended */
	uint64_t indexed, duplicate, superseded, skipped, failed;
	uint64_t repaired[LEDGER_REPAIRS]; /* articles, by bit of enum repair */
};

enum nx_status ledger_totals(struct ledger *l, struct ledger_totals *t,
                             struct nx_err *err);

/* One line of the listing. */
struct ledger_row {
	enum { ROW_ARCHIVE, ROW_MEMBER, ROW_RECORD } kind;
	const char *archive, *member; /* member NULL for an archive */
	enum outcome outcome;
	const char *format, *reason; /* "" for none */
	uint64_t record, offset;     /* of a record */
	uint64_t bytes, records;     /* of a member */
	uint64_t indexed;            /* articles of a member in the index */
	unsigned repairs;            /* of a record */
};

enum ledger_filter {
	LEDGER_ALL,      /* archives and members */
	LEDGER_RECORDS,  /* and every record that is not simply indexed */
	LEDGER_SKIPPED,  /* skipped members and records */
	LEDGER_FAILED,   /* failed or damaged archives, members and records */
	LEDGER_REPAIRED, /* indexed articles with repairs */
};

/* The rows in the order they were read.  archive is a glob on the archive's
 * path and on its last component, or NULL for all. */
typedef enum nx_status ledger_row_fn(void *ctx, const struct ledger_row *r);
enum nx_status ledger_rows(struct ledger *l, enum ledger_filter f,
                           const char *archive, ledger_row_fn *fn, void *ctx,
                           struct nx_err *err);

#endif
