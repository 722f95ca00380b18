#include "query/facts.h"

#include <stdlib.h>
#include <string.h>

#include "lib/analysis/analysis.h"
#include "lib/base/file.h"
#include "lib/base/mem.h"
#include "lib/index/schema.h"
#include "lib/index/xap.h"

#define SOURCES_SHOWN 10
#define LANGUAGES_SHOWN 200 /* all of them */

static void day_of(const struct xap_str *v, char *out)
{
	struct instant i = { .precision = INSTANT_DAY };

	out[0] = '\0';
	if (v->len == 0)
		return;
	i.sec = (int64_t)xap_unsortable(v->data, v->len);
	instant_text(&i, out);
}

/* A bound of libxapian's. */
static enum xap_status dates(struct xap_db *db, struct facts *f,
                             struct xap_error *xe)
{
	struct xap_str lo, hi;
	uint32_t freq;
	enum xap_status xs =
		xap_db_value_stats(db, SLOT_PUBLISHED, &freq, &lo, &hi, xe);

	if (xs != XAP_OK)
		return xs;
	day_of(&lo, f->from);
	day_of(&hi, f->to);
	return XAP_OK;
}

static enum xap_status take_counts(struct fact_counts *to, struct xap_mset *m,
                                   enum value_slot slot, uint32_t most,
                                   struct xap_error *xe)
{
	struct xap_terms *it = NULL;
	enum xap_status xs = xap_mset_counts(&it, m, slot, most, NULL, xe);
	struct xap_str name;

	while (xs == XAP_OK) {
		struct fact_count c = { NULL, 0 };

		xs = xap_terms_next(it, &name, xe);
		if (xs == XAP_OK)
			xs = xap_terms_termfreq(it, &c.articles, xe);
		if (xs != XAP_OK)
			break;
		c.name = nx_strndup(name.data, name.len);
		to->v = NX_GROW(to->v, to->n, &to->cap);
		to->v[to->n++] = c;
	}
	xap_terms_free(it);
	return xs == XAP_END ? XAP_OK : xs;
}

static enum xap_status count(struct xap_db *db, struct facts *f,
                             struct xap_error *xe)
{
	struct xap_enquire *q = NULL;
	struct xap_query *all = NULL;
	struct xap_mset *m = NULL;
	enum xap_status xs = xap_enquire_new(&q, db, xe);

	if (xs == XAP_OK)
		xs = xap_query_all(&all, xe);
	if (xs == XAP_OK)
		xs = xap_enquire_set_query(q, all, 0, xe);
	if (xs == XAP_OK)
		xs = xap_enquire_count_values(q, SLOT_SOURCE, xe);
	if (xs == XAP_OK)
		xs = xap_enquire_count_values(q, SLOT_LANGUAGE, xe);
	if (xs == XAP_OK)
		xs = xap_enquire_mset(&m, q, 0, 0, UINT32_MAX, NULL, NULL, xe);
	if (xs == XAP_OK)
		xs = take_counts(&f->sources, m, SLOT_SOURCE, SOURCES_SHOWN,
		                 xe);
	if (xs == XAP_OK)
		xs = take_counts(&f->languages, m, SLOT_LANGUAGE,
		                 LANGUAGES_SHOWN, xe);
	xap_mset_free(m);
	xap_query_free(all);
	xap_enquire_free(q);
	return xs;
}

/* Lengths count headline words twice and the words of names not at all; the
 * slot has the articles' own. */
static enum xap_status words(struct xap_db *db, uint64_t *n,
                             struct xap_error *xe)
{
	struct xap_values *it = NULL;
	struct xap_str v;
	enum xap_status xs = xap_db_values(&it, db, SLOT_WORDS, xe);

	*n = 0;
	while (xs == XAP_OK) {
		xs = xap_values_next(it, NULL, &v, xe);
		if (xs == XAP_OK)
			*n += (uint64_t)xap_unsortable(v.data, v.len);
	}
	xap_values_free(it);
	return xs == XAP_END ? XAP_OK : xs;
}

enum nx_status facts_words(struct index *x, uint64_t *n, struct nx_err *err)
{
	struct xap_error xe;

	return nx_from_xap(err, words(index_db(x), n, &xe), &xe,
	                   "reading the index");
}

enum nx_status facts_read(struct facts *f, struct index *x, struct nx_err *err)
{
	struct xap_db *db = index_db(x);
	struct xap_info info;
	struct xap_error xe;
	enum xap_status xs = xap_db_info(db, &info, &xe);

	memset(f, 0, sizeof *f);
	if (xs == XAP_OK)
		xs = dates(db, f, &xe);
	if (xs == XAP_OK)
		xs = words(db, &f->words, &xe);
	if (xs == XAP_OK)
		xs = count(db, f, &xe);
	if (xs == XAP_OK)
		f->articles = info.doccount;
	f->bytes = file_folder_bytes(index_path(x));
	return nx_from_xap(err, xs, &xe, "reading the index");
}

static void counts_release(struct fact_counts *c)
{
	for (size_t i = 0; i < c->n; i++)
		free(c->v[i].name);
	free(c->v);
}

void facts_release(struct facts *f)
{
	counts_release(&f->sources);
	counts_release(&f->languages);
	memset(f, 0, sizeof *f);
}

const char *facts_positions(const struct index *x)
{
	for (size_t i = 1; i < index_segments(x); i++)
		if (index_positions(x, i) != index_positions(x, 0))
			return "mixed";
	return positions_name(index_positions(x, 0));
}

static void json_counts(struct json *j, const char *name,
                        const struct fact_counts *c)
{
	json_open(j, name, '[');
	for (size_t i = 0; i < c->n; i++) {
		json_open(j, NULL, '{');
		json_text(j, "name", c->v[i].name);
		json_num(j, "articles", c->v[i].articles);
		json_close(j);
	}
	json_close(j);
}

void json_facts(struct json *j, const struct facts *f, const struct index *x)
{
	json_num(j, "articles", f->articles);
	json_num(j, "words", f->words);
	if (f->from[0] != '\0') {
		json_text(j, "from", f->from);
		json_text(j, "to", f->to);
	}
	json_counts(j, "sources", &f->sources);
	json_counts(j, "languages", &f->languages);
	json_text(j, "families", index_languages(x));
	json_text(j, "query_language", index_language(x));
	json_num(j, "bytes", f->bytes);
	json_num(j, "segments", index_segments(x));
	json_text(j, "positions", facts_positions(x));
	json_num(j, "format", INDEX_FORMAT);
	json_num(j, "analysis", ANALYSIS_VERSION);
	json_text(j, "libxapian", xap_version_string());
}
