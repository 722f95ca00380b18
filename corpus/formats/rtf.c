/* rtf.c - documents in RTF
 *
 * Their text; pictures, headers and footers, notes, lists of styles and what
 * was deleted or hidden are left out.  Paragraphs and cells of tables are
 * paragraphs.  Bytes beyond ASCII are in the code page of the font or of the
 * document, other characters stand as numbers with a substitute behind.  What
 * the text is, is decided by document.c; title, author and the time of creation
 * fill what an article by itself does not say.
 */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "corpus/date.h"
#include "corpus/format.h"
#include "corpus/formats/document.h"
#include "corpus/formats/rtf.h"
#include "lib/base/limits.h"
#include "lib/base/mem.h"
#include "lib/base/utf8.h"

/* Groups inside groups; more share the last one's state.  Word goes to some
 * thirty. */
#define DEPTH 256

/* Fonts whose code pages are known, by their numbers; of two that meet, the
 * last. */
#define FONTS 1024

/* Bytes of a control word's name. */
#define WORD 32

struct group {
	enum rtf_place place;
	bool hidden;
	uint16_t page;    /* of the font in use, 0 for the document's */
	int unicode_skip; /* bytes that stand for a character behind its number
	                   */
};

struct font {
	int32_t id;
	uint16_t page;
};

struct rtf {
	const char *p, *end;
	struct document *d;
	struct group group[DEPTH];
	size_t depth, beyond; /* groups open; those not in group */
	struct font font[FONTS];
	int32_t last_font; /* of the list */
	uint16_t page;  /* of the document */
	uint32_t high;  /* the first half of a surrogate pair */
	int skip;       /* characters of a substitute still to come */
	bool star;      /* "\*": a group that may be passed over follows */
	struct buf raw; /* bytes in one code page */
	uint16_t raw_page;
	int32_t year, month, day;
};

static struct group *now(struct rtf *r)
{
	return &r->group[r->depth];
}

/* ---- text ---------------------------------------------------------------- */

static struct buf *target(struct rtf *r)
{
	const struct group *g = now(r);

	if (g->hidden)
		return NULL;
	if (g->place == RTF_TEXT)
		return &r->d->text;
	if (g->place == RTF_TITLE)
		return &r->d->title;
	return g->place == RTF_AUTHOR ? &r->d->author : NULL;
}

/* What is kept of a title, or of an author. */
static bool has_room(const struct rtf *r, const struct buf *out)
{
	return out == &r->d->text || out->len < LIMIT_FIELD;
}

static void flush(struct rtf *r)
{
	struct buf *out = target(r);

	if (r->raw.len > 0 && out != NULL && has_room(r, out))
		rtf_decode(r->raw_page, r->raw.p, r->raw.len, out);
	buf_clear(&r->raw);
}

static void add_bytes(struct rtf *r, const char *p, size_t len)
{
	uint16_t page = now(r)->page != 0 ? now(r)->page : r->page;

	if (target(r) == NULL)
		return;
	if (page != r->raw_page)
		flush(r);
	r->raw_page = page;
	buf_add(&r->raw, p, len);
}

static void add_text(struct rtf *r, const char *s)
{
	struct buf *out = target(r);

	flush(r);
	if (out != NULL && has_room(r, out))
		buf_adds(out, s);
}

static void add_char(struct rtf *r, uint32_t c)
{
	char enc[UTF8_MAX + 1];

	enc[utf8_encode(c, enc)] = '\0';
	add_text(r, enc);
}

/* \u: 16 bits, signed as old readers wanted it; two for what is beyond. */
static void add_unit(struct rtf *r, int32_t n)
{
	uint32_t c = (uint32_t)n & 0xffff;

	if (c >= 0xd800 && c < 0xdc00) {
		r->high = c;
		return;
	}
	if (c >= 0xdc00 && c < 0xe000)
		c = r->high != 0 ? 0x10000 + ((r->high - 0xd800) << 10) +
		                           (c - 0xdc00)
		                 : UTF8_BAD;
	r->high = 0;
	add_char(r, c != 0 ? c : UTF8_BAD);
}

/* ---- groups and words ---------------------------------------------------- */

