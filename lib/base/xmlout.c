#include "lib/base/xmlout.h"

#include <string.h>

#include "lib/base/utf8.h"

#define REPLACEMENT "\xef\xbf\xbd"

void xml_add(struct buf *out, const char *p, size_t len)
{
	const char *end = p + len;
	unsigned n;

	for (; p < end; p += n) {
		uint32_t c = utf8_decode(p, end, &n);

		if (c == '<')
			buf_adds(out, "&lt;");
		else if (c == '>')
			buf_adds(out, "&gt;");
		else if (c == '&')
			buf_adds(out, "&amp;");
		else if (c == '"')
			buf_adds(out, "&quot;");
		else if (c == '\r' || c == '\t' || c == '\n')
			/* A reader may fold or drop the bare ones. */
			buf_addf(out, "&#%u;", (unsigned)c);
		else if (c < 0x20 || c == 0x7f || (c >= 0x80 && c < 0xa0) ||
		         c == UTF8_BAD || c == 0xfffe || c == 0xffff)
			buf_adds(out, REPLACEMENT);
		else
			buf_add(out, p, n);
	}
}

void xml_adds(struct buf *out, const char *s)
{
	xml_add(out, s, strlen(s));
}

void xml_add_element(struct buf *out, const char *name, const char *p,
                     size_t len)
{
	buf_addf(out, "<%s>", name);
	xml_add(out, p, len);
	buf_addf(out, "</%s>\n", name);
}

void xml_add_url(struct buf *out, const char *p, size_t len)
{
	const char *end = p + len;
	unsigned n;

	for (; p < end; p += n) {
		uint32_t c = utf8_decode(p, end, &n);

		if (c == '&')
			buf_adds(out, "&amp;");
		else if (c <= ' ' || c == UTF8_BAD ||
		         (c >= 0x7f && c < 0xa0) || c >= 0xe000 ||
		         (c < 0x80 && strchr("\"<>\\^`{|}", (int)c) != NULL))
			for (unsigned i = 0; i < n; i++)
				buf_addf(out, "%%%02X",
				         (unsigned)(unsigned char)p[i]);
		else
			buf_add(out, p, n);
	}
}
