#include <stdlib.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/exit.h"
#include "lib/base/file.h"
#include "lib/base/limits.h"
#include "lib/base/mem.h"
#include "serve/front/listen.h"
#include "serve/front/server.h"

/* Bytes of a file of which the first line is the token. */
#define TOKEN_FILE_MOST 4096

/* The token, to be freed; NULL for none.  False after a complaint. */
static bool read_token(const struct settings *s, char **token)
{
	const char *text = s->token;
	struct buf b = BUF_INIT;
	struct nx_err err;

	*token = NULL;
	if (text == NULL && s->token_file == NULL)
		text = getenv("NEWSIDX_TOKEN");
	if (text == NULL && s->token_file == NULL)
		return true;
	if (text != NULL)
		buf_sets(&b, text);
	else if (file_read(s->token_file, TOKEN_FILE_MOST, &b, &err) != NX_OK) {
		complain("%s", err.msg);
		buf_release(&b);
		return false;
	}
	buf_cut(&b, strcspn(buf_str(&b), "\r\n"));
	buf_trim(&b);
	if (b.len < LIMIT_SERVE_TOKEN) {
		complain("a token needs %d letters: 'head -c 24 /dev/urandom | "
		         "base64' makes one",
		         LIMIT_SERVE_TOKEN);
		buf_release(&b);
		return false;
	}
	*token = b.p;
	/* The workers need not know it. */
	(void)unsetenv("NEWSIDX_TOKEN");
	return true;
}

/* Beyond this machine only knowingly. */
static bool may_listen(const struct settings *s, const char *token)
{
	if (token != NULL || s->open || listen_is_local(s->listen))
		return true;
	complain("--listen=%s lets others than this machine ask: give "
	         "--token-file, or --open to let all of them in",
	         s->listen);
	return false;
}

static int serve_main(const void *options, const struct operands *o)
{
	struct settings s = *(const struct settings *)options;
	char *token;
	int code = EXIT_USAGE;

	if (o->n > 0) {
		complain("serve takes no operands");
		return EXIT_USAGE;
	}
	if (!settings_check(&s) || !read_token(&s, &token))
		return EXIT_USAGE;
	if (may_listen(&s, token))
		code = serve(&s, token);
	free(token);
	return code;
}

/* Others need not see it in the list of processes for longer than it takes. */
static char **without_token(int argc, char **argv, char **copy)
{
	static const char option[] = "--token";
	size_t len = strlen(option);

	for (int i = 0; i < argc; i++) {
		copy[i] = nx_strdup(argv[i]);
		if (strncmp(argv[i], option, len) == 0 && argv[i][len] == '=')
			memset(argv[i] + len + 1, 'x',
			       strlen(argv[i] + len + 1));
		else if (i > 0 && strcmp(copy[i - 1], option) == 0)
			memset(argv[i], 'x', strlen(argv[i]));
	}
	return copy;
}

int main(int argc, char **argv)
{
	const struct command commands[] = {
		{ "serve", "-i INDEX [OPTION]...",
		  "Opens a page to search by, for the browsers of this "
		  "machine:\n\n"
		  "  newsidx serve -i news\n\n"
		  "and for others, who must give a token:\n\n"
		  "  newsidx serve -i news --listen 0.0.0.0 "
		  "--token-file /etc/newsidx/token\n",
		  settings_opts, sizeof(struct settings), serve_main,
		  &settings_defaults },
		{ NULL, NULL, NULL, NULL, 0, NULL, NULL },
	};
	char **copy = nx_zalloc(((size_t)argc + 1) * sizeof *copy);
	int code = commands_main(commands, argc,
	                         without_token(argc, argv, copy));

	for (int i = 0; i < argc; i++)
		free(copy[i]);
	free(copy);
	return code;
}
