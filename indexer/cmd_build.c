#include <errno.h>
#include <signal.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "indexer/build.h"
#include "indexer/commands.h"
#include "indexer/interrupt.h"
#include "indexer/summary.h"
#include "lib/analysis/family.h"
#include "lib/base/exit.h"
#include "lib/base/limits.h"
#include "lib/base/machine.h"
#include "lib/base/progress.h"

struct build_cmd {
	const char *index, *format, *language, *positions;
	struct opt_list include, exclude;
	const char *wait;
	bool force, retry, quiet, dry_run;
	uint64_t jobs, memory;
};

#define AT(member) offsetof(struct build_cmd, member)

const struct opt build_opts[] = {
	{ 'i', "index", "FOLDER", OPT_STRING, AT(index), NULL,
	  "the index to make (default: $NEWSIDX_INDEX)" },
	{ 0, "force", NULL, OPT_FLAG, AT(force), NULL,
	  "replace an index that is there; it stays in use until the new one "
	  "is done" },
	{ 0, "retry", NULL, OPT_FLAG, AT(retry), NULL,
	  "read again what failed or was damaged, of the archives named or of "
	  "all, into the index that is there" },
	{ 'n', "dry-run", NULL, OPT_FLAG, AT(dry_run), NULL,
	  "read and report, write nothing" },
	{ 0, "include", "GLOB", OPT_LIST, AT(include), NULL,
	  "read only members that match (archive!member, or its last part), "
	  "also ones that would be passed over" },
	{ 0, "exclude", "GLOB", OPT_LIST, AT(exclude), NULL,
	  "pass over members that match" },
	{ 0, "format", "NAME", OPT_STRING, AT(format), NULL,
	  "read every member as this format ('newsidx formats' lists them)" },
	{ 'l', "language", "CODE", OPT_STRING, AT(language), NULL,
	  "language of articles that do not say theirs, and of queries "
	  "(default: en, for queries only)" },
	{ 'j', "jobs", "N", OPT_NUMBER, AT(jobs), NULL,
	  "analyse on so many threads (default: one for each processor)" },
	{ 0, "memory", "SIZE", OPT_BYTES, AT(memory), NULL,
	  "take about so much memory, such as 512M; more makes fewer pieces "
	  "(default: a quarter of the machine's, at most 1G)" },
	{ 0, "positions", "FORM", OPT_STRING, AT(positions), NULL,
	  "how word positions are kept: blocks, small and quick (default), or "
	  "xapian, for other Xapian tools to find phrases and change "
	  "articles" },
	{ 0, "wait", "SECONDS", OPT_MAYBE, AT(wait), NULL, WAIT_HELP },
	{ 'q', "quiet", NULL, OPT_FLAG, AT(quiet), NULL,
	  "no progress and no summary; faults are still told" },
	{ 0, NULL, NULL, OPT_FLAG, 0, NULL, NULL },
};
const size_t build_size = sizeof(struct build_cmd);

static atomic_int stop;

/* A signal that comes so soon after the first is the same one: timeout(1), for
 * one, sends it to the process and then to its group. */
#define SAME_MS 200