static void open_group(struct rtf *r)
{
	flush(r);
	r->skip = 0;
	if (r->depth + 1 == DEPTH) {
		r->beyond++;
		return;
	}
	r->group[r->depth + 1] = *now(r);
	r->depth++;
}

static void close_group(struct rtf *r)
{
	flush(r);
	r->skip = 0;
	r->star = false;
	if (r->beyond > 0)
		r->beyond--;
	else if (r->depth > 0)
		r->depth--;
}

static struct font *font_at(struct rtf *r, int32_t id)
{
	return &r->font[(uint32_t)id % FONTS];
}

static void use_font(struct rtf *r, int32_t id)
{
	const struct font *f = font_at(r, id);

	if (now(r)->place == RTF_FONTS) {
		r->last_font = id;
		*font_at(r, id) = (struct font){ id, 0 };
		return;
	}
	now(r)->page = f->id == id ? f->page : 0;
}

static void set_charset(struct rtf *r, int32_t n)
{
	if (now(r)->place == RTF_FONTS)
		font_at(r, r->last_font)->page = rtf_font_page(n);
}

/* A word that says where what follows belongs. */
static void set_place(struct rtf *r, enum rtf_place place)
{
	struct group *g = now(r);

	flush(r);
	if (g->place == RTF_TEXT || place == RTF_NOWHERE ||
	    (g->place == RTF_INFO && place != RTF_FONTS))
		g->place = place;
}

static void set_hidden(struct rtf *r, bool hidden)
{
	flush(r);
	now(r)->hidden = hidden;
}

static void obey(struct rtf *r, const struct rtf_word *w, bool has, int32_t n)
{
	switch (w->what) {
	case RTF_ADD:
		add_text(r, w->text);
		break;
	case RTF_PLACE:
		set_place(r, w->place);
		break;
	case RTF_HIDE:
		set_hidden(r, !has || n != 0);
		break;
	case RTF_PLAIN:
		set_hidden(r, false);
		break;
	case RTF_PAGE:
		flush(r);
		r->page = has ? (uint16_t)n : (uint16_t)w->place;
		break;
	case RTF_FONT:
		use_font(r, n);
		break;
	case RTF_CHARSET:
		set_charset(r, n);
		break;
	case RTF_SKIP:
		now(r)->unicode_skip = n < 0 || n > 16 ? 1 : n;
		break;
	case RTF_UNICODE:
		add_unit(r, n);
		r->skip = now(r)->unicode_skip;
		break;
	case RTF_YEAR:
	case RTF_MONTH:
	case RTF_DAY:
		if (now(r)->place != RTF_CREATED)
			break;
		*(w->what == RTF_YEAR    ? &r->year
		  : w->what == RTF_MONTH ? &r->month
		                         : &r->day) = n;
		break;
	case RTF_BINARY:
		if (n > 0)
			r->p += n < r->end - r->p ? n : r->end - r->p;
		break;
	}
}

/* The number behind a control word. */
static bool read_number(struct rtf *r, int32_t *n)
{
	bool minus = r->p < r->end && *r->p == '-';
	const char *p = r->p + minus;
	int64_t v = 0;

	if (p >= r->end || !isdigit((unsigned char)*p))
		return false;
	for (; p < r->end && isdigit((unsigned char)*p); p++)
		if (v < INT32_MAX / 10)
			v = v * 10 + (*p - '0');
	r->p = p;
	*n = (int32_t)(minus ? -v : v);
	return true;
}

static void read_word(struct rtf *r)
{
	const struct rtf_word *w;
	const char *name = r->p;
	size_t len;
	int32_t n = 0;
	bool has, star = r->star;

	while (r->p < r->end && r->p < name + WORD &&
	       isalpha((unsigned char)*r->p))
		r->p++;
	len = (size_t)(r->p - name);
	has = read_number(r, &n);
	if (r->p < r->end && *r->p == ' ')
		r->p++;
	r->star = false;
	w = rtf_find(name, len);
	if (r->skip > 0 && (w == NULL || w->what != RTF_BINARY)) {
		r->skip--;
		return;
	}
	if (w != NULL)
		obey(r, w, has, n);
	else if (star)
		set_place(r, RTF_NOWHERE);
}

