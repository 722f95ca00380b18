/* terminal.h - what is known of what a stream goes to, a terminal or a log */
#ifndef NEWSIDX_BASE_TERMINAL_H
#define NEWSIDX_BASE_TERMINAL_H

#include <stdio.h>

/* Columns of the terminal; 80 where it does not say, 0 if out is none. */
unsigned terminal_width(FILE *out);

/* Before a line of a log, which out is if it is no terminal, the time in UTC:
 * "2026-11-26T06:38:08Z ".  Nothing where out is systemd's journal, which has the
 * time of each line. */
void log_put_time(FILE *out);

#endif
