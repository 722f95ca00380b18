#!/usr/bin/env python3
"""Words near hits, held to a reading of the raw archive.

    collocates.py INDEX allsides.jsonl.gz
    collocates.py INDEX reuters.tar.gz

Reads an archive of counts.py's without newsidx, finds what each query of its list
matches and marks the words before and behind every hit, one by one; counts them,
and all words of the archive; works out log-likelihood and log-ratio from a table
of four numbers; and compares all that newsidx collocates prints for an index of
that archive.  Prints how many numbers, and each that differs.
"""
import collections
import math
import os
import sys

from counts import ALLSIDES, REUTERS, Comparison, allsides, reuters
from nested import Article

WINDOWS = [((), 5, 5), (("--window", "2"), 2, 2),
           (("--before", "0", "--behind", "1"), 0, 1)]


class Near:
    """Of one query and window: times and articles of each word near its hits."""

    def __init__(self, before, behind):
        self.before, self.behind = before, behind
        self.hits, self.articles, self.near = 0, 0, 0
        self.together = collections.Counter()
        self.within = collections.Counter()

    def add(self, article, form, hits):
        self.articles += 1
        self.hits += len(hits)
        covered = {p for first, last in hits for p in range(first, last + 1)}
        near = set()
        for first, last in hits:
            low, high = next(i for i in article.inside
                             if i is not None and i[0] <= first <= i[1])
            for p in range(max(low, first - self.before),
                           min(high, last + self.behind) + 1):
                if p not in covered:
                    near.add(p)
        words = [form[p] for p in near]
        self.near += len(words)
        self.together.update(words)
        self.within.update(set(words))


def read(archive, queries):
    found = [[Near(*w[1:]) for w in WINDOWS] for _ in queries]
    in_all = collections.Counter()
    for title, body, _, _ in archive:
        article = Article({"id": "", "date": "", "title": title,
                           "body": body})
        form = {p: f for f, places in article.places.items() for p in places}
        in_all.update(form.values())
        for n, (_, query) in enumerate(queries):
            if not query.matches(article):
                continue
            hits = query.wanted(article)
            for near in found[n]:
                near.add(article, form, hits)
    return in_all, found


def measures(together, near, in_all, words):
    """By the definitions: twice the sum of observed * ln(observed / expected),
    and the binary logarithm of the ratio of the shares."""
    table = [[together, in_all - together],
             [near - together, words - near - (in_all - together)]]
    g = 0
    for row in table:
        for column, observed in enumerate(row):
            expected = sum(row) * sum(r[column] for r in table) / words
            if observed:
                g += 2 * observed * math.log(observed / expected)
    elsewhere = table[0][1] or 0.5
    return (in_all * near / words, g,
            math.log2(together / near / (elsewhere / (words - near))))


def compare(c, text, options, near, in_all):
    words = sum(in_all.values())
    wanted, wanted_measures = {}, {}
    for word, together in near.together.items():
        m = measures(together, near.near, in_all[word], words)
        if together > m[0] and m[1] > 1e-9:
            wanted[word] = (together, near.within[word], in_all[word])
            wanted_measures[word] = m
    rows = c.table("collocates", "--csv", "--least", "1", "--limit", "0",
                   "--stop-words", *options, text)
    got = {r["word"]: tuple(int(r[k]) for k in
                            ("together", "articles", "in_all")) for r in rows}
    c.same(got, wanted, text, *options)
    for r in rows:
        m = [float(r[k]) for k in ("expected", "log_likelihood", "log_ratio")]
        w = wanted_measures.get(r["word"], m)
        c.numbers += 3
        if any(abs(a - b) > 1e-3 + 1e-6 * abs(b) for a, b in zip(m, w)):
            c.different += 1
            print("different:", text, *options, r["word"], m, "not", w)
    likelihood = [float(r["log_likelihood"]) for r in rows]
    if likelihood != sorted(likelihood, reverse=True):
        c.different += 1
        print("different:", text, *options, "is not in order")


def main():
    index, path = sys.argv[1:]
    archive, queries = (allsides(path), ALLSIDES) if \
        os.path.basename(path).startswith("allsides") else \
        (reuters(path), REUTERS)
    in_all, found = read(archive, queries)
    c = Comparison(index)
    # A part of an archive may have nothing for some.
    found = [(q[0], windows) for q, windows in zip(queries, found)
             if windows[0].hits]
    for text, windows in found:
        for (options, *_), near in zip(WINDOWS, windows):
            compare(c, text, options, near, in_all)
    print("%d numbers of %d queries compared, %d different" %
          (c.numbers, len(found), c.different))
    return 1 if c.different else 0


if __name__ == "__main__":
    sys.exit(main())
