#!/usr/bin/env python3
"""facets.py URL [QUERY...] - each value of each facet, chosen, finds as many
articles as the facet says, and the timeline and the facets say the same of all.
Prints what is wrong, a line each."""

import json
import sys
import urllib.parse
import urllib.request

URL = sys.argv[1]
QUERIES = sys.argv[2:] or ["", "ferry or port", '"security guarantees"', "date:2025"]
faults = checked = 0


def ask(path, *params):
    with urllib.request.urlopen(URL + path + "?" + urllib.parse.urlencode(params)) as answer:
        return json.load(answer)


def compare(what, a, b):
    global faults, checked
    checked += 1
    if a != b:
        faults += 1
        print(what, "is", a, "and not", b)


for q in QUERIES:
    total = ask("/api/v1/search", ("q", q), ("limit", 0))["total"]
    facets = ask("/api/v1/facets", ("q", q), ("limit", 500))
    compare(f"{q}: total of facets", facets["total"], total)
    for f in facets["facets"]:
        name = f["name"]
        if name != "keyword" and name != "author" and name != "place":
            counted = sum(v["articles"] for v in f["values"]) + f["without"]
            compare(f"{q}: sum of {name}", counted, total)
        for v in f["values"]:
            chosen = [(name, v["value"])] if name != "year" else \
                [("from", v["value"]), ("to", v["value"])]
            n = ask("/api/v1/search", ("q", q), ("limit", 0), *chosen)["total"]
            compare(f"{q}: {name} {v['value']!r}", n, v["articles"])
    for by in "day", "week", "month", "year":
        line = ask("/api/v1/timeline", ("q", q), ("by", by))
        counted = sum(p["articles"] for p in line["points"])
        counted += line["undated"] + line["less_known"]
        compare(f"{q}: all by {by}", counted, total)
        for p in [p for p in line["points"] if p["articles"]][:5] if by != "day" else []:
            n = ask("/api/v1/search", ("q", q), ("from", p["from"]), ("to", p["to"]),
                    ("limit", 0))["total"]
            # A date of which less is known is found by all that it may be.
            if not p["articles"] <= n <= p["articles"] + line["less_known"]:
                compare(f"{q}: {p['period']}", n, p["articles"])
print(f"{checked} compared, {faults} faults")
sys.exit(1 if faults else 0)
