#include "corpus/formats/nexis.h"

#include <ctype.h>
#include <string.h>

static const struct nexis_label labels[] = {
	{ "BYLINE", NEXIS_HEAD, NEXIS_AUTHORS },
	{ "AUTOR", NEXIS_HEAD, NEXIS_AUTHORS },
	{ "AUTEUR", NEXIS_HEAD, NEXIS_AUTHORS },
	{ "AUTHOR", NEXIS_HEAD, NEXIS_AUTHORS },
	{ "SECTION", NEXIS_HEAD, NEXIS_SECTION },
	{ "RUBRIK", NEXIS_HEAD, NEXIS_SECTION },
	{ "RUBRIQUE", NEXIS_HEAD, NEXIS_SECTION },
	{ "SECTIE", NEXIS_HEAD, NEXIS_SECTION },
	{ "LENGTH", NEXIS_HEAD, NEXIS_NOTHING },
	{ "L\xc3\x84NGE", NEXIS_HEAD, NEXIS_NOTHING },
	{ "L\xc3\xa4nge", NEXIS_HEAD, NEXIS_NOTHING },
	{ "LAENGE", NEXIS_HEAD, NEXIS_NOTHING },
	{ "LONGUEUR", NEXIS_HEAD, NEXIS_NOTHING },
	{ "LENGTE", NEXIS_HEAD, NEXIS_NOTHING },
	{ "HEADLINE", NEXIS_HEAD, NEXIS_HEADLINE },
	{ "TITRE", NEXIS_HEAD, NEXIS_HEADLINE },
	{ "KOP", NEXIS_HEAD, NEXIS_HEADLINE },
	{ "DATELINE", NEXIS_HEAD, NEXIS_PLACES },
	{ "HIGHLIGHT", NEXIS_HEAD, NEXIS_DECK },
	{ "ENCART", NEXIS_HEAD, NEXIS_DECK },
	{ "SERIES", NEXIS_HEAD, NEXIS_NOTHING },
	{ "DISTRIBUTION", NEXIS_HEAD, NEXIS_NOTHING },
	{ "BODY", NEXIS_HEAD, NEXIS_BODY },
	{ "TEXT", NEXIS_HEAD, NEXIS_BODY },
	{ "LOAD-DATE", NEXIS_TAIL, NEXIS_LOADED },
	{ "UPDATE", NEXIS_TAIL, NEXIS_LOADED },
	{ "DATE-CHARGEMENT", NEXIS_TAIL, NEXIS_LOADED },
	{ "LANGUAGE", NEXIS_TAIL, NEXIS_LANGUAGE },
	{ "SPRACHE", NEXIS_TAIL, NEXIS_LANGUAGE },
	{ "LANGUE", NEXIS_TAIL, NEXIS_LANGUAGE },
	{ "SUBJECT", NEXIS_TAIL, NEXIS_KEYWORDS },
	{ "SUJET", NEXIS_TAIL, NEXIS_KEYWORDS },
	{ "PERSON", NEXIS_TAIL, NEXIS_KEYWORDS },
	{ "ORGANIZATION", NEXIS_TAIL, NEXIS_KEYWORDS },
	{ "COMPANY", NEXIS_TAIL, NEXIS_KEYWORDS },
	{ "INDUSTRY", NEXIS_TAIL, NEXIS_KEYWORDS },
	{ "SOCIETE", NEXIS_TAIL, NEXIS_KEYWORDS },
	{ "SECTEUR-ACTIVITE", NEXIS_TAIL, NEXIS_KEYWORDS },
	{ "GEOGRAPHIC", NEXIS_TAIL, NEXIS_PLACES },
	{ "GEO-LOCALIZATION", NEXIS_TAIL, NEXIS_PLACES },
	{ "LOCALISATION-GEO", NEXIS_TAIL, NEXIS_PLACES },
	{ "CITY", NEXIS_TAIL, NEXIS_PLACES },
	{ "STATE", NEXIS_TAIL, NEXIS_PLACES },
	{ "COUNTRY", NEXIS_TAIL, NEXIS_PLACES },
	{ "TICKER", NEXIS_TAIL, NEXIS_NOTHING },
	{ "SYMBOLE-BOURSIER", NEXIS_TAIL, NEXIS_NOTHING },
	{ "GRAPHIC", NEXIS_TAIL, NEXIS_NOTHING },
	{ "GRAFIK", NEXIS_TAIL, NEXIS_NOTHING },
	{ "NOTES", NEXIS_TAIL, NEXIS_NOTHING },
	{ "URL", NEXIS_TAIL, NEXIS_NOTHING },
	{ "CORRECTION", NEXIS_TAIL, NEXIS_NOTHING },
	{ "CORRECTION-DATE", NEXIS_TAIL, NEXIS_NOTHING },
	{ "PUBLICATION-TYPE", NEXIS_TAIL, NEXIS_NOTHING },
	{ "TYPE-PUBLICATION", NEXIS_TAIL, NEXIS_NOTHING },
	{ "DOCUMENT-TYPE", NEXIS_TAIL, NEXIS_NOTHING },
	{ "JOURNAL-CODE", NEXIS_TAIL, NEXIS_NOTHING },
	{ "JOURNAL CODE", NEXIS_TAIL, NEXIS_NOTHING },
	{ "CODE-REVUE", NEXIS_TAIL, NEXIS_NOTHING },
	{ "ACC-NO", NEXIS_TAIL, NEXIS_NOTHING },
};

