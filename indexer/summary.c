#include "indexer/summary.h"

#include <stdio.h>

#include "lib/base/progress.h"

/* Reasons for skipping that are listed; of the rest only how many. */
#define REASONS_MAX 20

static void print_not_indexed(const struct ledger_totals *t)
{
	const struct {
		uint64_t n;
		const char *what;
	} v[] = {
		{ t->duplicate, "duplicate" },
		{ t->superseded, "superseded by a newer version" },
		{ t->skipped, "no article" },
		{ t->failed, "failed" },
	};
	const char *lead = "Not indexed: ";
	char n[PROGRESS_TEXT];

	for (size_t i = 0; i < sizeof v / sizeof v[0]; i++)
		if (v[i].n > 0) {
			printf("%s%s %s", lead, text_count(v[i].n, n),
			       v[i].what);
			lead = ", ";
		}
	if (lead[0] == ',')
		printf(".\n");
}

/* "3 members", "1 member". */
static void put_number(const char *lead, uint64_t n, const char *what)
{
	char text[PROGRESS_TEXT];

	printf("%s%s %s%s", lead, text_count(n, text), what,
	       n == 1 ? "" : "s");
}

static void print_members(const struct ledger_totals *t)
{
	put_number("Read ",
	           t->members - t->members_skipped - t->members_failed -
	                   t->containers,
	           "member");
	put_number(" of ", t->archives, "archive");
	if (t->members_skipped > 0)
		put_number("; skipped ", t->members_skipped, "member");
	if (t->members_failed > 0)
		put_number("; could not read ", t->members_failed, "member");
	if (t->members_damaged > 0) {
		put_number("; ", t->members_damaged, "member");
		printf(" broke off");
	}
	if (t->archives_damaged > 0) {
		put_number("; ", t->archives_damaged, "archive");
		printf(" failed or broke off");
	}
	printf(".\n");
}

/* ---- the table --------------------------------------------------------- */

enum nx_status summary_format(void *ctx, const struct ledger_format *f)
{
	struct summary *s = ctx;
	const char *name = f->format;
	char n[6][PROGRESS_TEXT];

	if (s->formats.len == 0)
		buf_addf(&s->formats, "%-14s %10s %10s %10s %10s %10s %8s %9s\n",
		         "format", "members", "articles", "duplicate",
		         "superseded", "skipped", "failed", "MB");
	if (name[0] == '\0')
		name = "(not read)";
	else if (name[0] == '-')
		name = "(archives)";
	buf_addf(&s->formats, "%-14s %10s %10s %10s %10s %10s %8s %9.1f\n", name,
	         text_count(f->members, n[0]), text_count(f->indexed, n[1]),
	         text_count(f->duplicate, n[2]),
	         text_count(f->superseded, n[3]), text_count(f->skipped, n[4]),
	         text_count(f->failed, n[5]), (double)f->bytes / 1e6);
	return NX_OK;
}

enum nx_status summary_reason(void *ctx, const char *reason, uint64_t records,
                              uint64_t members)
{
	struct summary *s = ctx;
	char n[PROGRESS_TEXT];

	if (s->n_reasons++ >= REASONS_MAX)
		return NX_OK;
	if (records > 0)
		buf_addf(&s->reasons, "%12s %s  %s\n", text_count(records, n),
		         records == 1 ? "record " : "records", reason);
	if (members > 0)
		buf_addf(&s->reasons, "%12s %s  %s\n", text_count(members, n),
		         members == 1 ? "member " : "members", reason);
	return NX_OK;
}

void summary_release(struct summary *s)
{
	buf_release(&s->formats);
	buf_release(&s->reasons);
}

/* ---- the whole --------------------------------------------------------- */

static void print_faults(const struct build_report *r, const char *index)
{
	if (r->faults > 0 && index != NULL)
		printf("'newsidx ledger -i %s --failed' tells what went "
		       "wrong.\n",
		       index);
}

void summary_print(const struct summary *s, const struct build_report *r,
                   const char *index)
{
	char n[PROGRESS_TEXT], text[PROGRESS_TEXT], rate[PROGRESS_TEXT];
	double sec = r->seconds > 0.001 ? r->seconds : 0.001;

	printf("%s %s article%s (%s of text) in %.1f s, %s/s",
	       index == NULL ? "Would index" : "Indexed",
	       text_count(r->totals.indexed, n),
	       r->totals.indexed == 1 ? "" : "s",
	       text_bytes(r->text_bytes, text), r->seconds,
	       text_bytes((uint64_t)((double)r->text_bytes / sec), rate));
	if (index != NULL)
		printf("; the index takes %s",
		       text_bytes(r->index_bytes, text));
	printf(".\n");
	print_members(&r->totals);
	print_not_indexed(&r->totals);
	print_faults(r, index);
	if (s->formats.len > 0)
		printf("\n%s", s->formats.p);
	if (s->reasons.len > 0)
		printf("\nSkipped:\n%s", s->reasons.p);
	if (s->n_reasons > REASONS_MAX)
		printf("%12s for other reasons\n", "more");
}

void summary_print_retry(const struct build_report *r, const char *index)
{
	if (r->retried == 0 && r->gone == 0) {
		printf("Nothing that failed is to be read again.\n");
		return;
	}
	put_number("Read ", r->retried, "archive");
	printf(" again");
	put_number(": ", r->added, "new article");
	put_number(", ", r->unchanged, "unchanged one");
	if (r->gone > 0)
		put_number("; not there any more: ", r->gone, "archive");
	printf(".\n");
	print_faults(r, index);
}
