#!/bin/sh
# Of all versions and copies of an article one is in the index, the same one
# whatever the order they are read in; what is withdrawn is not; and what goes
# missing on the way is found out.
. "${0%/*}/../lib.sh"
. "$root/tests/cli/news.sh"

id=url:https://news.example/1

# version WHEN TEXT: one article as it stood at that time.
version()
{
	printf '{"url":"https://news.example/1","published":"2019-05-07",'
	printf '"updated":"%s","title":"Ferry","text":"%s"}\n' "$1" "$2"
}

# item VERSION STATUS TEXT: an agency's item, or the notice that it is not.
item()
{
	printf '{"uri":"urn:wire:7","version":"%s","pubstatus":"%s",' "$1" "$2"
	printf '"versioncreated":"2019-05-0%sT10:00:00Z",' "$1"
	printf '"headline":"Ferry","body_text":"%s","type":"text"}\n' "$3"
}

# What the index of these files has of the article but for where it stands,
# and what the ledger says of its other versions.
told_of()
{
	newsidx build -q -i any --force "$@"
	newsidx show -i any --json $id |
		sed 's/,"archive".*//; s/,/,\
/g'
	newsidx ledger -i any --records | grep '  record ' | sort
}

each_order()
{
	python3 - "$@" <<'E' >orders
import itertools, sys
for p in itertools.permutations(sys.argv[1:]):
    print(*p)
E
	while read -r order; do
		# shellcheck disable=SC2086
		told_of $order >told.now </dev/null
		newsidx query -i any --count longer >count </dev/null
		if [ "$(cat count)" != 1 ] || ! cmp told told.now; then
			echo "differs: $order"
			cat told.now
			return 1
		fi
	done <orders
}

article x 2019-05-07 Tram 'It stopped.' >beside.jsonl
version 2019-05-07T10:00:00Z first >v1.jsonl
version 2019-05-07T12:00:00Z second >v2.jsonl
version 2019-05-07T12:00:00Z 'second, longer' >v3.jsonl
cat v1.jsonl beside.jsonl >v4.jsonl
gzip v2.jsonl
tar -cf v3.tar v3.jsonl
tar -czf v1.tgz v1.jsonl

