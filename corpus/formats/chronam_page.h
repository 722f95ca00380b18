/* chronam_page.h - which page of which newspaper a path names
 *
 * Chronicling America, the newspapers of the Library of Congress, sorts its
 * pages by the number of the title (LCCN), the day and the edition:
 *
 *     sn83030214/1916/01/01/ed-1/seq-1/ocr.txt      in the batches of OCR, and
 *                                                   ocr.xml beside it (ALTO)
 *     19160101/sn83030214-ed-1_seq-1.txt            gathered by day
 *     sn83030214/00175039223/1916010101/0005.xml    by reel of film (ALTO),
 *                                                   the edition behind the day
 */
#ifndef NEWSIDX_CORPUS_FORMATS_CHRONAM_PAGE_H
#define NEWSIDX_CORPUS_FORMATS_CHRONAM_PAGE_H

#include <stdbool.h>

#include "corpus/article.h"
#include "corpus/format.h"

struct chronam_page {
	char lccn[16];
	char day[11]; /* "1916-01-01" */
	unsigned edition;
	unsigned page;
	bool by_reel; /* page is the number of the picture */
};

/* False where neither the member's path nor the whole path of a loose file
 * names a page. */
bool chronam_page(const struct member *m, struct chronam_page *page);

/* Set id, space, url, headline, source and the day of the page; the same for
 * each form in which the page is kept.  Nothing is known of its title but the
 * number. */
void chronam_identify(const struct chronam_page *page, struct article *a);

#endif
