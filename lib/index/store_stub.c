/* store_stub.c - reading XAPIANDB */
#include <stdlib.h>
#include <string.h>

#include "lib/base/file.h"
#include "lib/base/mem.h"
#include "lib/index/store.h"

enum nx_status store_read_stub(const char *path, struct buf *names, size_t *n,
                               struct nx_err *err)
{
	static const char lead[] = "auto " STORE_SEGMENTS "/";
	char *stub = nx_format("%s/" STORE_STUB, path);
	struct buf text = BUF_INIT;
	enum nx_status st = file_read(stub, STORE_STUB_MAX, &text, err);
	char *line, *end;

	*n = 0;
	if (st == NX_NOTFOUND)
		st = nx_fail(err, NX_NOTFOUND,
		             "there is no index at %s: newsidx build -i %s "
		             "ARCHIVE... makes one",
		             path, path);
	for (line = text.p; st == NX_OK && line != NULL && *line != '\0';
	     line = end + 1) {
		end = strchr(line, '\n');
		if (end == NULL || strncmp(line, lead, sizeof lead - 1) != 0) {
			st = nx_fail(err, NX_CORRUPT,
			             "%s is no newsidx index: its " STORE_STUB
			             " says otherwise",
			             path);
			break;
		}
		*end = '\0';
		buf_add(names, line + 5, (size_t)(end - line) - 5 + 1);
		(*n)++;
	}
	buf_release(&text);
	free(stub);
	return st;
}
