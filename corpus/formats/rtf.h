/* rtf.h - the control words and code pages of RTF, for formats/rtf.c */
#ifndef NEWSIDX_CORPUS_FORMATS_RTF_H
#define NEWSIDX_CORPUS_FORMATS_RTF_H

#include <stddef.h>
#include <stdint.h>

#include "lib/base/buf.h"

/* Where text belongs. */
enum rtf_place {
	RTF_TEXT,
	RTF_NOWHERE, /* pictures, styles, notes */
	RTF_FONTS,
	RTF_INFO,
	RTF_TITLE,
	RTF_AUTHOR,
	RTF_CREATED,
};

/* What a control word does. */
enum rtf_what {
	RTF_ADD,   /* stands for text */
	RTF_PLACE, /* begins a place */
	RTF_HIDE,  /* unless its number is 0 */
	RTF_PLAIN, /* ends what hides */
	RTF_PAGE,  /* the document's code page: its number, or else place */
	RTF_FONT,
	RTF_CHARSET, /* of a font in the list of fonts */
	RTF_SKIP,    /* how long substitutes are */
	RTF_UNICODE,
	RTF_YEAR,
	RTF_MONTH,
	RTF_DAY,
	RTF_BINARY, /* so many bytes follow */
};

struct rtf_word {
	const char *name;
	enum rtf_what what;
	int place; /* enum rtf_place, or a code page */
	const char *text;
};

/* The word, or NULL where it has nothing to do with text. */
const struct rtf_word *rtf_find(const char *name, size_t len);

/* The code page of a font's charset, 0 for that of the document. */
uint16_t rtf_font_page(int32_t charset);

/* Append what the bytes are in the code page; windows-1252 for an unknown
 * one. */
void rtf_decode(uint16_t page, const char *p, size_t len, struct buf *out);

#endif
