/* parse - how fast inputs are read: articles are made and thrown away
 *
 *     parse RUNS PATH...
 *
 * For each path, on one line and parted by tabs: bytes that formats read, as
 * unpacked; CPU seconds of the quickest of RUNS; articles, records that were
 * skipped, records and members that failed; the formats.  CPU seconds count
 * one core's work, whatever else the machine does.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "corpus/walk.h"
#include "lib/base/buf.h"

struct sums {
	unsigned long long bytes, articles, skipped, failed;
	struct buf formats; /* their names */
};

static enum nx_status archive_begin(void *ctx, const struct walk_archive *a)
{
	(void)ctx;
	(void)a;
	return NX_OK;
}

static enum nx_status member_begin(void *ctx, const struct member *m)
{
	(void)ctx;
	(void)m;
	return NX_OK;
}

static enum nx_status article(void *ctx, const struct member *m,
                              uint64_t record, struct article *a)
{
	struct sums *s = ctx;

	(void)m;
	(void)record;
	(void)a;
	s->articles++;
	return NX_OK;
}

static enum nx_status skipped(void *ctx, const struct member *m,
                              uint64_t record, uint64_t offset,
                              const char *reason)
{
	struct sums *s = ctx;

	(void)m;
	(void)record;
	(void)offset;
	(void)reason;
	s->skipped++;
	return NX_OK;
}

static enum nx_status failed(void *ctx, const struct member *m, uint64_t record,
                             uint64_t offset, const char *reason)
{
	struct sums *s = ctx;

	(void)m;
	(void)record;
	(void)offset;
	(void)reason;
	s->failed++;
	return NX_OK;
}

static void add_format(struct buf *names, const char *name)
{
	if (strstr(buf_str(names), name) == NULL)
		buf_addf(names, "%s%s", names->len > 0 ? " " : "", name);
}

static enum nx_status member_end(void *ctx, const struct member *m,
                                 const struct member_end *e)
{
	struct sums *s = ctx;

	(void)m;
	if (e->kind == MEMBER_ARTICLES) {
		s->bytes += e->bytes;
		add_format(&s->formats, e->format->name);
	}
	s->failed += e->kind == MEMBER_FAILED;
	return NX_OK;
}

static enum nx_status archive_end(void *ctx, const char *path,
                                  const struct walk_archive_end *end)
{
	(void)ctx;
	(void)path;
	(void)end;
	return NX_OK;
}

static double cpu_seconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

/* The seconds of one walk, or less than 0. */
static double read_once(const char *path, struct sums *s)
{
	const char *paths[] = { path, NULL };
	struct walk_options o = { .include = NULL };
	struct walk_events ev = {
		s,      archive_begin, member_begin, article, skipped,
		failed, member_end,    archive_end,  NULL,
	};
	struct nx_err err = { "" };
	double start = cpu_seconds();

	s->bytes = s->articles = s->skipped = s->failed = 0;
	buf_clear(&s->formats);
	if (walk(paths, &o, &ev, &err) != NX_OK) {
		fprintf(stderr, "parse: %s: %s\n", path, err.msg);
		return -1;
	}
	return cpu_seconds() - start;
}

int main(int argc, char **argv)
{
	long runs = argc > 1 ? strtol(argv[1], NULL, 10) : 0;
	struct sums s = { .formats = BUF_INIT };
	int code = 0;

	if (argc < 3 || runs < 1)
		return 2;
	for (int i = 2; i < argc && code == 0; i++) {
		double best = -1;

		for (long k = 0; k < runs && code == 0; k++) {
			double t = read_once(argv[i], &s);

			if (t < 0)
				code = 4;
			else if (best < 0 || t < best)
				best = t;
		}
		if (code == 0)
			printf("%llu\t%.3f\t%llu\t%llu\t%llu\t%s\n", s.bytes,
			       best, s.articles, s.skipped, s.failed,
			       buf_str(&s.formats));
	}
	buf_release(&s.formats);
	return code;
}
