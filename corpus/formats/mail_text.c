/* What in a message's text is its text. */
#include "corpus/formats/mail.h"

#include <string.h>

#include "corpus/formats/text_lines.h"
#include "corpus/line.h"

/* Lines a signature has at most.  Four are manners. */
#define SIGNATURE_LINES 15

static size_t quote_depth(const char *p, size_t len)
{
	size_t n = 0;

	while (n < len && p[n] == '>')
		n++;
	return n;
}

static bool is_signature(const char *p, size_t len)
{
	return len == 3 && memcmp(p, "-- ", 3) == 0;
}

/* Join the lines that end in a space with the next one of their quotation. */
static void unflow(const struct buf *in, bool delsp, struct buf *out)
{
	const char *p = buf_str(in), *end = p + in->len, *line;
	size_t len, depth, before = 0;
	bool soft = false;

	while (line_take(&p, end, &line, &len)) {
		bool stuffed;

		depth = quote_depth(line, len);
		stuffed = depth < len && line[depth] == ' ';
		if (soft && depth == before && !is_signature(line, len)) {
			buf_cut(out, out->len - 1);
			if (delsp && out->len > 0)
				buf_cut(out, out->len - 1);
			buf_add(out, line + depth + stuffed,
			        len - depth - stuffed);
		} else {
			/* A space stuffed before "From" or '>'. */
			size_t from = depth == 0 && stuffed &&
			              !is_signature(line, len);

			buf_add(out, line + from, len - from);
		}
		buf_addc(out, '\n');
		soft = len > depth && line[len - 1] == ' ' &&
		       !is_signature(line, len);
		before = depth;
	}
}

/* What ends the encoded file that the line begins, or NULL. */
static const char *encoded_end(const struct line *l)
{
	if (l->len > 11 && memcmp(l->p, "begin ", 6) == 0 &&
	    strspn(l->p + 6, "01234567") >= 3)
		return "end";
	if (l->len > 8 && memcmp(l->p, "=ybegin ", 8) == 0)
		return "=yend";
	return NULL;
}

/* Whether the encoded file ends in the text; then t stands behind it. */
static bool pass_encoded(struct lines_at *t, const char *mark)
{
	struct lines_at peek = *t;
	size_t n = strlen(mark);
	struct line l;

	while (lines_next(&peek, &l))
		if (l.len >= n && memcmp(l.p, mark, n) == 0 &&
		    (l.len == n || l.p[n] == ' ')) {
			*t = peek;
			return true;
		}
	return false;
}

static void without_files(const struct buf *in, struct buf *out)
{
	struct lines_at t = { buf_str(in), buf_str(in) + in->len };
	bool ended = true; /* of a file without an end none has */
	struct line l;

	for (;;) {
		const char *from = t.p, *mark;

		if (!lines_next(&t, &l))
			break;
		mark = ended ? encoded_end(&l) : NULL;
		if (mark != NULL && (ended = pass_encoded(&t, mark)))
			continue;
		buf_add(out, from, (size_t)(t.p - from));
	}
}

/* Where the signature begins, or the end. */
static size_t without_signature(const char *p, size_t len)
{
	size_t lines = 0;

	for (size_t i = len; i > 0 && lines <= SIGNATURE_LINES; i--) {
		if (p[i - 1] != '\n')
			continue;
		lines++;
		if (len - i >= 3 && memcmp(p + i, "-- ", 3) == 0 &&
		    (i + 3 == len || p[i + 3] == '\n'))
			return i;
	}
	return len;
}

void mail_text(struct buf *text, bool flowed, bool delsp, struct buf *body)
{
	struct buf other = BUF_INIT;

	if (flowed) {
		unflow(text, delsp, &other);
		buf_set(text, buf_str(&other), other.len);
		buf_clear(&other);
	}
	without_files(text, &other);
	if (body->len > 0)
		buf_adds(body, "\n\n");
	/* Lines stay: they may be quotations, verse, tables. */
	buf_add(body, buf_str(&other),
	        without_signature(buf_str(&other), other.len));
	buf_release(&other);
}
