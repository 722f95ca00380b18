/* archives.h - the archives of an index, to be read again */
#ifndef NEWSIDX_INDEXER_ARCHIVES_H
#define NEWSIDX_INDEXER_ARCHIVES_H

#include <stdbool.h>
#include <stddef.h>

#include "corpus/walk.h"
#include "lib/base/status.h"
#include "lib/index/ledger.h"

struct archives {
	struct walk_archive *v; /* those that are there */
	size_t n, cap;
	char **gone; /* paths of those that are not, or were standard input */
	size_t n_gone, cap_gone;
};

/* Add one; its strings are copied. */
void archives_add(struct archives *a, const struct ledger_archive *from);

/* All that a ledger has, in the order of reading. */
enum nx_status archives_of_ledger(struct archives *a, struct ledger *l,
                                  struct nx_err *err);

/* Whether a file is there to be read again under that path. */
bool archives_readable(const char *path);

void archives_release(struct archives *a);

#endif
