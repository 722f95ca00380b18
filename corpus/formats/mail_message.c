/* A message's headers and its text, with GMime. */
#include "corpus/formats/mail.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#include <gmime/gmime.h>

#include "corpus/charset.h"
#include "corpus/date.h"
#include "corpus/markup.h"
#include "corpus/parsers.h"
#include "lib/base/limits.h"

/* Parts of a message that are looked at.  Digests have some dozens. */
#define PARTS_MAX 256

/* ---- headers ------------------------------------------------------------ */

static bool has_high(const char *p, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if ((unsigned char)p[i] >= 0x80)
			return true;
	return false;
}

/* Encoded words hold ASCII alone.  One that does not, in UTF-8 now, was never
 * encoded in the charset it names. */
static void relabel_words(struct buf *b)
{
	struct buf out = BUF_INIT;
	const char *p = buf_str(b), *word;

	if (!has_high(p, b->len))
		return;
	while ((word = strstr(p, "=?")) != NULL) {
		const char *label = word + 2;
		const char *encoding = strchr(label, '?');
		const char *text = encoding != NULL && encoding[1] != '\0'
		                           ? encoding + 2
		                           : NULL;
		const char *end = text != NULL && *text == '?'
		                          ? strstr(text + 1, "?=")
		                          : NULL;

		if (end == NULL)
			break;
		buf_add(&out, p, (size_t)(label - p));
		if (has_high(text, (size_t)(end - text)))
			buf_adds(&out, "utf-8");
		else
			buf_add(&out, label, (size_t)(encoding - label));
		buf_add(&out, encoding, (size_t)(end + 2 - encoding));
		p = end + 2;
	}
	buf_adds(&out, p);
	buf_set(b, out.p, out.len);
	buf_release(&out);
}

/* Set out to the header's value, unfolded, as UTF-8, encoded words undone if
 * words.  False where there is none. */
static bool get_from(GMimeObject *o, const char *name, bool words,
                     struct buf *out, unsigned *repairs)
{
	GMimeHeaderList *list = g_mime_object_get_header_list(o);
	GMimeHeader *h = g_mime_header_list_get_header(list, name);
	const char *raw = h != NULL ? g_mime_header_get_raw_value(h) : NULL;
	struct charset_result res;
	size_t len = raw != NULL ? strlen(raw) : 0;
	char *flat, *text;

	buf_clear(out);
	if (len == 0)
		return false;
	if (len > 16 * LIMIT_FIELD)
		len = 16 * LIMIT_FIELD;
	charset_decode(raw, len, NULL, out, &res);
	*repairs |= res.repairs;
	relabel_words(out);
	flat = g_mime_utils_header_unfold(buf_str(out));
	text = words ? g_mime_utils_header_decode_text(NULL, flat) : NULL;
	buf_sets(out, text != NULL ? text : flat);
	g_free(text);
	g_free(flat);
	charset_scrub(out, repairs);
	buf_trim(out);
	return out->len > 0;
}

static bool get_header(GMimeMessage *m, const char *name, bool words,
                       struct buf *out, unsigned *repairs)
{
	return get_from((GMimeObject *)m, name, words, out, repairs);
}

/* GMime has it with the text. */
static void set_language(GMimeMessage *m, struct article *a)
{
	GMimeObject *part = g_mime_message_get_mime_part(m);

	if (part != NULL)
		(void)get_from(part, "Content-Language", false, &a->language,
		               &a->repairs);
}

/* Make "<1993Apr5.1234@Host.Example>" an id: the host's case means nothing. */
static void tidy_id(struct buf *id)
{
	char *p = id->p, *end, *at;

	if (id->len == 0)
		return;
	if (*p == '<')
		p++;
	end = p + strcspn(p, "> \t");
	at = memrchr(p, '@', (size_t)(end - p));
	for (; at != NULL && at < end; at++)
		*at = (char)tolower((unsigned char)*at);
	memmove(id->p, p, (size_t)(end - p));
	buf_cut(id, (size_t)(end - p));
}

static void set_id(GMimeMessage *m, struct article *a)
{
	if (!get_header(m, "Message-ID", false, &a->id, &a->repairs))
		return;
	tidy_id(&a->id);
	if (a->id.len > 0)
		buf_sets(&a->space, "message-id");
}

/* The id of the message that this one takes the place of, or "". */
static void set_replaced(GMimeMessage *m, struct buf *id, unsigned *repairs)
{
	(void)get_header(m, "Supersedes", false, id, repairs);
	tidy_id(id);
}

