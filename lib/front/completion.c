/* completion.c - newsidx completion: a script for a shell, of the tables of options
 *
 * The programs are asked for their tables (options_tell), so that what is completed
 * is what there is.  The scripts have what differs as data; what they do with it is
 * written down here once for each shell.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/exit.h"
#include "lib/base/mem.h"
#include "lib/base/options.h"
#include "lib/base/programs.h"
#include "lib/front/front.h"

static const char usage[] =
	"Usage: newsidx completion bash|zsh\n\n"
	"Print what makes a shell complete commands, options and their "
	"values.\n\n"
	"For bash, in ~/.bashrc:  source <(newsidx completion bash)\n"
	"For zsh, in ~/.zshrc, behind compinit:  "
	"source <(newsidx completion zsh)\n\n"
	"'make install' has put it where both look by themselves.\n\n"
	"Options:\n"
	"  -h, --help              show this and exit\n";

/* ---- the tables --------------------------------------------------------- */

/* A line of a table: its fields, "" where there are fewer. */
#define FIELDS 7

struct row {
	const char *f[FIELDS];
};

enum { KIND };                                          /* of any row */
enum { COMMAND = 1 };                                   /* of a command */
enum { LETTER = 1, NAME, VALUE, TAKES, CHOICES, HELP }; /* of an option */
enum { VERB = 1, FILES };                               /* of an operand */

struct tables {
	struct buf text;
	struct row *v;
	size_t n, cap;
};

static bool is(const struct row *r, int field, const char *what)
{
	return strcmp(r->f[field], what) == 0;
}

static void add_line(struct tables *t, char *line)
{
	struct row r;

	for (int i = 0; i < FIELDS; i++) {
		r.f[i] = line != NULL ? line : "";
		if (line != NULL)
			line = strchr(line, '\t');
		if (line != NULL)
			*line++ = '\0';
	}
	t->v = NX_GROW(t->v, t->n, &t->cap);
	t->v[t->n++] = r;
}

static void add_own(struct buf *b)
{
	buf_adds(b, "command\tcompletion\noption\th\thelp\t\tflag\t\t"
	            "show this and exit\n"
	            "operand\tbash\t\noperand\tzsh\t\ncommand\thelp\n");
	for (const struct listed_command *c = commands_listed;
	     c->summary != NULL; c++)
		if (c->name != NULL) {
			buf_adds(b, "operand\t");
			buf_adds(b, c->name);
			buf_adds(b, "\t\n");
		}
	for (const char *const *t = help_topics; *t != NULL; t++) {
		buf_adds(b, "operand\t");
		buf_adds(b, *t);
		buf_adds(b, "\t\n");
	}
}

/* Ask each program once. */
static bool tables_read(struct tables *t)
{
	bool done = true;
	char *p, *end;

	for (const struct listed_command *c = commands_listed;
	     done && c->summary != NULL; c++) {
		bool asked = c->program == NULL;

		for (const struct listed_command *d = commands_listed; d < c;
		     d++)
			asked = asked || (d->program != NULL &&
			                  strcmp(d->program, c->program) == 0);
		if (!asked)
			done = front_ask(c->program, "--options", &t->text);
	}
	add_own(&t->text);
	p = t->text.p;
	while ((end = memchr(p, '\n', t->text.len - (size_t)(p - t->text.p))) !=
	       NULL) {
		*end = '\0';
		add_line(t, p);
		p = end + 1;
	}
	return done;
}

static void tables_release(struct tables *t)
{
	buf_release(&t->text);
	free(t->v);
}

/* The rows of a command, from that behind its own. */
static const struct row *rows_of(const struct tables *t, size_t i, size_t *n)
{
	size_t k = i + 1;

	while (k < t->n && !is(&t->v[k], KIND, "command"))
		k++;
	*n = k - i - 1;
	return &t->v[i + 1];
}

/* ---- what both shells have ---------------------------------------------- */

