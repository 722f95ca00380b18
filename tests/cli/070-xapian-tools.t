#!/bin/sh
# An index is a plain Xapian database, that can be moved, lent and locked away.
. "${0%/*}/../lib.sh"
. "$root/tests/cli/news.sh"

newsidx build -q --positions=xapian -i idx "$SAMPLE"/*.*

# How many articles quest finds.
quest_count()
{
	quest --msize=1000 --default-op=and -s none -d "$1" "$2" |
		grep -c '^[0-9]*: \['
}

same_as_quest()
{
	newsidx query -i "$1" --count "$2" >wanted
	test_out quest_count "$1" "$3" <wanted
}

read_all()
{
	"$@" newsidx query -i lent '"security guarantees"' >/dev/null &&
		"$@" newsidx info -i lent >/dev/null &&
		"$@" newsidx ledger -i lent
}

if ! command -v quest >/dev/null || ! command -v xapian-check >/dev/null; then
	test_skip_all 'no xapian-tools here'
fi

test_begin 'quest finds as much'
test_ok quest_count idx '"security guarantees"'
same_as_quest idx '"security guarantees"' '"security guarantees"'
same_as_quest idx '=harbour' 'harbour'
same_as_quest idx '=harbour and =ferry' 'harbour ferry'
same_as_quest idx '=harbour or "peace talks"' 'harbour OR "peace talks"'

test_begin 'with positions in blocks it finds the words of a phrase'
newsidx build -q -i blocks "$SAMPLE"/*.*
same_as_quest blocks '=harbour' 'harbour'
same_as_quest blocks '=harbour and =ferry' 'harbour ferry'
same_as_quest blocks '=security and =guarantees' '"security guarantees"'
newsidx query -i idx --json '"security guarantees"' >wanted
test_ok newsidx query -i blocks --json '"security guarantees"'
test_stdout_is <wanted
test_ok xapian-check blocks/XAPIANDB
test_stdout_has 'No errors found'
test_ok newsidx info -i blocks
test_stdout_has 'positions  blocks'
test_ok newsidx info -i idx --json
test_stdout_has '"positions":"xapian"'
test_code 2 newsidx build -i none --positions=both "$SAMPLE"/*.*
test_stderr_has '--positions=both: there is blocks and xapian'

test_begin 'xapian-check is content'
test_ok xapian-check idx/XAPIANDB
test_stdout_has 'No errors found'
for segment in idx/seg/*; do
	test_ok xapian-check "$segment"
	test_stdout_has 'No errors found'
done

test_begin 'also with an article that has a source and not one word'
cat >empty.sgm <<'E'
<!DOCTYPE lewis SYSTEM "lewis.dtd">
<REUTERS TOPICS="NO" OLDID="1" NEWID="900101">
<DATE> 3-APR-1987 07:09:06.48</DATE>
<TEXT TYPE="UNPROC">&#2;
&#3;

</TEXT>
</REUTERS>
E
test_ok newsidx build -i wordless empty.sgm
test_stdout_has 'Indexed 1 article'
test_ok xapian-check wordless/XAPIANDB
test_stdout_has 'No errors found'
test_out newsidx query -i wordless --count 'source:reuters' <<'E'
1
E

test_begin 'the terms are those of the schema'
test_ok xapian-delve -a -1 idx
sed 's/^\([A-Z]*\).*/\1/' .out | sort -u >prefixes
newsidx info --schema >schema
for prefix in A H L Q S Y M D; do
	test_ok grep -qx "$prefix" prefixes
	test_ok grep -qw "$prefix" schema
done

test_begin 'and of each article, where positions are kept so'
test_ok xapian-delve -1 -r 1 idx
test_stdout_has XZPARAGRAPH
test_code 1 xapian-delve -1 -r 1 blocks
test_stderr_has 'No termlist for document 1'

test_begin 'an index can be moved'
newsidx query -i idx --json '"security guarantees"' >before
mkdir -p elsewhere/deep
mv idx elsewhere/deep/index
mv elsewhere/deep/index lent
newsidx query -i lent --json '"security guarantees"' >.out
test_stdout_is <before
test_ok newsidx ledger -i lent
test_ok quest_count lent '"security guarantees"'

test_begin 'and read by those who may not write to it'
cp -r lent 'len?t%20#'
chmod -R a-w,a+rX lent len\?*
if have_other; then
	test_ok read_all as_other
	test_stdout_has '58 records, 58 indexed'
	test_ok as_other newsidx ledger -i 'len?t%20#'
	test_ok as_other sh -c 'cd lent && newsidx ledger -i .'
	test_out ls lent <<'E'
XAPIANDB
ledger.db
ledger.sum
lock
seg
E
else
	test_skip 'it is' 'nobody else can run newsidx here'
fi

test_begin 'also while it is being written'
chmod -R u+w lent
slow_build -i lent --force
test_ok wait_for grep -q "$slow" lent/lock
if have_other; then
	test_ok as_other newsidx query -i lent '"security guarantees"'
	test_ok as_other newsidx ledger -i lent
	test_stdout_has '58 records, 58 indexed'
fi
test_ok newsidx ledger -i lent
test_stdout_has '58 records, 58 indexed'
kill "$slow"
slow_end 2>/dev/null

test_done