/* "cancel <id>", the content of a Control header: whether it says which. */
static bool set_cancelled(struct article *a, const struct buf *control)
{
	const char *p = buf_str(control);

	if (strncasecmp(p, "cancel", 6) != 0 || (p[6] != ' ' && p[6] != '\t'))
		return false;
	p += 6 + strspn(p + 6, " \t");
	buf_sets(&a->id, p);
	tidy_id(&a->id);
	mail_withdraw(a, WITHDRAWN_CANCELLED);
	return a->id.len > 0;
}

static void set_authors(GMimeMessage *m, struct article *a, struct buf *b)
{
	InternetAddressList *list;
	int n;

	if (!get_header(m, "From", false, b, &a->repairs))
		return;
	list = internet_address_list_parse(NULL, b->p);
	n = list != NULL ? internet_address_list_length(list) : 0;
	for (int i = 0; i < n && i < LIMIT_REPEATS; i++) {
		InternetAddress *who = internet_address_list_get_address(list,
		                                                         i);
		const char *name = internet_address_get_name(who);

		if ((name == NULL || *name == '\0') &&
		    INTERNET_ADDRESS_IS_MAILBOX(who))
			name = internet_address_mailbox_get_addr(
			        (InternetAddressMailbox *)who);
		if (name != NULL)
			strings_add(&a->authors, name, strlen(name));
	}
	if (n == 0)
		strings_add(&a->authors, b->p, b->len);
	if (list != NULL)
		g_object_unref(list);
}

static void set_date(GMimeMessage *m, struct article *a, struct buf *b)
{
	static const char *const names[] = { "Date", "NNTP-Posting-Date",
		                             "X-Article-Creation-Date",
		                             "Received" };

	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		const char *from;

		if (!get_header(m, names[i], false, b, &a->repairs))
			continue;
		from = memrchr(b->p, ';', b->len);
		from = from != NULL ? from + 1 : b->p;
		if (date_parse(from, strlen(from), DATE_ORDER_UNKNOWN,
		               &a->published))
			return;
	}
}

/* "talk.ships,rec.boats": the first is the section. */
static void set_groups(GMimeMessage *m, struct article *a, struct buf *b)
{
	const char *p, *angle;

	if (get_header(m, "Newsgroups", false, b, &a->repairs)) {
		p = b->p + strspn(b->p, ", \t");
		buf_set(&a->section, p, strcspn(p, ", \t"));
		buf_set(&a->source, a->section.p, a->section.len);
	} else if (get_header(m, "List-Id", true, b, &a->repairs)) {
		angle = strchr(b->p, '<');
		if (angle == NULL)
			buf_set(&a->source, b->p, b->len);
		else if (angle > b->p)
			buf_set(&a->source, b->p, (size_t)(angle - b->p));
		else
			buf_set(&a->source, angle + 1,
			        strcspn(angle + 1, ">"));
	}
}

static void set_keywords(GMimeMessage *m, struct article *a, struct buf *b)
{
	if (!get_header(m, "Keywords", true, b, &a->repairs))
		return;
	for (const char *p = b->p; *p != '\0';) {
		size_t n = strcspn(p, ",;");

		strings_add(&a->keywords, p, n);
		p += n + (p[n] != '\0');
	}
}

/* ---- the text ----------------------------------------------------------- */

/* What the parts of a message have. */
struct parts {
	struct buf plain, html;
	struct article *a;
};

/* The part's content as UTF-8. */
static void decode_part(GMimePart *part, struct buf *out, unsigned *repairs)
{
	GMimeDataWrapper *content = g_mime_part_get_content(part);
	const char *charset = g_mime_object_get_content_type_parameter(
	        (GMimeObject *)part, "charset");
	struct charset_result res;
	GMimeStream *mem;
	GByteArray *bytes;

	if (content == NULL)
		return;
	mem = g_mime_stream_mem_new();
	(void)g_mime_data_wrapper_write_to_stream(content, mem);
	bytes = g_mime_stream_mem_get_byte_array((GMimeStreamMem *)mem);
	if (bytes->len > 0) {
		charset_decode((const char *)bytes->data, bytes->len, charset,
		               out, &res);
		*repairs |= res.repairs;
	}
	g_object_unref(mem);
}

static bool parameter_is(GMimePart *part, const char *name, const char *value)
{
	const char *v = g_mime_object_get_content_type_parameter(
	        (GMimeObject *)part, name);

	return v != NULL && strcasecmp(v, value) == 0;
}

static void add_part(struct parts *s, GMimePart *part)
{
	GMimeContentType *type = g_mime_object_get_content_type(
	        (GMimeObject *)part);
	struct buf text = BUF_INIT;

	if (g_mime_part_is_attachment(part))
		return;
	if (g_mime_content_type_is_type(type, "text", "html")) {
		decode_part(part, &s->html, &s->a->repairs);
	} else if (g_mime_content_type_is_type(type, "text", "plain")) {
		decode_part(part, &text, &s->a->repairs);
		mail_text(&text, parameter_is(part, "format", "flowed"),
		          parameter_is(part, "delsp", "yes"), &s->plain);
	}
	buf_release(&text);
}

