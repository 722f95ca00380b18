/* fold.h - what a character is, and what it becomes in a form
 *
 * One entry a code point, worked out by ICU when it is first met and kept: a
 * query that holds no Cyrillic never pays for it.  Part of an analyser, so
 * used by one thread.
 *
 *     folder_init / folder_release      the owner's memory
 *       folder_get                      any number
 */
#ifndef NEWSIDX_ANALYSIS_FOLD_H
#define NEWSIDX_ANALYSIS_FOLD_H

#include <stdbool.h>
#include <stdint.h>
#include <unicode/unorm2.h>

#include "lib/base/buf.h"

enum uc_class {
	UC_UNKNOWN = 0,  /* not worked out yet; never handed out */
	UC_SEPARATOR,
	UC_LETTER,
	UC_DIGIT,
	UC_MARK,         /* belongs to the character before it */
	UC_IGNORED,      /* stands in words without being there */
	UC_CJK,          /* Han and kana: a position each */
	UC_CJK_MARK,     /* voicing mark, of the kana before it */
	UC_DICTIONARY,   /* Thai, Lao, Khmer, Myanmar: words by ICU */
	UC_APOSTROPHE,
	UC_HYPHEN,
	UC_STOP,         /* may end a sentence if white space follows */
	UC_STOP_WIDE,    /* ends one in any case */
	UC_SPACE,
};

enum uc_bits {
	UC_LOWER = 1 << 0,
	UC_UPPER = 1 << 1,
	UC_IS_LETTER = 1 << 2,
	UC_IS_DIGIT = 1 << 3,
	UC_COMPOSES = 1 << 4, /* the word must be normalised as a whole */
	UC_POOLED = 1 << 5,   /* the folded text is in the pool */
};

#define UC_INLINE 5

struct uc {
	uint8_t cls;  /* enum uc_class */
	uint8_t bits; /* enum uc_bits */
	uint8_t len;  /* bytes of the folded text */
	char fold[UC_INLINE]; /* it, or a uint32_t offset in the pool */
};

#define UC_PAGES (0x110000 / 256)

struct folder {
	struct uc *page[UC_PAGES]; /* 256 entries each, or NULL */
	size_t pages;              /* that are not NULL */
	struct buf pool;
	const UNormalizer2 *nfc, *nfd, *nfkc_cf; /* ICU's, never freed */
};

void folder_init(struct folder *f);
void folder_release(struct folder *f);

/* Work out cp's entry.  For folder_get alone. */
const struct uc *folder_learn(struct folder *f, uint32_t cp);

/* The entry of cp; what is no character (UTF8_BAD) separates.  Good until the
 * folder is released. */
static inline const struct uc *folder_get(struct folder *f, uint32_t cp)
{
	if (cp < 0x110000) {
		const struct uc *page = f->page[cp >> 8];

		if (page != NULL && page[cp & 0xff].cls != UC_UNKNOWN)
			return &page[cp & 0xff];
	}
	return folder_learn(f, cp);
}

/* The folded text of u, u->len bytes; good until the next folder_get. */
const char *folder_text(const struct folder *f, const struct uc *u);

/* Fold n UTF-16 units of one word as a whole into out, at most room bytes and
 * never part of a character; returns the bytes written.  The slow and exact
 * way, for words with marks that combine. */
size_t folder_word(struct folder *f, const UChar *s, int32_t n, char *out,
                   size_t room);

#endif
