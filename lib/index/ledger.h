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

/* LOOK is READ for whoever holds the index's lock: since nobody writes, nothing
 * is made beside the file to read it by. */
enum ledger_mode { LEDGER_READ, LEDGER_LOOK, LEDGER_WRITE };

/* Open the ledger at path; LEDGER_WRITE creates it.  *out is NULL on failure:
 * NX_NOTFOUND, NX_UNSUPPORTED (of a later format), NX_CORRUPT, NX_IO.
 *
 * Who may write nothing beside it cannot tell SQLite that he reads: this, and
 * what he then asks of it, may fail with NX_STALE, because somebody writes. */
enum nx_status ledger_open(struct ledger **out, const char *path,
                           enum ledger_mode mode, struct nx_err *err);
void ledger_close(struct ledger *l);

/* Bytes of memory that grow with the articles it knows, about. */
size_t ledger_memory(const struct ledger *l);

enum nx_status ledger_begin(struct ledger *l, struct nx_err *err);
/* From here on it is too late to stop (lib/base/stop.h).  Where the disk fails in
 * the midst of a commit, SQLite says that it failed, and whoever opens the ledger
 * next may find it done: the transaction stands in the file, and only its syncing
 * failed.  So after a failure ledger_unsure is true, and nothing that either
 * state needs is to be removed. */
enum nx_status ledger_commit(struct ledger *l, struct nx_err *err);
bool ledger_unsure(const struct ledger *l);
void ledger_rollback(struct ledger *l);

/* Forget everything but the format, the numbers that must not come again
 * (segments, docids), and alerts, which are told nothing of this
 * (ledger_alert.h). */
enum nx_status ledger_clear(struct ledger *l, struct nx_err *err);

/* ---- segments --------------------------------------------------------- */

struct ledger_segment {
	int64_t number;
	uint32_t first, last; /* docids given to it */
	/* That it has been written with: those deleted since count as well. */
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

/* The segment's articles are in another now. */
enum nx_status ledger_segment_remove(struct ledger *l, int64_t number,
                                     struct nx_err *err);

/* Each live segment in the order of docids, until fn returns other than NX_OK,
 * which is returned. */
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
	OUTCOME_UNCHANGED = 9,  /* it stood there before, and was indexed */
	OUTCOME_KEPT = 10,      /* a member that was not found again; its
	                         * articles stay */
};

const char *outcome_name(enum outcome o);

struct ledger_archive {
	const char *path;
	const char *root; /* the input it was found in; "" if it is one */
	const char *name; /* of that input, in identities */
	uint64_t size;
	int64_t mtime; /* nanoseconds since 1970 */
	int64_t ctime; /* of its last change of any kind */
	uint64_t inode;
};

struct ledger_member {
	const char *path;
	enum outcome outcome; /* READ, DAMAGED, CONTAINER, SKIPPED, FAILED */
	const char *format;   /* NULL for none */
	const char *reason;   /* "" for none */
	uint64_t bytes, records, unchanged;
	uint64_t listed; /* of a container: what it counted in it */
	const unsigned char *sha256; /* of its bytes; NULL if unknown */
};

#define LEDGER_SHA256 32

/* A version of an article, or the notice that it is withdrawn.  The newer of
 * two is the one with the higher revision; then with the later time; then
 * captured later; then the notice, the longer body, the larger digest.  So
 * which one stays does not depend on the order in which they come. */
struct ledger_article {
	const char *path;   /* of its member */
	uint64_t key[2];    /* digest of its identity */
	uint64_t digest[2]; /* of its content */
	uint32_t revision;
	int64_t time;     /* updated, else published; INT64_MIN if neither */
	int64_t captured; /* INT64_MIN if unknown */
	uint32_t size;    /* bytes of body */
	const char *withdrawn; /* of a notice, why, otherwise NULL */
	uint32_t docid;        /* what it gets, if it is indexed */
	uint64_t record, offset, bytes;
	unsigned repairs;
	unsigned later; /* of repairs, those that ledger_repaired tells: where
	                 * the article stays, they do */
};

