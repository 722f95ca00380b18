#!/bin/sh
# newsidx help: commands, topics, and what is neither.
. "${0%/*}/../lib.sh"

test_begin 'all commands, and more of one'
test_ok newsidx help
test_stdout_has 'Usage: newsidx COMMAND'
test_stdout_has "Topics for 'newsidx help': query-language, archives, operations"
cp .out all
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
test_ok without_man help operations
test_stdout_has 'newsidx-operations.7'

if command -v man >/dev/null; then
	test_begin 'the pages of the manual'
	for topic in query-language archives operations newsidx-operations; do
		test_ok newsidx help "$topic"
		test_stdout_has 'DESCRIPTION'
	done
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
