/* glass_help.h - random entries for tables, and databases of them */
#ifndef NEWSIDX_TESTS_UNIT_GLASS_HELP_H
#define NEWSIDX_TESTS_UNIT_GLASS_HELP_H

#include "lib/index/glass.h"
#include "tests/unit/xapian_help.h"

/* Expects st to be NX_OK, with an err in scope. */
#define WELL(call)                                                             \
	do {                                                                   \
		enum nx_status st_ = (call);                                   \
		if (st_ != NX_OK)                                              \
			print_error("%s: %s\n", nx_status_name(st_), err.msg); \
		assert_int_equal(st_, NX_OK);                                  \
	} while (0)

static inline const char *folder(void **state)
{
	return (*(struct scratch **)state)->dir;
}

static uint64_t seed = 20161;

static inline uint32_t any(uint32_t below)
{
	seed = seed * 6364136223846793005u + 1442695040888963407u;
	return (uint32_t)((seed >> 32) * below >> 32);
}

struct entry {
	unsigned char key[GLASS_KEY_MAX];
	size_t klen;
	char *tag;
	size_t tlen;
};

struct entries {
	struct entry *v;
	size_t n;
};

static inline int by_key(const void *x, const void *y)
{
	const struct entry *a = x, *b = y;
	int diff =
		memcmp(a->key, b->key, a->klen < b->klen ? a->klen : b->klen);

	return diff != 0 ? diff : (a->klen > b->klen) - (a->klen < b->klen);
}

/* Bytes of which many are NUL and FF, so that keys share beginnings. */
static inline void any_bytes(void *to, size_t n)
{
	static const unsigned char some[] = { 0, 0xff, 0, 'a', 'b', 0xff };
	unsigned char *p = to;

	for (size_t i = 0; i < n; i++)
		p[i] = any(3) > 0 ? some[any(6)] : (unsigned char)any(256);
}

/* In key order, and no key twice. */
static inline void sort(struct entries *e)
{
	size_t kept = 0;

	qsort(e->v, e->n, sizeof *e->v, by_key);
	for (size_t i = 0; i < e->n; i++) {
		if (kept > 0 && by_key(&e->v[kept - 1], &e->v[i]) == 0)
			free(e->v[i].tag);
		else
			e->v[kept++] = e->v[i];
	}
	e->n = kept;
}

/* Metadata whose names and values have so many bytes. */
static inline struct entries any_metadata(size_t n, uint32_t kmin,
                                          uint32_t kmax, uint32_t tmin,
                                          uint32_t tmax)
{
	struct entries e = { calloc(n + 1, sizeof *e.v), n };

	assert_non_null(e.v);
	for (size_t i = 0; i < n; i++) {
		struct entry *x = &e.v[i];

		x->klen = 2 + kmin + any(kmax - kmin + 1);
		x->key[1] = 0xc0;
		any_bytes(x->key + 2, x->klen - 2);
		x->tlen = tmin + any(tmax - tmin + 1);
		x->tag = malloc(x->tlen + 1);
		assert_non_null(x->tag);
		any_bytes(x->tag, x->tlen);
	}
	sort(&e);
	return e;
}

static inline void entries_free(struct entries *e)
{
	for (size_t i = 0; i < e->n; i++)
		free(e->v[i].tag);
	free(e->v);
}

/* A piece of a table: entries from .. to - 1. */
static inline enum nx_status fill(struct glass_table *t, unsigned piece,
                                  const struct entries *e, size_t from,
                                  size_t to, struct nx_err *err)
{
	enum nx_status st = NX_OK;

	for (size_t i = from; st == NX_OK && i < to; i++)
		st = glass_add(t, piece, e->v[i].key, e->v[i].klen, e->v[i].tag,
		               e->v[i].tlen, false, err);
	return st;
}

/* The table of all entries, of which piece i ends before end[i]. */
static inline struct glass_table *table_of(const char *dir, enum glass_id id,
                                           const struct entries *e,
                                           const size_t *end, unsigned pieces)
{
	struct glass_table *t;
	struct nx_err err;

	WELL(glass_table_new(&t, dir, id, pieces, &err));
	for (unsigned i = 0; i < pieces; i++)
		WELL(fill(t, i, e, i > 0 ? end[i - 1] : 0, end[i], &err));
	WELL(glass_table_finish(t, &err));
	return t;
}

/* Make a database of tables, which are freed. */
static inline void database_of(const char *dir, struct glass_table **t,
                               const struct glass_stats *s)
{
	struct nx_err err;

	WELL(glass_version_write(dir, t, s, &err));
	for (int i = 0; i < GLASS_TABLES; i++)
		glass_table_free(t[i]);
}

static inline enum xap_status print_report(void *ctx, const char *text,
                                           size_t len, struct xap_error *err)
{
	(void)ctx;
	(void)err;
	(void)fwrite(text, 1, len, stderr);
	return XAP_OK;
}

/* libxapian's check finds so many errors. */
static inline void assert_errors(const char *dir, size_t want)
{
	struct xap_error e = { "" };
	size_t errors = 99;

	OK(xap_check(dir, 0, NULL, NULL, &errors, &e));
	if (errors != want)
		(void)xap_check(dir, 0, print_report, NULL, &errors, &e);
	assert_int_equal(errors, want);
}

/* libxapian reads back, in order, the metadata that was written. */
static inline void assert_metadata_is(const char *dir, const struct entries *e)
{
	struct xap_error xe = { "" };
	struct xap_db *db = reader(dir);
	struct xap_terms *it;
	struct xap_str got;

	assert_int_equal(XAP_OK, xap_db_metadata_keys(&it, db, NULL, 0, &xe));
	for (size_t i = 0; i < e->n; i++) {
		const struct entry *x = &e->v[i];

		assert_int_equal(XAP_OK, xap_terms_next(it, &got, &xe));
		assert_int_equal(got.len, x->klen - 2);
		assert_memory_equal(got.data, x->key + 2, got.len);
		assert_int_equal(XAP_OK,
		                 xap_db_metadata(db, (const char *)x->key + 2,
		                                 x->klen - 2, &got, &xe));
		assert_int_equal(got.len, x->tlen);
		assert_memory_equal(got.data, x->tag, got.len);
	}
	assert_int_equal(XAP_END, xap_terms_next(it, &got, &xe));
	xap_terms_free(it);
	xap_db_close(db);
}

#endif
