/* detect.h - which language a text is in
 *
 * By its letters and by its commonest words.  A script that is written for one
 * language only (Hangul, kana, Greek, Thai ...) decides at once; otherwise the
 * words of a text are looked up in lists of the fifty or so commonest of each
 * language (detect_words.c).  Names and subjects do not count, so that a text
 * about Spain is not Spanish.  Where words are few or two languages are close,
 * there is no answer rather than a wrong one.
 *
 *     detector_new
 *       detector_begin; detector_add ...; detector_settle      any number
 *     detector_free
 *
 * Only the beginning of a text is read: until it is clear what it is, at most
 * DETECT_BYTES.
 */
#ifndef NEWSIDX_ANALYSIS_DETECT_H
#define NEWSIDX_ANALYSIS_DETECT_H

#include <stdbool.h>
#include <stddef.h>

#include "lib/analysis/family.h"

/* Beyond so many bytes, a text that is not clear does not become so. */
#define DETECT_BYTES 2000

struct detector;

/* Never NULL; used by one thread. */
struct detector *detector_new(void);
void detector_free(struct detector *d);

void detector_begin(struct detector *d);

/* Read on: a part of the article, in UTF-8, which is not kept.  False if more
 * is of no use. */
bool detector_add(struct detector *d, const char *p, size_t len);

/* The language of what was added, given what its source says of it (NULL:
 * nothing, or nothing that is known).  NULL if *from is LANGUAGE_NONE. */
const struct language *detector_settle(const struct detector *d,
                                       const struct language *declared,
                                       enum language_from *from);

#endif
