/* sources.h - what an index is made of, as the ledger keeps it
 *
 * A source is a path that was given to be indexed, as it was given: relative
 * ones begin at the folder that the first build was started in, which is kept
 * too.  With it are kept the name that identities know it by, so that articles
 * known by their place keep their identities, and how it is to be walked.
 */
#ifndef NEWSIDX_INDEXER_SOURCES_H
#define NEWSIDX_INDEXER_SOURCES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "corpus/walk.h"
#include "lib/base/buf.h"
#include "lib/base/status.h"
#include "lib/index/ledger_update.h"

struct source {
	int64_t id;
	char *path, *name, *options;
	bool gone;    /* that it is missing was told */
	bool walked;  /* by this run */
	bool missing; /* and a folder that was not there, or empty */
	bool probed;  /* update_read.c */
};

struct sources {
	struct source *v; /* in the order of adding */
	size_t n, cap;
	struct source **by_path;
	char *directory;
};

#define SOURCES_INIT                   \
	{                              \
		NULL, 0, 0, NULL, NULL \
	}

enum nx_status sources_load(struct sources *s, struct ledger *l,
                            struct nx_err *err);
void sources_release(struct sources *s);

/* The source that a file with this path, root and name is from, or NULL. */
struct source *sources_find(const struct sources *s, const char *path,
                            const char *root, const char *name);

/* Make the paths of a build the ledger's sources, and this process's folder
 * theirs.  Standard input is none, for it cannot be walked again. */
enum nx_status sources_register(struct ledger *l, const char *const *paths,
                                const struct walk_options *o,
                                struct nx_err *err);

/* Make those of another ledger this one's. */
enum nx_status sources_put(const struct sources *s, struct ledger *l,
                           struct nx_err *err);

/* How o has a source walked, as lines of text. */
void source_options(const struct walk_options *o, struct buf *text);

/* The reverse: o's include, exclude and format are set after options. */
struct source_walk {
	char *text;
	const char **include, **exclude;
};
enum nx_status source_walk_parse(struct source_walk *w, const char *options,
                                 struct walk_options *o, struct nx_err *err);
void source_walk_release(struct source_walk *w);

/* path from folder dir, without "." and ".." and doubled slashes; to be
 * freed. */
char *path_absolute(const char *dir, const char *path);

/* Whether path is dir, or below it; both absolute. */
bool path_is_in(const char *path, const char *dir);

/* The folder that this process is in, to be freed; NULL with err. */
char *working_folder(struct nx_err *err);

#endif
