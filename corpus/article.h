/* article.h - one article, whatever it came from
 *
 * An article is filled by a format, finished by article_finish, handed to the
 * sink of a walk (walk.h), and cleared for the next one: one is in memory at a
 * time, and its buffers are reused.
 *
 *     struct article a;
 *     article_init(&a);
 *       article_clear(&a); ... fill ...; article_finish(&a); use
 *     article_release(&a);
 *
 * Formats put text in as UTF-8 (charset.h).  Fields hold one line each.  body
 * is the text as people read it: paragraphs separated by one empty line
 * ("\n\n"), single line ends kept inside them where the source has them.
 */
#ifndef NEWSIDX_CORPUS_ARTICLE_H
#define NEWSIDX_CORPUS_ARTICLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/base/buf.h"
#include "lib/base/digest.h"
#include "lib/base/instant.h"

/* Strings, one after the other. */
struct strings {
	struct buf *v;
	size_t n, cap; /* v[n..cap) are spare buffers, kept for reuse */
};

/* Append a trimmed copy unless it is empty, already there, longer than
 * LIMIT_FIELD (then it is cut) or the LIMIT_REPEATS-th. */
void strings_add(struct strings *s, const char *p, size_t len);
void strings_clear(struct strings *s);
void strings_release(struct strings *s);

/* What was mended while reading, counted in the ledger: of an article (its
 * repairs), or of a member (sink_mended, flow_mended), which can be as often as
 * it happens. */
enum repair {
	REPAIR_CHARSET = 1 << 0,  /* not in the charset it claimed to be in */
	REPAIR_MOJIBAKE = 1 << 1, /* UTF-8 that had been read as windows-1252 */
	REPAIR_NAIVE_DATE = 1 << 2, /* a time of day without its zone */
	REPAIR_DATE = 1 << 3,     /* no date, or one that could not be read */
	REPAIR_CUT = 1 << 4,      /* text or field over its bound, cut */
	REPAIR_PARTIAL = 1 << 5,  /* the source itself has only a part of it */
	REPAIR_DEEP = 1 << 6,     /* markup nested deeper than its bound */
	REPAIR_GZIP = 1 << 7,     /* gzip data cut off or damaged */
	REPAIR_WARC = 1 << 8,     /* the next record of a crawl searched for */
	REPAIR_CSV = 1 << 9,      /* a quote that never closed, read again */
	REPAIR_JSON = 1 << 10,    /* a line or value that is no JSON */
	REPAIR_TRAILING = 1 << 11, /* bytes behind the end, passed over */
	REPAIR_LANGUAGE = 1 << 12, /* plainly in another than the declared
	                            * language; set behind the walk */
};
#define REPAIRS 13

/* Their names for programs, by bit: "charset_fallback". */
extern const char *const repair_names[REPAIRS];

/* Why an article is not to be read any more. */
enum withdrawn {
	WITHDRAWN_NOT = 0,
	WITHDRAWN_CANCELLED, /* called back by its author or agency */
	WITHDRAWN_KILLED,    /* the same, urgently: it must not be used */
	WITHDRAWN_WITHHELD,  /* not, or not yet, to be published */
	WITHDRAWN_REPLACED,  /* by an article of another identity */
};

/* What a status of publication means, in the words of any format: "Canceled",
 * "withheld", "kill"; WITHDRAWN_NOT for any other. */
enum withdrawn withdrawn_by(const char *status, size_t len);

/* "cancelled", "killed", "withheld", "replaced"; "" for WITHDRAWN_NOT. */
const char *withdrawn_name(enum withdrawn w);

struct article {
	/* The identifier that the source gave it, without namespace.  Empty:
	 * article_finish chooses (url, else a hash of the content). */
	struct buf id;
	/* What makes id unique in the world: a collection's name ("reuters"),
	 * or empty for the format's name. */
	struct buf space;

	struct buf url, headline, deck, source, section, language, rights;
	struct strings authors, places, keywords;
	struct instant published, updated;
	struct instant captured; /* when a crawler took it */
	struct buf body;

	/* Its number among the versions of one identity, where the source
	 * counts them; a higher one is newer whatever the dates say. */
	uint32_t revision;
	/* Set: this is the notice that the article of this id or url was
	 * withdrawn.  It is given to the sink like any other, with its
	 * revision and dates, and needs no text. */
	enum withdrawn withdrawn;

	/* Its collection counts it as an article even if it has no text. */
	bool counted;

	/* Where it stands is who it is, though that is not so of all that its
	 * format reads (FORMAT_PATH_IS_ID, format.h). */
	bool placed;

	unsigned repairs; /* enum repair */

	/* Where it stands: set by the format, relative to its member. */
	uint64_t offset, size; /* bytes of the record, 0 and 0 if unknown */

	/* Set by article_finish. */
	struct buf key; /* "space:id", at most LIMIT_FIELD bytes */
	uint64_t digest[2]; /* of all that is indexed or shown, for "the same" */
};

void article_init(struct article *a);
void article_clear(struct article *a);
void article_release(struct article *a);

/* Take what from holds into to, which is an article too, and leave from clear,
 * with the room that to had: buffers change hands, nothing is copied. */
void article_take(struct article *to, struct article *from);

/* Bytes of memory that it takes, filled or not. */
size_t article_memory(const struct article *a);

/* Set the revision from its decimal digits, of which a source may have too
 * many for a number; anything else leaves it as it is. */
void article_set_revision(struct article *a, const char *p, size_t len);

/* Where an article was found, for its identity.  Strings are borrowed. */
struct article_origin {
	const char *format; /* the format's name: the space of its ids */
	/* The member's path where the format wants the place to be the
	 * identity (FORMAT_PATH_IS_ID), otherwise NULL. */
	const char *place;
	/* The outermost file's path as it was given; its last component,
	 * without endings, tells the numbers of one dump from those of
	 * another.  NULL or "-" for none. */
	const char *archive;
};

/* Bring a into the form that everything behind relies on: fields trimmed and
 * on one line, cut at their bounds (REPAIR_CUT), body's line ends '\n', runs
 * of empty lines one, no white space at line ends; a deck that only repeats
 * the headline or the body's start dropped; source and published taken from
 * the url where there is nothing better; REPAIR_DATE and REPAIR_NAIVE_DATE,
 * key and digest set.  url itself stays as it was.
 *
 * The key is, in this order,
 *     space:id              a's own space, or a strong id in the format's
 *     url:canonical         the url (url.h)
 *     format/collection:id  a weak id (all digits, or under 6 bytes), with
 *                           the source, or else the archive, as collection
 *     format/archive:place  the place, where there is one
 *     hash:hex              of source, day, headline and the text's start
 *
 * NULL if a is an article, or the notice that one is withdrawn; otherwise why
 * it is neither ("no text", ...), a constant. */
const char *article_finish(struct article *a, const struct article_origin *o);

/* Set the digest alone, of an article that was finished once: the same fields
 * give the same. */
void article_set_digest(struct article *a);

#endif
