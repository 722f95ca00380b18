/* byline.h - names out of bylines
 */
#ifndef NEWSIDX_CORPUS_BYLINE_H
#define NEWSIDX_CORPUS_BYLINE_H

#include <stdbool.h>
#include <stddef.h>

#include "corpus/article.h"

/* Add the people of a byline ("By Ann Lee and Bo Ek, Staff Writers") to s, one
 * by one: a leading "By" (in the languages of byline_is) is dropped, names are
 * separated by ',' ';' '|' "and" "und" "et" "y" "e" "og" "och" "en" '&' and
 * line ends; what is a job, not a name, is left out.  "Lee, Ann" stays one
 * name. */
void byline_add(struct strings *s, const char *p, size_t len);

/* How long a byline is without the name of its publisher at the end: "Ann Lee,
 * Press Office". */
size_t byline_without(const char *p, size_t len, const char *publisher,
                      size_t n);

/* Whether a line is a byline: By, Par, Von, Por, Di, De, Door, Av or Af before
 * a capital, at most 120 bytes. */
bool byline_is(const char *p, size_t len);

#endif
