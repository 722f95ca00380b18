#!/usr/bin/env python3
"""Articles like others, held to a reading of the raw archive.

    similar.py INDEX allsides.jsonl.gz [STEP]

Reads an archive of JSON lines without newsidx, and of every STEPth article
(default: 20th) compares what newsidx similar says for an index of that archive:
by which words it looks (--explain), how often the article and how many articles
have each, its weight, and that no heavier word was passed over; and of each result
how much of the text is the same.  Then looks through all pairs of articles for
copies: each has to be among what is shown for the other.  Prints how many
numbers, and each that differs.
"""
import collections
import gzip
import json
import math
import re
import subprocess
import sys

from counts import plain
from nested import Article

WORDS, STRETCH, K1, COPY = 30, 5, 1.2, 0.5
PLAIN = re.compile("[a-z0-9\u0080-\U0010ffff]+")


class Text:
    """Its words with how often each is there; the stretches of its body."""

    def __init__(self, record):
        article = Article({"id": record["id"], "date": "",
                           "title": plain(record["title"]),
                           "body": plain(record["body"])})
        form = {p: f for f, places in article.places.items() for p in places}
        self.times = collections.Counter(form.values())
        first, last = article.inside[2] or (0, -1)
        words = [form[p] for p in range(first, last + 1)]
        self.stretches = {tuple(words[n:n + STRETCH]) for n in
                          range(max(len(words) - STRETCH + 1, 1))
                          if words}


def read(path):
    with gzip.open(path, "rt", encoding="utf-8") as f:
        return {r["id"]: Text(r) for r in map(json.loads, f)}


def share(a, b):
    both = len(a & b)
    return both / (len(a) + len(b) - both) if a or b else 0


class Held:
    def __init__(self, index, texts):
        self.index, self.texts = index, texts
        self.articles = collections.Counter(
            word for t in texts.values() for word in t.times)
        self.numbers, self.different = 0, 0

    def same(self, got, wanted, *where):
        self.numbers += 1
        if abs(got - wanted) > 1e-4 + 1e-6 * abs(wanted):
            self.differs(*where, got, "not", wanted)

    def differs(self, *what):
        self.different += 1
        print("different:", *what)

    def similar(self, name, *options):
        """Objects; none where nothing is like it."""
        p = subprocess.run(["newsidx", "similar", "-i", self.index, "--json",
                            *options, "json:" + name],
                           capture_output=True, text=True, check=False)
        if p.returncode > 1:
            self.differs(name, *options, p.stderr)
        return list(map(json.loads, p.stdout.splitlines()))

    def weight(self, times, articles):
        return times * (K1 + 1) / (times + K1) * \
            math.log(len(self.texts) / articles)

    def words(self, name):
        times = self.texts[name].times
        told = [w for o in self.similar(name, "--explain") for w in o["words"]]
        for w in told:
            word = w["word"]
            self.same(w["times"], times[word], name, word, "times")
            self.same(w["articles"], self.articles[word], name, word, "articles")
            if times[word]:
                self.same(w["weight"], self.weight(
                    times[word], self.articles[word]), name, word, "weight")
        least = told[-1]["weight"] if len(told) == WORDS else 0
        passed = [w for w in times if self.articles[w] > 1 and len(w) > 1 and
                  PLAIN.fullmatch(w) and
                  self.weight(times[w], self.articles[w]) > least + 1e-4]
        # Common words of the language are no matter of weight.
        passed = [w for w in set(passed) - {w["word"] for w in told}
                  if self.articles[w] < len(self.texts) / 4]
        if passed:
            self.differs(name, "passes over", *sorted(passed))

    def results(self, name):
        for r in self.similar(name):
            other = r["id"].split(":", 1)[1]
            if other == name:
                self.differs(name, "is like itself")
            self.same(r["same_text"], share(self.texts[name].stretches,
                                            self.texts[other].stretches),
                      name, other, "same_text")


def copies(texts):
    """Pairs of names."""
    having = collections.defaultdict(list)
    for name, t in texts.items():
        for s in t.stretches:
            having[s].append(name)
    both = collections.Counter((a, b) for names in having.values()
                               if len(names) <= 20
                               for a in names for b in names if a < b)
    return sorted(p for p, n in both.items() if n >= 10 and
                  share(*(texts[name].stretches for name in p)) >= COPY)


def main():
    index, path = sys.argv[1:3]
    texts = read(path)
    held = Held(index, texts)
    names = sorted(texts)[::int(sys.argv[3]) if len(sys.argv) > 3 else 20]
    for name in names:
        held.words(name)
        held.results(name)
    pairs = copies(texts)
    for pair in pairs:
        for one, other in (pair, pair[::-1]):
            held.numbers += 1
            if other not in (r["id"].split(":", 1)[1]
                             for r in held.similar(one)):
                held.differs(one, "does not show its copy", other)
    print("%d numbers of %d articles and %d copies compared, %d different" %
          (held.numbers, len(names), len(pairs), held.different))
    return 1 if held.different else 0


if __name__ == "__main__":
    sys.exit(main())
