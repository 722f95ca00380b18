#!/bin/sh
# newsidx build, called rightly and wrongly.
. "${0%/*}/../lib.sh"
. "$root/tests/cli/news.sh"

article ferry 2019-05-07 'The ferry sails' 'It left the harbour.' >ferry.jsonl
article tram 2019-05-08 'The tram stops' 'It had no current.' >tram.jsonl

from_stdin()
{
	newsidx build -i stdin - <ferry.jsonl
}

test_begin 'an index is made once'
test_ok newsidx build -i idx ferry.jsonl
test_stdout_has 'Indexed 1 article '
test_stdout_has 'Read 1 member of 1 archive.'
test_stderr_lacks newsidx
test_code 2 newsidx build -i idx tram.jsonl
test_stderr_has 'idx holds an index already; --force replaces it'
test_ok newsidx query -i idx ferry
test_code 1 newsidx query -i idx tram

test_begin 'an index without articles is replaced without being asked to'
test_code 3 newsidx build -i typo mistyped.jsonl
test_stderr_has 'mistyped.jsonl: cannot open'
test_ok newsidx build -i typo ferry.jsonl
test_ok newsidx query -i typo ferry

test_begin 'with --force it is replaced, and serves until then'
slow_build -i idx --force
cat tram.jsonl >&9
test_ok wait_for grep -q "$slow" idx/lock
test_ok newsidx query -i idx ferry
test_ok slow_end
test_code 1 newsidx query -i idx ferry
test_ok newsidx query -i idx tram
test_out segments idx <<'E'
000002
E

test_begin 'but not by what could not be read'
test_code 4 newsidx build -i idx --force mistyped.jsonl
test_stderr_has 'mistyped.jsonl: cannot open'
test_stderr_has 'idx is as it was'
test_ok newsidx query -i idx tram

test_begin 'two do not write at once'
slow_build -i two
test_ok wait_for test -s two/lock
test_code 75 newsidx build -i two ferry.jsonl
test_stderr_has "process $slow"
cat tram.jsonl >&9
test_ok slow_end
test_ok newsidx query -i two tram

