/* durable.c - what a disk has of a folder, if it writes nothing before it must
 *
 * A file's contents are on the disk when it was synced last; a name is there,
 * or is gone, when its folder was; what was renamed has one of its names, for
 * file systems take that as one step.  What is kept open here is never closed:
 * so no number of a file is used again, and no lock is lost.
 */
#include "tests/fault/fault.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Files and folders in all, names in a folder: a test has a few dozen. */
#define NODES_MAX 4096
#define NAMES_MAX 256
#define PAGE ((size_t)4096)

struct name {
	char name[256];
	ino_t ino;
	mode_t mode;
	char target[256]; /* of a link */
};

struct names {
	struct name v[NAMES_MAX];
	size_t n;
};

struct bytes {
	char *p;
	size_t len;
};

struct node {
	ino_t ino;
	int fd;
	struct bytes data;   /* of a file, on the disk */
	struct names *names; /* of a folder, on the disk */
	char *made;          /* where it was written */
};

static struct node node[NODES_MAX];
static size_t nodes;
static char above[4096]; /* the folder that the index is in */
static const char *top;  /* the index's name */

static void give_up(const char *what, const char *path)
{
	(void)fprintf(stderr, "durable: %s %s: %s\n", what, path,
	              strerror(errno));
	abort();
}

static struct node *find(ino_t ino)
{
	for (size_t i = 0; i < nodes; i++)
		if (node[i].ino == ino)
			return &node[i];
	return NULL;
}

static struct node *keep(const char *path, ino_t ino)
{
	struct node *n = find(ino);
	int fd;

	if (n != NULL)
		return n;
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0 || nodes == NODES_MAX)
		give_up("cannot keep", path);
	n = &node[nodes++];
	n->ino = ino;
	n->fd = fd;
	return n;
}

/* Never freed: the process ends soon. */
static char *join(const char *a, const char *b, const char *c)
{
	size_t room = strlen(a) + strlen(b) + strlen(c) + 1;
	char *s = malloc(room);

	if (s == NULL)
		give_up("no memory for", a);
	else
		(void)snprintf(s, room, "%s%s%s", a, b, c);
	return s;
}

/* ---- looking ------------------------------------------------------------- */

static struct bytes contents(int fd)
{
	struct stat st;
	struct bytes b = { NULL, 0 };

	if (fstat(fd, &st) != 0)
		give_up("cannot look at", "a file");
	b.p = malloc((size_t)st.st_size + 1);
	while (b.p != NULL && b.len < (size_t)st.st_size) {
		ssize_t n = pread(fd, b.p + b.len, (size_t)st.st_size - b.len,
		                  (off_t)b.len);

		if (n <= 0)
			break;
		b.len += (size_t)n;
	}
	return b;
}

/* A folder that is not there has no names. */
static struct names *list(const char *path)
{
	struct names *l = calloc(1, sizeof *l);
	DIR *d = opendir(path);
	struct dirent *e;

	while (d != NULL && l != NULL && (e = readdir(d)) != NULL) {
		struct name *to = &l->v[l->n];
		struct stat st;
		ssize_t n;

		if (strcmp(e->d_name, ".") == 0 ||
		    strcmp(e->d_name, "..") == 0 ||
		    (strcmp(path, above) == 0 && strcmp(e->d_name, top) != 0) ||
		    fstatat(dirfd(d), e->d_name, &st, AT_SYMLINK_NOFOLLOW) != 0)
			continue;
		if (l->n == NAMES_MAX)
			give_up("too much in", path);
		(void)snprintf(to->name, sizeof to->name, "%s", e->d_name);
		to->ino = st.st_ino;
		to->mode = st.st_mode;
		n = S_ISLNK(st.st_mode)
		            ? readlinkat(dirfd(d), e->d_name, to->target,
		                         sizeof to->target - 1)
		            : 0;
		to->target[n > 0 ? n : 0] = '\0';
		l->n++;
	}
	if (d != NULL)
		closedir(d);
	return l;
}

static void look(struct node *n, const char *path, bool dir)
{
	free(n->data.p);
	free(n->names);
	n->data = (struct bytes){ NULL, 0 };
	n->names = NULL;
	if (dir)
		n->names = list(path);
	else
		n->data = contents(n->fd);
}

static void start_at(const char *path)
{
	struct stat st;
	struct node *n;

	if (lstat(path, &st) != 0 || S_ISLNK(st.st_mode))
		return;
	n = keep(path, st.st_ino);
	look(n, path, S_ISDIR(st.st_mode));
	for (size_t i = 0; n->names != NULL && i < n->names->n; i++)
		start_at(join(path, "/", n->names->v[i].name));
}

void durable_start(const char *path)
{
	char *slash;

	(void)snprintf(above, sizeof above, "%s", path);
	slash = strrchr(above, '/');
	*slash = '\0';
	top = slash + 1;
	start_at(above);
}

void durable_synced(int fd)
{
	char link[64], path[4096];
	struct stat st;
	ssize_t n;

	(void)snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
	n = readlink(link, path, sizeof path - 1);
	path[n > 0 ? n : 0] = '\0';
	if (fstat(fd, &st) != 0)
		give_up("cannot look at", path);
	look(keep(link, st.st_ino), path, S_ISDIR(st.st_mode));
}

/* ---- the cut ------------------------------------------------------------- */

static enum durable_cut how;
static unsigned state;

static bool chance(void)
{
	state = state * 1103515245u + 12345u;
	return (state >> 16) & 1;
}

