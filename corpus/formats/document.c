#include "corpus/formats/document.h"

#include <string.h>
#include <strings.h>

#include "corpus/byline.h"
#include "corpus/charset.h"

extern const struct format format_nexis;
extern const struct format format_factiva;
extern const struct format format_proquest;
extern const struct format format_text;

void document_release(struct document *d)
{
	buf_release(&d->text);
	buf_release(&d->title);
	buf_release(&d->author);
}

/* ---- articles on their way out ------------------------------------------- */

struct passing {
	struct sink sink; /* first: sinks are cast to it */
	struct sink *outer;
	const struct document *d;
	bool own; /* an article by itself, for which d's title speaks */
};

/* What programs write where nobody gave a title: the name of a file. */
static bool is_title(const struct buf *title)
{
	static const char *const ends[] = { ".doc",  ".docx", ".rtf", ".pdf",
		                            ".indd", ".qxd",  ".qxp", ".txt" };

	for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
		size_t n = strlen(ends[i]);

		if (title->len >= n &&
		    strcasecmp(title->p + title->len - n, ends[i]) == 0)
			return false;
	}
	return title->len > 0 && strncmp(title->p, "Microsoft ", 10) != 0 &&
	       strncasecmp(title->p, "untitled", 8) != 0;
}

static enum nx_status pass_article(struct sink *s, struct article *a)
{
	struct passing *t = (struct passing *)s;
	const struct document *d = t->d;

	a->repairs |= d->repairs;
	a->offset = a->size = 0;
	if (!t->own)
		return t->outer->article(t->outer, a);
	a->placed = true;
	if (a->headline.len == 0 && is_title(&d->title))
		buf_set(&a->headline, d->title.p, d->title.len);
	if (a->authors.n == 0 && d->author.len > 0)
		byline_add(&a->authors, d->author.p, d->author.len);
	if (a->published.precision == INSTANT_NONE)
		a->published = d->created;
	return t->outer->article(t->outer, a);
}

static enum nx_status pass_skipped(struct sink *s, uint64_t offset,
                                   const char *reason)
{
	struct passing *t = (struct passing *)s;

	(void)offset;
	return t->outer->skipped(t->outer, 0, reason);
}

static enum nx_status pass_failed(struct sink *s, uint64_t offset,
                                  const char *reason)
{
	struct passing *t = (struct passing *)s;

	(void)offset;
	return t->outer->failed(t->outer, 0, reason);
}

/* ---- what it is ---------------------------------------------------------- */

static const struct format *choose(const struct document *d,
                                   const struct member *m)
{
	static const struct format *const exports[] = {
		&format_nexis, &format_factiva, &format_proquest, NULL
	};
	struct sniff sn = { m, buf_str(&d->text), d->text.len, true };

	if (sn.len > SNIFF_BYTES) {
		sn.len = SNIFF_BYTES;
		sn.whole = false;
	}
	for (size_t i = 0; exports[i] != NULL; i++)
		if (exports[i]->bid(&sn) != BID_NONE)
			return exports[i];
	return &format_text;
}

static bool is_blank(const struct buf *text)
{
	for (size_t i = 0; i < text->len; i++)
		if ((unsigned char)text->p[i] > ' ')
			return false;
	return true;
}

enum nx_status document_tell(struct document *d, const struct member *m,
                             const char *empty, struct sink *sink,
                             struct nx_err *err)
{
	struct passing t = {
		.sink = { pass_article, pass_skipped, pass_failed },
		.outer = sink,
		.d = d,
	};
	struct memory_source src;
	const struct format *f;
	struct reader r;
	enum nx_status st;

	charset_scrub(&d->text, &d->repairs);
	charset_scrub(&d->title, &d->repairs);
	charset_scrub(&d->author, &d->repairs);
	if (is_blank(&d->text))
		return sink->skipped(sink, 0, empty);
	f = choose(d, m);
	t.own = f == &format_text;
	memory_source_init(&src, d->text.p, d->text.len);
	reader_init(&r, &src.src);
	st = f->read(m, &r, &t.sink, err);
	reader_release(&r);
	return st;
}
