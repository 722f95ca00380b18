/* languages.h - which languages the articles of a segment are in
 *
 * Families are made for the default language and for those that enough
 * articles are in; more would cost time and find words by accident.
 */
#ifndef NEWSIDX_INDEX_LANGUAGES_H
#define NEWSIDX_INDEX_LANGUAGES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/analysis/family.h"
#include "lib/base/buf.h"
#include "lib/base/status.h"
#include "lib/index/record.h"
#include "lib/xapian-c/xapian-c.h"

#define LANGUAGES_MAX 64

struct language_count {
	const struct language *l;
	uint64_t articles;
};

struct languages {
	struct language_count v[LANGUAGES_MAX];
	size_t n;
	uint64_t articles;
};

/* Count an article's language; one without or unknown counts for none. */
void languages_count(struct languages *s, struct slice code);

/* The code of the language that most articles are in, of those that words have
 * families in; "en" if not even a quarter of all articles are. */
const char *languages_main(const struct languages *s);

/* Add what was counted elsewhere. */
void languages_merge(struct languages *s, const struct languages *other);

/* The languages to have families: the default, then by their articles.
 * Returns how many. */
#define FAMILIES_MAX 8
size_t languages_families(const struct languages *s,
                          const char *default_language,
                          const struct language *out[FAMILIES_MAX]);

/* Their codes, separated by blanks, as META_LANGUAGES has them. */
void languages_list(const struct language *const *l, size_t n,
                    struct buf *out);

/* Whether a term is listed in a family of l, whose stemmer is given: it is an
 * unprefixed word of the language that is not its own stem.  If so, key is
 * set to the family's. */
enum nx_status family_of(const struct language *l, struct xap_stem *stemmer,
                         struct slice term, struct buf *key, bool *listed,
                         struct nx_err *err);

/* Write the families of all unprefixed words that w holds into its synonym
 * table, and the list of their languages into its metadata. */
enum nx_status languages_write(const struct languages *s,
                               const char *default_language,
                               struct xap_writer *w, struct nx_err *err);

/* Append the key of a family: "en:sanction". */
void family_key(const struct language *l, const char *stem, size_t len,
                struct buf *out);

#endif
