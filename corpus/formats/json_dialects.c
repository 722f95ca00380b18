#include "corpus/formats/json_map.h"

/* The first row whose signature a record has.  Rows with the more telling
 * signatures come first.  clang-format would make one column of each row. */
/* clang-format off */
const struct json_dialect json_dialects[] = {
	{
		.name = "tweet",
		.signature = "user.screen_name",
		.special = json_tweet,
	},
	{
		.name = "washington-post",
		.signature = "id article_url contents",
		.space = "washington-post", .source = "The Washington Post",
		.path = {
			[JSON_URL] = "article_url",
			[JSON_DECK] = "contents[type=deck].content",
			[JSON_AUTHORS] =
			        "author|contents[type=byline].content",
			[JSON_PUBLISHED] =
			        "published_date|contents[type=date].content",
			[JSON_SECTION] = "contents[type=kicker].content",
			[JSON_BODY] = "",
		},
		.special = json_wapo,
	},
	{
		.name = "news-please",
		.signature = "maintext date_publish source_domain",
		.path = {
			[JSON_ID] = "url",
			[JSON_HEADLINE] = "title|title_page|title_rss",
			[JSON_DECK] = "description",
			[JSON_PUBLISHED] = "date_publish",
			[JSON_UPDATED] = "date_modify",
			[JSON_SOURCE] = "source_domain",
			[JSON_BODY] = "maintext|text",
		},
	},
	{
		.name = "webz",
		.signature = "uuid thread published",
		.space = "webz",
		.path = {
			[JSON_ID] = "uuid",
			[JSON_URL] = "url|thread.url",
			[JSON_HEADLINE] = "title|thread.title_full|"
			                  "thread.title",
			[JSON_DECK] = "",
			[JSON_PUBLISHED] = "published|thread.published",
			[JSON_SOURCE] = "thread.site_full|thread.site",
			[JSON_SECTION] =
			        "thread.section_title|thread.site_categories",
			[JSON_KEYWORDS] = "categories|entities.persons[].name",
			[JSON_PLACES] = "entities.locations[].name",
		},
		.special = json_webz,
	},
	{
		.name = "fundus",
		.signature = "plaintext publishing_date",
		.path = {
			[JSON_URL] = "html.requested_url|url",
			[JSON_DECK] = "body.summary",
			[JSON_PUBLISHED] = "publishing_date",
			[JSON_SOURCE] = "publisher|source",
			[JSON_KEYWORDS] = "topics",
			[JSON_SECTION] = "",
			[JSON_BODY] = "",
		},
		.special = json_fundus,
	},
	{
		.name = "ninjs-2",
		.signature = "uri headlines bodies|versioncreated",
		.space = "ninjs",
		.path = {
			[JSON_ID] = "uri",
			[JSON_HEADLINE] =
			        "headlines[role=main].value|headlines[].value",
			[JSON_DECK] = "headlines[role=sub].value|"
			              "descriptions[].value",
			[JSON_AUTHORS] = "by|authors[].name",
			[JSON_PUBLISHED] = "firstcreated|contentcreated|"
			                   "versioncreated",
			[JSON_UPDATED] = "versioncreated",
			[JSON_SOURCE] = "infosources[].name",
			[JSON_SECTION] = "genres[].name",
			[JSON_KEYWORDS] = "keywords",
			[JSON_PLACES] = "places[].name|located",
			[JSON_RIGHTS] = "copyrightnotice|rightsinfo",
			[JSON_BODY] = "bodies[contenttype=text/html].value|"
			              "bodies[].value",
		},
		.special = json_ninjs,
	},
	{
		/* The text itself is in a rendition, a file of its own. */
		.name = "ap",
		.signature = "altids.itemid versioncreated",
		.space = "ap",
		.path = {
			[JSON_ID] = "altids.itemid",
			[JSON_URL] = "links[rel=canonical].href",
			[JSON_HEADLINE] = "headline|title",
			[JSON_DECK] = "headline_extended|description_summary|"
			              "description_*",
			[JSON_AUTHORS] = "bylines[].by|byline",
			[JSON_PUBLISHED] = "firstcreated|versioncreated",
			[JSON_UPDATED] = "versioncreated",
			[JSON_SOURCE] = "provider|infosource[].name",
			[JSON_SECTION] = "genre[].name",
			[JSON_KEYWORDS] = "keywords",
			[JSON_PLACES] = "datelinelocation.city|place[].name",
			[JSON_RIGHTS] = "copyrightnotice|usageterms",
			[JSON_BODY] = "body_xhtml|body_html|body_text|body_*",
		},
		.special = json_ninjs,
	},
	{
		.name = "ninjs",
		.signature = "versioncreated headline|uri|guid",
		.space = "ninjs",
		.path = {
			[JSON_ID] = "uri|guid",
			[JSON_URL] = "canonicalurl|canonical_url",
			[JSON_HEADLINE] = "headline|headline_*",
			[JSON_DECK] = "description_text|description_summary|"
			              "description_*",
			[JSON_AUTHORS] = "byline|bylines[].by|authors[].name",
			[JSON_PUBLISHED] = "firstcreated|firstpublished|"
			                   "versioncreated",
			[JSON_UPDATED] = "versioncreated",
			[JSON_SOURCE] = "source|infosource[].name|provider",
			[JSON_SECTION] = "service[].name|genre[].name|genre",
			[JSON_KEYWORDS] = "keywords",
			[JSON_PLACES] = "place[].name|located|datelinelocation."
			                "city",
			[JSON_RIGHTS] = "copyrightnotice|copyrightline",
			[JSON_BODY] = "body_xhtml|body_html|body_text|body_*",
		},
		.special = json_ninjs,
	},
	{
		.name = "newsapi",
		.signature = "source.name publishedAt url",
		.path = {
			[JSON_ID] = "url",
			[JSON_SOURCE] = "source.name",
			[JSON_PUBLISHED] = "publishedAt",
			[JSON_BODY] = "content|description",
		},
		.special = json_newsapi,
	},
	{
		.name = "event-registry",
		.signature = "uri dateTime isDuplicate",
		.space = "event-registry",
		.path = {
			[JSON_ID] = "uri",
			[JSON_AUTHORS] = "authors[].name",
			[JSON_PUBLISHED] = "dateTimePub|dateTime",
			[JSON_SOURCE] = "source.title|source.uri",
			[JSON_SECTION] = "categories[].label",
			[JSON_KEYWORDS] = "concepts[].label.eng",
		},
	},
	{
		.name = "guardian",
		.signature = "webTitle webPublicationDate",
		.space = "guardian", .source = "The Guardian",
		.path = {
			[JSON_ID] = "id",
			[JSON_URL] = "webUrl",
			[JSON_HEADLINE] = "fields.headline|webTitle",
			[JSON_DECK] = "fields.standfirst|fields.trailText",
			[JSON_AUTHORS] = "tags[type=contributor].webTitle|"
			                 "fields.byline",
			[JSON_PUBLISHED] = "webPublicationDate",
			[JSON_UPDATED] = "fields.lastModified",
			[JSON_SOURCE] = "fields.publication",
			[JSON_SECTION] = "sectionName",
			[JSON_LANGUAGE] = "fields.lang",
			[JSON_KEYWORDS] = "tags[type=keyword].webTitle",
			[JSON_BODY] = "fields.body|fields.bodyText|"
			              "blocks.body[].bodyHtml",
		},
	},
	{
		.name = "nyt",
		.signature = "web_url headline.main",
		.space = "nyt", .source = "The New York Times",
		.path = {
			[JSON_ID] = "_id|uri",
			[JSON_URL] = "web_url",
			[JSON_HEADLINE] =
			        "headline.main|headline.print_headline",
			[JSON_DECK] = "abstract|snippet",
			[JSON_AUTHORS] = "byline.original",
			[JSON_PUBLISHED] = "pub_date",
			[JSON_SECTION] = "section_name|news_desk",
			[JSON_KEYWORDS] = "keywords[name=subject].value",
			[JSON_PLACES] = "keywords[name=glocations].value",
			[JSON_BODY] = "lead_paragraph|abstract|snippet",
		},
		.special = json_nyt,
	},
	{
		.name = "nyt-top",
		.signature = "des_facet published_date",
		.space = "nyt", .source = "The New York Times",
		.path = {
			[JSON_ID] = "uri",
			[JSON_DECK] = "abstract",
			[JSON_KEYWORDS] = "des_facet",
			[JSON_PLACES] = "geo_facet",
			[JSON_BODY] = "abstract",
		},
		.special = json_nyt,
	},
	{
		.name = "nela-gt",
		.signature = "id source content published_utc",
		.path = {
			[JSON_PUBLISHED] = "published_utc|published|date",
			[JSON_SOURCE] = "source",
		},
	},
	{
		.name = "signal-1m",
		.signature = "id content media-type published",
		.space = "signal-1m",
		.path = {
			[JSON_SECTION] = "media-type",
		},
	},
	{
		.name = "realnews",
		.signature = "text domain publish_date",
		.path = {
			[JSON_ID] = "url",
			[JSON_PUBLISHED] = "publish_date",
			[JSON_SOURCE] = "domain",
		},
		.order = DATE_ORDER_MDY,
	},
	{
		.name = "cc-news",
		.signature = "text domain image_url",
		.path = {
			[JSON_ID] = "url",
			[JSON_SOURCE] = "domain",
		},
	},
	{
		.name = "newscatcher",
		.signature = "link published_date clean_url",
		.path = {
			[JSON_URL] = "link",
			[JSON_DECK] = "description|excerpt",
			[JSON_PUBLISHED] = "published_date",
			[JSON_SOURCE] = "name_source|rights|clean_url",
			[JSON_SECTION] = "topic|theme",
			[JSON_BODY] = "content|summary",
		},
	},
	{
		.name = "newscatcher",
		.signature = "link published_date domain_url",
		.path = {
			[JSON_URL] = "link",
			[JSON_DECK] = "description|excerpt",
			[JSON_PUBLISHED] = "published_date",
			[JSON_SOURCE] = "name_source|domain_url",
			[JSON_SECTION] = "topic|theme",
			[JSON_BODY] = "content|summary",
		},
	},
	{
		.name = "neuclir",
		.signature = "id cc_file text",
		.space = "neuclir",
		.path = {
			[JSON_PUBLISHED] = "time",
		},
		.special = json_neuclir,
	},
	{
		.name = "huffpost",
		.signature = "category headline link short_description",
		.source = "HuffPost",
		.path = {
			[JSON_ID] = "link",
			[JSON_URL] = "link",
			[JSON_DECK] = "short_description",
			[JSON_SOURCE] = "",
		},
	},
	{
		.name = "trafilatura",
		.signature = "fingerprint hostname text",
		.path = {
			[JSON_ID] = "url|source",
			[JSON_URL] = "url|source",
			[JSON_DECK] = "excerpt|description",
			[JSON_SOURCE] = "sitename|hostname|source-hostname",
			[JSON_SECTION] = "categories",
			[JSON_BODY] = "text|raw_text",
		},
	},
	{
		.name = NULL,
		.path = {
			[JSON_ID] = "id|_id|uuid|guid|docid|doc_id|article_id|"
			            "@id",
			[JSON_URL] = "url|link|href|permalink|web_url|"
			             "canonical|canonical_url|"
			             "mainEntityOfPage|external_url",
			[JSON_HEADLINE] = "headline|title|head|heading",
			[JSON_DECK] = "deck|dek|subtitle|subheading|"
			              "standfirst|summary|description|abstract|"
			              "lead|excerpt",
			[JSON_AUTHORS] = "authors|author|byline|by|creator|"
			                 "writer",
			[JSON_PUBLISHED] =
			        "published_at|publishedAt|published|"
			        "publication_date|publicationDate|pub_date|"
			        "pubDate|date_publish|date_published|"
			        "datePublished|published*|date_gmt|"
			        "date|timestamp|created_at|created|time",
			[JSON_UPDATED] =
			        "date_modified|dateModified|modified_gmt|"
			        "modified|updated_at|updatedAt|updated",
			[JSON_SOURCE] = "source_name|source|publication|"
			                "publisher|outlet|newspaper|site|"
			                "sitename|domain|media",
			[JSON_SECTION] = "section|articleSection|category|"
			                 "desk|topic|kicker|rubric",
			[JSON_LANGUAGE] = "lang|language|locale|inLanguage",
			[JSON_KEYWORDS] = "keywords|tags|subjects|topics",
			[JSON_PLACES] = "places|place|locations|location|"
			                "dateline",
			[JSON_RIGHTS] = "copyright|copyrightnotice|rights",
			[JSON_BODY] =
			        "body|content_original|articleBody|full_text|"
			        "fulltext|maintext|text|content|contents|"
			        "content_html|content_text|body_html|"
			        "body_text|article|story|paragraphs",
		},
		.special = json_first_line,
	},
};
/* clang-format on */
