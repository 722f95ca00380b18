#include "corpus/formats/trec_tags.h"

#include <stddef.h>
#include <string.h>

static const struct {
	const char *name;
	enum trec_role role;
} elements[] = {
	{ "DOCNO", TREC_ID },
	{ "DOCID", TREC_ID2 },
	{ "HEADLINE", TREC_HEADLINE },
	{ "HEAD", TREC_HEADLINE },
	{ "HL", TREC_HEADLINE },
	{ "TITLE", TREC_HEADLINE },
	{ "TTL", TREC_HEADLINE },
	{ "TI", TREC_HEADLINE },
	{ "DOCTITLE", TREC_HEADLINE },
	{ "SUBHEAD", TREC_DECK },
	{ "SUMMARY", TREC_DECK },
	{ "ABSTRACT", TREC_DECK },
	{ "DATE", TREC_DATE },
	{ "DATE1", TREC_DATE },
	{ "DATE_TIME", TREC_DATE },
	{ "DATETIME", TREC_DATE },
	{ "DD", TREC_DATE },
	{ "TIME", TREC_DATE },
	{ "PUBDATE", TREC_DATE },
	{ "TEXT", TREC_TEXT },
	{ "LP", TREC_TEXT },
	{ "LEADPARA", TREC_TEXT },
	{ "BYLINE", TREC_BYLINE },
	{ "AUTHOR", TREC_BYLINE },
	{ "DATELINE", TREC_DATELINE },
	{ "SECTION", TREC_SECTION },
	{ "CAT", TREC_SECTION },
	{ "CATEGORY", TREC_SECTION },
	{ "SRC", TREC_SOURCE },
	{ "SOURCE", TREC_SOURCE },
	{ "SO", TREC_SOURCE },
	{ "PUB", TREC_SOURCE },
	{ "URL", TREC_URL },
	{ "SUBJECT", TREC_KEYWORDS },
	{ "KEYWORD", TREC_KEYWORDS },
	{ "KEYWORDS", TREC_KEYWORDS },
	{ "DESCRIPT", TREC_KEYWORDS },
	{ "IN", TREC_KEYWORDS },
	{ "CO", TREC_KEYWORDS },
	{ "NS", TREC_KEYWORDS },
	{ "GV", TREC_KEYWORDS },
	{ "MS", TREC_KEYWORDS },
	{ "RE", TREC_PLACES },
	{ "CN", TREC_PLACES },
	{ "COUNTRY", TREC_PLACES },
	{ "CITY", TREC_PLACES },
	{ "COPYRIGHT", TREC_RIGHTS },
	{ "HEADER", TREC_IGNORED },
	{ "TRAILER", TREC_IGNORED },
	{ "SLUG", TREC_IGNORED },
	{ "DOCTYPE", TREC_IGNORED },
	{ "FILEID", TREC_IGNORED },
	{ "FIRST", TREC_IGNORED },
	{ "SECOND", TREC_IGNORED },
	{ "NOTE", TREC_IGNORED },
	{ "UNK", TREC_IGNORED },
	{ "GRAPHIC", TREC_IGNORED },
	{ "CORRECTION", TREC_IGNORED },
	{ "TYPE", TREC_IGNORED },
	{ "LENGTH", TREC_IGNORED },
	{ "EDITION", TREC_IGNORED },
	{ "PAGE", TREC_IGNORED },
	{ "PROFILE", TREC_IGNORED },
	{ "TP", TREC_IGNORED },
	{ "ACCESS", TREC_IGNORED },
	{ "CAPTION", TREC_IGNORED },
	{ "MEMO", TREC_IGNORED },
	{ "AN", TREC_IGNORED },
	{ "J", TREC_IGNORED },
	{ "ST", TREC_IGNORED },
	{ "AU", TREC_IGNORED },
	{ "HT", TREC_IGNORED },
	{ "FIG", TREC_IGNORED },
	{ "TABLE", TREC_IGNORED },
	{ "PARENT", TREC_IGNORED },
	{ "ENDTIME", TREC_IGNORED },
	{ "END_TIME", TREC_IGNORED },
	{ "DOCHDR", TREC_WEBHEAD },
};

bool trec_role(const char *name, enum trec_role *role)
{
	for (size_t k = 0; k < sizeof elements / sizeof elements[0]; k++)
		if (strcmp(elements[k].name, name) == 0) {
			*role = elements[k].role;
			return true;
		}
	return false;
}

bool trec_is_inline(const char *name)
{
	static const char *const names[] = { "A", "B", "I", "U", "EM", "STRONG",
		                             "SPAN", "FONT", "SUP", "SUB" };

	for (size_t k = 0; k < sizeof names / sizeof names[0]; k++)
		if (strcmp(names[k], name) == 0)
			return true;
	return false;
}
