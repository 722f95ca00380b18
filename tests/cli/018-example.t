#!/bin/sh
# The example of docs/formats.md is a format: it compiles as it stands there,
# reads what its cases say, and takes any bytes.
. "${0%/*}/../lib.sh"

example=$NEWSIDX_BUILD/example

test_begin 'what was built is what docs/formats.md says'
for file in corpus/formats/notes.c tests/cases/notes.case \
	tests/unit/test_format_notes.c; do
	sed -n "\\,^\`\`\`[a-z]* $file\$,,/^\`\`\`\$/p" "$root/docs/formats.md" |
		sed '1d;$d' >there
	test_ok test -s there
	test_ok cmp there "$example/$file"
done

test_begin 'its unit test'
run_example() {
	cd "$example" && CMOCKA_MESSAGE_OUTPUT=STDOUT ./test
}
test_ok run_example

test_done
