/* TREC and LDC SGML: the table tests/cases/trec.case, what document numbers
 * tell, and hostile records. */
#include "tests/unit/corpus_help.h"

#include "corpus/formats/sgml.h"
#include "corpus/formats/trec_id.h"
#include "lib/base/limits.h"

extern const struct format format_trec;

#define STR(s) (s), sizeof(s) - 1

static void test_cases(void **state)
{
	(void)state;
	check_cases(&format_trec, "tests/cases/trec.case", 19);
}

static void test_bids(void **state)
{
	const struct format *f = &format_trec;

	(void)state;
	assert_int_equal(bid_on(f, "a", STR("<DOC>\n<DOCNO> A-1 </DOCNO>")),
	                 BID_CERTAIN);
	assert_int_equal(bid_on(f, "a", STR("<!-- x -->\n<doc id=\"A\">")),
	                 BID_CERTAIN);
	assert_int_equal(bid_on(f, "a", STR("<DOC><HEADLINE>x<TEXT>y")),
	                 BID_CERTAIN);
	assert_int_equal(bid_on(f, "a", STR("<DOC><FIELD>x</FIELD></DOC>")),
	                 BID_NONE);
	assert_int_equal(bid_on(f, "a", STR("<!doctype html><html><doc id=1>")),
	                 BID_NONE);
	assert_int_equal(bid_on(f, "a", STR("<DOCNO>1</DOCNO>")), BID_NONE);
	assert_int_equal(bid_on(f, "a", STR("plain")), BID_NONE);
	assert_int_equal(bid_on(f, "a", STR("")), BID_NONE);
}

static void test_numbers(void **state)
{
	static const struct {
		const char *id, *day, *source;
	} ids[] = {
		{ "AP880212-0001", "1988-02-12", "AP" },
		{ "WSJ870324-0001", "1987-03-24", "Wall Street Journal" },
		{ "LA042990-0001", "1990-04-29", "Los Angeles Times" },
		{ "GH950103-000000", "1995-01-03", "The Herald" },
		{ "FT911-1", "", "Financial Times" },
		{ "FBIS3-1", "", "FBIS" },
		{ "SJMN91-06364019", "", "San Jose Mercury News" },
		{ "NYT19980611.0258", "1998-06-11", "New York Times" },
		{ "NYT_ENG_19960701.0002", "1996-07-01", "New York Times" },
		{ "20000715_AFP_ARB.0001", "2000-07-15", NULL },
		{ "JA-culture-1-20170120", "2017-01-20", NULL },
		{ "JA-culture-1-09062016", "", NULL },
		{ "X123456-1", "", NULL },
		{ "LA", "", NULL },
		{ "LA133190-1", "", "Los Angeles Times" },
		{ "AP", "", NULL },
		{ "AP1", "", NULL },
		{ "", "", NULL },
	};

	(void)state;
	for (size_t k = 0; k < sizeof ids / sizeof ids[0]; k++) {
		struct instant i;
		char text[INSTANT_TEXT_MAX];
		size_t len = strlen(ids[k].id);
		const char *source = trec_id_source(ids[k].id, len);

		(void)trec_id_date(ids[k].id, len, &i);
		assert_string_equal(instant_text(&i, text), ids[k].day);
		assert_string_equal(source != NULL ? source : "",
		                    ids[k].source != NULL ? ids[k].source :
		                                            "");
	}
}

/* A record over the bound fails, and the next one is read. */
/* The cities that datelines begin with. */
static void test_datelines(void **state)
{
	static const struct {
		const char *line, *cities;
	} rows[] = {
		{ "    SALVADOR, Feb 26 - ", "SALVADOR" },
		{ "TOKYO (AP)", "TOKYO" },
		{ "WASHINGTON/NEW YORK, May 1 -", "WASHINGTON+NEW YORK" },
		{ "SYDNEY March 22 AAP -", "SYDNEY" },
		{ "NEW YORK Sept. 4 --", "NEW YORK" },
		{ "PARIS 4 avr (Wire)", "PARIS" },
		{ "AREA 51 Nevada - ", "AREA 51 Nevada" },
		{ "Stratford-upon-Avon - ", "Stratford-upon-Avon" },
		{ "March 22", "" },
		{ "22 March", "" },
		{ "", "" },
	};
	struct strings s = { 0 };

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct buf all = BUF_INIT;

		sgml_dateline(rows[i].line, strlen(rows[i].line), &s);
		for (size_t k = 0; k < s.n; k++)
			buf_addf(&all, "%s%s", k > 0 ? "+" : "", s.v[k].p);
		assert_string_equal(rows[i].cities, buf_str(&all));
		buf_release(&all);
		strings_clear(&s);
	}
	strings_release(&s);
}

static void test_too_long(void **state)
{
	static const char last[] = "<DOC><DOCNO>A-2</DOCNO><TEXT>The last one."
	                           "</TEXT></DOC>\n";
	struct buf b = BUF_INIT;
	struct told t;

	(void)state;
	buf_adds(&b, "<DOC><DOCNO>A-1</DOCNO><TEXT>\n");
	while (b.len < LIMIT_RECORD + 200000)
		buf_adds(&b, "a line of a record that never seems to end\n");
	buf_adds(&b, "</TEXT></DOC>\n");
	buf_adds(&b, last);
	assert_int_equal(tell(&t, &format_trec, "a.sgm", b.p, b.len, 65536),
	                 NX_OK);
	assert_int_equal(t.failed, 1);
	assert_int_equal(t.articles, 1);
	assert_non_null(strstr(t.out.p, "failed longer than a record"));
	assert_non_null(strstr(t.out.p, "The last one."));
	buf_release(&t.out);
	buf_release(&b);
}

static unsigned seed = 3;

static unsigned roll(unsigned n)
{
	seed = seed * 1103515245u + 12345u;
	return (seed >> 16) % n;
}

/* The cases with bytes of them changed, lost and doubled: whatever is told,
 * nothing is read that is not there. */
static void test_mutations(void **state)
{
	static const char marks[] = "<>/&;\"'= \n\xff";
	char *all = read_cases("tests/cases/trec.case");
	size_t len = strlen(all);

	(void)state;
	for (int k = 0; k < 300; k++) {
		struct buf b = BUF_INIT;
		struct told t;
		size_t from = roll((unsigned)len), to = from;

		to += roll((unsigned)(len - from));
		buf_add(&b, all, from);
		buf_add(&b, all + to, len - to);
		for (unsigned n = roll(40); n > 0 && b.len > 0; n--)
			b.p[roll((unsigned)b.len)] =
			        marks[roll(sizeof marks - 1)];
		(void)tell(&t, &format_trec, "a", buf_str(&b), b.len,
		           1 + roll(5000));
		buf_release(&t.out);
		buf_release(&b);
	}
	free(all);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cases),
		cmocka_unit_test(test_bids),
		cmocka_unit_test(test_numbers),
		cmocka_unit_test(test_datelines),
		cmocka_unit_test(test_too_long),
		cmocka_unit_test(test_mutations),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
