/* METS: what describes an object of a library, its pages and their order.  The
 * pages of a newspaper stand beside it, in ALTO, and are the articles. */
#include "corpus/format.h"
#include "corpus/xml_records.h"

static enum nx_status mets_read(const struct member *m, struct reader *r,
                                struct sink *sink, struct nx_err *err)
{
	(void)m;
	(void)r;
	(void)err;
	return sink->skipped(sink, 0, "METS: describes pages that stand beside it");
}

static int check(struct xml_str name, struct xml_str tag, struct xml_str all)
{
	(void)tag;
	(void)all;
	return xml_local_is(name, "mets") ? BID_CERTAIN : BID_NONE;
}

static int mets_bid(const struct sniff *s)
{
	return xml_bid(s, check);
}

const struct format format_mets = {
	.name = "mets",
	.summary = "METS, which describes pages (told, and skipped)",
	.flags = 0,
	.bid = mets_bid,
	.read = mets_read,
};
