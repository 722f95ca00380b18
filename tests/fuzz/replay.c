/* Give a fuzz target the files and folders of files that are named, one after
 * the other, without libFuzzer; prints how many they were. */
#include <dirent.h>
#include <string.h>
#include <sys/stat.h>

#include "lib/base/buf.h"
#include "tests/fuzz/fuzz.h"

static unsigned replayed;

static void replay_file(const char *path)
{
	struct buf b = BUF_INIT;
	char block[4096];
	size_t n;
	FILE *f = fopen(path, "rb");

	if (f == NULL) {
		perror(path);
		exit(2);
	}
	while ((n = fread(block, 1, sizeof block, f)) > 0)
		buf_add(&b, block, n);
	fclose(f);
	/* In a block of its own size, where a sanitizer sees its end. */
	{
		uint8_t *copy = malloc(b.len > 0 ? b.len : 1);

		if (copy == NULL)
			exit(2);
		if (b.len > 0)
			memcpy(copy, b.p, b.len);
		fprintf(stderr, "%s\n", path);
		(void)LLVMFuzzerTestOneInput(copy, b.len);
		free(copy);
	}
	buf_release(&b);
	replayed++;
}

static void replay(const char *path)
{
	struct stat st;
	struct dirent **names;
	int n;

	if (stat(path, &st) != 0 || !S_ISDIR(st.st_mode)) {
		replay_file(path);
		return;
	}
	n = scandir(path, &names, NULL, alphasort);
	for (int i = 0; i < n; i++) {
		struct buf below = BUF_INIT;

		buf_addf(&below, "%s/%s", path, names[i]->d_name);
		if (names[i]->d_name[0] != '.')
			replay(below.p);
		free(names[i]);
		buf_release(&below);
	}
	if (n >= 0)
		free(names);
}

int main(int argc, char **argv)
{
	(void)LLVMFuzzerInitialize(&argc, &argv);
	for (int i = 1; i < argc; i++)
		replay(argv[i]);
	printf("%u\n", replayed);
	return 0;
}
