/* A format on any bytes.  Which one is said by $FUZZ_FORMAT, or by the
 * program's name: format-rss. */
#include <string.h>

#include "corpus/format.h"
#include "corpus/reader.h"
#include "tests/fuzz/article_promises.h"
#include "tests/fuzz/fuzz.h"
#include "tests/helpers/slow_source.h"

static const struct format *format;

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	const char *name = getenv("FUZZ_FORMAT");

	if (name == NULL && *argc > 0) {
		name = strrchr((*argv)[0], '/');
		name = name != NULL ? name + 1 : (*argv)[0];
		if (strncmp(name, "format-", 7) == 0)
			name += 7;
	}
	format = name != NULL ? format_find(name) : NULL;
	if (format == NULL) {
		fprintf(stderr, "FUZZ_FORMAT=%s: no such format\n",
		        name != NULL ? name : "");
		exit(2);
	}
	return 0;
}

struct counting_sink {
	struct sink sink;
	size_t records;
	uint64_t size;
};

static enum nx_status on_article(struct sink *s, struct article *a)
{
	struct counting_sink *c = (struct counting_sink *)s;
	struct article_origin o = {
		format->name,
		format->flags & FORMAT_PATH_IS_ID ? "a/b.txt" : NULL,
		"a.tar",
	};

	c->records++;
	PROMISE(a->offset <= c->size, "a record is inside its member");
	if (article_finish(a, &o) == NULL)
		promise_article(a);
	return NX_OK;
}

static enum nx_status on_reason(struct sink *s, uint64_t offset,
                                const char *reason)
{
	struct counting_sink *c = (struct counting_sink *)s;

	c->records++;
	PROMISE(offset <= c->size, "a record is inside its member");
	PROMISE(reason != NULL && reason[0] != '\0', "there is a reason");
	return NX_OK;
}

/* Lengths choose how large blocks are. */
static size_t step_of(size_t size)
{
	static const size_t steps[] = { SIZE_MAX, 4096, 512, 61, 7, 1 };

	return steps[size % 6];
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	/* libFuzzer's byte arrays may be NULL when empty. */
	const char *p = size > 0 ? (const char *)data : "";
	struct member m = { "a.tar", "a/b.txt", size };
	struct sniff s = { &m, p, size, true };
	struct counting_sink sink = {
		.sink = { on_article, on_reason, on_reason },
		.size = size,
	};
	struct slow_source src = { { slow_next }, p, size, step_of(size) };
	int most = format->most != 0 ? format->most : BID_CERTAIN;
	struct nx_err err = { "" };
	struct reader r;
	enum nx_status st;

	if (s.len > SNIFF_BYTES) {
		s.len = SNIFF_BYTES;
		s.whole = false;
	}
	PROMISE(format->bid(&s) <= most, "it bids no more than it says");
	reader_init(&r, &src.src);
	st = format->read(&m, &r, &sink.sink, &err);
	reader_release(&r);
	PROMISE(st == NX_OK || st == NX_DAMAGED || st == NX_BOUND ||
	                st == NX_UNSUPPORTED,
	        "bytes alone do not end a walk");
	PROMISE(st == NX_OK || err.msg[0] != '\0', "a fault has a sentence");
	return 0;
}
