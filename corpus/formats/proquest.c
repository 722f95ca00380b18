/* proquest.c - ProQuest, exported as text
 *
 *     ____________________________________________________________
 *
 *     Ferries stay in port
 *
 *     Author: Lee, Ann; Ek, Bo
 *     Full text: The ferry that leaves North Harbour at noon ...
 *
 *     Subject: Strikes; Ferries
 *     Title: Ferries stay in port
 *     Publication title: Harbour Gazette; London
 *     Publication date: Mar 12, 2019
 *     ProQuest document ID: 2190000001
 *
 * A value goes on to the next label.  Lists in a text look like labels too:
 * of each label the last one counts, and the text ends at the first of these.
 *
 * id: ProQuest document ID; url: Document URL without its query; headline:
 * Title, or else the first line; authors: Author; published: Publication date,
 * or else year; source: Publication title up to its place; section: Section;
 * language: Language of publication; rights: Copyright; deck: Abstract;
 * keywords: Subject, Company, People, Identifier; places: Location; text: Full
 * text, or the abstract where there is none.  Not kept: pages, publisher,
 * ISSN, types, links.
 */
#include <string.h>

#include "corpus/date.h"
#include "corpus/format.h"
#include "corpus/formats/exports.h"

enum field {
	OTHER,
	ABSTRACT,
	AUTHORS,
	DATE,
	HEADLINE,
	ID,
	KEYWORDS,
	LANGUAGE,
	PLACES,
	RIGHTS,
	SECTION,
	SOURCE,
	TEXT,
	URL,
	YEAR,
};

static const struct label {
	const char *name;
	enum field field;
} labels[] = {
	{ "Author", AUTHORS },
	{ "Publication info", OTHER },
	{ "Abstract", ABSTRACT },
	{ "Links", OTHER },
	{ "Full text", TEXT },
	{ "Subject", KEYWORDS },
	{ "Business indexing term", KEYWORDS },
	{ "Company / organization", KEYWORDS },
	{ "People", KEYWORDS },
	{ "Identifier / keyword", KEYWORDS },
	{ "Location", PLACES },
	{ "Classification", OTHER },
	{ "Title", HEADLINE },
	{ "Alternate title", OTHER },
	{ "Publication title", SOURCE },
	{ "Supplement", OTHER },
	{ "Volume", OTHER },
	{ "Issue", OTHER },
	{ "First page", OTHER },
	{ "Pages", OTHER },
	{ "Number of pages", OTHER },
	{ "Publication year", YEAR },
	{ "Publication date", DATE },
	{ "Year", OTHER },
	{ "Dateline", OTHER },
	{ "Section", SECTION },
	{ "column", OTHER },
	{ "Publisher", OTHER },
	{ "Place of publication", OTHER },
	{ "Country of publication", OTHER },
	{ "Publication subject", OTHER },
	{ "ISSN", OTHER },
	{ "e-ISSN", OTHER },
	{ "CODEN", OTHER },
	{ "DOI", OTHER },
	{ "Source type", OTHER },
	{ "Language of publication", LANGUAGE },
	{ "Document type", OTHER },
	{ "Document feature", OTHER },
	{ "ProQuest document ID", ID },
	{ "Document URL", URL },
	{ "Copyright", RIGHTS },
	{ "Last updated", OTHER },
	{ "Full text availability", OTHER },
	{ "Database", OTHER },
};

#define LABELS (sizeof labels / sizeof *labels)

/* Which label the line, which is not indented, begins with; LABELS if none. */
static size_t find_label(const struct line *l, struct line *value)
{
	size_t i = 0;

	if (l->len < 4 || memchr(l->p, ':', l->len < 32 ? l->len : 32) == NULL)
		return LABELS;
	while (i < LABELS && !export_label(l, labels[i].name, value))
		i++;
	return i;
}

static bool is_rule(const char *p, size_t len)
{
	size_t n = 0;

	while (n < len && p[n] == '_')
		n++;
	return n == len && n >= 40;
}

static enum export_mark proquest_mark(const char *p, size_t len)
{
	return is_rule(p, len) ? EXPORT_FIRST : EXPORT_PLAIN;
}

static int proquest_bid(const struct sniff *s)
{
	struct lines_at t = export_lines(s);
	bool rule = false, text = false, source = false;
	struct line l, v;

	while (export_line(&t, &l)) {
		size_t k = find_label(&l, &v);

		rule |= is_rule(l.p, l.len);
		if (k == LABELS)
			continue;
		text |= labels[k].field == TEXT;
		source |= labels[k].field == SOURCE;
		if (labels[k].field == ID && (rule || text || source))
			return BID_LIKELY;
	}
	/* The first text may be longer than a sniff. */
	return rule && text && !s->whole ? BID_LIKELY : BID_NONE;
}

