#include "corpus/walker.h"

#include <string.h>

#include "corpus/grown.h"
#include "corpus/select.h"
#include "lib/base/limits.h"
#include "lib/base/utf8.h"

/* A stream on its way through the layers. */
struct stream {
	const char *path;  /* as it is named where it stands */
	struct buf leaf;   /* without the endings of filters taken off */
	unsigned filters;
	uint64_t size;
};

static void read_layer(struct walker *w, struct scope *s, struct stream *t,
                       struct byte_source *src, int fd);

/* Whether path, as it stands in the scope, matches a list of patterns. */
static bool matches(const struct walker *w, const struct scope *s,
                    const char *const *patterns, const char *path)
{
	struct buf whole = BUF_INIT;
	bool yes;

	if (patterns == NULL)
		return false;
	buf_adds(&whole, w->archive);
	if (s->depth > 0) {
		buf_addc(&whole, '!');
		buf_adds(&whole, path);
	}
	yes = select_matches(patterns, whole.p) ||
	      select_matches(patterns, path);
	buf_release(&whole);
	return yes;
}

static void fail(struct walker *w, struct scope *s, const struct stream *t,
                 enum nx_status st, const char *reason)
{
	struct member_end end = { .kind = MEMBER_FAILED };

	if (st == NX_INTERRUPTED || st == NX_NOMEM) {
		if (w->halt == NX_OK)
			w->halt = nx_fail(w->err, st, "%s", reason);
		return;
	}
	end.status = st;
	end.reason = reason;
	if (s->depth == 0 && w->file_st == NX_OK)
		w->file_st = nx_fail(&w->file_err, st, "%s", reason);
	shelf_unread(w, s, buf_str(&t->leaf), t->size, &end);
}

static void skip(struct walker *w, struct scope *s, const struct stream *t,
                 const char *reason)
{
	struct member_end end = { .kind = MEMBER_SKIPPED, .reason = reason };

	shelf_unread(w, s, buf_str(&t->leaf), t->size, &end);
}

static void skip_empty(struct walker *w, struct scope *s,
                       const struct stream *t)
{
	struct member_end end = { .kind = MEMBER_SKIPPED,
		                  .status = NX_END,
		                  .reason = "empty" };

	shelf_unread(w, s, buf_str(&t->leaf), t->size, &end);
}

static void read_empty(struct walker *w, struct scope *s, struct stream *t,
                       struct reader *r)
{
	struct nx_err err = { "" };
	enum nx_status st = reader_status(r, &err);

	if (st != NX_OK)
		fail(w, s, t, st, err.msg);
	else
		skip_empty(w, s, t);
}

/* A tar archive of nothing is nothing but zeros. */
static bool is_empty_tar(const struct sniff *sn)
{
	if (!sn->whole || sn->len < 1024 || sn->len % 512 != 0)
		return false;
	for (size_t i = 0; i < sn->len; i++)
		if (sn->p[i] != '\0')
			return false;
	return true;
}

static void read_unknown(struct walker *w, struct scope *s, struct stream *t,
                         const struct sniff *sn, const char *why)
{
	bool known = select_signature(sn->p, sn->len) != NULL;

	if (is_empty_tar(sn))
		skip_empty(w, s, t);
	else if (known && !(w->given && s->depth == 0))
		skip(w, s, t, why);
	else
		fail(w, s, t, NX_UNSUPPORTED, why);
}

const struct format *stream_choose(const struct walk_options *o,
                                   const struct member *m, struct reader *r,
                                   struct sniff *sn, const char **why)
{
	*sn = (struct sniff){ .member = m };
	sn->len = reader_peek(r, SNIFF_BYTES, &sn->p);
	sn->whole = r->ended;
	if (sn->len > SNIFF_BYTES) {
		sn->len = SNIFF_BYTES;
		sn->whole = false;
	}
	return o->format != NULL ? o->format : format_choose(sn, why);
}

