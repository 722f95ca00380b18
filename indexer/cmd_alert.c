#include <fcntl.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "indexer/asking.h"
#include "indexer/commands.h"
#include "indexer/interrupt.h"
#include "indexer/upkeep.h"
#include "lib/base/exit.h"
#include "lib/base/json.h"
#include "lib/base/limits.h"
#include "lib/base/mem.h"
#include "lib/base/progress.h"
#include "lib/base/utf8.h"
#include "lib/index/ledger_alert.h"

struct alert_cmd {
	const char *index, *language, *wait;
	bool json;
};

#define AT(member) offsetof(struct alert_cmd, member)

const struct opt alert_opts[] = {
	{ 'i', "index", "FOLDER", OPT_STRING, AT(index), NULL,
	  "the index (default: $NEWSIDX_INDEX)" },
	{ 'l', "lang", "CODE", OPT_STRING, AT(language), NULL,
	  "add: language of the query's words (default: that of lang: in the "
	  "query, else the index's)" },
	{ 0, "wait", "SECONDS", OPT_MAYBE, AT(wait), NULL, WAIT_HELP },
	{ 0, "json", NULL, OPT_FLAG, AT(json), NULL,
	  "list: a line of JSON for each" },
	{ 0, NULL, NULL, OPT_FLAG, 0, NULL, NULL },
};
const size_t alert_size = sizeof(struct alert_cmd);

/* ---- list ----------------------------------------------------------------- */

struct listing {
	struct ledger *l;
	struct nx_err *err;
};

static enum nx_status list_json(void *ctx, const struct ledger_alert *a)
{
	const struct listing *s = ctx;
	char when[40];
	time_t added = (time_t)a->added;
	uint64_t pending;
	struct tm tm;
	struct json j;
	enum nx_status st = ledger_alert_pending(s->l, a->id, &pending, s->err);

	if (st != NX_OK)
		return st;
	strftime(when, sizeof when, "%Y-%m-%dT%H:%M:%SZ",
	         gmtime_r(&added, &tm));
	json_begin(&j, stdout);
	json_num(&j, "format_version", 1);
	json_text(&j, "name", a->name);
	json_text(&j, "query", a->query);
	if (a->language[0] != '\0')
		json_text(&j, "language", a->language);
	json_text(&j, "added", when);
	json_num(&j, "pending", pending);
	json_end(&j);
	return NX_OK;
}

static enum nx_status list_line(void *ctx, const struct ledger_alert *a)
{
	const struct listing *s = ctx;
	char n[PROGRESS_TEXT];
	uint64_t pending;
	enum nx_status st = ledger_alert_pending(s->l, a->id, &pending, s->err);
	char *query;

	if (st != NX_OK)
		return st;
	query = nx_strdup(a->query);
	utf8_tidy(query);
	printf("%s: %s", a->name, query);
	if (a->language[0] != '\0')
		printf("  --lang=%s", a->language);
	if (pending > 0)
		printf("  (%s article%s to be looked at)",
		       text_count(pending, n), pending == 1 ? "" : "s");
	putchar('\n');
	free(query);
	return NX_OK;
}

static enum nx_status list_all(const char *index, bool as_json,
                               struct nx_err *err)
{
	struct listing s = { .err = err };
	enum nx_status st = upkeep_ledger(&s.l, index, err);

	if (st == NX_OK)
		st = ledger_alerts(s.l, as_json ? list_json : list_line, &s,
		                   err);
	ledger_close(s.l);
	return st;
}

/* ---- add and remove ------------------------------------------------------- */

static char *query_of(const struct operands *o)
{
	struct buf b = BUF_INIT;

	for (size_t i = 2; i < o->n; i++)
		buf_addf(&b, "%s%s", i > 2 ? " " : "", o->v[i]);
	return b.p;
}

