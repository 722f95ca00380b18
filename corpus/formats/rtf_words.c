#include "corpus/formats/rtf.h"

#include <string.h>

#include "corpus/charset_parts.h"

/* Sorted by strcmp. */
static const struct rtf_word words[] = {
	{ "annotation", RTF_PLACE, RTF_NOWHERE, NULL },
	{ "ansicpg", RTF_PAGE, 1252, NULL },
	{ "atnauthor", RTF_PLACE, RTF_NOWHERE, NULL },
	{ "atnid", RTF_PLACE, RTF_NOWHERE, NULL },
	{ "author", RTF_PLACE, RTF_AUTHOR, NULL },
	{ "bin", RTF_BINARY, 0, NULL },
	{ "bullet", RTF_ADD, 0, "\xe2\x80\xa2" },
	{ "cell", RTF_ADD, 0, "\n\n" },
	{ "colortbl", RTF_PLACE, RTF_NOWHERE, NULL },
	{ "creatim", RTF_PLACE, RTF_CREATED, NULL },
	{ "datafield", RTF_PLACE, RTF_NOWHERE, NULL },
	{ "deleted", RTF_HIDE, 0, NULL },
	{ "dy", RTF_DAY, 0, NULL },
	{ "emdash", RTF_ADD, 0, "\xe2\x80\x94" },
	{ "emspace", RTF_ADD, 0, " " },
	{ "endash", RTF_ADD, 0, "\xe2\x80\x93" },
	{ "enspace", RTF_ADD, 0, " " },
	{ "f", RTF_FONT, 0, NULL },
	{ "fcharset", RTF_CHARSET, 0, NULL },
	{ "fldinst", RTF_PLACE, RTF_NOWHERE, NULL },
	{ "fonttbl", RTF_PLACE, RTF_FONTS, NULL },
	{ "footer", RTF_PLACE, RTF_NOWHERE, NULL },
	{ "footerf", RTF_PLACE, RTF_NOWHERE, NULL },
	{ "footerl", RTF_PLACE, RTF_NOWHERE, NULL },
	{ "footerr", RTF_PLACE, RTF_NOWHERE, NULL },
	{ "footnote", RTF_PLACE, RTF_NOWHERE, NULL },
	{ "header", RTF_PLACE, RTF_NOWHERE, NULL },
	{ "headerf", RTF_PLACE, RTF_NOWHERE, NULL },
	{ "headerl", RTF_PLACE, RTF_NOWHERE, NULL },
	{ "headerr", RTF_PLACE, RTF_NOWHERE, NULL },
	{ "info", RTF_PLACE, RTF_INFO, NULL },
	{ "ldblquote", RTF_ADD, 0, "\xe2\x80\x9c" },
	{ "line", RTF_ADD, 0, "\n" },
	{ "listtable", RTF_PLACE, RTF_NOWHERE, NULL },
	{ "listtext", RTF_PLACE, RTF_NOWHERE, NULL },
	{ "lquote", RTF_ADD, 0, "\xe2\x80\x98" },
	{ "mac", RTF_PAGE, 10000, NULL },
	{ "mo", RTF_MONTH, 0, NULL },
	{ "nestcell", RTF_ADD, 0, "\n\n" },
	{ "nestrow", RTF_ADD, 0, "\n\n" },
	{ "nonshppict", RTF_PLACE, RTF_NOWHERE, NULL },
	{ "objdata", RTF_PLACE, RTF_NOWHERE, NULL },
	{ "page", RTF_ADD, 0, "\n\n" },
	{ "par", RTF_ADD, 0, "\n\n" },
	{ "pc", RTF_PAGE, 437, NULL },
	{ "pca", RTF_PAGE, 850, NULL },
	{ "pict", RTF_PLACE, RTF_NOWHERE, NULL },
	{ "plain", RTF_PLAIN, 0, NULL },
	{ "pntext", RTF_PLACE, RTF_NOWHERE, NULL },
	{ "private", RTF_PLACE, RTF_NOWHERE, NULL },
	{ "rdblquote", RTF_ADD, 0, "\xe2\x80\x9d" },
	{ "row", RTF_ADD, 0, "\n\n" },
	{ "rquote", RTF_ADD, 0, "\xe2\x80\x99" },
	{ "rxe", RTF_PLACE, RTF_NOWHERE, NULL },
	{ "sect", RTF_ADD, 0, "\n\n" },
	{ "shpinst", RTF_PLACE, RTF_NOWHERE, NULL },
	{ "stylesheet", RTF_PLACE, RTF_NOWHERE, NULL },
	{ "tab", RTF_ADD, 0, " " },
	{ "tc", RTF_PLACE, RTF_NOWHERE, NULL },
	{ "title", RTF_PLACE, RTF_TITLE, NULL },
	{ "u", RTF_UNICODE, 0, NULL },
	{ "uc", RTF_SKIP, 0, NULL },
	{ "v", RTF_HIDE, 0, NULL },
	{ "xe", RTF_PLACE, RTF_NOWHERE, NULL },
	{ "yr", RTF_YEAR, 0, NULL },
};

