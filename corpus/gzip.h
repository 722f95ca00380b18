/* gzip.h - gzip by zlib, member by member (inside container.h) */
#ifndef NEWSIDX_CORPUS_GZIP_H
#define NEWSIDX_CORPUS_GZIP_H

#include "corpus/flow.h"
#include "corpus/reader.h"

struct gzip;

struct gzip *gzip_open(struct byte_source *under, struct flow *flow);
struct byte_source *gzip_source(struct gzip *g);
const char *gzip_note(const struct gzip *g);

/* Begin behind so many bytes, which ended with a member and gave out bytes:
 * what comes is treated as behind these.  crawl: they were records of WARC. */
void gzip_go_on(struct gzip *g, uint64_t in, uint64_t out, bool crawl);

/* Whether all of it was read, and nothing was amiss. */
bool gzip_is_whole(const struct gzip *g);
void gzip_close(struct gzip *g);

#endif
