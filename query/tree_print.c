#include <inttypes.h>
#include <string.h>

#include "lib/base/instant.h"
#include "query/terms.h"
#include "query/tree.h"

/* A word as it was typed; in quotes where it could be taken for structure. */
static void print_text(const char *text, size_t len, struct buf *out)
{
	bool quote = len == 0;

	for (size_t i = 0; i < len && !quote; i++)
		quote = strchr(" ()\"", text[i]) != NULL;
	if (quote)
		buf_addc(out, '"');
	buf_add(out, text, len);
	if (quote)
		buf_addc(out, '"');
}

static void print_word(const struct node *node, struct buf *out)
{
	if (node->flags & WORD_CAPS)
		buf_adds(out, "(caps ");
	if (node->flags & WORD_EXACT)
		buf_addc(out, '=');
	print_text(node->text, node->len, out);
	if (node->flags & WORD_FUZZY)
		buf_addf(out, "~%" PRIu32, node->n);
	if (node->flags & WORD_CAPS)
		buf_addc(out, ')');
}

static void print_term(const struct term_leaf *t, struct buf *out)
{
	static const char *const name[] = {
		[TERM_FORM] = "form",     [TERM_CAPS] = "caps",
		[TERM_JOINED] = "joined", [TERM_FAMILY] = "family",
		[TERM_PREFIX] = "prefix", [TERM_WILDCARD] = "wildcard",
		[TERM_FUZZY] = "fuzzy",
	};

	buf_addf(out, "(%s %s", name[t->kind], t->form);
	if (t->kind == TERM_FUZZY)
		buf_addf(out, " %u", t->distance);
	buf_addc(out, ')');
}

static void print_near(const struct node *node, struct buf *out)
{
	if (node->negated)
		buf_adds(out, "not-");
	buf_adds(out, node->ordered ? "pre" : "near");
	if (node->unit == UNIT_WORDS)
		buf_addf(out, " %" PRIu32, node->n);
	else
		buf_adds(out, node->unit == UNIT_SENTENCE ? " s" : " p");
}

static void print_instant(int64_t sec, struct buf *out)
{
	struct instant i = { .sec = sec,
		             .precision = INSTANT_SECOND,
		             .zone_known = true };
	char text[INSTANT_TEXT_MAX];

	buf_adds(out, instant_text(&i, text));
}

static void print_range(const struct node *node, struct buf *out)
{
	const int64_t end[2] = { node->lo, node->hi };

	buf_adds(out, node->kind == NODE_DATE ? "date" : "words");
	for (int i = 0; i < 2; i++) {
		buf_addc(out, ' ');
		if (end[i] == (i ? RANGE_OPEN_HI : RANGE_OPEN_LO))
			buf_addc(out, '*');
		else if (node->kind == NODE_DATE)
			print_instant(end[i], out);
		else
			buf_addf(out, "%" PRId64, end[i]);
	}
}

static void print_head(const struct node *node, struct buf *out)
{
	switch (node->kind) {
	case NODE_PHRASE:
		buf_adds(out, "phrase");
		break;
	case NODE_NEAR:
		print_near(node, out);
		break;
	case NODE_OR:
		buf_adds(out, "or");
		break;
	case NODE_AND:
		buf_adds(out, "and");
		break;
	case NODE_NOT:
		buf_adds(out, "not");
		break;
	case NODE_FIRST:
		buf_addf(out, "first %" PRIu32, node->n);
		break;
	case NODE_ATLEAST:
		buf_addf(out, "atleast %" PRIu32, node->n);
		break;
	case NODE_DATE:
	case NODE_LENGTH:
		print_range(node, out);
		break;
	default:
		buf_adds(out, field_name(node->field));
	}
}

/* The words skipped before a kid of a lowered phrase. */
static void print_skipped(const struct node *node, uint32_t n, struct buf *out)
{
	if (node->kind != NODE_WORD && node->kind != NODE_GAP)
		for (uint32_t i = 0; i < n; i++)
			buf_adds(out, " *");
}

static void print_gap(uint32_t n, struct buf *out)
{
	for (uint32_t i = 0; i < n; i++)
		buf_adds(out, i ? " *" : "*");
}

void tree_print(const struct node *node, struct buf *out)
{
	switch (node->kind) {
	case NODE_WORD:
		print_word(node, out);
		return;
	case NODE_TERM:
		print_term(node->term, out);
		return;
	case NODE_GAP:
		print_gap(node->n, out);
		return;
	case NODE_ALL:
		buf_adds(out, "(all)");
		return;
	default:
		break;
	}
	buf_addc(out, '(');
	print_head(node, out);
	for (size_t i = 0; i < node->n_kid; i++) {
		if (node->kind == NODE_PHRASE)
			print_skipped(node->kid[i], node->kid[i]->n, out);
		buf_addc(out, ' ');
		tree_print(node->kid[i], out);
	}
	buf_addc(out, ')');
}
