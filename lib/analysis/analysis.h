/* analysis.h - from text to tokens
 *
 * The one analyser of newsidx: articles and queries go through this same code,
 * so that what is written alike is found alike (tests/unit/test_analysis.c
 * holds it to that).  It knows nothing of indexes: which prefix a form gets
 * and which positions an article's parts have is lib/index's business.
 *
 * An analyser's life:
 *
 *     analyser_new
 *       analyser_run ...         any number of texts; one token list each
 *     analyser_free
 *
 * An analyser is used by one thread at a time; threads have their own.  It is
 * the same whatever the language: a word is folded alike in all of them, and
 * languages differ only in their word families (family.h).
 *
 * What is a token, what its form, and where sentences end is specified in
 * lib/analysis/README.md.
 */
#ifndef NEWSIDX_ANALYSIS_ANALYSIS_H
#define NEWSIDX_ANALYSIS_ANALYSIS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/base/buf.h"

/* The rules' version.  An index names the one it was made by; a change of
 * rules that changes any term or position raises it. */
#define ANALYSIS_VERSION 1

enum token_flag {
	/* Written in capitals, or as an acronym with points: what caps(...)
	 * finds.  Never set for a one-letter token. */
	TOKEN_CAPS = 1 << 0,
	/* Dotted acronym: U.S., J.R.R. */
	TOKEN_DOTTED = 1 << 1,
	/* The last token of its sentence, of its paragraph.  The last token of
	 * a text has both. */
	TOKEN_SENTENCE_END = 1 << 2,
	TOKEN_PARAGRAPH_END = 1 << 3,
	/* A joined form: it stands for the two tokens at pos and pos + 1
	 * together (COVID-19: covid19; post-war: postwar; 9/11: 9/11; a word
	 * hyphenated at a line's end).  It takes no position of its own, and
	 * comes in the list directly before the token at pos. */
	TOKEN_JOINED = 1 << 4,
	/* One character of a Han or kana run: the form is the bigram that
	 * starts here, or the character alone where the run ends. */
	TOKEN_CJK = 1 << 5,
	/* With TOKEN_CJK: the last character of its run. */
	TOKEN_CJK_END = 1 << 6,
};

struct token {
	uint32_t form;  /* offset of the folded form in token_list.forms */
	uint32_t pos;   /* 1 for the first word of the text */
	uint32_t start; /* byte span in the text, for highlighting; for a */
	uint32_t end;   /* bigram, of its first character only */
	uint16_t len;   /* bytes of the form, 1 .. LIMIT_TERM */
	uint16_t flags; /* enum token_flag */
};

/* Tokens in the order of their positions.  The caller's:
 *
 *     struct token_list l = TOKEN_LIST_INIT;
 *       analyser_run(a, text, len, &l) ...   each call replaces the content
 *     token_list_release(&l);
 */
struct token_list {
	struct token *v;
	size_t n, cap;
	struct buf forms;   /* the forms, not separated */
	uint32_t positions; /* the last position used; 0 for no word at all */
};

#define TOKEN_LIST_INIT { NULL, 0, 0, BUF_INIT, 0 }

void token_list_release(struct token_list *l);

static inline const char *token_form(const struct token_list *l,
                                     const struct token *t)
{
	return l->forms.p + t->form;
}

struct analyser;

/* Never NULL. */
struct analyser *analyser_new(void);

/* NULL is fine. */
void analyser_free(struct analyser *a);

/* Analyse len bytes of text (at most LIMIT_ARTICLE_TEXT; the caller cuts).
 * Bytes that are no UTF-8 separate words, and so does NUL.  Paragraphs are
 * separated by an empty line ("\n\n"); a single '\n' is white space.  Replaces
 * what l held.  A text with more than LIMIT_POSITIONS words ends there. */
void analyser_run(struct analyser *a, const char *text, size_t len,
                  struct token_list *l);

#endif
