#!/bin/sh
# Words near hits in whole archives: every number is that of a reading of the raw
# archives without an index (tests/oracle/collocates.py).
. "${0%/*}/../lib.sh"
need_corpora allsides-1in6.jsonl.gz reuters21578.tar.gz
TEST_TIMEOUT=900 # for sanitizers on a busy machine

# same_words ARCHIVE NUMBERS: and at least so many were compared.
same_words()
{
	test_begin "$1"
	test_ok newsidx build -q -i "$1" "$CORPORA/$1"
	test_ok python3 -B "$root/tests/oracle/collocates.py" "$1" "$CORPORA/$1"
	test_stdout_has '11 queries compared, 0 different'
	test_ok test "$(cut -d ' ' -f 1 .out)" -ge "$2"
}

same_words allsides-1in6.jsonl.gz 500000
same_words reuters21578.tar.gz 300000

test_done
