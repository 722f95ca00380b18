/* tree.h - a question as a tree
 *
 * A struct query holds one question: its text, the tree that was read from it,
 * and the memory of both.  Two trees have this shape:
 *
 *   - the parsed tree (parse.h): words as they were typed;
 *   - the lowered tree (terms.h): words replaced by the terms they stand for.
 *
 * Nodes live as long as their query and are freed with it.  They are plain
 * data and may be read by several threads.
 *
 * Depth is bounded by LIMIT_QUERY_DEPTH, so walking a tree by recursion is
 * safe; a lowered tree is at most TREE_LOWERED_EXTRA deeper.  The number of
 * nodes is bounded by LIMIT_QUERY_NODES.
 */
#ifndef NEWSIDX_QUERY_TREE_H
#define NEWSIDX_QUERY_TREE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/base/buf.h"
#include "lib/base/limits.h"
#include "lib/base/status.h"

enum node_kind {
	/* Parsed tree only. */
	NODE_WORD, /* text, flags, n: the distance if WORD_FUZZY */

	/* Lowered tree only. */
	NODE_TERM, /* term; flags: as the word's */

	/* An article's words: these yield intervals. */
	NODE_PHRASE,  /* kids in order; see below */
	NODE_NEAR,    /* two kids; n, unit, ordered, negated */
	NODE_OR,      /* two kids or more */
	NODE_FIRST,   /* one kid, in the body's first n words */
	NODE_SEGMENT, /* one kid; field: FIELD_TITLE, _DECK or _BODY */

	/* Articles. */
	NODE_AND,     /* two kids or more; none is NODE_AND or NODE_ALL, nor
	               * NODE_NOT in a parsed tree */
	NODE_NOT,     /* kid[0] without kid[1] */
	NODE_ATLEAST, /* one kid, which has at least n intervals */
	NODE_FIELD,   /* field; one kid: NODE_WORD or NODE_PHRASE */
	NODE_DATE,    /* lo .. hi, seconds, both included */
	NODE_LENGTH,  /* words:, lo .. hi, both included */
	NODE_ALL,     /* every article: the empty query */

	/* Parsed tree, only as a kid of NODE_PHRASE: n words of any kind. */
	NODE_GAP,
};

/* How a word was written. */
enum word_flag {
	WORD_EXACT = 1 << 0, /* =word */
	WORD_CAPS = 1 << 1,  /* inside caps() */
	WORD_WILD = 1 << 2,  /* has a '*' or '?' that is a wildcard */
	WORD_FUZZY = 1 << 3, /* word~ */
};

/* A phrase as it was parsed has kids NODE_WORD and NODE_GAP, the first and
 * the last of them words, and text is all between its quotes.
 *
 * A lowered phrase has kids NODE_TERM, or NODE_OR of NODE_TERM and NODE_PHRASE
 * where a word is written in several ways (COVID-19, covid19).  Each kid's
 * interval begins 1 + kid->n positions behind the end of the kid before it.
 * If PHRASE_FIXED is set, all kids are NODE_TERM, and kid->offset is the
 * distance of its position from the first's; that is nearly every phrase.
 */
enum phrase_flag {
	PHRASE_FIXED = 1 << 8,
};

enum near_unit { UNIT_WORDS, UNIT_SENTENCE, UNIT_PARAGRAPH };

enum field {
	FIELD_NONE,
	/* Parts of an article's text: NODE_SEGMENT. */
	FIELD_TITLE,
	FIELD_DECK,
	FIELD_BODY,
	/* Names and labels, given as words: NODE_FIELD. */
	FIELD_AUTHOR,
	FIELD_SOURCE,
	FIELD_SECTION,
	FIELD_PLACE,
	FIELD_KEYWORD,
	/* Taken as they stand: NODE_FIELD of a NODE_WORD, which may have
	 * WORD_WILD. */
	FIELD_LANG,
	FIELD_URL,
	FIELD_ID,
	FIELD_ARCHIVE,
	/* Ranges: NODE_DATE, NODE_LENGTH. */
	FIELD_DATE,
	FIELD_AFTER,
	FIELD_BEFORE,
	FIELD_LAST,
	FIELD_WORDS,
};

/* An end of a range that was left open. */
#define RANGE_OPEN_LO INT64_MIN
#define RANGE_OPEN_HI INT64_MAX

struct term_leaf; /* terms.h */

struct node {
	enum node_kind kind;
	uint16_t depth; /* 1 for a leaf */
	uint16_t flags; /* enum word_flag, enum phrase_flag */

	/* The part of the query that it was read from, in bytes. */
	uint32_t start, end;

	uint32_t n;          /* see the kinds; in a lowered phrase, the words
	                      * skipped before this kid */
	uint32_t offset;     /* in a lowered phrase with PHRASE_FIXED */
	enum near_unit unit; /* NODE_NEAR; n is 0 unless UNIT_WORDS */
	bool ordered;        /* NODE_NEAR: kid[0] first */
	bool negated;        /* NODE_NEAR: kid[0] that has no kid[1] near */
	enum field field;    /* NODE_FIELD, NODE_SEGMENT */
	int64_t lo, hi;      /* NODE_DATE, NODE_LENGTH */

	const char *text; /* NODE_WORD, NODE_PHRASE: not NUL-terminated */
	size_t len;
	const struct term_leaf *term; /* NODE_TERM */

	struct node **kid;
	size_t n_kid;
};

struct query {
	char *text; /* a copy, NUL-terminated */
	size_t len;
	struct node *root; /* never NULL once parsed */
	struct arena *arena;
	size_t n_node; /* made so far, parsed and lowered */
};

/* Free the query and all its trees.  NULL is fine. */
void query_free(struct query *q);

/* The 1-based column, in characters, of the byte at of the query's text. */
unsigned query_column(const struct query *q, size_t at);

/* Set err's sentence, followed by ", at column N" for the byte at, and return
 * NX_USAGE. */
enum nx_status query_refuse(const struct query *q, size_t at,
                            struct nx_err *err, const char *fmt, ...)
        __attribute__((format(printf, 4, 5)));

/* The column that query_refuse named in err's sentence, and in *len the bytes
 * that stand before it; 0, and all of them, for a sentence without one. */
unsigned query_refused(const struct nx_err *err, size_t *len);

/* Have it name a column that is so much less: what was read had as many
 * characters before the query.  One that is not of the query is not named. */
void query_refused_before(struct nx_err *err, unsigned characters);

/* Whether the node yields intervals, so that it may stand inside w/n. */
bool node_positional(const struct node *node);

/* Add the tree in canonical form: "(near 5 (phrase peace deal) ukrain*)". */
void tree_print(const struct node *node, struct buf *out);

/* The field's name as it is typed, without the colon; "" for FIELD_NONE. */
const char *field_name(enum field f);

/* ---- for what builds trees --------------------------------------------- */

/* How much deeper a lowered tree may be than LIMIT_QUERY_DEPTH. */
#define TREE_LOWERED_EXTRA 4

/* A new node, all zero but for these; the query's. */
struct node *node_new(struct query *q, enum node_kind kind, size_t start,
                      size_t end);

/* Give the node its kids (the array is copied) and its depth. */
void node_adopt(struct query *q, struct node *node, struct node *const *kid,
                size_t n);

/* Give it one kid more. */
void node_append(struct query *q, struct node *node, struct node *kid);

/* Zeroed memory that lives as long as the query. */
void *query_alloc(struct query *q, size_t size);

/* A query of this text with no tree yet. */
struct query *query_new(const char *text, size_t len);

#endif
