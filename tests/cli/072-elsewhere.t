#!/bin/sh
# An index is the same wherever its folder stands, and for whoever reads it: moved,
# on a file system that nobody can write to, and as another user; also while it
# is written where it can be.

test_mounts=1
. "${0%/*}/../lib.sh"
. "$root/tests/cli/news.sh"

line()
{
	article "$1" 2019-05-01 "Story $1" 'The ferry moved on.'
}

# What can be asked of an index, a line each.
questions()
{
	cat <<'E'
query -i IDX --json moved
query -i IDX -c "ferry moved"
kwic -i IDX moved
show -i IDX --json url:https://news.example/a2
info -i IDX
ledger -i IDX --records --json
source -i IDX list
alert -i IDX list
E
}

# answers IDX AS...: all that it answers, asked so, but for its name and what it takes on
# disk; what is not answered is told.
answers()
{
	at=$1
	shift
	questions | sed "s|IDX|$at|" | while read -r question; do
		"$@" sh -c "newsidx $question" 2>.err </dev/null ||
			echo "$question: code $?"
		cat .err
	done | grep -v '^index \|^size '
}

# same_at IDX AS...: the same as it was where it was made, sound and to be copied.
same_at()
{
	answers "$@" >is
	diff was is || return
	at=$1
	shift
	"$@" newsidx verify -q -i "$at" && "$@" newsidx verify -q -i "$at" --deep &&
		rm -rf copies/bak && "$@" newsidx backup -q -i "$at" copies/bak
}

mkdir news copies
chmod 777 copies
for n in 1 2 3; do line a$n; done >news/a.jsonl
{ line a2; line b1; } >news/b.jsonl
newsidx build -q -i idx news
newsidx alert -i idx add ferries ferry
for n in 4 5; do
	line a$n >>news/a.jsonl
	newsidx update -q -i idx
done
answers idx env >was

test_begin 'where it was made'
test_ok grep -q '"also_in":\[{"archive":"news/b.jsonl"' was
test_ok grep -q '^ferries: ferry' was
test_code 1 grep ': code' was
test_ok same_at idx env

test_begin 'moved, and by other paths'
mkdir -p far/away
mv idx far/away/index
test_ok same_at far/away/index env
test_ok same_at "$PWD/far/../far/away/index/" env
ln -s far/away/index link
test_ok same_at link env

test_begin 'it is kept up to date there, too'
line a6 >>news/a.jsonl
test_ok newsidx update --json -i far/away/index
test_stdout_has '"read":1,"continued":1,'
test_stdout_has '"added":1,'
test_ok env -C / newsidx update --json -i "$PWD/link"
test_stdout_has '"archives":2,"read":0,'
mv far/away/index idx
answers idx env >was

test_begin 'copied to another file system'
other=$(mktemp -d /dev/shm/newsidx-test-XXXXXX 2>/dev/null) || other=
if [ -n "$other" ]; then
	cp -a idx "$other/idx"
	test_ok same_at "$other/idx" env
	rm -rf "$other"
else
	test_skip 'it is the same' 'there is no /dev/shm'
fi

test_begin 'as another user'
if have_other; then
	test_ok same_at idx as_other
	test_code 4 as_other newsidx update -i idx
	test_stderr_has 'idx/lock: Permission denied'
	test_code 4 as_other newsidx alert -i idx remove ferries
	chmod 700 idx
	test_code 4 as_other newsidx query -i idx moved
	test_stderr_has 'Permission denied'
	chmod 755 idx
else
	test_skip 'it is the same' 'nobody else can run newsidx here'
fi

test_begin 'on a file system that nobody can write to'
mkdir ro
if mount --bind idx ro 2>/dev/null && mount -o remount,ro,bind ro; then
	trap 'cd /; umount "$scratch/ro"; rm -rf "$scratch"' EXIT
else
	test_skip 'it is the same' 'nothing may be mounted here'
	test_done
fi
test_ok same_at ro env
if have_other; then
	test_ok same_at ro as_other
fi

test_begin 'where nothing is changed, and it is said why not'
line a7 >>news/a.jsonl
for command in 'update' 'optimize' 'repair' 'source add news' \
	'build --force news' 'alert remove ferries'
do
	# shellcheck disable=SC2086
	test_code 4 newsidx ${command%% *} -i ro ${command#"${command%% *}"}
	test_stderr_has 'Read-only file system'
done
answers ro env >is
test_ok diff was is

test_begin 'what a writer left behind that was killed'
python3 - <<'E'
import os, sqlite3
db = sqlite3.connect('idx/ledger.db')
db.execute("INSERT INTO setting VALUES('killed', 'yes')")
db.commit()
os._exit(0)
E
test_ok test -s idx/ledger.db-wal
answers ro env >is
test_ok diff was is
rm idx/ledger.db-shm
test_ok newsidx query -i ro -c moved
test_code 4 newsidx ledger -i ro
test_stderr_has 'are in ro/ledger.db-wal, which can be read only where that'
test_ok newsidx ledger -i idx
test_ok newsidx ledger -i ro

test_begin 'while it is written where it can be'
for n in 1 2 3 4 5 6 7 8 9 10 11 12; do
	line c$n >>news/a.jsonl
	newsidx update -q -i idx || touch failed
done &
writer=$!
asked=0
while kill -0 $writer 2>/dev/null; do
	for question in 'query -c' 'show url:https://news.example/a1' \
		'ledger --json'
	do
		# shellcheck disable=SC2086
		set -- ${question#* }
		[ "$1" != -c ] || set -- "$@" moved
		newsidx "${question%% *}" -i ro "$@" >out 2>err
		code=$?
		# A listing during which it was written says so.
		[ $code -eq 0 ] || [ $code -eq 75 ] || cat err >>failed
		asked=$((asked + 1))
	done
done
wait $writer
test_ok test $asked -gt 10
test_ok test ! -e failed
test_out newsidx query -i ro -c moved <<'E'
20
E

test_done
