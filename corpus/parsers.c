#include "corpus/parsers.h"

#include <archive.h>
#include <archive_entry.h>
#include <gmime/gmime.h>
#include <libxml/parser.h>
#include <pthread.h>

/* libarchive fills a table when it reads the first lha header, and says that
 * it is filled before it is.  So it reads one here, of an empty file "a". */
static void init_lha(void)
{
	static const char header[] = "\x17\xec-lh0-\0\0\0\0\0\0\0\0"
	                             "\0\0\0\0\x20\0\x01" "a\0\0";
	struct archive *a = archive_read_new();
	struct archive_entry *e;

	if (a != NULL && archive_read_support_format_lha(a) == ARCHIVE_OK &&
	    archive_read_open_memory(a, header, sizeof header) == ARCHIVE_OK)
		(void)archive_read_next_header(a, &e);
	archive_read_free(a);
}

static void init(void)
{
	xmlInitParser();
	g_mime_init();
	init_lha();
}

void parsers_init(void)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;

	pthread_once(&once, init);
}
