#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "corpus/article.h"
#include "indexer/commands.h"
#include "indexer/upkeep.h"
#include "lib/base/exit.h"
#include "lib/base/json.h"
#include "lib/base/mem.h"
#include "lib/base/progress.h"
#include "lib/base/utf8.h"
#include "lib/index/ledger.h"
#include "lib/index/store.h"

struct ledger_cmd {
	const char *index, *archive;
	bool records, skipped, failed, repaired, json;
};

#define AT(member) offsetof(struct ledger_cmd, member)

const struct opt ledger_opts[] = {
	{ 'i', "index", "FOLDER", OPT_STRING, AT(index), NULL,
	  "the index (default: $NEWSIDX_INDEX)" },
	{ 0, "records", NULL, OPT_FLAG, AT(records), NULL,
	  "also every record that was not indexed" },
	{ 0, "skipped", NULL, OPT_FLAG, AT(skipped), NULL,
	  "only what was skipped" },
	{ 0, "failed", NULL, OPT_FLAG, AT(failed), NULL,
	  "only what failed or was damaged" },
	{ 0, "repaired", NULL, OPT_FLAG, AT(repaired), NULL,
	  "only articles in which something was mended" },
	{ 0, "archive", "GLOB", OPT_STRING, AT(archive), NULL,
	  "only archives whose path or name matches" },
	{ 0, "json", NULL, OPT_FLAG, AT(json), NULL,
	  "one JSON object a line" },
	{ 0, NULL, NULL, OPT_FLAG, 0, NULL, NULL },
};
const size_t ledger_size = sizeof(struct ledger_cmd);

static void print_repairs(unsigned repairs)
{
	const char *lead = "";

	for (unsigned i = 0; i < REPAIRS; i++)
		if ((repairs >> i & 1) != 0) {
			printf("%s%s", lead, repair_names[i]);
			lead = " ";
		}
}

/* ---- for people ------------------------------------------------------- */

static void print_member(const struct ledger_row *r)
{
	char n[PROGRESS_TEXT];

	printf("  %-10s %s", outcome_name(r->outcome), r->member);
	if (r->outcome == OUTCOME_READ || r->outcome == OUTCOME_DAMAGED ||
	    r->outcome == OUTCOME_KEPT)
		printf("  %s: %s of %llu indexed",
		       *r->format != '\0' ? r->format : "archive",
		       text_count(r->indexed, n),
		       (unsigned long long)r->records);
	if (r->unchanged > 0)
		printf(", %s unchanged", text_count(r->unchanged, n));
	if (*r->reason != '\0')
		printf("  (%s)", r->reason);
	printf("\n");
}

static const char *repair_name(unsigned what)
{
	return what < REPAIRS ? repair_names[what] : "unknown";
}

static void print_mended(const struct ledger_row *r)
{
	char n[PROGRESS_TEXT];

	printf("  mended     %s%s%s  %s time%s\n",
	       r->member != NULL ? r->member : "",
	       r->member != NULL && *r->member != '\0' ? "  " : "",
	       repair_name(r->what), text_count(r->times, n),
	       r->times == 1 ? "" : "s");
}

static void print_record(const struct ledger_row *r)
{
	printf("  %-10s %s  record %llu", outcome_name(r->outcome), r->member,
	       (unsigned long long)r->record);
	if (r->repairs != 0) {
		printf("  mended: ");
		print_repairs(r->repairs);
	}
	if (*r->reason != '\0')
		printf("  (%s)", r->reason);
	printf("\n");
}

/* The name of a file on disk may hold anything. */
static void print_archive(const struct ledger_row *r)
{
	char *name = nx_strdup(r->archive);

	utf8_tidy(name);
	printf("%s", name);
	if (r->kind == ROW_ARCHIVE && r->outcome != OUTCOME_READ)
		printf("  %s (%s)", outcome_name(r->outcome), r->reason);
	else if (r->kind == ROW_ARCHIVE && *r->reason != '\0')
		printf("  (%s)", r->reason);
	printf("\n");
	free(name);
}