static int compare(const char *p, size_t len, const char *name)
{
	int c = strncmp(p, name, len);

	return c != 0 ? c : name[len] == '\0' ? 0 : -1;
}

const struct rtf_word *rtf_find(const char *p, size_t len)
{
	size_t lo = 0, hi = sizeof words / sizeof *words;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;
		int c = compare(p, len, words[mid].name);

		if (c == 0)
			return &words[mid];
		if (c < 0)
			hi = mid;
		else
			lo = mid + 1;
	}
	return NULL;
}

uint16_t rtf_font_page(int32_t charset)
{
	static const struct {
		int32_t charset;
		uint16_t page;
	} pages[] = {
		{ 77, 10000 }, { 128, 932 },  { 129, 949 },  { 134, 936 },
		{ 136, 950 },  { 161, 1253 }, { 162, 1254 }, { 163, 1258 },
		{ 177, 1255 }, { 178, 1256 }, { 186, 1257 }, { 204, 1251 },
		{ 222, 874 },  { 238, 1250 },
	};

	for (size_t i = 0; i < sizeof pages / sizeof *pages; i++)
		if (pages[i].charset == charset)
			return pages[i].page;
	return 0;
}

static const struct {
	uint16_t page;
	struct charset charset;
} charsets[] = {
	{ 437, { "IBM437", "ibm-437" } },
	{ 850, { "IBM850", "ibm-850" } },
	{ 874, { "windows-874", "windows-874" } },
	{ 932, { "Shift_JIS", "windows-932" } },
	{ 936, { "GBK", "windows-936" } },
	{ 949, { "EUC-KR", "windows-949" } },
	{ 950, { "Big5", "windows-950" } },
	{ 1250, { "windows-1250", "windows-1250" } },
	{ 1251, { "windows-1251", "windows-1251" } },
	{ 1252, { "windows-1252", "windows-1252" } },
	{ 1253, { "windows-1253", "windows-1253" } },
	{ 1254, { "windows-1254", "windows-1254" } },
	{ 1255, { "windows-1255", "windows-1255" } },
	{ 1256, { "windows-1256", "windows-1256" } },
	{ 1257, { "windows-1257", "windows-1257" } },
	{ 1258, { "windows-1258", "windows-1258" } },
	{ 10000, { "macintosh", "macintosh" } },
	{ 65001, { "UTF-8", "UTF-8" } },
};

void rtf_decode(uint16_t page, const char *p, size_t len, struct buf *out)
{
	const struct charset *c = NULL, *plain = NULL;
	size_t i = 0;

	while (i < len && (unsigned char)p[i] < 0x80)
		i++;
	if (i == len) {
		buf_add(out, p, len);
		return;
	}
	for (i = 0; i < sizeof charsets / sizeof *charsets; i++) {
		if (charsets[i].page == page)
			c = &charsets[i].charset;
		if (charsets[i].page == 1252)
			plain = &charsets[i].charset;
	}
	if (c == NULL || charset_convert(c, p, len, out) == SIZE_MAX)
		(void)charset_convert(plain, p, len, out);
}
