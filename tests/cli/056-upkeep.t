#!/bin/sh
# optimize makes one segment of many, backup a copy that works, whatever is
# going on beside them and whatever comes between.
. "${0%/*}/../lib.sh"
. "$root/tests/cli/news.sh"

# An index of three segments.
article ferry 2019-05-07 Ferry 'It moved on.' >ferry.jsonl
article tram 2019-05-08 Tram 'It moved on.' >tram.jsonl
echo '{"url": this is no JSON}' | tee -a ferry.jsonl >>tram.jsonl
newsidx build -q -i idx ferry.jsonl tram.jsonl "$SAMPLE"/*.* 2>/dev/null
article tram 2019-05-09 Tram 'It moved back.' >tram.jsonl
newsidx build -q -i idx --retry tram.jsonl || exit 99
cp -r idx two
sed -i '/no JSON/d' ferry.jsonl
article boat 2019-05-09 Boat 'It moved back.' >>ferry.jsonl
newsidx build -q -i idx --retry ferry.jsonl || exit 99

fault=$NEWSIDX_BUILD/tests/fault/fault.so
if nm "$NEWSIDX_BUILD/newsidx-indexer" 2>/dev/null | grep -q __asan_init; then
	fault=
fi

# All that an index answers, with where it stands left out.
answers()
{
	newsidx query -i "$1" --all --json 'the or a or moved' | sort
	newsidx query -i "$1" --ids '"moved back" or "moved on"' | sort
	newsidx ledger -i "$1" --records --json
}

same()
{
	answers "$1" >.first
	answers "$2" >.second
	[ -s .first ] && cmp .first .second
}

test_begin 'optimize'
cp -r idx one
test_ok newsidx optimize -i one
test_stdout_has 'one: 3 segments are one'
test_ok test "$(segments one | wc -w)" -eq 1
test_ok same idx one
test_ok newsidx verify -i one --deep
test_ok newsidx optimize -i one
test_stdout_has 'one has one segment: nothing to do'
test_ok newsidx optimize -i one --json
test_stdout_has '"merged":false'
test_code 4 newsidx optimize -i nothing
test_ok test ! -e nothing

test_begin 'optimize, where somebody writes'
slow_build -i one --force
test_ok wait_for grep -q "process $slow," one/lock
test_code 75 newsidx optimize -i one
test_stderr_has 'another newsidx is writing there'
kill "$slow"
slow_end

# each_kill FOLDER COMMAND...: kill it at every fifth change of the folder.
each_kill()
{
	n=1
	folder=$1
	shift
	while :; do
		rm -rf hit to
		mkdir to
		cp -r idx hit
		[ ! -e was ] || cp -r was to/dest
		LD_PRELOAD=$fault FAULT_DIR=$folder FAULT=kill@$n \
			"$@" 2>/dev/null >&2
		code=$?
		[ "$code" -eq 137 ] || break
		newsidx verify -q -i hit && same idx hit || return 1
		[ ! -e to/dest ] || newsidx verify -q -i to/dest || return 1
		"$@" && same idx hit || return 1
		n=$((n + 5))
	done
	[ "$code" -eq 0 ] && [ "$n" -gt 20 ]
}

# each_full COMMAND...: the same of a disk that is full from then on.
each_full()
{
	n=1
	folder=$1
	shift
	while :; do
		rm -rf hit to
		mkdir to
		cp -r idx hit
		[ ! -e was ] || cp -r was to/dest
		LD_PRELOAD=$fault FAULT_DIR=$folder FAULT=full@$n \
			"$@" >full.err 2>&1
		code=$?
		[ "$code" -ne 0 ] || break
		same idx hit || return 1
		if [ -e was ]; then
			same to/dest was || same to/dest idx || return 1
		elif [ -e to/dest ] && ! same to/dest idx; then
			echo "half a backup at change $n"
			return 1
		fi
		[ ! -e to/dest.part ] || return 1
		n=$((n + 5))
	done
	[ "$n" -gt 20 ]
}

test_begin 'optimize, killed or out of room'
if [ -n "$fault" ]; then
	test_ok each_kill hit newsidx optimize -q -i hit
	test_ok each_full hit newsidx optimize -q -i hit
else
	test_skip 'faults' 'nothing to make them with'
fi

test_begin 'backup'
test_ok newsidx backup -i two bak
test_stdout_has 'articles in 2 segments'
test_ok newsidx verify -i bak
test_ok same two bak
mkdir elsewhere
mv bak elsewhere/moved
test_ok same two elsewhere/moved
mv elsewhere/moved bak

test_begin 'backup, renewed'
test_ok newsidx backup -i idx bak/ --json
test_stdout_has '"renewed":true'
test_stdout_has '"segments":3,"segments_copied":1'
test_ok same idx bak
test_ok newsidx verify -i bak --deep
test_ok newsidx backup -i idx bak --json
test_stdout_has '"segments_copied":0'
test_stdout_has '"bytes_copied":0'
newsidx build -q --force -i bak tram.jsonl
test_code 2 newsidx backup -i idx bak
test_stderr_has 'no backup'

test_begin 'backup, to where it must not be'
test_code 2 newsidx backup -i idx two
test_stderr_has 'two is there already, and no backup of an index'
test_code 2 newsidx backup -i idx .
test_code 4 newsidx backup -i nothing new
test_code 2 newsidx backup -i idx
test_code 2 newsidx backup -i idx a b
test_ok test ! -e new

test_begin 'backup of what is damaged'
cp -r idx hurt
first=$(segments hurt | cut -d ' ' -f 1)
printf xxxx | dd of="hurt/seg/$first/docdata.glass" bs=1 seek=5000 \
	conv=notrunc 2>/dev/null
test_code 4 newsidx backup -i hurt bad
test_stderr_has 'docdata.glass is not as it was written'
test_ok test ! -e bad -a ! -e bad.part

test_begin 'backup, killed or out of room'
if [ -n "$fault" ]; then
	test_ok each_kill to newsidx backup -q -i hit to/dest
	test_ok each_full to newsidx backup -q -i hit to/dest
	newsidx backup -q -i two was
	test_ok each_kill to newsidx backup -q -i hit to/dest
	test_ok each_full to newsidx backup -q -i hit to/dest
else
	test_skip 'faults' 'nothing to make them with'
fi

test_begin 'backup beside builds and deletions that never end'
touch go
cp -r idx busy
while [ -e go ]; do
	newsidx build -q --force -i busy "$SAMPLE"/*.* ferry.jsonl
	rm -rf again
	cp tram.jsonl again.jsonl
	echo '{"url": this is no JSON}' >>again.jsonl
	newsidx build -q --force -i busy again.jsonl "$SAMPLE"/*.* 2>/dev/null
	sed 's/back/up/; s/05-09/05-10/' tram.jsonl >again.jsonl
	newsidx build -q --retry -i busy
done 2>/dev/null &
beside()
{
	i=0
	while [ $i -lt 20 ]; do
		newsidx backup -i busy live || return 1
		newsidx verify -i live || return 1
		i=$((i + 1))
	done
}
test_ok beside
rm go
wait
test_ok newsidx verify -q -i busy

test_begin 'backup of what may not be written to'
if have_other; then
	mkdir -m 777 theirs
	chmod -R a-w idx
	test_ok as_other newsidx backup -i idx theirs/bak
	chmod -R u+w idx
	test_ok same idx theirs/bak
else
	test_skip 'as somebody else' 'there is nobody else'
fi

test_done
