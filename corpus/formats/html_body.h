/* html_body.h - where on a page the article is, and its text
 */
#ifndef NEWSIDX_CORPUS_FORMATS_HTML_BODY_H
#define NEWSIDX_CORPUS_FORMATS_HTML_BODY_H

#include <stdbool.h>
#include <stdint.h>

#include "corpus/formats/html_names.h"
#include "corpus/formats/html_page.h"
#include "lib/base/buf.h"

/* Counts for each node of a page, all that is in it taken together. */
struct html_count {
	uint32_t chars; /* bytes of text, without white space */
	uint32_t links; /* of these in links */
	uint32_t prose; /* of these in paragraphs that are not mostly links */
	uint32_t own;   /* prose of this block alone */
	uint32_t score; /* prose of the blocks just below */
	uint32_t inner; /* prose in articles inside it */
	bool titled;    /* there is an h1 in it */
	bool quotes;    /* a quotation or a row of a table */
};

struct html_counts {
	struct html_count *v;
	size_t cap;
};

/* Bytes of prose that make an article. */
#define HTML_ENOUGH 250

/* html_count.c: fill c for what is not gone. */
void html_count(const struct html_page *g, struct html_counts *c);

/* html_discard.c: mark what is no text of an article as gone. */
void html_discard(struct html_page *g, struct html_counts *c);

/* What class and id of a node call it. */
struct html_found html_called(const struct html_page *g, uint32_t node);

/* html_root.c: the node that holds the article's text.  c is filled for it. */
uint32_t html_root(const struct html_page *g, struct html_counts *c);

/* html_text.c: append the paragraphs in root, each ended by an empty line,
 * without what is no part of the article though it stands there (links to
 * others, calls to subscribe).  What repeats the headline is left out.  A
 * paragraph that stands alone between the headline and root becomes the deck;
 * several of them are the text's first. */
void html_body(const struct html_page *g, uint32_t root,
               const struct buf *headline, struct buf *deck, struct buf *out);

#endif
