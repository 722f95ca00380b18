/* The parser of questions on any bytes: what it reads can be printed, what it
 * refuses has a sentence. */
#include "lib/base/buf.h"
#include "query/parse.h"
#include "tests/fuzz/fuzz.h"

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	(void)argc;
	(void)argv;
	return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct parse_options o = { .dialect = NULL, .now = 1700000000 };
	const char *p = size > 0 ? (const char *)data : "";
	struct buf out = BUF_INIT;
	struct nx_err err = { "" };
	struct query *q;
	enum nx_status st = query_parse(&q, p, size, &o, &err);

	if (st != NX_OK) {
		PROMISE(st == NX_USAGE && q == NULL, "a question is refused");
		PROMISE(err.msg[0] != '\0', "with a sentence");
		return 0;
	}
	tree_print(q->root, &out);
	query_free(q);
	PROMISE(out.len > 0, "a tree is printed");
	buf_release(&out);
	return 0;
}
