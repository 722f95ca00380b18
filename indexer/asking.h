/* asking.h - the program that searches, run by the one that writes
 *
 * Nothing here knows the query language: what an alert's question means, and
 * whether it is one, newsidx-query is asked, as newsidx itself starts it.
 */
#ifndef NEWSIDX_INDEXER_ASKING_H
#define NEWSIDX_INDEXER_ASKING_H

#include <stdatomic.h>

/* Run newsidx-query with these arguments, up to a NULL: argv[0] is the command.
 * Its standard output is the descriptor out; its complaints go where ours do.
 * Returns its exit code; -1, with a complaint, if it could not be run or was
 * killed.  It is killed with us, and when stop, which may be NULL, is set.  No
 * other thread runs. */
int asking_run(const char *const *argv, int out, const atomic_int *stop);

#endif
