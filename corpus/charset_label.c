#include <stdlib.h>
#include <string.h>

#include "corpus/charset_parts.h"

const struct charset charset_utf8 = { "UTF-8", NULL };
const struct charset charset_1252 = { "windows-1252", NULL };

const uint16_t cp1252_high[32] = {
	0x20ac, 0,      0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021,
	0x02c6, 0x2030, 0x0160, 0x2039, 0x0152, 0,      0x017d, 0,
	0,      0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014,
	0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0,      0x017e, 0x0178,
};

/* The encodings of the WHATWG Encoding Standard, and those that ICU knows
 * beside them and old mail is written in; of each the labels, by spaces.  Where
 * the standard reads a label as a larger charset, so do we: gb2312 is GB18030,
 * iso-8859-9 windows-1254, tis-620 windows-874. */
static const struct {
	const struct charset c;
	const char *labels;
} charsets[] = {
	{ { "IBM866", "IBM866" },
	  "866 cp866 csibm866 ibm866" },
	{ { "ISO-8859-2", "iso-8859-2" },
	  "csisolatin2 iso-8859-2 iso-ir-101 iso8859-2 iso88592 "
	  "iso_8859-2 iso_8859-2:1987 l2 latin2" },
	{ { "ISO-8859-3", "iso-8859-3" },
	  "csisolatin3 iso-8859-3 iso-ir-109 iso8859-3 iso88593 "
	  "iso_8859-3 iso_8859-3:1988 l3 latin3" },
	{ { "ISO-8859-4", "iso-8859-4" },
	  "csisolatin4 iso-8859-4 iso-ir-110 iso8859-4 iso88594 "
	  "iso_8859-4 iso_8859-4:1988 l4 latin4" },
	{ { "ISO-8859-5", "iso-8859-5" },
	  "csisolatincyrillic cyrillic iso-8859-5 iso-ir-144 iso8859-5 "
	  "iso88595 iso_8859-5 iso_8859-5:1988" },
	{ { "ISO-8859-6", "iso-8859-6" },
	  "arabic asmo-708 csiso88596e csiso88596i csisolatinarabic "
	  "ecma-114 iso-8859-6 iso-8859-6-e iso-8859-6-i iso-ir-127 "
	  "iso8859-6 iso88596 iso_8859-6 iso_8859-6:1987" },
	{ { "ISO-8859-7", "iso-8859-7" },
	  "csisolatingreek ecma-118 elot_928 greek greek8 iso-8859-7 "
	  "iso-ir-126 iso8859-7 iso88597 iso_8859-7 iso_8859-7:1987 "
	  "sun_eu_greek" },
	{ { "ISO-8859-8", "iso-8859-8" },
	  "csiso88598e csisolatinhebrew hebrew iso-8859-8 iso-8859-8-e "
	  "iso-ir-138 iso8859-8 iso88598 iso_8859-8 iso_8859-8:1988 "
	  "visual csiso88598i iso-8859-8-i logical" },
	{ { "ISO-8859-10", "iso-8859_10-1998" },
	  "csisolatin6 iso-8859-10 iso-ir-157 iso8859-10 iso885910 l6 "
	  "latin6" },
	{ { "ISO-8859-13", "iso-8859-13" },
	  "iso-8859-13 iso8859-13 iso885913" },
	{ { "ISO-8859-14", "iso-8859_14-1998" },
	  "iso-8859-14 iso8859-14 iso885914" },
	{ { "ISO-8859-15", "iso-8859-15" },
	  "csisolatin9 iso-8859-15 iso8859-15 iso885915 iso_8859-15 l9 "
	  "latin9 latin-9" },
	{ { "KOI8-R", "koi8-r" },
	  "cskoi8r koi koi8 koi8-r koi8_r" },
	{ { "KOI8-U", "koi8-u" },
	  "koi8-ru koi8-u" },
	{ { "macintosh", "macintosh" },
	  "csmacintosh mac macintosh x-mac-roman" },
	{ { "windows-874", "windows-874-2000" },
	  "dos-874 iso-8859-11 iso8859-11 iso885911 tis-620 windows-874 "
	  "cp874" },
	{ { "windows-1250", "windows-1250" },
	  "cp1250 windows-1250 x-cp1250" },
	{ { "windows-1251", "windows-1251" },
	  "cp1251 windows-1251 x-cp1251" },
	{ { "windows-1253", "windows-1253" },
	  "cp1253 windows-1253 x-cp1253" },
	{ { "windows-1254", "windows-1254" },
	  "cp1254 csisolatin5 iso-8859-9 iso-ir-148 iso8859-9 iso88599 "
	  "iso_8859-9 iso_8859-9:1989 l5 latin5 windows-1254 x-cp1254" },
	{ { "windows-1255", "windows-1255" },
	  "cp1255 windows-1255 x-cp1255" },
	{ { "windows-1256", "windows-1256" },
	  "cp1256 windows-1256 x-cp1256" },
	{ { "windows-1257", "windows-1257" },
	  "cp1257 windows-1257 x-cp1257" },
	{ { "windows-1258", "windows-1258" },
	  "cp1258 windows-1258 x-cp1258" },
	{ { "x-mac-cyrillic", "x-mac-cyrillic" },
	  "x-mac-cyrillic x-mac-ukrainian mac-cyrillic" },
	{ { "gb18030", "gb18030" },
	  "gb18030 chinese csgb2312 csiso58gb231280 gb2312 gb_2312 "
	  "gb_2312-80 gbk iso-ir-58 x-gbk cp936 euc-cn" },
	{ { "Big5", "Big5-HKSCS" },
	  "big5 big5-hkscs cn-big5 csbig5 x-x-big5 cp950" },
	{ { "EUC-TW", "euc-tw" },
	  "euc-tw x-euc-tw" },
	{ { "EUC-JP", "euc-jp" },
	  "cseucpkdfmtjapanese euc-jp x-euc-jp" },
	{ { "ISO-2022-JP", "ISO-2022-JP-2" },
	  "csiso2022jp iso-2022-jp" },
	{ { "ISO-2022-KR", "iso-2022-kr" },
	  "csiso2022kr iso-2022-kr" },
	{ { "ISO-2022-CN", "iso-2022-cn" },
	  "iso-2022-cn" },
	{ { "HZ-GB-2312", "HZ" },
	  "hz-gb-2312" },
	{ { "Shift_JIS", "windows-31j" },
	  "csshiftjis ms932 ms_kanji shift-jis shift_jis sjis windows-31j "
	  "x-sjis cp932" },
	{ { "EUC-KR", "windows-949" },
	  "cseuckr csksc56011987 euc-kr iso-ir-149 korean ks_c_5601-1987 "
	  "ks_c_5601-1989 ks_c_5601 ksc5601 ksc_5601 windows-949 uhc "
	  "cp949" },
	{ { "UTF-16BE", "utf-16be" },
	  "unicodefffe utf-16be" },
	{ { "UTF-16LE", "utf-16le" },
	  "csunicode iso-10646-ucs-2 ucs-2 unicode unicodefeff utf-16 "
	  "utf-16le" },
	{ { "UTF-32BE", "utf-32be" },
	  "utf-32be" },
	{ { "UTF-32LE", "utf-32le" },
	  "utf-32le utf-32" },
};

