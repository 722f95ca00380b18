#!/bin/sh
# All real archives in one run: as many articles as their publishers say, by
# the table of formats at the end of it.
. "${0%/*}/../lib.sh"
need_corpora reuters21578.tar.gz allsides-1in6.tar.gz allsides-1in6.jsonl.gz \
	20newsgroups-half.tar.xz livedoor.tar.gz ant-arabic.tar.gz \
	hameliz-csv.tar.xz chronam-1916-01.tar.bz2 bbc.zip abc.zip \
	10kgnad.csv.zst 20170629-dpa-sample.tar.xz article-pages-html.tar \
	time/TIME.ALL.gz
TEST_TIMEOUT=1800 # for sanitizers on a busy machine

# The samples have a story of their own, 902.
test_begin 'everything at once'
cd "$CORPORA" || exit 1
set -- reuters21578.tar.gz allsides-1in6.tar.gz allsides-1in6.jsonl.gz \
	20newsgroups-half.tar.xz livedoor.tar.gz ant-arabic.tar.gz \
	hameliz-csv.tar.xz chronam-1916-01.tar.bz2 bbc.zip abc.zip \
	10kgnad.csv.zst 20170629-dpa-sample.tar.xz article-pages-html.tar \
	time/TIME.ALL.gz
test_ok newsidx build --dry-run "$@"
cd "$scratch" || exit 1
test_stdout_has 'Read 38,784 members of 14 archives; skipped 23 members.'
cp .out table

# row FORMAT MEMBERS ARTICLES DUPLICATE SUPERSEDED SKIPPED
row() {
	test_begin "$1"
	awk -v name="$1" '$1 == name && NF == 8 { print $2, $3, $4, $5, $6, $7 }' \
		table >.out
	cat >.expected <<-EOF
	$2 $3 $4 $5 $6 0
	EOF
	test_same_output "$3 articles of $2 members"
}

row reuters21578 22 21,578 0 0 0
# The same articles in two archives.
row json 6,260 6,259 6,259 0 0
row trec 10,161 10,161 0 0 0
# 59 crossposts; two answers to frequent questions that newer ones among the
# messages replace, as 29 messages say in Supersedes.
row mail 10,000 9,939 59 2 29
# 7,367 of livedoor, 2,095 of the BBC and two files of the ABC.
row text 9,464 9,464 0 0 0
# 6,869 in 300 files and 1,028 in one.
row csv 301 7,897 0 0 0
row chronam 2,294 2,294 0 0 0
row time 1 423 0 0 0
row html 181 181 0 0 0
row newsml-g2 100 100 0 0 0

test_begin 'what is skipped stands beside the articles'
cp table .out
test_stdout_has '29 records  withdrawn: replaced'
test_stdout_has '10 members  licence of the archive'
test_stdout_has '7 members  plain text beside a collection (companion)'
test_stdout_has '4 members  README of the archive'
test_stdout_has '1 member   change log of the archive'
test_stdout_has '1 member   schema (DTD)'

test_done
