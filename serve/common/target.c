#include "serve/common/target.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/mem.h"
#include "lib/base/utf8.h"

static int digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* Decode s, in place.  False for what is no text. */
static bool decode(char *s, bool plus)
{
	char *to = s;

	for (const char *p = s; *p != '\0'; p++) {
		int hi, lo;

		if (*p == '+' && plus) {
			*to++ = ' ';
			continue;
		}
		if (*p != '%') {
			*to++ = *p;
			continue;
		}
		hi = digit(p[1]);
		lo = hi < 0 ? -1 : digit(p[2]);
		if (lo < 0 || (hi == 0 && lo == 0))
			return false;
		*to++ = (char)(hi << 4 | lo);
		p += 2;
	}
	*to = '\0';
	return utf8_valid(s, (size_t)(to - s));
}

static enum nx_status refuse(struct target *t, const char *why,
                             struct nx_err *err)
{
	target_release(t);
	return nx_fail(err, NX_USAGE, "%s", why);
}

/* The parameters of p, which is changed. */
static enum nx_status params(struct target *t, char *p, struct nx_err *err)
{
	while (*p != '\0') {
		char *end = p + strcspn(p, "&");
		bool more = *end != '\0';
		char *value;

		*end = '\0';
		value = p + strcspn(p, "=");
		if (*value != '\0')
			*value++ = '\0';
		if (!decode(p, true) || !decode(value, true))
			return refuse(t, "a parameter is no text in UTF-8",
			              err);
		if (t->n == LIMIT_SERVE_PARAMS)
			return refuse(t, "too many parameters", err);
		if (*p != '\0')
			t->v[t->n++] = (struct param){ p, value };
		p = more ? end + 1 : end;
	}
	return NX_OK;
}

enum nx_status target_parse_form(struct target *t, const char *raw,
                                 struct nx_err *err)
{
	memset(t, 0, sizeof *t);
	t->text = nx_strdup(raw);
	t->path = t->text + strlen(t->text);
	return params(t, t->text, err);
}

enum nx_status target_parse(struct target *t, const char *raw,
                            struct nx_err *err)
{
	char *query;

	memset(t, 0, sizeof *t);
	t->path = t->text = nx_strdup(raw);
	query = t->text + strcspn(t->text, "?");
	if (*query != '\0')
		*query++ = '\0';
	if (t->path[0] != '/' || !decode(t->path, false))
		return refuse(t, "the path is no text in UTF-8", err);
	return params(t, query, err);
}

void target_release(struct target *t)
{
	free(t->text);
	memset(t, 0, sizeof *t);
}

const char *target_get(const struct target *t, const char *name)
{
	for (size_t i = 0; i < t->n; i++)
		if (strcmp(t->v[i].name, name) == 0)
			return t->v[i].value;
	return NULL;
}

static bool is_plain(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	       (c >= '0' && c <= '9') ||
	       (c != '\0' && strchr("-._~", c) != NULL);
}

void url_put(FILE *out, const char *s, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		if (is_plain(s[i]))
			fputc(s[i], out);
		else if (s[i] == ' ')
			fputc('+', out);
		else
			fprintf(out, "%%%02X", (unsigned char)s[i]);
	}
}
