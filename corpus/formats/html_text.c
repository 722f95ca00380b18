#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "corpus/formats/html_body.h"
#include "lib/base/limits.h"

/* A paragraph while it is put together. */
struct para {
	struct buf text;
	uint32_t chars, links; /* without white space; of these in links */
	bool heading, title, item, row;
};

struct writer {
	const struct html_page *g;
	const struct buf *headline;
	struct buf *out;
	struct para p;
	struct buf held; /* headings that no text followed yet */
	/* Short lines before the first paragraph: of the page, or a text of
	 * short lines. */
	struct buf lines;
	unsigned n_lines;
	bool begun;      /* a paragraph was there */
	size_t kept;     /* of out: what is text for sure */
	unsigned n_tail; /* paragraphs behind that */
	bool skip;       /* below a heading over links to other articles */
	struct buf lead; /* paragraphs between the headline and the root */
	unsigned n_lead;
	bool ahead;      /* it is there */
	unsigned breaks; /* br, one after the other */
};

#define LINE 60       /* bytes of text that may be less than a sentence */
#define LEAD 40       /* and that a lead has at least */
#define DECK 600      /* and a deck at most */
#define LINES 6       /* of the page itself before a text */

/* What pages say to their readers, as whole paragraphs. */
static const char *const phrases[] = {
	"advertisement", "read more", "read more:", "share", "share this",
	"share this article", "share this:", "related", "related:",
	"related articles", "related stories", "most read", "continue reading",
	"story continues below advertisement", "article continues below",
	"loading...", "sign up", "subscribe", "comments", "leave a comment",
	"follow us", "tags", "more", "print", "email", "image", "photo",
	"media caption", "image copyright", "image caption", "by",
};

/* How paragraphs begin that ask for something, or lead away. */
static const char *const calls[] = {
	"follow ",   "sign up",     "subscribe", "copyright",  "\xc2\xa9",
	"click here", "read more",   "read also", "share ",     "more:",
	"related",   "you may also", "more from", "tags:",      "source:",
	"email ",    "contact ",     "get the latest", "download ",
	"listen to", "filed under",  "have a tip", "register ", "join ",
};

/* And headings over links to others. */
static const char *const others[] = {
	"more great", "more from", "more on", "more stories", "more news",
	"related", "read next", "read more", "read also", "you may also",
	"you might", "recommended", "see also", "don't miss", "most read",
	"most popular", "trending", "also on", "up next",
	"mehr zum thema", "auch interessant", "das k\xc3\xb6nnte",
	"lesen sie auch", "weitere artikel", "weitere themen",
	"\xc3\xa4hnliche", "verwandte", "meistgelesen", "zum weiterlesen",
	"schon gelesen",
	"\xc3\xa0 lire aussi", "lire aussi", "sur le m\xc3\xaame", "lees ook",
	"leggi anche",
	"le puede interesar", "te puede interesar", "lea tambi\xc3\xa9n",
	"lea m\xc3\xa1s", "notas relacionadas", "contenido relacionado",
	"veja tamb\xc3\xa9m", "leia tamb\xc3\xa9m", "leia mais", "czytaj",
	"zobacz",
};

static bool is_space(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

/* Whether b begins with a text of v, or is one. */
static bool is_one(const struct buf *b, const char *const *v, size_t n,
                   bool whole)
{
	int first = tolower((unsigned char)buf_str(b)[0]);

	for (size_t i = 0; i < n; i++) {
		size_t len = strlen(v[i]);

		if ((unsigned char)v[i][0] == first && b->len >= len &&
		    (!whole || b->len == len) &&
		    strncasecmp(b->p, v[i], len) == 0)
			return true;
	}
	return false;
}

static bool is_phrase(const struct buf *b)
{
	return is_one(b, phrases, sizeof phrases / sizeof *phrases, true);
}

#define STARTS_AS(b, v) is_one(b, v, sizeof(v) / sizeof *(v), false)

/* Whether a text ends as a sentence does, in quotes or not. */
static bool ends_sentence(const struct buf *b)
{
	static const char *const ends[] = {
		".", "!", "?", ":", "\"", "'", ")", "\xe2\x80\x9d",
		"\xe2\x80\x99", "\xe2\x80\xa6", "\xe3\x80\x82", "\xc2\xbb",
		"\xd8\x9f",
	};

	for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
		size_t n = strlen(ends[i]);

		if (b->len >= n &&
		    memcmp(b->p + b->len - n, ends[i], n) == 0)
			return true;
	}
	return false;
}

/* Text that is links is part of the article only where it is a sentence. */
static bool is_links(const struct para *p)
{
	if (p->links * 2 > p->chars && STARTS_AS(&p->text, others))
		return true;
	if (p->links * 4 < p->chars * 3)
		return false;
	return p->item || p->chars < 40 || !ends_sentence(&p->text);
}

static void put(struct writer *w, const struct buf *text, const char *by)
{
	if (w->out->len > LIMIT_ARTICLE_TEXT)
		return;
	buf_add(w->out, buf_str(text), text->len);
	buf_adds(w->out, by);
}

/* Whether it stands before the text and is none of it: names, dates, the
 * headline once more. */
static bool is_line(const struct para *p)
{
	if (p->heading)
		return p->title || p->chars < LINE;
	if (strncmp(buf_str(&p->text), "http", 4) == 0 &&
	    p->chars == p->text.len)
		return true;
	return p->chars < LINE && !p->row && !ends_sentence(&p->text);
}

