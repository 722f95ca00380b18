#include "corpus/ahead.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "corpus/child.h"
#include "corpus/parsers.h"
#include "corpus/tape.h"
#include "lib/base/mem.h"

/* How long the caller waits before it looks at the signal again. */
#define TICK_NS 100000000

/* What a reader writes down before it shows it, lest threads wake each other
 * for each article. */
#define BATCH_BYTES ((size_t)128 << 10)

/* How old a batch may get while more is told, so that progress is seen. */
#define BATCH_NS 200000000

/* A list of events in their order, and the bytes of them. */
struct events {
	struct event *first, *last;
	size_t bytes;
};

/* What is told of one unit. */
struct tape {
	struct tape *next; /* of the unit behind it */
	char *archive;
	struct events events; /* not yet taken to be played */
	uint64_t turn;
	uint64_t done;        /* bytes of the file, as far as it was played */
	bool read;            /* all of it is written down */
	enum nx_status halt;  /* it ends the walk */
	struct nx_err err;
};

struct lane {
	struct ahead *a;
	pthread_t thread;
	struct walk_options o;
	struct walk_events ev;
	struct walker w;
	struct nx_err err;
	struct tape *tape;
	struct events batch; /* not yet on the tape */
	int64_t shown;       /* when it was emptied */
	uint64_t done;
	struct event *spare;
};

struct ahead {
	struct plan *plan;
	pthread_mutex_t planning; /* of plan; taken before lock */
	size_t limit;
	atomic_int stop; /* for the readers */

	pthread_mutex_t lock; /* of all that follows */
	pthread_cond_t news;  /* for the caller: more to be played, or the end */
	pthread_cond_t room;  /* for readers: some was played, or was read */
	struct tape *head, *tail;
	size_t bytes;  /* written down and not played */
	bool planned;  /* no unit is left */
	struct event *spare;
	size_t spare_bytes;

	struct lane *lane;
	unsigned n_lanes; /* running */
	uint64_t done;    /* bytes of the files that were played */
};

static void append(struct events *to, struct events *from)
{
	if (from->first == NULL)
		return;
	if (to->last != NULL)
		to->last->next = from->first;
	else
		to->first = from->first;
	to->last = from->last;
	to->bytes += from->bytes;
	*from = (struct events){ NULL, NULL, 0 };
}

static void free_events(struct event *e)
{
	while (e != NULL) {
		struct event *next = e->next;

		event_free(e);
		e = next;
	}
}

/* ---- readers: writing down ------------------------------------------------ */

/* Whether a reader has to wait before it writes more.  With the lock. */
static bool must_wait(const struct ahead *a, const struct tape *t)
{
	return a->stop == 0 && a->bytes > a->limit &&
	       !(a->head == t && t->events.first == NULL);
}

/* Put what was written down on the tape.  With the lock. */
static void show(struct lane *l)
{
	struct ahead *a = l->a;

	a->bytes += l->batch.bytes;
	append(&l->tape->events, &l->batch);
	if (a->head == l->tape)
		pthread_cond_signal(&a->news);
	/* What the caller has done with can be written on again. */
	if (l->spare == NULL) {
		l->spare = a->spare;
		a->spare = NULL;
		a->spare_bytes = 0;
	}
}

static enum nx_status stopped(const struct ahead *a)
{
	return a->stop != 0 ? NX_INTERRUPTED : NX_OK;
}

static enum nx_status flush(struct lane *l)
{
	struct ahead *a = l->a;

	pthread_mutex_lock(&a->lock);
	while (must_wait(a, l->tape))
		pthread_cond_wait(&a->room, &a->lock);
	show(l);
	pthread_mutex_unlock(&a->lock);
	return stopped(a);
}

static struct event *take_spare(struct lane *l)
{
	struct event *e = l->spare;

	if (e != NULL)
		l->spare = e->next;
	return e;
}

static int64_t now_ns(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC_COARSE, &t);
	return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

static enum nx_status write_down(struct lane *l, struct event *e)
{
	struct events one = { e, e, e->bytes };

	e->done = l->done;
	append(&l->batch, &one);
	if (l->batch.bytes < BATCH_BYTES && now_ns() - l->shown < BATCH_NS)
		return stopped(l->a);
	l->shown = now_ns();
	return flush(l);
}

static enum nx_status on_archive_begin(void *ctx, const struct walk_archive *a)
{
	struct lane *l = ctx;

	return write_down(l, event_archive_begin(take_spare(l), a));
}

static enum nx_status on_member_begin(void *ctx, const struct member *m)
{
	struct lane *l = ctx;

	return write_down(l, event_member_begin(take_spare(l), m));
}

static enum nx_status on_article(void *ctx, const struct member *m,
                                 uint64_t record, struct article *a)
{
	struct lane *l = ctx;

	return write_down(l, event_article(take_spare(l), m, record, a));
}

static enum nx_status on_skipped(void *ctx, const struct member *m,
                                 uint64_t record, uint64_t offset,
                                 const char *reason)
{
	struct lane *l = ctx;

	return write_down(l, event_record(take_spare(l), EVENT_SKIPPED, m,
	                                  record, offset, reason));
}

