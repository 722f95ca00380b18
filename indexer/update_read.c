#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "indexer/intake.h"
#include "indexer/update.h"
#include "lib/base/mem.h"

/* Rounds of reading.  The second settles what the first left open; only
 * archives that change meanwhile make more. */
#define ROUNDS_MAX 6

/* ---- what is wanted --------------------------------------------------------
 */

void update_want(struct update *u, const char *path, const char *root)
{
	u->want = NX_GROW(u->want, u->n_want, &u->cap_want);
	u->want[u->n_want++] =
		(struct file_name){ nx_strdup(path), nx_strdup(root) };
}

static void forget_wanted(struct update *u)
{
	for (size_t i = 0; i < u->n_want; i++) {
		free(u->want[i].path);
		free(u->want[i].root);
	}
	u->n_want = 0;
}

static int by_name(const void *a, const void *b)
{
	const struct file_name *x = a, *y = b;
	int c = strcmp(x->path, y->path);

	return c != 0 ? c : strcmp(x->root, y->root);
}

static bool is_wanted(void *ctx, const char *path, const char *root)
{
	const struct update *u = ctx;
	const struct file_name key = { (char *)(uintptr_t)path,
		                       (char *)(uintptr_t)root };

	return bsearch(&key, u->want, u->n_want, sizeof *u->want, by_name) !=
	       NULL;
}

static const struct grown *find_grown(void *ctx, const struct walk_archive *a)
{
	const struct known *k = update_known(ctx, a);

	return k != NULL ? k->grown : NULL;
}

/* ---- plain text beside others -----------------------------------------------
 */

/* Whether plain text in a folder is articles depends on what else is in it.  Of
 * each folder where something changes one is read, to see; if that came out
 * differently from the rest, the rest is read too. */

static bool has_change(const struct update *u, const struct source *s)
{
	for (size_t i = 0; i < u->n_want; i++)
		if (strcmp(u->want[i].root, s->path) == 0)
			return true;
	for (size_t i = 0; i < u->n_known; i++)
		if (u->known[i].plan == FOR_WITHDRAWAL &&
		    strcmp(u->known[i].k.a.root, s->path) == 0)
			return true;
	return false;
}

struct texts {
	struct update *u;
	int64_t *id; /* to be read again */
	size_t n, cap;
	size_t most; /* of these */
};

static enum nx_status want_text(void *ctx, const struct ledger_known *k)
{
	struct texts *t = ctx;

	if (t->n >= t->most || access(k->a.path, R_OK) != 0)
		return NX_OK;
	t->id = NX_GROW(t->id, t->n, &t->cap);
	t->id[t->n++] = k->id;
	update_want(t->u, k->a.path, k->a.root);
	return NX_OK;
}

static enum nx_status reread_texts(struct texts *t, enum nx_status st,
                                   struct nx_err *err)
{
	for (size_t i = 0; st == NX_OK && i < t->n; i++)
		st = ledger_reread(t->u->store.ledger, t->id[i], err);
	free(t->id);
	return st;
}

static enum nx_status probe_texts(struct update *u, struct nx_err *err)
{
	enum nx_status st = NX_OK;
	struct texts t = { .u = u };

	for (size_t i = 0; st == NX_OK && i < u->sources.n; i++) {
		struct source *s = &u->sources.v[i];

		s->probed = has_change(u, s);
		if (!s->probed)
			continue;
		t.most = t.n + 1;
		st = ledger_texts(u->store.ledger, s->path, true, want_text, &t,
		                  err);
		if (st == NX_OK && t.n < t.most)
			st = ledger_texts(u->store.ledger, s->path, false,
			                  want_text, &t, err);
	}
	return reread_texts(&t, st, err);
}

static enum nx_status count_text(void *ctx, const struct ledger_known *k)
{
	(void)k;
	++*(size_t *)ctx;
	return NX_OK;
}

/* After a round: what is of two minds is read again as a whole. */
static enum nx_status compare_texts(struct update *u, struct nx_err *err)
{
	struct ledger *l = u->store.ledger;
	enum nx_status st = NX_OK;
	struct texts t = { .u = u, .most = SIZE_MAX };

