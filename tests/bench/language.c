/* language.c - how often, and how fast, articles' languages are detected
 *
 *     language CODE PATH [CODE PATH]...
 *
 * CODE is the language of all articles in PATH, or "-" if they say it
 * themselves.  One row a PATH, or for "-" one a language: articles, and for
 * their first 100, 200, 500 and 1000 bytes of text, and for all of them as the
 * builder has it, how many are detected rightly / wrongly / not at all.  What
 * is wrong with all of an article is listed on stderr with -v.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "corpus/walk.h"
#include "lib/analysis/detect.h"

#define LENGTHS 5
#define ROWS 128

static const size_t lengths[LENGTHS] = { 100, 200, 500, 1000, SIZE_MAX };

struct row {
	const struct language *language;
	unsigned long articles;
	unsigned long right[LENGTHS], wrong[LENGTHS];
};

struct bench {
	struct detector *d;
	bool verbose;
	const struct language *language; /* NULL: as declared */
	struct row row[ROWS];
	size_t n;
	double seconds; /* for all of each article */
	unsigned long long articles, bytes;
};

static double now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static struct row *row_of(struct bench *b, const struct language *l)
{
	size_t i = 0;

	while (i < b->n && b->row[i].language != l)
		i++;
	if (i == ROWS)
		exit(4);
	if (i == b->n)
		b->row[b->n++] = (struct row){ .language = l };
	return &b->row[i];
}

static const struct language *detect(struct bench *b, const struct article *a,
                                     size_t len)
{
	const struct buf *parts[] = { &a->body, &a->deck, &a->headline };
	const struct language *l;
	enum language_from from;
	double start = now();

	detector_begin(b->d);
	if (len < a->body.len)
		(void)detector_add(b->d, a->body.p, len);
	else
		for (size_t i = 0; i < 3; i++)
			if (!detector_add(b->d, buf_str(parts[i]),
			                  parts[i]->len))
				break;
	l = detector_settle(b->d, NULL, &from);
	if (len == SIZE_MAX)
		b->seconds += now() - start;
	return l;
}

static enum nx_status on_article(void *ctx, const struct member *m,
                                 uint64_t record, struct article *a)
{
	struct bench *b = ctx;
	const struct language *is = b->language, *l = NULL;
	struct row *r;

	if (is == NULL)
		is = language_find(buf_str(&a->language), a->language.len);
	if (is == NULL)
		return NX_OK;
	r = row_of(b, is);
	r->articles++;
	b->articles++;
	b->bytes += a->body.len;
	for (size_t i = 0; i < LENGTHS; i++) {
		l = detect(b, a, lengths[i]);
		r->right[i] += l == is;
		r->wrong[i] += l != NULL && l != is;
	}
	if (b->verbose && l != NULL && l != is)
		fprintf(stderr, "%s for %s: %s %llu %s: %.200s\n", l->code,
		        is->code, m->path, (unsigned long long)record,
		        buf_str(&a->headline), buf_str(&a->body));
	return NX_OK;
}

static enum nx_status on_archive(void *ctx, const struct walk_archive *a)
{
	(void)ctx;
	(void)a;
	return NX_OK;
}

static enum nx_status on_member(void *ctx, const struct member *m)
{
	(void)ctx;
	(void)m;
	return NX_OK;
}

static enum nx_status on_record(void *ctx, const struct member *m,
                                uint64_t record, uint64_t offset,
                                const char *reason)
{
	(void)ctx;
	(void)m;
	(void)record;
	(void)offset;
	(void)reason;
	return NX_OK;
}

static enum nx_status on_member_end(void *ctx, const struct member *m,
                                    const struct member_end *e)
{
	(void)ctx;
	(void)m;
	(void)e;
	return NX_OK;
}

static enum nx_status on_archive_end(void *ctx, const char *path,
                                     const struct walk_archive_end *e)
{
	(void)ctx;
	(void)path;
	(void)e;
	return NX_OK;
}

static void print_rows(const struct bench *b, const char *path)
{
	const char *slash = strrchr(path, '/');

	for (size_t i = 0; i < b->n; i++) {
		const struct row *r = &b->row[i];

		printf("%-28.28s %s %6lu", slash != NULL ? slash + 1 : path,
		       r->language->code, r->articles);
		for (size_t k = 0; k < LENGTHS; k++)
			printf("  %5lu/%lu/%lu", r->right[k], r->wrong[k],
			       r->articles - r->right[k] - r->wrong[k]);
		putchar('\n');
	}
}

int main(int argc, char **argv)
{
	struct bench b = { .d = detector_new() };
	const struct walk_events ev = {
		&b,        on_archive,    on_member,      on_article, on_record,
		on_record, on_member_end, on_archive_end, NULL,
	};
	const struct walk_options o = { .include = NULL };
	int i = 1;

	if (argc > 1 && strcmp(argv[1], "-v") == 0) {
		b.verbose = true;
		i++;
	}
	printf("%-28s    %6s  right/wrong/undecided: first 100 bytes, 200, "
	       "500, 1000, all\n",
	       "", "");
	for (; i + 1 < argc; i += 2) {
		const char *paths[] = { argv[i + 1], NULL };

		b.language = language_find(argv[i], strlen(argv[i]));
		b.n = 0;
		if (walk(paths, &o, &ev, NULL) != NX_OK)
			return 4;
		print_rows(&b, argv[i + 1]);
		(void)fflush(stdout);
	}
	printf("%.2f us an article, of %.1f kB on average\n",
	       b.seconds * 1e6 / (double)(b.articles + !b.articles),
	       (double)b.bytes / 1e3 / (double)(b.articles + !b.articles));
	detector_free(b.d);
	return 0;
}
