#include "indexer/stored.h"

#include <string.h>

#include "lib/analysis/family.h"
#include "lib/index/xap.h"

enum nx_status stored_open(struct stored *s, const char *dir,
                           struct nx_err *err)
{
	struct xap_error xe;
	enum xap_status xs;

	memset(s, 0, sizeof *s);
	xs = xap_db_open(&s->db, dir, &xe);
	if (xs == XAP_OK)
		xs = xap_db_postings(&s->all, s->db, "", 0, &xe);
	if (xs != XAP_OK)
		return nx_from_xap(err, xs, &xe, dir);
	s->unpacker = unpacker_new(segment_dictionary, s->db);
	return NX_OK;
}

void stored_close(struct stored *s)
{
	xap_doc_free(s->doc);
	xap_postings_free(s->all);
	unpacker_free(s->unpacker);
	xap_db_close(s->db);
}

enum nx_status stored_next(struct stored *s, uint32_t *docid,
                           struct nx_err *err)
{
	struct xap_error xe;

	return nx_from_xap(err, xap_postings_next(s->all, docid, &xe), &xe,
	                   "listing articles");
}

enum nx_status stored_record(struct stored *s, uint32_t docid, struct record *r,
                             struct nx_err *err)
{
	struct xap_error xe;
	struct xap_str data;
	enum xap_status xs;

	xap_doc_free(s->doc);
	s->doc = NULL;
	xs = xap_db_doc(&s->doc, s->db, docid, &xe);
	if (xs == XAP_OK)
		xs = xap_doc_data(s->doc, &data, &xe);
	if (xs != XAP_OK)
		return nx_from_xap(err, xs, &xe, "reading an article");
	return unpacker_unpack(s->unpacker, data.data, data.len, r, err);
}

enum nx_status stored_value(struct stored *s, enum value_slot slot,
                            struct xap_str *out, struct nx_err *err)
{
	struct xap_error xe;

	return nx_from_xap(err, xap_doc_value(s->doc, (uint32_t)slot, out, &xe),
	                   &xe, "reading a value");
}

static void set(struct buf *to, struct slice from)
{
	buf_set(to, from.len > 0 ? from.p : "", from.len);
}

static void set_all(struct strings *to, const struct slices *from)
{
	for (size_t i = 0; i < from->n; i++)
		strings_add(to, from->v[i].p, from->v[i].len);
}

void article_of_record(struct article *a, const struct record *r)
{
	article_clear(a);
	set(&a->key, r->key);
	set(&a->url, r->url);
	set(&a->headline, r->part[PART_HEADLINE]);
	set(&a->deck, r->part[PART_DECK]);
	set(&a->body, r->part[PART_BODY]);
	set(&a->source, r->source);
	set(&a->section, r->section);
	set(&a->language, r->declared);
	if (r->declared.len == 0 && r->language_from == LANGUAGE_DECLARED)
		set(&a->language, r->language);
	set(&a->rights, r->rights);
	set_all(&a->authors, &r->authors);
	set_all(&a->places, &r->places);
	set_all(&a->keywords, &r->keywords);
	a->published = r->published;
	a->updated = r->updated;
	a->captured = r->captured;
	a->revision = r->revision;
	a->offset = r->offset;
	a->size = r->size;
	article_set_digest(a);
}
