#!/usr/bin/env python3
"""many_clients.py URL CLIENTS SECONDS - so many clients ask at a time, for so long,
and each compares what it gets with what it got when it was alone.  Prints what is
wrong, and how much was asked."""

import http.client
import sys
import threading
import time
import urllib.parse

URL = urllib.parse.urlsplit(sys.argv[1])
CLIENTS, SECONDS = int(sys.argv[2]), float(sys.argv[3])
TARGETS = ["/api/v1/search?q=ferry", "/?q=ferry", "/api/v1/kwic?q=ferry&sort=right",
           "/api/v1/facets?q=ferry", "/api/v1/export?q=ferry", "/api/v1/search?q=(ferry",
           "/api/v1/timeline?q=", "/static/style.css"]


def ask(target):
    c = http.client.HTTPConnection(URL.hostname, URL.port, timeout=60)
    c.request("GET", target)
    answer = c.getresponse()
    got = (answer.status, answer.read())
    c.close()
    return got


alone = {t: ask(t) for t in TARGETS}
until = time.monotonic() + SECONDS
asked, busy, faults = [0] * CLIENTS, [0] * CLIENTS, []


def client(n):
    i = n
    while time.monotonic() < until:
        target = TARGETS[i % len(TARGETS)]
        i += 1
        try:
            got = ask(target)
        except (OSError, http.client.HTTPException) as e:
            faults.append(f"{target}: {e!r}")
            continue
        asked[n] += 1
        # To be told to come again is an answer too.
        if got[0] == 503:
            busy[n] += 1
        elif got != alone[target]:
            faults.append(f"{target}: {got[0]}, {len(got[1])} bytes, unlike before")


threads = [threading.Thread(target=client, args=(n,)) for n in range(CLIENTS)]
for t in threads:
    t.start()
for t in threads:
    t.join()
for f in faults[:20]:
    print(f)
print(f"{sum(asked)} requests, {sum(busy)} to come again, {len(faults)} faults")
sys.exit(1 if faults or sum(asked) < CLIENTS else 0)
