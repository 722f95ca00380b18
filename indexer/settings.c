#include "indexer/settings.h"

#include <string.h>

#include "lib/base/options.h"

/* A list is its strings, a line each. */
static enum nx_status put_list(struct ledger *l, const char *name,
                               const char *const *v, struct nx_err *err)
{
	struct buf all = BUF_INIT;
	enum nx_status st;

	for (; v != NULL && *v != NULL; v++)
		buf_addf(&all, "%s\n", *v);
	st = ledger_set(l, name, buf_str(&all), err);
	buf_release(&all);
	return st;
}

enum nx_status settings_put(struct ledger *l, const struct build_options *o,
                            struct nx_err *err)
{
	const struct format *f = o->walk.format;
	enum nx_status st = put_list(l, "include", o->walk.include, err);

	if (st == NX_OK)
		st = put_list(l, "exclude", o->walk.exclude, err);
	if (st == NX_OK)
		st = ledger_set(l, "format", f != NULL ? f->name : "", err);
	if (st == NX_OK)
		st = ledger_set(l, "language",
		                o->language != NULL ? o->language : "", err);
	if (st == NX_OK)
		st = ledger_set(l, "positions", positions_name(o->positions),
		                err);
	return st;
}

struct reading {
	struct settings *s;
	struct ledger *l;
	enum nx_status st; /* the first failure */
	struct nx_err *err;
};

/* Append a setting's value and a NUL; returns where it begins. */
static size_t get(struct reading *r, const char *name)
{
	size_t at = r->s->text.len;
	struct buf v = BUF_INIT;

	if (r->st == NX_OK)
		r->st = ledger_get(r->l, name, &v, r->err);
	if (r->st != NX_OK)
		buf_clear(&v);
	buf_add(&r->s->text, buf_str(&v), v.len + 1);
	buf_release(&v);
	return at;
}

static void split(char *text, const char **v)
{
	size_t n = 0;
	char *end;

	for (; n < OPT_LIST_MAX && (end = strchr(text, '\n')) != NULL;
	     text = end + 1) {
		*end = '\0';
		v[n++] = text;
	}
	v[n] = NULL;
}

enum nx_status settings_get(struct settings *s, struct ledger *l,
                            struct nx_err *err)
{
	struct reading r = { s, l, NX_OK, err };
	size_t include = get(&r, "include"), exclude = get(&r, "exclude");
	size_t format = get(&r, "format"), language = get(&r, "language");
	size_t positions = get(&r, "positions");
	const char *form = s->text.p + positions;

	split(s->text.p + include, s->include);
	split(s->text.p + exclude, s->exclude);
	s->format = format_find(s->text.p + format);
	if (!positions_named(form, strlen(form), &s->positions))
		s->positions = POSITIONS_BLOCKS;
	s->language = s->text.p + language;
	if (*s->language == '\0')
		s->language = NULL;
	return r.st;
}

void settings_use(const struct settings *s, struct build_options *o)
{
	o->walk.include = s->include[0] != NULL ? s->include : NULL;
	o->walk.exclude = s->exclude[0] != NULL ? s->exclude : NULL;
	o->walk.format = s->format;
	o->language = s->language;
	o->positions = s->positions;
}

void settings_release(struct settings *s)
{
	buf_release(&s->text);
	*s = (struct settings)SETTINGS_INIT;
}
