#!/bin/sh
# xapian-replicate copies a segment to another machine, whoever wrote it.
. "${0%/*}/../lib.sh"

dump=$NEWSIDX_BUILD/tests/helpers/dump
if ! command -v xapian-replicate-server >/dev/null; then
	test_skip_all 'no xapian-tools here'
fi

# replicate FOLDER SEGMENT COPY: over a port that nobody else has, with luck.
replicate()
{
	port=$((20000 + ($$ + 7 * ${turn:=0}) % 12000))
	turn=$((turn + 1))
	xapian-replicate-server -I 127.0.0.1 -p "$port" --one-shot "$1" \
		>server.log 2>&1 &
	server=$!
	for _ in 1 2 3 4 5 6 7 8 9 10; do
		sleep 0.3
		xapian-replicate -h 127.0.0.1 -p "$port" -m "$2" --one-shot \
			"$3" >replica.log 2>&1 && break
	done
	kill "$server" 2>/dev/null
	wait "$server" 2>/dev/null
	test -e "$3/XAPIANDB"
}

# same_after_copy OPTION...: an index made with these.
same_after_copy()
{
	rm -rf idx copy
	newsidx build -q -i idx "$@" "$SAMPLE"/*.*
	test_ok replicate idx/seg 000001 copy
	"$dump" -r -u idx/seg/000001 >wanted
	test_ok test -s wanted
	test_out "$dump" -r -u copy <wanted
	test_ok xapian-check copy/replica_*
	test_stdout_has 'No errors found'
}

test_begin 'a segment is copied as it is'
same_after_copy

if newsidx build --help | grep -q -e '--positions'; then
	test_begin "also with positions in libxapian's table"
	same_after_copy --positions=xapian
fi

test_done
