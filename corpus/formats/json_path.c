#include "corpus/formats/json_path.h"

#include <math.h>
#include <string.h>
#include <strings.h>

/* One name of a path and what is behind it. */
struct step {
	const char *name;
	size_t len;
	bool prefix;          /* name* */
	bool each;            /* name[...] */
	const char *key, *is; /* [key=is], or NULL */
	size_t key_len, is_len;
};

/* Read the step at p; returns what follows it. */
static const char *read_step(const char *p, const char *end, struct step *s)
{
	const char *q = p, *close, *eq;

	memset(s, 0, sizeof *s);
	while (q < end && *q != '.' && *q != '[' && *q != '*')
		q++;
	s->name = p;
	s->len = (size_t)(q - p);
	if (q < end && *q == '*') {
		s->prefix = true;
		q++;
	}
	if (q < end && *q == '[') {
		s->each = true;
		close = memchr(q, ']', (size_t)(end - q));
		if (close == NULL)
			return end;
		eq = memchr(q, '=', (size_t)(close - q));
		if (eq != NULL) {
			s->key = q + 1;
			s->key_len = (size_t)(eq - q) - 1;
			s->is = eq + 1;
			s->is_len = (size_t)(close - eq) - 1;
		}
		q = close + 1;
	}
	return q < end && *q == '.' ? q + 1 : q;
}

static bool name_is(const cJSON *v, const struct step *s)
{
	const char *name = v->string;

	return name != NULL && s->len > 0 &&
	       (name[0] | 0x20) == (s->name[0] | 0x20) &&
	       strncasecmp(name, s->name, s->len) == 0 &&
	       (s->prefix || name[s->len] == '\0');
}

static const cJSON *member(const cJSON *o, const struct step *s)
{
	const cJSON *v, *found = NULL;

	if (!cJSON_IsObject(o))
		return NULL;
	for (v = o->child; v != NULL; v = v->next)
		if (name_is(v, s) && !cJSON_IsNull(v))
			found = v;
	return found;
}

static bool is_chosen(const cJSON *v, const struct step *s)
{
	struct step key = { .name = s->key, .len = s->key_len };
	const cJSON *m;

	if (s->key == NULL)
		return true;
	m = member(v, &key);
	return cJSON_IsString(m) && strlen(m->valuestring) == s->is_len &&
	       memcmp(m->valuestring, s->is, s->is_len) == 0;
}

/* The values at the end of a path, a list of lists being one. */
static bool visit_leaves(const cJSON *v, json_visit *visit, void *ctx)
{
	bool any = false;
	const cJSON *e;

	if (!cJSON_IsArray(v))
		return visit(v, ctx);
	for (e = v->child; e != NULL; e = e->next)
		if (!cJSON_IsArray(e))
			any |= visit(e, ctx);
	return any;
}

/* Recursion is bounded by the length of our own paths. */
static bool walk_path(const cJSON *o, const char *p, const char *end,
                      json_visit *visit, void *ctx)
{
	struct step s;
	const cJSON *v, *e;
	bool any = false;

	if (p >= end)
		return visit_leaves(o, visit, ctx);
	p = read_step(p, end, &s);
	v = member(o, &s);
	if (v == NULL)
		return false;
	if (!s.each || !cJSON_IsArray(v))
		return s.key == NULL && walk_path(v, p, end, visit, ctx);
	for (e = v->child; e != NULL; e = e->next)
		if (is_chosen(e, &s))
			any |= walk_path(e, p, end, visit, ctx);
	return any;
}

bool json_path_each(const cJSON *o, const char *path, json_visit *visit,
                    void *ctx)
{
	while (*path != '\0') {
		const char *end = strchr(path, '|');

		if (end == NULL)
			end = path + strlen(path);
		if (walk_path(o, path, end, visit, ctx))
			return true;
		path = *end == '|' ? end + 1 : end;
	}
	return false;
}

static bool keep_first(const cJSON *v, void *ctx)
{
	const cJSON **first = ctx;

	if (*first == NULL && !cJSON_IsNull(v))
		*first = v;
	return *first != NULL;
}

const cJSON *json_path_first(const cJSON *o, const char *path)
{
	const cJSON *v = NULL;

	(void)json_path_each(o, path, keep_first, &v);
	return v;
}

static bool is_there(const cJSON *v, void *ctx)
{
	(void)v;
	(void)ctx;
	return true;
}

/* Whether one of the alternatives has a value. */
static bool any_there(const cJSON *o, const char *p, const char *end)
{
	while (p < end) {
		const char *bar = memchr(p, '|', (size_t)(end - p));
		const char *stop = bar != NULL ? bar : end;

		if (walk_path(o, p, stop, is_there, NULL))
			return true;
		p = stop + 1;
	}
	return false;
}

bool json_path_all(const cJSON *o, const char *paths)
{
	while (*paths != '\0') {
		size_t n = strcspn(paths, " ");

		if (!any_there(o, paths, paths + n))
			return false;
		paths += n + strspn(paths + n, " ");
	}
	return true;
}

const char *json_path_string(const cJSON *o, const char *path)
{
	const cJSON *v = json_path_first(o, path);

	return cJSON_IsString(v) ? v->valuestring : "";
}

static bool stands_for_none(const char *s)
{
	static const char *const words[] = {
		"null", "none", "nan", "n/a", "undefined", "nat",
	};

	if (strlen(s) > 9)
		return false;
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (strcasecmp(words[i], s) == 0)
			return true;
	return false;
}

bool json_value(const cJSON *v, struct buf *out)
{
	static const char value[] = "$oid|$date|$numberLong|name|value|"
				    "#text|text|rendered|main|title|label|_";

	buf_clear(out);
	for (int i = 0; i < 3 && cJSON_IsObject(v); i++)
		v = json_path_first(v, value);
	if (cJSON_IsString(v)) {
		buf_sets(out, v->valuestring);
		buf_trim(out);
		if (stands_for_none(buf_str(out)))
			buf_clear(out);
	} else if (cJSON_IsNumber(v)) {
		double d = v->valuedouble;

		if (floor(d) == d && fabs(d) < 1e15)
			buf_addf(out, "%.0f", d);
		else
			buf_addf(out, "%.17g", d);
	}
	return out->len > 0;
}
