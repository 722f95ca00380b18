/* ask - answer many queries, a line each, without starting a program for each
 *
 *     ask [-i] INDEX <QUERIES
 *
 * -i: whatever is decided on positions is decided by intervals (search.h).
 *
 * Prints for each article that a query finds, in the order of the index, a line
 * and its hits as query --hits --json has them; then how the query ended.
 * Fields are parted by tabs:
 *
 *     article  ID BYTES BYTES BYTES       of headline, deck and body
 *     {"format_version":1,"id": ...}
 *     count    ARTICLES ID ID ...         counted; the articles, best first
 *     error    REASON
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/index/index.h"
#include "query/each.h"
#include "query/output.h"

struct asker {
	struct search *s;
	struct locator locator;
	const struct record *r;
};

static enum nx_status put_hit(void *ctx, const struct hit *h,
                              struct nx_err *err)
{
	struct asker *a = ctx;

	(void)err;
	print_hit_json(stdout, a->r, h);
	return NX_OK;
}

static enum nx_status put_article(void *ctx, uint64_t rank, double weight,
                                  const struct record *r, struct nx_err *err)
{
	struct asker *a = ctx;

	(void)rank;
	(void)weight;
	printf("article\t%.*s", (int)r->key.len, r->key.p);
	for (int p = 0; p < PARTS; p++)
		printf("\t%zu", r->part[p].len);
	putchar('\n');
	a->r = r;
	return locate(&a->locator, a->s, r, put_hit, a, err);
}

static enum nx_status put_id(void *ctx, uint64_t rank, double weight,
                             const struct record *r, struct nx_err *err)
{
	(void)ctx;
	(void)rank;
	(void)weight;
	(void)err;
	printf("\t%.*s", (int)r->key.len, r->key.p);
	return NX_OK;
}

static enum nx_status ask(struct index *x, bool intervals, const char *text,
                          struct nx_err *err)
{
	const struct page all = { SORT_INDEX, 0, ANSWER_MOST };
	const struct page best = { SORT_RELEVANCE, 0, ANSWER_MOST };
	const struct page none = { SORT_RELEVANCE, 0, 0 };
	const struct search_options o = { .now = 0,
		                          .intervals = intervals };
	struct asker a = { NULL, LOCATOR_INIT, NULL };
	struct search s;
	uint32_t total;
	enum nx_status st = search_open(&s, x, text, &o, err);

	if (st != NX_OK)
		return st;
	a.s = &s;
	st = search_each(&s, &all, put_article, &a, &total, err);
	if (st == NX_OK)
		st = search_each(&s, &none, put_id, NULL, &total, err);
	if (st == NX_OK) {
		printf("count\t%lu", (unsigned long)total);
		st = search_each(&s, &best, put_id, NULL, &total, err);
		putchar('\n');
	}
	locator_release(&a.locator);
	search_close(&s);
	return st;
}

int main(int argc, char **argv)
{
	bool intervals = argc > 1 && strcmp(argv[1], "-i") == 0;
	struct index *x = NULL;
	struct nx_err err;
	char *line = NULL;
	size_t room = 0;
	ssize_t len;

	if (argc < 2 || argc > 3 || (argc == 3 && !intervals)) {
		fprintf(stderr, "usage: ask [-i] INDEX <QUERIES\n");
		return 2;
	}
	if (index_open(&x, argv[argc - 1], &err) != NX_OK) {
		fprintf(stderr, "ask: %s\n", err.msg);
		return 1;
	}
	while ((len = getline(&line, &room, stdin)) > 0) {
		if (line[len - 1] == '\n')
			line[len - 1] = '\0';
		if (ask(x, intervals, line, &err) != NX_OK)
			printf("error\t%s\n", err.msg);
	}
	free(line);
	index_close(x);
	return 0;
}
