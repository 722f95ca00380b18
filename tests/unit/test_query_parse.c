/* The query parser: text to canonical tree, by tests/cases/query.case, and
 * what a table of texts cannot say. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "lib/base/instant.h"
#include "query/fields.h"
#include "query/parse.h"

#define CASES "tests/cases/query.case"

/* 2025-08-30T12:00:00Z */
static struct parse_options options(void)
{
	struct parse_options o = { NULL, 0 };

	o.now = civil_days(2025, 8, 30) * 86400 + 12 * 3600;
	return o;
}

/* The canonical tree of the text, or "! " and the message. */
static void canonical(const char *text, size_t len, struct buf *out)
{
	struct parse_options o = options();
	struct nx_err err = { "" };
	struct query *q;

	buf_clear(out);
	if (query_parse(&q, text, len, &o, &err) == NX_OK) {
		tree_print(q->root, out);
	} else {
		assert_null(q);
		buf_addf(out, "! %s", err.msg);
	}
	query_free(q);
}

/* The next line without its newline; false at the end. */
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
		canonical(query, strlen(query), &got);
		if (strcmp(buf_str(&got), want) == 0)
			continue;
		failed++;
		print_error("%s:%u: %s\n  wanted %s\n  got    %s\n", CASES, at,
		            query, want, buf_str(&got));
	}
	(void)fclose(f);
	buf_release(&got);
	assert_true(n > 100);
	assert_int_equal(failed, 0);
}

static void assert_canonical(const char *text, size_t len, const char *want)
{
	struct buf got = BUF_INIT;

	canonical(text, len, &got);
	assert_string_equal(buf_str(&got), want);
	buf_release(&got);
}

static void test_empty_is_everything(void **state)
{
	(void)state;
	assert_canonical("", 0, "(all)");
	assert_canonical(" \t\n ", 4, "(all)");
	assert_canonical("\0\0", 2, "(all)");
}

static void test_not_utf8(void **state)
{
	(void)state;
	assert_canonical("ferry \xff strike", 14,
	                 "! a query is UTF-8 text; this byte is not, at "
	                 "column 7");
	assert_canonical("\xc3\xa9\xc3", 3,
	                 "! a query is UTF-8 text; this byte is not, at "
	                 "column 2");
}

/* n times unit, then middle, then n times end. */
static void repeat(struct buf *b, const char *unit, const char *middle,
                   const char *end, size_t n)
{
	buf_clear(b);
	for (size_t i = 0; i < n; i++)
		buf_adds(b, unit);
	buf_adds(b, middle);
	for (size_t i = 0; i < n; i++)
		buf_adds(b, end);
}

static enum nx_status parse(const struct buf *text, struct nx_err *err)
{
	struct parse_options o = options();
	struct query *q;
	enum nx_status st = query_parse(&q, buf_str(text), text->len, &o, err);

	query_free(q);
	return st;
}

static void test_bounds(void **state)
{
	struct buf b = BUF_INIT;
	struct nx_err err;

	(void)state;
	repeat(&b, "(", "a", ")", LIMIT_QUERY_DEPTH);
	assert_int_equal(parse(&b, &err), NX_OK);
	repeat(&b, "(", "a", ")", LIMIT_QUERY_DEPTH + 1);
	assert_int_equal(parse(&b, &err), NX_USAGE);
	assert_non_null(strstr(err.msg, "parentheses nest at most 64 deep"));
	repeat(&b, "(a w/5 ", "a", ")", LIMIT_QUERY_DEPTH);
	assert_int_equal(parse(&b, &err), NX_USAGE);
	repeat(&b, "a w/5 ", "a", "", LIMIT_QUERY_DEPTH);
	assert_int_equal(parse(&b, &err), NX_USAGE);
	assert_non_null(strstr(err.msg, "nested more than 64 deep"));

	repeat(&b, "a ", "", "", LIMIT_QUERY_NODES);
	assert_int_equal(parse(&b, &err), NX_OK);
	repeat(&b, "a ", "a", "", LIMIT_QUERY_NODES);
	assert_int_equal(parse(&b, &err), NX_USAGE);
	assert_non_null(strstr(err.msg, "at most 4096 words and operators"));
	assert_non_null(strstr(err.msg, "at column 8193"));

	repeat(&b, "a", "", "", LIMIT_QUERY_BYTES);
	assert_int_equal(parse(&b, &err), NX_OK);
	repeat(&b, "a", "a", "", LIMIT_QUERY_BYTES);
	assert_int_equal(parse(&b, &err), NX_USAGE);
	buf_release(&b);
}

