#!/bin/sh
# Alerts: an update tells them of exactly what came, changed or went; each article
# once, and none is lost, whatever becomes of the run.

# Syncing a disk for each of many small updates would take longer than all else.
if [ -w /dev/shm ]; then
	TMPDIR=/dev/shm
	export TMPDIR
fi
. "${0%/*}/../lib.sh"
. "$root/tests/cli/news.sh"

# What update --alerts prints, without a word about the update itself.
tells()
{
	newsidx update -q -i idx --alerts "$@"
}

# told: a line for each article that is told of in JSON: alert, kind, id.
told()
{
	newsidx update -i idx --alerts --json "$@" >told.json
	code=$?
	sed -n -e 's,^{"format_version":1\,"alert":",,' \
		-e 's,"\,"kind":", ,' \
		-e 's,"\,"entry":.*"id":"url:https://news.example/, ,' \
		-e 's,^\([a-z]* [a-z]* [a-z0-9]*\)".*,\1,p' told.json
	return $code
}

# feed FILE: a feed's entries, the latest first, as somebody else reads them.
feed()
{
	python3 -B - "$1" <<'E'
import re, sys, xml.etree.ElementTree as ET
A = '{http://www.w3.org/2005/Atom}'
root = ET.parse(sys.argv[1]).getroot()
assert root.tag == A + 'feed'
time = r'\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ'
ids = [root.find(A + 'id').text]
assert root.find(A + 'title').text
assert root.find(A + 'author/' + A + 'name').text
assert re.fullmatch(time, root.find(A + 'updated').text)
for e in root.findall(A + 'entry'):
    one = {c.tag[len(A):]: c for c in e}
    ids.append(one['id'].text)
    assert re.fullmatch(time, one['updated'].text)
    assert 'published' not in one or re.fullmatch(time, one['published'].text)
    assert one['content'].get('type') == 'html'
    link = e.find(A + 'link[@rel="alternate"]')
    print(one['category'].get('term'), '|', one['title'].text, '|',
          link.get('href') if link is not None else '-', '|',
          one['content'].text)
assert len(ids) == len(set(ids))
uuid = '[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}'
assert all(re.fullmatch('urn:uuid:' + uuid, i) for i in ids)
E
}

# ask_instead ALERT QUERY: as if the alert's query had been that one.
ask_instead()
{
	python3 -B - "$@" <<'E'
import sqlite3, sys
d = sqlite3.connect('idx/ledger.db')
d.execute('UPDATE alert SET query = ? WHERE name = ?', (sys.argv[2], sys.argv[1]))
d.commit()
E
	rm -f idx/ledger.sum
}

mkdir news
article old 2019-05-01 Ferry 'The ferry moved on.' >news/a.jsonl
article tram 2019-05-02 Tram 'The tram moved on.' >>news/a.jsonl
newsidx build -q -i idx news

test_begin 'adding, listing, removing'
test_ok newsidx alert -i idx add ferries ferry
test_code 2 newsidx alert -i idx add ferries tram
test_stderr_has 'there is an alert ferries already'
test_code 2 newsidx alert -i idx add wrong tram 'and'
test_stderr_has 'column '
test_code 2 newsidx alert -i idx add wrong '"tram" w/5 (ferry and bus)'
test_stderr_has 'column '
for name in .. ../x a/b '' -x 'a b'; do
	test_code 2 newsidx alert -i idx -- add "$name" tram
	test_stderr_has 'name is that of a file too'
done
test_code 2 newsidx alert -i idx add wrong --lang xx tram
test_stderr_has "unknown language 'xx'"
test_code 2 newsidx alert -i idx
test_stderr_has 'list, add or remove'
test_code 2 newsidx alert -i idx add lonely
test_code 4 newsidx alert -i nowhere add ferries ferry
test_code 4 newsidx alert -i nowhere list
test_stderr_has 'there is no index at nowhere'
test_ok newsidx alert -i idx add --lang=en old -- '-old (tram or trams)'
test_ok newsidx alert -i idx list --json
test_stdout_has '"name":"old","query":"-old (tram or trams)","language":"en","added":"20'
test_stdout_has 'Z","pending":0}'
test_out newsidx alert -i idx list <<'E'
ferries: ferry
old: -old (tram or trams)  --lang=en
E
test_ok newsidx alert -i idx remove old
test_code 4 newsidx alert -i idx remove old
test_stderr_has 'there is no alert old'
test_out newsidx alert -i idx list <<'E'
ferries: ferry
E

