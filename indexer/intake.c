#include "indexer/intake.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#include "lib/base/digest.h"
#include "lib/base/options.h"

/* Lines about faults on stderr; the ledger has them all. */
#define COMPLAINTS_MAX 20

/* A file that is no archive is told as its own one member. */
static bool is_file_itself(const struct intake *in, const char *member)
{
	const char *slash = strrchr(in->archive, '/');

	return strcmp(member, slash != NULL ? slash + 1 : in->archive) == 0;
}

/* Say a fault, without counting it. */
static void say(struct intake *in, const char *member, const char *what)
{
	if (!in->o->complaints || in->told || in->faults > COMPLAINTS_MAX + 1)
		return;
	progress_clear(&in->progress);
	if (in->faults > COMPLAINTS_MAX)
		complain("more faults follow; 'newsidx ledger --failed' lists "
		         "them all");
	else if (member != NULL && !is_file_itself(in, member))
		complain("%s!%s: %s", in->archive, member, what);
	else
		complain("%s: %s", in->archive, what);
}

/* Count something that a person should look at, and say it. */
static void fault(struct intake *in, const char *member, const char *what)
{
	in->archive_faults++;
	if (in->told)
		return;
	in->faults++;
	say(in, member, what);
}

/* ---- archives and members --------------------------------------------- */

/* A file system's clock may be this coarse, in nanoseconds (FAT's is), or, on
 * a server's, this late. */
#define CLOCK_COARSE ((int64_t)2 * 1000000000)

bool is_fresh(int64_t ctime, int64_t now)
{
	return ctime > now - CLOCK_COARSE;
}

/* What was told of it before counts as if it was told now. */
static enum nx_status go_on(struct intake *in, const struct walk_archive *a,
                            const struct ledger_archive *row)
{
	enum nx_status st = ledger_archive_go_on(
		in->ledger, row, a->from == FROM_RECORD ? &a->before : NULL,
		&in->kept, in->err);

	in->archive_members = a->from == FROM_MEMBER ? a->before : 0;
	in->archive_records = in->kept.records;
	in->archive_articles = in->kept.articles;
	in->all_unchanged += in->kept.articles;
	in->gone_on++;
	return st;
}

static enum nx_status on_archive_begin(void *ctx, const struct walk_archive *a)
{
	const struct ledger_archive row = {
		.path = a->path,
		.root = a->root,
		.name = a->name,
		.size = a->size,
		.mtime = a->mtime,
		.ctime = a->ctime,
		.inode = a->inode,
	};
	struct intake *in = ctx;

	in->archive = a->path;
	in->given = a->root[0] == '\0';
	in->archive_members = in->archive_records = in->archive_articles = 0;
	in->archive_faults = 0;
	in->archive_empty = false;
	in->archive_fresh = is_fresh(a->ctime, in->began);
	in->depth = 0;
	in->kept = (struct ledger_kept){ .member = 0 };
	return a->from == FROM_START
	               ? ledger_archive_begin(in->ledger, &row, in->err)
	               : go_on(in, a, &row);
}

/* A file that is no archive has one member, whose fault is the file's: it is
 * told once. */
static enum outcome end_with_fault(struct intake *in, const char *reason)
{
	char what[NX_ERR_MAX];

	if (in->archive_records == 0) {
		if (in->archive_faults == 0)
			fault(in, NULL, reason);
		return OUTCOME_FAILED;
	}
	(void)snprintf(what, sizeof what,
	               "%s; %llu article%s from before that %s kept", reason,
	               (unsigned long long)in->archive_articles,
	               in->archive_articles == 1 ? "" : "s",
	               in->archive_articles == 1 ? "is" : "are");
	if (in->archive_faults == 0)
		fault(in, NULL, what);
	else
		say(in, NULL, what);
	return OUTCOME_DAMAGED;
}

/* What was mended in a member, or, with member 0, in the archive. */
static enum nx_status put_mended(struct intake *in, int64_t member,
                                 const uint32_t *mended)
{
	enum nx_status st = NX_OK;

	for (unsigned i = 0; st == NX_OK && i < REPAIRS; i++)
		if (mended[i] > 0)
			st = ledger_mended(in->ledger, member, i, mended[i],
			                   in->err);
	return st;
}

