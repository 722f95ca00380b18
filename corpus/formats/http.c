#include "corpus/formats/http.h"

#include <string.h>
#include <strings.h>

#include "corpus/line.h"

/* ---- headers --------------------------------------------------------------
 */

static bool is_blank(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

struct piece piece_trim(struct piece v)
{
	while (v.len > 0 && is_blank(v.p[0])) {
		v.p++;
		v.len--;
	}
	while (v.len > 0 && is_blank(v.p[v.len - 1]))
		v.len--;
	return v;
}

bool piece_begins(struct piece v, const char *word)
{
	size_t n = strlen(word);

	return v.len >= n && strncasecmp(v.p, word, n) == 0;
}

static bool piece_is(struct piece v, const char *word)
{
	return v.len == strlen(word) && piece_begins(v, word);
}

/* The line at *p without its end; false at the end of all. */
static bool line_next(const char **p, const char *end, struct piece *line)
{
	if (!line_take(p, end, &line->p, &line->len))
		return false;
	if (line->len > 0 && line->p[line->len - 1] == '\r')
		line->len--;
	return true;
}

bool header_next(const char **p, const char *end, struct piece *name,
                 struct piece *value)
{
	struct piece line;

	while (line_next(p, end, &line) && line.len > 0) {
		const char *colon = memchr(line.p, ':', line.len);

		while (*p < end && (**p == ' ' || **p == '\t')) {
			struct piece more;

			(void)line_next(p, end, &more);
			line.len = (size_t)(more.p + more.len - line.p);
		}
		if (colon == NULL)
			continue;
		*name = (struct piece){ line.p, (size_t)(colon - line.p) };
		*name = piece_trim(*name);
		*value = (struct piece){
			colon + 1, line.len - 1 - (size_t)(colon - line.p)
		};
		*value = piece_trim(*value);
		return true;
	}
	return false;
}

/* "HTTP/1.1 200 OK", "HTTP/2 200"; 0 for anything else. */
static int status_of(struct piece line)
{
	size_t i = 5;

	if (!piece_begins(line, "HTTP/"))
		return 0;
	while (i < line.len && line.p[i] != ' ')
		i++;
	while (i < line.len && line.p[i] == ' ')
		i++;
	if (line.len - i < 3)
		return 0;
	for (size_t k = i; k < i + 3; k++)
		if (line.p[k] < '0' || line.p[k] > '9')
			return 0;
	return (line.p[i] - '0') * 100 + (line.p[i + 1] - '0') * 10 +
	       (line.p[i + 2] - '0');
}

void http_parse(const char *p, size_t len, struct http *h)
{
	const char *end = p + len, *at = p;
	struct piece line, name, value;

	*h = (struct http){ .body = { p, len } };
	if (!line_next(&at, end, &line))
		return;
	h->status = status_of(line);
	if (h->status == 0)
		return;
	while (header_next(&at, end, &name, &value)) {
		if (piece_is(name, "Content-Type"))
			h->type = value;
		else if (piece_is(name, "Content-Encoding"))
			h->encoding = value;
		else if (piece_is(name, "Transfer-Encoding"))
			h->chunked = piece_begins(value, "chunked");
	}
	h->body = (struct piece){ at, (size_t)(end - at) };
}
