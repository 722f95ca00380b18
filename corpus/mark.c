#include "corpus/mark.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

void mark_write(const struct mark *m, struct buf *out)
{
	buf_addf(out,
	         "%s %" PRIu64 " %" PRIu64 " %" PRIu64 " %" PRIu64 " %" PRIu64
	         " %" PRIu64 " %u ",
	         m->format[0] != '\0' ? m->format : "-", m->at, m->told,
	         m->offset, m->entries, m->listed, m->out, m->verdict);
	if (m->packed)
		checksum_write(&m->sum, out);
}

bool mark_read(struct mark *m, const char *text)
{
	int end = -1;

	memset(m, 0, sizeof *m);
	if (sscanf(text,
	           "%15s %" SCNu64 " %" SCNu64 " %" SCNu64 " %" SCNu64
	           " %" SCNu64 " %" SCNu64 " %u %n",
	           m->format, &m->at, &m->told, &m->offset, &m->entries,
	           &m->listed, &m->out, &m->verdict, &end) != 8 ||
	    end < 0 || m->at == 0)
		return false;
	if (strcmp(m->format, "-") == 0)
		m->format[0] = '\0';
	m->packed = text[end] != '\0';
	return !m->packed || checksum_read(&m->sum, text + end);
}
