/* What is beside the article is taken away by the elements it stands in and by
 * their names.  Names are no law: one that would take away most of a page's
 * text means something else there. */
#include <string.h>
#include <strings.h>

#include "corpus/formats/html_body.h"
#include "corpus/formats/html_names.h"

/* How much is believed. */
enum belief {
	BELIEVE_ALL,
	BELIEVE_SURE, /* not the names that are often wrong */
	BELIEVE_TALK, /* of names, only those of comments */
	BELIEVE_TAGS, /* elements, and not their names */
	BELIEFS,
};

struct html_found html_called(const struct html_page *g, uint32_t i)
{
	struct html_found f = { .beside = html_names_n };

	html_names_find(html_attr(g, i, HTML_CLASS), &f);
	/* That of a heading is for links to it, and made from its words. */
	if (g->nodes[i].tag != HTML_HEADING)
		html_names_find(html_attr(g, i, HTML_ID), &f);
	return f;
}

static bool is_hidden(const struct html_page *g, uint32_t i)
{
	const char *v = html_attr(g, i, HTML_STYLE);

	if (html_attr(g, i, HTML_HIDDEN) != NULL)
		return true;
	if (v != NULL && (strcasestr(v, "display:none") != NULL ||
	                  strcasestr(v, "display: none") != NULL))
		return true;
	v = html_attr(g, i, HTML_ARIA_HIDDEN);
	return v != NULL && strcasecmp(v, "true") == 0;
}

/* By its element, or because it is not to be seen. */
static bool is_dropped(const struct html_page *g, const struct html_count *v,
                       uint32_t i, bool in_article)
{
	switch (g->nodes[i].tag) {
	case HTML_DROP:
	case HTML_TITLE:
		return true;
	case HTML_FIGURE:
		return !v[i].quotes;
	case HTML_HEADER:
		return !in_article;
	case HTML_TEXT:
	case HTML_BODY:
	case HTML_HTML:
	case HTML_ARTICLE:
	case HTML_MAIN:
		return false;
	default:
		return g->nodes[i].n_attrs > 0 && is_hidden(g, i);
	}
}

static size_t beside(const struct html_page *g, uint32_t i)
{
	const struct html_node *d = &g->nodes[i];
	size_t k;

	switch (d->tag) {
	case HTML_TEXT:
	case HTML_BODY:
	case HTML_HTML:
	case HTML_ARTICLE:
	case HTML_MAIN:
		return html_names_n;
	default:
		if (d->n_attrs == 0)
			return html_names_n;
		k = html_called(g, i).beside;
		/* A paragraph that is a teaser is the article's own. */
		if (k < html_names_n &&
		    html_names[k].kind == HTML_NAME_TEASER &&
		    (d->tag == HTML_P || d->tag == HTML_HEADING))
			return html_names_n;
		return k;
	}
}

/* Whether a name is heeded. */
static bool believes(enum belief b, size_t name)
{
	switch (html_names[name].kind) {
	case HTML_NAME_TALK:
		return b <= BELIEVE_TALK;
	case HTML_NAME_BESIDE:
	case HTML_NAME_BOX:
		return b <= BELIEVE_SURE;
	default:
		return b <= BELIEVE_ALL;
	}
}

/* Of inline elements for a box, one in the other, the outer one holds the word
 * that shows it, perhaps in a link, and the inner one is the box. */
static bool shows_box(const struct html_node *d, size_t k, bool inside)
{
	return html_names[k].kind == HTML_NAME_BOX && !d->block &&
	       (!inside || d->tag == HTML_A);
}

/* Fill in what each element is called, and of each name how much prose it
 * would take away. */
static void look(struct html_page *g, const struct html_count *v,
                 uint32_t *taken)
{
	uint32_t end[HTML_NAMES_MAX] = { 0 };

	for (uint32_t i = 1; i < g->n; i++) {
		size_t k = beside(g, i);

		bool inside = k < html_names_n && i < end[k];

		g->nodes[i].beside = (uint16_t)k;
		if (k == html_names_n)
			continue;
		if (shows_box(&g->nodes[i], k, inside))
			g->nodes[i].beside = (uint16_t)html_names_n;
		if (inside)
			continue;
		taken[k] += v[i].prose;
		end[k] = g->nodes[i].end;
	}
}

static void drop(struct html_page *g, uint32_t i)
{
	for (uint32_t k = i; k < g->nodes[i].end; k++)
		g->nodes[k].gone = true;
}

static void drop_all(struct html_page *g, const struct html_count *v,
                     const uint32_t *taken, enum belief b)
{
	uint32_t most = v[0].prose / 2, article = 0; /* where one ends */

	for (uint32_t i = 1; i < g->n; i++) {
		size_t k = g->nodes[i].beside;
		bool named = k < html_names_n && believes(b, k);

		if (g->nodes[i].tag == HTML_ARTICLE && i >= article)
			article = g->nodes[i].end;
		if (!is_dropped(g, v, i, i < article)) {
			if (!named)
				continue;
			if (html_names[k].kind >= HTML_NAME_MAYBE &&
			    taken[k] >= HTML_ENOUGH && taken[k] > most)
				continue;
		}
		if (v[i].prose >= HTML_ENOUGH && v[i].prose > most)
			continue;
		drop(g, i);
		i = g->nodes[i].end - 1;
	}
}

/* Take away what b believes in; the prose that is left. */
static uint32_t try_belief(struct html_page *g, struct html_counts *c,
                           const uint32_t *taken, enum belief b)
{
	drop_all(g, c->v, taken, b);
	html_count(g, c);
	return c->v[0].prose;
}

static void undo(struct html_page *g, struct html_counts *c)
{
	for (size_t i = 0; i < g->n; i++)
		g->nodes[i].gone = false;
	html_count(g, c);
}

void html_discard(struct html_page *g, struct html_counts *c)
{
	/* If the second leaves too little, so do those between. */
	static const enum belief order[] = { BELIEVE_ALL, BELIEVE_TAGS,
		                             BELIEVE_SURE, BELIEVE_TALK,
		                             BELIEVE_TAGS };
	uint32_t taken[HTML_NAMES_MAX] = { 0 };

	html_count(g, c);
	look(g, c->v, taken);
	for (size_t k = 0; k < sizeof order / sizeof *order; k++) {
		bool enough;

		if (k > 0)
			undo(g, c);
		enough = try_belief(g, c, taken, order[k]) >= HTML_ENOUGH;
		if (enough && k != 1)
			return;
		if (!enough && k == 1)
			break;
	}
	/* Too little whatever is believed: believe all. */
	undo(g, c);
	drop_all(g, c->v, taken, BELIEVE_ALL);
}
