#include "lib/analysis/scan.h"

/* Step over digits; returns how many. */
static size_t digits(struct analyser *a, const char **p)
{
	size_t count = 0;
	uint32_t cp;
	unsigned n;

	while (scan_at(a, *p, &cp, &n)->cls == UC_DIGIT) {
		*p += n;
		count++;
	}
	return count;
}

/* Step over one ascii (or its Arabic twin) that a digit follows. */
static bool mark(struct analyser *a, const char **p, uint32_t ascii,
                 uint32_t arabic)
{
	uint32_t cp;
	unsigned n;

	(void)scan_at(a, *p, &cp, &n);
	if ((cp != ascii && cp != arabic) ||
	    scan_class(a, *p + n) != UC_DIGIT)
		return false;
	*p += n;
	return true;
}

void number_groups(struct analyser *a, const char *p, const char **commas,
                   const char **points)
{
	const char *q = p;
	size_t first = digits(a, &q), groups = 0;
	bool all = first <= 3;

	*commas = *points = p;
	if (p >= a->split && mark(a, &q, ',', 0x066c)) {
		do
			all = (digits(a, &q) == 3) && all;
		while (mark(a, &q, ',', 0x066c));
		if (all)
			*commas = q;
		else
			a->split = q;
		return;
	}
	while (all && mark(a, &q, '.', 0x066b)) {
		all = digits(a, &q) == 3;
		groups++;
	}
	if (all && groups >= 2)
		*points = q;
}
