/* Where the article is: in the element that says it is the text, or failing
 * that, where the paragraphs are densest. */
#include <string.h>
#include <strings.h>

#include "corpus/formats/html_body.h"
#include "corpus/formats/html_names.h"

typedef bool node_test(const struct html_page *g, const struct html_count *v,
                       uint32_t i);

static bool is_body_name(const struct html_page *g, const struct html_count *v,
                         uint32_t i)
{
	(void)v;
	if (!g->nodes[i].block)
		return false;
	return html_called(g, i).body;
}

static bool is_item_body(const struct html_page *g, const struct html_count *v,
                         uint32_t i)
{
	const char *prop = html_attr(g, i, HTML_ITEMPROP);

	(void)v;
	return prop != NULL && strcasestr(prop, "articleBody") != NULL;
}

static bool is_article(const struct html_page *g, const struct html_count *v,
                       uint32_t i)
{
	(void)v;
	return g->nodes[i].tag == HTML_ARTICLE;
}

/* The page's article is the one with its headline. */
static bool is_titled(const struct html_page *g, const struct html_count *v,
                      uint32_t i)
{
	return g->nodes[i].tag == HTML_ARTICLE && v[i].titled;
}

static bool is_main(const struct html_page *g, const struct html_count *v,
                    uint32_t i)
{
	(void)v;
	return g->nodes[i].tag == HTML_MAIN;
}

static node_test *const tests[] = {
	is_item_body, is_body_name, is_titled, is_article, is_main,
};

#define TESTS (sizeof tests / sizeof *tests)

/* The prose in a node that is not in articles inside it: the ones that a page
 * links to often stand in that of the page. */
static uint32_t prose_of(const struct html_page *g, const struct html_count *v,
                         uint32_t i)
{
	return is_article(g, v, i) ? v[i].prose - v[i].inner : v[i].prose;
}

/* Of what the test accepts, the one with the most prose; 0 for none. */
static uint32_t most_prose(const struct html_page *g,
                           const struct html_count *v, node_test *test)
{
	uint32_t best = 0, prose = HTML_ENOUGH - 1;

	for (uint32_t i = 1; i < g->n; i++) {
		uint32_t n;

		if (g->nodes[i].gone || v[i].prose <= prose || !test(g, v, i))
			continue;
		n = prose_of(g, v, i);
		if (n > prose) {
			best = i;
			prose = n;
		}
	}
	return best;
}

/* The prose of the page without that of other articles than the one that best
 * is in, or is. */
static uint32_t prose_around(const struct html_page *g,
                             const struct html_count *v, uint32_t best)
{
	uint32_t n = v[0].prose;

	for (uint32_t i = 1; i < g->n; i++) {
		if (!is_article(g, v, i) || g->nodes[i].gone ||
		    (i <= best && best < g->nodes[i].end))
			continue;
		n -= v[i].prose < n ? v[i].prose : n;
		i = g->nodes[i].end - 1;
	}
	return n;
}

static bool same_class(const struct html_page *g, uint32_t i, uint32_t k)
{
	const char *x = html_attr(g, i, HTML_CLASS);
	const char *y = html_attr(g, k, HTML_CLASS);

	return g->nodes[i].tag == g->nodes[k].tag && x != NULL && y != NULL &&
	       strcmp(x, y) == 0;
}

/* A text may be cut into several elements of the same class. */
static uint32_t with_siblings(const struct html_page *g,
                              const struct html_count *v, uint32_t best)
{
	uint32_t up = g->nodes[best].parent, n = 0;

	for (uint32_t i = up + 1; i < g->nodes[up].end; i = g->nodes[i].end)
		if (!g->nodes[i].gone && g->nodes[i].block &&
		    !is_article(g, v, i) && same_class(g, i, best))
			n += v[i].prose;
	return n > v[best].prose && n > v[up].prose / 4 * 3 ? up : best;
}

static uint32_t densest(const struct html_page *g, const struct html_count *v)
{
	uint32_t best = 0, score = 0;

	for (uint32_t i = 1; i < g->n; i++)
		if (v[i].score > score && g->nodes[i].tag != HTML_HTML) {
			best = i;
			score = v[i].score;
		}
	/* Paragraphs that stand around it belong to it. */
	while (best != 0) {
		uint32_t up = g->nodes[best].parent;

		if (g->nodes[up].tag == HTML_HTML || up == 0 ||
		    (v[up].prose < v[best].prose + v[best].prose / 5 &&
		     v[best].prose >= v[0].prose / 2))
			break;
		best = up;
	}
	return best;
}

/* Where no paragraph is one: what calls itself the text has the most text. */
static uint32_t most_text(const struct html_page *g, const struct html_count *v)
{
	uint32_t best = 0, chars = 0;

	for (size_t k = 0; k < TESTS && best == 0; k++)
		for (uint32_t i = 1; i < g->n; i++) {
			if (g->nodes[i].gone || v[i].chars <= chars ||
			    !tests[k](g, v, i))
				continue;
			best = i;
			chars = v[i].chars;
		}
	return best;
}

uint32_t html_root(const struct html_page *g, struct html_counts *c)
{
	const struct html_count *v;
	uint32_t best;

	html_count(g, c);
	v = c->v;
	for (size_t k = 0; k < TESTS; k++) {
		best = most_prose(g, v, tests[k]);

		if (best == 0)
			continue;
		best = with_siblings(g, v, best);
		if (v[best].prose > prose_around(g, v, best) / 3)
			return best;
	}
	best = densest(g, v);
	return v[best].prose > 0 ? best : most_text(g, v);
}
