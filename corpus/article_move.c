/* article_move.c - articles that change hands */
#include "corpus/article.h"

void article_take(struct article *to, struct article *from)
{
	struct article was = *to;

	*to = *from;
	*from = was;
	article_clear(from);
}

static size_t strings_memory(const struct strings *s)
{
	size_t sum = s->cap * sizeof *s->v;

	for (size_t i = 0; i < s->cap; i++)
		sum += s->v[i].cap;
	return sum;
}

size_t article_memory(const struct article *a)
{
	return sizeof *a + a->id.cap + a->space.cap + a->url.cap +
	       a->headline.cap + a->deck.cap + a->source.cap +
	       a->section.cap + a->language.cap + a->rights.cap +
	       a->body.cap + a->key.cap + strings_memory(&a->authors) +
	       strings_memory(&a->places) + strings_memory(&a->keywords);
}
