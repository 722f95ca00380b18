#include "serve/front/settings.h"

#include <stdlib.h>
#include <string.h>

#include "lib/base/limits.h"
#include "lib/base/machine.h"

#define AT(member) offsetof(struct settings, member)

#define PORT 8417

/* Seconds that a question may take.  What people ask takes milliseconds; who
 * asks more can do so with newsidx query. */
#define TIMEOUT 10
#define TIMEOUT_MOST 3600

#define CONNECTIONS_MOST 10000

const struct opt settings_opts[] = {
	{ 'i', "index", "FOLDER", OPT_STRING, AT(index), NULL,
	  "the index (default: $NEWSIDX_INDEX)" },
	{ 0, "listen", "ADDRESS", OPT_STRING, AT(listen), NULL,
	  "the address to be reached by (default: 127.0.0.1, this machine "
	  "alone)" },
	{ 'p', "port", "N", OPT_NUMBER, AT(port), NULL,
	  "the port (default: 8417); 0: any that is free" },
	{ 0, "token", "TEXT", OPT_STRING, AT(token), NULL,
	  "whoever asks must give it; others can see it in the list of "
	  "processes while it is read" },
	{ 0, "token-file", "FILE", OPT_STRING, AT(token_file), NULL,
	  "the same, from the first line of a file" },
	{ 0, "open", NULL, OPT_FLAG, AT(open), NULL,
	  "listen beyond this machine without a token" },
	{ 0, "host", "NAME", OPT_LIST, AT(hosts), NULL,
	  "a name that browsers reach it by, as behind a proxy; again for "
	  "more" },
	{ 0, "name", "TEXT", OPT_STRING, AT(name), NULL,
	  "what the page is called (default: newsidx)" },
	{ 0, "timeout", "SECONDS", OPT_NUMBER, AT(timeout), NULL,
	  "give a query up after so long (default: 10)" },
	{ 'j', "workers", "N", OPT_NUMBER, AT(workers), NULL,
	  "processes that answer (default: as many as processors, at least "
	  "2)" },
	{ 0, "connections", "N", OPT_NUMBER, AT(connections), NULL,
	  "connections at a time; others wait (default: 512)" },
	{ 0, "log", NULL, OPT_FLAG, AT(log), NULL,
	  "tell of each request on standard error: path, status, bytes, time; "
	  "not what was asked" },
	{ 0, NULL, NULL, OPT_FLAG, 0, NULL, NULL },
};

const struct settings settings_defaults = {
	.listen = "127.0.0.1",
	.name = "newsidx",
	.port = PORT,
	.timeout = TIMEOUT,
	.connections = LIMIT_SERVE_CONNECTIONS,
};

static bool within(const char *name, uint64_t v, uint64_t least, uint64_t most)
{
	if (v >= least && v <= most)
		return true;
	complain("--%s: give a number from %llu to %llu", name,
	         (unsigned long long)least, (unsigned long long)most);
	return false;
}

bool settings_check(struct settings *s)
{
	unsigned cores = machine_cores();

	if (s->index == NULL)
		s->index = getenv("NEWSIDX_INDEX");
	if (s->index == NULL) {
		complain("which index? Give -i FOLDER or set NEWSIDX_INDEX");
		return false;
	}
	if (s->token != NULL && s->token_file != NULL) {
		complain("only one of --token and --token-file");
		return false;
	}
	if (s->workers == 0)
		s->workers = cores < 2 ? 2 : cores;
	if (s->workers > LIMIT_SERVE_WORKERS && cores == s->workers)
		s->workers = LIMIT_SERVE_WORKERS;
	return within("port", s->port, 0, 65535) &&
	       within("workers", s->workers, 1, LIMIT_SERVE_WORKERS) &&
	       within("connections", s->connections, 1, CONNECTIONS_MOST) &&
	       within("timeout", s->timeout, 1, TIMEOUT_MOST);
}
