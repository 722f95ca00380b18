/* feed.h - what RSS and Atom have in common */
#ifndef NEWSIDX_CORPUS_FORMATS_FEED_H
#define NEWSIDX_CORPUS_FORMATS_FEED_H

#include <stdint.h>

#include "corpus/article.h"
#include "corpus/xml_records.h"

/* Set out, if it is empty, to the text of an element that may be plain text,
 * HTML written as text, or HTML as elements. */
void feed_line(struct buf *out, const struct xml *x, uint32_t n);

/* Append the text of such an element, with its paragraphs; or of text that is
 * plain or HTML. */
void feed_text(struct buf *out, const struct xml *x, uint32_t n);
void feed_string(struct buf *out, struct xml_str s);

/* Make the id that the feed gives to the item its id; what is unique on its
 * site only is put in a space of the site that its url, or else site, is on. */
void feed_id(struct article *a, struct xml_str id, const char *space,
             struct xml_str site);

/* Set out, unless it is set, to the address, which may be relative to base. */
void feed_url(struct buf *out, struct xml_str href, struct xml_str base);

/* What addresses in the record are relative to; feed is the channel's element
 * in the head.  Length 0 where nothing says so. */
struct xml_str feed_base(const struct xml_record *rec, uint32_t feed);

/* What holds for all items once they are filled: whether the text is whole,
 * which one that is no more than a summary is not; which date is the first. */
void feed_mark(struct article *a, bool whole);

/* Add the values between commas. */
void feed_list(struct strings *out, struct xml_str s);

/* Read a date unless there is one. */
void feed_date(struct instant *out, struct xml_str s);

/* Texts of so few bytes are the beginning of an article on its site. */
#define FEED_TEASER 500

#endif
