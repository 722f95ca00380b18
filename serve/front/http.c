#include <stdlib.h>
#include <string.h>

#include "lib/base/mem.h"
#include "serve/common/clock.h"
#include "serve/front/request.h"

const char *request_header(const struct request *r, const char *name)
{
	return MHD_lookup_connection_value(r->c, MHD_HEADER_KIND, name);
}

struct counting {
	const char *name;
	int n;
};

static enum MHD_Result count_one(void *ctx, enum MHD_ValueKind kind,
                                 const char *name, const char *value)
{
	struct counting *c = ctx;

	(void)kind;
	(void)value;
	c->n += strcasecmp(name, c->name) == 0;
	return MHD_YES;
}

int request_headers(const struct request *r, const char *name)
{
	struct counting c = { name, 0 };

	(void)MHD_get_connection_values(r->c, MHD_HEADER_KIND, count_one, &c);
	return c.n;
}

/* ---- jobs -------------------------------------------------------------- */

static void job_changed(struct job *j)
{
	struct request *r = j->ctx;

	if (!r->suspended)
		return;
	r->suspended = false;
	MHD_resume_connection(r->c);
}

static bool is_heavy(const char *path)
{
	return strcmp(path, "/export") == 0 ||
	       strcmp(path, "/api/v1/export") == 0;
}

static enum MHD_Result ask(struct request *r)
{
	const char *known = request_header(r, "If-None-Match");

	r->asked = true;
	r->job.ask = (struct wire_ask){ strcmp(r->method, "HEAD") == 0,
		                        r->target, known != NULL ? known : "" };
	r->job.heavy = is_heavy(r->path);
	r->job.changed = job_changed;
	r->job.ctx = r;
	r->suspended = true;
	MHD_suspend_connection(r->c);
	pool_add(r->s->pool, &r->job);
	return MHD_YES;
}

/* ---- routing ----------------------------------------------------------- */

static bool is_get(const struct request *r)
{
	return strcmp(r->method, "GET") == 0 || strcmp(r->method, "HEAD") == 0;
}

static bool is_post(const struct request *r)
{
	return strcmp(r->method, "POST") == 0;
}

/* A page of somebody else's that has the browser ask for us, other than by a
 * link. */
static bool is_foreign(const struct request *r)
{
	const char *site = request_header(r, "Sec-Fetch-Site");
	const char *mode = request_header(r, "Sec-Fetch-Mode");

	if (site == NULL || strcmp(site, "cross-site") != 0)
		return false;
	return is_post(r) || mode == NULL || strcmp(mode, "navigate") != 0;
}

static bool host_known(const struct request *r)
{
	return request_headers(r, "Host") <= 1 &&
	       guard_host(&r->s->guard, request_header(r, "Host"));
}

static const struct asset *asset_of(const struct request *r)
{
	static const char folder[] = "/static/";

	if (strncmp(r->path, folder, strlen(folder)) != 0)
		return NULL;
	return asset_find(r->path + strlen(folder));
}

/* What can be answered without a worker, to whoever may ask. */
static enum MHD_Result answer_known(struct request *r)
{
	if (strcmp(r->path, "/api/v1/openapi.json") == 0)
		return reply_asset(r, asset_find("openapi.json"));
	if (strcmp(r->path, "/help") == 0)
		return reply_asset(r, asset_find("help.html"));
	if (r->s->stopping)
		return reply_problem(r, 503, "the server is being stopped");
	return ask(r);
}

static enum MHD_Result answer(struct request *r)
{
	bool login = strcmp(r->path, "/login") == 0;
	bool logout = strcmp(r->path, "/logout") == 0;
	const struct asset *a;

	if (!host_known(r))
		return reply_problem(r, 421,
		                     "this server does not go by that name; "
		                     "--host tells it of names");
	if (!is_get(r) && !(is_post(r) && (login || logout)))
		return reply_problem(r, 405, "only GET and HEAD");
	if (is_foreign(r))
		return reply_problem(r, 403,
		                     "another site may not ask in your name");
	if (r->target == NULL)
		return reply_problem(r, 414, "the request is too long");
	if (r->path[0] != '/')
		return reply_problem(r, 400, "the path begins with no '/'");
	a = asset_of(r);
	if (a != NULL)
		return reply_asset(r, a);
	if (login)
		return is_post(r) ? login_post(r) : login_form(r);
	if (logout)
		return login_end(r);
	return login_known(r) ? answer_known(r) : login_refuse(r);
}

/* ---- what libmicrohttpd calls ------------------------------------------ */

static void release(struct request *r)
{
	if (r->asked)
		pool_drop(r->s->pool, &r->job);
	if (r->client != NULL)
		r->client->request = NULL;
	*r->at = r->next;
	if (r->next != NULL)
		r->next->at = r->at;
	buf_release(&r->form);
	free(r->target);
	free(r->path);
	free(r);
}

/* The library refuses some requests by itself, those of too many parameters for
 * one, and tells of no end of them. */
static void release_refused(struct client *c)
{
	if (c != NULL && c->request != NULL)
		release(c->request);
}

