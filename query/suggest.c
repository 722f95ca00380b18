#include "query/suggest.h"

#include <stdlib.h>
#include <string.h>

#include "lib/base/json.h"
#include "lib/base/mem.h"
#include "lib/base/utf8.h"
#include "lib/index/xap.h"
#include "lib/base/edits.h"
#include "query/output.h"

/* For all words of a query together.  Half a million words of an index are read
 * in this time; nobody waits longer for a guess. */
#define SECONDS 0.3

/* Words of a query that are looked at. */
#define MOST 8

#define SHORTEST 4 /* characters: of shorter words all are near */
#define LONG 6     /* may differ by two edits */

struct seeker {
	struct xap_db *db;
	struct chars like;
	unsigned most; /* edits */
	struct suggestion *to;
};

static bool better(const struct suggested *a, const struct suggested *b)
{
	return a->edits != b->edits ? a->edits < b->edits
	                            : a->articles > b->articles;
}

static void insert(struct suggestion *to, const struct suggested *new)
{
	size_t at = to->n;

	while (at > 0 && better(new, &to->like[at - 1]))
		at--;
	if (at == SUGGEST_WORDS)
		return;
	if (to->n < SUGGEST_WORDS)
		to->n++;
	memmove(&to->like[at + 1], &to->like[at],
	        (to->n - at - 1) * sizeof to->like[0]);
	to->like[at] = *new;
}

static enum nx_status compare(void *ctx, const char *word, size_t len)
{
	struct seeker *s = ctx;
	struct suggested new = { .edits = 0 };
	struct xap_error xe;
	struct chars c;
	enum xap_status xs;

	if (len > LIMIT_TERM || !chars_read(&c, word, len))
		return NX_OK;
	new.edits = chars_edits(&s->like, &c, s->most);
	if (new.edits > s->most ||
	    (s->to->n == SUGGEST_WORDS &&
	     new.edits > s->to->like[SUGGEST_WORDS - 1].edits))
		return NX_OK;
	memcpy(new.word, word, len);
	xs = xap_db_termfreq(s->db, word, len, &new.articles, &xe);
	if (xs != XAP_OK)
		return nx_from_xap(NULL, xs, &xe, "");
	insert(s->to, &new);
	return NX_OK;
}

static enum nx_status seek(struct suggestion *to, struct search *s,
                           const struct term_leaf *t, struct work *work,
                           struct nx_err *err)
{
	struct seeker k = { .db = index_db(s->x), .to = to };
	char pattern[UTF8_MAX + 1];
	enum nx_status st;
	unsigned n;

	if (!chars_read(&k.like, t->form, t->len) || k.like.n < SHORTEST)
		return NX_OK;
	k.most = k.like.n < LONG ? 1 : 2;
	(void)utf8_decode(t->form, t->form + t->len, &n);
	memcpy(pattern, t->form, n);
	pattern[n] = '*';
	st = expand_pattern(s->x, "", (struct slice){ pattern, n + 1 }, compare,
	                    &k, work, err);
	return st == NX_TIMEOUT ? NX_OK : st;
}

/* ---- which words ------------------------------------------------------ */

static bool is_unknown(const struct search *s, const struct node *node)
{
	const struct term_leaf *t = node->term;
	struct xap_error xe;
	uint32_t articles = 1;

	if (node->kind != NODE_TERM)
		return false;
	if (t->kind == TERM_FAMILY)
		return s->expansion.of[t->id].n == 0;
	/* Nobody asked the index about it yet. */
	return t->kind == TERM_FORM &&
	       xap_db_termfreq(index_db(s->x), t->form, t->len, &articles,
	                       &xe) == XAP_OK &&
	       articles == 0;
}

/* One typed word that the index has in some spelling: postwar, post-war. */
static bool is_spellings(const struct node *node)
{
	return node->kind == NODE_OR &&
	       node->kid[0]->start == node->kid[1]->start;
}

static bool is_listed(const struct suggestions *l, const char *word)
{
	for (size_t i = 0; i < l->n; i++)
		if (strcmp(l->v[i].word, word) == 0)
			return true;
	return false;
}

static enum nx_status add(struct suggestions *l, struct search *s,
                          const struct node *node, struct work *work,
                          struct nx_err *err)
{
	char *word = nx_strndup(s->query->text + node->start,
	                        node->end - node->start);

	if (l->n == MOST || is_listed(l, word)) {
		free(word);
		return NX_OK;
	}
	l->v = NX_GROW(l->v, l->n, &l->cap);
	l->v[l->n] = (struct suggestion){
		.word = word, .column = query_column(s->query, node->start)
	};
	return seek(&l->v[l->n++], s, node->term, work, err);
}

/* Not what is to be left out: that the index has none is no loss. */
static enum nx_status walk(struct suggestions *l, struct search *s,
                           const struct node *node, struct work *work,
                           struct nx_err *err)
{
	bool first = node->kind == NODE_NOT ||
	             (node->kind == NODE_NEAR && node->negated);
	size_t n = first ? 1 : node->n_kid;
	enum nx_status st = NX_OK;

	if (node->kind == NODE_FIELD || is_spellings(node))
		return st;
	if (is_unknown(s, node))
		st = add(l, s, node, work, err);
	for (size_t i = 0; st == NX_OK && i < n; i++)
		st = walk(l, s, node->kid[i], work, err);
	return st;
}

enum nx_status suggestions_find(struct suggestions *l, struct search *s,
                                struct nx_err *err)
{
	struct work work;

	*l = (struct suggestions){ NULL, 0, 0 };
	work_begin(&work, SECONDS);
	return walk(l, s, s->low.root, &work, err);
}

void suggestions_release(struct suggestions *l)
{
	for (size_t i = 0; i < l->n; i++)
		free(l->v[i].word);
	free(l->v);
	*l = (struct suggestions){ NULL, 0, 0 };
}

/* ---- telling ---------------------------------------------------------- */

static void print_lines(FILE *out, const struct suggestions *l)
{
	for (size_t i = 0; i < l->n; i++) {
		const struct suggestion *g = &l->v[i];

		fputs("No article has \"", out);
		print_text(out, g->word, 0, strlen(g->word), NULL, false);
		fputc('"', out);
		for (size_t j = 0; j < g->n; j++)
			fprintf(out, "%s%s",
			        j == 0         ? "; did you mean "
			        : j + 1 < g->n ? ", "
			                       : " or ",
			        g->like[j].word);
		fputs(g->n > 0 ? "?\n" : ".\n", out);
	}
}

void json_suggestion(struct json *j, const struct suggestion *g)
{
	json_text(j, "unknown_word", g->word);
	json_num(j, "column", g->column);
	json_open(j, "did_you_mean", '[');
	for (size_t i = 0; i < g->n; i++)
		json_text(j, NULL, g->like[i].word);
	json_close(j);
}

static void print_json(FILE *out, const struct suggestions *l)
{
	for (size_t i = 0; i < l->n; i++) {
		struct json j;

		json_begin(&j, out);
		json_num(&j, "format_version", RESULT_FORMAT);
		json_suggestion(&j, &l->v[i]);
		json_end(&j);
	}
}

enum nx_status suggestions_print(FILE *out, struct search *s, bool json,
                                 struct nx_err *err)
{
	struct suggestions l;
	enum nx_status st = suggestions_find(&l, s, err);

	if (st == NX_OK && json)
		print_json(out, &l);
	else if (st == NX_OK)
		print_lines(out, &l);
	suggestions_release(&l);
	return st;
}
