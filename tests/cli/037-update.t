#!/bin/sh
# An update brings an index to where a build of the archives would; with nothing
# new it writes nothing; what is gone is told once; one writes at a time.
. "${0%/*}/../lib.sh"
. "$root/tests/cli/news.sh"

# What there is in the index, to the byte, and when it was last changed.
state()
{
	find "$1" -printf '%p %T@ %C@ %i\n' | sort
	find "$1" -type f -exec sha256sum {} + | sort
}

# Times that are not of this moment; inode changes cannot be set back.
settle()
{
	sleep 2.2
	newsidx update -q -i "$1"
}

ids()
{
	newsidx query -i "$1" --ids moved | sort
}

# The index and a build of these have the same articles.
same_as_fresh()
{
	ids "$1" >ids.is
	shift
	rm -rf fresh
	newsidx build -q -i fresh "$@" && ids fresh >ids.wanted &&
		[ -s ids.wanted ] && diff ids.wanted ids.is
}

mkdir news
article a1 2019-05-01 Ferry 'It moved on.' >news/a.jsonl
article a2 2019-05-02 Tram 'It moved on.' >>news/a.jsonl
article b1 2019-05-03 Bus 'It moved on.' >b1.jsonl
tar -czf news/b.tgz b1.jsonl
newsidx build -q -i idx news

test_begin 'nothing new: nothing is written, and no archive opened'
test_ok settle idx
state idx >before
test_ok newsidx update -i idx
test_stdout_has 'Z nothing new in 2 archives; '
test_ok newsidx update --json -i idx
test_stdout_has '"archives":2,"read":0,'
test_stdout_has '"wrote":false'
chmod a-w idx
test_ok newsidx update -q -i idx
test_stdout_lacks new
chmod u+w idx
state idx >after
# The folder's own mode was changed, which is a change of its inode.
test_ok sh -c 'grep -v "^idx [0-9]" before >b; grep -v "^idx [0-9]" after | diff b -'

test_begin 'what is new, changed and withdrawn'
article a3 2019-05-04 Boat 'It moved on.' >>news/a.jsonl
test_ok newsidx update -i idx
test_stdout_has 'read 1 archive: 1 new article, 0 changed, 0 withdrawn'
article a2 2019-05-02 Tram 'It moved back.' >news/a.jsonl
test_ok newsidx update -i idx
test_stdout_has 'read 1 archive: 0 new articles, 1 changed, 2 withdrawn'
test_ok same_as_fresh idx news
test_out newsidx query -i idx --count back <<'E2'
1
E2

test_begin 'the same content under another time is not read'
touch -d 2001-01-01 news/b.tgz
test_ok newsidx update --json -i idx
test_stdout_has '"read":0,'
cp news/b.tgz other.tgz
mv other.tgz news/b.tgz
test_ok newsidx update --json -i idx
test_stdout_has '"read":0,'

test_begin 'the same size and time, and another content'
test_ok settle idx
touch -r news/a.jsonl stamp
article a9 2019-05-02 Tram 'It moved back.' >x
cat x >news/a.jsonl
touch -r stamp news/a.jsonl
test_ok newsidx update -i idx
test_stdout_has '1 new article, 0 changed, 1 withdrawn'
test_ok same_as_fresh idx news

test_begin 'an archive is gone: told once, kept, withdrawn by --prune'
mv news/b.tgz away.tgz
test_code 3 newsidx update -q -i idx
test_stderr_has 'news/b.tgz: is not there any more; what the index has of it is kept'
test_ok newsidx update -i idx
test_stdout_has 'kept though not there any more: 1 archive'
test_stderr_lacks newsidx
test_out newsidx query -i idx --count bus <<'E2'
1
E2
test_ok newsidx update --prune -i idx
test_stdout_has '0 changed, 1 withdrawn'
test_code 1 newsidx query -i idx --ids bus
cp away.tgz news/b.tgz
test_ok newsidx update -i idx
test_stdout_has '1 new article'
test_ok same_as_fresh idx news

test_begin 'a folder that is empty may be a disk that is not mounted'
mv news disk
mkdir news
test_code 3 newsidx update --prune -q -i idx
test_stderr_has 'news: there is no file in it; what the index has of it is kept'
test_out newsidx query -i idx --count bus <<'E2'
1
E2
rmdir news
test_code 3 newsidx update --prune -q -i idx
test_stderr_has 'No such file or directory; what the index has of it is kept'
test_ok newsidx update -q -i idx
test_stderr_lacks newsidx
mv disk news
test_ok newsidx update -q -i idx
test_ok same_as_fresh idx news

test_begin 'what is cut off counts as far as it goes'
cp news/b.tgz whole.tgz
head -c 60 whole.tgz >news/b.tgz
test_code 3 newsidx update -q -i idx
test_stderr_has news/b.tgz
test_code 1 newsidx query -i idx --ids bus
cp whole.tgz news/b.tgz
test_ok newsidx update -q -i idx
test_ok same_as_fresh idx news

