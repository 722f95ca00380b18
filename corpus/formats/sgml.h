/* sgml.h - records and tags of SGML as newswires wrote it
 *
 * For the Reuters and TREC collections, which no SGML or XML parser reads:
 * tags in either case, without balance, attributes with and without quotes,
 * '<' in running text.  One pass over the bytes, any bytes.
 */
#ifndef NEWSIDX_CORPUS_FORMATS_SGML_H
#define NEWSIDX_CORPUS_FORMATS_SGML_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "corpus/article.h"
#include "corpus/reader.h"
#include "lib/base/buf.h"

/* ---- records ----------------------------------------------------------- */

enum sgml_end {
	SGML_WHOLE,    /* closed, or followed by the next record */
	SGML_CUT,      /* the member ended inside it */
	SGML_TOO_LONG, /* over LIMIT_RECORD and passed over: p is NULL */
};

struct sgml_record {
	const char *p; /* from its open tag to its end tag */
	size_t len;
	uint64_t offset; /* in the member */
	enum sgml_end end;
};

/* Take the next record, an element called name, from the reader.  A record
 * ends with its end tag, or where a line begins with the next open tag.  False
 * at the end of the member.  rec->p is valid until the next call on r. */
bool sgml_record(struct reader *r, const char *name, struct sgml_record *rec);

/* ---- tags -------------------------------------------------------------- */

#define SGML_NAME_MAX 16

struct sgml {
	const char *p, *end;
	bool no_comment_end; /* no "-->" follows any more */
};

/* A run of text, or a tag. */
struct sgml_token {
	const char *p; /* the text; of a tag, its attributes */
	size_t len;
	bool tag, close;
	char name[SGML_NAME_MAX]; /* of a tag, in capitals, cut if longer */
};

/* The next token.  Comments and declarations are passed over; what begins
 * with '<' and is no tag is text.  False at the end. */
bool sgml_next(struct sgml *s, struct sgml_token *t);

/* The value of an attribute of the tag, name in capitals; false if it has
 * none. */
bool sgml_attr(const struct sgml_token *t, const char *name, const char **v,
               size_t *len);

/* ---- text -------------------------------------------------------------- */

/* Append wrapped lines without the white space before them; one that had so
 * many columns of it begins a paragraph.  With SGML_NO_INDENT none does. */
void sgml_paragraphs(const char *p, size_t len, size_t indent, struct buf *out);

#define SGML_NO_INDENT ((size_t)-1)

/* Add the city of a dateline ("SALVADOR, Feb 26 -", "TOKYO (AP)") to s. */
void sgml_dateline(const char *p, size_t len, struct strings *s);

#endif
