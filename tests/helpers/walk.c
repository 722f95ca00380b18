/* walk - print what a walk tells, one event a line, for tests and by hand
 *
 *     walk [-q] [-b] [-I pattern] [-E pattern] [-f format] PATH...
 *
 * -q leaves articles out, -b gives their text too.  Fields are parted by tabs:
 *
 *     archive  PATH
 *     member   PATH
 *     article  NUMBER KEY HEADLINE
 *     deck     TEXT                   with -b, behind its article
 *     body     TEXT                   the same, on one line
 *     skipped  NUMBER OFFSET REASON
 *     failed   NUMBER OFFSET REASON
 *     end      KIND STATUS FORMAT RECORDS REASON
 *     done     STATUS REASON
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "corpus/walk.h"

#define PATTERNS 16

struct report {
	bool quiet, bodies;
	unsigned long long articles, records;
};

static enum nx_status archive_begin(void *ctx, const struct walk_archive *a)
{
	(void)ctx;
	printf("archive\t%s\n", a->path);
	return NX_OK;
}

static enum nx_status member_begin(void *ctx, const struct member *m)
{
	(void)ctx;
	printf("member\t%s\n", m->path);
	return NX_OK;
}

static enum nx_status article(void *ctx, const struct member *m,
                              uint64_t record, struct article *a)
{
	struct report *r = ctx;

	(void)m;
	r->articles++;
	if (!r->quiet)
		printf("article\t%llu\t%s\t%s\n", (unsigned long long)record,
		       buf_str(&a->key), buf_str(&a->headline));
	if (r->bodies) {
		for (char *p = a->body.p; p != NULL && *p != '\0'; p++)
			if (*p == '\n' || *p == '\t')
				*p = ' ';
		printf("deck\t%s\n", buf_str(&a->deck));
		printf("body\t%s\n", buf_str(&a->body));
	}
	return NX_OK;
}

static enum nx_status skipped(void *ctx, const struct member *m,
                              uint64_t record, uint64_t offset,
                              const char *reason)
{
	(void)ctx;
	(void)m;
	printf("skipped\t%llu\t%llu\t%s\n", (unsigned long long)record,
	       (unsigned long long)offset, reason);
	return NX_OK;
}

static enum nx_status failed(void *ctx, const struct member *m, uint64_t record,
                             uint64_t offset, const char *reason)
{
	(void)ctx;
	(void)m;
	printf("failed\t%llu\t%llu\t%s\n", (unsigned long long)record,
	       (unsigned long long)offset, reason);
	return NX_OK;
}

static enum nx_status member_end(void *ctx, const struct member *m,
                                 const struct member_end *e)
{
	static const char *const kind[] = { "articles", "container", "skipped",
		                            "failed" };
	struct report *r = ctx;

	(void)m;
	if (e->kind == MEMBER_ARTICLES)
		r->records += e->records;
	printf("end\t%s\t%s\t%s\t%llu\t%s\n", kind[e->kind],
	       nx_status_name(e->status),
	       e->format != NULL ? e->format->name : "-",
	       (unsigned long long)e->records, e->reason);
	return NX_OK;
}

static enum nx_status archive_end(void *ctx, const char *path,
                                  const struct walk_archive_end *e)
{
	(void)ctx;
	(void)path;
	printf("done\t%s\t%s\n", nx_status_name(e->status), e->reason);
	return NX_OK;
}

static bool option(int *i, int argc, char **argv, const char *name,
                   const char **value)
{
	if (strcmp(argv[*i], name) != 0 || *i + 1 >= argc)
		return false;
	*value = argv[++*i];
	return true;
}

int main(int argc, char **argv)
{
	const char *include[PATTERNS + 1] = { NULL };
	const char *exclude[PATTERNS + 1] = { NULL };
	struct report r = { .quiet = false };
	struct walk_options o = { .include = NULL };
	struct walk_events ev = {
		&r,      archive_begin, member_begin, article,
		skipped, failed,        member_end,   archive_end,
		NULL,
	};
	size_t n_in = 0, n_ex = 0;
	struct nx_err err = { "" };
	const char *format = NULL;
	enum nx_status st;
	int i = 1;

	for (; i < argc && argv[i][0] == '-' && argv[i][1] != '\0'; i++) {
		if (strcmp(argv[i], "-q") == 0)
			r.quiet = true;
		else if (strcmp(argv[i], "-b") == 0)
			r.bodies = true;
		else if (n_in < PATTERNS &&
		         option(&i, argc, argv, "-I", &include[n_in]))
			n_in++;
		else if (n_ex < PATTERNS &&
		         option(&i, argc, argv, "-E", &exclude[n_ex]))
			n_ex++;
		else if (!option(&i, argc, argv, "-f", &format))
			return 2;
	}
	o.include = n_in > 0 ? include : NULL;
	o.exclude = n_ex > 0 ? exclude : NULL;
	o.format = format != NULL ? format_find(format) : NULL;
	if (format != NULL && o.format == NULL)
		return 2;
	st = walk((const char *const *)(argv + i), &o, &ev, &err);
	printf("total\t%llu\t%llu\t%s\n", r.articles, r.records,
	       nx_status_name(st));
	return st == NX_OK ? 0 : 4;
}
