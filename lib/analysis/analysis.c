#include "lib/analysis/analysis.h"

#include <stdlib.h>
#include <string.h>

#include "lib/analysis/scan.h"
#include "lib/base/mem.h"

/* ---- ASCII, by table --------------------------------------------------- */

/* The folded letter in the low byte, and of what kind a byte is above: enum
 * uc_bits, shifted, and these. */
#define A_SHIFT 8
#define A_WORD 0x8000u  /* letter or digit */
#define A_ENDS 0x4000u  /* ends a word whatever follows */
#define A_PLAIN 0x2000u /* of no interest outside words */
#define A_BITS(b) ((unsigned)(b) << A_SHIFT)

#define S (A_ENDS | A_PLAIN)
#define I A_PLAIN
#define N A_ENDS
#define D(c) (A_WORD | A_BITS(UC_IS_DIGIT) | (c))
#define L(c) (A_WORD | A_BITS(UC_IS_LETTER | UC_LOWER) | (c))
#define U(c) (A_WORD | A_BITS(UC_IS_LETTER | UC_UPPER) | (c))

/* clang-format off */
static const uint16_t ASCII[256] = {
	S, S, S, S, S, S, S, S, S, S, N, S, S, S, S, S,
	S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S,
	/*  ! " # $ % & ' ( ) * + , - . / */
	S, N, S, S, S, S, I, I, S, S, S, S, I, I, 0, I,
	D('0'), D('1'), D('2'), D('3'), D('4'), D('5'), D('6'), D('7'),
	D('8'), D('9'), S, S, S, S, S, N,
	S, U('a'), U('b'), U('c'), U('d'), U('e'), U('f'), U('g'),
	U('h'), U('i'), U('j'), U('k'), U('l'), U('m'), U('n'), U('o'),
	U('p'), U('q'), U('r'), U('s'), U('t'), U('u'), U('v'), U('w'),
	U('x'), U('y'), U('z'), S, S, S, S, S,
	S, L('a'), L('b'), L('c'), L('d'), L('e'), L('f'), L('g'),
	L('h'), L('i'), L('j'), L('k'), L('l'), L('m'), L('n'), L('o'),
	L('p'), L('q'), L('r'), L('s'), L('t'), L('u'), L('v'), L('w'),
	L('x'), L('y'), L('z'), S, S, S, S, S,
	/* from 0x80 on 0: see fold.h */
};
/* clang-format on */

static inline unsigned ascii(char c)
{
	return ASCII[(unsigned char)c];
}

/* ---- lists ------------------------------------------------------------- */

void token_list_release(struct token_list *l)
{
	free(l->v);
	buf_release(&l->forms);
	*l = (struct token_list)TOKEN_LIST_INIT;
}

static unsigned caps_flag(unsigned bits, size_t chars)
{
	return (bits & (UC_UPPER | UC_LOWER)) == UC_UPPER && chars >= 2
	               ? TOKEN_CAPS
	               : 0;
}

static void push(struct token_list *l, const struct token *t)
{
	if (l->n == l->cap)
		l->v = NX_GROW(l->v, l->n, &l->cap);
	l->v[l->n++] = *t;
}

void emit(struct analyser *a, const char *form, size_t len,
          const struct span *s)
{
	struct token_list *l = a->l;
	struct token t;

	if (len > LIMIT_TERM)
		len = utf8_cut(form, len, LIMIT_TERM);
	if (len == 0)
		return;
	if (l->positions >= LIMIT_POSITIONS) {
		a->full = true;
		return;
	}
	t.form = (uint32_t)l->forms.len;
	t.pos = ++l->positions;
	t.start = (uint32_t)(s->start - a->text);
	t.end = (uint32_t)(s->end - a->text);
	t.len = (uint16_t)len;
	t.flags = (uint16_t)(s->flags | caps_flag(s->bits, s->chars));
	buf_add(&l->forms, form, len);
	push(l, &t);
}

