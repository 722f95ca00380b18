/* votes.h - the languages of an index, out of those of its segments
 *
 * Each segment says by its metadata which language queries are in by default
 * and which ones have families, the first with most articles.  For several
 * segments together, each counts as much as it has articles.
 *
 *     struct votes v = { .n = 0 };
 *       votes_add ...
 *       votes_main, votes_list
 */
#ifndef NEWSIDX_INDEX_VOTES_H
#define NEWSIDX_INDEX_VOTES_H

#include <stddef.h>
#include <stdint.h>

#include "lib/base/buf.h"

/* Codes that are told apart: more than there are languages with families. */
#define VOTES_MAX 64
#define VOTES_CODE 8

struct votes {
	struct vote {
		char code[VOTES_CODE];
		uint64_t as_main, as_family;
	} v[VOTES_MAX];
	size_t n;
};

/* A segment of so many articles, its META_LANGUAGE and META_LANGUAGES. */
void votes_add(struct votes *v, const char *main, size_t main_len,
               const char *families, size_t families_len, uint64_t articles);

/* The default language of queries; "" if there was no segment. */
const char *votes_main(const struct votes *v);

/* Append those with families, separated by blanks: the default, then the
 * others, those of most articles first. */
void votes_list(const struct votes *v, struct buf *out);

#endif
