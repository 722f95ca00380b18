# news.sh - small inputs for stories; sourced behind lib.sh

# article PATH DATE HEADLINE TEXT: a line of JSON, known by its URL.
article()
{
	printf '{"url":"https://news.example/%s","published":"%s",' "$1" "$2"
	printf '"title":"%s","text":"%s"}\n' "$3" "$4"
}

# all_with WORD: 60 articles, all of which have this word.
all_with()
{
	n=0
	while [ $n -lt 60 ]; do
		article $n 2019-05-07 Ferry "It moved on, $1."
		n=$((n + 1))
	done
}

# update_often N: so many updates of idx, each of which finds another version of
# all that is in news/a.jsonl, of beta.jsonl and alpha.jsonl by turns.
update_often()
{
	n=0
	while [ $n -lt "$1" ]; do
		case $((n % 2)) in
		0) cp beta.jsonl news/a.jsonl ;;
		1) cp alpha.jsonl news/a.jsonl ;;
		esac
		newsidx update -q -i idx || return
		n=$((n + 1))
	done
}

# wait_for COMMAND...: until it succeeds; fails after 20 s.
wait_for()
{
	waited=0
	until "$@" >/dev/null 2>&1; do
		waited=$((waited + 1))
		[ "$waited" -lt 200 ] || return 1
		sleep 0.1
	done
}

# slow_build ARGUMENT...: a build that reads standard input and stays at it
# until slow_end; its process number in $slow.
slow_build()
{
	rm -f slow.fifo
	mkfifo slow.fifo
	# Where all of the tests were started by nohup(1), too.
	env --default-signal=HUP newsidx build "$@" - <slow.fifo >slow.out \
		2>slow.err &
	slow=$!
	exec 9>slow.fifo
}

# slow_end: its input ends; returns its exit code.
slow_end()
{
	exec 9>&-
	wait "$slow"
}

# What stands in seg/ of an index, on one line.
segments()
{
	echo $(ls "$1/seg")
}

# as_other COMMAND...: as somebody who may write nothing here.
as_other()
{
	if [ "$(id -u)" -eq 0 ]; then
		setpriv --reuid=65534 --regid=65534 --clear-groups "$@"
	else
		"$@"
	fi
}

# Whether there is such a somebody who can run newsidx and read here.
have_other()
{
	chmod 755 "$scratch"
	{ as_other newsidx --version && as_other ls "$scratch"; } \
		>/dev/null 2>&1
}
