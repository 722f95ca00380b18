#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/mem.h"
#include "serve/front/request.h"

/* Bytes that are asked of a long answer at a time. */
#define BLOCK 32768

/* What every answer says.  Nothing is loaded from elsewhere, no script or style
 * is obeyed but the server's own files, and no other site may frame a page or
 * read from it. */
static const char *const always[][2] = {
	{ "Content-Security-Policy",
	  "default-src 'none'; script-src 'self'; style-src 'self'; "
	  "img-src 'self' data:; connect-src 'self'; form-action 'self'; "
	  "base-uri 'none'; frame-ancestors 'none'" },
	{ "X-Content-Type-Options", "nosniff" },
	{ "X-Frame-Options", "DENY" },
	{ "Referrer-Policy", "same-origin" },
	{ "Cross-Origin-Opener-Policy", "same-origin" },
	{ "Cross-Origin-Resource-Policy", "same-origin" },
	{ "Permissions-Policy",
	  "camera=(), geolocation=(), microphone=(), interest-cohort=()" },
};

static void add(struct MHD_Response *m, const char *name, const char *value)
{
	if (value != NULL && value[0] != '\0')
		(void)MHD_add_response_header(m, name, value);
}

/* Give it to the client, and away. */
static enum MHD_Result send_off(struct request *r, unsigned status,
                                struct MHD_Response *m)
{
	enum MHD_Result done;

	if (m == NULL)
		return MHD_NO;
	for (size_t i = 0; i < sizeof always / sizeof always[0]; i++)
		add(m, always[i][0], always[i][1]);
	if (r->s->stopping || r->long_form)
		add(m, "Connection", "close");
	if (status == 503)
		add(m, "Retry-After", "5");
	if (status == 405)
		add(m, "Allow", "GET, HEAD");
	r->status = status;
	if (r->client != NULL)
		r->client->replying = true;
	done = MHD_queue_response(r->c, status, m);
	MHD_destroy_response(m);
	return done;
}

/* text is freed. */
static struct MHD_Response *of_text(char *text, size_t len, const char *type)
{
	struct MHD_Response *m =
		MHD_create_response_from_buffer_with_free_callback(len, text,
	                                                           free);

	if (m != NULL)
		add(m, "Content-Type", type);
	else
		free(text);
	return m;
}

enum MHD_Result reply_problem(struct request *r, unsigned status,
                              const char *detail)
{
	const struct problem p = { status, detail, 0 };
	bool program = problem_for_program(r->path);
	struct MHD_Response *m;
	char *text = NULL;
	size_t len;
	FILE *out = open_memstream(&text, &len);

	if (out == NULL)
		return MHD_NO;
	if (program)
		problem_json(out, &p);
	else
		problem_page(out, &p, r->path, r->s->settings->name);
	if (fclose(out) != 0)
		return MHD_NO;
	m = of_text(text, len, program ? PROBLEM_TYPE : HTML_TYPE);
	if (m != NULL) {
		add(m, "Cache-Control", "no-store");
		if (status == 401)
			add(m, "WWW-Authenticate", "Bearer realm=\"newsidx\"");
	}
	return send_off(r, status, m);
}

enum MHD_Result reply_page(struct request *r, const struct reply *p)
{
	struct MHD_Response *m = of_text(p->text, p->len, HTML_TYPE);

	if (m != NULL) {
		add(m, "Cache-Control", "no-store");
		add(m, "Location", p->where);
		add(m, "Set-Cookie", p->cookie);
	}
	return send_off(r, p->status, m);
}

/* Whether the client has what goes by that name. */
static bool has_it(const struct request *r, const char *etag)
{
	const char *known = request_header(r, "If-None-Match");

	return known != NULL && strcmp(known, etag) == 0;
}

enum MHD_Result reply_asset(struct request *r, const struct asset *a)
{
	bool known = has_it(r, a->etag);
	struct MHD_Response *m = MHD_create_response_from_buffer(
		known ? 0 : a->len, (void *)(uintptr_t)a->p,
		MHD_RESPMEM_PERSISTENT);

	if (m != NULL) {
		add(m, "Content-Type", a->type);
		add(m, "ETag", a->etag);
		add(m, "Cache-Control", "no-cache");
	}
	return send_off(r, known ? 304 : 200, m);
}

/* ---- what workers made ------------------------------------------------- */

static ssize_t read_stream(void *ctx, uint64_t pos, char *to, size_t max)
{
	struct request *r = ctx;
	struct job *j = &r->job;
	size_t n = j->data.len - j->taken;

	(void)pos;
	if (n > 0) {
		n = n < max ? n : max;
		memcpy(to, j->data.p + j->taken, n);
		pool_taken(r->s->pool, j, n);
		if (r->client != NULL)
			r->client->sent += n;
		return (ssize_t)n;
	}
	if (j->ended)
		return MHD_CONTENT_READER_END_OF_STREAM;
	if (j->broken)
		return MHD_CONTENT_READER_END_WITH_ERROR;
	r->suspended = true;
	MHD_suspend_connection(r->c);
	return 0;
}

static void add_file(struct MHD_Response *m, const char *name)
{
	char *value;

	if (name[0] == '\0')
		return;
	value = nx_format("attachment; filename=\"%s\"", name);
	add(m, "Content-Disposition", value);
	free(value);
}

enum MHD_Result reply_job(struct request *r)
{
	struct job *j = &r->job;
	const struct wire_head *h = &j->head;
	struct MHD_Response *m;

	if (j->state == JOB_FAILED)
		return reply_problem(r, j->status, j->why);
	if (j->state == JOB_WHOLE && j->data.len > 0) {
		m = of_text(j->data.p, j->data.len, h->type);
		j->data = (struct buf)BUF_INIT;
	} else if (j->state == JOB_WHOLE) {
		m = MHD_create_response_from_buffer(0, (void *)(uintptr_t) "",
		                                    MHD_RESPMEM_PERSISTENT);
		if (m != NULL)
			add(m, "Content-Type", h->type);
	} else {
		m = MHD_create_response_from_callback(MHD_SIZE_UNKNOWN, BLOCK,
		                                      read_stream, r, NULL);
		if (m != NULL)
			add(m, "Content-Type", h->type);
		if (r->client != NULL)
			r->client->stream = true;
	}
	if (m != NULL) {
		add(m, "ETag", h->etag);
		add(m, "Cache-Control",
		    h->etag[0] != '\0' ? "private, no-cache" : "no-store");
		add_file(m, h->file);
	}
	return send_off(r, h->status, m);
}
