#include "query/provenance.h"

#include <stdlib.h>
#include <string.h>

#include "lib/base/limits.h"
#include "lib/base/mem.h"
#include "lib/index/ledger.h"
#include "lib/index/store.h"

static enum nx_status add_place(void *ctx, const char *archive,
                                const char *member, uint64_t record)
{
	struct provenance *p = ctx;

	if (p->n >= LIMIT_COPIES) {
		p->more++;
		return NX_OK;
	}
	p->copy = NX_GROW(p->copy, p->n, &p->cap);
	p->copy[p->n++] = (struct place){ nx_strdup(archive),
		                          nx_strdup(member), record };
	return NX_OK;
}

void provenance_read(struct provenance *p, struct index *x, xap_docid docid)
{
	char *path = nx_format("%s/" STORE_LEDGER, index_path(x));
	uint32_t own = xap_local_docid(docid, index_segments(x));
	unsigned char sha256[LEDGER_SHA256];
	struct ledger *l = NULL;

	memset(p, 0, sizeof *p);
	if (ledger_open(&l, path, LEDGER_READ, NULL) == NX_OK) {
		if (ledger_sha256(l, own, sha256))
			buf_add_hex(&p->sha256, sha256, sizeof sha256);
		(void)ledger_copies(l, own, add_place, p, NULL);
	}
	ledger_close(l);
	free(path);
}

void provenance_release(struct provenance *p)
{
	for (size_t i = 0; i < p->n; i++) {
		free(p->copy[i].archive);
		free(p->copy[i].member);
	}
	free(p->copy);
	buf_release(&p->sha256);
	memset(p, 0, sizeof *p);
}
