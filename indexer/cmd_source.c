#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "indexer/commands.h"
#include "indexer/interrupt.h"
#include "indexer/sources.h"
#include "indexer/upkeep.h"
#include "lib/base/exit.h"
#include "lib/base/json.h"
#include "lib/base/mem.h"

struct source_cmd {
	const char *index, *format, *wait;
	struct opt_list include, exclude;
	bool json;
};

#define AT(member) offsetof(struct source_cmd, member)

const struct opt source_opts[] = {
	{ 'i', "index", "FOLDER", OPT_STRING, AT(index), NULL,
	  "the index (default: $NEWSIDX_INDEX)" },
	{ 0, "include", "GLOB", OPT_LIST, AT(include), NULL,
	  "add: read only members that match" },
	{ 0, "exclude", "GLOB", OPT_LIST, AT(exclude), NULL,
	  "add: pass over members that match" },
	{ 0, "format", "NAME", OPT_STRING, AT(format), NULL,
	  "add: read every member as this format" },
	{ 0, "wait", "SECONDS", OPT_MAYBE, AT(wait), NULL, WAIT_HELP },
	{ 0, "json", NULL, OPT_FLAG, AT(json), NULL,
	  "list: a line of JSON for each" },
	{ 0, NULL, NULL, OPT_FLAG, 0, NULL, NULL },
};
const size_t source_size = sizeof(struct source_cmd);

/* ---- list
 * -------------------------------------------------------------------- */

static void list_one(const struct sources *s, const struct source *src,
                     bool as_json)
{
	char *all = path_absolute(s->directory, src->path);
	bool there = access(all, F_OK) == 0;
	struct json j;

	if (as_json) {
		json_begin(&j, stdout);
		json_num(&j, "format_version", 1);
		json_text(&j, "path", all);
		json_text(&j, "name", src->name);
		json_text(&j, "options", src->options);
		json_bool(&j, "there", there);
		json_end(&j);
	} else {
		printf("%s", all);
		for (const char *p = src->options; *p != '\0'; p++)
			if (p == src->options || p[-1] == '\n')
				printf("  --%.*s", (int)strcspn(p, "\n"), p);
		printf("%s\n", there ? "" : "  (not there)");
	}
	free(all);
}

/* ---- add and remove
 * ------------------------------------------------------------ */

/* The source that the path means, or NULL. */
static const struct source *find(const struct sources *s, const char *all)
{
	const struct source *hit = NULL;

	for (size_t i = 0; hit == NULL && i < s->n; i++) {
		char *is = path_absolute(s->directory, s->v[i].path);

		if (strcmp(is, all) == 0)
			hit = &s->v[i];
		free(is);
	}
	return hit;
}

static bool has_name(const struct sources *s, const char *name)
{
	for (size_t i = 0; i < s->n; i++)
		if (strcmp(s->v[i].name, name) == 0)
			return true;
	return false;
}

/* It is known by its last name, unless another source is. */
static enum nx_status add(struct ledger *l, const struct sources *s,
                          const char *all, const struct walk_options *o,
                          struct nx_err *err)
{
	struct buf options = BUF_INIT;
	const char *name = strrchr(all, '/') + 1;
	enum nx_status st;

	if (find(s, all) != NULL)
		return nx_fail(err, NX_EXISTS, "%s is a source already", all);
	if (access(all, R_OK) != 0)
		return nx_fail_errno(err, "cannot read %s", all);
	source_options(o, &options);
	st = ledger_source_add(
		l, all, name[0] == '\0' || has_name(s, name) ? all : name,
		buf_str(&options), err);
	buf_release(&options);
	return st;
}

static enum nx_status drop(struct ledger *l, const struct sources *s,
                           const char *all, struct nx_err *err)
{
	const struct source *src = find(s, all);
	struct ledger_source row;

	if (src == NULL)
		return nx_fail(err, NX_NOTFOUND,
		               "%s is no source; 'newsidx source list' tells "
		               "which there are",
		               all);
	row = (struct ledger_source){ src->id, src->path, src->name,
		                      src->options, src->gone };
	return ledger_source_remove(l, &row, err);
}

