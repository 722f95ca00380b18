/* mail.c - mail and Usenet: mailboxes (mbox), and messages one a file
 *
 * A mailbox is parted where a line "From somebody some-day" stands between an
 * empty line and a header; Usenet archives have a number in place of both.
 * "From " at the start of a line of prose is no such line.
 */
#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "corpus/format.h"
#include "corpus/formats/mail.h"
#include "lib/base/limits.h"

/* A line that parts messages is shorter, as is the name of a header. */
#define FROM_LINE_MAX 512
#define NAME_MAX_BYTES 64

static size_t line_length(const char *p, size_t len)
{
	const char *nl = memchr(p, '\n', len);

	return nl != NULL ? (size_t)(nl - p) : len;
}

/* Lines of nothing before anything. */
static size_t blank_lines(const char *p, size_t len)
{
	size_t at = 0;

	for (size_t i = 0; i < len && isspace((unsigned char)p[i]); i++)
		if (p[i] == '\n')
			at = i + 1;
	return at;
}

/* The length of the name of the header that begins at p, 0 for none. */
static size_t header_name(const char *p, size_t len)
{
	size_t n = 0;

	while (n < len && n < NAME_MAX_BYTES && p[n] > ' ' && p[n] < 0x7f &&
	       p[n] != ':')
		n++;
	return n > 0 && n < len && p[n] == ':' && isalpha((unsigned char)p[0])
	               ? n
	               : 0;
}

/* ---- bidding ------------------------------------------------------------ */

static bool is_in(const char *const *names, const char *p, size_t len)
{
	for (; *names != NULL; names++)
		if (strlen(*names) == len && strncasecmp(*names, p, len) == 0)
			return true;
	return false;
}

/* Whether a block of headers stands here: nothing else up to an empty line,
 * among them what only messages have, and what they all have. */
static bool has_headers(const char *p, size_t len)
{
	static const char *const own[] = {
		"message-id", "received", "newsgroups", "return-path",
		"delivered-to", "mime-version", "path", "x-mailer", NULL,
	};
	static const char *const common[] = { "from", "subject", "date", "to",
		                              NULL };
	unsigned n_own = 0, n_common = 0;

	for (size_t at = 0, n; at < len; at += n + 1) {
		size_t name;

		n = line_length(p + at, len - at);
		if (n == 0 || (n == 1 && p[at] == '\r'))
			break;
		if (at > 0 && (p[at] == ' ' || p[at] == '\t'))
			continue;
		name = header_name(p + at, n);
		/* The last line may be cut. */
		if (name == 0 && at + n < len)
			return false;
		n_own += is_in(own, p + at, name);
		n_common += is_in(common, p + at, name);
	}
	return n_own > 0 && n_common > 0 && n_own + n_common > 2;
}

/* Whether the line has a month's name, a time of day behind it, and a year. */
static bool has_date(const char *p, size_t len)
{
	static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
	bool month = false, clock = false, year = false;
	size_t n;

	for (size_t i = 0; i < len; i += n + 1) {
		n = 0;
		while (i + n < len && p[i + n] != ' ')
			n++;
		month = month ||
		        (n == 3 && memmem(months, sizeof months, p + i, 3));
		clock = clock || (month && n >= 4 && n <= 8 &&
		                  isdigit((unsigned char)p[i]) &&
		                  memchr(p + i, ':', 3) != NULL);
		year = year || (n == 4 && (memcmp(p + i, "19", 2) == 0 ||
		                           memcmp(p + i, "20", 2) == 0));
	}
	return clock && year;
}

/* Whether the line is "From ann@mail.example Thu Mar  7 14:05:00 2019", or of
 * Usenet archives "From -5862431971230598475". */
static bool is_from_line(const char *p, size_t len)
{
	size_t i = 5;

	if (len < 6 || len > FROM_LINE_MAX || memcmp(p, "From ", 5) != 0)
		return false;
	while (len > 5 && isspace((unsigned char)p[len - 1]))
		len--;
	i += p[5] == '-';
	while (i < len && isdigit((unsigned char)p[i]))
		i++;
	return (i == len && len >= 5 + 5) || has_date(p + 5, len - 5);
}

/* Whether p, a line's start, parts messages: such a line, and a header. */
static bool is_separator(const char *p, size_t len, size_t *line)
{
	size_t n = line_length(p, len < FROM_LINE_MAX ? len : FROM_LINE_MAX);

	*line = n + 1;
	if (n == len || !is_from_line(p, n))
		return false;
	p += n + 1;
	len -= n + 1;
	return header_name(p, len) > 0 ||
	       (len > 6 && memcmp(p, ">From ", 6) == 0);
}

static int mail_bid(const struct sniff *s)
{
	size_t at = blank_lines(s->p, s->len), line;

	if (is_separator(s->p + at, s->len - at, &line))
		return BID_CERTAIN;
	return has_headers(s->p + at, s->len - at) ? BID_LIKELY : BID_NONE;
}

/* ---- mailboxes ---------------------------------------------------------- */

struct mailbox {
	struct reader *r;
	struct sink *sink;
	struct article a;
	struct buf text; /* the message, its ">From " unquoted */
	struct buf replaced; /* the id of the one that it replaces */
};

