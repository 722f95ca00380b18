/* Where a question matches in a text: by tests/cases/spans.case, and the
 * algebra of intervals against what all pairs say. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "query/interval.h"
#include "query/parse.h"
#include "query/spans.h"
#include "query/terms.h"

#define CASES "tests/cases/spans.case"

static struct analyser *analyser;

/* ---- cases -------------------------------------------------------------- */

static size_t without_s(const char *s, size_t len)
{
	return len > 1 && s[len - 1] == 's' ? len - 1 : len;
}

static bool match(void *ctx, const struct term_leaf *leaf, const char *form,
                  size_t len)
{
	size_t n = without_s(form, len);

	(void)ctx;
	return n == without_s(leaf->form, leaf->len) &&
	       memcmp(form, leaf->form, n) == 0;
}

static void print_intervals(const struct span_list *l, struct buf *out)
{
	buf_clear(out);
	for (size_t i = 0; i < l->n; i++) {
		buf_addf(out, "%s%u", i ? " " : "", (unsigned)l->v[i].first);
		if (l->v[i].last > l->v[i].first)
			buf_addf(out, "-%u", (unsigned)l->v[i].last);
	}
	if (l->n == 0)
		buf_adds(out, "-");
}

static void print_marked(const char *text, const struct span_list *l,
                         struct buf *out)
{
	size_t at = 0;

	buf_clear(out);
	for (size_t i = 0; i < l->n; i++) {
		assert_true(l->v[i].start >= at);
		buf_add(out, text + at, l->v[i].start - at);
		buf_addc(out, '[');
		buf_add(out, text + l->v[i].start, l->v[i].end - l->v[i].start);
		buf_addc(out, ']');
		at = l->v[i].end;
	}
	buf_adds(out, text + at);
}

static void find(const char *question, const struct buf *text, struct hits *h)
{
	static const struct parse_options o = { NULL, 0 };
	static const struct span_matcher m = { match, NULL };
	struct token_list tokens = TOKEN_LIST_INIT;
	struct nx_err err = { "" };
	struct lowered low;
	struct query *q;

	if (query_parse(&q, question, strlen(question), &o, &err) != NX_OK ||
	    query_lower(q, analyser, NULL, &low, &err) != NX_OK)
		fail_msg("%s: %s", question, err.msg);
	analyser_run(analyser, buf_str(text), text->len, &tokens);
	hits_find(h, low.root, &tokens, FIELD_BODY, &m);
	token_list_release(&tokens);
	query_free(q);
}

/* '|' stands for the end of a paragraph. */
static void read_text(const char *line, struct buf *text)
{
	buf_clear(text);
	for (; *line != '\0'; line++)
		buf_adds(text,
		         *line == '|' ? "\n\n" : (const char[]){ *line, '\0' });
}

static bool check(const char *question, const char *line, const char *intervals,
                  const char *marked)
{
	struct buf text = BUF_INIT, got = BUF_INIT, got_marked = BUF_INIT;
	struct buf want = BUF_INIT;
	struct hits h = HITS_INIT;
	bool good;

	read_text(line, &text);
	read_text(marked, &want);
	find(question, &text, &h);
	print_intervals(&h.interval, &got);
	print_marked(buf_str(&text), &h.mark, &got_marked);
	good = strcmp(buf_str(&got), intervals) == 0 &&
	       buf_equal(&got_marked, &want);
	if (!good)
		print_error("%s\n  wanted %s: %s\n  got    %s: %s\n", question,
		            intervals, buf_str(&want), buf_str(&got),
		            buf_str(&got_marked));
	hits_release(&h);
	buf_release(&text);
	buf_release(&want);
	buf_release(&got);
	buf_release(&got_marked);
	return good;
}

static bool read_line(FILE *f, char *line, size_t size)
{
	do {
		if (fgets(line, (int)size, f) == NULL)
			return false;
		line[strcspn(line, "\n")] = '\0';
	} while (line[0] == '#' || line[0] == '\0');
	return true;
}

static void test_cases(void **state)
{
	static char line[4][4096];
	unsigned n = 0, failed = 0;
	FILE *f = fopen(CASES, "r");

	(void)state;
	assert_non_null(f);
	while (read_line(f, line[0], sizeof line[0])) {
		for (int i = 1; i < 4; i++)
			assert_true(read_line(f, line[i], sizeof line[i]));
		failed += !check(line[0], line[1], line[2], line[3]);
		n++;
	}
	(void)fclose(f);
	assert_true(n > 30);
	assert_int_equal(failed, 0);
}

