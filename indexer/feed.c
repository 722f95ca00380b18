#include "indexer/feed.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "lib/base/file.h"
#include "lib/base/mem.h"
#include "lib/base/xmlout.h"

/* A feed of the longest entries has 2 MB. */
#define FEED_MAX ((size_t)64 << 20)

struct feed {
	struct buf entries;
	int64_t updated;
};

static enum nx_status add_entry(void *ctx, const struct ledger_entry *e)
{
	struct feed *f = ctx;

	if (e->time > f->updated)
		f->updated = e->time;
	buf_add(&f->entries, e->text.p, e->text.len);
	return NX_OK;
}

static void print(const struct ledger_alert *a, const struct feed *f,
                  struct buf *out)
{
	time_t t = (time_t)f->updated;
	char when[40];
	struct tm tm;

	strftime(when, sizeof when, "%Y-%m-%dT%H:%M:%SZ", gmtime_r(&t, &tm));
	buf_adds(out, "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"
	              "<feed xmlns=\"http://www.w3.org/2005/Atom\">\n");
	buf_addf(out, "<id>urn:uuid:%s</id>\n", a->uid);
	buf_addf(out, "<title>newsidx: %s</title>\n", a->name);
	xml_add_element(out, "subtitle", a->query, strlen(a->query));
	xml_add_element(out, "updated", when, strlen(when));
	buf_adds(out, "<author><name>newsidx</name></author>\n"
	              "<generator version=\"" NEWSIDX_VERSION
	              "\">newsidx</generator>\n");
	buf_add(out, buf_str(&f->entries), f->entries.len);
	buf_adds(out, "</feed>\n");
}

enum nx_status feed_write(struct ledger *l, const struct ledger_alert *a,
                          const char *folder, struct nx_err *err)
{
	struct feed f = { BUF_INIT, a->added };
	char *path = nx_format("%s/%s.atom", folder, a->name);
	struct buf want = BUF_INIT, have = BUF_INIT;
	enum nx_status st = ledger_alert_entries(l, a->id, add_entry, &f, err);

	if (st == NX_OK)
		print(a, &f, &want);
	if (st == NX_OK && (file_read(path, FEED_MAX, &have, NULL) != NX_OK ||
	                    !buf_equal(&want, &have)))
		st = file_replace(path, want.p, want.len, err);
	buf_release(&f.entries);
	buf_release(&want);
	buf_release(&have);
	free(path);
	return st;
}
