#include <errno.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

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
	{ 'j', "jobs", "N", OPT_NUMBER, AT(jobs), NULL, JOBS_HELP },
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

static void say_waiting(const char *why)
{
	complain("%s; waiting", why);
}

enum nx_status wait_parse(const char *text, bool quiet, struct store_wait *w,
                          const struct store_wait **out, struct nx_err *err)
{
	char *end;

	*out = NULL;
	if (text == NULL)
		return NX_OK;
	*w = (struct store_wait){ -1, interrupt_asked(),
		                  quiet ? NULL : say_waiting };
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

enum nx_status means_check(uint64_t jobs, uint64_t memory, unsigned *threads,
                           struct nx_err *err)
{
	if (jobs > LIMIT_JOBS)
		return nx_fail(err, NX_USAGE, "--jobs can be %d at most",
		               LIMIT_JOBS);
	*threads = jobs > 0 ? (unsigned)jobs : machine_cores();
	if (*threads > LIMIT_JOBS)
		*threads = LIMIT_JOBS;
	if (memory > 0 && memory < BUILD_MEMORY_MIN)
		return nx_fail(err, NX_USAGE, "--memory must be %lluM at least",
		               (unsigned long long)(BUILD_MEMORY_MIN >> 20));
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
	b->memory = c->memory;
	return means_check(c->jobs, c->memory, &b->jobs, err);
}

int build_main(const void *options, const struct operands *o)
{
	struct build_cmd c = *(const struct build_cmd *)options;
	struct build_options b = {
		.paths = o->v,
		.walk = { .include = c.include.n > 0 ? c.include.v : NULL,
		          .exclude = c.exclude.n > 0 ? c.exclude.v : NULL },
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
		st = wait_parse(c.wait, c.quiet, &wait, &b.wait, &err);
	if (st == NX_OK) {
		b.walk.stop = interrupt_catch(c.dry_run ? NULL : c.index);
		st = build_run(&b, &r, &err);
	}
	interrupt_tell(st, &err, c.dry_run ? "everything" : c.index);
	if (st == NX_OK && !c.quiet && c.retry)
		summary_print_retry(&r, c.index);
	else if (st == NX_OK && !c.quiet)
		summary_print(&table, &r, c.dry_run ? NULL : c.index);
	summary_release(&table);
	if (st != NX_OK)
		return (int)exit_code_of(st);
	return r.faults > 0 ? EXIT_PARTIAL : EXIT_DONE;
}