/* Sources are loaded anew for each, since each may change them. */
static enum nx_status change(struct ledger *l, bool adds,
                             const char *const *paths,
                             const struct walk_options *o, struct nx_err *err)
{
	char *here = working_folder(err);
	enum nx_status st = here != NULL ? ledger_begin(l, err) : NX_IO;

	for (; st == NX_OK && *paths != NULL; paths++) {
		struct sources s = SOURCES_INIT;
		char *all = path_absolute(here, *paths);

		st = sources_load(&s, l, err);
		if (st == NX_OK)
			st = adds ? add(l, &s, all, o, err)
			          : drop(l, &s, all, err);
		sources_release(&s);
		free(all);
	}
	free(here);
	return st;
}

/* ---- the command
 * --------------------------------------------------------------- */

static enum nx_status check(const struct source_cmd *c,
                            const struct operands *o, const char *index,
                            struct walk_options *w, struct nx_err *err)
{
	const char *verb = o->n > 0 ? o->v[0] : "";
	bool lists = strcmp(verb, "list") == 0;

	if (index == NULL)
		return nx_fail(err, NX_USAGE,
		               "which index? Give -i FOLDER or set "
		               "NEWSIDX_INDEX");
	if (!lists && strcmp(verb, "add") != 0 && strcmp(verb, "remove") != 0)
		return nx_fail(err, NX_USAGE,
		               "newsidx source is followed by list, add or "
		               "remove");
	if (lists == (o->n > 1))
		return nx_fail(err, NX_USAGE,
		               lists ? "list takes no paths"
		                     : "%s takes one path or more",
		               verb);
	if (c->format != NULL && (w->format = format_find(c->format)) == NULL)
		return nx_fail(err, NX_USAGE,
		               "there is no format '%s'; 'newsidx formats' "
		               "lists them",
		               c->format);
	w->include = c->include.n > 0 ? c->include.v : NULL;
	w->exclude = c->exclude.n > 0 ? c->exclude.v : NULL;
	return NX_OK;
}

static enum nx_status list_all(const char *index, bool as_json,
                               struct nx_err *err)
{
	struct sources s = SOURCES_INIT;
	struct ledger *l = NULL;
	enum nx_status st = upkeep_ledger(&l, index, err);

	if (st == NX_OK)
		st = sources_load(&s, l, err);
	for (size_t i = 0; st == NX_OK && i < s.n; i++)
		list_one(&s, &s.v[i], as_json);
	sources_release(&s);
	ledger_close(l);
	return st;
}

static enum nx_status change_index(const char *index,
                                   const struct store_wait *wait,
                                   const atomic_int *stop, bool adds,
                                   const char *const *paths,
                                   const struct walk_options *o,
                                   struct nx_err *err)
{
	struct store store;
	enum nx_status st = store_open_look(&store, index, wait, err);

	if (st == NX_OK)
		st = store_go_on(&store, err);
	if (st != NX_OK)
		return st;
	st = change(store.ledger, adds, paths, o, err);
	if (st == NX_OK)
		st = store_commit(&store, stop, err);
	store_close(&store);
	return st;
}

int source_main(const void *options, const struct operands *o)
{
	const struct source_cmd *c = options;
	const char *index =
		c->index != NULL ? c->index : getenv("NEWSIDX_INDEX");
	const struct store_wait *w;
	const atomic_int *stop;
	struct walk_options walk = { .format = NULL };
	struct store_wait wait;
	struct nx_err err;
	enum nx_status st = check(c, o, index, &walk, &err);

	if (st == NX_OK)
		st = wait_parse(c->wait, false, &wait, &w, &err);
	if (st == NX_OK) {
		stop = interrupt_catch(index);
		st = strcmp(o->v[0], "list") == 0
		             ? list_all(index, c->json, &err)
		             : change_index(index, w, stop,
		                            strcmp(o->v[0], "add") == 0,
		                            o->v + 1, &walk, &err);
	}
	interrupt_tell(st, &err, index);
	return (int)exit_code_of(st);
}
