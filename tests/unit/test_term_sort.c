/* What term_sort.h and tasks.h promise. */
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "lib/base/mem.h"
#include "lib/base/tasks.h"
#include "lib/index/term_sort.h"

/* ---- sorting ------------------------------------------------------------- */

struct words {
	struct slice *v;
	size_t n;
};

static struct slice word_of(const void *ctx, uint32_t i)
{
	const struct words *w = ctx;

	return w->v[i];
}

static uint32_t below(uint64_t *state, uint32_t n)
{
	*state = *state * UINT64_C(6364136223846793005) + 1442695040888963407u;
	return (uint32_t)(*state >> 33) % n;
}

/* Words out of few bytes, NUL among them, many with the same beginning. */
static void fill(struct words *w, size_t n, uint64_t seed)
{
	static const char bytes[] = { 0, 'a', 'b', '\xff' };

	w->n = n;
	w->v = nx_alloc((n + 1) * sizeof *w->v);
	for (size_t i = 0; i < n; i++) {
		size_t len = below(&seed, 14);
		char *p = nx_alloc(len + 12);
		size_t at = 0;

		if (below(&seed, 2) == 0)
			for (const char *s = "https://"; *s != '\0'; s++)
				p[at++] = *s;
		for (size_t k = 0; k < len; k++)
			p[at++] = bytes[below(&seed, sizeof bytes)];
		w->v[i] = (struct slice){ p, at };
	}
}

static void is_sorted(size_t n, uint64_t seed)
{
	struct term_ref *v = nx_alloc((2 * n + 1) * sizeof *v);
	bool *seen = nx_zalloc(n + 1);
	struct words w;

	fill(&w, n, seed);
	for (size_t i = 0; i < n; i++)
		v[i] = (struct term_ref){ term_key(w.v[i].p, w.v[i].len),
			                  (uint32_t)i };
	term_sort(v, v + n, n, word_of, &w);
	for (size_t i = 0; i < n; i++) {
		assert_true(v[i].term < n && !seen[v[i].term]);
		seen[v[i].term] = true;
		if (i > 0) {
			int d = term_compare(w.v[v[i - 1].term],
			                     w.v[v[i].term]);

			assert_true(d < 0 || (d == 0 && v[i - 1].term <
			                                        v[i].term));
		}
	}
	for (size_t i = 0; i < n; i++)
		free((void *)(uintptr_t)w.v[i].p);
	free(w.v);
	free(seen);
	free(v);
}

static void any_number_is_sorted_and_stable(void **state)
{
	(void)state;
	for (size_t n = 0; n < 120; n++)
		is_sorted(n, n);
	is_sorted(5000, 1000);
	is_sorted(40000, 1001);
}

/* ---- tasks --------------------------------------------------------------- */

#define MANY 1000

struct counted {
	atomic_int done[MANY];
	atomic_int begun;
	size_t fails; /* this one */
};

static enum nx_status count(void *ctx, size_t i, struct nx_err *err)
{
	struct counted *c = ctx;

	atomic_fetch_add(&c->begun, 1);
	atomic_fetch_add(&c->done[i], 1);
	if (i == c->fails)
		return nx_fail(err, NX_IO, "number %zu failed", i);
	return NX_OK;
}

static void each_task_is_done_once(void **state)
{
	static const unsigned threads[] = { 0, 1, 2, 7, 5000 };

	(void)state;
	for (size_t t = 0; t < sizeof threads / sizeof *threads; t++) {
		struct counted *c = nx_zalloc(sizeof *c);

		c->fails = MANY;
		assert_int_equal(tasks_run(threads[t], MANY, count, c, NULL),
		                 NX_OK);
		for (size_t i = 0; i < MANY; i++)
			assert_int_equal(c->done[i], 1);
		free(c);
	}
	assert_int_equal(tasks_run(4, 0, count, NULL, NULL), NX_OK);
}

static void a_failure_ends_them(void **state)
{
	struct nx_err err;

	(void)state;
	for (unsigned threads = 1; threads < 5; threads++) {
		struct counted *c = nx_zalloc(sizeof *c);

		c->fails = 10;
		assert_int_equal(tasks_run(threads, MANY, count, c, &err),
		                 NX_IO);
		assert_string_equal(err.msg, "number 10 failed");
		if (threads == 1)
			assert_int_equal(c->begun, 11);
		free(c);
	}
}

static enum nx_status blocked(void *ctx, size_t i, struct nx_err *err)
{
	const pthread_t *main_thread = ctx;
	sigset_t now;

	(void)i;
	pthread_sigmask(SIG_SETMASK, NULL, &now);
	if (!pthread_equal(*main_thread, pthread_self()) &&
	    sigismember(&now, SIGTERM) != 1)
		return nx_fail(err, NX_IO, "takes signals");
	return NX_OK;
}

static void threads_take_no_signals(void **state)
{
	pthread_t self = pthread_self();
	sigset_t now;

	(void)state;
	assert_int_equal(tasks_run(4, 200, blocked, &self, NULL), NX_OK);
	pthread_sigmask(SIG_SETMASK, NULL, &now);
	assert_int_equal(sigismember(&now, SIGTERM), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(any_number_is_sorted_and_stable),
		cmocka_unit_test(each_task_is_done_once),
		cmocka_unit_test(a_failure_ends_them),
		cmocka_unit_test(threads_take_no_signals),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
