#include "corpus/formats/exports.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "corpus/charset.h"
#include "corpus/date.h"
#include "corpus/paragraphs.h"
#include "lib/base/limits.h"

/* A line that is a date is no longer. */
#define DATE_MAX 80

static bool is_space(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

static void trim(struct line *l)
{
	while (l->len > 0 && is_space(l->p[l->len - 1]))
		l->len--;
	while (l->len > 0 && is_space(l->p[0])) {
		l->p++;
		l->len--;
	}
}

/* ---- parts ----------------------------------------------------------- */

struct parts {
	const struct export_kind *kind;
	struct reader *r;
	struct sink *sink;
	struct article a;
	struct buf text; /* of a part */
};

/* Where the part ends that the reader stands in.  *capped: it is longer than
 * any record, and this is the start of a line inside it. */
static size_t find_end(const struct parts *s, bool inside, bool *capped)
{
	size_t at = 0;

	for (;;) {
		size_t nl =
			reader_find(s->r, at, "\n", 1, LIMIT_RECORD, capped);
		const char *p;
		size_t n = reader_peek(s->r, 0, &p);
		struct line l = { p + at, (nl == SIZE_MAX ? n : nl) - at };
		enum export_mark m;

		if (*capped)
			return at > 0 ? at : LIMIT_RECORD;
		trim(&l);
		m = s->kind->mark(l.p, l.len);
		if (m == EXPORT_FIRST && (at > 0 || inside))
			return at;
		if (nl == SIZE_MAX)
			return n;
		at = nl + 1;
		if (m == EXPORT_LAST)
			return at;
	}
}

static enum nx_status tell_part(struct parts *s, const char *p, size_t len,
                                uint64_t offset)
{
	struct charset_result res;
	struct lines_at t;
	const char *why;

	buf_clear(&s->text);
	charset_decode(p, len, NULL, &s->text, &res);
	t = (struct lines_at){ buf_str(&s->text),
		               buf_str(&s->text) + s->text.len };
	if (lines_ended(&t))
		return NX_OK;
	article_clear(&s->a);
	why = s->kind->fill(t.p, s->text.len, &s->a);
	if (why != NULL && why[0] == '\0')
		return NX_OK;
	if (why != NULL)
		return s->sink->skipped(s->sink, offset, why);
	s->a.repairs |= res.repairs;
	s->a.offset = offset;
	s->a.size = len;
	return s->sink->article(s->sink, &s->a);
}

static enum nx_status next_part(struct parts *s)
{
	uint64_t offset = s->r->offset;
	enum nx_status st;
	const char *p;
	bool capped;
	size_t len = find_end(s, false, &capped);

	(void)reader_peek(s->r, len, &p);
	if (!capped) {
		st = tell_part(s, p, len, offset);
		reader_take(s->r, len);
		return st;
	}
	st = s->sink->failed(s->sink, offset, "longer than a record");
	while (capped) {
		reader_take(s->r, len);
		len = find_end(s, true, &capped);
	}
	reader_take(s->r, len);
	return st;
}

enum nx_status export_read(const struct export_kind *kind, struct reader *r,
                           struct sink *sink, struct nx_err *err)
{
	struct parts s = { .kind = kind, .r = r, .sink = sink };
	enum nx_status st = NX_OK;
	const char *p;

	article_init(&s.a);
	if (reader_peek(r, 3, &p) >= 3 && memcmp(p, "\xef\xbb\xbf", 3) == 0)
		reader_take(r, 3);
	while (st == NX_OK && reader_peek(r, 1, &p) > 0)
		st = next_part(&s);
	article_release(&s.a);
	buf_release(&s.text);
	return st == NX_OK ? reader_status(r, err) : st;
}

/* ---- lines ----------------------------------------------------------- */

struct lines_at export_lines(const struct sniff *s)
{
	struct lines_at t = { s->p, s->p + s->len };

	if (s->len >= 3 && memcmp(s->p, "\xef\xbb\xbf", 3) == 0)
		t.p += 3;
	return t;
}

bool export_line(struct lines_at *t, struct line *l)
{
	if (!lines_next(t, l))
		return false;
	trim(l);
	return true;
}

bool export_is(const struct line *l, const char *word)
{
	return l->len == strlen(word) && strncasecmp(l->p, word, l->len) == 0;
}

bool export_label(const struct line *l, const char *label, struct line *value)
{
	size_t n = strlen(label);

	if (l->len <= n || l->p[n] != ':' || strncasecmp(l->p, label, n) != 0)
		return false;
	*value = (struct line){ l->p + n + 1, l->len - n - 1 };
	trim(value);
	return true;
}

bool export_date(const struct line *l, struct instant *out)
{
	size_t digits = 0;

	for (size_t i = 0; i < l->len && i < DATE_MAX; i++)
		digits += isdigit((unsigned char)l->p[i]) != 0;
	return digits >= 4 && l->len <= DATE_MAX &&
	       date_parse(l->p, l->len, DATE_ORDER_UNKNOWN, out) &&
	       out->precision >= INSTANT_MONTH;
}

bool export_is_rights(const struct line *l)
{
	static const char *const starts[] = {
		"Copyright",   "(c) ",        "\xc2\xa9", "All Rights Reserved",
		"Alle Rechte", "Tous droits", NULL,
	};

	for (size_t i = 0; starts[i] != NULL; i++) {
		size_t n = strlen(starts[i]);

		if (l->len >= n && strncasecmp(l->p, starts[i], n) == 0)
			return true;
	}
	return false;
}

bool export_is_length(const struct line *l)
{
	static const char *const units[] = {
		"words",   "word",     "W\xc3\xb6rter", "Woerter",
		"Worte",   "mots",     "palabras",      "parole",
		"woorden", "palavras", "ord",           "\xe5\xad\x97",
		NULL,
	};
	size_t i = 0;

	while (i < l->len && (isdigit((unsigned char)l->p[i]) ||
	                      (i > 0 && strchr(",. ", l->p[i]) != NULL)))
		i++;
	if (i == 0 || !isdigit((unsigned char)l->p[0]))
		return false;
	for (size_t k = 0; units[k] != NULL; k++)
		if (strlen(units[k]) == l->len - i &&
		    strncasecmp(units[k], l->p + i, l->len - i) == 0)
			return true;
	return false;
}

/* ---- values ---------------------------------------------------------- */

void export_body(const char *p, size_t len, struct buf *out)
{
	struct lines_at t = { p, p + len };
	struct line l;
	bool blank = false, parted = false;

	lines_skip_blank(&t);
	while (!parted && lines_next(&t, &l)) {
		parted = blank && l.len > 0;
		blank = l.len == 0;
	}
	if (parted)
		buf_add(out, p, len);
	else
		paragraphs_add(p, len, out);
}

/* "SHIPPING (91%)" without its weight. */
static size_t without_weight(const char *p, size_t len)
{
	size_t n = len;

	while (n > 0 && is_space(p[n - 1]))
		n--;
	if (n < 4 || p[n - 1] != ')' || p[n - 2] != '%')
		return len;
	n -= 2;
	while (n > 0 && isdigit((unsigned char)p[n - 1]))
		n--;
	return n > 0 && p[n - 1] == '(' ? n - 1 : len;
}

void export_terms(struct strings *s, const struct line *l, const char *marks)
{
	for (size_t i = 0, n; i < l->len; i += n + 1) {
		n = 0;
		while (i + n < l->len && (l->p[i + n] == '\0' ||
		                          strchr(marks, l->p[i + n]) == NULL))
			n++;
		strings_add(s, l->p + i, without_weight(l->p + i, n));
	}
}

static const struct {
	const char *name, *code;
} languages[] = {
	{ "english", "en" },
	{ "englisch", "en" },
	{ "anglais", "en" },
	{ "ingl\xc3\xa9s", "en" },
	{ "inglese", "en" },
	{ "engels", "en" },
	{ "german", "de" },
	{ "deutsch", "de" },
	{ "allemand", "de" },
	{ "alem\xc3\xa1n", "de" },
	{ "tedesco", "de" },
	{ "duits", "de" },
	{ "french", "fr" },
	{ "franz\xc3\xb6sisch", "fr" },
	{ "fran\xc3\xa7"
	  "ais",
	  "fr" },
	{ "franc\xc3\xa9s", "fr" },
	{ "francese", "fr" },
	{ "frans", "fr" },
	{ "spanish", "es" },
	{ "spanisch", "es" },
	{ "espagnol", "es" },
	{ "espa\xc3\xb1ol", "es" },
	{ "castellano", "es" },
	{ "spagnolo", "es" },
	{ "italian", "it" },
	{ "italienisch", "it" },
	{ "italien", "it" },
	{ "italiano", "it" },
	{ "dutch", "nl" },
	{ "niederl\xc3\xa4ndisch", "nl" },
	{ "n\xc3\xa9"
	  "erlandais",
	  "nl" },
	{ "nederlands", "nl" },
	{ "portuguese", "pt" },
	{ "portugiesisch", "pt" },
	{ "portugais", "pt" },
	{ "portugu\xc3\xaas", "pt" },
	{ "russian", "ru" },
	{ "russisch", "ru" },
	{ "russe", "ru" },
	{ "chinese", "zh" },
	{ "chinesisch", "zh" },
	{ "chinois", "zh" },
	{ "arabic", "ar" },
	{ "arabisch", "ar" },
	{ "arabe", "ar" },
	{ "japanese", "ja" },
	{ "japanisch", "ja" },
	{ "japonais", "ja" },
	{ "danish", "da" },
	{ "d\xc3\xa4nisch", "da" },
	{ "swedish", "sv" },
	{ "schwedisch", "sv" },
	{ "norwegian", "no" },
	{ "finnish", "fi" },
	{ "polish", "pl" },
	{ "polnisch", "pl" },
	{ "czech", "cs" },
	{ "hungarian", "hu" },
	{ "turkish", "tr" },
	{ "t\xc3\xbcrkisch", "tr" },
	{ "korean", "ko" },
	{ "indonesian", "id" },
	{ "catalan", "ca" },
	{ "hebrew", "he" },
};

bool export_language(struct buf *out, const struct line *l)
{
	struct line name = { l->p, 0 };

	while (name.len < l->len && strchr(";,(/", l->p[name.len]) == NULL)
		name.len++;
	trim(&name);
	for (size_t i = 0; i < sizeof languages / sizeof *languages; i++)
		if (export_is(&name, languages[i].name)) {
			buf_sets(out, languages[i].code);
			return true;
		}
	buf_set(out, name.p, name.len);
	return false;
}
