/* A whole database of tables written by glass.h is what libxapian makes of the
 * same documents, and libxapian goes on with it as its own. */
#include "lib/base/mem.h"
#include "tests/unit/dump_help.h"
#include "tests/unit/glass_help.h"

/* See test_xapian_upkeep.c: of no consequence. */
__attribute__((visibility("default"))) const char *__asan_default_options(void);
const char *__asan_default_options(void)
{
	return "new_delete_type_mismatch=0";
}

#define TERMS 2500
#define DOCS 800
#define CHUNK 2000

/* A term in a document. */
struct occurrence {
	const struct entry *term;
	uint32_t docid, wdf, n;
	uint32_t *pos;
};

struct corpus {
	struct entries terms; /* the keys; no tags */
	uint32_t docid[DOCS], length[DOCS];
	struct buf data[DOCS];
	struct occurrence *v; /* by docid and term */
	size_t n, cap;
};

/* ---- what is in it ---- */

static int by_term(const void *x, const void *y)
{
	const struct occurrence *a = x, *b = y;

	if (a->term != b->term)
		return a->term < b->term ? -1 : 1;
	return (a->docid > b->docid) - (a->docid < b->docid);
}

static int by_docid(const void *x, const void *y)
{
	const struct occurrence *a = x, *b = y;

	if (a->docid != b->docid)
		return a->docid < b->docid ? -1 : 1;
	return by_term(x, y);
}

/* Many at few places or few at many, and now and then at the last there is. */
static void any_positions(struct occurrence *o)
{
	uint32_t at = 0, step = 1 + any(any(3) > 0 ? 20 : 100000);

	o->n = any(3) > 0 ? any(4) : any(200);
	o->pos = calloc(o->n + 1, sizeof *o->pos);
	assert_non_null(o->pos);
	for (uint32_t i = 0; i < o->n; i++)
		o->pos[i] = at += 1 + any(step);
	if (o->n > 0 && any(50) == 0)
		o->pos[o->n - 1] = UINT32_MAX - 1;
	o->wdf = o->n + (any(3) == 0 ? any(300) : 0);
}

static void any_document(struct corpus *c, size_t d)
{
	const size_t from = c->n, want = any(20) > 0 ? any(60) : any(600);

	c->docid[d] = (d > 0 ? c->docid[d - 1] : 0) + 1 +
	              (any(9) == 0 ? any(9000) : 0);
	/* One at least: libxapian cannot tell the terms of one that has none.
	 */
	for (size_t i = 0; i <= want; i++) {
		size_t t = any(any((uint32_t)c->terms.n) + 1);
		bool twice = false;

		for (size_t j = from; j < c->n; j++)
			twice = twice || c->v[j].term == &c->terms.v[t];
		if (twice)
			continue;
		c->v = NX_GROW(c->v, c->n, &c->cap);
		c->v[c->n] = (struct occurrence){ .term = &c->terms.v[t],
			                          .docid = c->docid[d] };
		any_positions(&c->v[c->n]);
		c->length[d] += c->v[c->n++].wdf;
	}
	c->data[d] = (struct buf)BUF_INIT;
	c->data[d].len = any(3000) / (1 + any(9));
	(void)buf_room(&c->data[d], 0);
	any_bytes(c->data[d].p, c->data[d].len);
}

static struct corpus *any_corpus(void)
{
	struct corpus *c = calloc(1, sizeof *c);

	assert_non_null(c);
	c->terms = any_metadata(TERMS, 0, 90, 0, 0);
	for (size_t i = 0; i < c->terms.n; i++) {
		struct entry *x = &c->terms.v[i];

		memmove(x->key, x->key + 2, x->klen -= 2);
	}
	/* The one without a name. */
	assert_int_equal(c->terms.v[0].klen, 0);
	c->terms.v[0].klen = 1;
	sort(&c->terms);
	for (size_t d = 0; d < DOCS; d++)
		any_document(c, d);
	qsort(c->v, c->n, sizeof *c->v, by_docid);
	return c;
}

