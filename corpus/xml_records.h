/* xml_records.h - XML read one record at a time
 *
 * A dump of a wiki is one document of many gigabytes: it is never made a tree
 * as a whole.  The elements that are its records are found by their tags; each
 * is parsed for itself, and what stands before the first of them (a feed's
 * title, a message's header) once.
 */
#ifndef NEWSIDX_CORPUS_XML_RECORDS_H
#define NEWSIDX_CORPUS_XML_RECORDS_H

#include <stdbool.h>
#include <stdint.h>

#include "corpus/format.h"
#include "corpus/xml.h"

/* A record being read. */
struct xml_record {
	const struct member *member;
	const struct xml *head; /* what stands before the first record */
	const struct xml *x;    /* the record's tree */
	uint32_t root;          /* its element in x */
	bool failed; /* set by fill: the reason is one of failing */
	struct buf a, b; /* scratch */
};

struct xml_kind {
	/* Local names of the elements that are records; one may stand inside
	 * another of its name and is part of it then.  Ended by NULL. */
	const char *const *names;
	bool use_prefixes; /* xml.h */
	/* Fill the article, which is clear.  NULL if it is one; else why it
	 * is none, a constant. */
	const char *(*fill)(struct xml_record *rec, struct article *a);
};

/* The read of a format (format.h). */
enum nx_status xml_read(const struct xml_kind *kind, const struct member *m,
                        struct reader *r, struct sink *sink,
                        struct nx_err *err);

/* Call check with the root of a member that begins as the sniff does, decoded
 * if it is UTF-16.  BID_NONE where it is no XML. */
int xml_bid(const struct sniff *s,
            int (*check)(struct xml_str name, struct xml_str tag,
                         struct xml_str all));

/* Whether the local part of a root's name is the word. */
bool xml_local_is(struct xml_str name, const char *word);

/* Call read with a reader of the member's bytes in which tags can be found:
 * r itself, or, where r is in UTF-16 or UTF-32, one of the same in UTF-8, with
 * a sink that gives out the numbers of records, from 0, for their places.  What read returns,
 * or NX_BOUND where a member in UTF-16 is longer than LIMIT_RECORD. */
typedef enum nx_status xml_read_fn(void *ctx, struct reader *r,
                                   struct sink *sink);
enum nx_status xml_read_any(struct reader *r, xml_read_fn *read, void *ctx,
                            struct sink *sink, struct nx_err *err);

bool xml_has(struct xml_str s, const char *part);

#endif