struct listing {
	struct buf archive; /* the one whose heading was printed last */
	bool json;
};

static void print_row(struct listing *l, const struct ledger_row *r)
{
	bool heading = strcmp(buf_str(&l->archive), r->archive) != 0;

	if (heading)
		buf_sets(&l->archive, r->archive);
	if (heading || r->kind == ROW_ARCHIVE)
		print_archive(r);
	if (r->kind == ROW_MEMBER)
		print_member(r);
	else if (r->kind == ROW_RECORD)
		print_record(r);
	else if (r->kind == ROW_MENDED)
		print_mended(r);
}

static void print_totals(const struct ledger_totals *t)
{
	const struct {
		uint64_t n;
		const char *what;
		bool first; /* of its line: a noun, and told when 0 */
	} v[] = {
		{ t->records, "record", true },
		{ t->indexed, "indexed", false },
		{ t->duplicate, "duplicate", false },
		{ t->superseded, "superseded", false },
		{ t->skipped, "no article", false },
		{ t->failed, "failed", false },
		{ t->members, "member", true },
		{ t->members_skipped, "skipped", false },
		{ t->members_failed, "failed", false },
		{ t->members_damaged, "damaged", false },
		{ t->containers, "opened as archive", false },
		{ t->archives, "archive", true },
		{ t->archives_damaged, "failed or damaged", false },
	};
	char n[PROGRESS_TEXT];

	for (size_t i = 0; i < sizeof v / sizeof v[0]; i++)
		if (v[i].first || v[i].n > 0)
			printf("%s%s %s%s", v[i].first ? "\n" : ", ",
			       text_count(v[i].n, n), v[i].what,
			       v[i].first && v[i].n != 1 ? "s" : "");
	printf("\n");
	for (unsigned i = 0; i < REPAIRS; i++)
		if (t->repaired[i] > 0)
			printf("mended in %s article%s: %s\n",
			       text_count(t->repaired[i], n),
			       t->repaired[i] == 1 ? "" : "s",
			       repair_names[i]);
	for (unsigned i = 0; i < REPAIRS; i++)
		if (t->mended[i] > 0)
			printf("mended %s time%s in members: %s\n",
			       text_count(t->mended[i], n),
			       t->mended[i] == 1 ? "" : "s", repair_names[i]);
	if (t->members != t->listed_members)
		printf("The archives list %s members: the ledger is not "
		       "complete.\n",
		       text_count(t->listed_members, n));
	if (t->records != t->listed)
		printf("The members counted %s records: the ledger is not "
		       "complete.\n",
		       text_count(t->listed, n));
}

/* ---- for programs ----------------------------------------------------- */

static void json_sha256(struct json *j, const unsigned char *sha256)
{
	struct buf hex = BUF_INIT;

	buf_add_hex(&hex, sha256, LEDGER_SHA256);
	json_text(j, "sha256", hex.p);
	buf_release(&hex);
}

static void json_row(const struct ledger_row *r)
{
	static const char *const kind[] = { "archive", "member", "record",
		                            "mended" };
	struct json j;

	json_begin(&j, stdout);
	json_text(&j, "kind", kind[r->kind]);
	json_text(&j, "archive", r->archive);
	if (r->member != NULL)
		json_text(&j, "member", r->member);
	json_text(&j, "outcome", outcome_name(r->outcome));
	if (*r->reason != '\0')
		json_text(&j, "reason", r->reason);
	if (*r->format != '\0')
		json_text(&j, "format", r->format);
	if (r->kind == ROW_MEMBER) {
		json_num(&j, "bytes", r->bytes);
		json_num(&j, "records", r->records);
		json_num(&j, "indexed", r->indexed);
		if (r->unchanged > 0)
			json_num(&j, "unchanged", r->unchanged);
		if (r->sha256 != NULL)
			json_sha256(&j, r->sha256);
	}
	if (r->kind == ROW_MENDED) {
		json_text(&j, "what", repair_name(r->what));
		json_num(&j, "times", r->times);
	}
	if (r->kind == ROW_RECORD) {
		json_num(&j, "record", r->record);
		json_num(&j, "offset", r->offset);
	}
	if (r->repairs != 0) {
		json_open(&j, "repairs", '[');
		for (unsigned i = 0; i < REPAIRS; i++)
			if ((r->repairs >> i & 1) != 0)
				json_text(&j, NULL, repair_names[i]);
		json_close(&j);
	}
	json_end(&j);
}

