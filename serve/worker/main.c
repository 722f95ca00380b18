#include <errno.h>
#include <langinfo.h>
#include <locale.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#include "lib/base/digest.h"
#include "lib/base/exit.h"
#include "lib/base/file.h"
#include "lib/index/xap.h"
#include "query/commands.h"
#include "query/tree.h"
#include "query/work.h"
#include "serve/common/clock.h"
#include "serve/common/problem.h"
#include "serve/worker/worker.h"

#define DAY 86400

/* ---- what handlers ask ------------------------------------------------- */

double worker_rest(const struct worker *w)
{
	double rest = w->deadline - clock_now();

	rest = rest > 0.01 ? rest : 0.01;
	watch_begin(rest);
	return rest;
}

bool worker_late(const struct worker *w)
{
	return clock_now() >= w->deadline;
}

enum nx_status worker_facts(struct worker *w, const struct facts **f,
                            struct nx_err *err)
{
	enum nx_status st = NX_OK;

	*f = &w->facts;
	if (w->facts_known)
		return NX_OK;
	facts_release(&w->facts);
	st = facts_read(&w->facts, w->x, err);
	w->facts_known = st == NX_OK;
	return st;
}

unsigned worker_status(enum nx_status st)
{
	switch (st) {
	case NX_OK:
		return 200;
	case NX_USAGE:
	case NX_BOUND:
		return 400;
	case NX_END:
	case NX_NOTFOUND:
		return 404;
	case NX_TIMEOUT:
		return 504;
	case NX_STALE:
	case NX_LOCKED:
		return 503;
	default:
		return 500;
	}
}

/* ---- one question ------------------------------------------------------ */

struct task {
	struct worker *w;
	struct answer *a;
	const struct target *t;
	const struct route *route;
	const struct wire_ask *ask;
};

static enum nx_status read_revision(struct index *x, uint64_t *out,
                                    struct nx_err *err)
{
	uint64_t hash[2] = { 0, 0 };
	struct xap_error xe;
	struct xap_str uuid;
	enum xap_status xs = XAP_OK;

	for (size_t i = 0; xs == XAP_OK && i < index_segments(x); i++) {
		struct xap_db *db = index_segment(x, i);
		uint64_t revision = 0;

		xs = xap_db_uuid(db, &uuid, &xe);
		if (xs == XAP_OK)
			digest128(uuid.data, uuid.len, hash[0], hash);
		if (xs == XAP_OK)
			xs = xap_db_revision(db, &revision, &xe);
		digest128(&revision, sizeof revision, hash[0], hash);
	}
	*out = hash[0];
	return nx_from_xap(err, xs, &xe, "opening the index");
}

/* The same for the same question to the same index, as long as "today" is the
 * same day. */
static void set_etag(const struct task *k, char out[ANSWER_ETAG])
{
	uint64_t hash[2], day = (uint64_t)time(NULL) / DAY;
	const char *const texts[] = { NEWSIDX_VERSION, k->w->name,
		                      k->ask->target };

	digest128(&day, sizeof day, k->w->revision, hash);
	for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
		digest128(texts[i], strlen(texts[i]) + 1, hash[0], hash);
	(void)snprintf(out, ANSWER_ETAG, "W/\"%016llx\"",
	               (unsigned long long)hash[0]);
}

static enum nx_status answer(struct index *x, void *ctx, struct nx_err *err)
{
	struct task *k = ctx;
	struct worker *w = k->w;
	char etag[ANSWER_ETAG];
	uint64_t revision;
	enum nx_status st = read_revision(x, &revision, err);

	if (st != NX_OK)
		return st;
	if (revision != w->revision)
		w->facts_known = false;
	w->revision = revision;
	w->x = x;
	if (!answer_begin(k->a, k->route->type))
		return nx_fail(err, NX_NOMEM, "out of memory");
	set_etag(k, etag);
	memcpy(k->a->etag, etag, sizeof etag);
	if (strcmp(etag, k->ask->if_none_match) == 0) {
		k->a->status = 304;
		return NX_OK;
	}
	(void)worker_rest(w);
	st = k->route->handler(w, k->a, k->t, err);
	watch_pause();
	/* What failed is not to be kept. */
	if (k->a->status != 200)
		k->a->etag[0] = '\0';
	return st;
}

/* What a stranger is told of a failure that is none of his. */
static const char *tellable(unsigned status, const struct nx_err *err)
{
	if (status != 500)
		return err->msg;
	complain("%s", err->msg);
	return "the index cannot be read; the server has said why on its "
	       "standard error";
}

static void answer_failure(struct worker *w, struct answer *a, const char *path,
                           enum nx_status st, const struct nx_err *err)
{
	struct problem p = { .status = worker_status(st) };
	bool program = problem_for_program(path);
	size_t len;

