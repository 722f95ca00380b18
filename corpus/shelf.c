#include "corpus/plan.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lib/base/limits.h"
#include "lib/base/mem.h"

/* Notes about unread members that may wait too, for each text that may. */
#define NOTES_PER_TEXT 16

/* Files of a folder that are looked at to find a collection in it. */
#define PROBE_FILES (4 * LIMIT_HELD_MEMBERS)

static const struct member_end companion = {
	.kind = MEMBER_SKIPPED,
	.reason = "plain text beside a collection (companion); "
	          "--include to read it",
};

static void drop(struct held *h)
{
	free(h->path);
	free(h->bytes);
	free(h->reason);
}

void scope_release(struct scope *s)
{
	for (size_t i = 0; i < s->n_held; i++)
		drop(&s->held[i]);
	free(s->held);
	buf_release(&s->prefix);
	*s = (struct scope){ .depth = 0 };
}

static struct held *hold(struct scope *s, const char *path)
{
	struct held *h;

	s->held = NX_GROW(s->held, s->n_held, &s->cap_held);
	h = &s->held[s->n_held++];
	*h = (struct held){ .path = nx_strdup(path) };
	return h;
}

static void tell_held(struct walker *w, struct scope *s, const struct held *h)
{
	struct memory_source src;
	struct reader r;

	if (h->format == NULL) {
		tell_unread(w, h->path, h->len, &h->end);
		return;
	}
	if (s->verdict == VERDICT_COLLECTION) {
		tell_unread(w, h->path, h->len, &companion);
		return;
	}
	memory_source_init(&src, h->bytes, h->len);
	reader_init(&r, &src.src);
	tell_articles(w, s, h->path, h->len, h->format, &r);
	reader_release(&r);
}

void shelf_settle(struct walker *w, struct scope *s, enum verdict v)
{
	if (s->verdict != VERDICT_OPEN)
		return;
	s->verdict = v;
	if (s->outer != NULL)
		outer_settle(s->outer, w->turn, v);
	for (size_t i = 0; i < s->n_held; i++) {
		if (w->halt == NX_OK)
			tell_held(w, s, &s->held[i]);
		drop(&s->held[i]);
	}
	s->n_held = 0;
	s->texts_held = 0;
	s->bytes_held = 0;
}

void shelf_unread(struct walker *w, struct scope *s, const char *path,
                  uint64_t size, const struct member_end *end)
{
	struct held *h;

	if (s->n_held >= LIMIT_HELD_MEMBERS * NOTES_PER_TEXT)
		shelf_settle(w, s, VERDICT_TEXT);
	if (s->n_held == 0) {
		tell_unread(w, path, size, end);
		return;
	}
	h = hold(s, path);
	h->len = (size_t)size;
	h->end = *end;
	h->reason = nx_strdup(end->reason);
	h->end.reason = h->reason;
}

/* The format by which a file of a folder would be read, NULL for an archive or
 * an unknown one. */
static const struct format *probe_file(struct walker *w, const struct folder *f,
                                       const struct found *found)
{
	struct flow flow = { .stop = w->o->stop };
	const struct format *format;
	struct file_source src;
	int fd = folder_open_file(f);

	if (fd < 0)
		return NULL;
	file_source_init(&src, fd, &flow, FILE_SOURCE_ALL);
	format = stream_probe(&src.src, found->rel);
	file_source_release(&src);
	(void)close(fd);
	return format;
}

/* The verdict about an input folder, from its first files.  They can be looked
 * at twice, so nothing needs to be held. */
static enum verdict probe_folder(struct walker *w, const char *path)
{
	enum verdict v = VERDICT_TEXT;
	size_t texts = 0, files = 0;
	struct folder f;
	struct found found;

	if (folder_open(&f, path, NULL) != NX_OK)
		return v;
	while (texts < LIMIT_HELD_MEMBERS && files < PROBE_FILES &&
	       folder_next(&f, &found)) {
		const struct format *format;

		if (found.kind != FOUND_FILE)
			continue;
		files++;
		format = probe_file(w, &f, &found);
		if (format == NULL)
			continue;
		if ((format->flags & FORMAT_COLLECTION) != 0) {
			v = VERDICT_COLLECTION;
			break;
		}
		if ((format->flags & FORMAT_LAST_RESORT) != 0)
			texts++;
	}
	folder_close(&f);
	return v;
}

/* Put the whole text on the shelf; false when it does not fit, with all of it
 * still in r. */
static bool put(struct scope *s, const char *path, const struct format *f,
                struct reader *r)
{
	struct held *h;
	const char *p;
	size_t len;

	if (s->texts_held >= LIMIT_HELD_MEMBERS ||
	    s->n_held >= LIMIT_HELD_MEMBERS * NOTES_PER_TEXT ||
	    reader_all(r, LIMIT_HELD_BYTES - s->bytes_held, &p, &len) != NX_OK ||
	    reader_status(r, NULL) != NX_OK)
		return false;
	h = hold(s, path);
	h->format = f;
	h->bytes = nx_alloc(len + 1);
	memcpy(h->bytes, p, len);
	h->len = len;
	s->texts_held++;
	s->bytes_held += len;
	return true;
}

/* Settle what the folder is by what its files before this one were, or by its
 * first files. */
static void settle_outer(struct walker *w, struct scope *s)
{
	enum verdict v;

	if (w->wait != NULL && !w->wait(w))
		return;
	v = outer_verdict(s->outer, w->turn);
	if (v == VERDICT_OPEN)
		v = probe_folder(w, s->outer->path);
	shelf_settle(w, s, v);
}

void shelf_text(struct walker *w, struct scope *s, const char *path,
                uint64_t size, const struct format *f, struct reader *r)
{
	if (s->companions && s->verdict == VERDICT_OPEN) {
		if (s->outer != NULL)
			settle_outer(w, s);
		else if (put(s, path, f, r))
			return;
		else
			shelf_settle(w, s, VERDICT_TEXT);
	}
	if (w->halt != NX_OK)
		return;
	if (s->companions && s->verdict == VERDICT_COLLECTION)
		tell_unread(w, path, size, &companion);
	else
		tell_articles(w, s, path, size, f, r);
}
