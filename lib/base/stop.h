/* stop.h - how late is too late to stop
 *
 * A command that was told to stop, and does not come to its end because it waits
 * for a disk or has much to do, is ended where it is: whatever it was at, all
 * is as it was, and the next run removes what was half done.  But once it has
 * begun to commit it has to go on, or nobody could say which came of it.
 *
 *     stop_too_late     before it commits
 *     stop_here         in a signal's handler: whether the process may be ended
 *
 * Whichever comes first counts: where stop_here was true, stop_too_late does not
 * return.
 */
#ifndef NEWSIDX_BASE_STOP_H
#define NEWSIDX_BASE_STOP_H

#include <stdbool.h>

void stop_too_late(void);
bool stop_here(void);

#endif
