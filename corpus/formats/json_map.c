#include "corpus/formats/json_map.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "corpus/byline.h"
#include "corpus/charset.h"
#include "corpus/formats/json_path.h"
#include "corpus/markup.h"
#include "corpus/paragraphs.h"
#include "corpus/url.h"
#include "lib/base/limits.h"

/* What setting one field needs. */
struct setting {
	struct article *a;
	struct buf *line;        /* the field, of one line */
	struct strings *strings; /* or of several */
	struct instant *date;
	enum date_order order;
};

/* Some longer: article_finish cuts it, and says so. */
#define TEXT_MAX (LIMIT_ARTICLE_TEXT + LIMIT_ARTICLE_TEXT / 4)

void json_set_line(struct buf *out, const char *text, size_t len)
{
	unsigned repairs = 0;

	buf_clear(out);
	if (len > 16 * LIMIT_FIELD)
		len = 16 * LIMIT_FIELD;
	if (markup_is(text, len))
		markup_text(text, len, out);
	else
		buf_add(out, text, len);
	charset_scrub(out, &repairs);
}

void json_add_body(struct article *a, const char *text, size_t len)
{
	struct buf *b = &a->body;

	if (len == 0 || b->len >= TEXT_MAX)
		return;
	if (len > TEXT_MAX)
		len = TEXT_MAX;
	if (b->len > 0)
		buf_adds(b, "\n\n");
	if (markup_is(text, len))
		markup_text(text, len, b);
	else
		paragraphs_add(text, len, b);
}

static bool is_number(const char *s)
{
	size_t n = strspn(s, "0123456789");

	return n >= 8 && n <= 20 && s[n] == '\0';
}

bool json_date(const cJSON *v, enum date_order order, struct instant *out)
{
	struct buf text = BUF_INIT;
	bool ok = false;

	if (cJSON_IsNumber(v)) {
		ok = date_from_number(v->valuedouble, out);
	} else if (json_value(v, &text) && text.len < 200) {
		if (is_number(text.p))
			ok = date_from_number(strtod(text.p, NULL), out);
		else
			ok = date_parse(text.p, text.len, order, out);
	}
	buf_release(&text);
	if (!ok)
		memset(out, 0, sizeof *out);
	return ok;
}

/* ---- visitors ----------------------------------------------------------- */

static bool visit_date(const cJSON *v, void *ctx)
{
	struct setting *s = ctx;

	return s->date->precision != INSTANT_NONE ||
	       json_date(v, s->order, s->date);
}

static bool visit_line(const cJSON *v, void *ctx)
{
	struct setting *s = ctx;
	struct buf text = BUF_INIT;

	if (s->line->len > 0)
		return true;
	if (json_value(v, &text))
		json_set_line(s->line, text.p, text.len);
	buf_release(&text);
	return s->line->len > 0;
}

static bool visit_url(const cJSON *v, void *ctx)
{
	struct setting *s = ctx;
	struct buf text = BUF_INIT;

	if (s->line->len == 0 && json_value(v, &text)) {
		if (url_is(text.p, text.len))
			buf_set(s->line, text.p, text.len);
		else if (strncmp(text.p, "www.", 4) == 0)
			buf_addf(s->line, "http://%s", text.p);
		charset_scrub(s->line, &s->a->repairs);
	}
	buf_release(&text);
	return s->line->len > 0;
}

static bool visit_authors(const cJSON *v, void *ctx)
{
	struct setting *s = ctx;
	struct buf text = BUF_INIT, line = BUF_INIT;
	size_t before = s->strings->n;

	if (json_value(v, &text)) {
		json_set_line(&line, text.p, text.len);
		byline_add(s->strings, buf_str(&line), line.len);
	}
	buf_release(&text);
	buf_release(&line);
	return s->strings->n > before;
}

/* Keywords in one string are separated by ';', or else by ','. */
static void add_parts(struct strings *s, const char *p, size_t len, bool alone)
{
	char by = memchr(p, ';', len) != NULL ? ';' : ',';

	if (!alone) {
		strings_add(s, p, len);
		return;
	}
	for (size_t i = 0, n; i < len; i += n + 1) {
		const char *end = memchr(p + i, by, len - i);

		n = end != NULL ? (size_t)(end - p) - i : len - i;
		strings_add(s, p + i, n);
	}
}

static bool visit_strings(const cJSON *v, void *ctx)
{
	struct setting *s = ctx;
	struct buf text = BUF_INIT, line = BUF_INIT;
	/* Elements of a list, and names in them, stand for themselves. */
	bool alone = cJSON_IsString(v) && v->string != NULL &&
	             strcmp(v->string, "name") != 0 &&
	             strcmp(v->string, "value") != 0 &&
	             strcmp(v->string, "label") != 0 &&
	             strcmp(v->string, "webTitle") != 0;
	bool any = json_value(v, &text);

	if (any) {
		json_set_line(&line, text.p, text.len);
		if (line.len > 0)
			add_parts(s->strings, line.p, line.len, alone);
	}
	buf_release(&text);
	buf_release(&line);
	return any;
}