static void corpus_free(struct corpus *c)
{
	for (size_t d = 0; d < DOCS; d++)
		buf_release(&c->data[d]);
	for (size_t i = 0; i < c->n; i++)
		free(c->v[i].pos);
	entries_free(&c->terms);
	free(c->v);
	free(c);
}

/* ---- as libxapian writes it ---- */

static void by_libxapian(const char *dir, const struct corpus *c)
{
	struct xap_writer *w = writer(dir);
	struct xap_error e = { "" };
	struct xap_doc *doc;
	size_t at = 0;

	OK(xap_doc_new(&doc, &e));
	for (size_t d = 0; d < DOCS; d++) {
		OK(xap_doc_clear(doc, &e));
		for (; at < c->n && c->v[at].docid == c->docid[d]; at++) {
			const struct occurrence *o = &c->v[at];
			const char *t = (const char *)o->term->key;

			OK(xap_doc_add_term(doc, t, o->term->klen,
			                    o->wdf - o->n, &e));
			for (uint32_t i = 0; i < o->n; i++)
				OK(xap_doc_add_posting(doc, t, o->term->klen,
				                       o->pos[i], 1, &e));
		}
		OK(xap_doc_set_data(doc, c->data[d].p, c->data[d].len, &e));
		OK(xap_writer_replace(w, c->docid[d], doc, &e));
	}
	OK(xap_writer_set_metadata(w, "who", 3, "newsidx", 7, &e));
	OK(xap_writer_add_synonym(w, "boat", 4, "ship", 4, &e));
	OK(xap_writer_add_synonym(w, "boat", 4, "ferry", 5, &e));
	OK(xap_writer_commit(w, &e));
	xap_writer_close(w);
	xap_doc_free(doc);
}

/* ---- as tables ---- */

/* What a table is filled with. */
struct filling {
	struct glass_table *t;
	struct buf key, tag, chunk;
};

static struct filling filling_of(const char *dir, enum glass_id id,
                                 unsigned pieces)
{
	struct filling f = { NULL, BUF_INIT, BUF_INIT, BUF_INIT };
	struct nx_err err;

	WELL(glass_table_new(&f.t, dir, id, pieces, &err));
	return f;
}

/* Add what was put together, unless it is to be added later. */
static void put(struct filling *f, unsigned piece)
{
	struct nx_err err;

	WELL(glass_add(f->t, piece, f->key.p, f->key.len, f->tag.p, f->tag.len,
	               false, &err));
	buf_clear(&f->key);
	buf_clear(&f->tag);
}

static struct glass_table *filled(struct filling *f)
{
	struct nx_err err;

	WELL(glass_table_finish(f->t, &err));
	buf_release(&f->key);
	buf_release(&f->tag);
	buf_release(&f->chunk);
	return f->t;
}

/* Postings of a term, or without one the lengths of all documents. */
static void add_postings(struct filling *f, unsigned piece,
                         const struct entry *term, const uint32_t *docid,
                         const uint32_t *wdf, size_t n)
{
	uint64_t total = 0;

	for (size_t i = 0; i < n; i++)
		total += wdf[i];
	for (size_t i = 0, first = 0; i < n; first = i) {
		buf_clear(&f->chunk);
		glass_uint(&f->chunk, wdf[i++]);
		for (; i < n && f->chunk.len < CHUNK; i++) {
			glass_uint(&f->chunk, docid[i] - docid[i - 1] - 1);
			glass_uint(&f->chunk, wdf[i]);
		}
		if (term != NULL)
			glass_sortstr(&f->key, term->key, term->klen,
			              first == 0);
		else
			buf_add(&f->key, "\0\xe0", 2);
		if (first > 0) {
			glass_sortuint(&f->key, docid[first]);
		} else {
			glass_uint(&f->tag, term != NULL ? n : 0);
			glass_uint(&f->tag, term != NULL ? total : 0);
			glass_uint(&f->tag, docid[0] - 1);
		}
		buf_addc(&f->tag, i == n ? '1' : '0');
		glass_uint(&f->tag, docid[i - 1] - docid[first]);
		buf_add(&f->tag, f->chunk.p, f->chunk.len);
		put(f, piece);
	}
}

