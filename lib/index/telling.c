#include "lib/index/telling.h"

#include <inttypes.h>

void telling_write(FILE *out, const struct telling *t)
{
	fprintf(out, "%016" PRIx64 " %016" PRIx64 " %d %zu %zu\n", t->key[0],
	        t->key[1], (int)t->what, t->article.len, t->text.len);
	if (t->article.len > 0)
		fwrite(t->article.p, 1, t->article.len, out);
	if (t->text.len > 0)
		fwrite(t->text.p, 1, t->text.len, out);
}

/* More is none of ours. */
#define TELLING_MAX ((size_t)1 << 30)

enum nx_status telling_read(FILE *in, struct buf *b, struct telling *t,
                            struct nx_err *err)
{
	size_t article, text;
	char line[128];
	int what;

	if (fgets(line, sizeof line, in) == NULL)
		return ferror(in) ? nx_fail_errno(err, "reading an alert's "
		                                       "tellings")
		                  : NX_END;
	if (sscanf(line, "%16" SCNx64 " %16" SCNx64 " %d %zu %zu", &t->key[0],
	           &t->key[1], &what, &article, &text) != 5 ||
	    what < CHANGE_NEW || what > CHANGE_WITHDRAWN ||
	    article > TELLING_MAX || text > TELLING_MAX)
		return nx_fail(err, NX_CORRUPT, "no telling: %s", line);
	buf_clear(b);
	if (fread(buf_room(b, article + text), 1, article + text, in) !=
	    article + text)
		return nx_fail(err, NX_CORRUPT, "a telling is cut off");
	b->len = article + text;
	t->what = (enum change)what;
	t->article = (struct slice){ b->p, article };
	t->text = (struct slice){ b->p + article, text };
	return NX_OK;
}

void telling_name(const char *uid, const struct ledger_change *c,
                  char out[TELLING_NAME])
{
	struct buf b = BUF_INIT;
	char uuid[UUID_TEXT];

	buf_addf(&b, "%s %016" PRIx64 "%016" PRIx64 " %s %" PRIu64, uid,
	         c->key[0], c->key[1], change_name(c->what), c->number);
	uuid_of(b.p, b.len, uuid);
	(void)snprintf(out, TELLING_NAME, "urn:uuid:%s", uuid);
	buf_release(&b);
}
