/* wikitext.h - the text of a wiki's page, without its markup
 *
 *     struct wikitext w;
 *     wikitext_init(&w);
 *       wikitext_read(&w, names, p, len); use
 *     wikitext_release(&w);
 *
 * Templates, tables, files, references, comments and categories are no text;
 * links are their words.  What follows a heading like "Sources" is left out,
 * and so are sections of links to other pages.
 */
#ifndef NEWSIDX_CORPUS_FORMATS_WIKITEXT_H
#define NEWSIDX_CORPUS_FORMATS_WIKITEXT_H

#include <stdbool.h>
#include <stddef.h>

#include "corpus/article.h"
#include "corpus/xml.h"

/* What the wiki calls these namespaces; the English names are known. */
struct wiki_names {
	struct xml_str file, category;
};

struct wikitext {
	struct buf text; /* paragraphs, with empty lines between them */
	struct strings categories;
	/* What templates say: {{date|...}}, {{byline|location=...}} and
	 * {{publish}} of Wikinews. */
	struct instant date;
	struct strings places;
	bool published;
};

void wikitext_init(struct wikitext *w);
void wikitext_release(struct wikitext *w);

/* Read a page's text, in place of what was read before. */
void wikitext_read(struct wikitext *w, const struct wiki_names *names,
                   const char *p, size_t len);

/* ---- wikitext_names.c, for wikitext.c -------------------------------------- */

/* Stands for '|' inside a template or link while it is read. */
#define WIKI_BAR '\x1f'

enum wiki_section {
	WIKI_TEXT,
	WIKI_BESIDE,  /* links to other pages */
	WIKI_SOURCES, /* where the article ends */
};

/* What a section with this heading is. */
enum wiki_section wiki_section_of(struct xml_str heading);

/* What is shown of a link, of which all between the brackets is given; length
 * 0 for nothing.  Categories are added to w. */
struct xml_str wiki_link(struct wikitext *w, const struct wiki_names *names,
                         struct xml_str link);

/* The same of a template; *block, if it is a paragraph of its own. */
struct xml_str wiki_template(struct wikitext *w, struct xml_str all,
                             bool *block);

#endif