test_begin 'nothing is told of what was there'
test_out tells </dev/null
test_ok newsidx alert -i idx add trams tram
test_out tells </dev/null

test_begin 'new, changed, withdrawn'
article boat 2019-05-03 Boat 'A boat is a ferry, or a tram on water.' \
	>>news/a.jsonl
test_ok newsidx update -q -i idx
test_out newsidx alert -i idx list <<'E'
ferries: ferry  (1 article to be looked at)
trams: tram  (1 article to be looked at)
E
test_out tells <<'E'
Alert ferries: 1 new article.

  1. Boat
     2019-05-03  news.example  [url:https://news.example/boat]
     A boat is a **ferry**, or a tram on water.

Alert trams: 1 new article.

  1. Boat
     2019-05-03  news.example  [url:https://news.example/boat]
     A boat is a ferry, or a **tram** on water.

E
test_out tells </dev/null
{
	article old 2019-05-01 Ferry 'The ferry moved on, and on.'
	article tram 2019-05-02 Tram 'It moved on.'
	article boat 2019-05-03 Boat 'A boat is a ferry.'
} >news/a.jsonl
test_out tells <<'E'
Alert ferries: 2 changed articles.

  1. **Ferry**
     changed  2019-05-01  news.example  [url:https://news.example/old]
     The **ferry** moved on, and on.

  2. Boat
     changed  2019-05-03  news.example  [url:https://news.example/boat]
     A boat is a **ferry**.

Alert trams: 1 changed article.

  1. **Tram**
     changed  2019-05-02  news.example  [url:https://news.example/tram]
     It moved on.

E
article tram 2019-05-02 Tram 'It moved on.' >news/a.jsonl
test_out tells <<'E'
Alert ferries: 2 withdrawn articles.

  1. Ferry
     withdrawn  2019-05-01  news.example  [url:https://news.example/old]

  2. Boat
     withdrawn  2019-05-03  news.example  [url:https://news.example/boat]

Alert trams: 1 withdrawn article.

  1. Boat
     withdrawn  2019-05-03  news.example  [url:https://news.example/boat]

E

test_begin 'what is withdrawn is told to those that were told of it'
article bus 2019-05-04 Bus 'A bus is no ferry.' >news/b.jsonl
test_out told <<'E'
ferries new bus
E
test_ok grep -q '"alerts":1,"told":1,' told.json
test_ok newsidx alert -i idx add buses bus
rm news/b.jsonl
test_out told --prune <<'E'
ferries withdrawn bus
E

test_begin 'what stands elsewhere, or came and went, is not told'
tar -cf news/c.tar -C news a.jsonl
rm news/a.jsonl
test_out told --prune </dev/null
article bus 2019-05-04 Bus 'A bus, and a ferry.' >news/b.jsonl
test_ok newsidx update -q -i idx
rm news/b.jsonl
test_ok newsidx update -q -i idx --prune
test_out told </dev/null

test_begin 'several updates add up, for each alert since it was told'
article one 2019-05-05 One 'A ferry.' >news/d.jsonl
test_ok newsidx update -q -i idx
article one 2019-05-05 One 'A ferry once.' >news/d.jsonl
article two 2019-05-05 Two 'A ferry.' >>news/d.jsonl
test_ok newsidx update -q -i idx
test_ok newsidx alert -i idx add late ferry
article one 2019-05-05 One 'A ferry twice.' >news/d.jsonl
article two 2019-05-05 Two 'A ferry.' >>news/d.jsonl
test_ok newsidx update -q -i idx
test_ok sh -c 'newsidx update -i idx --alerts --json >told.json'
test_out sh -c 'grep -c "\"alert\":\"ferries\",\"kind\":\"new\"" told.json' <<'E'
2
E
test_out sh -c 'grep "\"alert\":\"late\"" told.json | cut -d, -f3,6-' <<E
$(grep '"kind":"changed"' told.json | grep late | grep '/one"' | cut -d, -f3,6-)
E
test_ok newsidx alert -i idx remove late

test_begin 'read again by build; merged; backed up, and restored'
echo '{"url": this is no JSON}' >news/e.jsonl
test_code 3 newsidx update -q -i idx
article retried 2019-05-06 Retried 'A ferry.' >news/e.jsonl
test_ok newsidx build -q -i idx --retry
test_ok newsidx optimize -q -i idx
test_ok newsidx backup -q -i idx copy
test_out told <<'E'
ferries new retried
E
rm -r idx
mv copy idx
test_out told <<'E'
ferries new retried
E
test_ok newsidx verify -q -i idx

test_begin 'built anew: a new beginning, for the same alerts'
article before 2019-05-07 Before 'A ferry.' >>news/e.jsonl
test_ok newsidx update -q -i idx
article built 2019-05-07 Built 'A ferry.' >>news/e.jsonl
test_ok newsidx build -q -i idx --force news
test_out told <<'E'
ferries new before
E
article after 2019-05-07 After 'A ferry.' >>news/e.jsonl
test_out told <<'E'
ferries new after
E

test_begin 'repaired: alerts are kept, and what is pending for them'
article kept 2019-05-07 Kept 'A ferry.' >>news/e.jsonl
test_ok newsidx update -q -i idx
python3 -B - <<'E'
import sqlite3
d = sqlite3.connect('idx/ledger.db')
d.execute('UPDATE article SET member = 9999')
d.commit()
E
test_code 3 newsidx verify -q -i idx
test_ok newsidx repair -q -i idx
test_stderr_lacks 'alerts are lost'
test_out told <<'E'
ferries new kept
E
test_ok newsidx verify -q -i idx

test_begin 'fields, proximity, dates, not: as of a query'
newsidx alert -i idx remove ferries
newsidx alert -i idx remove trams
newsidx alert -i idx remove buses
newsidx alert -i idx add near \
	'title:strike "ferry crews" w/6 dover date:2020'
newsidx alert -i idx add spot 'strik* -dover source:news.example'
{
	article n1 2020-02-03 'A strike' 'Ferry crews will not sail from Dover.'
	article n2 2020-02-03 'No strike' \
		'Ferry crews are of one mind and will sail on from Dover.'
	article n3 2020-02-03 'No news' 'A strike of ferry crews in Dover.'
	article n4 2021-02-03 'A strike' 'Ferry crews of Dover.'
	article n5 2021-02-03 'Strikers' 'They strike in Calais.'
} >news/f.jsonl
test_out told <<'E'
near new n1
spot new n5
E

test_begin 'feeds'
article n6 2021-02-04 'Strikers and crews' 'They strike & rest.' \
	>>news/f.jsonl
tr -d '\n' >>news/f.jsonl <<'E'
{"id":"x1","url":"javascript:alert(1)","published":"2021",
"title":"strike\u0007 < & \"q\" &lt;script&gt;\u0001",
"author":"A < B & C","source":"news.example",
"text":"A strike ]]> &lt;i&gt; \u0000\u001b[31m\ufffe\u0085 of crews, \ud800 <."}
E
echo >>news/f.jsonl
test_ok newsidx update -i idx --alerts=out
test_stdout_has 'told of 2 articles by 1 alert'
test_out feed out/near.atom </dev/null
test_ok feed out/spot.atom
test_stdout_has \
	'new | Strikers and crews | https://news.example/n6 | <p>They <b>strike</b> &amp; rest.</p>'
test_stdout_has 'new | strike < & "q" <script> | - | <p>A <b>strike</b> ]]&gt; '
test_stdout_has ' &lt;.</p>'
test_stdout_lacks '<i>'
test_ok grep -q 'q&quot; &lt;script&gt;</title>' out/spot.atom
test_ok sh -c '! tr -d "\n" <out/spot.atom | grep -q "[[:cntrl:]]"'
cp -r out out.was
sleep 1.1
test_ok newsidx update -q -i idx --alerts=out
test_ok diff -r out.was out

test_begin 'a feed is what the ledger says, whatever the file was'
rm out/near.atom
echo '<feed' >out/spot.atom
test_ok newsidx update -q -i idx --alerts=out
test_ok diff -r out.was out
test_ok newsidx update -q -i idx --alerts=other/
test_ok diff -r out.was other
grep -v n6 news/f.jsonl >f.jsonl
mv f.jsonl news/f.jsonl
test_ok newsidx update -q -i idx --alerts=out
test_ok feed out/spot.atom
cp "$scratch/.out" entries
test_ok sh -c 'sed -n 1p entries | grep "^withdrawn | Withdrawn: Strikers and crews | "'
test_out sh -c 'wc -l <entries' <<'E'
2
E
test_ok sh -c '! grep -q rest out/spot.atom'

test_begin 'one that cannot be asked does not cost the others'
ask_instead near '"never closed'
{
	article n7 2020-02-05 'A strike' 'Ferry crews will not sail to Dover.'
	article n8 2020-02-05 'A strike' 'In Calais.'
} >>news/f.jsonl
test_code 3 told
test_stdout_is <<'E'
spot new n8
E
test_stderr_has 'never closed, at column 1'
test_stderr_has 'alert near could not be asked; what came for it is kept'
test_ok grep -q '"faults":1,' told.json
test_out newsidx alert -i idx list <<'E'
near: "never closed  (2 articles to be looked at)
spot: strik* -dover source:news.example
E
ask_instead near crews
test_out told <<'E'
near new n7
E

test_begin 'output that does not arrive is told again, and marked'
article n9 2020-02-06 'A strike' 'In Calais, of crews.' >>news/f.jsonl
test_code 4 sh -c 'newsidx update -q -i idx --alerts >/dev/full'
test_stderr_has 'No space left on device; idx is up to date'
test_ok newsidx update -q -i idx --alerts
test_stdout_has '     may have been told before  2020-02-06'
test_out tells </dev/null

test_begin 'without alerts nothing is kept, and nothing is written'
newsidx alert -i idx remove near
newsidx alert -i idx remove spot
article n10 2020-02-07 'A strike' 'In Calais.' >>news/f.jsonl
test_ok newsidx update -q -i idx
newsidx alert -i idx add late calais
test_out newsidx alert -i idx list <<'E'
late: calais
E
test_ok sh -c 'sleep 2.2; newsidx update -q -i idx'
find idx -printf '%p %T@\n' | sort >before
test_out tells </dev/null
test_ok sh -c "find idx -printf '%p %T@\\n' | sort | diff before -"

test_begin 'one writes at a time'
slow_build -q -i idx --force
# Others say that it is there, or that it was added.
wait_for sh -c 'newsidx alert -i idx add busy ferry 2>/dev/null; [ $? -eq 75 ]'
test_code 75 newsidx alert -i idx add other ferry
test_code 75 newsidx alert -i idx remove late
test_ok newsidx alert -i idx list
slow_end

test_begin 'told to stop while an alert is asked for long'
newsidx build -q -i long news
newsidx alert -i long add slow calais
article n11 2020-02-08 'A strike' 'In Calais.' >>news/f.jsonl
mkdir slow
cp "$NEWSIDX_BUILD/newsidx-indexer" slow
printf '#!/bin/sh\necho >begun\nexec sleep 60\n' >slow/newsidx-query
chmod +x slow/newsidx-query
slow/newsidx-indexer update -q -i long --alerts 2>slow.err &
slow=$!
wait_for test -e begun
begun=$(date +%s)
kill "$slow"
wait "$slow"
test_ok test $? -eq 4
test_ok test $(($(date +%s) - begun)) -le 2
test_ok grep -q 'stopped; long is up to date, and what alerts' slow.err
test_ok newsidx update -q -i long --alerts
test_stdout_has 'Alert slow: 1 new article.'

test_begin 'killed, or failed, at changes of the disk: each article once'
mkdir faults
cd faults || exit 99
test_ok "$root/tests/fault/alerts" -n 1 -s "${FAULT_SEED:-1}" kill killed torn \
	mix full io term
test_note '' <"$scratch/.out"

test_done
