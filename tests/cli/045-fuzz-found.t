#!/bin/sh
# What fuzzers once broke, and the cases they begin with, given to their targets
# again (tests/fuzz).
. "${0%/*}/../lib.sh"

targets=$(newsidx formats | sed 's/ .*//')

for target in walk query posblock colblock $targets; do
	found=$root/tests/fuzz/found/$target
	[ -d "$found" ] || continue
	test_begin "$target bears what was found"
	program=fuzz_$target
	[ -e "$NEWSIDX_BUILD/tests/fuzz/$program" ] || program=fuzz_format
	test_ok env FUZZ_FORMAT="$target" \
		"$NEWSIDX_BUILD/tests/fuzz/$program" "$found"
	test_stdout_has "$(find "$found" -type f | wc -l)"
done

test_begin 'each folder of findings is of a target'
for folder in "$root"/tests/fuzz/found/*; do
	case " walk query posblock colblock $(echo "$targets" | tr '\n' ' ')" in
	*" ${folder##*/} "*) test_pass "${folder##*/}" ;;
	*) test_fail "${folder##*/}" ;;
	esac
done

test_begin 'the samples are walked as the targets are given them'
test_ok "$NEWSIDX_BUILD/tests/fuzz/fuzz_walk" "$SAMPLE"/*.* "$SAMPLE"/broken/*

test_done
