/* scratch.h - a folder for one test, removed with what is in it */
#ifndef NEWSIDX_TESTS_UNIT_SCRATCH_H
#define NEWSIDX_TESTS_UNIT_SCRATCH_H

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static char scratch_dir[64];

static inline int scratch_make(void **state)
{
	(void)state;
	(void)snprintf(scratch_dir, sizeof scratch_dir,
	               "/tmp/newsidx-unit-XXXXXX");
	return mkdtemp(scratch_dir) == NULL;
}

static inline int scratch_remove_one(const char *path, const struct stat *st,
                                     int type, struct FTW *f)
{
	(void)st;
	(void)type;
	(void)f;
	return remove(path);
}

static inline int scratch_remove(void **state)
{
	(void)state;
	return nftw(scratch_dir, scratch_remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

/* The path of a name in the folder; valid until the fourth next call. */
static inline const char *scratch(const char *name)
{
	static char path[4][256];
	static unsigned turn;
	char *p = path[turn++ % 4];

	(void)snprintf(p, sizeof path[0], "%s/%s", scratch_dir, name);
	return p;
}

#endif
