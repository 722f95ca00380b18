#!/bin/sh
# Every member and every record is accounted for, once.
. "${0%/*}/../lib.sh"
. "$root/tests/cli/news.sh"

# version WHEN TEXT: one article as it stood at that time.
version()
{
	printf '{"url":"https://news.example/1","published":"2019-05-07",'
	printf '"updated":"%s","title":"Ferry","text":"%s"}\n' "$1" "$2"
}

# Read 'newsidx ledger --json' from .out; fail unless what it lists comes to
# its totals.  Prints the totals that are not 0.
add_up()
{
	python3 - .out <<'E'
import collections, json, sys

rows = [json.loads(line) for line in open(sys.argv[1], encoding="utf-8")]
total = rows.pop()
assert total["kind"] == "totals", total
members = [r for r in rows if r["kind"] == "member"]
records = collections.Counter(r["outcome"] for r in rows
                              if r["kind"] == "record")
ended = collections.Counter(r["outcome"] for r in members)
read = [r for r in members if r["outcome"] in ("read", "damaged")]

def same(name, is_):
    assert total[name] == is_, (name, total[name], is_)

same("archives", sum(r["kind"] == "archive" for r in rows))
same("members", len(members))
same("members_skipped", ended["skipped"])
same("members_failed", ended["failed"])
same("members_damaged", ended["damaged"])
same("containers", ended["archive"])
same("records", sum(r["records"] for r in read))
same("indexed", sum(r["indexed"] for r in read))
for what in "duplicate", "superseded", "skipped", "failed":
    same(what, records[what])
same("records", total["indexed"] + sum(records.values()))
total.pop("repaired")
total.pop("mended")
for name, n in total.items():
    if n and name != "kind":
        print(name, n)
E
}

article a 2019-05-07 Ferry 'It sailed.' >a.jsonl
article b 2019-05-08 Tram 'It stopped.' >b.jsonl
{
	cat a.jsonl a.jsonl b.jsonl
	echo '{"url": this is no JSON}'
	echo '{"url":"https://news.example/c"}'
} >mixed.jsonl
echo 'Read this first.' >README
printf '\211PNG\r\n\032\n' >picture.png
tar -cf mixed.tar mixed.jsonl README picture.png
printf '<DOC>\n<DOCNO> X-1 </DOCNO>\n<TEXT>\nThe ferry.\n</TEXT>\n</DOC>\n' \
	>x.sgml
printf 'Topics\n\nWhat was asked of this collection.\n' >topics.txt
tar -czf trec.tgz x.sgml topics.txt
tar -cf outer.tar a.jsonl trec.tgz

test_begin 'an archive of many things'
test_code 3 newsidx build -i idx mixed.tar outer.tar
test_stderr_has 'mixed.tar!mixed.jsonl: record 4: not well-formed JSON'
test_stdout_has 'Indexed 3 articles'
test_stdout_has 'Not indexed: 2 duplicate, 1 no article, 1 failed.'
test_stdout_has 'skipped 3 members'

test_begin 'the ledger adds up'
test_ok newsidx ledger -i idx --records --json
cp .out records.json
add_up >added 2>&1
cp added .out
test_stdout_is <<'E'
archives 2
members 7
members_skipped 3
containers 1
records 7
indexed 3
duplicate 2
skipped 1
failed 1
E

test_begin 'and so does that of the sample'
test_ok newsidx build -i sample "$SAMPLE"/*.*
test_ok newsidx ledger -i sample --records --json
add_up >added 2>&1
cp added .out
test_stdout_is <<'E'
archives 8
members 48
members_skipped 3
containers 2
records 58
indexed 58
E

test_begin 'for people'
test_out newsidx ledger -i idx --records <<'E'
mixed.tar
  read       mixed.jsonl  json: 2 of 5 indexed
  duplicate  mixed.jsonl  record 2  (the same article stands elsewhere)
  failed     mixed.jsonl  record 4  (not well-formed JSON)
  skipped    mixed.jsonl  record 5  (no text field)
  skipped    README  (README of the archive)
  skipped    picture.png  (image)
outer.tar
  read       a.jsonl  json: 0 of 1 indexed
  duplicate  a.jsonl  record 1  (the same article stands elsewhere)
  archive    trec.tgz
  read       trec.tgz!x.sgml  trec: 1 of 1 indexed
  skipped    trec.tgz!topics.txt  (plain text beside a collection (companion); --include to read it)

7 records, 3 indexed, 2 duplicate, 1 no article, 1 failed
7 members, 3 skipped, 1 opened as archive
2 archives
mended in 1 article: no_date
mended 1 time in members: json_bad_line
E

test_begin 'only a part'
test_out newsidx ledger -i idx --failed <<'E'
mixed.tar
  failed     mixed.jsonl  record 4  (not well-formed JSON)
E
test_ok newsidx ledger -i idx --skipped
test_stdout_has 'README of the archive'
test_stdout_has 'record 5  (no text field)'
test_stdout_lacks duplicate
test_ok newsidx ledger -i idx --archive 'outer*'
test_stdout_has 'trec.tgz!x.sgml'
test_stdout_lacks mixed.tar
test_out newsidx ledger -i idx --archive 'none*' </dev/null

test_begin 'wrong calls'
test_code 2 newsidx ledger
test_stderr_has 'which index?'
test_code 2 newsidx ledger -i idx mixed.tar
test_code 4 newsidx ledger -i nowhere
test_stderr_has 'there is no index at nowhere'
test_ok test ! -e nowhere

test_begin 'of two versions the newer stays, in whatever order they come'
version 2019-05-07T10:00:00Z 'an older text, and longer' >old.jsonl
version 2019-05-08T10:00:00Z 'a newer text' >new.jsonl
test_ok newsidx build -i old-new old.jsonl new.jsonl
test_stdout_has 'Indexed 1 article '
test_stdout_has 'Not indexed: 1 superseded by a newer version.'
test_ok newsidx build -i new-old new.jsonl old.jsonl
test_stdout_has 'Not indexed: 1 superseded by a newer version.'
for order in old-new new-old; do
	test_out newsidx query -i $order --count newer <<'E'
1
E
	test_code 1 newsidx query -i $order older
	test_ok newsidx ledger -i $order --records
	test_stdout_has 'superseded old.jsonl  record 1'
	test_ok newsidx show -i $order --json url:https://news.example/1
	cp .out $order.json
done
test_ok diff old-new.json new-old.json

test_begin 'nor does it matter with versions of one time'
version 2019-05-07T10:00:00Z 'one of two' >one.jsonl
version 2019-05-07T10:00:00Z 'two of two' >two.jsonl
test_ok newsidx build -i one-two one.jsonl two.jsonl
test_ok newsidx build -i two-one two.jsonl one.jsonl
newsidx show -i one-two url:https://news.example/1 >shown
newsidx show -i two-one url:https://news.example/1 >.out
test_stdout_is <shown

test_done
