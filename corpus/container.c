#include "corpus/container.h"

#include <archive.h>
#include <archive_entry.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>

#include "corpus/spool.h"
#include "lib/base/limits.h"
#include "lib/base/mem.h"
#include "lib/base/utf8.h"

/* A zip archive's directory ends in a record of 22 bytes and a comment. */
#define ZIP_END "PK\x05\x06"
#define ZIP_END_WITHIN (22 + 65535)

/* How often one call is repeated that libarchive asks to repeat. */
#define RETRIES 16

struct container {
	struct byte_source data; /* of the current entry */
	struct archive *a;
	struct byte_source *under;
	struct spool spool;
	struct flow *flow;
	locale_t locale;         /* libarchive converts names by the locale */
	enum nx_status under_st; /* why under ended, NX_OK before */
	struct nx_err under_err;
	enum nx_status data_st;  /* how the entry ended, NX_OK before */
	struct nx_err data_err;
	bool cut; /* a zip archive without its end, read from the front */
	int zip_entries; /* as its directory counts them, or -1 */
	int uncounted;   /* by libarchive's count, but folders or nothing */
	uint64_t ordinal;
	uint64_t listed;         /* before it was opened (container_count_on) */
	uint64_t out;            /* bytes given of the entry, gaps included */
	const char *block;       /* behind a gap in a sparse file */
	size_t block_len;
	uint64_t gap;
	struct buf path;
};

void name_display(const char *raw, struct buf *out)
{
	const char *p = raw, *end = raw + strnlen(raw, LIMIT_NAME);
	bool good = utf8_valid(p, (size_t)(end - p));

	buf_clear(out);
	end = raw + utf8_cut(raw, (size_t)(end - raw), (size_t)(end - raw));
	while (p < end) {
		unsigned len = 1;
		char enc[UTF8_MAX];
		uint32_t c = (unsigned char)*p;

		if (good)
			c = utf8_decode(p, end, &len);
		if (c < 0x20 || c == 0x7f || (good && c >= 0x80 && c < 0xa0))
			c = UTF8_BAD;
		buf_add(out, enc, utf8_encode(c, enc));
		p += len;
	}
}

static la_ssize_t on_read(struct archive *a, void *ctx, const void **p)
{
	struct container *c = ctx;
	const char *block;
	size_t len;

	(void)a;
	if (c->under_st != NX_OK)
		return 0;
	c->under_st = c->under->next(c->under, &block, &len, &c->under_err);
	if (c->under_st != NX_OK)
		return 0;
	*p = block;
	return (la_ssize_t)len;
}

static la_ssize_t on_spool_read(struct archive *a, void *ctx, const void **p)
{
	struct container *c = ctx;
	enum nx_status st;
	struct nx_err err;
	size_t len;

	(void)a;
	st = spool_read(&c->spool, p, &len, &err);
	if (st == NX_OK)
		return (la_ssize_t)len;
	if (st != NX_END) {
		c->under_st = st;
		c->under_err = err;
	}
	return 0;
}

static la_int64_t on_spool_seek(struct archive *a, void *ctx, la_int64_t offset,
                                int whence)
{
	struct container *c = ctx;

	(void)a;
	return (la_int64_t)spool_seek(&c->spool, offset, whence);
}

static la_int64_t on_spool_skip(struct archive *a, void *ctx, la_int64_t n)
{
	struct container *c = ctx;
	uint64_t was = c->spool.at;

	(void)a;
	return (la_int64_t)(spool_seek(&c->spool, n, SEEK_CUR) - was);
}

/* What broke the container off: a fault below if there was one. */
static enum nx_status fault(struct container *c, struct nx_err *err)
{
	if (c->under_st != NX_OK && c->under_st != NX_END) {
		if (err != NULL)
			*err = c->under_err;
		return c->under_st;
	}
	return nx_fail(err, NX_DAMAGED, "%s", layer_error(c->a));
}

static enum nx_status data_block(struct container *c)
{
	const void *p = NULL;
	la_int64_t at = 0;
	size_t len = 0;
	int r, tries = 0;

	do {
		r = archive_read_data_block(c->a, &p, &len, &at);
	} while ((r == ARCHIVE_RETRY && tries++ < RETRIES) ||
	         (r == ARCHIVE_OK && len == 0 && tries++ < RETRIES));
	if (r == ARCHIVE_EOF) {
		c->data_st = NX_END;
		return NX_END;
	}
	if (r != ARCHIVE_OK)
		c->data_st = fault(c, &c->data_err);
	if (r < ARCHIVE_WARN || len == 0)
		return c->data_st != NX_OK ? c->data_st : NX_END;
	c->gap = at > 0 && (uint64_t)at > c->out ? (uint64_t)at - c->out : 0;
	c->block = p;
	c->block_len = len;
	return NX_OK;
}

