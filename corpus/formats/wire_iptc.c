/* wire_iptc.c - IPTC 7901, the wire format of European agencies
 *
 *     id         service and number of the head's first line, with the day
 *     section    the category there    source     the agency there
 *     keywords   the other lines of the head
 *     headline, authors                the lines of the text up to one that
 *                                      ends in '=', without marks
 *     places     the dateline          published  the line behind ETX
 *     body       up to the notebook, which is for editors
 *
 *     SOH eca062 4 i 211 ccccb   dpa 061
 *
 *     Norway-harbour/
 *     STX 1ST LEAD
 *     Headline
 *     By Ann Lee, dpa =
 *
 *     Oslo (dpa) - Paragraphs are parted by empty lines.
 *
 *     # Notebook
 *     The following information is not for publication
 *     dpa al bo
 *     ETX 131137 GMT Nov 13
 */
#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "corpus/byline.h"
#include "corpus/date.h"
#include "corpus/formats/wire.h"
#include "lib/base/limits.h"

/* Lines that a headline with its marks and byline has at most. */
#define TITLE_LINES 8

static const struct {
	const char *code, *name;
} categories[] = {
	{ "i", "international" }, { "s", "sports" },      { "rs", "advisory" },
	{ "pl", "Politik" },      { "wi", "Wirtschaft" }, { "ku", "Kultur" },
	{ "sp", "Sport" },        { "vm", "Vermischtes" },
};

/* Take the next word of a line. */
static bool word(struct wire_line *l, struct wire_line *w)
{
	while (l->len > 0 && isspace((unsigned char)*l->p)) {
		l->p++;
		l->len--;
	}
	w->p = l->p;
	w->len = 0;
	while (w->len < l->len && !isspace((unsigned char)w->p[w->len]))
		w->len++;
	l->p += w->len;
	l->len -= w->len;
	return w->len > 0;
}

static bool is_number(const struct wire_line *w)
{
	for (size_t i = 0; i < w->len; i++)
		if (!isdigit((unsigned char)w->p[i]))
			return false;
	return w->len > 0;
}

/* Letters, then digits: "eca062". */
static bool is_number_of_service(const struct wire_line *w)
{
	struct wire_line digits = *w;

	while (digits.len > 0 && isalpha((unsigned char)*digits.p)) {
		digits.p++;
		digits.len--;
	}
	return is_number(&digits) && w->len <= 16 &&
	       w->len - digits.len <= 6;
}

/* "eca062 4 i 211 ccccb   dpa 061": service and number, priority, category,
 * words, and the agency before the last number. */
static bool read_first(struct wire_line l, struct article *a)
{
	struct wire_line w[3], before = { NULL, 0 }, last;

	for (int i = 0; i < 3; i++)
		if (!word(&l, &w[i]))
			return false;
	if (!is_number_of_service(&w[0]) || !is_number(&w[1]) ||
	    w[1].len != 1 || w[2].len > 3 || !isalpha((unsigned char)*w[2].p))
		return false;
	if (a == NULL)
		return true;
	buf_set(&a->id, w[0].p, w[0].len);
	for (size_t i = 0; i < sizeof categories / sizeof *categories; i++)
		if (strlen(categories[i].code) == w[2].len &&
		    strncasecmp(categories[i].code, w[2].p, w[2].len) == 0)
			buf_sets(&a->section, categories[i].name);
	while (word(&l, &last)) {
		if (is_number(&last) && before.len > 0 && !is_number(&before))
			wire_add(a, before.p, before.len, &a->source);
		before = last;
	}
	return true;
}

/* "Norway/harbour/" */
static void add_slug(struct article *a, const struct wire_line *l)
{
	struct buf text = BUF_INIT;

	wire_add(a, l->p, l->len, &text);
	for (const char *p = buf_str(&text); *p != '\0';) {
		size_t n = strcspn(p, "/");

		strings_add(&a->keywords, p, n);
		p += n + (p[n] == '/');
	}
	buf_release(&text);
}

/* "1ST LEAD", "EXTRA", "(Achtung)": what a headline is not. */
static bool is_mark(const struct wire_line *l)
{
	if (l->len > 0 && l->p[0] == '(' && l->p[l->len - 1] == ')')
		return true;
	for (size_t i = 0; i < l->len; i++)
		if (islower((unsigned char)l->p[i]))
			return false;
	return l->len <= 24;
}

/* "By Ann Lee, dpa"; "By dpa correspondents" names nobody. */
static void add_byline(struct article *a, const struct wire_line *l)
{
	size_t tail = a->source.len + 2;
	struct buf text = BUF_INIT;

	wire_add(a, l->p, l->len, &text);
	if (tail > 2 && text.len > tail &&
	    memcmp(text.p + text.len - tail, ", ", 2) == 0 &&
	    memcmp(text.p + text.len - tail + 2, a->source.p, tail - 2) == 0)
		buf_cut(&text, text.len - tail);
	if (byline_is(buf_str(&text), text.len))
		byline_add(&a->authors, text.p, text.len);
	buf_release(&text);
}

