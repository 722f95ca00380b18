/* json_map.h - from a parsed JSON record to an article
 *
 * A dialect is one row of the table in json_dialects.c: what members show that
 * a record is written in it, and where it keeps each field.
 */
#ifndef NEWSIDX_CORPUS_FORMATS_JSON_MAP_H
#define NEWSIDX_CORPUS_FORMATS_JSON_MAP_H

#include <cjson/cJSON.h>

#include "corpus/article.h"
#include "corpus/date.h"

enum json_field {
	JSON_ID,
	JSON_URL,
	JSON_HEADLINE,
	JSON_DECK,
	JSON_AUTHORS,
	JSON_PUBLISHED,
	JSON_UPDATED,
	JSON_SOURCE,
	JSON_SECTION,
	JSON_LANGUAGE,
	JSON_KEYWORDS,
	JSON_PLACES,
	JSON_RIGHTS,
	JSON_BODY,
	JSON_FIELDS,
};

struct json_dialect {
	const char *name;
	/* Paths (json_path.h) that must all have values, space-separated. */
	const char *signature;
	/* The space of its ids, or NULL for the format's name. */
	const char *space;
	/* Where each field is; NULL for the generic paths, "" for nowhere. */
	const char *path[JSON_FIELDS];
	const char *source; /* for a record that names none, or NULL */
	enum date_order order;
	/* What the table cannot say; run after it, may be NULL.  Returns why
	 * the record is no article, or NULL. */
	const char *(*special)(const cJSON *o, struct article *a);
};

/* Ended by a row without name: the generic one. */
extern const struct json_dialect json_dialects[];

/* Fill a, which is clear, from the record.  NULL, or why it is no article. */
const char *json_map(const cJSON *record, struct article *a);

/* What a JSON Feed says once for all its items: set source, language and
 * authors of a, which is clear, from the object without its list.  Nothing is
 * set where it is no JSON Feed. */
void json_feed_head(const cJSON *o, struct article *a);

/* Give the item what it does not say itself. */
void json_feed_apply(const struct article *head, struct article *a);

/* Whether name is one that the generic row knows (json_dialects.c); *field, if
 * so, is what it names. */
bool json_field_known(const char *name, enum json_field *field);

/* ---- for special ------------------------------------------------------- */

/* Add a text, HTML or plain, to the body as paragraphs of its own. */
void json_add_body(struct article *a, const char *text, size_t len);

/* Set a one-line field to a text, HTML or plain. */
void json_set_line(struct buf *out, const char *text, size_t len);

/* The date that a string or number is. */
bool json_date(const cJSON *v, enum date_order order, struct instant *out);

/* json_special.c */
const char *json_wapo(const cJSON *o, struct article *a);
const char *json_webz(const cJSON *o, struct article *a);
const char *json_ninjs(const cJSON *o, struct article *a);
const char *json_newsapi(const cJSON *o, struct article *a);
const char *json_nyt(const cJSON *o, struct article *a);
const char *json_fundus(const cJSON *o, struct article *a);
const char *json_first_line(const cJSON *o, struct article *a);
const char *json_neuclir(const cJSON *o, struct article *a);
const char *json_tweet(const cJSON *o, struct article *a);

#endif
