#include "corpus/walker.h"

#include <stdio.h>
#include <string.h>

#include "corpus/grown.h"

struct telling {
	struct sink sink;
	struct walker *w;
	const struct scope *scope;
	const struct member *member;
	const struct format *format;
	const struct reader *r;
	uint64_t records;
	struct checksum sum;
	struct buf archive; /* its name in identities */
	/* The last place that the format says is safe, and the records before
	 * it.  Where something was mended before one, it is none. */
	uint64_t safe, safe_records;
	bool mended;
};

static enum nx_status heed(struct walker *w, enum nx_status st)
{
	if (st != NX_OK && w->halt == NX_OK)
		w->halt = st;
	if (w->halt == NX_OK && w->o->stop != NULL && *w->o->stop != 0)
		w->halt = nx_fail(w->err, NX_INTERRUPTED, "interrupted");
	return w->halt;
}

void tell_begin(struct walker *w, const struct member *m)
{
	if (w->halt == NX_OK)
		(void)heed(w, w->ev->member_begin(w->ev->ctx, m));
}

void tell_end(struct walker *w, const struct member *m,
              const struct member_end *end)
{
	struct member_end whole = *end;

	whole.mended = w->flow.mended;
	if (w->halt == NX_OK)
		(void)heed(w, w->ev->member_end(w->ev->ctx, m, &whole));
	memset(w->flow.mended, 0, sizeof w->flow.mended);
}

void tell_unread(struct walker *w, const char *path, uint64_t size,
                 const struct member_end *end)
{
	struct member m = { w->archive, path, size };

	tell_begin(w, &m);
	tell_end(w, &m, end);
}

/* Where the article stands, for those that have no other identity.  Of the
 * archive's name article_finish takes the last component only, so folders that
 * are to tell archives apart are made part of that.  A loose file is known by
 * the name it would have unpacked. */
static void set_origin(struct telling *t, bool by_place,
                       struct article_origin *o)
{
	const struct walker *w = t->w;
	size_t folders;

	buf_set(&t->archive, buf_str(&w->key), w->key.len);
	folders = t->archive.len;
	if (t->scope->depth == 0) {
		buf_cut(&t->archive, w->key_folder);
		folders = w->key_folder > 0 ? w->key_folder - 1 : 0;
		buf_adds(&t->archive, t->member->path);
	}
	if (!by_place)
		folders = t->archive.len;
	for (size_t i = 0; i < folders; i++)
		if (t->archive.p[i] == '/')
			t->archive.p[i] = ':';
	o->format = t->format->name;
	o->archive = t->archive.p;
	o->place = by_place ? t->member->path : NULL;
}

static enum nx_status on_article(struct sink *s, struct article *a)
{
	struct telling *t = (struct telling *)s;
	const struct walk_events *ev = t->w->ev;
	bool by_place = a->placed ||
	                (t->format->flags & FORMAT_PATH_IS_ID) != 0;
	struct article_origin origin;
	const char *why;

	t->records++;
	/* A text is read as a whole, so what a broken stream gave of it is a
	 * part; a record of a collection is there or is not. */
	if (by_place && reader_status(t->r, NULL) != NX_OK)
		a->repairs |= REPAIR_PARTIAL;
	set_origin(t, by_place, &origin);
	why = article_finish(a, &origin);
	if (why != NULL)
		return heed(t->w, ev->record_skipped(ev->ctx, t->member,
		                                     t->records, a->offset,
		                                     why));
	return heed(t->w, ev->article(ev->ctx, t->member, t->records, a));
}

static enum nx_status on_skipped(struct sink *s, uint64_t offset,
                                 const char *reason)
{
	struct telling *t = (struct telling *)s;
	const struct walk_events *ev = t->w->ev;

	t->records++;
	return heed(t->w, ev->record_skipped(ev->ctx, t->member, t->records,
	                                     offset, reason));
}

