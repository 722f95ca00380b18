# operations.sh - what writes an index, for faults to happen in; sourced
#
# A line of the table is an operation: its name | how idx is made before it |
# the command | the command that comes after a fault, if it is another one.
# All are run in the folder where make_inputs made the inputs.

operations()
{
	cat <<'E'
first|rm -rf idx|build -i idx ferry.jsonl tram.jsonl|build -i idx --force ferry.jsonl tram.jsonl
force|made ferry.jsonl|build -i idx --force tram.jsonl|
worse|made ferry.jsonl|build -i idx --force tram.jsonl cut.tgz|
retry|failed older.jsonl|build -i idx --retry|
merge|many 11|build -i idx --retry|
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
