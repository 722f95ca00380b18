#!/bin/sh
# Whatever is damaged, repair brings the index that a fresh build of the
# archives would; what no archive has any more it keeps, or says that it is
# lost.
. "${0%/*}/../lib.sh"
. "$root/tests/cli/news.sh"

dump=$NEWSIDX_BUILD/tests/helpers/dump
fault=$NEWSIDX_BUILD/tests/fault/fault.so
mkdir in
touch flips
cp "$SAMPLE"/*.* in
newsidx build -q -i fresh in/*.* || exit 99

# All that an index answers.
answers()
{
	newsidx query -i "$1" --all --json 'the or a or of'
	newsidx query -i "$1" --all --ids '"security guarantees"'
	newsidx kwic -i "$1" 'harbour*'
	newsidx ledger -i "$1" --records --json
}

same()
{
	answers "$1" >.first 2>&1
	answers "$2" >.second 2>&1
	[ -s .first ] && cmp .first .second
}

# The same, to the last posting.
same_dump()
{
	"$dump" -u "$1"/seg/* >.first && "$dump" -u "$2"/seg/* >.second &&
		cmp .first .second
}

# mends NAME: what is in "hurt" is told, repaired, and as if it was built anew.
mends()
{
	newsidx repair -i hurt >.told 2>&1
	code=$?
	if [ "$code" -ne 0 ] || ! newsidx verify -q -i hurt ||
		! same hurt fresh || ! same_dump hurt fresh ||
		[ -n "$(ls -d hurt/damaged-* hurt/repair.new 2>/dev/null)" ]
	then
		echo "$1: code $code"
		tail -n 1 flips
		cat .told
		ls hurt hurt/seg
		return 1
	fi
}

# each_file HOW: a copy of "fresh" with one of its files damaged, in turn.
each_file()
{
	(cd fresh && find . -type f ! -name lock ! -name flintlock) >files
	while read -r file; do
		rm -rf hurt
		cp -r fresh hurt
		"$1" "hurt/$file" || return 1
		mends "$file" </dev/null || return 1
	done <files
}

cut_short()
{
	size=$(wc -c <"$1")
	truncate -s $((size / 2)) "$1"
}

# A byte somewhere becomes another one.
flip()
{
	size=$(wc -c <"$1")
	[ "$size" -gt 0 ] || { rm "$1"; return; }
	at=$(od -An -N4 -tu4 /dev/urandom)
	at=$((at % size))
	echo "flipped at $at: $1" >>flips
	was=$(od -An -j$at -N1 -tu1 "$1")
	printf "\\$(printf %o $((was ^ 85)))" |
		dd of="$1" bs=1 seek=$at conv=notrunc 2>/dev/null
}

test_begin 'a sound index'
cp -r fresh hurt
test_ok newsidx repair -i hurt
test_stdout_has 'hurt is sound: nothing to do'
test_ok newsidx repair -q -i hurt
test_ok test ! -s .out
test_code 2 newsidx repair
test_code 4 newsidx repair -i nothing
test_stderr_has 'newsidx build -i nothing'
test_ok test ! -e nothing

test_begin 'each file, damaged in turn'
test_ok each_file rm
test_ok each_file cut_short
test_ok each_file flip
test_ok each_file flip
overwrite()
{
	head -c 20000 /dev/urandom | dd of="$1" conv=notrunc 2>/dev/null
}
test_ok each_file overwrite

test_begin 'each byte that says what the ledger is'
each_byte()
{
	for at in 0 15 16 18 19 20 28 44 47 59 60 63 68 71 95 100; do
		rm -rf hurt
		cp -r fresh hurt
		was=$(od -An -j$at -N1 -tu1 hurt/ledger.db)
		printf "\\$(printf %o $((was ^ 85)))" |
			dd of=hurt/ledger.db bs=1 seek=$at conv=notrunc 2>/dev/null
		mends "byte $at" || return 1
	done
}
test_ok each_byte

test_begin 'all segments lost'
rm -rf hurt
cp -r fresh hurt
rm -rf hurt/seg
test_ok mends seg

test_begin 'the stub and the ledger lost'
rm -rf hurt
cp -r fresh hurt
rm hurt/XAPIANDB hurt/ledger.*
test_ok mends both

test_begin 'all is lost but the folder'
rm -rf hurt
mkdir hurt
test_code 4 newsidx repair -i hurt
test_stderr_has 'newsidx build -i hurt'

# An index of three segments, of which one was written to again.
article ferry 2019-05-07 Ferry 'It moved on.' >ferry.jsonl
article tram 2019-05-08 Tram 'It moved on.' >tram.jsonl
echo '{"url": this is no JSON}' | tee -a ferry.jsonl >>tram.jsonl
newsidx build -q -i three ferry.jsonl tram.jsonl in/*.* 2>/dev/null
article tram 2019-05-09 Tram 'It moved back.' >tram.jsonl
article bus 2019-05-09 Bus 'It moved back.' >>tram.jsonl
newsidx build -q -i three --retry tram.jsonl || exit 99
sed -i '/no JSON/d' ferry.jsonl
article boat 2019-05-09 Boat 'It moved back.' >>ferry.jsonl
newsidx build -q -i three --retry ferry.jsonl || exit 99

found()
{
	newsidx query -i "$1" --all --json 'the or a or moved' | sort
	newsidx ledger -i "$1" --records --json
}

as_three()
{
	found three >.first
	found hurt >.second
	cmp .first .second && newsidx verify -i hurt
}

test_begin 'one segment of several'
for segment in $(segments three); do
	rm -rf hurt
	cp -r three hurt
	overwrite "hurt/seg/$segment/postlist.glass"
	test_code 3 newsidx verify -i hurt
	test_ok newsidx repair -i hurt
	test_stdout_has '1 segment was made again.'
	test_ok as_three
done

test_begin 'two segments that changed places'
rm -rf hurt
cp -r three hurt
first=$(segments hurt | cut -d ' ' -f 1)
second=$(segments hurt | cut -d ' ' -f 2)
mv "hurt/seg/$first" hurt/seg/x
mv "hurt/seg/$second" "hurt/seg/$first"
mv hurt/seg/x "hurt/seg/$second"
test_ok newsidx repair -i hurt
test_stdout_has '2 segments were made again.'
test_ok as_three

test_begin 'an old ledger beside new segments'
rm -rf hurt
cp -r fresh hurt
newsidx build -q --force -i hurt in/*.*
cp fresh/ledger.* hurt
test_ok mends 'an old ledger'

test_begin 'a segment, and its archive is gone'
article ferry 2019-05-07 Ferry 'It moved on.' >gone.jsonl
article tram 2019-05-08 Tram 'It moved on.' >here.jsonl
newsidx build -q -i some gone.jsonl here.jsonl
mv gone.jsonl away.jsonl
rm -rf hurt
cp -r some hurt
overwrite hurt/seg/000001/postlist.glass
rm -rf lost
cp -r hurt lost
rm lost/seg/000001/docdata.glass
test_code 3 newsidx repair -i lost
test_stdout_has '1 article was read again from its archive'
test_stdout_has '1 article is lost'
test_stdout_has 'What was damaged is in lost/damaged-'
test_ok newsidx verify -q -i lost
test_out newsidx query -i lost --ids moved <<'E'
url:https://news.example/tram
E
test_ok newsidx ledger -i lost --failed
test_stdout_has 'lost with a damaged segment'
mv away.jsonl gone.jsonl
cp -r lost updated
test_ok newsidx update -q -i updated
test_out newsidx query -i updated --count moved <<'E'
2
E
test_ok newsidx build -q --retry -i lost
test_out newsidx query -i lost --count moved <<'E'
2
E
test_ok newsidx verify -q -i lost
mv gone.jsonl away.jsonl

test_begin 'families gone, texts not, and the archive is gone'
rm -rf hurt
cp -r some hurt
printf xxxx | dd of=hurt/seg/000001/synonym.glass bs=1 seek=8100 \
	conv=notrunc 2>/dev/null
test_ok newsidx repair -i hurt
test_stdout_has '1 article was read again from its archive'
test_stdout_has '1 article was taken from what was left of the index'
test_ok newsidx verify -q -i hurt
test_out newsidx query -i hurt --count '"moved on"' <<'E'
2
E

test_begin 'the ledger, and an archive is gone'
rm -rf hurt
cp -r some hurt
rm hurt/ledger.*
test_ok newsidx repair -i hurt
test_stdout_has '1 article was taken from what was left of the index'
test_ok newsidx verify -q -i hurt
test_out newsidx query -i hurt --count '"moved on"' <<'E'
2
E
test_ok newsidx ledger -i hurt --failed
test_stdout_has 'is not there any more'
mv away.jsonl gone.jsonl

test_begin 'articles that are known by the folder they were found in'
mkdir -p papers/a
printf 'Ferry sinks\n\nThe ferry sank in the harbour on Monday, and all on board were saved.\n' \
	>papers/a/one.txt
newsidx build -q -i placed papers
rm -rf hurt
cp -r placed hurt
rm hurt/ledger.*
newsidx repair -i hurt >.told 2>&1
code=$?
test_ok test "$code" -eq 0 -o "$code" -eq 4
[ "$code" -eq 0 ] || test_ok newsidx repair -i hurt papers
test_ok newsidx verify -q -i hurt
test_ok same hurt placed

test_begin 'options of the build are kept'
newsidx build -q -i chosen --exclude '*.csv*' --language de in/*.*
rm -rf hurt
cp -r chosen hurt
overwrite hurt/seg/000001/postlist.glass
test_ok newsidx repair -q -i hurt
test_ok same hurt chosen
test_ok newsidx verify -i hurt --deep
printf x | dd of=hurt/ledger.db bs=1 seek=9000 conv=notrunc 2>/dev/null
newsidx repair -q -i hurt >.told 2>&1
test_ok same hurt chosen

test_begin 'killed, and out of room'
if ! nm "$NEWSIDX_BUILD/newsidx-indexer" 2>/dev/null |
	grep -q __asan_init; then
	each_fault()
	{
		n=1
		while :; do
			rm -rf hurt
			cp -r was hurt
			LD_PRELOAD=$fault FAULT_DIR=hurt FAULT=$1@$n \
				newsidx repair -q -i hurt >fault.err 2>&1
			code=$?
			[ "$code" -ne 0 ] || break
			rm -rf hurt/damaged-*
			newsidx repair -i hurt >.told 2>&1
			rm -rf hurt/damaged-*
			newsidx verify -q -i hurt && same hurt fresh || {
				echo "$1 at $n"
				cat fault.err .told
				return 1
			}
			n=$((n + 7))
		done
		[ "$n" -gt 50 ]
	}
	rm -rf was
	cp -r fresh was
	rm was/ledger.db
	test_ok each_fault kill
	test_ok each_fault full
	rm -rf was
	cp -r fresh was
	overwrite was/seg/000001/postlist.glass
	test_ok each_fault kill
	test_ok each_fault full

	test_begin 'killed before the new ledger takes the place of the damaged one'
	rm -rf was
	cp -r fresh was
	printf x >>was/ledger.db
	rm -rf hurt
	cp -r was hurt
	rm -f log
	test_ok env LD_PRELOAD="$fault" FAULT_DIR=hurt FAULT_LOG="$PWD/log" \
		newsidx repair -q -i hurt
	point=$(sed -n 's/ rename ledger.db$//p' log)
	rm -rf hurt
	cp -r was hurt
	test_code 137 env LD_PRELOAD="$fault" FAULT_DIR=hurt FAULT="kill@$point" \
		timeout 60 newsidx repair -q -i hurt
	test_code 3 newsidx verify -q -i hurt
	test_ok newsidx repair -q -i hurt
	test_ok newsidx verify -q -i hurt
	test_ok same hurt fresh

	test_begin 'a damaged ledger that cannot be read now tells no less for it'
	rm -rf was
	cp -r chosen was
	printf x >>was/ledger.db
	refused=0
	for point in $(sed -n '/ mkdir repair.new$/q; s/ .*//p' log); do
		rm -rf hurt
		cp -r was hurt
		LD_PRELOAD=$fault FAULT_DIR=hurt FAULT=io@$point \
			newsidx repair -q -i hurt >fault.err 2>&1
		case $? in
		0) same hurt chosen || break ;;
		4) refused=$((refused + 1)) ;;
		*) break ;;
		esac
		rm -rf hurt/damaged-*
	done
	test_ok test "$refused" -gt 2
	newsidx repair -q -i hurt
	test_ok same hurt chosen
else
	test_skip 'faults' 'nothing to make them with'
fi

test_done
