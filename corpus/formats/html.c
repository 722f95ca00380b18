/* Web pages as they were saved, one article a page.
 *
 * The text is found on the page itself (html_root.c), what is said of it in
 * JSON-LD, meta elements and elements of the page, in this order of trust.
 */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "corpus/article.h"
#include "corpus/charset.h"
#include "corpus/format.h"
#include "corpus/formats/html_body.h"
#include "corpus/formats/html_facts.h"
#include "corpus/formats/html_page.h"
#include "corpus/formats/json_map.h"
#include "lib/base/limits.h"

/* How far into a page its first tag, and its charset, may stand. */
#define BID_BYTES 1024
#define CHARSET_BYTES 65536

/* Bytes of text under which a page that does not call itself an article is
 * none. */
#define ENOUGH 250

struct work {
	struct article a;
	struct html_page *page;
	struct html_counts counts;
	struct buf raw, text, ld_body;
	char charset[64];
};

/* ---- bytes to UTF-8 ----------------------------------------------------- */

/* The charset that a tag of the page declares, into w->charset. */
static const char *declared(struct work *w, const char *p, size_t len)
{
	const char *end = p + (len < CHARSET_BYTES ? len : CHARSET_BYTES);
	size_t n = 0;

	while ((p = memmem(p, (size_t)(end - p), "<", 1)) != NULL) {
		const char *gt = memchr(p, '>', (size_t)(end - p));
		const char *at = NULL;

		if (gt == NULL)
			return NULL;
		if (gt - p > 5 && strncasecmp(p, "<meta", 5) == 0)
			for (at = p; at < gt; at++)
				if (strncasecmp(at, "charset=", 8) == 0)
					break;
		if (at == NULL || at >= gt) {
			p = p + 1;
			continue;
		}
		for (at += 8; at < gt && (*at == '"' || *at == '\'');)
			at++;
		while (at < gt && n + 1 < sizeof w->charset &&
		       strchr("\"'; />", *at) == NULL)
			w->charset[n++] = *at++;
		w->charset[n] = '\0';
		return w->charset;
	}
	return NULL;
}

/* Most of a page is stripped before it is decoded; but not where '<' may be
 * part of another character. */
static void decode(struct work *w, const char *p, size_t len)
{
	const char *label = declared(w, p, len);
	struct charset_result res;
	bool plain = memchr(p, '\0', len < 1024 ? len : 1024) == NULL &&
	             memchr(p, '\x1b', len) == NULL;

	buf_clear(&w->raw);
	buf_clear(&w->text);
	if (plain) {
		html_strip(p, len, &w->raw);
		charset_decode(buf_str(&w->raw), w->raw.len, label, &w->text,
		               &res);
	} else {
		charset_decode(p, len, label, &w->raw, &res);
		html_strip(buf_str(&w->raw), w->raw.len, &w->text);
	}
	w->a.repairs |= res.repairs;
}

/* ---- the article -------------------------------------------------------- */

/* The text in JSON-LD has no paragraphs and is often cut; but where the page
 * has much less, it is a paywall or a script that fills it. */
static void choose_body(struct work *w)
{
	if (w->a.body.len >= w->ld_body.len / 5 * 2)
		return;
	buf_clear(&w->a.body);
	json_add_body(&w->a, w->ld_body.p, w->ld_body.len);
}

/* Whether most of what can be read on the page is links. */
static bool is_links(const struct work *w)
{
	const struct html_count *c = w->counts.v;

	return c->links > c->chars / 10 * 9;
}

/* Paths of pages that list articles, whatever text they have. */
static bool is_list_path(const struct buf *url)
{
	static const char *const names[] = {
		"/tag/", "/tags/", "/category/", "/author/", "/search",
	};
	const char *p = strstr(buf_str(url), "://");

	p = p != NULL ? strchr(p + 3, '/') : NULL;
	if (p == NULL || p[1] == '\0')
		return url->len > 0;
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (strncmp(p, names[i], strlen(names[i])) == 0)
			return true;
	return false;
}

static const char *no_article(const struct work *w, bool says_so)
{
	if (w->a.body.len == 0)
		return is_links(w) ? "page of links" : "page without text";
	if (says_so && w->a.headline.len > 0)
		return NULL;
	if (w->a.headline.len == 0)
		return "page without a headline";
	if (is_list_path(&w->a.url))
		return "front page or list of articles";
	if (is_links(w))
		return "page of links";
	if (w->a.body.len < ENOUGH)
		return "page with too little text";
	return NULL;
}