static bool visit_body(const cJSON *v, void *ctx)
{
	struct setting *s = ctx;
	struct buf text = BUF_INIT;
	size_t before = s->a->body.len;

	/* The usual case, without a copy. */
	if (cJSON_IsString(v) && strlen(v->valuestring) > 9)
		json_add_body(s->a, v->valuestring, strlen(v->valuestring));
	else if (json_value(v, &text))
		json_add_body(s->a, text.p, text.len);
	buf_release(&text);
	return s->a->body.len > before;
}

/* ---- a record ----------------------------------------------------------- */

/* Records stand inside what a database or an interface put around them. */
static const cJSON *unwrap(const cJSON *o, const cJSON **id)
{
	static const char own[] = "headline|title|text|body|contents|content|"
				  "headlines|webTitle";
	static const char wrap[] = "_source|data.item|item|document|"
				   "article|result|data|doc|post";

	for (int i = 0; i < 3; i++) {
		const cJSON *in;

		if (json_path_first(o, own) != NULL)
			break;
		in = json_path_first(o, wrap);
		if (!cJSON_IsObject(in))
			break;
		if (*id == NULL)
			*id = json_path_first(o, "_id");
		o = in;
	}
	return o;
}

static const struct json_dialect *find_dialect(const cJSON *o)
{
	const struct json_dialect *d = json_dialects;

	while (d->name != NULL && !json_path_all(o, d->signature))
		d++;
	return d;
}

/* The generic row is the last one. */
static const struct json_dialect *generic(void)
{
	const struct json_dialect *d = json_dialects;

	while (d->name != NULL)
		d++;
	return d;
}

static bool is_one_of(const char *name, const char *path)
{
	size_t len = strlen(name);

	for (;;) {
		size_t n = strcspn(path, "|*");
		bool prefix = path[n] == '*';

		if ((prefix ? len >= n : len == n) &&
		    strncasecmp(path, name, n) == 0)
			return true;
		path += n + prefix;
		if (*path == '\0')
			return false;
		path++;
	}
}

bool json_field_known(const char *name, enum json_field *field)
{
	const struct json_dialect *g = generic();

	for (int f = 0; f < JSON_FIELDS; f++)
		if (is_one_of(name, g->path[f])) {
			*field = (enum json_field)f;
			return true;
		}
	return false;
}

static void set_field(const cJSON *o, enum json_field f, const char *path,
                      struct setting *s)
{
	struct article *a = s->a;
	json_visit *visit = visit_line;

	switch (f) {
	case JSON_ID:
		s->line = &a->id;
		break;
	case JSON_URL:
		s->line = &a->url;
		visit = visit_url;
		break;
	case JSON_HEADLINE:
		s->line = &a->headline;
		break;
	case JSON_DECK:
		s->line = &a->deck;
		break;
	case JSON_SOURCE:
		s->line = &a->source;
		break;
	case JSON_SECTION:
		s->line = &a->section;
		break;
	case JSON_LANGUAGE:
		s->line = &a->language;
		break;
	case JSON_RIGHTS:
		s->line = &a->rights;
		break;
	case JSON_AUTHORS:
		s->strings = &a->authors;
		visit = visit_authors;
		break;
	case JSON_KEYWORDS:
		s->strings = &a->keywords;
		visit = visit_strings;
		break;
	case JSON_PLACES:
		s->strings = &a->places;
		visit = visit_strings;
		break;
	case JSON_PUBLISHED:
		s->date = &a->published;
		visit = visit_date;
		break;
	case JSON_UPDATED:
		s->date = &a->updated;
		visit = visit_date;
		break;
	case JSON_BODY:
		visit = visit_body;
		break;
	case JSON_FIELDS:
		return;
	}
	(void)json_path_each(o, path, visit, s);
}

/* A source given as an address is its host. */
static void finish_source(struct article *a, const struct json_dialect *d)
{
	struct buf host = BUF_INIT;

	if (a->source.len > 0 && url_host(a->source.p, a->source.len, &host))
		buf_set(&a->source, host.p, host.len);
	buf_release(&host);
	if (a->source.len == 0 && d->source != NULL)
		buf_sets(&a->source, d->source);
}

static const char *is_article(struct article *a)
{
	if (a->body.len > 0 || a->withdrawn != WITHDRAWN_NOT)
		return NULL;
	/* A headline alone may be a record of anything; with one of these it
	 * is an article whose text is elsewhere. */
	if (a->headline.len > 0 && (a->published.precision != INSTANT_NONE ||
	                            a->url.len > 0 || a->deck.len > 0)) {
		a->repairs |= REPAIR_PARTIAL;
		return NULL;
	}
	return "no text field";
}

const char *json_map(const cJSON *record, struct article *a)
{
	const cJSON *outer_id = NULL;
	const cJSON *o = unwrap(record, &outer_id);
	const struct json_dialect *d = find_dialect(o), *g = generic();
	struct setting s = { a, NULL, NULL, NULL, d->order };
	const char *why = NULL;

	if (d->space != NULL)
		buf_sets(&a->space, d->space);
	for (int f = 0; f < JSON_FIELDS; f++)
		set_field(o, (enum json_field)f,
		          d->path[f] != NULL ? d->path[f] : g->path[f], &s);
	if (a->id.len == 0 && outer_id != NULL)
		(void)json_value(outer_id, &a->id);
	finish_source(a, d);
	if (d->special != NULL)
		why = d->special(o, a);
	if (why != NULL)
		return why;
	charset_scrub(&a->body, &a->repairs);
	return is_article(a);
}
