#include "query/csv.h"

#include <stdbool.h>
#include <string.h>

#include "query/text.h"

void csv_field(FILE *out, const char *p, size_t len)
{
	bool quote = false;

	for (size_t i = 0; i < len && !quote; i++)
		quote = strchr(",\"\r\n", p[i]) != NULL && p[i] != '\0';
	/* White space at either end is dropped by many readers. */
	if (len > 0 && (p[0] == ' ' || p[len - 1] == ' '))
		quote = true;
	if (quote)
		fputc('"', out);
	for (size_t i = 0; i < len; i++) {
		if (p[i] == '"')
			fputc('"', out);
		fputc(p[i], out);
	}
	if (quote)
		fputc('"', out);
}

void csv_tidy(FILE *out, const char *p, size_t len)
{
	struct buf b = BUF_INIT;
	bool space = true;

	text_tidy(&b, p, len, &space);
	if (space && b.len > 0)
		buf_cut(&b, b.len - 1);
	csv_field(out, buf_str(&b), b.len);
	buf_release(&b);
}
