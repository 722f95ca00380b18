/* Articles in JSON-LD, as pages give them to search engines. */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include <cjson/cJSON.h>

#include "corpus/byline.h"
#include "corpus/formats/html_facts.h"
#include "corpus/formats/json_map.h"
#include "corpus/formats/json_path.h"
#include "corpus/formats/json_scan.h"
#include "corpus/url.h"
#include "lib/base/limits.h"
#include "lib/base/mem.h"

/* Blocks of a page, and objects in them that are looked at. */
#define BLOCKS 64
#define OBJECTS 1024

struct ld {
	cJSON *block[BLOCKS];
	const cJSON *v[OBJECTS]; /* every object of a graph or list */
	size_t blocks, n;
};

/* ---- parsing ------------------------------------------------------------ */

/* What of sloppy JSON can be mended without understanding it: what stands
 * around it, controls in strings, undefined, commas before an end. */
static void repair(const char *p, size_t len, struct buf *out)
{
	bool quoted = false;
	size_t i = 0;

	while (i < len && p[i] != '{' && p[i] != '[')
		i += len - i > 7 && memcmp(p + i, "![CDATA[", 8) == 0 ? 8 : 1;
	for (; i < len; i++) {
		if ((unsigned char)p[i] < ' ') {
			buf_addc(out, ' ');
			continue;
		}
		if (quoted && p[i] == '\\' && i + 1 < len) {
			buf_addc(out, p[i++]);
		} else if (p[i] == '"') {
			quoted = !quoted;
		} else if (!quoted && (p[i] == '}' || p[i] == ']')) {
			while (out->len > 0 && out->p[out->len - 1] == ' ')
				buf_cut(out, out->len - 1);
			if (out->len > 0 && out->p[out->len - 1] == ',')
				buf_cut(out, out->len - 1);
		} else if (!quoted && len - i > 9 &&
		           memcmp(p + i, "undefined", 9) == 0) {
			buf_adds(out, "null");
			i += 8;
			continue;
		}
		buf_addc(out, p[i]);
	}
}

static cJSON *parse_value(const char *p, size_t len)
{
	struct json_scan scan;
	struct buf mended = BUF_INIT;
	cJSON *o = NULL;

	while (len > 0 && (unsigned char)*p <= ' ') {
		p++;
		len--;
	}
	json_scan_init(&scan);
	if (len == 0 || (*p != '{' && *p != '[') ||
	    json_scan_run(&scan, p, len) != JSON_DONE)
		return NULL;
	if (scan.mend)
		json_mend(p, scan.at, &mended);
	else
		buf_add(&mended, p, scan.at);
	o = cJSON_ParseWithLength(mended.p, mended.len);
	buf_release(&mended);
	return o;
}

static cJSON *parse(const char *p, size_t len)
{
	struct buf text = BUF_INIT;
	cJSON *o = parse_value(p, len);

	if (o == NULL) {
		repair(p, len, &text);
		o = parse_value(buf_str(&text), text.len);
	}
	buf_release(&text);
	return o;
}

static void parse_blocks(struct ld *ld, const char *p, size_t len)
{
	const char *end = p + len, *next;
	size_t mark = strlen(HTML_LD_MARK);

	while (ld->blocks < BLOCKS && (size_t)(end - p) > mark) {
		cJSON *o;

		p += mark;
		next = memmem(p, (size_t)(end - p), HTML_LD_MARK, mark);
		if (next == NULL)
			next = end;
		o = parse(p, (size_t)(next - p));
		if (o != NULL)
			ld->block[ld->blocks++] = o;
		p = next;
	}
}

/* ---- finding the article ------------------------------------------------ */

static void add_object(struct ld *ld, const cJSON *o)
{
	if (cJSON_IsObject(o) && ld->n < OBJECTS)
		ld->v[ld->n++] = o;
}

static void add_list(struct ld *ld, const cJSON *list)
{
	const cJSON *o;

	cJSON_ArrayForEach(o, list)
	{
		const cJSON *in;

		if (!cJSON_IsArray(o))
			add_object(ld, o);
		else
			cJSON_ArrayForEach(in, o) add_object(ld, in);
	}
}

