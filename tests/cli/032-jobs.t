#!/bin/sh
# The same archives on any number of threads, in little memory or much: the same
# articles under the same ids, the same ledger, the same answers in their order.
. "${0%/*}/../lib.sh"
. "$root/tests/cli/news.sh"
TEST_TIMEOUT=900 # for sanitizers on a busy machine

# described INDEX: what does not depend on how it was cut into segments.
described()
{
	newsidx ledger -i "$1" --records
	newsidx ledger -i "$1" --repaired
	newsidx query -i "$1" --count the
	for query in the 'title:the' '"of the"' 'ferry OR minister'; do
		newsidx query -i "$1" --limit 50 --ids "$query"
	done
}

# built NAME OPTION...: $paths into a new index, described in NAME.
built()
{
	name=$1
	shift
	rm -rf "$name.idx"
	newsidx build -q -i "$name.idx" "$@" $paths 2>"$name.faults"
	code=$?
	described "$name.idx" >"$name" 2>&1
	return $code
}

same()
{
	diff "$1" "$2" && diff "$1.faults" "$2.faults"
}

paths=$(echo "$SAMPLE"/*.* "$SAMPLE"/broken/*)
built one --jobs=1
code=$?
for jobs in 2 4 7; do
	test_begin "--jobs=$jobs"
	test_code $code built many --jobs=$jobs
	test_ok same one many
done

test_begin 'what cannot be'
test_code 2 newsidx build -i no --memory=1M $paths
test_stderr_has '--memory must be 64M at least'
test_code 2 newsidx build -i no --memory=much $paths
test_stderr_has 'takes a size such as 512M'
test_code 2 newsidx build -i no --jobs=1000 $paths
test_stderr_has '--jobs can be 256 at most'
test_ok test ! -e no

# A reader that waits for a pipe is in a thread in which signals are blocked.
stopped_at_once()
{
	slow_build -i stopped --jobs=4
	wait_for test -s stopped/lock || return 99
	kill -s TERM "$slow"
	from=$(date +%s)
	wait "$slow"
	code=$?
	exec 9>&-
	[ $(($(date +%s) - from)) -le 2 ] || return 98
	return $code
}

test_begin 'a signal while a reader waits for its input'
test_code 4 stopped_at_once
test_ok grep -q 'stopped; stopped is as it was' slow.err

if [ -z "$CORPORA" ] || [ ! -e "$CORPORA/allsides-1in6.tar.gz" ]; then
	test_skip 'several segments' 'no real archives here'
	test_done
fi

paths="$CORPORA/allsides-1in6.tar.gz $CORPORA/bbc.zip $CORPORA/abc.zip
$CORPORA/reuters21578.tar.gz $CORPORA/20newsgroups-half.tar.xz"
built one --jobs=1 --memory=1G
for options in '--jobs=1 --memory=64M' '--jobs=3 --memory=64M'; do
	test_begin "several segments: $options"
	test_ok built many $options
	test_ok test "$(wc -l <many.idx/XAPIANDB)" -gt 1
	test_ok same one many
	test_ok xapian-check many.idx/XAPIANDB
done

test_done
