#include "indexer/salvage.h"

#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

#include "indexer/apart.h"
#include "indexer/stored.h"
#include "lib/base/limits.h"

/* Seconds that one article may take: a table that leads in a circle takes more.
 */
#define SECONDS_EACH 20

/* Docids that are tried where nobody knows how many there are. */
#define DOCIDS_TRIED ((uint32_t)1 << 26)

/* Of one record; text is most of it. */
#define RECORD_MAX (4 * LIMIT_ARTICLE_TEXT)

struct reading {
	const char *dir;
	uint32_t first, last;
	struct stored stored;
	struct buf bytes;
};

/* ---- the other process ----------------------------------------------------
 */

static void give(struct reading *d, uint32_t docid)
{
	struct record r;
	uint32_t head[2] = { docid, 0 };

	(void)alarm(SECONDS_EACH);
	if (stored_record(&d->stored, docid, &r, NULL) != NX_OK)
		return;
	buf_clear(&d->bytes);
	record_encode(&r, &d->bytes);
	head[1] = (uint32_t)d->bytes.len;
	(void)fwrite(head, sizeof head, 1, stdout);
	(void)fwrite(d->bytes.p, 1, d->bytes.len, stdout);
}

/* By the list of all documents, and where that breaks off, each docid. */
static int read_all(void *ctx)
{
	struct reading *d = ctx;
	uint32_t docid, next = d->first;
	struct xap_info info;
	struct xap_error xe;
	enum nx_status st;

	(void)signal(SIGALRM, SIG_DFL);
	(void)alarm(SECONDS_EACH);
	if (stored_open(&d->stored, d->dir, NULL) != NX_OK)
		return 1;
	if (d->last < d->first &&
	    xap_db_info(d->stored.db, &info, &xe) == XAP_OK)
		d->last = info.lastdocid < DOCIDS_TRIED ? info.lastdocid
		                                        : DOCIDS_TRIED;
	while ((st = stored_next(&d->stored, &docid, NULL)) == NX_OK) {
		give(d, docid);
		next = docid + 1;
	}
	for (; st != NX_END && next <= d->last && next != 0; next++)
		give(d, next);
	return fflush(stdout) == 0 ? 0 : 1;
}

/* ---- this one -------------------------------------------------------------
 */

enum nx_status salvage_begin(struct salvage *s, const char *dir, uint32_t first,
                             uint32_t last, struct nx_err *err)
{
	struct reading d = { .dir = dir, .first = first, .last = last };
	int fd = -1;

	*s = (struct salvage){ .bytes = BUF_INIT };
	s->pid = apart_start(read_all, &d, &fd);
	if (s->pid < 0)
		return nx_fail_errno(err, "cannot start reading %s", dir);
	s->in = fdopen(fd, "r");
	if (s->in != NULL)
		return NX_OK;
	close(fd);
	(void)apart_wait(s->pid);
	return nx_fail(err, NX_NOMEM, "out of memory");
}

bool salvage_next(struct salvage *s, uint32_t *docid, struct record *r)
{
	uint32_t head[2];

	while (fread(head, sizeof head, 1, s->in) == 1) {
		if (head[1] > RECORD_MAX)
			return false;
		buf_clear(&s->bytes);
		(void)buf_room(&s->bytes, head[1]);
		if (fread(s->bytes.p, 1, head[1], s->in) != head[1])
			return false;
		s->bytes.len = head[1];
		*docid = head[0];
		if (record_decode(r, s->bytes.p, s->bytes.len, NULL) == NX_OK)
			return true;
	}
	return false;
}

void salvage_end(struct salvage *s)
{
	if (s->in == NULL)
		return;
	(void)fclose(s->in);
	(void)apart_wait(s->pid);
	buf_release(&s->bytes);
	s->in = NULL;
}
