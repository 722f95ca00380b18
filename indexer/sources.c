#include "indexer/sources.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "corpus/format.h"
#include "lib/base/mem.h"

#define DIRECTORY "directory"

/* ---- paths ----------------------------------------------------------------
 */

char *path_absolute(const char *dir, const char *path)
{
	char *all = path[0] == '/' ? nx_strdup(path)
	                           : nx_format("%s/%s", dir, path);
	struct buf b = BUF_INIT;
	char *p = all, *out;

	while (*p != '\0') {
		size_t n;

		while (*p == '/')
			p++;
		n = strcspn(p, "/");
		if (n == 2 && p[0] == '.' && p[1] == '.') {
			const char *up = b.len > 0 ? strrchr(b.p, '/') : NULL;

			if (up != NULL)
				buf_cut(&b, (size_t)(up - b.p));
		} else if (n > 0 && !(n == 1 && p[0] == '.')) {
			buf_addc(&b, '/');
			buf_add(&b, p, n);
		}
		p += n;
	}
	out = nx_strdup(b.len > 0 ? b.p : "/");
	buf_release(&b);
	free(all);
	return out;
}

bool path_is_in(const char *path, const char *dir)
{
	size_t n = strlen(dir);

	while (n > 0 && dir[n - 1] == '/')
		n--;
	return strncmp(path, dir, n) == 0 &&
	       (path[n] == '\0' || path[n] == '/');
}

char *working_folder(struct nx_err *err)
{
	char *dir = getcwd(NULL, 0);

	if (dir == NULL)
		(void)nx_fail_errno(err, "cannot tell the current folder");
	return dir;
}

/* ---- options ---------------------------------------------------------------
 */

static void add_lines(const char *lead, const char *const *v, struct buf *text)
{
	for (; v != NULL && *v != NULL; v++)
		buf_addf(text, "%s %s\n", lead, *v);
}

void source_options(const struct walk_options *o, struct buf *text)
{
	buf_clear(text);
	if (o->format != NULL)
		buf_addf(text, "format %s\n", o->format->name);
	add_lines("include", o->include, text);
	add_lines("exclude", o->exclude, text);
}

static void push(const char ***list, const char *value)
{
	size_t n = 0;

	while (*list != NULL && (*list)[n] != NULL)
		n++;
	*list = nx_realloc_array(*list, n + 2, sizeof **list);
	(*list)[n] = value;
	(*list)[n + 1] = NULL;
}

enum nx_status source_walk_parse(struct source_walk *w, const char *options,
                                 struct walk_options *o, struct nx_err *err)
{
	enum nx_status st = NX_OK;
	char *p, *end;

	*w = (struct source_walk){ .text = nx_strdup(options) };
	o->format = NULL;
	for (p = w->text; st == NX_OK && (end = strchr(p, '\n')) != NULL;
	     p = end + 1) {
		char *value = strchr(p, ' ');

		*end = '\0';
		if (value == NULL || value > end)
			continue;
		*value++ = '\0';
		if (strcmp(p, "include") == 0)
			push(&w->include, value);
		else if (strcmp(p, "exclude") == 0)
			push(&w->exclude, value);
		else if ((o->format = format_find(value)) == NULL)
			st = nx_fail(err, NX_UNSUPPORTED,
			             "a source is to be read as format '%s', "
			             "which this newsidx does not know",
			             value);
	}
	o->include = w->include;
	o->exclude = w->exclude;
	return st;
}

void source_walk_release(struct source_walk *w)
{
	free(w->text);
	free((void *)w->include);
	free((void *)w->exclude);
	*w = (struct source_walk){ NULL, NULL, NULL };
}

/* ---- the ledger's -----------------------------------------------------------
 */

static enum nx_status add(void *ctx, const struct ledger_source *src)
{
	struct sources *s = ctx;

	s->v = NX_GROW(s->v, s->n, &s->cap);
	s->v[s->n++] = (struct source){
		.id = src->id,
		.path = nx_strdup(src->path),
		.name = nx_strdup(src->name),
		.options = nx_strdup(src->options),
		.gone = src->gone,
	};
	return NX_OK;
}

static int by_path(const void *a, const void *b)
{
	const struct source *const *x = a, *const *y = b;
	int c = strcmp((*x)->path, (*y)->path);

	return c != 0 ? c : strcmp((*x)->name, (*y)->name);
}

enum nx_status sources_load(struct sources *s, struct ledger *l,
                            struct nx_err *err)
{
	struct buf dir = BUF_INIT;
	enum nx_status st = ledger_get(l, DIRECTORY, &dir, err);

	if (st == NX_OK)
		st = ledger_sources(l, add, s, err);
	s->directory = nx_strdup(dir.len > 0 ? dir.p : "/");
	s->by_path = nx_zalloc((s->n + 1) * sizeof *s->by_path);
	for (size_t i = 0; i < s->n; i++)
		s->by_path[i] = &s->v[i];
	qsort(s->by_path, s->n, sizeof *s->by_path, by_path);
	buf_release(&dir);
	return st;
}

void sources_release(struct sources *s)
{
	for (size_t i = 0; i < s->n; i++) {
		free(s->v[i].path);
		free(s->v[i].name);
		free(s->v[i].options);
	}
	free(s->v);
	free(s->by_path);
	free(s->directory);
	*s = (struct sources)SOURCES_INIT;
}

struct source *sources_find(const struct sources *s, const char *path,
                            const char *root, const char *name)
{
	struct source want = {
		.path = (char *)(uintptr_t)(root[0] != '\0' ? root : path),
		.name = (char *)(uintptr_t)name,
	};
	struct source *key = &want, **hit;

	hit = bsearch(&key, s->by_path, s->n, sizeof *s->by_path, by_path);
	return hit != NULL ? *hit : NULL;
}

enum nx_status sources_register(struct ledger *l, const char *const *paths,
                                const struct walk_options *o,
                                struct nx_err *err)
{
	char *dir = working_folder(err), **names;
	struct buf options = BUF_INIT;
	enum nx_status st = dir != NULL ? NX_OK : NX_IO;
	size_t n = 0;

	while (paths != NULL && paths[n] != NULL)
		n++;
	names = nx_zalloc((n + 1) * sizeof *names);
	walk_names(paths, n, names);
	source_options(o, &options);
	if (st == NX_OK)
		st = ledger_set(l, DIRECTORY, dir, err);
	for (size_t i = 0; i < n; i++) {
		if (st == NX_OK && strcmp(paths[i], "-") != 0)
			st = ledger_source_add(l, paths[i], names[i],
			                       buf_str(&options), err);
		free(names[i]);
	}
	free(names);
	free(dir);
	buf_release(&options);
	return st;
}

enum nx_status sources_put(const struct sources *s, struct ledger *l,
                           struct nx_err *err)
{
	enum nx_status st = ledger_set(l, DIRECTORY, s->directory, err);

	for (size_t i = 0; st == NX_OK && i < s->n; i++)
		st = ledger_source_add(l, s->v[i].path, s->v[i].name,
		                       s->v[i].options, err);
	return st;
}
