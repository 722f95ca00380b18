#include "corpus/article.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "corpus/date.h"
#include "corpus/url.h"
#include "lib/base/limits.h"
#include "lib/base/mem.h"
#include "lib/base/utf8.h"

const char *const repair_names[REPAIRS] = {
	"charset_fallback", "mojibake_fixed", "naive_date",  "no_date",
	"too_big",          "partial_text",   "html_deep",   "gz_truncated",
	"warc_resync",      "csv_resync",     "json_bad_line", "trailing_bytes",
	"language_corrected",
};

enum withdrawn withdrawn_by(const char *status, size_t len)
{
	if (len >= 6 && strncasecmp(status, "cancel", 6) == 0)
		return WITHDRAWN_CANCELLED;
	if (len >= 4 && strncasecmp(status, "kill", 4) == 0)
		return WITHDRAWN_KILLED;
	if (len >= 8 && strncasecmp(status, "withheld", 8) == 0)
		return WITHDRAWN_WITHHELD;
	return WITHDRAWN_NOT;
}

const char *withdrawn_name(enum withdrawn w)
{
	static const char *const names[] = { "", "cancelled", "killed",
		                             "withheld", "replaced" };

	return names[w];
}

static bool is_space(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

/* Runs of white space to one space, none at the ends. */
static void one_line(struct buf *b)
{
	size_t to = 0;

	for (size_t i = 0; i < b->len; i++) {
		if (!is_space(b->p[i]))
			b->p[to++] = b->p[i];
		else if (to > 0 && b->p[to - 1] != ' ')
			b->p[to++] = ' ';
	}
	if (to > 0 && b->p[to - 1] == ' ')
		to--;
	buf_cut(b, to);
}

static void cut_at(struct buf *b, size_t max, unsigned *repairs)
{
	if (b->len <= max)
		return;
	buf_cut(b, utf8_cut(b->p, b->len, max));
	*repairs |= REPAIR_CUT;
}

/* ---- strings ----------------------------------------------------------- */

void strings_add(struct strings *s, const char *p, size_t len)
{
	struct buf *b;
	unsigned cut = 0;

	if (s->n >= LIMIT_REPEATS)
		return;
	if (s->n == s->cap) {
		size_t old = s->cap;

		s->v = NX_GROW(s->v, s->n, &s->cap);
		for (size_t i = old; i < s->cap; i++)
			s->v[i] = (struct buf)BUF_INIT;
	}
	b = &s->v[s->n];
	/* What is far too long is not worth copying to be cut. */
	buf_set(b, p, len < 4 * LIMIT_FIELD ? len : 4 * LIMIT_FIELD);
	one_line(b);
	cut_at(b, LIMIT_FIELD, &cut);
	if (b->len == 0)
		return;
	for (size_t i = 0; i < s->n; i++)
		if (buf_equal(&s->v[i], b))
			return;
	s->n++;
}

void strings_clear(struct strings *s)
{
	s->n = 0;
}

void strings_release(struct strings *s)
{
	for (size_t i = 0; i < s->cap; i++)
		buf_release(&s->v[i]);
	free(s->v);
	*s = (struct strings){ NULL, 0, 0 };
}

/* ---- the article's memory ---------------------------------------------- */

/* Every buffer of an article, and every list. */
#define FOR_BUFS(X)                                                           \
	X(id)                                                                 \
	X(space)                                                              \
	X(url) X(headline) X(deck) X(source) X(section) X(language) X(rights) \
		X(body) X(key)
#define FOR_STRINGS(X) X(authors) X(places) X(keywords)

void article_init(struct article *a)
{
	memset(a, 0, sizeof *a);
}

void article_clear(struct article *a)
{
#define CLEAR(f) buf_clear(&a->f);
	FOR_BUFS(CLEAR)
#undef CLEAR
#define CLEAR(f) strings_clear(&a->f);
	FOR_STRINGS(CLEAR)
#undef CLEAR
	memset(&a->published, 0, sizeof a->published);
	memset(&a->updated, 0, sizeof a->updated);
	memset(&a->captured, 0, sizeof a->captured);
	a->revision = 0;
	a->withdrawn = WITHDRAWN_NOT;
	a->counted = false;
	a->placed = false;
	a->repairs = 0;
	a->offset = a->size = 0;
	a->digest[0] = a->digest[1] = 0;
}

void article_release(struct article *a)
{
#define RELEASE(f) buf_release(&a->f);
	FOR_BUFS(RELEASE)
#undef RELEASE
#define RELEASE(f) strings_release(&a->f);
	FOR_STRINGS(RELEASE)
#undef RELEASE
}

void article_set_revision(struct article *a, const char *p, size_t len)
{
	uint64_t n = 0;

	for (size_t i = 0; i < len; i++) {
		if (p[i] < '0' || p[i] > '9')
			return;
		n = n * 10 + (uint64_t)(p[i] - '0');
		if (n > UINT32_MAX)
			n = UINT32_MAX;
	}
	if (len > 0)
		a->revision = (uint32_t)n;
}

/* ---- the text ---------------------------------------------------------- */

/* CR LF and CR to LF. */
static void line_ends(struct buf *b)
{
	size_t to = 0;

	if (b->len == 0 || memchr(b->p, '\r', b->len) == NULL)
		return;
	for (size_t i = 0; i < b->len; i++) {
		if (b->p[i] != '\r')
			b->p[to++] = b->p[i];
		else if (i + 1 == b->len || b->p[i + 1] != '\n')
			b->p[to++] = '\n';
	}
	buf_cut(b, to);
}

/* Line ends '\n', nothing before them, runs of empty lines one. */
static void tidy_body(struct buf *b)
{
	size_t from = 0, to = 0, n;
	bool blank = false; /* an empty line is owed */

	line_ends(b);
	while (from < b->len && is_space(b->p[from]))
		from++;
	for (size_t i = from; i < b->len; i += n + 1) {
		const char *nl = memchr(b->p + i, '\n', b->len - i);
		size_t end = nl != NULL ? (size_t)(nl - b->p) : b->len;

		n = end - i;
		while (end > i && is_space(b->p[end - 1]))
			end--;
		if (end == i) {
			blank = true;
			continue;
		}
		/* There is room: a line end was read for each written. */
		if (to > 0)
			b->p[to++] = '\n';
		if (to > 0 && blank)
			b->p[to++] = '\n';
		blank = false;
		if (to != i)
			memmove(b->p + to, b->p + i, end - i);
		to += end - i;
	}
	buf_cut(b, to);
}

/* ---- repeated text ------------------------------------------------------ */

/* The next byte that counts when texts are compared: letters and digits, in
 * lower case, and whatever is not ASCII but for the general punctuation of
 * U+2000 to U+207F (quotes, dashes, ellipses).  -1 at the end. */
static int next_letter(const char **p, const char *end)
{
	while (*p < end) {
		unsigned char c = (unsigned char)*(*p)++;

		if (c == 0xe2 && end - *p >= 2 &&
		    ((unsigned char)(*p)[0] & 0xfe) == 0x80) {
			*p += 2;
			continue;
		}
		if (c >= 0x80 || (c >= '0' && c <= '9') ||
		    (c >= 'a' && c <= 'z'))
			return c;
		if (c >= 'A' && c <= 'Z')
			return c | 0x20;
	}
	return -1;
}

/* Whether what is only repeats how text begins. */
static bool repeats_start(const struct buf *what, const struct buf *text)
{
	const char *p = buf_str(what), *pe = p + what->len;
	const char *q = buf_str(text), *qe = q + text->len;
	int c;

	do {
		c = next_letter(&p, pe);
	} while (c >= 0 && c == next_letter(&q, qe));
	return c < 0;
}

static bool has_letters(const struct buf *b)
{
	const char *p = buf_str(b);

	return next_letter(&p, p + b->len) >= 0;
}

/* ---- identity ----------------------------------------------------------- */

static bool is_weak(const struct buf *id)
{
	if (id->len < 6)
		return true;
	for (size_t i = 0; i < id->len; i++)
		if (id->p[i] < '0' || id->p[i] > '9')
			return false;
	return true;
}

static const char *const endings[] = {
	"gz",  "bz2", "xz",   "zst",  "lz4",   "lzma",   "z",    "tar",
	"tgz", "tbz", "txz",  "zip",  "7z",    "rar",    "cpio", "iso",
	"xml", "txt", "json", "warc", "csv",   "tsv",    "sgm",  "sgml",
	"jl",  "wet", "html", "mbox", "jsonl", "ndjson",
};

static bool is_ending(const char *p, size_t len)
{
	for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
		if (strlen(endings[i]) == len &&
		    strncasecmp(endings[i], p, len) == 0)
			return true;
	return false;
}

/* The last component of a path without its endings. */
static void add_stem(struct buf *out, const char *p, size_t len)
{
	const char *slash, *dot;

	while (len > 0 && p[len - 1] == '/')
		len--;
	slash = len > 0 ? memrchr(p, '/', len) : NULL;
	if (slash != NULL) {
		len -= (size_t)(slash + 1 - p);
		p = slash + 1;
	}
	while (len > 0 && (dot = memrchr(p, '.', len)) != NULL && dot > p &&
	       is_ending(dot + 1, (size_t)(p + len - dot) - 1))
		len = (size_t)(dot - p);
	buf_add(out, p, len);
}

/* The archive as a collection.  A loose file is in the folder that its place
 * is relative to: "news/2019/a.txt" at "2019/a.txt" is in "news". */
static void add_collection(struct buf *out, const struct article_origin *o)
{
	size_t len, n;

	if (o->archive == NULL || strcmp(o->archive, "-") == 0)
		return;
	len = strlen(o->archive);
	n = o->place != NULL ? strlen(o->place) : 0;
	if (n > 0 && n <= len &&
	    memcmp(o->archive + len - n, o->place, n) == 0 &&
	    (n == len || o->archive[len - n - 1] == '/'))
		len -= n;
	add_stem(out, o->archive, len);
}

static void key_of_number(struct article *a, const struct article_origin *o)
{
	struct article_origin nowhere = *o;

	nowhere.place = NULL;
	buf_sets(&a->key, o->format);
	buf_addc(&a->key, '/');
	if (a->source.len > 0)
		buf_add(&a->key, a->source.p, a->source.len);
	else
		add_collection(&a->key, &nowhere);
	buf_addc(&a->key, ':');
	buf_add(&a->key, a->id.p, a->id.len);
}

static void key_of_place(struct article *a, const struct article_origin *o)
{
	buf_sets(&a->key, o->format);
	buf_addc(&a->key, '/');
	add_collection(&a->key, o);
	buf_addc(&a->key, ':');
	buf_adds(&a->key, o->place);
	if (a->offset > 0)
		buf_addf(&a->key, "@%llu", (unsigned long long)a->offset);
}

/* How much of the text makes its identity: later corrections change the end
 * of an article more often than its start. */
#define IDENTITY_LETTERS 256

static void add_letters(struct buf *out, const struct buf *text, size_t max)
{
	const char *p = buf_str(text), *end = p + text->len;
	int c;

	while (max-- > 0 && (c = next_letter(&p, end)) >= 0)
		buf_addc(out, (char)c);
	buf_addc(out, '|');
}

static void key_of_content(struct article *a)
{
	struct buf b = BUF_INIT;
	struct instant day = a->published;
	char date[INSTANT_TEXT_MAX];
	uint64_t h[2];

	if (day.precision > INSTANT_DAY)
		day.precision = INSTANT_DAY;
	add_letters(&b, &a->source, SIZE_MAX);
	buf_adds(&b, instant_text(&day, date));
	buf_addc(&b, '|');
	add_letters(&b, &a->headline, SIZE_MAX);
	add_letters(&b, &a->body, IDENTITY_LETTERS);
	digest128(b.p, b.len, 0, h);
	buf_sets(&a->key, "hash:");
	buf_addf(&a->key, "%016llx%016llx", (unsigned long long)h[0],
	         (unsigned long long)h[1]);
	buf_release(&b);
}

static bool key_of_url(struct article *a, const struct buf *url)
{
	buf_sets(&a->key, "url:");
	return url->len > 0 && url_canonical(url->p, url->len, &a->key);
}

/* Longer keys keep their start and are told apart by a hash. */
static void bound_key(struct buf *key)
{
	uint64_t h[2];

	if (key->len <= LIMIT_FIELD)
		return;
	digest128(key->p, key->len, 0, h);
	buf_cut(key, utf8_cut(key->p, key->len, LIMIT_FIELD - 33));
	buf_addf(key, "#%016llx%016llx", (unsigned long long)h[0],
	         (unsigned long long)h[1]);
}

static void set_key(struct article *a, const struct article_origin *o)
{
	const struct buf *space = &a->space;
	bool weak = a->id.len == 0 || (space->len == 0 && is_weak(&a->id));

	/* An id that is a URL, as many formats have it. */
	if (a->id.len > 0 && key_of_url(a, &a->id))
		goto out;
	if (!weak) {
		buf_sets(&a->key, space->len > 0 ? space->p : o->format);
		buf_addc(&a->key, ':');
		buf_add(&a->key, a->id.p, a->id.len);
		goto out;
	}
	if (key_of_url(a, &a->url))
		goto out;
	if (a->id.len > 0)
		key_of_number(a, o);
	else if (o->place != NULL && o->place[0] != '\0')
		key_of_place(a, o);
	else
		key_of_content(a);
out:
	bound_key(&a->key);
}

/* ---- the digest --------------------------------------------------------- */

static void digest_buf(struct buf *all, const struct buf *b)
{
	buf_add_varint(all, b->len);
	buf_add(all, buf_str(b), b->len);
}

static void digest_strings(struct buf *all, const struct strings *s)
{
	buf_add_varint(all, s->n);
	for (size_t i = 0; i < s->n; i++)
		digest_buf(all, &s->v[i]);
}

static void digest_instant(struct buf *all, const struct instant *i)
{
	buf_add_varint(all, (uint64_t)i->sec);
	buf_add_varint(all, (uint32_t)i->offset);
	buf_add_varint(all, (uint64_t)i->precision << 3 |
	                            (uint64_t)i->zone_known << 1 |
	                            (uint64_t)i->ambiguous);
}

void article_set_digest(struct article *a)
{
	struct buf all = BUF_INIT;
	uint64_t body[2];

	/* The body, which is long, is hashed in its place. */
	digest128(buf_str(&a->body), a->body.len, 0, body);
	buf_add(&all, body, sizeof body);
	digest_buf(&all, &a->key);
	digest_buf(&all, &a->url);
	digest_buf(&all, &a->headline);
	digest_buf(&all, &a->deck);
	digest_buf(&all, &a->source);
	digest_buf(&all, &a->section);
	digest_buf(&all, &a->language);
	digest_buf(&all, &a->rights);
	digest_strings(&all, &a->authors);
	digest_strings(&all, &a->places);
	digest_strings(&all, &a->keywords);
	digest_instant(&all, &a->published);
	digest_instant(&all, &a->updated);
	buf_add_varint(&all, a->revision);
	digest128(all.p, all.len, 0, a->digest);
	buf_release(&all);
}

/* ---- finishing ---------------------------------------------------------- */

static void finish_fields(struct article *a)
{
	struct buf *const lines[] = {
		&a->id,     &a->space,   &a->url,      &a->headline, &a->deck,
		&a->source, &a->section, &a->language, &a->rights,
	};

	for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
		one_line(lines[i]);
		cut_at(lines[i], LIMIT_FIELD, &a->repairs);
	}
	tidy_body(&a->body);
	cut_at(&a->body, LIMIT_ARTICLE_TEXT, &a->repairs);
	if (a->deck.len > 0 && (repeats_start(&a->deck, &a->headline) ||
	                        repeats_start(&a->deck, &a->body)))
		buf_clear(&a->deck);
}

