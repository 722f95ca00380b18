#include "corpus/formats/chronam_page.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "lib/base/instant.h"

/* Parts of a path that are looked at, the last ones. */
#define PARTS 7

struct part {
	const char *p;
	size_t len;
};

/* The last parts of the path, the last first; how many. */
static size_t split(const char *path, struct part part[PARTS])
{
	const char *end = path + strlen(path);
	size_t n = 0;

	while (n < PARTS && end > path) {
		const char *p = end;

		while (p > path && p[-1] != '/' && p[-1] != '!')
			p--;
		part[n].p = p;
		part[n++].len = (size_t)(end - p);
		end = p > path ? p - 1 : path;
	}
	return n;
}

/* The number of digits that s begins with; its value, 0 where it is too
 * large for a page. */
static size_t number(const char *p, size_t len, unsigned *value)
{
	size_t n = 0;

	*value = 0;
	while (n < len && isdigit((unsigned char)p[n])) {
		if (n < 6)
			*value = *value * 10 + (unsigned)(p[n] - '0');
		n++;
	}
	if (n > 6)
		*value = 0;
	return n;
}

static bool has_number(const struct part *s, const char *before,
                       unsigned *value)
{
	size_t n = strlen(before);

	return s->len > n && memcmp(s->p, before, n) == 0 &&
	       number(s->p + n, s->len - n, value) == s->len - n && *value > 0;
}

/* Up to three letters and 8 to 10 digits: "sn83030214", "2010218519". */
static size_t lccn_len(const char *p, size_t len)
{
	size_t letters = 0, n;

	while (letters < len && letters < 4 &&
	       islower((unsigned char)p[letters]))
		letters++;
	for (n = letters; n < len && isdigit((unsigned char)p[n]);)
		n++;
	return letters < 4 && n - letters >= 8 && n - letters <= 10 ? n : 0;
}

static bool take_lccn(const struct part *s, struct chronam_page *page)
{
	size_t n = lccn_len(s->p, s->len);

	if (n == 0 || n != s->len)
		return false;
	memcpy(page->lccn, s->p, n);
	page->lccn[n] = '\0';
	return true;
}

/* Eight digits. */
static bool take_day(const char *p, struct chronam_page *page)
{
	struct instant when;

	for (size_t i = 0; i < 8; i++)
		if (!isdigit((unsigned char)p[i]))
			return false;
	(void)snprintf(page->day, sizeof page->day, "%.4s-%.2s-%.2s", p, p + 4,
	               p + 6);
	return instant_parse(page->day, 10, &when);
}

/* seq-N/ocr.txt, below LCCN/YYYY/MM/DD/ed-N */
static bool by_page(const struct part *s, size_t n, struct chronam_page *page)
{
	char day[8];

	if (n < 7 || s[0].len < 7 || memcmp(s[0].p, "ocr.", 4) != 0 ||
	    !has_number(&s[1], "seq-", &page->page) ||
	    !has_number(&s[2], "ed-", &page->edition) || s[3].len != 2 ||
	    s[4].len != 2 || s[5].len != 4)
		return false;
	memcpy(day, s[5].p, 4);
	memcpy(day + 4, s[4].p, 2);
	memcpy(day + 6, s[3].p, 2);
	return take_lccn(&s[6], page) && take_day(day, page);
}

/* YYYYMMDD/LCCN-ed-N_seq-N.txt */
static bool by_day(const struct part *s, size_t n, struct chronam_page *page)
{
	size_t at = lccn_len(s[0].p, s[0].len), digits;
	struct part lccn = { s[0].p, at };

	if (n < 2 || s[1].len != 8 || at == 0 || s[0].len < at + 4 ||
	    memcmp(s[0].p + at, "-ed-", 4) != 0)
		return false;
	at += 4;
	digits = number(s[0].p + at, s[0].len - at, &page->edition);
	at += digits;
	if (digits == 0 || s[0].len < at + 5 ||
	    memcmp(s[0].p + at, "_seq-", 5) != 0)
		return false;
	at += 5;
	digits = number(s[0].p + at, s[0].len - at, &page->page);
	at += digits;
	return digits > 0 && at < s[0].len && s[0].p[at] == '.' &&
	       take_lccn(&lccn, page) && take_day(s[1].p, page);
}

/* LCCN/REEL/YYYYMMDDEE/NNNN.xml */
static bool by_reel(const struct part *s, size_t n, struct chronam_page *page)
{
	page->by_reel = true;
	return n >= 4 && s[0].len == 8 && memcmp(s[0].p + 4, ".xml", 4) == 0 &&
	       number(s[0].p, 4, &page->page) == 4 && s[1].len == 10 &&
	       number(s[1].p + 8, 2, &page->edition) == 2 && s[2].len >= 10 &&
	       take_lccn(&s[3], page) && take_day(s[1].p, page);
}

static bool page_of_path(const char *path, struct chronam_page *page)
{
	struct part part[PARTS];
	size_t n = path != NULL ? split(path, part) : 0;

	page->by_reel = false;
	return n > 1 && (by_page(part, n, page) || by_day(part, n, page) ||
	                 by_reel(part, n, page));
}

/* A loose file's path begins in the folder that was named. */
bool chronam_page(const struct member *m, struct chronam_page *page)
{
	size_t n = strlen(m->path), len = m->archive ? strlen(m->archive) : 0;

	if (page_of_path(m->path, page))
		return true;
	return len >= n && strcmp(m->archive + len - n, m->path) == 0 &&
	       page_of_path(m->archive, page);
}

void chronam_identify(const struct chronam_page *p, struct article *a)
{
	const char *kind = p->by_reel ? "image" : "seq";

	buf_sets(&a->space, "chronam");
	buf_clear(&a->id);
	buf_addf(&a->id, "%s/%s/ed-%u/%s-%u", p->lccn, p->day, p->edition, kind,
	         p->page);
	buf_sets(&a->url, "https://chroniclingamerica.loc.gov/lccn/");
	buf_addf(&a->url, "%s/%s/ed-%u/", p->lccn, p->day, p->edition);
	if (!p->by_reel)
		buf_addf(&a->url, "seq-%u/", p->page);
	buf_clear(&a->headline);
	buf_addf(&a->headline, "%s, %s", p->lccn, p->day);
	if (p->edition > 1)
		buf_addf(&a->headline, ", edition %u", p->edition);
	buf_addf(&a->headline, ", %s %u", p->by_reel ? "image" : "page",
	         p->page);
	buf_sets(&a->source, p->lccn);
	(void)instant_parse(p->day, 10, &a->published);
	a->published.origin = INSTANT_FROM_PATH;
}