void emit_joined(struct analyser *a, char sep, unsigned bits)
{
	struct token_list *l = a->l;
	struct token one = l->v[l->n - 2], two = l->v[l->n - 1], j = one;

	if (a->full)
		return;
	j.form = (uint32_t)l->forms.len;
	j.end = two.end;
	j.len = (uint16_t)(one.len + two.len + (sep != '\0'));
	j.flags = (uint16_t)(TOKEN_JOINED | caps_flag(bits, 2));
	buf_room(&l->forms, j.len);
	buf_add(&l->forms, token_form(l, &one), one.len);
	if (sep != '\0')
		buf_addc(&l->forms, sep);
	buf_add(&l->forms, token_form(l, &two), two.len);
	push(l, &two);
	l->v[l->n - 2] = one;
	l->v[l->n - 3] = j;
}

/* ---- paragraphs -------------------------------------------------------- */

/* End the paragraph.  Where no lower-case letter stands beside them, capitals
 * say nothing. */
static void end_paragraph(struct analyser *a)
{
	struct token_list *l = a->l;

	if (l->n == a->para_first)
		return;
	l->v[l->n - 1].flags |= TOKEN_SENTENCE_END | TOKEN_PARAGRAPH_END;
	if ((a->para_bits & (UC_LOWER | UC_UPPER)) == UC_UPPER) {
		for (size_t i = a->para_first; i < l->n; i++)
			if ((l->v[i].flags & TOKEN_DOTTED) == 0)
				l->v[i].flags &= (uint16_t)~TOKEN_CAPS;
	}
	a->para_first = l->n;
	a->para_bits = 0;
}

static const char *newline(struct analyser *a, const char *p)
{
	for (p++; p < a->end && is_blank(*p); p++)
		;
	if (p < a->end && *p == '\n')
		end_paragraph(a);
	return p;
}

/* ---- words ------------------------------------------------------------- */

/* Whether the ASCII word of len bytes before p ends there for certain and
 * nothing hangs on it; *p is one of . , ' & - / or not ASCII. */
static bool ends_plainly(const struct analyser *a, const char *p, size_t len)
{
	unsigned char next = p + 1 < a->end ? (unsigned char)p[1] : ' ';
	bool word = (ASCII[next] & A_WORD) != 0 || next >= 0x80;
	bool digit = p[-1] <= '9';

	switch (*p) {
	case '.':
		return !word || (len > 1 && !digit);
	case ',':
	case '/':
		return !word || !digit;
	case '\'':
	case '&':
		return !word;
	case '-':
		return !word && next != '\n' && !is_blank((char)next);
	case (char)0xe2: /* a dash or a closing double quote */
		if (a->end - p < 3 || next != 0x80)
			return false;
		return p[2] == (char)0x93 || p[2] == (char)0x94 ||
		       p[2] == (char)0x9d;
	default:
		return false;
	}
}

#define EACH(byte) ((uint64_t)(byte) * 0x0101010101010101u)
#define TOP EACH(0x80)

/* In the top bit of each byte of x, all below 0x80: whether from <= it <= to. */
static inline uint64_t in_range(uint64_t x, unsigned from, unsigned to)
{
	return (x + EACH(0x80 - from)) & ~(x + EACH(0x7f - to)) & TOP;
}

static inline uint64_t load8(const char *p)
{
	uint64_t x;

	memcpy(&x, p, sizeof x);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
	x = __builtin_bswap64(x);
#endif
	return x;
}

static inline void store8(char *p, uint64_t x)
{
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
	x = __builtin_bswap64(x);
#endif
	memcpy(p, &x, sizeof x);
}

/* Fold the ASCII letters and digits from p on to to, which has room for
 * LIMIT_TERM + 8 bytes, until something else or that many; adds their enum
 * uc_bits to *bits.  Eight at a time: the branch at a word's end, which the
 * processor cannot foresee, would cost as much as all the rest. */
static inline size_t fold_ascii(const char *p, const char *end, char *to,
                                unsigned *bits)
{
	const char *const start = p;
	uint64_t lower = 0, upper = 0, numbers = 0;

	while (end - p >= 8 && p - start < LIMIT_TERM) {
		uint64_t x = load8(p), low = x & ~TOP;
		uint64_t letter = in_range(low | EACH(0x20), 'a', 'z') & ~x;
		uint64_t digit = in_range(low, '0', '9') & ~x;
		uint64_t rest = (letter | digit) ^ TOP;
		/* The bytes before the first other one. */
		uint64_t mine = (rest & (0 - rest)) - 1;

		store8(to, x | letter >> 2);
		lower |= letter & x << 2 & mine;
		upper |= letter & ~(x << 2) & mine;
		numbers |= digit & mine;
		if (rest != 0) {
			p += __builtin_ctzll(rest) >> 3;
			goto out;
		}
		p += 8;
		to += 8;
	}
	for (; p < end && p - start < LIMIT_TERM; p++) {
		unsigned e = ascii(*p);

		if ((e & A_WORD) == 0)
			break;
		*bits |= e >> A_SHIFT & (UC_LOWER | UC_UPPER | UC_IS_LETTER |
		                         UC_IS_DIGIT);
		*to++ = (char)e;
	}
out:
	*bits |= (lower != 0 ? UC_LOWER | UC_IS_LETTER : 0u) |
	         (upper != 0 ? UC_UPPER | UC_IS_LETTER : 0u) |
	         (numbers != 0 ? UC_IS_DIGIT : 0u);
	return (size_t)(p - start);
}

