#include "corpus/url.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* Parameters that say how the reader came, not what is read; a '*' at the end
 * stands for any rest.  Case does not matter. */
static const char *const tracking[] = {
	"utm_*",    "fbclid",     "gclid", "mc_cid", "mc_eid",
	"cmpid",    "cmp",        "ocid",  "ref",    "ref_src",
	"ref_url",  "src",        "smid",  "smtyp",  "partner",
	"feedtype", "feedname",   "ns_*",  "at_*",   "xtor",
	"wt_mc",    "wt.*",       "spm",   "igshid", "__twitter_impression",
	"amp",      "outputtype", "s_cid", "ito",    "via",
};

struct span {
	const char *p;
	size_t len;
};

/* The parts of an absolute URL, without what separates them. */
struct parts {
	struct span host, port, path, query, fragment;
};

static bool is_space(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

static struct span trimmed(const char *p, size_t len)
{
	while (len > 0 && is_space(p[len - 1]))
		len--;
	while (len > 0 && is_space(p[0])) {
		p++;
		len--;
	}
	return (struct span){ p, len };
}

static size_t scheme_len(struct span s)
{
	if (s.len > 7 && strncasecmp(s.p, "http://", 7) == 0)
		return 7;
	if (s.len > 8 && strncasecmp(s.p, "https://", 8) == 0)
		return 8;
	return 0;
}

/* Cut s at the first of c; what follows c is returned. */
static struct span split_at(struct span *s, char c)
{
	const char *at = s->len != 0 ? memchr(s->p, c, s->len) : NULL;
	struct span rest = { s->p + s->len, 0 };

	if (at != NULL) {
		rest = (struct span){ at + 1,
			              (size_t)(s->p + s->len - at) - 1 };
		s->len = (size_t)(at - s->p);
	}
	return rest;
}

static bool host_char(char c)
{
	return isalnum((unsigned char)c) || c == '-' || c == '.' || c == '_' ||
	       (c & 0x80) != 0;
}

static bool split_host(struct span auth, struct parts *u)
{
	const char *user =
		auth.len != 0 ? memrchr(auth.p, '@', auth.len) : NULL;

	if (user != NULL) {
		auth.len -= (size_t)(user + 1 - auth.p);
		auth.p = user + 1;
	}
	u->port = split_at(&auth, ':');
	while (auth.len > 0 && auth.p[auth.len - 1] == '.')
		auth.len--;
	for (size_t i = 0; i < auth.len; i++)
		if (!host_char(auth.p[i]))
			return false;
	u->host = auth;
	return auth.len > 0 && auth.p[0] != '.';
}

static bool split_url(const char *p, size_t len, struct parts *u)
{
	struct span s = trimmed(p, len);
	size_t skip = scheme_len(s);
	size_t n = 0;
	struct span auth;

	if (skip == 0)
		return false;
	s.p += skip;
	s.len -= skip;
	u->fragment = split_at(&s, '#');
	u->query = split_at(&s, '?');
	while (n < s.len && s.p[n] != '/')
		n++;
	auth = (struct span){ s.p, n };
	u->path = (struct span){ s.p + n, s.len - n };
	return split_host(auth, u);
}

static int hex(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c = (char)(c | 0x20);
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* Escapes as RFC 3986 section 6.2.2 has them normalised. */
static void add_escaped(struct buf *out, struct span s)
{
	static const char digits[] = "0123456789ABCDEF";

	for (size_t i = 0; i < s.len; i++) {
		int hi = -1, lo = -1, c;

		if (s.p[i] == '%' && s.len - i > 2) {
			hi = hex(s.p[i + 1]);
			lo = hex(s.p[i + 2]);
		}
		if (hi < 0 || lo < 0) {
			buf_addc(out, s.p[i]);
			continue;
		}
		i += 2;
		c = hi << 4 | lo;
		if (isalnum(c) || (c != 0 && strchr("-._~", c) != NULL)) {
			buf_addc(out, (char)c);
			continue;
		}
		buf_addc(out, '%');
		buf_addc(out, digits[hi]);
		buf_addc(out, digits[lo]);
	}
}

static bool is_tracking(struct span param)
{
	(void)split_at(&param, '=');
	for (size_t i = 0; i < sizeof tracking / sizeof *tracking; i++) {
		size_t n = strlen(tracking[i]);
		bool prefix = tracking[i][n - 1] == '*';

		if (prefix ? param.len >= n - 1 : param.len == n) {
			if (strncasecmp(param.p, tracking[i],
			                prefix ? n - 1 : n) == 0)
				return true;
		}
	}
	return false;
}

static int by_bytes(const void *a, const void *b)
{
	const struct span *x = a, *y = b;
	size_t n = x->len < y->len ? x->len : y->len;
	int c = memcmp(x->p, y->p, n);

	return c != 0 ? c : (x->len > y->len) - (x->len < y->len);
}

/* More parameters than this are no page's address; they stay unsorted. */
#define PARAMS_MAX 64

static void add_query(struct buf *out, struct span query)
{
	struct span param[PARAMS_MAX];
	size_t n = 0;

	while (query.len > 0 && n < PARAMS_MAX) {
		struct span rest = split_at(&query, '&');

		if (query.len > 0 && !is_tracking(query))
			param[n++] = query;
		query = rest;
	}
	qsort(param, n, sizeof *param, by_bytes);
	for (size_t i = 0; i < n; i++) {
		buf_addc(out, i == 0 ? '?' : '&');
		add_escaped(out, param[i]);
	}
	if (query.len > 0) {
		buf_addc(out, '&');
		add_escaped(out, query);
	}
}

static void add_lower(struct buf *out, struct span s)
{
	for (size_t i = 0; i < s.len; i++) {
		char c = s.p[i];

		buf_addc(out, c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : c);
	}
}

static bool default_port(const struct parts *u)
{
	return u->port.len == 0 ||
	       (u->port.len == 2 && memcmp(u->port.p, "80", 2) == 0) ||
	       (u->port.len == 3 && memcmp(u->port.p, "443", 3) == 0);
}

bool url_canonical(const char *p, size_t len, struct buf *out)
{
	struct parts u;
	size_t from = out->len, site;

	if (!split_url(p, len, &u))
		return false;
	buf_adds(out, "https://");
	add_lower(out, u.host);
	if (!default_port(&u)) {
		buf_addc(out, ':');
		add_escaped(out, u.port);
	}
	site = out->len;
	while (u.path.len > 0 && u.path.p[u.path.len - 1] == '/')
		u.path.len--;
	add_escaped(out, u.path);
	add_query(out, u.query);
	if (u.fragment.len > 1 && u.fragment.p[0] == '!') {
		buf_addc(out, '#');
		add_escaped(out, u.fragment);
	}
	if (out->len > site)
		return true;
	buf_cut(out, from);
	return false;
}

bool url_host(const char *p, size_t len, struct buf *out)
{
	struct parts u;

	if (!split_url(p, len, &u))
		return false;
	if (u.host.len > 4 && strncasecmp(u.host.p, "www.", 4) == 0) {
		u.host.p += 4;
		u.host.len -= 4;
	}
	add_lower(out, u.host);
	return true;
}

bool url_is(const char *p, size_t len)
{
	struct parts u;

	if (!split_url(p, len, &u))
		return false;
	for (size_t i = 0; i < len; i++)
		if (is_space(p[i]))
			return false;
	return true;
}
