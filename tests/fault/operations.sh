# operations.sh - what writes an index, for faults to happen in; sourced
#
# A line of the table is an operation: its name | how the index is made before it
# | the command | the command that comes after a fault, if it is another one |
# the index it writes, if that is not idx; the first part of its path is the
# folder whose changes count, and that may have another index, box/idx, which is
# only read.  All are run in the folder where make_inputs made the inputs.

operations()
{
	cat <<'E'
first|rm -rf idx|build -i idx ferry.jsonl tram.jsonl|build -i idx --force ferry.jsonl tram.jsonl
force|made ferry.jsonl|build -i idx --force tram.jsonl|
worse|made ferry.jsonl|build -i idx --force tram.jsonl cut.tgz|
retry|failed older.jsonl|build -i idx --retry|
merge|many 11|build -i idx --retry|
update|outdated|update -i idx|
update-all|anew|update -i idx|
prune|without c.tgz|update --prune -i idx|
source-add|made ferry.jsonl|source -i idx add tram.jsonl|
source-remove|made ferry.jsonl tram.jsonl|source -i idx remove tram.jsonl|
optimize|many 3|optimize -i idx|
optimize-worn|worn|optimize -i idx|
backup|boxed|backup -i box/idx box/bak||box/bak
backup-again|boxed_again|backup -i box/idx box/bak||box/bak
repair|damaged|repair -i idx|
repair-lost|damaged again2.jsonl|repair -i idx|
repair-all|without_ledger|repair -i idx|
repair-ledger|odd_ledger|repair -i idx|
E
}

make_inputs()
{
	article ferry 2019-05-07 Ferry 'It moved on.' >ferry.jsonl
	article tram 2019-05-08 Tram 'It moved on, at noon.' >tram.jsonl
	article tram 2019-05-01 Tram 'It moved on, once.' >older.jsonl
	article taxi 2019-05-02 Taxi 'It moved on, too.' >>older.jsonl
	for n in 1 2 3 4 5 6 7 8 9; do
		article bus$n 2019-06-0$n "Bus $n" "It moved, number $n."
	done >buses.jsonl
	tar -czf whole.tgz buses.jsonl
	size=$(wc -c <whole.tgz)
	head -c $((size - 20)) whole.tgz >cut.tgz
	echo '{"url": this is no JSON}' >bad.jsonl
}

# An index of these inputs.
made()
{
	rm -rf idx
	newsidx build -q -i idx "$@"
}

# An index of these inputs, and of one that failed and is whole now: with a
# newer tram and a ferry.
failed()
{
	rm -rf idx
	cp bad.jsonl again.jsonl
	newsidx build -q -i idx again.jsonl "$@" 2>/dev/null
	cat ferry.jsonl tram.jsonl >again.jsonl
}

# An index of so many segments, and what makes one more, replaces what is in
# some, and so has some merged.
many()
{
	rm -rf idx
	for n in $(seq "$1"); do
		{
			article cab$n 2019-07-01 "Cab $n" 'It moved on.'
			article van$((n % 2)) 2019-07-$((10 + n)) Van \
				"It moved on, $n times."
		} >many$n.jsonl
		cp bad.jsonl again$n.jsonl
	done
	newsidx build -q -i idx again*.jsonl bad.jsonl 2>/dev/null
	for n in $(seq "$1"); do
		cp many$n.jsonl again$n.jsonl
		newsidx build -q -i idx --retry again$n.jsonl 2>/dev/null
	done
	cat ferry.jsonl tram.jsonl >bad.jsonl
	article van0 2019-08-01 Van 'It moved on, and on.' >>bad.jsonl
}

# The archives of a folder, and an index of them.
news()
{
	rm -rf idx news
	mkdir news
	cat ferry.jsonl buses.jsonl >news/a.jsonl
	cp tram.jsonl news/b.jsonl
	article taxi 2019-05-02 Taxi 'It moved on, too.' >taxi.jsonl
	cat taxi.jsonl older.jsonl >c.jsonl
	tar -czf news/c.tgz c.jsonl
	for n in 1 2 3; do
		article coach$n 2019-05-0$n "Coach $n" 'It moved on, as ever.'
	done >news/e.jsonl
	newsidx build -q -i idx news
}

# At archives that are new an update looks twice: here each is to do the same.
settle()
{
	sleep 2.1
}

# ... in which meanwhile something is new, has changed, was appended, was withdrawn,
# and has only its older version left.
outdated()
{
	news
	sed -e /bus3/d -e '/bus4/s/moved/moved back/' buses.jsonl |
		cat ferry.jsonl - >news/a.jsonl
	article boat 2019-05-03 Boat 'It moved on, by night.' >news/b.jsonl
	article lorry 2019-05-03 Lorry 'It moved on, by day.' >news/d.jsonl
	article coach4 2019-05-04 'Coach 4' 'It moved on.' >>news/e.jsonl
	article coach1 2019-05-09 'Coach 1' 'It moved.' >>news/e.jsonl
	settle
}

# ... and whose last segment has only what has changed now.
anew()
{
	news
	article lorry 2019-05-03 Lorry 'It moved on, by day.' >news/d.jsonl
	settle
	newsidx update -q -i idx
	article lorry 2019-05-03 Lorry 'It moved by night.' >news/d.jsonl
	settle
}

# An index of which much was deleted.
worn()
{
	outdated
	newsidx update -q -i idx
}

# ... without one of these, which was told.
without()
{
	news
	rm "news/$1"
	settle
	newsidx update -q -i idx 2>/dev/null
}

# An index in a folder, in which it can have a copy beside it.
boxed()
{
	many 2
	rm -rf box
	mkdir box
	mv idx box
}

# ... with a copy that is older.
boxed_again()
{
	boxed
	newsidx backup -q -i box/idx box/bak
	cp ferry.jsonl bad.jsonl
	newsidx build -q -i box/idx --retry
}

# An index whose second segment libxapian does not read; with an archive named,
# which goes, not even what the segment keeps of its articles.
damaged()
{
	many 3
	hurt=$(ls -d idx/seg/* | sed -n 2p)
	for table in postlist ${1:+docdata}; do
		head -c 20000 /dev/zero |
			dd of="$hurt/$table.glass" conv=notrunc 2>/dev/null
	done
	[ $# -eq 0 ] || rm "$1"
}

without_ledger()
{
	many 2
	rm idx/ledger.*
}

# A ledger that is not as it was written, but tells everything.
odd_ledger()
{
	many 2
	newsidx alert -i idx add moves moved
	printf x >>idx/ledger.db
}
