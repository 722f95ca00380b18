#include "lib/base/exit.h"

enum exit_code exit_code_of(enum nx_status st)
{
	switch (st) {
	case NX_OK:
	case NX_END:
		return EXIT_DONE;
	case NX_USAGE:
	case NX_EXISTS:
		return EXIT_USAGE;
	case NX_LOCKED:
	case NX_STALE:
		return EXIT_BUSY;
	case NX_BADDOC:
	case NX_DAMAGED:
	case NX_BOUND:
		return EXIT_PARTIAL;
	default:
		return EXIT_FAILED;
	}
}
