#!/bin/sh
# A build that is stopped or killed while it waits for its input leaves the index
# as it was, and the next build works.  Faults at every moment: 051-fault.t.
. "${0%/*}/../lib.sh"
. "$root/tests/cli/news.sh"

article ferry 2019-05-07 Ferry 'It moved on.' >ferry.jsonl
article tram 2019-05-08 Tram 'It moved on.' >tram.jsonl
newsidx build -q -i old ferry.jsonl
old=url:https://news.example/ferry
new=url:https://news.example/tram

stopped_by()
{
	slow_build -i idx --force
	cat tram.jsonl >&9
	wait_for grep -q "$slow" idx/lock || return 99
	kill -s "$1" "$slow"
	wait "$slow"
	code=$?
	exec 9>&-
	cat slow.err >&2
	return $code
}

interrupted()
{
	{ cat tram.jsonl; sleep 2; } |
		timeout --preserve-status -s INT 1 \
			newsidx build -i idx --force -
}

answer()
{
	newsidx query -i "$1" --ids moved
}

as_before()
{
	test_out answer idx <<E
$old
E
	test_out segments idx <<'E'
000001
E
	test_ok test "$(ls idx | tr '\n' ' ')" = 'XAPIANDB ledger.db ledger.sum lock seg '
	test_ok newsidx ledger -i idx
	test_stdout_has ferry.jsonl
}

# The next build works and leaves nothing behind.
mended()
{
	newsidx build -q -i idx --force tram.jsonl &&
		[ "$(answer idx)" = "$new" ] &&
		[ "$(ls idx/seg | wc -l)" -eq 1 ] &&
		[ "$(ls idx | wc -l)" -eq 5 ]
}

test_begin 'SIGTERM and SIGHUP'
for signal in TERM HUP; do
	rm -rf idx
	cp -r old idx
	test_code 4 stopped_by $signal
	test_stderr_has 'newsidx: stopped; idx is as it was'
	as_before
done
test_ok mended

test_begin 'SIGINT'
rm -rf idx
cp -r old idx
test_code 4 interrupted
test_stderr_has 'newsidx: stopped; idx is as it was'
as_before
test_ok mended

test_begin 'SIGKILL, when most of it is done'
rm -rf idx
cp -r old idx
test_code 137 stopped_by KILL
test_out answer idx <<E
$old
E
test_ok mended

# slow_at CALL PATH: a build whose disk takes long for that; told to stop
# meanwhile.  Its exit code; in "took", for how many seconds it went on.
slow_at()
{
	cat >slow <<E
case \$2,\$3 in $1,*/$2) : >slow.now; sleep 5 ;; esac
E
	rm -f slow.now
	LD_PRELOAD=$NEWSIDX_BUILD/tests/fault/fault.so FAULT_DIR=idx \
		FAULT_RUN="sh $PWD/slow" newsidx build -i idx --force \
		tram.jsonl >slow.out 2>slow.err &
	slow=$!
	wait_for test -e slow.now || return 99
	kill "$slow"
	begun=$(date +%s)
	wait "$slow"
	code=$?
	took=$(($(date +%s) - begun))
	cat slow.err >&2
	return $code
}

# What is built for a sanitizer minds what is loaded before it.
ASAN_OPTIONS=${ASAN_OPTIONS:-}:verify_asan_link_order=0:detect_leaks=0
export ASAN_OPTIONS

test_begin 'SIGTERM, on a disk that takes too long'
rm -rf idx
cp -r old idx
test_code 4 slow_at fsync postlist.glass
test_stderr_has 'newsidx: stopped; idx is as it was'
test_ok test "$took" -le 3
test_out answer idx <<E
$old
E
test_ok newsidx verify -q -i idx
test_ok mended

test_begin 'SIGTERM, when it is too late'
rm -rf idx
cp -r old idx
test_ok slow_at rename XAPIANDB
test_stderr_has 'newsidx: told to stop, but idx was done by then'
test_out answer idx <<E
$new
E
test_ok newsidx verify -q -i idx
test_ok test "$(segments idx | wc -w)" -eq 1

test_begin 'the very first build'
slow_build -i first
cat tram.jsonl >&9
test_ok wait_for grep -q "$slow" first/lock
kill "$slow"
test_code 4 slow_end
test_code 4 newsidx query -i first tram
test_stderr_has 'there is no index at first'
test_code 4 newsidx ledger -i first
test_stderr_has 'there is no index at first'
test_ok newsidx build -i first tram.jsonl
test_ok newsidx query -i first tram

test_done
