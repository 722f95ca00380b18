#!/bin/sh
# newsidx completion: what shells offer is what there is, no more and no less.
. "${0%/*}/../lib.sh"

newsidx completion bash >bash.script || test_skip_all 'no script'
newsidx completion zsh >zsh.script

# bash_offers WORD...: what bash offers for the last of them.
bash_offers()
{
	bash -c '. ./bash.script
		COMP_WORDS=("$@") COMP_CWORD=$(($# - 1))
		complete -p newsidx >/dev/null && _newsidx
		printf "%s\n" "${COMPREPLY[@]}"' bash "$@" | sort
}

# The options of a command's help, letters and names.
options_of()
{
	newsidx "$1" --help | sed -nE 's/^  (-.), (--[a-z-]+).*/\1\n\2/p
		s/^ {6}(--[a-z-]+).*/\1/p' | sort
}

commands=$(newsidx help | sed -n 's/^  \([a-z]*\) .*/\1/p')

test_begin 'bash: commands'
test_ok test "$(echo "$commands" | wc -l)" -gt 20
bash_offers newsidx '' >offered
{
	echo "$commands"
	echo --help
	echo --version
} | sort >wanted
test_ok diff offered wanted
test_out bash_offers newsidx op <<'E'
optimize
E

test_begin 'bash: the options of every command'
for command in $commands; do
	[ "$command" != help ] || continue
	options_of "$command" >wanted
	bash_offers newsidx "$command" - >offered
	test_ok diff offered wanted
done

test_begin 'bash: values'
mkdir -p 'folder one' folder_two
touch file.jsonl
orders='-date
date
index
left
right
source'
test_run bash_offers newsidx kwic --sort ''
test_ok test "$(cat .out)" = "$orders"
test_run bash_offers newsidx kwic -s ''
test_ok test "$(cat .out)" = "$orders"
test_run bash_offers newsidx kwic --sort = ''
test_ok test "$(cat .out)" = "$orders"
test_run bash_offers newsidx kwic --sort =
test_ok test "$(cat .out)" = "$orders"
test_run bash_offers newsidx kwic --sort = ri
test_ok test "$(cat .out)" = right
test_out bash_offers newsidx kwic --sort=ri <<'E'
--sort=right
E
test_out bash_offers newsidx query --index=folder_ <<'E'
--index=folder_two
E
test_out bash_offers newsidx query --index fol <<'E'
folder one
folder_two
E
test_out bash_offers newsidx query --limit '' <<'E'

E
test_run bash_offers newsidx build -i idx fi
test_stdout_has file.jsonl
test_out bash_offers newsidx source -i idx '' <<'E'
add
list
remove
E
test_run bash_offers newsidx source -i idx add fi
test_stdout_has file.jsonl
test_run bash_offers newsidx source -i idx add ''
test_stdout_has file.jsonl
test_stdout_lacks remove
test_out bash_offers newsidx alert -i idx remove '' <<'E'

E
test_out bash_offers newsidx build -- - <<'E'

E
test_run bash_offers newsidx build -- fi
test_stdout_has file.jsonl
test_run bash_offers newsidx help query-
test_stdout_has query-language
# --wait has a value only behind "=".
test_run bash_offers newsidx update --wait --p
test_stdout_has '--prune'

test_begin 'bash: as people type it'
if command -v script >/dev/null; then
	typed()
	{
		printf '. ./bash.script\nset -o emacs\n%s\t\n' "$1" >keys
		printf 'exit\n' >>keys
		TERM=dumb script -qec 'bash --norc --noprofile -i' /dev/null \
			<keys 2>&1
	}
	test_run typed 'echo; newsidx optim'
	test_stdout_has 'newsidx optimize'
else
	test_skip 'typing' 'there is no script(1)'
fi

test_begin 'zsh: commands, options, values'
if command -v zsh >/dev/null; then
	zsh_offers()
	{
		zsh "$root/tests/helpers/zsh_offers.zsh" zsh.script "$1" | sort
	}
	test_ok zsh -n zsh.script
	zsh_offers 'newsidx ' >offered
	echo "$commands" | sort >wanted
	test_ok diff offered wanted
	for command in $commands; do
		[ "$command" != help ] || continue
		options_of "$command" >wanted
		zsh_offers "newsidx $command -" | sed 's/=$//' >offered
		test_ok diff offered wanted
	done
	test_run zsh_offers 'newsidx kwic --sort '
	test_ok test "$(cat .out)" = "$orders"
	test_run zsh_offers 'newsidx query -i fol'
	test_stdout_has 'folder_two'
	test_out zsh_offers 'newsidx source ' <<'E'
add
list
remove
E
else
	test_skip 'zsh' 'there is no zsh'
fi

test_begin 'called wrongly'
test_code 2 newsidx completion
test_stderr_has 'for which shell?'
test_code 2 newsidx completion fish
test_ok newsidx completion --help
test_stdout_has 'source <(newsidx completion bash)'
test_code 4 sh -c 'newsidx completion bash >/dev/full'

test_done
