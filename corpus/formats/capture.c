#include "corpus/formats/capture.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "corpus/charset.h"
#include "corpus/container.h"
#include "corpus/date.h"
#include "corpus/url.h"
#include "lib/base/limits.h"
#include "lib/base/utf8.h"

#define STATUS_TEXT 32

/* ---- what is no article, by what is said of it ----------------------------
 */

/* Types, by how they begin; the first that fits counts.  An ending makes the
 * name under which formats see the payload, which are read without one are
 * no pages. */
static const struct kind {
	const char *type;
	const char *ending; /* NULL: skipped, and why */
	const char *why;
} kinds[] = {
	{ "text/html", ".html", "text/html: no format" },
	{ "application/xhtml", ".html", "text/html: no format" },
	{ "application/vnd.wap.xhtml", ".html", "text/html: no format" },
	{ "text/plain", ".txt", "text/plain: no text" },
	{ "text/xml", ".xml", "XML: no format" },
	{ "application/xml", ".xml", "XML: no format" },
	{ "application/rss", ".xml", "feed: no format" },
	{ "application/atom", ".xml", "feed: no format" },
	{ "application/rdf", ".xml", "feed: no format" },
	{ "application/feed+json", ".json", "feed: no format" },
	{ "image/", NULL, "image" },
	{ "video/", NULL, "video" },
	{ "audio/", NULL, "sound" },
	{ "font/", NULL, "font" },
	{ "application/font", NULL, "font" },
	{ "application/x-font", NULL, "font" },
	{ "application/vnd.ms-fontobject", NULL, "font" },
	{ "text/css", NULL, "style sheet" },
	{ "text/javascript", NULL, "script" },
	{ "text/ecmascript", NULL, "script" },
	{ "application/javascript", NULL, "script" },
	{ "application/x-javascript", NULL, "script" },
	{ "application/ecmascript", NULL, "script" },
	{ "application/json", NULL, "JSON of a page" },
	{ "application/ld+json", NULL, "JSON of a page" },
	{ "application/manifest+json", NULL, "JSON of a page" },
	{ "application/pdf", ".pdf", "PDF: pdftotext is not installed" },
	{ "application/x-pdf", ".pdf", "PDF: pdftotext is not installed" },
	{ "application/rtf", ".rtf", "RTF: no text" },
	{ "text/rtf", ".rtf", "RTF: no text" },
	{ "application/vnd.openxmlformats-officedocument.wordprocessingml",
	  ".docx", "no document of Word" },
	{ "application/msword", NULL, "office document (not supported)" },
	{ "application/vnd.", NULL, "office document (not supported)" },
	{ "application/x-shockwave", NULL, "Flash" },
	{ "text/dns", NULL, "DNS answer" },
	{ "", NULL, "of another type than a page" },
};

/* What servers send for data whose type they do not know. */
static bool says_nothing(struct piece type)
{
	return type.len == 0 || memchr(type.p, '/', type.len) == NULL ||
	       piece_begins(type, "application/octet-stream") ||
	       piece_begins(type, "application/unknown") ||
	       piece_begins(type, "unknown/") ||
	       piece_begins(type, "application/http") ||
	       piece_begins(type, "no-type");
}

static const struct kind unknown = { "", "", "no known format" };

static const struct kind *kind_of(struct piece type)
{
	size_t i = 0;

	if (says_nothing(type))
		return &unknown;
	while (!piece_begins(type, kinds[i].type))
		i++;
	return &kinds[i];
}

/* Where an address leads: behind the host, without its query. */
static struct piece path_of(struct piece url)
{
	const char *p, *end, *q;

	if (url.len == 0)
		return (struct piece){ "", 0 };
	end = url.p + url.len;
	p = memmem(url.p, url.len, "://", 3);
	p = p != NULL ? memchr(p + 3, '/', (size_t)(end - p - 3)) : NULL;
	if (p == NULL)
		return (struct piece){ "", 0 };
	for (q = p; q < end && *q != '?' && *q != '#'; q++)
		;
	return (struct piece){ p, (size_t)(q - p) };
}

/* Files for machines that every site has. */
static bool is_for_robots(struct piece url)
{
	static const char *const names[] = { "/robots.txt", "/ads.txt",
		                             "/app-ads.txt", "/humans.txt",
		                             "/security.txt" };
	struct piece path = path_of(url);

	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
		size_t n = strlen(names[i]);

		if (path.len >= n &&
		    strncasecmp(path.p + path.len - n, names[i], n) == 0)
			return true;
	}
	return false;
}

static bool is_address(struct piece url)
{
	return url.len == 0 || piece_begins(url, "http:") ||
	       piece_begins(url, "https:") || piece_begins(url, "ftp:") ||
	       piece_begins(url, "ftps:") || piece_begins(url, "file:");
}

/* ---- articles on their way out --------------------------------------------
 */