test_begin 'a dry run says the same and writes nothing'
test_ok newsidx build -n -i dry "$SAMPLE"/*.*
test_stdout_has 'Would index 58 articles'
test_stdout_lacks 'the index takes'
sed 1d .out >would
test_ok test ! -e dry
test_ok newsidx build --dry-run tram.jsonl
test_ok newsidx build -i wet "$SAMPLE"/*.*
sed 1d .out >did
test_ok diff would did

test_begin '--quiet is quiet, but not about faults'
test_out newsidx build -q -i quiet ferry.jsonl </dev/null
test_stderr_lacks ' '
test_code 3 newsidx build -q -i quiet2 ferry.jsonl nowhere.jsonl
test_stderr_has 'newsidx: nowhere.jsonl: cannot open'
test_stdout_lacks ' '

test_begin 'NEWSIDX_INDEX names the index, -i another'
test_ok env NEWSIDX_INDEX=env newsidx build ferry.jsonl
test_ok env NEWSIDX_INDEX=env newsidx query ferry
test_ok env NEWSIDX_INDEX=env newsidx ledger
test_ok env NEWSIDX_INDEX=env newsidx build -i notenv tram.jsonl
test_code 1 env NEWSIDX_INDEX=env newsidx query tram

test_begin 'a path that is not there'
test_code 3 newsidx build -i part ferry.jsonl nowhere.jsonl
test_stderr_has 'nowhere.jsonl: cannot open: No such file or directory'
test_stdout_has '1 archive failed or broke off'
test_stdout_has "'newsidx ledger -i part --failed'"
test_ok newsidx ledger -i part --failed
test_stdout_has 'nowhere.jsonl  failed (cannot open'
test_ok newsidx query -i part ferry

test_begin 'an empty folder'
mkdir hollow
test_code 3 newsidx build -i hollowed hollow
test_stderr_has 'hollow'

test_begin 'a folder, in the order of its names'
mkdir -p tree/b
cp tram.jsonl tree/c.jsonl
cp ferry.jsonl tree/b/x.jsonl
cp tram.jsonl tree/a.jsonl
test_ok newsidx build -i folder tree
test_stdout_has 'Indexed 2 articles'
test_stdout_has 'Not indexed: 1 duplicate.'
newsidx ledger -i folder | grep '^tree' >.out
test_stdout_is <<'E'
tree/a.jsonl
tree/b/x.jsonl
tree/c.jsonl
E

test_begin 'standard input'
test_ok from_stdin
test_ok newsidx query -i stdin ferry

test_begin '--include, --exclude, --format'
mkdir mix
cp tram.jsonl mix/tram.jsonl
cp ferry.jsonl mix/ferry.jsonl
printf 'Read me first\n\nThis is a letter to readers.\n' >mix/README
test_ok newsidx build -i in1 --include '*ferry*' mix
test_stdout_has 'Indexed 1 article '
test_code 1 newsidx query -i in1 tram
test_ok newsidx build -i ex1 --exclude '*ferry*' mix
test_stdout_has 'Indexed 1 article '
test_ok newsidx query -i ex1 tram
test_ok newsidx build -i in2 --include README --include '*.jsonl' mix
test_stdout_has 'Indexed 3 articles'
test_ok newsidx query -i in2 letter
test_ok newsidx build -i as-text --format text ferry.jsonl
test_ok newsidx ledger -i as-text
test_stdout_has 'ferry.jsonl  text: 1 of 1 indexed'

test_begin 'wrong calls'
test_code 2 newsidx build ferry.jsonl
test_stderr_has 'which index? Give -i FOLDER'
test_code 2 newsidx build -i wrong
test_stderr_has 'what is to be indexed?'
test_code 2 newsidx build -i wrong --bogus ferry.jsonl
test_stderr_has 'unknown option --bogus'
test_code 2 newsidx build -i wrong --language=xx ferry.jsonl
test_stderr_has "unknown language 'xx'"
test_code 2 newsidx build -i wrong --format=xx ferry.jsonl
test_stderr_has "there is no format 'xx'"
test_code 2 newsidx build -i wrong ferry.jsonl --format
test_stderr_has '--format needs a value'
test_code 2 newsidx build -i wrong --force=1 ferry.jsonl
test_stderr_has '--force takes no value'
test_code 2 newsidx built
test_stderr_has "there is no command 'built'"
test_ok test ! -e wrong

test_begin 'only an index, or nothing, becomes an index'
mkdir photos empty
echo precious >photos/cat.jpg
test_code 2 newsidx build -i photos ferry.jsonl
test_stderr_has 'photos is a folder of other things (cat.jpg'
test_code 2 newsidx build -i photos --force ferry.jsonl
test_out ls -A photos <<'E'
cat.jpg
E
test_code 4 newsidx build -i photos/cat.jpg ferry.jsonl
test_stderr_has 'photos/cat.jpg'
test_code 4 newsidx build -i no/where ferry.jsonl
test_stderr_has 'cannot create no/where: No such file or directory'
test_ok newsidx build -i empty ferry.jsonl

test_begin 'a folder that may not be written'
mkdir locked
chmod 555 locked
if have_other; then
	test_code 4 as_other newsidx build -i locked/idx ferry.jsonl
	test_stderr_has 'cannot create locked/idx: Permission denied'
	cp -r idx kept
	chmod -R a-w,a+rX kept
	test_code 4 as_other newsidx build -i kept --force ferry.jsonl
	test_stderr_has 'kept/lock: Permission denied'
	test_ok newsidx query -i kept tram
else
	test_skip 'says so' 'nobody else can run newsidx here'
fi

test_begin 'an index beside its archives is not read'
mkdir desk
cp ferry.jsonl desk
test_ok newsidx build -i desk/idx desk
test_ok newsidx ledger -i desk/idx
test_stdout_has 'idx/'
test_stdout_has 'the index itself, not entered'
test_stdout_has '1 record, 1 indexed'
test_ok newsidx build -i other desk
test_stdout_has 'Indexed 1 article '
test_ok newsidx ledger -i other --skipped
test_stdout_has 'database of Xapian, not entered'

test_done
