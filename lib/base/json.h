/* json.h - writing JSON (RFC 8259), one object a line
 *
 *     struct json j;
 *     json_begin(&j, out);
 *       json_str(&j, "headline", p, len); json_num(&j, "words", n);
 *       json_open(&j, "authors", '['); json_str(&j, NULL, ...); json_close(&j)
 *     json_end(&j);            closes what is open, and ends the line
 *
 * Bytes that are no UTF-8 come out as U+FFFD, so that every line is JSON.
 */
#ifndef NEWSIDX_BASE_JSON_H
#define NEWSIDX_BASE_JSON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#define JSON_DEPTH 16

struct json {
	FILE *out;
	char close[JSON_DEPTH]; /* '}' or ']' of what is open */
	bool some[JSON_DEPTH];  /* it has something in it already */
	size_t depth;
};

void json_begin(struct json *j, FILE *out);
void json_end(struct json *j);

/* Open an object ('{') or array ('['); name is NULL inside an array. */
void json_open(struct json *j, const char *name, char bracket);
void json_close(struct json *j);

void json_str(struct json *j, const char *name, const char *p, size_t len);
void json_text(struct json *j, const char *name, const char *s);
void json_num(struct json *j, const char *name, uint64_t v);
void json_real(struct json *j, const char *name, double v);
void json_bool(struct json *j, const char *name, bool v);

#endif
