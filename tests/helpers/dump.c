/* dump - all that libxapian can tell of a database (dump.h)
 *
 *     dump [-d] [-r] [-u] PATH...
 *
 * PATH is a segment, or any Xapian database of one shard.  -d prints digests
 * of the sections, -r document data as it is; -u leaves out what lists of terms
 * tell of documents.
 */
#include <unistd.h>

#include "tests/helpers/dump.h"

static int one(const char *path, const struct dump_options *o)
{
	struct xap_db *db = NULL;
	struct xap_error xe;
	struct dumper d;
	enum xap_status xs = xap_db_open(&db, path, &xe);

	if (xs != XAP_OK) {
		fprintf(stderr, "dump: %s: %s\n", path, xe.msg);
		return 4;
	}
	if (xap_db_shards(db) != 1) {
		fprintf(stderr, "dump: %s has %zu shards\n", path,
		        xap_db_shards(db));
		xap_db_close(db);
		return 4;
	}
	if (dump(&d, db, o, stdout) != NX_OK) {
		fprintf(stderr, "dump: %s: %s\n", path, d.err.msg);
		xap_db_close(db);
		return 4;
	}
	xap_db_close(db);
	return 0;
}

int main(int argc, char **argv)
{
	struct dump_options o = { .raw = false };
	int c, rc = 0;

	while ((c = getopt(argc, argv, "dru")) != -1) {
		if (c == 'd') {
			o.digest = true;
		} else if (c == 'r') {
			o.raw = true;
		} else if (c == 'u') {
			o.unlisted = true;
		} else {
			fprintf(stderr,
			        "usage: dump [-d] [-r] [-u] PATH...\n");
			return 2;
		}
	}
	for (; rc == 0 && optind < argc; optind++)
		rc = one(argv[optind], &o);
	return fflush(stdout) == 0 && !ferror(stdout) ? rc : 4;
}
