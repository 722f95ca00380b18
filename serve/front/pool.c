#include "serve/front/pool.h"

#include <errno.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "lib/base/exit.h"
#include "lib/base/mem.h"
#include "lib/base/options.h"
#include "serve/common/clock.h"

/* Seconds before a worker is started in the place of one that ended before it
 * was ready. */
#define RESTART 1.0

/* Seconds in which a worker must have opened the index. */
#define START 30.0

#define READ 65536

struct worker {
	int fd; /* -1: there is none */
	pid_t pid;
	bool ready;
	struct job *job;
	struct buf in, out; /* not yet understood, not yet sent */
	double since;       /* started; last heard of */
	double again;       /* not to be started before */
};

struct pool {
	struct pool_options o;
	char *program, *seconds;
	struct worker *w; /* o.workers of them */
	struct job *first, **last;
	size_t waiting, heavy;
	bool outdated;
};

/* ---- processes --------------------------------------------------------- */

static char *worker_program(void)
{
	char self[PATH_MAX];
	ssize_t n = readlink("/proc/self/exe", self, sizeof self - 1);
	char *slash;

	if (n <= 0)
		return nx_strdup(NEWSIDX_LIBEXEC "/newsidx-serve-worker");
	self[n] = '\0';
	slash = strrchr(self, '/');
	if (slash != NULL)
		slash[1] = '\0';
	return nx_format("%snewsidx-serve-worker", self);
}

/* What becomes of the child: it has its socket as standard input, and no other
 * descriptor of the server's but standard error. */
static _Noreturn void become_worker(const struct pool *p, int fd, pid_t parent)
{
	const char *argv[] = { "newsidx-serve-worker", p->o.index, p->seconds,
		               p->o.name, NULL };
	sigset_t none;

	sigemptyset(&none);
	(void)sigprocmask(SIG_SETMASK, &none, NULL);
	(void)prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != parent || dup2(fd, STDIN_FILENO) < 0 ||
	    dup2(STDERR_FILENO, STDOUT_FILENO) < 0)
		_exit(EXIT_FAILED);
	(void)close_range(STDERR_FILENO + 1, ~0U, 0);
	execv(p->program, (char *const *)(uintptr_t)argv);
	complain("cannot start %s: %s", p->program, strerror(errno));
	_exit(EXIT_FAILED);
}

static bool start(struct pool *p, struct worker *w)
{
	pid_t parent = getpid();
	int pair[2];

	w->since = clock_now();
	w->again = w->since + RESTART;
	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) != 0) {
		complain("cannot start a worker: %s", strerror(errno));
		return false;
	}
	w->pid = fork();
	if (w->pid == 0)
		become_worker(p, pair[1], parent);
	(void)close(pair[1]);
	if (w->pid < 0) {
		complain("cannot start a worker: %s", strerror(errno));
		(void)close(pair[0]);
		return false;
	}
	w->fd = pair[0];
	w->ready = false;
	buf_clear(&w->in);
	buf_clear(&w->out);
	return true;
}

/* End a worker; returns what it ended with. */
static int stop(struct worker *w, bool kill_it)
{
	int status = 0;

	if (w->fd < 0)
		return 0;
	if (kill_it)
		(void)kill(w->pid, SIGKILL);
	(void)close(w->fd);
	w->fd = -1;
	while (waitpid(w->pid, &status, 0) < 0 && errno == EINTR)
		;
	return WIFEXITED(status) ? WEXITSTATUS(status) : EXIT_FAILED;
}

/* ---- jobs -------------------------------------------------------------- */

static void fail(struct job *j, unsigned status, const char *why)
{
	j->state = JOB_FAILED;
	j->status = status;
	j->why = why;
	j->changed(j);
}

/* The worker is done with its job, or the job with it. */
static void part(struct pool *p, struct worker *w)
{
	struct job *j = w->job;

	if (j == NULL)
		return;
	if (j->heavy)
		p->heavy--;
	j->worker = NULL;
	w->job = NULL;
}