/* v grows while it is walked: graphs are in objects, and in graphs. */
static void flatten(struct ld *ld)
{
	for (size_t i = 0; i < ld->blocks; i++)
		if (cJSON_IsArray(ld->block[i]))
			add_list(ld, ld->block[i]);
		else
			add_object(ld, ld->block[i]);
	for (size_t i = 0; i < ld->n; i++) {
		const cJSON *in = cJSON_GetObjectItem(ld->v[i], "@graph");

		if (cJSON_IsArray(in))
			add_list(ld, in);
		else
			add_object(ld, in);
		add_object(ld, cJSON_GetObjectItem(ld->v[i], "mainEntity"));
	}
}

static bool is_type(const char *t, const char *type)
{
	const char *slash = strrchr(t, '/');
	size_t n, m = strlen(type);

	if (slash != NULL)
		t = slash + 1;
	n = strlen(t);
	return n >= m && strcasecmp(t + n - m, type) == 0;
}

/* Whether the object's type, or one of its types, ends in type. */
static bool has_type(const cJSON *o, const char *type)
{
	const cJSON *v = cJSON_GetObjectItem(o, "@type"), *t;

	if (cJSON_IsString(v))
		return is_type(v->valuestring, type);
	cJSON_ArrayForEach(t, v) if (cJSON_IsString(t) &&
	                             is_type(t->valuestring, type)) return true;
	return false;
}

static bool is_article(const cJSON *o)
{
	return has_type(o, "Article") || has_type(o, "BlogPosting") ||
	       has_type(o, "Report");
}

static const char *url_of(const cJSON *o)
{
	return json_path_string(o, "url|mainEntityOfPage.@id|"
				   "mainEntityOfPage|@id");
}

static bool same_url(const struct buf *url, const char *other)
{
	struct buf x = BUF_INIT, y = BUF_INIT;
	bool same = url->len > 0 && url_canonical(url->p, url->len, &x) &&
	            url_canonical(other, strlen(other), &y) &&
	            buf_equal(&x, &y);

	buf_release(&x);
	buf_release(&y);
	return same;
}

static const cJSON *find_article(const struct ld *ld, const struct buf *url)
{
	const cJSON *best = NULL;
	size_t most = 0;

	for (size_t i = 0; i < ld->n; i++) {
		const cJSON *o = ld->v[i];
		size_t score;

		if (!is_article(o))
			continue;
		score = 1 + (size_t)cJSON_GetArraySize(o);
		score += strlen(json_path_string(o, "articleBody")) / 64;
		if (same_url(url, url_of(o)))
			score += (size_t)1 << 30;
		if (score > most) {
			most = score;
			best = o;
		}
	}
	return best;
}

/* ---- its fields --------------------------------------------------------- */

static void set_line(struct buf *out, const cJSON *o, const char *path)
{
	struct buf text = BUF_INIT;

	if (out->len == 0 && json_value(json_path_first(o, path), &text))
		json_set_line(out, text.p, text.len);
	buf_release(&text);
}

static void set_date(struct instant *i, const cJSON *o, const char *path)
{
	struct instant got;

	if (i->precision == INSTANT_NONE &&
	    json_date(json_path_first(o, path), DATE_ORDER_UNKNOWN, &got) &&
	    html_date_is(&got))
		*i = got;
}

/* An object that only refers to another one. */
static const cJSON *resolve(const struct ld *ld, const cJSON *v)
{
	const char *id = json_path_string(v, "@id");

	if (id[0] == '\0' || json_path_first(v, "name|givenName") != NULL)
		return v;
	for (size_t i = 0; i < ld->n; i++)
		if (strcmp(json_path_string(ld->v[i], "@id"), id) == 0 &&
		    json_path_first(ld->v[i], "name|givenName") != NULL)
			return ld->v[i];
	return v;
}

struct authors {
	const struct ld *ld;
	struct strings *s;
	bool organizations;
};

static void add_name(struct strings *s, const char *name)
{
	struct buf line = BUF_INIT;

	json_set_line(&line, name, strlen(name));
	if (line.len > 0 && strncasecmp(line.p, "http", 4) != 0)
		byline_add(s, line.p, line.len);
	buf_release(&line);
}

