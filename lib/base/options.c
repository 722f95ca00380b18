#include "lib/base/options.h"

#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lib/base/exit.h"
#include "lib/base/limits.h"
#include "lib/base/mem.h"
#include "lib/base/programs.h"
#include "lib/base/terminal.h"
#include "lib/base/utf8.h"

static bool is_timed;

void complain_timed(void)
{
	is_timed = true;
}

void complain(const char *fmt, ...)
{
	char line[2 * LIMIT_NAME + NX_ERR_MAX]; /* archive!member: why */
	va_list ap;

	va_start(ap, fmt);
	if (vsnprintf(line, sizeof line, fmt, ap) < 0)
		line[0] = '\0';
	va_end(ap);
	utf8_tidy(line);
	if (is_timed)
		log_put_time(stderr);
	fprintf(stderr, "newsidx: %s\n", line);
}

bool use_color(const char *when, FILE *out)
{
	const char *term = getenv("TERM"), *no = getenv("NO_COLOR");

	if (when != NULL && strcmp(when, "always") == 0)
		return true;
	if (when != NULL && strcmp(when, "never") == 0)
		return false;
	return isatty(fileno(out)) && (no == NULL || *no == '\0') &&
	       term != NULL && strcmp(term, "dumb") != 0;
}

/* ---- parsing ---------------------------------------------------------- */

static const struct opt *by_name(const struct command *c, const char *name,
                                 size_t len)
{
	for (const struct opt *o = c->opts; o->name != NULL; o++)
		if (strlen(o->name) == len && memcmp(o->name, name, len) == 0)
			return o;
	return NULL;
}

static const struct opt *by_letter(const struct command *c, char letter)
{
	for (const struct opt *o = c->opts; o->name != NULL; o++)
		if (o->letter == letter)
			return o;
	return NULL;
}

static bool is_choice(const char *choices, const char *value)
{
	size_t len = strlen(value);

	for (const char *p = choices; *p != '\0';) {
		size_t n = strcspn(p, " ");

		if (n == len && memcmp(p, value, n) == 0)
			return true;
		p += n;
		p += strspn(p, " ");
	}
	return false;
}

static enum nx_status set_number(const struct opt *o, const char *value,
                                 uint64_t *to, struct nx_err *err)
{
	char *end;

	errno = 0;
	*to = strtoull(value, &end, 10);
	if (*value < '0' || *value > '9' || *end != '\0' || errno != 0)
		return nx_fail(err, NX_USAGE,
		               "--%s takes a number, not '%s'", o->name, value);
	return NX_OK;
}

static enum nx_status set_bytes(const struct opt *o, const char *value,
                                uint64_t *to, struct nx_err *err)
{
	static const char units[] = "kMGT";
	char *end, *unit = NULL;
	unsigned shift = 0;

	errno = 0;
	*to = strtoull(value, &end, 10);
	if (*end != '\0')
		unit = strchr(units, *end == 'K' ? 'k' : *end);
	if (unit != NULL) {
		shift = 10 * (unsigned)(unit - units + 1);
		end++;
	}
	if (*value < '0' || *value > '9' || *end != '\0' || errno != 0 ||
	    *to > UINT64_MAX >> shift)
		return nx_fail(err, NX_USAGE,
		               "--%s takes a size such as 512M, not '%s'",
		               o->name, value);
	*to <<= shift;
	return NX_OK;
}

static enum nx_status set_value(const struct opt *o, const char *value,
                                void *options, struct nx_err *err)
{
	char *at = (char *)options + o->offset;
	struct opt_list *list;

	switch (o->kind) {
	case OPT_FLAG:
		*(bool *)(void *)at = true;
		return NX_OK;
	case OPT_NUMBER:
		return set_number(o, value, (uint64_t *)(void *)at, err);
	case OPT_BYTES:
		return set_bytes(o, value, (uint64_t *)(void *)at, err);
	case OPT_LIST:
		list = (struct opt_list *)(void *)at;
		if (list->n == OPT_LIST_MAX)
			return nx_fail(err, NX_USAGE,
			               "--%s can be given %d times at most",
			               o->name, OPT_LIST_MAX);
		list->v[list->n++] = value;
		return NX_OK;
	case OPT_CHOICE:
		if (!is_choice(o->choices, value))
			return nx_fail(err, NX_USAGE,
			               "--%s takes one of: %s; not '%s'",
			               o->name, o->choices, value);
		*(const char **)(void *)at = value;
		return NX_OK;
	case OPT_STRING:
	case OPT_MAYBE:
	default:
		*(const char **)(void *)at = value;
		return NX_OK;
	}
}

/* One argument that begins with '-'.  *next is what follows it, or NULL; set to
 * NULL when it was taken as the value. */
