#!/bin/sh
# newsidx collocates and similar: a few articles, counted by hand.  904-collocates.t
# and 092-similar.t hold them to a reading of real archives.
. "${0%/*}/../lib.sh"

# one ID LANGUAGE HEADLINE TEXT
one()
{
	printf '{"id":"%s","language":"%s","title":"%s","text":"%s"}\n' "$@"
}

{
	one a1 en Ferry 'The red harbour ferry sank today'
	one a2 en Tram 'Harbour ferry harbour. Sank the harbour.'
	one a3 en Tram 'Sank elsewhere, far from it all, in a red tram'
} >news.jsonl
newsidx build -q -i idx news.jsonl
export NEWSIDX_INDEX=idx

# Lines of CSV end with a carriage return, too.
csv()
{
	newsidx collocates --csv --least 1 "$@" | tr -d '\r'
}

test_begin 'words near hits, as often as they are in the index, and by chance'
test_out newsidx collocates --window 1 --least 1 ferry <<'E'
word         together articles    in all   expected   likelihood   ratio
harbour             3        2         4        0.6          9.4    3.98
sank                1        1         3        0.5          0.6    1.39

3 hits in 2 articles, 4 words near them, of 25.
E
# In no headline does a word of the body come next.
test_out csv --before 0 --behind 1 ferry <<'E'
word,together,articles,in_all,expected,log_likelihood,log_ratio
sank,1,1,3,0.2400,1.9835,2.5236
harbour,1,1,4,0.3200,1.3991,1.9386
E
test_out csv --window 5 --before 0 --limit 1 ferry <<'E'
word,together,articles,in_all,expected,log_likelihood,log_ratio
today,1,1,1,0.2400,2.9905,2.6630
E

test_begin 'sentences, and what lies within a hit'
near()
{
	csv --stop-words --limit 0 "$@" | cut -d , -f 1,2 | sed 1d | sort |
		tr '\n' ' '
}
test_run near --window 5 'id:json/news:a2 ferry'
test_stdout_has 'harbour,3 sank,1'
test_run near --window 5 --sentence 'id:json/news:a2 ferry'
test_stdout_has 'harbour,2'
test_stdout_lacks sank
test_run near --window 1 'harbour w/3 sank'
test_stdout_has 'red,1'
test_stdout_has 'today,1'
test_stdout_has 'ferry,1'
# Two hits are near it, and it counts once.
test_run csv --window 2 'red or ferry'
test_stdout_has 'harbour,3,2,4,'

test_begin 'words of every day are left out, by the language of the article'
{
	one b1 en T 'They die ferry die'
	one b2 de T 'Es ist die Ferry die'
	one b3 '' T 'Ferry die'
	one b4 en T 'The museum of paintings is closed again on this day of the year'
} >words.jsonl
newsidx build -q -i words words.jsonl
NEWSIDX_INDEX=words
test_run csv --window 1 ferry
test_stdout_has 'die,3,2,5,'
test_run csv --window 1 --lang de ferry
test_stdout_has 'die,2,1,5,'
test_run csv --window 1 --stop-words ferry
test_stdout_has 'die,5,3,5,'
NEWSIDX_INDEX=idx

test_begin 'for programs'
test_ok newsidx collocates --json --window 1 --least 1 --sort count ferry
python3 -c '
import json
a = json.load(open(".out"))
assert (a["query"], a["articles"], a["hits"]) == ("ferry", 2, 3), a
assert (a["words_near"], a["words_in_all"]) == (4, 25), a
assert [w["word"] for w in a["collocates"]] == ["harbour", "sank"], a
assert a["collocates"][0]["in_all"] == 4' 2>err
test_ok test ! -s err

test_begin 'nothing near'
test_code 1 newsidx collocates zeppelin
test_stdout_has '0 hits in 0 articles'
test_ok newsidx collocates ferry
test_stdout_has '--least shows rarer ones'
test_ok newsidx collocates 'lang:en'
test_stdout_has 'The query has no words that others could be near to.'
test_code 2 newsidx collocates --window 0 ferry
test_code 2 newsidx collocates --window 101 ferry
test_code 2 newsidx collocates --csv --json ferry
test_code 2 newsidx collocates '(ferry'
test_stderr_has 'column'
test_code 2 newsidx collocates

# ---- similar ---------------------------------------------------------------

text='Dockers at the harbour of Greyhaven voted for a strike over wages on Monday'
{
	one s1 en 'Dockers vote' "$text. The union calls for talks."
	one s2 en 'Dockers strike' "$text. The union calls for talks, it said."
	one s3 en 'Talks at the harbour' 'The union of dockers met the owners.'
	one s4 en 'A museum opens' 'Paintings of horses are shown in it.'
	one s5 en 'Horses' 'Horses ran. Paintings were sold at the museum.'
	one s6 en 'Zeppelin' 'Aloft!'
} >like.jsonl
newsidx build -q -i like like.jsonl
NEWSIDX_INDEX=like

test_begin 'articles like another, copies with how much of them is the same'
test_out newsidx similar --ids json/like:s1 <<'E'
json/like:s2
json/like:s3
E
test_ok newsidx similar json/like:s1
test_stdout_has '% the same text'
test_ok newsidx similar --json json/like:s1
python3 -c '
import json
a, b = map(json.loads, open(".out"))
assert (a["id"], a["rank"]) == ("json/like:s2", 1), a
# Of 15 and 17 stretches of five words 15 are common.
assert abs(a["same_text"] - 15 / 17) < 1e-4, a
assert b["same_text"] == 0, b' 2>err
test_ok test ! -s err
test_out newsidx similar --other --ids json/like:s1 <<'E'
json/like:s3
E
test_out newsidx similar --ids json/like:s1 'owners or museum' <<'E'
json/like:s3
E
test_out newsidx similar --ids json/like:s4 <<'E'
json/like:s5
E

test_begin 'by which words'
test_ok newsidx similar --explain json/like:s4
test_stdout_has 'horses  1 time, in 2 articles'
test_stdout_lacks 'shown'
test_ok newsidx similar --explain --json json/like:s4
test_stdout_has '"word":"museum","times":1,"articles":2,'

test_begin 'like no other, or none'
test_code 1 newsidx similar json/like:s6
test_code 1 newsidx similar json/like:none
test_stderr_has 'none'
test_code 2 newsidx similar
test_code 2 newsidx similar --limit 0 json/like:s1
test_code 2 newsidx similar json/like:s1 'a or'
test_stderr_has 'at column 3'

test_done
