/* wire_anpa.c - ANPA 1312, the wire format of American agencies
 *
 *     id         service and number of the head's first line, with the day
 *     section    the category in its second line
 *     keywords   the slug, which is the text's first line
 *     headline   the first line with '^'; else the text, if it is short
 *     deck       one that follows it; several are text
 *     authors    "^By ..."             places     the dateline
 *     published, source                the line behind ETX
 *
 *     SYN SYN SOH W2870 US _asian
 *     f l DC3 DC1 BC-LT--Argentina-CancerB     11-13 1049
 *     STX BC-LT--Argentina-Cancer Beauty,466<
 *     ^Headline<
 *     ^Eds: With AP Photos.<
 *     ^By ANN LEE=
 *     ^Associated Press=
 *         OSLO (AP) _ Paragraphs begin with a tab.
 *         ETX AP-WF-11-13-13 1509GMT<
 *     EOT
 *
 * Lines that begin with '^' before the first paragraph are the headline, the
 * byline and remarks for editors; behind it they are headings.
 */
#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "corpus/byline.h"
#include "corpus/date.h"
#include "corpus/formats/wire.h"
#include "lib/base/limits.h"

/* An alert without a headline has its first paragraph for one, up to this. */
#define ALERT_MAX 300

static const struct {
	char letter;
	const char *name;
} categories[] = {
	{ 'a', "domestic" },      { 'c', "features" },   { 'e', "entertainment" },
	{ 'f', "financial" },     { 'i', "international" }, { 'k', "commentary" },
	{ 'l', "lifestyle" },     { 'n', "state and regional" },
	{ 'p', "political" },     { 'q', "sports scores" },
	{ 's', "sports" },        { 't', "travel" },     { 'w', "Washington" },
};

/* What a story's text is made of, while it is read. */
struct text {
	struct article *a;
	struct buf plain;   /* one line as characters */
	struct buf remarks; /* headline-like lines behind the headline */
	size_t n_remarks;
	bool in_body;
	bool byline; /* the line before was one */
};

/* Set t->plain to the line as characters: table marks and spaces of the wire
 * undone. */
static void clean(struct text *t, const char *p, size_t len)
{
	bool table = len > 0 && p[0] == '\x08';
	struct buf raw = BUF_INIT, *out = &raw;
	size_t i = table;

	if (i < len && p[i] == '^')
		i++;
	for (; i < len; i++) {
		char c = p[i];

		if (c == '\x1e' || c == '\x1f' || (table && c == ';'))
			buf_addc(out, ' ');
		else if (table && c == '{')
			buf_addc(out, '\xbd'); /* one half */
		else if ((unsigned char)c >= ' ' || c == '\t')
			buf_addc(out, c);
	}
	buf_clear(&t->plain);
	wire_add(t->a, buf_str(&raw), raw.len, &t->plain);
	buf_release(&raw);
}

static bool starts(const struct buf *b, const char *with)
{
	return strncasecmp(buf_str(b), with, strlen(with)) == 0;
}

static bool is_for_editors(const struct buf *b)
{
	return starts(b, "AP Photo") || starts(b, "AP Video") ||
	       starts(b, "AP Graphic") || starts(b, "Eds:") ||
	       starts(b, "(Eds:") || starts(b, "Eds.:");
}

static void add_remark(struct text *t, const struct buf *line)
{
	if (t->remarks.len > 0)
		buf_adds(&t->remarks, "\n\n");
	buf_add(&t->remarks, line->p, line->len);
	/* A note is no deck. */
	t->n_remarks += starts(line, "EDITOR'S NOTE") ? 2 : 1;
}

/* "Associated Press", "AP Sports Writer": what follows a name. */
static bool is_job(const struct buf *line)
{
	static const char *const words[] = {
		"Associated Press", "Writer", "Editor", "Correspondent",
		"Special to", "Analyst", "Reporter", "Columnist",
	};

	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (strcasestr(buf_str(line), words[i]) != NULL)
			return line->len < 80;
	return false;
}

