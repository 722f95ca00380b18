/* help.c - newsidx help: commands, and topics, which are pages of the manual */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "lib/base/exit.h"
#include "lib/base/mem.h"
#include "lib/base/options.h"
#include "lib/base/programs.h"
#include "lib/front/front.h"

const char *const help_topics[] = { "query-language", "archives", "operations",
	                            NULL };

/* Each line's first column is a query. */
static const char query_language[] =
	"How to ask, in short.  'man newsidx-query-language' has all of it.\n"
	"\n"
	"  sanction                      a word, with all of its family\n"
	"  =sanctions                    the word as written\n"
	"  \"security guarantees\"         these words in this order\n"
	"  \"peace * talks\"               one word between them\n"
	"  ukrain* wom?n                 any letters, one letter\n"
	"  zelensky~                     spelt nearly so; ~2: two letters\n"
	"  caps(US)                      where written in capitals\n"
	"  ferry strike                  both, anywhere in the article\n"
	"  ferry or tram                 one of them; also ferry | tram\n"
	"  ferry not strike              one without the other; also ferry -strike\n"
	"  peace w/5 talks               at most 5 words apart; also near/5 and /5\n"
	"  peace pre/5 talks             the same, in this order; also adj/5 and +5\n"
	"  peace w/s talks               in one sentence; w/p: one paragraph\n"
	"  peace pre/s talks             the same, in this order; pre/p\n"
	"  ferry not w/5 strike          with no such word near; not w/s not w/p\n"
	"  ferry not pre/5 strike        with no such word close behind\n"
	"  (ferry or tram) w/5 strike    parentheses\n"
	"  atleast3(ferry)               three times or more\n"
	"  first50(ferry)                within the first 50 words\n"
	"  title:ferry                   in the headline; deck: and body:\n"
	"  author:byron source:echo      fields; section: place: keyword:\n"
	"  lang:en id:x url:x archive:x  fields, as they stand\n"
	"  date:2025-08                  a month, a day, a year\n"
	"  date:2019..2021-06            from, to; also date>=2019 date<2022\n"
	"  after:2022 before:2024-05     behind its end, before its begin\n"
	"  last:30d                      days; 2w 6m 1y\n"
	"  words>=500                    length; also words<50 words:1..20\n"
	"\n"
	"Quote a query for the shell: newsidx query -i news "
	"'\"peace talks\" w/10 ukrain*'\n";

static const struct topic {
	const char *name, *page;
	const char *text; /* where there is no manual; or NULL */
} topics[] = {
	{ "query-language", "newsidx-query-language", query_language },
	{ "archives", "newsidx-formats", NULL },
	{ "operations", "newsidx-operations", NULL },
	{ NULL, NULL, NULL },
};

static const struct topic *find(const char *name)
{
	for (const struct topic *t = topics; t->name != NULL; t++)
		if (strcmp(t->name, name) == 0 || strcmp(t->page, name) == 0)
			return t;
	return NULL;
}

/* The page's file: beside a checkout's build, or where it was installed; to be
 * freed, NULL where there is none. */
static char *file_of(const struct topic *t)
{
	static const char *const from[] = { "docs", "../docs",
		                            "../share/man/man7" };
	struct buf dir = BUF_INIT;
	char *file = NULL;

	if (front_folder(&dir))
		for (size_t i = 0;
		     file == NULL && i < sizeof from / sizeof from[0]; i++) {
			file = nx_format("%s/%s/%s.7", buf_str(&dir), from[i],
			                 t->page);
			if (access(file, R_OK) != 0) {
				free(file);
				file = NULL;
			}
		}
	buf_release(&dir);
	return file;
}

/* Whether man(1) has shown it: the file, or what it finds by that name where file
 * is NULL. */
static bool show_by_man(const char *file, const char *page)
{
	int status = -1;
	pid_t pid;

	(void)fflush(stdout);
	pid = fork();
	if (pid == 0) {
		if (freopen("/dev/null", "w", stderr) == NULL)
			_exit(EXIT_FAILED);
		(void)execlp("man", "man", file != NULL ? "-l" : "7",
		             file != NULL ? file : page, (char *)NULL);
		_exit(EXIT_FAILED);
	}
	while (pid > 0 && waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
	return pid > 0 && status == 0;
}

static int show(const struct topic *t)
{
	char *file = file_of(t);

	if (show_by_man(file, t->page)) {
		free(file);
		return EXIT_DONE;
	}
	if (t->text != NULL)
		fputs(t->text, stdout);
	if (file != NULL)
		printf("%sThe page is %s: 'man -l' shows it, of Debian's package "
		       "man-db.\n",
		       t->text != NULL ? "\n" : "", file);
	else if (t->text == NULL)
		printf("The page is %s(7), of the manual of newsidx, which is "
		       "not installed here.\n",
		       t->page);
	free(file);
	return fflush(stdout) == 0 ? EXIT_DONE : EXIT_FAILED;
}

static void general(void)
{
	general_help(stdout);
	fputs("\nTopics for 'newsidx help': ", stdout);
	for (const struct topic *t = topics; t->name != NULL; t++)
		printf("%s%s", t == topics ? "" : ", ", t->name);
	fputs(".\n", stdout);
}

int help_main(int argc, char **argv)
{
	const char *name = argc > 2 ? argv[2] : "";
	const struct listed_command *c = command_listed(name);
	const struct topic *t = find(name);

	if (c != NULL && c->program != NULL)
		return front_become(c->program, argv);
	if (t != NULL)
		return show(t);
	if (strcmp(name, "completion") == 0)
		return completion_main(argc, argv);
	if (name[0] == '\0' || name[0] == '-' || strcmp(name, "help") == 0) {
		general();
		return fflush(stdout) == 0 ? EXIT_DONE : EXIT_FAILED;
	}
	command_unknown("command or topic", name, help_topics);
	return EXIT_USAGE;
}