/* The first piece has what is of no term, the others half of the terms each. */
static void add_terms(const char *dir, struct corpus *c, struct glass_table **t)
{
	struct filling post = filling_of(dir, GLASS_POSTLIST, 3);
	struct filling pos = filling_of(dir, GLASS_POSITION, 2);
	uint32_t docid[DOCS], wdf[DOCS];
	size_t n = 0;

	buf_add(&post.key, "\0\xc0who", 5);
	buf_add(&post.tag, "newsidx", 7);
	put(&post, 0);
	add_postings(&post, 0, NULL, c->docid, c->length, DOCS);
	qsort(c->v, c->n, sizeof *c->v, by_term);
	for (size_t i = 0; i < c->n; i++) {
		const struct occurrence *o = &c->v[i];
		unsigned half = i < c->n / 2 ? 0 : 1;

		docid[n] = o->docid;
		wdf[n++] = o->wdf;
		if (o->n > 0) {
			glass_sortstr(&pos.key, o->term->key, o->term->klen,
			              false);
			glass_sortuint(&pos.key, o->docid);
			glass_positions(&pos.tag, o->pos, o->n);
			put(&pos, half);
		}
		if (i + 1 < c->n && o[1].term == o->term)
			continue;
		add_postings(&post, 1 + half, o->term, docid, wdf, n);
		n = 0;
	}
	t[GLASS_POSTLIST] = filled(&post);
	t[GLASS_POSITION] = filled(&pos);
}

/* A term of a term list, behind the one before it or the first. */
static void add_term(struct buf *b, const struct occurrence *o, bool first)
{
	const struct entry *term = o->term, *prev = first ? NULL : o[-1].term;
	size_t reuse = 0, packed;

	while (prev != NULL && reuse < prev->klen && reuse < term->klen &&
	       prev->key[reuse] == term->key[reuse])
		reuse++;
	packed = prev == NULL || o->wdf >= 127
	                 ? 256
	                 : (o->wdf + 1) * (prev->klen + 1) + reuse;
	if (prev != NULL)
		buf_addc(b, (char)(packed < 256 ? packed : reuse));
	buf_addc(b, (char)(term->klen - reuse));
	buf_add(b, term->key + reuse, term->klen - reuse);
	if (packed >= 256)
		glass_uint(b, o->wdf);
}

static void add_documents(const char *dir, struct corpus *c,
                          struct glass_table **t)
{
	struct filling terms = filling_of(dir, GLASS_TERMLIST, 1);
	struct filling data = filling_of(dir, GLASS_DOCDATA, 1);
	size_t at = 0, end = 0;

	qsort(c->v, c->n, sizeof *c->v, by_docid);
	for (size_t d = 0; d < DOCS; d++, at = end) {
		while (end < c->n && c->v[end].docid == c->docid[d])
			end++;
		if (c->data[d].len > 0) {
			glass_sortuint(&data.key, c->docid[d]);
			buf_add(&data.tag, c->data[d].p, c->data[d].len);
			put(&data, 0);
		}
		if (end == at)
			continue;
		glass_sortuint(&terms.key, c->docid[d]);
		glass_uint(&terms.tag, c->length[d]);
		glass_uint(&terms.tag, end - at);
		for (size_t i = at; i < end; i++)
			add_term(&terms.tag, &c->v[i], i == at);
		put(&terms, 0);
	}
	t[GLASS_TERMLIST] = filled(&terms);
	t[GLASS_DOCDATA] = filled(&data);
}

