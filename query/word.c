/* Words and phrases: what is a wildcard, what is fuzzy, what is exact. */
#include <string.h>

#include "lib/base/utf8.h"
#include "query/parser.h"

/* A fuzzy word that is shorter stands for a good part of the dictionary. */
#define FUZZY_LETTERS 3
#define FUZZY_MAX 2

#define EXCERPT 40

int excerpt(const char *text, size_t len)
{
	return (int)utf8_cut(text, len, EXCERPT);
}

static size_t letters(const char *s, size_t len)
{
	const char *end = s + len;
	size_t n = 0;
	unsigned step;

	for (; s < end; s += step) {
		(void)utf8_decode(s, end, &step);
		n += *s != '*' && *s != '?';
	}
	return n;
}

static bool has_wildcard(const char *s, size_t len)
{
	return memchr(s, '*', len) != NULL || memchr(s, '?', len) != NULL;
}

static bool check_wildcard(struct parser *p, const struct node *w)
{
	if (letters(w->text, w->len) > 0)
		return true;
	if (w->len == 1 && w->text[0] == '*')
		query_refuse(p->q, w->start, p->err,
		             "'*' alone stands for a word only between two "
		             "others in quotes, as in \"peace * talks\"");
	else
		query_refuse(p->q, w->start, p->err,
		             "\"%.*s\" stands for all words; give at least "
		             "one letter",
		             excerpt(w->text, w->len), w->text);
	return false;
}

/* Take "~" or "~2" off the end of the word; 0 if there is none, and more than
 * FUZZY_MAX for a number that cannot be. */
static uint32_t take_distance(struct node *w)
{
	size_t at = w->len;
	uint32_t n = 0;

	while (at > 0 && w->text[at - 1] >= '0' && w->text[at - 1] <= '9')
		at--;
	if (at == 0 || w->text[at - 1] != '~')
		return 0;
	if (at == w->len)
		n = 1;
	else if (w->len - at == 1 && w->text[at] != '0')
		n = (uint32_t)(w->text[at] - '0');
	else
		n = FUZZY_MAX + 1;
	w->len = at - 1;
	return n;
}

static bool check_fuzzy(struct parser *p, const struct node *w)
{
	int len = excerpt(w->text, w->len);

	if (w->n > FUZZY_MAX)
		query_refuse(p->q, w->start, p->err,
		             "\"%.*s\": a word can be spelt within 1 or %d "
		             "edits: %.*s~ or %.*s~%d",
		             (int)(w->end - w->start) < EXCERPT
		                     ? (int)(w->end - w->start)
		                     : EXCERPT,
		             p->q->text + w->start, FUZZY_MAX, len, w->text,
		             len, w->text, FUZZY_MAX);
	else if (w->len == 0)
		query_refuse(p->q, w->start, p->err,
		             "a '~' stands directly behind a word, as in "
		             "zelensky~");
	else if (w->flags & (WORD_EXACT | WORD_CAPS | WORD_WILD))
		query_refuse(p->q, w->start, p->err,
		             "\"%.*s\": '~' goes with a plain word, without "
		             "=, caps() or a wildcard",
		             len, w->text);
	else if (letters(w->text, w->len) < FUZZY_LETTERS)
		query_refuse(p->q, w->start, p->err,
		             "\"%.*s\" is too short for '~'; it takes at "
		             "least %d letters",
		             len, w->text, FUZZY_LETTERS);
	else
		return true;
	return false;
}

static bool check_exact(struct parser *p, const struct node *w)
{
	if (w->len != 0)
		return true;
	query_refuse(p->q, w->start, p->err,
	             "a '=' stands directly before a word, as in =sanctions; "
	             "a phrase in quotes is taken as written anyway");
	return false;
}

static bool check_caps(struct parser *p, const struct node *w)
{
	if ((w->flags & WORD_CAPS) == 0)
		return true;
	query_refuse(p->q, w->start, p->err,
	             "\"%.*s\": caps() takes whole words, without wildcards",
	             excerpt(w->text, w->len), w->text);
	return false;
}

