#include "lib/index/metaread.h"

#include <stdlib.h>
#include <string.h>

#include "lib/base/mem.h"
#include "lib/index/glass_read.h"
#include "lib/index/xap.h"

/* What keys of metadata begin with, in the table of postings. */
#define KEY_PREFIX "\0\xc0"
#define KEY_PREFIX_LEN 2

struct meta_reader {
	struct glass_reader *glass; /* NULL: by libxapian */
	struct buf key;

	struct xap_db *db;
	struct xap_terms *names; /* that come after key, or NULL */
};

struct meta_reader *meta_reader_new(const char *dir, struct xap_db *db)
{
	struct meta_reader *m = nx_zalloc(sizeof *m);

	m->db = db;
	/* If it is damaged, libxapian will find that, and say so. */
	if (dir != NULL)
		(void)glass_reader_open(&m->glass, dir, GLASS_POSTLIST, NULL);
	return m;
}

void meta_reader_free(struct meta_reader *m)
{
	if (m == NULL)
		return;
	glass_reader_close(m->glass);
	xap_terms_free(m->names);
	buf_release(&m->key);
	free(m);
}

static enum nx_status seek_in_table(struct meta_reader *m, const char *name,
                                    size_t len, struct slice *found,
                                    struct slice *value, struct nx_err *err)
{
	enum nx_status st;

	buf_set(&m->key, KEY_PREFIX, KEY_PREFIX_LEN);
	buf_add(&m->key, name, len);
	st = glass_reader_seek(m->glass, m->key.p, m->key.len, found, value,
	                       err);
	if (st != NX_OK)
		return st;
	if (found->len <= KEY_PREFIX_LEN ||
	    memcmp(found->p, KEY_PREFIX, KEY_PREFIX_LEN) != 0)
		return NX_END;
	found->p += KEY_PREFIX_LEN;
	found->len -= KEY_PREFIX_LEN;
	return NX_OK;
}

static bool is_behind(const struct buf *was, const char *name, size_t len)
{
	int d = memcmp(buf_str(was), name, was->len < len ? was->len : len);

	return d < 0 || (d == 0 && was->len <= len);
}

static enum nx_status seek_by_xapian(struct meta_reader *m, const char *name,
                                     size_t len, struct slice *found,
                                     struct slice *value, struct nx_err *err)
{
	struct xap_str k = { NULL, 0 }, v = { NULL, 0 };
	struct xap_error xe;
	enum xap_status xs = XAP_OK;

	/* Names are only gone through forwards. */
	if (m->names == NULL || !is_behind(&m->key, name, len)) {
		xap_terms_free(m->names);
		m->names = NULL;
		xs = xap_db_metadata_keys(&m->names, m->db, "", 0, &xe);
	}
	buf_set(&m->key, name, len);
	if (xs == XAP_OK)
		xs = xap_terms_skip_to(m->names, name, len, &k, &xe);
	if (xs == XAP_OK)
		xs = xap_db_metadata(m->db, k.data, k.len, &v, &xe);
	if (xs == XAP_END) {
		xap_terms_free(m->names);
		m->names = NULL;
		return NX_END;
	}
	*found = (struct slice){ k.data, k.len };
	*value = (struct slice){ v.data, v.len };
	return nx_from_xap(err, xs, &xe, "reading metadata");
}

enum nx_status meta_reader_seek(struct meta_reader *m, const char *name,
                                size_t len, struct slice *found,
                                struct slice *value, struct nx_err *err)
{
	return m->glass != NULL
	               ? seek_in_table(m, name, len, found, value, err)
	               : seek_by_xapian(m, name, len, found, value, err);
}
