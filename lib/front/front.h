/* front.h - the parts of newsidx, the name that people type */
#ifndef NEWSIDX_FRONT_FRONT_H
#define NEWSIDX_FRONT_FRONT_H

#include <stdbool.h>

#include "lib/base/buf.h"

/* Become a program of newsidx; returns only when that cannot be started, with the
 * exit code, after a complaint. */
int front_become(const char *program, char **argv);

/* Append what a program prints when it is called with one argument; false, after
 * a complaint, if it fails. */
bool front_ask(const char *program, const char *argument, struct buf *out);

/* Append the folder that newsidx is in; false if that is not known. */
bool front_folder(struct buf *out);

/* The commands that newsidx does itself: argv[0] is "newsidx".  Return the exit
 * code. */
int completion_main(int argc, char **argv);
int help_main(int argc, char **argv);

/* The topics of help, ended by a NULL. */
extern const char *const help_topics[];

#endif
