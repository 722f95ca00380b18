/* date_lex.h - a written date as a row of numbers, names and marks
 *
 * For date.c only.  Digits of any script become numbers; words are folded
 * (lower case, no accents) and looked up; full-width and typographic marks
 * become their ASCII ones, and the units of Chinese, Japanese and Korean dates
 * one letter each: Y M D for year, month, day, and h m s.
 */
#ifndef NEWSIDX_CORPUS_DATE_LEX_H
#define NEWSIDX_CORPUS_DATE_LEX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum date_kind {
	DATE_END = 0,
	DATE_NUMBER, /* value, digits */
	DATE_MONTH,  /* value 1 .. 12 */
	DATE_ZONE,   /* value in minutes east */
	DATE_AM,     /* "a.m.", and what says so in front of the hour */
	DATE_PM,
	DATE_FILLER, /* weekdays, "th", "de", "at", "published" */
	DATE_WORD,   /* any other */
	DATE_MARK,   /* value: the character */
};

struct date_token {
	uint8_t kind;   /* enum date_kind */
	uint8_t digits; /* of a number as written, leading zeros too */
	bool spaced;    /* white space stood before it */
	int64_t value;
};

/* Bytes of the text that are looked at, and tokens made of them: a date with
 * weekday, zone and its name in parentheses has 25 tokens. */
#define DATE_BYTES 160
#define DATE_TOKENS 40

/* The grammar looks no further ahead than this; so many DATE_END follow the
 * last token. */
#define DATE_AHEAD 8

/* Fill out[DATE_TOKENS + DATE_AHEAD]. */
void date_lex(const char *s, size_t len, struct date_token *out);

/* What the folded word is, and its value. */
enum date_kind date_word(const char *word, int *value);

#endif
