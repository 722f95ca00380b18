#include "corpus/formats/feed.h"

#include <string.h>

#include "corpus/date.h"
#include "corpus/markup.h"
#include "corpus/paragraphs.h"
#include "corpus/url.h"

/* Text whose tags are escaped twice has none until it is read once. */
static void add_markup(struct buf *out, struct xml_str s)
{
	struct buf once = BUF_INIT;

	markup_text(s.p, s.len, &once);
	if (memchr(s.p, '<', s.len) == NULL &&
	    xml_has((struct xml_str){ buf_str(&once), once.len }, "</") &&
	    markup_is(once.p, once.len))
		markup_text(once.p, once.len, out);
	else
		buf_add(out, buf_str(&once), once.len);
	buf_release(&once);
}

void feed_string(struct buf *out, struct xml_str s)
{
	if (s.len == 0)
		return;
	if (markup_is(s.p, s.len))
		add_markup(out, s);
	else
		paragraphs_add(s.p, s.len, out);
}

void feed_text(struct buf *out, const struct xml *x, uint32_t n)
{
	if (n == XML_NONE)
		return;
	if (xml_child(x, n, NULL) != XML_NONE)
		xml_prose(x, n, out);
	else
		feed_string(out, xml_text(x, n));
}

void feed_line(struct buf *out, const struct xml *x, uint32_t n)
{
	if (out->len == 0)
		feed_text(out, x, n);
}

void feed_id(struct article *a, struct xml_str id, const char *space,
             struct xml_str site)
{
	struct buf host = BUF_INIT;

	if (a->url.len > 0)
		site = (struct xml_str){ a->url.p, a->url.len };
	xml_set(&a->id, id);
	if (id.len > 0 && memchr(id.p, ':', id.len) == NULL &&
	    url_host(site.p, site.len, &host))
		buf_addf(&a->space, "%s/%s", space, host.p);
	buf_release(&host);
}

/* The bytes of "http://host" in an absolute address. */
static size_t origin_len(struct xml_str s)
{
	const char *p = memmem(s.p, s.len, "://", 3), *slash;

	if (p == NULL)
		return 0;
	p += 3;
	slash = memchr(p, '/', s.len - (size_t)(p - s.p));
	return slash != NULL ? (size_t)(slash - s.p) : s.len;
}

void feed_url(struct buf *out, struct xml_str href, struct xml_str base)
{
	size_t origin, keep;
	const char *slash;

	if (out->len > 0 || href.len == 0)
		return;
	if (xml_has(href, "://") || !url_is(base.p, base.len)) {
		buf_add(out, href.p, href.len);
		return;
	}
	keep = origin = origin_len(base);
	slash = memrchr(base.p, '/', base.len);
	if (href.p[0] != '/' && (size_t)(slash - base.p) >= origin)
		keep = (size_t)(slash - base.p) + 1;
	else if (href.len > 1 && href.p[0] == '/' && href.p[1] == '/')
		keep = (size_t)(strchr(base.p, ':') - base.p) + 1;
	buf_add(out, base.p, keep);
	if (keep == origin && href.p[0] != '/')
		buf_addc(out, '/');
	buf_add(out, href.p, href.len);
}

struct xml_str feed_base(const struct xml_record *rec, uint32_t feed)
{
	struct xml_str s = xml_attr(rec->x, rec->root, "xml:base");

	if (!url_is(s.p, s.len))
		s = xml_attr(rec->head, feed, "xml:base");
	if (!url_is(s.p, s.len))
		s = xml_attr(rec->head, xml_child(rec->head, XML_TOP, NULL),
		             "xml:base");
	return s;
}

void feed_mark(struct article *a, bool whole)
{
	if (!whole && a->body.len < FEED_TEASER)
		a->repairs |= REPAIR_PARTIAL;
	if (a->published.precision == INSTANT_NONE) {
		a->published = a->updated;
		a->updated = (struct instant){ 0 };
	}
}

void feed_list(struct strings *out, struct xml_str s)
{
	const char *end = s.p + s.len;

	while (s.p < end) {
		const char *comma = memchr(s.p, ',', (size_t)(end - s.p));
		const char *stop = comma != NULL ? comma : end;

		strings_add(out, s.p, (size_t)(stop - s.p));
		s.p = stop + 1;
	}
}

void feed_date(struct instant *out, struct xml_str s)
{
	if (out->precision == INSTANT_NONE)
		(void)date_parse(s.p, s.len, DATE_ORDER_UNKNOWN, out);
}