/* The worker ended within a job. */
static void lose(struct pool *p, struct worker *w, bool late)
{
	struct job *j = w->job;

	(void)stop(w, true);
	part(p, w);
	if (w->ready)
		w->again = 0;
	if (j == NULL)
		return;
	if (j->state == JOB_STREAM) {
		j->broken = true;
		j->changed(j);
	} else if (late) {
		fail(j, 504,
		     "the query was given up: it took too long. Ask for rarer "
		     "words, or in parts");
	} else {
		fail(j, 500, "the query could not be answered");
	}
}

static void unlink_job(struct pool *p, struct job **at)
{
	struct job *j = *at;

	*at = j->next;
	if (p->last == &j->next)
		p->last = at;
	j->next = NULL;
	p->waiting--;
}

static void send_out(struct pool *p, struct worker *w)
{
	ssize_t n;

	if (w->out.len == 0)
		return;
	n = send(w->fd, w->out.p, w->out.len, MSG_DONTWAIT | MSG_NOSIGNAL);
	if (n < 0 && (errno == EAGAIN || errno == EINTR))
		return;
	if (n < 0) {
		lose(p, w, false);
		return;
	}
	memmove(w->out.p, w->out.p + n, w->out.len - (size_t)n);
	buf_cut(&w->out, w->out.len - (size_t)n);
}

static void hand_to(struct pool *p, struct worker *w, struct job **at)
{
	struct job *j = *at;

	unlink_job(p, at);
	w->job = j;
	w->since = clock_now();
	j->worker = w;
	j->state = JOB_ASKED;
	if (j->heavy)
		p->heavy++;
	wire_add_ask(&w->out, &j->ask);
	send_out(p, w);
}

/* The longest waiting job that may be done now. */
static struct job **next_job(struct pool *p)
{
	bool heavy = p->heavy < (p->o.workers > 1 ? p->o.workers / 2 : 1);

	for (struct job **at = &p->first; *at != NULL; at = &(*at)->next)
		if (heavy || !(*at)->heavy)
			return at;
	return NULL;
}

static void distribute(struct pool *p)
{
	for (unsigned i = 0; i < p->o.workers; i++) {
		struct worker *w = &p->w[i];
		struct job **at;

		if (w->fd < 0 || !w->ready || w->job != NULL)
			continue;
		at = next_job(p);
		if (at == NULL)
			return;
		hand_to(p, w, at);
	}
}

void pool_add(struct pool *p, struct job *j)
{
	j->state = JOB_WAITS;
	j->since = clock_now();
	j->worker = NULL;
	j->next = NULL;
	*p->last = j;
	p->last = &j->next;
	p->waiting++;
	if (p->waiting > p->o.most) {
		pool_drop(p, j);
		fail(j, 503, "too many people ask at once: try again soon");
		return;
	}
	distribute(p);
}

void pool_drop(struct pool *p, struct job *j)
{
	for (struct job **at = &p->first; *at != NULL; at = &(*at)->next)
		if (*at == j) {
			unlink_job(p, at);
			break;
		}
	if (j->worker != NULL) {
		struct worker *w = j->worker;

		/* What it is at is of no use to anybody. */
		part(p, w);
		(void)stop(w, true);
		w->again = 0;
	}
	buf_release(&j->data);
	buf_release(&j->head_text);
}

/* ---- answers ----------------------------------------------------------- */

/* Head texts are kept: the frame goes. */
static bool take_head(struct job *j, const struct frame *f)
{
	struct frame kept = *f;

	buf_set(&j->head_text, f->p, f->len);
	kept.p = j->head_text.p;
	if (!wire_read_head(&kept, &j->head) ||
	    (j->head.whole && j->head.size > LIMIT_SERVE_WHOLE))
		return false;
	if (!j->head.whole)
		j->state = JOB_STREAM;
	return true;
}

