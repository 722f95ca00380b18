/* The formats, in the order in which equal bids are decided. */
#include "corpus/format.h"

extern const struct format format_warc;
extern const struct format format_arc;
extern const struct format format_reuters21578;
extern const struct format format_rcv1;
extern const struct format format_trec;
extern const struct format format_nitf;
extern const struct format format_newsml_1;
extern const struct format format_newsml_g2;
extern const struct format format_rss;
extern const struct format format_atom;
extern const struct format format_ritzau;
extern const struct format format_mediawiki;
extern const struct format format_anpa1312;
extern const struct format format_iptc7901;
extern const struct format format_alto;
extern const struct format format_mets;
extern const struct format format_json;
extern const struct format format_chronam;
extern const struct format format_csv;
extern const struct format format_html;
extern const struct format format_mail;
extern const struct format format_time;
extern const struct format format_nexis;
extern const struct format format_factiva;
extern const struct format format_factiva_html;
extern const struct format format_nexis_html;
extern const struct format format_europresse;
extern const struct format format_proquest;
extern const struct format format_proquest_xml;
extern const struct format format_docx;
extern const struct format format_pdf;
extern const struct format format_rtf;
extern const struct format format_text;

const struct format *const formats[] = {
	&format_warc,
	&format_arc,
	&format_reuters21578,
	&format_rcv1,
	&format_trec,
	&format_nitf,
	&format_newsml_1,
	&format_newsml_g2,
	&format_rss,
	&format_atom,
	&format_ritzau,
	&format_proquest_xml,
	&format_mediawiki,
	&format_anpa1312,
	&format_iptc7901,
	&format_alto,
	&format_mets,
	&format_json,
	&format_chronam,
	&format_csv,
	&format_factiva_html,
	&format_nexis_html,
	&format_europresse,
	&format_html,
	&format_mail,
	&format_time,
	&format_nexis,
	&format_factiva,
	&format_proquest,
	&format_docx,
	&format_pdf,
	&format_rtf,
	&format_text,
	NULL,
};
