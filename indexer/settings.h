/* settings.h - how an index was built, for whoever reads its archives again */
#ifndef NEWSIDX_INDEXER_SETTINGS_H
#define NEWSIDX_INDEXER_SETTINGS_H

#include "indexer/build.h"
#include "lib/base/buf.h"
#include "lib/base/options.h"

struct settings {
	struct buf text; /* what the strings below point into */
	const char *include[OPT_LIST_MAX + 1], *exclude[OPT_LIST_MAX + 1];
	const char *language; /* NULL where none was given */
	const struct format *format;
	enum positions_form positions; /* of all segments */
};

#define SETTINGS_INIT            \
	{                        \
		.text = BUF_INIT \
	}

/* Note in the ledger, which is in a transaction, what o says of them. */
enum nx_status settings_put(struct ledger *l, const struct build_options *o,
                            struct nx_err *err);

/* Read them; what is not known stays empty, after a failure too. */
enum nx_status settings_get(struct settings *s, struct ledger *l,
                            struct nx_err *err);

/* Have o say so. */
void settings_use(const struct settings *s, struct build_options *o);

void settings_release(struct settings *s);

#endif
