/* wxr.h - what WordPress adds to RSS in its exports (WXR) */
#ifndef NEWSIDX_CORPUS_FORMATS_WXR_H
#define NEWSIDX_CORPUS_FORMATS_WXR_H

#include <stdbool.h>
#include <stdint.h>

#include "corpus/xml.h"

/* Whether the item is one of an export. */
bool wxr_is(const struct xml *x, uint32_t item);

/* Why it is no article, a constant, or NULL. */
const char *wxr_refused(const struct xml *x, uint32_t item);

/* The name that the channel in head tells for a login; the login itself where
 * it tells none. */
struct xml_str wxr_author(const struct xml *head, uint32_t channel,
                          struct xml_str login);

/* Append the text of a post as WordPress stores it: an empty line is a
 * paragraph, and [shortcodes] stand for what a plugin puts there. */
void wxr_text(struct buf *out, struct xml_str s);

#endif