	for (size_t i = 0; st == NX_OK && i < u->sources.n; i++) {
		struct source *s = &u->sources.v[i];
		size_t read = 0, not = 0;

		if (!s->probed)
			continue;
		st = ledger_texts(l, s->path, true, count_text, &read, err);
		if (st == NX_OK)
			st = ledger_texts(l, s->path, false, count_text, &not,
			                  err);
		if (st != NX_OK || read == 0 || not == 0)
			continue;
		s->probed = false;
		st = ledger_texts(l, s->path, true, want_text, &t, err);
		if (st == NX_OK)
			st = ledger_texts(l, s->path, false, want_text, &t,
			                  err);
	}
	return reread_texts(&t, st, err);
}

/* ---- rounds -----------------------------------------------------------------
 */

static enum nx_status read_group(struct update *u, const char *const *paths,
                                 const struct walk_options *o,
                                 struct nx_err *err)
{
	struct walk_options w = *o;

	w.want = is_wanted;
	w.want_ctx = u;
	w.grown = find_grown;
	w.digest = true;
	return intake_walk(u->in, paths, &w, err);
}

static enum nx_status read_wanted(struct update *u, struct nx_err *err)
{
	enum nx_status st;

	if (u->n_want > 1)
		qsort(u->want, u->n_want, sizeof *u->want, by_name);
	u->rep->read += u->n_want;
	st = update_walk(u, read_group, err);
	forget_wanted(u);
	update_forget_grown(u);
	u->in->told = true;
	return st;
}

static bool may_read(void *ctx, const struct ledger_known *k)
{
	struct update *u = ctx;
	struct source *s =
		sources_find(&u->sources, k->a.path, k->a.root, k->a.name);

	if (s == NULL || k->a.inode == 0 || access(k->a.path, R_OK) != 0)
		return false;
	s->walked = true;
	return true;
}

static enum nx_status want_again(void *ctx, const struct ledger_known *k)
{
	update_want(ctx, k->a.path, k->a.root);
	return NX_OK;
}

/* ---- what was planned
 * -------------------------------------------------------- */

static enum nx_status note_known(struct update *u, struct nx_err *err)
{
	struct ledger *l = u->store.ledger;
	enum nx_status st = NX_OK;

	for (size_t i = 0; st == NX_OK && i < u->n_known; i++) {
		struct known *k = &u->known[i];

		switch (k->plan) {
		case FOR_REFRESH:
		case FOR_KEEPING:
			st = ledger_archive_same(l, k->k.id, &k->now, k->state,
			                         err);
			break;
		case FOR_READING:
			st = ledger_reread(l, k->k.id, err);
			break;
		case FOR_WITHDRAWAL:
			u->rep->withdrawn_archives++;
			st = ledger_withdraw(l, k->k.id, err);
			break;
		case FOR_GOING_ON:
		case FOR_NOTHING:
		default:
			break;
		}
	}
	for (size_t i = 0; st == NX_OK && i < u->sources.n; i++) {
		const struct source *s = &u->sources.v[i];

		if (s->walked && s->gone != s->missing)
			st = ledger_source_gone(l, s->id, s->missing, err);
	}
	return st;
}

enum nx_status update_read(struct update *u, struct nx_err *err)
{
	struct ledger *l = u->store.ledger;
	enum nx_status st = ledger_update_begin(l, err);

	if (st == NX_OK)
		st = note_known(u, err);
	if (st == NX_OK)
		st = probe_texts(u, err);
	for (unsigned i = 0; st == NX_OK && i < ROUNDS_MAX; i++) {
		if (u->n_want > 0)
			st = read_wanted(u, err);
		if (st == NX_OK)
			st = ledger_round(l, may_read, want_again, u, err);
		if (st == NX_OK)
			st = compare_texts(u, err);
		if (st == NX_OK && u->n_want == 0)
			break;
	}
	return st == NX_OK ? ledger_update_end(l, &u->rep->articles, err) : st;
}
