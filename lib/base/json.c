#include "lib/base/json.h"

#include <string.h>

#include "lib/base/utf8.h"

static void put_string(FILE *out, const char *p, size_t len)
{
	const char *end = p + len;

	fputc('"', out);
	while (p < end) {
		unsigned char c = (unsigned char)*p;
		unsigned n = 1;

		if (c == '"' || c == '\\')
			fprintf(out, "\\%c", c);
		else if (c == '\n')
			fputs("\\n", out);
		else if (c == '\t')
			fputs("\\t", out);
		else if (c < 0x20 || c == 0x7f)
			fprintf(out, "\\u%04x", c);
		else if (c < 0x80)
			fputc(c, out);
		else if (utf8_decode(p, end, &n) == UTF8_BAD)
			fputs("\xef\xbf\xbd", out);
		else
			fwrite(p, 1, n, out);
		p += n;
	}
	fputc('"', out);
}

static void lead(struct json *j, const char *name)
{
	if (j->some[j->depth - 1])
		fputc(',', j->out);
	j->some[j->depth - 1] = true;
	if (name != NULL) {
		put_string(j->out, name, strlen(name));
		fputc(':', j->out);
	}
}

static void open_bracket(struct json *j, char bracket)
{
	if (j->depth == JSON_DEPTH)
		return;
	fputc(bracket, j->out);
	j->close[j->depth] = bracket == '{' ? '}' : ']';
	j->some[j->depth++] = false;
}

void json_begin(struct json *j, FILE *out)
{
	memset(j, 0, sizeof *j);
	j->out = out;
	open_bracket(j, '{');
}

void json_end(struct json *j)
{
	while (j->depth > 0)
		json_close(j);
	fputc('\n', j->out);
}

void json_open(struct json *j, const char *name, char bracket)
{
	lead(j, name);
	open_bracket(j, bracket);
}

void json_close(struct json *j)
{
	fputc(j->close[--j->depth], j->out);
}

void json_str(struct json *j, const char *name, const char *p, size_t len)
{
	lead(j, name);
	put_string(j->out, p, len);
}

void json_text(struct json *j, const char *name, const char *s)
{
	json_str(j, name, s, strlen(s));
}

void json_num(struct json *j, const char *name, uint64_t v)
{
	lead(j, name);
	fprintf(j->out, "%llu", (unsigned long long)v);
}

void json_real(struct json *j, const char *name, double v)
{
	lead(j, name);
	fprintf(j->out, "%.6g", v);
}

void json_bool(struct json *j, const char *name, bool v)
{
	lead(j, name);
	fputs(v ? "true" : "false", j->out);
}
