/* packing.h - archives made in memory */
#ifndef NEWSIDX_TESTS_UNIT_PACKING_H
#define NEWSIDX_TESTS_UNIT_PACKING_H

#include <archive.h>
#include <archive_entry.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/buf.h"

/* A member; the last one has no name. */
struct packed {
	const char *name;
	const char *text; /* up to its NUL, unless len is set */
	size_t len;
	const char *link; /* a symbolic link to this */
};

static inline la_ssize_t pack_write(struct archive *a, void *ctx, const void *p,
                                    size_t len)
{
	(void)a;
	buf_add(ctx, p, len);
	return (la_ssize_t)len;
}

static inline void pack_one(struct archive *a, const struct packed *m)
{
	struct archive_entry *e = archive_entry_new();
	size_t len = m->text == NULL ? 0 : m->len ? m->len : strlen(m->text);

	archive_entry_set_pathname_utf8(e, m->name);
	archive_entry_set_perm(e, 0644);
	archive_entry_set_filetype(e, m->link != NULL ? AE_IFLNK : AE_IFREG);
	if (m->link != NULL)
		archive_entry_set_symlink(e, m->link);
	else
		archive_entry_set_size(e, (la_int64_t)len);
	if (archive_write_header(a, e) < ARCHIVE_WARN ||
	    (len > 0 && archive_write_data(a, m->text, len) < 0)) {
		fprintf(stderr, "pack: %s\n", archive_error_string(a));
		abort();
	}
	archive_entry_free(e);
}

/* Append an archive of the members to out.  format and filter are libarchive's
 * names ("ustar", "zip", "raw"; "gzip", NULL); options too, or NULL. */
static inline void pack(struct buf *out, const char *format, const char *filter,
                        const char *options, const struct packed *m)
{
	struct archive *a = archive_write_new();

	if (archive_write_set_format_by_name(a, format) != ARCHIVE_OK ||
	    (filter != NULL &&
	     archive_write_add_filter_by_name(a, filter) != ARCHIVE_OK) ||
	    (options != NULL &&
	     archive_write_set_options(a, options) != ARCHIVE_OK)) {
		fprintf(stderr, "pack: %s\n", archive_error_string(a));
		abort();
	}
	(void)archive_write_set_passphrase(a, "secret");
	(void)archive_write_set_bytes_per_block(a, 512);
	(void)archive_write_set_bytes_in_last_block(a, 1);
	if (archive_write_open(a, out, NULL, pack_write, NULL) != ARCHIVE_OK)
		abort();
	for (; m->name != NULL; m++)
		pack_one(a, m);
	if (archive_write_free(a) != ARCHIVE_OK)
		abort();
}

/* Bytes through one filter. */
static inline void pack_bytes(struct buf *out, const char *filter,
                              const void *p, size_t len)
{
	const struct packed m[] = { { "-", p, len, NULL }, { .name = NULL } };

	pack(out, "raw", filter, NULL, m);
}

static inline void put_file(const char *path, const void *p, size_t len)
{
	FILE *f = fopen(path, "wb");

	if (f == NULL || fwrite(p, 1, len, f) != len || fclose(f) != 0)
		abort();
}

#endif
