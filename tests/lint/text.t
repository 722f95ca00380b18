#!/bin/sh
. "${0%/*}/../lib.sh"
. "$root/tests/lint/plant.sh"

law text
holds

printf 'int a; \n' | plant corpus/a.c
caught 'corpus/a.c:1: white space at the end' 'white space at the end'

printf ' \tint a;\n' | plant corpus/a.c
caught 'corpus/a.c:1: a space before a tab' 'a space before a tab'

printf 'int a;\r\n' | plant corpus/a.c
caught 'corpus/a.c:1: carriage return' 'a carriage return'

printf 'int a;' | plant corpus/a.h
caught 'corpus/a.h:1: no newline' 'no newline at the end'

printf '/* \351 */\n' | plant corpus/a.c
caught 'corpus/a.c:1: not UTF-8' 'another charset'

printf '# %0101d\n' 1 | plant tests/a.t
caught 'tests/a.t:1: a line of 103 characters' 'a long line'

printf '#\tclean\t\303\251\n' | plant Makefile
printf 'as written \n' | plant tests/cases/a.case
printf 'as written \n' | plant corpus/sample/src/a/README.md
printf '%0500d\n' 1 | plant README.md
clean 'prose, cases, samples'

test_done
