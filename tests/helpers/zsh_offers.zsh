# zsh zsh_offers.zsh SCRIPT LINE - what zsh offers, with that completion, behind LINE:
# a line each.  A shell of its own is typed into, whose builtin that takes what is
# offered writes it down.
emulate -L zsh
zmodload zsh/zpty
script=$1 line=$2 offers=$(mktemp) ready=$(mktemp)

begin='
PS1= RPS1= PS2=
autoload -Uz compinit
compinit -D -u
source '${(q)script}'
zstyle ":completion:*" format ""
compadd() {
	local -a offered
	if [[ " ${(j: :)@[1,(i)(-|--)]} " != *\ -[^\ ]#[OAD]\ * ]]; then
		builtin compadd -O offered "$@"
		print -rl -- $offered >>'${(q)offers}'
	fi
	builtin compadd "$@"
}
setopt extended_glob
print -r ready >'${(q)ready}'
'
zpty z zsh -f -i
zpty -w z "source =(print -r -- ${(qq)begin})"
for ((n = 0; n < 200; n++)); do
	[[ -s $ready ]] && break
	sleep 0.05
done
zpty -w -n z "$line"$'\t'
# Until it has offered all: nothing more comes.
for ((n = 0, size = -1; n < 100; n++)); do
	sleep 0.1
	zpty -r -t z echoed
	now=$(wc -c <$offers)
	((now > 0 && now == size)) && break
	size=$now
done
zpty -d z
sort -u $offers | grep .
rm -f $offers $ready
