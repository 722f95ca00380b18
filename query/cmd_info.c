#include <stdio.h>
#include <stdlib.h>

#include "lib/analysis/analysis.h"
#include "lib/base/exit.h"
#include "lib/base/file.h"
#include "lib/base/json.h"
#include "lib/base/progress.h"
#include "lib/index/schema.h"
#include "lib/index/xap.h"
#include "query/commands.h"

struct info_cmd {
	const char *index;
	bool schema, json;
};

#define AT(member) offsetof(struct info_cmd, member)

const struct opt info_opts[] = {
	{ 'i', "index", "FOLDER", OPT_STRING, AT(index), NULL,
	  "the index (default: $NEWSIDX_INDEX)" },
	{ 0, "schema", NULL, OPT_FLAG, AT(schema), NULL,
	  "print what stands in an index, and under which name" },
	{ 0, "json", NULL, OPT_FLAG, AT(json), NULL, "one JSON object" },
	{ 0, NULL, NULL, OPT_FLAG, 0, NULL, NULL },
};
const size_t info_size = sizeof(struct info_cmd);

#define SOURCES_SHOWN 10
#define LANGUAGES_SHOWN 200 /* all of them */

struct facts {
	struct xap_info db;
	uint64_t bytes;
	uint64_t words;
	char from[INSTANT_TEXT_MAX], to[INSTANT_TEXT_MAX];
	struct xap_terms *sources, *languages;
	struct xap_mset *counted;
};

/* The first or last day of the index: a bound of libxapian's, which is exact
 * unless articles were withdrawn. */
static void day_of(const struct xap_str *v, char *out)
{
	struct instant i = { .precision = INSTANT_DAY };

	out[0] = '\0';
	if (v->len == 0)
		return;
	i.sec = (int64_t)xap_unsortable(v->data, v->len);
	instant_text(&i, out);
}

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

static enum xap_status count(struct xap_db *db, struct facts *f,
                             struct xap_error *xe)
{
	struct xap_enquire *q = NULL;
	struct xap_query *all = NULL;
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
		xs = xap_enquire_mset(&f->counted, q, 0, 0, UINT32_MAX, NULL,
		                      NULL, xe);
	if (xs == XAP_OK)
		xs = xap_mset_counts(&f->sources, f->counted, SLOT_SOURCE,
		                     SOURCES_SHOWN, NULL, xe);
	if (xs == XAP_OK)
		xs = xap_mset_counts(&f->languages, f->counted, SLOT_LANGUAGE,
		                     LANGUAGES_SHOWN, NULL, xe);
	xap_query_free(all);
	xap_enquire_free(q);
	return xs;
}

/* Lengths count headline words twice and the words of names not at all; the
 * slot has the articles' own. */
static enum xap_status words(struct xap_db *db, struct facts *f,
                             struct xap_error *xe)
{
	struct xap_values *it = NULL;
	struct xap_str v;
	enum xap_status xs = xap_db_values(&it, db, SLOT_WORDS, xe);

	while (xs == XAP_OK) {
		xs = xap_values_next(it, NULL, &v, xe);
		if (xs == XAP_OK)
			f->words += (uint64_t)xap_unsortable(v.data, v.len);
	}
	xap_values_free(it);
	return xs == XAP_END ? XAP_OK : xs;
}

/* ---- printing --------------------------------------------------------- */

/* How positions are kept: the form of all segments, or "mixed". */
static const char *form_of(const struct index *x)
{
	for (size_t i = 1; i < index_segments(x); i++)
		if (index_positions(x, i) != index_positions(x, 0))
			return "mixed";
	return positions_name(index_positions(x, 0));
}

/* The names of it and how many articles each has; returns of how many. */
static uint64_t put_counts(struct xap_terms *it, const char *what)
{
	uint64_t sum = 0;
	char n[PROGRESS_TEXT];
	struct xap_str name;
	uint32_t freq;

	while (xap_terms_next(it, &name, NULL) == XAP_OK &&
	       xap_terms_termfreq(it, &freq, NULL) == XAP_OK) {
		printf("%-10s %s  (%s)\n", what, name.data,
		       text_count(freq, n));
		what = "";
		sum += freq;
	}
	return sum;
}

