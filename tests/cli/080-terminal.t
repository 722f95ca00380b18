#!/bin/sh
# What a person sees at a terminal, and a pipe does not.
. "${0%/*}/../lib.sh"
. "$root/tests/cli/news.sh"

command -v script >/dev/null || test_skip_all 'no script(1) here'
esc=$(printf '\033')
export TERM=xterm
unset NO_COLOR

article ferry 2019-05-07 'The ferry sails' 'It left the harbour.' >ferry.jsonl
article tram 2019-05-08 'The tram stops' 'It had no current.' >tram.jsonl
mkfifo slow

# A build at a terminal whose second input is long in coming.
at_terminal()
{
	{ cat tram.jsonl; sleep 1; article bus 2019 Bus 'It came.'; } >slow &
	script -qec "stty cols 60; newsidx build $* ferry.jsonl slow" /dev/null
}

in_pipe()
{
	{ cat tram.jsonl; sleep 1; article bus 2019 Bus 'It came.'; } >slow &
	newsidx build -i piped ferry.jsonl slow 2>&1 | cat
}

test_begin 'progress at a terminal'
test_ok at_terminal -i idx
test_stdout_has ' articles  '
test_stdout_has 'B/s text'
test_stdout_has "$(printf '\r')$esc[K"
tr '\r' '\n' <.out | sed "s/$esc\[[0-9;]*[A-Za-z]//g" >lines
test_ok grep -q 'Indexed 3 articles' lines
test_out awk '/B.s text/ && length > 59' lines </dev/null

test_begin 'unless it is to be quiet'
test_ok at_terminal -q -i quiet
test_stdout_lacks ' '

test_begin 'no progress in a pipe'
test_ok in_pipe
test_stdout_has 'Indexed 3 articles'
test_stdout_lacks "$esc"
test_stdout_lacks 'text  '
test_stdout_lacks "$(printf '\r')"

test_begin 'colour at a terminal'
test_ok script -qec 'newsidx query -i idx ferry' /dev/null
test_stdout_has "$esc[1;31m"
test_ok script -qec 'newsidx query -i idx --color=never ferry' /dev/null
test_stdout_lacks "$esc"
test_ok script -qec 'NO_COLOR=1 newsidx query -i idx ferry' /dev/null
test_stdout_lacks "$esc"
test_ok script -qec 'TERM=dumb newsidx query -i idx ferry' /dev/null
test_stdout_lacks "$esc"
test_ok script -qec 'newsidx query -i idx --json ferry' /dev/null
test_stdout_lacks "$esc"

test_begin 'lines end between words at a terminal'
text='The ferry left the harbour at noon and came back before the evening tide.'
article long 2019-05-08 "$text" "$text" >long.jsonl
newsidx build -q -i long long.jsonl
at_40_columns()
{
	script -qec "stty cols 40; newsidx $*" /dev/null </dev/null |
		tr -d '\r' | sed "s/$esc\[[0-9;]*m//g"
}
at_40_columns query -i long ferry >.out
test_stdout_is <<'E'
  1. The ferry left the harbour at noon
     and came back before the evening
     tide.
     2019-05-08  news.example  [url:https://news.example/long]
     The ferry left the harbour at noon
     and came back before the evening
     tide.

1 article.
E
at_40_columns show -i long url:https://news.example/long | sed '/^$/,/^$/d' >.out
test_stdout_is <<'E'
The ferry left the harbour at noon and
came back before the evening tide.
The ferry left the harbour at noon and
came back before the evening tide.
E
at_40_columns kwic -i long harbour >.out
test_stdout_is <<'E'
2019-05-08  ft the harbour at noo
2019-05-08  ft the harbour at noo
2 hits in 1 article.
E
at_40_columns kwic -i long harbuor >.out
test_stdout_is <<'E'
0 hits in 0 articles.
No article has "harbuor"; did you mean harbour?
E

test_done