/* The mark in a member that is not packed is where it is in the file. */
static void read_records(struct walker *w, struct scope *s, struct stream *t,
                         const struct format *f, struct reader *r)
{
	if ((f->flags & FORMAT_COLLECTION) != 0)
		shelf_settle(w, s, VERDICT_COLLECTION);
	else if (s->n_held > 0)
		shelf_settle(w, s, VERDICT_TEXT);
	if (w->halt == NX_OK)
		tell_articles(w, s, buf_str(&t->leaf), t->size, f, r);
	if (s->depth == 0 && t->filters == 0)
		w->mark.at = w->mark.offset;
}

static void read_leaf(struct walker *w, struct scope *s, struct stream *t,
                      struct reader *r)
{
	struct member m = { w->archive, buf_str(&t->leaf), t->size };
	struct sniff sn;
	const struct format *f;
	const char *why = "no known format";

	if (w->o->include != NULL &&
	    !matches(w, s, w->o->include, t->path) &&
	    !matches(w, s, w->o->include, buf_str(&t->leaf))) {
		skip(w, s, t, "not among those to include");
		return;
	}
	f = stream_choose(w->o, &m, r, &sn, &why);
	if (f == NULL) {
		read_unknown(w, s, t, &sn, why);
		return;
	}
	if ((f->flags & FORMAT_LAST_RESORT) != 0) {
		shelf_text(w, s, m.path, t->size, f, r);
		return;
	}
	read_records(w, s, t, f, r);
}

/* Read the records that are behind the mark of a file that has grown. */
static void go_on(struct walker *w, struct scope *s, struct stream *t,
                  struct byte_source *src)
{
	struct reader r;

	reader_init(&r, src);
	r.offset = w->grown->mark.offset;
	read_records(w, s, t, w->grown->format, &r);
	reader_release(&r);
}

static void read_filter(struct walker *w, struct scope *s, struct stream *t,
                        const struct layer *l, struct reader *r)
{
	struct replay_source packed;
	struct filter *f;

	if (t->filters >= LIMIT_NESTING) {
		fail(w, s, t, NX_BOUND, "compressed more than 6 times over");
		return;
	}
	replay_source_init(&packed, r);
	f = filter_open(l, &packed.src, &w->flow);
	t->filters++;
	t->size = 0;
	select_strip_ending(&t->leaf);
	if (s->depth == 0 && w->grown != NULL) {
		grown_filter(w->grown, f);
		go_on(w, s, t, filter_source(f));
	} else {
		read_layer(w, s, t, filter_source(f), -1);
	}
	if (s->depth == 0 && filter_note(f)[0] != '\0')
		w->note = filter_note(f);
	if (s->depth == 0 && t->filters == 1 && filter_is_whole(f) &&
	    w->mark_is_end) {
		w->mark.packed = true;
		w->mark.at = w->flow.in;
		w->mark.out = w->flow.out;
	}
	filter_close(f);
}

static void read_entry(struct walker *w, struct scope *s, struct container *c,
                       const struct entry *e)
{
	struct buf path = BUF_INIT;
	struct stream t = { .size = e->size };
	const char *why;

	buf_add(&path, buf_str(&s->prefix), s->prefix.len);
	buf_adds(&path, e->path);
	if (path.len > LIMIT_NAME)
		buf_cut(&path, utf8_cut(path.p, path.len, LIMIT_NAME));
	t.path = path.p;
	buf_set(&t.leaf, path.p, path.len);
	why = select_by_name(e->path);
	if (matches(w, s, w->o->exclude, path.p))
		skip(w, s, &t, "excluded");
	else if (e->kind == ENTRY_OTHER)
		skip(w, s, &t, e->why);
	else if (why != NULL && !matches(w, s, w->o->include, path.p))
		skip(w, s, &t, why);
	else if (e->encrypted)
		fail(w, s, &t, NX_UNSUPPORTED, "encrypted");
	else
		read_layer(w, s, &t, container_data(c), -1);
	buf_release(&t.leaf);
	buf_release(&path);
}

