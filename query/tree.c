#include "query/tree.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/instant.h"
#include "lib/base/mem.h"
#include "lib/base/utf8.h"
#include "query/fields.h"

/* Blocks of memory, the latest first.  Nodes are small and many. */
struct arena {
	struct arena *older;
	size_t used, size;
	max_align_t mem[];
};

#define ARENA_BLOCK 8192

void *query_alloc(struct query *q, size_t size)
{
	struct arena *a = q->arena;
	char *p;

	size = (size + sizeof(max_align_t) - 1) & ~(sizeof(max_align_t) - 1);
	if (a == NULL || a->size - a->used < size) {
		size_t room = size > ARENA_BLOCK ? size : ARENA_BLOCK;

		a = nx_zalloc(sizeof *a + room);
		a->older = q->arena;
		a->size = room;
		q->arena = a;
	}
	p = (char *)a->mem + a->used;
	a->used += size;
	return p;
}

struct query *query_new(const char *text, size_t len)
{
	struct query *q = nx_zalloc(sizeof *q);

	q->text = nx_strndup(text, len);
	q->len = len;
	return q;
}

void query_free(struct query *q)
{
	if (q == NULL)
		return;
	while (q->arena != NULL) {
		struct arena *a = q->arena;

		q->arena = a->older;
		free(a);
	}
	free(q->text);
	free(q);
}

unsigned query_column(const struct query *q, size_t at)
{
	const char *p = q->text, *end = q->text + q->len;
	unsigned column = 1, n;

	while (p < end && p < q->text + at) {
		(void)utf8_decode(p, end, &n);
		p += n;
		column++;
	}
	return column;
}

/* What stands between the reason and the column's number. */
#define COLUMN ", at column "

enum nx_status query_refuse(const struct query *q, size_t at,
                            struct nx_err *err, const char *fmt, ...)
{
	char what[NX_ERR_MAX];
	va_list ap;

	va_start(ap, fmt);
	if (vsnprintf(what, sizeof what, fmt, ap) < 0)
		what[0] = '\0';
	va_end(ap);
	/* Room is kept for the column, which matters more than the end of a
	 * long sentence. */
	return nx_fail(err, NX_USAGE, "%.*s" COLUMN "%u", NX_ERR_MAX - 40, what,
	               query_column(q, at));
}

unsigned query_refused(const struct nx_err *err, size_t *len)
{
	const char *at = NULL;

	for (const char *p = err->msg; (p = strstr(p, COLUMN)) != NULL; p++)
		at = p;
	*len = at != NULL ? (size_t)(at - err->msg) : strlen(err->msg);
	return at != NULL ? (unsigned)strtoul(at + strlen(COLUMN), NULL, 10)
	                  : 0;
}

void query_refused_before(struct nx_err *err, unsigned characters)
{
	size_t len;
	unsigned column = query_refused(err, &len);

	if (column == 0)
		return;
	err->msg[len] = '\0';
	if (column > characters)
		(void)snprintf(err->msg + len, sizeof err->msg - len,
		               COLUMN "%u", column - characters);
}

struct node *node_new(struct query *q, enum node_kind kind, size_t start,
                      size_t end)
{
	struct node *node = query_alloc(q, sizeof *node);

	node->kind = kind;
	node->depth = 1;
	node->start = (uint32_t)start;
	node->end = (uint32_t)end;
	q->n_node++;
	return node;
}

void node_adopt(struct query *q, struct node *node, struct node *const *kid,
                size_t n)
{
	node->kid = NULL;
	node->n_kid = 0;
	node->depth = 1;
	for (size_t i = 0; i < n; i++)
		node_append(q, node, kid[i]);
}

void node_append(struct query *q, struct node *node, struct node *kid)
{
	size_t n = node->n_kid;

	/* The room is the next power of two, so it is full at each. */
	if ((n & (n - 1)) == 0) {
		struct node **more =
			query_alloc(q, (n ? 2 * n : 1) * sizeof *more);

		if (n != 0)
			memcpy(more, node->kid, n * sizeof *more);
		node->kid = more;
	}
	node->kid[node->n_kid++] = kid;
	if (kid->depth >= node->depth)
		node->depth = (uint16_t)(kid->depth + 1);
}

static bool all_kids(const struct node *node, bool (*is)(const struct node *))
{
	for (size_t i = 0; i < node->n_kid; i++)
		if (!is(node->kid[i]))
			return false;
	return true;
}

bool node_positional(const struct node *node)
{
	switch (node->kind) {
	case NODE_WORD:
	case NODE_TERM:
	case NODE_PHRASE:
	case NODE_NEAR:
		return true;
	case NODE_OR:
	case NODE_FIRST:
	case NODE_SEGMENT:
		return all_kids(node, node_positional);
	default:
		return false;
	}
}
