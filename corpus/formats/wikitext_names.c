/* What the words of wikis mean: namespaces, templates, headings. */
#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "corpus/date.h"
#include "corpus/formats/wikitext.h"

static struct xml_str trimmed(const char *p, size_t len)
{
	while (len > 0 && isspace((unsigned char)*p)) {
		p++;
		len--;
	}
	while (len > 0 && isspace((unsigned char)p[len - 1]))
		len--;
	return (struct xml_str){ p, len };
}

static bool same(struct xml_str s, const char *word)
{
	return strlen(word) == s.len && strncasecmp(s.p, word, s.len) == 0;
}

static bool is_in(const char *const *list, size_t n, struct xml_str s)
{
	for (size_t i = 0; i < n; i++)
		if (same(s, list[i]))
			return true;
	return false;
}

#define IS_IN(list, s) is_in((list), sizeof(list) / sizeof *(list), (s))

/* ---- headings ----------------------------------------------------------------- */

static const char *const sources[] = {
	"Sources",     "Source",      "References",     "Quellen",
	"Quelle",      "Einzelnachweise", "Fuentes",    "Fuente",
	"Referencias", "Fonti",       "Fonte",          "Fontes",
	"Fonts",       "Referências", "Références",     "Źródła",
	"Źródło",      "Przypisy",    "Källor",         "Källa",
	"Bronnen",     "Bron",        "Kilder",         "Kilde",
	"Lähteet",     "Zdroje",      "Források",       "Surse",
	"Kaynaklar",   "Kaynak",      "Источники",      "Источник",
	"Примечания",  "Джерела",     "Джерело",        "Извори",
	"Извор",       "Източници",   "Πηγές",          "来源",
	"來源",        "消息来源",    "消息來源",       "新聞來源",
	"情報源",      "出典",        "출처",           "المصادر",
	"منابع",       "מקורות",      "Notes and references",
};

static const char *const beside[] = {
	"Related news",        "Related articles",   "Related stories",
	"Related",             "See also",           "External links",
	"External link",       "Further reading",    "Notes",
	"Footnotes",           "Sister links",       "Bibliography",
	"Siehe auch",          "Weblinks",           "Themenverwandte Artikel",
	"Verwandte Artikel",   "Literatur",          "Voir aussi",
	"Liens externes",      "Articles connexes",  "Notes et références",
	"Véase también",       "Enlaces externos",   "Noticias relacionadas",
	"Artículos relacionados", "Enlaces relacionados", "Voci correlate",
	"Articoli correlati",  "Collegamenti esterni", "Notizie correlate",
	"Ver também",          "Ligações externas",  "Notícias relacionadas",
	"Zobacz też",          "Linki zewnętrzne",   "Zobacz także",
	"Se även",             "Externa länkar",     "Zie ook",
	"Externe links",       "См. также",          "Ссылки",
	"Див. також",          "Посилання",          "関連記事",
	"外部リンク",          "関連項目",           "相关新闻",
	"相關新聞",            "外部链接",           "外部連結",
	"参考文献",            "Enllaços externs",   "Notícies relacionades",
};

enum wiki_section wiki_section_of(struct xml_str heading)
{
	heading = trimmed(heading.p, heading.len);
	while (heading.len > 0 && heading.p[heading.len - 1] == ':')
		heading.len--;
	return IS_IN(sources, heading) ? WIKI_SOURCES
	       : IS_IN(beside, heading) ? WIKI_BESIDE
	                                : WIKI_TEXT;
}

/* ---- links -------------------------------------------------------------------- */

/* Names that a wiki has besides those it tells: the older ones. */
static const char *const files[] = {
	"File",  "Image",  "Media",   "Datei",     "Bild",  "Fichier",
	"Archivo", "Imagen", "Ficheiro", "Imagem", "Immagine", "Plik",
	"Grafika", "Bestand", "Afbeelding", "Fil", "Изображение", "Файл",
};

/* Wikis of the same family. */
static const char *const family[] = {
	"wikipedia", "wikt", "wiktionary", "commons", "wikinews", "wikisource",
	"wikiquote", "wikibooks", "meta", "species", "wikidata",
};

static bool is_name(struct xml_str s, struct xml_str name)
{
	return name.len > 0 && s.len == name.len &&
	       strncasecmp(s.p, name.p, s.len) == 0;
}

