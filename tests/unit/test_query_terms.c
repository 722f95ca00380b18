/* From typed words to terms, by tests/cases/terms.case; and wildcards. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "query/match.h"
#include "query/parse.h"
#include "query/terms.h"

#define CASES "tests/cases/terms.case"

static struct analyser *analyser;

/* The index that the cases are for. */
static bool has(void *ctx, enum term_kind kind, const char *form, size_t len)
{
	static const char *const joined[] = { "postwar", "covid19", "9/11" };

	(void)ctx;
	if (kind == TERM_FORM)
		return len == 7 && memcmp(form, "covid19", 7) == 0;
	for (size_t i = 0; i < sizeof joined / sizeof joined[0]; i++)
		if (strlen(joined[i]) == len &&
		    memcmp(joined[i], form, len) == 0)
			return true;
	return false;
}

static const struct lower_options options = { has, NULL };

/* The caller frees *q; it is NULL where the text does not parse. */
static enum nx_status lower(const char *text, size_t len, struct query **q,
                            struct lowered *low, struct nx_err *err)
{
	static const struct parse_options o = { NULL, 0 };
	enum nx_status st = query_parse(q, text, len, &o, err);

	if (st == NX_OK)
		st = query_lower(*q, analyser, &options, low, err);
	return st;
}

static void print_lowered(const char *text, struct buf *out)
{
	struct nx_err err = { "" };
	struct lowered low;
	struct query *q;

	buf_clear(out);
	if (lower(text, strlen(text), &q, &low, &err) == NX_OK)
		tree_print(low.root, out);
	else
		buf_addf(out, "! %s", err.msg);
	query_free(q);
}

static bool read_line(FILE *f, char *line, size_t size)
{
	if (fgets(line, (int)size, f) == NULL)
		return false;
	line[strcspn(line, "\n")] = '\0';
	return true;
}

static void test_cases(void **state)
{
	static char query[4096], want[4096];
	struct buf got = BUF_INIT;
	unsigned n = 0, failed = 0, at = 0;
	FILE *f = fopen(CASES, "r");

	(void)state;
	assert_non_null(f);
	while (read_line(f, query, sizeof query)) {
		at++;
		if (query[0] == '#' || query[0] == '\0')
			continue;
		assert_true(read_line(f, want, sizeof want));
		at++;
		n++;
		print_lowered(query, &got);
		if (strcmp(buf_str(&got), want) == 0)
			continue;
		failed++;
		print_error("%s:%u: %s\n  wanted %s\n  got    %s\n", CASES, at,
		            query, want, buf_str(&got));
	}
	(void)fclose(f);
	buf_release(&got);
	assert_true(n > 50);
	assert_int_equal(failed, 0);
}

static void test_equal_terms_are_one_leaf(void **state)
{
	static const char text[] = "oil or \"oil\" or OIL w/5 =oil or oil~";
	struct lowered low;
	struct query *q;

	(void)state;
	assert_int_equal(lower(text, sizeof text - 1, &q, &low, NULL), NX_OK);
	/* the family, the form, the fuzzy */
	assert_int_equal(low.n_leaf, 3);
	for (unsigned i = 0; i < low.n_leaf; i++) {
		assert_int_equal(low.leaf[i]->id, i);
		assert_string_equal(low.leaf[i]->form, "oil");
	}
	query_free(q);
}

static void test_phrases_have_offsets(void **state)
{
	static const char text[] = "\"the 9/11 * attacks\"";
	static const uint32_t want[] = { 0, 1, 4 };
	struct lowered low;
	struct query *q;

	(void)state;
	assert_int_equal(lower(text, sizeof text - 1, &q, &low, NULL), NX_OK);
	assert_true(low.root->flags & PHRASE_FIXED);
	assert_int_equal(low.root->n_kid, 3);
	for (size_t i = 0; i < 3; i++)
		assert_int_equal(low.root->kid[i]->offset, want[i]);
	query_free(q);
	assert_int_equal(lower("\"postwar x\"", 11, &q, &low, NULL), NX_OK);
	assert_false(low.root->flags & PHRASE_FIXED);
	query_free(q);
}

static void test_terms_are_bounded(void **state)
{
	struct buf b = BUF_INIT;
	struct nx_err err;
	struct lowered low;
	struct query *q;

	(void)state;
	/* One word that is thousands: each bigram is a term. */
	for (uint32_t c = 0x4e00; c < 0x4e00 + LIMIT_QUERY_TERMS + 10; c++)
		buf_addf(&b, "%c%c%c", (char)(0xe0 | c >> 12),
		         (char)(0x80 | (c >> 6 & 0x3f)),
		         (char)(0x80 | (c & 0x3f)));
	assert_int_equal(lower(b.p, b.len, &q, &low, &err), NX_USAGE);
	assert_null(low.root);
	assert_non_null(strstr(err.msg, "more than 8192 different terms"));
	query_free(q);
	buf_release(&b);
}

