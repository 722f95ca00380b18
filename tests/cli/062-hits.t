#!/bin/sh
# newsidx query --hits: each place where a query matches, with its words, its
# bytes, its sentence and its part.
. "${0%/*}/../lib.sh"
. "$root/tests/cli/news.sh"

{
	article 1 2019-05-07 'Ferry talks on the ferry' \
		'The ferry sailed. Talks failed; the ferry came back.\n\nNo ferry?'
	article 2 2019-05-08 'Häfen' \
		'Die Fähre für Köln – »Fähre« – ist da. 中国新闻: die Fähre.'
	printf '{"url":"https://news.example/3","title":"Post-war oil",'
	printf '"description":"Oil deck.","text":"COVID-19 and covid 19. '
	printf 'The US tells us: oil price."}\n'
} >news.jsonl
newsidx build -q -i idx news.jsonl
export NEWSIDX_INDEX=idx

# Of each hit, on a line: article, part, first-last, start-end, sentence.
cat >short.py <<'E'
import json, sys

for line in sys.stdin:
    h = json.loads(line)
    assert list(h) == ["format_version", "id", "part", "first", "last",
                       "start", "end", "sentence"], h
    assert h["format_version"] == 1
    print(h["id"].rsplit("/", 1)[1], h["part"],
          "%d-%d" % (h["first"], h["last"]),
          "%d-%d" % (h["start"], h["end"]), h["sentence"])
E
hits()
{
	newsidx query --hits --json --sort date "$@" | python3 short.py
}

test_begin 'every occurrence, headline first'
test_out hits ferry <<'E'
1 headline 1-1 0-5 1
1 headline 5-5 19-24 1
1 body 2-2 4-9 1
1 body 7-7 36-41 2
1 body 11-11 57-62 3
E

test_begin 'an and has those of both sides, each once'
test_out hits 'title:ferry talks ferry' <<'E'
1 headline 1-1 0-5 1
1 headline 2-2 6-11 1
1 headline 5-5 19-24 1
1 body 2-2 4-9 1
1 body 4-4 18-23 2
1 body 7-7 36-41 2
1 body 11-11 57-62 3
E
test_out hits '"ferry talks" and talks and deck:ferry or "ferry talks" and talks' <<'E'
1 headline 1-2 0-11 1
1 headline 2-2 6-11 1
1 body 4-4 18-23 2
E

test_begin 'an or has the shortest'
test_out hits '"ferry talks" or talks' <<'E'
1 headline 2-2 6-11 1
1 body 4-4 18-23 2
E

test_begin 'what is not there, and what is no text, has none'
test_out hits 'talks date:2019 id:*news.example* not zeppelin' <<'E'
1 headline 2-2 6-11 1
1 body 4-4 18-23 2
E
test_code 1 newsidx query --hits --json date:2019
test_stdout_lacks ' '
test_code 1 newsidx query --hits --json zeppelin
test_stdout_lacks ' '
test_code 1 newsidx query --hits zeppelin
test_stdout_has '0 hits in 0 articles.'
test_code 1 newsidx query --hits --count 'ferry zeppelin'
test_stdout_has 0

test_begin 'proximity, sentences, paragraphs'
test_out hits 'ferry w/2 talks' <<'E'
1 headline 1-2 0-11 1
1 body 2-4 4-23 1
E
test_out hits 'ferry w/s talks' <<'E'
1 headline 1-2 0-11 1
1 headline 2-5 6-24 1
1 body 4-7 18-41 2
E
test_out hits 'sailed w/p ferry' <<'E'
1 body 2-3 4-16 1
1 body 3-7 10-41 1
E
test_out hits 'ferry not w/s talks' <<'E'
1 body 2-2 4-9 1
1 body 11-11 57-62 3
E
test_out hits 'ferry not w/2 talks' <<'E'
1 headline 5-5 19-24 1
1 body 7-7 36-41 2
1 body 11-11 57-62 3
E
test_out hits '(ferry not w/p talks) pre/1 no or no pre/1 ferry' <<'E'
1 body 10-11 54-62 3
E

test_begin 'first, at least, parts'
test_out hits 'first2(ferry)' <<'E'
1 body 2-2 4-9 1
E
test_out hits 'body:(ferry w/2 talks)' <<'E'
1 body 2-4 4-23 1
E
test_out hits 'atleast5(ferry) and talks pre/1 failed' <<'E'
1 headline 1-1 0-5 1
1 headline 5-5 19-24 1
1 body 2-2 4-9 1
1 body 4-5 18-30 2
1 body 7-7 36-41 2
1 body 11-11 57-62 3
E
test_code 1 newsidx query --hits --json 'atleast6(ferry)'
test_out hits 'deck:oil or title:oil' <<'E'
3 headline 3-3 9-12 1
3 deck 1-1 0-3 1
E

test_begin 'bytes of characters that have several'
test_out hits --lang de fähre <<'E'
2 body 2-2 4-10 1
2 body 5-5 28-34 1
2 body 13-13 67-73 2
E
test_out hits 中国新闻 <<'E'
2 body 8-11 49-61 2
E

test_begin 'words with signs in them'
test_out hits covid-19 <<'E'
3 body 1-2 0-8 1
3 body 4-5 13-21 1
E
test_out hits postwar <<'E'
3 headline 1-2 0-8 1
E
test_out hits 'caps(us)' <<'E'
3 body 7-7 27-29 2
E

test_begin 'counting and paging hits'
test_out newsidx query --hits --count ferry <<'E'
5
E
test_out newsidx query --hits --count 'ferry or fähre or oil' <<'E'
11
E
hits 'ferry or fähre or oil' >whole
for from in 0 1 2 3 4 5 6 7 8 9 10 11; do
	hits -n 1 --offset $from 'ferry or fähre or oil'
done >.out
test_stdout_is <whole

test_begin 'for people'
test_ok newsidx query --hits -n 4 ferry
test_stdout_has '  headline, sentence 1, word 1:'
test_stdout_has '    **Ferry** talks on the ferry'
test_stdout_has '  body, sentence 2, word 7:'
test_stdout_has 'the **ferry** came back.'
test_stdout_has 'The first 4 hits in 1 article; there are more.'
test_ok newsidx query --hits ferry
test_stdout_has '5 hits in 1 article.'

test_begin 'ten thousand in one article'
{
	printf '{"url":"https://news.example/long","title":"Ferry","text":"'
	i=0
	while [ $i -lt 10000 ]; do
		echo 'ferry and '
		i=$((i + 1))
	done | tr -d '\n'
	printf '"}\n'
} >long.jsonl
newsidx build -q -i long long.jsonl
test_out newsidx query -i long --hits --count ferry <<'E'
10001
E
test_out newsidx query -i long --hits --count '"and" w/2 ferry' <<'E'
19999
E
newsidx query -i long --hits --json ferry | python3 short.py | tail -n 1 >.out
test_stdout_is <<'E'
long body 19999-19999 99990-99995 1
E

test_begin 'the articles are those of the query'
for sort in index relevance date -date source; do
	newsidx query --all --ids --sort $sort 'ferry or fähre or oil'
done | sed 's,.*/,,' | sort | uniq -c | sed 's/^ *//' >.out
test_stdout_is <<'E'
5 1
5 2
5 3
E

test_done