struct node *parse_word(struct parser *p, const struct lexeme *l)
{
	struct node *w = node_new(p->q, NODE_WORD, l->start, l->end);

	if (!parser_count(p, l->start))
		return NULL;
	w->text = l->text;
	w->len = l->len;
	if (p->caps)
		w->flags |= WORD_CAPS;
	if (w->text[0] == '=') {
		w->text++;
		w->len--;
		w->flags |= WORD_EXACT;
		if (!check_exact(p, w))
			return NULL;
	}
	w->n = take_distance(w);
	if (has_wildcard(w->text, w->len))
		w->flags |= WORD_WILD;
	if (w->n != 0) {
		if (!check_fuzzy(p, w))
			return NULL;
		w->flags |= WORD_FUZZY;
	}
	if ((w->flags & WORD_WILD) &&
	    (!check_wildcard(p, w) || !check_caps(p, w)))
		return NULL;
	/* What is found by a wildcard is as written anyway. */
	if (w->flags & WORD_WILD)
		w->flags &= (uint16_t)~WORD_EXACT;
	return w;
}

/* ---- phrases ------------------------------------------------------------ */

/* The next piece of a phrase's text between white space, from *at. */
static bool next_piece(const char *s, size_t len, size_t *at, size_t *start)
{
	const char *end = s + len;
	unsigned n;

	while (*at < len && lex_is_space(utf8_decode(s + *at, end, &n)))
		*at += n;
	*start = *at;
	while (*at < len && !lex_is_space(utf8_decode(s + *at, end, &n)))
		*at += n;
	return *at > *start;
}

/* A piece with nothing but '?' and the like is punctuation: "who else ?" */
static bool is_wild_piece(const char *s, size_t len)
{
	return has_wildcard(s, len) &&
	       (memchr(s, '*', len) != NULL || letters(s, len) > 0);
}

static struct node *phrase_word(struct parser *p, const char *s, size_t len)
{
	size_t start = (size_t)(s - p->q->text);
	struct node *w = node_new(p->q, NODE_WORD, start, start + len);

	w->text = s;
	w->len = len;
	if (p->caps)
		w->flags |= WORD_CAPS;
	if (!is_wild_piece(s, len))
		return w;
	w->flags |= WORD_WILD;
	return check_wildcard(p, w) && check_caps(p, w) ? w : NULL;
}

static bool phrase_piece(struct parser *p, struct node *phrase, const char *s,
                         size_t len)
{
	size_t start = (size_t)(s - p->q->text), n = phrase->n_kid;
	struct node *kid;

	if (!parser_count(p, start))
		return false;
	if (len != 1 || s[0] != '*') {
		kid = phrase_word(p, s, len);
		if (kid != NULL)
			node_append(p->q, phrase, kid);
		return kid != NULL;
	}
	if (n > 0 && phrase->kid[n - 1]->kind == NODE_GAP) {
		phrase->kid[n - 1]->n++;
		return true;
	}
	kid = node_new(p->q, NODE_GAP, start, start + 1);
	kid->n = 1;
	node_append(p->q, phrase, kid);
	return true;
}

struct node *parse_phrase(struct parser *p, const struct lexeme *l)
{
	struct node *phrase = node_new(p->q, NODE_PHRASE, l->start, l->end);
	size_t at = 0, start;

	phrase->text = l->text;
	phrase->len = l->len;
	while (next_piece(l->text, l->len, &at, &start))
		if (!phrase_piece(p, phrase, l->text + start, at - start))
			return NULL;
	if (phrase->n_kid == 0) {
		query_refuse(p->q, l->start, p->err,
		             "there is nothing between these quotes");
		return NULL;
	}
	for (int last = 0; last < 2; last++) {
		struct node *k = phrase->kid[last ? phrase->n_kid - 1 : 0];

		if (k->kind != NODE_GAP)
			continue;
		query_refuse(p->q, k->start, p->err,
		             "a '*' in a phrase stands for a word between two "
		             "others, as in \"peace * talks\"");
		return NULL;
	}
	return phrase;
}
