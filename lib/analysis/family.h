/* family.h - word families: which words share a stem
 *
 * The index stores words as they are written (folded); a search for a word
 * takes its whole family: all words of the index with the same stem in the
 * index's language.  The stemmers are Snowball's, as libxapian carries them;
 * since this layer does not know libxapian, the function that stems is given
 * by the caller.
 *
 * This header has the part that is ours: which languages there are, which
 * words of an index can belong to a language at all (a Cyrillic word is not
 * stemmed as English), and which words are never stemmed.
 */
#ifndef NEWSIDX_ANALYSIS_FAMILY_H
#define NEWSIDX_ANALYSIS_FAMILY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct language {
	const char *code;    /* ISO 639-1, "en" */
	const char *code3;   /* ISO 639-2/T, "eng"; also /B where it differs is
	                      * understood by language_find */
	const char *name;    /* "English" */
	const char *stemmer; /* libxapian's name for it, or NULL for none */
};

/* The language called s in any of the usual ways ("en", "EN", "eng", "en-GB",
 * "en_US.UTF-8", "English"), or NULL. */
const struct language *language_find(const char *s, size_t len);

/* The i-th language, or NULL after the last. */
const struct language *language_at(size_t i);

/* How an article's language is known.  Indexes have these numbers. */
enum language_from {
	LANGUAGE_NONE = 0,      /* it is not */
	LANGUAGE_DECLARED = 1,  /* its source says so, and nothing otherwise */
	LANGUAGE_DETECTED = 2,  /* its source says nothing */
	LANGUAGE_CORRECTED = 3, /* its source says another, which it plainly is
	                         * not: that is not written in this script, or
	                         * the words are another's */
	LANGUAGE_DEFAULT = 4,   /* nothing is known; somebody's default */
};

/* "declared" and so on; NULL for LANGUAGE_NONE and what is none of them. */
const char *language_from_name(uint64_t from);

/* Whether a folded word may have a family in that language: it has a stemmer,
 * the word is of its script, has no digit, point or '&', and at least two
 * letters. */
bool family_eligible(const struct language *l, const char *word, size_t len);

#endif