/* Strengths that rise from operator to operator, in parentheses as deep as
 * they go: the most recursion there is. */
static void test_recursion_is_bounded(void **state)
{
	struct buf b = BUF_INIT, level = BUF_INIT;
	struct nx_err err;

	(void)state;
	buf_adds(&level, "(");
	for (int n = LIMIT_PROXIMITY; n > 0; n--)
		buf_addf(&level, "a w/%d ", n);
	repeat(&b, buf_str(&level), "a", ")", LIMIT_QUERY_DEPTH);
	assert_int_equal(parse(&b, &err), NX_USAGE);
	buf_release(&b);
	buf_release(&level);
}

static void test_spans(void **state)
{
	static const char text[] = "caf\xc3\xa9 title:(\xe2\x80\x9cpeace deal"
				   "\xe2\x80\x9d w/5 talks)";
	struct parse_options o = options();
	struct query *q;
	const struct node *title, *near;

	(void)state;
	assert_int_equal(query_parse(&q, text, sizeof text - 1, &o, NULL),
	                 NX_OK);
	assert_int_equal(q->root->kind, NODE_AND);
	title = q->root->kid[1];
	assert_int_equal(title->start, 6);
	assert_int_equal(title->end, sizeof text - 1);
	near = title->kid[0];
	assert_int_equal(near->kind, NODE_NEAR);
	assert_int_equal(near->kid[0]->len, 10);
	assert_memory_equal(near->kid[0]->text, "peace deal", 10);
	/* In characters, not in bytes. */
	assert_int_equal(query_column(q, title->start), 6);
	assert_int_equal(query_column(q, near->kid[1]->start), 30);
	query_free(q);
}

/* A query may have the words itself: the last ones are query_refuse's. */
static void test_column_of_a_refusal(void **state)
{
	const struct parse_options o = { .now = 0 };
	const char *text = "sea headline:\"a, at column 99\"";
	struct query *q = NULL;
	struct nx_err err;
	size_t len;

	(void)state;
	assert_int_equal(query_parse(&q, text, strlen(text), &o, &err),
	                 NX_USAGE);
	assert_int_equal(query_refused(&err, &len), 5);
	assert_int_equal(len, strlen(err.msg) - strlen(", at column 5"));
	query_refused_before(&err, 2);
	assert_int_equal(query_refused(&err, &len), 3);
	query_refused_before(&err, 3);
	assert_int_equal(query_refused(&err, &len), 0);
	assert_int_equal(len, strlen(err.msg));
	assert_int_not_equal(len, 0);
	(void)nx_fail(&err, NX_IO, "cannot read");
	assert_int_equal(query_refused(&err, &len), 0);
	assert_int_equal(len, strlen("cannot read"));
}

static void test_fields_are_suggested(void **state)
{
	(void)state;
	assert_string_equal(field_suggest("tilte", 5), "title");
	assert_string_equal(field_suggest("Byline", 6), "author");
	assert_string_equal(field_suggest("kewyord", 7), "keyword");
	assert_null(field_suggest("https", 5));
	assert_null(field_suggest("xyzzy", 5));
	for (size_t i = 0; field_at(i) != NULL; i++)
		assert_ptr_equal(field_entry(field_at(i)->field), field_at(i));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cases),
		cmocka_unit_test(test_empty_is_everything),
		cmocka_unit_test(test_not_utf8),
		cmocka_unit_test(test_bounds),
		cmocka_unit_test(test_recursion_is_bounded),
		cmocka_unit_test(test_spans),
		cmocka_unit_test(test_column_of_a_refusal),
		cmocka_unit_test(test_fields_are_suggested),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
