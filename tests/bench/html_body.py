#!/usr/bin/env python3
"""How well the text of web pages is found.

    html_body.py WALK CORPORA [PAGES]

WALK is tests/helpers/walk.  Two sets of pages are read, if CORPORA has them:

article-pages-html.tar: the pages of the article extraction benchmark, measured
as it measures them: the text that was found and the one that people marked,
each as a bag of all runs of four words; of each page precision and recall of
the runs; the means over the pages; F1 of these.  Pages for which no text was
found count for recall alone.

goose in format-samples.tar.xz: pages of many countries with the beginning of
their text.  Of what was found only as many letters are taken as there are of
that, and measured in the same way.

The PAGES worst of each are listed.
"""
import collections
import gzip
import json
import os
import re
import subprocess
import sys
import tarfile
import tempfile


def runs(text, n=4):
    words = re.findall(r"\w+", text)
    if not words:
        return collections.Counter()
    last = max(1, len(words) - n + 1)
    return collections.Counter(tuple(words[i:i + n]) for i in range(last))


def rates(true, found):
    """Precision and recall; None where nothing was found, or to be found."""
    right = sum((true & found).values())
    n_true, n_found = sum(true.values()), sum(found.values())
    return (right / n_found if n_found else None,
            right / n_true if n_true else None)


def harmonic(p, r):
    return 2 * p * r / (p + r) if p and r else 0.0


def mean(values):
    there = [v for v in values if v is not None]
    return sum(there) / len(there) if there else 0.0


def bodies(walk, path):
    """The text of each page, by its path."""
    out = subprocess.run([walk, "-b", path], check=True,
                         capture_output=True).stdout.decode("utf-8", "replace")
    found, member = {}, None
    for line in out.split("\n"):
        kind, _, rest = line.partition("\t")
        if kind == "member":
            member = rest
        elif kind == "body":
            found[member] = rest
    return found


def letters(text, n):
    """The beginning of text that has n letters."""
    for i, c in enumerate(text):
        if c.isalnum():
            if n == 0:
                return text[:i]
            n -= 1
    return text


def measure(name, truth, found, listed):
    """truth and found: texts by page."""
    rows = []
    for page, text in truth.items():
        p, r = rates(runs(text), runs(found.get(page, "")))
        rows.append((harmonic(p, r), p, r, page))
    p, r = mean(x[1] for x in rows), mean(x[2] for x in rows)
    print(f"{name}: text found on {len(truth.keys() & found.keys())} of "
          f"{len(rows)} pages")
    print(f"precision {p:.4f}  recall {r:.4f}  F1 {harmonic(p, r):.4f}")
    for f, p, r, page in sorted(rows, key=lambda x: (x[0], x[3]))[:listed]:
        print(f"  {f:.3f}  p {p or 0:.3f}  r {r or 0:.3f}  {page}")


def benchmark(walk, corpora, listed):
    with gzip.open(corpora + "/truth/article-pages-html.json.gz") as f:
        truth = {k: v["articleBody"] for k, v in json.load(f).items()}
    found = bodies(walk, corpora + "/article-pages-html.tar")
    measure("Marked pages", truth,
            {os.path.basename(k).split(".")[0]: v for k, v in found.items()},
            listed)


def goose_truth(folder):
    truth = {}
    for at, _, names in os.walk(folder):
        for name in names:
            if not name.endswith(".json"):
                continue
            path = os.path.join(at, name)
            with open(path, encoding="utf-8") as f:
                text = json.load(f).get("expected", {}).get("cleaned_text")
            if text:
                truth[os.path.relpath(path[:-5] + ".html", folder)] = text
    return truth


def goose(walk, corpora, listed):
    with tempfile.TemporaryDirectory() as tmp:
        with tarfile.open(corpora + "/format-samples.tar.xz") as tar:
            tar.extractall(tmp, [m for m in tar.getmembers()
                                 if "html-goose3/" in m.name])
        truth = goose_truth(tmp)
        found = bodies(walk, tmp)
    for page, text in truth.items():
        if page in found:
            found[page] = letters(found[page], sum(map(str.isalnum, text)))
    measure("Pages with the beginning of their text", truth, found, listed)


def main():
    walk, corpora = sys.argv[1:3]
    listed = int(sys.argv[3]) if len(sys.argv) > 3 else 5
    if os.path.exists(corpora + "/article-pages-html.tar"):
        benchmark(walk, corpora, listed)
    if os.path.exists(corpora + "/format-samples.tar.xz"):
        print()
        goose(walk, corpora, listed)


main()
