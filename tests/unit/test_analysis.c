/* The analyser: the table tests/cases/analysis.case, and what holds for any
 * bytes whatever. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "lib/analysis/analysis.h"
#include "lib/base/buf.h"
#include "lib/base/limits.h"
#include "lib/base/mem.h"
#include "lib/base/utf8.h"

#define CASES "tests/cases/analysis.case"

static struct analyser *the;

static int set_up(void **state)
{
	(void)state;
	the = analyser_new();
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	analyser_free(the);
	return 0;
}

/* ---- what holds for any bytes ------------------------------------------ */

static void check_token(const struct token_list *l, size_t i, size_t len,
                        uint32_t *pos, uint32_t *start)
{
	const struct token *t = &l->v[i];

	assert_in_range(t->len, 1, LIMIT_TERM);
	assert_true(t->form + t->len <= l->forms.len);
	assert_true(utf8_valid(token_form(l, t), t->len));
	assert_null(memchr(token_form(l, t), ' ', t->len));
	assert_null(memchr(token_form(l, t), '\0', t->len));
	assert_true(t->start < t->end && t->end <= len);
	assert_true(t->start >= *start);
	if ((t->flags & TOKEN_JOINED) != 0) {
		assert_true(i + 1 < l->n);
		assert_int_equal(t->pos, *pos + 1);
		assert_int_equal(l->v[i + 1].pos, t->pos);
		assert_int_equal(l->v[i + 1].start, t->start);
		assert_false(t->flags &
		             (TOKEN_SENTENCE_END | TOKEN_PARAGRAPH_END));
	} else {
		assert_int_equal(t->pos, *pos + 1);
		*pos = t->pos;
	}
	if ((t->flags & TOKEN_PARAGRAPH_END) != 0)
		assert_true(t->flags & TOKEN_SENTENCE_END);
	if ((t->flags & TOKEN_CJK_END) != 0)
		assert_true(t->flags & TOKEN_CJK);
	*start = t->start;
}

static void check_list(const struct token_list *l, size_t len)
{
	uint32_t pos = 0, start = 0;

	for (size_t i = 0; i < l->n; i++)
		check_token(l, i, len, &pos, &start);
	assert_int_equal(l->positions, pos);
	if (l->n > 0) {
		assert_true(l->v[l->n - 1].flags & TOKEN_SENTENCE_END);
		assert_true(l->v[l->n - 1].flags & TOKEN_PARAGRAPH_END);
	}
}

/* Analyse a copy that ends where its memory ends, so that reading beyond is
 * caught under AddressSanitizer. */
static void run(const char *text, size_t len, struct token_list *l)
{
	char *copy = nx_alloc(len > 0 ? len : 1);

	memcpy(copy, text, len);
	analyser_run(the, copy, len, l);
	check_list(l, len);
	free(copy);
}

/* ---- the table --------------------------------------------------------- */

/* "1:us|CD 2:said . 3:and ¶ 4:then": position and form, flags, sentence and
 * paragraph ends but for the text's own. */
static void canonical(const struct token_list *l, bool flags, struct buf *out)
{
	static const char LETTERS[] = "CD..JKE";

	buf_clear(out);
	for (size_t i = 0; i < l->n; i++) {
		const struct token *t = &l->v[i];
		unsigned f = flags ? t->flags : t->flags & TOKEN_JOINED;

		buf_addf(out, "%s%u:%.*s", i > 0 ? " " : "", t->pos,
		         (int)t->len, token_form(l, t));
		if ((f & 0x73) != 0)
			buf_addc(out, '|');
		for (unsigned b = 0; b < 7; b++)
			if ((f & 0x73) >> b & 1)
				buf_addc(out, LETTERS[b]);
		if (i + 1 == l->n || !flags)
			continue;
		if ((f & TOKEN_PARAGRAPH_END) != 0)
			buf_adds(out, " ¶");
		else if ((f & TOKEN_SENTENCE_END) != 0)
			buf_adds(out, " .");
	}
}

