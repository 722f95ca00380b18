#!/bin/sh
# An archive that is written anew each day: the index has its articles once, and
# does not grow by those that were replaced.
. "${0%/*}/../lib.sh"
. "$root/tests/cli/news.sh"

# bytes INDEX: of its segments.
bytes()
{
	cat "$1"/seg/*/* | wc -c
}

# All that an index answers.
answers()
{
	newsidx query -i "$1" --all --json moved |
		sed 's/"rank":[0-9]*,//' | sort
	newsidx query -i "$1" --hits --json '"moved on"' | sort
	for query in '"moved on"' '"on alpha"' '"on beta"' 'it w/2 on'; do
		newsidx query -i "$1" --count "$query"
		newsidx facets -i "$1" --json "$query"
		newsidx trend -i "$1" --json "$query"
	done
}

same()
{
	answers "$1" >first
	answers "$2" >second
	[ -s first ] && cmp first second
}

all_with alpha >alpha.jsonl
all_with beta >beta.jsonl
mkdir news
# Some go from the first segment: enough of it stays.
article x 2019-05-07 Tram 'It moved on.' >news/b.jsonl
for n in 1 2 3 4 5 6 7 8 9; do
	article y$n 2019-05-07 Tram "It moved on, $n."
done >>news/b.jsonl

for form in blocks xapian; do
	cp alpha.jsonl news/a.jsonl
	newsidx build -q --force --positions=$form -i idx news
	update_often 2
	before=$(bytes idx)

	test_begin "an archive that is written again and again, positions as $form"
	test_ok update_often 20
	test_ok test "$(segments idx | wc -w)" -eq 2
	test_ok test "$(bytes idx)" -le $((before + before / 10))
	newsidx build -q --force --positions=$form -i clean news
	test_ok same idx clean
	test_ok newsidx verify -i idx --deep

	test_begin "optimize, positions as $form"
	test_ok newsidx optimize -i idx
	test_stdout_has '2 segments are one'
	test_ok same idx clean
	test_ok newsidx verify -i idx --deep
	test_ok test "$(bytes idx)" -le $(($(bytes clean) * 5 / 4))

	# What is half of one segment, for there is no other.
	test_begin "optimize one segment, positions as $form"
	newsidx build -q --force --positions=$form -i idx news/b.jsonl
	head -4 news/b.jsonl >some
	cp news/b.jsonl all
	mv some news/b.jsonl
	test_ok newsidx update -q -i idx
	test_ok test "$(segments idx | wc -w)" -eq 1
	newsidx build -q --force --positions=$form -i clean news/b.jsonl
	test_ok newsidx optimize -i idx
	test_stdout_has 'idx: without what was deleted, '
	test_ok same idx clean
	test_ok newsidx verify -i idx --deep
	test_ok newsidx optimize -i idx
	test_stdout_has 'idx has one segment: nothing to do'
	mv all news/b.jsonl
done

test_begin 'all articles of an index go'
newsidx build -q --force -i idx news
for f in a b; do
	echo '{"url":"https://news.example/z","text":"Nothing.","title":"Z"}' \
		>news/$f.jsonl
done
test_ok newsidx update -q -i idx
test_out newsidx query -i idx --count 'moved or nothing' <<'E'
1
E
test_ok newsidx optimize -i idx
test_ok newsidx verify -i idx --deep
test_out newsidx query -i idx --count 'moved or nothing' <<'E'
1
E

test_done
