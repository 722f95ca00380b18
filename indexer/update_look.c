#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "corpus/checksum.h"
#include "indexer/intake.h"
#include "indexer/update.h"
#include "lib/base/mem.h"
#include "lib/base/options.h"

/* ---- what the ledger knows ------------------------------------------------
 */

static enum nx_status add_known(void *ctx, const struct ledger_known *k)
{
	struct update *u = ctx;
	struct known *to;

	u->known = NX_GROW(u->known, u->n_known, &u->cap_known);
	to = &u->known[u->n_known++];
	*to = (struct known){ .k = *k, .state = k->state };
	to->k.a.path = nx_strdup(k->a.path);
	to->k.a.root = nx_strdup(k->a.root);
	to->k.a.name = nx_strdup(k->a.name);
	to->k.mark = nx_strdup(k->mark);
	if (k->digest != NULL) {
		unsigned char *d = nx_alloc(LEDGER_SHA256);

		memcpy(d, k->digest, LEDGER_SHA256);
		to->k.digest = d;
	}
	return NX_OK;
}

static bool is_known_as(const struct known *k, const struct walk_archive *a)
{
	return strcmp(k->k.a.path, a->path) == 0 &&
	       strcmp(k->k.a.root, a->root) == 0 &&
	       strcmp(k->k.a.name, a->name) == 0;
}

struct known *update_known(const struct update *u, const struct walk_archive *a)
{
	size_t low = 0, high = u->n_known;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (strcmp(u->known[mid].k.a.path, a->path) < 0)
			low = mid + 1;
		else
			high = mid;
	}
	for (; low < u->n_known && strcmp(u->known[low].k.a.path, a->path) == 0;
	     low++)
		if (is_known_as(&u->known[low], a))
			return &u->known[low];
	return NULL;
}

/* Mark it as seen; a second one, of a path that was given twice, with it. */
static struct known *see_known(struct update *u, const struct walk_archive *a)
{
	struct known *k = update_known(u, a);

	if (k == NULL)
		return NULL;
	k->seen = true;
	for (struct known *next = k + 1; next < u->known + u->n_known &&
	                                 strcmp(next->k.a.path, a->path) == 0;
	     next++)
		if (is_known_as(next, a))
			k->twice = next->seen = true;
	return k;
}

void update_forget_grown(struct update *u)
{
	for (size_t i = 0; i < u->n_known; i++) {
		walk_grown_free(u->known[i].grown);
		u->known[i].grown = NULL;
	}
}

static void set_plan(struct update *u, struct known *k, enum plan_for plan)
{
	if (k->plan == FOR_NOTHING)
		u->planned++;
	k->plan = plan;
}

static void read_known(struct update *u, struct known *k, enum plan_for plan)
{
	set_plan(u, k, plan);
	update_want(u, k->k.a.path, k->k.a.root);
}

/* ---- one file --------------------------------------------------------------
 */

static bool in_scope(const struct update *u, const char *path)
{
	char *all;
	bool in = u->scope == NULL;

	if (in)
		return true;
	all = path_absolute(u->sources.directory, path);
	for (size_t i = 0; !in && u->scope[i] != NULL; i++)
		in = path_is_in(all, u->scope[i]);
	free(all);
	return in;
}

/* It cannot be read, or is not there: what the index has of it stays. */
static void keep(struct update *u, struct known *k, const char *why)
{
	u->rep->gone++;
	if ((k->k.state & ARCHIVE_GONE) != 0)
		return;
	complain("%s: %s; what the index has of it is kept", k->k.a.path, why);
	u->rep->faults++;
	k->state = k->k.state | ARCHIVE_GONE;
	k->now = k->k.a;
	set_plan(u, k, FOR_KEEPING);
}

