#include "query/hitlist.h"

#include "lib/base/progress.h"
#include "query/output.h"

void hit_list_release(struct hit_list *l)
{
	locator_release(&l->locator);
}

static enum nx_status add(void *ctx, const struct hit *h, struct nx_err *err)
{
	struct hit_list *l = ctx;
	uint64_t at = l->seen;

	(void)err;
	if (!l->count && at >= l->first && at - l->first >= l->max) {
		l->cut = true;
		return NX_END;
	}
	l->seen++;
	if (l->count || at < l->first)
		return NX_OK;
	if (l->json) {
		print_hit_json(stdout, l->r, h);
	} else {
		if (!l->headed)
			print_heading(stdout, l->r, l->color);
		l->headed = true;
		print_hit(stdout, l->r, h, l->color);
	}
	return ferror(stdout) ? NX_END : NX_OK;
}

enum nx_status hit_list_article(void *ctx, uint64_t rank, double weight,
                                const struct record *r, struct nx_err *err)
{
	struct hit_list *l = ctx;
	uint64_t before = l->seen;
	enum nx_status st;

	(void)rank;
	(void)weight;
	l->r = r;
	l->headed = false;
	st = locate(&l->locator, l->s, r, add, l, err);
	if (l->seen > before)
		l->articles++;
	if (l->headed)
		putchar('\n');
	return st;
}

void hit_list_total(const struct hit_list *l)
{
	char hits[PROGRESS_TEXT], articles[PROGRESS_TEXT];

	if (l->count) {
		printf("%llu\n", (unsigned long long)l->seen);
		return;
	}
	if (l->json)
		return;
	printf("%s hit%s in %s article%s%s.\n", text_count(l->seen, hits),
	       l->seen == 1 ? "" : "s", text_count(l->articles, articles),
	       l->articles == 1 ? "" : "s",
	       l->cut ? ", and there are more" : "");
}