static int64_t now_ms(void)
{
	struct timespec t;

	(void)clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* The first signal ends the run in order; the second, at once. */
static void on_signal(int sig)
{
	static int64_t first;

	if (stop == 0) {
		first = now_ms();
		stop = 1;
	} else if (now_ms() - first > SAME_MS) {
		(void)signal(sig, SIG_DFL);
		(void)raise(sig);
	}
}

/* What the caller had ignored, as nohup does, stays so. */
static void catch_signals(void)
{
	static const int sig[] = { SIGINT, SIGTERM, SIGHUP };
	struct sigaction sa = { .sa_handler = on_signal };
	struct sigaction was;

	/* One at a time. */
	sigemptyset(&sa.sa_mask);
	for (size_t i = 0; i < sizeof sig / sizeof sig[0]; i++)
		sigaddset(&sa.sa_mask, sig[i]);
	for (size_t i = 0; i < sizeof sig / sizeof sig[0]; i++)
		if (sigaction(sig[i], NULL, &was) == 0 &&
		    was.sa_handler != SIG_IGN)
			sigaction(sig[i], &sa, NULL);
}

const atomic_int *interrupt_catch(void)
{
	catch_signals();
	return &stop;
}

static void say_waiting(const char *why)
{
	complain("%s; waiting", why);
}

enum nx_status wait_parse(const char *text, struct store_wait *w,
                          const struct store_wait **out, struct nx_err *err)
{
	char *end;

	*out = NULL;
	if (text == NULL)
		return NX_OK;
	*w = (struct store_wait){ -1, &stop, say_waiting };
	*out = w;
	if (text[0] == '\0')
		return NX_OK;
	errno = 0;
	w->seconds = strtod(text, &end);
	if (text[0] < '0' || text[0] > '9' || *end != '\0' || errno != 0)
		return nx_fail(err, NX_USAGE,
		               "--wait takes a number of seconds, not '%s'",
		               text);
	return NX_OK;
}

/* What it may take of the machine; 0 stands for what was not said. */
static enum nx_status check_means(const struct build_cmd *c,
                                  struct build_options *b, struct nx_err *err)
{
	if (c->jobs > LIMIT_JOBS)
		return nx_fail(err, NX_USAGE, "--jobs can be %d at most",
		               LIMIT_JOBS);
	b->jobs = c->jobs > 0 ? (unsigned)c->jobs : machine_cores();
	if (b->jobs > LIMIT_JOBS)
		b->jobs = LIMIT_JOBS;
	if (c->memory > 0 && c->memory < BUILD_MEMORY_MIN)
		return nx_fail(err, NX_USAGE, "--memory must be %lluM at least",
		               (unsigned long long)(BUILD_MEMORY_MIN >> 20));
	b->memory = c->memory;
	return NX_OK;
}

static enum nx_status check(const struct build_cmd *c, const struct operands *o,
                            struct build_options *b, struct nx_err *err)
{
	const struct language *l;

	if (b->index == NULL && !c->dry_run)
		return nx_fail(err, NX_USAGE,
		               "which index? Give -i FOLDER or set "
		               "NEWSIDX_INDEX");
	if (c->retry && (c->dry_run || c->force))
		return nx_fail(err, NX_USAGE,
		               "--retry goes neither with --dry-run nor with "
		               "--force");
	if (o->n == 0 && !c->retry)
		return nx_fail(err, NX_USAGE,
		               "what is to be indexed? Name archives or "
		               "folders");
	if (c->format != NULL) {
		b->walk.format = format_find(c->format);
		if (b->walk.format == NULL)
			return nx_fail(err, NX_USAGE,
			               "there is no format '%s'; 'newsidx "
			               "formats' lists them",
			               c->format);
	}
	if (c->language != NULL) {
		l = language_find(c->language, strlen(c->language));
		if (l == NULL)
			return nx_fail(err, NX_USAGE,
			               "unknown language '%s'; give a code "
			               "such as en, de, fr",
			               c->language);
		b->language = l->code;
	}
	if (c->positions != NULL &&
	    !positions_named(c->positions, strlen(c->positions), &b->positions))
		return nx_fail(err, NX_USAGE,
		               "--positions=%s: there is blocks and xapian",
		               c->positions);
	return check_means(c, b, err);
}

int build_main(const void *options, const struct operands *o)
{
	struct build_cmd c = *(const struct build_cmd *)options;
	struct build_options b = {
		.paths = o->v,
		.walk = { .include = c.include.n > 0 ? c.include.v : NULL,
		          .exclude = c.exclude.n > 0 ? c.exclude.v : NULL,
		          .stop = &stop },
		.force = c.force,
		.retry = c.retry,
		.progress = !c.quiet,
		.complaints = true,
	};
	struct build_report r;
	struct store_wait wait;
	struct summary table = { BUF_INIT, BUF_INIT, 0 };
	struct nx_err err;
	enum nx_status st;

	if (!c.quiet && !c.retry) {
		b.format = summary_format;
		b.reason = summary_reason;
		b.ctx = &table;
	}
	if (c.index == NULL)
		c.index = getenv("NEWSIDX_INDEX");
	b.index = c.dry_run ? NULL : c.index;
	b.walk.leave_out = b.index;
	st = check(&c, o, &b, &err);
	if (st == NX_OK)
		st = wait_parse(c.wait, &wait, &b.wait, &err);
	if (st == NX_OK) {
		catch_signals();
		st = build_run(&b, &r, &err);
	}
	if (st == NX_INTERRUPTED)
		complain("stopped; %s is as it was",
		         c.dry_run ? "everything" : c.index);
	else if (st != NX_OK)
		complain("%s", err.msg);
	if (st == NX_OK && stop != 0 && !c.dry_run)
		complain("told to stop, but %s was done by then", c.index);
	if (st == NX_OK && !c.quiet && c.retry)
		summary_print_retry(&r, c.index);
	else if (st == NX_OK && !c.quiet)
		summary_print(&table, &r, c.dry_run ? NULL : c.index);
	summary_release(&table);
	if (st != NX_OK)
		return (int)exit_code_of(st);
	return r.faults > 0 ? EXIT_PARTIAL : EXIT_DONE;
}
