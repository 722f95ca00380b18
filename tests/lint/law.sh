# law.sh - what the laws share; sourced by each with its arguments
#
# A law is a script in tests/lint/laws/.  Called with the root of a tree it
# prints one line for each finding, "file:line: what is wrong", and ends with 1
# if there was any, 0 if there was none, 77 (with the reason) if it could not
# look.

export LC_ALL=C
here=$(cd "${0%/*}" && pwd)
root=${1:-$here/../../..}
cd "$root" || exit 2

# All files of the tree that are ours, one a line: what git knows or would
# take, otherwise (a tree that is no checkout) what is there.
all_files()
{
	if [ -e .git ] && command -v git >/dev/null 2>&1; then
		git ls-files -co --exclude-standard
	else
		find . -type f ! -path './build*' | sed 's|^\./||'
	fi | sort | while read -r f; do
		[ ! -f "$f" ] || printf '%s\n' "$f"
	done
}

# Those whose path matches the extended regular expression.
files()
{
	all_files | grep -E "$1" || :
}

# C and C++ sources and headers.
code()
{
	files '\.(c|h|cc|hh)$'
}

# A file's text with comments and the insides of literals blanked out, its
# lines where they were.  Includes are kept as they are.
bare()
{
	perl -0777 -pe '
		s{(^[ \t]*\#[ \t]*include[^\n]*)
		 |(/\*.*?\*/|//[^\n]*)
		 |"((?:\\.|[^"\\\n])*)"
		 |\x27((?:\\.|[^\x27\\\n])*)\x27}
		{defined $1 ? $1
		 : defined $2 ? do { (my $c = $2) =~ s/[^\n]//g; " $c" }
		 : defined $3 ? "\"\"" : "\x27\x27"}gmsex' "$1"
}

# Pass findings through and end with the law's code.
judge()
{
	findings=$(cat)
	[ -n "$findings" ] || exit 0
	printf '%s\n' "$findings"
	exit 1
}
