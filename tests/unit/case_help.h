/* case_help.h - case files of lines: reading them, and escapes in them */
#ifndef NEWSIDX_TESTS_UNIT_CASE_HELP_H
#define NEWSIDX_TESTS_UNIT_CASE_HELP_H

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "lib/base/buf.h"
#include "lib/base/utf8.h"

static unsigned long hex(const char *p, int digits)
{
	char text[9] = { 0 };

	memcpy(text, p, (size_t)digits);
	return strtoul(text, NULL, 16);
}

/* Append s with \n \t \r \\ \s (a space) \xHH (a byte) \uHHHH read. */
static void add_unescaped(struct buf *out, const char *s)
{
	for (; *s != '\0'; s++) {
		if (*s != '\\') {
			buf_addc(out, *s);
			continue;
		}
		s++;
		if (*s == 'x' && strlen(s) > 2) {
			buf_addc(out, (char)hex(s + 1, 2));
			s += 2;
		} else if (*s == 'u' && strlen(s) > 4) {
			out->len += utf8_encode((uint32_t)hex(s + 1, 4),
			                        buf_room(out, UTF8_MAX));
			out->p[out->len] = '\0';
			s += 4;
		} else if (*s == 'n' || *s == 't' || *s == 'r' || *s == 's') {
			buf_addc(out, *s == 'n' ? '\n' :
			              *s == 't' ? '\t' :
			              *s == 'r' ? '\r' :
			                          ' ');
		} else {
			buf_addc(out, *s);
		}
	}
}

/* Call each for every line that is neither empty nor a comment; it returns
 * whether the line holds.  At least min lines. */
static void check_lines(const char *path, unsigned min,
                        bool (*each)(void *ctx, char *line), void *ctx)
{
	FILE *f = fopen(path, "r");
	char line[2048];
	unsigned n = 0, bad = 0, at = 0;

	if (f == NULL) {
		fail_msg("%s cannot be opened", path);
		return;
	}
	while (fgets(line, sizeof line, f) != NULL) {
		line[strcspn(line, "\n")] = '\0';
		at++;
		if (line[0] == '\0' || line[0] == '#')
			continue;
		n++;
		if (!each(ctx, line)) {
			print_error("%s:%u\n", path, at);
			bad++;
		}
	}
	fclose(f);
	if (bad > 0 || n < min)
		fail_msg("%s: %u of %u lines", path, bad, n);
}

#endif
