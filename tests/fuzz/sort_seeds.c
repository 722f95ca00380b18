/* sort_seeds - give each file to the format that would read it
 *
 *     sort_seeds FOLDER < names
 *
 * Copies each file that is named on standard input to FOLDER/FORMAT/NUMBER;
 * those of no format, and archives, go to FOLDER/walk. */
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "corpus/container.h"
#include "corpus/format.h"
#include "lib/base/buf.h"
#include "lib/base/limits.h"

static bool slurp(const char *path, struct buf *b)
{
	char block[4096];
	size_t n;
	FILE *f = fopen(path, "rb");

	buf_clear(b);
	if (f == NULL)
		return false;
	while ((n = fread(block, 1, sizeof block, f)) > 0)
		buf_add(b, block, n);
	fclose(f);
	return true;
}

static const char *target_of(const char *path, const struct buf *b)
{
	const struct member m = { "", path, b->len };
	struct sniff s = { &m, buf_str(b), b->len, true };
	const struct format *f = NULL;

	if (s.len > SNIFF_BYTES) {
		s.len = SNIFF_BYTES;
		s.whole = false;
	}
	if (layer_sniff(s.p, s.len) == NULL)
		f = format_choose(&s, NULL);
	return f != NULL ? f->name : "walk";
}

int main(int argc, char **argv)
{
	struct buf b = BUF_INIT, name = BUF_INIT;
	char path[LIMIT_NAME];
	unsigned n = 0;

	if (argc != 2)
		return 2;
	while (fgets(path, sizeof path, stdin) != NULL) {
		FILE *f;

		path[strcspn(path, "\n")] = '\0';
		if (!slurp(path, &b))
			continue;
		buf_clear(&name);
		buf_addf(&name, "%s/%s", argv[1], target_of(path, &b));
		(void)mkdir(name.p, 0777);
		buf_addf(&name, "/%u", n++);
		f = fopen(name.p, "wb");
		if (f == NULL || fwrite(buf_str(&b), 1, b.len, f) != b.len ||
		    fclose(f) != 0) {
			perror(name.p);
			return 4;
		}
	}
	buf_release(&b);
	buf_release(&name);
	return 0;
}
