#include "corpus/formats/html_names.h"

#include <ctype.h>
#include <string.h>

const struct html_name html_names[] = {
	{ "aboutauthor", HTML_NAME_BESIDE },
	{ "ads", HTML_NAME_MAYBE },
	{ "advert", HTML_NAME_BESIDE },
	{ "advertisement", HTML_NAME_BESIDE },
	{ "adverts", HTML_NAME_BESIDE },
	{ "articlebody", HTML_NAME_BODY },
	{ "articlecontent", HTML_NAME_BODY },
	{ "articlecopy", HTML_NAME_BODY },
	{ "articlemain", HTML_NAME_BODY },
	{ "articlemeta", HTML_NAME_BESIDE },
	{ "articletext", HTML_NAME_BODY },
	{ "authorbio", HTML_NAME_BESIDE },
	{ "authorbox", HTML_NAME_BESIDE },
	{ "banner", HTML_NAME_MAYBE },
	{ "bodycontent", HTML_NAME_BODY },
	{ "bodycopy", HTML_NAME_BODY },
	{ "breadcrumb", HTML_NAME_BESIDE },
	{ "breadcrumbs", HTML_NAME_BESIDE },
	{ "byline", HTML_NAME_BESIDE },
	{ "caption", HTML_NAME_MAYBE },
	{ "captions", HTML_NAME_MAYBE },
	{ "comment", HTML_NAME_TALK },
	{ "comments", HTML_NAME_TALK },
	{ "consent", HTML_NAME_BESIDE },
	{ "contentbody", HTML_NAME_BODY },
	{ "cookie", HTML_NAME_BESIDE },
	{ "cookies", HTML_NAME_BESIDE },
	{ "copyright", HTML_NAME_BESIDE },
	{ "credit", HTML_NAME_MAYBE },
	{ "dateline", HTML_NAME_MAYBE },
	{ "detailtext", HTML_NAME_BODY },
	{ "disclaimer", HTML_NAME_BESIDE },
	{ "disqus", HTML_NAME_TALK },
	{ "dropdown", HTML_NAME_MAYBE },
	{ "dsgvo", HTML_NAME_BESIDE },
	{ "embed", HTML_NAME_STATE },
	{ "entrycontent", HTML_NAME_BODY },
	{ "entrymeta", HTML_NAME_BESIDE },
	{ "fieldbody", HTML_NAME_BODY },
	{ "footer", HTML_NAME_BESIDE },
	{ "gallery", HTML_NAME_MAYBE },
	{ "gdpr", HTML_NAME_BESIDE },
	{ "hidden", HTML_NAME_STATE },
	{ "infobox", HTML_NAME_BESIDE },
	{ "jprelatedposts", HTML_NAME_BESIDE },
	{ "login", HTML_NAME_BESIDE },
	{ "masthead", HTML_NAME_BESIDE },
	{ "menu", HTML_NAME_BESIDE },
	{ "metadata", HTML_NAME_MAYBE },
	{ "modal", HTML_NAME_STATE },
	{ "morenews", HTML_NAME_BESIDE },
	{ "morestories", HTML_NAME_BESIDE },
	{ "mostpopular", HTML_NAME_BESIDE },
	{ "mostread", HTML_NAME_BESIDE },
	{ "nav", HTML_NAME_BESIDE },
	{ "navbar", HTML_NAME_BESIDE },
	{ "navigation", HTML_NAME_BESIDE },
	{ "newsbody", HTML_NAME_BODY },
	{ "newscontent", HTML_NAME_BODY },
	{ "newsletter", HTML_NAME_BESIDE },
	{ "newstext", HTML_NAME_BODY },
	{ "noprint", HTML_NAME_MAYBE },
	{ "outbrain", HTML_NAME_BESIDE },
	{ "pagecontent", HTML_NAME_BODY },
	{ "pager", HTML_NAME_BESIDE },
	{ "pagination", HTML_NAME_BESIDE },
	{ "popup", HTML_NAME_BESIDE },
	{ "postbody", HTML_NAME_BODY },
	{ "postcontent", HTML_NAME_BODY },
	{ "postentry", HTML_NAME_BODY },
	{ "postmeta", HTML_NAME_BESIDE },
	{ "printfriendly", HTML_NAME_BESIDE },
	{ "printonly", HTML_NAME_MAYBE },
	{ "promo", HTML_NAME_MAYBE },
	{ "promoted", HTML_NAME_BESIDE },
	{ "readmore", HTML_NAME_MAYBE },
	{ "recommendations", HTML_NAME_BESIDE },
	{ "recommended", HTML_NAME_BESIDE },
	{ "related", HTML_NAME_BESIDE },
	{ "relatedposts", HTML_NAME_BESIDE },
	{ "richtext", HTML_NAME_BODY },
	{ "rollover", HTML_NAME_BESIDE },
	{ "screenreadertext", HTML_NAME_BESIDE },
	{ "seealso", HTML_NAME_BESIDE },
	{ "share", HTML_NAME_BESIDE },
	{ "sharing", HTML_NAME_BESIDE },
	{ "sidebar", HTML_NAME_BESIDE },
	{ "signup", HTML_NAME_BESIDE },
	{ "singlecontent", HTML_NAME_BODY },
	{ "skiplink", HTML_NAME_BESIDE },
	{ "slideshow", HTML_NAME_MAYBE },
	{ "social", HTML_NAME_BESIDE },
	{ "sponsored", HTML_NAME_BESIDE },
	{ "sronly", HTML_NAME_BESIDE },
	{ "storybody", HTML_NAME_BODY },
	{ "storycontent", HTML_NAME_BODY },
	{ "storytext", HTML_NAME_BODY },
	{ "subscribe", HTML_NAME_BESIDE },
	{ "subscription", HTML_NAME_BESIDE },
	{ "taboola", HTML_NAME_BESIDE },
	{ "taglist", HTML_NAME_BESIDE },
	{ "tags", HTML_NAME_MAYBE },
	{ "tdpostcontent", HTML_NAME_BODY },
	{ "teaser", HTML_NAME_TEASER },
	{ "teasers", HTML_NAME_TEASER },
	{ "timestamp", HTML_NAME_MAYBE },
	{ "toc", HTML_NAME_MAYBE },
	{ "toolbar", HTML_NAME_BESIDE },
	{ "tooltip", HTML_NAME_MAYBE },
	{ "topbar", HTML_NAME_BESIDE },
	{ "trending", HTML_NAME_BESIDE },
	{ "videoplayer", HTML_NAME_MAYBE },
	{ "visuallyhidden", HTML_NAME_BESIDE },
	{ "widget", HTML_NAME_MAYBE },
};