static void put_commands(void)
{
	for (const struct listed_command *c = commands_listed;
	     c->summary != NULL; c++)
		if (c->name != NULL)
			printf(" %s", c->name);
}

static bool takes_files(const struct row *r)
{
	return is(r, VALUE, "FILE") || is(r, VALUE, "PATH") ||
	       is(r, VALUE, "GLOB");
}

/* ---- bash --------------------------------------------------------------- */

static const char bash_head[] =
	"# bash completion for newsidx, made by 'newsidx completion bash'\n"
	"\n"
	"_newsidx_words()\n"
	"{\n"
	"\tCOMPREPLY=($(compgen -W \"$1\" -- \"$cur\"))\n"
	"}\n"
	"\n"
	"_newsidx_files()\n"
	"{\n"
	"\tcompopt -o filenames 2>/dev/null\n"
	"\tmapfile -t COMPREPLY < <(compgen \"$1\" -- \"$cur\")\n"
	"}\n"
	"\n"
	"# Whether one of these words was typed before.\n"
	"_newsidx_typed()\n"
	"{\n"
	"\tlocal typed=\" ${COMP_WORDS[*]:2:COMP_CWORD - 2} \" word\n"
	"\n"
	"\tfor word; do\n"
	"\t\t[[ $typed == *\" $word \"* ]] && return\n"
	"\tdone\n"
	"\treturn 1\n"
	"}\n"
	"\n"
	"_newsidx()\n"
	"{\n"
	"\tlocal cur=${COMP_WORDS[COMP_CWORD]} prev= given= before= command\n"
	"\n"
	"\tCOMPREPLY=()\n"
	"\t((COMP_CWORD > 1)) && prev=${COMP_WORDS[COMP_CWORD - 1]}\n"
	"\t# \"--name=VALUE\" comes in three words, or in one where '=' "
	"breaks none.\n"
	"\tif [[ $cur == --*=* ]]; then\n"
	"\t\tprev=${cur%%=*} before=${cur%%=*}= cur=${cur#*=} given=1\n"
	"\telif [[ $cur == = ]]; then\n"
	"\t\tcur= given=1\n"
	"\telif [[ $prev == = ]]; then\n"
	"\t\tprev=${COMP_WORDS[COMP_CWORD - 2]} given=1\n"
	"\tfi\n"
	"\tif ((COMP_CWORD == 1)); then\n"
	"\t\t_newsidx_words '--help --version";

/* The options of a command, by how their values are completed. */
static void bash_values(const struct row *v, size_t n, const char *name)
{
	for (size_t i = 0; i < n; i++) {
		const struct row *r = &v[i];
		bool maybe;

		if (!is(r, KIND, "option") || is(r, TAKES, "flag"))
			continue;
		maybe = is(r, TAKES, "maybe");
		printf("\t'%s --%s 1'", name, r->f[NAME]);
		if (!maybe)
			printf("|'%s --%s '", name, r->f[NAME]);
		if (!maybe && r->f[LETTER][0] != '\0')
			printf("|'%s -%s '", name, r->f[LETTER]);
		if (is(r, TAKES, "choice"))
			printf(") _newsidx_words '%s' ;;\n", r->f[CHOICES]);
		else if (is(r, VALUE, "FOLDER"))
			fputs(") _newsidx_files -d ;;\n", stdout);
		else if (takes_files(r))
			fputs(") _newsidx_files -f ;;\n", stdout);
		else
			fputs(") ;;\n", stdout);
	}
}

static void bash_options(const struct row *v, size_t n, const char *name)
{
	printf("\t'%s -'*)\n\t\t_newsidx_words '", name);
	for (size_t i = 0; i < n; i++) {
		if (!is(&v[i], KIND, "option"))
			continue;
		if (v[i].f[LETTER][0] != '\0')
			printf("-%s ", v[i].f[LETTER]);
		printf("--%s ", v[i].f[NAME]);
	}
	fputs("' ;;\n", stdout);
}