static enum nx_status on_archive_end(void *ctx, const char *path,
                                     const struct walk_archive_end *end)
{
	struct intake *in = ctx;
	enum outcome o = OUTCOME_READ;
	const char *reason = end->reason;
	enum nx_status st;

	(void)path;
	if (end->status != NX_OK)
		o = end_with_fault(in, reason);
	else if (in->archive_empty && in->archive_members == 1 && in->given) {
		o = OUTCOME_FAILED;
		reason = "there is nothing in it";
		fault(in, NULL, reason);
	}
	st = put_mended(in, 0, end->mended);
	if (st == NX_OK)
		st = ledger_archive_proof(in->ledger, end->digest, end->mark,
		                          in->archive_fresh ? ARCHIVE_FRESH : 0,
		                          in->err);
	return st == NX_OK ? ledger_archive_end(in->ledger, o, reason,
	                                        end->listed, in->err)
	                   : st;
}

static enum nx_status on_member_begin(void *ctx, const struct member *m)
{
	struct intake *in = ctx;

	in->archive_members++;
	in->members++;
	if (in->depth == sizeof in->member / sizeof in->member[0])
		return nx_fail(in->err, NX_IO, "members nest too deep");
	progress_set(&in->progress, in->consumed, in->articles, in->text_bytes,
	             m->path);
	in->unchanged[in->depth] = 0;
	if (in->kept.member != 0 && in->depth == 0) {
		in->unchanged[0] = in->kept.articles;
		in->member[in->depth++] = in->kept.member;
		in->kept.member = 0;
		return NX_OK;
	}
	in->member[in->depth++] = ledger_member_begin(in->ledger);
	return NX_OK;
}

static enum outcome member_outcome(const struct member_end *e)
{
	switch (e->kind) {
	case MEMBER_SKIPPED:
		return OUTCOME_SKIPPED;
	case MEMBER_FAILED:
		return OUTCOME_FAILED;
	case MEMBER_CONTAINER:
		return e->status == NX_OK ? OUTCOME_CONTAINER : OUTCOME_DAMAGED;
	case MEMBER_ARTICLES:
	default:
		return e->status == NX_OK ? OUTCOME_READ : OUTCOME_DAMAGED;
	}
}

static enum nx_status on_member_end(void *ctx, const struct member *m,
                                    const struct member_end *e)
{
	struct intake *in = ctx;
	struct ledger_member row = {
		.path = m->path,
		.outcome = member_outcome(e),
		.format = e->format != NULL ? e->format->name : NULL,
		.reason = e->reason,
		.bytes = e->bytes,
		.records = e->kind == MEMBER_ARTICLES ? e->records : 0,
		.listed = e->listed,
		.sha256 = e->sha256,
	};
	int64_t id = in->member[--in->depth];
	enum nx_status st;

	if (e->kind == MEMBER_SKIPPED && e->status == NX_END)
		in->archive_empty = true;
	if (row.outcome == OUTCOME_FAILED || row.outcome == OUTCOME_DAMAGED)
		fault(in, m->path, e->reason);
	row.unchanged = in->unchanged[in->depth];
	st = put_mended(in, id, e->mended);
	return st == NX_OK ? ledger_member_end(in->ledger, id, &row, in->err)
	                   : st;
}

/* ---- records ---------------------------------------------------------- */

static enum nx_status put_record(struct intake *in, uint64_t record,
                                 uint64_t offset, enum outcome o,
                                 const char *reason)
{
	in->archive_records++;
	in->records++;
	return ledger_record(in->ledger, in->member[in->depth - 1], record,
	                     offset, o, reason, in->err);
}

static enum nx_status on_skipped(void *ctx, const struct member *m,
                                 uint64_t record, uint64_t offset,
                                 const char *reason)
{
	(void)m;
	return put_record(ctx, record, offset, OUTCOME_SKIPPED, reason);
}

static enum nx_status on_failed(void *ctx, const struct member *m,
                                uint64_t record, uint64_t offset,
                                const char *reason)
{
	struct intake *in = ctx;
	char what[NX_ERR_MAX];

	(void)snprintf(what, sizeof what, "record %llu: %s",
	               (unsigned long long)record, reason);
	fault(in, m->path, what);
	return put_record(in, record, offset, OUTCOME_FAILED, reason);
}

/* ---- articles --------------------------------------------------------- */

static int64_t second_of(const struct instant *i)
{
	return i->precision != INSTANT_NONE ? i->sec : INT64_MIN;
}

/* When it was written.  A notice was written at the last moment that its date
 * may mean: better to withdraw too much than too little; without a date, after
 * everything. */
static int64_t time_of(const struct article *a)
{
	const struct instant *i = a->updated.precision != INSTANT_NONE
	                                  ? &a->updated
	                                  : &a->published;

	if (a->withdrawn == WITHDRAWN_NOT)
		return second_of(i);
	return i->precision != INSTANT_NONE ? instant_last(i) : INT64_MAX;
}

