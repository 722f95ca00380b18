#include "lib/index/sums.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <libdeflate.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/base/file.h"
#include "lib/base/mem.h"

#define LEAD "newsidx sums "

/* A segment has some ten files; a line has less than 300 bytes. */
#define SUMS_MAX 65536

#define PIECE ((size_t)1 << 18)

uint32_t sums_add(uint32_t crc, const void *p, size_t len)
{
	return libdeflate_crc32(crc, p, len);
}

/* Put into a piece of a file, which begins at from, what of it stands there in
 * another. */
static void put(char *piece, size_t n, uint64_t from, const struct sums_part *p)
{
	for (size_t i = 0; i < p->len; i++)
		if (p->at + i >= from && p->at + i - from < n)
			piece[p->at + i - from] = p->bytes[i];
}

enum nx_status sums_of_file(const char *path, uint32_t *crc, uint64_t *size,
                            struct nx_err *err)
{
	const struct sums_part none = { 0, NULL, 0 };

	return sums_of_file_with(path, &none, crc, size, err);
}

enum nx_status sums_of_file_with(const char *path, const struct sums_part *part,
                                 uint32_t *crc, uint64_t *size,
                                 struct nx_err *err)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	enum nx_status st = NX_OK;
	char *piece;

	*crc = 0;
	*size = 0;
	if (fd < 0)
		return nx_fail_errno(err, "cannot open %s", path);
	piece = nx_alloc(PIECE);
	for (;;) {
		ssize_t n = read(fd, piece, PIECE);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			st = nx_fail_errno(err, "cannot read %s", path);
		if (n <= 0)
			break;
		put(piece, (size_t)n, *size, part);
		*crc = sums_add(*crc, piece, (size_t)n);
		*size += (uint64_t)n;
	}
	free(piece);
	close(fd);
	return st;
}

/* ---- the text ----------------------------------------------------------- */

void sums_print(const struct sum *v, size_t n, uint64_t number, struct buf *out)
{
	struct buf lines = BUF_INIT;

	for (size_t i = 0; i < n; i++)
		buf_addf(&lines, "%08" PRIx32 " %" PRIu64 " %s\n", v[i].crc,
		         v[i].size, v[i].name);
	buf_clear(out);
	buf_addf(out, LEAD "%08" PRIx32 " %" PRIu64 "\n%s",
	         sums_add(0, buf_str(&lines), lines.len), number,
	         buf_str(&lines));
	buf_release(&lines);
}

static bool parse_line(struct sums *s, char *line)
{
	char *end;
	struct sum sum;

	sum.crc = (uint32_t)strtoul(line, &end, 16);
	if (*end != ' ')
		return false;
	sum.size = strtoull(end, &end, 10);
	if (*end != ' ' || end[1] == '\0')
		return false;
	sum.name = end + 1;
	s->v = NX_GROW(s->v, s->n, &s->cap);
	s->v[s->n++] = sum;
	return true;
}

static bool parse(struct sums *s)
{
	char *p = s->text.p, *end;
	uint32_t crc;

	if (p == NULL || strncmp(p, LEAD, sizeof LEAD - 1) != 0)
		return false;
	crc = (uint32_t)strtoul(p + sizeof LEAD - 1, &end, 16);
	if (*end != ' ')
		return false;
	s->number = strtoull(end, &end, 10);
	if (*end != '\n')
		return false;
	p = end + 1;
	if (crc != sums_add(0, p, s->text.len - (size_t)(p - s->text.p)))
		return false;
	for (; *p != '\0'; p = end + 1) {
		end = strchr(p, '\n');
		if (end == NULL)
			return false;
		*end = '\0';
		if (!parse_line(s, p))
			return false;
	}
	return true;
}

enum nx_status sums_read(struct sums *s, const char *path, struct nx_err *err)
{
	enum nx_status st;

	buf_clear(&s->text);
	s->n = 0;
	st = file_read(path, SUMS_MAX, &s->text, err);
	if (st == NX_BOUND || (st == NX_OK && !parse(s)))
		st = nx_fail(err, NX_CORRUPT, "%s is damaged", path);
	return st;
}

void sums_release(struct sums *s)
{
	buf_release(&s->text);
	free(s->v);
	*s = (struct sums)SUMS_INIT;
}

const struct sum *sums_find(const struct sums *s, const char *name)
{
	for (size_t i = 0; i < s->n; i++)
		if (strcmp(s->v[i].name, name) == 0)
			return &s->v[i];
	return NULL;
}

/* ---- of a folder -------------------------------------------------------- */

struct names {
	char **v;
	size_t n, cap;
};