static bool visit_name(const cJSON *v, void *ctx)
{
	struct authors *x = ctx;

	if (cJSON_IsString(v))
		add_name(x->s, v->valuestring);
	return true;
}

static bool visit_author(const cJSON *v, void *ctx)
{
	struct authors *x = ctx;
	struct buf name = BUF_INIT;

	if (cJSON_IsString(v)) {
		if (!x->organizations)
			add_name(x->s, v->valuestring);
		return true;
	}
	if (!cJSON_IsObject(v))
		return true;
	v = resolve(x->ld, v);
	if (has_type(v, "Organization") != x->organizations)
		return true;
	if (json_path_first(v, "name") != NULL) {
		(void)json_path_each(v, "name", visit_name, x);
	} else {
		buf_addf(&name, "%s %s", json_path_string(v, "givenName"),
		         json_path_string(v, "familyName"));
		buf_trim(&name);
		add_name(x->s, buf_str(&name));
	}
	buf_release(&name);
	return true;
}

static void set_authors(const struct ld *ld, const cJSON *o, struct article *a)
{
	struct authors x = { ld, &a->authors, false };

	(void)json_path_each(o, "author", visit_author, &x);
	x.organizations = true;
	if (a->authors.n == 0)
		(void)json_path_each(o, "author", visit_author, &x);
	if (a->authors.n == 0) {
		x.organizations = false;
		(void)json_path_each(o, "creator", visit_author, &x);
	}
}

static bool visit_keyword(const cJSON *v, void *ctx)
{
	struct strings *s = ctx;
	struct buf text = BUF_INIT;
	const char *p;

	if (json_value(v, &text))
		for (p = text.p; *p != '\0'; p += *p != '\0') {
			size_t n = strcspn(p, ",;");

			strings_add(s, p, n);
			p += n;
		}
	buf_release(&text);
	return true;
}

/* The section as the way to the page tells it: the last step is the page. */
static void set_section(const struct ld *ld, struct article *a)
{
	for (size_t i = 0; i < ld->n && a->section.len == 0; i++) {
		const cJSON *list, *step;
		int n;

		if (!has_type(ld->v[i], "BreadcrumbList"))
			continue;
		list = cJSON_GetObjectItem(ld->v[i], "itemListElement");
		n = cJSON_GetArraySize(list);
		if (n < 3)
			continue;
		step = cJSON_GetArrayItem(list, n - 2);
		set_line(&a->section, step, "name|item.name");
	}
}

static void set_fields(const struct ld *ld, const cJSON *o, struct article *a)
{
	const char *url = url_of(o);
	const cJSON *source = json_path_first(o, "publisher");

	if (a->url.len == 0 && url_is(url, strlen(url)))
		buf_sets(&a->url, url);
	set_line(&a->headline, o, "headline|name");
	set_line(&a->deck, o, "alternativeHeadline|description");
	set_authors(ld, o, a);
	set_date(&a->published, o, "datePublished");
	set_date(&a->updated, o, "dateModified");
	if (source != NULL)
		set_line(&a->source, resolve(ld, source), "name");
	set_line(&a->section, o, "articleSection[]");
	set_section(ld, a);
	(void)json_path_each(o, "keywords", visit_keyword, &a->keywords);
	set_line(&a->language, o,
	         "inLanguage.alternateName|inLanguage.name|inLanguage");
	(void)json_path_each(o, "contentLocation[].name|contentLocation.name",
	                     visit_keyword, &a->places);
}

bool html_ld(const char *p, size_t len, struct article *a, struct buf *body)
{
	struct ld *ld = nx_zalloc(sizeof *ld);
	const cJSON *o;

	parse_blocks(ld, p, len);
	flatten(ld);
	o = find_article(ld, &a->url);
	if (o != NULL) {
		set_fields(ld, o, a);
		buf_sets(body, json_path_string(o, "articleBody"));
	}
	for (size_t i = 0; i < ld->blocks; i++)
		cJSON_Delete(ld->block[i]);
	free(ld);
	return o != NULL;
}
