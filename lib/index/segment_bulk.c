/* segment_bulk.c - the bulk writer: libxapian's tables, from memory
 *
 * What libxapian would have written, but for where blocks lie: the tests hold
 * it to the reference writer, entry for entry of libxapian's reading API.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "lib/analysis/analysis.h"
#include "lib/base/file.h"
#include "lib/base/mem.h"
#include "lib/base/tasks.h"
#include "lib/index/bulk.h"
#include "lib/index/column_row.h"
#include "lib/index/posrare.h"

/* Ranges of terms for each thread: several, so that none waits long for the
 * last one. */
#define RANGES_EACH 4
/* Fewer terms than this are not worth dividing. */
#define RANGE_TERMS 2000

static enum nx_status bulk_add(struct segment_writer *w, unsigned thread,
                               uint32_t docid, const struct doc *d,
                               struct nx_err *err)
{
	struct bulk_writer *b = (struct bulk_writer *)w;
	struct bulk_thread *t = &b->thread[thread];
	enum nx_status st = packer_pack(t->packer, d->record, &t->data, err);

	if (st == NX_OK)
		st = inverter_add(t->inverter, docid, d, t->data.p,
		                  t->data.len, err);
	if (st == NX_OK)
		languages_count(&t->languages, d->record->language);
	return st;
}

/* Bytes that a segment without an article takes, of each thread. */
#define THREAD_BYTES ((size_t)2 << 20)

static size_t bulk_memory(const struct segment_writer *w)
{
	const struct bulk_writer *b = (const struct bulk_writer *)w;
	size_t sum = b->threads * THREAD_BYTES;

	for (unsigned t = 0; t < b->threads; t++)
		sum += inverter_memory(b->thread[t].inverter);
	return sum;
}

/* ---- finishing: what is done before -------------------------------------- */

enum nx_status bulk_put_metadata(struct bulk_writer *b, unsigned piece,
                                 const void *name, size_t name_len,
                                 const void *value, size_t len,
                                 struct buf *key, struct nx_err *err)
{
	buf_set(key, "\0\xc0", 2);
	buf_add(key, name, name_len);
	return glass_add(b->table[GLASS_POSTLIST], piece, key->p, key->len,
	                 value, len, false, err);
}

/* The articles of all threads, by docid. */
static void merge_docs(struct bulk_writer *b)
{
	size_t *at = nx_zalloc(b->threads * sizeof *at), all = 0, n;

	for (unsigned t = 0; t < b->threads; t++) {
		(void)inverter_docs(b->thread[t].inverter, &n);
		all += n;
	}
	b->doc = nx_alloc(all * sizeof *b->doc + 1);
	while (b->n_doc < all) {
		const struct inverted_doc *first = NULL;
		unsigned of = 0;

		for (unsigned t = 0; t < b->threads; t++) {
			const struct inverted_doc *d =
			        inverter_docs(b->thread[t].inverter, &n);

			if (at[t] < n && (first == NULL ||
			                  d[at[t]].docid < first->docid)) {
				first = &d[at[t]];
				of = t;
			}
		}
		at[of]++;
		b->doc[b->n_doc++] = first;
	}
	free(at);
}

static enum nx_status sort_terms(void *ctx, size_t i, struct nx_err *err)
{
	struct bulk_writer *b = ctx;

	(void)err;
	inverter_sort(b->thread[i].inverter);
	return NX_OK;
}

static void choose_families(struct bulk_writer *b)
{
	struct languages all = { .n = 0 };

	for (unsigned t = 0; t < b->threads; t++)
		languages_merge(&all, &b->thread[t].languages);
	if (b->language == NULL)
		b->language = nx_strdup(languages_main(&all));
	b->n_families = languages_families(&all, b->language, b->families);
}

static void choose_ranges(struct bulk_writer *b)
{
	size_t terms = 0;

	for (unsigned t = 0; t < b->threads; t++)
		terms += inverter_terms(b->thread[t].inverter);
	b->ranges = b->threads > 1 ? (size_t)b->threads * RANGES_EACH : 1;
	if (b->ranges > terms / RANGE_TERMS + 1)
		b->ranges = terms / RANGE_TERMS + 1;
	b->range = nx_zalloc(b->ranges * sizeof *b->range);
}

