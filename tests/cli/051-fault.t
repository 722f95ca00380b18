#!/bin/sh
# Whatever goes wrong, and whenever: an index is as it was, or as it was to be.
# Here at a few moments of each operation; "make check-fault" tries them all.

# Syncing a disk for each of them would take longer than all the rest.
if [ -w /dev/shm ]; then
	TMPDIR=/dev/shm
	export TMPDIR
fi
. "${0%/*}/../lib.sh"

TEST_TIMEOUT=600
run=$root/tests/fault/run
for operation in $("$run" -l); do
	test_begin "a fault during '$operation'"
	test_ok "$run" -n 1 -s "${FAULT_SEED:-1}" "$operation"
	test_note '' <"$scratch/.out"
done

test_begin 'with several threads'
test_ok "$run" -n 1 -s "${FAULT_SEED:-1}" -j 2 force

test_done
