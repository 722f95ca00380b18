#!/bin/sh
# Whoever searches while an update goes on, on a disk so slow that updates come
# and go meanwhile: whatever it replaces and removes, and whenever, the answer is
# that of before or that of afterwards.
. "${0%/*}/../lib.sh"
. "$root/tests/cli/news.sh"
so=$NEWSIDX_BUILD/tests/fault/fault.so

# What is built for a sanitizer minds what is loaded before it.
ASAN_OPTIONS=${ASAN_OPTIONS:-}:verify_asan_link_order=0:detect_leaks=0
export ASAN_OPTIONS FAULT_DIR=idx

all_with alpha >alpha.jsonl
all_with beta >beta.jsonl
mkdir news
article x 2019-05-07 Tram 'It moved on.' >news/b.jsonl

# Two of these words stand together in every article, but in this order: where
# positions are not found it seems to be both or neither.
question='"moved on" not "on moved"'
answer=61

# ask FILE: what the index answers.
ask()
{
	newsidx query -i idx --count "$question" </dev/null >"$1" 2>&1 ||
		echo "ended with $?" >>"$1"
}

# ---- many updates, one behind the other --------------------------------------

# ask_on NAME: until the file stop is there; each new answer is kept.
ask_on()
{
	export FAULT=slow@3 FAULT_READS=1 LD_PRELOAD="$so"
	until [ -e stop ]; do
		ask "got.$1"
		cat "got.$1" >>"answers.$1"
	done
}

# only FILE: that answer, and no other.
only()
{
	sort -u "$1" >there
	echo $answer | diff there -
}

for form in blocks xapian; do
	cp alpha.jsonl news/a.jsonl
	newsidx build -q --force --positions=$form -i idx news
	rm -f stop answers.*
	ask_on 1 &
	one=$!
	ask_on 2 &
	two=$!
	test_begin "reading slowly during ten updates, positions as $form"
	test_ok update_often 10
	: >stop
	wait $one $two
	test_ok only answers.1
	test_ok only answers.2
	test_ok test "$(wc -l <answers.1)" -ge 10
done

# ---- somebody who reads for long ---------------------------------------------

cp alpha.jsonl news/a.jsonl
newsidx build -q --force -i idx news
cp beta.jsonl news/a.jsonl
segment=$(ls idx/seg)
# As a search does whose results stand in a pager.
flock -s idx/XAPIANDB sleep 60 &
reader=$!
wait_for sh -c '! flock -n idx/XAPIANDB true'
newsidx update -i idx >report 2>told &
writer=$!

test_begin 'what somebody reads is not removed'
test_ok wait_for sh -c "newsidx query -i idx --count beta | grep -qx 60"
test_ok test -d "idx/seg/$segment"
test_begin 'a writer who waits for that can be told to stop'
kill -TERM $writer
wait $writer
test_ok test $? = 0
test_ok grep -q 'idx was done by then' told
test_ok test ! -e "idx/seg/$segment"
test_ok kill -0 $reader
kill $reader

# ---- between any two calls ---------------------------------------------------

# Nobody waits for anybody where there are no locks.
export FAULT_UNLOCKED=1

# calls LOG COMMAND...: how many there are.
calls()
{
	log=$1
	shift
	rm -f "$log"
	FAULT_LOG=$log LD_PRELOAD=$so "$@" >/dev/null
	wc -l <"$log"
}

# Read, and at so many of its calls have an update, or one that goes so far.
while_reading()
{
	rm -rf idx
	cp -a kept idx
	(
		export FAULT_READS=1 FAULT="run@$1" LD_PRELOAD="$so"
		export FAULT_RUN='sh ./meanwhile'
		ask got
	)
	[ "$(cat got)" = $answer ] || {
		echo "read until call $1, then the update until $2:"
		cat got
		return 1
	}
}

# meanwhile [FAULT]: an update is what happens then.
meanwhile()
{
	echo 'echo >>runs'
	[ $# -eq 0 ] || echo "export FAULT=$1"
	echo "LD_PRELOAD=$so exec newsidx update -q --jobs 1 -i idx"
} >meanwhile

everywhere()
{
	k=1
	meanwhile
	while [ $k -le "$reads" ]; do
		while_reading $k 'its end' || return
		k=$((k + 1))
	done
}

# Where a segment is opened, and where one is removed.
halfway()
{
	for m in $(grep "unlinkat seg/$segment" writes | cut -d' ' -f1); do
		meanwhile "kill@$m"
		for k in $(grep ' open seg/' reads | cut -d' ' -f1); do
			while_reading "$k" "call $m" 2>killed || return
		done
	done
}

for form in blocks xapian; do
	cp alpha.jsonl news/a.jsonl
	newsidx build -q --force --positions=$form -i idx news
	cp beta.jsonl news/a.jsonl
	# At archives that are new an update looks twice: here each is to do the
	# same.
	sleep 2.1
	rm -rf kept
	cp -a idx kept
	segment=$(ls kept/seg)
	export FAULT_READS=1
	reads=$(calls reads newsidx query -i idx --count "$question")
	unset FAULT_READS
	calls writes newsidx update -q --jobs 1 -i idx >/dev/null
	test_begin "an update while somebody reads, positions as $form"
	test_ok test "$reads" -ge 15
	test_ok grep -q "unlinkat seg/$segment" writes
	: >runs
	test_ok everywhere
	test_ok test "$(wc -l <runs)" -ge "$reads"
	test_begin "a part of an update while somebody reads, positions as $form"
	: >runs
	test_ok halfway
	test_ok test "$(wc -l <runs)" -ge 40
done

test_done
