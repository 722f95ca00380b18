#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "lib/base/exit.h"
#include "lib/base/limits.h"
#include "query/collocates.h"
#include "query/commands.h"
#include "query/csv.h"
#include "query/output.h"
#include "query/suggest.h"
#include "query/text.h"

struct collocates_cmd {
	const char *index, *sort, *language, *timeout, *color;
	uint64_t window, before, behind, least, limit;
	bool sentence, stopwords, csv, json;
};

#define WINDOW 5
#define WINDOW_MOST 100
#define LEAST 5
#define SHOWN 30

#define UNSET UINT64_MAX

#define AT(member) offsetof(struct collocates_cmd, member)

const struct opt collocates_opts[] = {
	{ 'i', "index", "FOLDER", OPT_STRING, AT(index), NULL,
	  "the index (default: $NEWSIDX_INDEX)" },
	{ 'w', "window", "N", OPT_NUMBER, AT(window), NULL,
	  "count N words on each side of a hit (default: 5)" },
	{ 0, "before", "N", OPT_NUMBER, AT(before), NULL,
	  "N words before it, instead" },
	{ 0, "behind", "N", OPT_NUMBER, AT(behind), NULL,
	  "N words behind it, instead" },
	{ 0, "sentence", NULL, OPT_FLAG, AT(sentence), NULL,
	  "no words of other sentences" },
	{ 0, "stop-words", NULL, OPT_FLAG, AT(stopwords), NULL,
	  "show the commonest words of the language, too" },
	{ 0, "least", "N", OPT_NUMBER, AT(least), NULL,
	  "show words that are near a hit at least N times (default: 5)" },
	{ 's', "sort", "MEASURE", OPT_CHOICE, AT(sort),
	  "log-likelihood log-ratio count",
	  "log-likelihood (the surest first, the default), log-ratio (the "
	  "closest first) or count" },
	{ 'n', "limit", "N", OPT_NUMBER, AT(limit), NULL,
	  "show N words at most (default: 30; 0: all)" },
	{ 0, "csv", NULL, OPT_FLAG, AT(csv), NULL,
	  "a table of comma-separated values, with a row of names" },
	{ 0, "json", NULL, OPT_FLAG, AT(json), NULL, "one JSON object" },
	ASKING_OPTS(struct collocates_cmd),
	{ 0, NULL, NULL, OPT_FLAG, 0, NULL, NULL },
};
const size_t collocates_size = sizeof(struct collocates_cmd);

static const struct collocates_cmd defaults = { .window = WINDOW,
	                                        .before = UNSET,
	                                        .behind = UNSET,
	                                        .least = LEAST,
	                                        .limit = SHOWN };
const void *const collocates_defaults = &defaults;

struct asking {
	const struct collocates_cmd *c;
	const char *text;
	struct search_options so;
	struct collocates_options co;
	struct progress progress;
	uint64_t articles;
};

static enum collocate_sort sort_named(const char *name)
{
	if (name == NULL || strcmp(name, "log-likelihood") == 0)
		return COLLOCATES_BY_LIKELIHOOD;
	return strcmp(name, "log-ratio") == 0 ? COLLOCATES_BY_RATIO
	                                      : COLLOCATES_BY_COUNT;
}

/* ---- output ------------------------------------------------------------- */

static void put_csv(const struct collocate *v, size_t n)
{
	fputs("word,together,articles,in_all,expected,log_likelihood,log_ratio"
	      CSV_END, stdout);
	for (size_t i = 0; i < n; i++) {
		csv_tidy(stdout, v[i].word.p, v[i].word.len);
		printf(",%llu,%llu,%llu,%.4f,%.4f,%.4f" CSV_END,
		       (unsigned long long)v[i].together,
		       (unsigned long long)v[i].articles,
		       (unsigned long long)v[i].in_all, v[i].expected,
		       v[i].likelihood, v[i].ratio);
	}
}

static void put_json(const struct asking *a, const struct collocates *c,
                     const struct collocate *v, size_t n)
{
	struct json j;

	json_begin(&j, stdout);
	json_num(&j, "format_version", RESULT_FORMAT);
	json_text(&j, "query", a->text);
	json_num(&j, "articles", c->articles);
	json_num(&j, "hits", c->hits);
	json_num(&j, "before", a->co.before);
	json_num(&j, "behind", a->co.behind);
	json_bool(&j, "sentence", a->co.sentence);
	json_num(&j, "words_near", c->near);
	json_num(&j, "words_in_all", c->words);
	json_open(&j, "collocates", '[');
	for (size_t i = 0; i < n; i++) {
		json_open(&j, NULL, '{');
		json_str(&j, "word", v[i].word.p, v[i].word.len);
		json_num(&j, "together", v[i].together);
		json_num(&j, "articles", v[i].articles);
		json_num(&j, "in_all", v[i].in_all);
		json_real(&j, "expected", v[i].expected);
		json_real(&j, "log_likelihood", v[i].likelihood);
		json_real(&j, "log_ratio", v[i].ratio);
		json_close(&j);
	}
	json_close(&j);
	json_end(&j);
}

/* Columns of the table, words apart. */
#define WORD_LEAST 12
#define WORD_MOST 40

static void put_word(const struct slice *word, size_t columns)
{
	size_t end = text_behind(word->p, word->len, 0, columns);

	print_text(stdout, word->p, 0, end, NULL, false);
	for (size_t n = text_columns(word->p, end); n < columns; n++)
		putchar(' ');
}

