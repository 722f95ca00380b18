#include "indexer/work.h"

#include <stdlib.h>
#include <string.h>

#include "lib/analysis/family.h"
#include "lib/base/mem.h"

void worker_init(struct worker *w, unsigned number, const char *language)
{
	memset(w, 0, sizeof *w);
	w->number = number;
	w->language = language;
	w->analyser = analyser_new();
	w->detector = detector_new();
	doc_init(&w->doc);
}

void worker_release(struct worker *w)
{
	analyser_free(w->analyser);
	detector_free(w->detector);
	doc_release(&w->doc);
	free(w->corrected);
}

static void set_slices(struct slices *to, const struct strings *from)
{
	to->n = 0;
	for (size_t i = 0; i < from->n && i < RECORD_REPEATS; i++)
		to->v[to->n++] = slice_of(&from->v[i]);
}

static struct slice slice_of_string(const char *s)
{
	return (struct slice){ s, strlen(s) };
}

/* By its ISO 639-1 code, whatever its source calls it or fails to. */
static void settle_language(struct worker *w, const struct article *a,
                            struct record *r)
{
	const struct buf *const parts[] = { &a->body, &a->deck, &a->headline };
	struct detector *d = w->detector;
	enum language_from from;
	const struct language *l;
	bool more = true;

	detector_begin(d);
	for (size_t i = 0; more && i < sizeof parts / sizeof *parts; i++)
		more = detector_add(d, buf_str(parts[i]), parts[i]->len);
	l = language_find(buf_str(&a->language), a->language.len);
	l = detector_settle(d, l, &from);
	r->language = (struct slice){ NULL, 0 };
	if (l != NULL) {
		r->language = slice_of_string(l->code);
	} else if (a->language.len == 0 && w->language != NULL) {
		r->language = slice_of_string(w->language);
		from = LANGUAGE_DEFAULT;
	}
	r->language_from = from;
	r->declared = (struct slice){ NULL, 0 };
	if (from != LANGUAGE_DECLARED ||
	    strcmp(buf_str(&a->language), l->code) != 0)
		r->declared = slice_of(&a->language);
}

static void fill_record(struct worker *w, const struct article *a,
                        const struct place *where)
{
	struct record *r = &w->record;

	r->key = slice_of(&a->key);
	r->url = slice_of(&a->url);
	r->source = slice_of(&a->source);
	r->section = slice_of(&a->section);
	settle_language(w, a, r);
	r->rights = slice_of(&a->rights);
	r->part[PART_HEADLINE] = slice_of(&a->headline);
	r->part[PART_DECK] = slice_of(&a->deck);
	r->part[PART_BODY] = slice_of(&a->body);
	set_slices(&r->authors, &a->authors);
	set_slices(&r->places, &a->places);
	set_slices(&r->keywords, &a->keywords);
	r->published = a->published;
	r->updated = a->updated;
	r->captured = a->captured;
	r->revision = a->revision;
	r->archive = slice_of_string(where->archive);
	r->member = slice_of_string(where->member);
	r->number = where->record;
	r->offset = a->offset;
	r->size = a->size;
}

enum nx_status worker_add(struct worker *w, struct segment_writer *to,
                          const struct article *a, const struct place *where,
                          struct nx_err *err)
{
	fill_record(w, a, where);
	if (w->record.language_from == LANGUAGE_CORRECTED) {
		w->corrected = NX_GROW(w->corrected, w->n_corrected,
		                       &w->cap_corrected);
		w->corrected[w->n_corrected++] = where->docid;
	}
	doc_fill(&w->doc, w->analyser, &w->record, where->key);
	w->words += w->doc.words;
	return segment_add(to, w->number, where->docid, &w->doc, err);
}