/* A line "^By ANN LEE=" above the body. */
static void take_title(struct text *t, const struct buf *line)
{
	struct article *a = t->a;
	bool after_byline = t->byline;

	t->byline = false;
	if (line->len == 0 || is_for_editors(line) ||
	    strcmp(line->p, "END") == 0)
		return;
	if (starts(line, "By ") && line->len < 120) {
		byline_add(&a->authors, line->p, line->len);
		t->byline = true;
	} else if (after_byline && is_job(line)) {
		t->byline = true;
	} else if (a->headline.len == 0) {
		wire_add(a, line->p, line->len, &a->headline);
	} else {
		add_remark(t, line);
	}
}

static void add_line(struct text *t, const struct buf *line, bool paragraph)
{
	struct buf *body = &t->a->body;

	if (line->len == 0 || strspn(line->p, "_") == line->len)
		return;
	if (body->len > 0)
		buf_adds(body, paragraph ? "\n\n" : "\n");
	else
		(void)wire_dateline(t->a, line->p, line->len);
	wire_add(t->a, line->p, line->len, body);
	t->in_body = true;
}

static void take_line(struct text *t, const struct wire_line *l)
{
	size_t n = l->len;
	bool title = n > 0 && l->p[0] == '^';
	bool row = n > 0 && (l->p[0] == '\x08' ||
	                     memchr(l->p, ';', n < 40 ? n : 40) != NULL);

	if (n == 0)
		return;
	while (n > 0 && (l->p[n - 1] == '<' || l->p[n - 1] == '='))
		n--;
	clean(t, l->p, n);
	if (title && !t->in_body)
		take_title(t, &t->plain);
	else if (strcmp(buf_str(&t->plain), "END") != 0)
		add_line(t, &t->plain,
		         title || (!row && isspace((unsigned char)l->p[0])));
}

/* Of lines behind the headline one is a deck; more are text. */
static void place_remarks(struct text *t)
{
	struct article *a = t->a;
	struct buf body = BUF_INIT;

	if (t->remarks.len == 0)
		return;
	if (t->n_remarks == 1 && a->body.len > 0) {
		wire_add(a, t->remarks.p, t->remarks.len, &a->deck);
		return;
	}
	wire_add(a, t->remarks.p, t->remarks.len, &body);
	if (a->body.len > 0)
		buf_addf(&body, "\n\n");
	buf_add(&body, buf_str(&a->body), a->body.len);
	buf_set(&a->body, body.p, body.len);
	buf_release(&body);
}

/* An alert is a paragraph alone.  Behind a longer one there is a table, whose
 * slug tells what it is: "BC-WEA--Global Weather". */
static void set_alert(struct article *a)
{
	const char *p = buf_str(&a->body), *end = strstr(p, "\n\n");
	size_t len = end != NULL ? (size_t)(end - p) : a->body.len, at;
	struct article none;

	if (a->headline.len > 0 || len == 0)
		return;
	article_init(&none);
	at = wire_dateline(&none, p, len);
	article_release(&none);
	if (len - at <= ALERT_MAX)
		buf_set(&a->headline, p + at, len - at);
	else if (a->keywords.n > 0 && a->keywords.v[0].len > 3)
		buf_sets(&a->headline,
		         a->keywords.v[0].p +
		                 (a->keywords.v[0].p[2] == '-' ? 3 : 0));
}

/* "*9006< ^BC-LT--Argentina-Cancer Beauty,466<": a number for the machine, the
 * slug, and how many words follow. */
