#include "indexer/pipeline.h"

#include <pthread.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "lib/base/mem.h"

/* How long the caller waits before it looks at the signal again. */
#define TICK_NS 100000000

/* An article that waits, owned. */
struct job {
	struct job *next;
	struct article a;
	struct buf archive, member;
	struct place where;
	size_t bytes;
};

struct hand {
	struct pipeline *p;
	struct worker worker;
	pthread_t thread;
};

struct pipeline {
	struct pipeline_options o;
	struct segment_writer *writer;
	struct hand *hand;
	unsigned n_hands; /* o.jobs, or 1: the caller's own */
	unsigned running; /* threads */

	pthread_mutex_t lock; /* of all that follows */
	pthread_cond_t more;  /* there is an article, or the end */
	pthread_cond_t less;  /* there is room, or nothing left */
	struct job *first, *last; /* in order */
	struct job *spare;        /* to be used again */
	size_t bytes, spare_bytes;
	unsigned busy; /* hands that hold an article */
	bool closing;
	enum nx_status st; /* the first failure */
	struct nx_err err;

	uint32_t *corrected;
	size_t n_corrected, cap_corrected;
};

/* ---- jobs -------------------------------------------------------------- */

static void free_jobs(struct job *j)
{
	while (j != NULL) {
		struct job *next = j->next;

		article_release(&j->a);
		buf_release(&j->archive);
		buf_release(&j->member);
		free(j);
		j = next;
	}
}

static size_t job_memory(const struct job *j)
{
	return sizeof *j - sizeof j->a + article_memory(&j->a) +
	       j->archive.cap + j->member.cap;
}

/* A job to fill.  With the lock. */
static struct job *take_spare(struct pipeline *p)
{
	struct job *j = p->spare;

	if (j == NULL) {
		j = nx_zalloc(sizeof *j);
		article_init(&j->a);
		return j;
	}
	p->spare = j->next;
	p->spare_bytes -= j->bytes;
	return j;
}

/* Done with j.  What is kept for the next ones counts too.  With the lock. */
static void put_spare(struct pipeline *p, struct job *j)
{
	j->next = NULL;
	if (p->spare_bytes + j->bytes > p->o.queue / 2) {
		free_jobs(j);
		return;
	}
	j->next = p->spare;
	p->spare = j;
	p->spare_bytes += j->bytes;
}

static void fill(struct job *j, struct article *a, const struct place *where)
{
	article_take(&j->a, a);
	buf_sets(&j->archive, where->archive);
	buf_sets(&j->member, where->member);
	j->where = *where;
	j->where.archive = j->archive.p;
	j->where.member = j->member.p;
	j->bytes = job_memory(j);
	j->next = NULL;
}

/* ---- the hands --------------------------------------------------------- */

static void fail(struct pipeline *p, enum nx_status st,
                 const struct nx_err *err)
{
	if (p->st != NX_OK)
		return;
	p->st = st;
	p->err = *err;
}

/* The next job, or NULL at the end.  With the lock. */
static struct job *take_job(struct pipeline *p)
{
	struct job *j;

	while (!p->closing && (p->first == NULL || p->st != NX_OK))
		pthread_cond_wait(&p->more, &p->lock);
	if (p->closing)
		return NULL;
	j = p->first;
	p->first = j->next;
	if (p->first == NULL)
		p->last = NULL;
	p->busy++;
	return j;
}

static void *run(void *arg)
{
	struct hand *h = arg;
	struct pipeline *p = h->p;
	struct nx_err err;
	enum nx_status st;
	struct job *j;

	pthread_mutex_lock(&p->lock);
	while ((j = take_job(p)) != NULL) {
		pthread_mutex_unlock(&p->lock);
		st = worker_add(&h->worker, p->writer, &j->a, &j->where, &err);
		pthread_mutex_lock(&p->lock);
		if (st != NX_OK)
			fail(p, st, &err);
		p->busy--;
		p->bytes -= j->bytes;
		put_spare(p, j);
		if (p->bytes <= p->o.queue / 2 || p->st != NX_OK)
			pthread_cond_signal(&p->less);
	}
	pthread_mutex_unlock(&p->lock);
	return NULL;
}

/* Signals are the caller's. */
static enum nx_status start(struct pipeline *p, struct nx_err *err)
{
	sigset_t all, was;
	int e = 0;

	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &was);
	while (p->running < p->n_hands) {
		struct hand *h = &p->hand[p->running];

		e = pthread_create(&h->thread, NULL, run, h);
		if (e != 0)
			break;
		p->running++;
	}
	pthread_sigmask(SIG_SETMASK, &was, NULL);
	if (e != 0)
		return nx_fail(err, NX_IO, "cannot start a thread: %s",
		               strerror(e));
	return NX_OK;
}

/* ---- the caller -------------------------------------------------------- */

/* Wait for less to do, a moment at most; NX_INTERRUPTED at a signal.  With the
 * lock. */
static enum nx_status wait_a_moment(struct pipeline *p, struct nx_err *err)
{
	struct timespec until;

