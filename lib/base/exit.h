/* exit.h - exit codes of the programs, as the manual pages give them */
#ifndef NEWSIDX_BASE_EXIT_H
#define NEWSIDX_BASE_EXIT_H

#include "lib/base/status.h"

enum exit_code {
	EXIT_DONE = 0,    /* done; for a query: something matched */
	EXIT_NOMATCH = 1, /* query: nothing matched */
	EXIT_USAGE = 2,   /* called wrongly, or an error in a query */
	EXIT_PARTIAL = 3, /* build, batch: done, but something was skipped or
	                   * failed that a person should look at */
	EXIT_FAILED = 4,  /* failed; an index is as it was */
	EXIT_BUSY = 75,   /* sysexits.h EX_TEMPFAIL: try again */
};

/* The exit code for a status that stopped the program. */
enum exit_code exit_code_of(enum nx_status st);

#endif
