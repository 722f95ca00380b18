#include "corpus/zip_parts.h"

#include <stdlib.h>
#include <string.h>

#include "corpus/container.h"
#include "corpus/flow.h"
#include "lib/base/limits.h"
#include "lib/base/mem.h"

#define HEADER 30 /* bytes of a member's header before its name */

static bool has_name(const char *p, size_t len, const char *name)
{
	size_t n = strlen(name);

	return len >= HEADER + n &&
	       ((unsigned char)p[26] | (unsigned)(unsigned char)p[27] << 8) ==
	               n &&
	       memcmp(p + HEADER, name, n) == 0;
}

enum zip_document zip_document(const char *p, size_t len)
{
	static const char *const office[] = {
		"[Content_Types].xml", "_rels/.rels",
		"docProps/app.xml",    "docProps/core.xml",
		"word/document.xml",   "word/_rels/document.xml.rels",
	};
	/* Some packers begin with folders, as other archives do. */
	static const char *const folders[] = { "word/", "_rels/", "docProps/" };

	if (len < HEADER || memcmp(p, "PK\x03\x04", 4) != 0)
		return ZIP_ARCHIVE;
	if (has_name(p, len, "mimetype"))
		return ZIP_MIMETYPE;
	for (size_t i = 0; i < sizeof office / sizeof *office; i++)
		if (has_name(p, len, office[i]))
			return ZIP_OFFICE;
	for (size_t i = 0; i < sizeof folders / sizeof *folders; i++)
		if (has_name(p, len, folders[i]) &&
		    memmem(p, len, "word/document.xml", 17) != NULL)
			return ZIP_OFFICE;
	return ZIP_ARCHIVE;
}

/* Read the entry that the container stands at. */
static enum nx_status read_part(struct zip_parts *z, const struct entry *e,
                                struct byte_source *src, struct nx_err *err)
{
	struct zip_part *part;
	enum nx_status st;
	const char *p;
	size_t len;

	z->v = NX_GROW(z->v, z->n, &z->cap);
	part = &z->v[z->n++];
	*part = (struct zip_part){ BUF_INIT, BUF_INIT };
	buf_sets(&part->name, e->path);
	while ((st = src->next(src, &p, &len, err)) == NX_OK) {
		if (len > LIMIT_RECORD - z->bytes) {
			z->cut = true;
			return NX_OK;
		}
		buf_add(&part->data, p, len);
		z->bytes += len;
	}
	return st == NX_END ? NX_OK : st;
}

static enum nx_status read_parts(struct zip_parts *z, struct container *c,
                                 bool (*want)(const char *name),
                                 struct nx_err *err)
{
	enum nx_status st = NX_OK;
	struct entry e;

	for (size_t seen = 0; st == NX_OK; seen++) {
		st = container_next(c, &e, err);
		if (st == NX_END)
			return NX_OK;
		if (st == NX_OK && (seen == LIMIT_PARTS || z->cut)) {
			z->cut = true;
			return NX_OK;
		}
		if (st == NX_OK && e.kind == ENTRY_FILE && want(e.path))
			st = e.encrypted
			             ? nx_fail(err, NX_UNSUPPORTED, "encrypted")
			             : read_part(z, &e, container_data(c), err);
	}
	return st;
}

enum nx_status zip_parts_read(struct zip_parts *z, struct reader *r,
                              bool (*want)(const char *name),
                              struct nx_err *err)
{
	/* LIMIT_RECORD bounds what is unpacked, not a ratio. */
	struct flow flow = { .in = UINT64_MAX };
	struct replay_source packed;
	struct container *c;
	enum nx_status st;

	replay_source_init(&packed, r);
	st = container_open(&c, &layer_zip, &packed.src, -1, &flow, err);
	if (st != NX_OK)
		return st;
	st = read_parts(z, c, want, err);
	container_close(c);
	return st;
}

const struct zip_part *zip_parts_find(const struct zip_parts *z,
                                      const char *name)
{
	for (size_t i = 0; i < z->n; i++)
		if (strcmp(buf_str(&z->v[i].name), name) == 0)
			return &z->v[i];
	return NULL;
}

void zip_parts_release(struct zip_parts *z)
{
	for (size_t i = 0; i < z->n; i++) {
		buf_release(&z->v[i].name);
		buf_release(&z->v[i].data);
	}
	free(z->v);
	*z = (struct zip_parts)ZIP_PARTS_INIT;
}
