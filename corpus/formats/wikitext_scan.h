/* wikitext_scan.h - wikitext while it is read, for wikitext.c and wikitext_tags.c */
#ifndef NEWSIDX_CORPUS_FORMATS_WIKITEXT_SCAN_H
#define NEWSIDX_CORPUS_FORMATS_WIKITEXT_SCAN_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>
#include <strings.h>

#include "corpus/formats/wikitext.h"

/* Templates and links inside each other; infoboxes go to six. */
#define WIKI_DEPTH 64

enum wiki_kind {
	WIKI_TEMPLATE,
	WIKI_LINK,
	WIKI_EXTERNAL, /* [http://... words] */
	WIKI_TABLE,
};

struct wiki_frame {
	enum wiki_kind kind;
	size_t at; /* where its content begins in the text */
};

struct wiki_scan {
	struct wikitext *w;
	const struct wiki_names *names;
	const char *p, *end;
	struct buf *out;
	struct wiki_frame open[WIKI_DEPTH];
	size_t depth;
	bool line; /* p is at the beginning of a line */
	bool high; /* a reference may need scrubbing */
	/* A heading being read, and where in the text. */
	const char *heading_end;
	size_t heading_at;
	unsigned level;
	/* From where the text is to be left out, up to the next heading of
	 * this level; 0 for none. */
	size_t drop_at;
	unsigned drop_level;
	unsigned no_end; /* bits of elements that are not closed from here on */
};

static inline size_t wiki_left(const struct wiki_scan *s)
{
	return (size_t)(s->end - s->p);
}

/* Whether this is what comes next, in letters of any case. */
static inline bool wiki_at(const struct wiki_scan *s, const char *with)
{
	size_t n = strlen(with);

	return wiki_left(s) >= n && strncasecmp(s->p, with, n) == 0;
}

/* Take the mark that comes next (wikitext_tags.c): apostrophes, a character
 * reference, an HTML tag with what is hidden by it, a switch. */
void wiki_quotes(struct wiki_scan *s);
void wiki_reference(struct wiki_scan *s);
void wiki_tag(struct wiki_scan *s);
void wiki_switch(struct wiki_scan *s);

#endif
