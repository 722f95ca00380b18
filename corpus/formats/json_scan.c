#include "corpus/formats/json_scan.h"

#include <string.h>
#include <strings.h>

enum state {
	VALUE,       /* a value comes */
	FIRST_VALUE, /* a value, or the end of an empty list */
	FIRST_KEY,   /* a name, or the end of an empty object */
	KEY,         /* a name */
	COLON,
	NEXT, /* a comma, or the end of the object or list */
};

/* Names of members that hold records. */
static const char *const lists[] = {
	"articles", "results", "data", "posts",     "hits",    "items",
	"docs",     "value",   "news", "documents", "entries", "records",
};

/* Names of members that are an article's text. */
static const char *const texts[] = {
	"body",      "text",         "content",      "article",
	"maintext",  "full_text",    "articlebody",  "fulltext",
	"contents",  "story",        "plaintext",    "content_original",
	"body_html", "body_xhtml",   "body_text",    "raw_text",
	"bodies",    "content_html", "content_text",
};

static bool listed(const char *const *list, size_t n, const char *p, size_t len)
{
	for (size_t i = 0; i < n; i++)
		if (list[i][0] == (p[0] | 0x20) && strlen(list[i]) == len &&
		    strncasecmp(list[i], p, len) == 0)
			return true;
	return false;
}

#define LISTED(list, p, len) listed(list, sizeof list / sizeof *list, p, len)

static bool is_space(char c)
{
	return c == ' ' || c == '\n' || c == '\r' || c == '\t';
}

