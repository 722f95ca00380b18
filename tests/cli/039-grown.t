#!/bin/sh
# Archives that are appended to are read on from where they had ended, and the
# index is then what a build of them makes; but only if all that was there before
# is the same.
. "${0%/*}/../lib.sh"
. "$root/tests/cli/news.sh"

# All that an index says of articles, places and the ledger.
told()
{
	newsidx query -i "$1" --all --ids moved | while read -r id; do
		newsidx show -i "$1" --json "$id" </dev/null
	done
	newsidx ledger -i "$1" --records --json |
		sed 's/,"unchanged":[0-9]*//'
}

# The index is what a build of news makes, and sound.
as_built()
{
	rm -rf fresh
	newsidx build -q -i fresh news 2>/dev/null
	told fresh | sort >told.fresh
	told idx | sort >told.idx
	[ -s told.fresh ] && diff told.fresh told.idx && newsidx verify -q -i idx
}

# goes_on HOW ADDED UNCHANGED: an update reads the one archive that changed, on
# (1) or from its start (0).
goes_on()
{
	newsidx update --json -i idx >report 2>update.err
	cat report update.err
	grep -q "\"read\":1,\"continued\":$1,.*\"added\":$2,.*\"unchanged\":$3," \
		report
}

# new NAME: an archive of that name, as yet without anything, is to be the one
# of an index.
new()
{
	rm -rf news idx
	mkdir news
	file=news/$1
}

built()
{
	newsidx build -q -i idx news
}

line()
{
	article "$1" 2019-05-01 "Story $1" 'It moved on, and all with it.'
}

# Long enough to be no list of a crawl's pages.
lines()
{
	line a1
	line a2
	line a3
}

message()
{
	printf 'From wire@news.example Tue May  7 10:00:00 2019\n'
	printf 'From: Wire <wire@news.example>\nSubject: Letter %s\n' "$1"
	printf 'Message-ID: <%s@news.example>\n' "$1"
	printf 'Date: Tue, 7 May 2019 10:00:00 +0000\n\n'
	printf 'The ferry moved on.\n\n'
}

page()
{
	printf '<html><head><title>Page %s</title></head><body><article>' "$1"
	printf '<h1>Page %s</h1>' "$1"
	for n in one two three four; do
		printf '<p>The ferry moved on to harbour %s of the island, ' $n
		printf 'and so did all the people who were on it that day, '
		printf 'as the harbour office said in the evening.</p>'
	done
	printf '</article></body></html>\n'
}

capture()
{
	page "$1" >page.html
	printf 'WARC/1.0\r\nWARC-Type: resource\r\n'
	printf 'WARC-Target-URI: https://crawl.example/%s\r\n' "$1"
	printf 'WARC-Date: 2020-01-01T00:00:00Z\r\nContent-Type: text/html\r\n'
	printf 'Content-Length: %s\r\n\r\n' "$(wc -c <page.html)"
	cat page.html
	printf '\r\n\r\n'
}

test_begin 'lines of JSON'
new a.jsonl
lines >"$file"
built
line b1 >>"$file"
test_ok goes_on 1 1 3
test_ok as_built
line b2 >>"$file"
line a1 >>"$file"
test_ok goes_on 1 1 4
test_ok as_built

test_begin 'a line that is there in part, and then as a whole'
line b3 >whole
head -c 40 whole >>"$file"
test_ok goes_on 1 0 5
test_ok grep -q 'ends inside a record' update.err
test_ok as_built
tail -c +41 whole >>"$file"
test_ok goes_on 1 1 5
test_ok as_built
test_out newsidx ledger -i idx --failed </dev/null

test_begin 'what was there before has changed'
sed -i 's/Story a2/Story aa/' "$file"
line b4 >>"$file"
test_ok goes_on 0 1 5
test_ok as_built

test_begin 'it is as long as it was, or shorter'
sed -i 's/Story a2/Story bb/; s/Story b1/Story cc/' "$file"
test_ok goes_on 0 0 6
test_ok as_built
lines >shorter
cat shorter >"$file"
test_code 0 newsidx update -q -i idx
test_ok as_built

test_begin 'another file, that begins as it did'
{ cat "$file"; line b5; } >other
mv other "$file"
test_ok goes_on 1 1 3
test_ok as_built

test_begin 'what had to be mended, and all behind it, is read again'
new a.jsonl
{ lines; echo '{"title": x}'; line b1; } >"$file"
built
line b2 >>"$file"
test_ok goes_on 1 1 4
test_ok as_built
test_ok newsidx ledger -i idx --failed
test_stdout_has 'record 4  (not well-formed JSON)'

