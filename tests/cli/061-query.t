#!/bin/sh
# newsidx query, show and info: forms of results, paging, order, errors.
: "${positions:=blocks}" # where positions are: see 061-query-table.t
. "${0%/*}/../lib.sh"
. "$root/tests/cli/news.sh"

esc=$(printf '\033')
{
	article 1 2019-05-07 'Ferry talks' 'The ferry sailed, sailed back.'
	article 2 2019-05-09T10:00:00Z 'Tram' 'The tram met the ferry.'
	article 3 2019-06 'Tolls' 'Ferries pay tolls in June.'
	article 4 2019 'Year book' 'A ferry sank that year.'
	article 5 2020-01-02 'Colour \u001b[31mred\u001b[0m \u009b1m' \
		'A \u001b]0;owned\u0007 ferry \u0000 \u202ebody.'
	printf '{"url":"https://news.example/6","title":"Undated ferry",'
	printf '"text":"No date.","author":"Ann Smith","source":"The Post",'
	printf '"language":"fr"}\n'
} >news.jsonl
newsidx build -q --positions="$positions" -i idx news.jsonl
export NEWSIDX_INDEX=idx

# The last part of each id, in the order of the results, on one line.
ids()
{
	newsidx query --ids "$@" | sed 's,.*/,,' | tr '\n' ' '
}

# finds 'WHICH' ARGUMENT...
finds()
{
	wanted=$1
	shift
	ids "$@" >.out
	test_command="newsidx query --ids $*"
	printf '%s' "${wanted:+$wanted }" >wanted
	test_stdout_is <wanted
}

# finds_all 'WHICH' ARGUMENT...: in the order of their dates.
finds_all()
{
	all=$1
	shift
	finds "$all" --sort date "$@"
}

test_begin 'text'
test_ok newsidx query tram
test_stdout_has '  1. **Tram**'
test_stdout_has '2019-05-09T10:00:00Z  news.example  [url:https://news.example/2]'
test_stdout_has 'The **tram** met the ferry.'
test_stdout_has '1 article.'
test_ok newsidx query --limit 2 ferry
test_stdout_has '6 articles, of which 1 to 2 are shown.'

test_begin 'exit codes'
test_code 1 newsidx query zeppelin
test_stdout_has '0 articles.'
test_code 1 newsidx query --count zeppelin
test_stdout_has 0
test_code 1 newsidx query --ids zeppelin
test_stdout_lacks ' '
test_code 4 newsidx query -i nowhere ferry
test_stderr_has 'there is no index at nowhere'
test_code 2 newsidx query
test_code 2 env -u NEWSIDX_INDEX newsidx query ferry
test_stderr_has 'which index?'
test_code 2 newsidx query --sort=size ferry
test_code 2 newsidx query --limit=many ferry
test_code 2 newsidx query --lang=xx ferry
test_code 1 newsidx query '"sailed ferry"'
test_ok newsidx query 'ferry' 'sailed'

test_begin 'a full output'
if [ -w /dev/full ]; then
	test_code 4 sh -c 'newsidx query ferry >/dev/full'
	test_stderr_has 'cannot write the output: No space left on device'
fi

test_begin 'JSON, and marks that point at the words'
test_ok newsidx query --json --limit 100 'ferry or tram'
cp .out found.json
cat >marks.py <<'E'
import json

seen = 0
for rank, line in enumerate(open("found.json", encoding="utf-8"), 1):
    r = json.loads(line)
    assert r["format_version"] == 1 and r["rank"] == rank, r
    passage = r.get("passage", {"text": "", "marks": []})
    text = passage["text"].encode()
    for start, end in passage["marks"]:
        word = text[start:end].decode().lower()
        assert word in ("ferry", "ferries", "tram"), word
        seen += 1
assert rank == 6 and seen >= 6, (rank, seen)
E
test_ok python3 marks.py

test_begin '--ids and --count'
finds_all '2' tram
test_out newsidx query --count ferry <<'E'
6
E

test_begin 'pages, without loss or repetition'
for sort in relevance date -date source; do
	ids --sort $sort ferry >whole
	for from in 0 1 2 3 4 5 6 7; do
		ids --sort $sort --limit 1 --offset $from ferry
	done >.out
	test_stdout_is <whole
