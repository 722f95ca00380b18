/* html_names.h - what the class and the id of an element say of it
 *
 * Names are words of a class or an id, as white space, punctuation and a
 * capital behind a small letter part them; words in a row count as one too:
 * "articlebody" stands in "x article-bodyText".
 */
#ifndef NEWSIDX_CORPUS_FORMATS_HTML_NAMES_H
#define NEWSIDX_CORPUS_FORMATS_HTML_NAMES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum html_name_kind {
	HTML_NAME_BESIDE, /* no text of the article */
	HTML_NAME_BOX,    /* the same, unless it is around the words that show it */
	HTML_NAME_TALK,   /* what readers say of it */
	HTML_NAME_MAYBE,  /* beside it on most pages, but a part on some */
	HTML_NAME_TEASER, /* the same, unless it is a paragraph */
	HTML_NAME_STATE,  /* the same, and only as a whole class or id */
	HTML_NAME_BODY,   /* the text */
	HTML_NAME_NOTE,   /* no more than what follows */
};

/* What else an element of that name may tell. */
enum html_name_fact {
	HTML_FACT_NONE,
	HTML_FACT_AUTHOR,
	HTML_FACT_DATE,
};

struct html_name {
	const char *name;
	uint8_t kind; /* enum html_name_kind */
	uint8_t fact; /* enum html_name_fact */
};

/* More than there are. */
#define HTML_NAMES_MAX 256

/* Sorted by name. */
extern const struct html_name html_names[];
extern const size_t html_names_n;

/* What was found in a class or an id. */
struct html_found {
	/* The place in html_names of the first that is not the text, or
	 * html_names_n. */
	size_t beside;
	bool body, author, date;
};

/* Look for names in s, which may be NULL, and add them to f. */
void html_names_find(const char *s, struct html_found *f);

#endif
