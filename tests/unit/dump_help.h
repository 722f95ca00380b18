/* dump_help.h - all that libxapian can tell of a database, as one text */
#ifndef NEWSIDX_TESTS_UNIT_DUMP_HELP_H
#define NEWSIDX_TESTS_UNIT_DUMP_HELP_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "tests/helpers/dump.h"

/* Of the database at dir; d is what dump counted.  To be freed. */
static inline char *dump_text(const char *dir, const struct dump_options *o,
                              struct dumper *d)
{
	struct xap_error xe = { "" };
	struct xap_db *db = NULL;
	char *text = NULL;
	size_t len = 0;
	FILE *out = open_memstream(&text, &len);

	assert_non_null(out);
	assert_int_equal(xap_db_open(&db, dir, &xe), XAP_OK);
	if (dump(d, db, o, out) != NX_OK)
		fail_msg("%s: %s", dir, d->err.msg);
	assert_int_equal(fclose(out), 0);
	xap_db_close(db);
	return text;
}

/* Of a segment in which xapian-check finds no fault; unlisted leaves out what
 * lists of terms tell. */
static inline char *dump_of_sound(const char *dir, bool unlisted)
{
	const struct dump_options o = { .unlisted = unlisted };
	struct xap_error xe = { "" };
	size_t errors = 1;
	struct dumper d;

	assert_int_equal(xap_check(dir, 0, NULL, NULL, &errors, &xe), XAP_OK);
	assert_int_equal(errors, 0);
	return dump_text(dir, &o, &d);
}

#endif