static bool take_end(struct pool *p, struct worker *w)
{
	struct job *j = w->job;

	part(p, w);
	if (j->state == JOB_STREAM)
		j->ended = true;
	else if (j->data.len == j->head.size)
		j->state = JOB_WHOLE;
	else
		return false;
	j->changed(j);
	return true;
}

/* False: it makes no sense, and the worker is to go. */
static bool take(struct pool *p, struct worker *w, const struct frame *f)
{
	struct job *j = w->job;
	bool headed = j != NULL && j->head_text.len > 0;

	if (f->kind == WIRE_READY && !w->ready) {
		p->outdated |= f->len != strlen(NEWSIDX_VERSION) ||
		               memcmp(f->p, NEWSIDX_VERSION, f->len) != 0;
		w->ready = true;
		return true;
	}
	if (j == NULL || !w->ready)
		return false;
	if (f->kind == WIRE_HEAD && !headed) {
		if (!take_head(j, f))
			return false;
		if (j->state == JOB_STREAM)
			j->changed(j);
		return true;
	}
	if (f->kind == WIRE_DATA && headed) {
		if (j->head.whole && f->len > j->head.size - j->data.len)
			return false;
		buf_add(&j->data, f->p, f->len);
		if (j->state == JOB_STREAM)
			j->changed(j);
		return true;
	}
	return f->kind == WIRE_END && headed && take_end(p, w);
}

/* The frames that have come; what is left of one stays. */
static bool understand(struct pool *p, struct worker *w)
{
	size_t at = 0, used;
	struct frame f;
	int got = 1;

	while (w->fd >= 0 && (got = wire_take(&f, w->in.p + at, w->in.len - at,
	                                      LIMIT_SERVE_FRAME, &used)) > 0) {
		if (!take(p, w, &f))
			return false;
		at += used;
	}
	if (w->fd < 0)
		return true;
	memmove(w->in.p, w->in.p + at, w->in.len - at);
	buf_cut(&w->in, w->in.len - at);
	return got >= 0;
}

static void hear(struct pool *p, struct worker *w)
{
	char *to = buf_room(&w->in, READ);
	ssize_t n = recv(w->fd, to, READ, MSG_DONTWAIT);

	if (n < 0 && (errno == EAGAIN || errno == EINTR))
		return;
	if (n <= 0) {
		lose(p, w, clock_now() - w->since >= (double)p->o.timeout);
		return;
	}
	w->in.len += (size_t)n;
	w->in.p[w->in.len] = '\0';
	w->since = clock_now();
	if (!understand(p, w)) {
		complain("a worker does not speak as it should");
		lose(p, w, false);
	}
}

/* Whether more is wanted of it: not while its client has enough to take. */
static bool wanted(const struct worker *w)
{
	return w->job == NULL || w->job->state != JOB_STREAM ||
	       w->job->data.len - w->job->taken < LIMIT_SERVE_AHEAD;
}

void pool_taken(struct pool *p, struct job *j, size_t n)
{
	j->taken += n;
	if (j->taken == j->data.len) {
		buf_clear(&j->data);
		j->taken = 0;
	}
	if (j->worker != NULL && wanted(j->worker))
		j->worker->since = clock_now();
	(void)p;
}

/* ---- around poll() ----------------------------------------------------- */

/* Have *ms be no more than that many seconds. */
static void lower(int *ms, double seconds)
{
	int most = seconds <= 0 ? 0 : (int)(seconds * 1000) + 1;

	if (*ms < 0 || *ms > most)
		*ms = most;
}

size_t pool_fds(struct pool *p, struct pollfd *fds, int *ms)
{
	double now = clock_now();
	size_t n = 0;

	for (unsigned i = 0; i < p->o.workers; i++) {
		struct worker *w = &p->w[i];

		/* Deadlines of those that work are seconds. */
		lower(ms, w->fd < 0 ? w->again - now : 1);
		if (w->fd < 0)
			continue;
		fds[n] = (struct pollfd){ .fd = w->fd };
		if (wanted(w))
			fds[n].events |= POLLIN;
		if (w->out.len > 0)
			fds[n].events |= POLLOUT;
		/* poll() would tell of its end again and again. */
		if (fds[n].events == 0)
			fds[n].fd = -1;
		n++;
	}
	return n;
}

