#include "lib/index/doc.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/limits.h"
#include "lib/base/mem.h"
#include "lib/base/utf8.h"
#include "lib/index/column_row.h"
#include "lib/xapian-c/xapian-c.h"

/* Longest key that stands in its term as it is; the hash takes 17 more. */
#define KEY_TERM_MAX 180

void doc_init(struct doc *d)
{
	memset(d, 0, sizeof *d);
}

void doc_release(struct doc *d)
{
	for (int p = 0; p < PARTS; p++)
		token_list_release(&d->part[p]);
	for (int s = 0; s < SLOTS; s++)
		buf_release(&d->value[s]);
	buf_release(&d->columns);
	token_list_release(&d->scratch);
	buf_release(&d->forms);
	free(d->extra);
	memset(d, 0, sizeof *d);
}

static void add_extra(struct doc *d, const char *prefix, const char *form,
                      size_t len, uint32_t pos, uint16_t wdf)
{
	size_t at = d->forms.len;

	buf_adds(&d->forms, prefix);
	buf_add(&d->forms, form, len);
	d->extra = NX_GROW(d->extra, d->n_extra, &d->cap_extra);
	d->extra[d->n_extra++] = (struct extra){
		.term = (uint32_t)at,
		.pos = pos,
		.len = (uint16_t)(d->forms.len - at),
		.wdf = wdf,
	};
}

static void add_string(struct doc *d, const char *prefix, const char *s)
{
	add_extra(d, prefix, s, strlen(s), 0, 0);
}

/* The text as a boolean term, cut where a term may be no longer. */
static void add_boolean(struct doc *d, const char *prefix, struct slice s)
{
	if (s.len > 0)
		add_extra(d, prefix, s.p, utf8_cut(s.p, s.len, LIMIT_TERM), 0,
		          0);
}

/* ---- parts ------------------------------------------------------------ */

void doc_bases(const uint32_t words[PARTS], uint32_t base[PARTS])
{
	uint32_t at = 0;

	for (int p = 0; p < PARTS; p++) {
		base[p] = at;
		if (words[p] > 0)
			at += words[p] + SEGMENT_GAP;
	}
}

/* The terms that a part's tokens have besides their words. */
static void part_extras(struct doc *d, enum part p)
{
	const struct token_list *l = &d->part[p];

	for (size_t i = 0; i < l->n; i++) {
		const struct token *t = &l->v[i];
		const char *form = token_form(l, t);
		uint32_t pos = d->base[p] + t->pos;

		if ((t->flags & TOKEN_JOINED) != 0) {
			add_extra(d, PREFIX_JOINED, form, t->len, pos, 0);
			continue;
		}
		if (p == PART_HEADLINE)
			add_extra(d, PREFIX_TITLE, form, t->len, pos, 1);
		if ((t->flags & TOKEN_CAPS) != 0)
			add_extra(d, PREFIX_CAPS, form, t->len, pos, 0);
		if ((t->flags & TOKEN_SENTENCE_END) != 0)
			add_extra(d, TERM_SENTENCES, "", 0, pos, 0);
		if ((t->flags & TOKEN_PARAGRAPH_END) != 0)
			add_extra(d, TERM_PARAGRAPHS, "", 0, pos, 0);
	}
}

static void fill_parts(struct doc *d, struct analyser *a,
                       const struct record *r)
{
	struct buf *v = &d->value[SLOT_PARTS];
	uint32_t words[PARTS];

	d->words = 0;
	for (int p = 0; p < PARTS; p++) {
		analyser_run(a, r->part[p].p != NULL ? r->part[p].p : "",
		             r->part[p].len, &d->part[p]);
		words[p] = d->part[p].positions;
		d->words += words[p];
		buf_add_varint(v, words[p]);
	}
	doc_bases(words, d->base);
	for (int p = 0; p < PARTS; p++)
		part_extras(d, (enum part)p);
}

/* ---- fields ----------------------------------------------------------- */

/* The words of s under prefix, from position *at on. */
static void field_words(struct doc *d, struct analyser *a, const char *prefix,
                        struct slice s, uint32_t *at)
{
	const struct token_list *l = &d->scratch;

	if (s.len == 0)
		return;
	analyser_run(a, s.p, s.len, &d->scratch);
	for (size_t i = 0; i < l->n; i++)
		if ((l->v[i].flags & TOKEN_JOINED) == 0)
			add_extra(d, prefix, token_form(l, &l->v[i]),
			          l->v[i].len, *at + l->v[i].pos, 0);
	/* No phrase from one name into the next. */
	*at += l->positions + SEGMENT_GAP;
}