/* "de", "zh-min-nan": the same page in another language. */
static bool is_language(struct xml_str s)
{
	if (s.len < 2 || s.len > 12 || (s.len > 3 && s.p[2] != '-' &&
	                                s.p[3] != '-' && !same(s, "simple")))
		return false;
	for (size_t i = 0; i < s.len; i++)
		if (!islower((unsigned char)s.p[i]) && s.p[i] != '-')
			return false;
	return true;
}

static struct xml_str words_of(struct xml_str target, struct xml_str prefix)
{
	if (prefix.len == 1 || IS_IN(family, prefix))
		return trimmed(target.p + prefix.len + 1,
		               target.len - prefix.len - 1);
	return target;
}

struct xml_str wiki_link(struct wikitext *w, const struct wiki_names *names,
                         struct xml_str link)
{
	static const struct xml_str none = { "", 0 };
	const char *bar = memchr(link.p, WIKI_BAR, link.len), *colon;
	struct xml_str target = link, prefix = none;
	bool plain;

	if (bar != NULL)
		target.len = (size_t)(bar - link.p);
	target = trimmed(target.p, target.len);
	plain = target.len > 0 && *target.p == ':';
	if (plain)
		target = trimmed(target.p + 1, target.len - 1);
	colon = memchr(target.p, ':', target.len);
	if (colon != NULL)
		prefix = trimmed(target.p, (size_t)(colon - target.p));
	if (!plain && (IS_IN(files, prefix) || is_name(prefix, names->file)))
		return none;
	if (!plain && (same(prefix, "Category") ||
	               is_name(prefix, names->category))) {
		struct xml_str name = trimmed(
		        colon + 1, (size_t)(target.p + target.len - colon) - 1);

		w->published |= same(name, "Published");
		strings_add(&w->categories, name.p, name.len);
		return none;
	}
	if (bar == NULL)
		return !plain && is_language(prefix) ? none
		                                     : words_of(target, prefix);
	link.len -= (size_t)(bar + 1 - link.p);
	link.p = bar + 1;
	if (link.len > 0)
		return link;
	/* "[[Ship (transport)|]]" */
	bar = memmem(target.p, target.len, " (", 2);
	if (bar != NULL && target.p[target.len - 1] == ')')
		target.len = (size_t)(bar - target.p);
	return words_of(target, prefix);
}

/* ---- templates ---------------------------------------------------------------- */

enum effect {
	DROP = 0,
	LAST,  /* its last argument is shown: {{w|Dover|the port}} */
	FIRST,
	SECOND,
	QUOTE, /* the first, as a paragraph */
	DATE,
	BYLINE,
	PUBLISHED,
	WORDS, /* constant words */
};

static const struct {
	const char *name;
	enum effect effect;
	const char *words;
} templates[] = {
	{ "w", LAST, NULL },          { "wp", LAST, NULL },
	{ "lien", FIRST, NULL },      { "wl", LAST, NULL },
	{ "nowrap", FIRST, NULL },    { "abbr", FIRST, NULL },
	{ "flag", FIRST, NULL },      { "flagcountry", FIRST, NULL },
	{ "lang", SECOND, NULL },     { "langue", SECOND, NULL },
	{ "small", FIRST, NULL },     { "sic", FIRST, NULL },
	{ "quote", QUOTE, NULL },     { "quoteleft", QUOTE, NULL },
	{ "quoteright", QUOTE, NULL }, { "cquote", QUOTE, NULL },
	{ "quotation", QUOTE, NULL }, { "blockquote", QUOTE, NULL },
	{ "pull quote", QUOTE, NULL }, { "citation", QUOTE, NULL },
	{ "citation bloc", QUOTE, NULL }, { "cita", QUOTE, NULL },
	{ "zitat", QUOTE, NULL },     { "cytat", QUOTE, NULL },
	{ "citat", QUOTE, NULL },     { "citazione", QUOTE, NULL },
	{ "date", DATE, NULL },       { "datum", DATE, NULL },
	{ "data", DATE, NULL },       { "fecha", DATE, NULL },
	{ "dato", DATE, NULL },       { "tarih", DATE, NULL },
	{ "dátum", DATE, NULL },      { "päiväys", DATE, NULL },
	{ "дата", DATE, NULL },       { "Дата", DATE, NULL },
	{ "датум", DATE, NULL },      { "Датум", DATE, NULL },
	{ "日付", DATE, NULL },       { "byline", BYLINE, NULL },
	{ "publish", PUBLISHED, NULL }, { "published", PUBLISHED, NULL },
	{ "archive", PUBLISHED, NULL }, { "archived", PUBLISHED, NULL },
	{ "nbsp", WORDS, " " },       { "ndash", WORDS, "\xe2\x80\x93" },
	{ "mdash", WORDS, "\xe2\x80\x94" }, { "--", WORDS, "\xe2\x80\x94" },
	{ "snd", WORDS, " \xe2\x80\x93 " }, { "!", WORDS, "|" },
	{ "=", WORDS, "=" },
};