/* The lines up to the one that ends in '='; without one, the first. */
static void read_title(const char **p, const char *end, struct article *a)
{
	const char *q = *p;
	struct wire_line l[TITLE_LINES];
	size_t n = 0, len;
	bool ended = false;

	while (!ended && n < TITLE_LINES && wire_next(&q, end, &l[n]) &&
	       (l[n].len > 0 || n == 0)) {
		len = l[n].len;
		ended = len > 0 && l[n].p[len - 1] == '=';
		n++;
	}
	if (n == 0)
		return;
	if (ended)
		l[n - 1].len--;
	else
		n = 1;
	for (size_t i = 0; i < n; i++) {
		(void)wire_next(p, end, &(struct wire_line){ NULL, 0 });
		while (l[i].len > 0 && l[i].p[l[i].len - 1] == ' ')
			l[i].len--;
		if (i > 0 && l[i].len > 3 && memcmp(l[i].p, "By ", 3) == 0) {
			add_byline(a, &l[i]);
		} else if (i + 1 == n || !is_mark(&l[i])) {
			if (a->headline.len > 0)
				buf_addc(&a->headline, ' ');
			wire_add(a, l[i].p, l[i].len, &a->headline);
		}
	}
}

/* Where what follows is for editors. */
static bool is_notebook(const struct wire_line *l)
{
	return (l->len > 2 && l->p[0] == '#' &&
	        (memmem(l->p, l->len, "Notebook", 8) != NULL ||
	         memmem(l->p, l->len, "NOTEBOOK", 8) != NULL ||
	         memmem(l->p, l->len, "Notizblock", 10) != NULL)) ||
	       (l->len > 28 &&
	        memcmp(l->p, "The following information is", 28) == 0);
}

/* "dpa al bo": who wrote and edited it. */
static bool is_signature(const struct wire_line *l, const struct article *a)
{
	size_t n = a->source.len < 3 ? 0 : 3;

	if (n == 0 || l->len <= n || l->len > 40 ||
	    strncmp(l->p, a->source.p, n) != 0 || l->p[n] != ' ')
		return false;
	for (size_t i = 0; i < l->len; i++)
		if (!islower((unsigned char)l->p[i]) && l->p[i] != ' ' &&
		    l->p[i] != '/')
			return false;
	return true;
}

static void read_body(const char *p, const char *end, struct article *a)
{
	struct wire_line l;
	bool blank = true;

	while (wire_next(&p, end, &l) && a->body.len < LIMIT_ARTICLE_TEXT) {
		if (is_notebook(&l))
			return;
		if (l.len == 0) {
			blank = true;
			continue;
		}
		if (blank && is_signature(&l, a))
			continue;
		blank = blank || isspace((unsigned char)l.p[0]);
		if (a->body.len > 0) {
			buf_adds(&a->body, blank ? "\n\n" : "\n");
		} else {
			size_t indent = 0;

			while (isspace((unsigned char)l.p[indent]))
				indent++;
			(void)wire_dateline(a, l.p + indent, l.len - indent);
		}
		wire_add(a, l.p, l.len, &a->body);
		blank = false;
	}
}

/* "131137 GMT Nov 13": day, hour and minute before zone, month and year. */
static void read_tail(const struct wire_story *s, struct article *a)
{
	const char *p = s->tail, *end = p + s->tail_len;
	unsigned day, hour, minute, year;
	char line[64], zone[8] = "", month[16], text[80];
	struct wire_line l;
	int n;

	if (!wire_next(&p, end, &l) || l.len >= sizeof line)
		return;
	memcpy(line, l.p, l.len);
	line[l.len] = '\0';
	if (sscanf(line, "%2u%2u%2u %15[^0-9 ] %2u", &day, &hour, &minute,
	           month, &year) != 5) {
		if (sscanf(line, "%2u%2u%2u %7[A-Z] %15[^0-9 ] %2u", &day,
		           &hour, &minute, zone, month, &year) != 6)
			return;
	} else {
		zone[0] = '\0';
	}
	n = snprintf(text, sizeof text, "%u %s %u %02u:%02u %s", day, month,
	             year + (year < 70 ? 2000 : 1900), hour, minute, zone);
	(void)date_parse(text, (size_t)n, DATE_ORDER_DMY, &a->published);
}

static const char *iptc_fill(const struct wire_story *s, struct article *a)
{
	const char *p = s->head, *end = p + s->head_len;
	char day[INSTANT_TEXT_MAX];
	struct wire_line l;

	if (wire_next(&p, end, &l))
		(void)read_first(l, a);
	if (strcmp(buf_str(&a->section), "advisory") == 0)
		return "an advisory to editors (category rs)";
	while (wire_next(&p, end, &l))
		add_slug(a, &l);
	read_tail(s, a);
	/* Numbers begin anew each day: without one they tell nothing. */
	if (a->id.len > 0 && a->published.precision != INSTANT_NONE)
		buf_addf(&a->id, "-%.10s", instant_text(&a->published, day));
	else
		buf_clear(&a->id);
	p = s->text;
	end = p + s->text_len;
	read_title(&p, end, a);
	read_body(p, end, a);
	return NULL;
}

static int iptc_bid(const struct sniff *s)
{
	struct wire_line head, l;
	const char *p;

	if (!wire_begins(s, &head))
		return BID_NONE;
	p = head.p;
	return wire_next(&p, head.p + head.len, &l) && read_first(l, NULL)
	               ? BID_CERTAIN
	               : BID_NONE;
}

static enum nx_status iptc_read(const struct member *m, struct reader *r,
                                struct sink *sink, struct nx_err *err)
{
	(void)m;
	return wire_read(r, sink, iptc_fill, err);
}

const struct format format_iptc7901 = {
	.name = "iptc7901",
	.summary = "IPTC 7901, the wire format of European agencies",
	.flags = 0,
	.bid = iptc_bid,
	.read = iptc_read,
};