/* What is read one by one, or by glass_read.h, may be cut. */
static void choose_what_is_cut(struct bulk_writer *b)
{
	glass_piece_fill(b->table[GLASS_DOCDATA], 0);
	glass_piece_fill(b->table[GLASS_TERMLIST], 0);
	for (size_t r = 0; r < b->ranges; r++)
		glass_piece_fill(b->table[GLASS_POSTLIST], piece_blocks(r));
	glass_piece_fill(b->table[GLASS_POSTLIST], piece_rare(b));
}

static enum nx_status open_tables(struct bulk_writer *b, struct nx_err *err)
{
	enum nx_status st = NX_OK;

	for (int i = 0; st == NX_OK && i < GLASS_TABLES; i++) {
		unsigned n = 1;

		if (i == GLASS_POSTLIST)
			n = pieces(b);
		if (i == GLASS_POSITION)
			n = (unsigned)b->ranges;
		st = glass_table_new(&b->table[i], b->dir, (enum glass_id)i, n,
		                     err);
		if (st == NX_OK)
			glass_table_stop(b->table[i], b->stop);
	}
	if (st == NX_OK)
		choose_what_is_cut(b);
	return st;
}

/* ---- finishing: the tasks ------------------------------------------------ */

struct metadata_task {
	struct bulk_writer *b;
	struct buf key;
	enum nx_status st;
	struct nx_err *err;
};

static void put_name(struct metadata_task *k, const char *name,
                     const void *value, size_t len)
{
	if (k->st == NX_OK && len > 0)
		k->st = bulk_put_metadata(k->b, piece_names(), name,
		                          strlen(name), value, len, &k->key,
		                          k->err);
}

static void put_number(struct metadata_task *k, const char *name, int value)
{
	char number[16];

	(void)snprintf(number, sizeof number, "%d", value);
	put_name(k, name, number, strlen(number));
}

static struct column_row get_columns(const void *ctx, size_t i)
{
	const struct metadata_task *k = ctx;
	const struct inverted_doc *d = k->b->doc[i];

	return (struct column_row){ d->docid, d->columns, d->columns_len };
}

static enum nx_status put_columns(void *ctx, const struct buf *name,
                                  const struct buf *value, struct nx_err *err)
{
	struct metadata_task *k = ctx;

	return bulk_put_metadata(k->b, piece_names(), name->p, name->len,
	                         value->p, value->len, &k->key, err);
}

/* In the order of their names. */
static enum nx_status write_names(struct bulk_writer *b, struct nx_err *err)
{
	struct metadata_task k = { b, BUF_INIT, NX_OK, err };
	struct buf list = BUF_INIT, rare = BUF_INIT;
	const char *form = positions_name(b->positions);
	const void *dict;
	char name[64];
	uint32_t id;
	size_t len;

	k.st = columns_write(get_columns, put_columns, &k, b->n_doc, err);
	put_number(&k, META_ANALYSIS, ANALYSIS_VERSION);
	if (dictionary_get(b->dictionary, &id, &dict, &len)) {
		(void)snprintf(name, sizeof name, META_DICTIONARY "%" PRIu32,
		               id);
		put_name(&k, name, dict, len);
	}
	put_number(&k, META_FORMAT, INDEX_FORMAT);
	put_name(&k, META_LANGUAGE, b->language, strlen(b->language));
	languages_list(b->families, b->n_families, &list);
	put_name(&k, META_LANGUAGES, list.p, list.len);
	put_name(&k, META_POSITIONS, form, strlen(form));
	if (b->rare_most > 0) {
		posrare_range(b->doc[0]->docid, b->doc[b->n_doc - 1]->docid,
		              &rare, &list);
		put_name(&k, rare.p, list.p, list.len);
	}
	buf_release(&k.key);
	buf_release(&list);
	buf_release(&rare);
	return k.st;
}

/* Largest first, so that the threads end at about the same time. */
static enum nx_status first_tasks(void *ctx, size_t i, struct nx_err *err)
{
	struct bulk_writer *b = ctx;

	switch (i) {
	case 0:
		return bulk_write_data(b, err);
	case 1:
		return b->termlists
		               ? bulk_write_termlists(b->doc, b->n_doc,
		                                      b->table[GLASS_TERMLIST],
		                                      err)
		               : NX_OK;
	case 2:
		return bulk_write_values(b, err);
	case 3:
		return write_names(b, err);
	default:
		return bulk_write_terms(b, i - 4, err);
	}
}

static enum nx_status finish_table(void *ctx, size_t i, struct nx_err *err)
{
	struct bulk_writer *b = ctx;
	enum nx_status st = NX_OK;

