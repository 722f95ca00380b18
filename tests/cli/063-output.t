#!/bin/sh
# newsidx query for other programs: CSV, templates, ids, whole answers; and what
# of an article is shown.
. "${0%/*}/../lib.sh"
. "$root/tests/cli/news.sh"

{
	printf '{"url":"https://news.example/1","published":"2019-05-07",'
	printf '"title":"Ferry, \\"Anna\\" by name","text":"The ferry\\n\\n'
	printf 'sailed.","author":["Ann Smith","Bo Dean"],'
	printf '"source":"The Post","language":"en"}\n'
	article 2 2019-05-08T10:00:00Z 'Fähre' 'A ferry; \"so\", it is.'
	article 3 '' '=1+1' 'Ferry.'
} >news.jsonl
newsidx build -q -i idx news.jsonl
export NEWSIDX_INDEX=idx

test_begin 'CSV: a row of names, quotes where needed, CR LF'
newsidx query --csv --sort date ferry >found.csv
cat >read.py <<'E'
import csv

with open("found.csv", encoding="utf-8", newline="") as f:
    raw = f.read()
assert raw.count("\r\n") == 4 == raw.count("\n")
rows = list(csv.reader(raw.splitlines(keepends=True), strict=True))
assert rows[0] == ["rank", "id", "published", "headline", "source", "section",
                   "authors", "language", "url", "passage"], rows[0]
assert rows[1][0] == "1" and rows[1][2] == "2019-05-07"
assert rows[1][3] == 'Ferry, "Anna" by name', rows[1]
assert rows[1][4:9] == ["The Post", "", "Ann Smith; Bo Dean", "en",
                        "https://news.example/1"], rows[1]
assert rows[1][9] == "The ferry sailed.", rows[1]
assert rows[2][3] == "Fähre" and rows[2][9] == 'A ferry; "so", it is.'
assert rows[3][2:4] == ["", "=1+1"], rows[3]
E
test_ok python3 read.py
lines()
{
	newsidx query "$@" | tr -d '\r' | fold -w 70
}
lines --csv zeppelin >.out
test_stdout_is <<'E'
rank,id,published,headline,source,section,authors,language,url,passage
E
test_code 1 newsidx query --csv zeppelin
lines --hits --csv -n 2 --sort date ferry >.out
test_stdout_is <<'E'
id,published,headline,source,part,sentence,first,last,start,end,left,h
it,right
url:https://news.example/1,2019-05-07,"Ferry, ""Anna"" by name",The Po
st,headline,1,1,1,0,5,,Ferry,", ""Anna"" by name"
url:https://news.example/1,2019-05-07,"Ferry, ""Anna"" by name",The Po
st,body,1,2,2,4,9,"The ",ferry," sailed."
E

test_begin 'a template'
test_out newsidx query --sort date --format '{rank} {date} <{headline}>\t{url}' \
	ferry <<'E'
1 2019-05-07 <Ferry, "Anna" by name>	https://news.example/1
2 2019-05-08 <Fähre>	https://news.example/2
3  <=1+1>	https://news.example/3
E
test_out newsidx query --format '\{{source}\} {authors}, {body}\n--\n' \
	author:smith <<'E'
{The Post} Ann Smith; Bo Dean, The ferry sailed.
--
E
test_out newsidx query --hits --format '{part} {sentence}.{first}: {left}[{hit}]{right}' \
	'=so and ferry' <<'E'
body 1.2: A [ferry]; "so", it is.
body 1.3: A ferry; "[so]", it is.
E
newsidx query --format '{id}\0' id:*/2 | tr '\0' '|' >.out
printf 'url:https://news.example/2|' >wanted
test_stdout_is <wanted
test_code 2 newsidx query --format '{idd}' ferry
test_stderr_has 'there is no {idd}; there are {rank} {id}'
test_code 2 newsidx query --format '{hit}' ferry
test_code 2 newsidx query --hits --format '{rank}' ferry
test_code 2 newsidx query --format '{id' ferry
test_stderr_has "a '{' is not closed"

test_begin 'one form at a time'
test_code 2 newsidx query --csv --json ferry
test_code 2 newsidx query --ids --hits ferry
test_code 2 newsidx query --format '{id}' --ids ferry

test_begin 'whole answers'
i=0
while [ $i -lt 300 ]; do
	article n/$i 2019-01-01 "Note $i" "note number $i of a tram"
	i=$((i + 1))
done >notes.jsonl
newsidx build -q -i notes notes.jsonl
seq 0 299 | sort >every
for way in --all --limit=0 '--all --sort=date' '--all --sort=relevance'; do
	newsidx query -i notes --ids $way tram | sed 's,.*/,,' | sort >.out
	test_stdout_is <every
done
test_ok newsidx query -i notes --all tram
test_stdout_has '300 articles.'
test_ok newsidx query -i notes --all --json tram
test_stdout_has '"rank":300,'
for from in 0 70 140 210 280 350; do
	newsidx query -i notes --sort index --ids -n 70 --offset $from \
		'tram or "note number"'
done | sed 's,.*/,,' | sort >.out
test_stdout_is <every

test_begin 'the passage is where most of the query stands close together'
filler='and nothing of note happened for a long while after that, so that '
filler="${filler}the paper had no news at all to print about boats or quays, "
{
	article best 2019 Best "The ferry sailed; the ferry came; the ferry left, \
$filler$filler$filler then, at the end of the year, a strike closed the \
harbour, and the ferry stopped there. $filler$filler and the last ferry, to \
the island, without a strike."
	article near 2019 Near "oil and then the price, $filler$filler$filler \
and in the end the oil price."
} >best.jsonl
newsidx build -q -i best best.jsonl
test_ok newsidx query -i best 'ferry strike harbour'
test_stdout_has 'a **strike** closed the **harbour**, and the **ferry** stopped'
test_ok newsidx query -i best 'ferry or strike or harbour'
test_stdout_has 'a **strike** closed the **harbour**, and the **ferry** stopped'
test_ok newsidx query -i best 'oil w/5 price'
test_stdout_has 'the **oil** **price**.'
test_ok newsidx query -i best --format '{passage}' 'oil w/5 price'
test_stdout_has 'in the end the oil price.'

test_done