test_begin 'versions in several archives, in each order of these'
told_of v1.tgz v2.jsonl.gz v3.tar v4.jsonl >told
test_out cat told <<'E'
{"format_version":1,
"id":"url:https://news.example/1",
"headline":"Ferry",
"published":"2019-05-07",
"updated":"2019-05-07T12:00:00Z",
"source":"news.example",
"url":"https://news.example/1"
  superseded v1.jsonl  record 1  (a newer version stands elsewhere)
  superseded v2.jsonl  record 1  (a newer version stands elsewhere)
  superseded v4.jsonl  record 1  (a newer version stands elsewhere)
E
test_ok each_order v1.tgz v2.jsonl.gz v3.tar v4.jsonl

test_begin 'what is withdrawn goes, in whatever order it is told'
item 1 usable 'It sails.' >i1.json
item 2 canceled '' >i2.json
item 3 usable 'It sails again.' >i3.json
test_ok newsidx build -i after i1.json i2.json
test_stdout_has 'Indexed 0 articles'
test_ok newsidx build -i before i2.json i1.json
for order in after before; do
	test_code 1 newsidx query -i $order sails
	test_code 1 newsidx show -i $order ninjs:urn:wire:7
	test_ok newsidx ledger -i $order --records
	test_stdout_has 'skipped    i2.json  record 1  (withdrawn: cancelled)'
	test_stdout_has 'superseded i1.json  record 1  (was withdrawn since)'
done

test_begin 'and comes back with a newer version'
for order in '1 2 3' '3 2 1' '2 3 1' '3 1 2'; do
	# shellcheck disable=SC2046
	test_ok newsidx build -q -i back --force \
		$(for i in $order; do echo i$i.json; done)
	test_out newsidx query -i back --count again <<'E'
1
E
	test_ok newsidx ledger -i back --records
	test_stdout_has 'skipped    i2.json  record 1  (withdrawn: cancelled)'
	test_stdout_has 'superseded i1.json  record 1  (a newer version stands'
done
test_ok newsidx show -i back ninjs:urn:wire:7
test_stdout_has 'revision   3'

test_begin 'where copies stand'
article a 2019-05-07 Ferry 'It sailed.' >a.jsonl
cp a.jsonl copy.jsonl
tar -cf outer.tar a.jsonl
test_ok newsidx build -i copies a.jsonl beside.jsonl outer.tar copy.jsonl
test_ok newsidx show -i copies url:https://news.example/a
test_stdout_has 'also in    outer.tar!a.jsonl record 1'
test_stdout_has '           copy.jsonl!copy.jsonl record 1'
test_stdout_has "sha256     $(sha256sum <a.jsonl | cut -d ' ' -f 1)"
test_stdout_has "record     1, $(($(wc -c <a.jsonl) - 1)) bytes from 0"
test_ok newsidx show -i copies --json url:https://news.example/a
test_stdout_has '"also_in":[{"archive":"outer.tar","member":"a.jsonl","record":1},'
test_stdout_has ',{"archive":"copy.jsonl","member":"copy.jsonl","record":1}]'
test_ok newsidx show -i copies --json url:https://news.example/x
test_stdout_lacks also_in

test_begin 'a table of formats and reasons at the end'
{
	cat a.jsonl a.jsonl beside.jsonl
	echo '{"url": this is no JSON}'
	echo '{"url":"https://news.example/c"}'
} >mixed.jsonl
echo 'Read this first.' >README
printf '\211PNG\r\n\032\n' >picture.png
tar -cf mixed.tar mixed.jsonl README picture.png outer.tar
test_code 3 newsidx build --dry-run mixed.tar
sed -n '/^format/,$p' .out >table
test_out cat table <<'E'
format            members   articles  duplicate superseded    skipped   failed        MB
json                    2          2          2          0          1        1       0.0
(not read)              2          0          0          0          2        0       0.0
(archives)              1          0          0          0          0        0       0.0

Skipped:
           1 member   README of the archive
           1 member   image
           1 record   no text field
E

test_begin 'what was mended'
{ cat beside.jsonl; head -c 9000 /dev/urandom | base64 -w 0; } |
	gzip -c | head -c 1500 >cut.jsonl.gz
test_code 3 newsidx build -i mended cut.jsonl.gz
test_ok newsidx ledger -i mended --repaired
test_stdout_has 'mended     cut.jsonl  gz_truncated  1 time'
test_ok newsidx ledger -i mended --repaired --json
test_stdout_has '"what":"gz_truncated","times":1'
test_ok newsidx ledger -i mended
test_stdout_has 'mended 1 time in members: gz_truncated'

test_begin 'a ledger of an older newsidx is refused'
cp -r mended older
python3 -c '
import sqlite3
db = sqlite3.connect("older/ledger.db")
db.execute("PRAGMA user_version = 1")
db.commit()'
test_code 4 newsidx ledger -i older
test_stderr_has 'a ledger of format 1; this newsidx reads '
test_code 4 newsidx build -i older --force a.jsonl
test_stderr_has 'a ledger of format 1; this newsidx reads '

test_begin 'a ledger of a later newsidx is refused, not taken for a damaged one'
cp -r mended later
python3 -c '
import sqlite3
db = sqlite3.connect("later/ledger.db")
db.execute("PRAGMA user_version = 77")
db.commit()'
cp later/ledger.db ledger.db
for command in verify repair; do
	test_code 4 newsidx $command -i later
	test_stderr_has 'a ledger of format 77; this newsidx reads '
	test_stderr_has 'use a newer one'
done
test_ok cmp ledger.db later/ledger.db

test_begin 'what goes missing is found out'
if ! ${CC:-cc} -shared -fPIC -Wall -Wextra -o miscount.so \
	"$root/tests/fault/miscount.c" -ldl 2>cc.err; then
	test_skip 'miscounts' 'miscount.c cannot be built here'
	test_done
fi
if nm "$NEWSIDX_BUILD/newsidx-indexer" 2>/dev/null | grep -q __asan_init; then
	ASAN_OPTIONS=verify_asan_link_order=0
	export ASAN_OPTIONS
fi
miscounted()
{
	LD_PRELOAD=$scratch/miscount.so MISCOUNT=$1 \
		newsidx build -i miscounted "$2"
}
for what in listed member record article; do
	file=mixed.tar
	[ $what != article ] || file=beside.jsonl
	test_code 4 miscounted $what $file
	test_stderr_has 'but the ledger accounts for'
	test_stderr_has 'this is a fault of newsidx'
	test_code 4 newsidx query -i miscounted ferry
done
test_code 3 miscounted nothing mixed.tar

test_done
