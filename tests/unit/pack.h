/* pack.h - archives made in memory, and events of a walk as text */
#ifndef NEWSIDX_TESTS_UNIT_PACK_H
#define NEWSIDX_TESTS_UNIT_PACK_H

#include <archive.h>
#include <archive_entry.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "corpus/walk.h"
#include "lib/base/buf.h"
#include "lib/base/mem.h"

/* A member; the last one has no name. */
struct packed {
	const char *name;
	const char *text; /* up to its NUL, unless len is set */
	size_t len;
	const char *link; /* a symbolic link to this */
};

static inline la_ssize_t pack_write(struct archive *a, void *ctx,
                                    const void *p, size_t len)
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
static inline void pack(struct buf *out, const char *format,
                        const char *filter, const char *options,
                        const struct packed *m)
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

/* ---- what a walk tells ---- */

/* An event a line: "[name" begins a file, "(path" a member; "*key" is an
 * article, "-reason" and "!reason" records skipped and failed; ")..." ends a
 * member, "]..." a file, with kind, status and reason where they are not the
 * usual ones. */
struct told {
	struct buf out;
	enum nx_status refuse; /* what article() returns */
	uint64_t consumed;
	volatile sig_atomic_t stop;
	unsigned stop_after; /* articles, then stop is set */
	unsigned articles;
};

static inline enum nx_status told_archive(void *ctx, const char *path,
                                          uint64_t size, int64_t mtime)
{
	const char *slash = strrchr(path, '/');

	(void)size;
	(void)mtime;
	buf_addf(ctx, "[%s\n", slash != NULL ? slash + 1 : path);
	return NX_OK;
}

static inline enum nx_status told_member(void *ctx, const struct member *m)
{
	buf_addf(ctx, "(%s\n", m->path);
	return NX_OK;
}

static inline enum nx_status told_article(void *ctx, const struct member *m,
                                          uint64_t record, struct article *a)
{
	struct told *t = ctx;

	(void)m;
	(void)record;
	buf_addf(&t->out, "*%s\n", buf_str(&a->key));
	if (++t->articles == t->stop_after)
		t->stop = 1;
	return t->refuse;
}

static inline enum nx_status told_skipped(void *ctx, const struct member *m,
                                          uint64_t record, uint64_t offset,
                                          const char *reason)
{
	(void)m;
	(void)record;
	(void)offset;
	buf_addf(ctx, "-%s\n", reason);
	return NX_OK;
}

static inline enum nx_status told_failed(void *ctx, const struct member *m,
                                         uint64_t record, uint64_t offset,
                                         const char *reason)
{
	(void)m;
	(void)record;
	(void)offset;
	buf_addf(ctx, "!%s\n", reason);
	return NX_OK;
}

static inline enum nx_status told_end(void *ctx, const struct member *m,
                                      const struct member_end *e)
{
	static const char *const kind[] = { "", "container", "skipped",
		                            "failed" };
	struct buf *out = ctx;

	(void)m;
	buf_addf(out, ")%s", kind[e->kind]);
	if (e->status != NX_OK)
		buf_addf(out, " %s", nx_status_name(e->status));
	if (e->reason[0] != '\0')
		buf_addf(out, ": %s", e->reason);
	buf_addc(out, '\n');
	return NX_OK;
}

static inline enum nx_status told_archive_end(void *ctx, const char *path,
                                              enum nx_status st,
                                              const char *reason)
{
	struct buf *out = ctx;

	(void)path;
	buf_addf(out, "]%s", st != NX_OK ? nx_status_name(st) : "");
	if (reason[0] != '\0')
		buf_addf(out, ": %s", reason);
	buf_addc(out, '\n');
	return NX_OK;
}

static inline void told_consumed(void *ctx, uint64_t bytes)
{
	struct told *t = ctx;

	if (bytes < t->consumed)
		abort();
	t->consumed = bytes;
}

static inline enum nx_status told_walk(struct told *t,
                                       const char *const *paths,
                                       const struct walk_options *o)
{
	const struct walk_options none = { .stop = &t->stop };
	const struct walk_events ev = {
		t,           told_archive, told_member, told_article,
		told_skipped, told_failed, told_end,    told_archive_end,
		told_consumed,
	};
	struct nx_err err;

	return walk(paths, o != NULL ? o : &none, &ev, &err);
}

#endif
