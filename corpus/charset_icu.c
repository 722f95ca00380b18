#include <unicode/ucnv.h>
#include <unicode/utf16.h>

#include "corpus/charset_parts.h"
#include "lib/base/utf8.h"

#define UNITS 4096

static void U_CALLCONV count_and_replace(const void *context,
                                         UConverterToUnicodeArgs *args,
                                         const char *unit, int32_t len,
                                         UConverterCallbackReason reason,
                                         UErrorCode *e)
{
	/* ICU hands back the pointer it was given as const. */
	union {
		const void *in;
		size_t *count;
	} errors = { .in = context };

	if (reason <= UCNV_IRREGULAR)
		++*errors.count;
	UCNV_TO_U_CALLBACK_SUBSTITUTE(NULL, args, unit, len, reason, e);
}

/* Append n UTF-16 units; a high surrogate at the very end is left for the next
 * call.  Returns the units used. */
static int32_t add_units(const UChar *u, int32_t n, bool last, struct buf *out)
{
	char *to = buf_room(out, (size_t)n * 3);
	int32_t at = 0;

	while (at < n) {
		uint32_t c = u[at];

		if (U16_IS_LEAD(c) && at == n - 1 && !last)
			break;
		at++;
		if (U16_IS_LEAD(c) && at < n && U16_IS_TRAIL(u[at]))
			c = 0x10000 + ((c - 0xd800) << 10) +
			    (uint32_t)(u[at++] - 0xdc00);
		to += utf8_encode(c, to);
	}
	out->len = (size_t)(to - out->p);
	out->p[out->len] = '\0';
	return at;
}

size_t charset_convert(const struct charset *c, const char *p, size_t len,
                       struct buf *out)
{
	UErrorCode e = U_ZERO_ERROR;
	UConverter *cnv = ucnv_open(c->icu, &e);
	const char *end = p + len;
	UChar unit[UNITS];
	size_t errors = 0;
	int32_t held = 0;

	if (U_FAILURE(e) || cnv == NULL)
		return SIZE_MAX;
	ucnv_setToUCallBack(cnv, count_and_replace, &errors, NULL, NULL, &e);
	do {
		UChar *to = unit + held;
		int32_t n, used;

		e = U_ZERO_ERROR;
		ucnv_toUnicode(cnv, &to, unit + UNITS, &p, end, NULL, 1, &e);
		n = (int32_t)(to - unit);
		used = add_units(unit, n, e != U_BUFFER_OVERFLOW_ERROR, out);
		held = n - used;
		if (held > 0)
			unit[0] = unit[used];
	} while (e == U_BUFFER_OVERFLOW_ERROR);
	if (U_FAILURE(e))
		errors++;
	ucnv_close(cnv);
	return errors;
}