static enum nx_status tell(struct work *w, const char *p, size_t len,
                           struct sink *sink)
{
	struct html_page *g = w->page;
	const char *ld, *reason;
	size_t n;
	uint32_t root;
	bool says_so;

	decode(w, p, len);
	n = w->text.len;
	p = buf_str(&w->text);
	ld = memmem(p, n, HTML_LD_MARK, strlen(HTML_LD_MARK));
	if (ld == NULL)
		ld = p + n;
	html_page_read(g, p, (size_t)(ld - p));
	html_url(g, &w->a);
	says_so = html_ld(ld, n - (size_t)(ld - p), &w->a, &w->ld_body);
	says_so |= html_meta(g, &w->a);
	html_discard(g, &w->counts);
	root = html_root(g, &w->counts);
	html_elements(g, root, &w->a);
	html_body(g, root, &w->a.headline, &w->a.deck, &w->a.body);
	choose_body(w);
	if (g->cut)
		w->a.repairs |= g->deep ? REPAIR_CUT | REPAIR_DEEP
		                        : REPAIR_CUT;
	w->a.size = len;
	reason = no_article(w, says_so);
	if (reason != NULL)
		return sink->skipped(sink, 0, reason);
	return sink->article(sink, &w->a);
}

static enum nx_status html_read(const struct member *m, struct reader *r,
                                struct sink *sink, struct nx_err *err)
{
	struct work w = { .page = html_page_new() };
	const char *p;
	size_t len;
	enum nx_status all, st;

	(void)m;
	article_init(&w.a);
	all = reader_all(r, LIMIT_PAGE, &p, &len);
	if (all == NX_BOUND)
		w.a.repairs |= REPAIR_CUT;
	else if (reader_status(r, NULL) != NX_OK)
		w.a.repairs |= REPAIR_PARTIAL;
	if (len > LIMIT_PAGE)
		len = LIMIT_PAGE;
	st = tell(&w, p, len, sink);
	article_release(&w.a);
	html_page_free(w.page);
	free(w.counts.v);
	buf_release(&w.raw);
	buf_release(&w.text);
	buf_release(&w.ld_body);
	if (st == NX_OK && all == NX_BOUND)
		return nx_fail(err, NX_BOUND, "page of more than %zu bytes",
		               LIMIT_PAGE);
	return st == NX_OK ? reader_status(r, err) : st;
}

/* ---- the bid ------------------------------------------------------------ */

static bool starts(const char *p, size_t len, const char *s)
{
	size_t n = strlen(s);

	return len >= n && strncasecmp(p, s, n) == 0;
}

static bool named_html(const char *path)
{
	static const char *const endings[] = { ".html", ".htm", ".xhtml",
		                               ".shtml" };
	size_t n = strlen(path);

	for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
		size_t e = strlen(endings[i]);

		if (n > e && strcasecmp(path + n - e, endings[i]) == 0)
			return true;
	}
	return false;
}

static int html_bid(const struct sniff *s)
{
	const char *p = s->p;
	size_t len = s->len < BID_BYTES ? s->len : BID_BYTES;

	while (len > 0 && ((unsigned char)*p <= ' ' ||
	                   (unsigned char)*p >= 0xbb)) {
		p++; /* white space, byte order marks */
		len--;
	}
	if (len == 0 || *p != '<')
		return BID_NONE;
	if (starts(p, len, "<!doctype html") || starts(p, len, "<html"))
		return BID_CERTAIN;
	if (starts(p, len, "<head") || starts(p, len, "<body"))
		return BID_LIKELY;
	for (const char *q = p; q + 5 < p + len; q++)
		if (*q == '<' && strncasecmp(q, "<html", 5) == 0)
			return BID_LIKELY;
	return named_html(s->member->path) && !starts(p, len, "<?xml") ?
	               BID_NAME :
	               BID_NONE;
}

const struct format format_html = {
	.name = "html",
	.summary = "pages of news sites, as they were saved",
	.flags = FORMAT_PATH_IS_ID,
	.bid = html_bid,
	.read = html_read,
};