static enum nx_status data_next(struct byte_source *src, const char **p,
                                size_t *len, struct nx_err *err)
{
	static const char zeros[4096];
	struct container *c = (struct container *)src;
	enum nx_status st;

	if (c->block_len == 0 && c->gap == 0) {
		locale_t was = uselocale(c->locale);

		st = c->data_st != NX_OK ? c->data_st : data_block(c);
		(void)uselocale(was);
		if (st != NX_OK) {
			if (err != NULL)
				*err = c->data_err;
			return st;
		}
	}
	if (c->gap > 0) {
		*p = zeros;
		*len = c->gap < sizeof zeros ? (size_t)c->gap : sizeof zeros;
		c->gap -= *len;
	} else {
		*p = c->block;
		*len = c->block_len;
		c->block_len = 0;
	}
	st = flow_out(c->flow, &c->out, *len, &c->data_err);
	if (st != NX_OK) {
		c->data_st = st;
		c->block_len = 0;
		c->gap = 0;
		if (err != NULL)
			*err = c->data_err;
	}
	return st;
}

/* Look at the end of a zip archive, where its directory's size is.  Where that
 * is lost, libarchive reads the archive from the front, and takes the first
 * thing that is no member for the end. */
static void look_at_zip_end(struct container *c)
{
	struct buf tail = BUF_INIT;
	const unsigned char *at = NULL, *hit;
	const void *p;
	size_t len;

	if (c->spool.size > ZIP_END_WITHIN)
		(void)spool_seek(&c->spool, -ZIP_END_WITHIN, SEEK_END);
	while (spool_read(&c->spool, &p, &len, NULL) == NX_OK)
		buf_add(&tail, p, len);
	p = buf_str(&tail);
	len = tail.len;
	while ((hit = memmem(p, len, ZIP_END, 4)) != NULL) {
		len -= (size_t)(hit + 4 - (const unsigned char *)p);
		p = hit + 4;
		at = hit;
	}
	c->cut = at == NULL;
	/* Behind the signature: this disk, the directory's, entries here,
	 * entries in all; 65535 means that they are counted elsewhere. */
	if (at != NULL && len >= 8 && at[4] + at[5] == 0 &&
	    (at[10] & at[11]) != 0xff)
		c->zip_entries = at[10] | at[11] << 8;
	buf_release(&tail);
	(void)spool_seek(&c->spool, 0, SEEK_SET);
}

static void set_callbacks(struct container *c, bool seeks)
{
	(void)archive_read_set_callback_data(c->a, c);
	if (!seeks) {
		(void)archive_read_set_read_callback(c->a, on_read);
		return;
	}
	(void)archive_read_set_read_callback(c->a, on_spool_read);
	(void)archive_read_set_seek_callback(c->a, on_spool_seek);
	(void)archive_read_set_skip_callback(c->a, on_spool_skip);
}

static enum nx_status prepare(struct container *c, const struct layer *l,
                              int fd, struct nx_err *err)
{
	enum nx_status st = NX_OK;

	if (l->seeks && fd >= 0) {
		st = spool_use_file(&c->spool, fd, c->flow, err);
	} else if (l->seeks) {
		st = spool_fill(&c->spool, c->under, &c->under_st, err);
		if (err != NULL)
			c->under_err = *err;
	}
	if (st != NX_OK)
		return st;
	c->a = archive_read_new();
	if (c->a == NULL || c->locale == (locale_t)0)
		return nx_fail(err, NX_NOMEM, "out of memory");
	if (archive_read_support_format_empty(c->a) != ARCHIVE_OK ||
	    l->enable(c->a) < ARCHIVE_WARN)
		return nx_fail(err, NX_UNSUPPORTED,
		               "%s archive: not supported by this libarchive",
		               l->name);
	set_callbacks(c, l->seeks);
	c->zip_entries = -1;
	if (strcmp(l->name, "zip") == 0)
		look_at_zip_end(c);
	if (archive_read_open1(c->a) != ARCHIVE_OK)
		return fault(c, err);
	return NX_OK;
}

enum nx_status container_open(struct container **out, const struct layer *l,
                              struct byte_source *under, int fd,
                              struct flow *flow, struct nx_err *err)
{
	struct container *c = nx_zalloc(sizeof *c);
	enum nx_status st;
	locale_t was;

	c->data.next = data_next;
	c->data_st = NX_END;
	c->under = under;
	c->flow = flow;
	c->locale = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
	spool_init(&c->spool);
	was = uselocale(c->locale);
	st = prepare(c, l, fd, err);
	(void)uselocale(was);
	if (st != NX_OK) {
		container_close(c);
		c = NULL;
	}
	*out = c;
	return st;
}

