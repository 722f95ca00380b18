#include <string.h>

#include "lib/base/exit.h"
#include "query/commands.h"
#include "query/output.h"

struct show_cmd {
	const char *index, *color;
	bool json;
};

#define AT(member) offsetof(struct show_cmd, member)

const struct opt show_opts[] = {
	{ 'i', "index", "FOLDER", OPT_STRING, AT(index), NULL,
	  "the index (default: $NEWSIDX_INDEX)" },
	{ 0, "json", NULL, OPT_FLAG, AT(json), NULL,
	  "one JSON object a line" },
	{ 0, "color", "WHEN", OPT_CHOICE, AT(color), "auto always never",
	  "auto (on a terminal), always or never" },
	{ 0, NULL, NULL, OPT_FLAG, 0, NULL, NULL },
};
const size_t show_size = sizeof(struct show_cmd);

struct showing {
	const struct show_cmd *c;
	const char *id;
	struct look look;
	bool more; /* something was printed before */
};

static enum nx_status show(struct index *x, void *ctx, struct nx_err *err)
{
	struct showing *s = ctx;
	struct provenance p;
	struct record r;
	xap_docid docid;
	enum nx_status st = index_find(x, s->id, strlen(s->id), &docid, err);

	if (st == NX_NOTFOUND)
		return NX_END;
	if (st == NX_OK)
		st = index_record(x, docid, &r, err);
	if (st != NX_OK)
		return st;
	provenance_read(&p, x, docid);
	if (s->c->json) {
		print_article_json(stdout, &r, &p);
	} else {
		if (s->more)
			printf("\n----\n\n");
		print_article(stdout, &r, &p, &s->look);
		s->more = true;
	}
	provenance_release(&p);
	return NX_OK;
}

int show_main(const void *options, const struct operands *o)
{
	const struct show_cmd *c = options;
	struct showing s = { .c = c, .look = look_of(stdout, c->color) };
	const char *index = index_named(c->index);
	int code = EXIT_DONE;

	if (index == NULL)
		return EXIT_USAGE;
	if (o->n == 0) {
		complain("which article? Give its id, as 'newsidx query' shows "
		         "it in brackets");
		return EXIT_USAGE;
	}
	for (size_t i = 0; i < o->n; i++) {
		struct nx_err err;
		enum nx_status st;

		s.id = o->v[i];
		st = with_index(index, show, &s, &err);
		if (st == NX_OK)
			continue;
		complain("%s", err.msg);
		if (st != NX_END)
			return (int)exit_code_of(st);
		code = EXIT_NOMATCH;
	}
	return code;
}