done
test_ok newsidx query --limit 0 ferry
test_stdout_has '6 articles.'

test_begin 'order'
finds '4 1 2 3 5' --sort date 'ferry date>=1900'
finds '5 3 2 1 4' --sort -date 'ferry date>=1900'
finds '4 1 2 3 5 6' --sort date ferry
finds '5 3 2 1 4 6' --sort -date ferry

test_begin 'and, or, not'
finds_all '1' 'ferry and talks'
finds_all '1' 'ferry talks'
finds_all '1 2' 'talks or tram'
finds_all '4 1 3 5' 'ferry date>=1900 not tram'
finds_all '4 1 3 5 6' 'ferry not tram date>=1900'
finds_all '4' '(ferry or tram) year -talks'
finds_all '1' 'ferry pre/2 sailed'
finds_all '' 'talks w/5 back'

test_begin 'fields'
finds_all '1' 'title:ferry talks'
finds_all '6' 'author:smith'
finds_all '6' 'source:"the post"'
finds_all '6' 'lang:fr'
finds_all '2' 'id:"url:https://news.example/2"'

test_begin 'a date matches by its whole span'
finds_all '4 1 2' 'date:2019-05'
finds_all '4 1' 'date:2019-05-07'
finds_all '4 3' 'date:2019-06-15'
finds_all '4 1 2 3' 'date:2019'
finds_all '5' 'date:2020'
finds_all '5' 'date>2019'
finds_all '' 'date:2018'

test_begin 'errors name the column'
test_code 2 newsidx query '"ferry'
test_stderr_has 'column 1'
test_code 2 newsidx query 'ferry and (tram'
test_stderr_has 'column 11'
test_code 2 newsidx query 'ferry date:2019-13'
test_stderr_has 'column '
test_code 2 newsidx query 'ferry (tram and talks) w/5 talks'
test_stderr_has 'column '
test_code 2 newsidx query -- '-ferry'
test_stderr_has 'column 1'
test_code 2 newsidx query 'ferry colour:red'
test_stderr_has 'column 7'

test_begin 'words that no article has, and what is spelt like them'
test_code 1 newsidx query frery
test_stdout_has '0 articles.'
test_stdout_has 'No article has "frery"; did you mean ferry?'
test_ok newsidx query 'tarm or =Saild or ferry'
test_stdout_has 'No article has "tarm"; did you mean tram?'
test_stdout_has 'No article has "=Saild"; did you mean sailed?'
test_code 1 newsidx query '"fery sailed" w/5 zeppelin'
test_stdout_has 'No article has "fery"; did you mean ferry?'
test_stdout_has 'No article has "zeppelin".'
test_code 1 newsidx query --hits 'tram and frery'
test_stdout_has 'No article has "frery"; did you mean ferry?'
for form in --json --csv --format={id} --count; do
	test_code 1 newsidx query --hits $form frery
	test_stdout_lacks 'did'
done
test_code 1 newsidx kwic frery
test_stdout_is </dev/null
test_ok newsidx query 'ferry not frery'
test_stdout_lacks 'frery'
test_ok newsidx query 'sailed or x*x or frery~'
test_stdout_lacks 'No article'
test_code 1 newsidx query --json 'ferry and  frery'
test_stdout_is </dev/null
test_ok newsidx query --json --suggest 'tram or zeppelin or frery'
tail -n +2 .out >lines
cp lines .out
test_stdout_is <<'E'
{"format_version":1,"unknown_word":"zeppelin","column":9,"did_you_mean":[]}
{"format_version":1,"unknown_word":"frery","column":21,"did_you_mean":["ferry"]}
E
for other in '' --csv --ids '--json --hits' '--json --count'; do
	test_code 2 newsidx query --suggest $other frery
	test_stderr_has '--suggest goes with the articles of --json'
done
test_code 1 newsidx query --json --suggest 'ferry and  frery'
test_stdout_is <<'E'
{"format_version":1,"unknown_word":"frery","column":12,"did_you_mean":["ferry"]}
E
test_code 1 newsidx query --count frery
test_stdout_is <<'E'
0
E

