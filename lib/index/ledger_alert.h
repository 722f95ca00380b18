/* ledger_alert.h - alerts, and which articles they are still to be told of
 *
 * An alert is a question that is asked of what comes into the index.  As long
 * as there is one, each commit of the ledger notes, as a part of itself, which
 * articles came, changed or went, by identity.  An alert has been told of all
 * notes up to some number; those behind it are pending, whatever happens
 * meanwhile, until ledger_alert_done says that it was told.
 *
 *     ledger_alerts                     the alerts, and how much is pending
 *       ledger_alert_changes            what is, of one of them
 *     ledger_begin
 *       ledger_alert_told ...           an article that it was told of
 *       ledger_alert_entry ...          and what its feed is to say of it
 *       ledger_alert_done
 *     ledger_commit
 *
 * An alert knows the articles it was told of, so that it can be told of those
 * that go: what they said is not in the index any more.
 *
 * The tables are made with the first alert; an index without alerts has none of
 * them, and notes nothing.
 */
#ifndef NEWSIDX_INDEX_LEDGER_ALERT_H
#define NEWSIDX_INDEX_LEDGER_ALERT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/index/ledger.h"
#include "lib/index/record.h"

struct ledger_alert {
	int64_t id;
	const char *uid;      /* a UUID (lib/base/uuid.h) */
	const char *name;     /* fit for a file's name */
	const char *query;
	const char *language; /* of the query's words; "": as the index says */
	int64_t added;        /* seconds since 1970 */
	bool pending;         /* something changed since it was told */
};

/* Whether it can be the name of an alert: 1 to 64 letters, digits and "_.-" of
 * ASCII, the first of them a letter or digit. */
bool ledger_alert_name(const char *name);

/* In a transaction.  a's id, uid and pending are not looked at.  What is in the
 * index by then is not told to it.  NX_EXISTS where the name is taken, NX_BOUND
 * where there are LIMIT_ALERTS. */
enum nx_status ledger_alert_add(struct ledger *l, const struct ledger_alert *a,
                                struct nx_err *err);

/* In a transaction.  NX_NOTFOUND. */
enum nx_status ledger_alert_remove(struct ledger *l, const char *name,
                                   struct nx_err *err);

/* Each alert in the order of names; strings are gone when fn returns, which must
 * not write to the ledger. */
typedef enum nx_status ledger_alert_fn(void *ctx, const struct ledger_alert *a);
enum nx_status ledger_alerts(struct ledger *l, ledger_alert_fn *fn, void *ctx,
                             struct nx_err *err);

/* ---- what is pending ---------------------------------------------------- */

enum change {
	CHANGE_NEW = 1,
	CHANGE_CHANGED,
	CHANGE_WITHDRAWN, /* it is not in the index any more */
};

/* How many articles changed since it was told: it will be asked about these. */
enum nx_status ledger_alert_pending(struct ledger *l, int64_t alert,
                                    uint64_t *n, struct nx_err *err);

/* "new", "changed", "withdrawn". */
const char *change_name(enum change c);

/* What became of an article since the alert was told, all in all: one that came
 * and went is none. */
struct ledger_change {
	uint64_t key[2]; /* digest of its identity */
	enum change what;
	uint32_t docid;  /* 0 if withdrawn */
	uint64_t number; /* of the last note about it */
	bool again;      /* a telling that was not finished had it already */
	struct slice article; /* withdrawn: as it was told (record.h) */
};

/* Each in the order of docids, then those that are withdrawn of which the alert
 * was told.  fn as in ledger_alerts. */
typedef enum nx_status ledger_change_fn(void *ctx,
                                        const struct ledger_change *c);
enum nx_status ledger_alert_changes(struct ledger *l, int64_t alert,
                                    ledger_change_fn *fn, void *ctx,
                                    struct nx_err *err);

/* ---- telling ------------------------------------------------------------ */

/* In a transaction, each. */

/* What is pending is about to be told where nobody can say afterwards whether
 * it was. */
enum nx_status ledger_alert_begun(struct ledger *l, int64_t alert,
                                  struct nx_err *err);

/* It was told that the article is new or changed, as encoded in article; or, if
 * that is empty, that it is withdrawn.  It knows LIMIT_ALERT_TOLD of them. */
enum nx_status ledger_alert_told(struct ledger *l, int64_t alert,
                                 const uint64_t key[2], struct slice article,
                                 struct nx_err *err);

/* Nothing is pending any more. */
enum nx_status ledger_alert_done(struct ledger *l, int64_t alert,
                                 struct nx_err *err);

/* Of a feed: what it says of an article, since that time (seconds since 1970). */
struct ledger_entry {
	uint64_t key[2];
	enum change what;
	int64_t time;
	struct slice text;
};

/* Its feed gets an entry.  If the article is withdrawn, that takes the place of
 * all entries about it, for they have some of its text.  With ledger_alert_done
 * it loses the oldest beyond LIMIT_FEED_ENTRIES. */
enum nx_status ledger_alert_entry(struct ledger *l, int64_t alert,
                                  const struct ledger_entry *e,
                                  struct nx_err *err);

/* The entries, the latest first. */
typedef enum nx_status ledger_entry_fn(void *ctx, const struct ledger_entry *e);
enum nx_status ledger_alert_entries(struct ledger *l, int64_t alert,
                                    ledger_entry_fn *fn, void *ctx,
                                    struct nx_err *err);

/* ---- for a new ledger ---------------------------------------------------- */

/* Have in l, which has no alerts and is in no transaction, those of the ledger
 * at path, with all that belongs to them. */
enum nx_status ledger_alerts_copy(struct ledger *l, const char *path,
                                  struct nx_err *err);

#endif
