#include "indexer/upkeep.h"

#include <stdio.h>
#include <stdlib.h>

#include "lib/base/json.h"
#include "lib/base/mem.h"
#include "lib/base/utf8.h"
#include "lib/index/store.h"

const char *upkeep_index(const char *command, const char *option,
                         const struct operands *o, size_t most)
{
	const char *index = option != NULL ? option : getenv("NEWSIDX_INDEX");

	if (o->n > most) {
		if (most == 0)
			complain("%s takes no operands", command);
		else
			complain("%s takes one operand", command);
		return NULL;
	}
	if (index == NULL)
		complain("which index? Give -i FOLDER or set NEWSIDX_INDEX");
	return index;
}

static enum nx_status any_segment(void *ctx, const struct ledger_segment *seg)
{
	(void)seg;
	*(bool *)ctx = true;
	return NX_OK;
}

/* A first build that did not come to its end leaves a ledger, but no index. */
enum nx_status upkeep_ledger(struct ledger **l, const char *index,
                             struct nx_err *err)
{
	char *path = nx_format("%s/" STORE_LEDGER, index);
	enum nx_status st = ledger_open(l, path, LEDGER_READ, err);
	bool any = false;

	free(path);
	if (st == NX_OK)
		st = ledger_segments(*l, any_segment, &any, err);
	if (st == NX_NOTFOUND || (st == NX_OK && !any))
		st = nx_fail(err, NX_NOTFOUND, "there is no index at %s",
		             index);
	return st;
}

static void tell_json(const struct finding *f)
{
	struct json j;

	json_begin(&j, stdout);
	json_text(&j, "kind", f->kind == HEALTH_NOTE ? "note" : "fault");
	if (f->kind != HEALTH_NOTE)
		json_text(&j, "what", health_name(f->kind));
	if (f->segment != 0)
		json_num(&j, "segment", (uint64_t)f->segment);
	json_text(&j, "message", f->text);
	json_end(&j);
}

static void tell_line(const struct finding *f)
{
	char *text = nx_strdup(f->text);

	utf8_tidy(text);
	if (f->segment != 0)
		printf("segment %06lld: %s\n", (long long)f->segment, text);
	else
		printf("%s: %s\n", health_name(f->kind), text);
	free(text);
}

void upkeep_tell(const struct health *h, bool json, bool quiet)
{
	for (size_t i = 0; i < h->n; i++) {
		if (h->v[i].kind == HEALTH_NOTE && quiet)
			continue;
		if (json)
			tell_json(&h->v[i]);
		else
			tell_line(&h->v[i]);
	}
	if (h->untold > 0 && !json)
		printf("%llu more like these\n", (unsigned long long)h->untold);
}
