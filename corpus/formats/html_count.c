#include <string.h>

#include "corpus/formats/html_body.h"
#include "lib/base/mem.h"

#define SHORT 25 /* bytes of a paragraph that is more than a label */

static uint32_t solid(const char *p, size_t len)
{
	uint32_t n = 0;

	for (size_t i = 0; i < len; i++)
		n += (unsigned char)p[i] > ' ';
	return n;
}

static void count_own(const struct html_page *g, struct html_count *v)
{
	for (size_t i = 0; i < g->n; i++) {
		const struct html_node *d = &g->nodes[i];
		uint32_t n;

		if (d->tag != HTML_TEXT || d->gone)
			continue;
		n = solid(g->text.p + d->at, d->len);
		v[d->home].chars += n;
		if (d->link)
			v[d->home].links += n;
	}
}

static uint32_t prose_of(const struct html_node *d, const struct html_count *c)
{
	if (c->chars < SHORT || c->chars < 3 * c->links ||
	    d->tag == HTML_HEADING || d->tag == HTML_H1 || d->gone)
		return 0;
	return c->chars - 3 * c->links;
}

/* Add a node, all in it being added, to the one above. */
static void add_up(const struct html_node *d, struct html_count *own,
                   struct html_count *up)
{
	own->prose += own->own;
	up->chars += own->chars;
	up->links += own->links;
	up->prose += own->prose;
	up->inner += d->tag == HTML_ARTICLE ? own->prose : own->inner;
	up->titled |= own->titled || d->tag == HTML_H1;
	up->quotes |= d->tag == HTML_BLOCKQUOTE || d->tag == HTML_TR ||
	              (own->quotes && d->tag != HTML_DROP);
}

void html_count(const struct html_page *g, struct html_counts *c)
{
	if (c->cap < g->n) {
		c->cap = g->n + g->n / 2;
		c->v = nx_realloc_array(c->v, c->cap, sizeof *c->v);
	}
	memset(c->v, 0, g->n * sizeof *c->v);
	count_own(g, c->v);
	for (size_t i = g->n - 1; i > 0; i--) {
		const struct html_node *d = &g->nodes[i];
		struct html_count *own = &c->v[i], *up = &c->v[d->parent];

		if (d->block) {
			own->own = prose_of(d, own);
			up->score += own->own;
			c->v[g->nodes[d->parent].parent].score += own->own / 2;
		}
	}
	for (size_t i = g->n - 1; i > 0; i--)
		add_up(&g->nodes[i], &c->v[i], &c->v[g->nodes[i].parent]);
}
