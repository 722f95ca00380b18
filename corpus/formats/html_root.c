/* Where the article is.  What is beside it on the page is taken away by its
 * names; what is left is searched for the element that says it is the text,
 * and failing that, for where the paragraphs are densest. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "corpus/formats/html_body.h"
#include "lib/base/mem.h"

/* Words of class and id that tell of what is no article. */
static const char *const beside[] = {
	"nav", "navigation", "navbar", "menu", "sidebar", "side bar",
	"breadcrumb", "breadcrumbs", "footer", "share", "sharing", "social",
	"newsletter", "cookie", "cookies", "consent", "gdpr", "related",
	"recommended", "recommendations", "most popular", "most read",
	"trending", "outbrain", "taboola", "promo", "promoted", "advert",
	"adverts", "advertisement", "ads", "sponsored", "tag list", "tags",
	"taglist", "byline", "author bio", "author box", "about author",
	"comments", "comment", "disqus", "premium", "paywall",
	"modal", "popup", "widget", "toolbar", "pagination", "pager",
	"subscribe", "subscription", "signup", "sign up", "login", "masthead",
	"skip link", "screen reader text", "sr only", "visually hidden",
	"hidden", "read more", "readmore", "see also", "more stories",
	"more news", "jp relatedposts", "post meta", "entry meta",
	"article meta", "meta data", "caption", "captions", "credit",
	"gallery", "slideshow", "video player", "embed", "twitter tweet",
	"instagram media", "infobox", "toc", "noprint", "printfriendly",
	"print only", "teaser", "teasers", "timestamp", "dateline",
	"copyright", "disclaimer", "banner", "topbar", "dropdown", "tooltip",
};

/* And of what is its text. */
static const char *const body_names[] = {
	"article body", "articlebody", "story body", "storybody",
	"story content", "entry content", "post content", "post body",
	"article content", "articlecontent", "article text", "article copy",
	"story text", "field body", "content body", "body content",
	"body copy", "post entry", "postentry", "article main", "news body",
	"news text", "news content", "detail text", "rich text",
	"single content", "td post content", "page content",
};

#define ENOUGH 250 /* bytes of prose that make an article */
#define SHORT 25   /* of a paragraph that is more than a label */

/* ---- counting ----------------------------------------------------------- */

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

static void count(const struct html_page *g, struct html_counts *c)
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
	for (size_t i = g->n - 1; i > 0; i--) {
		const struct html_count *own = &c->v[i];
		struct html_count *up = &c->v[g->nodes[i].parent];

		c->v[i].prose += own->own;
		up->chars += own->chars;
		up->links += own->links;
		up->prose += own->prose;
	}
}

/* ---- discarding --------------------------------------------------------- */

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

static bool is_beside(const struct html_page *g, uint32_t i)
{
	const char *class = html_attr(g, i, HTML_CLASS);
	const char *id = html_attr(g, i, HTML_ID);

	if (class == NULL && id == NULL)
		return false;
	for (size_t k = 0; k < sizeof beside / sizeof *beside; k++)
		if (html_has_word(class, beside[k]) ||
		    html_has_word(id, beside[k]))
			return true;
	return false;
}

static bool has_above(const struct html_page *g, uint32_t i, enum html_tag tag)
{
	while (i != 0 && g->nodes[i].tag != tag)
		i = g->nodes[i].parent;
	return i != 0;
}

static bool is_dropped(const struct html_page *g, uint32_t i)
{
	switch (g->nodes[i].tag) {
	case HTML_DROP:
	case HTML_FIGURE:
		return true;
	case HTML_HEADER:
		return !has_above(g, i, HTML_ARTICLE);
	case HTML_TEXT:
	case HTML_BODY:
	case HTML_HTML:
	case HTML_ARTICLE:
	case HTML_MAIN:
		return false;
	default:
		return is_hidden(g, i) || is_beside(g, i);
	}
}

static void drop(struct html_page *g, uint32_t i)
{
	for (uint32_t k = i; k < g->nodes[i].end; k++)
		g->nodes[k].gone = true;
}

void html_discard(struct html_page *g, struct html_counts *c)
{
	count(g, c);
	for (uint32_t i = 1; i < g->n; i++) {
		if (!is_dropped(g, i))
			continue;
		/* A name that stands on most of the text means no more than
		 * that. */
		if (c->v[i].prose >= ENOUGH &&
		    c->v[i].prose > c->v[0].prose / 2)
			continue;
		drop(g, i);
		i = g->nodes[i].end - 1;
	}
}

/* ---- the root ----------------------------------------------------------- */

static bool is_body_name(const struct html_page *g, uint32_t i)
{
	if (!g->nodes[i].block)
		return false;
	for (size_t k = 0; k < sizeof body_names / sizeof *body_names; k++)
		if (html_is_called(g, i, body_names[k]))
			return true;
	return false;
}

static bool is_item_body(const struct html_page *g, uint32_t i)
{
	const char *v = html_attr(g, i, HTML_ITEMPROP);

	return v != NULL && strcasestr(v, "articleBody") != NULL;
}

static bool is_article(const struct html_page *g, uint32_t i)
{
	return g->nodes[i].tag == HTML_ARTICLE;
}

static bool is_main(const struct html_page *g, uint32_t i)
{
	return g->nodes[i].tag == HTML_MAIN;
}

/* Of what the test accepts, the one with the most prose; 0 for none. */
static uint32_t most_prose(const struct html_page *g,
                           const struct html_count *v,
                           bool (*test)(const struct html_page *, uint32_t))
{
	uint32_t best = 0, prose = ENOUGH - 1;

	for (uint32_t i = 1; i < g->n; i++)
		if (!g->nodes[i].gone && v[i].prose > prose && test(g, i)) {
			best = i;
			prose = v[i].prose;
		}
	return best;
}

static uint32_t densest(const struct html_page *g, const struct html_count *v,
                        uint32_t from)
{
	uint32_t best = from, score = 0;

	for (uint32_t i = from; i < g->nodes[from].end; i++)
		if (v[i].score > score) {
			best = i;
			score = v[i].score;
		}
	/* Paragraphs that stand around it belong to it. */
	while (best != from) {
		uint32_t up = g->nodes[best].parent;

		if (g->nodes[up].tag == HTML_HTML ||
		    v[up].prose < v[best].prose + v[best].prose / 5)
			break;
		best = up;
	}
	return best;
}

uint32_t html_root(const struct html_page *g, struct html_counts *c)
{
	static bool (*const tests[])(const struct html_page *, uint32_t) = {
		is_item_body, is_body_name, is_article, is_main,
	};
	const struct html_count *v;
	uint32_t best;

	count(g, c);
	v = c->v;
	for (size_t k = 0; k < sizeof tests / sizeof *tests; k++) {
		best = most_prose(g, v, tests[k]);
		if (best != 0 && v[best].prose > v[0].prose / 3)
			return best;
	}
	return densest(g, v, 0);
}
