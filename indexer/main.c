#include "indexer/commands.h"

#include <locale.h>
#include <signal.h>

int main(int argc, char **argv)
{
	const struct command commands[] = {
		{ "build", "-i INDEX [OPTION]... PATH...",
		  "Make an index of archives",
		  "PATH is an archive, a file of articles, a folder of such, or "
		  "'-' for\nstandard input.  The index appears when all of it "
		  "is done; until then, and\nafter a failure, INDEX is as it "
		  "was.\n",
		  build_opts, build_size, build_main, NULL },
		{ "ledger", "-i INDEX [OPTION]...",
		  "Tell what became of every member of every archive", NULL,
		  ledger_opts, ledger_size, ledger_main, NULL },
		{ "formats", "[OPTION]...", "List the formats that are read",
		  NULL, formats_opts, formats_size, formats_main, NULL },
		{ NULL, NULL, NULL, NULL, NULL, 0, NULL, NULL },
	};

	setlocale(LC_CTYPE, "");
	signal(SIGPIPE, SIG_IGN);
	return commands_main(commands, NULL, argc, argv);
}
