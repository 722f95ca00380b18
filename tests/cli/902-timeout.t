#!/bin/sh
# Queries that somebody wrote to see whether they take for ever, asked of the
# samples, and of a real archive with hardly any time.  Whatever they do, they end
# within a second, in little memory, and say why.
. "${0%/*}/../lib.sh"

memory=400000 # KiB of addresses
[ -z "${SAN:-}" ] || memory=unlimited

# repeat N TEXT: with 1, 2, ... in place of '&'.
repeat()
{
	seq "$1" | sed "s|.*|$2|" | tr '\n' ' '
}

# ask SECONDS QUERY: an answer or a clear end, in time.
ask()
{
	cat >ask.sh <<-EOF
		ulimit -v $memory
		exec newsidx query -i idx --timeout $1 --limit 3 -- "\$1"
	EOF
	test_run sh ask.sh "$2"
	test_command="newsidx query --timeout $1 $(printf '%.60s' "$2")"
	case $test_got in
	0 | 1) test_pass 'an answer in time' ;;
	4) test_stderr_has "the query was given up after $1 seconds" ;;
	*)
		test_fail "exit code $test_got"
		test_show_output
		;;
	esac
}

# What anybody would try, as it stands; in SECONDS.
pathological()
{
	ask "$1" '"of the"'
	ask "$1" 'the w/5 of'
	ask "$1" 'a* w/50 b*'
	ask "$1" 'the w/s the'
	ask "$1" "$(repeat 40 '(the w/& of or')in$(repeat 40 ')' | tr -d ' ')"
}

# answered COUNT: the last one was, with so many articles.
answered()
{
	if [ "$test_got" -eq 0 ] && tail -n 1 .out | grep -q "^$1 articles"; then
		test_pass "an answer of $1 articles"
		return
	fi
	test_fail "an answer of $1 articles"
	test_show_output
}

test_begin 'the samples'
TEST_TIMEOUT=60
test_ok newsidx build -q -i idx "$SAMPLE"/*.*
[ -n "${SAN:-}" ] || TEST_TIMEOUT=2
pathological 1
ask 1 'a* w/50 b*'
answered 41

[ -n "$CORPORA" ] && [ -e "$CORPORA/allsides-1in6.jsonl.gz" ] || {
	test_begin 'some thousand articles'
	test_skip 'the same, of a real archive' 'no allsides-1in6.jsonl.gz here'
	test_done
}

test_begin 'some thousand articles'
TEST_TIMEOUT=900
test_ok newsidx build -q -i idx --force "$CORPORA/allsides-1in6.jsonl.gz"

# The time that a query has if nobody says another.
test_begin 'in the time that a query has'
TEST_TIMEOUT=60
pathological 30
ask 30 'a* w/50 b*'
[ "$test_got" -eq 4 ] || answered 6,259

# A second, and what a busy machine or a sanitizer takes to start a program.
TEST_TIMEOUT=2
[ -z "${SAN:-}" ] || TEST_TIMEOUT=20

# Each with next to no time, and with some.
for seconds in 0.001 0.3; do
	test_begin "common words, in $seconds seconds"
	pathological $seconds
	ask $seconds 'the w/p (the w/s the)'
	ask $seconds 'atleast500(the or of)'

	test_begin "words that stand for thousands, in $seconds seconds"
	ask $seconds 'wa* w/50 be*'
	ask $seconds 'ab* w/50 (ba* or be* or bi*)'
	ask $seconds 'wa* not w/2 (be* pre/50 br*)'

	test_code 2 newsidx query -i idx 'a* w/50 s*'
	test_stderr_has "'s*' stands for 6553 words and may for 5000"
	test_code 2 newsidx query -i idx \
		"$(repeat 40 '(a* or')b*$(repeat 40 ')' | tr -d ' ')"
	test_stderr_has 'the query stands for more than 20000 words'

	test_begin "words for which all words are read, in $seconds seconds"
	ask $seconds "$(repeat 199 '*qu& or') *zzq"
	ask $seconds "$(repeat 199 'tr&mp~2 or') tramp~"

	test_begin "thirty ors inside one another, in $seconds seconds"
	ask $seconds "$(repeat 31 '(of w/9 (the or w& or')
		the$(repeat 62 ')' | tr -d ' ')"
	ask $seconds "$(repeat 31 '(the or of or (in w/9')
		to$(repeat 31 '))' | tr -d ' ')"

	test_begin "phrases of two hundred words, in $seconds seconds"
	ask $seconds "\"$(repeat 200 the)\""
	ask $seconds "\"$(repeat 50 'the of and to')\""
	ask $seconds "\"$(repeat 99 'the *') of\""
	ask $seconds "\"$(repeat 200 'whe*')\""
done

# No time at all is over before the first candidate.
test_begin 'a query that is checked on each candidate'
test_code 4 newsidx query -i idx --timeout 0.000001 'the w/s the'
test_stderr_has 'the query was given up after 1e-06 seconds: ask for rarer'
test_code 4 newsidx query -i idx --timeout 0.000001 '*zzq'
test_stderr_has 'the query was given up after'

test_done