/* A line of the table, its escapes taken out: \n \t \r \\ \xHH \uHHHH. */
static void unescape(const char *s, struct buf *out)
{
	for (; *s != '\0'; s++) {
		char hex[5] = "", utf8[UTF8_MAX];
		size_t n;

		if (*s != '\\') {
			buf_addc(out, *s);
			continue;
		}
		s++;
		if (*s == 'x' || *s == 'u') {
			n = *s == 'x' ? 2 : 4;
			assert_true(strlen(s + 1) >= n);
			memcpy(hex, s + 1, n);
			s += n;
			unsigned long v = strtoul(hex, NULL, 16);

			if (n == 2)
				buf_addc(out, (char)v);
			else
				buf_add(out, utf8,
				        utf8_encode((uint32_t)v, utf8));
		} else {
			buf_addc(out, *s == 'n'   ? '\n'
			              : *s == 't' ? '\t'
			              : *s == 'r' ? '\r'
			                          : *s);
		}
	}
}

struct row {
	struct buf text;
	unsigned line, checks;
};

/* The same text as a paragraph of a longer article: the same tokens. */
static void check_inside(const struct row *r, const struct buf *alone)
{
	struct token_list l = TOKEN_LIST_INIT, part = TOKEN_LIST_INIT;
	struct buf article = BUF_INIT, got = BUF_INIT;

	buf_adds(&article, "Some words BEFORE it\n\n");
	buf_add(&article, r->text.p, r->text.len);
	buf_adds(&article, "\n\nand after-\nwards");
	run(article.p, article.len, &l);
	assert_true(l.n >= 7);
	/* Without the words around it, and counted from 1. */
	part = l;
	part.v = l.v + 4;
	part.n = l.n - 8;
	if (part.n > 0) {
		for (size_t i = 0; i < part.n; i++)
			part.v[i].pos -= 4;
		canonical(&part, true, &got);
		if (strcmp(buf_str(&got), buf_str(alone)) != 0)
			fail_msg("%s:%u: in an article: %s\nalone: %s", CASES,
			         r->line, got.p, alone->p);
	}
	buf_release(&got);
	buf_release(&article);
	token_list_release(&l);
}

static void check_row(struct row *r, const char *line)
{
	struct token_list l = TOKEN_LIST_INIT;
	struct buf got = BUF_INIT, want = BUF_INIT, other = BUF_INIT;
	bool tokens = line[0] == '=';
	const char *arg = line[1] == ' ' ? line + 2 : line + 1;

	run(buf_str(&r->text), r->text.len, &l);
	canonical(&l, tokens, &got);
	if (tokens) {
		buf_adds(&want, arg);
		check_inside(r, &got);
	} else {
		unescape(arg, &other);
		run(buf_str(&other), other.len, &l);
		canonical(&l, false, &want);
	}
	if (strcmp(buf_str(&got), buf_str(&want)) != 0)
		fail_msg("%s:%u: %s\n got: %s\nwant: %s", CASES, r->line,
		         buf_str(&r->text), buf_str(&got), buf_str(&want));
	r->checks++;
	buf_release(&got);
	buf_release(&want);
	buf_release(&other);
	token_list_release(&l);
}

static void row_end(struct row *r)
{
	if (r->text.len > 0 && r->checks == 0)
		fail_msg("%s:%u: a text without tokens", CASES, r->line);
	buf_clear(&r->text);
	r->checks = 0;
}

static void test_table(void **state)
{
	struct row r = { BUF_INIT, 0, 0 };
	char line[4096];
	unsigned n = 0, checks = 0;
	FILE *f = fopen(CASES, "r");

	(void)state;
	assert_non_null(f);
	while (fgets(line, sizeof line, f) != NULL) {
		n++;
		line[strcspn(line, "\n")] = '\0';
		if (line[0] == '\0') {
			row_end(&r);
		} else if (line[0] == '=' || line[0] == '~') {
			check_row(&r, line);
			checks++;
		} else if (line[0] != '#') {
			if (r.text.len > 0)
				buf_addc(&r.text, '\n');
			else
				r.line = n;
			unescape(line, &r.text);
		}
	}
	row_end(&r);
	fclose(f);
	buf_release(&r.text);
	assert_true(checks > 60);
}

