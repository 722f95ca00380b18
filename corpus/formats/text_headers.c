/* "Name: value" lines above a text. */
#include "corpus/formats/text_lines.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "corpus/byline.h"
#include "corpus/date.h"

struct header {
	const char *name;
	void (*set)(struct article *a, const char *p, size_t len);
};

#define SETTER(field)                                                         \
	static void set_##field(struct article *a, const char *p, size_t len) \
	{                                                                     \
		buf_set(&a->field, p, len);                                   \
	}
SETTER(id)
SETTER(url)
SETTER(headline)
SETTER(deck)
SETTER(source)
SETTER(section)
SETTER(language)
SETTER(rights)
#undef SETTER

static void set_authors(struct article *a, const char *p, size_t len)
{
	byline_add(&a->authors, p, len);
}

/* From: a name and an address, in either order and dress. */
static void set_from(struct article *a, const char *p, size_t len)
{
	const char *angle = memchr(p, '<', len), *open = memchr(p, '(', len);
	size_t n;

	if (angle != NULL && angle > p) {
		n = (size_t)(angle - p);
	} else if (open != NULL) {
		const char *close = memchr(open, ')', (size_t)(p + len - open));

		p = open + 1;
		n = close != NULL ? (size_t)(close - p) : 0;
	} else {
		n = len;
	}
	while (n > 0 && (p[n - 1] == ' ' || p[n - 1] == '"'))
		n--;
	while (n > 0 && (*p == ' ' || *p == '"')) {
		p++;
		n--;
	}
	strings_add(&a->authors, p, n);
}

static void set_keywords(struct article *a, const char *p, size_t len)
{
	for (size_t i = 0, n; i < len; i += n + 1) {
		n = 0;
		while (i + n < len && p[i + n] != ',' && p[i + n] != ';')
			n++;
		strings_add(&a->keywords, p + i, n);
	}
}

static void set_place(struct article *a, const char *p, size_t len)
{
	strings_add(&a->places, p, len);
}

static void set_date(struct article *a, const char *p, size_t len)
{
	if (a->published.precision == INSTANT_NONE)
		(void)date_parse(p, len, DATE_ORDER_UNKNOWN, &a->published);
}

static const struct header headers[] = {
	{ "title", set_headline },     { "headline", set_headline },
	{ "subject", set_headline },   { "date", set_date },
	{ "published", set_date },     { "byline", set_authors },
	{ "author", set_authors },     { "authors", set_authors },
	{ "by", set_authors },         { "from", set_from },
	{ "source", set_source },      { "publication", set_source },
	{ "newspaper", set_source },   { "section", set_section },
	{ "newsgroups", set_section }, { "url", set_url },
	{ "link", set_url },           { "keywords", set_keywords },
	{ "dateline", set_place },     { "location", set_place },
	{ "language", set_language },  { "summary", set_deck },
	{ "deck", set_deck },          { "copyright", set_rights },
	{ "message-id", set_id },      { "id", set_id },
};

static const struct header *find_header(const char *p, size_t len,
                                        size_t *value)
{
	const char *colon = len > 0 ? memchr(p, ':', len) : NULL;

	if (colon == NULL || colon + 1 >= p + len ||
	    (colon[1] != ' ' && colon[1] != '\t'))
		return NULL;
	*value = (size_t)(colon + 1 - p);
	for (size_t i = 0; i < sizeof headers / sizeof *headers; i++)
		if (strlen(headers[i].name) == *value - 1 &&
		    strncasecmp(headers[i].name, p, *value - 1) == 0)
			return &headers[i];
	return NULL;
}

/* "X-Whatever: value" too, once a block has begun. */
static bool is_header_line(const char *p, size_t len)
{
	size_t n = 0;

	while (n < len && (isalnum((unsigned char)p[n]) || p[n] == '-'))
		n++;
	return (n > 0 && n < len && p[n] == ':') ||
	       (len > 0 && (p[0] == ' ' || p[0] == '\t'));
}

/* Two of the first ten lines are known: a block. */
static bool has_headers(struct lines_at t)
{
	struct line l;
	size_t known = 0, value;

	for (int i = 0; i < 10 && lines_next(&t, &l) && l.len > 0; i++)
		known += find_header(l.p, l.len, &value) != NULL;
	return known >= 2;
}

void lines_take_headers(struct lines_at *t, struct article *a)
{
	struct lines_at peek = *t;
	struct line l;

	if (!has_headers(*t))
		return;
	while (lines_next(&peek, &l)) {
		const struct header *h;
		size_t value = 0;

		if (l.len > 0 && !is_header_line(l.p, l.len))
			return;
		*t = peek;
		if (l.len == 0)
			return;
		h = find_header(l.p, l.len, &value);
		if (h != NULL)
			h->set(a, l.p + value, l.len - value);
	}
}
