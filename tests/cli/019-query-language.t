#!/bin/sh
# newsidx-query-language(7): each of its examples finds in the samples what the
# page says, it fits a terminal, and has every field that there is.
. "${0%/*}/../lib.sh"

page=$root/docs/newsidx-query-language.7
export NEWSIDX_INDEX=news

examples()
{
	python3 -B "$root/tests/helpers/examples.py" "$1" news
}

test_begin 'the samples are indexed as the page says'
test_ok newsidx build -q -i news "$SAMPLE"/*.*

test_begin 'every example finds what the page says'
test_ok examples "$page"
test_stdout_has ' examples, 0 differ'
# So that none is passed over: displays with something indented or a "$".
test_ok [ "$(grep -c '^  [^ ]' "$page")" -ge 100 ]

test_begin 'wrong examples are found, each of them'
sed '/^=sanctions$/{n;s/: sanctions/: sanction/;}
/^=guarantee$/{n;s/1 article/2 articles/;}
/^source:delta strike$/{n;s/2502/2503/;}
/this quote is never closed/s/column 1/column 2/
s/^ukrain\*$/ukraini*/
/^read as:  (or/s/(or oil (and/(and oil (or/
/^lang:fr$/{n;s/articles/artikles/;}' "$page" >wrong.7
test_code 1 examples wrong.7
test_stdout_has ' examples, 7 differ'
for query in =sanctions =guarantee 'source:delta strike' '"security guarantees' \
	'ukraini*' "'oil or gas and prices'" lang:fr; do
	test_stdout_has "$query"
done

test_begin 'on a terminal no line is too long'
groff -man -Tutf8 -P-cbou "$page" >shown
test_code 1 grep -E '.{81}' shown

test_begin 'those who ask are sent there'
for command in query kwic; do
	test_ok newsidx $command --help
	test_stdout_has "'man newsidx-query-language'"
done
for other in newsidx.1 newsidx-query.1 newsidx-kwic.1; do
	test_ok grep -qE '^\.Xr newsidx-query-language 7' "$root/docs/$other"
done

test_begin 'every field is told of'
test_code 2 newsidx query zzzzzzzz:x
fields=$(sed 's/.*the fields are //; s/, at column.*//' .err)
test_ok [ "$(echo $fields | wc -w)" -ge 17 ]
for field in $fields; do
	test_ok grep -qF "$field" shown
done

test_done
