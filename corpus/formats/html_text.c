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
	bool heading, item, row;
};

struct writer {
	const struct html_page *g;
	const struct buf *headline;
	struct buf *out;
	struct para p;
	struct buf held; /* headings that no text followed yet */
	unsigned breaks; /* br, one after the other */
};

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

static bool is_space(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

static bool is_phrase(const struct buf *b)
{
	for (size_t i = 0; i < sizeof phrases / sizeof *phrases; i++)
		if (strcasecmp(phrases[i], buf_str(b)) == 0)
			return true;
	return false;
}

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

static void end_para(struct writer *w)
{
	struct para *p = &w->p;

	buf_trim(&p->text);
	if (p->text.len == 0 || is_links(p) || is_phrase(&p->text) ||
	    (w->headline->len > 0 && buf_equal(&p->text, w->headline))) {
		;
	} else if (p->heading) {
		put(w, &w->held, "");
		buf_set(&w->held, p->text.p, p->text.len);
		buf_adds(&w->held, "\n\n");
	} else {
		put(w, &w->held, "");
		buf_clear(&w->held);
		put(w, &p->text, p->row ? "\n" : "\n\n");
	}
	buf_clear(&p->text);
	p->chars = p->links = 0;
	p->heading = p->item = p->row = false;
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

void html_body(const struct html_page *g, uint32_t root,
               const struct buf *headline, struct buf *out)
{
	struct writer w = { .g = g, .headline = headline, .out = out };
	uint32_t home = g->nodes[root].home;

	for (uint32_t i = root + 1; i < g->nodes[root].end; i++) {
		const struct html_node *d = &g->nodes[i];

		if (d->gone) {
			i = d->end - 1;
			continue;
		}
		if (d->tag != HTML_TEXT) {
			begin(&w, d);
			continue;
		}
		if (d->home != home) {
			end_para(&w);
			home = d->home;
		}
		set_kind(&w, d);
		add_text(&w, d);
	}
	end_para(&w);
	buf_release(&w.p.text);
	buf_release(&w.held);
}
