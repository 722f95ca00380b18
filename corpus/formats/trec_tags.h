/* trec_tags.h - what the elements of TREC collections are
 *
 * Each newspaper on the disks has names of its own for the same things.
 */
#ifndef NEWSIDX_CORPUS_FORMATS_TREC_TAGS_H
#define NEWSIDX_CORPUS_FORMATS_TREC_TAGS_H

#include <stdbool.h>

enum trec_role {
	TREC_LOOSE, /* in no element that is known: the body, if there is
	             * no other */
	TREC_IGNORED,
	TREC_TEXT,
	TREC_ID,
	TREC_ID2, /* an identifier, if there is no DOCNO */
	TREC_HEADLINE,
	TREC_DECK,
	TREC_DATE,
	TREC_BYLINE,
	TREC_DATELINE,
	TREC_SECTION,
	TREC_SOURCE,
	TREC_URL,
	TREC_KEYWORDS,
	TREC_PLACES,
	TREC_RIGHTS,
	TREC_WEBHEAD, /* URL and HTTP header of a page: HTML follows */
	TREC_ROLES,
};

/* The role of an element, its name in capitals; false where it is unknown. */
bool trec_role(const char *name, enum trec_role *role);

/* Whether the tag stands inside words and sentences ("B"). */
bool trec_is_inline(const char *name);

#endif