static enum nx_status parse_one(const struct command *c, const char *arg,
                                const char **next, void *options,
                                struct nx_err *err)
{
	const struct opt *o;
	const char *value = NULL;

	if (arg[1] == '-') {
		size_t len = strcspn(arg + 2, "=");

		o = by_name(c, arg + 2, len);
		if (arg[2 + len] == '=')
			value = arg + 2 + len + 1;
	} else {
		o = by_letter(c, arg[1]);
		if (arg[2] != '\0')
			value = arg + 2;
	}
	if (o == NULL)
		return nx_fail(err, NX_USAGE,
		               "unknown option %s; 'newsidx %s --help' lists "
		               "them",
		               arg, c->name);
	if (o->kind == OPT_FLAG) {
		if (value != NULL)
			return nx_fail(err, NX_USAGE, "--%s takes no value",
			               o->name);
	} else if (value == NULL && o->kind == OPT_MAYBE) {
		value = "";
	} else if (value == NULL) {
		value = *next;
		*next = NULL;
		if (value == NULL)
			return nx_fail(err, NX_USAGE,
			               "--%s needs a value: %s", o->name,
			               o->value);
	}
	return set_value(o, value, options, err);
}

enum nx_status options_parse(const struct command *c, int argc, char **argv,
                             void *options, struct operands *o,
                             struct nx_err *err)
{
	enum nx_status st = NX_OK;

	o->v = nx_zalloc((size_t)(argc + 1) * sizeof *o->v);
	o->n = 0;
	for (int i = 0; st == NX_OK && i < argc; i++) {
		const char *next = i + 1 < argc ? argv[i + 1] : NULL;
		bool had = next != NULL;

		if (strcmp(argv[i], "--") == 0) {
			while (++i < argc)
				o->v[o->n++] = argv[i];
			break;
		}
		if (argv[i][0] != '-' || argv[i][1] == '\0') {
			o->v[o->n++] = argv[i];
			continue;
		}
		st = parse_one(c, argv[i], &next, options, err);
		if (had && next == NULL)
			i++;
	}
	return st;
}

/* ---- help ------------------------------------------------------------- */

/* The column at which an option's explanation begins. */
#define HELP_COLUMN 26
#define HELP_WIDTH 79

/* text from the column col on, wrapped and indented to HELP_COLUMN. */
static void put_wrapped(FILE *out, const char *text, int col)
{
	while (*text != '\0') {
		size_t n = strcspn(text, " ");

		if (col > HELP_COLUMN && col + 1 + (int)n > HELP_WIDTH)
			col = 0;
		if (col == 0)
			fputc('\n', out);
		if (col < HELP_COLUMN)
			col += fprintf(out, "%*s", HELP_COLUMN - col, "");
		else
			col += fprintf(out, " ");
		fwrite(text, 1, n, out);
		col += (int)n;
		text += n;
		text += strspn(text, " ");
	}
	fputc('\n', out);
}

static void put_option(const struct opt *o, FILE *out)
{
	int col = 0;

	if (o->letter != 0)
		col += fprintf(out, "  -%c, ", o->letter);
	else
		col += fprintf(out, "      ");
	col += fprintf(out, "--%s", o->name);
	if (o->value != NULL)
		col += fprintf(out, o->kind == OPT_MAYBE ? "[=%s]" : "=%s",
		               o->value);
	if (col >= HELP_COLUMN) {
		fputc('\n', out);
		col = 0;
		col += fprintf(out, "%*s", HELP_COLUMN - 1, "");
	}
	put_wrapped(out, o->help, col);
}

/* Every command has it; wants_help looks for it. */
static const struct opt help_option = {
	.name = "help",
	.letter = 'h',
	.help = "show this and exit",
};

void command_help(const struct command *c, FILE *out)
{
	const struct listed_command *l = command_listed(c->name);

	fprintf(out, "Usage: newsidx %s %s\n", c->name, c->usage);
	if (l != NULL)
		fprintf(out, "\n%s.\n", l->summary);
	if (c->details != NULL)
		fprintf(out, "\n%s", c->details);
	fprintf(out, "\nOptions:\n");
	for (const struct opt *o = c->opts; o->name != NULL; o++)
		put_option(o, out);
	put_option(&help_option, out);
}

void general_help(FILE *out)
{
	fprintf(out, "Usage: newsidx COMMAND [OPTION]... [ARGUMENT]...\n\n"
	             "Full-text search in news archives.\n");
	commands_list(out);
	fprintf(out, "\n'newsidx help COMMAND' tells more about a command, "
	             "'newsidx help query-language'\nhow to ask, and "
	             "'man newsidx' about all.\n");
}

