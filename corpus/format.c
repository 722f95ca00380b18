#include "corpus/format.h"

#include <string.h>

#include "corpus/select.h"

const struct format *format_find(const char *name)
{
	for (size_t i = 0; formats[i] != NULL; i++)
		if (strcmp(formats[i]->name, name) == 0)
			return formats[i];
	return NULL;
}

static bool all_zero(const char *p, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (p[i] != '\0')
			return false;
	return true;
}

const struct format *format_choose(const struct sniff *s, const char **why)
{
	const struct format *best = NULL;
	const char *reason;
	int most = BID_NONE;

	for (size_t i = 0; formats[i] != NULL; i++) {
		int bid = formats[i]->bid(s);

		if (bid > most) {
			most = bid;
			best = formats[i];
		}
	}
	/* What has a signature of its own is never text, though a PDF's first
	 * page may look like it. */
	reason = select_signature(s->p, s->len);
	if (best != NULL && (reason == NULL ||
	                     (best->flags & FORMAT_LAST_RESORT) == 0))
		return best;
	if (reason == NULL)
		reason = s->len > 0 && all_zero(s->p, s->len) ?
		                 "no known format: only zero bytes" :
		                 "no known format: binary data";
	if (why != NULL)
		*why = reason;
	return NULL;
}
