/* What indexer/pipeline.h promises: each article once, in order, whatever goes
 * wrong and however full it is. */
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#include "indexer/pipeline.h"

#define ARTICLES 500

/* A segment that only notes what it gets. */
struct noting {
	struct segment_writer base;
	pthread_mutex_t lock;
	pthread_cond_t opened;
	bool shut;           /* whoever adds waits until it is opened */
	unsigned fail_at;    /* the how many-th addition fails, 0: none */
	unsigned added;
	uint32_t last[8];    /* docid of each thread */
	bool in_order, signals_blocked;
	unsigned char seen[ARTICLES + 1];
	char headline[ARTICLES + 1][16];
};

static enum nx_status note(struct segment_writer *w, unsigned thread,
                           uint32_t docid, const struct doc *d,
                           struct nx_err *err)
{
	struct noting *n = (struct noting *)w;
	const struct slice *h = &d->record->part[PART_HEADLINE];
	enum nx_status st = NX_OK;
	sigset_t set;

	pthread_mutex_lock(&n->lock);
	while (n->shut)
		pthread_cond_wait(&n->opened, &n->lock);
	if (++n->added == n->fail_at)
		st = nx_fail(err, NX_IO, "no room for %u", docid);
	if (docid <= n->last[thread])
		n->in_order = false;
	n->last[thread] = docid;
	n->seen[docid]++;
	(void)snprintf(n->headline[docid], sizeof n->headline[docid], "%.*s",
	               (int)h->len, h->p);
	pthread_sigmask(SIG_SETMASK, NULL, &set);
	if (sigismember(&set, SIGTERM) == 0)
		n->signals_blocked = false;
	pthread_mutex_unlock(&n->lock);
	return st;
}

static const struct segment_writer_ops noting_ops = { .add = note };

static void noting_init(struct noting *n)
{
	memset(n, 0, sizeof *n);
	n->base.ops = &noting_ops;
	pthread_mutex_init(&n->lock, NULL);
	pthread_cond_init(&n->opened, NULL);
	n->in_order = n->signals_blocked = true;
}

static void noting_open(struct noting *n)
{
	pthread_mutex_lock(&n->lock);
	n->shut = false;
	pthread_cond_broadcast(&n->opened);
	pthread_mutex_unlock(&n->lock);
}

static struct pipeline *new_pipeline(unsigned jobs, size_t queue,
                                     const atomic_int *stop, struct noting *n)
{
	const struct pipeline_options o = {
		.jobs = jobs, .queue = queue, .stop = stop
	};
	struct pipeline *p = NULL;

	assert_int_equal(pipeline_new(&p, &o, NULL), NX_OK);
	pipeline_begin(p, &n->base);
	return p;
}

static enum nx_status add(struct pipeline *p, struct article *a,
                          uint32_t docid, struct nx_err *err)
{
	const struct place where = {
		.archive = "a.tar", .member = "m", .docid = docid
	};

	buf_addf(&a->headline, "Tram %u", docid);
	buf_adds(&a->body, "Das Wetter wird schlecht, und der Hafen ist zu, "
	                   "denn es ist nicht mehr so warm wie es war.");
	/* Says of itself what it is not, each second one. */
	buf_sets(&a->language, docid % 2 == 0 ? "ru" : "de");
	return pipeline_add(p, a, &where, err);
}

static uint64_t sum_of(const uint32_t *v, size_t n)
{
	uint64_t sum = 0;

	for (size_t i = 0; i < n; i++)
		sum += v[i];
	return sum;
}