static void test_parts(void **state)
{
	static const enum field parts[] = { FIELD_TITLE, FIELD_DECK,
		                            FIELD_BODY };
	static const struct parse_options o = { NULL, 0 };
	struct token_list tokens = TOKEN_LIST_INIT;
	struct hits h = HITS_INIT;
	struct lowered low;
	struct query *q;

	(void)state;
	assert_int_equal(query_parse(&q, "deck:oil", 8, &o, NULL), NX_OK);
	assert_int_equal(query_lower(q, analyser, NULL, &low, NULL), NX_OK);
	analyser_run(analyser, "oil", 3, &tokens);
	for (size_t i = 0; i < 3; i++) {
		hits_find(&h, low.root, &tokens, parts[i], NULL);
		assert_int_equal(h.interval.n, parts[i] == FIELD_DECK);
	}
	analyser_run(analyser, "", 0, &tokens);
	hits_find(&h, low.root, &tokens, FIELD_DECK, NULL);
	assert_int_equal(h.interval.n, 0);
	hits_release(&h);
	token_list_release(&tokens);
	query_free(q);
}

/* ---- the algebra -------------------------------------------------------- */

/* Random articles of POSITIONS words, and random expressions over them; each
 * node is evaluated once by intervals_eval and once by trying everything. */
#define POSITIONS 40
#define TERMS 5
#define ROUNDS 1000

static uint32_t seed = 20250830;

static uint32_t roll(uint32_t n)
{
	seed = seed * 1664525u + 1013904223u;
	return (seed >> 8) % n;
}

struct article {
	unsigned word[POSITIONS + 1]; /* which term stands there */
	uint32_t sentence[POSITIONS];
	size_t n_sentence;
};

static void write_article(struct article *a)
{
	a->n_sentence = 0;
	for (uint32_t p = 1; p <= POSITIONS; p++) {
		a->word[p] = roll(TERMS + 2);
		if (roll(6) == 0 || p == POSITIONS)
			a->sentence[a->n_sentence++] = p;
	}
}

static void article_term(void *ctx, const struct term_leaf *leaf,
                         struct intervals *out)
{
	const struct article *a = ctx;

	for (uint32_t p = 1; p <= POSITIONS; p++)
		if (a->word[p] == leaf->id && p + leaf->width - 1 <= POSITIONS)
			intervals_add(out, p, p + leaf->width - 1);
}

/* A set of intervals, by first and last. */
struct set {
	bool in[POSITIONS + 1][POSITIONS + 1];
};

static void set_minimal(struct set *s)
{
	struct set t = *s;

	for (int f = 1; f <= POSITIONS; f++)
		for (int l = f; l <= POSITIONS; l++)
			for (int g = f; g <= l; g++)
				for (int m = g; m <= l; m++)
					if (t.in[g][m] && (g != f || m != l))
						s->in[f][l] = false;
}

static size_t unit(const struct article *a, int p)
{
	size_t i = 0;

	while ((int)a->sentence[i] < p)
		i++;
	return i;
}

static bool near(const struct article *a, const struct node *n, int f, int l,
                 int g, int m)
{
	int gap = g > l ? g - l : f > m ? f - m : 0;
	int first = f < g ? f : g, last = l > m ? l : m;

	if (f == g && l == m)
		return false;
	if (n->ordered && g <= l)
		return false;
	if (n->unit != UNIT_WORDS)
		return unit(a, first) == unit(a, last);
	return gap <= (int)n->n;
}

static void set_eval(const struct article *a, const struct node *n,
                     struct set *out);

static void set_near(const struct article *a, const struct node *n,
                     const struct set *x, const struct set *y, int f, int l,
                     struct set *out)
{
	bool found = false;

	if (!x->in[f][l])
		return;
	for (int g = 1; g <= POSITIONS; g++)
		for (int m = g; m <= POSITIONS; m++) {
			if (!y->in[g][m] || !near(a, n, f, l, g, m))
				continue;
			found = true;
			if (!n->negated)
				out->in[f < g ? f : g][l > m ? l : m] = true;
		}
	if (n->negated && !found)
		out->in[f][l] = true;
}

static void set_follow(const struct set *x, const struct set *y, uint32_t n,
                       int f, int l, struct set *out)
{
	int g = l + 1 + (int)n;

	for (int m = g; x->in[f][l] && m <= POSITIONS; m++)
		if (y->in[g][m])
			out->in[f][m] = true;
}

