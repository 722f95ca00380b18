# lib.sh - stories about programs, told in TAP; sourced by tests/*/*.t
#
#     . "${0%/*}/../lib.sh"
#
#     test_begin 'the first run indexes everything'
#     test_ok newsidx build -i idx "$SAMPLE/wire.jsonl.gz"
#     test_stderr_has '8 articles'
#     test_out newsidx query -i idx --count ferry <<'EOF'
#     2
#     EOF
#
#     test_done
#
# A story runs in a scratch folder of its own, which is removed at the end, with
# LC_ALL=C.UTF-8 and newsidx of $NEWSIDX_BUILD first in PATH.  There are
#
#     $root     the tree               $SAMPLE   the packed samples: archives
#     $scratch  the scratch folder               are "$SAMPLE"/*.*, the damaged
#     $CORPORA  real archives, or                one "$SAMPLE"/broken/*
#               empty: see need_corpora
#
# A story that mounts something says test_mounts=1 before it sources this.  It
# runs in a namespace of its own then, where that may be, and what it mounts
# vanishes with the process.
#
# Each test_... call is one TAP test, named by the sentence of test_begin and
# what it looks at.  A command gets no standard input and TEST_TIMEOUT seconds
# (120); its output is kept in $scratch/.out and $scratch/.err for the calls
# after it.

set -u
export LC_ALL=C.UTF-8

if [ -n "${test_mounts:-}" ] && [ -z "${TEST_APART:-}" ]; then
	export TEST_APART=1
	for test_as in '' -r; do
		! unshare -m $test_as true 2>/dev/null ||
			exec unshare -m $test_as "$0"
	done
fi

root=$(cd "${0%/*}/../.." && pwd) || exit 99
: "${NEWSIDX_BUILD:=$root/build}"
export NEWSIDX_BUILD
PATH=$NEWSIDX_BUILD:$PATH
SAMPLE=$NEWSIDX_BUILD/sample
CORPORA=${NEWSIDX_CORPORA:-$root/../shared/corpora}
[ -d "$CORPORA" ] || CORPORA=
unset NEWSIDX_INDEX

scratch=$(mktemp -d) || exit 99
# Also what a story made read-only; root needs no leave, everybody else does.
trap 'cd /; chmod -R u+rwX "$scratch"; rm -rf "$scratch"' EXIT
trap 'exit 1' HUP INT TERM
cd "$scratch" || exit 99
: >.out
: >.err

test_number=0
test_failed=0
test_story=
test_command=

# ---- telling ---------------------------------------------------------------

# What follows belongs to this sentence.
test_begin()
{
	test_story=$1
}

# Lines of standard input as diagnostics, each behind PREFIX.
test_note()
{
	sed "s/^/# $1/"
}

test_pass()
{
	test_number=$((test_number + 1))
	printf 'ok %d - %s: %s\n' "$test_number" "$test_story" "$1" |
		sed 's/#/\\#/g'
}

# test_skip NAME REASON: could not be looked at here.
test_skip()
{
	test_number=$((test_number + 1))
	printf 'ok %d - %s: %s' "$test_number" "$test_story" "$1" |
		sed 's/#/\\#/g'
	echo " # SKIP $2"
}

# The reasons follow as diagnostics.
test_fail()
{
	test_number=$((test_number + 1))
	test_failed=$((test_failed + 1))
	printf 'not ok %d - %s: %s\n' "$test_number" "$test_story" "$1" |
		sed 's/#/\\#/g'
	[ -z "$test_command" ] || echo "# command: $test_command"
}

# The end of the script: says how many tests there were.
test_done()
{
	echo "1..$test_number"
	[ "$test_failed" -eq 0 ] || exit 1
	exit 0
}

# Nothing of this script can run here.  Only before the first test.
test_skip_all()
{
	echo "1..0 # SKIP $1"
	exit 0
}

# For stories that need the archives of $CORPORA: NAME... are files in it.
need_corpora()
{
	[ "$test_number" -eq 0 ] || {
		echo 'need_corpora comes before the first test' >&2
		exit 99
	}
	[ -n "$CORPORA" ] || test_skip_all \
		'no real archives here (NEWSIDX_CORPORA names their folder)'
	for test_file in "$@"; do
		[ -e "$CORPORA/$test_file" ] ||
			test_skip_all "no $test_file in $CORPORA"
	done
}

# ---- running ---------------------------------------------------------------

# Run a command or function, keep its output; the exit code in $test_got.
test_run()
{
	test_command=$*
	case $(command -v -- "$1") in
	/*) timeout -k 5 "${TEST_TIMEOUT:-120}" "$@" ;;
	*) "$@" ;;
	esac >"$scratch/.out" 2>"$scratch/.err" </dev/null
	test_got=$?
}

test_show_output()
{
	head -n 40 "$scratch/.out" | test_note 'stdout: '
	head -n 40 "$scratch/.err" | test_note 'stderr: '
}

# test_code N COMMAND...: it ends with code N.
test_code()
{
	test_want=$1
	shift
	test_run "$@"
	if [ "$test_got" -eq "$test_want" ]; then
		test_pass "$1 ends with $test_want"
		return
	fi
	test_fail "$1 ends with $test_want"
	echo "# expected: exit code $test_want"
	echo "#      got: exit code $test_got"
	test_show_output
}

# test_ok COMMAND...: it ends with 0.
test_ok()
{
	test_code 0 "$@"
}

# test_out COMMAND... <expected: it ends with 0 and prints just that.
test_out()
{
	cat >"$scratch/.expected"
	test_run "$@"
	if [ "$test_got" -ne 0 ]; then
		test_fail "$1 prints what it should"
		echo "# expected: exit code 0"
		echo "#      got: exit code $test_got"
		test_show_output
		return
	fi
	test_same_output "$1 prints what it should"
}

# test_stdout_is <expected: the last command printed just that.
test_stdout_is()
{
	cat >"$scratch/.expected"
	test_same_output 'stdout is what it should be'
}

test_same_output()
{
	if cmp -s "$scratch/.expected" "$scratch/.out"; then
		test_pass "$1"
		return
	fi
	test_fail "$1"
	echo '# expected (-) and got (+):'
	diff -u "$scratch/.expected" "$scratch/.out" | sed 1,2d |
		head -n 80 | test_note ''
	head -n 20 "$scratch/.err" | test_note 'stderr: '
}

# test_has STREAM FILE TEXT: TEXT stands in a line of FILE, as written.
test_has()
{
	if grep -qF -e "$3" "$2"; then
		test_pass "$1 has '$3'"
		return
	fi
	test_fail "$1 has '$3'"
	echo "# expected: a line of $1 with: $3"
	head -n 40 "$2" | test_note '     got: '
}

test_lacks()
{
	if ! grep -qF -e "$3" "$2"; then
		test_pass "$1 lacks '$3'"
		return
	fi
	test_fail "$1 lacks '$3'"
	echo "# expected: no line of $1 with: $3"
	grep -F -e "$3" "$2" | head -n 40 | test_note '     got: '
}

# About the last command's output.
test_stdout_has()
{
	test_has stdout "$scratch/.out" "$1"
}

test_stderr_has()
{
	test_has stderr "$scratch/.err" "$1"
}

test_stdout_lacks()
{
	test_lacks stdout "$scratch/.out" "$1"
}

test_stderr_lacks()
{
	test_lacks stderr "$scratch/.err" "$1"
}