/* ---- spans ------------------------------------------------------------- */

static void check_spans(const char *text, const char *want)
{
	struct token_list l = TOKEN_LIST_INIT;
	struct buf got = BUF_INIT;

	run(text, strlen(text), &l);
	for (size_t i = 0; i < l.n; i++)
		buf_addf(&got, "[%.*s]", (int)(l.v[i].end - l.v[i].start),
		         text + l.v[i].start);
	assert_string_equal(buf_str(&got), want);
	buf_release(&got);
	token_list_release(&l);
}

static void test_spans(void **state)
{
	(void)state;
	check_spans("\"The U.S.'s plan,\" he said.",
	            "[The][U.S.'s][plan][he][said]");
	check_spans("Ukraine\u2019s l\u2019homme", "[Ukraine\u2019s][l][homme]");
	check_spans("COVID-19 or 9/11", "[COVID-19][COVID][19][or]"
	                                "[9/11][9][11]");
	check_spans("co\u00adop, e\u0301te\u0301\u200f ok",
	            "[co\u00adop][e\u0301te\u0301][ok]");
	check_spans("$1,234.56!", "[1,234.56]");
	check_spans("\u4e2d\u56fd A\u3002", "[\u4e2d][\u56fd][A]");
	check_spans("\uff8c\uff9e\uff97", "[\uff8c\uff9e][\uff97]");
	check_spans("hyphen-\n ated", "[hyphen-\n ated][hyphen][ated]");
}

/* ---- properties -------------------------------------------------------- */

/* Pieces of text that are near the rules' edges. */
static const char *const PIECES[] = {
	"a",      "U",      ".",      "U.",     "-",      "-\n",    "\n",
	"\n\n",   " ",      "'",      "\u2019", "'s",     "s",      "1",
	"12",     "123",    ",",      "/",      "&",      "l'",     "qu'",
	"\u00ad", "\u00ac", "\u0301", "\u0438", "\u0306", "\u05d0", "\u0627",
	"\u064b", "\u0654", "\u0640", "\u200c", "\u200f", "\u4e2d", "\u304b",
	"\u3099", "\uff76", "\uff9e", "\u3002", "\u0e01", "\u0e32", "\u0e33",
	"\u1100", "\u1161", "\u11a8", "\uac00", "\u0915", "\u093f", "\u094d",
	"\u00df", "\ufb01", "\ufdfa", "\u0130", "\u00e9", "\u00c9", "\xff",
	"\xc3",   "\xe2\x80", "\u0661", "\uff11", "\u2080", "\u1780", "\u17d2",
	"\u00b7", "l",      "The",    "Mr",     "?",      "\"",     "\u201d",
	"\t",     "\r\n",   "\u0345", "\u1e9b", "\u0323", "\U0001d400",
	"\U00020000", "\U0001f600", "\u200d", "\ufe0f", "\ufdfa",
};

#define N_PIECES (sizeof PIECES / sizeof *PIECES)

static uint32_t seed = 1;

static uint32_t any(uint32_t n)
{
	seed = seed * 1664525 + 1013904223;
	return (uint32_t)((uint64_t)(seed >> 4) * n >> 28);
}

static void test_any_pieces(void **state)
{
	struct token_list l = TOKEN_LIST_INIT;
	struct buf b = BUF_INIT;

	(void)state;
	for (int i = 0; i < 40000; i++) {
		uint32_t n = any(24);

		buf_clear(&b);
		while (n-- > 0)
			buf_adds(&b, PIECES[any(N_PIECES)]);
		run(buf_str(&b), b.len, &l);
	}
	buf_release(&b);
	token_list_release(&l);
}

static void test_any_bytes(void **state)
{
	struct token_list l = TOKEN_LIST_INIT;
	char b[300];

	(void)state;
	for (int i = 0; i < 20000; i++) {
		size_t n = any(sizeof b);

		for (size_t k = 0; k < n; k++)
			b[k] = (char)any(256);
		run(b, n, &l);
	}
	token_list_release(&l);
}

