/* html_facts.h - what a page says of its article, beside the text
 *
 * Each fills the fields of the article that are still empty, so the order of
 * the calls is the order of trust.
 */
#ifndef NEWSIDX_CORPUS_FORMATS_HTML_FACTS_H
#define NEWSIDX_CORPUS_FORMATS_HTML_FACTS_H

#include <stdbool.h>
#include <stddef.h>

#include "corpus/article.h"
#include "corpus/formats/html_page.h"

/* The URL that the page gives itself. */
void html_url(const struct html_page *g, struct article *a);

/* JSON-LD: the blocks in the len bytes at p, each behind HTML_LD_MARK.  Of
 * several articles the one with a's url counts, or else the fullest.  body gets
 * its text, if it has one.  Whether there is an article. */
bool html_ld(const char *p, size_t len, struct article *a, struct buf *body);

/* The meta elements.  Whether they say that the page is an article. */
bool html_meta(const struct html_page *g, struct article *a);

/* html_elements.c: elements of the page itself: h1, title, time, bylines; those in root before
 * others. */
void html_elements(const struct html_page *g, uint32_t root,
                   struct article *a);

/* Set i to the date in s, unless it has one already; one that is only a day
 * gets a time on that day.  Whether it did. */
bool html_set_date(struct instant *i, const char *s);

/* Add the people of a byline, but no addresses of pages about them. */
void html_add_author(struct article *a, const char *s);

/* Whether a date can be that of an article: not in the future. */
bool html_date_is(const struct instant *i);

#endif
