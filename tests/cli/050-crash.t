#!/bin/sh
# A build that is stopped, killed, or out of room leaves the index as it was,
# or as it was to be, and nothing between; and the next build works.
. "${0%/*}/../lib.sh"
. "$root/tests/cli/news.sh"

article ferry 2019-05-07 Ferry 'It moved on.' >ferry.jsonl
article tram 2019-05-08 Tram 'It moved on.' >tram.jsonl
newsidx build -q -i old ferry.jsonl
old=url:https://news.example/ferry
new=url:https://news.example/tram

# What is built for a sanitizer is slow, and minds what is loaded before it;
# and libxapian leaks what it had opened when a compaction fails.
step=1
if nm "$NEWSIDX_BUILD/newsidx-indexer" 2>/dev/null | grep -q __asan_init; then
	step=9
	ASAN_OPTIONS=verify_asan_link_order=0:detect_leaks=0
	export ASAN_OPTIONS
fi

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
	test_ok test "$(ls idx | tr '\n' ' ')" = 'XAPIANDB ledger.db lock seg '
	test_ok newsidx ledger -i idx
	test_stdout_has ferry.jsonl
}

# The build of tram.jsonl into idx, with a fault at its n-th change.
faulty_build()
{
	LD_PRELOAD=$scratch/fault.so env "$1" \
		newsidx build -q -i idx --force tram.jsonl 2>fault.err
}

# The next build works and leaves nothing behind.
mended()
{
	newsidx build -q -i idx --force tram.jsonl &&
		[ "$(answer idx)" = "$new" ] &&
		[ "$(ls idx/seg | wc -l)" -eq 1 ] &&
		[ "$(ls idx | wc -l)" -eq 4 ]
}

# killed_at_each LAST: kill at each change; LAST builds on, after that.
killed_at_each()
{
	n=1
	while :; do
		rm -rf idx
		cp -r old idx
		faulty_build FAULT_KILL=$n 2>/dev/null
		code=$?
		[ "$code" -eq 137 ] || break
		found=$(answer idx 2>&1)
		case $found in
		"$old" | "$new") ;;
		*)
			echo "killed at change $n: $found"
			return 1
			;;
		esac
		"$1" || { echo "the build after change $n"; return 1; }
		n=$((n + step))
	done
	[ "$code" -eq 0 ] && [ "$n" -gt 50 ] && return
	echo "the build without a kill, after $n changes, ended with $code"
	return 1
}

# What mends is killed too, here and there, and mended.
killed_again()
{
	for m in 1 20 40 70; do
		rm -rf idx.was
		cp -r idx idx.was
		faulty_build FAULT_KILL=$m 2>/dev/null
		case $(answer idx 2>&1) in
		"$old" | "$new") ;;
		*) return 1 ;;
		esac
		mended || return 1
		rm -rf idx
		mv idx.was idx
	done
}

some_killed_again()
{
	was=$step
	step=17
	killed_at_each killed_again
	code=$?
	step=$was
	return $code
}

full_at_each()
{
	n=1
	while :; do
		rm -rf idx
		cp -r old idx
		faulty_build FAULT_FULL=$n
		code=$?
		[ "$code" -ne 0 ] || break
		found=$(answer idx 2>&1)
		# Behind the renaming of XAPIANDB it is the new one.
		case $found in
		"$old" | "$new") ;;
		*)
			echo "full at change $n: $found"
			return 1
			;;
		esac
		if [ "$code" -ne 4 ] ||
			! grep -Eq 'No space|disk is full|disk I/O' fault.err
		then
			echo "full at change $n: code $code"
			cat fault.err
			return 1
		fi
		mended || { echo "the build after change $n"; return 1; }
		n=$((n + 3 * step))
	done
	[ "$n" -gt 50 ]
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

if ! ${CC:-cc} -shared -fPIC -Wall -Wextra -o fault.so \
	"$root/tests/fault/fault.c" -ldl 2>cc.err; then
	test_skip 'faults' 'fault.c cannot be built here'
	test_done
fi

test_begin 'killed at each change of the disk'
test_ok killed_at_each mended

test_begin 'and killed again while mending'
test_ok some_killed_again

# The index "failed" has an older tram, and what failed when it was made is
# whole now, with a newer tram and a ferry in it.
article ferry 2019-05-07 Ferry 'It moved on.' >again.jsonl
echo '{"url": this is no JSON}' >>again.jsonl
article tram 2019-05-01 Tram 'It moved on, once.' >older.jsonl
newsidx build -q -i failed older.jsonl again.jsonl 2>retry.err
cat ferry.jsonl tram.jsonl >again.jsonl

faulty_retry()
{
	LD_PRELOAD=$scratch/fault.so env "$1" \
		newsidx build -q -i idx --retry 2>fault.err
}

# What of the two articles is there, and in which version.
trams()
{
	newsidx query -i idx --ids moved | sort
	newsidx query -i idx --ids once
}

was=$(printf '%s\n' "$old" "$new" "$new")
is=$(printf '%s\n' "$old" "$new")

# Between the commit and the deletion of the older tram both are there.
retried_at_each()
{
	n=1
	between=$(printf '%s\n' "$old" "$new" "$new" "$new")
	while :; do
		rm -rf idx
		cp -r failed idx
		faulty_retry "$1=$n"
		code=$?
		[ "$code" -ne 0 ] || break
		found=$(trams 2>&1)
		case $found in
		"$was" | "$is" | "$between") ;;
		*)
			echo "$1 at change $n: $found"
			return 1
			;;
		esac
		newsidx build -q -i idx --retry && [ "$(trams)" = "$is" ] &&
			[ -z "$(newsidx ledger -i idx --failed)" ] &&
			[ "$(ls idx/seg | wc -l)" -eq 2 ] || {
			echo "the retry after change $n"
			return 1
		}
		n=$((n + $2 * step))
	done
	[ "$n" -gt 50 ] && [ "$(trams)" = "$is" ]
}

test_begin 'a retry, killed at each change of the disk'
test_ok retried_at_each FAULT_KILL 1

test_begin 'a retry on a disk that is full from any moment on'
test_ok retried_at_each FAULT_FULL 3

test_begin 'a disk that is full from any moment on'
test_ok full_at_each

test_done