test_begin 'a list that was not at its end'
new a.jsonl
{ lines; printf '[\n'; line b1; } >"$file"
built
{ printf ',\n'; line b2; printf ']\n'; } >>"$file"
test_ok goes_on 1 1 4
test_ok as_built

test_begin 'lines of JSON, packed'
new a.jsonl.gz
lines | gzip >"$file"
built
line b1 | gzip >>"$file"
test_ok goes_on 1 1 3
test_ok as_built
line b2 | gzip >>"$file"
test_ok goes_on 1 1 4
test_ok as_built
line b3 | gzip >whole
head -c 40 whole >>"$file"
test_ok goes_on 1 0 5
test_ok as_built
tail -c +41 whole >>"$file"
test_ok goes_on 0 1 5
test_ok as_built

test_begin 'a mailbox'
new a.mbox
{ message m1; message m2; } >"$file"
built
message m3 >>"$file"
test_ok goes_on 1 1 2
test_ok as_built
message m4 >whole
head -c 150 whole >>"$file"
test_ok goes_on 1 1 3
tail -c +151 whole >>"$file"
test_ok goes_on 1 0 3
test_ok as_built

test_begin 'a crawl'
new a.warc
{ capture c1; capture c2; } >"$file"
built
capture c3 >>"$file"
test_ok goes_on 1 1 2
test_ok as_built
capture c4 >whole
head -c 700 whole >>"$file"
test_ok goes_on 1 1 3
tail -c +701 whole >>"$file"
test_ok goes_on 1 0 3
test_ok as_built
printf 'no record\r\n' >>"$file"
test_ok goes_on 0 0 4
test_ok as_built

test_begin 'a crawl, packed record by record'
new a.warc.gz
{ capture c1 | gzip; capture c2 | gzip; } >"$file"
built
capture c3 | gzip >>"$file"
test_ok goes_on 1 1 2
test_ok as_built
capture c4 | gzip >>"$file"
test_ok goes_on 1 1 3
test_ok as_built

test_begin 'a tar archive, in the room of the zeros at its end'
lines >p1.jsonl
page p2 >p2.html
line b1 >p3.jsonl
line b2 >p4.jsonl
printf 'Notes\n\nThe tram moved on, and so did all who were on it.\n' >p5.txt
new a.tar
tar -cf "$file" p1.jsonl p2.html
built
test_ok tar -rf "$file" p3.jsonl
test_ok goes_on 1 1 4
test_ok as_built
test_ok tar -rf "$file" p4.jsonl p5.txt
test_ok goes_on 1 2 5
test_ok as_built

test_begin 'text in it, which may come to stand beside a collection'
capture c1 >c1.warc
test_ok tar -rf "$file" c1.warc
test_ok goes_on 0 1 6
test_ok as_built

test_begin 'a tar archive, behind its zeros'
new a.tar
tar -cf "$file" p1.jsonl p2.html
built
tar -cf - p4.jsonl >>"$file"
test_ok goes_on 1 1 4
test_ok as_built
test_ok tar -rf "$file" p3.jsonl
test_ok goes_on 0 1 5
test_ok as_built

test_begin 'a text that lacked nothing, though its archive ended with it'
new w.tar
printf 'Ferry\n\nThe ferry ran late.\n' >w.txt
tar -cf w.tar w.txt
head -c $((512 + $(wc -c <w.txt))) w.tar >"$file"
newsidx build -q -i idx news 2>/dev/null
test_ok newsidx ledger -i idx --repaired
test_stdout_has 'w.txt'
cp w.tar "$file"
newsidx update -q -i idx
test_ok as_built
test_ok newsidx ledger -i idx --repaired --json
test_stdout_lacks 'partial_text'

test_begin 'what is no tar, behind it'
printf 'The tram moved on.%0700d' 0 >>"$file"
newsidx update -q -i idx 2>/dev/null
test_ok as_built
test_ok newsidx ledger -i idx --failed
test_stdout_has 'damaged'

test_begin 'as it grows while it is read'
new a.jsonl
lines >"$file"
built
for n in 1 2 3 4 5 6 7 8 9; do
	line "g$n" >>"$file"
	sleep 0.05
done &
writer=$!
while kill -0 $writer 2>/dev/null; do
	newsidx update -q -i idx >/dev/null 2>&1
done
wait $writer
newsidx update -q -i idx
test_ok as_built

test_begin 'several at once, and once more after a crash'
new .
for n in 1 2 3 4 5 6; do
	{ line "x$n"; line "y$n"; line "z$n"; } >news/$n.jsonl
done
built
for n in 1 3 4 6; do
	line "w$n" >>news/$n.jsonl
done
newsidx update -q -j 4 -i idx &
kill -9 $!
wait $! 2>/dev/null
test_ok newsidx update -q -j 4 -i idx
test_ok as_built

test_done
