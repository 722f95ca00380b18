#!/bin/sh
# Nested queries to a real archive: phrases in proximities in proximities, some
# negated, in sentences, paragraphs, headlines.  The articles are those, by their
# ids, that a reading of the raw JSON finds without an index
# (tests/oracle/nested.py).
. "${0%/*}/../lib.sh"
need_corpora allsides-1in6.jsonl.gz
TEST_TIMEOUT=900 # for sanitizers on a busy machine
archive=$CORPORA/allsides-1in6.jsonl.gz
tab=$(printf '\t')

test_begin 'the archive is indexed, and read without an index'
test_ok newsidx build -q -i idx "$archive"
test_ok python3 -B "$root/tests/oracle/nested.py" "$archive"
mv .out answers
test_ok [ "$(wc -l <answers)" -eq 13 ]
test_ok [ "$(grep -c "$tab" answers)" -ge 11 ]

# ids QUERY: of all articles that match, in byte order.
ids()
{
	newsidx query -i idx --all --format '{id}' "$1" >ids
	code=$?
	sed 's/^json://' ids | LC_ALL=C sort
	[ "$code" -eq 1 ] || return $code
}

while read -r line; do
	test_begin "asked for ${line%%"$tab"*}"
	printf '%s\n' "$line" | tr '\t' '\n' | sed 1d >expected
	test_out ids "${line%%"$tab"*}" <expected
done <answers

test_done
