/* Most bytes of a news page are scripts, styles and drawings.  They are left
 * out before the parser sees them, which is three times as fast as letting it
 * read them. */
#include <string.h>
#include <strings.h>

#include "corpus/formats/html_page.h"
#include "lib/base/limits.h"

static const char *const dropped[] = {
	"script", "style", "svg", "noscript", "template", "iframe", "select",
};

#define DROPPED (sizeof dropped / sizeof *dropped)

struct strip {
	const char *p, *end;
	struct buf *out, ld;
	/* Of each dropped element, and of comments: no end follows. */
	bool endless[DROPPED + 1];
	size_t budget; /* bytes that may be looked at twice */
};

static bool ends_name(char c)
{
	return c == '>' || c == '/' || (unsigned char)c <= ' ';
}

/* The element at p, behind its '<': its place in dropped[]; DROPPED if it is
 * another. */
static size_t find_dropped(const char *p, const char *end)
{
	for (size_t k = 0; k < DROPPED; k++) {
		size_t n = strlen(dropped[k]);

		if ((size_t)(end - p) > n && (p[0] | 0x20) == dropped[k][0] &&
		    strncasecmp(p, dropped[k], n) == 0 && ends_name(p[n]))
			return k;
	}
	return DROPPED;
}

/* Where the end tag of dropped[k] begins, or NULL. */
static const char *find_end_tag(const char *p, const char *end, size_t k)
{
	size_t n = strlen(dropped[k]);

	while ((p = memchr(p, '<', (size_t)(end - p))) != NULL) {
		if ((size_t)(end - p) < n + 3)
			return NULL;
		if (p[1] == '/' && strncasecmp(p + 2, dropped[k], n) == 0 &&
		    ends_name(p[n + 2]))
			return p;
		p++;
	}
	return NULL;
}

static const char *behind_tag(const char *p, const char *end)
{
	const char *gt = memchr(p, '>', (size_t)(end - p));

	return gt != NULL ? gt + 1 : end;
}

/* Pass over the element at p. */
static const char *drop_element(struct strip *s, const char *p, size_t k)
{
	const char *from = behind_tag(p, s->end), *to;

	to = s->endless[k] ? NULL : find_end_tag(from, s->end, k);
	if (to == NULL) {
		s->endless[k] = true;
		return from;
	}
	if (k == 0 && memmem(p, (size_t)(from - p), "ld+json", 7) != NULL) {
		buf_adds(&s->ld, HTML_LD_MARK);
		buf_add(&s->ld, from, (size_t)(to - from));
	}
	/* It may have parted two words. */
	buf_addc(s->out, ' ');
	return behind_tag(to, s->end);
}

static const char *drop_comment(struct strip *s, const char *p)
{
	const char *to = NULL;

	if (!s->endless[DROPPED])
		to = memmem(p + 4, (size_t)(s->end - p) - 4, "-->", 3);
	if (to == NULL) {
		s->endless[DROPPED] = true;
		buf_addc(s->out, ' ');
		return behind_tag(p, s->end);
	}
	return to + 3;
}

/* The longest tag whose quotes are heeded. */
#define TAG_MAX 65536
#define NAME_MAX_BYTES 64

/* Of '<' and the name behind it. */
static size_t name_length(const char *p, const char *end)
{
	size_t n = 1;

	while (n < NAME_MAX_BYTES && p + n < end && !ends_name(p[n]))
		n++;
	return n;
}

/* A tag that stays, up to what returns: a '<' in the quotes of its attributes
 * begins nothing.  *keep gets the end of what the parser is given of it, which
 * compares each attribute with all others. */
static const char *keep_tag(struct strip *s, const char *p, const char **keep)
{
	const char *q = p + 1, *end = s->end;
	unsigned attributes = 0;
	char quote = '\0';

	*keep = NULL;
	if (end - p > TAG_MAX)
		end = p + TAG_MAX;
	if (s->budget == 0)
		end = q;
	for (; q < end; q++) {
		if (quote != '\0') {
			if (*q == quote)
				quote = '\0';
		} else if (*q == '>') {
			break;
		} else if ((*q == '"' || *q == '\'') && q[-1] == '=') {
			quote = *q;
		} else if (ends_name(q[-1]) && !ends_name(*q) &&
		           ++attributes > LIMIT_ATTRIBUTES && *keep == NULL) {
			*keep = q;
		}
	}
	if (q < end)
		return q + 1;
	s->budget -= (size_t)(q - p) < s->budget ? (size_t)(q - p) : s->budget;
	/* Its first '>' may be in a quote, which the parser must not see. */
	*keep = p + name_length(p, s->end);
	return behind_tag(p, s->end);
}

static const char *keep_element(struct strip *s, const char *lt)
{
	const char *keep, *to = keep_tag(s, lt, &keep);

	if (keep == NULL) {
		buf_add(s->out, lt, (size_t)(to - lt));
	} else {
		buf_add(s->out, lt, (size_t)(keep - lt));
		buf_addc(s->out, '>');
	}
	return to;
}

static const char *strip_tag(struct strip *s, const char *lt)
{
	size_t left = (size_t)(s->end - lt), k;

	if (left > 4 && memcmp(lt, "<!--", 4) == 0)
		return drop_comment(s, lt);
	k = find_dropped(lt + 1, s->end);
	if (k < DROPPED)
		return drop_element(s, lt, k);
	if (left > 1 && ((lt[1] | 0x20) >= 'a' && (lt[1] | 0x20) <= 'z'))
		return keep_element(s, lt);
	buf_addc(s->out, '<');
	return lt + 1;
}

void html_strip(const char *p, size_t len, struct buf *out)
{
	struct strip s = { p, p + len, out, BUF_INIT, { false }, 0 };

	s.budget = 4 * len;
	buf_room(out, len);
	while (s.p < s.end) {
		const char *lt = memchr(s.p, '<', (size_t)(s.end - s.p));

		if (lt == NULL)
			lt = s.end;
		buf_add(out, s.p, (size_t)(lt - s.p));
		s.p = lt < s.end ? strip_tag(&s, lt) : lt;
	}
	buf_add(out, buf_str(&s.ld), s.ld.len);
	buf_release(&s.ld);
}
