/* walk.h - all articles of the inputs, in a stable order, every member told
 *
 * A walk reads files, folders (recursively, names in byte order) and standard
 * input ("-").  Each file is opened as what it is: an archive, a compressed
 * file, both nested to LIMIT_NESTING, or a file of articles.  Members are read
 * in the order they stand in, streaming, one article in memory at a time.
 *
 * Everything is told to the caller's struct walk_events, in this order:
 *
 *     archive_begin                 once for each file of the inputs
 *       member_begin                each member that is no directory
 *         article | record_skipped | record_failed ...
 *       member_end                  how it ended
 *     archive_end
 *
 * A member that is itself an archive begins and ends too (kind
 * MEMBER_CONTAINER, with the number of members found in it); its own members
 * come between, with its path and a '!' before theirs.  A compressed file that
 * holds no archive ("a.jsonl.gz") is one member, named without its ending.
 * Every member_begin has its member_end before the next member_begin of the
 * same container.
 */
#ifndef NEWSIDX_CORPUS_WALK_H
#define NEWSIDX_CORPUS_WALK_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "corpus/article.h"
#include "corpus/format.h"
#include "lib/base/status.h"

enum member_kind {
	MEMBER_ARTICLES,  /* read by a format */
	MEMBER_CONTAINER, /* an archive: its members are told one by one */
	MEMBER_SKIPPED,   /* not read, for a reason that is no fault */
	MEMBER_FAILED,    /* should have been read and could not be at all */
};

/* How a member ended. */
struct member_end {
	enum member_kind kind;
	/* NX_OK, or what broke it off early (NX_DAMAGED, NX_BOUND, NX_IO):
	 * what was told before is good.  NX_END: skipped, for there is
	 * nothing in it. */
	enum nx_status status;
	/* Why skipped, failed or broken off; "" for a plain end.  A sentence
	 * without the member's name. */
	const char *reason;
	const struct format *format; /* NULL unless MEMBER_ARTICLES */
	uint64_t bytes;              /* unpacked bytes read of it */
	uint64_t records;            /* articles, skipped and failed records;
	                              * for a container its members */
	uint64_t listed;             /* of a container, how many it counted */
	const uint32_t *mended;      /* REPAIRS counts: what was mended in it
	                              * and belongs to no one article */
	const unsigned char *sha256; /* of its bytes (CHECKSUM_BYTES), where
	                              * all were read; else NULL */
};

/* A file of the inputs.  Path, root and name are enough to read it again so
 * that its articles keep their identities (walk_again). */
struct walk_archive {
	const char *path; /* as found from the input that was given */
	const char *root; /* the folder it was found in, as it was given;
	                   * "" where it was given itself */
	const char *name; /* of that input in identities */
	uint64_t size;    /* on disk; 0 for standard input and what cannot be
	                   * opened */
	int64_t mtime;    /* nanoseconds since 1970 */
	int64_t ctime;    /* of its last change of any kind, likewise */
	uint64_t inode;
	/* Of a file that has grown (walk_grown): what is told comes behind so
	 * many records of its member, or behind all members that it had. */
	enum walk_from {
		FROM_START,
		FROM_RECORD,
		FROM_MEMBER,
	} from;
	uint64_t before; /* records, or members of the archive itself */
};

struct walk_archive_end {
	/* NX_OK, or the fault that broke the file off, with reason; for a file
	 * that is one member, that member's.  With NX_OK, reason may hold a
	 * remark ("bytes behind the end ... ignored"), otherwise "".  Faults
	 * inside an archive are told by its members alone. */
	enum nx_status status;
	const char *reason;
	uint64_t listed;        /* members that it counted in itself; 1 where
	                         * it is no archive but was read */
	const uint32_t *mended; /* as of a member: what is left of them all */
	/* SHA-256 of the file as it was before it was read, where that was
	 * asked for (walk_options) and it is a plain file; else NULL. */
	const unsigned char *digest;
	/* With a digest: where reading may go on when it has grown, as a line
	 * of text for walk_grown, "" for nowhere; or NULL. */
	const char *mark;
};

/* A file that has grown since it was read, and up to then is the same. */
struct grown;

