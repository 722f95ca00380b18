#include "serve/front/guard.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/random.h>

#include "lib/base/buf.h"
#include "lib/base/mem.h"
#include "serve/common/clock.h"

void guard_init(struct guard *g, const char *token,
                const struct opt_list *hosts, bool local, unsigned port)
{
	*g = (struct guard){ .hosts = hosts, .local = local };
	(void)snprintf(g->cookie, sizeof g->cookie, "newsidx%u", port);
	if (token == NULL)
		return;
	g->token = nx_strdup(token);
	g->session = nx_zalloc(LIMIT_SERVE_SESSIONS * sizeof *g->session);
}

void guard_release(struct guard *g)
{
	if (g->token != NULL)
		explicit_bzero(g->token, strlen(g->token));
	free(g->token);
	free(g->session);
}

/* ---- names ------------------------------------------------------------- */

/* Bytes of the name in "name:port", or of "[address]". */
static size_t name_length(const char *host)
{
	if (host[0] == '[')
		return strcspn(host, "]") + (strchr(host, ']') != NULL);
	return strcspn(host, ":");
}

static bool is_name(const char *host, size_t len, const char *name)
{
	return strlen(name) == len && strncasecmp(host, name, len) == 0;
}

bool guard_host(const struct guard *g, const char *host)
{
	static const char *const own[] = { "localhost", "127.0.0.1", "[::1]" };
	size_t len;

	if (!g->local && g->hosts->n == 0)
		return true;
	if (host == NULL)
		return false;
	len = name_length(host);
	if (host[len] != '\0' && host[len] != ':')
		return false;
	for (size_t i = 0; i < sizeof own / sizeof own[0]; i++)
		if (is_name(host, len, own[i]))
			return true;
	for (size_t i = 0; i < g->hosts->n; i++)
		if (is_name(host, len, g->hosts->v[i]))
			return true;
	return false;
}

/* ---- the token --------------------------------------------------------- */

/* All of b is looked at, whatever a is. */
static bool same(const char *a, const char *b)
{
	size_t len = strlen(a), n = strlen(b);
	unsigned differ = len != n;

	for (size_t i = 0; i < n; i++)
		differ |= (unsigned char)b[i] ^
		          (unsigned char)a[len > 0 ? i % len : 0];
	return differ == 0;
}

bool guard_token(const struct guard *g, const char *text)
{
	return g->token == NULL || same(text, g->token);
}

bool guard_bearer(const struct guard *g, const char *header)
{
	static const char scheme[] = "Bearer ";

	if (g->token == NULL)
		return true;
	return header != NULL &&
	       strncasecmp(header, scheme, strlen(scheme)) == 0 &&
	       guard_token(g, header + strlen(scheme));
}

/* ---- sessions ---------------------------------------------------------- */

/* A free place, or that of whoever was away longest. */
static struct session *place_for_one(struct guard *g)
{
	struct session *oldest = &g->session[0];

	for (size_t i = 0; i < LIMIT_SERVE_SESSIONS; i++) {
		struct session *s = &g->session[i];

		if (s->id[0] == '\0')
			return s;
		if (s->used < oldest->used)
			oldest = s;
	}
	return oldest;
}

bool guard_begin(struct guard *g, char out[SESSION_TEXT])
{
	unsigned char id[SESSION_BYTES];
	struct buf text = BUF_INIT;
	struct session *s;

	if (g->session == NULL ||
	    getrandom(id, sizeof id, 0) != (ssize_t)sizeof id)
		return false;
	s = place_for_one(g);
	buf_add_hex(&text, id, sizeof id);
	memcpy(s->id, text.p, SESSION_TEXT);
	memcpy(out, text.p, SESSION_TEXT);
	buf_release(&text);
	s->used = clock_now();
	return true;
}

static struct session *find(struct guard *g, const char *id, size_t len)
{
	char text[SESSION_TEXT];

	if (len != SESSION_TEXT - 1)
		return NULL;
	memcpy(text, id, len);
	text[len] = '\0';
	for (size_t i = 0; i < LIMIT_SERVE_SESSIONS; i++)
		if (same(text, g->session[i].id))
			return &g->session[i];
	return NULL;
}

static struct session *session_of(struct guard *g, const char *cookies)
{
	size_t name = strlen(g->cookie);

	if (cookies == NULL || g->session == NULL)
		return NULL;
	for (const char *p = cookies; *p != '\0';) {
		size_t len;

		p += strspn(p, " ;");
		len = strcspn(p, ";");
		if (len > name && p[name] == '=' &&
		    memcmp(p, g->cookie, name) == 0) {
			struct session *s =
				find(g, p + name + 1, len - name - 1);

			if (s != NULL)
				return s;
		}
		p += len;
	}
	return NULL;
}

bool guard_session(struct guard *g, const char *cookies)
{
	struct session *s = session_of(g, cookies);

	if (s == NULL)
		return false;
	s->used = clock_now();
	return true;
}

void guard_end(struct guard *g, const char *cookies)
{
	struct session *s = session_of(g, cookies);

	if (s != NULL)
		memset(s, 0, sizeof *s);
}
