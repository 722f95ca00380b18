#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include "indexer/commands.h"
#include "indexer/interrupt.h"
#include "indexer/update.h"
#include "lib/base/exit.h"
#include "lib/base/json.h"
#include "lib/base/progress.h"
#include "lib/base/terminal.h"

struct update_cmd {
	const char *index, *wait, *alerts;
	bool prune, json, quiet;
	uint64_t jobs, memory;
};

#define AT(member) offsetof(struct update_cmd, member)

const struct opt update_opts[] = {
	{ 'i', "index", "FOLDER", OPT_STRING, AT(index), NULL,
	  "the index (default: $NEWSIDX_INDEX)" },
	{ 0, "prune", NULL, OPT_FLAG, AT(prune), NULL,
	  "withdraw the articles of archives that are not there any more" },
	{ 0, "alerts", "FOLDER", OPT_MAYBE, AT(alerts), NULL,
	  "then print what alerts have to tell; or write it to a feed for each, "
	  "FOLDER/NAME.atom" },
	{ 0, "wait", "SECONDS", OPT_MAYBE, AT(wait), NULL, WAIT_HELP },
	{ 'j', "jobs", "N", OPT_NUMBER, AT(jobs), NULL, JOBS_HELP },
	{ 0, "memory", "SIZE", OPT_BYTES, AT(memory), NULL, MEMORY_HELP },
	{ 0, "json", NULL, OPT_FLAG, AT(json), NULL,
	  "report as one line of JSON, behind one for each article that an "
	  "alert tells of" },
	{ 'q', "quiet", NULL, OPT_FLAG, AT(quiet), NULL,
	  "no progress and no summary; faults are still told" },
	{ 0, NULL, NULL, OPT_FLAG, 0, NULL, NULL },
};
const size_t update_size = sizeof(struct update_cmd);

static void put(const char *lead, uint64_t n, const char *what)
{
	char text[PROGRESS_TEXT];

	printf("%s%s %s%s", lead, text_count(n, text), what, n == 1 ? "" : "s");
}

static void print_report(const struct update_report *r)
{
	log_put_time(stdout);
	if (r->wrote && r->read + r->withdrawn_archives > 0) {
		put("read ", r->read, "archive");
		put(": ", r->articles.added, "new article");
		printf(", %llu changed, %llu withdrawn",
		       (unsigned long long)r->articles.changed,
		       (unsigned long long)r->articles.withdrawn);
	} else {
		put("nothing new in ", r->archives, "archive");
	}
	if (r->gone > 0)
		put("; kept though not there any more: ", r->gone, "archive");
	if (r->sources_missing > 0)
		put("; not there, or empty: ", r->sources_missing, "source");
	if (r->alerts.articles > 0) {
		put("; told of ", r->alerts.articles, "article");
		put(" by ", r->alerts.telling, "alert");
	}
	if (r->faults > 0)
		put("; ", r->faults, "fault");
	printf("; %.1f s\n", r->seconds);
}

static void json_report(const struct update_report *r)
{
	struct json j;

	json_begin(&j, stdout);
	json_num(&j, "format_version", 1);
	json_num(&j, "archives", r->archives);
	json_num(&j, "read", r->read);
	json_num(&j, "continued", r->continued);
	json_num(&j, "withdrawn_archives", r->withdrawn_archives);
	json_num(&j, "gone", r->gone);
	json_num(&j, "sources_missing", r->sources_missing);
	json_num(&j, "added", r->articles.added);
	json_num(&j, "changed", r->articles.changed);
	json_num(&j, "withdrawn", r->articles.withdrawn);
	json_num(&j, "unchanged", r->unchanged);
	json_num(&j, "alerts", r->alerts.telling);
	json_num(&j, "told", r->alerts.articles);
	json_num(&j, "faults", r->faults);
	json_bool(&j, "wrote", r->wrote);
	json_real(&j, "seconds", r->seconds);
	json_end(&j);
}

static enum nx_status check(const struct update_cmd *c,
                            struct update_options *u, struct nx_err *err)
{
	if (u->index == NULL)
		return nx_fail(err, NX_USAGE,
		               "which index? Give -i FOLDER or set "
		               "NEWSIDX_INDEX");
	u->memory = c->memory;
	return means_check(c->jobs, c->memory, &u->jobs, err);
}

/* It is only the alerts that failed. */
static void tell_untold(const struct update_options *u, enum nx_status st,
                        const struct nx_err *err)
{
	complain("%s; %s is up to date, and what alerts have to tell is told "
	         "by the next update with --alerts",
	         st == NX_INTERRUPTED ? "stopped" : err->msg, u->index);
}

int update_main(const void *options, const struct operands *o)
{
	const struct update_cmd *c = options;
	struct update_options u = {
		.index = c->index != NULL ? c->index : getenv("NEWSIDX_INDEX"),
		.paths = o->v,
		.prune = c->prune,
		.progress = !c->quiet && !c->json,
		.alerts = c->alerts != NULL,
		.json = c->json,
	};
	struct update_report r = { .done = false };
	struct store_wait wait;
	struct nx_err err;
	enum nx_status st;

	complain_timed();
	st = check(c, &u, &err);
	if (st == NX_OK)
		st = wait_parse(c->wait, c->quiet, &wait, &u.wait, &err);
	if (st == NX_OK) {
		if (c->alerts != NULL && c->alerts[0] != '\0')
			u.feeds = c->alerts;
		u.stop = interrupt_catch(u.index);
		st = update_run(&u, &r, &err);
	}
	if (st != NX_OK && r.done)
		tell_untold(&u, st, &err);
	else
		interrupt_tell(st, &err, u.index);
	if (st != NX_OK)
		return (int)exit_code_of(st);
	if (c->json)
		json_report(&r);
	else if (!c->quiet)
		print_report(&r);
	return r.faults > 0 ? EXIT_PARTIAL : EXIT_DONE;
}
