#!/bin/sh
# The sample, asked for everything that is known of it.  The answers were found
# by reading the sources, without an index (tests/oracle/sample_answers.py).
. "${0%/*}/../lib.sh"

answers=$root/tests/cases/sample-answers.tsv
tab=$(printf '\t')

# The headlines of all that match, in byte order; the query's exit code.
headlines()
{
	newsidx query -i idx --json --limit 1000 "$1" >found.json
	code=$?
	python3 -c '
import json, sys
for line in open("found.json", encoding="utf-8"):
    print(json.loads(line)["headline"])' | LC_ALL=C sort
	return $code
}

test_begin 'the known answers'
test_ok "$root/tests/oracle/sample_answers.py" --check

test_begin 'packing twice gives the same archives'
test_ok "$root/corpus/sample/pack" once
test_ok "$root/corpus/sample/pack" twice
test_ok diff -r once twice

test_begin 'the whole sample is indexed without a fault'
test_ok newsidx build -i idx "$SAMPLE"/*.*
test_out newsidx query -i idx --count 'date>=1900' <<'EOF'
58
EOF

while read -r line; do
	query=${line%%"$tab"*}
	case $line in
	'#'*) continue ;;
	*"$tab"*) want=0 ;;
	*) want=1 ;;
	esac
	test_begin "asked for $query"
	test_code "$want" headlines "$query"
	printf '%s\n' "$line" | tr '\t' '\n' | sed 1d >expected
	test_stdout_is <expected
done <"$answers"

test_begin 'a broken download costs its last article and no other'
test_code 3 newsidx build -i cut "$SAMPLE"/broken/cut.tar.gz
test_stderr_has 'cut.tar.gz'
test_ok newsidx query -i cut '"harbour strike"'
test_ok newsidx query -i cut '"security guarantees"'

test_done
