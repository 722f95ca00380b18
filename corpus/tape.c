#include "corpus/tape.h"

#include <stdlib.h>
#include <string.h>

#include "lib/base/mem.h"

static struct event *ready(struct event *e, enum event_kind kind)
{
	if (e == NULL) {
		e = nx_zalloc(sizeof *e);
		article_init(&e->article);
	}
	e->kind = kind;
	e->next = NULL;
	buf_clear(&e->text);
	return e;
}

static void put(struct event *e, unsigned i, const char *s)
{
	e->at[i] = e->text.len;
	buf_add(&e->text, s, strlen(s) + 1);
}

static const char *text(const struct event *e, unsigned i)
{
	return e->text.p + e->at[i];
}

static struct event *done(struct event *e)
{
	e->bytes = sizeof *e - sizeof e->article +
	           article_memory(&e->article) + e->text.cap;
	return e;
}

/* ---- writing down --------------------------------------------------------- */

struct event *event_archive_begin(struct event *used,
                                  const struct walk_archive *a)
{
	struct event *e = ready(used, EVENT_ARCHIVE_BEGIN);

	put(e, 0, a->path);
	put(e, 1, a->root);
	put(e, 2, a->name);
	e->about = *a;
	return done(e);
}

static struct event *of_member(struct event *used, enum event_kind kind,
                               const struct member *m)
{
	struct event *e = ready(used, kind);

	put(e, 0, m->path);
	e->size = m->size;
	return e;
}

struct event *event_member_begin(struct event *used, const struct member *m)
{
	return done(of_member(used, EVENT_MEMBER_BEGIN, m));
}

struct event *event_article(struct event *used, const struct member *m,
                            uint64_t record, struct article *a)
{
	struct event *e = of_member(used, EVENT_ARTICLE, m);

	e->record = record;
	article_take(&e->article, a);
	return done(e);
}

struct event *event_record(struct event *used, enum event_kind kind,
                           const struct member *m, uint64_t record,
                           uint64_t offset, const char *reason)
{
	struct event *e = of_member(used, kind, m);

	put(e, 1, reason);
	e->record = record;
	e->offset = offset;
	return done(e);
}

struct event *event_member_end(struct event *used, const struct member *m,
                               const struct member_end *end)
{
	struct event *e = of_member(used, EVENT_MEMBER_END, m);

	put(e, 1, end->reason);
	e->end = *end;
	memcpy(e->mended, end->mended, sizeof e->mended);
	e->has_sha256 = end->sha256 != NULL;
	if (e->has_sha256)
		memcpy(e->sha256, end->sha256, sizeof e->sha256);
	return done(e);
}

struct event *event_archive_end(struct event *used,
                                const struct walk_archive_end *end)
{
	struct event *e = ready(used, EVENT_ARCHIVE_END);

	put(e, 1, end->reason);
	put(e, 2, end->mark != NULL ? end->mark : "");
	e->end.status = end->status;
	e->listed = end->listed;
	memcpy(e->mended, end->mended, sizeof e->mended);
	e->has_sha256 = end->digest != NULL;
	if (e->has_sha256)
		memcpy(e->sha256, end->digest, sizeof e->sha256);
	return done(e);
}

/* ---- telling -------------------------------------------------------------- */

static enum nx_status play_archive_begin(const struct event *e,
                                         const char *archive,
                                         const struct walk_events *ev)
{
	struct walk_archive a = e->about;

	a.path = archive;
	a.root = text(e, 1);
	a.name = text(e, 2);
	return ev->archive_begin(ev->ctx, &a);
}

static enum nx_status play_archive_end(const struct event *e,
                                       const char *archive,
                                       const struct walk_events *ev)
{
	const struct walk_archive_end end = {
		.status = e->end.status,
		.reason = text(e, 1),
		.listed = e->listed,
		.mended = e->mended,
		.digest = e->has_sha256 ? e->sha256 : NULL,
		.mark = text(e, 2),
	};

	return ev->archive_end(ev->ctx, archive, &end);
}

static enum nx_status play_member_end(struct event *e, const struct member *m,
                                      const struct walk_events *ev)
{
	e->end.reason = text(e, 1);
	e->end.mended = e->mended;
	e->end.sha256 = e->has_sha256 ? e->sha256 : NULL;
	return ev->member_end(ev->ctx, m, &e->end);
}

enum nx_status event_play(struct event *e, const char *archive,
                          const struct walk_events *ev)
{
	const struct member m = { archive, text(e, 0), e->size };

	switch (e->kind) {
	case EVENT_ARCHIVE_BEGIN:
		return play_archive_begin(e, archive, ev);
	case EVENT_MEMBER_BEGIN:
		return ev->member_begin(ev->ctx, &m);
	case EVENT_ARTICLE:
		return ev->article(ev->ctx, &m, e->record, &e->article);
	case EVENT_SKIPPED:
		return ev->record_skipped(ev->ctx, &m, e->record, e->offset,
		                          text(e, 1));
	case EVENT_FAILED:
		return ev->record_failed(ev->ctx, &m, e->record, e->offset,
		                         text(e, 1));
	case EVENT_MEMBER_END:
		return play_member_end(e, &m, ev);
	case EVENT_ARCHIVE_END:
	default:
		return play_archive_end(e, archive, ev);
	}
}

void event_free(struct event *e)
{
	if (e == NULL)
		return;
	article_release(&e->article);
	buf_release(&e->text);
	free(e);
}
