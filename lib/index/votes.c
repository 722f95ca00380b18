#include "lib/index/votes.h"

#include <stdbool.h>
#include <string.h>

static struct vote *find(struct votes *v, const char *code, size_t len)
{
	if (len == 0 || len >= VOTES_CODE)
		return NULL;
	for (size_t i = 0; i < v->n; i++)
		if (strlen(v->v[i].code) == len &&
		    memcmp(v->v[i].code, code, len) == 0)
			return &v->v[i];
	if (v->n == VOTES_MAX)
		return NULL;
	memset(&v->v[v->n], 0, sizeof v->v[0]);
	memcpy(v->v[v->n].code, code, len);
	return &v->v[v->n++];
}

void votes_add(struct votes *v, const char *main, size_t main_len,
               const char *families, size_t families_len, uint64_t articles)
{
	struct vote *one = find(v, main, main_len);
	const char *p = families, *end = families + families_len;

	/* An index without articles has a language too. */
	articles++;
	if (one != NULL)
		one->as_main += articles;
	while (p < end) {
		const char *blank = memchr(p, ' ', (size_t)(end - p));
		size_t n = (size_t)((blank != NULL ? blank : end) - p);

		one = find(v, p, n);
		if (one != NULL)
			one->as_family += articles;
		p += n + 1;
	}
}

const char *votes_main(const struct votes *v)
{
	const struct vote *best = NULL;

	for (size_t i = 0; i < v->n; i++)
		if (best == NULL || v->v[i].as_main > best->as_main)
			best = &v->v[i];
	return best != NULL ? best->code : "";
}

void votes_list(const struct votes *v, struct buf *out)
{
	const char *main = votes_main(v);
	bool told[VOTES_MAX] = { false };
	const char *blank = "";

	for (;;) {
		size_t best = v->n;

		for (size_t i = 0; i < v->n; i++) {
			if (told[i] || v->v[i].as_family == 0)
				continue;
			if (best == v->n ||
			    strcmp(v->v[i].code, main) == 0 ||
			    (strcmp(v->v[best].code, main) != 0 &&
			     v->v[i].as_family > v->v[best].as_family))
				best = i;
		}
		if (best == v->n)
			return;
		told[best] = true;
		buf_addf(out, "%s%s", blank, v->v[best].code);
		blank = " ";
	}
}
