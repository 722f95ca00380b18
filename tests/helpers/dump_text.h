/* dump_text.h - the text of a dump, in sections, or digests of them */
#ifndef NEWSIDX_TESTS_HELPERS_DUMP_TEXT_H
#define NEWSIDX_TESTS_HELPERS_DUMP_TEXT_H

#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>

#include "lib/base/buf.h"
#include "lib/base/digest.h"
#include "lib/xapian-c/xapian-c.h"

struct dump_text {
	FILE *out;
	bool as_digest;
	const char *section;
	struct buf buf; /* of the section, not put out yet */
	uint64_t lines, digest[2];
};

/* Enough that a call of the digest counts for little. */
#define TEXT_PIECE ((size_t)1 << 16)

static inline void text_flush(struct dump_text *t)
{
	uint64_t piece[2];

	if (t->as_digest && t->buf.len > 0) {
		digest128(t->buf.p, t->buf.len, t->digest[0] ^ t->lines, piece);
		t->digest[0] = t->digest[0] * 31 + piece[0];
		t->digest[1] = t->digest[1] * 31 + piece[1];
	} else if (t->buf.len > 0) {
		(void)fwrite(t->buf.p, 1, t->buf.len, t->out);
	}
	buf_clear(&t->buf);
}

static inline void text_end(struct dump_text *t)
{
	text_flush(t);
	if (t->as_digest && t->section != NULL)
		fprintf(t->out, "%s %" PRIu64 " %016" PRIx64 "%016" PRIx64 "\n",
		        t->section, t->lines, t->digest[0], t->digest[1]);
}

static inline void text_section(struct dump_text *t, const char *name)
{
	text_end(t);
	t->section = name;
	t->lines = t->digest[0] = t->digest[1] = 0;
	if (!t->as_digest)
		fprintf(t->out, "# %s\n", name);
}

static inline void text_newline(struct dump_text *t)
{
	buf_addc(&t->buf, '\n');
	t->lines++;
	if (t->buf.len >= TEXT_PIECE)
		text_flush(t);
}

static inline void text_number(struct dump_text *t, uint64_t n)
{
	char digits[24];
	size_t at = sizeof digits;

	do {
		digits[--at] = (char)('0' + n % 10);
		n /= 10;
	} while (n > 0);
	digits[--at] = ' ';
	buf_add(&t->buf, digits + at, sizeof digits - at);
}

static inline void text_bytes(struct dump_text *t, const char *p, size_t len)
{
	static const char hex[] = "0123456789abcdef";

	buf_addc(&t->buf, ' ');
	for (size_t i = 0; i < len; i++) {
		unsigned char c = (unsigned char)p[i];

		if (c > ' ' && c < 0x7f && c != '\\') {
			buf_addc(&t->buf, p[i]);
			continue;
		}
		buf_addc(&t->buf, '\\');
		buf_addc(&t->buf, hex[c >> 4]);
		buf_addc(&t->buf, hex[c & 15]);
	}
}

static inline void text_str(struct dump_text *t, struct xap_str s)
{
	text_bytes(t, s.data, s.len);
}

static inline void text_word(struct dump_text *t, const char *word)
{
	buf_adds(&t->buf, word);
}

#endif
