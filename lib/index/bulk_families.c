/* bulk_families.c - word families of the bulk writer: the synonym table */
#include <stdlib.h>
#include <string.h>

#include "lib/base/mem.h"
#include "lib/index/bulk.h"
#include "lib/index/xap.h"

/* In the tag of a key each synonym stands behind its length, which is so
 * disguised (xapian-core 1.4, backends/glass/glass_synonym.cc). */
#define LENGTH_MAGIC 96

void families_release(struct families *f)
{
	free(f->v);
	buf_release(&f->stems);
}

enum nx_status family_finder_init(struct family_finder *k,
                                  const struct bulk_writer *b, size_t range,
                                  struct nx_err *err)
{
	struct xap_error xe;
	enum xap_status xs = XAP_OK;

	*k = (struct family_finder){ .b = b, .of = b->range[range].of };
	for (size_t i = 0; xs == XAP_OK && i < b->n_families; i++)
		xs = xap_stem_new(&k->stemmer[i], b->families[i]->stemmer, &xe);
	return nx_from_xap(err, xs, &xe, "stemming");
}

void family_finder_release(struct family_finder *k)
{
	for (size_t i = 0; i < FAMILIES_MAX; i++)
		xap_stem_free(k->stemmer[i]);
	buf_release(&k->key);
}

enum nx_status family_finder_add(struct family_finder *k, struct slice term,
                                 struct nx_err *err)
{
	enum nx_status st = NX_OK;

	for (size_t i = 0; st == NX_OK && i < k->b->n_families; i++) {
		struct families *f = &k->of[i];
		bool listed;

		st = family_of(k->b->families[i], k->stemmer[i], term, &k->key,
		               &listed, err);
		if (st != NX_OK || !listed)
			continue;
		f->v = NX_GROW(f->v, f->n, &f->cap);
		f->v[f->n++] = (struct family){
			.word = term,
			.stem = (uint32_t)f->stems.len,
			.stem_len = (uint32_t)k->key.len,
		};
		buf_add(&f->stems, k->key.p, k->key.len);
	}
	return st;
}

/* ---- writing ------------------------------------------------------------- */

/* The families of one language, of all ranges. */
struct all_families {
	const struct family *v;
	const char **stems; /* of each, where its key is */
};

static struct slice key_of(const void *ctx, uint32_t i)
{
	const struct all_families *a = ctx;

	return (struct slice){ a->stems[i], a->v[i].stem_len };
}

static enum nx_status put_families(struct bulk_writer *b,
                                   const struct all_families *a,
                                   const struct term_ref *ref, size_t n,
                                   struct nx_err *err)
{
	struct buf tag = BUF_INIT;
	enum nx_status st = NX_OK;

	for (size_t i = 0; st == NX_OK && i < n;) {
		struct slice key = key_of(a, ref[i].term);

		buf_clear(&tag);
		for (; i < n && term_compare(key, key_of(a, ref[i].term)) == 0;
		     i++) {
			struct slice w = a->v[ref[i].term].word;

			buf_addc(&tag, (char)(w.len ^ LENGTH_MAGIC));
			buf_add(&tag, w.p, w.len);
		}
		st = glass_add(b->table[GLASS_SYNONYM], 0, key.p, key.len,
		               tag.p, tag.len, false, err);
	}
	buf_release(&tag);
	return st;
}

/* All keys of a language begin alike; what comes behind that is sorted by. */
static enum nx_status sort_and_put(struct bulk_writer *b,
                                   const struct all_families *a, size_t n,
                                   size_t prefix, struct nx_err *err)
{
	struct term_ref *ref = nx_alloc(2 * n * sizeof *ref + 1);
	enum nx_status st;

	for (size_t i = 0; i < n; i++)
		ref[i] = (struct term_ref){
			term_key(a->stems[i] + prefix,
			         a->v[i].stem_len - prefix),
			(uint32_t)i,
		};
	/* Stable, so words of a family stay in order. */
	term_sort(ref, ref + n, n, key_of, a);
	st = put_families(b, a, ref, n, err);
	free(ref);
	return st;
}

static enum nx_status write_language(struct bulk_writer *b, size_t l,
                                     struct nx_err *err)
{
	struct family *v;
	struct all_families a;
	struct buf prefix = BUF_INIT;
	size_t n = 0;
	enum nx_status st;

	for (size_t r = 0; r < b->ranges; r++)
		n += b->range[r].of[l].n;
	v = nx_alloc(n * sizeof *v + 1);
	a.stems = nx_alloc(n * sizeof *a.stems + 1);
	n = 0;
	for (size_t r = 0; r < b->ranges; r++) {
		const struct families *f = &b->range[r].of[l];

		for (size_t i = 0; i < f->n; i++) {
			v[n] = f->v[i];
			a.stems[n++] = f->stems.p + f->v[i].stem;
		}
	}
	a.v = v;
	family_key(b->families[l], "", 0, &prefix);
	st = sort_and_put(b, &a, n, prefix.len, err);
	buf_release(&prefix);
	free(v);
	free(a.stems);
	return st;
}

/* The numbers of the languages, in the order of their codes. */
static void by_code(const struct bulk_writer *b, size_t order[FAMILIES_MAX])
{
	for (size_t i = 0; i < b->n_families; i++) {
		size_t at = i;

		for (; at > 0 && strcmp(b->families[order[at - 1]]->code,
		                        b->families[i]->code) > 0;
		     at--)
			order[at] = order[at - 1];
		order[at] = i;
	}
}

enum nx_status bulk_write_families(struct bulk_writer *b, struct nx_err *err)
{
	size_t order[FAMILIES_MAX];
	enum nx_status st = NX_OK;

	by_code(b, order);
	for (size_t i = 0; st == NX_OK && i < b->n_families; i++)
		st = write_language(b, order[i], err);
	return st;
}