static enum nx_status on_failed(struct sink *s, uint64_t offset,
                                const char *reason)
{
	struct telling *t = (struct telling *)s;
	const struct walk_events *ev = t->w->ev;

	t->records++;
	return heed(t->w, ev->record_failed(ev->ctx, t->member, t->records,
	                                    offset, reason));
}

static void on_mended(struct sink *s, enum repair what)
{
	struct telling *t = (struct telling *)s;

	t->mended = true;
	flow_mended(&t->w->flow, what);
}

static void on_safe(struct sink *s, uint64_t offset)
{
	struct telling *t = (struct telling *)s;

	if (t->mended)
		return;
	t->safe = offset;
	t->safe_records = t->records;
}

/* Read all records; how the member ended, with its sentence in err. */
static enum nx_status read_records(struct telling *t, struct reader *r,
                                   struct nx_err *err)
{
	struct nx_err broken;
	enum nx_status st, rst;

	st = t->format->read(t->member, r, &t->sink, err);
	if (t->w->halt != NX_OK)
		return t->w->halt;
	rst = reader_status(r, &broken);
	if (rst != NX_OK && (st == NX_OK || st == NX_DAMAGED)) {
		*err = broken;
		st = rst;
	}
	if (st == NX_END)
		st = NX_OK;
	if (st == NX_INTERRUPTED || st == NX_NOMEM) {
		t->w->halt = st;
		if (t->w->err != NULL)
			*t->w->err = *err;
	}
	return st;
}

static uint64_t bytes_read(const struct reader *r)
{
	return r->offset + (r->win.len - r->at);
}

/* Whether it was read to its end. */
static bool is_whole(struct reader *r)
{
	const char *p;

	/* Formats need not ask whether something follows what they took. */
	if (!r->ended)
		(void)reader_peek(r, r->win.len - r->at + 1, &p);
	return r->ended && r->st == NX_END;
}

/* Mark the place in the member; where that is in the file, is for those to say
 * who know how it is packed (stream.c). */
static void set_mark(const struct telling *t, const struct reader *r)
{
	struct mark *m = &t->w->mark;

	if (t->scope->depth > 0 || (t->format->flags & FORMAT_GOES_ON) == 0)
		return;
	(void)snprintf(m->format, sizeof m->format, "%s", t->format->name);
	m->offset = t->safe;
	m->told = t->safe_records;
	t->w->mark_is_end = t->safe == bytes_read(r);
	m->sum = t->sum;
}

void tell_articles(struct walker *w, const struct scope *s, const char *path,
                   uint64_t size, const struct format *f, struct reader *r)
{
	struct member m = { w->archive, path, size };
	struct telling t = {
		.sink = { on_article, on_skipped, on_failed, on_mended,
		          on_safe },
		.w = w,
		.scope = s,
		.member = &m,
		.format = f,
		.r = r,
	};
	struct nx_err err = { "" };
	struct member_end end = { .kind = MEMBER_ARTICLES, .format = f };
	unsigned char sha256[CHECKSUM_BYTES];

	tell_begin(w, &m);
	if (w->halt != NX_OK)
		return;
	checksum_init(&t.sum);
	if (s->depth == 0 && w->grown != NULL)
		grown_go_on(w->grown, &t.sum, &t.records);
	reader_checksum(r, &t.sum);
	end.status = read_records(&t, r, &err);
	end.reason = end.status != NX_OK ? err.msg : "";
	end.bytes = bytes_read(r);
	if (is_whole(r)) {
		set_mark(&t, r);
		checksum_end(&t.sum, sha256);
		end.sha256 = sha256;
	}
	end.records = t.records;
	if (end.status != NX_OK && t.records == 0) {
		end.kind = MEMBER_FAILED;
		end.format = NULL;
	}
	if (s->depth == 0 && end.status != NX_OK && w->file_st == NX_OK) {
		w->file_st = end.status;
		w->file_err = err;
	}
	tell_end(w, &m, &end);
	buf_release(&t.archive);
}