/* ---- tables for shells -------------------------------------------------- */

static void tell_option(const struct opt *o, FILE *out)
{
	static const char *const kinds[] = {
		[OPT_FLAG] = "flag",     [OPT_STRING] = "value",
		[OPT_LIST] = "list",     [OPT_NUMBER] = "value",
		[OPT_BYTES] = "value",   [OPT_CHOICE] = "choice",
		[OPT_MAYBE] = "maybe",
	};
	char letter[2] = { o->letter, '\0' };

	fprintf(out, "option\t%s\t%s\t%s\t%s\t%s\t%s\n", letter, o->name,
	        o->value != NULL ? o->value : "", kinds[o->kind],
	        o->choices != NULL ? o->choices : "", o->help);
}

static bool has(const char *s, size_t len, const char *word)
{
	return memmem(s, len, word, strlen(word)) != NULL;
}

/* The operands of a usage such as "-i INDEX [OPTION]... list | add PATH...". */
static void tell_operands(const char *usage, FILE *out)
{
	static const char options[] = "[OPTION]...";
	const char *p = strstr(usage, options);

	p = p != NULL ? p + strlen(options) : usage;
	while (*p != '\0') {
		size_t len, verb;

		p += strspn(p, " |");
		len = strcspn(p, "|");
		verb = strspn(p, "abcdefghijklmnopqrstuvwxyz");
		fprintf(out, "operand\t%.*s\t%s\n", (int)verb, p,
		        has(p, len, "PATH") || has(p, len, "FILE") ||
		                        has(p, len, "DEST")
		                ? "file"
		                : "");
		p += len;
	}
}

void options_tell(const struct command *commands, FILE *out)
{
	for (const struct command *c = commands; c->name != NULL; c++) {
		if (command_listed(c->name) == NULL)
			continue;
		fprintf(out, "command\t%s\n", c->name);
		for (const struct opt *o = c->opts; o->name != NULL; o++)
			tell_option(o, out);
		tell_option(&help_option, out);
		tell_operands(c->usage, out);
	}
}

/* ---- running ---------------------------------------------------------- */

static const struct command *find(const struct command *commands,
                                  const char *name)
{
	for (const struct command *c = commands; c->name != NULL; c++)
		if (strcmp(c->name, name) == 0)
			return c;
	return NULL;
}

static bool wants_help(int argc, char **argv)
{
	for (int i = 0; i < argc && strcmp(argv[i], "--") != 0; i++)
		if (strcmp(argv[i], "--help") == 0 ||
		    strcmp(argv[i], "-h") == 0)
			return true;
	return false;
}

static int run(const struct command *c, int argc, char **argv)
{
	struct operands o = { NULL, 0 };
	void *options = nx_zalloc(c->size);
	struct nx_err err;
	int code;

	if (c->defaults != NULL)
		memcpy(options, c->defaults, c->size);
	if (wants_help(argc, argv)) {
		command_help(c, stdout);
		code = EXIT_DONE;
	} else if (options_parse(c, argc, argv, options, &o, &err) != NX_OK) {
		complain("%s", err.msg);
		code = EXIT_USAGE;
	} else {
		code = c->run(options, &o);
	}
	free(o.v);
	free(options);
	return code;
}

/* Output that did not arrive is a failure, except where the reader has seen
 * enough ("newsidx query ... | head"). */
static int finish(int code)
{
	if (fflush(stdout) != 0 || ferror(stdout)) {
		if (errno == EPIPE)
			return code;
		complain("cannot write the output: %s", strerror(errno));
		return EXIT_FAILED;
	}
	return code;
}

int commands_main(const struct command *commands, int argc, char **argv)
{
	const char *name = argc > 1 ? argv[1] : NULL;
	const struct command *c;

	if (name == NULL) {
		general_help(stderr);
		return EXIT_USAGE;
	}
	if (strcmp(name, "--version") == 0 || strcmp(name, "version") == 0) {
		printf("newsidx %s\n", NEWSIDX_VERSION);
		return finish(EXIT_DONE);
	}
	if (strcmp(name, "--options") == 0) {
		options_tell(commands, stdout);
		return finish(EXIT_DONE);
	}
	if (strcmp(name, "--help") == 0 || strcmp(name, "-h") == 0 ||
	    strcmp(name, "help") == 0) {
		c = argc > 2 ? find(commands, argv[2]) : NULL;
		if (c != NULL)
			command_help(c, stdout);
		else
			general_help(stdout);
		return finish(EXIT_DONE);
	}
	c = find(commands, name);
	if (c == NULL) {
		command_unknown("command", name, NULL);
		return EXIT_USAGE;
	}
	return finish(run(c, argc - 2, argv + 2));
}