	p.detail = tellable(p.status, err);
	p.column = query_refused(err, &len);
	if (!answer_begin(a, program ? PROBLEM_TYPE : HTML_TYPE))
		exit(EXIT_FAILED);
	a->status = p.status;
	if (program)
		problem_json(a->out, &p);
	else
		problem_page(a->out, &p, path, w->name);
}

static const struct route *find_route(const char *path)
{
	for (const struct route *r = routes; r->path != NULL; r++)
		if (strcmp(r->path, path) == 0)
			return r;
	return NULL;
}

static enum nx_status run(struct worker *w, struct answer *a,
                          const struct wire_ask *ask, struct target *t,
                          struct nx_err *err)
{
	struct task k = { w, a, t, NULL, ask };
	enum nx_status st = target_parse(t, ask->target, err);

	if (st != NX_OK)
		return st;
	k.route = find_route(t->path);
	if (k.route == NULL)
		return nx_fail(err, NX_NOTFOUND, "there is nothing here");
	w->deadline = clock_now() + w->timeout;
	st = with_kept_index(&w->x, w->path, answer, &k, err);
	/* The index itself is missing: that is none of the question's. */
	if (st == NX_NOTFOUND && w->x == NULL)
		st = NX_LOCKED;
	return st;
}

static bool serve_one(struct worker *w, int fd, const struct wire_ask *ask)
{
	struct target t = { .path = NULL };
	struct answer a;
	struct nx_err err;
	enum nx_status st;
	bool sent;

	answer_init(&a, fd);
	a.head = ask->head;
	st = run(w, &a, ask, &t, &err);
	watch_pause();
	/* Half of it is with the client; ending says that the rest is missing.
	 */
	if (st != NX_OK && a.begun) {
		if (!a.head)
			complain("%s", err.msg);
		exit(EXIT_FAILED);
	}
	if (st != NX_OK)
		answer_failure(w, &a, t.path != NULL ? t.path : ask->target, st,
		               &err);
	sent = answer_send(&a);
	answer_release(&a);
	target_release(&t);
	return sent;
}

/* ---- the process ------------------------------------------------------- */

static enum nx_status is_there(struct index *x, void *ctx, struct nx_err *err)
{
	(void)x;
	(void)ctx;
	(void)err;
	return NX_OK;
}

/* Read until there is a question; false at the end. */
static bool next_ask(int fd, struct buf *in, struct wire_ask *ask)
{
	struct frame f;
	size_t used;
	int got;

	while ((got = wire_take(&f, buf_str(in), in->len, LIMIT_SERVE_FRAME,
	                        &used)) == 0) {
		char *to = buf_room(in, LIMIT_SERVE_TARGET);
		ssize_t n = read(fd, to, LIMIT_SERVE_TARGET);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return false;
		in->len += (size_t)n;
	}
	return got > 0 && wire_read_ask(&f, ask);
}

static int serve(struct worker *w, int fd)
{
	struct buf in = BUF_INIT, ready = BUF_INIT;
	struct wire_ask ask;
	struct nx_err err;
	enum nx_status st =
		with_kept_index(&w->x, w->path, is_there, NULL, &err);
	bool going = st == NX_OK;

	if (st != NX_OK) {
		complain("%s", err.msg);
		return (int)exit_code_of(st);
	}
	wire_add(&ready, WIRE_READY, NEWSIDX_VERSION, strlen(NEWSIDX_VERSION));
	going = file_write(fd, ready.p, ready.len, -1);
	buf_release(&ready);
	/* The server asks for one thing at a time. */
	while (going && next_ask(fd, &in, &ask)) {
		going = serve_one(w, fd, &ask);
		buf_clear(&in);
	}
	index_close(w->x);
	facts_release(&w->facts);
	buf_release(&in);
	return EXIT_DONE;
}

/* Sanitizers map far more than they use. */
#ifdef NEWSIDX_SANITIZED
#define MEMORY RLIM_INFINITY
#else
#define MEMORY LIMIT_SERVE_MEMORY
#endif

int main(int argc, char **argv)
{
	const struct rlimit memory = { MEMORY, MEMORY }, none = { 0, 0 };
	struct worker w = { .x = NULL };

	if (argc != 4) {
		complain("this program is started by newsidx serve");
		return EXIT_USAGE;
	}
	w.path = argv[1];
	w.timeout = (unsigned)strtoul(argv[2], NULL, 10);
	w.name = argv[3];
	(void)setlocale(LC_CTYPE, "C.UTF-8");
	/* A signal to the whole group is for the server, which lets what runs
	 * come to its end. */
	(void)signal(SIGINT, SIG_IGN);
	(void)signal(SIGTERM, SIG_IGN);
	(void)signal(SIGHUP, SIG_IGN);
	(void)signal(SIGPIPE, SIG_IGN);
	(void)setrlimit(RLIMIT_AS, &memory);
	(void)setrlimit(RLIMIT_CORE, &none);
	return serve(&w, STDIN_FILENO);
}
