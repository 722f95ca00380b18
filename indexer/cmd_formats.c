#include <stdio.h>

#include "corpus/format.h"
#include "indexer/commands.h"
#include "lib/base/exit.h"
#include "lib/base/json.h"

struct formats_cmd {
	bool json;
};

const struct opt formats_opts[] = {
	{ 0, "json", NULL, OPT_FLAG, offsetof(struct formats_cmd, json), NULL,
	  "one JSON object a line" },
	{ 0, NULL, NULL, OPT_FLAG, 0, NULL, NULL },
};
const size_t formats_size = sizeof(struct formats_cmd);

int formats_main(const void *options, const struct operands *o)
{
	const struct formats_cmd *c = options;

	if (o->n > 0) {
		complain("formats takes no operands");
		return EXIT_USAGE;
	}
	for (size_t i = 0; formats[i] != NULL; i++) {
		struct json j;

		if (!c->json) {
			printf("%-14s %s\n", formats[i]->name,
			       formats[i]->summary);
			continue;
		}
		json_begin(&j, stdout);
		json_text(&j, "name", formats[i]->name);
		json_text(&j, "summary", formats[i]->summary);
		json_bool(&j, "collection",
		          (formats[i]->flags & FORMAT_COLLECTION) != 0);
		json_end(&j);
	}
	return EXIT_DONE;
}
