#!/bin/sh
# newsidx similar on a real archive: its words, what is the same of two texts, and
# copies, held to a reading of the archive (tests/oracle/similar.py).  091 has a few
# articles, counted by hand.
. "${0%/*}/../lib.sh"
need_corpora allsides-1in6.jsonl.gz

# Some articles a second time, as another paper prints an agency's report: without
# its first words, and with others at the end.
gzip -dc "$CORPORA/allsides-1in6.jsonl.gz" | head -n 800 | python3 -c '
import json, sys
for n, line in enumerate(sys.stdin):
    r = json.loads(line)
    print(json.dumps(r))
    if n % 40 == 0:
        r["id"] += "-copy"
        r["body"] = " ".join(r["body"].split(" ")[3:]) + " Printed elsewhere."
        print(json.dumps(r))' | gzip >allsides.jsonl.gz

test_begin 'words, and how much is the same'
test_ok newsidx build -q -i idx allsides.jsonl.gz
test_ok python3 -B "$root/tests/oracle/similar.py" idx allsides.jsonl.gz 20
test_stdout_has '20 copies compared, 0 different'
test_ok test "$(cut -d ' ' -f 1 .out)" -ge 4000

test_done
