/* slow_source.h - bytes in memory, given in blocks of a size */
#ifndef NEWSIDX_TESTS_HELPERS_SLOW_SOURCE_H
#define NEWSIDX_TESTS_HELPERS_SLOW_SOURCE_H

#include "corpus/reader.h"

/* Gives step bytes at a time: one, as the worst container may. */
struct slow_source {
	struct byte_source src;
	const char *p;
	size_t len, step;
};

static enum nx_status slow_next(struct byte_source *src, const char **p,
                                size_t *len, struct nx_err *err)
{
	struct slow_source *s = (struct slow_source *)src;

	(void)err;
	if (s->len == 0)
		return NX_END;
	*p = s->p;
	*len = s->step < s->len ? s->step : s->len;
	s->p += *len;
	s->len -= *len;
	return NX_OK;
}

#endif