static void put_table(const struct asking *a, const struct collocates *c,
                      const struct collocate *v, size_t n)
{
	const struct look look = look_of(stdout, a->c->color);
	const char *bold = look.color ? "\033[1m" : "";
	const char *plain = look.color ? LOOK_PLAIN : "";
	char t[4][PROGRESS_TEXT];
	size_t columns = WORD_LEAST;

	for (size_t i = 0; i < n; i++) {
		size_t k = text_columns(v[i].word.p, v[i].word.len);

		columns = k > columns ? k : columns;
	}
	columns = columns > WORD_MOST ? WORD_MOST : columns;
	if (n > 0)
		printf("%s%-*s%9s%9s%10s%11s%13s%8s%s\n", bold, (int)columns,
		       "word", "together", "articles", "in all", "expected",
		       "likelihood", "ratio", plain);
	for (size_t i = 0; i < n; i++) {
		put_word(&v[i].word, columns);
		printf("%9s%9s%10s%11.1f%13.1f%8.2f\n",
		       text_count(v[i].together, t[0]),
		       text_count(v[i].articles, t[1]),
		       text_count(v[i].in_all, t[2]), v[i].expected,
		       v[i].likelihood, v[i].ratio);
	}
	printf("%s%s hit%s in %s article%s, %s words near them, of %s.\n",
	       n > 0 ? "\n" : "", text_count(c->hits, t[0]),
	       c->hits == 1 ? "" : "s", text_count(c->articles, t[1]),
	       c->articles == 1 ? "" : "s", text_count(c->near, t[2]),
	       text_count(c->words, t[3]));
	if (c->hits == 0 && c->articles > 0)
		puts("The query has no words that others could be near to.");
	else if (n == 0 && c->hits > 0)
		printf("No word is near them %llu times or more, and more often "
		       "than expected: --least shows rarer ones.\n",
		       (unsigned long long)a->c->least);
}

static enum nx_status put(const struct asking *a, struct search *s,
                          const struct collocates *c, struct nx_err *err)
{
	struct collocate *v;
	size_t n;
	enum nx_status st = collocates_list(c, s->x, a->c->least,
	                                    sort_named(a->c->sort), &v, &n, err);

	if (st != NX_OK)
		return st;
	if (a->c->limit > 0 && n > a->c->limit)
		n = (size_t)a->c->limit;
	if (a->c->json) {
		put_json(a, c, v, n);
	} else if (a->c->csv) {
		put_csv(v, n);
	} else {
		put_table(a, c, v, n);
		/* The answer stands, whatever becomes of hints. */
		(void)suggestions_print(stdout, s, false, NULL);
	}
	free(v);
	return NX_OK;
}

/* ---- the command -------------------------------------------------------- */

static enum nx_status ask(struct index *x, void *ctx, struct nx_err *err)
{
	struct asking *a = ctx;
	struct search s;
	struct collocates c;
	struct results r;
	enum nx_status st;

	watch_begin(a->so.timeout);
	st = search_open(&s, x, a->text, &a->so, err);
	if (st != NX_OK)
		return st;
	a->co.language = a->so.language;
	if (a->co.language == NULL)
		a->co.language = language_find(index_language(x),
		                               strlen(index_language(x)));
	st = search_run(&s, 0, 0, SORT_INDEX, &r, err);
	if (st == NX_OK) {
		progress_start(&a->progress, stderr, r.total);
		results_release(&r);
		a->co.progress = &a->progress;
		st = collocates_run(&c, &s, &a->co, err);
		progress_clear(&a->progress);
	}
	watch_pause();
	if (st == NX_OK) {
		a->articles = c.articles;
		st = put(a, &s, &c, err);
		collocates_release(&c);
	}
	search_close(&s);
	return st;
}

/* The words on one side. */
static bool side(const char *name, uint64_t given, uint64_t window,
                 unsigned *out)
{
	uint64_t n = given != UNSET ? given : window;

	if (n > WINDOW_MOST) {
		complain("--%s: at most %d", given != UNSET ? name : "window",
		         WINDOW_MOST);
		return false;
	}
	*out = (unsigned)n;
	return true;
}

int collocates_main(const void *options, const struct operands *o)
{
	struct collocates_cmd c = *(const struct collocates_cmd *)options;
	struct asking a = { .c = &c,
		            .co = { .sentence = c.sentence,
		                    .stopwords = c.stopwords } };
	const char *index = index_named(c.index);
	enum nx_status st;
	struct nx_err err;
	char *text;

	if (index == NULL || !language_named(c.language, &a.so.language) ||
	    !timeout_named(c.timeout, &a.so.timeout) ||
	    !side("before", c.before, c.window, &a.co.before) ||
	    !side("behind", c.behind, c.window, &a.co.behind))
		return EXIT_USAGE;
	if (c.csv && c.json) {
		complain("only one of --csv and --json");
		return EXIT_USAGE;
	}
	if (a.co.before + a.co.behind == 0) {
		complain("no words are to be counted: --window, --before and "
		         "--behind say how many");
		return EXIT_USAGE;
	}
	a.text = text = query_of(o);
	if (text == NULL)
		return EXIT_USAGE;
	a.so.now = (int64_t)time(NULL);
	st = with_index(index, ask, &a, &err);
	free(text);
	return answer_code(st, &err, a.articles > 0);
}