	if (p->o.stop != NULL && *p->o.stop != 0)
		return nx_fail(err, NX_INTERRUPTED, "interrupted");
	clock_gettime(CLOCK_MONOTONIC, &until);
	until.tv_nsec += TICK_NS;
	if (until.tv_nsec >= 1000000000) {
		until.tv_sec++;
		until.tv_nsec -= 1000000000;
	}
	pthread_cond_timedwait(&p->less, &p->lock, &until);
	return NX_OK;
}

/* With the lock. */
static enum nx_status failure(const struct pipeline *p, struct nx_err *err)
{
	if (p->st != NX_OK && err != NULL)
		*err = p->err;
	return p->st;
}

static enum nx_status add_now(struct pipeline *p, struct article *a,
                              const struct place *where, struct nx_err *err)
{
	enum nx_status st;

	st = worker_add(&p->hand[0].worker, p->writer, a, where, err);
	article_clear(a);
	return st;
}

enum nx_status pipeline_add(struct pipeline *p, struct article *a,
                            const struct place *where, struct nx_err *err)
{
	enum nx_status st = NX_OK;
	struct job *j;

	if (p->running == 0)
		return add_now(p, a, where, err);
	pthread_mutex_lock(&p->lock);
	/* An article that is larger than the queue passes alone.  Once full, it
	 * is to be half empty, lest the threads wake each other for each
	 * article. */
	if (p->bytes > p->o.queue)
		while (p->bytes > p->o.queue / 2 && p->st == NX_OK &&
		       st == NX_OK)
			st = wait_a_moment(p, err);
	if (st == NX_OK)
		st = failure(p, err);
	if (st == NX_OK) {
		j = take_spare(p);
		fill(j, a, where);
		if (p->last != NULL)
			p->last->next = j;
		else
			p->first = j;
		p->last = j;
		p->bytes += j->bytes;
		pthread_cond_signal(&p->more);
	}
	pthread_mutex_unlock(&p->lock);
	return st;
}

size_t pipeline_memory(struct pipeline *p)
{
	size_t n;

	pthread_mutex_lock(&p->lock);
	n = p->bytes;
	pthread_mutex_unlock(&p->lock);
	return n;
}

static void collect(struct pipeline *p, struct pipeline_found *found)
{
	*found = (struct pipeline_found){ .words = 0 };
	p->n_corrected = 0;
	for (unsigned i = 0; i < p->n_hands; i++) {
		struct worker *w = &p->hand[i].worker;

		found->words += w->words;
		w->words = 0;
		for (size_t k = 0; k < w->n_corrected; k++) {
			p->corrected = NX_GROW(p->corrected, p->n_corrected,
			                       &p->cap_corrected);
			p->corrected[p->n_corrected++] = w->corrected[k];
		}
		w->n_corrected = 0;
	}
	found->corrected = p->corrected;
	found->n_corrected = p->n_corrected;
}

enum nx_status pipeline_drain(struct pipeline *p, struct pipeline_found *found,
                              struct nx_err *err)
{
	enum nx_status st = NX_OK;

	pthread_mutex_lock(&p->lock);
	while ((p->first != NULL || p->busy > 0) && p->st == NX_OK &&
	       st == NX_OK)
		st = wait_a_moment(p, err);
	if (st == NX_OK)
		st = failure(p, err);
	if (st == NX_OK)
		collect(p, found);
	pthread_mutex_unlock(&p->lock);
	return st;
}

void pipeline_begin(struct pipeline *p, struct segment_writer *w)
{
	pthread_mutex_lock(&p->lock);
	p->writer = w;
	pthread_mutex_unlock(&p->lock);
}

/* ---- life -------------------------------------------------------------- */

enum nx_status pipeline_new(struct pipeline **out,
                            const struct pipeline_options *o,
                            struct nx_err *err)
{
	struct pipeline *p = nx_zalloc(sizeof *p);
	enum nx_status st = NX_OK;
	pthread_condattr_t attr;

	*out = NULL;
	p->o = *o;
	pthread_mutex_init(&p->lock, NULL);
	pthread_condattr_init(&attr);
	pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
	pthread_cond_init(&p->more, NULL);
	pthread_cond_init(&p->less, &attr);
	pthread_condattr_destroy(&attr);
	p->n_hands = o->jobs;
	p->hand = nx_zalloc(p->n_hands * sizeof *p->hand);
	for (unsigned i = 0; i < p->n_hands; i++) {
		p->hand[i].p = p;
		worker_init(&p->hand[i].worker, i, o->language);
	}
	if (o->jobs > 1)
		st = start(p, err);
	if (st != NX_OK) {
		pipeline_free(p);
		return st;
	}
	*out = p;
	return NX_OK;
}

void pipeline_free(struct pipeline *p)
{
	if (p == NULL)
		return;
	pthread_mutex_lock(&p->lock);
	p->closing = true;
	pthread_cond_broadcast(&p->more);
	pthread_mutex_unlock(&p->lock);
	for (unsigned i = 0; i < p->running; i++)
		pthread_join(p->hand[i].thread, NULL);
	for (unsigned i = 0; i < p->n_hands; i++)
		worker_release(&p->hand[i].worker);
	free_jobs(p->first);
	free_jobs(p->spare);
	free(p->hand);
	free(p->corrected);
	pthread_mutex_destroy(&p->lock);
	pthread_cond_destroy(&p->more);
	pthread_cond_destroy(&p->less);
	free(p);
}