/* The next argument of *all, from behind its name on; *key, what it is called.
 * False where there is none. */
static bool next_arg(struct xml_str *all, struct xml_str *key,
                     struct xml_str *value)
{
	const char *bar, *eq;
	size_t n, k = 0;

	if (all->len == 0 || *all->p != WIKI_BAR)
		return false;
	all->p++;
	all->len--;
	bar = memchr(all->p, WIKI_BAR, all->len);
	n = bar != NULL ? (size_t)(bar - all->p) : all->len;
	*value = trimmed(all->p, n);
	*key = (struct xml_str){ "", 0 };
	eq = memchr(all->p, '=', n);
	while (eq != NULL && all->p + k < eq &&
	       (isalnum((unsigned char)all->p[k]) || all->p[k] == ' ' ||
	        all->p[k] == '_' || all->p[k] == '-' || all->p[k] == '\n'))
		k++;
	if (eq != NULL && all->p + k == eq && k > 0) {
		*key = trimmed(all->p, k);
		*value = trimmed(eq + 1, n - k - 1);
	}
	all->p += n;
	all->len -= n;
	return true;
}

/* The argument of a number from 1 on, 0 for the last that has one; or of a
 * name. */
static struct xml_str arg(struct xml_str all, size_t want, const char *name)
{
	struct xml_str key, value, found = { "", 0 };
	size_t n = 0;

	while (next_arg(&all, &key, &value)) {
		bool counts = key.len == 0;

		if (key.len == 1 && isdigit((unsigned char)*key.p)) {
			n = (size_t)(*key.p - '1');
			counts = true;
		}
		n += counts;
		if (name != NULL ? same(key, name)
		                 : counts && (want == 0 || n == want))
			found = value;
	}
	return found;
}

/* {{date|January 2, 2006}}, {{date|2|January|2006}} */
static void read_date(struct wikitext *w, struct xml_str args)
{
	struct xml_str key, value;
	struct buf all = BUF_INIT;

	if (w->date.precision != INSTANT_NONE)
		return;
	while (next_arg(&args, &key, &value) && all.len < 200)
		if (key.len == 0 || *key.p == '1') {
			buf_add(&all, value.p, value.len);
			buf_addc(&all, ' ');
		}
	(void)date_parse(buf_str(&all), all.len, DATE_ORDER_UNKNOWN, &w->date);
	buf_release(&all);
}

static struct xml_str apply(struct wikitext *w, enum effect e,
                            struct xml_str args, bool *block)
{
	struct xml_str s = { "", 0 };

	switch (e) {
	case LAST:
		return arg(args, 0, NULL);
	case FIRST:
		return arg(args, 1, NULL);
	case SECOND:
		return arg(args, 2, NULL);
	case QUOTE:
		*block = true;
		s = arg(args, 1, NULL);
		return s.len > 0 ? s : arg(args, 0, "text");
	case DATE:
		read_date(w, args);
		return s;
	case BYLINE:
		s = arg(args, 0, "location");
		strings_add(&w->places, s.p, s.len);
		s = arg(args, 0, "date");
		if (w->date.precision == INSTANT_NONE)
			(void)date_parse(s.p, s.len, DATE_ORDER_UNKNOWN,
			                 &w->date);
		return (struct xml_str){ "", 0 };
	case PUBLISHED:
		w->published = true;
		return s;
	default:
		return s;
	}
}

struct xml_str wiki_template(struct wikitext *w, struct xml_str all,
                             bool *block)
{
	const char *bar = memchr(all.p, WIKI_BAR, all.len);
	size_t n = bar != NULL ? (size_t)(bar - all.p) : all.len;
	struct xml_str name = trimmed(all.p, n), args = { all.p + n, all.len - n };

	*block = false;
	for (size_t i = 0; i < sizeof templates / sizeof *templates; i++)
		if (same(name, templates[i].name))
			return templates[i].effect == WORDS
			               ? (struct xml_str){
					         templates[i].words,
					         strlen(templates[i].words) }
			               : apply(w, templates[i].effect, args,
			                       block);
	return (struct xml_str){ "", 0 };
}
