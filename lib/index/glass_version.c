/* glass_version.c - the file that makes a database of tables */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <unistd.h>

#include "lib/base/file.h"
#include "lib/base/mem.h"
#include "lib/index/glass_block.h"
#include "lib/index/segment.h"
#include "lib/xapian-c/xapian-c.h"

/* The format's date, as a number: years since 2014 (7 bits), month (4), day
 * (5). */
#define FORMAT ((2016 - 2014) << 9 | 3 << 5 | 14)

#define MAGIC "\x0f\x0dXapian Glass"
#define UUID 16

/* Releases of one series keep its format; of 1.4 all have had ours. */
#define KNOWN "1.4."

bool glass_version_known(const char *version)
{
	return strncmp(version, KNOWN, strlen(KNOWN)) == 0;
}

enum nx_status glass_known(struct nx_err *err)
{
	const char *version = xap_version_string();

	if (glass_version_known(version))
		return NX_OK;
	return nx_fail(err, NX_UNSUPPORTED,
	               "this is libxapian %s, and only the tables of " KNOWN
	               "x can be written directly",
	               version);
}

/* A random UUID, version 4. */
static enum nx_status add_uuid(struct buf *b, struct nx_err *err)
{
	unsigned char id[UUID];

	while (getrandom(id, sizeof id, 0) != (ssize_t)sizeof id) {
		if (errno == EINTR)
			continue;
		(void)nx_fail_errno(err, "no random bytes for a UUID");
		return NX_IO;
	}
	id[6] = (unsigned char)(0x40 | (id[6] & 0x0f));
	id[8] = (unsigned char)(0x80 | (id[8] & 0x3f));
	buf_add(b, id, sizeof id);
	return NX_OK;
}

static void add_table(struct buf *b, const struct glass_table *t,
                      enum glass_id id)
{
	/* From what length on libxapian tries to deflate a tag. */
	unsigned deflate =
		id == GLASS_POSTLIST || id == GLASS_POSITION ? 0 : 18;
	struct glass_root r = { 0 };
	struct buf unused = BUF_INIT;

	if (t != NULL)
		glass_table_root(t, &r);
	if (r.entries == 0)
		r.sequential = true;
	glass_uint(b, r.block);
	glass_uint(b, (uint64_t)r.level << 2 | (r.sequential ? 2 : 0) |
	                      (r.entries == 0 ? 1 : 0));
	glass_uint(b, r.entries);
	glass_uint(b, GLASS_BLOCK >> 11);
	glass_uint(b, deflate);
	/* The list of free blocks is empty. */
	if (r.entries > 0) {
		glass_uint(&unused, GLASS_REVISION);
		glass_uint(&unused, r.blocks);
		buf_add(&unused, "\0\0\0\0", 4);
	}
	glass_str(b, unused.p, unused.len);
	buf_release(&unused);
}

/* Differences are of 32 bits, and may wrap around there and back. */
static void add_stats(struct buf *b, const struct glass_stats *s)
{
	glass_uint(b, s->documents);
	glass_uint(b, (uint32_t)(s->last_docid - s->documents));
	glass_uint(b, s->length_min);
	glass_uint(b, s->wdf_max);
	glass_uint(b, (uint32_t)(s->length_max - s->wdf_max));
	glass_uint(b, 0); /* the oldest changeset that is kept */
	glass_uint(b, s->total_length);
	glass_uint(b, s->spelling_max);
}

static enum nx_status write_file(const char *dir, const char *name,
                                 const void *p, size_t len, struct nx_err *err)
{
	char *path = nx_format("%s/%s", dir, name);
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
	bool ok = fd >= 0 && file_write(fd, p, len, -1);
	enum nx_status st = NX_OK;

	if (fd >= 0 && close(fd) != 0)
		ok = false;
	if (!ok) {
		(void)nx_fail_errno(err, "cannot write %s", path);
		st = NX_IO;
	}
	free(path);
	return st;
}

enum nx_status glass_version_write(const char *dir,
                                   struct glass_table *const t[GLASS_TABLES],
                                   const struct glass_stats *s,
                                   struct nx_err *err)
{
	static const char date[] = { (char)(FORMAT >> 8),
		                     (char)(FORMAT & 0xff) };
	struct buf b = BUF_INIT;
	enum nx_status st;

