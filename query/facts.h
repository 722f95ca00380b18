/* facts.h - what an index holds
 *
 *     struct facts f;
 *
 *     facts_read(&f, index, &err)
 *       f.articles ...  facts_json
 *     facts_release(&f);
 *
 * Reading them takes a pass over the values of all articles.
 */
#ifndef NEWSIDX_QUERY_FACTS_H
#define NEWSIDX_QUERY_FACTS_H

#include "lib/base/instant.h"
#include "lib/base/json.h"
#include "lib/index/index.h"

/* Articles that have some value: the commonest first. */
struct fact_count {
	char *name;
	uint32_t articles;
};

struct fact_counts {
	struct fact_count *v;
	size_t n, cap;
};

struct facts {
	uint32_t articles;
	uint64_t words;
	uint64_t bytes; /* of the index */
	/* First and last day, "" where no article has a date; exact unless
	 * articles were withdrawn. */
	char from[INSTANT_TEXT_MAX], to[INSTANT_TEXT_MAX];
	struct fact_counts sources; /* some; languages: all */
	struct fact_counts languages;
};

/* f needs facts_release also after a failure. */
enum nx_status facts_read(struct facts *f, struct index *x, struct nx_err *err);
void facts_release(struct facts *f);

/* Set *n to facts.words alone. */
enum nx_status facts_words(struct index *x, uint64_t *n, struct nx_err *err);

/* How positions are kept: the form of all segments, or "mixed". */
const char *facts_positions(const struct index *x);

/* As members of an object that is open, but for the folder's name. */
void json_facts(struct json *j, const struct facts *f, const struct index *x);

#endif
