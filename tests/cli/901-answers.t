#!/bin/sh
# Questions to real archives.  The counts are those of a reading of the raw
# files that shares nothing with newsidx and has no index: words by a regular
# expression, Japanese as substrings of the normalised text, dates from the
# files or, where they have none, from the address.
. "${0%/*}/../lib.sh"
need_corpora reuters21578.tar.gz allsides-1in6.jsonl.gz ant-arabic.tar.gz \
	livedoor.tar.gz
TEST_TIMEOUT=900 # for sanitizers on a busy machine

# index ARCHIVE OPTION...: as idx.
index()
{
	archive=$1
	shift
	test_begin "$archive is indexed, and sound to libxapian"
	test_ok newsidx build -q -i idx --force "$@" "$CORPORA/$archive"
	if command -v xapian-check >/dev/null; then
		test_ok xapian-check idx/XAPIANDB
	fi
}

# matches COUNT QUERY
matches()
{
	test_begin "$2 in $archive"
	echo "$1" >wanted
	test_out newsidx query -i idx --count "$2" <wanted
}

index reuters21578.tar.gz
matches 381 'oil pre/3 prices'

index allsides-1in6.jsonl.gz
matches 5 '"security guarantees"'
matches 16 'title:(white house) date:2019'
matches 784 'date:2019'

index ant-arabic.tar.gz
matches 26 '"وزير التجارة"'
matches 251 '"مجلس نواب الشعب"'

index livedoor.tar.gz --include 'smax/*'
matches 15 '"世界最軽量"'
matches 624 'スマートフォン'
matches 27 '地図'

test_done
