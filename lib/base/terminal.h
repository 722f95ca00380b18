/* terminal.h - what is known of the terminal that a stream goes to */
#ifndef NEWSIDX_BASE_TERMINAL_H
#define NEWSIDX_BASE_TERMINAL_H

#include <stdio.h>

/* Columns of the terminal; 80 where it does not say, 0 if out is none. */
unsigned terminal_width(FILE *out);

#endif