static bool is_lead(const struct para *p)
{
	return !p->title && !p->item && !p->row && p->links * 4 < p->chars &&
	       p->chars >= LEAD && (!p->heading || p->chars >= LINE) &&
	       (p->chars > 2 * LEAD || ends_sentence(&p->text));
}

/* Before the first paragraph: whether p is one. */
static bool begins(struct writer *w, const struct para *p)
{
	if (w->begun)
		return true;
	if (is_line(p)) {
		buf_add(&w->lines, p->text.p, p->text.len);
		buf_adds(&w->lines, "\n\n");
		w->n_lines++;
		return false;
	}
	w->begun = true;
	if (w->n_lines > LINES)
		put(w, &w->lines, "");
	return true;
}

/* Whether it may be no text any more if nothing but such follows. */
static bool is_tail(const struct para *p)
{
	return (is_line(p) && !p->item) ||
	       (p->chars < 3 * LINE && STARTS_AS(&p->text, calls));
}

/* What stands below a heading over links. */
static bool is_skipped(struct writer *w, const struct para *p)
{
	if (!p->item && p->chars >= 2 * LINE)
		w->skip = false;
	return w->skip;
}

static void end_para(struct writer *w)
{
	struct para *p = &w->p;

	buf_trim(&p->text);
	if (p->text.len == 0 || is_links(p) || is_phrase(&p->text) ||
	    (!w->ahead && !begins(w, p)) ||
	    (w->headline->len > 0 && buf_equal(&p->text, w->headline))) {
		;
	} else if (w->ahead) {
		if (is_lead(p)) {
			buf_add(&w->lead, p->text.p, p->text.len);
			buf_adds(&w->lead, "\n\n");
			w->n_lead++;
		}
	} else if (p->heading) {
		w->skip = STARTS_AS(&p->text, others);
		if (!w->skip) {
			put(w, &w->held, "");
			buf_set(&w->held, p->text.p, p->text.len);
			buf_adds(&w->held, "\n\n");
		}
	} else if (!is_skipped(w, p)) {
		put(w, &w->held, "");
		buf_clear(&w->held);
		put(w, &p->text, p->row ? "\n" : "\n\n");
		if (is_tail(p)) {
			w->n_tail++;
		} else {
			w->kept = w->out->len;
			w->n_tail = 0;
		}
	}
	buf_clear(&p->text);
	p->chars = p->links = 0;
	p->heading = p->title = p->item = p->row = false;
}

static void add_text(struct writer *w, const struct html_node *d)
{
	const char *s = w->g->text.p + d->at;
	struct buf *t = &w->p.text;
	uint32_t n = 0;

	for (size_t i = 0; i < d->len; i++) {
		if (!is_space(s[i])) {
			if (w->breaks == 1 && t->len > 0)
				buf_addc(t, '\n');
			else if (w->breaks > 1)
				end_para(w);
			w->breaks = 0;
			buf_addc(t, s[i]);
			n++;
		} else if (t->len > 0 && !is_space(t->p[t->len - 1])) {
			buf_addc(t, ' ');
		}
	}
	w->p.chars += n;
	if (d->link)
		w->p.links += n;
}

static void begin(struct writer *w, const struct html_node *d)
{
	struct para *p = &w->p;

	if (d->tag == HTML_CELL) {
		if (p->text.len > 0)
			buf_adds(&p->text, " | ");
		return;
	}
	if (d->tag == HTML_BR) {
		w->breaks++;
		return;
	}
	if (!d->block)
		return;
	end_para(w);
	w->breaks = 0;
}

/* What the block that a text stands in makes of it. */
static void set_kind(struct writer *w, const struct html_node *d)
{
	switch (w->g->nodes[d->home].tag) {
	case HTML_H1:
		w->p.title = true;
		/* fallthrough */
	case HTML_HEADING:
		w->p.heading = true;
		break;
	case HTML_LI:
		w->p.item = true;
		break;
	case HTML_TR:
		w->p.row = true;
		break;
	default:
		break;
	}
}

/* The paragraphs of the nodes from i to end. */
static void walk(struct writer *w, uint32_t i, uint32_t end)
{
	uint32_t home = w->g->nodes[i].home;

	for (; i < end; i++) {
		const struct html_node *d = &w->g->nodes[i];

		if (d->gone) {
			i = d->end - 1;
			continue;
		}
		if (d->tag != HTML_TEXT) {
			begin(w, d);
			continue;
		}
		if (d->home != home) {
			end_para(w);
			home = d->home;
		}
		set_kind(w, d);
		add_text(w, d);
	}
	end_para(w);
}

/* Behind the headline before root, or root if there is none. */
static uint32_t behind_headline(const struct html_page *g, uint32_t root)
{
	for (uint32_t i = root; i > 0; i--)
		if (g->nodes[i].tag == HTML_H1 && g->nodes[i].end <= root)
			return g->nodes[i].end;
	return root;
}

void html_body(const struct html_page *g, uint32_t root,
               const struct buf *headline, struct buf *deck, struct buf *out)
{
	struct writer w = { .g = g, .headline = headline, .out = out };

	w.ahead = true;
	walk(&w, behind_headline(g, root), root);
	w.ahead = false;
	if (w.n_lead == 1 && w.lead.len < DECK) {
		buf_set(deck, w.lead.p, w.lead.len);
		buf_trim(deck);
	} else {
		put(&w, &w.lead, "");
	}
	walk(&w, root, g->nodes[root].end);
	if (!w.begun)
		put(&w, &w.lines, "");
	else if (w.n_tail <= LINES && w.kept > 0)
		buf_cut(out, w.kept);
	buf_release(&w.p.text);
	buf_release(&w.held);
	buf_release(&w.lines);
	buf_release(&w.lead);
}