/* ---- a record ------------------------------------------------------------ */

/* Where each label stands for the last time. */
struct record {
	const char *at[LABELS];    /* its line, or NULL */
	struct line value[LABELS]; /* its first line's */
	struct line title;         /* the first line of all */
	const char *end;
};

static void find_values(struct lines_at t, struct record *r)
{
	struct line l, v;

	memset(r, 0, sizeof *r);
	r->end = t.end;
	while (lines_next(&t, &l)) {
		size_t k = find_label(&l, &v);
		bool text = k < LABELS && labels[k].field == TEXT;

		if (k < LABELS && !(text && r->at[k] != NULL)) {
			r->at[k] = l.p;
			r->value[k] = v;
		} else if (l.len > 0 && r->title.len == 0 &&
		           !is_rule(l.p, l.len)) {
			r->title = l;
		}
	}
}

/* The value with all its lines: up to the next label that counts. */
static struct line value_of(const struct record *r, size_t k)
{
	const char *end = r->end;
	struct line v = r->value[k];

	for (size_t i = 0; i < LABELS; i++)
		if (r->at[i] != NULL && r->at[i] > r->at[k] && r->at[i] < end)
			end = r->at[i];
	v.len = end > v.p ? (size_t)(end - v.p) : 0;
	while (v.len > 0 && strchr(" \t\r\n", v.p[v.len - 1]) != NULL)
		v.len--;
	return v;
}

/* "Lee, Ann; Ek, Bo." */
static void add_authors(struct strings *s, const struct line *v)
{
	struct line l = *v;

	if (l.len > 2 && l.p[l.len - 1] == '.' && l.p[l.len - 3] != ' ')
		l.len--;
	export_terms(s, &l, ";");
}

static size_t up_to(const struct line *v, char c)
{
	const char *at = v->len > 0 ? memchr(v->p, c, v->len) : NULL;

	return at != NULL ? (size_t)(at - v->p) : v->len;
}

static void set_field(struct article *a, enum field field, const struct line *v)
{
	struct instant day;

	if (field == AUTHORS)
		add_authors(&a->authors, v);
	else if (field == HEADLINE)
		buf_set(&a->headline, v->p, v->len);
	else if (field == ID)
		buf_set(&a->id, v->p, v->len);
	else if (field == URL)
		buf_set(&a->url, v->p, up_to(v, '?'));
	else if (field == SOURCE)
		buf_set(&a->source, v->p, up_to(v, ';'));
	else if (field == SECTION)
		buf_set(&a->section, v->p, v->len);
	else if (field == LANGUAGE)
		(void)export_language(&a->language, v);
	else if (field == RIGHTS)
		buf_set(&a->rights, v->p, v->len);
	else if (field == KEYWORDS)
		export_terms(&a->keywords, v, ";");
	else if (field == PLACES)
		export_terms(&a->places, v, ";");
	else if (field == TEXT)
		export_body(v->p, v->len, &a->body);
	else if (field == ABSTRACT)
		buf_set(&a->deck, v->p, v->len);
	else if ((field == DATE || field == YEAR) &&
	         date_parse(v->p, v->len, DATE_ORDER_UNKNOWN, &day) &&
	         day.precision > a->published.precision)
		a->published = day;
}

static const char *proquest_fill(const char *p, size_t len, struct article *a)
{
	struct lines_at t = { p, p + len };
	struct record r;

	find_values(t, &r);
	for (size_t i = 0; i < LABELS; i++) {
		struct line v;

		if (r.at[i] == NULL)
			continue;
		v = value_of(&r, i);
		set_field(a, labels[i].field, &v);
	}
	if (r.title.len == 0 && a->id.len == 0)
		return "";
	if (a->id.len == 0 && a->source.len == 0 && a->body.len == 0)
		return "no article: about the search or the database";
	if (a->headline.len == 0)
		buf_set(&a->headline, r.title.p, r.title.len);
	if (a->body.len == 0) {
		if (a->deck.len == 0)
			return "record without its text";
		buf_set(&a->body, a->deck.p, a->deck.len);
		a->repairs |= REPAIR_PARTIAL;
	}
	buf_sets(&a->space, "proquest");
	return NULL;
}

static enum nx_status proquest_read(const struct member *m, struct reader *r,
                                    struct sink *sink, struct nx_err *err)
{
	static const struct export_kind kind = { proquest_mark, proquest_fill };

	(void)m;
	return export_read(&kind, r, sink, err);
}

const struct format format_proquest = {
	.name = "proquest",
	.summary = "ProQuest, text of its exports",
	.flags = 0,
	.most = BID_LIKELY,
	.bid = proquest_bid,
	.read = proquest_read,
};
