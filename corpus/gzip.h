/* gzip.h - gzip by zlib, member by member (inside container.h) */
#ifndef NEWSIDX_CORPUS_GZIP_H
#define NEWSIDX_CORPUS_GZIP_H

#include "corpus/flow.h"
#include "corpus/reader.h"

struct gzip;

struct gzip *gzip_open(struct byte_source *under, struct flow *flow);
struct byte_source *gzip_source(struct gzip *g);
const char *gzip_note(const struct gzip *g);
void gzip_close(struct gzip *g);

#endif