/* Whether it is a query: newsidx-query says if not, and why. */
static int check_query(const char *index, const char *language,
                       const char *query)
{
	const char *with[] = { "query", "--explain", "-i",  index, "--lang",
		               language, "--",       query, NULL };
	const char *without[] = { "query", "--explain", "-i", index,
		                  "--",    query,       NULL };
	int null = open("/dev/null", O_WRONLY | O_CLOEXEC);
	int code = null < 0 ? -1
	                    : asking_run(language != NULL ? with : without,
	                                 null, NULL);

	if (null >= 0)
		close(null);
	return code < 0 ? EXIT_FAILED : code;
}

static enum nx_status change(const char *index, const struct store_wait *wait,
                             const atomic_int *stop,
                             const struct ledger_alert *add,
                             const char *remove, struct nx_err *err)
{
	struct store store;
	enum nx_status st = store_open_look(&store, index, wait, err);

	if (st == NX_OK)
		st = store_go_on(&store, err);
	if (st != NX_OK)
		return st;
	st = ledger_begin(store.ledger, err);
	if (st == NX_OK)
		st = add != NULL
		             ? ledger_alert_add(store.ledger, add, err)
		             : ledger_alert_remove(store.ledger, remove, err);
	if (st == NX_OK)
		st = store_commit(&store, stop, err);
	store_close(&store);
	return st;
}

static int add(const struct alert_cmd *c, const char *index,
               const struct store_wait *wait, const atomic_int *stop,
               const struct operands *o)
{
	char *query = query_of(o);
	const struct ledger_alert a = {
		.name = o->v[1],
		.query = query,
		.language = c->language != NULL ? c->language : "",
		.added = (int64_t)time(NULL),
	};
	int code = check_query(index, c->language, query);
	struct nx_err err;
	enum nx_status st;

	if (code == EXIT_DONE) {
		st = change(index, wait, stop, &a, NULL, &err);
		interrupt_tell(st, &err, index);
		code = (int)exit_code_of(st);
	}
	free(query);
	return code;
}

/* ---- the command ---------------------------------------------------------- */

static enum nx_status check(const struct operands *o, const char *index,
                            struct nx_err *err)
{
	const char *verb = o->n > 0 ? o->v[0] : "";

	if (index == NULL)
		return nx_fail(err, NX_USAGE,
		               "which index? Give -i FOLDER or set "
		               "NEWSIDX_INDEX");
	if (strcmp(verb, "list") == 0)
		return o->n == 1 ? NX_OK
		                 : nx_fail(err, NX_USAGE,
		                           "list takes no operands");
	if (strcmp(verb, "add") != 0 && strcmp(verb, "remove") != 0)
		return nx_fail(err, NX_USAGE,
		               "newsidx alert is followed by list, add or "
		               "remove");
	if (strcmp(verb, "remove") == 0)
		return o->n == 2 ? NX_OK
		                 : nx_fail(err, NX_USAGE,
		                           "remove takes one name");
	if (o->n < 3)
		return nx_fail(err, NX_USAGE, "add takes a name and a query");
	if (!ledger_alert_name(o->v[1]))
		return nx_fail(err, NX_USAGE,
		               "an alert's name is that of a file too: up to "
		               "%d letters, digits, '_', '-' and '.', the "
		               "first of them a letter or digit; not '%s'",
		               LIMIT_ALERT_NAME, o->v[1]);
	return NX_OK;
}

int alert_main(const void *options, const struct operands *o)
{
	const struct alert_cmd *c = options;
	const char *index =
		c->index != NULL ? c->index : getenv("NEWSIDX_INDEX");
	const struct store_wait *w = NULL;
	const atomic_int *stop = NULL;
	struct store_wait wait;
	struct nx_err err;
	enum nx_status st = check(o, index, &err);

	if (st == NX_OK)
		st = wait_parse(c->wait, false, &wait, &w, &err);
	if (st == NX_OK && strcmp(o->v[0], "list") != 0)
		stop = interrupt_catch(index);
	if (st == NX_OK && strcmp(o->v[0], "add") == 0)
		return add(c, index, w, stop, o);
	if (st == NX_OK)
		st = strcmp(o->v[0], "list") == 0
		             ? list_all(index, c->json, &err)
		             : change(index, w, stop, NULL, o->v[1], &err);
	interrupt_tell(st, &err, index);
	return (int)exit_code_of(st);
}
