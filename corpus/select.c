#include "corpus/select.h"

#include <ctype.h>
#include <fnmatch.h>
#include <string.h>
#include <strings.h>

#include "corpus/zip_parts.h"

bool select_matches(const char *const *patterns, const char *path)
{
	const char *slash = strrchr(path, '/'), *bang = strrchr(path, '!');
	const char *last = path;

	if (slash != NULL)
		last = slash + 1;
	if (bang != NULL && bang >= last)
		last = bang + 1;
	for (size_t i = 0; patterns != NULL && patterns[i] != NULL; i++)
		if (fnmatch(patterns[i], path, 0) == 0 ||
		    fnmatch(patterns[i], last, 0) == 0)
			return true;
	return false;
}

/* Endings of documents about an archive. */
static const char *const document_endings[] = {
	".txt", ".text", ".md", ".rst", ".html", ".htm", ".pdf", NULL,
};

struct named {
	const char *name; /* without ending */
	const char *why;
};

static const struct named documents[] = {
	{ "readme", "README of the archive" },
	{ "read.me", "README of the archive" },
	{ "license", "licence of the archive" },
	{ "licence", "licence of the archive" },
	{ "copying", "licence of the archive" },
	{ "copyright", "licence of the archive" },
	{ "changes", "change log of the archive" },
	{ "changelog", "change log of the archive" },
	{ "notice", "notice of the archive" },
	{ "authors", "list of the archive's authors" },
	{ "manifest", "manifest of the archive" },
	{ NULL, NULL },
};

/* Whole names. */
static const struct named files[] = {
	{ "sources.md", "list of the archive's sources" },
	{ "md5sums", "checksums" },
	{ "sha1sums", "checksums" },
	{ "sha256sums", "checksums" },
	{ "sha512sums", "checksums" },
	{ "md5sums.txt", "checksums" },
	{ "sha256sums.txt", "checksums" },
	{ "sha512sums.txt", "checksums" },
	{ "checksums.txt", "checksums" },
	{ "thumbs.db", "left by Windows" },
	{ "desktop.ini", "left by Windows" },
	{ NULL, NULL },
};

static const struct named endings[] = {
	{ ".dtd", "schema (DTD)" },
	{ ".xsd", "schema" },
	{ ".rng", "schema" },
	{ ".md5", "checksum" },
	{ ".sha1", "checksum" },
	{ ".sha256", "checksum" },
	{ ".sha512", "checksum" },
	{ NULL, NULL },
};

/* Folders; everything below them. */
static const struct named folders[] = {
	{ "__macosx", "left by macOS" },
	{ "dtd", "in a folder of schemas" },
	{ "dtds", "in a folder of schemas" },
	{ NULL, NULL },
};

static bool same(const char *p, size_t len, const char *name)
{
	return strlen(name) == len && strncasecmp(p, name, len) == 0;
}

static const char *find_whole(const struct named *v, const char *p, size_t len)
{
	for (; v->name != NULL; v++)
		if (same(p, len, v->name))
			return v->why;
	return NULL;
}

static const char *find_ending(const char *p, size_t len)
{
	for (const struct named *v = endings; v->name != NULL; v++) {
		size_t n = strlen(v->name);

		if (len > n && same(p + len - n, n, v->name))
			return v->why;
	}
	return NULL;
}

static size_t without_ending(const char *p, size_t len)
{
	for (const char *const *e = document_endings; *e != NULL; e++) {
		size_t n = strlen(*e);

		if (len > n && same(p + len - n, n, *e))
			return len - n;
	}
	return len;
}

/* "-MIT", "_fr", ".zh-CN": what follows the stem of a README in another
 * language or a second licence. */
static bool is_variant(const char *p, size_t len)
{
	unsigned words = 0;

	if (len < 2 || len > 16)
		return false;
	for (size_t i = 0; i < len; i++) {
		if (strchr("-_.", p[i]) != NULL)
			words++;
		else if (!isalnum((unsigned char)p[i]))
			return false;
	}
	return strchr("-_.", p[0]) != NULL && words <= 2;
}

/* Variants are accepted only of a stem in capitals, as they are written by
 * custom: "license-plate.txt" may well be a story. */
static const char *find_document(const char *p, size_t len)
{
	size_t n = without_ending(p, len);
	const char *why = find_whole(documents, p, n);

	if (why != NULL)
		return why;
	for (const struct named *v = documents; v->name != NULL; v++) {
		size_t stem = strlen(v->name), i;

		if (n <= stem || strncasecmp(p, v->name, stem) != 0 ||
		    !is_variant(p + stem, n - stem))
			continue;
		for (i = 0; i < stem && !islower((unsigned char)p[i]); i++)
			;
		if (i == stem)
			return v->why;
	}
	return NULL;
}