static enum nx_status add_article(struct intake *in, const struct member *m,
                                  const struct ledger_article *row,
                                  struct article *a)
{
	const struct place where = {
		.archive = m->archive,
		.member = m->path,
		.record = row->record,
		.docid = row->docid,
		.key = { row->key[0], row->key[1] },
	};
	uint64_t text = a->headline.len + a->deck.len + a->body.len;

	in->next_docid++;
	in->articles++;
	in->archive_articles++;
	in->text_bytes += text;
	return in->series != NULL
	               ? series_add(in->series, a, &where, text, in->err)
	               : NX_OK;
}

static enum nx_status on_article(void *ctx, const struct member *m,
                                 uint64_t number, struct article *a)
{
	struct intake *in = ctx;
	struct ledger_article row = {
		.path = m->path,
		.digest = { a->digest[0], a->digest[1] },
		.revision = a->revision,
		.time = time_of(a),
		.captured = second_of(&a->captured),
		.size = (uint32_t)a->body.len,
		.docid = in->next_docid,
		.record = number,
		.offset = a->offset,
		.bytes = a->size,
		.repairs = a->repairs,
		.later = REPAIR_LANGUAGE,
	};
	enum outcome o;
	enum nx_status st;

	progress_set(&in->progress, in->consumed, in->articles, in->text_bytes,
	             m->path);
	if (a->withdrawn != WITHDRAWN_NOT)
		row.withdrawn = withdrawn_name(a->withdrawn);
	digest128(a->key.p, a->key.len, 0, row.key);
	in->archive_records++;
	in->records++;
	st = ledger_offer(in->ledger, in->member[in->depth - 1], &row, &o,
	                  in->err);
	if (st != NX_OK)
		return st;
	if (o == OUTCOME_INDEXED)
		return add_article(in, m, &row, a);
	if (o == OUTCOME_UNCHANGED) {
		in->unchanged[in->depth - 1]++;
		in->all_unchanged++;
		in->archive_articles++;
	}
	return NX_OK;
}

static void on_consumed(void *ctx, uint64_t bytes)
{
	struct intake *in = ctx;

	in->consumed = bytes;
}

static uint64_t again_bytes(const struct build_options *o)
{
	uint64_t sum = 0;

	for (size_t i = 0; i < o->n_again; i++)
		sum += o->again[i].size;
	return sum;
}

/* ---- life ------------------------------------------------------------- */

int64_t now_ns(void)
{
	struct timespec t;

	(void)clock_gettime(CLOCK_REALTIME, &t);
	return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

void intake_init(struct intake *in, const struct build_options *o,
                 struct ledger *l, struct series *s, uint32_t next)
{
	uint64_t files, bytes;

	memset(in, 0, sizeof *in);
	in->o = o;
	in->ledger = l;
	in->series = s;
	in->next_docid = next;
	in->began = now_ns();
	if (o->expected > 0)
		bytes = o->expected;
	else if (o->again != NULL)
		bytes = again_bytes(o);
	else
		walk_measure(o->paths, &files, &bytes);
	progress_start(&in->progress, o->progress ? stderr : NULL, bytes);
}

void intake_release(struct intake *in)
{
	progress_clear(&in->progress);
}

struct walk_events intake_events(struct intake *in)
{
	return (struct walk_events){
		.ctx = in,
		.archive_begin = on_archive_begin,
		.member_begin = on_member_begin,
		.article = on_article,
		.record_skipped = on_skipped,
		.record_failed = on_failed,
		.member_end = on_member_end,
		.archive_end = on_archive_end,
		.consumed = on_consumed,
	};
}

enum nx_status intake_walk(struct intake *in, const char *const *paths,
                           const struct walk_options *o, struct nx_err *err)
{
	const struct walk_events ev = intake_events(in);
	enum nx_status st;

	in->err = err;
	st = walk(paths, o, &ev, err);
	progress_clear(&in->progress);
	return st;
}

enum nx_status intake_run(struct intake *in, struct nx_err *err)
{
	const struct walk_events ev = intake_events(in);
	enum nx_status st;

	in->err = err;
	if (in->o->again != NULL)
		st = walk_again(in->o->again, in->o->n_again, &in->o->walk, &ev,
		                err);
	else
		st = walk(in->o->paths, &in->o->walk, &ev, err);
	progress_clear(&in->progress);
	return st;
}
