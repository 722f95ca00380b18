#include "query/dialect.h"

#include <string.h>

#include "query/parse.h"

static const struct spelling native_spelling[] = {
	{ "or", OP_OR },         { "and", OP_AND },
	{ "not", OP_NOT },       { "w/#", OP_NEAR },
	{ "w/$", OP_NEAR },      { "near/#", OP_NEAR },
	{ "near/$", OP_NEAR },   { "/#", OP_NEAR },
	{ "/$", OP_NEAR },       { "pre/#", OP_PRE },
	{ "pre/$", OP_PRE },     { "adj/#", OP_PRE },
	{ "adj/$", OP_PRE },     { "+#", OP_PRE },
	{ "caps(", OP_CAPS },    { "atleast#(", OP_ATLEAST },
	{ "first#(", OP_FIRST },
};

const struct dialect dialect_native = {
	.name = "native",
	.spelling = native_spelling,
	.n_spelling = sizeof native_spelling / sizeof native_spelling[0],
	.bind = {
		[BIND_OR] = 1,
		[BIND_NOT] = 2,
		[BIND_AND] = 3,
		[BIND_PARAGRAPH] = 4,
		[BIND_SENTENCE] = 5,
		[BIND_NEAR] = 6,
		[BIND_PRE] = 6,
		[BIND_NOT_NEAR] = 7,
	},
	.smaller_first = true,
	.between = OP_AND,
};

static const struct dialect *const dialects[] = {
	&dialect_native,
};

const struct dialect *dialect_find(const char *name)
{
	for (size_t i = 0; i < sizeof dialects / sizeof dialects[0]; i++)
		if (strcmp(dialects[i]->name, name) == 0)
			return dialects[i];
	return NULL;
}
