/* json_path.h - values of a JSON record by their paths
 *
 * A path is names joined by '.', "thread.site".  A name may end in
 *     *            any rest: "body_*"
 *     []           each element of a list: "authors[].name"
 *     [key=value]  each element whose member key is that string:
 *                  "tags[type=keyword].webTitle"
 * '|' separates alternatives, of which the first that gives anything counts.
 * Names are compared without regard to ASCII case; of equal ones the last
 * counts, as in JavaScript.  A list at the end of a path gives its elements.
 */
#ifndef NEWSIDX_CORPUS_FORMATS_JSON_PATH_H
#define NEWSIDX_CORPUS_FORMATS_JSON_PATH_H

#include <stdbool.h>
#include <stddef.h>

#include <cjson/cJSON.h>

#include "lib/base/buf.h"

/* Called with a value; true if it was of use. */
typedef bool json_visit(const cJSON *v, void *ctx);

/* Visit the values at path in o.  True if one of them was of use. */
bool json_path_each(const cJSON *o, const char *path, json_visit *visit,
                    void *ctx);

/* The first value at path that is not null, or NULL. */
const cJSON *json_path_first(const cJSON *o, const char *path);

/* Whether each of the paths in the list, which spaces separate, has a value. */
bool json_path_all(const cJSON *o, const char *paths);

/* The string at path, or "". */
const char *json_path_string(const cJSON *o, const char *path);

/* Set out to v as text: a string, a number, or of an object the member that
 * is its value ("$oid", "name", "value", ...).  False, and out empty, where
 * there is none, or a word that stands for none ("null", "None", "nan"). */
bool json_value(const cJSON *v, struct buf *out);

#endif
