/* repair_aside.c - the folder of what was damaged
 *
 * It is damaged-TIME.part until it is known whether it is needed.  If it is,
 * because something could not be had again, the ledger gets its name in the
 * transaction that the repair is: so the next one can tell what to do with the
 * folder that one left which was killed.
 */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "indexer/repair.h"
#include "lib/base/file.h"
#include "lib/base/mem.h"

#define NAME "damaged-"
#define PART ".part"
#define SETTING "damaged"

/* ---- putting something into it -------------------------------------------- */

/* The folder appears when something is put into it. */
static enum nx_status make_aside(struct mending *r)
{
	char when[32];
	time_t now = time(NULL);
	struct tm tm;

	if (r->aside != NULL)
		return NX_OK;
	strftime(when, sizeof when, "%Y%m%d-%H%M%S", gmtime_r(&now, &tm));
	r->aside_name = nx_format(NAME "%s", when);
	r->aside = nx_format("%s/%s" PART, r->o.index, r->aside_name);
	return file_mkdir(r->aside, r->err);
}

/* By a second name where that can be. */
static enum nx_status keep(struct mending *r, const char *from, const char *to)
{
	uint64_t size;
	uint32_t crc;

	if (access(from, F_OK) != 0 || link(from, to) == 0)
		return NX_OK;
	return file_copy(from, to, NULL, &crc, &size, r->err);
}

enum nx_status repair_keep(struct mending *r, const char *name)
{
	enum nx_status st = make_aside(r);
	char *from, *to;

	if (st != NX_OK)
		return st;
	from = nx_format("%s/%s", r->o.index, name);
	to = nx_format("%s/%s", r->aside, name);
	st = keep(r, from, to);
	if (st == NX_OK)
		st = file_sync(r->aside, r->err);
	free(from);
	free(to);
	return st;
}

enum nx_status repair_keep_segment(struct mending *r, const char *number)
{
	char *from = nx_format("%s/" STORE_SEGMENTS "/%s", r->o.index, number);
	enum nx_status st = make_aside(r);
	char *to = nx_format("%s/%s", r->aside, number);
	DIR *d = opendir(from);
	struct dirent *e;

	if (st == NX_OK && d != NULL)
		st = file_mkdir(to, r->err);
	while (st == NX_OK && d != NULL && (e = readdir(d)) != NULL) {
		char *a, *b;

		if (e->d_name[0] == '.')
			continue;
		a = nx_format("%s/%s", from, e->d_name);
		b = nx_format("%s/%s", to, e->d_name);
		st = keep(r, a, b);
		free(a);
		free(b);
	}
	if (st == NX_OK && d != NULL)
		st = file_sync(to, r->err);
	if (d != NULL)
		closedir(d);
	free(from);
	free(to);
	return st;
}

/* ---- what becomes of it ---------------------------------------------------- */

static bool is_needed(const struct mending *r)
{
	return r->rep->lost + r->rep->strays > 0;
}

enum nx_status repair_aside_note(struct mending *r, struct ledger *l)
{
	enum nx_status st = is_needed(r) ? make_aside(r) : NX_OK;

	return st == NX_OK && is_needed(r)
	               ? ledger_set(l, SETTING, r->aside_name, r->err)
	               : st;
}

/* It gets the name under which it stays, and is told of. */
static enum nx_status take_name(struct mending *r, const char *part,
                                const char *name, struct nx_err *err)
{
	char *to = nx_format("%s/%s", r->o.index, name);
	enum nx_status st = NX_OK;

	if (rename(part, to) != 0)
		st = nx_fail_errno(err, "cannot rename %s", part);
	else
		st = file_sync_parent(to, err);
	buf_sets(&r->rep->aside, st == NX_OK ? to : part);
	free(to);
	return st;
}

void repair_aside_settle(struct mending *r, enum nx_status st, bool mended)
{
	bool surely_not = !mended && (!r->committing || st == NX_INTERRUPTED);

	if (r->aside == NULL)
		return;
	if (surely_not || (st == NX_OK && !is_needed(r)))
		(void)file_remove_tree(r->aside, NULL);
	else if (mended && (is_needed(r) || st == NX_CORRUPT))
		(void)take_name(r, r->aside, r->aside_name, NULL);
	/* Else the next one knows whether it was committed. */
}

static enum nx_status settle_left(struct mending *r, const char *name,
                                  const char *needed)
{
	size_t len = strlen(name) - strlen(PART);
	char *part = nx_format("%s/%s", r->o.index, name);
	enum nx_status st = strlen(needed) == len &&
	                                    memcmp(needed, name, len) == 0
	                            ? take_name(r, part, needed, r->err)
	                            : file_remove_tree(part, r->err);

	free(part);
	return st;
}

static bool is_part(const char *name)
{
	size_t len = strlen(name);

	return len > strlen(PART) && strncmp(name, NAME, strlen(NAME)) == 0 &&
	       strcmp(name + len - strlen(PART), PART) == 0;
}

/* The name of the folder that the index says is needed. */
static void read_needed(const struct mending *r, struct buf *name)
{
	char *path = nx_format("%s/" STORE_LEDGER, r->o.index);
	struct ledger *l = NULL;

	if (access(path, F_OK) != 0 ||
	    ledger_open(&l, path, LEDGER_READ, NULL) != NX_OK ||
	    ledger_get(l, SETTING, name, NULL) != NX_OK)
		buf_clear(name);
	ledger_close(l);
	free(path);
}

enum nx_status repair_aside_tidy(struct mending *r)
{
	struct buf needed = BUF_INIT;
	enum nx_status st = NX_OK;
	DIR *d = opendir(r->o.index);
	bool read = false;
	struct dirent *e;

	while (st == NX_OK && d != NULL && (e = readdir(d)) != NULL) {
		if (!is_part(e->d_name))
			continue;
		if (!read)
			read_needed(r, &needed);
		read = true;
		st = settle_left(r, e->d_name, buf_str(&needed));
	}
	if (d != NULL)
		closedir(d);
	buf_release(&needed);
	return st;
}
