#include "indexer/archives.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lib/base/mem.h"
#include "lib/index/ledger_check.h"

bool archives_readable(const char *path)
{
	return path[0] != '\0' && strcmp(path, "-") != 0 &&
	       access(path, R_OK) == 0;
}

void archives_add(struct archives *a, const struct ledger_archive *from)
{
	if (!archives_readable(from->path)) {
		a->gone = NX_GROW(a->gone, a->n_gone, &a->cap_gone);
		a->gone[a->n_gone++] = nx_strdup(from->path);
		return;
	}
	a->v = NX_GROW(a->v, a->n, &a->cap);
	a->v[a->n++] = (struct walk_archive){
		.path = nx_strdup(from->path),
		.root = nx_strdup(from->root),
		.name = nx_strdup(from->name),
		.size = from->size,
		.mtime = from->mtime,
	};
}

static enum nx_status add(void *ctx, const struct ledger_archive *from)
{
	archives_add(ctx, from);
	return NX_OK;
}

enum nx_status archives_of_ledger(struct archives *a, struct ledger *l,
                                  struct nx_err *err)
{
	/* It is what is read, though there may be nothing. */
	if (a->v == NULL)
		a->v = NX_GROW(a->v, a->n, &a->cap);
	return ledger_archives(l, add, a, err);
}

void archives_release(struct archives *a)
{
	for (size_t i = 0; i < a->n; i++) {
		free((void *)(uintptr_t)a->v[i].path);
		free((void *)(uintptr_t)a->v[i].root);
		free((void *)(uintptr_t)a->v[i].name);
	}
	for (size_t i = 0; i < a->n_gone; i++)
		free(a->gone[i]);
	free(a->v);
	free(a->gone);
	*a = (struct archives){ .v = NULL };
}