static int hex(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c = (char)(c | 0x20);
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* The number behind \u at p, or -1 where no four hexadecimal digits are. */
static int unicode(const char *p, size_t len)
{
	int v = 0;

	if (len < 6 || p[0] != '\\' || p[1] != 'u')
		return -1;
	for (size_t i = 2; i < 6; i++) {
		int h = hex(p[i]);

		if (h < 0)
			return -1;
		v = v << 4 | h;
	}
	return v;
}

static bool is_high(int cp)
{
	return cp >= 0xd800 && cp <= 0xdbff;
}

static bool is_low(int cp)
{
	return cp >= 0xdc00 && cp <= 0xdfff;
}

/* How many bytes the escape at p takes, p[0] being its backslash and len > 1;
 * *good is whether cJSON takes it as it is.  A pair of surrogates counts as
 * one. */
static size_t escape_len(const char *p, size_t len, bool *good)
{
	int cp, low;

	*good = true;
	if (p[1] != 'u') {
		*good = memchr("\"\\/bfnrt", p[1], 8) != NULL;
		return 2;
	}
	cp = unicode(p, len);
	if (is_high(cp)) {
		low = unicode(p + 6, len - 6);
		*good = is_low(low);
		return *good ? 12 : 6;
	}
	*good = cp > 0 && !is_low(cp);
	return cp < 0 ? 2 : 6;
}

/* The bytes in words of eight that are c, as a mask of their high bits. */
static uint64_t bytes_equal(uint64_t w, unsigned char c)
{
	uint64_t x = w ^ (UINT64_C(0x0101010101010101) * c);

	return (x - UINT64_C(0x0101010101010101)) & ~x &
	       UINT64_C(0x8080808080808080);
}

/* From i, the first quote, backslash or NUL. */
static size_t plain_end(const char *p, size_t i, size_t len)
{
	while (len - i >= 8) {
		uint64_t w;

		memcpy(&w, p + i, 8);
		if ((bytes_equal(w, '"') | bytes_equal(w, '\\') |
		     bytes_equal(w, 0)) != 0)
			break;
		i += 8;
	}
	while (i < len && p[i] != '"' && p[i] != '\\' && p[i] != '\0')
		i++;
	return i;
}

/* The end of the string that begins at p[i], behind its quote; 0 where it does
 * not end in these bytes.  *mend is set where it has what must be mended. */
static size_t string_end(const char *p, size_t i, size_t len, bool *mend)
{
	for (i++; (i = plain_end(p, i, len)) < len;) {
		bool good;

		if (p[i] == '"')
			return i + 1;
		if (p[i] == '\0') {
			*mend = true;
			i++;
			continue;
		}
		if (i + 1 >= len)
			return 0;
		i += escape_len(p + i, len - i, &good);
		if (!good)
			*mend = true;
		if (i > len)
			return 0;
	}
	return 0;
}

static bool is_word(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
	       (c >= 'A' && c <= 'Z') || c == '-' || c == '+' || c == '.';
}

/* cJSON reads numbers as doubles: integers are exact up to 15 digits. */
#define DIGITS_MAX 15

static bool is_long_integer(const char *p, size_t len)
{
	for (size_t i = p[0] == '-'; i < len; i++)
		if (p[i] < '0' || p[i] > '9')
			return false;
	return len > DIGITS_MAX;
}

static bool is_nonfinite(const char *p, size_t len)
{
	static const char *const names[] = {
		"NaN",
		"Infinity",
		"-Infinity",
		"-NaN",
	};

	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (strlen(names[i]) == len && memcmp(names[i], p, len) == 0)
			return true;
	return false;
}

/* Whether the word is a number or a name that JSON has, or that is mended. */
static bool good_word(const char *p, size_t len, bool *mend)
{
	if (is_nonfinite(p, len) || is_long_integer(p, len)) {
		*mend = true;
		return true;
	}
	if (p[0] == '-' || (p[0] >= '0' && p[0] <= '9'))
		return true;
	return (len == 4 &&
	        (memcmp(p, "true", 4) == 0 || memcmp(p, "null", 4) == 0)) ||
	       (len == 5 && memcmp(p, "false", 5) == 0);
}

void json_scan_init(struct json_scan *s)
{
	memset(s, 0, offsetof(struct json_scan, kind));
	s->state = VALUE;
}

static void after_value(struct json_scan *s)
{
	s->state = NEXT;
}

/* A member's value begins at p[s->at]: note what it may be to us. */
static void on_member(struct json_scan *s, const char *p)
{
	const char *key = p + s->key + 1;
	size_t len = s->key_len - 2;

	if (len == 0)
		return;
	if (p[s->at] == '[' && s->list_at == 0 && LISTED(lists, key, len))
		s->list_maybe = s->at;
	if (s->depth == 1 && (p[s->at] == '"' || p[s->at] == '[') &&
	    LISTED(texts, key, len))
		s->has_text = true;
}

static enum json_scanned open_value(struct json_scan *s, char c)
{
	if (s->depth >= LIMIT_MARKUP_DEPTH)
		return JSON_DEEP;
	s->kind[s->depth++] = (unsigned char)c;
	s->state = c == '{' ? FIRST_KEY : FIRST_VALUE;
	s->at++;
	return JSON_MORE;
}

static enum json_scanned close_value(struct json_scan *s, char c)
{
	if (s->depth == 0 || s->kind[s->depth - 1] != (c == '}' ? '{' : '['))
		return JSON_BAD;
	s->depth--;
	s->at++;
	after_value(s);
	return s->depth == 0 ? JSON_DONE : JSON_MORE;
}

/* A string: a name or a value.  *starved says that it does not end in these
 * bytes, and is to be looked at again with more. */
static enum json_scanned on_string(struct json_scan *s, const char *p,
                                   size_t len, bool *starved)
{
	size_t end = string_end(p, s->at, len, &s->mend);

	if (end == 0) {
		*starved = true;
		return JSON_MORE;
	}
	if (s->state == KEY || s->state == FIRST_KEY) {
		s->key = s->at;
		s->key_len = end - s->at;
		s->state = COLON;
	} else {
		after_value(s);
	}
	s->at = end;
	return s->depth == 0 ? JSON_DONE : JSON_MORE;
}

static enum json_scanned on_word(struct json_scan *s, const char *p, size_t len,
                                 bool *starved)
{
	size_t n = 0;

	while (s->at + n < len && n <= 400 && is_word(p[s->at + n]))
		n++;
	if (n == 0 || n > 400)
		return JSON_BAD;
	if (s->at + n == len) {
		*starved = true;
		return JSON_MORE;
	}
	if (!good_word(p + s->at, n, &s->mend))
		return JSON_BAD;
	s->at += n;
	after_value(s);
	return s->depth == 0 ? JSON_DONE : JSON_MORE;
}

static enum json_scanned on_value(struct json_scan *s, const char *p,
                                  size_t len, bool *starved)
{
	enum json_scanned r;
	char c = p[s->at];

	if (++s->values > LIMIT_JSON_VALUES)
		return JSON_RICH;
	if (s->state == FIRST_VALUE && c == '{' && s->list_maybe != 0) {
		s->list_at = s->list_maybe;
		s->list_depth = s->depth - 1;
	}
	s->list_maybe = 0;
	if (s->state == VALUE && s->depth > 0 && s->depth <= 2 &&
	    s->kind[s->depth - 1] == '{')
		on_member(s, p);
	if (c == '{' || c == '[')
		r = open_value(s, c);
	else if (c == '"')
		r = on_string(s, p, len, starved);
	else
		r = on_word(s, p, len, starved);
	if (*starved)
		s->values--;
	return r;
}

static enum json_scanned on_token(struct json_scan *s, const char *p,
                                  size_t len, bool *starved)
{
	char c = p[s->at];

	switch ((enum state)s->state) {
	case FIRST_VALUE:
		if (c == ']')
			return close_value(s, c);
		return on_value(s, p, len, starved);
	case VALUE:
		return on_value(s, p, len, starved);
	case FIRST_KEY:
		if (c == '}')
			return close_value(s, c);
		return c == '"' ? on_string(s, p, len, starved) : JSON_BAD;
	case KEY:
		return c == '"' ? on_string(s, p, len, starved) : JSON_BAD;
	case COLON:
		if (c != ':')
			return JSON_BAD;
		s->state = VALUE;
		s->at++;
		return JSON_MORE;
	case NEXT:
		if (c != ',')
			return c == '}' || c == ']' ? close_value(s, c)
			                            : JSON_BAD;
		s->state = s->kind[s->depth - 1] == '{' ? KEY : VALUE;
		s->at++;
		return JSON_MORE;
	}
	return JSON_BAD;
}

enum json_scanned json_scan_run(struct json_scan *s, const char *p, size_t len)
{
	enum json_scanned r = JSON_MORE;
	bool starved = false;

	while (r == JSON_MORE && !starved) {
		while (s->at < len && is_space(p[s->at]))
			s->at++;
		if (s->at >= len)
			return JSON_MORE;
		r = on_token(s, p, len, &starved);
	}
	return r;
}

/* ---- mending ------------------------------------------------------------ */

static size_t mend_string(const char *p, size_t len, struct buf *out)
{
	size_t i = 1;

	buf_addc(out, '"');
	while (i < len && p[i] != '"') {
		size_t n = plain_end(p, i, len);
		bool good;

		buf_add(out, p + i, n - i);
		i = n;
		if (i >= len || p[i] == '"')
			break;
		if (p[i] == '\0') {
			buf_addc(out, ' ');
			i++;
			continue;
		}
		n = i + 1 < len ? escape_len(p + i, len - i, &good) : 1;
		if (n == 1 || n > len - i)
			break;
		if (good)
			buf_add(out, p + i, n);
		else if (n == 2)
			buf_add(out, p + i + 1, p[i + 1] != 'u');
		else
			buf_adds(out, unicode(p + i, 6) == 0 ? " " : "\\ufffd");
		i += n;
	}
	buf_addc(out, '"');
	return i < len ? i + 1 : len;
}

static size_t mend_word(const char *p, size_t len, struct buf *out)
{
	size_t n = 0;

	while (n < len && is_word(p[n]))
		n++;
	if (is_nonfinite(p, n)) {
		buf_adds(out, "null");
	} else if (is_long_integer(p, n)) {
		buf_addc(out, '"');
		buf_add(out, p, n);
		buf_addc(out, '"');
	} else {
		buf_add(out, p, n);
	}
	return n;
}

void json_mend(const char *p, size_t len, struct buf *out)
{
	size_t i = 0;

	while (i < len) {
		if (p[i] == '"') {
			i += mend_string(p + i, len - i, out);
		} else if (is_word(p[i])) {
			i += mend_word(p + i, len - i, out);
		} else {
			buf_addc(out, p[i]);
			i++;
		}
	}
}
