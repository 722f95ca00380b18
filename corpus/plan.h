/* plan.h - what a walk reads, file by file, in its order (inside walk.h)
 *
 *     plan_init
 *       while (plan_next(&p, &u)) ... unit_release(&u)
 *     plan_release
 *
 * A unit is a file of the inputs, opened, or what is to be told instead of one.
 * Units are independent of each other and of the plan, but for what is known of
 * a folder that several of them are in (struct outer): so several threads may
 * read units at once, each of its own.  The plan itself is one thread's at a
 * time.
 */
#ifndef NEWSIDX_CORPUS_PLAN_H
#define NEWSIDX_CORPUS_PLAN_H

#include <pthread.h>

#include "corpus/folder.h"
#include "corpus/walker.h"

/* An input folder, as far as its files have shown what it is.  Which of them
 * decides must not depend on which is read first: the first of those that
 * could does, in the order of the walk. */
struct outer {
	pthread_mutex_t lock;
	unsigned users;
	char *path;
	bool companions;
	enum verdict verdict;
	uint64_t turn; /* of the unit that decided */
};

/* The verdict as units before turn left it; these are read. */
enum verdict outer_verdict(struct outer *o, uint64_t turn);

/* The unit of that turn settles it, unless one before it did. */
void outer_settle(struct outer *o, uint64_t turn, enum verdict v);

enum unit_kind {
	UNIT_GIVEN,  /* a file that was named by the user */
	UNIT_FOUND,  /* a file of a folder */
	UNIT_TOLD,   /* not to be read: why; "": a folder, whose files follow */
	UNIT_FAULT,  /* cannot be read: status, err */
};

struct unit {
	enum unit_kind kind;
	char *path, *root, *name; /* struct walk_archive */
	char *rel; /* its name as a member */
	struct outer *outer; /* of UNIT_FOUND */
	uint64_t turn;
	int fd; /* standard input, or the unit's; -1 for none */
	struct stat st;
	const char *why;
	bool unwanted; /* by walk_options */
	enum nx_status status;
	struct nx_err err;
};

void unit_release(struct unit *u);

struct plan {
	const struct walk_options *o;
	const char *const *paths; /* of a walk */
	char **keys;              /* their names in identities */
	size_t n_keys;
	const struct walk_archive *files; /* of a walk again, else NULL */
	size_t n, at;                     /* of either */
	uint64_t turn;
	bool look; /* open no files; to be set behind plan_init */
	const struct walk_archive *to_enter; /* a folder, next */
	bool inside, any;     /* a folder is open, and had something in it */
	struct folder folder;
	char *root, *name;    /* of it */
	struct outer *outer;  /* of the last folder */
};

/* Of a walk over paths, or, with files, of a walk again over n of them. */
void plan_init(struct plan *p, const struct walk_options *o,
               const char *const *paths, const struct walk_archive *files,
               size_t n);

/* The next unit, in u; false at the end. */
bool plan_next(struct plan *p, struct unit *u);

void plan_release(struct plan *p);

#endif
