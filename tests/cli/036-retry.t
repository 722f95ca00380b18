#!/bin/sh
# What failed is read again once it is mended: what was there already stays as
# it was, what is new is added, and nothing is lost.
. "${0%/*}/../lib.sh"
. "$root/tests/cli/news.sh"

ids()
{
	newsidx query -i "$1" --ids --limit=100 moved | sort
}

same_as_fresh()
{
	ids "$1" >ids.is
	shift
	rm -rf fresh
	newsidx build -q -i fresh "$@" && ids fresh >ids.wanted &&
		[ -s ids.wanted ] && diff ids.wanted ids.is
}

for n in 1 2 3 4; do
	article n$n 2019-05-0$n "Ferry $n" "It moved on, for the $n. time." >n$n.jsonl
	head -c 40000 /dev/urandom | base64 -w 0 >pad$n
	printf '{"url":"https://news.example/p%s","title":"x","text":"%s"}\n' \
		$n "$(cat pad$n)" >>n$n.jsonl
done
tar -czf whole.tgz n1.jsonl n2.jsonl n3.jsonl n4.jsonl
head -c 70000 whole.tgz >a.tgz
cp n4.jsonl good.jsonl

test_begin 'an archive that was cut off, and is whole now'
test_code 3 newsidx build -i idx a.tgz good.jsonl
test_ok newsidx query -i idx --ids moved
test_stdout_lacks https://news.example/n3
cp whole.tgz a.tgz
test_ok newsidx build --retry -i idx
test_stdout_has 'Read 1 archive again: '
test_stdout_has 'unchanged ones'
test_ok same_as_fresh idx a.tgz good.jsonl
test_out segments idx <<'E'
000001 000002
E
test_ok xapian-check idx/seg/000001
test_ok xapian-check idx/seg/000002
test_out newsidx ledger -i idx --failed </dev/null
test_ok newsidx ledger -i idx
test_stdout_has 'read       n1.jsonl  json: 2 of 2 indexed, 2 unchanged'
test_stdout_lacks 'not complete'
test_ok newsidx show -i idx url:https://news.example/n3
test_ok newsidx show -i idx url:https://news.example/n4
test_stdout_has 'also in'

test_begin 'positions keep the form that the build gave them'
head -c 70000 whole.tgz >a.tgz
test_code 3 newsidx build -i form --positions=xapian a.tgz
cp whole.tgz a.tgz
test_ok newsidx build --retry -i form
test_ok newsidx info -i form
test_stdout_has 'positions  xapian'
test_ok newsidx optimize -i form
test_out newsidx query -i form --count '"it moved on"' <<'E'
4
E
test_ok newsidx verify --deep -i form
rm -rf form

test_begin 'nothing is left to do'
test_ok newsidx build --retry -i idx
test_stdout_has 'Nothing that failed is to be read again.'
test_out segments idx <<'E'
000001 000002
E

test_begin 'a newer version of what was there'
printf '{"url": no JSON}\n' >tail
cat n1.jsonl tail >v.jsonl
test_code 3 newsidx build -i newer v.jsonl
article n1 2019-05-09 'Ferry 1' 'It stopped.' >v.jsonl
test_ok newsidx build --retry -i newer
test_stdout_has '1 new article, 0 unchanged ones.'
test_code 1 newsidx query -i newer moved
test_out newsidx query -i newer --count stopped <<'E'
1
E
test_ok newsidx ledger -i newer
test_stdout_has '2 records, 2 indexed'
test_stdout_has 'kept       v.jsonl  json: 1 of 1 indexed'

test_begin 'files of a folder keep their identities'
mkdir -p news/2019
printf 'Ferry and tram\n\nThe ferry moved on. So did the tram.\n' >news/2019/one.txt
cat n4.jsonl tail >news/two.jsonl
head -c 70000 whole.tgz >news/three.tgz
test_code 3 newsidx build -i folder news
printf 'Another tram\n\nAnother tram moved on.\n' >news/2019/one.txt
cp n4.jsonl news/two.jsonl
test_ok newsidx build --retry -i folder news/two.jsonl
test_stdout_has 'Read 1 archive again: 0 new articles, 2 unchanged ones.'
cp whole.tgz news/three.tgz
test_ok newsidx build --retry -i folder news/
test_stdout_has 'Read 1 archive again'
test_ok same_as_fresh folder news
test_ok newsidx query -i folder ferry and tram
test_code 0 newsidx build --retry -i folder news

test_begin 'what is gone is said, and kept'
cat n1.jsonl tail >lost.jsonl
test_code 3 newsidx build -i gone lost.jsonl good.jsonl
rm lost.jsonl
ids gone >before
test_code 3 newsidx build --retry -i gone
test_stderr_has 'lost.jsonl: is not there any more; what the index has of it'
test_stdout_has 'Read 0 archives again: 0 new articles, 0 unchanged ones;'
test_stdout_has '; not there any more: 1 archive.'
ids gone >after
test_ok diff before after
test_ok newsidx ledger -i gone --failed
test_stdout_has lost.jsonl

test_begin 'what is worse than before is no loss'
head -c 100 whole.tgz >worse.tgz
cp a.tgz b.tgz
head -c 70000 whole.tgz >b.tgz
test_code 3 newsidx build -i worse b.tgz
ids worse >before
cp worse.tgz b.tgz
test_code 3 newsidx build --retry -i worse
ids worse >after
test_ok diff before after
test_ok newsidx ledger -i worse
test_stdout_has 'kept       n1.jsonl  json: 2 of 2 indexed  (was not found again;'
test_stdout_lacks 'not complete'
cp whole.tgz b.tgz
test_ok newsidx build --retry -i worse
test_ok same_as_fresh worse b.tgz
test_ok newsidx ledger -i worse
test_stdout_lacks kept

test_begin 'a notice that is found now'
item='{"uri":"urn:wire:1","versioncreated":"2019-05-0'
echo "${item}1\",\"headline\":\"x\",\"body_text\":\"It moved.\"}" >w.jsonl
cat w.jsonl tail >w2.jsonl
test_code 3 newsidx build -i notice w2.jsonl
echo "${item}2\",\"headline\":\"x\",\"pubstatus\":\"canceled\"}" >>w.jsonl
mv w.jsonl w2.jsonl
test_ok newsidx build --retry -i notice
test_code 1 newsidx query -i notice moved

test_begin 'wrong calls'
test_code 2 newsidx build --retry -i idx --force
test_code 2 newsidx build --retry -i idx --dry-run
test_code 4 newsidx build --retry -i nowhere
test_stderr_has 'there is no index at nowhere'

test_done