static const struct name *in(const struct names *l, const char *name)
{
	for (size_t i = 0; l != NULL && i < l->n; i++)
		if (strcmp(l->v[i].name, name) == 0)
			return &l->v[i];
	return NULL;
}

/* Of each page what is on the disk, or what was to be. */
static void mix(struct bytes *disk, const struct bytes *now)
{
	size_t len = disk->len;

	if (len != now->len && chance())
		len = now->len;
	disk->p = realloc(disk->p, len + 1);
	if (disk->p == NULL)
		give_up("no memory for", "a file");
	if (len > disk->len)
		memset(disk->p + disk->len, 0, len - disk->len);
	disk->len = len;
	for (size_t at = 0; at < len && at < now->len; at += PAGE) {
		size_t n = len < now->len ? len : now->len;

		if (chance())
			memcpy(disk->p + at, now->p + at,
			       n - at < PAGE ? n - at : PAGE);
	}
}

static void put_file(const struct name *e, const char *now, const char *to)
{
	struct node *n = find(e->ino);
	struct bytes disk = { NULL, 0 }, is = { NULL, 0 };
	int fd = open(to, O_WRONLY | O_CREAT | O_EXCL, 0666), from;

	if (n != NULL) {
		disk = n->data;
		n->data = (struct bytes){ NULL, 0 };
	}
	if (how == CUT_MIX) {
		from = n != NULL ? n->fd : open(now, O_RDONLY);
		if (from >= 0)
			is = contents(from);
		mix(&disk, &is);
	}
	if (fd < 0 || write(fd, disk.p, disk.len) != (ssize_t)disk.len)
		give_up("cannot write", to);
	(void)close(fd);
	if (n != NULL)
		n->made = strdup(to);
}

static void put_folder(ino_t ino, const char *now, const char *to);

static void put(const struct name *e, const char *now, const char *to)
{
	struct node *n = find(e->ino);
	char fd[64];

	if (n != NULL && n->made != NULL && !S_ISDIR(e->mode)) {
		if (link(n->made, to) != 0)
			give_up("cannot link", to);
	} else if (S_ISLNK(e->mode)) {
		if (symlink(e->target, to) != 0)
			give_up("cannot link", to);
	} else if (S_ISDIR(e->mode)) {
		if (n != NULL) {
			(void)snprintf(fd, sizeof fd, "/proc/self/fd/%d",
			               n->fd);
			now = fd;
		}
		if (mkdir(to, 0777) != 0)
			give_up("cannot create", to);
		put_folder(e->ino, now, to);
	} else {
		put_file(e, now, to);
	}
}

static const struct name *of_node(const struct names *l, ino_t ino)
{
	for (size_t i = 0; l != NULL && i < l->n; i++)
		if (l->v[i].ino == ino)
			return &l->v[i];
	return NULL;
}

static bool has(const struct names *l, const struct name *e)
{
	const struct name *there = in(l, e->name);

	return there != NULL && there->ino == e->ino;
}

/* Whether a name was given up for another one of its folder, in one step. */
static bool is_renamed(const struct name *from, const struct name *to,
                       const struct names *disk, const struct names *is)
{
	return from != NULL && to != NULL && !has(is, from) && !has(disk, to);
}

/* Of what has another name now there is one of the two names, not none. */
static bool take_now(const struct name *to, struct names *decided)
{
	size_t i = 0;

	while (i < decided->n && decided->v[i].ino != to->ino)
		i++;
	if (i == decided->n) {
		decided->v[decided->n] = *to;
		decided->v[decided->n++].mode = chance();
	}
	return decided->v[i].mode != 0;
}

static const struct name *choose(const char *name, const struct names *disk,
                                 const struct names *is, struct names *decided)
{
	const struct name *was = in(disk, name), *now = in(is, name);

	if (how == CUT_LOSE)
		return was;
	if (how == CUT_NAMES ||
	    (was != NULL && now != NULL && was->ino == now->ino))
		return now;
	if (now != NULL &&
	    is_renamed(of_node(disk, now->ino), now, disk, is))
		return take_now(now, decided) ? now : was;
	if (was != NULL && is_renamed(was, of_node(is, was->ino), disk, is))
		return take_now(of_node(is, was->ino), decided) ? now : was;
	return chance() ? was : now;
}

/* Of the folder that is at now, which may be gone. */
static void put_folder(ino_t ino, const char *now, const char *to)
{
	const struct node *n = find(ino);
	const struct names *disk = n != NULL ? n->names : NULL;
	struct names *is = list(now), *decided = calloc(1, sizeof *decided);

	if (decided == NULL)
		give_up("no memory for", "a folder");
	for (size_t pass = 0; pass < 2; pass++) {
		const struct names *l = pass == 0 ? disk : is;

		for (size_t i = 0; l != NULL && i < l->n; i++) {
			const char *name = l->v[i].name;
			const struct name *e;

			if (pass == 1 && in(disk, name) != NULL)
				continue;
			e = choose(name, disk, is, decided);
			if (e != NULL)
				put(e, join(now, "/", name),
				    join(to, "/",
				         join(name, "",
				              strcmp(to, above) == 0 ? ".power"
				                                     : "")));
		}
	}
	free(is);
	free(decided);
}

void durable_cut(enum durable_cut which, unsigned seed)
{
	struct stat st;

	how = which;
	state = seed;
	if (stat(above, &st) != 0)
		give_up("cannot look at", above);
	put_folder(st.st_ino, above, above);
}