static struct glass_stats stats_of(const struct corpus *c)
{
	struct glass_stats s = { DOCS, c->docid[DOCS - 1], 0, 0, 0, 0, 0 };

	for (size_t i = 0; i < c->n; i++)
		if (c->v[i].wdf > s.wdf_max)
			s.wdf_max = c->v[i].wdf;
	for (size_t d = 0; d < DOCS; d++) {
		uint32_t l = c->length[d];

		s.total_length += l;
		if (l > s.length_max)
			s.length_max = l;
		if (l > 0 && (s.length_min == 0 || l < s.length_min))
			s.length_min = l;
	}
	return s;
}

static void by_tables(const char *dir, struct corpus *c)
{
	struct glass_table *t[GLASS_TABLES] = { NULL };
	const struct glass_stats s = stats_of(c);
	struct filling words;

	assert_int_equal(mkdir(dir, 0777), 0);
	add_terms(dir, c, t);
	add_documents(dir, c, t);
	words = filling_of(dir, GLASS_SYNONYM, 1);
	buf_adds(&words.key, "boat");
	buf_addc(&words.tag, 5 ^ 96);
	buf_adds(&words.tag, "ferry");
	buf_addc(&words.tag, 4 ^ 96);
	buf_adds(&words.tag, "ship");
	put(&words, 0);
	t[GLASS_SYNONYM] = filled(&words);
	database_of(dir, t, &s);
}

/* ---- the two side by side ---- */

static char *dump_of(const char *dir)
{
	const struct dump_options raw = { .raw = true };
	struct dumper d;

	return dump_text(dir, &raw, &d);
}

static void assert_same(const char *a, const char *b)
{
	char *x = dump_of(a), *y = dump_of(b);
	size_t i = 0;

	while (x[i] == y[i] && x[i] != '\0')
		i++;
	if (x[i] != y[i])
		print_error("%.*s\n-- but --\n%.*s\n", 200, x + i, 200, y + i);
	assert_true(x[i] == y[i]);
	assert_true(i > 100000);
	free(x);
	free(y);
	assert_errors(a, 0);
	assert_errors(b, 0);
}

/* Delete every third document, replace every third, and add some. */
static void change(const char *dir, const struct corpus *c)
{
	struct xap_writer *w = writer(dir);
	struct xap_doc *doc = doc_of("ferry strike ferry", "new");
	struct xap_error e = { "" };

	OK(xap_doc_add_term(doc, "\0\xff", 2, 3, &e));
	for (size_t d = 0; d < DOCS; d += 3) {
		OK(xap_writer_delete(w, c->docid[d], &e));
		OK(xap_writer_replace(w, c->docid[d + 1], doc, &e));
	}
	OK(xap_writer_commit(w, &e));
	for (int i = 0; i < 100; i++)
		add(w, "dover ferry harbour", "added");
	OK(xap_writer_commit(w, &e));
	xap_writer_close(w);
	xap_doc_free(doc);
}

static void compact(const char *from, const char *to)
{
	struct xap_db *db = reader(from);
	struct xap_error e = { "" };

	OK(xap_compact(db, to, XAP_COMPACT_FULL | XAP_COMPACT_NO_RENUMBER, 0,
	               NULL, NULL, &e));
	xap_db_close(db);
}

static void test_equal(void **state)
{
	const char *tables = in(*state, "tables"), *own = in(*state, "own");
	const char *small[2] = { in(*state, "small 1"), in(*state, "small 2") };
	struct corpus *c = any_corpus();

	by_libxapian(own, c);
	by_tables(tables, c);
	assert_same(tables, own);
	compact(tables, small[0]);
	assert_same(small[0], own);

	change(own, c);
	change(tables, c);
	assert_same(tables, own);
	compact(tables, small[1]);
	assert_same(small[1], own);
	change(small[0], c);
	assert_same(small[0], own);
	corpus_free(c);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(test_equal),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