static const char *kind_of_other(struct archive_entry *e)
{
	if (archive_entry_hardlink(e) != NULL ||
	    archive_entry_hardlink_utf8(e) != NULL)
		return "hard link to another member";
	switch (archive_entry_filetype(e)) {
	case AE_IFLNK:
		return "symbolic link";
	case AE_IFCHR:
	case AE_IFBLK:
		return "device";
	case AE_IFIFO:
		return "named pipe";
	case AE_IFSOCK:
		return "socket";
	default:
		return NULL;
	}
}

static const char *path_of(struct container *c, struct archive_entry *e)
{
	const char *raw = archive_entry_pathname(e);

	if (raw == NULL)
		raw = archive_entry_pathname_utf8(e);
	while (raw != NULL && (strncmp(raw, "./", 2) == 0 || raw[0] == '/'))
		raw += raw[0] == '/' ? 1 : 2;
	if (raw != NULL)
		name_display(raw, &c->path);
	if (raw == NULL || c->path.len == 0) {
		buf_clear(&c->path);
		buf_addf(&c->path, "#%llu", (unsigned long long)c->ordinal);
	}
	return buf_str(&c->path);
}

static void describe(struct container *c, struct archive_entry *e,
                     struct entry *out)
{
	*out = (struct entry){ .kind = ENTRY_FILE };
	out->why = kind_of_other(e);
	if (out->why != NULL)
		out->kind = ENTRY_OTHER;
	else if (archive_entry_filetype(e) == AE_IFDIR)
		out->kind = ENTRY_FOLDER;
	if (archive_entry_size_is_set(e) && archive_entry_size(e) > 0)
		out->size = (uint64_t)archive_entry_size(e);
	out->encrypted = archive_entry_is_data_encrypted(e) > 0;
	out->path = path_of(c, e);
}

/* The end of the archive, which is none if something below broke off, or if
 * its own reading failed. */
static enum nx_status at_end(struct container *c, int r, struct nx_err *err)
{
	if (r == ARCHIVE_EOF &&
	    (c->under_st == NX_OK || c->under_st == NX_END)) {
		if (c->zip_entries >= 0 &&
		    c->zip_entries != archive_file_count(c->a))
			return nx_fail(err, NX_DAMAGED,
			               "zip archive damaged: its directory "
			               "counts %d members, %d were found",
			               c->zip_entries,
			               archive_file_count(c->a));
		if (!c->cut)
			return NX_END;
		return nx_fail(err, NX_DAMAGED,
		               "zip archive cut off: its directory is missing");
	}
	return fault(c, err);
}

enum nx_status container_next(struct container *c, struct entry *e,
                              struct nx_err *err)
{
	struct archive_entry *ae = NULL;
	locale_t was = uselocale(c->locale);
	int r, tries = 0, before;

	do {
		before = archive_file_count(c->a);
		r = archive_read_next_header(c->a, &ae);
		/* It counts headers that it then cannot read. */
		if (r != ARCHIVE_OK && r != ARCHIVE_WARN)
			c->uncounted += archive_file_count(c->a) - before;
	} while (r == ARCHIVE_RETRY && tries++ < RETRIES);
	c->ordinal++;
	c->out = 0;
	c->gap = 0;
	c->block_len = 0;
	c->data_st = NX_OK;
	if (r == ARCHIVE_OK || r == ARCHIVE_WARN)
		describe(c, ae, e);
	if ((r == ARCHIVE_OK || r == ARCHIVE_WARN) && e->kind == ENTRY_FOLDER)
		c->uncounted++;
	(void)uselocale(was);
	if (r == ARCHIVE_OK || r == ARCHIVE_WARN)
		return NX_OK;
	c->ordinal--;
	c->data_st = NX_END;
	return at_end(c, r, err);
}

uint64_t container_listed(const struct container *c)
{
	return c->listed +
	       (uint64_t)(archive_file_count(c->a) - c->uncounted);
}

uint64_t container_entries(const struct container *c)
{
	return c->ordinal;
}

void container_count_on(struct container *c, uint64_t entries,
                        uint64_t listed)
{
	c->ordinal = entries;
	c->listed = listed;
}

uint64_t container_position(const struct container *c)
{
	la_int64_t at = archive_read_header_position(c->a);

	return at > 0 ? (uint64_t)at : 0;
}

struct byte_source *container_data(struct container *c)
{
	return &c->data;
}

void container_close(struct container *c)
{
	if (c == NULL)
		return;
	if (c->a != NULL)
		(void)archive_read_free(c->a);
	if (c->locale != (locale_t)0)
		freelocale(c->locale);
	spool_release(&c->spool);
	buf_release(&c->path);
	free(c);
}
