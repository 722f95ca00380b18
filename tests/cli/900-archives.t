#!/bin/sh
# Real archives: as many articles as there are (903 has those of other formats),
# and phrases found as often as a plain reading of the texts finds them.
. "${0%/*}/../lib.sh"
need_corpora allsides-1in6.tar.gz allsides-1in6.jsonl.gz livedoor.tar.gz bbc.zip
TEST_TIMEOUT=900 # for sanitizers on a busy machine

counts() {
	test_begin "$1 has $2 articles"
	test_ok newsidx build --dry-run "$CORPORA/$1"
	test_stdout_has "Would index $2 articles"
}

counts livedoor.tar.gz 7,367
counts bbc.zip 2,095

test_begin 'the same articles in two archives are there once'
test_ok newsidx build --dry-run "$CORPORA/allsides-1in6.tar.gz" \
	"$CORPORA/allsides-1in6.jsonl.gz"
test_stdout_has 'Would index 6,259 articles'
test_stdout_has '6,259 duplicate'

test_begin 'phrases of a real archive are found as often as they stand there'
test_ok newsidx build -q -i idx "$CORPORA/bbc.zip"
set -- 'prime minister' 'number of people' 'the end of the' 'in the first' \
	'last year' 'of the' "ireland's" 'could not be' 'per cent'
python3 "$root/tests/oracle/phrases.py" "$CORPORA/bbc.zip" "$@" >wanted
for phrase do
	printf '%s\t%s\n' "$phrase" \
		"$(newsidx query -i idx --count "\"$phrase\"")"
done >found
test_ok diff wanted found
test_ok test "$(awk -F '\t' '{ n += $2 } END { print n }' wanted)" -gt 2000

test_begin 'the tools of Xapian find it sound'
test_ok xapian-check idx/XAPIANDB

test_done