/* An input file begins; members belong to it until it ends.  Where its path is
 * in the ledger already it is read again: what is known of it gives way to
 * what is told now, but for articles that do not come again (ledger_settle). */
enum nx_status ledger_archive_begin(struct ledger *l,
                                    const struct ledger_archive *a,
                                    struct nx_err *err);

/* listed: the members that the archive counted in itself, 1 for a file that is
 * none and was read, 0 for one that could not be. */
enum nx_status ledger_archive_end(struct ledger *l, enum outcome o,
                                  const char *reason, uint64_t listed,
                                  struct nx_err *err);

/* What the archive that began last was when it was read, as another reading
 * can see: digest is NULL if unknown; mark is where reading may go on when it
 * has grown, NULL or "" for nowhere, in the words of those who read it; state of
 * enum archive_state (ledger_update.h). */
enum nx_status ledger_archive_proof(struct ledger *l,
                                    const unsigned char *digest,
                                    const char *mark, unsigned state,
                                    struct nx_err *err);

/* The number of a member, that it is told under when it ends: the order of
 * numbers is that of reading. */
int64_t ledger_member_begin(struct ledger *l);
enum nx_status ledger_member_end(struct ledger *l, int64_t id,
                                 const struct ledger_member *m,
                                 struct nx_err *err);

/* A version of an article was read in a member.  Its outcome:
 *
 *     INDEXED     it is new, or the newer version: the caller gives it docid
 *     UNCHANGED   it stood in this archive when that was read before
 *     DUPLICATE   the index has the same, from elsewhere
 *     SUPERSEDED  the index has a newer one, or one that was withdrawn since
 *     SKIPPED     it is a notice
 *
 * A version that gives way becomes SUPERSEDED (of a notice that it is replaced
 * by, with that reason), and its docid is noted for deletion. */
enum nx_status ledger_offer(struct ledger *l, int64_t member,
                            const struct ledger_article *a, enum outcome *o,
                            struct nx_err *err);

/* More was mended in an article that was just put (bits of enum repair). */
enum nx_status ledger_repaired(struct ledger *l, uint32_t docid,
                               unsigned repairs, struct nx_err *err);

/* A record that is no article. */
enum nx_status ledger_record(struct ledger *l, int64_t member, uint64_t record,
                             uint64_t offset, enum outcome o,
                             const char *reason, struct nx_err *err);

/* Something was mended so many times in a member, or, with member 0, in the
 * archive itself, that belongs to no one article; what is its bit's number. */
enum nx_status ledger_mended(struct ledger *l, int64_t member, unsigned what,
                             uint64_t times, struct nx_err *err);

/* Archives were read again: members of theirs that did not come again go, but
 * for those whose articles are in the index, which become OUTCOME_KEPT. */
enum nx_status ledger_settle(struct ledger *l, struct nx_err *err);

/* Where copies of an article stand that is in the index, each an archive's
 * path, a member's and a record's number.  fn as ledger_segments. */
typedef enum nx_status ledger_place_fn(void *ctx, const char *archive,
                                       const char *member, uint64_t record);
enum nx_status ledger_copies(struct ledger *l, uint32_t docid,
                             ledger_place_fn *fn, void *ctx,
                             struct nx_err *err);

/* The digest of the member that an article of the index stands in; false where
 * it is not known. */
bool ledger_sha256(struct ledger *l, uint32_t docid,
                   unsigned char out[LEDGER_SHA256]);

/* Docids from first to last that must not be in the index any more,
 * ascending; and forget them. */
typedef enum nx_status ledger_docid_fn(void *ctx, uint32_t docid);
enum nx_status ledger_deletions(struct ledger *l, uint32_t first,
                                uint32_t last, ledger_docid_fn *fn, void *ctx,
                                struct nx_err *err);
enum nx_status ledger_deletions_clear(struct ledger *l, uint32_t first,
                                      uint32_t last, struct nx_err *err);

