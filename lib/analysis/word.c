#include <stddef.h>
#include <string.h>

#include "lib/analysis/scan.h"

/* A word as it is read: letters and digits with infixes. */
struct word {
	const char *start, *end; /* end: of the last letter or digit */
	const char *apostrophe, *rest; /* the first one, and what follows it */
	const char *commas, *points;   /* number_groups */
	enum uc_class last;
	unsigned apostrophes;
	/* Of the letters before the first apostrophe, between the first and
	 * the last, and behind the last. */
	unsigned first_bits, mid_bits, bits;
	size_t first_chars, mid_chars, chars;

	size_t len;
	bool full;
	bool whole; /* fold as a whole, from units */
	int32_t n;
	char form[WORD_ROOM];
	UChar units[WORD_UNITS];
};

static void add_unit(struct word *w, uint32_t cp)
{
	if (w->n + 2 > WORD_UNITS)
		w->full = true;
	if (!w->full)
		U16_APPEND_UNSAFE(w->units, w->n, (UChar32)cp);
}

static void add(struct analyser *a, struct word *w, uint32_t cp,
                const struct uc *u)
{
	if (w->whole) {
		add_unit(w, cp);
		return;
	}
	if (w->len + u->len > WORD_ROOM)
		w->full = true;
	if (w->full)
		return;
	memcpy(w->form + w->len, folder_text(&a->f, u), u->len);
	w->len += u->len;
}

static void add_infix(struct word *w, char c)
{
	if (w->whole) {
		add_unit(w, (uint32_t)c);
		return;
	}
	if (w->len == WORD_ROOM)
		w->full = true;
	if (!w->full)
		w->form[w->len++] = c;
}

/* Where a word goes on that is cut at p by a line's end, or NULL. */
static const char *next_line(struct analyser *a, const char *p)
{
	if (p < a->end && *p == '\r')
		p++;
	if (p >= a->end || *p != '\n')
		return NULL;
	p++;
	while (p < a->end && is_blank(*p))
		p++;
	return scan_class(a, p) == UC_LETTER ? p : NULL;
}

/* An apostrophe at p, n bytes. */
static const char *apostrophe(struct analyser *a, struct word *w,
                              const char *p, unsigned n)
{
	const char *next = p + n;
	enum uc_class after;

	if (scan_class(a, next) != UC_LETTER)
		return NULL;
	if (w->last == UC_DIGIT && (*next == 's' || *next == 'S')) {
		after = scan_class(a, next + 1);
		if (is_word_class(after) || after == UC_MARK)
			return NULL;
		a->para_bits |= *next == 's' ? UC_LOWER : UC_UPPER;
		w->end = next + 1;
		return w->end;
	}
	if (w->last != UC_LETTER)
		return NULL;
	if (w->apostrophes++ == 0) {
		w->apostrophe = p;
		w->rest = next;
		w->first_bits = w->bits;
		w->first_chars = w->chars;
	} else {
		w->mid_bits |= w->bits;
		w->mid_chars += w->chars;
	}
	w->bits = 0;
	w->chars = 0;
	add_infix(w, '\'');
	return next;
}

/* At something in a word that is no letter, digit or mark: where the word goes
 * on, or NULL where it ends. */
static const char *infix(struct analyser *a, struct word *w, const char *p,
                         uint32_t cp, unsigned n)
{
	enum uc_class next;

	if (folder_get(&a->f, cp)->cls == UC_APOSTROPHE)
		return apostrophe(a, w, p, n);
	p += n;
	switch (cp) {
	case '&':
		if (w->last != UC_LETTER || scan_class(a, p) != UC_LETTER)
			return NULL;
		add_infix(w, '&');
		return p;
	case '.':
	case 0x066b:
		if (w->last != UC_DIGIT || scan_class(a, p) != UC_DIGIT)
			return NULL;
		if (p >= w->points)
			add_infix(w, '.');
		return p;
	case ',':
	case 0x066c:
		return p < w->commas ? p : NULL;
	case 0xac: /* how some OCR writes a hyphen at a line's end */
		return w->last == UC_LETTER ? next_line(a, p) : NULL;
	case 0xb7: /* Catalan col·lecció */
		next = scan_class(a, p);
		if (next != UC_LETTER || (*p != 'l' && *p != 'L') ||
		    (p[-3] != 'l' && p[-3] != 'L'))
			return NULL;
		return p;
	default:
		return NULL;
	}
}

