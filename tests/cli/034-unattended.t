#!/bin/sh
# An update that nobody watches is silent unless a person should look at
# something; in a log, its lines say when they were written.
. "${0%/*}/../lib.sh"
. "$root/tests/cli/news.sh"

stamp='^20[0-9][0-9]-[0-9][0-9]-[0-9][0-9]T[0-9:]*Z '

# logged CODE COMMAND...: that it ends so; its lines go to "log".
logged()
{
	want=$1
	shift
	"$@" >log 2>&1
	is=$?
	cat log
	[ "$is" -eq "$want" ]
}

# lines N PATTERN: the log has so many, each with the time and like that.
lines()
{
	[ "$(wc -l <log)" -eq "$1" ] && ! grep -v "$stamp$2" log
}

mkdir news
article a1 2019-05-01 Ferry 'It moved on.' >news/a.jsonl
newsidx build -q -i idx news

test_begin 'what went well is one line of a log'
test_ok logged 0 newsidx update -i idx
test_ok lines 1 'nothing new in 1 archive; [0-9.]* s$'
article a2 2019-05-01 Tram 'It moved on.' >>news/a.jsonl
test_ok logged 0 newsidx update -i idx
test_ok lines 1 'read 1 archive: 1 new article, 0 changed, 0 withdrawn; '

test_begin 'or nothing'
article a3 2019-05-01 Bus 'It moved on.' >>news/a.jsonl
test_ok logged 0 newsidx update -q -i idx
test_ok lines 0 .

test_begin 'or JSON'
test_ok logged 0 newsidx update --json -i idx
test_ok python3 -c 'import json; json.load(open("log"))'

test_begin 'what a person should look at is told, once'
echo '{"title": nothing}' >news/b.jsonl
rm news/a.jsonl
test_ok logged 3 newsidx update -q -i idx
test_ok lines 2 'newsidx: news/[ab].jsonl: '
test_ok logged 0 newsidx update -q -i idx
test_ok lines 0 .
test_ok logged 4 newsidx update -q -i nothing
test_ok lines 1 'newsidx: there is no index at '

test_begin 'the journal has its own times'
journalled()
{
	# As systemd starts it, both streams are the one it names.
	JOURNAL_STREAM=$(stat -L -c %d:%i log) newsidx update "$@" >>log 2>&1
	cat log
	! grep "$stamp" log
}
: >log
test_ok journalled -i idx
test_stdout_has 'nothing new in 1 archive'
test_ok env JOURNAL_STREAM=1:2 newsidx update -i idx
test_stdout_has 'Z nothing new'

test_begin 'another writer is waited for in silence'
slow_build -i idx --force
test_ok wait_for grep -q "$slow" idx/lock
test_ok logged 75 newsidx update -q --wait=0.3 -i idx
test_ok lines 1 'newsidx: .*idx: another newsidx is writing there '
newsidx update -q --wait -i idx >waited 2>&1 9>&- &
waiter=$!
sleep 0.3
article z 2019-05-07 Ferry 'It moved on.' >&9
test_ok slow_end
test_ok wait $waiter
test_ok test ! -s waited

test_done
