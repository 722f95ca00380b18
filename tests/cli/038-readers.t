#!/bin/sh
# Whoever searches while updates go on finds every article once, and of all of
# them the versions before an update or those after it.
. "${0%/*}/../lib.sh"
. "$root/tests/cli/news.sh"

all_with alpha >alpha.jsonl
all_with beta >beta.jsonl
mkdir news
cp alpha.jsonl news/a.jsonl
article x 2019-05-07 Tram 'It moved on.' >news/b.jsonl
newsidx build -q -i idx news

# ask NAME ARGUMENT...: ask until the file stop is there; each answer, or what
# was said instead, on a line of answers.NAME.
ask()
{
	name=$1
	shift
	while [ ! -e stop ]; do
		newsidx query -i idx --count "$@" </dev/null 2>&1
		code=$?
		[ $code -le 1 ] || echo "ended with $code"
	done >"answers.$name"
}

# only FILE COUNT...: each of these stands in the file, and nothing else.
only()
{
	file=$1
	shift
	sort -u "$file" >there
	printf '%s\n' "$@" | sort >wanted
	diff there wanted
}

ask moved moved &
one=$!
ask alpha alpha &
two=$!
ask hits --hits moved &
three=$!

test_begin 'readers during twenty updates'
test_ok update_often 20
: >stop
wait $one $two $three
test_ok only answers.moved 61
test_ok only answers.alpha 0 60
test_ok only answers.hits 61
test_ok test "$(wc -l <answers.moved)" -ge 20

test_begin 'and afterwards'
test_ok newsidx update -q -i idx
test_out newsidx query -i idx --count alpha <<'E'
60
E
test_ok test "$(find idx/seg -mindepth 1 -maxdepth 1 | wc -l)" -le 12

test_done
