/* options.h - commands and their options, from tables
 *
 * A program is a table of commands, a command a table of options.  Parsing,
 * --help and the check of what was typed all come from these tables, so that
 * help cannot lie.
 *
 * Options are "--name VALUE", "--name=VALUE", "-n VALUE" or "-nVALUE", anywhere
 * before "--"; what is left are operands.
 */
#ifndef NEWSIDX_BASE_OPTIONS_H
#define NEWSIDX_BASE_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "lib/base/status.h"

enum opt_kind {
	OPT_FLAG,   /* bool */
	OPT_STRING, /* const char *: the last one given */
	OPT_LIST,   /* struct opt_list: each one given */
	OPT_NUMBER, /* uint64_t: decimal */
	OPT_BYTES,  /* uint64_t: decimal, or with k, M, G or T for powers of
	             * 1024: "512M" */
	OPT_CHOICE, /* const char *: one of choices */
	OPT_MAYBE,  /* const char *: the value of "--name=VALUE"; "" for
	             * "--name" alone, whatever follows */
};

#define OPT_LIST_MAX 64

/* Ended by a NULL. */
struct opt_list {
	const char *v[OPT_LIST_MAX + 1];
	size_t n;
};

struct opt {
	char letter;      /* 0: none */
	const char *name; /* NULL ends the table */
	const char *value; /* how help calls the value; NULL for a flag */
	enum opt_kind kind;
	size_t offset;       /* of the variable in the command's struct */
	const char *choices; /* separated by blanks */
	const char *help;
};

struct operands {
	const char **v; /* ended by a NULL */
	size_t n;
};

struct command {
	const char *name; /* NULL ends the table */
	const char *usage; /* what follows the name: "[OPTION]... PATH..." */
	const char *details; /* paragraphs for --help, or NULL */
	const struct opt *opts;
	size_t size; /* of the command's struct of options */
	/* Returns the exit code. */
	int (*run)(const void *options, const struct operands *o);
	const void *defaults; /* the struct before any option; NULL: zeroed */
};

/* Run the command that argv[1] names.  Handles --help, -h, --version, "help"
 * and "help COMMAND", and --options (options_tell); checks at the end that
 * standard output was written.  Returns the exit code. */
int commands_main(const struct command *commands, int argc, char **argv);

/* The tables, for whoever completes what people type: lines of fields parted by
 * tabs.
 *
 *     command NAME
 *     option LETTER NAME VALUE flag|value|list|choice|maybe CHOICES HELP
 *     operand VERB KIND
 *
 * An option and an operand belong to the command before them; VERB is one that
 * must be typed, such as "add", or empty, and KIND is "file" for what a file or
 * folder may stand for.  Only commands that are listed (programs.h). */
void options_tell(const struct command *commands, FILE *out);

/* Parse argv[0..argc) into *options and o, whose array the caller frees.
 * NX_USAGE, err saying what is wrong. */
enum nx_status options_parse(const struct command *c, int argc, char **argv,
                             void *options, struct operands *o,
                             struct nx_err *err);

/* Help for one command, and for all. */
void command_help(const struct command *c, FILE *out);
void general_help(FILE *out);

/* Whether to use colour on out: when is "always", "never" or "auto" (NULL):
 * only on a terminal, and not where NO_COLOR is set or TERM is "dumb". */
bool use_color(const char *when, FILE *out);

/* Print "newsidx: ..." to stderr, on one line (utf8_tidy). */
void complain(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

/* From now on the time is before it, where it goes to a log (log_put_time). */
void complain_timed(void);

#endif
