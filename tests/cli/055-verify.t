#!/bin/sh
# verify finds whatever would give another answer, and nothing in a sound
# index; it writes nothing, and need not be alone.
. "${0%/*}/../lib.sh"
. "$root/tests/cli/news.sh"

newsidx build -q -i idx "$SAMPLE"/*.* || exit 99

# A second index of three segments, of which one lost an article later.
article ferry 2019-05-07 Ferry 'It moved on.' >ferry.jsonl
article tram 2019-05-08 Tram 'It moved on.' >tram.jsonl
echo '{"url": this is no JSON}' | tee -a ferry.jsonl >>tram.jsonl
newsidx build -q -i three ferry.jsonl tram.jsonl 2>/dev/null
article tram 2019-05-09 Tram 'It moved back.' >tram.jsonl
article bus 2019-05-09 Bus 'It moved back.' >>tram.jsonl
newsidx build -q -i three --retry tram.jsonl || exit 99
article boat 2019-05-09 Boat 'It moved back.' >>ferry.jsonl
sed -i '/this is no/d' ferry.jsonl
newsidx build -q -i three --retry ferry.jsonl || exit 99

state()
{
	find "$1" -type f -exec cksum {} + | sort -k3
	find "$1" -type f -printf '%p %T@\n' | sort
}

test_begin 'a sound index'
state idx >before
test_ok newsidx verify -i idx
test_stdout_has 'idx: 1 segment, 58 articles'
test_stdout_has 'It is sound.'
test_ok newsidx verify -i idx --deep --json
test_stdout_has '"sound":true'
test_stdout_has '"analysed":58,"archives":8'
test_ok newsidx verify -q -i idx
test_ok test ! -s .out
state idx >after
test_ok diff before after
test_ok newsidx verify -i three --deep
test_stdout_has 'three: 3 segments, 4 articles'
test_stdout_has 'It is sound.'

test_begin 'called wrongly, or where there is none'
test_code 2 newsidx verify
test_stderr_has 'which index?'
test_code 2 newsidx verify -i idx extra
test_code 4 newsidx verify -i nothing
test_stderr_has 'there is no index at nothing'
mkdir empty
test_code 4 newsidx verify -i empty

test_begin 'any file damaged in many ways'
test_ok python3 -B "$root/tests/helpers/damage.py" --flips 8 idx
test_note 'told: ' <.out
test_ok python3 -B "$root/tests/helpers/damage.py" --flips 3 three
test_note 'told: ' <.out

# swap INDEX: its first two segments change places.
swap()
{
	first=$(segments "$1" | cut -d ' ' -f 1)
	second=$(segments "$1" | cut -d ' ' -f 2)
	mv "$1/seg/$first" "$1/seg/x"
	mv "$1/seg/$second" "$1/seg/$first"
	mv "$1/seg/x" "$1/seg/$second"
}

test_begin 'segments that changed places'
cp -r three swapped
swap swapped
test_code 3 newsidx verify -i swapped
test_stdout_has "segment $first: article"

test_begin 'a segment as it was before an article was deleted'
newsidx build -q -i old tram.jsonl
cp -r old older
sed -i 's/back/forth/; s/2019-05-09/2019-05-10/' tram.jsonl
echo '{"url": this is no JSON}' >>tram.jsonl
newsidx build -q -i old --force tram.jsonl 2>/dev/null
cp -r old before-retry
sed -i '/no JSON/d; s/forth/up/; s/2019-05-10/2019-05-11/' tram.jsonl
newsidx build -q -i old --retry
test_ok newsidx verify -q -i old
cp -r old mixed
first=$(segments mixed | cut -d ' ' -f 1)
rm -rf "mixed/seg/$first"
cp -r before-retry/seg/* "mixed/seg/$first"
test_code 3 newsidx verify -i mixed
test_stdout_has 'is not in the ledger'

test_begin 'an old ledger beside new segments'
cp -r old mixed2
cp older/ledger.* mixed2
test_code 3 newsidx verify -i mixed2
test_stdout_has 'it does not know seg/'
test_code 4 newsidx build --retry -i mixed2
test_stderr_has 'newsidx repair'
test_ok test "$(segments mixed2)" = "$(segments old)"

test_begin 'archives that are not what they were'
article ferry 2019-05-07 Ferry 'It moved on.' >one.jsonl
article tram 2019-05-08 Tram 'It moved on.' >two.jsonl
article bus 2019-05-08 Bus 'It moved on.' >three.jsonl
newsidx build -q -i deep one.jsonl two.jsonl three.jsonl
article ferry 2019-05-07 Ferry 'It stood still.' >one.jsonl
article train 2019-05-08 Train 'It moved on.' >two.jsonl
mv three.jsonl away.jsonl
test_ok newsidx verify -q -i deep
test_code 3 newsidx verify -i deep --deep
test_stdout_has 'one.jsonl!one.jsonl, record 1 is another text'
test_stdout_has 'two.jsonl!two.jsonl, record 1 is in the index, and not'
test_stdout_has 'two.jsonl!two.jsonl, record 1 is not in the index'
test_stdout_has 'three.jsonl is not there any more'
test_stdout_lacks 'three.jsonl!'

test_begin 'a writer that was killed'
killed_everywhere()
{
	n=1
	while :; do
		rm -rf hit
		cp -r before-retry hit
		LD_PRELOAD=$NEWSIDX_BUILD/tests/fault/fault.so FAULT_DIR=hit \
			FAULT=kill@$n newsidx build -q -i hit --retry \
			2>/dev/null
		code=$?
		[ "$code" -eq 137 ] || break
		newsidx verify -i hit >found ||
			{ echo "after change $n"; cat found; return 1; }
		n=$((n + 5))
	done
	[ "$code" -eq 0 ] && [ "$n" -gt 50 ]
}
if nm "$NEWSIDX_BUILD/newsidx-indexer" 2>/dev/null | grep -q __asan_init; then
	test_skip 'killed' 'it minds what is loaded before it'
else
	test_ok killed_everywhere
fi

test_begin 'where nothing may be written'
if have_other; then
	chmod -R a-w idx
	test_ok as_other newsidx verify -i idx --deep
	chmod -R u+w idx
else
	test_skip 'as somebody else' 'there is nobody else'
fi

test_begin 'beside builds that never end'
touch go
while [ -e go ]; do
	newsidx build -q --force -i busy "$SAMPLE"/*.*
done &
wait_for test -e busy/XAPIANDB
beside()
{
	i=0
	while [ $i -lt 30 ]; do
		newsidx verify -i busy
		case $? in
		0 | 75) ;;
		*) return 1 ;;
		esac
		i=$((i + 1))
	done
}
test_ok beside
rm go
wait
test_ok newsidx verify -q -i busy

test_done