static void json_totals(const struct ledger_totals *t)
{
	struct json j;

	json_begin(&j, stdout);
	json_text(&j, "kind", "totals");
	json_num(&j, "archives", t->archives);
	json_num(&j, "archives_damaged", t->archives_damaged);
	json_num(&j, "members", t->members);
	json_num(&j, "members_skipped", t->members_skipped);
	json_num(&j, "members_failed", t->members_failed);
	json_num(&j, "members_damaged", t->members_damaged);
	json_num(&j, "containers", t->containers);
	json_num(&j, "records", t->records);
	json_num(&j, "indexed", t->indexed);
	json_num(&j, "duplicate", t->duplicate);
	json_num(&j, "superseded", t->superseded);
	json_num(&j, "skipped", t->skipped);
	json_num(&j, "failed", t->failed);
	json_open(&j, "repaired", '{');
	for (unsigned i = 0; i < REPAIRS; i++)
		json_num(&j, repair_names[i], t->repaired[i]);
	json_close(&j);
	json_open(&j, "mended", '{');
	for (unsigned i = 0; i < REPAIRS; i++)
		json_num(&j, repair_names[i], t->mended[i]);
	json_end(&j);
}

/* ---- the command ------------------------------------------------------ */

static enum nx_status on_row(void *ctx, const struct ledger_row *r)
{
	struct listing *l = ctx;

	if (l->json)
		json_row(r);
	else
		print_row(l, r);
	return ferror(stdout) ? NX_END : NX_OK;
}

static enum nx_status report(const struct ledger_cmd *c, struct ledger *l,
                             struct nx_err *err)
{
	enum ledger_filter f = c->failed     ? LEDGER_FAILED
	                       : c->skipped  ? LEDGER_SKIPPED
	                       : c->repaired ? LEDGER_REPAIRED
	                       : c->records  ? LEDGER_RECORDS
	                                     : LEDGER_ALL;
	bool all = f == LEDGER_ALL || f == LEDGER_RECORDS;
	struct listing list = { .archive = BUF_INIT, .json = c->json };
	struct ledger_totals t;
	enum nx_status st = ledger_rows(l, f, c->archive, on_row, &list, err);

	if (st == NX_OK && all && c->archive == NULL) {
		st = ledger_totals(l, &t, err);
		if (st == NX_OK && c->json)
			json_totals(&t);
		else if (st == NX_OK)
			print_totals(&t);
	}
	buf_release(&list.archive);
	return st;
}

int ledger_main(const void *options, const struct operands *o)
{
	const struct ledger_cmd *c = options;
	const char *index =
	        c->index != NULL ? c->index : getenv("NEWSIDX_INDEX");
	struct ledger *l = NULL;
	enum nx_status st;
	struct nx_err err;

	if (o->n > 0 || index == NULL) {
		complain(o->n > 0 ? "ledger takes no operands"
		                  : "which index? Give -i FOLDER or set "
		                    "NEWSIDX_INDEX");
		return EXIT_USAGE;
	}
	st = upkeep_ledger(&l, index, &err);
	if (st == NX_OK)
		st = report(c, l, &err);
	if (st != NX_OK && st != NX_END)
		complain("%s", err.msg);
	ledger_close(l);
	return (int)exit_code_of(st);
}
