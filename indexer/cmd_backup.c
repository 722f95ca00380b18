#include <stdlib.h>

#include "indexer/backup.h"
#include "indexer/commands.h"
#include "indexer/interrupt.h"
#include "indexer/upkeep.h"
#include "lib/base/exit.h"
#include "lib/base/json.h"
#include "lib/base/progress.h"

struct backup_cmd {
	const char *index;
	bool json, quiet;
};

#define AT(member) offsetof(struct backup_cmd, member)

const struct opt backup_opts[] = {
	{ 'i', "index", "FOLDER", OPT_STRING, AT(index), NULL,
	  "the index (default: $NEWSIDX_INDEX)" },
	{ 0, "json", NULL, OPT_FLAG, AT(json), NULL,
	  "what was done as a JSON object" },
	{ 'q', "quiet", NULL, OPT_FLAG, AT(quiet), NULL, "no summary" },
	{ 0, NULL, NULL, OPT_FLAG, 0, NULL, NULL },
};
const size_t backup_size = sizeof(struct backup_cmd);

static void json_report(const struct backup_report *r)
{
	struct json j;

	json_begin(&j, stdout);
	json_bool(&j, "renewed", r->renewed);
	json_num(&j, "articles", r->articles);
	json_num(&j, "segments", r->segments);
	json_num(&j, "segments_copied", r->copied);
	json_num(&j, "bytes", r->bytes);
	json_num(&j, "bytes_copied", r->bytes_copied);
	json_real(&j, "seconds", r->seconds);
	json_end(&j);
}

static void print_report(const struct backup_report *r, const char *dest)
{
	char n[3][PROGRESS_TEXT];

	printf("%s: %s articles in %llu segment%s, %s; %s of it copied", dest,
	       text_count(r->articles, n[0]), (unsigned long long)r->segments,
	       r->segments == 1 ? "" : "s", text_bytes(r->bytes, n[1]),
	       text_bytes(r->bytes_copied, n[2]));
	printf(", in %.1f s\n", r->seconds);
}

int backup_main(const void *options, const struct operands *o)
{
	const struct backup_cmd *c = options;
	const char *index = upkeep_index("backup", c->index, o, 1);
	struct backup_report r;
	enum nx_status st;
	struct nx_err err;

	if (index == NULL)
		return EXIT_USAGE;
	if (o->n == 0) {
		complain("where to? Name a folder that is to be the backup");
		return EXIT_USAGE;
	}
	st = backup_run(index, o->v[0], interrupt_catch(o->v[0]), &r, &err);
	interrupt_tell(st, &err, o->v[0]);
	if (st == NX_OK && c->json)
		json_report(&r);
	else if (st == NX_OK && !c->quiet)
		print_report(&r, o->v[0]);
	return (int)exit_code_of(st);
}
