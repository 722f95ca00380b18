/* html.h - writing HTML
 *
 * Whatever is not a literal of the program goes through html_put, which makes
 * text of it: neither a headline nor a query can become an element, an
 * attribute or a character that a reader does not see.
 */
#ifndef NEWSIDX_SERVE_COMMON_HTML_H
#define NEWSIDX_SERVE_COMMON_HTML_H

#include <stddef.h>
#include <stdio.h>

/* Text, between tags or in a quoted attribute.  Controls and what is no UTF-8
 * become U+FFFD, but for line ends and tabs.  Characters that turn the
 * direction of what follows stay: style.css isolates what is not ours, so that
 * they reach no further than their own element. */
void html_put(FILE *out, const char *p, size_t len);
void html_text(FILE *out, const char *s);

/* Text that is a sentence: with a capital, and a point unless it has its end.
 */
void html_sentence(FILE *out, const char *p, size_t len);

/* The frame of all pages. */
struct html_frame {
	const char *title;      /* of the page; NULL for none */
	const char *name;       /* of the whole: that of the archive */
	const char *up;         /* what leads to the root: "" or "../" ... */
	const char *body_class; /* NULL for none */
};

/* To the beginning of <body>; and its end. */
void html_begin(FILE *out, const struct html_frame *f);
void html_end(FILE *out);

#endif