bool nexis_take(const char **p, const char *end, const char *word)
{
	size_t n = strlen(word);

	if ((size_t)(end - *p) < n || memcmp(*p, word, n) != 0)
		return false;
	*p += n;
	return true;
}

bool nexis_take_number(const char **p, const char *end)
{
	const char *from = *p;

	while (*p < end && *p < from + 7 && isdigit((unsigned char)**p))
		(*p)++;
	return *p > from;
}

/* "2 of 10 DOCUMENTS", "Dokument 2 von 10", "Document 2 de 10". */
bool nexis_is_start(const char *p, size_t len)
{
	static const struct {
		const char *before, *between, *behind;
	} forms[] = {
		{ "", " of ", " DOCUMENTS" }, { "", " of ", " DOCUMENT" },
		{ "Dokument ", " von ", "" }, { "Document ", " de ", "" },
		{ "DOCUMENT ", " de ", "" },  { "DOKUMENT ", " von ", "" },
		{ "Document ", " van ", "" },
	};
	const char *end = p + len;

	if (len < 6 || len > 40 ||
	    (p[len - 1] != 'S' && p[len - 1] != 'T' &&
	     !isdigit((unsigned char)p[len - 1])))
		return false;
	for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
		const char *q = p;

		if (nexis_take(&q, end, forms[i].before) &&
		    nexis_take_number(&q, end) &&
		    nexis_take(&q, end, forms[i].between) &&
		    nexis_take_number(&q, end) &&
		    nexis_take(&q, end, forms[i].behind) && q == end)
			return true;
	}
	return false;
}

static bool is_any(const struct line *l, const char *const *words)
{
	for (; *words != NULL; words++)
		if (export_is(l, *words))
			return true;
	return false;
}

bool nexis_is_end(const struct line *l)
{
	static const char *const words[] = {
		"End of Document",
		"Ende des Dokuments",
		"Fin du document",
		"Fin del documento",
		"Fine del documento",
		"Einde van document",
		NULL,
	};

	return l->len >= 15 && l->len <= 20 && is_any(l, words);
}

bool nexis_is_body(const struct line *l)
{
	static const char *const words[] = { "Body", "Body:", "Volltext",
		                             "Corps", NULL };

	return l->len >= 4 && l->len <= 8 && is_any(l, words);
}

/* Whether the letters before the ':' are capitals, as classic labels are. */
bool nexis_is_capital(const struct line *l)
{
	for (size_t i = 0; i < l->len && l->p[i] != ':'; i++)
		if (islower((unsigned char)l->p[i]))
			return false;
	return true;
}

const struct nexis_label *nexis_label(const struct line *l, struct line *value)
{
	if (l->len < 4 || !isalpha((unsigned char)l->p[0]) ||
	    memchr(l->p, ':', l->len < 20 ? l->len : 20) == NULL)
		return NULL;
	for (size_t i = 0; i < sizeof labels / sizeof *labels; i++)
		if (export_label(l, labels[i].name, value))
			return &labels[i];
	return NULL;
}

bool nexis_is_edition(const struct line *l)
{
	static const char *const words[] = { "Edition", "dition ", "cycle",
		                             "Ausgabe" };

	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (l->len < 40 &&
		    memmem(l->p, l->len, words[i], strlen(words[i])) != NULL)
			return true;
	return false;
}

bool nexis_is_apology(const char *p, size_t len)
{
	static const char text[] = "We are sorry but there is an error in this";

	return len < 2000 && memmem(p, len, text, sizeof text - 1) != NULL;
}