static void read_slug(struct text *t, struct wire_line l)
{
	const char *mark = memrchr(l.p, '^', l.len);
	size_t n;

	if (mark != NULL) {
		l.len -= (size_t)(mark - l.p);
		l.p = mark;
	}
	while (l.len > 0 && (l.p[l.len - 1] == '<' || l.p[l.len - 1] == '='))
		l.len--;
	clean(t, l.p, l.len);
	n = t->plain.len;
	while (n > 0 && isdigit((unsigned char)t->plain.p[n - 1]))
		n--;
	if (n > 0 && t->plain.p[n - 1] == ',')
		buf_cut(&t->plain, n - 1);
	strings_add(&t->a->keywords, buf_str(&t->plain), t->plain.len);
}

static void read_text(const struct wire_story *s, struct article *a)
{
	struct text t = { .a = a };
	const char *p = s->text, *end = p + s->text_len;
	struct wire_line l;

	if (wire_next(&p, end, &l))
		read_slug(&t, l);
	while (wire_next(&p, end, &l) && a->body.len < LIMIT_ARTICLE_TEXT)
		take_line(&t, &l);
	place_remarks(&t);
	set_alert(a);
	buf_release(&t.plain);
	buf_release(&t.remarks);
}

/* "AP-WF-11-13-13 1509GMT<": who, and when. */
static void read_tail(const struct wire_story *s, struct article *a)
{
	const char *p = s->tail, *end = p + s->tail_len;
	unsigned month, day, year, hour, minute;
	char line[64], who[17], iso[32];
	struct wire_line l;
	int n;

	if (!wire_next(&p, end, &l) || l.len >= sizeof line)
		return;
	memcpy(line, l.p, l.len);
	line[l.len] = '\0';
	if (sscanf(line, "%16[A-Za-z]-%*[A-Za-z]-%2u-%2u-%2u %2u%2u", who,
	           &month, &day, &year, &hour, &minute) != 6)
		return;
	n = snprintf(iso, sizeof iso, "%04u-%02u-%02uT%02u:%02u%s",
	             year + (year < 70 ? 2000 : 1900), month, day, hour, minute,
	             strstr(line, "GMT") != NULL ? "Z" : "");
	(void)instant_parse(iso, (size_t)n, &a->published);
	buf_sets(&a->source, who);
}

/* The service's letter and the story's number, which begin anew each day. */
static void read_head(const struct wire_story *s, struct article *a)
{
	const char *p = s->head, *end = p + s->head_len;
	char day[INSTANT_TEXT_MAX];
	struct wire_line l;
	size_t n = 0;

	if (!wire_next(&p, end, &l))
		return;
	while (n < l.len && isalnum((unsigned char)l.p[n]))
		n++;
	if (a->published.precision != INSTANT_NONE)
		buf_addf(&a->id, "%.*s-%.10s", (int)n, l.p,
		         instant_text(&a->published, day));
	if (!wire_next(&p, end, &l) || l.len < 3 || l.p[1] != ' ')
		return;
	for (size_t i = 0; i < sizeof categories / sizeof *categories; i++)
		if (categories[i].letter == tolower((unsigned char)l.p[2]))
			buf_sets(&a->section, categories[i].name);
}

static const char *anpa_fill(const struct wire_story *s, struct article *a)
{
	read_tail(s, a);
	read_head(s, a);
	read_text(s, a);
	return NULL;
}

static int anpa_bid(const struct sniff *s)
{
	struct wire_line head;

	if (!wire_begins(s, &head) || head.len < 6 ||
	    !isalpha((unsigned char)head.p[0]))
		return BID_NONE;
	for (size_t i = 1; i < 5; i++)
		if (!isdigit((unsigned char)head.p[i]))
			return BID_NONE;
	return head.p[5] == '\x1f' ? BID_CERTAIN : BID_NONE;
}

static enum nx_status anpa_read(const struct member *m, struct reader *r,
                                struct sink *sink, struct nx_err *err)
{
	(void)m;
	return wire_read(r, sink, anpa_fill, err);
}

const struct format format_anpa1312 = {
	.name = "anpa1312",
	.summary = "ANPA 1312, the wire format of American agencies",
	.flags = 0,
	.bid = anpa_bid,
	.read = anpa_read,
};