static const char utf8_labels[] =
	"unicode-1-1-utf-8 unicode11utf8 unicode20utf8 utf-8 utf8 "
	"x-unicode20utf8 cp65001";
static const char latin1_labels[] =
	"ansi_x3.4-1968 ascii cp1252 cp819 csisolatin1 ibm819 "
	"iso-8859-1 iso-ir-100 iso8859-1 iso88591 iso_8859-1 "
	"iso_8859-1:1987 l1 latin1 latin-1 us-ascii windows-1252 "
	"x-cp1252";

#define LABEL_MAX 40 /* the longest has 22 bytes */

static bool is_in(const char *labels, const char *name, size_t len)
{
	const char *p = labels;

	while ((p = strstr(p, name)) != NULL) {
		if ((p == labels || p[-1] == ' ') &&
		    (p[len] == ' ' || p[len] == '\0'))
			return true;
		p += len;
	}
	return false;
}

static size_t fold_label(const char *label, size_t len, char *out)
{
	size_t n = 0;

	for (size_t k = 0; k < len; k++) {
		char c = label[k];

		if (c == '"' || c == '\'' || (c >= 0 && c <= ' '))
			continue;
		if (n == LABEL_MAX)
			return 0;
		out[n++] = c >= 'A' && c <= 'Z' ? (char)(c + 0x20) : c;
	}
	out[n] = '\0';
	return n;
}

const struct charset *charset_find(const char *label, size_t len)
{
	char name[LABEL_MAX + 1];
	size_t n = fold_label(label, len, name);

	if (n == 0)
		return NULL;
	if (is_in(utf8_labels, name, n))
		return &charset_utf8;
	if (is_in(latin1_labels, name, n))
		return &charset_1252;
	for (size_t k = 0; k < sizeof charsets / sizeof charsets[0]; k++)
		if (is_in(charsets[k].labels, name, n))
			return &charsets[k].c;
	return NULL;
}
