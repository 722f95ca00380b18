#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/mem.h"
#include "serve/common/html.h"
#include "serve/front/request.h"

bool login_known(struct request *r)
{
	struct guard *g = &r->s->guard;

	if (g->token == NULL)
		return true;
	return guard_bearer(g, request_header(r, "Authorization")) ||
	       guard_session(g, request_header(r, "Cookie"));
}

/* Whether a browser may be sent there: a page of ours, given as a link on a
 * page at the root has it.  No scheme, no host, no way up. */
static bool is_ours(const char *next)
{
	static const char *const pages[] = { "", "article", "kwic", "help" };
	size_t len = strcspn(next, "?");

	for (const char *p = next; *p != '\0'; p++)
		if (*p <= ' ' || *p > '~' || *p == '\\')
			return false;
	for (size_t i = 0; i < sizeof pages / sizeof pages[0]; i++)
		if (strlen(pages[i]) == len && memcmp(next, pages[i], len) == 0)
			return true;
	return false;
}

/* "./" before what might be empty. */
static char *way_to(const char *next)
{
	return nx_format("./%s", is_ours(next) ? next : "");
}

static enum MHD_Result redirect(struct request *r, char *where,
                                const char *cookie)
{
	const struct reply p = {
		.status = 303, .text = NULL, .where = where, .cookie = cookie
	};
	enum MHD_Result done = reply_page(r, &p);

	free(where);
	return done;
}

enum MHD_Result login_refuse(struct request *r)
{
	char *text = NULL;
	size_t len;
	FILE *out;
	enum MHD_Result done;

	if (problem_for_program(r->path))
		return reply_problem(r, 401,
		                     "give the token: Authorization: Bearer "
		                     "TOKEN");
	out = open_memstream(&text, &len);
	if (out == NULL)
		return MHD_NO;
	fprintf(out, "%slogin", path_up(r->path));
	if (r->target[1] != '\0' && is_ours(r->target + 1)) {
		fputs("?next=", out);
		url_put(out, r->target + 1, strlen(r->target + 1));
	}
	if (fclose(out) != 0)
		return MHD_NO;
	done = redirect(r, text, NULL);
	return done;
}

/* The form; wrong: what was given was not the token. */
static enum MHD_Result form(struct request *r, const char *next, bool wrong)
{
	const struct html_frame f = {
		.title = "Log in",
		.name = r->s->settings->name,
		.up = "",
		.body_class = "alone",
	};
	struct reply p = { .status = wrong ? 403 : 200 };
	FILE *out = open_memstream(&p.text, &p.len);

	if (out == NULL)
		return MHD_NO;
	html_begin(out, &f);
	fputs("<main>\n<h1>", out);
	html_text(out, f.name);
	fputs("</h1>\n", out);
	if (wrong)
		fputs("<p class=\"error\" role=\"alert\">That is not the "
		      "token.</p>\n",
		      out);
	fputs("<form method=\"post\" action=\"login\">\n"
	      "<input type=\"hidden\" name=\"next\" value=\"",
	      out);
	html_text(out, next);
	fputs("\">\n<label for=\"token\">Token</label>\n"
	      "<input type=\"password\" id=\"token\" name=\"token\" required "
	      "autofocus autocomplete=\"current-password\">\n"
	      "<button>Log in</button>\n</form>\n</main>\n",
	      out);
	html_end(out);
	if (fclose(out) != 0)
		return MHD_NO;
	return reply_page(r, &p);
}

enum MHD_Result login_form(struct request *r)
{
	struct nx_err err;
	struct target t;
	const char *next;
	enum MHD_Result done;

	if (r->s->guard.token == NULL)
		return redirect(r, way_to(""), NULL);
	if (target_parse(&t, r->target, &err) != NX_OK)
		return reply_problem(r, 400, err.msg);
	next = target_get(&t, "next");
	done = form(r, next != NULL ? next : "", false);
	target_release(&t);
	return done;
}

/* Browsers say where the form was; behind a proxy with TLS, that it is one. */
static bool is_secure(const struct request *r)
{
	const char *origin = request_header(r, "Origin");

	return origin != NULL && strncmp(origin, "https:", 6) == 0;
}

enum MHD_Result login_post(struct request *r)
{
	struct guard *g = &r->s->guard;
	char id[SESSION_TEXT], *cookie;
	const char *token, *next;
	struct nx_err err;
	struct target t;
	enum MHD_Result done;

	if (g->token == NULL)
		return redirect(r, way_to(""), NULL);
	if (r->long_form)
		return reply_problem(r, 413, "the form is too long");
	if (target_parse_form(&t, buf_str(&r->form), &err) != NX_OK)
		return reply_problem(r, 400, err.msg);
	token = target_get(&t, "token");
	next = target_get(&t, "next");
	next = next != NULL ? next : "";
	if (token == NULL || !guard_token(g, token)) {
		done = form(r, next, true);
	} else if (!guard_begin(g, id)) {
		done = reply_problem(r, 500, "no session can be begun");
	} else {
		cookie = nx_format("%s=%s; Path=/; HttpOnly; SameSite=Strict%s",
		                   g->cookie, id,
		                   is_secure(r) ? "; Secure" : "");
		done = redirect(r, way_to(next), cookie);
		free(cookie);
	}
	explicit_bzero(t.text, strlen(buf_str(&r->form)));
	target_release(&t);
	if (r->form.p != NULL)
		explicit_bzero(r->form.p, r->form.len);
	return done;
}

enum MHD_Result login_end(struct request *r)
{
	struct guard *g = &r->s->guard;
	char *cookie;
	enum MHD_Result done;

	if (strcmp(r->method, "POST") != 0)
		return reply_problem(r, 405, "only POST ends a session");
	guard_end(g, request_header(r, "Cookie"));
	cookie = nx_format("%s=; Path=/; Max-Age=0; HttpOnly; SameSite=Strict",
	                   g->cookie);
	done = redirect(r, nx_strdup("login"), cookie);
	free(cookie);
	return done;
}