test_begin 'the next version comes in the place of the one that goes'
version()
{
	printf '{"url":"https://news.example/v","published":"2019-05-07",'
	printf '"updated":"2019-05-07T%s:00:00Z","title":"V","text":"%s"}\n' \
		"$1" "$2"
}
version 10 'first moved' >news/v1.jsonl
version 11 'second moved' >news/v2.jsonl
version 12 'third moved' >news/v3.jsonl
test_ok newsidx update -q -i idx
test_out newsidx query -i idx --count third <<'E2'
1
E2
rm news/v3.jsonl
test_ok newsidx update --prune -q -i idx
test_out newsidx query -i idx --count second <<'E2'
1
E2
version 09 'zeroth moved' >news/v2.jsonl
test_ok newsidx update -q -i idx
test_out newsidx query -i idx --count first <<'E2'
1
E2
test_ok same_as_fresh idx news

test_begin 'sources are added, listed and removed'
mkdir more
article m1 2019-06-01 Market 'It moved on.' >more/m.jsonl
test_ok newsidx source -i idx add more
test_code 2 newsidx source -i idx add more
test_stderr_has 'is a source already'
test_code 4 newsidx source -i idx add nowhere
test_code 2 newsidx update -i idx b1.jsonl
test_stderr_has 'b1.jsonl is in no source of the index'
test_out newsidx source -i idx list <<E2
$PWD/news
$PWD/more
E2
test_ok newsidx update -i idx more
test_stdout_has 'read 1 archive: 1 new article'
test_ok same_as_fresh idx news more
test_ok newsidx source -i idx remove more
test_code 4 newsidx source -i idx remove more
test_ok newsidx update -q -i idx
test_ok same_as_fresh idx news

test_begin 'a source that is added again may be read in another way'
article n1 2019-06-01 Market 'It moved on.' >n.jsonl
test_ok newsidx source -i idx add n.jsonl
test_ok newsidx update -q -i idx
test_out newsidx query -i idx --ids market <<'E2'
url:https://news.example/n1
E2
test_ok newsidx source -i idx remove n.jsonl
test_ok newsidx source -i idx add --format=text n.jsonl
test_ok newsidx update -q -i idx
test_ok newsidx query -i idx --ids market
test_stdout_lacks url:
test_ok newsidx source -i idx remove n.jsonl
test_ok newsidx update -q -i idx
test_ok same_as_fresh idx news

test_begin 'from any folder'
article a4 2019-05-04 Train 'It moved on.' >>news/a.jsonl
test_ok env -C / newsidx update -q -i "$PWD/idx"
test_ok same_as_fresh idx news
article a5 2019-05-04 Train 'It moved on.' >>news/a.jsonl
test_ok env -C news newsidx update -q -i ../idx a.jsonl
test_ok same_as_fresh idx news

test_begin 'plain text beside others is what a build makes of it'
mkdir texts
printf 'Day one\n\nThe ferry moved on, and so did all who were on it.\n' \
	>texts/t1.txt
printf 'Day two\n\nThe tram moved on, and so did all who were on it.\n' \
	>texts/t2.txt
test_ok newsidx source -i idx add texts
test_ok newsidx update -q -i idx
test_ok same_as_fresh idx news texts
printf '<DOC>\n<DOCNO> EX-0001 </DOCNO>\n<TEXT>\nIt moved on.\n</TEXT>\n</DOC>\n' \
	>texts/a.trec
test_ok newsidx update -q -i idx
test_ok same_as_fresh idx news texts
rm texts/a.trec
test_ok newsidx update -q --prune -i idx
test_ok same_as_fresh idx news texts
# The first of the texts becomes something else at the same time.
article t 2019-05-07 Ferry 'It moved on.' >texts/t1.txt
printf '<DOC>\n<DOCNO> EX-0001 </DOCNO>\n<TEXT>\nIt moved on.\n</TEXT>\n</DOC>\n' \
	>texts/z.trec
test_ok newsidx update -q -i idx
test_ok same_as_fresh idx news texts

test_begin 'one writes at a time'
slow_build -i idx --force
test_ok wait_for grep -q "$slow" idx/lock
test_code 75 newsidx update -i idx
test_stderr_has "idx: another newsidx is writing there (process $slow"
test_code 75 newsidx update --wait=0.3 -i idx
test_stderr_has 'waiting'
test_code 75 newsidx source -i idx add b1.jsonl
newsidx update --wait -i idx >waited.out 2>waited.err 9>&- &
waiter=$!
wait_for grep -q waiting waited.err
article z 2019-05-07 Ferry 'It moved on.' >&9
test_ok slow_end
test_ok wait $waiter
test_ok grep -q 'nothing new in 0 archives' waited.out

test_begin 'called wrongly'
test_code 2 newsidx update
test_code 2 newsidx update --wait=soon -i idx
test_code 4 newsidx update -i nothing
test_stderr_has 'there is no index at'
test_ok test ! -e nothing
test_code 2 newsidx source -i idx
test_code 2 newsidx source -i idx list news
test_code 2 newsidx source -i idx add

test_done
