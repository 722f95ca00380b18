/* settings.h - what newsidx serve was told */
#ifndef NEWSIDX_SERVE_FRONT_SETTINGS_H
#define NEWSIDX_SERVE_FRONT_SETTINGS_H

#include <stdbool.h>
#include <stdint.h>

#include "lib/base/options.h"

struct settings {
	const char *index, *listen, *token, *token_file, *name;
	uint64_t port, workers, connections, timeout;
	struct opt_list hosts;
	bool open, log;
};

extern const struct opt settings_opts[];
extern const struct settings settings_defaults;

/* Whether they can be; false after a complaint.  Sets what was left open. */
bool settings_check(struct settings *s);

#endif