/* The request line has come. */
static void *begin(void *ctx, const char *uri, struct MHD_Connection *c)
{
	struct server *s = ctx;
	struct request *r = nx_zalloc(sizeof *r);
	const union MHD_ConnectionInfo *info =
		MHD_get_connection_info(c, MHD_CONNECTION_INFO_SOCKET_CONTEXT);

	r->s = s;
	r->c = c;
	r->client = info != NULL ? info->socket_context : NULL;
	release_refused(r->client);
	if (r->client != NULL)
		r->client->request = r;
	r->since = clock_now();
	r->next = s->requests;
	r->at = &s->requests;
	if (r->next != NULL)
		r->next->at = &r->next;
	s->requests = r;
	if (strlen(uri) <= LIMIT_SERVE_TARGET)
		r->target = nx_strdup(uri);
	r->path = nx_strndup(uri, r->target != NULL ? strcspn(uri, "?") : 0);
	r->method = "";
	return r;
}

static void take_form(struct request *r, const char *data, size_t len)
{
	if (len > LIMIT_SERVE_FORM - r->form.len)
		r->long_form = true;
	else if (is_post(r))
		buf_add(&r->form, data, len);
}

static enum MHD_Result handle(void *ctx, struct MHD_Connection *c,
                              const char *url, const char *method,
                              const char *version, const char *data,
                              size_t *len, void **own)
{
	struct request *r = *own;

	(void)ctx;
	(void)c;
	(void)url;
	(void)version;
	if (r == NULL)
		return MHD_NO;
	if (!r->begun) {
		r->begun = true;
		r->method = method;
		return MHD_YES;
	}
	if (*len > 0) {
		take_form(r, data, *len);
		*len = 0;
		return MHD_YES;
	}
	if (r->client != NULL)
		r->client->answering = true;
	return r->asked ? reply_job(r) : answer(r);
}

static void tell(const struct request *r, enum MHD_RequestTerminationCode end)
{
	complain("%s %.300s %u %.1f ms%s", r->method, r->path, r->status,
	         (clock_now() - r->since) * 1000,
	         end == MHD_REQUEST_TERMINATED_COMPLETED_OK
	                 ? ""
	                 : " (not all was taken)");
}

static void completed(void *ctx, struct MHD_Connection *c, void **own,
                      enum MHD_RequestTerminationCode end)
{
	struct request *r = *own;
	struct client *client;

	(void)ctx;
	(void)c;
	if (r == NULL)
		return;
	if (r->s->settings->log)
		tell(r, end);
	client = r->client;
	if (client != NULL) {
		client->answering = client->replying = client->stream = false;
		client->sent = 0;
		client->since = clock_now();
	}
	release(r);
	*own = NULL;
}

static void connected(void *ctx, struct MHD_Connection *c, void **own,
                      enum MHD_ConnectionNotificationCode what)
{
	const union MHD_ConnectionInfo *info;
	struct client *client = *own;

	if (what == MHD_CONNECTION_NOTIFY_CLOSED) {
		release_refused(client);
		if (client != NULL)
			client_end(client);
		free(client);
		*own = NULL;
		return;
	}
	info = MHD_get_connection_info(c, MHD_CONNECTION_INFO_CONNECTION_FD);
	client = nx_zalloc(sizeof *client);
	client_begin(ctx, client, info != NULL ? info->connect_fd : -1);
	*own = client;
}

/* The library's own words are of no use to whoever runs the server: it tells of
 * each client that hangs up. */
static void __attribute__((format(printf, 2, 0)))
say_nothing(void *ctx, const char *fmt, va_list ap)
{
	(void)ctx;
	(void)fmt;
	(void)ap;
}

/* Texts are decoded once, and by us (target.h). */
static size_t leave(void *ctx, struct MHD_Connection *c, char *s)
{
	(void)ctx;
	(void)c;
	return strlen(s);
}

bool http_start(struct server *s)
{
	unsigned each = s->guard.local ? 0 : LIMIT_SERVE_CLIENT;

	s->mhd = MHD_start_daemon(
		MHD_USE_EPOLL | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_ERROR_LOG, 0,
		NULL, NULL, handle, s, MHD_OPTION_EXTERNAL_LOGGER, say_nothing,
		NULL, MHD_OPTION_LISTEN_SOCKET, s->listen,
		MHD_OPTION_CONNECTION_LIMIT, (unsigned)s->settings->connections,
		MHD_OPTION_PER_IP_CONNECTION_LIMIT, each,
		MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)LIMIT_SERVE_REQUEST,
		MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)LIMIT_SERVE_ARRIVE,
		MHD_OPTION_STRICT_FOR_CLIENT, 1,
		MHD_OPTION_SIGPIPE_HANDLED_BY_APP, 1,
		MHD_OPTION_URI_LOG_CALLBACK, begin, s,
		MHD_OPTION_UNESCAPE_CALLBACK, leave, NULL,
		MHD_OPTION_NOTIFY_COMPLETED, completed, s,
		MHD_OPTION_NOTIFY_CONNECTION, connected, s, MHD_OPTION_END);
	if (s->mhd == NULL) {
		complain("cannot start the server");
		return false;
	}
	s->epoll =
		MHD_get_daemon_info(s->mhd, MHD_DAEMON_INFO_EPOLL_FD)->epoll_fd;
	return true;
}

bool http_busy(const struct server *s)
{
	for (const struct client *c = s->clients; c != NULL; c = c->next)
		if (c->answering)
			return true;
	return false;
}

void http_give_up(struct server *s)
{
	for (struct request *r = s->requests; r != NULL; r = r->next) {
		struct job *j = &r->job;

		if (!r->asked)
			continue;
		if (j->state == JOB_STREAM) {
			j->broken = true;
		} else if (j->state != JOB_WHOLE) {
			j->state = JOB_FAILED;
			j->status = 503;
			j->why = "the server is being stopped";
		}
		job_changed(j);
	}
}