static const char *ignored(struct analyser *a, const char *p, uint32_t cp)
{
	const char *q = cp == 0xad ? next_line(a, p) : NULL;

	return q != NULL ? q : p;
}

/* Read a word; false if it must be read again with w->whole. */
static bool read_word(struct analyser *a, struct word *w, const char **at)
{
	const char *p = w->start;
	const struct uc *u;
	uint32_t cp;
	unsigned n;

	for (;;) {
		u = scan_at(a, p, &cp, &n);
		switch (u->cls) {
		case UC_LETTER:
		case UC_DIGIT:
			w->last = (enum uc_class)u->cls;
			w->bits |= u->bits;
			w->chars++;
			break;
		case UC_MARK:
			break;
		case UC_IGNORED:
			p = ignored(a, p + n, cp);
			continue;
		default:
			*at = p;
			p = infix(a, w, p, cp, n);
			if (p == NULL)
				return true;
			if (p == w->end) {
				*at = p;
				return true;
			}
			continue;
		}
		if ((u->bits & UC_COMPOSES) != 0 && !w->whole)
			return false;
		add(a, w, cp, u);
		p += n;
		w->end = p;
	}
}

static void begin(struct analyser *a, struct word *w, const char *p,
                  bool whole)
{
	memset(w, 0, offsetof(struct word, form));
	w->start = w->end = w->commas = w->points = p;
	w->whole = whole;
	if (scan_class(a, p) == UC_DIGIT)
		number_groups(a, p, &w->commas, &w->points);
}

/* ---- elision and possessive -------------------------------------------- */

/* Whether the n bytes before an apostrophe are an article or the like that
 * French, Italian or Catalan writes together with the next word. */
static bool is_elided(const char *s, size_t n, const char *rest, size_t len)
{
	static const char *const LONG[] = { "qu",     "jusqu", "lorsqu",
		                            "puisqu", "quoiqu", "dell",
		                            "all",    "nell",  "sull",
		                            "dall" };

	if (len == 0 || strchr("aeiouyh", *rest) == NULL || *rest == '\0')
		return false;
	if (n == 1)
		return strchr("ldjmtsncq", *s) != NULL && *s != '\0' &&
		       *s != 'q';
	for (size_t i = 0; i < sizeof LONG / sizeof *LONG; i++)
		if (strlen(LONG[i]) == n && memcmp(LONG[i], s, n) == 0)
			return true;
	return false;
}

/* Emit the word; returns how many tokens that made, and the last one's bits in
 * *bits. */
static unsigned emit_word(struct analyser *a, struct word *w, unsigned *bits)
{
	uint32_t before = a->l->positions;
	const char *form = w->form;
	size_t len = w->len;
	const char *apo =
	        w->apostrophes > 0 ? memchr(form, '\'', len) : NULL;
	struct span s = { w->start, w->end, 0, 0, 0 };
	size_t first = apo != NULL ? (size_t)(apo - form) : len;

	if (w->apostrophes > 0 && !w->full && len >= 2 &&
	    memcmp(form + len - 2, "'s", 2) == 0) {
		len -= 2;
	} else {
		s.bits = w->bits;
		s.chars = w->chars;
	}
	s.bits |= w->mid_bits;
	s.chars += w->mid_chars;
	if (apo != NULL && first < len &&
	    is_elided(form, first, apo + 1, len - first - 1)) {
		struct span one = { w->start, w->apostrophe, w->first_bits,
			            w->first_chars, 0 };

		emit(a, form, first, &one);
		form = apo + 1;
		len -= first + 1;
		s.start = w->rest;
	} else {
		s.bits |= w->first_bits;
		s.chars += w->first_chars;
	}
	emit(a, form, len, &s);
	*bits = s.bits;
	return a->l->positions - before;
}