/* Every character by itself and inside a word; its form, analysed, is itself
 * again.  (Not in Thai and its like, where ICU's words depend on what stands
 * beside them, nor for what makes more than one token.) */
static void test_forms_are_fixed(void **state)
{
	struct token_list l = TOKEN_LIST_INIT, again = TOKEN_LIST_INIT;
	char text[16];

	(void)state;
	for (uint32_t cp = 1; cp < 0x30000; cp++) {
		size_t n = 0;

		if (cp >= 0xd800 && cp < 0xe000)
			continue;
		text[n++] = 'b';
		n += utf8_encode(cp, text + n);
		text[n++] = 'b';
		for (int k = 0; k < 2; k++) {
			const char *p = text + k;

			run(p, n - 2 * (size_t)k, &l);
			if (l.n != 1)
				continue;
			run(token_form(&l, l.v), l.v->len, &again);
			/* One kana may stand for two. */
			if (again.n == 2 && (l.v->flags & TOKEN_CJK) != 0)
				continue;
			if (again.n != 1 || again.v->len != l.v->len ||
			    memcmp(token_form(&l, l.v),
			           token_form(&again, again.v), l.v->len) != 0)
				fail_msg("U+%04X: the form %.*s of a form",
				         cp, (int)l.v->len,
				         token_form(&l, l.v));
		}
	}
	token_list_release(&l);
	token_list_release(&again);
}

/* Plain words go another way than the rest.  Written in full width they are no
 * longer plain, and must come to the same. */
static void test_both_ways(void **state)
{
	static const char FROM[] = "abcxyzABCXYZ0190190.,'&-/.,-     \n\n!_";
	struct token_list l = TOKEN_LIST_INIT;
	struct buf plain = BUF_INIT, wide = BUF_INIT, got = BUF_INIT,
		   want = BUF_INIT;
	char utf8[UTF8_MAX];

	(void)state;
	for (int i = 0; i < 40000; i++) {
		uint32_t n = any(40);

		buf_clear(&plain);
		buf_clear(&wide);
		for (; n > 0; n--) {
			char c = FROM[any(sizeof FROM - 1)];
			bool word = (c | 32) >= 'a' || (c >= '0' && c <= '9');
			uint32_t cp = (unsigned char)c;

			buf_addc(&plain, c);
			if (word && c != '_')
				cp += 0xff01 - 0x21;
			buf_add(&wide, utf8, utf8_encode(cp, utf8));
		}
		run(buf_str(&plain), plain.len, &l);
		for (size_t k = 0; k < l.n; k++)
			l.v[k].flags &= (uint16_t)~TOKEN_SENTENCE_END;
		canonical(&l, true, &want);
		run(buf_str(&wide), wide.len, &l);
		for (size_t k = 0; k < l.n; k++)
			l.v[k].flags &= (uint16_t)~TOKEN_SENTENCE_END;
		canonical(&l, true, &got);
		if (strcmp(buf_str(&got), buf_str(&want)) != 0)
			fail_msg("%s\n wide: %s\nplain: %s", plain.p,
			         buf_str(&got), buf_str(&want));
	}
	buf_release(&plain);
	buf_release(&wide);
	buf_release(&got);
	buf_release(&want);
	token_list_release(&l);
}

/* Used again, an analyser gives what a new one gives. */
static void test_runs_are_independent(void **state)
{
	static const char first[] = "a half-", second[] = "open 9/", last[] =
	        "11 U.S.";
	struct token_list l = TOKEN_LIST_INIT;
	struct buf got = BUF_INIT;

	(void)state;
	run(first, strlen(first), &l);
	run(second, strlen(second), &l);
	run(last, strlen(last), &l);
	canonical(&l, true, &got);
	assert_string_equal(got.p, "1:11 2:us|CD");
	run("", 0, &l);
	assert_int_equal(l.n, 0);
	assert_int_equal(l.positions, 0);
	buf_release(&got);
	token_list_release(&l);
}

