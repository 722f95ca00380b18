/* scan.h - the inside of an analyser, shared by the files of this folder
 *
 * A scanning function takes the place p in the text where it is to begin,
 * emits what it finds, and returns the place behind it, always beyond p.  Each
 * byte is looked at a bounded number of times whatever the text is: a look
 * ahead is either as short as a constant, or over bytes that it also settles.
 */
#ifndef NEWSIDX_ANALYSIS_SCAN_H
#define NEWSIDX_ANALYSIS_SCAN_H

#include <unicode/ubrk.h>

#include "lib/analysis/analysis.h"
#include "lib/analysis/fold.h"
#include "lib/base/limits.h"
#include "lib/base/utf8.h"

/* Bytes of a folded word that are worked on.  Beyond the limit so that what is
 * dropped at either end (l', 's) does not move the cut. */
#define WORD_ROOM (LIMIT_TERM + 56)

/* UTF-16 units of a word with combining marks that are worked on: enough for
 * LIMIT_TERM bytes with several marks on each letter. */
#define WORD_UNITS 1024

/* How a word hangs together with the one before it. */
enum link {
	LINK_NONE = 0,
	LINK_PAIR,  /* by a hyphen; the two may have a joined form */
	LINK_CHAIN, /* by a hyphen; there are more than two, or not simple */
};

struct analyser {
	struct folder f;
	UBreakIterator *words; /* opened for the first Thai word */

	/* of the run */
	struct token_list *l;
	const char *text, *end;
	bool full;          /* LIMIT_POSITIONS reached */
	enum link link;     /* of the word that comes next */
	unsigned link_bits; /* enum uc_bits of the word before it */
	bool slash;         /* the next word may make a 9/11 */
	const char *split;  /* commas before this are known to separate */
	size_t para_first;  /* the paragraph's first token in l */
	unsigned para_bits; /* enum uc_bits of all its letters */
};

/* What is to become a token. */
struct span {
	const char *start, *end;
	unsigned bits;  /* enum uc_bits */
	size_t chars;   /* letters and digits */
	unsigned flags; /* enum token_flag, beside TOKEN_CAPS */
};

/* Add a token at the next position; an empty form is none.  TOKEN_CAPS is
 * found from bits and chars. */
void emit(struct analyser *a, const char *form, size_t len,
          const struct span *s);

/* Add the joined form of the last two tokens, with sep between them unless it
 * is NUL, before them. */
void emit_joined(struct analyser *a, char sep, unsigned bits);

/* The character at p, or a separator at the text's end; *n gets its bytes. */
static inline const struct uc *scan_at(struct analyser *a, const char *p,
                                       uint32_t *cp, unsigned *n)
{
	if (p >= a->end) {
		*n = 0;
		*cp = UTF8_BAD;
	} else if ((unsigned char)*p < 0x80) {
		*n = 1;
		*cp = (unsigned char)*p;
	} else {
		*cp = utf8_decode(p, a->end, n);
	}
	return folder_get(&a->f, *cp);
}

static inline enum uc_class scan_class(struct analyser *a, const char *p)
{
	uint32_t cp;
	unsigned n;

	return (enum uc_class)scan_at(a, p, &cp, &n)->cls;
}

static inline bool is_word_class(enum uc_class c)
{
	return c == UC_LETTER || c == UC_DIGIT;
}

static inline bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r';
}

/* word.c: any word of letters and digits, with all that hangs on it. */
const char *word_scan(struct analyser *a, const char *p);

/* run.c: Han and kana; Thai, Lao, Khmer and Myanmar. */
const char *run_cjk(struct analyser *a, const char *p);
const char *run_dictionary(struct analyser *a, const char *p);

/* number.c: where the commas and points at p only group digits by thousands:
 * *commas and *points get the ends of such groups, or p. */
void number_groups(struct analyser *a, const char *p, const char **commas,
                   const char **points);

/* sentence.c: at a full stop or the like; and behind a dotted acronym, whose
 * last point may be the sentence's too. */
const char *sentence_stop(struct analyser *a, const char *p);
void sentence_acronym(struct analyser *a, const char *p);

/* Note a word's letters for its paragraph: capitals stand out beside lower-case
 * letters, and beside letters that have no case at all. */
static inline void note_letters(struct analyser *a, unsigned bits)
{
	a->para_bits |= bits;
	if ((bits & (UC_IS_LETTER | UC_UPPER | UC_LOWER)) == UC_IS_LETTER)
		a->para_bits |= UC_LOWER;
}

#endif
