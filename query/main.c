#include "query/commands.h"

#include <langinfo.h>
#include <locale.h>
#include <signal.h>
#include <stddef.h>
#include <string.h>

int main(int argc, char **argv)
{
	const struct command commands[] = {
		{ "query", "-i INDEX [OPTION]... QUERY...",
		  "QUERY is words (found with their family), \"phrases\", "
		  "and/or/"
		  "not, w/5 and\npre/5, =exact, wild*, title: author: source: "
		  "lang: date:2019-05 and more;\n'man newsidx-query-language' "
		  "has all of it, with examples.  Quote it for the\nshell:\n\n"
		  "  newsidx query -i news "
		  "'\"security guarantees\" w/10 ukrain* after:2022'\n",
		  query_opts, query_size, query_main, query_defaults },
		{ "kwic", "-i INDEX [OPTION]... QUERY...",
		  "QUERY is as for 'newsidx query': "
		  "see 'man newsidx-query-language'.\n\n"
		  "  newsidx kwic -i news --sort right 'sanction*'\n",
		  kwic_opts, kwic_size, kwic_main, kwic_defaults },
		{ "trend", "-i INDEX [OPTION]... QUERY...",
		  "Each QUERY is one query, in quotes: several stand beside "
		  "each other.\n\n"
		  "  newsidx trend -i news --svg plot.svg "
		  "'climate w/3 change' 'immigra*'\n"
		  "  newsidx trend -i news --by month --split source "
		  "'\"fake news\"'\n",
		  trend_opts, trend_size, trend_main, trend_defaults },
		{ "facets", "-i INDEX [OPTION]... QUERY...",
		  "QUERY is as for 'newsidx query': "
		  "see 'man newsidx-query-language'.\n\n"
		  "  newsidx facets -i news --by author,source "
		  "'ferry w/s strike*'\n",
		  facets_opts, facets_size, facets_main, facets_defaults },
		{ "batch", "-i INDEX [OPTION]... FILE",
		  "A line of FILE is a query, or a name, a tab and a query; "
		  "blank lines and those\nthat begin with # are passed over.  "
		  "FILE '-' is standard input.\n\n"
		  "  newsidx batch -i news --by month queries.txt >counts.csv\n",
		  batch_opts, batch_size, batch_main, NULL },
		{ "collocates", "-i INDEX [OPTION]... QUERY...",
		  "Words that are near the hits of QUERY more often than "
		  "chance would have them.\n\n"
		  "  newsidx collocates -i news --window 3 'immigra*'\n",
		  collocates_opts, collocates_size, collocates_main,
		  collocates_defaults },
		{ "similar", "-i INDEX [OPTION]... ID [QUERY...]",
		  "ID is that of an article, as 'newsidx query' shows it in "
		  "brackets; only articles\nthat match QUERY are looked at.\n",
		  similar_opts, similar_size, similar_main, similar_defaults },
		{ "show", "-i INDEX [OPTION]... ID...", NULL,
		  show_opts, show_size, show_main, NULL },
		{ "info", "-i INDEX [OPTION]...",
		  NULL, info_opts, info_size, info_main, NULL },
		{ "alert-tell", "-i INDEX [OPTION]... NAME", NULL,
		  tell_opts, tell_size, tell_main, NULL },
		{ NULL, NULL, NULL, NULL, 0, NULL, NULL },
	};

	setlocale(LC_CTYPE, "");
	/* Output is UTF-8 whatever the locale; wcwidth is to know it. */
	if (strcmp(nl_langinfo(CODESET), "UTF-8") != 0)
		setlocale(LC_CTYPE, "C.UTF-8");
	signal(SIGPIPE, SIG_IGN);
	return commands_main(commands, argc, argv);
}
