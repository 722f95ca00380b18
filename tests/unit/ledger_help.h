/* ledger_help.h - a ledger in a scratch folder, filled by hand */
#ifndef NEWSIDX_TESTS_UNIT_LEDGER_HELP_H
#define NEWSIDX_TESTS_UNIT_LEDGER_HELP_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "lib/index/ledger.h"
#include "tests/unit/scratch.h"

static inline struct ledger *open_begun(void)
{
	struct ledger *l = NULL;

	assert_int_equal(ledger_open(&l, scratch("l.db"), LEDGER_WRITE, NULL),
	                 NX_OK);
	assert_int_equal(ledger_begin(l, NULL), NX_OK);
	return l;
}

static inline void begin_archive(struct ledger *l, const char *path)
{
	const struct ledger_archive a = {
		.path = path, .root = "", .name = path, .size = 10, .mtime = 20
	};

	assert_int_equal(ledger_archive_begin(l, &a, NULL), NX_OK);
}

static inline void end_archive(struct ledger *l, uint64_t listed)
{
	assert_int_equal(ledger_archive_end(l, OUTCOME_READ, "", listed, NULL),
	                 NX_OK);
}

static inline void end_member(struct ledger *l, int64_t id, const char *path,
                       enum outcome o, uint64_t records)
{
	struct ledger_member m = { .path = path,
		                   .outcome = o,
		                   .format = "text",
		                   .reason = o == OUTCOME_SKIPPED ? "README"
		                                                  : "",
		                   .records = records };

	assert_int_equal(ledger_member_end(l, id, &m, NULL), NX_OK);
}

static inline struct ledger_article article(uint64_t key, uint32_t docid)
{
	return (struct ledger_article){ .key = { key, 0 },
		                        .digest = { docid, key },
		                        .docid = docid,
		                        .record = docid };
}

static inline enum outcome offer(struct ledger *l, int64_t member,
                          struct ledger_article a)
{
	enum outcome o;

	assert_int_equal(ledger_offer(l, member, &a, &o, NULL), NX_OK);
	return o;
}

#endif
