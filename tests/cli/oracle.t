#!/bin/sh
# Random articles and queries, answered by newsidx and by a reading without an
# index (tests/oracle/compare.py).  Seeds are fixed; "make check-oracle" tries
# others.
. "${0%/*}/../lib.sh"

# Thousands of queries; with sanitizers on a busy machine that takes minutes.
TEST_TIMEOUT=900

test_begin 'an index and a reading of the texts agree'
test_ok python3 -B "$root/tests/oracle/compare.py" --seed 1 --trials 15
test_stdout_lacks 'query:'
test_stdout_has '3000 queries, 72000 comparisons with an article, 0 differ'

test_begin 'what differs is found, and made smaller'
mkdir -p tests/helpers
cat >tests/helpers/ask <<EOF
#!/bin/sh
"$NEWSIDX_BUILD/tests/helpers/ask" "\$@" | grep -v '"sentence":2}'
EOF
chmod +x tests/helpers/ask
test_code 1 env NEWSIDX_BUILD="$PWD" python3 -B "$root/tests/oracle/compare.py" \
	--seed 1 --articles 6 --queries 40 --segments 1 --show 1
test_stdout_has 'seed 1, segments 1, positions xapian, query: '
test_stdout_has 'made smaller, segments 1, query: '
test_ok [ "$(grep -c '^  {' .out)" -eq 1 ]

test_done
