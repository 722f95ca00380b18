#include "corpus/spool.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/base/file.h"
#include "lib/base/limits.h"
#include "lib/base/mem.h"

#define BLOCK ((size_t)64 * 1024)

void spool_init(struct spool *s)
{
	*s = (struct spool){ .fd = -1 };
}

void spool_release(struct spool *s)
{
	buf_release(&s->mem);
	if (s->own && s->fd >= 0)
		(void)close(s->fd);
	free(s->block);
	spool_init(s);
}

static enum nx_status write_all(int fd, const char *p, size_t len,
                                struct nx_err *err)
{
	if (file_write(fd, p, len, -1))
		return NX_OK;
	(void)nx_fail_errno(
		err, "cannot write a temporary file for an inner archive");
	return NX_IO;
}

static enum nx_status keep(struct spool *s, const char *p, size_t len,
                           struct nx_err *err)
{
	enum nx_status st = NX_OK;

	if (s->fd < 0 && len > LIMIT_SPOOL_MEMORY - s->mem.len) {
		s->fd = file_nameless(err);
		if (s->fd < 0)
			return NX_IO;
		s->own = true;
		st = write_all(s->fd, buf_str(&s->mem), s->mem.len, err);
		buf_release(&s->mem);
	}
	if (st == NX_OK && s->fd >= 0)
		st = write_all(s->fd, p, len, err);
	else if (st == NX_OK)
		buf_add(&s->mem, p, len);
	s->size += len;
	return st;
}

enum nx_status spool_fill(struct spool *s, struct byte_source *under,
                          enum nx_status *fault, struct nx_err *err)
{
	const char *p;
	size_t len;

	while ((*fault = under->next(under, &p, &len, err)) == NX_OK) {
		enum nx_status st = keep(s, p, len, err);

		if (st != NX_OK)
			return st;
	}
	return *fault == NX_INTERRUPTED ? NX_INTERRUPTED : NX_OK;
}

enum nx_status spool_use_file(struct spool *s, int fd, struct flow *flow,
                              struct nx_err *err)
{
	struct stat st;

	if (fstat(fd, &st) < 0) {
		(void)nx_fail_errno(err, "cannot read");
		return NX_IO;
	}
	s->fd = fd;
	s->flow = flow;
	s->size = (uint64_t)st.st_size;
	return NX_OK;
}

enum nx_status spool_read(struct spool *s, const void **p, size_t *len,
                          struct nx_err *err)
{
	ssize_t n;

	if (s->at >= s->size)
		return NX_END;
	if (s->fd < 0) {
		*p = s->mem.p + s->at;
		*len = (size_t)(s->size - s->at);
		s->at = s->size;
		return NX_OK;
	}
	if (s->block == NULL)
		s->block = nx_alloc(BLOCK);
	do {
		n = pread(s->fd, s->block, BLOCK, (off_t)s->at);
	} while (n < 0 && errno == EINTR);
	if (n < 0) {
		(void)nx_fail_errno(err, "cannot read on");
		return NX_IO;
	}
	if (n == 0)
		return NX_END;
	s->at += (uint64_t)n;
	*p = s->block;
	*len = (size_t)n;
	return s->flow != NULL ? flow_in(s->flow, (size_t)n, err) : NX_OK;
}

uint64_t spool_seek(struct spool *s, int64_t offset, int whence)
{
	int64_t base = 0;

	if (whence == SEEK_CUR)
		base = (int64_t)s->at;
	else if (whence == SEEK_END)
		base = (int64_t)s->size;
	if (offset < -base)
		s->at = 0;
	else if (offset > (int64_t)s->size - base)
		s->at = s->size;
	else
		s->at = (uint64_t)(base + offset);
	return s->at;
}