/* Mark the end of an archive, with what is known of it before its text is
 * settled for want of more. */
static void mark_entries(struct walker *w, const struct scope *s,
                         const struct container *c)
{
	static const uint32_t nothing[REPAIRS];

	if (s->depth != 1 || s->n_held > 0 ||
	    memcmp(w->flow.mended, nothing, sizeof nothing) != 0)
		return;
	w->mark = (struct mark){
		.told = s->members,
		.entries = container_entries(c),
		.listed = container_listed(c),
		.verdict = s->verdict,
		.out = w->flow.out,
	};
}

/* Read all members; how the container ended. */
static enum nx_status read_entries(struct walker *w, struct scope *s,
                                   struct container *c, struct nx_err *err)
{
	enum nx_status st = NX_OK;
	struct entry e;

	/* A member that is not told for the bound's sake is not listed. */
	while (w->halt == NX_OK) {
		st = container_next(c, &e, err);
		if (st != NX_OK)
			break;
		if (e.kind == ENTRY_FOLDER)
			continue;
		if (s->members >= LIMIT_MEMBERS) {
			st = nx_fail(err, NX_BOUND, "more than %d members",
			             LIMIT_MEMBERS);
			s->untold++;
			break;
		}
		s->members++;
		read_entry(w, s, c, &e);
	}
	if (st == NX_END)
		mark_entries(w, s, c);
	shelf_settle(w, s, VERDICT_TEXT);
	return st == NX_END ? NX_OK : st;
}

/* Go on with the archive as it was at its mark. */
static void take_mark(const struct grown *g, struct scope *inner,
                      struct container *c)
{
	inner->members = g->mark.told;
	inner->verdict = (enum verdict)g->mark.verdict;
	container_count_on(c, g->mark.entries, g->mark.listed);
}

/* What a container came to, for the one around it and the caller. */
static void end_archive(struct walker *w, struct scope *s, struct scope *inner,
                        const struct member *m, struct member_end *end,
                        const struct nx_err *err)
{
	if (end->status == NX_INTERRUPTED || end->status == NX_NOMEM) {
		if (w->halt == NX_OK) {
			w->halt = end->status;
			if (w->err != NULL)
				*w->err = *err;
		}
		return;
	}
	end->reason = end->status != NX_OK ? err->msg : "";
	end->records = inner->members;
	if (s->depth == 0)
		w->listed = end->listed;
	if (end->status != NX_OK && inner->members == 0)
		end->kind = MEMBER_FAILED;
	if (s->depth > 0) {
		tell_end(w, m, end);
	} else if (end->status != NX_OK) {
		w->file_st = end->status;
		w->file_err = *err;
	} else if (inner->members == 0) {
		w->note = "no members in it";
	}
}

static void read_archive(struct walker *w, struct scope *s, struct stream *t,
                         const struct layer *l, struct reader *r, int fd)
{
	const struct grown *grown = s->depth == 0 ? w->grown : NULL;
	struct scope inner = { .depth = s->depth + 1 };
	struct member m = { w->archive, t->path, t->size };
	struct member_end end = { .kind = MEMBER_CONTAINER };
	struct replay_source packed;
	struct container *c = NULL;
	struct nx_err err = { "" };

	if (s->depth >= LIMIT_NESTING) {
		buf_sets(&t->leaf, t->path);
		fail(w, s, t, NX_BOUND, "nested more than 6 deep");
		return;
	}
	inner.companions = w->o->format == NULL && w->o->include == NULL;
	if (s->depth > 0) {
		if (s->n_held > 0)
			shelf_settle(w, s, VERDICT_TEXT);
		tell_begin(w, &m);
		buf_addf(&inner.prefix, "%s!", t->path);
	}
	replay_source_init(&packed, r);
	end.status = container_open(&c, l, &packed.src, fd, &w->flow, &err);
	if (end.status == NX_OK) {
		if (grown != NULL)
			take_mark(grown, &inner, c);
		end.status = read_entries(w, &inner, c, &err);
		end.listed = container_listed(c) - inner.untold;
	}
	if (s->depth == 0 && t->filters == 0 && l == &layer_tar &&
	    end.status == NX_OK && w->mark.entries > 0)
		w->mark.at = container_position(c) +
		             (grown != NULL ? grown->mark.at : 0);
	container_close(c);
	end.bytes = r->offset;
	end_archive(w, s, &inner, &m, &end, &err);
	if (inner.verdict == VERDICT_COLLECTION && s->depth > 0)
		shelf_settle(w, s, VERDICT_COLLECTION);
	scope_release(&inner);
}

