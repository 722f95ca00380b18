/* store_sums.c - when checksums are made */
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/base/file.h"
#include "lib/base/limits.h"
#include "lib/base/mem.h"
#include "lib/index/ledger_check.h"
#include "lib/index/store.h"
#include "lib/index/sums.h"

enum nx_status store_sum_segment(const char *dir, struct nx_err *err)
{
	return sums_there(dir) || file_folder_bytes(dir) > LIMIT_SUM_AGAIN
	               ? NX_OK
	               : sums_write(dir, err);
}

/* Whether it was made of another one, of which it has most. */
static bool shares(const char *dir)
{
	char *table = nx_format("%s/docdata.glass", dir);
	struct stat st;
	bool shared = stat(table, &st) == 0 && st.st_nlink > 1;

	free(table);
	return shared;
}

enum nx_status store_sum_new(const char *dir, struct nx_err *err)
{
	return shares(dir) ? store_sum_segment(dir, err) : sums_write(dir, err);
}

bool store_has_ledger_sum(const char *path, uint64_t change)
{
	char *file = nx_format("%s/" STORE_LEDGER_SUM, path);
	struct sums s = SUMS_INIT;
	bool has = sums_read(&s, file, NULL) == NX_OK && s.number == change;

	sums_release(&s);
	free(file);
	return has;
}

/* Whoever changes the format as SQLite does changes more of the file than that.
 */
bool store_is_of_our_format(const char *path)
{
	char *ledger = nx_format("%s/" STORE_LEDGER, path);
	char *file = nx_format("%s/" STORE_LEDGER_SUM, path);
	struct sums s = SUMS_INIT;
	const struct sum *sum = NULL;
	uint64_t size;
	uint32_t crc;
	bool is;

	if (sums_read(&s, file, NULL) == NX_OK)
		sum = sums_find(&s, STORE_LEDGER);
	is = sum != NULL &&
	     sums_of_file_with(ledger, ledger_format_mark(), &crc, &size,
	                       NULL) == NX_OK &&
	     crc == sum->crc && size == sum->size;
	sums_release(&s);
	free(file);
	free(ledger);
	return is;
}

/* Only a ledger without a log is all in its file. */
enum nx_status store_sum_ledger(const char *path, uint64_t change,
                                struct nx_err *err)
{
	char *ledger = nx_format("%s/" STORE_LEDGER, path);
	char *log = nx_format("%s-wal", ledger);
	char *file = nx_format("%s/" STORE_LEDGER_SUM, path);
	struct sum sum = { .name = STORE_LEDGER };
	struct buf text = BUF_INIT;
	enum nx_status st = NX_OK;

	if (access(log, F_OK) == 0 || store_has_ledger_sum(path, change))
		goto out;
	st = sums_of_file(ledger, &sum.crc, &sum.size, err);
	if (st == NX_OK) {
		sums_print(&sum, 1, change, &text);
		st = file_replace(file, text.p, text.len, err);
	}
out:
	buf_release(&text);
	free(file);
	free(log);
	free(ledger);
	return st;
}
