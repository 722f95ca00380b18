/* xapian_help.h - small databases for the tests of lib/xapian-c
 *
 * Each test has a scratch folder of its own, which teardown deletes.
 */
#ifndef NEWSIDX_TESTS_UNIT_XAPIAN_HELP_H
#define NEWSIDX_TESTS_UNIT_XAPIAN_HELP_H

#include <ftw.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "lib/xapian-c/xapian-c.h"

struct scratch {
	char *dir;
	char path[16][96];
	int used;
};

/* Expects st to be XAP_OK; call as OK(xap_...(..., &e)) with an e in scope. */
#define OK(call)                                                              \
	do {                                                                  \
		enum xap_status st_ = (call);                                 \
		if (st_ != XAP_OK)                                            \
			print_error("%s: %s\n", xap_status_name(st_), e.msg); \
		assert_int_equal(st_, XAP_OK);                                \
	} while (0)

static inline int scratch_setup(void **state)
{
	struct scratch *s = calloc(1, sizeof *s);

	if (s == NULL)
		return -1;
	*state = s;
	s->dir = strdup("/tmp/test-xapian-XXXXXX");
	return s->dir && mkdtemp(s->dir) ? 0 : -1;
}

static inline int scratch_remove(const char *path, const struct stat *st,
				 int type, struct FTW *at)
{
	(void)st, (void)type, (void)at;
	return remove(path);
}

static inline int scratch_teardown(void **state)
{
	struct scratch *s = *state;
	int rc = nftw(s->dir, scratch_remove, 16, FTW_DEPTH | FTW_PHYS);

	free(s->dir);
	free(s);
	return rc;
}

/* The path of name in the scratch folder; good until teardown. */
static inline const char *in(struct scratch *s, const char *name)
{
	char *p = s->path[s->used++ % 16];

	snprintf(p, sizeof s->path[0], "%s/%s", s->dir, name);
	return p;
}

/* A new document of the words of text, at positions 1, 2, ..., each also with
 * the boolean term "Q<id>". */
static inline struct xap_doc *doc_of(const char *text, const char *id)
{
	struct xap_error e = { "" };
	struct xap_doc *doc;
	xap_pos pos = 0;
	char q[32];

	OK(xap_doc_new(&doc, &e));
	while (*text) {
		size_t n = strcspn(text, " ");

		OK(xap_doc_add_posting(doc, text, n, ++pos, 1, &e));
		text += n + strspn(text + n, " ");
	}
	if (id != NULL) {
		int n = snprintf(q, sizeof q, "Q%s", id);

		OK(xap_doc_add_term(doc, q, (size_t)n, 0, &e));
		OK(xap_doc_set_data(doc, id, strlen(id), &e));
	}
	return doc;
}

static inline struct xap_writer *writer(const char *path)
{
	struct xap_error e = { "" };
	struct xap_writer *w;

	OK(xap_writer_open(&w, path, XAP_CREATE_OR_OPEN | XAP_NO_SYNC, 0, &e));
	return w;
}

static inline xap_docid add(struct xap_writer *w, const char *text,
			    const char *id)
{
	struct xap_error e = { "" };
	struct xap_doc *doc = doc_of(text, id);
	xap_docid did = 0;

	OK(xap_writer_add(w, doc, &did, &e));
	xap_doc_free(doc);
	return did;
}

/* A database of the n texts, with the ids "1", "2", ... */
static inline void build(const char *path, const char *const *text, size_t n)
{
	struct xap_error e = { "" };
	struct xap_writer *w = writer(path);
	char id[32];

	for (size_t i = 0; i < n; i++) {
		snprintf(id, sizeof id, "%zu", i + 1);
		add(w, text[i], id);
	}
	OK(xap_writer_commit(w, &e));
	xap_writer_close(w);
}

static inline struct xap_db *reader(const char *path)
{
	struct xap_error e = { "" };
	struct xap_db *db;

	OK(xap_db_open(&db, path, &e));
	return db;
}

static inline uint32_t count(struct xap_db *db)
{
	struct xap_error e = { "" };
	struct xap_info info;

	OK(xap_db_info(db, &info, &e));
	return info.doccount;
}

static inline uint32_t count_at(const char *path)
{
	struct xap_db *db = reader(path);
	uint32_t n = count(db);

	xap_db_close(db);
	return n;
}

static inline struct xap_str S(const char *s) {
	return (struct xap_str){ s, strlen(s) };
}

static inline void
assert_str(struct xap_str got, const char *want)
{
	assert_non_null(got.data);
	assert_int_equal(got.data[got.len], 0);
	assert_string_equal(got.data, want);
	assert_int_equal(got.len, strlen(want));
}

static inline struct xap_query *term(const char *t)
{
	struct xap_error e = { "" };
	struct xap_query *q;

	OK(xap_query_term(&q, t, strlen(t), 1, 0, &e));
	return q;
}

static inline struct xap_query *two(enum xap_op op, const char *a,
				    const char *b, uint32_t window)
{
	struct xap_error e = { "" };
	struct xap_str t[2] = { S(a), S(b) };
	struct xap_query *q;

	OK(xap_query_terms(&q, op, t, 2, window, &e));
	return q;
}

/* The docids of all results in order, as "3 1 "; frees q. */
static inline const char *run(struct xap_enquire *enq, struct xap_query *q)
{
	static char text[512];
	struct xap_error e = { "" };
	struct xap_matches n;
	struct xap_mset *m;
	size_t at = 0;

	text[0] = '\0';
	OK(xap_enquire_set_query(enq, q, 0, &e));
	OK(xap_enquire_mset(&m, enq, 0, 1000, 0, NULL, NULL, &e));
	xap_mset_matches(m, &n);
	for (uint32_t i = 0; i < n.size; i++) {
		struct xap_hit hit;

		OK(xap_mset_hit(m, i, &hit, &e));
		at += (size_t)snprintf(text + at, sizeof text - at, "%u ",
				       hit.did);
	}
	xap_mset_free(m);
	xap_query_free(q);
	return text;
}

/* The same, boolean, over a database. */
static inline const char *find(struct xap_db *db, struct xap_query *q)
{
	struct xap_weight w = XAP_WEIGHT(XAP_BOOL);
	struct xap_error e = { "" };
	struct xap_enquire *enq;
	const char *got;

	OK(xap_enquire_new(&enq, db, &e));
	OK(xap_enquire_set_weight(enq, &w, &e));
	got = run(enq, q);
	xap_enquire_free(enq);
	return got;
}

#define T(f) cmocka_unit_test_setup_teardown(f, scratch_setup, scratch_teardown)

#endif