struct walk_events {
	void *ctx;
	enum nx_status (*archive_begin)(void *ctx,
	                                const struct walk_archive *a);
	enum nx_status (*member_begin)(void *ctx, const struct member *m);
	/* a is finished (article_finish) and the callee may use it until it
	 * returns, or keep it (article_take).  m is its member, record its
	 * number there from 1. */
	enum nx_status (*article)(void *ctx, const struct member *m,
	                          uint64_t record, struct article *a);
	enum nx_status (*record_skipped)(void *ctx, const struct member *m,
	                                 uint64_t record, uint64_t offset,
	                                 const char *reason);
	enum nx_status (*record_failed)(void *ctx, const struct member *m,
	                                uint64_t record, uint64_t offset,
	                                const char *reason);
	enum nx_status (*member_end)(void *ctx, const struct member *m,
	                             const struct member_end *end);
	enum nx_status (*archive_end)(void *ctx, const char *path,
	                              const struct walk_archive_end *end);
	/* Bytes of the inputs' files consumed so far, for progress; called
	 * often.  May be NULL. */
	void (*consumed)(void *ctx, uint64_t bytes);
};

struct walk_options {
	/* NULL-terminated lists of fnmatch patterns, or NULL.  A member is
	 * read if an include pattern matches (or there is none) and no exclude
	 * pattern does; each is tried on the whole path (archive!member) and
	 * on its last component.  An include overrides the rules for
	 * companions (READMEs, stray text in collections). */
	const char *const *include;
	const char *const *exclude;
	const struct format *format; /* read members so, or NULL to choose */
	/* A folder that is not read where it stands in another, or NULL: the
	 * index that is being made. */
	const char *leave_out;
	/* Set by a signal handler: the walk ends with NX_INTERRUPTED. */
	const atomic_int *stop;
	/* What the paths of a walk are known by in identities, one for each of
	 * them; NULL: as walk_names says. */
	const char *const *names;
	/* Which files are read and told; NULL: all.  May be called by another
	 * thread than the caller's, one at a time. */
	bool (*want)(void *ctx, const char *path, const char *root);
	void *want_ctx;
	/* Which files have grown, and go on from their marks; the others, for
	 * which it returns NULL, begin at their start.  May be called by
	 * several threads at a time; with want_ctx.  NULL: none. */
	const struct grown *(*grown)(void *ctx, const struct walk_archive *a);
	bool digest; /* tell the digests of files */
	/* Threads that read ahead, each a file of its own, with all signals
	 * blocked; what they find is told in the order of the walk, by the
	 * caller's thread.  0: there are none, and the caller's reads. */
	unsigned readers;
	size_t ahead; /* bytes of articles that they may be ahead, about */
};

/* How much there is to read: files and their bytes on disk, for progress.
 * Unreadable ones are left to the walk to report. */
void walk_measure(const char *const *paths, uint64_t *files, uint64_t *bytes);

/* Walk the NULL-terminated paths.  NX_OK when all of them were walked, however
 * many faults were told through events (an input that does not exist, or a
 * folder without a file, is an archive that failed).  Otherwise what an event
 * returned, NX_INTERRUPTED, or NX_NOMEM. */
enum nx_status walk(const char *const *paths, const struct walk_options *o,
                    const struct walk_events *ev, struct nx_err *err);

/* What the n paths are known by in identities: their last names, or, where
 * several have the same one, the paths themselves.  The caller frees each. */
void walk_names(const char *const *paths, size_t n, char **names);

enum sight_kind {
	SIGHT_FILE,  /* it would be read */
	SIGHT_TOLD,  /* it would be told, not read */
	SIGHT_FAULT, /* it cannot be looked at, as err says; path is root where
	              * that is so of the input itself */
};

struct sight {
	enum sight_kind kind;
	struct walk_archive archive; /* with numbers if it would be read */
	struct nx_err err;
};

/* Tell what a walk would tell, without opening files; standard input is a
 * SIGHT_TOLD.  fn as events; o's readers do not matter. */
typedef enum nx_status walk_sight_fn(void *ctx, const struct sight *s);
enum nx_status walk_look(const char *const *paths,
                         const struct walk_options *o, walk_sight_fn *fn,
                         void *ctx, struct nx_err *err);

/* Look at a file, that a walk has just seen, of which an earlier reading told a
 * size, a digest and a mark: whether it has grown since, is the same up to
 * there, would be read by the same format, and so can go on from the mark.
 * Returns what walk_options's grown gives back, to be freed; NULL where not, or
 * where that is not certain.  It takes reading what was there before. */
struct grown *walk_grown(const struct walk_archive *a, uint64_t was,
                         const unsigned char *digest, const char *mark,
                         const struct walk_options *o);
void walk_grown_free(struct grown *g);

/* Whether it goes on in a member, and then behind how many records of it. */
bool walk_grown_in_member(const struct grown *g, uint64_t *records);

/* Walk files that a walk has told, each as it was found then (size and mtime
 * do not matter).  Files of one folder are to stand together. */
enum nx_status walk_again(const struct walk_archive *files, size_t n,
                          const struct walk_options *o,
                          const struct walk_events *ev, struct nx_err *err);

#endif