static void test_long_forms_are_cut(void **state)
{
	struct token_list l = TOKEN_LIST_INIT;
	struct buf b = BUF_INIT;

	(void)state;
	for (int i = 0; i < LIMIT_TERM; i++)
		buf_adds(&b, "x");
	run(b.p, b.len, &l);
	assert_int_equal(l.v[0].len, LIMIT_TERM);
	buf_adds(&b, "y");
	run(b.p, b.len, &l);
	assert_int_equal(l.n, 1);
	assert_int_equal(l.v[0].len, LIMIT_TERM);
	assert_int_equal(l.v[0].end, LIMIT_TERM + 1);
	/* Never inside a character: 199 bytes, then one of two. */
	buf_cut(&b, LIMIT_TERM - 1);
	buf_adds(&b, "\u0436\u0436");
	run(b.p, b.len, &l);
	assert_int_equal(l.v[0].len, LIMIT_TERM - 1);
	/* What is dropped does not count. */
	buf_cut(&b, 0);
	buf_adds(&b, "L'a");
	for (int i = 1; i < LIMIT_TERM; i++)
		buf_adds(&b, "x");
	buf_adds(&b, "'s");
	run(b.p, b.len, &l);
	assert_int_equal(l.n, 2);
	assert_int_equal(l.v[1].len, LIMIT_TERM);
	buf_release(&b);
	token_list_release(&l);
}

/* ---- hostile texts ----------------------------------------------------- */

/* A megabyte of the same over and over; quadratic work would take hours. */
static void test_hostile(void **state)
{
	static const char *const UNITS[] = {
		"a-",      "U.",     "'",      "a'",      "l'a",    "\u0301",
		"a\u0301", "1,",     "1,000,", "000,0,",  "1.000.", "9/",
		"9/11/",   "x",      "-\n",    "a-\n",    "a\u00ad", "a\u00ad\n",
		"\u00ac\n", "a\u00ac\n", "\u4e2d", "\u4e2d\n", "\uff8c\uff9e",
		"\u0e01",  "\u0e01\u00ad", "\u1780\u17d2", "\u3099", "\u200d",
		".",       ". ",     ".\"",    "\n",      "\n ",    " ",
		"\xff",    "\xf0\x9f", "\ufdfa", "&",     "a&",     "\u0640",
		"Mr. ",    "1. ",    "U.S. ",  "a.b",     "\u1161", "a\u0301-",
		"\u0323\u0301", "\u200f\n",  "l\u00b7", "\u093f",  "'s",
		"7's",     "/",      "a/",     "9/1 ",    "\u0e01\u0301",
	};
	struct token_list l = TOKEN_LIST_INIT;
	struct buf b = BUF_INIT;
	clock_t t = clock();

	(void)state;
	for (size_t i = 0; i < sizeof UNITS / sizeof *UNITS; i++) {
		buf_clear(&b);
		while (b.len < 1 << 20)
			buf_adds(&b, UNITS[i]);
		run(b.p, b.len, &l);
		run(b.p + 1, b.len - 2, &l);
	}
	/* About 5 s with sanitizers on a slow machine, 1 s without. */
	assert_true((clock() - t) / CLOCKS_PER_SEC < 60);
	buf_release(&b);
	token_list_release(&l);
}

/* One word as long as an article may be. */
static void test_endless_word(void **state)
{
	struct token_list l = TOKEN_LIST_INIT;
	char *b = nx_alloc(LIMIT_ARTICLE_TEXT);

	(void)state;
	memset(b, 'w', LIMIT_ARTICLE_TEXT);
	run(b, LIMIT_ARTICLE_TEXT, &l);
	assert_int_equal(l.n, 1);
	assert_int_equal(l.v[0].end, LIMIT_ARTICLE_TEXT);
	free(b);
	token_list_release(&l);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_table),
		cmocka_unit_test(test_spans),
		cmocka_unit_test(test_any_pieces),
		cmocka_unit_test(test_any_bytes),
		cmocka_unit_test(test_both_ways),
		cmocka_unit_test(test_forms_are_fixed),
		cmocka_unit_test(test_runs_are_independent),
		cmocka_unit_test(test_long_forms_are_cut),
		cmocka_unit_test(test_hostile),
		cmocka_unit_test(test_endless_word),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
