/* fields.h - the fields that a query can name, and what may follow each */
#ifndef NEWSIDX_QUERY_FIELDS_H
#define NEWSIDX_QUERY_FIELDS_H

#include "query/tree.h"

enum field_value {
	VALUE_TEXT,     /* anything positional: title:(a w/5 b) */
	VALUE_NAME,     /* a word or a phrase: author:"jane doe" */
	VALUE_VERBATIM, /* as it stands: url:https://... */
	VALUE_DATE,     /* date:2025-08..2025-09; >= and the like too */
	VALUE_AGO,      /* 30d */
	VALUE_NUMBER,   /* words>=500 */
};

struct field_entry {
	const char *name;
	enum field field;
	enum field_value value;
	const char *example; /* what may follow the name and its colon */
};

/* The field called so, in upper or lower case, or NULL. */
const struct field_entry *field_find(const char *name, size_t len);

/* The i-th field, or NULL after the last. */
const struct field_entry *field_at(size_t i);

/* The entry of a field that is not FIELD_NONE. */
const struct field_entry *field_entry(enum field f);

/* The name that was probably meant, or NULL. */
const char *field_suggest(const char *name, size_t len);

#endif
