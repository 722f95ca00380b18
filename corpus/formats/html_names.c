#include "corpus/formats/html_names.h"

#include <ctype.h>
#include <string.h>

const struct html_name html_names[] = {
	{ "aboutauthor", HTML_NAME_BESIDE, HTML_FACT_NONE },
	{ "ads", HTML_NAME_MAYBE, HTML_FACT_NONE },
	{ "advert", HTML_NAME_BESIDE, HTML_FACT_NONE },
	{ "advertisement", HTML_NAME_BESIDE, HTML_FACT_NONE },
	{ "adverts", HTML_NAME_BESIDE, HTML_FACT_NONE },
	{ "articlebody", HTML_NAME_BODY, HTML_FACT_NONE },
	{ "articlecontent", HTML_NAME_BODY, HTML_FACT_NONE },
	{ "articlecopy", HTML_NAME_BODY, HTML_FACT_NONE },
	{ "articledate", HTML_NAME_NOTE, HTML_FACT_DATE },
	{ "articlemain", HTML_NAME_BODY, HTML_FACT_NONE },
	{ "articlemeta", HTML_NAME_BESIDE, HTML_FACT_NONE },
	{ "articletext", HTML_NAME_BODY, HTML_FACT_NONE },
	{ "articletools", HTML_NAME_BESIDE, HTML_FACT_NONE },
	{ "author", HTML_NAME_NOTE, HTML_FACT_AUTHOR },
	{ "authorbio", HTML_NAME_BESIDE, HTML_FACT_NONE },
	{ "authorbox", HTML_NAME_BESIDE, HTML_FACT_NONE },
	{ "authors", HTML_NAME_NOTE, HTML_FACT_AUTHOR },
	{ "banner", HTML_NAME_MAYBE, HTML_FACT_NONE },
	{ "bodycontent", HTML_NAME_BODY, HTML_FACT_NONE },
	{ "bodycopy", HTML_NAME_BODY, HTML_FACT_NONE },
	{ "breadcrumb", HTML_NAME_BESIDE, HTML_FACT_NONE },
	{ "breadcrumbs", HTML_NAME_BESIDE, HTML_FACT_NONE },
	{ "byline", HTML_NAME_BESIDE, HTML_FACT_AUTHOR },
	{ "caption", HTML_NAME_MAYBE, HTML_FACT_NONE },
	{ "captions", HTML_NAME_MAYBE, HTML_FACT_NONE },
	{ "comentario", HTML_NAME_TALK, HTML_FACT_NONE },
	{ "comentarios", HTML_NAME_TALK, HTML_FACT_NONE },
	{ "comment", HTML_NAME_TALK, HTML_FACT_NONE },
	{ "commentaire", HTML_NAME_TALK, HTML_FACT_NONE },
	{ "commentaires", HTML_NAME_TALK, HTML_FACT_NONE },
	{ "commenti", HTML_NAME_TALK, HTML_FACT_NONE },
	{ "comments", HTML_NAME_TALK, HTML_FACT_NONE },
	{ "consent", HTML_NAME_BESIDE, HTML_FACT_NONE },
	{ "contentbody", HTML_NAME_BODY, HTML_FACT_NONE },
	{ "cookie", HTML_NAME_BESIDE, HTML_FACT_NONE },
	{ "cookies", HTML_NAME_BESIDE, HTML_FACT_NONE },
	{ "copyright", HTML_NAME_BESIDE, HTML_FACT_NONE },
	{ "credit", HTML_NAME_MAYBE, HTML_FACT_NONE },
	{ "dateline", HTML_NAME_MAYBE, HTML_FACT_NONE },
	{ "datepublished", HTML_NAME_NOTE, HTML_FACT_DATE },
	{ "datetime", HTML_NAME_NOTE, HTML_FACT_DATE },
	{ "detailtext", HTML_NAME_BODY, HTML_FACT_NONE },
	{ "disclaimer", HTML_NAME_BESIDE, HTML_FACT_NONE },
	{ "disqus", HTML_NAME_TALK, HTML_FACT_NONE },
	{ "dropdown", HTML_NAME_MAYBE, HTML_FACT_NONE },
	{ "dsgvo", HTML_NAME_BESIDE, HTML_FACT_NONE },
	{ "embed", HTML_NAME_STATE, HTML_FACT_NONE },
	{ "entrycontent", HTML_NAME_BODY, HTML_FACT_NONE },
	{ "entrydate", HTML_NAME_NOTE, HTML_FACT_DATE },
	{ "entrymeta", HTML_NAME_BESIDE, HTML_FACT_NONE },
	{ "fieldbody", HTML_NAME_BODY, HTML_FACT_NONE },
	{ "footer", HTML_NAME_BESIDE, HTML_FACT_NONE },
	{ "gallery", HTML_NAME_MAYBE, HTML_FACT_NONE },
	{ "gdpr", HTML_NAME_BESIDE, HTML_FACT_NONE },
	{ "hidden", HTML_NAME_STATE, HTML_FACT_NONE },
	{ "infobox", HTML_NAME_BESIDE, HTML_FACT_NONE },
	{ "jprelatedposts", HTML_NAME_BESIDE, HTML_FACT_NONE },
	{ "kommentar", HTML_NAME_TALK, HTML_FACT_NONE },
	{ "kommentare", HTML_NAME_TALK, HTML_FACT_NONE },
	{ "kommentarer", HTML_NAME_TALK, HTML_FACT_NONE },
	{ "login", HTML_NAME_BESIDE, HTML_FACT_NONE },
	{ "masthead", HTML_NAME_BESIDE, HTML_FACT_NONE },
	{ "menu", HTML_NAME_BESIDE, HTML_FACT_NONE },
	{ "metadata", HTML_NAME_MAYBE, HTML_FACT_NONE },
	{ "modal", HTML_NAME_STATE, HTML_FACT_NONE },
	{ "morenews", HTML_NAME_BESIDE, HTML_FACT_NONE },
	{ "morestories", HTML_NAME_BESIDE, HTML_FACT_NONE },
	{ "mostpopular", HTML_NAME_BESIDE, HTML_FACT_NONE },
	{ "mostread", HTML_NAME_BESIDE, HTML_FACT_NONE },
	{ "nav", HTML_NAME_BESIDE, HTML_FACT_NONE },
	{ "navbar", HTML_NAME_BESIDE, HTML_FACT_NONE },
	{ "navigation", HTML_NAME_BESIDE, HTML_FACT_NONE },
	{ "newsbody", HTML_NAME_BODY, HTML_FACT_NONE },
	{ "newscontent", HTML_NAME_BODY, HTML_FACT_NONE },
	{ "newsletter", HTML_NAME_BESIDE, HTML_FACT_NONE },
	{ "newstext", HTML_NAME_BODY, HTML_FACT_NONE },
	{ "noprint", HTML_NAME_MAYBE, HTML_FACT_NONE },
	{ "outbrain", HTML_NAME_BESIDE, HTML_FACT_NONE },
	{ "pagecontent", HTML_NAME_BODY, HTML_FACT_NONE },
	{ "pager", HTML_NAME_BESIDE, HTML_FACT_NONE },
	{ "pagination", HTML_NAME_BESIDE, HTML_FACT_NONE },
	{ "popup", HTML_NAME_BOX, HTML_FACT_NONE },
	{ "postbody", HTML_NAME_BODY, HTML_FACT_NONE },
	{ "postcontent", HTML_NAME_BODY, HTML_FACT_NONE },
	{ "postdate", HTML_NAME_NOTE, HTML_FACT_DATE },
	{ "postentry", HTML_NAME_BODY, HTML_FACT_NONE },
	{ "postmeta", HTML_NAME_BESIDE, HTML_FACT_NONE },
	{ "posttime", HTML_NAME_NOTE, HTML_FACT_DATE },
	{ "printfriendly", HTML_NAME_BESIDE, HTML_FACT_NONE },
	{ "printonly", HTML_NAME_MAYBE, HTML_FACT_NONE },
	{ "promo", HTML_NAME_MAYBE, HTML_FACT_NONE },
	{ "promoted", HTML_NAME_BESIDE, HTML_FACT_NONE },
	{ "pubdate", HTML_NAME_NOTE, HTML_FACT_DATE },
	{ "publishdate", HTML_NAME_NOTE, HTML_FACT_DATE },
	{ "publisheddate", HTML_NAME_NOTE, HTML_FACT_DATE },
	{ "publishedtime", HTML_NAME_NOTE, HTML_FACT_DATE },
	{ "reacties", HTML_NAME_TALK, HTML_FACT_NONE },
	{ "readmore", HTML_NAME_MAYBE, HTML_FACT_NONE },
	{ "recommendations", HTML_NAME_BESIDE, HTML_FACT_NONE },
	{ "recommended", HTML_NAME_BESIDE, HTML_FACT_NONE },
	{ "related", HTML_NAME_BESIDE, HTML_FACT_NONE },
	{ "relatedposts", HTML_NAME_BESIDE, HTML_FACT_NONE },
	{ "richtext", HTML_NAME_BODY, HTML_FACT_NONE },
	{ "rollover", HTML_NAME_BOX, HTML_FACT_NONE },
	{ "screenreadertext", HTML_NAME_BESIDE, HTML_FACT_NONE },
	{ "seealso", HTML_NAME_BESIDE, HTML_FACT_NONE },
	{ "share", HTML_NAME_BESIDE, HTML_FACT_NONE },
	{ "sharing", HTML_NAME_BESIDE, HTML_FACT_NONE },
	{ "sidebar", HTML_NAME_BESIDE, HTML_FACT_NONE },
	{ "signup", HTML_NAME_BESIDE, HTML_FACT_NONE },
	{ "singlecontent", HTML_NAME_BODY, HTML_FACT_NONE },
	{ "skiplink", HTML_NAME_BESIDE, HTML_FACT_NONE },
	{ "slideshow", HTML_NAME_MAYBE, HTML_FACT_NONE },
	{ "social", HTML_NAME_BESIDE, HTML_FACT_NONE },
	{ "sponsored", HTML_NAME_BESIDE, HTML_FACT_NONE },
	{ "sronly", HTML_NAME_BESIDE, HTML_FACT_NONE },
	{ "storybody", HTML_NAME_BODY, HTML_FACT_NONE },
	{ "storycontent", HTML_NAME_BODY, HTML_FACT_NONE },
	{ "storydate", HTML_NAME_NOTE, HTML_FACT_DATE },
	{ "storytext", HTML_NAME_BODY, HTML_FACT_NONE },
	{ "storytools", HTML_NAME_BESIDE, HTML_FACT_NONE },
	{ "subscribe", HTML_NAME_BESIDE, HTML_FACT_NONE },
	{ "subscription", HTML_NAME_BESIDE, HTML_FACT_NONE },
	{ "taboola", HTML_NAME_BESIDE, HTML_FACT_NONE },
	{ "taglist", HTML_NAME_BESIDE, HTML_FACT_NONE },
	{ "tags", HTML_NAME_MAYBE, HTML_FACT_NONE },
	{ "tdpostcontent", HTML_NAME_BODY, HTML_FACT_NONE },
	{ "teaser", HTML_NAME_TEASER, HTML_FACT_NONE },
	{ "teasers", HTML_NAME_TEASER, HTML_FACT_NONE },
	{ "timestamp", HTML_NAME_MAYBE, HTML_FACT_DATE },
	{ "toc", HTML_NAME_MAYBE, HTML_FACT_NONE },
	{ "toolbar", HTML_NAME_BESIDE, HTML_FACT_NONE },
	{ "tooltip", HTML_NAME_BOX, HTML_FACT_NONE },
	{ "topbar", HTML_NAME_BESIDE, HTML_FACT_NONE },
	{ "trending", HTML_NAME_BESIDE, HTML_FACT_NONE },
	{ "videoplayer", HTML_NAME_MAYBE, HTML_FACT_NONE },
	{ "visuallyhidden", HTML_NAME_BESIDE, HTML_FACT_NONE },
	{ "widget", HTML_NAME_MAYBE, HTML_FACT_NONE },
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
	f->author |= html_names[k].fact == HTML_FACT_AUTHOR;
	f->date |= html_names[k].fact == HTML_FACT_DATE;
	switch (html_names[k].kind) {
	case HTML_NAME_NOTE:
		return;
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