struct passing {
	struct sink sink; /* first: sinks are cast to it */
	struct sink *outer;
	const struct capture *c;
	const struct buf *url;
	const struct format *format;
	bool partial;
	uint64_t told;
	enum nx_status halt; /* what outer wants returned */
};

/* The host's last two names, which is the site but for co.uk and its like,
 * where it is too much, never too little. */
static struct piece site_of(const struct buf *host)
{
	size_t at = host->len, dots = 0;

	while (at > 0 && (host->p[at - 1] != '.' || ++dots < 2))
		at--;
	return (struct piece){ buf_str(host) + at, host->len - at };
}

/* A page may say which address it wants to be known by, but only one of its
 * own site. */
static bool same_site(const struct buf *a, const struct buf *b)
{
	struct buf x = BUF_INIT, y = BUF_INIT;
	struct piece s, t;
	bool same;

	same = url_host(buf_str(a), a->len, &x) &&
	       url_host(buf_str(b), b->len, &y);
	s = site_of(&x);
	t = site_of(&y);
	same = same && s.len == t.len && memcmp(s.p, t.p, s.len) == 0;
	buf_release(&x);
	buf_release(&y);
	return same;
}

static enum nx_status pass_article(struct sink *s, struct article *a)
{
	struct passing *t = (struct passing *)s;
	struct instant *d = &a->published;

	t->told++;
	if (a->url.len == 0 || (strcmp(t->format->name, "html") == 0 &&
	                        !same_site(&a->url, t->url)))
		buf_set(&a->url, buf_str(t->url), t->url->len);
	if (d->precision == INSTANT_NONE && a->url.len > 0 &&
	    date_from_path(a->url.p, a->url.len, d))
		d->origin = INSTANT_FROM_URL;
	if (d->precision == INSTANT_NONE) {
		*d = t->c->when;
		d->origin = INSTANT_FROM_CAPTURE;
	}
	a->captured = t->c->when;
	if (t->partial)
		a->repairs |= REPAIR_PARTIAL;
	a->offset = t->c->offset;
	a->size = t->c->size;
	t->halt = t->outer->article(t->outer, a);
	return t->halt;
}

static enum nx_status pass_skipped(struct sink *s, uint64_t offset,
                                   const char *reason)
{
	struct passing *t = (struct passing *)s;

	(void)offset;
	t->told++;
	t->halt = t->outer->skipped(t->outer, t->c->offset, reason);
	return t->halt;
}

static enum nx_status pass_failed(struct sink *s, uint64_t offset,
                                  const char *reason)
{
	struct passing *t = (struct passing *)s;

	(void)offset;
	t->told++;
	t->halt = t->outer->failed(t->outer, t->c->offset, reason);
	return t->halt;
}

static void pass_mended(struct sink *s, enum repair what)
{
	sink_mended(((struct passing *)s)->outer, what);
}

/* ---- the payload ----------------------------------------------------------
 */

/* The charset that a type names, or "". */
static void charset_of(struct piece type, struct buf *out)
{
	for (; type.len > 8; type.p++, type.len--) {
		struct piece v = { type.p + 8, type.len - 8 };
		size_t n = 0;

		if (!piece_begins(type, "charset="))
			continue;
		v = piece_trim(v);
		while (n < v.len && v.p[n] != ';' && v.p[n] != ' ')
			n++;
		buf_add(out, v.p, n);
		return;
	}
}

/* Servers name a charset for documents too, which have none. */
static bool has_charset(const struct kind *kind)
{
	static const char *const documents[] = { ".pdf", ".rtf", ".docx" };

	for (size_t i = 0; i < sizeof documents / sizeof *documents; i++)
		if (strcmp(kind->ending, documents[i]) == 0)
			return false;
	return true;
}

/* Formats know what stands in a payload, not what the server said of it: where
 * only that tells the charset, they get UTF-8. */
static void to_utf8(struct piece *body, struct piece type, struct buf *store)
{
	struct buf label = BUF_INIT;
	struct charset_result res;

	charset_of(type, &label);
	if (label.len > 0 && !utf8_valid(body->p, body->len)) {
		charset_decode(body->p, body->len, label.p, store, &res);
		*body = (struct piece){ buf_str(store), store->len };
	}
	buf_release(&label);
}

/* The name under which formats see the payload. */
static void name_of(struct piece url, const char *ending, struct buf *out)
{
	struct piece path = path_of(url);
	size_t n = strlen(ending);
	struct buf raw = BUF_INIT;

	while (path.len > 0 && path.p[0] == '/') {
		path.p++;
		path.len--;
	}
	if (path.len > LIMIT_FIELD)
		path.len = LIMIT_FIELD;
	buf_add(&raw, path.p, path.len);
	name_display(buf_str(&raw), out);
	buf_release(&raw);
	if (out->len == 0 || out->p[out->len - 1] == '/')
		buf_adds(out, "index");
	if (out->len < n || strcasecmp(out->p + out->len - n, ending) != 0)
		buf_adds(out, ending);
}