static enum nx_status on_failed(void *ctx, const struct member *m,
                                uint64_t record, uint64_t offset,
                                const char *reason)
{
	struct lane *l = ctx;

	return write_down(l, event_record(take_spare(l), EVENT_FAILED, m,
	                                  record, offset, reason));
}

static enum nx_status on_member_end(void *ctx, const struct member *m,
                                    const struct member_end *end)
{
	struct lane *l = ctx;

	return write_down(l, event_member_end(take_spare(l), m, end));
}

static enum nx_status on_archive_end(void *ctx, const char *path,
                                     const struct walk_archive_end *end)
{
	struct lane *l = ctx;

	(void)path;
	return write_down(l, event_archive_end(take_spare(l), end));
}

static void on_consumed(void *ctx, uint64_t bytes)
{
	struct lane *l = ctx;

	l->done = bytes;
}

/* ---- readers: units -------------------------------------------------------- */

/* Whether all units before this lane's are read.  With the lock. */
static bool are_read(const struct ahead *a, const struct tape *t)
{
	for (const struct tape *b = a->head; b != t; b = b->next)
		if (!b->read)
			return false;
	return true;
}

static bool wait_for_earlier(struct walker *w)
{
	struct lane *l = w->ev->ctx;
	struct ahead *a = l->a;
	bool yes;

	pthread_mutex_lock(&a->lock);
	while (a->stop == 0 && !are_read(a, l->tape))
		pthread_cond_wait(&a->room, &a->lock);
	yes = a->stop == 0;
	pthread_mutex_unlock(&a->lock);
	return yes;
}

/* Take the next unit, and give it a tape in its place; false at the end. */
static bool take_unit(struct lane *l, struct unit *u)
{
	struct ahead *a = l->a;
	struct tape *t = NULL;

	pthread_mutex_lock(&a->planning);
	pthread_mutex_lock(&a->lock);
	while (a->stop == 0 && a->bytes > a->limit && a->head != NULL)
		pthread_cond_wait(&a->room, &a->lock);
	pthread_mutex_unlock(&a->lock);
	if (a->stop == 0 && plan_next(a->plan, u)) {
		t = nx_zalloc(sizeof *t);
		t->archive = nx_strdup(u->path);
		t->turn = u->turn;
	}
	pthread_mutex_lock(&a->lock);
	if (t == NULL)
		a->planned = true;
	else if (a->tail != NULL)
		a->tail->next = t;
	else
		a->head = t;
	if (t != NULL) {
		a->tail = t;
		a->bytes += sizeof *t;
	}
	pthread_cond_signal(&a->news);
	pthread_mutex_unlock(&a->lock);
	pthread_mutex_unlock(&a->planning);
	l->tape = t;
	return t != NULL;
}

static void read_unit(struct lane *l, const struct unit *u)
{
	struct ahead *a = l->a;

	walker_init(&l->w, &l->o, &l->ev, &l->err);
	l->w.wait = wait_for_earlier;
	l->done = 0;
	walk_unit(&l->w, u);
	(void)flush(l);
	pthread_mutex_lock(&a->lock);
	l->tape->halt = l->w.halt;
	l->tape->err = l->err;
	l->tape->read = true;
	pthread_cond_signal(&a->news);
	pthread_cond_broadcast(&a->room);
	pthread_mutex_unlock(&a->lock);
	walker_release(&l->w);
}

static void *read_units(void *arg)
{
	struct lane *l = arg;
	struct unit u;

	child_heed(&l->a->stop);
	while (take_unit(l, &u)) {
		read_unit(l, &u);
		unit_release(&u);
	}
	free_events(l->spare);
	return NULL;
}

/* ---- the caller ------------------------------------------------------------- */

static bool is_asked_to_stop(const struct walk_options *o)
{
	return o->stop != NULL && *o->stop != 0;
}

/* With the lock. */
static bool has_news(const struct ahead *a)
{
	if (a->head == NULL)
		return a->planned;
	return a->head->events.first != NULL || a->head->read;
}

/* Wait until there is something to play, or the end; NX_INTERRUPTED.  With the
 * lock. */
static enum nx_status wait_for_news(struct ahead *a,
                                    const struct walk_options *o,
                                    struct nx_err *err)
{
	struct timespec until;

	for (;;) {
		if (is_asked_to_stop(o))
			return nx_fail(err, NX_INTERRUPTED, "interrupted");
		if (has_news(a))
			return NX_OK;
		clock_gettime(CLOCK_MONOTONIC, &until);
		until.tv_nsec += TICK_NS;
		if (until.tv_nsec >= 1000000000) {
			until.tv_sec++;
			until.tv_nsec -= 1000000000;
		}
		pthread_cond_timedwait(&a->news, &a->lock, &until);
	}
}

