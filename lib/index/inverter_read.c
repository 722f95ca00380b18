#include <stdlib.h>
#include <string.h>

#include "lib/base/mem.h"
#include "lib/index/inverter_parts.h"

const struct inverted_doc *inverter_docs(const struct inverter *v, size_t *n)
{
	*n = v->n_doc;
	return v->doc;
}

void inverter_sort(struct inverter *v)
{
	struct term_ref *room = nx_alloc(v->n_term * sizeof *room + 1);
	size_t n = 0;

	v->sorted = nx_alloc(v->n_term * sizeof *v->sorted + 1);
	for (size_t i = 0; i < v->n_slot; i++) {
		const struct term *t;

		if (v->slot[i].term == 0)
			continue;
		t = term_at(v, v->slot[i].term);
		v->sorted[n++] = (struct term_ref){ term_key(t->form, t->len),
			                            v->slot[i].term };
	}
	free(v->slot);
	v->slot = NULL;
	v->n_slot = 0;
	term_sort(v->sorted, room, n, inverter_form, v);
	free(room);
}

size_t inverter_terms(const struct inverter *v)
{
	return v->n_term;
}

struct slice inverter_term(const struct inverter *v, size_t i, uint64_t *key)
{
	*key = v->sorted[i].key;
	return inverter_form(v, v->sorted[i].term);
}

/* How far ahead: time for what is done with some terms, which is about that of
 * a look into memory. */
#define EXPECT_TERM 16
#define EXPECT_STREAM 8

void inverter_expect(const struct inverter *v, size_t i)
{
	if (i + EXPECT_TERM < v->n_term)
		__builtin_prefetch(
		        term_at(v, v->sorted[i + EXPECT_TERM].term));
	if (i + EXPECT_STREAM < v->n_term)
		__builtin_prefetch(
		        v->streams.p +
		        term_at(v, v->sorted[i + EXPECT_STREAM].term)->head);
}

uint32_t inverter_termfreq(const struct inverter *v, size_t i)
{
	return term_at(v, v->sorted[i].term)->tf;
}

void postings_init(struct postings *p)
{
	memset(p, 0, sizeof *p);
}

void postings_release(struct postings *p)
{
	free(p->pos);
	memset(p, 0, sizeof *p);
}

/* Read on in the chunk at that offset. */
static void enter_chunk(struct postings *p, uint32_t at)
{
	p->p = p->arena + at;
	p->link = at + p->room;
	p->end = p->arena + (p->link == p->last_link ? p->tail : p->link);
}

/* The next byte; there is one. */
static inline unsigned get_byte(struct postings *p)
{
	uint32_t at;

	if (p->p == p->end) {
		memcpy(&at, p->arena + p->link, LINK);
		p->room = next_room(p->room);
		enter_chunk(p, at);
	}
	return *p->p++;
}

static inline uint64_t get(struct postings *p)
{
	unsigned c = get_byte(p), shift = 0;
	uint64_t n = c & 0x7f;

	while (c >= 0x80) {
		c = get_byte(p);
		shift += 7;
		n |= (uint64_t)(c & 0x7f) << shift;
	}
	return n;
}

static inline bool at_end(const struct postings *p)
{
	return p->p == p->end && p->link == p->last_link;
}

void postings_open(struct postings *p, const struct inverter *v, size_t i)
{
	const struct term *t = term_at(v, v->sorted[i].term);

	p->docid = 0;
	p->arena = v->streams.p;
	p->tail = t->tail;
	p->last_link = t->end;
	p->room = CHUNK_FIRST;
	enter_chunk(p, t->head);
	p->more = !at_end(p);
	if (p->more)
		p->code = get(p);
}

static int by_number(const void *a, const void *b)
{
	const uint32_t *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

/* The analyser's positions ascend; others' may not. */
static void put_in_order(struct postings *p)
{
	size_t n = 0;

	qsort(p->pos, p->n_pos, sizeof *p->pos, by_number);
	for (size_t i = 0; i < p->n_pos; i++)
		if (n == 0 || p->pos[n - 1] != p->pos[i])
			p->pos[n++] = p->pos[i];
	p->n_pos = n;
}

bool postings_next(struct postings *p)
{
	uint32_t pos = 0, last = 0;
	uint64_t code = p->code;
	bool ascending = true;

	if (!p->more)
		return false;
	p->docid += (uint32_t)get(p);
	p->wdf = 0;
	p->n_pos = 0;
	for (;;) {
		pos += (uint32_t)(code >> 2);
		p->wdf += (code & ODD_WDF) != 0 ? (uint32_t)get(p) : 1;
		if (code >> 2 != 0) {
			ascending = ascending && pos > last;
			last = pos;
			p->pos = NX_GROW(p->pos, p->n_pos, &p->cap_pos);
			p->pos[p->n_pos++] = pos;
		}
		p->more = !at_end(p);
		if (!p->more)
			break;
		code = get(p);
		if ((code & FRESH) != 0)
			break;
	}
	p->code = code;
	if (!ascending)
		put_in_order(p);
	return true;
}
