#include "corpus/paragraphs.h"

#include <stdbool.h>
#include <string.h>

/* What the lines of a text have in common. */
struct lines {
	size_t n;        /* that are not blank */
	size_t blank;    /* between them */
	size_t closed;   /* that end as sentences do */
	bool last_closed;
	size_t indented; /* all but the first */
};

/* No margin is wider; typewriters, wires and OCR have 30 to 100 columns. */
#define COLUMNS_MAX 100

static bool is_blank(const char *p, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (p[i] != ' ' && p[i] != '\t' && p[i] != '\r')
			return false;
	return true;
}

static bool is_indented(const char *p, size_t len)
{
	return len > 1 && (p[0] == '\t' || (p[0] == ' ' && p[1] == ' '));
}

static size_t columns(const char *p, size_t len)
{
	size_t n = 0;

	for (size_t i = 0; i < len; i++)
		n += ((unsigned char)p[i] & 0xc0) != 0x80;
	return n;
}

/* Whether a line ends as a sentence, a quotation or a title line of a list. */
static bool is_closed(const char *p, size_t len)
{
	while (len > 0 &&
	       (p[len - 1] == ' ' || p[len - 1] == '\t' || p[len - 1] == '\r'))
		len--;
	if (len == 0)
		return false;
	if (memchr(".!?:\")]", p[len - 1], 7) != NULL)
		return true;
	/* Full stops and closing quotes of CJK and of typography. */
	if (len >= 3) {
		static const char ends[][4] = {
			"\xe3\x80\x82", "\xef\xbc\x81", "\xef\xbc\x9f",
			"\xe2\x80\x9d", "\xe2\x80\xa6", "\xe3\x80\x8d",
			"\xe3\x80\x8f", "\xef\xbc\x89",
		};

		for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
			if (memcmp(p + len - 3, ends[i], 3) == 0)
				return true;
	}
	return false;
}

static size_t line_len(const char *p, size_t len)
{
	const char *nl = len > 0 ? memchr(p, '\n', len) : NULL;

	return nl != NULL ? (size_t)(nl - p) : len;
}

static void measure(const char *p, size_t len, struct lines *l)
{
	size_t blank = 0;

	*l = (struct lines){ 0, 0, 0, false, 0 };
	for (size_t i = 0, n; i < len; i += n + 1) {
		n = line_len(p + i, len - i);
		if (is_blank(p + i, n)) {
			blank += l->n > 0;
			continue;
		}
		l->blank += blank;
		blank = 0;
		if (l->n++ > 0)
			l->indented += is_indented(p + i, n);
		l->last_closed = is_closed(p + i, n);
		l->closed += l->last_closed;
	}
}

/* Whether a line is as short as wrapping leaves it. */
static bool is_short(const char *p, size_t len)
{
	return len <= COLUMNS_MAX || (len <= (size_t)4 * COLUMNS_MAX &&
	                              columns(p, len) <= COLUMNS_MAX);
}

/* Whether the line ends are those of a margin. */
static bool is_wrapped(const char *p, size_t len, const struct lines *l)
{
	size_t wrapped = 0;

	/* The last line ends as a sentence either way. */
	if ((l->closed - l->last_closed) * 2 >= l->n - 1)
		return false;
	for (size_t i = 0, n; i < len; i += n + 1) {
		n = line_len(p + i, len - i);
		wrapped += !is_blank(p + i, n) && is_short(p + i, n);
	}
	return wrapped * 20 >= l->n * 19;
}

void paragraphs_add(const char *p, size_t len, struct buf *out)
{
	struct lines l;
	bool wrapped;

	measure(p, len, &l);
	if (l.n < 2 || (l.blank > 0 && l.closed * 2 < l.n)) {
		buf_add(out, p, len);
		return;
	}
	wrapped = is_wrapped(p, len, &l);
	buf_room(out, len + l.n);
	for (size_t i = 0, n; i < len; i += n + 1) {
		n = line_len(p + i, len - i);
		if (i > 0) {
			/* Text that is indented throughout is a quotation. */
			bool starts =
				is_indented(p + i, n) && l.indented + 1 < l.n;

			buf_adds(out, wrapped && !starts ? "\n" : "\n\n");
		}
		buf_add(out, p + i, n);
	}
}