/* Undo the '>' before a "From " that would have parted the message. */
static void unquote(const char *p, size_t len, struct buf *out)
{
	buf_clear(out);
	for (size_t at = 0; at < len;) {
		const char *q = memmem(p + at, len - at, "\n>From ", 7);
		size_t n = q != NULL ? (size_t)(q - p) + 1 - at : len - at;

		buf_add(out, p + at, n);
		at += n + (q != NULL);
	}
}

static enum nx_status tell_message(struct mailbox *b, const char *p, size_t len,
                                   uint64_t offset)
{
	struct instant when;
	enum nx_status st;
	const char *why;

	article_clear(&b->a);
	buf_clear(&b->replaced);
	why = mail_message(p, len, &b->a, &b->replaced);
	if (why != NULL)
		return b->sink->skipped(b->sink, offset, why);
	b->a.offset = offset;
	b->a.size = len;
	when = b->a.published;
	st = b->sink->article(b->sink, &b->a);
	if (st != NX_OK || b->replaced.len == 0)
		return st;
	article_clear(&b->a);
	buf_set(&b->a.id, b->replaced.p, b->replaced.len);
	mail_withdraw(&b->a, WITHDRAWN_REPLACED);
	b->a.published = when;
	b->a.offset = offset;
	b->a.size = len;
	return b->sink->article(b->sink, &b->a);
}

static bool is_blank_before(const char *p, size_t nl)
{
	if (nl > 0 && p[nl - 1] == '\r')
		nl--;
	return nl == 0 || p[nl - 1] == '\n';
}

/* Where the message ends that the reader stands in: the offset of the next
 * separator, or of the end.  *capped: further off than any message is long. */
static size_t find_end(struct mailbox *b, bool *capped)
{
	size_t from = 0, line, n;
	const char *p;

	for (;;) {
		size_t nl = reader_find(b->r, from, "\nFrom ", 6, LIMIT_RECORD,
		                        capped);

		if (nl == SIZE_MAX) {
			n = reader_peek(b->r, 0, &p);
			return *capped && n > LIMIT_RECORD ? LIMIT_RECORD : n;
		}
		n = reader_peek(b->r, nl + 2 * FROM_LINE_MAX, &p);
		if (is_blank_before(p, nl) &&
		    is_separator(p + nl + 1, n - nl - 1, &line))
			return nl + 1;
		from = nl + 1;
	}
}

/* Pass over what is left of a message that is too long. */
static void pass_message(struct mailbox *b)
{
	bool capped = true;

	while (capped) {
		size_t end = find_end(b, &capped);

		/* A separator may begin at the end of what was seen. */
		reader_take(b->r, capped ? end - FROM_LINE_MAX : end);
	}
}

static enum nx_status read_mailbox(struct mailbox *b)
{
	enum nx_status st = NX_OK;
	const char *p;
	size_t n, end, line;
	bool capped;

	while (st == NX_OK &&
	       (n = reader_peek(b->r, 2 * FROM_LINE_MAX, &p)) > 0) {
		uint64_t offset = b->r->offset;

		/* What is appended may belong to the last message. */
		sink_safe(b->sink, offset);
		if (is_separator(p, n, &line))
			reader_take(b->r, line);
		end = find_end(b, &capped);
		if (capped) {
			st = b->sink->failed(b->sink, offset,
			                     "longer than a record");
			pass_message(b);
			continue;
		}
		(void)reader_peek(b->r, end, &p);
		unquote(p, end, &b->text);
		st = tell_message(b, buf_str(&b->text), b->text.len, offset);
		reader_take(b->r, end);
	}
	return st;
}

static enum nx_status read_single(struct mailbox *b, struct nx_err *err)
{
	const char *p;
	size_t len;
	enum nx_status st;

	if (reader_all(b->r, LIMIT_RECORD, &p, &len) == NX_BOUND) {
		st = b->sink->failed(b->sink, 0, "longer than a record");
		return st != NX_OK ? st
		                   : nx_fail(err, NX_BOUND,
		                             "message of more than %zu bytes",
		                             LIMIT_RECORD);
	}
	st = tell_message(b, p, len, 0);
	reader_take(b->r, len);
	return st;
}

static enum nx_status mail_read(const struct member *m, struct reader *r,
                                struct sink *sink, struct nx_err *err)
{
	struct mailbox b = { .r = r, .sink = sink };
	const char *p;
	size_t n, at, line;
	enum nx_status st = NX_OK;

	(void)m;
	article_init(&b.a);
	n = reader_peek(r, SNIFF_BYTES, &p);
	at = r->offset == 0 ? blank_lines(p, n) : 0;
	reader_take(r, at);
	if (is_separator(p + at, n - at, &line))
		st = read_mailbox(&b);
	else if (n > at)
		st = read_single(&b, err);
	article_release(&b.a);
	buf_release(&b.text);
	buf_release(&b.replaced);
	return st == NX_OK ? reader_status(r, err) : st;
}

const struct format format_mail = {
	.name = "mail",
	.summary = "mail and Usenet: mbox, or one message a file",
	.flags = FORMAT_GOES_ON,
	.bid = mail_bid,
	.read = mail_read,
};
