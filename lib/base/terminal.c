#include "lib/base/terminal.h"

#include <sys/ioctl.h>
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
