/* ocr_text.h - lines that OCR read off a page
 */
#ifndef NEWSIDX_CORPUS_FORMATS_OCR_TEXT_H
#define NEWSIDX_CORPUS_FORMATS_OCR_TEXT_H

#include <stddef.h>

#include "lib/base/buf.h"

/* Append the lines of the len bytes at p (scrubbed UTF-8) as paragraphs.
 *
 * A paragraph ends at an empty line, between capitals and other text, and
 * behind a line that ends a sentence before the column does.  Lines that are
 * mostly marks are specks on the paper, and dropped.  Where a word was parted
 * at a line's end and its hyphen not read, '-' is put in: known by the whole
 * word standing elsewhere in the text, and one of its parts not. */
void ocr_paragraphs(const char *p, size_t len, struct buf *out);

#endif