/* Whether the ASCII word of len bytes at p is a plain one. */
static inline bool is_plain(const struct analyser *a, const char *p,
                            size_t len)
{
	const char *q = p + len;

	/* A longer one may go on behind what was folded. */
	if (len >= LIMIT_TERM)
		return false;
	return q == a->end || (ascii(*q) & A_ENDS) != 0 ||
	       ends_plainly(a, q, len);
}

/* The plain ASCII words from p on: the builder's inner loop.  Returns the
 * first place that needs more thought. */
static const char *ascii_words(struct analyser *a, const char *p)
{
	struct token_list *l = a->l;
	unsigned all = 0;

	for (;;) {
		struct token *t;
		unsigned bits = 0;
		size_t len;

		while (p < a->end && (ascii(*p) & A_PLAIN) != 0)
			p++;
		if (p == a->end || (ascii(*p) & A_WORD) == 0 ||
		    l->positions >= LIMIT_POSITIONS)
			break;
		if (l->forms.cap - l->forms.len < LIMIT_TERM + 16)
			buf_room(&l->forms, LIMIT_TERM + 16);
		len = fold_ascii(p, a->end, l->forms.p + l->forms.len, &bits);
		if (!is_plain(a, p, len))
			break;
		all |= bits;
		if (l->n == l->cap)
			l->v = NX_GROW(l->v, l->n, &l->cap);
		t = &l->v[l->n++];
		t->form = (uint32_t)l->forms.len;
		t->pos = ++l->positions;
		t->start = (uint32_t)(p - a->text);
		t->end = t->start + (uint32_t)len;
		t->len = (uint16_t)len;
		t->flags = (uint16_t)caps_flag(bits, len);
		l->forms.len += len;
		p += len;
	}
	a->para_bits |= all;
	return p;
}

/* At anything else. */
static const char *other(struct analyser *a, const char *p)
{
	const struct uc *u;
	uint32_t cp;
	unsigned n;

	if (*p == '\n')
		return newline(a, p);
	u = scan_at(a, p, &cp, &n);
	switch (u->cls) {
	case UC_LETTER:
	case UC_DIGIT:
		return word_scan(a, p);
	case UC_CJK:
		return run_cjk(a, p);
	case UC_DICTIONARY:
		return run_dictionary(a, p);
	case UC_STOP:
	case UC_STOP_WIDE:
		return sentence_stop(a, p);
	default:
		return p + n;
	}
}

/* ---- the analyser ------------------------------------------------------ */

struct analyser *analyser_new(void)
{
	struct analyser *a = nx_zalloc(sizeof *a);

	folder_init(&a->f);
	return a;
}

void analyser_free(struct analyser *a)
{
	if (a == NULL)
		return;
	if (a->words != NULL)
		ubrk_close(a->words);
	folder_release(&a->f);
	free(a);
}

void analyser_run(struct analyser *a, const char *text, size_t len,
                  struct token_list *l)
{
	const char *p = text;

	l->n = 0;
	l->positions = 0;
	buf_clear(&l->forms);
	a->l = l;
	a->text = a->split = text;
	a->end = text + len;
	a->full = false;
	a->link = LINK_NONE;
	a->slash = false;
	a->para_first = 0;
	a->para_bits = 0;
	while (p < a->end && !a->full) {
		/* A word that hangs on the one before is no plain one. */
		if (a->link == LINK_NONE && !a->slash)
			p = ascii_words(a, p);
		if (p < a->end)
			p = other(a, p);
	}
	end_paragraph(a);
}