	if (i == GLASS_SYNONYM)
		st = bulk_write_families(b, err);
	if (i == GLASS_POSTLIST)
		st = bulk_write_rare(b, err);
	return st == NX_OK ? glass_table_finish(b->table[i], err) : st;
}

/* ---- finishing: what is done after --------------------------------------- */

static void statistics(const struct bulk_writer *b, struct glass_stats *s)
{
	memset(s, 0, sizeof *s);
	s->documents = (uint32_t)b->n_doc;
	if (b->n_doc > 0)
		s->last_docid = b->doc[b->n_doc - 1]->docid;
	for (size_t i = 0; i < b->n_doc; i++) {
		uint32_t n = b->doc[i]->length;

		if (n > 0 && (s->length_min == 0 || n < s->length_min))
			s->length_min = n;
		if (n > s->length_max)
			s->length_max = n;
		s->total_length += n;
	}
	for (size_t r = 0; r < b->ranges; r++)
		if (b->range[r].wdf_max > s->wdf_max)
			s->wdf_max = b->range[r].wdf_max;
}

static enum nx_status bulk_finish(struct segment_writer *w, struct nx_err *err)
{
	struct bulk_writer *b = (struct bulk_writer *)w;
	struct glass_stats s;
	enum nx_status st;

	if (mkdir(b->dir, 0777) != 0)
		return nx_fail_errno(err, "cannot create %s", b->dir);
	merge_docs(b);
	choose_families(b);
	if (b->positions == POSITIONS_BLOCKS)
		b->rare_most = posrare_most(b->n_doc);
	st = tasks_run(b->threads, b->threads, sort_terms, b, err);
	if (st != NX_OK)
		return st;
	choose_ranges(b);
	bulk_cut(b);
	st = open_tables(b, err);
	if (st == NX_OK)
		st = tasks_run(b->threads, 4 + b->ranges, first_tasks, b, err);
	if (st == NX_OK)
		st = tasks_run(b->threads, GLASS_TABLES, finish_table, b, err);
	if (st != NX_OK)
		return st;
	statistics(b, &s);
	return glass_version_write(b->dir, b->table, &s, err);
}

/* ---- life ---------------------------------------------------------------- */

static void free_finishing(struct bulk_writer *b)
{
	for (int i = 0; i < GLASS_TABLES; i++)
		glass_table_free(b->table[i]);
	for (size_t r = 0; b->range != NULL && r < b->ranges; r++) {
		rare_release(&b->range[r].rare);
		for (size_t i = 0; i < FAMILIES_MAX; i++)
			families_release(&b->range[r].of[i]);
	}
	free(b->range);
	free(b->cut);
	free(b->doc);
}

static void bulk_free(struct segment_writer *w)
{
	struct bulk_writer *b = (struct bulk_writer *)w;

	free_finishing(b);
	for (unsigned t = 0; t < b->threads; t++) {
		inverter_free(b->thread[t].inverter);
		packer_free(b->thread[t].packer);
		buf_release(&b->thread[t].data);
	}
	free(b->thread);
	dictionary_free(b->dictionary);
	free(b->dir);
	free(b->language);
	free(b);
}

static const struct segment_writer_ops bulk_ops = {
	.add = bulk_add,
	.memory = bulk_memory,
	.finish = bulk_finish,
	.free = bulk_free,
};

enum nx_status segment_writer_new_bulk(struct segment_writer **out,
                                       const struct segment_options *o,
                                       struct nx_err *err)
{
	enum nx_status st = glass_known(err);
	struct bulk_writer *b;

	*out = NULL;
	if (st != NX_OK)
		return st;
	b = nx_zalloc(sizeof *b);
	b->base.ops = &bulk_ops;
	b->dir = nx_strdup(o->dir);
	b->language = o->language != NULL ? nx_strdup(o->language) : NULL;
	b->positions = o->positions;
	b->termlists = o->termlists;
	b->stop = o->stop;
	b->dictionary = dictionary_new();
	b->threads = o->threads > 0 ? o->threads : 1;
	b->thread = nx_zalloc(b->threads * sizeof *b->thread);
	for (unsigned t = 0; t < b->threads; t++) {
		b->thread[t].inverter = inverter_new(o->termlists);
		b->thread[t].packer = packer_new(b->dictionary);
	}
	*out = &b->base;
	return NX_OK;
}
