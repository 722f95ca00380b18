#include "corpus/grown.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "corpus/flow.h"
#include "corpus/select.h"
#include "corpus/walker.h"
#include "lib/base/mem.h"

#define TAR_BLOCK 512

void grown_go_on(const struct grown *g, struct checksum *sum, uint64_t *records)
{
	*sum = g->mark.packed ? g->mark.sum : g->sum;
	*records = g->mark.told;
}

void grown_filter(const struct grown *g, struct filter *f)
{
	filter_go_on(f, g->mark.at, g->mark.offset, g->crawl);
}

/* ---- what it is -------------------------------------------------------------
 */

/* How a file is named where it stands, as the walk names it. */
static void name_of(const struct walk_archive *a, struct buf *out)
{
	const char *rel = a->path + strlen(a->root), *slash;

	while (*rel == '/')
		rel++;
	if (a->root[0] == '\0') {
		slash = strrchr(a->path, '/');
		rel = slash != NULL ? slash + 1 : a->path;
	}
	name_display(rel, out);
}

/* Whether records of the same format as before stand in r, at the start of the
 * file, or of what is packed in it. */
static bool choose(struct grown *g, const struct walk_archive *a,
                   const struct walk_options *o, struct reader *r)
{
	struct buf leaf = BUF_INIT;
	struct member m = { a->path, NULL, g->mark.packed ? 0 : a->size };
	struct sniff sn;
	const char *p;
	size_t n = reader_peek(r, SNIFF_BYTES, &p);

	name_of(a, &leaf);
	if (g->mark.packed)
		select_strip_ending(&leaf);
	m.path = buf_str(&leaf);
	if (n > 0 && layer_sniff(p, n) == NULL)
		g->format = stream_choose(o, &m, r, &sn, NULL);
	g->crawl = n >= 5 && memcmp(p, "WARC/", 5) == 0;
	buf_release(&leaf);
	return g->format != NULL &&
	       (g->format->flags & FORMAT_GOES_ON) != 0 &&
	       strcmp(g->format->name, g->mark.format) == 0;
}

/* Whether the file begins as it did. */
static bool begins_as_before(struct grown *g, const struct walk_archive *a,
                             const struct walk_options *o, int fd)
{
	struct flow flow = { .stop = o->stop };
	struct file_source src;
	struct replay_source packed;
	struct filter *f = NULL;
	struct reader file, member;
	const char *p;
	size_t n;
	bool same;

	file_source_init(&src, fd, &flow, a->size);
	reader_init(&file, &src.src);
	n = reader_peek(&file, SNIFF_BYTES, &p);
	g->layer = layer_sniff(p, n);
	if (g->mark.format[0] == '\0') {
		same = g->layer == &layer_tar;
	} else if (!g->mark.packed) {
		same = g->layer == NULL && choose(g, a, o, &file);
	} else if (g->layer == &layer_gzip) {
		replay_source_init(&packed, &file);
		f = filter_open(g->layer, &packed.src, &flow);
		reader_init(&member, filter_source(f));
		same = choose(g, a, o, &member);
		reader_release(&member);
		filter_close(f);
	} else {
		same = false;
	}
	reader_release(&file);
	file_source_release(&src);
	return same;
}

/* ---- what was appended ------------------------------------------------------
 */

static bool is_zero(const char *p, size_t n)
{
	while (n > 0 && *p == '\0') {
		p++;
		n--;
	}
	return n == 0;
}

/* Whether what stands at the mark goes on with what stands before. */
static bool fits(const struct grown *g, struct reader *r)
{
	const char *p;
	size_t n = reader_peek(r, GOES_ON_BYTES, &p);

	if (n > GOES_ON_BYTES)
		n = GOES_ON_BYTES;
	if (g->format == NULL)
		return n == 0 || layer_sniff(p, n) == &layer_tar ||
		       is_zero(p, n < TAR_BLOCK ? n : TAR_BLOCK);
	return g->format->goes_on == NULL || g->format->goes_on(p, n);
}

static bool goes_on(const struct grown *g, const struct walk_options *o, int fd)
{
	struct flow flow = { .in = g->mark.at, .stop = o->stop };
	struct file_source src;
	struct filter *f = NULL;
	struct reader r;
	bool fit;

	if (lseek(fd, (off_t)g->mark.at, SEEK_SET) < 0)
		return false;
	file_source_init(&src, fd, &flow, g->size - g->mark.at);
	if (g->mark.packed) {
		f = filter_open(g->layer, &src.src, &flow);
		grown_filter(g, f);
	}
	reader_init(&r, f != NULL ? filter_source(f) : &src.src);
	fit = fits(g, &r);
	reader_release(&r);
	filter_close(f);
	file_source_release(&src);
	return fit;
}

/* ---- what was there ---------------------------------------------------------
 */

/* A tar archive ends with zeros, which what is appended takes the place of. */
static bool was_zero(const struct grown *g, uint64_t size,
                     const unsigned char *digest)
{
	static const char zeros[4096];
	struct checksum c = g->sum;
	unsigned char is[CHECKSUM_BYTES];

	for (uint64_t left = size - g->mark.at; left > 0;) {
		size_t n = left < sizeof zeros ? (size_t)left : sizeof zeros;

		checksum_add(&c, zeros, n);
		left -= n;
	}
	checksum_end(&c, is);
	return memcmp(is, digest, sizeof is) == 0;
}

/* Whether the digest is that of the file's first bytes, with their digest up to
 * the mark noted. */
static bool is_same(struct grown *g, uint64_t size, const unsigned char *digest,
                    const atomic_int *stop, int fd)
{
	struct checksum c;
	unsigned char is[CHECKSUM_BYTES];

	checksum_init(&g->sum);
	if (!checksum_add_file(&g->sum, fd, 0, g->mark.at, stop))
		return false;
	if (g->format == NULL && was_zero(g, size, digest))
		return true;
	c = g->sum;
	if (!checksum_add_file(&c, fd, g->mark.at, size, stop))
		return false;
	checksum_end(&c, is);
	return memcmp(is, digest, sizeof is) == 0;
}

struct grown *walk_grown(const struct walk_archive *a, uint64_t was,
                         const unsigned char *digest, const char *mark,
                         const struct walk_options *o)
{
	struct grown *g = nx_zalloc(sizeof *g);
	int fd = -1;
	/* A tar archive is of no more blocks than it needs, sometimes. */
	bool has = mark_read(&g->mark, mark) && g->mark.at <= was &&
	           (was < a->size ||
	            (was == a->size && g->mark.format[0] == '\0'));

	g->size = a->size;
	g->mtime = a->mtime;
	g->ctime = a->ctime;
	g->inode = a->inode;
	if (has)
		fd = open(a->path,
		          O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	has = fd >= 0 && begins_as_before(g, a, o, fd) &&
	      is_same(g, was, digest, o->stop, fd) && goes_on(g, o, fd);
	if (fd >= 0)
		(void)close(fd);
	if (has)
		return g;
	walk_grown_free(g);
	return NULL;
}

bool walk_grown_in_member(const struct grown *g, uint64_t *records)
{
	*records = g->mark.told;
	return g->format != NULL;
}

void walk_grown_free(struct grown *g)
{
	free(g);
}
