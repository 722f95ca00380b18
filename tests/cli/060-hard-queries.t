#!/bin/sh
# Queries that somebody wrote to see whether they take for ever.
. "${0%/*}/../lib.sh"
. "$root/tests/cli/news.sh"

TEST_TIMEOUT=20

article ferry 2019-05-07 'The ferry sails' 'It left the harbour.' >news.jsonl
article tram 2019-05-08 'The tram stops' 'It had no current.' >>news.jsonl

# nested N QUERY OPERATOR: QUERY OPERATOR (QUERY OPERATOR (...)), N deep.
nested()
{
	nested=$2
	for _ in $(seq "$1"); do
		nested="$2 $3 ($nested)"
	done
	echo "$nested"
}

test_begin 'an index of two articles'
test_ok newsidx build -i idx news.jsonl

test_begin 'what is excluded from what is excluded, and so on'
test_out newsidx query -i idx --count "$(nested 40 the not)" <<'EOF'
2
EOF
test_code 1 newsidx query -i idx "$(nested 41 the not)"

# many N TEXT: TEXT or TEXT or ..., with 1, 2, ... in place of '&'.
many()
{
	seq "$1" | sed "s/.*/$2/" | tr '\n' '|' | sed 's/|$//; s/|/ or /g'
}

test_begin 'words for which all words of the index are read'
test_ok newsidx query -i idx "$(many 200 '*f&rry') or ferry"
test_code 2 newsidx query -i idx "$(many 201 '*f&rry') or ferry"
test_stderr_has 'more than 200 words of this query'
test_code 2 newsidx query -i idx "$(many 201 'ferry&~')"
test_code 2 newsidx query -i idx "$(many 201 'url:*f&')"

test_begin 'a phrase of many words'
words()
{
	seq "$1" | sed 's/.*/the/' | tr '\n' ' '
}
test_code 1 newsidx query -i idx "\"$(words 256)\""
test_code 2 newsidx query -i idx "\"$(words 257)\""
test_stderr_has 'a phrase of 257 words; it may have 256, at column 1'

test_begin 'wildcards of many words, many times'
for n in $(seq 3000); do
	echo "zu$n"
done | tr '\n' ' ' >words
article many 2019-05-07 'Many words' "$(cat words)" >many.jsonl
test_ok newsidx build -i many many.jsonl
test_ok newsidx query -i many '(zu* w/2 words) or (zu1* w/2 zu2*)'
test_code 2 newsidx query -i many "$(many 7 '(zu* w\/& words)')"
test_stderr_has 'more than 20000 words of the index'

test_done