static void set_body(GMimeMessage *m, struct article *a)
{
	struct parts s = { .a = a };
	GMimePartIter *it = g_mime_part_iter_new((GMimeObject *)m);
	int n = 0;

	if (g_mime_part_iter_is_valid(it))
		do {
			GMimeObject *o = g_mime_part_iter_get_current(it);

			if (GMIME_IS_PART(o) &&
			    s.plain.len + s.html.len < LIMIT_ARTICLE_TEXT)
				add_part(&s, (GMimePart *)o);
		} while (++n < PARTS_MAX && g_mime_part_iter_next(it));
	g_mime_part_iter_free(it);
	buf_trim(&s.plain);
	if (s.plain.len > 0)
		buf_add(&a->body, s.plain.p, s.plain.len);
	else if (s.html.len > 0)
		markup_text(s.html.p, s.html.len, &a->body);
	charset_scrub(&a->body, &a->repairs);
	buf_release(&s.plain);
	buf_release(&s.html);
}

/* ---- a message ---------------------------------------------------------- */

/* Whether a line can be of a head: "Name: value", or the rest of the one
 * before. */
static bool is_head_line(const char *p, size_t len)
{
	size_t n = 0;

	if (len > 0 && (*p == ' ' || *p == '\t'))
		return true;
	while (n < len && p[n] > ' ' && p[n] != ':' && p[n] != 0x7f)
		n++;
	return n > 0 && n < len && p[n] == ':';
}

/* GMime takes 40 bytes for each byte of a head.  Where the heads of a message
 * and its parts are longer than any are, a copy with what is too much left out,
 * in *out; otherwise *out stays empty. */
static void cut_heads(const char *p, size_t len, struct buf *out)
{
	const char *end = p + len, *from = p, *nl;
	size_t heads = 0;
	bool head = true, cut = false;

	for (const char *line = p; line < end; line = nl + 1) {
		bool was = cut;
		size_t n;

		nl = memchr(line, '\n', (size_t)(end - line));
		if (nl == NULL)
			nl = end - 1;
		n = (size_t)(nl - line);
		/* Parts begin behind a line of dashes. */
		if (n > 2 && line[0] == '-' && line[1] == '-')
			head = true;
		else
			head = head && is_head_line(line, n);
		if (head)
			heads += n + 1;
		cut = head && heads > LIMIT_HEADERS;
		if (cut && !was)
			buf_add(out, from, (size_t)(line - from));
		if (!cut)
			from = was ? line : from;
	}
	if (out->len > 0 && !cut)
		buf_add(out, from, (size_t)(end - from));
}

static GMimeMessage *parse(const char *p, size_t len)
{
	GMimeStream *stream = g_mime_stream_mem_new_with_buffer(p, len);
	GMimeParser *parser = g_mime_parser_new_with_stream(stream);
	GMimeMessage *m = g_mime_parser_construct_message(parser, NULL);

	g_object_unref(parser);
	g_object_unref(stream);
	return m;
}

void mail_withdraw(struct article *a, enum withdrawn why)
{
	buf_sets(&a->space, "message-id");
	a->withdrawn = why;
	/* An id is never given again, so nothing is newer than the notice. */
	a->revision = 1;
}

const char *mail_message(const char *p, size_t len, struct article *a,
                         struct buf *replaced)
{
	struct buf b = BUF_INIT, cut = BUF_INIT;
	const char *why = NULL;
	GMimeMessage *m;

	parsers_init();
	cut_heads(p, len, &cut);
	if (cut.len > 0)
		a->repairs |= REPAIR_CUT;
	m = cut.len > 0 ? parse(cut.p, cut.len) : parse(p, len);
	buf_release(&cut);
	if (m == NULL)
		return "no message";
	if (get_header(m, "Control", false, &b, &a->repairs)) {
		if (set_cancelled(a, &b))
			set_date(m, a, &b);
		else
			why = "a control message";
	} else {
		set_id(m, a);
		set_replaced(m, replaced, &a->repairs);
		(void)get_header(m, "Subject", true, &a->headline, &a->repairs);
		(void)get_header(m, "Summary", true, &a->deck, &a->repairs);
		set_language(m, a);
		set_authors(m, a, &b);
		set_date(m, a, &b);
		set_groups(m, a, &b);
		set_keywords(m, a, &b);
		set_body(m, a);
	}
	g_object_unref(m);
	buf_release(&b);
	return why;
}
