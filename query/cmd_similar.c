#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "lib/base/exit.h"
#include "query/commands.h"
#include "query/each.h"
#include "query/output.h"
#include "query/similar.h"

struct similar_cmd {
	const char *index, *language, *timeout, *color;
	uint64_t limit;
	bool other, explain, ids, json;
};

#define SHOWN 10

/* Words that similar articles are looked for by. */
#define WORDS 30

/* A text of which so much is the same is a copy; so many of the best are looked
 * through for others. */
#define COPY 0.5
#define LOOKED_THROUGH 1000

#define AT(member) offsetof(struct similar_cmd, member)

const struct opt similar_opts[] = {
	{ 'i', "index", "FOLDER", OPT_STRING, AT(index), NULL,
	  "the index (default: $NEWSIDX_INDEX)" },
	{ 'n', "limit", "N", OPT_NUMBER, AT(limit), NULL,
	  "show N articles at most (default: 10)" },
	{ 0, "other", NULL, OPT_FLAG, AT(other), NULL,
	  "leave out copies: articles with half or more of the same text" },
	{ 0, "explain", NULL, OPT_FLAG, AT(explain), NULL,
	  "tell by which words, and do not look" },
	{ 0, "ids", NULL, OPT_FLAG, AT(ids), NULL,
	  "print only the articles' ids" },
	{ 0, "json", NULL, OPT_FLAG, AT(json), NULL, "one JSON object a line" },
	ASKING_OPTS(struct similar_cmd),
	{ 0, NULL, NULL, OPT_FLAG, 0, NULL, NULL },
};
const size_t similar_size = sizeof(struct similar_cmd);

static const struct similar_cmd defaults = { .limit = SHOWN };
const void *const similar_defaults = &defaults;

struct asking {
	const struct similar_cmd *c;
	const char *id;
	const char *narrow; /* NULL: all articles */
	struct search_options so;
	struct look look;

	/* of one try */
	struct search *s;
	xap_docid self;
	struct telling_words words;
	struct shingles here, there;
	struct token_list tokens;
	struct findings f;
	uint64_t shown;
};

/* ---- output ------------------------------------------------------------- */

static void put_json(const struct asking *a, double weight, double same,
                     const struct record *r)
{
	struct json j;

	json_begin(&j, stdout);
	json_num(&j, "format_version", RESULT_FORMAT);
	json_real(&j, "same_text", same);
	json_result(&j, a->shown, weight, r, &a->f);
	json_end(&j);
}

static void put_text(const struct asking *a, double same,
                     const struct record *r)
{
	char note[32] = "";
	int percent = (int)floor(100 * same);

	if (percent > 0)
		(void)snprintf(note, sizeof note, "%d %% the same text",
		               percent);
	print_result(stdout, a->shown, percent > 0 ? note : NULL, r, &a->f,
	             &a->look);
}

static enum nx_status on_article(void *ctx, uint64_t rank, double weight,
                                 const struct record *r, struct nx_err *err)
{
	struct asking *a = ctx;
	double same;

	(void)rank;
	(void)err;
	shingles_make(&a->there, a->s->analyser, &a->tokens, r);
	same = shingles_same(&a->here, &a->there);
	if (a->c->other && same >= COPY)
		return NX_OK;
	a->shown++;
	if (a->c->ids) {
		print_text(stdout, r->key.p, 0, r->key.len, NULL, false);
		putchar('\n');
	} else {
		watch_resume();
		findings_make(&a->f, a->s, r, PASSAGE_WIDTH);
		watch_pause();
		if (a->c->json)
			put_json(a, weight, same, r);
		else
			put_text(a, same, r);
	}
	return ferror(stdout) || a->shown == a->c->limit ? NX_END : NX_OK;
}

static void explain_text(const struct asking *a)
{
	for (size_t i = 0; i < a->words.n; i++) {
		const struct telling_word *w = &a->words.v[i];

		print_text(stdout, w->form, 0, strlen(w->form), NULL, false);
		printf("  %u time%s, in %u articles, weight %.2f\n",
		       (unsigned)w->times, w->times == 1 ? "" : "s",
		       (unsigned)w->articles, w->weight);
	}
}

static void explain_json(const struct asking *a)
{
	struct json j;

	json_begin(&j, stdout);
	json_num(&j, "format_version", RESULT_FORMAT);
	json_text(&j, "id", a->id);
	json_open(&j, "words", '[');
	for (size_t i = 0; i < a->words.n; i++) {
		const struct telling_word *w = &a->words.v[i];

		json_open(&j, NULL, '{');
		json_text(&j, "word", w->form);
		json_num(&j, "times", w->times);
		json_num(&j, "articles", w->articles);
		json_real(&j, "weight", w->weight);
		json_close(&j);
	}
	json_end(&j);
}

/* ---- looking ------------------------------------------------------------ */

