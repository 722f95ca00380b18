#include "corpus/formats/factiva.h"

#include <ctype.h>
#include <string.h>

/* An accession number: source, day, hash. */
#define AN_MIN 20
#define AN_MAX 40

static const struct factiva_label labels[] = {
	{ "HD", FACTIVA_HEADLINE }, { "SE", FACTIVA_SECTION },
	{ "CLM", FACTIVA_COLUMN },  { "BY", FACTIVA_AUTHORS },
	{ "CR", FACTIVA_OTHER },    { "WC", FACTIVA_OTHER },
	{ "PD", FACTIVA_DAY },      { "ET", FACTIVA_TIME },
	{ "SN", FACTIVA_SOURCE },   { "SC", FACTIVA_OTHER },
	{ "ED", FACTIVA_OTHER },    { "PG", FACTIVA_OTHER },
	{ "VOL", FACTIVA_OTHER },   { "LA", FACTIVA_LANGUAGE },
	{ "CY", FACTIVA_RIGHTS },   { "LP", FACTIVA_BODY },
	{ "TD", FACTIVA_BODY },     { "ART", FACTIVA_OTHER },
	{ "CT", FACTIVA_OTHER },    { "RF", FACTIVA_OTHER },
	{ "CO", FACTIVA_KEYWORDS }, { "IN", FACTIVA_KEYWORDS },
	{ "NS", FACTIVA_KEYWORDS }, { "RE", FACTIVA_PLACES },
	{ "IPC", FACTIVA_OTHER },   { "IPD", FACTIVA_KEYWORDS },
	{ "PUB", FACTIVA_OTHER },   { "AN", FACTIVA_AN },
	{ "DLN", FACTIVA_OTHER },   { "CX", FACTIVA_OTHER },
};

static const struct factiva_label *find_label(const char *p, size_t len)
{
	for (size_t i = 0; i < sizeof labels / sizeof *labels; i++)
		if (strlen(labels[i].name) == len &&
		    memcmp(labels[i].name, p, len) == 0)
			return &labels[i];
	return NULL;
}

bool factiva_is_label(const char *p, size_t len)
{
	return find_label(p, len) != NULL;
}

const struct factiva_label *factiva_label(const struct line *l,
                                          struct line *value)
{
	size_t n = 0, gap;

	while (n < l->len && n < 4 && isupper((unsigned char)l->p[n]))
		n++;
	if (n < 2 || n > 3)
		return NULL;
	for (gap = n; gap < l->len && isspace((unsigned char)l->p[gap]);)
		gap++;
	if (n < l->len && l->p[n] != '\t' && gap < n + 2)
		return NULL;
	*value = (struct line){ l->p + gap, l->len - gap };
	return find_label(l->p, n);
}

bool factiva_is_document(const struct line *l, struct line *an)
{
	static const char *const words[] = { "Document ", "Dokument ",
		                             "Documento ", "Document\t", NULL };
	struct line v = *l, rest;
	size_t digits = 0;

	if (l->len < 9 + AN_MIN || l->len > 16 + AN_MAX)
		return false;
	if (v.p[0] == 'A' && factiva_label(l, &rest) != NULL)
		v = rest;
	for (size_t i = 0; words[i] != NULL; i++) {
		size_t n = strlen(words[i]);

		if (v.len < n + AN_MIN || memcmp(v.p, words[i], n) != 0)
			continue;
		*an = (struct line){ v.p + n, v.len - n };
		for (i = 0; i < an->len; i++) {
			if (!isalnum((unsigned char)an->p[i]))
				return false;
			digits += isdigit((unsigned char)an->p[i]) != 0;
		}
		return digits >= 8 && isupper((unsigned char)an->p[0]) &&
		       an->len <= AN_MAX;
	}
	return false;
}