static void finish_date(struct article *a)
{
	struct instant *d = &a->published;

	if (d->precision == INSTANT_NONE && a->url.len > 0 &&
	    date_from_path(a->url.p, a->url.len, d))
		d->origin = INSTANT_FROM_URL;
	if (d->precision == INSTANT_NONE)
		(void)date_from_id(buf_str(&a->id), a->id.len, d);
	if (d->precision == INSTANT_NONE)
		a->repairs |= REPAIR_DATE;
	else if (d->precision >= INSTANT_MINUTE && !d->zone_known)
		a->repairs |= REPAIR_NAIVE_DATE;
}

const char *article_finish(struct article *a, const struct article_origin *o)
{
	finish_fields(a);
	if (a->withdrawn != WITHDRAWN_NOT && a->id.len == 0 &&
	    a->url.len == 0 && (o->place == NULL || o->place[0] == '\0'))
		return "withdrawn, but it does not say what";
	if (a->withdrawn == WITHDRAWN_NOT && !a->counted &&
	    !has_letters(&a->body) && !has_letters(&a->headline))
		return "no text";
	if (a->source.len == 0)
		(void)url_host(buf_str(&a->url), a->url.len, &a->source);
	finish_date(a);
	set_key(a, o);
	article_set_digest(a);
	return NULL;
}
