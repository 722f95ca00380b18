#!/usr/bin/env python3
"""How well the text of web pages is found.

    html_body.py NEWSIDX CORPORA [PAGES]

The measure is that of the article extraction benchmark: the text that was
found and the one that people marked, each as a bag of all runs of four words;
of each page the shares of the runs that are right, too many and missing; from
these precision and recall, and the mean over all pages.  A page that was
skipped counts as one without text.  The PAGES worst are listed.
"""
import collections
import gzip
import json
import os
import re
import subprocess
import sys
import tempfile
import time


def runs(text, n=4):
    words = re.findall(r"\w+", text)
    if not words:
        return collections.Counter()
    last = max(1, len(words) - n + 1)
    return collections.Counter(tuple(words[i:i + n]) for i in range(last))


def rates(true, found):
    right = sum((true & found).values())
    extra = sum((found - true).values())
    missing = sum((true - found).values())
    precision = right / (right + extra) if right + extra else 1.0
    recall = right / (right + missing) if right + missing else 1.0
    return precision, recall


def common_words(truth):
    """The commonest word of each page: one question that finds them all."""
    words = set()
    for row in truth.values():
        text = re.findall(r"[^\W\d_]+", row["articleBody"].lower())
        words.update(w for w, _ in collections.Counter(text).most_common(2))
    return sorted(words - {"and", "or", "not"})


def bodies(newsidx, archive, words):
    """The text of each page, by its name, and the seconds of the build."""
    with tempfile.TemporaryDirectory() as tmp:
        index = os.path.join(tmp, "x")

        def ask(*args):
            out = subprocess.run([newsidx, *args], check=True,
                                 capture_output=True).stdout
            return [json.loads(line) for line in out.splitlines()]

        start = time.time()
        subprocess.run([newsidx, "build", "--quiet", "-i", index, archive],
                       check=True, stdout=subprocess.DEVNULL)
        seconds = time.time() - start
        hits = ask("query", "-i", index, "--json", "--limit", "1000",
                   "date:1600..2200 or " + " or ".join(words))
        shown = ask("show", "-i", index, "--json", *[h["id"] for h in hits])
        return {os.path.basename(a["member"]).split(".")[0]: a["body"]
                for a in shown}, seconds


def main():
    newsidx, corpora = sys.argv[1:3]
    listed = int(sys.argv[3]) if len(sys.argv) > 3 else 5
    with gzip.open(corpora + "/truth/article-pages-html.json.gz") as f:
        truth = json.load(f)
    found, seconds = bodies(newsidx, corpora + "/article-pages-html.tar",
                            common_words(truth))
    rows = []
    for page, row in truth.items():
        p, r = rates(runs(row["articleBody"]), runs(found.get(page, "")))
        rows.append((2 * p * r / (p + r) if p + r else 0.0, p, r, page))
    n = len(rows)
    p = sum(row[1] for row in rows) / n
    r = sum(row[2] for row in rows) / n
    print(f"{len(found)} of {n} pages indexed, in {seconds:.1f} s")
    print(f"precision {p:.4f}  recall {r:.4f}  F1 {2 * p * r / (p + r):.4f}")
    for row in sorted(rows)[:listed]:
        print(f"  {row[0]:.3f}  p {row[1]:.3f}  r {row[2]:.3f}  {row[3]}")


main()