/* The digest of the file that there is now. */
static bool digest_now(const struct update *u, const struct walk_archive *a,
                       unsigned char out[LEDGER_SHA256])
{
	int fd = open(a->path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	bool done =
		fd >= 0 && checksum_file(fd, a->size, u->o->stop, out);

	if (fd >= 0)
		close(fd);
	return done;
}

/* Whether it can go on from where it was read to. */
static bool has_grown(const struct update *u, struct known *k,
                      const struct walk_archive *a)
{
	uint64_t records = 0;

	if (k->twice ||
	    (k->k.state & ~(unsigned)ARCHIVE_FRESH) != 0 ||
	    (k->k.outcome != OUTCOME_READ && k->k.outcome != OUTCOME_DAMAGED))
		return false;
	k->grown = walk_grown(a, k->k.a.size, k->k.digest, k->k.mark,
	                      u->walking);
	if (k->grown != NULL && walk_grown_in_member(k->grown, &records) &&
	    !ledger_may_go_on(u->store.ledger, k->k.id, records)) {
		walk_grown_free(k->grown);
		k->grown = NULL;
	}
	return k->grown != NULL;
}

static void look_at_known(struct update *u, struct known *k,
                          const struct walk_archive *a)
{
	const struct ledger_archive *was = &k->k.a;
	bool same = was->size == a->size && was->mtime == a->mtime &&
	            was->ctime == a->ctime && was->inode == a->inode;
	/* A source that was removed and added may be read in another way. */
	bool proven =
		k->k.digest != NULL &&
		(k->k.state & (ARCHIVE_AGAIN | ARCHIVE_DROPPED)) == 0;
	unsigned char digest[LEDGER_SHA256];

	k->now = (struct ledger_archive){ .size = a->size,
		                          .mtime = a->mtime,
		                          .ctime = a->ctime,
		                          .inode = a->inode };
	k->state = is_fresh(a->ctime, u->began) ? ARCHIVE_FRESH : 0;
	if (proven && same && (k->k.state & ARCHIVE_FRESH) == 0) {
		k->state = 0;
		if (k->k.state != 0)
			set_plan(u, k, FOR_REFRESH);
		return;
	}
	if (access(a->path, R_OK) != 0) {
		if (k->k.outcome != OUTCOME_FAILED)
			keep(u, k, "cannot be read");
		return;
	}
	if (!proven || was->size != a->size || !digest_now(u, a, digest) ||
	    memcmp(digest, k->k.digest, sizeof digest) != 0) {
		u->bytes += a->size;
		read_known(u, k, proven && has_grown(u, k, a) ? FOR_GOING_ON
		                                              : FOR_READING);
	} else if (!same || k->state != k->k.state) {
		set_plan(u, k, FOR_REFRESH);
	}
}

static bool is_input_itself(const struct walk_archive *a)
{
	return a->root[0] == '\0' || strcmp(a->root, a->path) == 0;
}

static bool was_folder(const struct update *u, const char *path)
{
	for (size_t i = 0; i < u->n_known; i++)
		if (strcmp(u->known[i].k.a.root, path) == 0)
			return true;
	return false;
}

static void miss_source(struct update *u, const struct walk_archive *a,
                        const char *why)
{
	struct source *s = sources_find(&u->sources, a->path, a->root, a->name);
	struct known *k = see_known(u, a);

	if (k != NULL)
		k->seen = k->k.outcome == OUTCOME_FAILED;
	/* A file may well go; it is an archive like others. */
	if (s == NULL || !was_folder(u, a->path))
		return;
	s->missing = true;
	u->rep->sources_missing++;
	if (s->gone && !u->o->prune)
		return;
	complain("%s: %s; what the index has of it is kept ('newsidx source "
	         "remove' lets it go)",
	         a->path, why);
	u->rep->faults++;
	if (!s->gone)
		u->planned++;
}

static enum nx_status look_at(void *ctx, const struct sight *s)
{
	struct update *u = ctx;
	const struct walk_archive *a = &s->archive;
	struct known *k;

	if (s->kind == SIGHT_FAULT && is_input_itself(a)) {
		miss_source(u, a, s->err.msg);
		return NX_OK;
	}
	k = see_known(u, a);
	if (!in_scope(u, a->path))
		return NX_OK;
	u->rep->archives++;
	if (k == NULL) {
		u->bytes += a->size;
		update_want(u, a->path, a->root);
	} else if (s->kind == SIGHT_FILE) {
		look_at_known(u, k, a);
	} else if (s->kind == SIGHT_FAULT) {
		if (k->k.a.inode != 0)
			keep(u, k, s->err.msg);
	} else if (k->k.a.inode != 0 || k->k.state != 0) {
		read_known(u, k, FOR_READING);
	}
	return NX_OK;
}

/* ---- what was not seen -----------------------------------------------------
 */

/* A folder that is empty may be one where a disk was not mounted. */
static bool has_neighbours(const char *path)
{
	char *dir = path_absolute(path, "..");
	struct dirent *e;
	bool any = false;
	DIR *d = opendir(dir);

	while (d != NULL && !any && (e = readdir(d)) != NULL)
		any = strcmp(e->d_name, ".") != 0 &&
		      strcmp(e->d_name, "..") != 0;
	if (d != NULL)
		closedir(d);
	free(dir);
	return any;
}

static bool may_go(const struct update *u, const struct known *k)
{
	char *all;
	bool may;

	if (!u->o->prune)
		return false;
	if (k->k.a.root[0] != '\0')
		return true;
	all = path_absolute(u->sources.directory, k->k.a.path);
	may = has_neighbours(all);
	free(all);
	return may;
}

static enum nx_status miss(struct update *u, struct known *k,
                           struct nx_err *err)
{
	const struct ledger_archive *a = &k->k.a;
	const struct source *s =
		sources_find(&u->sources, a->path, a->root, a->name);
	uint64_t records = 0;
	enum nx_status st;

	if (s == NULL) {
		if ((k->k.state & ARCHIVE_DROPPED) != 0)
			set_plan(u, k, FOR_WITHDRAWAL);
		return NX_OK;
	}
	if (!s->walked || !in_scope(u, a->path))
		return NX_OK;
	st = ledger_archive_records(u->store.ledger, k->k.id, &records, err);
	if (st != NX_OK)
		return st;
	if (s->missing && a->root[0] != '\0') {
		/* The fault of a folder that was empty before. */
		if (records > 0)
			u->rep->gone++;
	} else if (records == 0 || may_go(u, k)) {
		set_plan(u, k, FOR_WITHDRAWAL);
	} else {
		keep(u, k, "is not there any more");
	}
	return NX_OK;
}

/* ---- all -------------------------------------------------------------------
 */

static enum nx_status look(struct update *u, const char *const *paths,
                           const struct walk_options *o, struct nx_err *err)
{
	return walk_look(paths, o, look_at, u, err);
}

/* A source that was missing and is back, or is missing and was not. */
static void note_sources(struct update *u)
{
	for (size_t i = 0; i < u->sources.n; i++) {
		const struct source *s = &u->sources.v[i];

		if (s->walked && s->gone && !s->missing)
			u->planned++;
	}
}

enum nx_status update_look(struct update *u, struct nx_err *err)
{
	enum nx_status st =
		ledger_known_archives(u->store.ledger, add_known, u, err);

	if (st == NX_OK)
		st = update_walk(u, look, err);
	for (size_t i = 0; st == NX_OK && i < u->n_known; i++)
		if (!u->known[i].seen)
			st = miss(u, &u->known[i], err);
	note_sources(u);
	return st;
}
