#!/bin/sh
# What archives come to: cut off, empty, encrypted, nested without end, named
# by somebody who dislikes terminals.  Each ends in a clear report, and what
# came before the damage is kept.
. "${0%/*}/../lib.sh"
. "$root/tests/cli/news.sh"

# build CODE FILE...: how it is read, into a new index, x.
build()
{
	code=$1
	shift
	rm -rf x
	test_code "$code" newsidx build -i x "$@"
}

articles()
{
	test_out newsidx query -i x --count 'date>=1900' <<E
$1
E
}

article ferry 2019-05-07 'The ferry sails' 'It left the harbour.' >ferry.jsonl
article tram 2019-05-08 'The tram stops' 'It had no current.' >tram.jsonl
esc=$(printf '\033')

test_begin 'a truncated .tar.gz'
build 3 "$SAMPLE"/broken/cut.tar.gz
test_stderr_has 'cut.tar.gz: gzip data cut off; 4 articles from before'
test_stdout_has '1 member broke off; 1 archive failed or broke off.'
articles 4
test_ok newsidx ledger -i x --failed
test_stdout_has 'cut.tar.gz  damaged (gzip data cut off)'

test_begin 'a truncated file beside a whole one'
gzip -c "$SAMPLE"/evening-star.zip | head -c 1500 >half.zip.gz
build 3 half.zip.gz ferry.jsonl
test_stderr_has 'half.zip.gz'
test_ok newsidx query -i x ferry

test_begin 'a text that begins as cpio would'
cat >ticket.txt <<'E'
070707 wins the harbour lottery

The ticket was sold on Monday, and nobody has come for the money.
E
build 0 ticket.txt
test_ok newsidx query -i x '"wins the harbour lottery"'

test_begin 'nothing at all'
: >nothing
: >nothing.txt
: >nothing.gz
gzip -c <nothing >zipped.gz
tar -cf none.tar -T /dev/null
for name in nothing nothing.txt nothing.gz zipped.gz; do
	build 3 $name
	test_stderr_has "newsidx: $name: there is nothing in it"
	test_ok newsidx ledger -i x --failed
	test_stdout_has "$name  failed (there is nothing in it)"
done
build 3 none.tar
test_stderr_has 'none.tar'
mkdir folder
cp nothing.txt ferry.jsonl folder
build 0 folder
articles 1

test_begin 'random bytes'
python3 -c '
import random, sys
sys.stdout.buffer.write(random.Random(7).randbytes(300000))' >noise
build 3 noise
test_stderr_has 'newsidx: noise: no known format'
test_stdout_has 'could not read 1 member'
cp noise noise.txt
build 3 noise.txt
cp noise noise.jsonl
build 3 noise.jsonl
tar -cf noise.tar noise ferry.jsonl
build 3 noise.tar
test_stderr_has 'noise.tar!noise: '
articles 1

test_begin '200 MB of zeros'
truncate -s 200M zeros
TEST_TIMEOUT=20
build 3 zeros
test_stderr_has 'zeros: no known format: only zero bytes'
gzip -1 <zeros >zeros.gz
build 3 zeros.gz
test_stderr_has 'zeros.gz!zeros: no known format: only zero bytes'
mv zeros zeros.jsonl
build 3 zeros.jsonl
{ cat ferry.jsonl; head -c 70000000 zeros.jsonl; } >behind.jsonl
build 3 behind.jsonl
articles 1
rm -f zeros* behind.jsonl

test_begin 'a bomb'
yes 'The ferry left the harbour on time and came back with the mail.' |
	head -c 200000000 | gzip -1 | gzip -9 >bomb.txt.gz
build 3 bomb.txt.gz
test_stderr_has 'bomb.txt.gz: unpacks to more than 2000 times its size'
unset TEST_TIMEOUT

test_begin 'archives in archives in archives'
python3 - <<'E'
import io, zipfile

def zipped(*members):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as z:
        for name, data in members:
            z.writestr(name, data)
    return out.getvalue()

ferry, tram = (open(n, "rb").read() for n in ("ferry.jsonl", "tram.jsonl"))
data = zipped(("ferry.jsonl", ferry))
for depth in range(2, 11):
    data = zipped(("%d.zip" % depth, data),
                  *[("tram.jsonl", tram)] * (depth == 6))
    if depth == 6:
        open("six.zip", "wb").write(data)
open("ten.zip", "wb").write(data)
E
build 0 six.zip
articles 2
build 3 ten.zip
test_stderr_has 'nested more than 6 deep'
articles 1

test_begin 'two archives in one file'
tar -cf 1.tar ferry.jsonl
tar -cf 2.tar tram.jsonl
cat 1.tar 2.tar >12.tar
build 0 12.tar
articles 2
gzip -c ferry.jsonl >2.jsonl.gz
gzip -c tram.jsonl >>2.jsonl.gz
build 0 2.jsonl.gz
articles 2

test_begin 'bytes behind the end'
{ gzip -c ferry.jsonl; head -c 1000 noise; } >behind.jsonl.gz
build 0 behind.jsonl.gz
articles 1
test_ok newsidx ledger -i x
test_stdout_has 'behind.jsonl.gz  ('

test_begin 'what is encrypted'
if command -v 7z >/dev/null; then
	7z a -psecret -mem=AES256 half.zip ferry.jsonl >/dev/null
	7z a half.zip tram.jsonl >/dev/null
	build 3 half.zip
	test_stderr_has 'half.zip!ferry.jsonl: encrypted'
	articles 1
	7z a -psecret -mhe=on whole.7z ferry.jsonl >/dev/null
	build 3 whole.7z
	test_stderr_has 'encrypted'
else
	test_skip 'says so' 'there is no 7z'
fi

test_begin 'a zip with UTF-8 names under LC_ALL=C'
python3 -c '
import zipfile
with zipfile.ZipFile("utf8.zip", "w") as z:
    z.write("ferry.jsonl", "Z\u00fcrich/\u65e5\u672c.jsonl")'
export LC_ALL=C
build 0 utf8.zip
test_ok newsidx ledger -i x
test_stdout_has 'Zürich/日本.jsonl'
export LC_ALL=C.UTF-8

test_begin 'names that a terminal would obey'
mkdir names
cp ferry.jsonl "names/$(printf 'new\nline\033[31m.jsonl')"
cp tram.jsonl "names/$(printf '%0240d' 0).jsonl"
cp tram.jsonl 'names/in!side.jsonl'
cp tram.jsonl "names/$(printf 'lat\351.jsonl')"
head -c 400 noise >"names/$(printf 'bad\033]0;owned\007.bin')"
tar -cf names.tar names
for input in names names.tar; do
	build 3 $input
	test_stderr_lacks "$esc"
	articles 2
	test_ok newsidx ledger -i x --records
	test_stdout_lacks "$esc"
	test_stdout_has 'laté.jsonl'
	test_ok newsidx ledger -i x --failed
	test_stdout_has 'failed     '
	test_ok newsidx ledger -i x --json
	cp .out ledger.json
	test_ok python3 -c '
import json
rows = [json.loads(line) for line in open("ledger.json", encoding="utf-8")]
assert len(rows) > 6, rows'
	test_ok newsidx query -i x ferry
	test_stdout_lacks "$esc"
done

test_done
