#!/bin/sh
# Random articles and queries, answered by newsidx and by a reading without an
# index (tests/oracle/random_queries.py).  Seeds are fixed; try others by hand.
. "${0%/*}/../lib.sh"

# Hundreds of queries; with sanitizers on a busy machine that takes minutes.
TEST_TIMEOUT=900

oracle=$root/tests/oracle/random_queries.py

test_begin 'an index and a reading of the texts agree'
test_ok "$oracle" --seed 1 --queries 300
test_stdout_lacks 'query:'

test_begin 'also where the index has three segments'
test_ok "$oracle" --seed 2 --queries 100 --segments 3

test_done
