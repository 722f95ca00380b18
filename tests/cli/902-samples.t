#!/bin/sh
# Samples of every format, from agencies and from the tests of other programs:
# each field is what a second reading of the raw bytes finds, and what people
# wrote down; what is no article is told with its reason.
. "${0%/*}/../lib.sh"
need_corpora format-samples.tar.xz
TEST_TIMEOUT=900 # for sanitizers on a busy machine
archive=$CORPORA/format-samples.tar.xz

test_begin 'the samples are read whole; two are damaged, two are not known'
test_code 3 newsidx build -q -i idx "$archive"
test_stderr_has 'unknown_feed.xml: no known format'
test_stderr_has 'invalid/invalid.json: record 1: ends in the middle'

test_begin 'a second reading finds the same in them'
test_ok python3 "$root/tests/oracle/samples.py" "$archive" idx \
	"$root/tests/cases/samples.tsv"

# told MEMBER REASON: a record of it, or it, is told so.
told() {
	test_begin "$1"
	grep -F -e "\"member\":\"$1\"" records >.out
	test_stdout_has "\"reason\":\"$2\""
}

newsidx ledger -i idx --records --json >records
told newsml-g2/video.xml 'audio'
told newsml-g2/tag_reuters.com_2016_newsml_L1N14N0FF_version_1542761538 \
	'withdrawn: cancelled'
told newsml-g2/LISTING_12_Knowledge_Item_for_Access_Codes.xml \
	'list of concepts, no article'
told nitf/nitf-fishing.xml 'withdrawn: cancelled'
told nitf/scoop.xml 'package of other items'
told iptc7901-dpa/dpa_copyright.txt \
	'an advisory to editors (category rs)'
told ap-json/ap_media_picture.json 'type=picture'
told jsonl/tweets__collection1_tweets1.jsonl 'a tweet'
told jsonl/json__collection_errors_contents_missing.json 'no text field'
told rss-wxr/wordpress_wxr_thumb.xml 'not a post (wp:post_type)'
told rss-atom-gofeed/testdata/parser/universal/empty_feed.xml 'empty'
told html-goose3/tests/data/content/test_articlebody_itemprop.html \
	'page without a headline'
told warc/warcio__example.warc 'revisit: as it was at an earlier visit'
told warc/warcio__example-iana.org-chunked.warc \
	'front page or list of articles'
told arc/aut__example.arc 'HTTP status 404'
told licences/anserini.txt \
	'plain text beside a collection (companion); --include to read it'

test_done
