#include "lib/base/tasks.h"

#include <pthread.h>
#include <signal.h>
#include <stdlib.h>

#include "lib/base/mem.h"

struct tasks {
	pthread_mutex_t lock;
	size_t next, n;
	task_fn *fn;
	void *ctx;
	enum nx_status st; /* of the first failure */
	struct nx_err err;
};

static void *work(void *arg)
{
	struct tasks *t = arg;
	struct nx_err err;

	pthread_mutex_lock(&t->lock);
	while (t->st == NX_OK && t->next < t->n) {
		size_t i = t->next++;
		enum nx_status st;

		pthread_mutex_unlock(&t->lock);
		st = t->fn(t->ctx, i, &err);
		pthread_mutex_lock(&t->lock);
		if (st != NX_OK && t->st == NX_OK) {
			t->st = st;
			t->err = err;
		}
	}
	pthread_mutex_unlock(&t->lock);
	return NULL;
}

/* As many as there can be: the caller's thread does what is left. */
static unsigned start(struct tasks *t, pthread_t *thread, unsigned n)
{
	sigset_t all, was;
	unsigned i = 0;

	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &was);
	while (i < n && pthread_create(&thread[i], NULL, work, t) == 0)
		i++;
	pthread_sigmask(SIG_SETMASK, &was, NULL);
	return i;
}

enum nx_status tasks_run(unsigned threads, size_t n, task_fn *fn, void *ctx,
                         struct nx_err *err)
{
	struct tasks t = { .n = n, .fn = fn, .ctx = ctx, .st = NX_OK };
	pthread_t thread[TASKS_THREADS_MAX];
	unsigned started;

	if (threads > n)
		threads = (unsigned)n;
	if (threads > TASKS_THREADS_MAX)
		threads = TASKS_THREADS_MAX;
	pthread_mutex_init(&t.lock, NULL);
	started = start(&t, thread, threads > 0 ? threads - 1 : 0);
	work(&t);
	for (unsigned i = 0; i < started; i++)
		pthread_join(thread[i], NULL);
	pthread_mutex_destroy(&t.lock);
	if (t.st != NX_OK && err != NULL)
		*err = t.err;
	return t.st;
}
