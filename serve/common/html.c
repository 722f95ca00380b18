#include "serve/common/html.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "lib/base/utf8.h"

static bool is_control(uint32_t cp)
{
	return (cp < 0x20 && cp != '\n' && cp != '\t' && cp != '\r') ||
	       (cp >= 0x7f && cp < 0xa0);
}

void html_put(FILE *out, const char *p, size_t len)
{
	const char *end = p + len;

	while (p < end) {
		unsigned n = 1;
		uint32_t cp;

		switch (*p) {
		case '&':
			fputs("&amp;", out);
			break;
		case '<':
			fputs("&lt;", out);
			break;
		case '>':
			fputs("&gt;", out);
			break;
		case '"':
			fputs("&quot;", out);
			break;
		case '\'':
			fputs("&#39;", out);
			break;
		default:
			cp = utf8_decode(p, end, &n);
			if (cp == UTF8_BAD || is_control(cp))
				fputs("\xef\xbf\xbd", out);
			else
				fwrite(p, 1, n, out);
		}
		p += n;
	}
}

void html_text(FILE *out, const char *s)
{
	html_put(out, s, strlen(s));
}

void html_sentence(FILE *out, const char *p, size_t len)
{
	if (len > 0 && *p >= 'a' && *p <= 'z') {
		fputc(*p - 'a' + 'A', out);
		p++;
		len--;
	}
	html_put(out, p, len);
	if (len > 0 && strchr(".?!", p[len - 1]) == NULL)
		fputc('.', out);
}

void html_begin(FILE *out, const struct html_frame *f)
{
	fputs("<!doctype html>\n<html lang=\"en\">\n<head>\n"
	      "<meta charset=\"utf-8\">\n"
	      "<meta name=\"viewport\" content=\"width=device-width, "
	      "initial-scale=1\">\n"
	      "<meta name=\"color-scheme\" content=\"light dark\">\n"
	      "<meta name=\"robots\" content=\"noindex\">\n<title>",
	      out);
	if (f->title != NULL && f->title[0] != '\0') {
		html_text(out, f->title);
		fputs(" \xe2\x80\x93 ", out);
	}
	html_text(out, f->name);
	fprintf(out,
	        "</title>\n<link rel=\"icon\" href=\"%sstatic/icon.svg\" "
	        "type=\"image/svg+xml\">\n"
	        "<link rel=\"stylesheet\" href=\"%sstatic/style.css\">\n"
	        "<script src=\"%sstatic/app.js\" defer></script>\n"
	        "</head>\n<body",
	        f->up, f->up, f->up);
	if (f->body_class != NULL)
		fprintf(out, " class=\"%s\"", f->body_class);
	fputs(">\n", out);
}

void html_end(FILE *out)
{
	fputs("</body>\n</html>\n", out);
}
