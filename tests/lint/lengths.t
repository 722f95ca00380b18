#!/bin/sh
. "${0%/*}/../lib.sh"
. "$root/tests/lint/plant.sh"

law lengths
holds

# A function of N lines, and a file of N.
body()
{
	printf 'static int f(void)\n{\n'
	yes '	g();' | head -n "$1"
	printf '}\n'
}

body 101 | plant corpus/a.c
caught 'corpus/a.c:2: a function of 101 lines: static int f(void)' \
	'a function of 101 lines'

{
	printf 'int f(void) noexcept\ntry {\n'
	yes '	g();' | head -n 101
	printf '} catch (...) {\n}\n'
} | plant lib/xapian-c/a.cc
caught 'lib/xapian-c/a.cc:2: a function of 101 lines' 'a function with catch'

yes 'int x;' | head -n 601 | plant corpus/a.c
caught 'corpus/a.c:601: a file of 601 lines' 'a file of 601 lines'

body 100 | plant corpus/a.c
{
	echo '/*'
	yes ' * said' | head -n 700
	echo ' */'
	yes 'int x;' | head -n 600
} | plant corpus/a.h
clean 'a function of 100 lines, a header with long comments'

test_done
