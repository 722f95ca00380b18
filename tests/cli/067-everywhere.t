#!/bin/sh
# Words, sources and languages that all articles have, in an index that has
# grown and of which some went: libxapian by itself fails there, at the end of
# the first chunk of its list of all articles.
. "${0%/*}/../lib.sh"

# some FIRST LAST: so many short articles.
some()
{
	seq "$1" "$2" | awk '{
		printf "{\"id\":\"%d\",\"published\":\"20%02d\",", $1, $1 % 20
		printf "\"source\":\"Courier\",\"language\":\"en\","
		printf "\"title\":\"Ferry %d\",\"text\":\"The ferry sails.\"}\n", $1
	}'
}

mkdir in
some 1 3000 >in/a.jsonl
test_begin 'an index of three segments'
test_ok newsidx build -q -i idx in
some 3001 6000 >in/b.jsonl
test_ok newsidx update -q -i idx
some 6001 6010 >in/c.jsonl
test_ok newsidx update -q -i idx
export NEWSIDX_INDEX=idx

# finds QUERY NUMBER: counted, listed, sorted, tallied.
finds()
{
	test_begin "$1"
	test_out newsidx query --count "$1" <<-E
		$2
	E
	newsidx query --all --ids "$1" >ids
	test_ok test "$(sort -u ids | wc -l)" -eq "$2"
	newsidx query --all --sort date --ids "$1" >ids
	test_ok test "$(sort -u ids | wc -l)" -eq "$2"
	test_ok newsidx facets --by source --csv "$1"
	test_stdout_has "source,Courier,$2,1"
}

all=6010
for round in whole less; do
	for query in =ferry ferry source:courier lang:en 'ferr* or =tram' \
		'source:courier or lang:en' 'ferry lang:en' 'lang:en not =tram' '' \
		'"the ferry"' 'ferry w/2 sails'; do
		finds "$query" $all
	done
	[ "$round" = whole ] || break
	# Articles go from a segment.
	test_begin 'some articles go'
	some 11 3000 >in/a.jsonl
	test_ok newsidx update -q
	all=6000
done

# libxapian counts no further than there are articles, and then estimates: from
# blocks that keep what was deleted.
rm in/*
some 1 1 >in/a.jsonl
some 2 61 >in/b.jsonl
newsidx build -q --force -i idx in
all=61
for day in Monday Tuesday; do
	test_begin "most articles have a new version on $day"
	some 2 61 | sed "s/sails/sails on $day/" >in/b.jsonl
	test_ok newsidx update -q
	for query in '"the ferry"' 'ferry w/2 sails' '"ferry sails"'; do
		finds "$query" $all
	done
done

test_done
