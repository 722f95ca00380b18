#include "corpus/formats/ocr_text.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "corpus/line.h"
#include "lib/base/mem.h"

/* Words remembered of one text at most, twice as many places.  A page of the
 * largest papers has 20,000. */
#define WORDS_MAX ((size_t)1 << 19)

/* The shortest word that a line's end is believed to part. */
#define PARTED_MIN 5

/* Lines in which the width of the column shows. */
#define COLUMN_LINES 8

/* ---- the words that stand whole in a line -------------------------------- */

struct words {
	uint64_t *hash; /* 0 for a free place */
	size_t mask, n;
};

#define HASH_START 0xcbf29ce484222325u

/* Continue the hash of a word with more letters, whatever their case. */
static uint64_t hash_letters(uint64_t h, const char *p, size_t len)
{
	for (size_t i = 0; i < len; i++)
		h = (h ^ (unsigned char)tolower((unsigned char)p[i])) *
		    0x100000001b3u;
	return h;
}

static uint64_t *place_of(const struct words *w, uint64_t h)
{
	size_t i = (size_t)(h ^ h >> 29) & w->mask;

	while (w->hash[i] != 0 && w->hash[i] != h)
		i = (i + 1) & w->mask;
	return &w->hash[i];
}

static bool has_word(const struct words *w, uint64_t h)
{
	return *place_of(w, h | 1) != 0;
}

static void add_word(struct words *w, uint64_t h)
{
	uint64_t *at = place_of(w, h | 1);

	if (*at != 0 || w->n == WORDS_MAX)
		return;
	*at = h | 1;
	w->n++;
}

static bool is_letter(char c)
{
	return isalpha((unsigned char)c) || (unsigned char)c >= 0x80;
}

static size_t letters_at_start(const char *p, size_t len)
{
	size_t n = 0;

	while (n < len && is_letter(p[n]))
		n++;
	return n;
}

static size_t letters_at_end(const char *p, size_t len)
{
	size_t n = 0;

	while (n < len && is_letter(p[len - 1 - n]))
		n++;
	return n;
}

/* All words of a line but those at its ends, which may be parts of words. */
static void add_line(struct words *w, const char *p, size_t len)
{
	size_t i = letters_at_start(p, len), end = len - letters_at_end(p, len);

	while (i < end) {
		size_t n = letters_at_start(p + i, end - i);

		if (n > 0)
			add_word(w, hash_letters(HASH_START, p + i, n));
		i += n > 0 ? n : 1;
	}
}

/* Whether the word at the end of one line goes on in the next. */
static bool is_parted(const struct words *w, const char *a, size_t alen,
                      const char *b, size_t blen)
{
	size_t x = letters_at_end(a, alen), y = letters_at_start(b, blen);
	uint64_t first, second;

	if (x == 0 || y == 0 || x + y < PARTED_MIN ||
	    !islower((unsigned char)b[0]))
		return false;
	first = hash_letters(HASH_START, a + alen - x, x);
	if (!has_word(w, hash_letters(first, b, y)))
		return false;
	second = hash_letters(HASH_START, b, y);
	return !has_word(w, first) || !has_word(w, second);
}

/* ---- lines --------------------------------------------------------------- */

struct line {
	const char *p;
	size_t len;
	bool closed; /* ends as a sentence does */
	int capitals; /* 1 if all letters are, 0 if not, -1 if there are few */
};

static bool is_space(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

/* The next line without white space around it; false at the end. */
static bool next_line(const char **p, const char *end, struct line *l)
{
	if (!line_take(p, end, &l->p, &l->len))
		return false;
	while (l->len > 0 && is_space(*l->p)) {
		l->p++;
		l->len--;
	}
	while (l->len > 0 && is_space(l->p[l->len - 1]))
		l->len--;
	return true;
}

/* Look at what is in the line.  False if it is specks: under 40 % of it letters
 * or digits. */
static bool look(struct line *l)
{
	size_t all = 0, good = 0, letters = 0, upper = 0, n = l->len;

	for (size_t i = 0; i < l->len; i++) {
		unsigned char c = (unsigned char)l->p[i];

		all += c != ' ';
		good += isalnum(c) || c >= 0x80;
		letters += isalpha(c) != 0;
		upper += isupper(c) != 0;
	}
	while (n > 0 && strchr("\"')", l->p[n - 1]) != NULL)
		n--;
	l->closed = n > 0 && strchr(".!?", l->p[n - 1]) != NULL;
	l->capitals = letters < 4 ? -1 : upper * 10 >= letters * 9;
	return good * 5 >= all * 2;
}

/* ---- paragraphs ---------------------------------------------------------- */

struct column {
	size_t width[COLUMN_LINES]; /* of the last lines */
	size_t n;
	int capitals; /* of the last line that tells */
};

static size_t width_of(const struct column *c)
{
	size_t most = 0;

	for (size_t i = 0; i < COLUMN_LINES; i++)
		if (c->width[i] > most)
			most = c->width[i];
	return most;
}

/* Whether a paragraph ends between the lines. */
static bool is_break(const struct column *c, const struct line *last,
                     const struct line *l)
{
	if (c->capitals >= 0 && l->capitals >= 0 && c->capitals != l->capitals)
		return true;
	return last->closed && last->len * 5 < width_of(c) * 4;
}

static void remember(struct column *c, const struct line *l)
{
	c->width[c->n++ % COLUMN_LINES] = l->len;
	if (l->capitals >= 0)
		c->capitals = l->capitals;
}

static void add_lines(const char *p, const char *end, const struct words *w,
                      struct buf *out)
{
	struct column column = { { 0 }, 0, -1 };
	struct line l, last = { NULL, 0, false, -1 };
	bool blank = false;

	while (next_line(&p, end, &l)) {
		if (l.len == 0 || !look(&l)) {
			blank |= l.len == 0;
			continue;
		}
		if (last.p != NULL && (blank || is_break(&column, &last, &l)))
			buf_adds(out, "\n\n");
		else if (last.p != NULL)
			buf_adds(out, is_parted(w, last.p, last.len, l.p, l.len)
			                      ? "-\n"
			                      : "\n");
		buf_add(out, l.p, l.len);
		remember(&column, &l);
		last = l;
		blank = false;
	}
}

void ocr_paragraphs(const char *p, size_t len, struct buf *out)
{
	const char *at = p, *end = p + len;
	size_t places = 1024;
	struct words w;
	struct line l;

	while (places < len && places < 2 * WORDS_MAX)
		places *= 2;
	w.hash = nx_zalloc(places * sizeof *w.hash);
	w.mask = places - 1;
	w.n = 0;
	while (next_line(&at, end, &l))
		add_line(&w, l.p, l.len);
	add_lines(p, end, &w, out);
	free(w.hash);
}