/* The caller is done with these.  With the lock. */
static void give_back(struct ahead *a, struct events *v)
{
	a->bytes -= v->bytes;
	if (v->first == NULL)
		return;
	if (a->spare_bytes + v->bytes > a->limit / 2) {
		free_events(v->first);
		return;
	}
	v->last->next = a->spare;
	a->spare = v->first;
	a->spare_bytes += v->bytes;
}

static enum nx_status play(struct ahead *a, const struct tape *t,
                           const struct events *v,
                           const struct walk_options *o,
                           const struct walk_events *ev, struct nx_err *err)
{
	enum nx_status st = NX_OK;

	for (struct event *e = v->first; st == NX_OK && e != NULL;
	     e = e->next) {
		if (ev->consumed != NULL)
			ev->consumed(ev->ctx, a->done + e->done);
		st = event_play(e, t->archive, ev);
		if (st == NX_OK && is_asked_to_stop(o))
			st = nx_fail(err, NX_INTERRUPTED, "interrupted");
	}
	return st;
}

static void free_tape(struct tape *t)
{
	free_events(t->events.first);
	free(t->archive);
	free(t);
}

/* The head was played to its end.  With the lock. */
static void next_tape(struct ahead *a)
{
	struct tape *t = a->head;

	a->done += t->done;
	a->head = t->next;
	if (a->head == NULL)
		a->tail = NULL;
	a->bytes -= sizeof *t;
	free_tape(t);
}

static enum nx_status play_all(struct ahead *a, const struct walk_options *o,
                               const struct walk_events *ev,
                               struct nx_err *err)
{
	enum nx_status st = NX_OK;

	pthread_mutex_lock(&a->lock);
	while (st == NX_OK) {
		struct tape *t;
		struct events v;
		bool read;

		st = wait_for_news(a, o, err);
		t = a->head;
		if (st != NX_OK || t == NULL)
			break;
		v = t->events;
		t->events = (struct events){ NULL, NULL, 0 };
		read = t->read;
		pthread_mutex_unlock(&a->lock);
		st = play(a, t, &v, o, ev, err);
		if (v.last != NULL)
			t->done = v.last->done;
		pthread_mutex_lock(&a->lock);
		give_back(a, &v);
		if (st == NX_OK && read && t->halt != NX_OK) {
			st = t->halt;
			if (err != NULL)
				*err = t->err;
		}
		if (read)
			next_tape(a);
		pthread_cond_broadcast(&a->room);
	}
	pthread_mutex_unlock(&a->lock);
	return st;
}

/* ---- life -------------------------------------------------------------------- */

static void lane_init(struct lane *l, struct ahead *a,
                      const struct walk_options *o)
{
	l->a = a;
	l->o = *o;
	l->o.stop = &a->stop;
	l->ev = (struct walk_events){
		.ctx = l,
		.archive_begin = on_archive_begin,
		.member_begin = on_member_begin,
		.article = on_article,
		.record_skipped = on_skipped,
		.record_failed = on_failed,
		.member_end = on_member_end,
		.archive_end = on_archive_end,
		.consumed = on_consumed,
	};
}

/* Signals are the caller's. */
static enum nx_status start(struct ahead *a, const struct walk_options *o,
                            struct nx_err *err)
{
	sigset_t all, was;
	int e = 0;

	parsers_init();
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &was);
	while (a->n_lanes < o->readers) {
		struct lane *l = &a->lane[a->n_lanes];

		lane_init(l, a, o);
		e = pthread_create(&l->thread, NULL, read_units, l);
		if (e != 0)
			break;
		a->n_lanes++;
	}
	pthread_sigmask(SIG_SETMASK, &was, NULL);
	if (e != 0)
		return nx_fail(err, NX_IO, "cannot start a thread: %s",
		               strerror(e));
	return NX_OK;
}

static void finish(struct ahead *a)
{
	pthread_mutex_lock(&a->lock);
	a->stop = 1;
	pthread_cond_broadcast(&a->room);
	pthread_mutex_unlock(&a->lock);
	for (unsigned i = 0; i < a->n_lanes; i++)
		pthread_join(a->lane[i].thread, NULL);
	while (a->head != NULL)
		next_tape(a);
	free_events(a->spare);
	free(a->lane);
	pthread_mutex_destroy(&a->planning);
	pthread_mutex_destroy(&a->lock);
	pthread_cond_destroy(&a->news);
	pthread_cond_destroy(&a->room);
}

enum nx_status walk_ahead(struct plan *p, const struct walk_options *o,
                          const struct walk_events *ev, struct nx_err *err)
{
	struct ahead a = { .plan = p, .limit = o->ahead };
	pthread_condattr_t attr;
	enum nx_status st;

	a.lane = nx_zalloc(o->readers * sizeof *a.lane);
	pthread_mutex_init(&a.planning, NULL);
	pthread_mutex_init(&a.lock, NULL);
	pthread_condattr_init(&attr);
	pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
	pthread_cond_init(&a.news, &attr);
	pthread_cond_init(&a.room, NULL);
	pthread_condattr_destroy(&attr);
	st = start(&a, o, err);
	if (st == NX_OK)
		st = play_all(&a, o, ev, err);
	finish(&a);
	return st;
}
