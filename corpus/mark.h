/* mark.h - where the reading of a file can go on that grows (inside walk.h)
 *
 * A file that is read to its end is marked, if it is of a kind to which things
 * are appended, with the last place at which all that begins before it is told,
 * and what follows will be read the same whatever came before it:
 *
 *     a member that is a file itself, or gzip data, by what its format says
 *     (struct sink's safe); gzip data at their end only
 *     a tar archive, behind its last entry
 *
 * Only as long as nothing had to be mended: else it is read anew.
 */
#ifndef NEWSIDX_CORPUS_MARK_H
#define NEWSIDX_CORPUS_MARK_H

#include <stdbool.h>
#include <stdint.h>

#include "corpus/checksum.h"
#include "lib/base/buf.h"

struct mark {
	uint64_t at;     /* bytes of the file before it; 0: there is none */
	uint64_t told;   /* records before it; of an archive, members */
	char format[16]; /* of the records; "" of an archive */
	bool packed;
	/* Of a member. */
	uint64_t offset;     /* its bytes before it */
	struct checksum sum; /* of these, if packed */
	/* Of an archive. */
	uint64_t entries, listed; /* before it (container.h) */
	unsigned verdict;         /* about its plain text */
	uint64_t out;             /* what layers had given out, all together */
};

/* The mark as a line of text, appended to out; and the reverse: false where
 * text is none such, as "" is. */
void mark_write(const struct mark *m, struct buf *out);
bool mark_read(struct mark *m, const char *text);

#endif