/* The address as an article has it: what cannot stand in one is escaped, which
 * is white space, controls, and bytes of no charset that anybody said. */
static void address_of(struct piece url, struct buf *out)
{
	unsigned len;

	for (size_t i = 0; i < url.len && out->len < LIMIT_FIELD; i += len) {
		const char *p = url.p + i;
		uint32_t c = utf8_decode(p, url.p + url.len, &len);

		if (c == UTF8_BAD || c <= ' ' || c == 0x7f)
			buf_addf(out, "%%%02X", (unsigned char)*p);
		else
			buf_add(out, p, len);
	}
}

/* Whether f reads captures itself: a crawl in a crawl is no page. */
static bool is_crawl(const struct format *f)
{
	return strcmp(f->name, "warc") == 0 || strcmp(f->name, "arc") == 0;
}

static enum nx_status give(struct passing *t, const struct member *m,
                           const struct kind *kind, struct piece body,
                           struct nx_err *err)
{
	struct sniff sn = { m, body.p, body.len, body.len <= SNIFF_BYTES };
	struct memory_source src;
	struct reader r;
	const char *why = kind->why;
	enum nx_status st;

	if (sn.len > SNIFF_BYTES)
		sn.len = SNIFF_BYTES;
	t->format = format_choose(&sn, kind == &unknown ? &why : NULL);
	if (t->format != NULL && is_crawl(t->format)) {
		t->format = NULL;
		why = "a crawl in a record";
	}
	if (t->format == NULL)
		return pass_skipped(&t->sink, 0, why);
	memory_source_init(&src, body.p, body.len);
	reader_init(&r, &src.src);
	st = t->format->read(m, &r, &t->sink, err);
	reader_release(&r);
	if (t->halt != NX_OK)
		return t->halt;
	if (st == NX_DAMAGED || st == NX_BOUND)
		return pass_failed(&t->sink, 0,
		                   err != NULL ? err->msg : "damaged");
	if (st == NX_OK && t->told == 0)
		return pass_skipped(&t->sink, 0, "nothing in it");
	return st == NX_END ? NX_OK : st;
}

static enum nx_status read_payload(struct passing *t, struct http *h,
                                   const struct member *m,
                                   const struct kind *kind, struct nx_err *err)
{
	struct buf store = BUF_INIT, text = BUF_INIT, name = BUF_INIT;
	struct member inner = *m;
	struct nx_err ignored;
	enum nx_status st;

	http_decode(h, &store, &t->partial);
	if (has_charset(kind))
		to_utf8(&h->body, h->type, &text);
	name_of(t->c->url, kind->ending, &name);
	inner.path = name.p;
	inner.size = h->body.len;
	if (h->body.len == 0)
		st = pass_skipped(&t->sink, 0, "empty");
	else
		st = give(t, &inner, kind, h->body,
		          err != NULL ? err : &ignored);
	buf_release(&name);
	buf_release(&text);
	buf_release(&store);
	return st;
}

/* Why the record is no article, as far as its headers tell; NULL if they do
 * not.  text has room for STATUS_TEXT bytes. */
static const char *refuse(const struct capture *c, const struct http *h,
                          const struct kind *kind, char *text)
{
	if (h->status != 0 && h->status != 200 && h->status != 203) {
		(void)snprintf(text, STATUS_TEXT, "HTTP status %d", h->status);
		return text;
	}
	if (kind->ending == NULL)
		return kind->why;
	return is_for_robots(c->url) ? "for robots" : NULL;
}

enum nx_status capture_read(const struct capture *c, const struct member *m,
                            struct sink *sink, struct nx_err *err)
{
	struct passing t = {
		.sink = { pass_article, pass_skipped, pass_failed,
		          pass_mended },
		.outer = sink,
		.c = c,
		.partial = c->partial,
	};
	struct http h = { .body = c->block };
	struct buf url = BUF_INIT;
	const struct kind *kind;
	char status[STATUS_TEXT];
	const char *why;
	enum nx_status st;

	if (!is_address(c->url))
		return sink->skipped(sink, c->offset, "of no web address");
	if (c->http)
		http_parse(c->block.p, c->block.len, &h);
	if (h.type.len == 0)
		h.type = c->type;
	kind = kind_of(c->identified.len > 0 ? c->identified : h.type);
	why = refuse(c, &h, kind, status);
	if (why != NULL)
		return sink->skipped(sink, c->offset, why);
	if (c->too_long)
		return sink->failed(sink, c->offset,
		                    "longer than a record may be");
	address_of(c->url, &url);
	t.url = &url;
	st = read_payload(&t, &h, m, kind, err);
	buf_release(&url);
	return st;
}
