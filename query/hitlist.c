#include "query/hitlist.h"

#include <stdlib.h>

#include "lib/base/progress.h"
#include "query/columns.h"

/* Hits are sorted by so many words beside them, and so many bytes of each. */
#define KEY_WORDS 12
#define KEY_BYTES 40

void hit_list_release(struct hit_list *l)
{
	locator_release(&l->locator);
	sorter_free(l->sorter);
	buf_release(&l->key);
	if (l->line != NULL)
		(void)fclose(l->line);
	free(l->text);
}

static FILE *out_of(const struct hit_list *l)
{
	return l->out != NULL ? l->out : stdout;
}

static void print(struct hit_list *l, FILE *out, const struct hit *h)
{
	const struct row row = {
		.kind = ROW_HIT, .r = l->r, .h = h, .columns = l->columns
	};

	switch (l->form) {
	case HIT_COUNT:
		break;
	case HIT_LINES:
		if (!l->headed)
			print_heading(out, l->r, &l->look);
		l->headed = true;
		print_hit(out, l->r, h, &l->look);
		break;
	case HIT_JSON:
		print_hit_json(out, l->r, h);
		break;
	case HIT_CSV:
		csv_row(out, &row);
		break;
	case HIT_TEMPLATE:
		template_print(out, l->template, &row);
		break;
	case HIT_KWIC:
		print_kwic(out, &row, l->ids, &l->look);
		break;
	case HIT_KWIC_JSON:
		print_kwic_json(out, &row);
		break;
	case HIT_PUT:
		l->put(l->put_ctx, out, &row, l->number);
		break;
	}
}

/* ---- sorting ------------------------------------------------------------ */

static bool add_word(struct buf *key, const struct hit *h, uint32_t pos)
{
	size_t len;
	const char *form = occurrences_form(h->words, pos, &len);

	if (form == NULL)
		return false;
	buf_add(key, form, len < KEY_BYTES ? len : KEY_BYTES);
	/* Less than any character: a word before those that go on. */
	buf_addc(key, '\1');
	return true;
}

static void make_key(struct buf *key, const struct hit *h, enum hit_order order)
{
	bool left = order == HITS_BY_LEFT;

	buf_clear(key);
	for (uint32_t i = 1; i <= KEY_WORDS; i++)
		if (!add_word(key, h, left ? h->first - i : h->last + i))
			break;
	/* Then by itself. */
	buf_addc(key, '\0');
	for (uint32_t i = h->first; i <= h->last && i - h->first < KEY_WORDS;
	     i++)
		(void)add_word(key, h, i);
}

static enum nx_status keep(struct hit_list *l, const struct hit *h,
                           struct nx_err *err)
{
	if (l->sorter == NULL)
		l->sorter = sorter_new(LIMIT_SORT_MEMORY);
	if (l->line == NULL)
		l->line = open_memstream(&l->text, &l->len);
	if (l->line == NULL)
		return nx_fail(err, NX_NOMEM, "out of memory");
	rewind(l->line);
	print(l, l->line, h);
	if (fflush(l->line) != 0)
		return nx_fail(err, NX_NOMEM, "out of memory");
	make_key(&l->key, h, l->order);
	return sorter_add(l->sorter, l->key.p, l->key.len, l->text,
	                  (size_t)ftell(l->line), err);
}

static enum nx_status put_sorted(void *ctx, const char *text, size_t len,
                                 struct nx_err *err)
{
	struct hit_list *l = ctx;
	uint64_t at = l->printed++;

	(void)err;
	if (at >= l->first && at - l->first >= l->max) {
		l->cut = true;
		return NX_END;
	}
	if (at >= l->first)
		fwrite(text, 1, len, out_of(l));
	return ferror(out_of(l)) ? NX_END : NX_OK;
}

/* ---- listing ------------------------------------------------------------ */

static void begin(struct hit_list *l)
{
	if (!l->begun && l->form == HIT_CSV)
		csv_header(out_of(l), ROW_HIT);
	l->begun = true;
}

static enum nx_status add(void *ctx, const struct hit *h, struct nx_err *err)
{
	struct hit_list *l = ctx;
	uint64_t at = l->seen;

	l->number++;
	if (l->order != HITS_AS_FOUND) {
		l->seen++;
		return keep(l, h, err);
	}
	if (l->form != HIT_COUNT && at >= l->first && at - l->first >= l->max) {
		l->cut = true;
		return NX_END;
	}
	l->seen++;
	if (l->form == HIT_COUNT || at < l->first)
		return NX_OK;
	begin(l);
	print(l, out_of(l), h);
	return ferror(out_of(l)) ? NX_END : NX_OK;
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
	l->number = 0;
	l->headed = false;
	st = locate(&l->locator, l->s, r, add, l, err);
	if (l->seen > before)
		l->articles++;
	if (l->headed)
		fputc('\n', out_of(l));
	return st;
}

enum nx_status hit_list_finish(struct hit_list *l, struct nx_err *err)
{
	enum nx_status st = NX_OK;

	if (l->form == HIT_COUNT)
		fprintf(out_of(l), "%llu\n", (unsigned long long)l->seen);
	begin(l);
	if (l->sorter != NULL)
		st = sorter_each(l->sorter, put_sorted, l, err);
	return st == NX_END ? NX_OK : st;
}

void hit_list_total(const struct hit_list *l)
{
	char hits[PROGRESS_TEXT], articles[PROGRESS_TEXT];
	bool first = l->cut && l->order == HITS_AS_FOUND;

	fprintf(out_of(l), "%s%s hit%s in %s article%s%s.\n",
	        first ? "The first " : "", text_count(l->seen, hits),
	        l->seen == 1 ? "" : "s", text_count(l->articles, articles),
	        l->articles == 1 ? "" : "s", first ? "; there are more" : "");
}
