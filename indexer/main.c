#include "indexer/commands.h"

#include <locale.h>
#include <signal.h>

int main(int argc, char **argv)
{
	const struct command commands[] = {
		{ "build", "-i INDEX [OPTION]... PATH...",
		  "PATH is an archive, a file of articles, a folder of such, "
		  "or "
		  "'-' for\nstandard input.  The index appears when all of it "
		  "is done; until then, and\nafter a failure, INDEX is as it "
		  "was.\n",
		  build_opts, build_size, build_main, NULL },
		{ "update", "-i INDEX [OPTION]... [PATH...]",
		  "What is new in the sources, has changed or was withdrawn is "
		  "indexed; the\nrest is not read.  With PATHs, only what is "
		  "in "
		  "these.\n",
		  update_opts, update_size, update_main, NULL },
		{ "source",
		  "-i INDEX [OPTION]... list | add PATH... | remove "
		  "PATH...",
		  "What is added or removed shows in the index with the next "
		  "update.\n",
		  source_opts, source_size, source_main, NULL },
		{ "alert",
		  "-i INDEX [OPTION]... list | add NAME QUERY... | remove NAME",
		  "'newsidx update --alerts' tells of each article that comes, "
		  "changes or goes\nfrom now on and matches QUERY, which is as "
		  "for 'newsidx query'.\n\n  newsidx alert -i news add ferries "
		  "'\"ferry strike\" or ferr* w/5 cancel*'\n",
		  alert_opts, alert_size, alert_main, NULL },
		{ "ledger", "-i INDEX [OPTION]...", NULL,
		  ledger_opts, ledger_size, ledger_main, NULL },
		{ "verify", "-i INDEX [OPTION]...",
		  "Its files against their checksums, its tables, its articles "
		  "against the\nledger; with --deep also its words and its "
		  "archives.  Nothing is written.\n",
		  verify_opts, verify_size, verify_main, NULL },
		{ "optimize", "-i INDEX [OPTION]...", NULL, optimize_opts,
		  optimize_size, optimize_main, NULL },
		{ "backup", "-i INDEX [OPTION]... DEST",
		  "DEST is a new folder, or an earlier backup, which is "
		  "renewed.  The copy is\nan index like any other, wherever it "
		  "is moved.\n",
		  backup_opts, backup_size, backup_main, NULL },
		{ "repair", "-i INDEX [OPTION]... [PATH]...",
		  "From what is sound of it and from its archives.  PATH names "
		  "these as they\nwere given to 'newsidx build', where the "
		  "ledger is lost that knew it.\n",
		  repair_opts, repair_size, repair_main, NULL },
		{ "formats", "[OPTION]...",
		  NULL, formats_opts, formats_size, formats_main, NULL },
		{ NULL, NULL, NULL, NULL, 0, NULL, NULL },
	};

	setlocale(LC_CTYPE, "");
	signal(SIGPIPE, SIG_IGN);
	return commands_main(commands, argc, argv);
}
