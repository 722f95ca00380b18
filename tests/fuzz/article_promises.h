/* article_promises.h - what article_finish promises of an article, checked */
#ifndef NEWSIDX_TESTS_FUZZ_ARTICLE_PROMISES_H
#define NEWSIDX_TESTS_FUZZ_ARTICLE_PROMISES_H

#include <string.h>

#include "corpus/article.h"
#include "lib/base/limits.h"
#include "lib/base/utf8.h"
#include "tests/fuzz/fuzz.h"

static void promise_line(const struct buf *b)
{
	PROMISE(b->len <= LIMIT_FIELD, "a field is cut at its bound");
	PROMISE(utf8_valid(buf_str(b), b->len), "a field is UTF-8");
	for (size_t i = 0; i < b->len; i++)
		PROMISE(b->p[i] != '\n' && b->p[i] != '\r' && b->p[i] != '\0',
		        "a field is one line");
}

static void promise_lines(const struct strings *s)
{
	PROMISE(s->n <= LIMIT_REPEATS, "values are bounded");
	for (size_t i = 0; i < s->n; i++)
		promise_line(&s->v[i]);
}

static void promise_body(const struct buf *b)
{
	PROMISE(b->len <= LIMIT_ARTICLE_TEXT, "a body is cut at its bound");
	PROMISE(utf8_valid(buf_str(b), b->len), "a body is UTF-8");
	for (size_t i = 0; i < b->len; i++) {
		PROMISE(b->p[i] != '\r' && b->p[i] != '\0',
		        "line ends are line feeds");
		PROMISE(b->p[i] != '\n' || i == 0 ||
		                (b->p[i - 1] != ' ' && b->p[i - 1] != '\t'),
		        "no white space at line ends");
		PROMISE(i < 2 || b->p[i] != '\n' || b->p[i - 1] != '\n' ||
		                b->p[i - 2] != '\n',
		        "one empty line parts paragraphs");
	}
}

/* Of an article that article_finish says is one. */
static void promise_article(const struct article *a)
{
	PROMISE(a->key.len > 0 && a->key.len <= LIMIT_FIELD,
	        "it has an identity");
	PROMISE(strlen(a->key.p) == a->key.len, "without NULs");
	promise_line(&a->url);
	promise_line(&a->headline);
	promise_line(&a->deck);
	promise_line(&a->source);
	promise_line(&a->section);
	promise_line(&a->language);
	promise_lines(&a->authors);
	promise_lines(&a->places);
	promise_lines(&a->keywords);
	promise_body(&a->body);
	PROMISE(a->headline.len + a->deck.len + a->body.len > 0 ||
	                a->counted || a->withdrawn != WITHDRAWN_NOT,
	        "it has a text");
}

#endif
