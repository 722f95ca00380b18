/* What the rows of json_dialects.c cannot say. */
#include "corpus/formats/json_map.h"

#include <string.h>
#include <strings.h>

#include "corpus/formats/json_path.h"
#include "lib/base/limits.h"

/* The text is a list of paragraphs among pictures, videos and tweets, whose
 * content may be an object; addresses may lack the host. */
const char *json_wapo(const cJSON *o, struct article *a)
{
	const cJSON *contents = cJSON_GetObjectItem(o, "contents"), *c;
	const char *url = json_path_string(o, "article_url");

	if (a->url.len == 0 && url[0] == '/')
		buf_addf(&a->url, "https://www.washingtonpost.com%.*s",
		         LIMIT_FIELD, url);
	if (a->headline.len == 0) {
		url = json_path_string(o, "contents[type=title].content");
		json_set_line(&a->headline, url, strlen(url));
	}
	if (!cJSON_IsArray(contents))
		return NULL;
	for (c = contents->child; c != NULL; c = c->next) {
		const cJSON *text = cJSON_GetObjectItem(c, "content");

		if (cJSON_IsString(text) &&
		    strcmp(json_path_string(c, "type"), "sanitized_html") == 0)
			json_add_body(a, text->valuestring,
			              strlen(text->valuestring));
	}
	return NULL;
}

const char *json_webz(const cJSON *o, struct article *a)
{
	const cJSON *n = json_path_first(o, "ord_in_thread");

	(void)a;
	return cJSON_IsNumber(n) && n->valuedouble > 0 ? "a reader's comment"
	                                               : NULL;
}

/* Why an item of this type is no article, or NULL.  Pictures have captions in
 * place of a text. */
static const char *ninjs_type(const char *type, bool has_text)
{
	static const struct {
		const char *type, *why;
		bool may_have_text;
	} others[] = {
		{ "picture", "type=picture", false },
		{ "photo", "type=photo", false },
		{ "graphic", "type=graphic", false },
		{ "video", "type=video", true },
		{ "audio", "type=audio", true },
		{ "package", "type=package", true },
		{ "composite", "type=composite", true },
		{ "event", "type=event", true },
		{ "planning", "type=planning", true },
	};

	for (size_t i = 0; i < sizeof others / sizeof *others; i++)
		if (strcasecmp(type, others[i].type) == 0)
			return has_text && others[i].may_have_text
			               ? NULL
			               : others[i].why;
	return NULL;
}

/* "s" is the code of a category. */
static bool add_subject(const cJSON *v, void *ctx)
{
	struct strings *keywords = ctx;

	if (!cJSON_IsString(v) || strlen(v->valuestring) < 2)
		return false;
	strings_add(keywords, v->valuestring, strlen(v->valuestring));
	return true;
}

const char *json_ninjs(const cJSON *o, struct article *a)
{
	const char *status = json_path_string(o, "pubstatus");
	struct buf version = BUF_INIT;

	a->withdrawn = withdrawn_by(status, strlen(status));
	if (json_value(json_path_first(o, "version"), &version))
		article_set_revision(a, version.p, version.len);
	buf_release(&version);
	(void)json_path_each(o, "subject[].name|subjects[].name", add_subject,
	                     &a->keywords);
	return ninjs_type(json_path_string(o, "type"),
	                  a->body.len > 0 || a->withdrawn != WITHDRAWN_NOT);
}

/* "... the end of what is free[+1234 chars]". */
static bool is_truncated(const struct buf *b, size_t *at)
{
	const char *mark;

	if (b->len < 9 || memcmp(b->p + b->len - 7, " chars]", 7) != 0)
		return false;
	mark = memrchr(b->p, '[', b->len);
	if (mark == NULL || mark[1] != '+')
		return false;
	*at = (size_t)(mark - b->p);
	return true;
}

const char *json_newsapi(const cJSON *o, struct article *a)
{
	size_t at, n = a->source.len;

	(void)o;
	if (is_truncated(&a->body, &at)) {
		buf_cut(&a->body, at);
		a->repairs |= REPAIR_PARTIAL;
	}
	/* "Headline - Source" */
	if (n > 0 && a->headline.len > n + 3 &&
	    memcmp(a->headline.p + a->headline.len - n, a->source.p, n) == 0 &&
	    memcmp(a->headline.p + a->headline.len - n - 3, " - ", 3) == 0)
		buf_cut(&a->headline, a->headline.len - n - 3);
	return NULL;
}

/* The interface gives abstracts and first paragraphs only. */
const char *json_nyt(const cJSON *o, struct article *a)
{
	(void)o;
	a->repairs |= REPAIR_PARTIAL;
	return NULL;
}

static bool add_paragraph(const cJSON *v, void *ctx)
{
	if (cJSON_IsString(v))
		json_add_body(ctx, v->valuestring, strlen(v->valuestring));
	return true;
}

const char *json_fundus(const cJSON *o, struct article *a)
{
	const cJSON *sections = cJSON_GetObjectItem(o, "body"), *s;
	const char *text;

	sections = sections != NULL ? cJSON_GetObjectItem(sections, "sections")
	                            : NULL;
	if (cJSON_IsArray(sections)) {
		for (s = sections->child; s != NULL; s = s->next) {
			(void)json_path_each(s, "headline", add_paragraph, a);
			(void)json_path_each(s, "paragraphs", add_paragraph, a);
		}
	}
	if (a->body.len > 0)
		return NULL;
	text = json_path_string(o, "plaintext");
	json_add_body(a, text, strlen(text));
	return NULL;
}

/* Collections of "id" and "contents" have their headline in the text. */
const char *json_first_line(const cJSON *o, struct article *a)
{
	const char *nl;
	size_t n;

	if (a->headline.len > 0 || a->body.len == 0 ||
	    json_path_first(o, "contents") == NULL)
		return NULL;
	nl = memchr(a->body.p, '\n', a->body.len);
	n = nl != NULL ? (size_t)(nl - a->body.p) : 0;
	if (n == 0 || n > 200 || a->body.p[n - 1] == '.')
		return NULL;
	buf_set(&a->headline, a->body.p, n);
	memmove(a->body.p, nl + 1, a->body.len - n - 1);
	buf_cut(&a->body, a->body.len - n - 1);
	return NULL;
}

/* Most have no time; all name the file of the crawl that they are from,
 * "CC-NEWS-20210708094118-00564.warc.gz". */
const char *json_neuclir(const cJSON *o, struct article *a)
{
	const char *file = json_path_string(o, "cc_file"), *day;
	static const char mark[] = "/CC-NEWS-";
	struct instant when;

	day = strstr(file, mark);
	if (day == NULL)
		return NULL;
	day += strlen(mark);
	if (!date_parse(day, strspn(day, "0123456789"), DATE_ORDER_UNKNOWN,
	                &when))
		return NULL;
	when.origin = INSTANT_FROM_CAPTURE;
	when.zone_known = true; /* it is UTC */
	a->captured = when;
	if (a->published.precision == INSTANT_NONE)
		a->published = when;
	return NULL;
}

const char *json_tweet(const cJSON *o, struct article *a)
{
	(void)o;
	(void)a;
	return "a tweet";
}
