/* exports.h - what the text exports of news databases have in common
 *
 * Such a file is a run of articles, parted by lines of a known wording, with
 * covers and indexes around them; what a field is stands in a label before it.
 *
 * Formats of text bid BID_LIKELY at most: databases send results by mail too, and
 * what is a message then, or a table, has other fields that count.
 */
#ifndef NEWSIDX_CORPUS_FORMATS_EXPORTS_H
#define NEWSIDX_CORPUS_FORMATS_EXPORTS_H

#include <stdbool.h>
#include <stddef.h>

#include "corpus/format.h"
#include "corpus/formats/text_lines.h"

/* What a line does to the run of articles. */
enum export_mark {
	EXPORT_PLAIN, /* nothing */
	EXPORT_FIRST, /* an article begins with it */
	EXPORT_LAST,  /* an article ends with it */
};

struct export_kind {
	/* What the line does; it has no white space at its ends. */
	enum export_mark (*mark)(const char *p, size_t len);
	/* Fill the article, which is clear, from the len bytes of clean UTF-8
	 * at p: all that stands between two marks, with them.  NULL if it is
	 * one; else why it is none, a constant, which is "" where nothing but
	 * marks stands there.  Blank parts are not shown. */
	const char *(*fill)(const char *p, size_t len, struct article *a);
};

/* The read of a format (format.h): one part at a time. */
enum nx_status export_read(const struct export_kind *kind, struct reader *r,
                           struct sink *sink, struct nx_err *err);

/* ---- pages of articles (exports_pages.c) --------------------------------- */

/* Bytes from a mark on that can be looked at. */
#define EXPORT_MARK_LOOK 4096

struct export_pages {
	const char *mark; /* stands in the first tag of each article */
	/* Whether an article begins with the len bytes at p, which begin with
	 * the mark: EXPORT_MARK_LOOK, or more, or all there are. */
	bool (*is_mark)(const char *p, size_t len);
	/* As in export_kind: len bytes from the mark up to the next one's tag.
	 */
	const char *(*fill)(const char *p, size_t len, struct article *a);
};

/* BID_CERTAIN for a member with such a mark. */
int export_pages_bid(const struct export_pages *kind, const struct sniff *s);

/* The read of a format. */
enum nx_status export_pages_read(const struct export_pages *kind,
                                 struct reader *r, struct sink *sink,
                                 struct nx_err *err);

/* ---- lines --------------------------------------------------------------- */

/* The first bytes of a member as lines, behind a byte order mark. */
struct lines_at export_lines(const struct sniff *s);

/* The next line without white space at either end. */
bool export_line(struct lines_at *t, struct line *l);

/* Whether the line is the word, letters' case aside as ASCII has it. */
bool export_is(const struct line *l, const char *word);

/* Whether the line begins with the label and a ':'; *value gets what stands
 * behind.  As above, case aside. */
bool export_label(const struct line *l, const char *label, struct line *value);

/* Whether the line is a date and hardly more. */
bool export_date(const struct line *l, struct instant *out);

/* Whether the line begins as notices of copyright do. */
bool export_is_rights(const struct line *l);

/* Whether the line tells a length: "295 words", "1.024 Wörter". */
bool export_is_length(const struct line *l);

/* Append a text to out.  Its paragraphs are parted by blank lines, unless there
 * are none at all (paragraphs.h). */
void export_body(const char *p, size_t len, struct buf *out);

/* Append a list to s, parted by any of marks; the weights that indexers give
 * ("(91%)") are dropped. */
void export_terms(struct strings *s, const struct line *l, const char *marks);

/* Set out to the code of the language that is named ("ENGLISH", "German;
 * Deutsch", "anglais"), or to the name and return false where none is known. */
bool export_language(struct buf *out, const struct line *l);

#endif
