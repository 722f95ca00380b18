#!/bin/sh
# The helpers of tests/lib.sh themselves: a test that cannot fail proves
# nothing.
. "${0%/*}/../lib.sh"

# Run the lines of standard input as a story of its own.
story()
{
	mkdir -p x/y
	{
		echo '. "${0%/*}/../../lib.sh"'
		cat
		echo test_done
	} >x/y/story.t
	cp "$root/tests/lib.sh" lib.sh
	story_code=0
	sh x/y/story.t >story.out 2>&1 || story_code=$?
}

# The story ended with this code and printed this line, among others.
told()
{
	if [ "$story_code" -eq "$1" ] && grep -qxF -e "$2" story.out; then
		test_pass "$3"
	else
		test_fail "$3"
		echo "# expected: exit code $1 and the line: $2"
		echo "#      got: exit code $story_code and"
		test_note '' <story.out
	fi
}

test_begin 'test_ok'
story <<'EOF'
test_begin it
test_ok true
EOF
told 0 'ok 1 - it: true ends with 0' 'passes'
story <<'EOF'
test_begin it
test_ok false
EOF
told 1 'not ok 1 - it: false ends with 0' 'fails'
told 1 '#      got: exit code 1' 'says what came'

test_begin 'test_code'
story <<'EOF'
test_begin it
test_code 3 sh -c 'echo words >&2; exit 4'
EOF
told 1 '# expected: exit code 3' 'says what was expected'
told 1 '# stderr: words' 'shows the output'

test_begin 'test_out'
story <<'EOF'
test_begin it
test_out printf 'a\nb\n' <<'E'
a
b
E
test_out printf 'a\nc\n' <<'E'
a
b
E
EOF
told 1 'ok 1 - it: printf prints what it should' 'passes'
told 1 'not ok 2 - it: printf prints what it should' 'fails'
told 1 '# -b' 'shows what is missing'
told 1 '# +c' 'shows what is too much'
story <<'EOF'
test_begin it
test_out sh -c 'echo a; exit 1' <<'E'
a
E
EOF
told 1 'not ok 1 - it: sh prints what it should' 'minds the exit code'

test_begin 'test_stdout_has'
story <<'EOF'
test_begin it
test_ok sh -c 'echo "one (two)"; echo three >&2'
test_stdout_has '(two)'
test_stderr_has three
test_stderr_lacks two
test_stdout_has three
test_stdout_lacks one
EOF
told 1 "ok 2 - it: stdout has '(two)'" 'takes text as written'
told 1 "ok 3 - it: stderr has 'three'" 'knows stderr'
told 1 "ok 4 - it: stderr lacks 'two'" 'knows what is not there'
told 1 "not ok 5 - it: stdout has 'three'" 'keeps the streams apart'
told 1 "not ok 6 - it: stdout lacks 'one'" 'fails for what is there'

test_begin 'a command that hangs'
story <<'EOF'
TEST_TIMEOUT=1
test_begin it
test_ok sleep 60
EOF
told 1 '#      got: exit code 124' 'is ended'

test_begin 'need_corpora'
NEWSIDX_CORPORA=/nonexistent
export NEWSIDX_CORPORA
story <<'EOF'
need_corpora bbc.zip
EOF
told 0 '1..0 # SKIP no real archives here (NEWSIDX_CORPORA names their folder)' \
	'skips where there are none'

test_begin 'the scratch folder'
story <<'EOF'
pwd
mkdir closed
: >closed/file
chmod -R a-w closed
EOF
gone=$(sed -n 1p story.out)
case $gone in
/*/*) test_ok test ! -e "$gone" ;;
*) test_fail 'has a path' ;;
esac

test_done