static int by_name(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* Files of dir that have sums: not the sums, nor what is half written. */
static enum nx_status list(const char *dir, struct names *l, struct nx_err *err)
{
	DIR *d = opendir(dir);
	struct dirent *e;

	if (d == NULL)
		return nx_fail_errno(err, "cannot open %s", dir);
	while ((e = readdir(d)) != NULL) {
		struct stat st;

		if (e->d_name[0] == '.' || strcmp(e->d_name, SUMS_FILE) == 0 ||
		    strcmp(e->d_name, SUMS_FILE ".tmp") == 0 ||
		    strcmp(e->d_name, "flintlock") == 0 ||
		    fstatat(dirfd(d), e->d_name, &st, 0) != 0 ||
		    !S_ISREG(st.st_mode))
			continue;
		l->v = NX_GROW(l->v, l->n, &l->cap);
		l->v[l->n++] = nx_strdup(e->d_name);
	}
	closedir(d);
	if (l->n > 0)
		qsort(l->v, l->n, sizeof *l->v, by_name);
	return NX_OK;
}

static void free_names(struct names *l)
{
	for (size_t i = 0; i < l->n; i++)
		free(l->v[i]);
	free(l->v);
}

enum nx_status sums_of_folder(struct sums *s, const char *dir,
                              struct nx_err *err)
{
	struct names l = { NULL, 0, 0 };
	enum nx_status st = list(dir, &l, err);

	buf_clear(&s->text);
	s->n = 0;
	for (size_t i = 0; st == NX_OK && i < l.n; i++)
		buf_add(&s->text, l.v[i], strlen(l.v[i]) + 1);
	for (size_t i = 0, at = 0; st == NX_OK && i < l.n; i++) {
		char *file = nx_format("%s/%s", dir, l.v[i]);
		struct sum sum = { .name = s->text.p + at };

		at += strlen(l.v[i]) + 1;
		st = sums_of_file(file, &sum.crc, &sum.size, err);
		s->v = NX_GROW(s->v, s->n, &s->cap);
		s->v[s->n++] = sum;
		free(file);
	}
	free_names(&l);
	return st;
}

enum nx_status sums_write(const char *dir, struct nx_err *err)
{
	char *path = nx_format("%s/" SUMS_FILE, dir);
	struct sums s = SUMS_INIT;
	struct buf text = BUF_INIT;
	enum nx_status st = sums_of_folder(&s, dir, err);

	if (st == NX_OK) {
		sums_print(s.v, s.n, 0, &text);
		st = file_replace(path, text.p, text.len, err);
	}
	buf_release(&text);
	sums_release(&s);
	free(path);
	return st;
}

bool sums_there(const char *dir)
{
	char *path = nx_format("%s/" SUMS_FILE, dir);
	bool there = access(path, F_OK) == 0;

	free(path);
	return there;
}

enum nx_status sums_forget(const char *dir, struct nx_err *err)
{
	char *path = nx_format("%s/" SUMS_FILE, dir);
	enum nx_status st = NX_OK;

	if (unlink(path) == 0)
		st = file_sync(dir, err);
	else if (errno != ENOENT)
		st = nx_fail_errno(err, "cannot remove %s", path);
	free(path);
	return st;
}

static enum nx_status check_file(const char *dir, const struct sum *sum,
                                 sums_fault_fn *fn, void *ctx)
{
	char *file = nx_format("%s/%s", dir, sum->name);
	const char *fault = NULL;
	struct nx_err err;
	uint64_t size;
	uint32_t crc;
	enum nx_status st = sums_of_file(file, &crc, &size, &err);

	if (st == NX_NOTFOUND)
		fault = "is missing";
	else if (st != NX_OK)
		fault = "cannot be read";
	else if (size != sum->size)
		fault = "has another length than it was written with";
	else if (crc != sum->crc)
		fault = "is not as it was written (checksum)";
	free(file);
	return fault != NULL ? fn(ctx, sum->name, fault) : NX_OK;
}

enum nx_status sums_check(const char *dir, sums_fault_fn *fn, void *ctx,
                          struct nx_err *err)
{
	char *path = nx_format("%s/" SUMS_FILE, dir);
	struct names l = { NULL, 0, 0 };
	struct sums s = SUMS_INIT;
	enum nx_status st = sums_read(&s, path, err);

	if (st == NX_OK)
		st = list(dir, &l, err);
	for (size_t i = 0; st == NX_OK && i < s.n; i++)
		st = check_file(dir, &s.v[i], fn, ctx);
	for (size_t i = 0; st == NX_OK && i < l.n; i++)
		if (sums_find(&s, l.v[i]) == NULL)
			st = fn(ctx, l.v[i], "does not belong there");
	free_names(&l);
	sums_release(&s);
	free(path);
	return st;
}
