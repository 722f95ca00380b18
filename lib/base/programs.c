#include "lib/base/programs.h"

#include <string.h>

#include "lib/base/edits.h"
#include "lib/base/options.h"

#define INDEXER "newsidx-indexer"
#define QUERY "newsidx-query"
#define SERVE "newsidx-serve"

const struct listed_command commands_listed[] = {
	{ NULL, NULL, "Make an index and keep it up to date" },
	{ "build", INDEXER, "Make an index of archives" },
	{ "update", INDEXER, "Bring an index up to date with its archives" },
	{ "source", INDEXER, "List or change what an index is made of" },
	{ "alert", INDEXER,
	  "Keep questions that updates answer by themselves" },

	{ NULL, NULL, "Search" },
	{ "query", QUERY, "Find the articles that match" },
	{ "kwic", QUERY, "Show every hit on a line, in its context" },
	{ "show", QUERY, "Print articles" },
	{ "similar", QUERY, "Find articles like another one" },
	{ "serve", SERVE, "Serve an index as a web page and for programs" },

	{ NULL, NULL, "Count and compare" },
	{ "trend", QUERY, "Count what matches by day, week, month or year" },
	{ "facets", QUERY, "Count what matches by source, author and the like" },
	{ "collocates", QUERY, "Tell which words stand near the hits" },
	{ "batch", QUERY, "Count what many queries match, one a line of a file" },

	{ NULL, NULL, "Look after an index" },
	{ "info", QUERY, "Tell what is in an index" },
	{ "ledger", INDEXER,
	  "Tell what became of every member of every archive" },
	{ "verify", INDEXER, "Check that an index is sound" },
	{ "optimize", INDEXER, "Merge an index into one segment" },
	{ "backup", INDEXER,
	  "Copy an index, also while it is read and updated" },
	{ "repair", INDEXER, "Mend what 'newsidx verify' finds damaged" },

	{ NULL, NULL, "Other" },
	{ "formats", INDEXER, "List the formats that are read" },
	{ "completion", NULL, "Print what makes a shell complete commands" },
	{ "help", NULL, "Tell more about a command, or about a topic" },
	{ NULL, NULL, NULL },
};

const struct listed_command *command_listed(const char *name)
{
	for (const struct listed_command *c = commands_listed;
	     c->summary != NULL; c++)
		if (c->name != NULL && strcmp(c->name, name) == 0)
			return c;
	return NULL;
}

void commands_list(FILE *out)
{
	for (const struct listed_command *c = commands_listed;
	     c->summary != NULL; c++)
		if (c->name == NULL)
			fprintf(out, "\n%s:\n", c->summary);
		else
			fprintf(out, "  %-11s %s\n", c->name, c->summary);
}

/* ---- what was meant ----------------------------------------------------- */

/* Two slips, and no more than a third of the letters. */
#define EDITS_MOST 2

struct guess {
	struct chars typed;
	const char *like;
	unsigned edits;
};

static void consider(struct guess *g, const char *name)
{
	struct chars c;
	unsigned edits;

	if (!chars_read(&c, name, strlen(name)))
		return;
	edits = chars_edits(&g->typed, &c, EDITS_MOST);
	if (edits < g->edits && 3 * edits <= c.n) {
		g->like = name;
		g->edits = edits;
	}
}

const char *command_like(const char *typed, const char *const *more)
{
	struct guess g = { .like = NULL, .edits = EDITS_MOST + 1 };

	if (!chars_read(&g.typed, typed, strlen(typed)))
		return NULL;
	for (const struct listed_command *c = commands_listed;
	     c->summary != NULL; c++)
		if (c->name != NULL)
			consider(&g, c->name);
	while (more != NULL && *more != NULL)
		consider(&g, *more++);
	return g.like;
}

void command_unknown(const char *what, const char *typed,
                     const char *const *more)
{
	const char *like = command_like(typed, more);

	if (like != NULL)
		complain("there is no %s '%s'; did you mean '%s'? 'newsidx "
		         "help' lists them",
		         what, typed, like);
	else
		complain("there is no %s '%s'; 'newsidx help' lists them", what,
		         typed);
}
