/* collocates.h - words that stand near the hits of a question
 *
 *     struct collocates c;
 *
 *     collocates_run(&c, &search, &options, err)
 *       collocates_list(&c, ...)
 *     collocates_release(&c)
 *
 * A word is near if it is one of the next so many words before the first or
 * behind the last word of a hit, in the same part of the article.  It counts once,
 * however many hits it is near; what a hit reaches over, from its first word to
 * its last, is the hit and not near one.  All hits of all articles are counted, as
 * locate.h finds them, in headlines, decks and bodies.  Words are counted as they
 * are written but for case and accents, each form by itself.
 *
 * Whether a word is near more often than it would be by chance is told by two
 * measures of a table of four numbers (T. Dunning, "Accurate methods for the
 * statistics of surprise and coincidence", 1993; P. Rayson and R. Garside, 2000;
 * A. Hardie, "Log Ratio: an informal introduction", 2014):
 *
 *                     near            elsewhere
 *     the word        together        in_all - together
 *     other words     near - ...      the rest
 */
#ifndef NEWSIDX_QUERY_COLLOCATES_H
#define NEWSIDX_QUERY_COLLOCATES_H

#include "lib/analysis/stopwords.h"
#include "lib/base/intern.h"
#include "lib/base/progress.h"
#include "query/search.h"

struct collocates_options {
	unsigned before, behind; /* words of the window */
	bool sentence;           /* which ends where the hit's sentence does */
	bool stopwords;          /* those are told of, too */
	/* Whose they are in articles of which no language is known. */
	const struct language *language;
	struct progress *progress; /* counts articles; NULL: nobody waits */
};

struct collocates {
	uint64_t articles, hits;
	uint64_t near;  /* words near a hit, stop words with them */
	uint64_t words; /* of all articles of the index */

	/* For collocates.c. */
	struct intern forms;
	struct collocates_word *word; /* by form */
	size_t cap;
};

struct collocate {
	struct slice word; /* c's */
	uint64_t together; /* times near a hit */
	uint64_t articles; /* in so many */
	uint64_t in_all;   /* times in the index */
	double expected;   /* times near a hit, if it stood anywhere */
	double likelihood; /* log_likelihood; below 0: less than expected */
	double ratio;      /* log_ratio */
};

enum collocate_sort {
	COLLOCATES_BY_LIKELIHOOD,
	COLLOCATES_BY_RATIO,
	COLLOCATES_BY_COUNT,
};

/* Read what s finds.  On failure there is nothing to release: NX_TIMEOUT,
 * NX_BOUND (locate.h), NX_STALE,
 * failures of reading. */
enum nx_status collocates_run(struct collocates *c, struct search *s,
                              const struct collocates_options *o,
                              struct nx_err *err);
void collocates_release(struct collocates *c);

/* Set *v to the words that are near a hit at least least times, and more often
 * than expected; in that order, then by bytes: an array to be freed.  Failures of
 * reading. */
enum nx_status collocates_list(const struct collocates *c, struct index *x,
                               uint64_t least, enum collocate_sort sort,
                               struct collocate **v, size_t *n,
                               struct nx_err *err);

/* Of a word that is together times among near words and in_all times among all
 * words.  Twice the logarithm of how much likelier these numbers are if the word's
 * share differs near hits and elsewhere than if it does not: above 10.83 chance
 * would make it once in a thousand times, above 15.13 once in ten thousand. */
double log_likelihood(uint64_t together, uint64_t near, uint64_t in_all,
                      uint64_t words);

/* How many times its share doubles near hits, compared with elsewhere; where it
 * never is elsewhere, as if it was half a time. */
double log_ratio(uint64_t together, uint64_t near, uint64_t in_all,
                 uint64_t words);

#endif