static void put_verbs(const struct row *v, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (is(&v[i], KIND, "operand"))
			printf(" %s", v[i].f[VERB]);
}

static void bash_operands(const struct row *v, size_t n, const char *name)
{
	bool files = false, verbs = false;

	for (size_t i = 0; i < n; i++) {
		verbs = verbs || (is(&v[i], KIND, "operand") &&
		                  !is(&v[i], VERB, ""));
		files = files || (is(&v[i], KIND, "operand") &&
		                  is(&v[i], FILES, "file"));
	}
	if (verbs) {
		printf("\t'%s '*)\n\t\tif ! _newsidx_typed", name);
		put_verbs(v, n);
		fputs("; then\n\t\t\t_newsidx_words '", stdout);
		put_verbs(v, n);
		fputs(files ? "'\n\t\telse\n\t\t\t_newsidx_files -f\n"
		            : "'\n",
		      stdout);
		fputs("\t\tfi ;;\n", stdout);
	} else if (files) {
		printf("\t'%s '*) _newsidx_files -f ;;\n", name);
	}
}

/* One case for the values of options, and one for what they are not. */
static void bash(const struct tables *t)
{
	fputs(bash_head, stdout);
	put_commands();
	fputs("'\n\t\treturn\n\tfi\n\tcommand=${COMP_WORDS[1]}\n"
	      "\tcase \"$command $prev $given\" in\n",
	      stdout);
	for (size_t i = 0; i < t->n; i++) {
		size_t n;
		const struct row *v = rows_of(t, i, &n);

		if (is(&t->v[i], KIND, "command"))
			bash_values(v, n, t->v[i].f[COMMAND]);
	}
	fputs("\t*) _newsidx_other ;;\n\tesac\n"
	      "\tCOMPREPLY=(\"${COMPREPLY[@]/#/$before}\")\n}\n\n"
	      "# Where no value is to come; behind \"--\" is no option.\n"
	      "_newsidx_other()\n{\n\tlocal begun=$cur\n\n"
	      "\t_newsidx_typed -- && begun=\n"
	      "\tcase \"$command $begun\" in\n",
	      stdout);
	for (size_t i = 0; i < t->n; i++) {
		size_t n;
		const struct row *v = rows_of(t, i, &n);

		if (!is(&t->v[i], KIND, "command"))
			continue;
		bash_options(v, n, t->v[i].f[COMMAND]);
		bash_operands(v, n, t->v[i].f[COMMAND]);
	}
	fputs("\tesac\n}\n\ncomplete -F _newsidx newsidx\n", stdout);
}

/* ---- zsh ---------------------------------------------------------------- */

/* Inside single quotes and brackets: those end what they are in, and a colon a
 * field. */
static void zsh_text(const char *s)
{
	for (; *s != '\0'; s++) {
		if (*s == '\'')
			fputs("'\\'", stdout);
		else if (strchr("[]:\\", *s) != NULL)
			putchar('\\');
		putchar(*s);
	}
}

static void zsh_action(const struct row *r)
{
	fputs(":", stdout);
	zsh_text(r->f[VALUE]);
	if (is(r, TAKES, "choice"))
		printf(":(%s)", r->f[CHOICES]);
	else if (is(r, VALUE, "FOLDER"))
		fputs(":_files -/", stdout);
	else if (takes_files(r))
		fputs(":_files", stdout);
	else
		fputs(": ", stdout);
}

/* A letter and a name: one of them, or either as often as one likes. */
static void zsh_both(const struct row *r, bool flag)
{
	if (is(r, TAKES, "list"))
		fputs("'*'", stdout);
	else
		printf("'(-%s --%s)'", r->f[LETTER], r->f[NAME]);
	printf("{-%s%s,--%s%s}'[", r->f[LETTER], flag ? "" : "+", r->f[NAME],
	       flag ? "" : "=");
}

