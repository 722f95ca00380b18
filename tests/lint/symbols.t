#!/bin/sh
. "${0%/*}/../lib.sh"
. "$root/tests/lint/plant.sh"

law symbols
holds

# A library that exports the given functions.
library()
{
	for f in "$@"; do
		echo "int $f(void); int $f(void) { return 0; }"
	done >lib.c
	${CC:-cc} -shared -fPIC -o lib.so lib.c
}

library xap_one std_two
test_code 1 "$law" tree "$scratch/lib.so"
test_stdout_has 'exports std_two'

library one
test_code 1 "$law" tree "$scratch/lib.so"
test_stdout_has 'exports no xap_ function'

library xap_one xap_two
test_ok "$law" tree "$scratch/lib.so"

test_code 77 "$law" tree "$scratch/missing.so"

test_done