static void set_or(const struct set *x, const struct set *y, struct set *out)
{
	for (int f = 1; f <= POSITIONS; f++)
		for (int l = f; l <= POSITIONS; l++)
			out->in[f][l] = x->in[f][l] || y->in[f][l];
}

static void set_eval(const struct article *a, const struct node *n,
                     struct set *out)
{
	struct set *x = test_calloc(2, sizeof *x), *y = x + 1;

	memset(out, 0, sizeof *out);
	if (n->kind == NODE_TERM) {
		uint32_t w = n->term->width - 1;

		for (uint32_t p = 1; p + w <= POSITIONS; p++)
			out->in[p][p + w] = a->word[p] == n->term->id;
	} else {
		set_eval(a, n->kid[0], x);
		set_eval(a, n->kid[1], y);
	}
	for (int f = 1; f <= POSITIONS; f++)
		for (int l = f; l <= POSITIONS; l++)
			if (n->kind == NODE_NEAR)
				set_near(a, n, x, y, f, l, out);
			else if (n->kind == NODE_PHRASE)
				set_follow(x, y, n->kid[1]->n, f, l, out);
	if (n->kind == NODE_OR)
		set_or(x, y, out);
	set_minimal(out);
	test_free(x);
}

static struct node *random_node(struct query *q, unsigned depth)
{
	static const enum node_kind kinds[] = { NODE_NEAR, NODE_NEAR, NODE_NEAR,
		                                NODE_PHRASE, NODE_OR };
	struct node *n;

	if (depth == 0 || roll(4) == 0) {
		struct term_leaf *leaf = query_alloc(q, sizeof *leaf);

		leaf->id = roll(TERMS);
		leaf->width = 1 + (roll(5) == 0);
		n = node_new(q, NODE_TERM, 0, 0);
		n->term = leaf;
		n->n = roll(2);
		return n;
	}
	n = node_new(q, kinds[roll(5)], 0, 0);
	n->n = n->kind == NODE_NEAR ? 1 + roll(6) : roll(2);
	if (n->kind == NODE_NEAR) {
		n->ordered = roll(3) == 0;
		n->negated = roll(5) == 0;
		n->unit = roll(4) == 0 ? UNIT_SENTENCE : UNIT_WORDS;
	}
	node_append(q, n, random_node(q, depth - 1));
	node_append(q, n, random_node(q, depth - 1));
	return n;
}

static void assert_same(const struct set *s, const struct intervals *l,
                        const struct node *n)
{
	size_t i = 0;

	for (int f = 1; f <= POSITIONS; f++)
		for (int m = f; m <= POSITIONS; m++) {
			if (!s->in[f][m])
				continue;
			if (i < l->n && (int)l->v[i].first == f &&
			    (int)l->v[i].last == m) {
				i++;
				continue;
			}
			fail_msg("kind %d: %d-%d is missing", (int)n->kind, f,
			         m);
		}
	assert_int_equal(i, l->n);
}

static void test_algebra(void **state)
{
	struct intervals l = INTERVALS_INIT;
	struct set *s = test_malloc(sizeof *s);
	size_t found = 0;

	(void)state;
	for (int round = 0; round < ROUNDS; round++) {
		struct query *q = query_new("", 0);
		struct node *n = random_node(q, 3);
		struct article a;
		struct positions p = { .term = article_term, .ctx = &a };

		write_article(&a);
		p.sentence = (struct ends){ a.sentence, a.n_sentence };
		intervals_eval(n, &p, &l);
		set_eval(&a, n, s);
		assert_same(s, &l, n);
		found += l.n;
		query_free(q);
	}
	/* It was about something. */
	assert_true(found > ROUNDS);
	intervals_release(&l);
	test_free(s);
}

/* More than a list holds before it is made minimal on the way. */
static void test_many(void **state)
{
	struct intervals l = INTERVALS_INIT;

	(void)state;
	for (uint32_t i = 0; i < 1000000; i++)
		intervals_add(&l, 1 + i % 5000, 1 + i % 5000 + i % 7);
	intervals_minimal(&l);
	assert_int_equal(l.n, 5000);
	assert_true(l.cap < 40000);
	for (uint32_t i = 0; i < 5000; i++)
		assert_int_equal(l.v[i].first, i + 1);
	intervals_release(&l);
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
		cmocka_unit_test(test_parts),
		cmocka_unit_test(test_algebra),
		cmocka_unit_test(test_many),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
