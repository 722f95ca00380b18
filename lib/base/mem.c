#include "lib/base/mem.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lib/base/exit.h"

static _Noreturn void out_of_memory(void)
{
	static const char msg[] = "newsidx: out of memory\n";

	if (write(STDERR_FILENO, msg, sizeof msg - 1) < 0)
		_exit(EXIT_FAILED);
	_exit(EXIT_FAILED);
}

void *nx_alloc(size_t size)
{
	void *p = malloc(size ? size : 1);

	if (p == NULL)
		out_of_memory();
	return p;
}

void *nx_zalloc(size_t size)
{
	void *p = calloc(1, size ? size : 1);

	if (p == NULL)
		out_of_memory();
	return p;
}

void *nx_realloc(void *p, size_t size)
{
	void *q = realloc(p, size ? size : 1);

	if (q == NULL)
		out_of_memory();
	return q;
}

void *nx_realloc_array(void *p, size_t n, size_t size)
{
	if (size != 0 && n > SIZE_MAX / size)
		out_of_memory();
	return nx_realloc(p, n * size);
}

char *nx_strndup(const char *s, size_t len)
{
	char *p = nx_alloc(len + 1);

	if (len != 0)
		memcpy(p, s, len);
	p[len] = '\0';
	return p;
}

char *nx_strdup(const char *s)
{
	return nx_strndup(s, strlen(s));
}

char *nx_format(const char *fmt, ...)
{
	va_list ap;
	char *p;
	int len;

	va_start(ap, fmt);
	len = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	if (len < 0)
		out_of_memory();
	p = nx_alloc((size_t)len + 1);
	va_start(ap, fmt);
	if (vsnprintf(p, (size_t)len + 1, fmt, ap) < 0)
		p[0] = '\0';
	va_end(ap);
	return p;
}

void *nx_grow(void *v, size_t n, size_t *cap, size_t size)
{
	if (n < *cap)
		return v;
	if (n > SIZE_MAX / 2 - 8)
		out_of_memory();
	*cap = n < 8 ? 16 : n * 2;
	return nx_realloc_array(v, *cap, size);
}