static int hex(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c = (char)(c | 0x20);
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static void read_hex(struct rtf *r)
{
	int a = r->p < r->end ? hex(r->p[0]) : -1;
	int b = r->p + 1 < r->end ? hex(r->p[1]) : -1;
	char c = (char)(a * 16 + b);

	if (a < 0 || b < 0)
		return;
	r->p += 2;
	if (r->skip > 0)
		r->skip--;
	else if (c != '\0')
		add_bytes(r, &c, 1);
}

/* Behind a '\'. */
static void read_control(struct rtf *r)
{
	char c = *r->p;

	if (isalpha((unsigned char)c)) {
		read_word(r);
		return;
	}
	r->p++;
	if (c == '\'')
		read_hex(r);
	else if (c == '*')
		r->star = true;
	else if (r->skip > 0)
		r->skip--;
	else if (c == '{' || c == '}' || c == '\\')
		add_bytes(r, &c, 1);
	else if (c == '~')
		add_text(r, " ");
	else if (c == '_')
		add_text(r, "-");
	else if (c == '\n' || c == '\r')
		add_text(r, "\n\n");
}

/* Bytes up to the next one with a meaning. */
static void read_plain(struct rtf *r)
{
	const char *from;

	while (r->skip > 0 && r->p < r->end &&
	       strchr("\\{}\r\n", *r->p) == NULL) {
		r->p++;
		r->skip--;
	}
	from = r->p;
	while (r->p < r->end && *r->p != '\\' && *r->p != '{' && *r->p != '}' &&
	       *r->p != '\n' && *r->p != '\r' && *r->p != '\0')
		r->p++;
	add_bytes(r, from, (size_t)(r->p - from));
	if (r->p < r->end && (*r->p == '\n' || *r->p == '\r' || *r->p == '\0'))
		r->p++;
}

static void read_all(struct rtf *r)
{
	while (r->p < r->end) {
		char c = *r->p;

		if (c == '{' || c == '}') {
			r->p++;
			if (c == '{')
				open_group(r);
			else
				close_group(r);
		} else if (c == '\\' && r->p + 1 < r->end) {
			r->p++;
			read_control(r);
		} else if (c == '\\') {
			r->p++;
		} else {
			read_plain(r);
		}
	}
	flush(r);
}

/* ---- the format ---------------------------------------------------------- */

static void set_created(struct rtf *r)
{
	char text[24];
	int n;

	if (r->year < LIMIT_YEAR_MIN || r->year > LIMIT_YEAR_MAX ||
	    r->month < 1 || r->month > 12 || r->day < 1 || r->day > 31)
		return;
	n = snprintf(text, sizeof text, "%04d-%02d-%02d", (int)r->year,
	             (int)r->month, (int)r->day);
	(void)date_parse(text, (size_t)n, DATE_ORDER_UNKNOWN, &r->d->created);
}

static int rtf_bid(const struct sniff *s)
{
	return s->len > 5 && memcmp(s->p, "{\\rtf", 5) == 0 ? BID_CERTAIN
	                                                    : BID_NONE;
}

static enum nx_status rtf_read(const struct member *m, struct reader *r,
                               struct sink *sink, struct nx_err *err)
{
	struct document d = DOCUMENT_INIT;
	struct rtf *w = nx_zalloc(sizeof *w);
	enum nx_status all, st;
	size_t len;

	all = reader_all(r, LIMIT_RECORD, &w->p, &len);
	w->end = w->p + (len < LIMIT_RECORD ? len : LIMIT_RECORD);
	w->d = &d;
	w->page = 1252;
	w->group[0].unicode_skip = 1;
	read_all(w);
	set_created(w);
	if (all == NX_BOUND)
		d.repairs |= REPAIR_CUT;
	if (reader_status(r, NULL) != NX_OK)
		d.repairs |= REPAIR_PARTIAL;
	st = document_tell(&d, m, "document without text", sink, err);
	buf_release(&w->raw);
	free(w);
	document_release(&d);
	reader_take(r, len);
	if (st == NX_OK && all == NX_BOUND)
		return nx_fail(err, NX_BOUND, "document of more than %zu bytes",
		               LIMIT_RECORD);
	return st == NX_OK ? reader_status(r, err) : st;
}

const struct format format_rtf = {
	.name = "rtf",
	.summary = "documents in RTF",
	.flags = 0,
	.bid = rtf_bid,
	.read = rtf_read,
};
