/* What lib/index/record.h promises: an article comes back as it went in. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "lib/index/record.h"

static struct slice text(const char *s)
{
	return (struct slice){ s, strlen(s) };
}

static void fill(struct record *r)
{
	memset(r, 0, sizeof *r);
	r->key = text("gazette:17");
	r->url = text("https://gazette.example/17");
	r->source = text("Harbour Gazette");
	r->part[PART_HEADLINE] = text("Ferry strike ends");
	r->part[PART_BODY] = text("The ferries sail again.\n\nAll of them.");
	r->authors.v[0] = text("A. Writer");
	r->authors.v[1] = text("B. Writer");
	r->authors.n = 2;
	r->published = (struct instant){ .sec = -86400,
		                         .offset = -18000,
		                         .precision = INSTANT_MINUTE,
		                         .zone_known = true,
		                         .origin = INSTANT_FROM_ID };
	r->language = text("en");
	r->language_from = 2;
	r->revision = 4294967295u;
	r->captured = r->published;
	r->captured.sec += 60;
	r->archive = text("gazette.tar.gz");
	r->number = 3;
	r->offset = 4096;
	r->size = 0;
}

static void assert_slice(struct slice got, const char *want)
{
	assert_int_equal(got.len, strlen(want));
	assert_memory_equal(got.p, want, got.len);
}

static void assert_same(const struct record *r)
{
	assert_slice(r->key, "gazette:17");
	assert_slice(r->source, "Harbour Gazette");
	assert_slice(r->part[PART_HEADLINE], "Ferry strike ends");
	assert_int_equal(r->part[PART_DECK].len, 0);
	assert_slice(r->part[PART_BODY],
	             "The ferries sail again.\n\nAll of them.");
	assert_int_equal(r->authors.n, 2);
	assert_slice(r->authors.v[1], "B. Writer");
	assert_int_equal(r->published.sec, -86400);
	assert_int_equal(r->published.offset, -18000);
	assert_int_equal(r->published.precision, INSTANT_MINUTE);
	assert_true(r->published.zone_known);
	assert_int_equal(r->published.origin, INSTANT_FROM_ID);
	assert_int_equal(r->updated.precision, INSTANT_NONE);
	assert_slice(r->language, "en");
	assert_int_equal(r->language_from, 2);
	assert_int_equal(r->revision, 4294967295u);
	assert_int_equal(r->captured.sec, r->published.sec + 60);
	assert_int_equal(r->number, 3);
	assert_int_equal(r->offset, 4096);
	assert_int_equal(r->size, 0);
}

static void test_round_trip(void **state)
{
	struct buf b = BUF_INIT;
	struct record r, back;

	(void)state;
	fill(&r);
	record_encode(&r, &b);
	assert_int_equal(record_decode(&back, b.p, b.len, NULL), NX_OK);
	assert_same(&back);
	buf_release(&b);
}

/* Every prefix of a record is a record of fewer fields, or is refused; none is
 * read beyond its end (the sanitizers watch). */
static void test_cut_anywhere(void **state)
{
	struct buf b = BUF_INIT;
	struct record r, back;

	(void)state;
	fill(&r);
	record_encode(&r, &b);
	for (size_t n = 0; n < b.len; n++) {
		char *copy = malloc(n + 1);
		enum nx_status st;

		memcpy(copy, b.p, n);
		st = record_decode(&back, copy, n, NULL);
		assert_true(st == NX_OK || st == NX_CORRUPT);
		if (st == NX_OK)
			assert_int_equal(back.part[PART_BODY].len, 0);
		free(copy);
	}
	buf_release(&b);
}

static void test_unknown_fields_are_passed_over(void **state)
{
	struct buf b = BUF_INIT;
	struct record r, back;

	(void)state;
	buf_add_varint(&b, 9999);
	buf_add_varint(&b, 3);
	buf_adds(&b, "new");
	fill(&r);
	record_encode(&r, &b);
	assert_int_equal(record_decode(&back, b.p, b.len, NULL), NX_OK);
	assert_same(&back);
	buf_release(&b);
}

/* ---- packing ---------------------------------------------------------- */

static enum nx_status give_dictionary(void *ctx, uint32_t id, struct buf *out,
                                      struct nx_err *err)
{
	struct dictionary *d = ctx;
	const void *dict;
	uint32_t have;
	size_t len;

	if (d == NULL || !dictionary_get(d, &have, &dict, &len) ||
	    have != id)
		return nx_fail(err, NX_CORRUPT, "no dictionary %u", id);
	buf_add(out, dict, len);
	return NX_OK;
}

