#!/bin/sh
# newsidx help: commands, topics, and what is neither.
. "${0%/*}/../lib.sh"

test_begin 'all commands, and more of one'
test_ok newsidx help
test_stdout_has 'Usage: newsidx COMMAND'
test_stdout_has "Topics for 'newsidx help': query-language, archives, operations"
cp .out all
for way in --help -h; do
	newsidx $way >told
	test_ok cmp told all
done
newsidx help help >told
test_ok cmp told all
for command in query build serve; do
	newsidx help "$command" >told
	newsidx "$command" --help >help
	test_ok cmp told help
done
test_ok newsidx help completion
test_stdout_has 'Usage: newsidx completion'

# Without man there is a short text.
mkdir bare
for tool in sh cat; do
	ln -s "$(command -v $tool)" bare/
done
without_man()
{
	PATH=$PWD/bare "$NEWSIDX_BUILD/newsidx" "$@"
}
test_begin 'how to ask'
test_ok without_man help query-language
test_stdout_has '  "security guarantees"         these words in this order'
test_stdout_has 'newsidx-query-language.7'
newsidx build -q -i idx "$SAMPLE/wire.jsonl.gz"
# What stands before the explanation is a query; two of a line are two.
sed -n 's/^  \([^ ].*[^ ]\)   *[^ ].*$/\1/p' .out >queries
test_ok test "$(wc -l <queries)" -ge 25
while read -r query; do
	test_ok newsidx query -i idx --explain "$query"
done <queries
# The short text has each operator that the page has an example of, and no other.
operators()
{
	python3 -B "$root/tests/helpers/operators.py" "$1"
}
operators "$root/docs/newsidx-query-language.7" >of_page
without_man help query-language | operators - >of_text
test_ok test "$(wc -l <of_page)" -ge 45
test_ok diff of_text of_page
without_man help query-language | sed '/atleast3/d; s/near\/5/beside\/5/' |
	operators - >of_text
test_run diff of_text of_page
test_stdout_has '> atleastN('
test_stdout_has '> near/N'
test_stdout_has '< beside/N'
test_ok without_man help operations
test_stdout_has 'newsidx-operations.7'

if command -v man >/dev/null; then
	test_begin 'the pages of the manual'
	for topic in query-language archives operations newsidx-operations; do
		test_ok newsidx help "$topic"
		test_stdout_has 'DESCRIPTION'
	done

	# Moved away from its pages it asks for them by name.
	test_begin 'the pages of the manual, by name'
	mkdir -p alone/bin pages/man7
	cp "$NEWSIDX_BUILD/newsidx" alone/bin/
	gzip -c "$root/docs/newsidx-operations.7" \
		>pages/man7/newsidx-operations.7.gz
	test_ok env MANPATH="$PWD/pages" alone/bin/newsidx help operations
	test_stdout_has 'DESCRIPTION'
	test_ok env MANPATH="$PWD/none" alone/bin/newsidx help operations
	test_stdout_has 'not installed here'
fi

test_begin 'what was meant'
test_code 2 newsidx help quary
test_stderr_has "did you mean 'query'?"
test_code 2 newsidx help query-langage
test_stderr_has "did you mean 'query-language'?"
test_code 2 newsidx help zeppelin
test_stderr_has "there is no command or topic 'zeppelin'; 'newsidx help' lists"
test_code 2 newsidx facet
test_stderr_has "there is no command 'facet'; did you mean 'facets'?"
test_code 2 newsidx zeppelin
test_stderr_has "there is no command 'zeppelin'; 'newsidx help' lists them"

test_done