	buf_adds(&b, MAGIC);
	buf_add(&b, date, sizeof date);
	st = add_uuid(&b, err);
	glass_uint(&b, GLASS_REVISION);
	for (int i = 0; i < GLASS_TABLES; i++)
		add_table(&b, t[i], (enum glass_id)i);
	add_stats(&b, s);
	if (st == NX_OK && t[GLASS_POSTLIST] == NULL)
		st = write_file(dir, "postlist.glass", NULL, 0, err);
	if (st == NX_OK)
		st = write_file(dir, "flintlock", NULL, 0, err);
	if (st == NX_OK)
		st = write_file(dir, SEGMENT_VERSION, b.p, b.len, err);
	buf_release(&b);
	return st;
}

/* Pass over what add_table wrote. */
static bool skip_table(const unsigned char **p, const unsigned char *end)
{
	uint64_t v = 0;

	for (int i = 0; i < 6; i++)
		if (!varint_read(p, end, &v))
			return false;
	if ((uint64_t)(end - *p) < v) /* the list of free blocks */
		return false;
	*p += v;
	return true;
}

/* Where the description of a table stands in a version file, and the number of
 * the commit. */
static bool find_table(const struct buf *b, enum glass_id id, size_t *from,
                       size_t *to, uint64_t *revision)
{
	static const size_t head = sizeof MAGIC - 1 + 2 + UUID;
	const unsigned char *start = (const unsigned char *)b->p;
	const unsigned char *p = start + head, *end = start + b->len;

	if (b->len < head || memcmp(b->p, MAGIC, sizeof MAGIC - 1) != 0 ||
	    !varint_read(&p, end, revision))
		return false;
	for (int i = 0; i < (int)id; i++)
		if (!skip_table(&p, end))
			return false;
	*from = (size_t)(p - start);
	if (!skip_table(&p, end))
		return false;
	*to = (size_t)(p - start);
	return true;
}

enum nx_status glass_version_exchange(const char *dir, enum glass_id id,
                                      const struct glass_table *t,
                                      struct nx_err *err)
{
	char *path = nx_format("%s/" SEGMENT_VERSION, dir);
	struct buf was = BUF_INIT, now = BUF_INIT;
	enum nx_status st = file_read(path, GLASS_VERSION_MAX, &was, err);
	size_t from = 0, to = 0;
	uint64_t revision;

	if (st == NX_OK && !find_table(&was, id, &from, &to, &revision))
		st = nx_fail(err, NX_CORRUPT, "%s is damaged", path);
	if (st == NX_OK) {
		buf_add(&now, was.p, from);
		add_table(&now, t, id);
		buf_add(&now, was.p + to, was.len - to);
		if (!buf_equal(&was, &now))
			st = file_replace(path, now.p, now.len, err);
	}
	buf_release(&was);
	buf_release(&now);
	free(path);
	return st;
}

/* Whether b, a version file, is of a database of our format. */
static bool is_ours(const struct buf *b)
{
	static const unsigned char date[] = { FORMAT >> 8, FORMAT & 0xff };
	size_t at = sizeof MAGIC - 1;

	return b->len > at + sizeof date && memcmp(b->p, MAGIC, at) == 0 &&
	       memcmp(b->p + at, date, sizeof date) == 0;
}

enum nx_status glass_version_find(const char *dir, enum glass_id id,
                                  struct glass_place *out, struct nx_err *err)
{
	char *path = nx_format("%s/" SEGMENT_VERSION, dir);
	struct buf b = BUF_INIT;
	enum nx_status st = file_read(path, GLASS_VERSION_MAX, &b, err);
	uint64_t revision, v[4] = { 0 };
	size_t from, to;

	if (st == NX_OK && !is_ours(&b))
		st = nx_fail(err, NX_UNSUPPORTED, "%s is of another format",
		             path);
	if (st == NX_OK && !find_table(&b, id, &from, &to, &revision))
		st = nx_fail(err, NX_CORRUPT, "%s is damaged", path);
	if (st == NX_OK) {
		const unsigned char *p = (const unsigned char *)b.p + from;

		for (int i = 0; i < 4; i++)
			(void)varint_read(&p, (const unsigned char *)b.p + to,
			                  &v[i]);
		*out = (struct glass_place){ .block = (uint32_t)v[0],
			                     .level = (unsigned)(v[1] >> 2),
			                     .empty = (v[1] & 1) != 0,
			                     .revision = (uint32_t)revision };
		if (out->level >= GLASS_LEVELS)
			st = nx_fail(err, NX_CORRUPT, "%s is damaged", path);
		else if (v[3] != GLASS_BLOCK >> 11)
			st = nx_fail(err, NX_UNSUPPORTED,
			             "%s has blocks of another size", path);
	}
	buf_release(&b);
	free(path);
	return st;
}
