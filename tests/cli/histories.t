#!/bin/sh
# Random histories of archives, at whose end the index that was updated through
# them is what one build makes (tests/oracle/histories.py).  Seeds are fixed;
# "make check-histories" tries others.
. "${0%/*}/../lib.sh"

TEST_TIMEOUT=900

test_begin 'an index that was updated is one that was built'
test_ok python3 -B "$root/tests/oracle/histories.py" --seed 1 --count 30
test_stdout_has '30 histories from seed 1, '
test_stdout_lacks ' 0 archives read on from where they had ended'

test_begin 'an update that does nothing is found out'
mkdir lazy
cat >lazy/newsidx <<E
#!/bin/sh
[ "\$1" = update ] || exec "$NEWSIDX_BUILD/newsidx" "\$@"
echo '{"continued":0,"added":0,"changed":0,"withdrawn":0}'
E
chmod +x lazy/newsidx
test_code 1 env PATH="$PWD/lazy:$PATH" python3 -B \
	"$root/tests/oracle/histories.py" --seed 1 --count 5
test_stdout_has ' failed: Failure: '

test_done