/* ---- what hangs together ----------------------------------------------- */

/* Where the word goes on behind the hyphen at p, or NULL. */
static const char *hyphenated(struct analyser *a, const char *p)
{
	const struct uc *u;
	uint32_t cp;
	unsigned n;

	if (scan_at(a, p, &cp, &n)->cls != UC_HYPHEN)
		return NULL;
	p += n;
	if (is_word_class(scan_class(a, p)))
		return p;
	while (p < a->end && is_blank(*p))
		p++;
	if (p >= a->end || *p != '\n')
		return NULL;
	p++;
	while (p < a->end && is_blank(*p))
		p++;
	u = scan_at(a, p, &cp, &n);
	return u->cls == UC_LETTER && (u->bits & UC_LOWER) != 0 ? p : NULL;
}

#define JOINED_MAX 40

static bool is_simple(const struct analyser *a)
{
	const struct token *t = &a->l->v[a->l->n - 1];
	const char *form = token_form(a->l, t);

	return (t->flags & TOKEN_DOTTED) == 0 && t->len <= JOINED_MAX &&
	       memchr(form, '\'', t->len) == NULL &&
	       memchr(form, '&', t->len) == NULL &&
	       memchr(form, '.', t->len) == NULL;
}

static bool is_short_number(const struct analyser *a)
{
	const struct token *t = &a->l->v[a->l->n - 1];
	const char *form = token_form(a->l, t);

	for (size_t i = 0; i < t->len; i++)
		if (form[i] < '0' || form[i] > '9')
			return false;
	return t->len <= 2;
}

/* The hyphens around the word that ended at p and made count tokens; returns
 * where the next part begins, or NULL if it was the last. */
static const char *link_hyphen(struct analyser *a, const char *p,
                               unsigned count, unsigned bits)
{
	const char *next = hyphenated(a, p);
	bool simple;

	if (next == NULL && a->link == LINK_NONE)
		return NULL;
	simple = count > 0 && is_simple(a);
	if (a->link == LINK_PAIR && next == NULL && count == 1 && simple) {
		const struct token *t = &a->l->v[a->l->n - 1];

		bits |= a->link_bits;
		if (t[-1].len + t->len <= JOINED_MAX &&
		    (bits & UC_IS_LETTER) != 0)
			emit_joined(a, '\0', bits);
	}
	if (next == NULL)
		a->link = LINK_NONE;
	else if (a->link == LINK_NONE && simple)
		a->link = LINK_PAIR;
	else
		a->link = LINK_CHAIN;
	a->link_bits = bits;
	return next;
}

/* The same for the slash of 9/11. */
static const char *link_slash(struct analyser *a, const struct word *w,
                              unsigned count)
{
	const char *p = w->end;
	bool after = p < a->end && *p == '/';
	bool number = count == 1 && is_short_number(a);
	bool joins = a->slash && number && !after;

	a->slash = number && after && !a->slash &&
	           (w->start == a->text || w->start[-1] != '/') &&
	           scan_class(a, p + 1) == UC_DIGIT;
	if (joins)
		emit_joined(a, '/', UC_IS_DIGIT);
	return a->slash ? p + 1 : NULL;
}

/* ---- acronyms ---------------------------------------------------------- */

/* Behind the 's at p that ends a word, or p. */
static const char *possessive(struct analyser *a, const char *p)
{
	enum uc_class after;
	uint32_t cp;
	unsigned n;

	if (scan_at(a, p, &cp, &n)->cls != UC_APOSTROPHE ||
	    p + n >= a->end || (p[n] != 's' && p[n] != 'S'))
		return p;
	after = scan_class(a, p + n + 1);
	if (is_word_class(after) || after == UC_MARK)
		return p;
	return p + n + 1;
}