/* Long enough to train a dictionary on the way: both kinds of frames. */
static void test_pack_with_and_without_dictionary(void **state)
{
	enum { N = 1200 };
	struct dictionary *d = dictionary_new();
	struct packer *p = packer_new(d);
	struct unpacker *u = unpacker_new(give_dictionary, d);
	static struct buf packed[N];
	struct record r, back;
	char body[4096], want[4096];
	uint32_t id;
	size_t len;
	const void *dict;

	(void)state;
	fill(&r);
	for (int i = 0; i < N; i++) {
		int n = 0;

		for (int w = 0; n < 3000; w++)
			n += snprintf(body + n, sizeof body - (size_t)n,
			              "ferry %d sails to port %d. ", i * w % 97,
			              w);
		r.part[PART_BODY] = text(body);
		assert_int_equal(packer_pack(p, &r, &packed[i], NULL), NX_OK);
	}
	assert_true(dictionary_get(d, &id, &dict, &len));
	assert_true(id != 0 && len > 0);
	for (int i = 0; i < N; i += 7) {
		int n = 0;

		for (int w = 0; n < 3000; w++)
			n += snprintf(want + n, sizeof want - (size_t)n,
			              "ferry %d sails to port %d. ", i * w % 97,
			              w);
		assert_int_equal(unpacker_unpack(u, packed[i].p, packed[i].len,
		                                 &back, NULL),
		                 NX_OK);
		assert_slice(back.part[PART_BODY], want);
	}
	for (int i = 0; i < N; i++)
		buf_release(&packed[i]);
	unpacker_free(u);
	packer_free(p);
	dictionary_free(d);
}

/* Whichever bit is flipped: no record, or the one that was packed. */
static void test_a_flipped_bit_is_no_other_record(void **state)
{
	struct dictionary *d = dictionary_new();
	struct packer *p = packer_new(d);
	struct unpacker *u = unpacker_new(give_dictionary, NULL);
	struct buf packed = BUF_INIT, want = BUF_INIT, got = BUF_INIT;
	struct record r, back;
	size_t refused = 0;

	(void)state;
	fill(&r);
	record_encode(&r, &want);
	assert_int_equal(packer_pack(p, &r, &packed, NULL), NX_OK);
	for (size_t bit = 0; bit < 8 * packed.len; bit++) {
		packed.p[bit / 8] ^= (char)(1 << bit % 8);
		if (unpacker_unpack(u, packed.p, packed.len, &back, NULL) ==
		    NX_OK) {
			buf_clear(&got);
			record_encode(&back, &got);
			assert_true(buf_equal(&got, &want));
		} else {
			refused++;
		}
		packed.p[bit / 8] ^= (char)(1 << bit % 8);
	}
	assert_true(refused > 7 * packed.len);
	buf_release(&packed);
	buf_release(&want);
	buf_release(&got);
	unpacker_free(u);
	packer_free(p);
	dictionary_free(d);
}

static void test_refused(void **state)
{
	struct dictionary *d = dictionary_new();
	struct packer *p = packer_new(d);
	struct unpacker *u = unpacker_new(give_dictionary, NULL);
	struct buf b = BUF_INIT;
	struct record r, back;

	(void)state;
	fill(&r);
	assert_int_equal(packer_pack(p, &r, &b, NULL), NX_OK);
	assert_int_equal(unpacker_unpack(u, b.p, 2, &back, NULL), NX_CORRUPT);
	assert_int_equal(unpacker_unpack(u, b.p, b.len - 1, &back, NULL),
	                 NX_CORRUPT);
	b.p[1] = 2;
	assert_int_equal(unpacker_unpack(u, b.p, b.len, &back, NULL),
	                 NX_UNSUPPORTED);
	b.p[1] = 1;
	b.p[2] = 77; /* a dictionary that is not there */
	assert_int_equal(unpacker_unpack(u, b.p, b.len, &back, NULL),
	                 NX_CORRUPT);
	b.p[0] = 'x';
	assert_int_equal(unpacker_unpack(u, b.p, b.len, &back, NULL),
	                 NX_CORRUPT);
	buf_release(&b);
	unpacker_free(u);
	packer_free(p);
	dictionary_free(d);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_round_trip),
		cmocka_unit_test(test_cut_anywhere),
		cmocka_unit_test(test_unknown_fields_are_passed_over),
		cmocka_unit_test(test_pack_with_and_without_dictionary),
		cmocka_unit_test(test_a_flipped_bit_is_no_other_record),
		cmocka_unit_test(test_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
