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

test_done