static void put_facts(struct index *x, struct facts *f)
{
	char n[PROGRESS_TEXT];
	uint64_t known;

	printf("index      %s\n", index_path(x));
	printf("articles   %s\n", text_count(f->db.doccount, n));
	printf("words      %s\n", text_count(f->words, n));
	if (f->from[0] != '\0')
		printf("dates      %s to %s\n", f->from, f->to);
	(void)put_counts(f->sources, "sources");
	known = put_counts(f->languages, "languages");
	if (known < f->db.doccount)
		printf("%-10s not known  (%s)\n", known == 0 ? "languages" : "",
		       text_count(f->db.doccount - known, n));
	printf("families   %s (queries: %s)\n", index_languages(x),
	       index_language(x));
	printf("size       %s in %zu segment%s\n", text_bytes(f->bytes, n),
	       index_segments(x), index_segments(x) == 1 ? "" : "s");
	printf("positions  %s\n", form_of(x));
	printf("format     %d, words by rules %d, libxapian %s\n", INDEX_FORMAT,
	       ANALYSIS_VERSION, xap_version_string());
}

static void json_counts(struct json *j, const char *name, struct xap_terms *it)
{
	struct xap_str s;
	uint32_t freq;

	json_open(j, name, '[');
	while (xap_terms_next(it, &s, NULL) == XAP_OK &&
	       xap_terms_termfreq(it, &freq, NULL) == XAP_OK) {
		json_open(j, NULL, '{');
		json_str(j, "name", s.data, s.len);
		json_num(j, "articles", freq);
		json_close(j);
	}
	json_close(j);
}

static void put_facts_json(struct index *x, struct facts *f)
{
	struct json j;

	json_begin(&j, stdout);
	json_text(&j, "index", index_path(x));
	json_num(&j, "articles", f->db.doccount);
	json_num(&j, "words", f->words);
	if (f->from[0] != '\0') {
		json_text(&j, "from", f->from);
		json_text(&j, "to", f->to);
	}
	json_counts(&j, "sources", f->sources);
	json_counts(&j, "languages", f->languages);
	json_text(&j, "families", index_languages(x));
	json_text(&j, "query_language", index_language(x));
	json_num(&j, "bytes", f->bytes);
	json_num(&j, "segments", index_segments(x));
	json_text(&j, "positions", form_of(x));
	json_num(&j, "format", INDEX_FORMAT);
	json_num(&j, "analysis", ANALYSIS_VERSION);
	json_text(&j, "libxapian", xap_version_string());
	json_end(&j);
}

static enum nx_status tell(struct index *x, void *ctx, struct nx_err *err)
{
	const struct info_cmd *c = ctx;
	struct xap_db *db = index_db(x);
	struct facts f = { .words = 0 };
	struct xap_error xe;
	enum xap_status xs = xap_db_info(db, &f.db, &xe);

	if (xs == XAP_OK)
		xs = dates(db, &f, &xe);
	if (xs == XAP_OK)
		xs = words(db, &f, &xe);
	if (xs == XAP_OK)
		xs = count(db, &f, &xe);
	f.bytes = file_folder_bytes(index_path(x));
	if (xs == XAP_OK && c->json)
		put_facts_json(x, &f);
	else if (xs == XAP_OK)
		put_facts(x, &f);
	xap_terms_free(f.sources);
	xap_terms_free(f.languages);
	xap_mset_free(f.counted);
	return nx_from_xap(err, xs, &xe, "reading the index");
}

int info_main(const void *options, const struct operands *o)
{
	struct info_cmd c = *(const struct info_cmd *)options;
	struct nx_err err;
	const char *index;
	enum nx_status st;

	if (o->n > 0) {
		complain("info takes no operands");
		return EXIT_USAGE;
	}
	if (c.schema) {
		schema_print(stdout);
		return EXIT_DONE;
	}
	index = index_named(c.index);
	if (index == NULL)
		return EXIT_USAGE;
	st = with_index(index, tell, &c, &err);
	if (st != NX_OK)
		complain("%s", err.msg);
	return (int)exit_code_of(st);
}
