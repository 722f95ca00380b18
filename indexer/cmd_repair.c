#include <stdlib.h>

#include "indexer/commands.h"
#include "indexer/interrupt.h"
#include "indexer/repair.h"
#include "indexer/upkeep.h"
#include "lib/base/exit.h"
#include "lib/base/json.h"
#include "lib/base/progress.h"

struct repair_cmd {
	const char *index;
	bool json, quiet;
	uint64_t jobs, memory;
};

#define AT(member) offsetof(struct repair_cmd, member)

const struct opt repair_opts[] = {
	{ 'i', "index", "FOLDER", OPT_STRING, AT(index), NULL,
	  "the index (default: $NEWSIDX_INDEX)" },
	{ 'j', "jobs", "N", OPT_NUMBER, AT(jobs), NULL, JOBS_HELP },
	{ 0, "memory", "SIZE", OPT_BYTES, AT(memory), NULL, MEMORY_HELP },
	{ 0, "json", NULL, OPT_FLAG, AT(json), NULL,
	  "what was found and done as JSON, an object a line" },
	{ 'q', "quiet", NULL, OPT_FLAG, AT(quiet), NULL,
	  "no progress, and no word if nothing was wrong" },
	{ 0, NULL, NULL, OPT_FLAG, 0, NULL, NULL },
};
const size_t repair_size = sizeof(struct repair_cmd);

static void json_report(const struct repair_report *r)
{
	struct json j;

	json_begin(&j, stdout);
	json_text(&j, "kind", "totals");
	json_num(&j, "faults", r->found.faults);
	json_bool(&j, "stub", r->stub);
	json_bool(&j, "checksums", r->sums);
	json_bool(&j, "ledger", r->ledger);
	json_num(&j, "segments", r->segments);
	json_num(&j, "read", r->read);
	json_num(&j, "salvaged", r->salvaged);
	json_num(&j, "lost", r->lost);
	json_num(&j, "gone", r->strays);
	if (r->aside.len > 0)
		json_text(&j, "aside", r->aside.p);
	json_real(&j, "seconds", r->seconds);
	json_end(&j);
}

static void line(uint64_t n, const char *one, const char *many)
{
	char text[PROGRESS_TEXT];

	if (n > 0)
		printf("%s article%s\n", text_count(n, text),
		       n == 1 ? one : many);
}

static void print_report(const struct repair_report *r, const char *index)
{
	if (r->stub)
		printf("The list of segments was written again.\n");
	if (r->sums)
		printf("Checksums were made again.\n");
	if (r->ledger)
		printf("The ledger and all segments were made again.\n");
	else if (r->segments > 0)
		printf("%llu segment%s made again.\n",
		       (unsigned long long)r->segments,
		       r->segments == 1 ? " was" : "s were");
	line(r->read, " was read again from its archive",
	     "s were read again from their archives");
	line(r->salvaged, " was taken from what was left of the index",
	     "s were taken from what was left of the index");
	line(r->lost, " is lost: see 'newsidx ledger --failed'",
	     "s are lost: see 'newsidx ledger --failed'");
	line(r->strays, " is not in its archive any more",
	     "s are not in their archives any more");
	if (r->aside.len > 0)
		printf("What was damaged is in %s.\n", r->aside.p);
	if (r->found.faults == 0)
		printf("%s is sound: nothing to do\n", index);
	else
		printf("%s is sound, after %.1f s\n", index, r->seconds);
}

int repair_main(const void *options, const struct operands *o)
{
	const struct repair_cmd *c = options;
	struct build_options b = {
		.paths = o->v,
		.memory = c->memory,
		.progress = !c->quiet,
	};
	struct repair_report r;
	enum nx_status st;
	struct nx_err err;

	b.index = upkeep_index("repair", c->index, o, SIZE_MAX);
	if (b.index == NULL)
		return EXIT_USAGE;
	st = means_check(c->jobs, c->memory, &b.jobs, &err);
	if (st != NX_OK) {
		complain("%s", err.msg);
		return exit_code_of(st);
	}
	b.walk.stop = interrupt_catch(b.index);
	st = repair_run(&b, &r, &err);
	upkeep_tell(&r.found, c->json, c->quiet);
	interrupt_tell(st, &err, b.index);
	if (st != NX_OK && r.aside.len > 0)
		complain("what was damaged is in %s", r.aside.p);
	if (st == NX_OK && c->json)
		json_report(&r);
	else if (st == NX_OK && (!c->quiet || r.found.faults > 0))
		print_report(&r, b.index);
	if (st == NX_OK && r.lost > 0)
		st = NX_DAMAGED;
	repair_release(&r);
	return st == NX_DAMAGED ? EXIT_PARTIAL : (int)exit_code_of(st);
}
