#include "corpus/formats/trec_id.h"

#include <string.h>

#include "corpus/date.h"

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_capital(char c)
{
	return c >= 'A' && c <= 'Z';
}

static size_t count_digits(const char *p, const char *end)
{
	const char *q = p;

	while (q < end && is_digit(*q))
		q++;
	return (size_t)(q - p);
}

static bool six_digits(const char *p, bool month_first, struct instant *out)
{
	char ymd[6];

	memcpy(ymd, p, 6);
	if (month_first) {
		memcpy(ymd, p + 4, 2);
		memcpy(ymd + 2, p, 4);
	}
	return date_parse(ymd, 6, DATE_ORDER_YMD, out);
}

bool trec_id_date(const char *id, size_t len, struct instant *out)
{
	const char *p = id, *end = id + len;
	size_t n;

	*out = (struct instant){ 0 };
	while (p < end && is_capital(*p))
		p++;
	n = count_digits(p, end);
	/* LA042990-0001 and WSJ870324-0001: letters, six digits, a dash. */
	if (n == 6 && p > id && p + 6 < end && p[6] == '-' &&
	    six_digits(p, p - id == 2 && memcmp(id, "LA", 2) == 0, out))
		goto found;
	for (p = id; p < end; p += n) {
		while (p < end && !is_digit(*p))
			p++;
		n = count_digits(p, end);
		if (n == 8 && date_parse(p, 8, DATE_ORDER_YMD, out))
			goto found;
	}
	return false;
found:
	out->origin = INSTANT_FROM_ID;
	return true;
}

/* Letters that a document number begins with, digits in its first number. */
static const struct {
	const char *letters;
	size_t digits;
	const char *source;
} sources[] = {
	{ "AP", 6, "AP" },
	{ "WSJ", 6, "Wall Street Journal" },
	{ "LA", 6, "Los Angeles Times" },
	{ "GH", 6, "The Herald" },
	{ "FT", 3, "Financial Times" },
	{ "SJMN", 2, "San Jose Mercury News" },
	{ "FBIS", 1, "FBIS" },
	{ "NYT", 8, "New York Times" },
	{ "APW", 8, "AP" },
	{ "XIE", 8, "Xinhua" },
	{ "XIN", 8, "Xinhua" },
	{ "AFP", 8, "AFP" },
	{ "CNA", 8, "CNA" },
	{ "LTW", 8, "Los Angeles Times-Washington Post" },
	{ "WPB", 8, "Washington Post/Bloomberg" },
};

const char *trec_id_source(const char *id, size_t len)
{
	const char *p = id, *end = id + len;
	size_t letters, digits;

	while (p < end && is_capital(*p))
		p++;
	letters = (size_t)(p - id);
	/* The LDC puts the language between: NYT_ENG_19960701. */
	if (end - p > 5 && p[0] == '_' && p[4] == '_')
		p += 5;
	digits = count_digits(p, end);
	for (size_t k = 0; k < sizeof sources / sizeof sources[0]; k++)
		if (strlen(sources[k].letters) == letters &&
		    memcmp(sources[k].letters, id, letters) == 0 &&
		    sources[k].digits == digits)
			return sources[k].source;
	return NULL;
}
