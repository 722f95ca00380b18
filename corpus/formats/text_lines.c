#include "corpus/formats/text_lines.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "corpus/line.h"

static bool is_space(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

bool lines_next(struct lines_at *t, struct line *l)
{
	if (!line_take(&t->p, t->end, &l->p, &l->len))
		return false;
	while (l->len > 0 && is_space(l->p[l->len - 1]))
		l->len--;
	return true;
}

void lines_skip_blank(struct lines_at *t)
{
	struct lines_at peek = *t;
	struct line l;

	while (lines_next(&peek, &l) && l.len == 0)
		*t = peek;
	if (peek.p == peek.end && lines_ended(t))
		t->p = t->end;
}

bool lines_ended(const struct lines_at *t)
{
	const char *p = t->p;

	while (p < t->end && is_space(*p))
		p++;
	return p == t->end;
}

bool line_is(const struct line *l, const char *s)
{
	return l->len == strlen(s) && memcmp(l->p, s, l->len) == 0;
}

size_t line_columns(const struct line *l)
{
	size_t n = 0;

	for (size_t i = 0; i < l->len; i++)
		n += ((unsigned char)l->p[i] & 0xc0) != 0x80;
	return n;
}

/* Bytes of a word without spaces from which it is taken for a CJK sentence: six
 * characters. */
#define CJK_RUN 18

bool line_is_headline(const struct line *l, size_t max)
{
	size_t letters = 0, words = 0, marks = 0, i = 0;

	if (l->len == 0 || l->len > 4 * max || line_columns(l) > max ||
	    l->p[l->len - 1] == '.')
		return false;
	while (i < l->len) {
		size_t in_word = 0, high = 0;

		for (; i < l->len && !is_space(l->p[i]); i++) {
			unsigned char c = (unsigned char)l->p[i];

			if (c >= 0x80)
				high++;
			else if (isalnum(c))
				in_word++;
			else
				marks++;
		}
		in_word += high;
		letters += in_word;
		words += in_word >= 2;
		words += high >= CJK_RUN;
		while (i < l->len && is_space(l->p[i]))
			i++;
	}
	return words >= 2 && letters > 3 * marks;
}

bool line_find_date(const struct line *l, struct instant *out)
{
	static const char shape[] = "dddd-dd-dd";
	const size_t n = sizeof shape - 1;

	for (size_t i = 0; i + n <= l->len && i < 120; i++) {
		size_t k = 0;

		while (k < n &&
		       (shape[k] == 'd' ? isdigit((unsigned char)l->p[i + k])
		                        : l->p[i + k] == '-'))
			k++;
		if (k < n || (i > 0 && isalnum((unsigned char)l->p[i - 1])) ||
		    (i + n < l->len && isdigit((unsigned char)l->p[i + n])))
			continue;
		if (instant_parse(l->p + i, n, out))
			return true;
	}
	return false;
}

const char *path_name(const char *path)
{
	const char *slash = strrchr(path, '/'), *bang = strrchr(path, '!');

	if (slash == NULL || (bang != NULL && bang > slash))
		slash = bang;
	return slash != NULL ? slash + 1 : path;
}

static bool is_section(const char *p, size_t len)
{
	static const char *const others[] = {
		"data",   "text",     "texts",   "txt",   "raw",
		"corpus", "articles", "article", "news",  "documents",
		"docs",   "files",    "stories", "out",   "output",
		"tmp",    "home",     "all",     "train", "test",
	};
	size_t letters = 0;

	for (size_t i = 0; i < len; i++) {
		unsigned char c = (unsigned char)p[i];

		if (isalpha(c) || c >= 0x80)
			letters++;
		else if (c != '-' && c != '_' && c != ' ' && c != '&')
			return false;
	}
	for (size_t i = 0; i < sizeof others / sizeof *others; i++)
		if (strlen(others[i]) == len &&
		    strncasecmp(others[i], p, len) == 0)
			return false;
	return letters >= 3;
}

void path_section(const struct member *m, struct buf *out)
{
	const char *name = path_name(m->path);
	const char *archive = m->archive != NULL ? path_name(m->archive) : "";
	const char *end, *p;
	size_t len;

	if (name == m->path || name[-1] != '/')
		return;
	end = name - 1;
	for (p = end; p > m->path && p[-1] != '/' && p[-1] != '!';)
		p--;
	len = (size_t)(end - p);
	if (!is_section(p, len))
		return;
	/* A folder named as the archive holds all of it. */
	if (strncasecmp(archive, p, len) == 0 &&
	    (archive[len] == '\0' || archive[len] == '.' ||
	     archive[len] == '-'))
		return;
	buf_set(out, p, len);
}
