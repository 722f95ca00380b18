#include "query/match.h"

#include <string.h>

#include "lib/base/utf8.h"

bool wildcard_match(const char *pattern, size_t pattern_len, const char *s,
                    size_t len)
{
	const char *p = pattern, *pend = pattern + pattern_len, *end = s + len;
	const char *star = NULL, *retry = NULL;
	unsigned n;

	while (s < end) {
		(void)utf8_decode(s, end, &n);
		if (p < pend && *p == '*') {
			star = ++p;
			retry = s;
		} else if (p < pend && *p == '?') {
			p++;
			s += n;
		} else if (p < pend && *p == *s) {
			p++;
			s++;
		} else if (star != NULL) {
			/* The last '*' takes one character more; what the ones
			 * before it took can stay. */
			(void)utf8_decode(retry, end, &n);
			retry += n;
			s = retry;
			p = star;
		} else {
			return false;
		}
	}
	while (p < pend && *p == '*')
		p++;
	return p == pend;
}

static bool equal(const struct term_leaf *leaf, const char *form, size_t len)
{
	return leaf->len == len && memcmp(leaf->form, form, len) == 0;
}

bool term_match(const struct term_leaf *leaf, const char *form, size_t len,
                unsigned flags)
{
	if ((flags & TOKEN_JOINED) != 0 || leaf->kind == TERM_JOINED)
		return (flags & TOKEN_JOINED) != 0 &&
		       leaf->kind == TERM_JOINED && equal(leaf, form, len);
	switch (leaf->kind) {
	case TERM_CAPS:
		return (flags & TOKEN_CAPS) != 0 && equal(leaf, form, len);
	case TERM_PREFIX:
		return len >= leaf->len &&
		       memcmp(leaf->form, form, leaf->len) == 0;
	case TERM_WILDCARD:
		return wildcard_match(leaf->form, leaf->len, form, len);
	default:
		return equal(leaf, form, len);
	}
}
