/* detect_words.h - the commonest words of languages (inside detect.h) */
#ifndef NEWSIDX_ANALYSIS_DETECT_WORDS_H
#define NEWSIDX_ANALYSIS_DETECT_WORDS_H

struct common_words {
	const char *code;  /* ISO 639-1 */
	const char *words; /* parted by one space each */
};

/* Ended by one whose code is NULL.  At most 64 languages, some of them twice,
 * in another script. */
extern const struct common_words COMMON_WORDS[];

#endif
