/* format.h - how one format's articles are found in a member's bytes
 *
 * Each format is one file in corpus/formats/ and one row of the table in
 * formats.c.  It bids on a member by its first bytes; the highest bidder reads
 * it.  A format knows nothing of containers, nothing of indexes, keeps no
 * state between members, and streams: it never holds more than one record.
 *
 * A format reports, through struct sink, each record of the member: an
 * article, or why it is none.  What it does not report is lost from the
 * ledger, so it reports everything that a person would count as a record.
 */
#ifndef NEWSIDX_CORPUS_FORMAT_H
#define NEWSIDX_CORPUS_FORMAT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "corpus/article.h"
#include "corpus/reader.h"
#include "lib/base/status.h"

/* A member as a format sees it. */
struct member {
	const char *archive; /* path of the outermost file as it was given */
	const char *path;    /* inside it, levels joined by '!': "a.zip!b.txt";
	                      * for a file that is no archive, relative to the
	                      * folder it was found in */
	uint64_t size;       /* bytes as declared, 0 if unknown */
};

/* What a format tells while it reads.  Each returns NX_OK to go on; any other
 * status must be returned by the format at once. */
struct sink {
	/* An article, filled but not finished.  The sink may finish and change
	 * it, and keep what it holds (article_take): it may come back clear. */
	enum nx_status (*article)(struct sink *s, struct article *a);
	/* A record that is no article ("advertisement", "type=advis"), with
	 * its reason; or one that should be and cannot be read.  offset is
	 * where it begins in the member. */
	enum nx_status (*skipped)(struct sink *s, uint64_t offset,
	                          const char *reason);
	enum nx_status (*failed)(struct sink *s, uint64_t offset,
	                         const char *reason);
	/* Something of the member was mended that belongs to no one article.
	 * May be NULL: call sink_mended. */
	void (*mended)(struct sink *s, enum repair what);
	/* All that begins before offset is told, and what follows will be read
	 * the same whatever came before it, and whatever is appended to the
	 * member (FORMAT_GOES_ON).  May be NULL: call sink_safe. */
	void (*safe)(struct sink *s, uint64_t offset);
};

static inline void sink_mended(struct sink *s, enum repair what)
{
	if (s->mended != NULL)
		s->mended(s, what);
}

static inline void sink_safe(struct sink *s, uint64_t offset)
{
	if (s->safe != NULL)
		s->safe(s, offset);
}

/* What can be known before a member is read. */
struct sniff {
	const struct member *member;
	const char *p; /* its first bytes: SNIFF_BYTES, or all if shorter */
	size_t len;
	bool whole; /* these are all */
};

#define SNIFF_BYTES 65536
#define GOES_ON_BYTES SNIFF_BYTES

enum format_flag {
	/* Its members are records of a collection; plain text beside them is a
	 * companion (a README, a list of topics), no article. */
	FORMAT_COLLECTION = 1 << 0,
	/* Read only when nothing else bids: plain text. */
	FORMAT_LAST_RESORT = 1 << 1,
	/* Where an article without id or url stands is who it is. */
	FORMAT_PATH_IS_ID = 1 << 2,
	/* It tells places from which a member that has grown can be read on:
	 * read is called with a reader that stands there, at its offset. */
	FORMAT_GOES_ON = 1 << 3,
};

/* Bids, highest wins; equal bids by the order of the table. */
enum {
	BID_NONE = 0,
	BID_LAST = 1,     /* could be anything */
	BID_NAME = 20,    /* the name's ending says so, the bytes do not object */
	BID_LIKELY = 50,  /* the bytes look like it */
	BID_CERTAIN = 90, /* a signature */
};

struct format {
	const char *name;    /* for --format and the ledger: "reuters21578" */
	const char *summary; /* one line for people */
	unsigned flags;      /* enum format_flag */
	/* The highest bid it makes; 0 for BID_CERTAIN.  Where one before it in
	 * the table has bid as much already, it is not asked. */
	int most;
	int (*bid)(const struct sniff *s);
	/* Whether it can go on where these bytes stand (GOES_ON_BYTES, or all
	 * there are); NULL: with any. */
	bool (*goes_on)(const char *p, size_t len);
	/* Read the member to its end.  NX_OK when all of it was read, even if
	 * records in it failed; NX_DAMAGED or NX_BOUND when what is left of it
	 * could not be (err says why); otherwise what the sink returned, or a
	 * status to stop with. */
	enum nx_status (*read)(const struct member *m, struct reader *r,
	                       struct sink *sink, struct nx_err *err);
};

/* The table, ended by a NULL. */
extern const struct format *const formats[];

/* By name, or NULL. */
const struct format *format_find(const char *name);

/* The format that reads the member, or NULL where none bids (then it is
 * binary or unknown: *why, if not NULL, gets a constant reason). */
const struct format *format_choose(const struct sniff *s, const char **why);

#endif