static void zsh_option(const struct row *r)
{
	bool flag = is(r, TAKES, "flag"), maybe = is(r, TAKES, "maybe");
	const char *again = is(r, TAKES, "list") ? "*" : "";

	fputs("\t\t\t", stdout);
	if (r->f[LETTER][0] != '\0' && !maybe)
		zsh_both(r, flag);
	else
		printf("'%s--%s%s[", again, r->f[NAME],
		       flag    ? ""
		       : maybe ? "=-"
		               : "=");
	zsh_text(r->f[HELP]);
	fputs("]", stdout);
	if (maybe)
		putchar(':');
	if (!flag)
		zsh_action(r);
	fputs("' \\\n", stdout);
}

static void zsh_operands(const struct row *v, size_t n)
{
	bool files = false, verbs = false;

	for (size_t i = 0; i < n; i++) {
		if (!is(&v[i], KIND, "operand"))
			continue;
		files = files || is(&v[i], FILES, "file");
		verbs = verbs || !is(&v[i], VERB, "");
	}
	if (verbs) {
		fputs("\t\t\t'1:what:(", stdout);
		put_verbs(v, n);
		fputs(")' \\\n", stdout);
	}
	printf("\t\t\t'*:%s'\n", files ? "path:_files" : "argument: ");
}

static void zsh(const struct tables *t)
{
	fputs("#compdef newsidx\n"
	      "# zsh completion for newsidx, made by 'newsidx completion zsh'\n"
	      "\n_newsidx()\n{\n\tlocal -a commands\n\tlocal command\n\n"
	      "\tif ((CURRENT == 2)); then\n\t\tcommands=(\n",
	      stdout);
	for (const struct listed_command *c = commands_listed;
	     c->summary != NULL; c++) {
		if (c->name == NULL)
			continue;
		printf("\t\t\t'%s:", c->name);
		zsh_text(c->summary);
		fputs("'\n", stdout);
	}
	fputs("\t\t)\n\t\t_describe -t commands command commands\n"
	      "\t\treturn\n\tfi\n\tcommand=$words[2]\n\tshift words\n"
	      "\t((CURRENT--))\n\tcase $command in\n",
	      stdout);
	for (size_t i = 0; i < t->n; i++) {
		size_t n;
		const struct row *v = rows_of(t, i, &n);

		if (!is(&t->v[i], KIND, "command"))
			continue;
		printf("\t%s)\n\t\t_arguments -s -S \\\n", t->v[i].f[COMMAND]);
		for (size_t k = 0; k < n; k++)
			if (is(&v[k], KIND, "option"))
				zsh_option(&v[k]);
		zsh_operands(v, n);
		fputs("\t\t;;\n", stdout);
	}
	fputs("\tesac\n}\n\n"
	      "if [[ $funcstack[1] == _newsidx ]]; then\n\t_newsidx \"$@\"\n"
	      "else\n\tcompdef _newsidx newsidx\nfi\n",
	      stdout);
}

/* ---- the command -------------------------------------------------------- */

int completion_main(int argc, char **argv)
{
	const char *shell = argc > 2 ? argv[2] : "";
	struct tables t = { BUF_INIT, NULL, 0, 0 };
	bool done;

	if (strcmp(argv[1], "help") == 0 || strcmp(shell, "--help") == 0 ||
	    strcmp(shell, "-h") == 0) {
		fputs(usage, stdout);
		return fflush(stdout) == 0 ? EXIT_DONE : EXIT_FAILED;
	}
	if (strcmp(shell, "bash") != 0 && strcmp(shell, "zsh") != 0) {
		complain("for which shell? 'newsidx completion bash' or 'zsh'");
		return EXIT_USAGE;
	}
	done = tables_read(&t);
	if (done && strcmp(shell, "bash") == 0)
		bash(&t);
	else if (done)
		zsh(&t);
	tables_release(&t);
	if (!done)
		return EXIT_FAILED;
	if (fflush(stdout) == 0)
		return EXIT_DONE;
	complain("cannot write the script");
	return EXIT_FAILED;
}