/* Seconds that it may be silent. */
static double patience(const struct pool *p, const struct worker *w)
{
	if (!w->ready)
		return START;
	return (double)p->o.timeout + LIMIT_SERVE_GRACE;
}

static void look_after(struct pool *p, struct worker *w, double now)
{
	if (w->fd < 0 && now >= w->again)
		(void)start(p, w);
	else if (w->fd >= 0 && (w->job != NULL || !w->ready) && wanted(w) &&
	         now - w->since > patience(p, w))
		lose(p, w, true);
}

static void expire(struct pool *p, double now)
{
	while (p->first != NULL && now - p->first->since > LIMIT_SERVE_WAIT) {
		struct job *j = p->first;

		unlink_job(p, &p->first);
		fail(j, 503, "too many people ask at once: try again soon");
	}
}

void pool_run(struct pool *p)
{
	double now = clock_now();

	for (unsigned i = 0; i < p->o.workers; i++) {
		struct worker *w = &p->w[i];

		if (w->fd >= 0)
			send_out(p, w);
		if (w->fd >= 0 && wanted(w))
			hear(p, w);
		look_after(p, w, now);
	}
	expire(p, now);
	distribute(p);
}

size_t pool_busy(const struct pool *p)
{
	size_t n = p->waiting;

	for (unsigned i = 0; i < p->o.workers; i++)
		n += p->w[i].job != NULL;
	return n;
}

bool pool_outdated(const struct pool *p)
{
	return p->outdated;
}

/* ---- opening ----------------------------------------------------------- */

/* Wait for the first worker.  False if it ended. */
static bool await(struct pool *p, struct worker *w)
{
	struct pollfd fd = { .fd = w->fd, .events = POLLIN };

	while (w->fd >= 0 && !w->ready) {
		char *to = buf_room(&w->in, READ);
		ssize_t n;

		if (poll(&fd, 1, (int)(START * 1000)) == 0)
			return false;
		n = recv(w->fd, to, READ, MSG_DONTWAIT);
		if (n < 0 && (errno == EAGAIN || errno == EINTR))
			continue;
		if (n <= 0)
			return false;
		w->in.len += (size_t)n;
		if (!understand(p, w))
			return false;
	}
	return w->ready;
}

enum nx_status pool_open(struct pool **out, const struct pool_options *o,
                         int *code, struct nx_err *err)
{
	struct pool *p = nx_zalloc(sizeof *p);

	p->o = *o;
	p->last = &p->first;
	p->program = worker_program();
	p->seconds = nx_format("%u", o->timeout);
	p->w = nx_zalloc(o->workers * sizeof *p->w);
	for (unsigned i = 0; i < o->workers; i++)
		p->w[i].fd = -1;
	*out = p;
	*code = EXIT_FAILED;
	if (!start(p, &p->w[0]) || !await(p, &p->w[0])) {
		*code = stop(&p->w[0], false);
		if (*code == EXIT_DONE)
			*code = EXIT_FAILED;
		pool_close(p);
		*out = NULL;
		return nx_fail(err, NX_IO, "the index cannot be served");
	}
	for (unsigned i = 1; i < o->workers; i++)
		(void)start(p, &p->w[i]);
	return NX_OK;
}

void pool_close(struct pool *p)
{
	if (p == NULL)
		return;
	for (unsigned i = 0; i < p->o.workers; i++) {
		(void)stop(&p->w[i], true);
		buf_release(&p->w[i].in);
		buf_release(&p->w[i].out);
	}
	free(p->w);
	free(p->program);
	free(p->seconds);
	free(p);
}
