#include <stdlib.h>

#include "indexer/commands.h"
#include "indexer/interrupt.h"
#include "indexer/optimize.h"
#include "indexer/upkeep.h"
#include "lib/base/exit.h"
#include "lib/base/json.h"
#include "lib/base/progress.h"

struct optimize_cmd {
	const char *index;
	bool json, quiet;
};

#define AT(member) offsetof(struct optimize_cmd, member)

const struct opt optimize_opts[] = {
	{ 'i', "index", "FOLDER", OPT_STRING, AT(index), NULL,
	  "the index (default: $NEWSIDX_INDEX)" },
	{ 0, "json", NULL, OPT_FLAG, AT(json), NULL,
	  "what was done as a JSON object" },
	{ 'q', "quiet", NULL, OPT_FLAG, AT(quiet), NULL, "no summary" },
	{ 0, NULL, NULL, OPT_FLAG, 0, NULL, NULL },
};
const size_t optimize_size = sizeof(struct optimize_cmd);

static void json_report(const struct optimize_report *r)
{
	struct json j;

	json_begin(&j, stdout);
	json_bool(&j, "merged", r->merged);
	json_num(&j, "segments_before", r->segments);
	json_num(&j, "bytes_before", r->bytes_before);
	json_num(&j, "bytes_after", r->bytes_after);
	json_real(&j, "seconds", r->seconds);
	json_end(&j);
}

static void print_report(const struct optimize_report *r, const char *index)
{
	char n[3][PROGRESS_TEXT];
	bool less = r->bytes_after < r->bytes_before;

	if (!r->merged) {
		printf("%s has one segment: nothing to do\n", index);
		return;
	}
	if (r->segments > 1)
		printf("%s: %llu segments are one", index,
		       (unsigned long long)r->segments);
	else
		printf("%s: without what was deleted", index);
	printf(", %s instead of %s", text_bytes(r->bytes_after, n[0]),
	       text_bytes(r->bytes_before, n[1]));
	if (less)
		printf(" (%s saved)",
		       text_bytes(r->bytes_before - r->bytes_after, n[2]));
	printf(", in %.1f s\n", r->seconds);
}

int optimize_main(const void *options, const struct operands *o)
{
	const struct optimize_cmd *c = options;
	const char *index = upkeep_index("optimize", c->index, o, 0);
	struct optimize_report r;
	enum nx_status st;
	struct nx_err err;

	if (index == NULL)
		return EXIT_USAGE;
	st = optimize_run(index, interrupt_catch(index), &r, &err);
	interrupt_tell(st, &err, index);
	if (st == NX_OK && c->json)
		json_report(&r);
	else if (st == NX_OK && !c->quiet)
		print_report(&r, index);
	return (int)exit_code_of(st);
}