test_begin '--timeout'
test_ok newsidx query --timeout 5.5 ferry
test_ok newsidx query --timeout 0 ferry
test_code 2 newsidx query --timeout soon ferry
test_stderr_has '--timeout=soon: give seconds, such as 10 or 0.5, or 0 for no limit'
test_code 2 newsidx query --timeout -1 ferry
test_code 2 newsidx query --timeout nan ferry
test_code 2 newsidx query --timeout 1e99 ferry

test_begin 'an empty query is everything'
test_out newsidx query --count '' <<'E'
6
E

test_begin '--explain'
test_ok newsidx query --explain '(ferry or "tram met") w/3 (toll or zoo)'
test_stdout_has 'checked on each candidate: (near 3'
[ "$positions" = blocks ] || test_stdout_has 'NEAR 5'
test_ok newsidx query --explain '(ferry or tram) pre/3 ("pay tolls" or tram)'
[ "$positions" = blocks ] || test_stdout_has 'PHRASE 5'
test_ok newsidx query --explain '(ferry or tram) w/3 ("pay tolls" or tram)'
test_stdout_lacks ' NEAR '
finds_all '4 3' '(ferry or "tram met") w/3 (toll or sank)'
finds_all '3' '(ferry or tram) pre/1 ("pay tolls" or tram)'
test_ok newsidx query --explain 'ferry tram'
test_stdout_has 'read as:  (and ferry tram)'
test_stdout_has 'ferries'

test_begin 'show'
test_ok newsidx show url:https://news.example/6
test_stdout_has 'author     Ann Smith'
test_ok newsidx show --json url:https://news.example/1 \
	url:https://news.example/2
cp .out shown.json
test_out python3 -c '
import json
for line in open("shown.json"): print(json.loads(line)["body"])' <<'E'
The ferry sailed, sailed back.
The tram met the ferry.
E
test_code 1 newsidx show url:https://news.example/99
test_stderr_has 'there is no article url:https://news.example/99'
test_code 1 newsidx show nothing url:https://news.example/2
test_stdout_has 'The tram met the ferry.'
test_code 2 newsidx show

test_begin 'info'
test_ok newsidx info
test_stdout_has 'articles   6'
test_ok newsidx info --schema
test_stdout_has 'words of the headline'
test_ok newsidx info --json
cp .out info.json
test_out python3 -c '
import json; print(json.load(open("info.json"))["articles"])' <<'E'
6
E

test_begin 'colour only where it is wanted'
test_ok newsidx query ferry
test_stdout_lacks "$esc"
test_ok newsidx query --color=always tram
test_stdout_has "$esc[1;31mtram$esc[0m"
test_ok newsidx query --color=never tram
test_stdout_lacks "$esc"

test_begin 'an article cannot give orders to the terminal'
for command in 'query --limit 100 ferry' 'query --json ferry' \
	'show url:https://news.example/5' \
	'show --json url:https://news.example/5'; do
	test_ok newsidx $command
	test_stdout_has red
	test_command="newsidx $command"
	if LC_ALL=C grep -q "$(printf '[\001-\010\013-\037\177]')" .out ||
		LC_ALL=C grep -q "$(printf '\302[\200-\237]')" .out; then
		test_fail 'no control character is printed'
		cat -v .out | test_note ''
	else
		test_pass 'no control character is printed'
	fi
done

# However the two share the machine: the writer goes on until all have been read.
test_begin 'readers while an index is replaced'
article 7 2019-05-07 'Ferry talks' 'The ferry sailed.' >more.jsonl
(
	until [ -e enough ]; do
		newsidx build -q --positions="$positions" -i idx --force news.jsonl more.jsonl || exit 1
		newsidx build -q --positions="$positions" -i idx --force news.jsonl || exit 1
	done
	: >built
) &
reads=0
while [ "$reads" -lt 60 ]; do
	newsidx query --count ferry >count 2>&1
	code=$?
	newsidx show url:https://news.example/1 >show 2>&1 || code=$?
	case $code:$(cat count) in
	0:6 | 0:7) reads=$((reads + 1)) ;;
	*) break ;;
	esac
done
: >enough
wait
test_command='newsidx query --count ferry'
if [ -e built ] && [ "$reads" -eq 60 ]; then
	test_pass 'each gets an answer'
else
	test_fail 'each gets an answer'
	echo "# after $reads good ones: code $code"
	cat count show | test_note ''
fi

test_done
