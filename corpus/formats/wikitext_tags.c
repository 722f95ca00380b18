/* What in wikitext is marked without brackets: apostrophes, tags, references. */
#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "corpus/entity.h"
#include "corpus/formats/wikitext_scan.h"

/* Bytes of an HTML tag with its attributes. */
#define TAG_MAX 2048

/* What is inside these is no text. */
static const char *const hidden[] = {
	"!--", "ref", "gallery", "math", "timeline", "score", "dynamicpagelist",
	"imagemap", "syntaxhighlight", "inputbox", "graph", "mapframe",
	"templatestyles", "chem", "includeonly", "style", "script",
};

#define HIDDEN (sizeof hidden / sizeof *hidden)

/* In no_end, beside those of the elements above. */
#define NOWIKI_BIT (1u << 31)

static const char *const blocks[] = {
	"br", "p", "div", "blockquote", "center", "table", "tr", "li", "ul",
	"ol", "hr", "poem", "pre", "h2", "h3", "h4", "dd", "dt", "dl",
};

/* Two are italics, three bold, five both; what is over is apostrophes. */
void wiki_quotes(struct wiki_scan *s)
{
	size_t n = 0, over;

	while (n < wiki_left(s) && s->p[n] == '\'')
		n++;
	over = n == 1 || n == 4 ? 1 : n > 5 ? n - 5 : 0;
	for (size_t i = 0; i < over; i++)
		buf_addc(s->out, '\'');
	s->p += n;
}

void wiki_reference(struct wiki_scan *s)
{
	size_t n = entity_decode(s->p, wiki_left(s), s->out);

	if (n == 0)
		buf_addc(s->out, '&');
	s->high |= n > 0;
	s->p += n > 0 ? n : 1;
}

/* Behind the end tag of the hidden element that begins at p. */
static const char *hidden_end(struct wiki_scan *s, size_t k, const char *from)
{
	const char *q = from;
	size_t n = strlen(hidden[k]);

	if ((s->no_end >> k & 1) != 0)
		return NULL;
	if (k == 0) {
		q = memmem(from, (size_t)(s->end - from), "-->", 3);
		q = q != NULL ? q + 3 : NULL;
	} else {
		while ((q = memmem(q, (size_t)(s->end - q), "</", 2)) != NULL) {
			q += 2;
			if ((size_t)(s->end - q) > n &&
			    strncasecmp(q, hidden[k], n) == 0) {
				q = memchr(q, '>', (size_t)(s->end - q));
				return q != NULL ? q + 1 : s->end;
			}
		}
	}
	if (q == NULL)
		s->no_end |= 1u << k;
	return q;
}

static bool name_is(const char *p, size_t n, const char *name)
{
	return strlen(name) == n && strncasecmp(p, name, n) == 0;
}

/* Literally as it stands, up to the end tag. */
static bool take_nowiki(struct wiki_scan *s, const char *from)
{
	const char *q = NULL;

	if ((s->no_end & NOWIKI_BIT) == 0)
		q = memmem(from, (size_t)(s->end - from), "</nowiki", 8);
	if (q == NULL) {
		s->no_end |= NOWIKI_BIT;
		return false;
	}
	buf_add(s->out, from, (size_t)(q - from));
	q = memchr(q, '>', (size_t)(s->end - q));
	s->p = q != NULL ? q + 1 : s->end;
	return true;
}

void wiki_tag(struct wiki_scan *s)
{
	const char *name = s->p + 1, *close;
	size_t n = 0, room = wiki_left(s) < TAG_MAX ? wiki_left(s) : TAG_MAX;

	if (wiki_at(s, "<!--")) {
		close = hidden_end(s, 0, s->p + 4);
		s->p = close != NULL ? close : s->p + 4;
		return;
	}
	name += wiki_at(s, "</");
	while (name + n < s->end && isalnum((unsigned char)name[n]))
		n++;
	close = n > 0 ? memchr(s->p, '>', room) : NULL;
	if (close == NULL) {
		buf_addc(s->out, *s->p++);
		return;
	}
	for (size_t k = 1; k < HIDDEN && name[-1] == '<'; k++) {
		const char *q;

		if (!name_is(name, n, hidden[k]) || close[-1] == '/')
			continue;
		q = hidden_end(s, k, close + 1);
		s->p = q != NULL ? q : close + 1;
		return;
	}
	if (name_is(name, n, "nowiki") && name[-1] == '<' &&
	    close[-1] != '/' && take_nowiki(s, close + 1))
		return;
	for (size_t k = 0; k < sizeof blocks / sizeof *blocks; k++)
		if (name_is(name, n, blocks[k]))
			buf_addc(s->out, '\n');
	s->p = close + 1;
}

/* "__NOTOC__" */
void wiki_switch(struct wiki_scan *s)
{
	size_t n = 2;

	if (wiki_at(s, "__")) {
		while (n < wiki_left(s) && n < 40 && isupper((unsigned char)s->p[n]))
			n++;
		if (n > 5 && wiki_left(s) >= n + 2 && s->p[n] == '_' &&
		    s->p[n + 1] == '_') {
			s->p += n + 2;
			return;
		}
	}
	buf_addc(s->out, *s->p++);
}
