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
number=0
for operation in $("$run" -l); do
	# A third of the faults for each, all for three of them.
	case $((number % 3)) in
	0) set -- kill lose space dead term ;;
	1) set -- killed names full short int ;;
	2) set -- torn mix io again hup ;;
	esac
	number=$((number + 1))
	test_begin "a fault during '$operation'"
	test_ok "$run" -n 1 -s "${FAULT_SEED:-1}" "$operation" "$@"
	test_note '' <"$scratch/.out"
done

test_begin 'with several threads'
test_ok "$run" -n 1 -s "${FAULT_SEED:-1}" -j 2 force

test_done