static void test_fold(void **state)
{
	struct buf b = BUF_INIT;

	(void)state;
	assert_int_equal(query_fold(analyser, "The Daily-Ferry, Ltd", 20, &b),
	                 4);
	assert_string_equal(buf_str(&b), "the daily ferry ltd");
	buf_clear(&b);
	assert_int_equal(query_fold(analyser, " & ", 3, &b), 0);
	assert_string_equal(buf_str(&b), "");
	buf_release(&b);
}

static void test_wildcard_match(void **state)
{
	static const struct {
		const char *pattern, *s;
		bool want;
	} t[] = {
		{ "*shock", "shock", true },
		{ "*shock", "aftershock", true },
		{ "*shock", "shocks", false },
		{ "wom?n", "women", true },
		{ "wom?n", "womn", false },
		{ "wom?n", "wom\xc3\xa6n", true },
		{ "??", "\xc3\xa6\xc3\xa6", true },
		{ "a*b*c", "abcbc", true },
		{ "a*b*c", "abcb", false },
		{ "a*?c", "ac", false },
		{ "a*?c", "abc", true },
		{ "ab*", "ab", true },
		{ "", "", true },
		{ "", "a", false },
	};

	(void)state;
	for (size_t i = 0; i < sizeof t / sizeof t[0]; i++)
		assert_int_equal(wildcard_match(t[i].pattern,
		                                strlen(t[i].pattern), t[i].s,
		                                strlen(t[i].s)),
		                 t[i].want);
}

/* ---- any bytes ---------------------------------------------------------- */

static uint32_t seed = 19940103;

static uint32_t roll(uint32_t n)
{
	seed = seed * 1664525u + 1013904223u;
	return (seed >> 8) % n;
}

/* What the header says of every tree. */
static void assert_tree(const struct query *q, const struct node *n,
                        unsigned room)
{
	assert_true(room > 0);
	assert_true(n->start <= n->end && n->end <= q->len);
	if (n->kind == NODE_AND || n->kind == NODE_OR)
		assert_true(n->n_kid >= 2);
	if (n->kind == NODE_NOT)
		assert_int_not_equal(n->kid[0]->kind, NODE_ALL);
	for (size_t i = 0; i < n->n_kid; i++) {
		assert_true(n->kid[i]->depth < n->depth);
		if (n->kind == NODE_NEAR)
			assert_true(node_positional(n->kid[i]));
		if (n->kind == NODE_AND)
			assert_int_not_equal(n->kid[i]->kind, NODE_AND);
		assert_tree(q, n->kid[i], room - 1);
	}
}

/* Whether the text is a query. */
static bool assert_sound(const char *text, size_t len)
{
	struct nx_err err = { "" };
	struct lowered low = { NULL, NULL, 0 };
	struct query *q;
	enum nx_status st = lower(text, len, &q, &low, &err);

	if (q != NULL)
		assert_tree(q, q->root, LIMIT_QUERY_DEPTH);
	if (st == NX_OK)
		assert_tree(q, low.root,
		            LIMIT_QUERY_DEPTH + TREE_LOWERED_EXTRA);
	else
		assert_non_null(strstr(err.msg, "at column"));
	query_free(q);
	return st == NX_OK;
}

/* Pieces of the language in any order, with a byte of anything here and
 * there. */
static void test_any_text(void **state)
{
	static const char *const piece[] = {
		"ferry",  " ",        " ",      "(",        ")",    "\"",
		" or ",   " and ",    " not ",  " w/5 ",    "-",    " pre/3 ",
		"title:", "author:",  "date:",  "2025-08",  "..",   "last:3m",
		"caps(",  "first5(",  "=",      "*",        "?",    "~2",
		"words>=", "9/11",    "U.S.",   "COVID-19", " w/s ", "/p ",
		"|",      "atleast2(", "l'a",   "\xe4\xb8\xad\xe5\x9b\xbd",
		"not w/2 ", "\xe2\x80\x9c",
	};
	struct buf b = BUF_INIT;
	unsigned good = 0;

	(void)state;
	for (int round = 0; round < 20000; round++) {
		buf_clear(&b);
		for (uint32_t n = 1 + roll(16); n > 0; n--)
			buf_adds(&b, piece[roll(sizeof piece /
			                        sizeof piece[0])]);
		if (roll(8) == 0)
			b.p[roll((uint32_t)b.len)] = (char)roll(256);
		good += assert_sound(b.p, b.len);
	}
	assert_in_range(good, 500, 19000);
	buf_release(&b);
}

static int setup(void **state)
{
	(void)state;
	analyser = analyser_new();
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	analyser_free(analyser);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cases),
		cmocka_unit_test(test_equal_terms_are_one_leaf),
		cmocka_unit_test(test_phrases_have_offsets),
		cmocka_unit_test(test_terms_are_bounded),
		cmocka_unit_test(test_fold),
		cmocka_unit_test(test_wildcard_match),
		cmocka_unit_test(test_any_text),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
