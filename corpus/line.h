/* line.h - the lines of a text in memory */
#ifndef NEWSIDX_CORPUS_LINE_H
#define NEWSIDX_CORPUS_LINE_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

/* Take the next line from *p on, up to end: *line and *len are it without its
 * line feed, with all white space.  False where *p is the end. */
static inline bool line_take(const char **p, const char *end, const char **line,
                             size_t *len)
{
	const char *nl;

	if (*p >= end)
		return false;
	nl = memchr(*p, '\n', (size_t)(end - *p));
	*line = *p;
	*len = (size_t)((nl != NULL ? nl : end) - *p);
	*p = nl != NULL ? nl + 1 : end;
	return true;
}

#endif
