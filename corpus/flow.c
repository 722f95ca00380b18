#include "corpus/flow.h"

#include <errno.h>
#include <poll.h>
#include <stdbool.h>
#include <stdlib.h>
#include <unistd.h>

#include "lib/base/limits.h"
#include "lib/base/mem.h"

#define BLOCK ((size_t)128 * 1024)

static enum nx_status asked_to_stop(const struct flow *f, struct nx_err *err)
{
	if (f->stop != NULL && *f->stop != 0)
		return nx_fail(err, NX_INTERRUPTED, "interrupted");
	return NX_OK;
}

void flow_mended(struct flow *f, enum repair what)
{
	for (unsigned i = 0; i < REPAIRS; i++)
		if (((unsigned)what >> i & 1) != 0)
			f->mended[i]++;
}

enum nx_status flow_in(struct flow *f, size_t n, struct nx_err *err)
{
	f->in += n;
	if (f->progress != NULL)
		f->progress(f->ctx, f->in);
	return asked_to_stop(f, err);
}

enum nx_status flow_out(struct flow *f, uint64_t *total, size_t n,
                        struct nx_err *err)
{
	*total += n;
	f->out += n;
	if (*total > LIMIT_MEMBER_BYTES)
		return nx_fail(err, NX_BOUND, "unpacks to more than %llu GiB",
		               (unsigned long long)(LIMIT_MEMBER_BYTES >> 30));
	if (f->out > LIMIT_RATIO_AFTER && f->out / LIMIT_RATIO > f->in)
		return nx_fail(err, NX_BOUND,
		               "unpacks to more than %d times its size",
		               LIMIT_RATIO);
	return asked_to_stop(f, err);
}

/* How long a pipe is waited for before the signal is looked at again. */
#define TICK_MS 100

/* Whether there is something to read, or its end.  A thread in which signals
 * are blocked must not wait for a pipe in read. */
static bool is_readable(const struct file_source *s)
{
	struct pollfd p = { s->fd, POLLIN, 0 };

	return s->flow->stop == NULL || poll(&p, 1, TICK_MS) > 0;
}

static enum nx_status file_next(struct byte_source *src, const char **p,
                                size_t *len, struct nx_err *err)
{
	struct file_source *s = (struct file_source *)src;
	enum nx_status st;
	ssize_t n;

	if (s->block == NULL)
		s->block = nx_alloc(BLOCK);
	do {
		st = flow_in(s->flow, 0, err);
		if (st != NX_OK)
			return st;
		n = -1;
		errno = EAGAIN;
		if (s->left == 0 || is_readable(s))
			n = read(s->fd, s->block,
			         s->left < BLOCK ? (size_t)s->left : BLOCK);
	} while (n < 0 && (errno == EINTR || errno == EAGAIN));
	if (n < 0) {
		(void)nx_fail_errno(err, "cannot read on");
		return NX_IO;
	}
	if (n == 0)
		return NX_END;
	if (s->left != FILE_SOURCE_ALL)
		s->left -= (uint64_t)n;
	*p = s->block;
	*len = (size_t)n;
	return flow_in(s->flow, (size_t)n, err);
}

void file_source_init(struct file_source *s, int fd, struct flow *flow,
                      uint64_t most)
{
	*s = (struct file_source){ { file_next }, fd, flow, most, NULL };
}

void file_source_release(struct file_source *s)
{
	free(s->block);
	s->block = NULL;
}

static enum nx_status replay_next(struct byte_source *src, const char **p,
                                  size_t *len, struct nx_err *err)
{
	struct reader *r = ((struct replay_source *)src)->r;
	size_t n = reader_peek(r, 0, p);

	if (n > 0) {
		reader_take(r, n);
		*len = n;
		return NX_OK;
	}
	if (r->ended) {
		if (err != NULL)
			*err = r->err;
		return r->st;
	}
	r->st = r->src->next(r->src, p, len, &r->err);
	if (r->st != NX_OK) {
		r->ended = true;
		if (err != NULL)
			*err = r->err;
		return r->st;
	}
	r->offset += *len;
	return NX_OK;
}

void replay_source_init(struct replay_source *s, struct reader *r)
{
	*s = (struct replay_source){ { replay_next }, r };
}
