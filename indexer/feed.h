/* feed.h - what an alert told, as an Atom feed (RFC 4287) */
#ifndef NEWSIDX_INDEXER_FEED_H
#define NEWSIDX_INDEXER_FEED_H

#include "lib/base/status.h"
#include "lib/index/ledger_alert.h"

/* Have the file NAME.atom in the folder be the feed of the alert NAME, which is
 * what the ledger has of it and nothing else: so it may be written as often as
 * one likes, and is not where it is the same.  Whoever reads it sees the one
 * before or this one. */
enum nx_status feed_write(struct ledger *l, const struct ledger_alert *a,
                          const char *folder, struct nx_err *err);

#endif
