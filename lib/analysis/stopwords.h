/* stopwords.h - words that are common in a language and say little of a text
 *
 *     stopwords_new
 *       stopwords_of(s, form, len) & stopwords_language("en", 2)
 *     stopwords_free
 *
 * They are those by which languages are told apart (detect_words.h), some hundred
 * of each language.
 */
#ifndef NEWSIDX_ANALYSIS_STOPWORDS_H
#define NEWSIDX_ANALYSIS_STOPWORDS_H

#include <stddef.h>
#include <stdint.h>

struct stopwords;

/* Never NULL. */
struct stopwords *stopwords_new(void);

/* NULL is fine. */
void stopwords_free(struct stopwords *s);

/* The languages, a bit each, in which a word is such; form is as analyser_run has
 * it. */
uint64_t stopwords_of(const struct stopwords *s, const char *form, size_t len);

/* The bits of a language, by its code (family.h); 0 for one whose words are not
 * known. */
uint64_t stopwords_language(const char *code, size_t len);

#endif
