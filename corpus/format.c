#include "corpus/format.h"

#include <string.h>

#include "corpus/select.h"

/* How far into a page its first tags are looked for. */
#define MARKUP_BYTES 1024

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

/* Why nothing reads what has no signature either. */
static const char *unknown(const char *p, size_t len)
{
	if (len > 0 && all_zero(p, len))
		return "no known format: only zero bytes";
	if (memchr(p, '\0', len) != NULL)
		return "no known format: binary data";
	if (len > MARKUP_BYTES)
		len = MARKUP_BYTES;
	if (memmem(p, len, "<html", 5) != NULL ||
	    memmem(p, len, "<HTML", 5) != NULL)
		return "no known format: markup with HTML in it";
	if (memmem(p, len, "<?xml", 5) != NULL)
		return "no known format: XML of another kind";
	if (memchr(p, '<', len) != NULL)
		return "no known format: markup or binary data";
	return "no known format: binary data";
}

const struct format *format_choose(const struct sniff *s, const char **why)
{
	const struct format *best = NULL;
	const char *reason;
	int most = BID_NONE;

	/* The first that is certain wins: nothing can bid more. */
	for (size_t i = 0; formats[i] != NULL && most < BID_CERTAIN; i++) {
		const struct format *f = formats[i];
		int bid;

		if (best != NULL && (f->flags & FORMAT_LAST_RESORT) != 0)
			continue;
		if (f->most != 0 && f->most <= most)
			continue;
		bid = f->bid(s);
		if (bid > most) {
			most = bid;
			best = f;
		}
	}
	/* What has a signature of its own is never text, though a PDF's first
	 * page may look like it. */
	reason = select_signature(s->p, s->len);
	if (best != NULL && (reason == NULL ||
	                     (best->flags & FORMAT_LAST_RESORT) == 0))
		return best;
	if (why != NULL)
		*why = reason != NULL ? reason : unknown(s->p, s->len);
	return NULL;
}
