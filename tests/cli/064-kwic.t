#!/bin/sh
# newsidx kwic: hits one under the other, in their context.
. "${0%/*}/../lib.sh"
. "$root/tests/cli/news.sh"

{
	article 1 2019-05-07 'Ferry talks' 'The old ferry sailed. A ferry came.'
	article 2 2019-05-06 'Häfen' '日本のferry、東京。 Die fäh́re, ferry!'
	article 3 2019-05-09 'Tram' 'An Old\nferry \u001b[31mred.'
} >news.jsonl
newsidx build -q -i idx news.jsonl
export NEWSIDX_INDEX=idx

test_begin 'the hits stand in one column'
test_out newsidx kwic --sort date --width 12 ferry <<'E'
2019-05-06        日本の**ferry**、東京。 Die
2019-05-06   Die fäh́re, **ferry**!
2019-05-07              **Ferry** talks
2019-05-07      The old **ferry** sailed. A f
2019-05-07  y sailed. A **ferry** came.
2019-05-09       An Old **ferry** [31mred.
E
test_out newsidx kwic --sort date --width 8 --ids '"old ferry"' <<'E'
2019-05-07      The **old ferry** sailed.  url:https://news.example/1
2019-05-09       An **Old ferry** [31mred  url:https://news.example/3
E

test_begin 'sorted by what stands before, the nearest word first'
test_out newsidx kwic --sort left --width 8 ferry <<'E'
2019-05-07          **Ferry** talks
2019-05-07  iled. A **ferry** came.
2019-05-06   fäh́re, **ferry**!
2019-05-09   An Old **ferry** [31mred
2019-05-07  The old **ferry** sailed.
2019-05-06    日本の**ferry**、東京。
E

test_begin 'and by what stands behind'
test_out newsidx kwic --sort right --width 8 ferry <<'E'
2019-05-06   fäh́re, **ferry**!
2019-05-09   An Old **ferry** [31mred
2019-05-07  iled. A **ferry** came.
2019-05-07  The old **ferry** sailed.
2019-05-07          **Ferry** talks
2019-05-06    日本の**ferry**、東京。
E

test_begin 'a page of the sorted hits'
newsidx kwic --sort right --width 8 ferry >whole
for from in 0 1 2 3 4 5 6; do
	newsidx kwic --sort right --width 8 -n 1 --offset $from ferry
done >.out
test_stdout_is <whole
for from in 0 1 2 3 4 5 6; do
	newsidx kwic --sort=-date --width 8 -n 1 --offset $from ferry
done >.out
newsidx kwic --sort=-date --width 8 ferry >whole
test_stdout_is <whole

test_begin 'JSON and CSV'
# lines ARGUMENT...: long ones in several.
lines()
{
	newsidx kwic "$@" | tr -d '\r' | fold -w 70
}
test_out lines --json --width 9 '"old ferry sailed"' <<'E'
{"format_version":1,"id":"url:https://news.example/1","part":"body","f
irst":2,"last":4,"start":4,"end":20,"sentence":1,"left":"The ","hit":"
old ferry sailed","right":". A ferry","published":"2019-05-07","source
":"news.example","headline":"Ferry talks"}
E
test_out lines --csv --width 9 '"old ferry sailed"' <<'E'
id,published,headline,source,part,sentence,first,last,start,end,left,h
it,right
url:https://news.example/1,2019-05-07,Ferry talks,news.example,body,1,
2,4,4,20,"The ",old ferry sailed,. A ferry
E
test_out lines --csv --sort left zeppelin <<'E'
id,published,headline,source,part,sentence,first,last,start,end,left,h
it,right
E
test_out newsidx kwic --format '{left}|{hit}|{right}' --width 3 sailed <<'E'
ry |sailed|. A
E

test_begin 'nothing, and errors'
test_code 1 newsidx kwic zeppelin
test_stdout_lacks ' '
test_code 1 newsidx kwic date:2019
test_code 2 newsidx kwic
test_code 2 newsidx kwic '"ferry'
test_stderr_has 'column 1'
test_code 2 newsidx kwic --width 1001 ferry
test_code 2 newsidx kwic --sort size ferry
test_code 2 newsidx kwic --csv --json ferry
test_code 2 newsidx kwic --format '{rank}' ferry

test_begin 'ten thousand hits of one article, sorted'
{
	printf '{"url":"https://news.example/long","title":"Long","text":"'
	seq -f 'ferry %05.0f' 10000 -1 1 | tr '\n' ' '
	printf '"}\n'
} >long.jsonl
newsidx build -q -i long long.jsonl
newsidx kwic -i long --sort right --format '{right}' --width 6 ferry >.out
seq -f ' %05.0f' 1 10000 >wanted
test_stdout_is <wanted

test_done