/* Behind the single letter at p and its marks if it can be of an acronym, and
 * in *dot whether a point follows; otherwise NULL. */
static const char *single(struct analyser *a, const char *p, bool *dot)
{
	const struct uc *u;
	uint32_t cp;
	unsigned n;

	if (scan_at(a, p, &cp, &n)->cls != UC_LETTER)
		return NULL;
	do {
		p += n;
		u = scan_at(a, p, &cp, &n);
	} while (u->cls == UC_MARK);
	*dot = cp == '.';
	if (*dot)
		return p;
	if (is_word_class((enum uc_class)u->cls) || u->cls == UC_IGNORED)
		return NULL;
	if ((u->cls == UC_APOSTROPHE || cp == '&') &&
	    scan_class(a, p + n) == UC_LETTER && possessive(a, p) == p)
		return NULL;
	return p;
}

/* The end of the dotted acronym at w->start, or NULL; its form goes to w. */
static const char *read_acronym(struct analyser *a, struct word *w)
{
	const char *p = w->start, *end = NULL, *to;
	bool dot = true;

	while (dot && (to = single(a, p, &dot)) != NULL) {
		while (p < to) {
			uint32_t cp;
			unsigned n;
			const struct uc *u = scan_at(a, p, &cp, &n);

			add(a, w, cp, u);
			w->bits |= u->bits;
			w->chars += u->cls == UC_LETTER;
			p += n;
		}
		p = end = to + dot;
	}
	return w->chars >= 2 ? end : NULL;
}

/* Emit the acronym at p and return its end, or NULL if there is none. */
static const char *acronym(struct analyser *a, struct word *w, const char *p)
{
	struct span s = { p, NULL, 0, 0, TOKEN_DOTTED };
	const char *q;
	bool dot;

	q = single(a, p, &dot);
	if (q == NULL || !dot || single(a, q + 1, &dot) == NULL)
		return NULL;
	begin(a, w, p, false);
	s.end = read_acronym(a, w);
	if ((w->bits & UC_COMPOSES) != 0) {
		begin(a, w, p, true);
		s.end = read_acronym(a, w);
		w->len = folder_word(&a->f, w->units, w->n, w->form,
		                     WORD_ROOM);
	}
	if (s.end == NULL)
		return NULL;
	s.bits = w->bits;
	s.chars = w->chars;
	q = s.end;
	s.end = possessive(a, q);
	note_letters(a, s.bits);
	emit(a, w->form, w->len, &s);
	if (s.end == q && q[-1] == '.')
		sentence_acronym(a, q);
	return s.end;
}

/* ---- the word ---------------------------------------------------------- */

const char *word_scan(struct analyser *a, const char *p)
{
	struct word w;
	unsigned count, bits;
	const char *q = acronym(a, &w, p), *next;

	if (q != NULL) {
		a->slash = false;
		next = hyphenated(a, q);
		a->link = next != NULL ? LINK_CHAIN : LINK_NONE;
		return next != NULL ? next : q;
	}
	begin(a, &w, p, false);
	if (!read_word(a, &w, &p)) {
		begin(a, &w, w.start, true);
		(void)read_word(a, &w, &p);
		w.len = folder_word(&a->f, w.units, w.n, w.form, WORD_ROOM);
	}
	note_letters(a, w.first_bits | w.mid_bits | w.bits);
	count = emit_word(a, &w, &bits);
	/* The slash first: its joined form goes before both its words, and the
	 * hyphen's before the second. */
	q = link_slash(a, &w, count);
	next = link_hyphen(a, p, count, bits);
	if (next != NULL)
		return next;
	return q != NULL ? q : p;
}