const size_t html_names_n = sizeof html_names / sizeof *html_names;

_Static_assert(sizeof html_names / sizeof *html_names <= HTML_NAMES_MAX,
               "more names than HTML_NAMES_MAX");

/* Longer than every name. */
#define NAME_MAX_LEN 24

static size_t find(const char *p, size_t len)
{
	size_t from = 0, to = html_names_n;

	while (from < to) {
		size_t mid = (from + to) / 2;
		const char *name = html_names[mid].name;
		int cmp = (unsigned char)name[0] - (unsigned char)p[0];

		if (cmp == 0)
			cmp = strncmp(name, p, len);
		if (cmp == 0)
			cmp = name[len] != '\0';
		if (cmp == 0)
			return mid;
		if (cmp < 0)
			from = mid + 1;
		else
			to = mid;
	}
	return html_names_n;
}

static bool is_word(char c)
{
	return isalnum((unsigned char)c) || (unsigned char)c >= 0x80;
}

static bool word_starts(const char *s, const char *p)
{
	return p == s || !is_word(p[-1]) ||
	       (isupper((unsigned char)p[0]) && islower((unsigned char)p[-1]));
}

static bool word_ends(const char *p)
{
	return !is_word(*p) || isdigit((unsigned char)*p) ||
	       (isupper((unsigned char)*p) && islower((unsigned char)p[-1]));
}

static bool is_blank(char c)
{
	return c == '\0' || (unsigned char)c <= ' ';
}

/* "no-sidebar", "hasComments": the page says how it is laid out. */
static bool is_about(const char *s, const char *p)
{
	static const char *const words[] = { "has", "no", "not", "with",
		                             "without" };

	if (p > s && (p[-1] == '-' || p[-1] == '_'))
		p--;
	for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
		size_t n = strlen(words[i]);

		if ((size_t)(p - s) >= n && memcmp(p - n, words[i], n) == 0 &&
		    word_starts(s, p - n))
			return true;
	}
	return false;
}

static void add(struct html_found *f, size_t k, const char *s, const char *from,
                const char *to)
{
	switch (html_names[k].kind) {
	case HTML_NAME_BODY:
		f->body = true;
		return;
	case HTML_NAME_STATE:
		if ((from != s && !is_blank(from[-1])) || !is_blank(*to))
			return;
		break;
	default:
		if (is_about(s, from))
			return;
	}
	if (f->beside == html_names_n)
		f->beside = k;
}

/* The names that begin with the word at p. */
static void find_from(const char *s, const char *p, struct html_found *f)
{
	char name[NAME_MAX_LEN];
	size_t n = 0;

	for (const char *q = p; n < sizeof name; q++) {
		if (*q == '-' || *q == '_') {
			if (!is_word(q[1]))
				return;
			continue;
		}
		if (!is_word(*q))
			return;
		name[n++] = (char)tolower((unsigned char)*q);
		if (word_ends(q + 1)) {
			size_t k = find(name, n);

			if (k < html_names_n)
				add(f, k, s, p, q + 1);
		}
	}
}

void html_names_find(const char *s, struct html_found *f)
{
	for (const char *p = s; p != NULL && *p != '\0'; p++)
		if (is_word(*p) && word_starts(s, p))
			find_from(s, p, f);
}
