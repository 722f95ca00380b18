#include "indexer/health.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "lib/base/mem.h"
#include "lib/base/status.h"

void health_add(struct health *h, enum health_kind kind, int64_t segment,
                const char *fmt, ...)
{
	const struct finding *last = h->n > 0 ? &h->v[h->n - 1] : NULL;
	char text[NX_ERR_MAX];
	va_list ap;

	if (kind != HEALTH_NOTE)
		h->faults++;
	if (last == NULL || last->kind != kind || last->segment != segment)
		h->same = 0;
	if (++h->same > HEALTH_TOLD) {
		h->untold++;
		return;
	}
	va_start(ap, fmt);
	(void)vsnprintf(text, sizeof text, fmt, ap);
	va_end(ap);
	h->v = NX_GROW(h->v, h->n, &h->cap);
	h->v[h->n++] = (struct finding){ kind, segment, nx_strdup(text) };
}

bool health_has(const struct health *h, enum health_kind kind, int64_t segment)
{
	for (size_t i = 0; i < h->n; i++)
		if (h->v[i].kind == kind &&
		    (segment == 0 || h->v[i].segment == segment))
			return true;
	return false;
}

const char *health_name(enum health_kind kind)
{
	static const char *const name[] = {
		[HEALTH_NOTE] = "note",       [HEALTH_STUB] = "stub",
		[HEALTH_LEDGER] = "ledger",   [HEALTH_SEGMENT] = "segment",
		[HEALTH_SUMS] = "checksums",
		[HEALTH_ARCHIVE] = "archive",
	};

	return name[kind];
}

void health_release(struct health *h)
{
	for (size_t i = 0; i < h->n; i++)
		free(h->v[i].text);
	free(h->v);
	*h = (struct health){ .v = NULL };
}
