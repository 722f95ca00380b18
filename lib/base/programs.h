/* programs.h - all commands of newsidx, whichever program does them
 *
 * What is listed by "newsidx help", completed by shells, and found by the name
 * that people type (lib/front).  Each program has the options of its own commands
 * (options.h).
 */
#ifndef NEWSIDX_BASE_PROGRAMS_H
#define NEWSIDX_BASE_PROGRAMS_H

#include <stdbool.h>
#include <stdio.h>

struct listed_command {
	const char *name;    /* NULL: summary is the heading of those behind */
	const char *program; /* NULL: newsidx itself */
	const char *summary; /* one line; NULL ends the list */
};

extern const struct listed_command commands_listed[];

/* NULL for a name that is none of them. */
const struct listed_command *command_listed(const char *name);

/* The commands, under their headings. */
void commands_list(FILE *out);

/* The listed command, or the one of more (ended by a NULL; may be NULL), that is
 * spelt most like what somebody typed; NULL if none is. */
const char *command_like(const char *typed, const char *const *more);

/* What is to be said of a name that is no command: "there is no ...", with the one
 * that was meant, if that can be guessed. */
void command_unknown(const char *what, const char *typed,
                     const char *const *more);

#endif
