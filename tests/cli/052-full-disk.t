#!/bin/sh
# A disk that is really full: nothing is lost, it is said what is the matter,
# whoever reads goes on, and with some room the next run does it.

test_mounts=1
. "${0%/*}/../lib.sh"
. "$root/tests/cli/news.sh"

# Under a sanitizer: libxapian leaks what it had opened when something fails.
ASAN_OPTIONS=${ASAN_OPTIONS:-}:detect_leaks=0
export ASAN_OPTIONS

mkdir small
mount -t tmpfs -o size=8m none small 2>/dev/null ||
	test_skip_all 'no small disk: nothing may be mounted here'
trap 'cd /; umount "$scratch/small"; rm -rf "$scratch"' EXIT

# room KIB: so much is left, whatever is there.
room()
{
	rm -f small/filler
	free=$(df --output=avail -k small | tail -n 1)
	[ "$free" -le "$1" ] ||
		head -c $(((free - $1) * 1024)) /dev/zero >small/filler
}

ids()
{
	newsidx query -i "$1" --ids moved | sort
}

# All that one can have of an index without writing.
read_all()
{
	ids "$1" && newsidx ledger -i "$1" && newsidx source -i "$1" list &&
		newsidx verify -q -i "$1"
}

# each_room COMMAND...: with ever more room, until it does it: before, it ends
# with 4 and says why, and small/idx is as it was; and then it is as good as what
# the command makes where there is enough room.
each_room()
{
	rm -f small/filler
	rm -rf small/*
	cp -r was small/idx
	"$@" >free.out 2>&1 && read_all small/idx >wanted || return 1
	tries=0
	for kib in 0 4 12 40 64 100 160 200 260 400 600 900 1400 2000 4000; do
		rm -rf small/*
		cp -r was small/idx
		read_all small/idx >before
		room $kib
		"$@" >full.out 2>&1
		code=$?
		[ $code -ne 0 ] || break
		tries=$((tries + 1))
		read_all small/idx >after 2>&1
		if [ $code -ne 4 ] || ! grep -Eqi 'no space|is full' full.out ||
			! cmp before after; then
			echo "with $kib KiB: ended with $code"
			cat full.out after
			return 1
		fi
		room 4000
		"$@" >more.out 2>&1 && read_all small/idx >after &&
			cmp wanted after && none_left || {
			echo "with more room behind $kib KiB"
			cat more.out after
			return 1
		}
	done
	read_all small/idx >after
	[ $code -eq 0 ] && [ $tries -ge 3 ] && cmp wanted after && none_left
}

# Nothing but the index, the backup, and what their ledgers name.
none_left()
{
	for folder in small/*/; do
		[ "$(ls "$folder/seg" | wc -l)" -eq "$(
			grep -c . "$folder/XAPIANDB")" ] || return 1
	done
	! ls -d small/*.part small/idx/*.tmp small/idx/repair.new \
		small/idx/damaged* 2>/dev/null
}

mkdir news
n=0
while [ $n -lt 200 ]; do
	article a$n 2019-05-01 "Ferry $n" "It moved on, number $n."
	n=$((n + 1))
done >news/a.jsonl
article tram 2019-05-02 Tram 'It moved on.' >news/b.jsonl
newsidx build -q -i was news
# To archives that are new it comes back once.
sleep 2.1
newsidx update -q -i was

test_begin 'a full disk is read from'
cp -r was small/idx
read_all small/idx >before
room 0
test_ok read_all small/idx
cp "$scratch/.out" after
test_ok cmp before after
test_ok newsidx show -i small/idx url:https://news.example/tram
test_stdout_has sha256
test_ok newsidx backup -q -i small/idx elsewhere
test_ok newsidx verify -q -i elsewhere
test_ok newsidx update -i small/idx
test_stdout_has 'nothing new in 2 archives'

test_begin 'build, into nothing'
rm -rf small/*
room 0
test_code 4 newsidx build -q -i small/new news
test_stderr_has 'No space left on device'
room 100
test_code 4 newsidx build -q -i small/new news
cp .err said
test_ok grep -Eqi 'no space|is full' said
test_code 4 newsidx query -i small/new moved
test_stderr_has 'there is no index at small/new'
room 4000
test_ok newsidx build -q -i small/new news
test_ok newsidx verify -q -i small/new

test_begin 'build'
test_ok each_room newsidx build -q --force -i small/idx news

test_begin 'update'
sed -i 's/moved on, number 7/moved back, number 7/' news/a.jsonl
article boat 2019-05-02 Boat 'It moved on.' >news/b.jsonl
article bus 2019-05-02 Bus 'It moved on.' >news/c.jsonl
test_ok each_room newsidx update -q -i small/idx

test_begin 'optimize'
cp -r was two
newsidx update -q -i two
mv was one
mv two was
test_ok each_room newsidx optimize -q -i small/idx

test_begin 'backup'
test_ok each_room newsidx backup -q -i small/idx small/bak

test_done
