#include "corpus/formats/records.h"

#include <string.h>

#include "lib/base/limits.h"

#define STEP ((size_t)64 * 1024)

bool records_next(struct reader *r, const char **p, size_t *n)
{
	for (;;) {
		size_t i = 0;

		*n = reader_peek(r, RECORD_LINE, p);
		while (i < *n && ((*p)[i] == '\n' || (*p)[i] == '\r'))
			i++;
		if (i == 0)
			break;
		reader_take(r, i);
	}
	if (*n > RECORD_LINE)
		*n = RECORD_LINE;
	return *n > 0;
}

/* The first place in p[from, n) behind a line end where a record starts;
 * SIZE_MAX where none does.  A place less than RECORD_LINE bytes before n is
 * looked at only if all is there. */
static size_t start_in(records_starts *starts, const char *p, size_t from,
                       size_t n, bool all)
{
	while (from < n && (all || from + RECORD_LINE <= n)) {
		const char *nl = memchr(p + from, '\n', n - from);
		size_t left;

		if (nl == NULL)
			break;
		from = (size_t)(nl + 1 - p);
		left = n - from;
		if (!all && left < RECORD_LINE)
			break;
		if (starts(p + from, left < RECORD_LINE ? left : RECORD_LINE))
			return from;
	}
	return SIZE_MAX;
}

/* The same in the reader's bytes, at most LIMIT_RECORD of them. */
static size_t find_start(struct reader *r, records_starts *starts, size_t from)
{
	size_t want = from + STEP;

	for (;;) {
		const char *p;
		size_t n, at;
		bool all;

		if (want > LIMIT_RECORD)
			want = LIMIT_RECORD;
		n = reader_peek(r, want, &p);
		all = n < want;
		at = start_in(starts, p, from, all ? n : want, all);
		if (at != SIZE_MAX || all || want >= LIMIT_RECORD)
			return at;
		if (want > from + RECORD_LINE)
			from = want - RECORD_LINE - 1;
		want *= 2;
	}
}

/* Whether behind the block there is a record or nothing, but for line ends. */
static bool ends_well(records_starts *starts, const char *p, size_t n,
                      size_t end)
{
	size_t left;

	while (end < n && (p[end] == '\n' || p[end] == '\r'))
		end++;
	left = n - end;
	return left == 0 ||
	       starts(p + end, left < RECORD_LINE ? left : RECORD_LINE);
}

size_t records_block(struct reader *r, records_starts *starts, size_t head,
                     size_t len, const char **p, bool *partial)
{
	size_t end = head + len;
	size_t n = reader_peek(r, end + RECORD_LINE + 16, p), at;

	*partial = false;
	if (n >= end && ends_well(starts, *p, n, end))
		return len;
	*partial = true;
	/* The head's own empty line may be what stands before the next. */
	at = find_start(r, starts, head > 0 ? head - 1 : 0);
	n = reader_peek(r, end, p);
	if (at == SIZE_MAX)
		return n < end ? n - head : len;
	while (at > head && ((*p)[at - 1] == '\n' || (*p)[at - 1] == '\r'))
		at--;
	return at - head;
}

void records_pass(struct reader *r, records_starts *starts, uint64_t max)
{
	while (max > 0) {
		const char *p;
		size_t n = reader_peek(r, STEP, &p), step, at;
		bool all = n < STEP;

		if (n == 0)
			return;
		if (!all)
			n = STEP;
		at = start_in(starts, p, 0, n, all);
		step = at != SIZE_MAX ? at : all ? n : n - RECORD_LINE - 1;
		if (step >= max) {
			reader_take(r, (size_t)max);
			return;
		}
		reader_take(r, step);
		if (at != SIZE_MAX)
			return;
		max -= step;
	}
}