/* All of them through so many threads; the words they have. */
static uint64_t through(unsigned jobs, size_t queue)
{
	static struct noting n;
	struct pipeline_found found;
	struct pipeline *p;
	struct article a;
	uint64_t even = 0;
	char want[16];

	noting_init(&n);
	article_init(&a);
	p = new_pipeline(jobs, queue, NULL, &n);
	for (uint32_t i = 1; i <= ARTICLES; i++) {
		assert_int_equal(add(p, &a, i, NULL), NX_OK);
		assert_int_equal(a.headline.len + a.body.len, 0);
		even += i % 2 == 0 ? i : 0;
	}
	assert_int_equal(pipeline_drain(p, &found, NULL), NX_OK);
	for (uint32_t i = 1; i <= ARTICLES; i++) {
		assert_int_equal(n.seen[i], 1);
		(void)snprintf(want, sizeof want, "Tram %u", i);
		assert_string_equal(n.headline[i], want);
	}
	assert_true(n.in_order);
	assert_true(jobs == 1 || n.signals_blocked);
	assert_int_equal(found.n_corrected, ARTICLES / 2);
	assert_int_equal(sum_of(found.corrected, found.n_corrected), even);
	article_release(&a);
	pipeline_free(p);
	return found.words;
}

static void test_each_article_once(void **state)
{
	uint64_t words = through(1, 1 << 20);

	(void)state;
	/* Two of the headline, 19 of the body. */
	assert_int_equal(words, ARTICLES * 21);
	assert_int_equal(through(2, 1 << 20), words);
	assert_int_equal(through(7, 1 << 20), words);
	assert_int_equal(through(4, 1), words); /* one waits at a time */
}

static void test_a_failure_comes_to_the_caller(void **state)
{
	static struct noting n;

	(void)state;
	for (unsigned jobs = 1; jobs <= 4; jobs++) {
		struct nx_err err = { "" };
		enum nx_status st = NX_OK;
		struct pipeline_found found;
		struct pipeline *p;
		struct article a;

		noting_init(&n);
		n.fail_at = 20;
		article_init(&a);
		p = new_pipeline(jobs, 4096, NULL, &n);
		for (uint32_t i = 1; st == NX_OK && i <= ARTICLES; i++)
			st = add(p, &a, i, &err);
		if (st == NX_OK)
			st = pipeline_drain(p, &found, &err);
		assert_int_equal(st, NX_IO);
		assert_memory_equal(err.msg, "no room for ", 12);
		article_release(&a);
		pipeline_free(p);
	}
}

static void test_the_last_article_may_fail(void **state)
{
	static struct noting n;
	struct pipeline_found found;
	struct nx_err err;
	struct article a;
	struct pipeline *p;

	(void)state;
	noting_init(&n);
	n.fail_at = 1;
	article_init(&a);
	p = new_pipeline(3, 4096, NULL, &n);
	assert_int_equal(add(p, &a, 1, NULL), NX_OK);
	assert_int_equal(pipeline_drain(p, &found, &err), NX_IO);
	assert_string_equal(err.msg, "no room for 1");
	article_release(&a);
	pipeline_free(p);
}

static atomic_int stop;

static void on_alarm(int sig)
{
	(void)sig;
	stop = 1;
}

/* The queue is full and nobody takes from it: a signal must get through. */
static void test_a_signal_ends_waiting(void **state)
{
	static struct noting n;
	enum nx_status st = NX_OK;
	struct timespec from, to;
	struct article a;
	struct pipeline *p;

	(void)state;
	noting_init(&n);
	n.shut = true;
	stop = 0;
	signal(SIGALRM, on_alarm);
	article_init(&a);
	p = new_pipeline(2, 4096, &stop, &n);
	alarm(1);
	clock_gettime(CLOCK_MONOTONIC, &from);
	for (uint32_t i = 1; st == NX_OK && i <= ARTICLES; i++)
		st = add(p, &a, i, NULL);
	clock_gettime(CLOCK_MONOTONIC, &to);
	assert_int_equal(st, NX_INTERRUPTED);
	assert_true(n.added < 10);
	assert_true(to.tv_sec - from.tv_sec <= 3);
	noting_open(&n);
	article_release(&a);
	pipeline_free(p);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_each_article_once),
		cmocka_unit_test(test_a_failure_comes_to_the_caller),
		cmocka_unit_test(test_the_last_article_may_fail),
		cmocka_unit_test(test_a_signal_ends_waiting),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
