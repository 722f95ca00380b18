/* JSON Feed 1.0 and 1.1: what stands before the list of its items.
 *
 *     source    title             language  language
 *     authors   authors, author
 *
 * An item is read as any record (json_dialects.c). */
#include <string.h>

#include "corpus/byline.h"
#include "corpus/formats/json_map.h"
#include "corpus/formats/json_path.h"

static bool is_feed(const cJSON *o)
{
	return strstr(json_path_string(o, "version"), "//jsonfeed.org/") ||
	       json_path_first(o, "feed_url|home_page_url") != NULL;
}

static bool add_author(const cJSON *v, void *ctx)
{
	struct article *a = ctx;
	const char *name = json_path_string(v, "name");

	byline_add(&a->authors, name, strlen(name));
	return a->authors.n > 0;
}

void json_feed_head(const cJSON *o, struct article *a)
{
	const char *s;

	if (!is_feed(o))
		return;
	s = json_path_string(o, "title");
	json_set_line(&a->source, s, strlen(s));
	s = json_path_string(o, "language");
	json_set_line(&a->language, s, strlen(s));
	(void)json_path_each(o, "authors|author", add_author, a);
}

void json_feed_apply(const struct article *head, struct article *a)
{
	bool nobody = a->authors.n == 0;

	if (a->source.len == 0)
		buf_set(&a->source, buf_str(&head->source), head->source.len);
	if (a->language.len == 0)
		buf_set(&a->language, buf_str(&head->language),
		        head->language.len);
	for (size_t i = 0; nobody && i < head->authors.n; i++)
		strings_add(&a->authors, head->authors.v[i].p,
		            head->authors.v[i].len);
}
