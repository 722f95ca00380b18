/* corpus_help.h - a format tried on bytes in memory, told as text
 *
 * Case files hold cases of the shape
 *
 *     == what it is for | path/of/the/member.txt
 *     the member's bytes, without the last line end
 *     --
 *     what is told of it
 *
 * with any lines before the first "==".  What is told is a line "article KEY",
 * "skipped REASON" or "failed REASON" for each record, an article's fields
 * indented below it, and "status NAME" unless all went well.  In a body " / "
 * is a line end, and " // " parts paragraphs.
 */
#ifndef NEWSIDX_TESTS_UNIT_CORPUS_HELP_H
#define NEWSIDX_TESTS_UNIT_CORPUS_HELP_H

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "corpus/format.h"
#include "corpus/reader.h"
#include "lib/base/buf.h"
#include "tests/helpers/slow_source.h"

struct told {
	struct sink sink; /* first: sinks are cast to it */
	const struct format *format;
	const struct member *member;
	struct buf out;
	unsigned articles, skipped, failed;
};

static void tell_field(struct buf *out, const char *name, const struct buf *b)
{
	if (b->len == 0)
		return;
	buf_addf(out, "  %s: ", name);
	for (size_t i = 0; i < b->len; i++) {
		if (b->p[i] != '\n') {
			buf_addc(out, b->p[i]);
		} else if (i + 1 < b->len && b->p[i + 1] == '\n') {
			buf_adds(out, " // ");
			i++;
		} else {
			buf_adds(out, " / ");
		}
	}
	buf_addc(out, '\n');
}

static void tell_fields(struct buf *out, const char *name,
                        const struct strings *s)
{
	for (size_t i = 0; i < s->n; i++)
		tell_field(out, name, &s->v[i]);
}

static void tell_instant(struct buf *out, const char *name,
                         const struct instant *i)
{
	char text[INSTANT_TEXT_MAX];

	if (i->precision != INSTANT_NONE)
		buf_addf(out, "  %s: %s\n", name, instant_text(i, text));
}

static void tell_repairs(struct buf *out, unsigned repairs)
{
	static const char *const names[] = {
		"charset", "mojibake", "naive-date", "date",
		"cut",     "partial",  "deep",
	};

	/* No date is the usual thing in short cases. */
	repairs &= ~(unsigned)REPAIR_DATE;
	if (repairs == 0)
		return;
	buf_adds(out, "  repairs:");
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if ((repairs & 1u << i) != 0)
			buf_addf(out, " %s", names[i]);
	buf_addc(out, '\n');
}

static enum nx_status told_article(struct sink *s, struct article *a)
{
	struct told *t = (struct told *)s;
	struct article_origin o = {
		t->format->name,
		a->placed || (t->format->flags & FORMAT_PATH_IS_ID) != 0 ?
			t->member->path :
			NULL,
		t->member->archive,
	};
	const char *why = article_finish(a, &o);

	t->articles++;
	if (why != NULL) {
		buf_addf(&t->out, "none %s\n", why);
		return NX_OK;
	}
	buf_addf(&t->out, "article %s\n", a->key.p);
	tell_field(&t->out, "url", &a->url);
	tell_field(&t->out, "headline", &a->headline);
	tell_field(&t->out, "deck", &a->deck);
	tell_fields(&t->out, "author", &a->authors);
	tell_instant(&t->out, "published", &a->published);
	tell_instant(&t->out, "updated", &a->updated);
	tell_field(&t->out, "source", &a->source);
	tell_field(&t->out, "section", &a->section);
	tell_field(&t->out, "language", &a->language);
	tell_fields(&t->out, "keyword", &a->keywords);
	tell_fields(&t->out, "place", &a->places);
	tell_field(&t->out, "rights", &a->rights);
	tell_field(&t->out, "body", &a->body);
	if (a->captured.precision != INSTANT_NONE &&
	    a->captured.sec != a->published.sec)
		tell_instant(&t->out, "captured", &a->captured);
	if (a->revision > 0)
		buf_addf(&t->out, "  revision: %u\n", a->revision);
	if (a->withdrawn != WITHDRAWN_NOT)
		buf_addf(&t->out, "  withdrawn: %s\n",
		         withdrawn_name(a->withdrawn));
	tell_repairs(&t->out, a->repairs);
	return NX_OK;
}