static const char *folder_reason(const char *p, size_t len)
{
	if (len > 1 && p[0] == '.' && !same(p, len, ".."))
		return "in a hidden folder";
	return find_whole(folders, p, len);
}

static const char *file_reason(const char *p, size_t len)
{
	const char *why = find_whole(files, p, len);

	if (why == NULL)
		why = find_ending(p, len);
	if (why == NULL)
		why = find_document(p, len);
	if (why != NULL)
		return why;
	if (len >= 2 && memcmp(p, "._", 2) == 0)
		return "left by macOS";
	if (same(p, len, ".DS_Store"))
		return "left by macOS";
	if (len >= 2 && memcmp(p, "~$", 2) == 0)
		return "lock file of a word processor";
	if (len > 1 && p[0] == '.')
		return "hidden file";
	return NULL;
}

const char *select_by_name(const char *path)
{
	const char *p = path, *end;

	for (;; p = end + 1) {
		const char *why;

		end = p + strcspn(p, "/!");
		if (*end == '\0')
			return file_reason(p, (size_t)(end - p));
		why = folder_reason(p, (size_t)(end - p));
		if (why != NULL)
			return why;
	}
}

struct signature {
	size_t at;
	size_t len;
	const char *magic;
	const char *what;
};

static const struct signature signatures[] = {
	{ 0, 5, "%PDF-", "PDF document: install pdftotext (poppler-utils) to read it" },
	{ 0, 4, "PAR1", "Parquet table: convert it to JSONL first (DuckDB, pandas)" },
	{ 0, 4, "ORC\0", "ORC table: convert it to JSONL first" },
	{ 0, 6, "ARROW1", "Arrow table: convert it to JSONL first" },
	{ 0, 4, "Obj\x01", "Avro file: convert it to JSONL first" },
	{ 0, 16, "SQLite format 3\0", "SQLite database: export it first" },
	{ 0, 8, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
	  "old Office document: convert it to DOCX first (LibreOffice)" },
	{ 0, 4, "!BDN", "Outlook mail store (not supported)" },
	{ 0, 8, "\x89PNG\r\n\x1a\n", "image" },
	{ 0, 3, "\xff\xd8\xff", "image" },
	{ 0, 4, "GIF8", "image" },
	{ 0, 4, "II*\0", "image" },
	{ 0, 4, "MM\0*", "image" },
	{ 8, 4, "WEBP", "image" },
	{ 4, 8, "jP  \r\n\x87\n", "image" },
	{ 0, 4, "\0\0\1\0", "image" },
	{ 0, 3, "ID3", "sound" },
	{ 0, 4, "OggS", "sound or video" },
	{ 0, 4, "fLaC", "sound" },
	{ 8, 4, "WAVE", "sound" },
	{ 4, 4, "ftyp", "video" },
	{ 0, 4, "\x1a\x45\xdf\xa3", "video" },
	{ 8, 4, "AVI ", "video" },
	{ 0, 4, "\x7f"
	        "ELF",
	  "program" },
	{ 0, 4, "\xca\xfe\xba\xbe", "program" },
	{ 0, 4, "wOF2", "font" },
	{ 0, 4, "wOFF", "font" },
	{ 0, 4, "OTTO", "font" },
};

/* A document in a zip archive's clothes. */
static const char *of_zip(const char *p, size_t len)
{
	enum zip_document kind = zip_document(p, len);

	if (kind == ZIP_ARCHIVE)
		return NULL;
	if (kind == ZIP_OFFICE)
		return "Office document without a text: a table, slides";
	if (len >= 54 && memcmp(p + 30, "mimetypeapplication/epub", 24) == 0)
		return "EPUB book (not supported yet)";
	return "OpenDocument file: convert it to DOCX first";
}

const char *select_signature(const char *p, size_t len)
{
	for (size_t i = 0; i < sizeof signatures / sizeof signatures[0]; i++) {
		const struct signature *s = &signatures[i];

		if (len >= s->at + s->len &&
		    memcmp(p + s->at, s->magic, s->len) == 0)
			return s->what;
	}
	return of_zip(p, len);
}

void select_strip_ending(struct buf *path)
{
	static const char *const ends[] = { ".gz",  ".bz2", ".xz",  ".lzma",
		                            ".zst", ".lz4", ".lz",  ".z",
		                            ".0z",  ".1z",  ".2z",  NULL };

	for (size_t i = 0; ends[i] != NULL; i++) {
		size_t n = strlen(ends[i]);

		if (path->len <= n ||
		    !same(path->p + path->len - n, n, ends[i]) ||
		    path->p[path->len - n - 1] == '/')
			continue;
		buf_cut(path, path->len - n);
		return;
	}
}
