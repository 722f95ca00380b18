/* The filters that are libarchive's: its raw format with one filter enabled. */
#include <archive.h>
#include <archive_entry.h>
#include <stdlib.h>

#include "corpus/container.h"
#include "corpus/gzip.h"
#include "lib/base/mem.h"

struct filter {
	struct byte_source src;
	struct gzip *gzip; /* then nothing below is used */
	struct byte_source *under;
	struct flow *flow;
	const struct layer *layer;
	struct archive *a;
	enum nx_status under_st; /* why under ended */
	struct nx_err under_err;
	enum nx_status st;
	struct nx_err err;
	uint64_t out;
};

const char *layer_error(struct archive *a)
{
	const char *s = archive_error_string(a);

	return s != NULL ? s : "damaged or not what it seems to be";
}

/* A fault below is given to libarchive as an end, so that it gives what it
 * still holds; the fault is told behind that. */
static la_ssize_t filter_read(struct archive *a, void *ctx, const void **p)
{
	struct filter *f = ctx;
	const char *block;
	size_t len;

	(void)a;
	if (f->under_st != NX_OK)
		return 0;
	f->under_st = f->under->next(f->under, &block, &len, &f->under_err);
	if (f->under_st != NX_OK)
		return 0;
	*p = block;
	return (la_ssize_t)len;
}

static enum nx_status filter_fault(struct filter *f)
{
	if (f->under_st != NX_OK && f->under_st != NX_END) {
		f->err = f->under_err;
		return f->under_st;
	}
	return nx_fail(&f->err, NX_DAMAGED, "%s data %s: %s", f->layer->name,
	               f->under_st == NX_END ? "cut off or damaged" : "damaged",
	               layer_error(f->a));
}

static enum nx_status filter_start(struct filter *f)
{
	struct archive_entry *e;

	f->a = archive_read_new();
	if (f->a == NULL)
		return nx_fail(&f->err, NX_NOMEM, "out of memory");
	if (archive_read_support_format_raw(f->a) != ARCHIVE_OK ||
	    archive_read_support_format_empty(f->a) != ARCHIVE_OK ||
	    f->layer->enable(f->a) < ARCHIVE_WARN)
		return nx_fail(&f->err, NX_UNSUPPORTED,
		               "%s data: not supported by this libarchive",
		               f->layer->name);
	if (archive_read_open2(f->a, f, NULL, filter_read, NULL, NULL) !=
	    ARCHIVE_OK)
		return filter_fault(f);
	switch (archive_read_next_header(f->a, &e)) {
	case ARCHIVE_OK:
	case ARCHIVE_WARN:
		return NX_OK;
	case ARCHIVE_EOF:
		return NX_END;
	default:
		return filter_fault(f);
	}
}

static enum nx_status filter_block(struct filter *f, const char **p,
                                   size_t *len)
{
	const void *block = NULL;
	la_int64_t at;
	int r;

	*len = 0;
	do {
		r = archive_read_data_block(f->a, &block, len, &at);
	} while (r == ARCHIVE_OK && *len == 0);
	if (*len > 0 && r >= ARCHIVE_WARN && r != ARCHIVE_EOF) {
		*p = block;
		return flow_out(f->flow, &f->out, *len, &f->err);
	}
	if (r != ARCHIVE_EOF)
		return filter_fault(f);
	if (f->under_st != NX_OK && f->under_st != NX_END)
		return filter_fault(f);
	return NX_END;
}

static enum nx_status filter_next(struct byte_source *src, const char **p,
                                  size_t *len, struct nx_err *err)
{
	struct filter *f = (struct filter *)src;

	if (f->st == NX_OK && f->a == NULL)
		f->st = filter_start(f);
	if (f->st == NX_OK)
		f->st = filter_block(f, p, len);
	if (f->st != NX_OK && err != NULL)
		*err = f->err;
	return f->st;
}

struct filter *filter_open(const struct layer *l, struct byte_source *under,
                           struct flow *flow)
{
	struct filter *f = nx_zalloc(sizeof *f);

	f->src.next = filter_next;
	f->under = under;
	f->flow = flow;
	f->layer = l;
	if (l->enable == NULL)
		f->gzip = gzip_open(under, flow);
	return f;
}

struct byte_source *filter_source(struct filter *f)
{
	return f->gzip != NULL ? gzip_source(f->gzip) : &f->src;
}

const char *filter_note(const struct filter *f)
{
	return f->gzip != NULL ? gzip_note(f->gzip) : "";
}

void filter_go_on(struct filter *f, uint64_t in, uint64_t out, bool crawl)
{
	if (f->gzip != NULL)
		gzip_go_on(f->gzip, in, out, crawl);
}

bool filter_is_whole(const struct filter *f)
{
	return f->gzip != NULL && gzip_is_whole(f->gzip);
}

void filter_close(struct filter *f)
{
	if (f == NULL)
		return;
	gzip_close(f->gzip);
	if (f->a != NULL)
		(void)archive_read_free(f->a);
	free(f);
}