static void field_each(struct doc *d, struct analyser *a, const char *prefix,
                       const struct slices *s)
{
	uint32_t at = 0;

	for (size_t i = 0; i < s->n; i++)
		field_words(d, a, prefix, s->v[i], &at);
}

static void field_one(struct doc *d, struct analyser *a, const char *prefix,
                      struct slice s)
{
	uint32_t at = 0;

	field_words(d, a, prefix, s, &at);
}

/* The archive is found by its file's name, wherever it lay. */
static struct slice last_component(struct slice path)
{
	const char *slash =
	        path.len > 0 ? memrchr(path.p, '/', path.len) : NULL;

	if (slash == NULL)
		return path;
	return (struct slice){ slash + 1,
		               (size_t)(path.p + path.len - slash) - 1 };
}

static void fill_fields(struct doc *d, struct analyser *a,
                        const struct record *r)
{
	field_each(d, a, PREFIX_AUTHOR, &r->authors);
	field_each(d, a, PREFIX_PLACE, &r->places);
	field_each(d, a, PREFIX_KEYWORD, &r->keywords);
	field_one(d, a, PREFIX_SOURCE, r->source);
	field_one(d, a, PREFIX_SECTION, r->section);
	add_boolean(d, PREFIX_LANGUAGE, r->language);
	add_boolean(d, PREFIX_URL, r->url);
	add_boolean(d, PREFIX_ARCHIVE, last_component(r->archive));
}

/* ---- dates ------------------------------------------------------------ */

static void number_value(struct doc *d, enum value_slot slot, double v)
{
	char b[XAP_SORTABLE_MAX];

	buf_set(&d->value[slot], b, xap_sortable(v, b));
}

/* People ask for the day that was printed on the article, so what is compared
 * with a date is the clock of its place. */
static void fill_dates(struct doc *d, const struct record *r)
{
	struct instant wall = instant_wall(&r->published);
	char day[INSTANT_TEXT_MAX];
	char compact[16];

	if (wall.precision == INSTANT_NONE)
		return;
	number_value(d, SLOT_PUBLISHED, (double)r->published.sec);
	number_value(d, SLOT_FIRST, (double)wall.sec);
	number_value(d, SLOT_LAST, (double)instant_last(&wall));
	instant_text(&wall, day);
	(void)snprintf(compact, sizeof compact, "%.4s%.2s%.2s", day,
	               wall.precision >= INSTANT_MONTH ? day + 5 : "",
	               wall.precision >= INSTANT_DAY ? day + 8 : "");
	if (wall.precision >= INSTANT_DAY)
		add_string(d, PREFIX_DAY, compact);
	compact[6] = '\0';
	if (wall.precision >= INSTANT_MONTH)
		add_string(d, PREFIX_MONTH, compact);
	compact[4] = '\0';
	add_string(d, PREFIX_YEAR, compact);
}

/* ---- identity and values ---------------------------------------------- */

void doc_identity_term(struct slice key, const uint64_t identity[2],
                       struct buf *out)
{
	buf_adds(out, PREFIX_IDENTITY);
	if (key.len <= KEY_TERM_MAX) {
		buf_add(out, key.p, key.len);
		return;
	}
	buf_add(out, key.p, utf8_cut(key.p, key.len, KEY_TERM_MAX));
	buf_addf(out, "#%016llx", (unsigned long long)identity[0]);
}

static void string_value(struct doc *d, enum value_slot slot, struct slice s)
{
	if (s.len > 0)
		buf_set(&d->value[slot], s.p, utf8_cut(s.p, s.len, VALUE_MAX));
}

static void fill_identity(struct doc *d, const struct record *r,
                          const uint64_t identity[2])
{
	struct buf term = BUF_INIT;

	doc_identity_term(r->key, identity, &term);
	/* Xapian holds that what has no length has no positions either, but an
	 * article without a word may have a source or an author. */
	add_extra(d, "", term.p, term.len, 0, d->words == 0 ? 1 : 0);
	buf_release(&term);
	buf_set(&d->value[SLOT_IDENTITY], identity, 2 * sizeof identity[0]);
}

void doc_fill(struct doc *d, struct analyser *a, const struct record *r,
              const uint64_t identity[2])
{
	d->record = r;
	d->n_extra = 0;
	buf_clear(&d->forms);
	for (int s = 0; s < SLOTS; s++)
		buf_clear(&d->value[s]);
	fill_parts(d, a, r);
	fill_fields(d, a, r);
	fill_dates(d, r);
	fill_identity(d, r, identity);
	string_value(d, SLOT_SOURCE, r->source);
	string_value(d, SLOT_SECTION, r->section);
	string_value(d, SLOT_LANGUAGE, r->language);
	number_value(d, SLOT_WORDS, (double)d->words);
	column_row_make(r, &d->columns);
}