static void read_layer(struct walker *w, struct scope *s, struct stream *t,
                       struct byte_source *src, int fd)
{
	const struct layer *l;
	struct reader r;
	const char *p;
	size_t n;

	if (w->halt != NX_OK)
		return;
	reader_init(&r, src);
	n = reader_peek(&r, SNIFF_BYTES, &p);
	l = layer_sniff(p, n);
	if (n == 0)
		read_empty(w, s, t, &r);
	else if (l == NULL)
		read_leaf(w, s, t, &r);
	else if (l->filter)
		read_filter(w, s, t, l, &r);
	else
		read_archive(w, s, t, l, &r, fd);
	reader_release(&r);
}

void stream_read(struct walker *w, struct scope *s, const char *path,
                 struct byte_source *src, int fd, uint64_t size)
{
	struct stream t = { .path = path, .size = size };

	buf_sets(&t.leaf, path);
	read_layer(w, s, &t, src, fd);
	buf_release(&t.leaf);
}

void stream_go_on(struct walker *w, struct scope *s, const char *path,
                  struct byte_source *src, uint64_t size)
{
	const struct layer *l = w->grown->layer;
	struct stream t = { .path = path, .size = size };
	struct reader r;

	buf_sets(&t.leaf, path);
	reader_init(&r, src);
	if (w->halt == NX_OK && l == NULL)
		go_on(w, s, &t, src);
	else if (w->halt == NX_OK && l->filter)
		read_filter(w, s, &t, l, &r);
	else if (w->halt == NX_OK)
		read_archive(w, s, &t, l, &r, -1);
	reader_release(&r);
	buf_release(&t.leaf);
}

static const struct format *probe_layer(struct byte_source *src,
                                        struct buf *leaf, struct flow *flow,
                                        unsigned filters)
{
	const struct format *f = NULL;
	struct replay_source packed;
	const struct layer *l;
	struct reader r;
	const char *p;
	size_t n;

	reader_init(&r, src);
	n = reader_peek(&r, SNIFF_BYTES, &p);
	l = layer_sniff(p, n);
	if (n > 0 && l == NULL) {
		struct member m = { "", buf_str(leaf), 0 };
		struct sniff sn = { &m, p, n, r.ended };

		if (n > SNIFF_BYTES)
			sn.len = SNIFF_BYTES;
		f = format_choose(&sn, NULL);
	} else if (l != NULL && l->filter && filters < LIMIT_NESTING) {
		struct filter *fi;

		replay_source_init(&packed, &r);
		fi = filter_open(l, &packed.src, flow);
		select_strip_ending(leaf);
		f = probe_layer(filter_source(fi), leaf, flow, filters + 1);
		filter_close(fi);
	}
	reader_release(&r);
	return f;
}

const struct format *stream_probe(struct byte_source *src, const char *path)
{
	struct flow flow = { .in = 0 };
	struct buf leaf = BUF_INIT;
	const struct format *f;

	buf_sets(&leaf, path);
	f = probe_layer(src, &leaf, &flow, 0);
	buf_release(&leaf);
	return f;
}
