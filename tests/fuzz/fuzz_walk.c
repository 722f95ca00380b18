/* The container layers, and all formats behind them, on any bytes: as a file
 * that can be sought, or as a pipe's bytes. */
#include <sys/mman.h>
#include <unistd.h>

#include "corpus/walk.h"
#include "tests/fuzz/article_promises.h"
#include "tests/fuzz/fuzz.h"

/* What is open, to see that all that begins ends. */
struct watch {
	bool archive;
	unsigned members, archives;
};

static enum nx_status archive_begin(void *ctx, const struct walk_archive *a)
{
	struct watch *w = ctx;

	(void)a;
	PROMISE(!w->archive, "files come one after the other");
	w->archive = true;
	w->archives++;
	return NX_OK;
}

static enum nx_status member_begin(void *ctx, const struct member *m)
{
	struct watch *w = ctx;

	PROMISE(w->archive && m->path != NULL, "members belong to a file");
	w->members++;
	return NX_OK;
}

static enum nx_status article(void *ctx, const struct member *m,
                              uint64_t record, struct article *a)
{
	struct watch *w = ctx;

	(void)m;
	PROMISE(w->members > 0 && record > 0, "articles belong to a member");
	promise_article(a);
	return NX_OK;
}

static enum nx_status reason(void *ctx, const struct member *m, uint64_t record,
                             uint64_t offset, const char *why)
{
	struct watch *w = ctx;

	(void)m;
	(void)offset;
	PROMISE(w->members > 0 && record > 0, "records belong to a member");
	PROMISE(why != NULL && why[0] != '\0', "there is a reason");
	return NX_OK;
}

static enum nx_status member_end(void *ctx, const struct member *m,
                                 const struct member_end *e)
{
	struct watch *w = ctx;

	(void)m;
	PROMISE(w->members > 0, "what ends has begun");
	PROMISE(e->kind != MEMBER_FAILED || e->reason[0] != '\0',
	        "a failure has its reason");
	w->members--;
	return NX_OK;
}

static enum nx_status archive_end(void *ctx, const char *path,
                                  const struct walk_archive_end *end)
{
	struct watch *w = ctx;

	(void)path;
	PROMISE(w->members == 0, "all members have ended");
	PROMISE(end->status == NX_OK || end->reason[0] != '\0',
	        "a fault has a sentence");
	w->archive = false;
	return NX_OK;
}

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	(void)argc;
	(void)argv;
	return 0;
}

/* A file of these bytes without a name. */
static int file_of(const uint8_t *data, size_t size)
{
	int fd = memfd_create("input", MFD_CLOEXEC);

	if (fd < 0 || (size > 0 && write(fd, data, size) != (ssize_t)size) ||
	    lseek(fd, 0, SEEK_SET) != 0) {
		perror("memfd");
		exit(2);
	}
	return fd;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct watch watch = { false, 0, 0 };
	const struct walk_events ev = {
		&watch, archive_begin, member_begin, article,
		reason, reason,        member_end,   archive_end,
		NULL,
	};
	const struct walk_options o = { .include = NULL };
	char path[64];
	const char *const paths[] = { path, NULL };
	struct nx_err err = { "" };
	enum nx_status st;
	int fd = file_of(data, size);

	/* Behind standard input, nothing can be sought. */
	(void)snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
	if (size % 2 == 1) {
		int ends[2];

		if (size < 65536 && pipe(ends) == 0) {
			if (write(ends[1], data, size) != (ssize_t)size)
				abort();
			(void)close(ends[1]);
			(void)dup2(ends[0], STDIN_FILENO);
			(void)close(ends[0]);
			(void)snprintf(path, sizeof path, "-");
		}
	}
	st = walk(paths, &o, &ev, &err);
	PROMISE(st == NX_OK, "bytes alone do not end a walk");
	PROMISE(watch.archives == 1 && !watch.archive, "the file was told");
	(void)close(fd);
	return 0;
}
