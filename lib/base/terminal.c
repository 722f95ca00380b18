#include "lib/base/terminal.h"

#include <stdbool.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

/* What says it has fewer columns does not know. */
#define FEWEST 20

unsigned terminal_width(FILE *out)
{
	struct winsize w;

	if (!isatty(fileno(out)))
		return 0;
	if (ioctl(fileno(out), TIOCGWINSZ, &w) != 0 || w.ws_col < FEWEST)
		return 80;
	return w.ws_col;
}

/* The journal says which of the streams that it started a service with are its
 * own (systemd.exec(5)). */
static bool is_journal(FILE *out)
{
	const char *stream = getenv("JOURNAL_STREAM");
	unsigned long long device, inode;
	struct stat st;

	return stream != NULL &&
	       sscanf(stream, "%llu:%llu", &device, &inode) == 2 &&
	       fstat(fileno(out), &st) == 0 && st.st_dev == device &&
	       st.st_ino == inode;
}

void log_put_time(FILE *out)
{
	char when[32];
	time_t now = time(NULL);
	struct tm tm;

	if (isatty(fileno(out)) || is_journal(out))
		return;
	strftime(when, sizeof when, "%Y-%m-%dT%H:%M:%SZ ", gmtime_r(&now, &tm));
	fputs(when, out);
}