static enum nx_status keep(void *ctx, xap_docid docid, bool *out,
                           struct nx_err *err)
{
	const struct asking *a = ctx;

	(void)err;
	*out = docid != a->self;
	return NX_OK;
}

static enum nx_status look_for(struct asking *a, struct index *x,
                               struct nx_err *err)
{
	const struct page page = {
		SORT_RELEVANCE, 0,
		a->c->other                      ? LOOKED_THROUGH
		: a->c->limit < LOOKED_THROUGH ? (uint32_t)a->c->limit
		                               : LOOKED_THROUGH
	};
	struct search_options so = a->so;
	char *text = telling_words_query(&a->words, a->narrow);
	struct search s;
	uint32_t total;
	enum nx_status st;

	so.estimate = true;
	so.keep = keep;
	so.keep_ctx = a;
	st = search_open(&s, x, text, &so, err);
	free(text);
	if (st != NX_OK)
		return st;
	a->s = &s;
	st = search_each(&s, &page, on_article, a, &total, err);
	search_close(&s);
	return st == NX_END ? NX_OK : st;
}

/* Errors of the query are told as it was typed. */
static enum nx_status check(const struct asking *a, struct index *x,
                            struct nx_err *err)
{
	struct search s;
	enum nx_status st = NX_OK;

	if (a->narrow != NULL)
		st = search_open(&s, x, a->narrow, &a->so, err);
	if (st == NX_OK && a->narrow != NULL)
		search_close(&s);
	return st;
}

/* Its words, and the stretches of its text. */
static enum nx_status read_article(struct asking *a, struct index *x,
                                   struct nx_err *err)
{
	struct analyser *analyser;
	struct record r;
	enum nx_status st =
		index_find(x, a->id, strlen(a->id), &a->self, err);

	if (st == NX_NOTFOUND)
		return NX_END;
	if (st == NX_OK)
		st = index_record(x, a->self, &r, err);
	if (st != NX_OK)
		return st;
	analyser = analyser_new();
	shingles_make(&a->here, analyser, &a->tokens, &r);
	analyser_free(analyser);
	return telling_words_find(&a->words, x, &r,
	                          language_find(index_language(x),
	                                        strlen(index_language(x))),
	                          WORDS, err);
}

static enum nx_status ask(struct index *x, void *ctx, struct nx_err *err)
{
	struct asking *a = ctx;
	enum nx_status st;

	watch_begin(a->so.timeout);
	a->shown = 0;
	st = check(a, x, err);
	if (st == NX_OK)
		st = read_article(a, x, err);
	if (st == NX_OK && a->c->explain) {
		if (a->c->json)
			explain_json(a);
		else
			explain_text(a);
		a->shown = 1;
	} else if (st == NX_OK && a->words.n > 0) {
		st = look_for(a, x, err);
	}
	watch_pause();
	telling_words_release(&a->words);
	return st;
}

static void release(struct asking *a)
{
	shingles_release(&a->here);
	shingles_release(&a->there);
	token_list_release(&a->tokens);
	findings_release(&a->f);
}

/* The operands behind the id. */
static char *narrow_of(const struct operands *o)
{
	const struct operands rest = { o->v + 1, o->n - 1 };

	return rest.n > 0 ? query_of(&rest) : NULL;
}

int similar_main(const void *options, const struct operands *o)
{
	const struct similar_cmd *c = options;
	struct asking a = { .c = c,
		            .here = SHINGLES_INIT,
		            .there = SHINGLES_INIT,
		            .tokens = TOKEN_LIST_INIT,
		            .f = FINDINGS_INIT };
	const char *index = index_named(c->index);
	enum nx_status st;
	struct nx_err err;
	char *narrow;

	if (index == NULL || !language_named(c->language, &a.so.language) ||
	    !timeout_named(c->timeout, &a.so.timeout))
		return EXIT_USAGE;
	if (c->ids && c->json) {
		complain("only one of --ids and --json");
		return EXIT_USAGE;
	}
	if (c->limit == 0 || c->limit > LOOKED_THROUGH) {
		complain("--limit: 1 to %d", LOOKED_THROUGH);
		return EXIT_USAGE;
	}
	if (o->n == 0) {
		complain("which article? Give its id, as 'newsidx query' shows "
		         "it in brackets");
		return EXIT_USAGE;
	}
	a.id = o->v[0];
	a.narrow = narrow = narrow_of(o);
	a.so.now = (int64_t)time(NULL);
	a.look = look_of(stdout, c->color);
	st = with_index(index, ask, &a, &err);
	free(narrow);
	release(&a);
	if (st != NX_OK)
		complain("%s", err.msg);
	if (st == NX_END)
		return EXIT_NOMATCH;
	if (st != NX_OK)
		return (int)exit_code_of(st);
	return a.shown > 0 ? EXIT_DONE : EXIT_NOMATCH;
}