static enum nx_status told_skipped(struct sink *s, uint64_t offset,
                                   const char *reason)
{
	struct told *t = (struct told *)s;

	(void)offset;
	t->skipped++;
	buf_addf(&t->out, "skipped %s\n", reason);
	return NX_OK;
}

static enum nx_status told_failed(struct sink *s, uint64_t offset,
                                  const char *reason)
{
	struct told *t = (struct told *)s;

	(void)offset;
	t->failed++;
	buf_addf(&t->out, "failed %s\n", reason);
	return NX_OK;
}

/* Read the bytes, given in blocks of step, and tell what comes; t->out is the
 * caller's to release. */
static enum nx_status tell(struct told *t, const struct format *format,
                           const char *path, const char *p, size_t len,
                           size_t step)
{
	struct member m = { "a/dump.tar.gz", path, len };
	struct slow_source src = { { slow_next }, p, len, step };
	struct reader r;
	struct nx_err err = { "" };
	enum nx_status st;

	*t = (struct told){
		.sink = { told_article, told_skipped, told_failed },
		.format = format,
		.member = &m,
		.out = BUF_INIT,
	};
	reader_init(&r, &src.src);
	st = format->read(&m, &r, &t->sink, &err);
	reader_release(&r);
	if (st != NX_OK)
		buf_addf(&t->out, "status %s\n", nx_status_name(st));
	return st;
}

static int bid_on(const struct format *format, const char *path, const char *p,
                  size_t len)
{
	struct member m = { "a/dump.tar.gz", path, len };
	struct sniff s = { &m, p, len, true };

	return format->bid(&s);
}

/* ---- case files --------------------------------------------------------- */

static char *read_cases(const char *path)
{
	struct buf b = BUF_INIT;
	char block[4096];
	size_t n;
	FILE *f = fopen(path, "rb");

	if (f == NULL)
		fail_msg("%s cannot be opened", path);
	else {
		while ((n = fread(block, 1, sizeof block, f)) > 0)
			buf_add(&b, block, n);
		fclose(f);
	}
	buf_add(&b, "", 0);
	return b.p;
}

/* False, having said what is different. */
static bool case_holds(const struct format *format, const char *title,
                       const char *body, size_t step)
{
	const char *bar = strstr(title, " | ");
	const char *dashes = strstr(body, "\n--\n"), *want;
	struct told t;
	size_t len;
	bool same;

	if (bar == NULL || dashes == NULL) {
		print_error("\"%s\" has no path or no \"--\"\n", title);
		return false;
	}
	want = dashes + 4;
	len = strlen(want);
	while (len > 1 && want[len - 1] == '\n' && want[len - 2] == '\n')
		len--;
	(void)tell(&t, format, bar + 3, body, (size_t)(dashes - body), step);
	same = len == t.out.len && memcmp(want, buf_str(&t.out), len) == 0;
	if (!same)
		print_error("%s (blocks of %zu)\nwanted:\n%.*sgot:\n%s", title,
		            step, (int)len, want, buf_str(&t.out));
	buf_release(&t.out);
	return same;
}

/* Every case of the file, whole and byte by byte; at least min of them. */
static void check_cases(const struct format *format, const char *path,
                        unsigned min)
{
	char *all = read_cases(path);
	char *p = all != NULL ? strstr(all, "== ") : NULL;
	unsigned n = 0, bad = 0;

	while (p != NULL) {
		char *next = strstr(p, "\n== ");
		char *nl = strchr(p, '\n');

		if (next != NULL)
			*next++ = '\0';
		*nl = '\0';
		if (!case_holds(format, p + 3, nl + 1, SIZE_MAX) ||
		    !case_holds(format, p + 3, nl + 1, 1))
			bad++;
		n++;
		p = next;
	}
	free(all);
	if (bad > 0 || n < min)
		fail_msg("%s: %u of %u cases", path, bad, n);
}

#endif
