#include "corpus/byline.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "corpus/date.h"
#include "lib/base/utf8.h"

static const char *const openers[] = {
	"by", "par", "von", "por", "di", "de", "door", "av", "af",
};

static const char *const particles[] = { "von", "di", "de", "af", "av" };

static const char *const joiners[] = {
	"and", "und", "et", "y", "e", "og", "och", "en", "&", "with",
};

/* Words of jobs: a part with one of them at its end is no name. */
static const char *const jobs[] = {
	"writer",        "writers",        "reporter",     "reporters",
	"correspondent", "correspondents", "editor",       "editors",
	"columnist",     "staff",          "team",         "producer",
	"contributor",   "contributors",   "photographer",
};

static bool is_space(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

static bool listed(const char *const *list, size_t n, const char *p, size_t len)
{
	for (size_t i = 0; i < n; i++)
		if (strlen(list[i]) == len && strncasecmp(list[i], p, len) == 0)
			return true;
	return false;
}

#define LISTED(list, p, len) listed(list, sizeof list / sizeof *list, p, len)

static size_t word_len(const char *p, size_t len)
{
	size_t n = 0;

	while (n < len && !is_space(p[n]))
		n++;
	return n;
}

static size_t space_len(const char *p, size_t len)
{
	size_t n = 0;

	while (n < len && is_space(p[n]))
		n++;
	return n;
}

/* How many bytes the opener with its space (or colon) takes; 0 if none. */
static size_t opener_len(const char *p, size_t len)
{
	size_t n = word_len(p, len), word = n;

	if (n > 0 && p[n - 1] == ':')
		word--;
	if (!LISTED(openers, p, word))
		return 0;
	n += space_len(p + n, len - n);
	/* "De Gaulle, Charles" begins with a part of the name: a particle
	 * opens a byline only when two words come behind it. */
	if (LISTED(particles, p, word)) {
		size_t next = word_len(p + n, len - n);

		if (next == 0 || n + next == len || p[n + next - 1] == ',')
			return 0;
	}
	return n;
}

size_t byline_without(const char *p, size_t len, const char *publisher,
                      size_t n)
{
	if (n > 0 && len > n + 2 && memcmp(p + len - n - 2, ", ", 2) == 0 &&
	    strncasecmp(p + len - n, publisher, n) == 0)
		len -= n + 2;
	return len;
}

bool byline_is(const char *p, size_t len)
{
	size_t n = opener_len(p, len);
	unsigned char c;

	if (n == 0 || n >= len || len > 120)
		return false;
	if (!isupper((unsigned char)p[0]))
		return false;
	c = (unsigned char)p[n];
	return isupper(c) || c >= 0xc3;
}

static bool is_job(const char *p, size_t len)
{
	size_t n = len;

	while (n > 0 && !is_space(p[n - 1]))
		n--;
	return LISTED(jobs, p + n, len - n);
}

/* "MAR 04" */
static bool is_day(const char *p, size_t len)
{
	return len < 16 && p[len - 1] >= '0' && p[len - 1] <= '9' &&
	       date_is_month(p, len);
}

static void add_name(struct strings *s, const char *p, size_t len)
{
	while (len > 0 && (is_space(p[len - 1]) || p[len - 1] == ','))
		len--;
	while (len > 0 && (is_space(*p) || *p == ',')) {
		p++;
		len--;
	}
	/* A full stop ends a list of names, or an initial: "Sammy Davis Jr."
	 * and "J. K." keep theirs. */
	if (len > 4 && p[len - 1] == '.' && p[len - 2] != '.' &&
	    p[len - 3] != ' ' && p[len - 4] != ' ')
		len--;
	if (len > 0 && !is_job(p, len) && !is_day(p, len))
		strings_add(s, p, len);
}

/* "Lee, Ann": one comma, and one word on either side of it. */
static bool is_inverted(const char *p, size_t len)
{
	const char *comma = len > 0 ? memchr(p, ',', len) : NULL;
	size_t left, n;

	if (comma == NULL)
		return false;
	left = (size_t)(comma - p);
	if (left == 0 || word_len(p, left) != left)
		return false;
	p += left + 1;
	len -= left + 1;
	n = space_len(p, len);
	p += n;
	len -= n;
	return len > 0 && word_len(p, len) == len &&
	       memchr(p, ',', len) == NULL && !is_job(p, len);
}

/* The bytes of a separator that begins at p[i], 0 if none does. */
static size_t separator_len(const char *p, size_t i, size_t len)
{
	size_t n, w;

	if (p[i] == ',' || p[i] == ';' || p[i] == '|' || p[i] == '\n')
		return 1;
	if (!is_space(p[i]) || (i > 0 && is_space(p[i - 1])))
		return 0;
	n = space_len(p + i, len - i);
	w = word_len(p + i + n, len - i - n);
	if (w > 4 || i + n + w >= len || !LISTED(joiners, p + i + n, w))
		return 0;
	return n + w;
}

/* More is no byline; it is read as far as this. */
#define BYLINE_MAX 2000

void byline_add(struct strings *s, const char *p, size_t len)
{
	size_t from = 0, i, n;

	len = utf8_cut(p, len, BYLINE_MAX);
	n = space_len(p, len);
	p += n;
	len -= n;
	while (len > 0 && is_space(p[len - 1]))
		len--;
	n = opener_len(p, len);
	p += n;
	len -= n;
	if (is_inverted(p, len)) {
		strings_add(s, p, len);
		return;
	}
	for (i = 0; i < len; i += n) {
		n = separator_len(p, i, len);
		if (n == 0) {
			n = 1;
			continue;
		}
		add_name(s, p + from, i - from);
		from = i + n;
	}
	add_name(s, p + from, len - from);
}