/* ---- what is to be read again ------------------------------------------ */

/* Each archive that failed or was damaged, or in which something was.  The
 * strings are gone when fn returns. */
typedef enum nx_status ledger_archive_fn(void *ctx,
                                         const struct ledger_archive *a);
enum nx_status ledger_failed_archives(struct ledger *l, ledger_archive_fn *fn,
                                      void *ctx, struct nx_err *err);

/* ---- settings --------------------------------------------------------- */

/* A small string under a name; "" where there is none. */
enum nx_status ledger_get(struct ledger *l, const char *name, struct buf *out,
                          struct nx_err *err);
enum nx_status ledger_set(struct ledger *l, const char *name,
                          const char *value, struct nx_err *err);

/* ---- reports ---------------------------------------------------------- */

/* Bits of enum repair that are counted. */
#define LEDGER_REPAIRS 16

struct ledger_totals {
	uint64_t archives, archives_damaged;
	uint64_t members, members_skipped, members_failed, members_damaged;
	uint64_t containers;
	uint64_t listed_members; /* as the archives counted them: equal to
	                          * members when a run has ended */
	uint64_t listed;  /* records as their members counted them */
	uint64_t records; /* records accounted for: the sum of the next five,
	                   * and equal to listed when a run has ended */
	uint64_t indexed, duplicate, superseded, skipped, failed;
	uint64_t repaired[LEDGER_REPAIRS]; /* articles, by bit */
	uint64_t mended[LEDGER_REPAIRS];   /* times in members, by bit */
};

enum nx_status ledger_totals(struct ledger *l, struct ledger_totals *t,
                             struct nx_err *err);

/* What came of the members of one format; format "" for those that were read
 * by none, "-" for archives in archives. */
struct ledger_format {
	const char *format;
	uint64_t members, bytes, records, indexed, duplicate, superseded;
	uint64_t skipped, failed; /* records, or the members themselves */
};
typedef enum nx_status ledger_format_fn(void *ctx,
                                        const struct ledger_format *f);
enum nx_status ledger_formats(struct ledger *l, ledger_format_fn *fn,
                              void *ctx, struct nx_err *err);

/* Each reason for skipping, with how many records or members it had, the most
 * frequent first. */
typedef enum nx_status ledger_reason_fn(void *ctx, const char *reason,
                                        uint64_t records, uint64_t members);
enum nx_status ledger_reasons(struct ledger *l, ledger_reason_fn *fn,
                              void *ctx, struct nx_err *err);

/* One line of the listing. */
struct ledger_row {
	enum { ROW_ARCHIVE, ROW_MEMBER, ROW_RECORD, ROW_MENDED } kind;
	const char *archive, *member; /* NULL or "" of an archive */
	enum outcome outcome;
	const char *format, *reason; /* "" for none */
	uint64_t record, offset;     /* of a record */
	uint64_t bytes, records;     /* of a member */
	uint64_t indexed;            /* articles of a member in the index */
	uint64_t unchanged;          /* of which stood there before */
	unsigned repairs;            /* of a record */
	unsigned what;               /* was mended: its bit's number */
	uint64_t times;              /* and how often */
	const unsigned char *sha256; /* of a member, or NULL */
};

enum ledger_filter {
	LEDGER_ALL,      /* archives and members */
	LEDGER_RECORDS,  /* and every record that is not simply indexed */
	LEDGER_SKIPPED,  /* skipped members and records */
	LEDGER_FAILED,   /* failed or damaged archives, members and records */
	LEDGER_REPAIRED, /* what was mended, articles and members */
};

/* The rows in the order they were read.  archive is a glob on the archive's
 * path and on its last component, or NULL for all. */
typedef enum nx_status ledger_row_fn(void *ctx, const struct ledger_row *r);
enum nx_status ledger_rows(struct ledger *l, enum ledger_filter f,
                           const char *archive, ledger_row_fn *fn, void *ctx,
                           struct nx_err *err);

#endif
