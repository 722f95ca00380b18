#!/usr/bin/env python3
"""Random articles, random queries, and a reading of both without an index.

    random_queries.py [--seed N] [--articles N] [--queries N] [--segments N]
                      [--keep FOLDER]

Writes articles from a small vocabulary, has newsidx (from PATH) index them (in
several segments, put together by hand, if asked to), asks it every query, and
compares the ids that it prints with those found here by trying every place
against every other.  Shows each query that differs, with articles that are
missing or too many, and the seed.  Exit code 1 if any does.  Shares no code or
table with newsidx.
"""
import argparse
import calendar
import glob
import itertools
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile

GAP = 100  # free positions between headline, deck and body

# Each row is a family; no other two words here are related.
FAMILIES = [
    ["boat", "boats"], ["sail", "sails", "sailing", "sailed"],
    ["strike", "strikes", "striking"], ["ferry", "ferries"],
    ["harbour", "harbours"], ["us"], ["oil"], ["postwar"], ["post"], ["war"],
    ["boar"], ["coat", "coats"],
]
# Many that a wildcard finds together; none is related to another.
MANY = ["zub%so" % c for c in "abcdefghijklmnopqrstuvwxyz"]
VOCABULARY = [w for f in FAMILIES for w in f]
FAMILY = {w: set(f) for f in FAMILIES + [[w] for w in MANY] for w in f}
HYPHENED = ("post", "war")
PATTERNS = ["bo*", "sail*", "?oat", "b?at?", "*at", "*ts", "str*ing", "?oa?",
            "zub*", "zu*o"]
FIRST_NAMES = ["Ann", "Bob", "Cleo"]
LAST_NAMES = ["Stone", "Brook", "Field"]


# ---- articles ----------------------------------------------------------------

class Part:
    """The words of a headline, a deck or a body, and how they are written."""

    # An acronym or a capital alone may not end a sentence.
    LAST = ["boat", "ferries", "sailed", "harbour"]

    def __init__(self, rnd, paragraphs, sentences, longest, last=None):
        self.paragraphs = []
        for _ in range(rnd.randint(1, paragraphs)):
            self.paragraphs.append([
                self.sentence(rnd, longest, last or self.LAST)
                for _ in range(rnd.randint(1, sentences))])

    @staticmethod
    def sentence(rnd, longest, last):
        out = []
        for _ in range(rnd.randint(1, longest)):
            word = rnd.choice(VOCABULARY if rnd.random() < 0.9 else MANY)
            if word == "us" and rnd.random() < 0.5:
                word = "US"
            out.append("post-war" if rnd.random() < 0.05 else word)
        out.append(rnd.choice(last))
        return out

    @staticmethod
    def written(sentence):
        return sentence[0][0].upper() + " ".join(sentence)[1:] + "."

    def text(self):
        return "\n\n".join(" ".join(self.written(s) for s in p)
                           for p in self.paragraphs)


class Article:
    def __init__(self, rnd, number):
        self.id = "n%d" % number
        self.parts = [Part(rnd, 1, 1, 5),
                      random_deck(rnd),
                      Part(rnd, 3, 3, rnd.choice([3, 8, 20]))]
        self.authors = [rnd.choice(FIRST_NAMES) + " " + rnd.choice(LAST_NAMES)
                        for _ in range(rnd.randint(0, 2))]
        self.date = random_date(rnd)
        self.place()

    def place(self):
        """Words at positions, where sentences and parts end."""
        self.at, self.caps, self.joined = {}, set(), set()
        self.ends = {"s": [], "p": []}
        self.inside = [None, None, None]
        self.words = last = 0
        for n, part in enumerate(self.parts):
            if part is None:
                continue
            base = last + GAP if last else 0
            last = base
            for paragraph in part.paragraphs:
                for sentence in paragraph:
                    last = self.place_sentence(sentence, last)
                    self.ends["s"].append(last)
                self.ends["p"].append(last)
            self.inside[n] = (base + 1, last)

    def place_sentence(self, sentence, last):
        for written in sentence:
            if written == "post-war":
                self.joined.add(last + 1)
            for word in written.split("-"):
                last += 1
                self.words += 1
                self.at[last] = word.lower()
                if word == "US":
                    self.caps.add(last)
        return last

    def record(self):
        out = {"id": self.id, "headline": self.parts[0].text(),
               "body": self.parts[2].text(), "authors": self.authors}
        if self.parts[1] is not None:
            out["deck"] = self.parts[1].text()
        if self.date is not None:
            out["date"] = self.date
        return out


def random_deck(rnd):
    """Or none.  One that only repeats what stands elsewhere is dropped when it
    is indexed, so it ends with a word that no other part has."""
    return Part(rnd, 1, 2, 4, ["shore"]) if rnd.random() < 0.5 else None


def random_date(rnd):
    date = "%d-%02d-%02d" % (rnd.randint(2018, 2020), rnd.randint(1, 12),
                             rnd.randint(1, 28))
    kind = rnd.randrange(6)
    if kind == 0:
        return None
    if kind < 4:
        return date[:(4, 7, 10)[kind - 1]]
    if kind == 4:
        return date + "T%02d:30:00Z" % rnd.choice([0, 11, 23])
    return date + "T%02d:30:00+05:00" % rnd.choice([0, 11, 23])


def span_of(date):
    """First and last second of what a date says, by its own clock."""
    year, month, day = (date[:10].split("-") + ["", ""])[:3]
    if "T" in date:
        t = date[11:19].split(":")
        at = calendar.timegm((int(year), int(month), int(day),
                              int(t[0]), int(t[1]), int(t[2])))
        return at, at
    low = (int(year), int(month or 1), int(day or 1))
    if day:
        high = low[:2] + (low[2] + 1,)
    elif month:
        high = low[:1] + (low[1] + 1, 1)
    else:
        high = (low[0] + 1, 1, 1)
    if high[1] == 13:
        high = (high[0] + 1, 1, 1)
    return (calendar.timegm(low + (0, 0, 0)),
            calendar.timegm(high + (0, 0, 0)) - 1)


# ---- intervals ---------------------------------------------------------------

def minimal(intervals):
    all_of = set(intervals)
    return {(a, b) for a, b in all_of
            if not any((c, d) != (a, b) and a <= c and d <= b
                       for c, d in all_of)}


def unit(ends, position):
    return sum(1 for e in ends if e < position)


def near(article, a, b, node):
    """The hull of two places that are near, or None."""
    hull = min(a[0], b[0]), max(a[1], b[1])
    if a == b or (node["ordered"] and b[0] <= a[1]):
        return None
    if node["n"] in ("s", "p"):
        ends = article.ends[node["n"]]
        return hull if unit(ends, hull[0]) == unit(ends, hull[1]) else None
    gap = max(b[0] - a[1], a[0] - b[1], 0)
    return hull if gap <= node["n"] else None


class Query:
    """One kind of expression: how it is written and what it means."""

    def __init__(self, text, **more):
        self.text, self.more = text, more

    def __getitem__(self, name):
        return self.more[name]

    def intervals(self, article):
        raise NotImplementedError

    def matches(self, article):
        return bool(self.intervals(article))


class Word(Query):
    """fits says which words it is; joined, whether post-war is it too."""

    def intervals(self, article):
        out = {(p, p) for p, w in article.at.items() if self["fits"](w)
               and (not self.more.get("caps") or p in article.caps)}
        if self.more.get("joined"):
            out |= {(p, p + 1) for p in article.joined}
        return minimal(out)


class Phrase(Query):
    def intervals(self, article):
        found = None
        for gap, word in self["words"]:
            here = word.intervals(article)
            if found is None:
                found = here
                continue
            found = {(a, d) for (a, b), (c, d)
                     in itertools.product(found, here) if c == b + 1 + gap}
        return minimal(found)


class Near(Query):
    def intervals(self, article):
        a, b = self["a"].intervals(article), self["b"].intervals(article)
        if self["negated"]:
            return {x for x in a
                    if not any(near(article, x, y, self) for y in b)}
        pairs = (near(article, x, y, self) for x in a for y in b)
        return minimal(h for h in pairs if h is not None)


class AnyOf(Query):
    def intervals(self, article):
        return minimal(i for k in self["kids"] for i in k.intervals(article))


class Inside(Query):
    """A part of the article, or its first words."""

    def intervals(self, article):
        limit = article.inside[self["part"]]
        if limit is None:
            return set()
        low, high = limit
        if self["first"]:
            high = min(high, low + self["first"] - 1)
        return {(a, b) for a, b in self["of"].intervals(article)
                if low <= a and b <= high}


class AtLeast(Query):
    def matches(self, article):
        return len(self["of"].intervals(article)) >= self["n"]


class Both(Query):
    def matches(self, article):
        return all(k.matches(article) for k in self["kids"])


class Either(Query):
    def matches(self, article):
        return any(k.matches(article) for k in self["kids"])


class Without(Query):
    def matches(self, article):
        return (self["a"].matches(article)
                and not self["b"].matches(article))


class Field(Query):
    def matches(self, article):
        return self["fits"](article)


# ---- making queries ----------------------------------------------------------

def edits(a, b):
    """Optimal string alignment."""
    d = {(i, j): i + j for i in range(len(a) + 1) for j in range(len(b) + 1)
         if i == 0 or j == 0}
    for i, j in itertools.product(range(1, len(a) + 1), range(1, len(b) + 1)):
        d[i, j] = min(d[i - 1, j] + 1, d[i, j - 1] + 1,
                      d[i - 1, j - 1] + (a[i - 1] != b[j - 1]))
        if i > 1 and j > 1 and a[i - 2:i] == b[j - 2:j][::-1]:
            d[i, j] = min(d[i, j], d[i - 2, j - 2] + 1)
    return d[len(a), len(b)]


def wild(pattern):
    def fits(word, at=0, of=0):
        if at == len(pattern):
            return of == len(word)
        if pattern[at] == "*":
            return any(fits(word, at + 1, k)
                       for k in range(of, len(word) + 1))
        return (of < len(word) and pattern[at] in ("?", word[of])
                and fits(word, at + 1, of + 1))
    return fits


def exact(word):
    return Word(word, fits=lambda w: w == word, joined=word == "postwar")


def random_word(rnd):
    kind, word = rnd.randrange(10), rnd.choice(VOCABULARY)
    if kind < 4:
        family = FAMILY[word]
        return Word(word, fits=lambda w: w in family,
                    joined=word == "postwar")
    if kind < 6:
        out = exact(word)
        out.text = "=" + word
        return out
    if kind == 6:
        return Word("caps(us)", fits=lambda w: w == "us", caps=True)
    if kind == 7:
        pattern = rnd.choice(PATTERNS)
        return Word(pattern, fits=wild(pattern))
    if kind == 8 and len(word) > 2:
        n = rnd.choice([1, 2])
        return Word(word + "~" + str(n),
                    fits=lambda w: w[0] == word[0] and edits(w, word) <= n)
    return random_pair(rnd)


def random_pair(rnd):
    if rnd.random() < 0.5:
        return Word("=post-war", fits=lambda w: False, joined=True)
    two = [(0, exact(w)) for w in HYPHENED]
    return AnyOf("post-war", kids=[exact("postwar"), Phrase("", words=two)])


def random_phrase(rnd):
    words, text = [], []
    for n in range(rnd.randint(1, 4)):
        gap = rnd.choice([0, 0, 0, 1, 2]) if n else 0
        if rnd.random() < 0.2:
            pattern = rnd.choice(PATTERNS)
            word = Word(pattern, fits=wild(pattern))
        else:
            word = exact(rnd.choice(VOCABULARY[:8] + ["us", "postwar"]))
        words.append((gap, word))
        text += ["*"] * gap + [word.text]
    return Phrase('"%s"' % " ".join(text), words=words)


def grouped(query):
    return "(%s)" % query.text


def random_near(rnd, depth):
    a, b = positional(rnd, depth - 1), positional(rnd, depth - 1)
    n = rnd.choice([0, 1, 2, 3, 5, 10, 99, "s", "p"]) or 1
    ordered, negated = rnd.random() < 0.4, rnd.random() < 0.25
    op = "%s%s/%s" % ("not " if negated else "", "pre" if ordered else "w", n)
    return Near("%s %s %s" % (grouped(a), op, grouped(b)), a=a, b=b, n=n,
                ordered=ordered, negated=negated)


def random_inside(rnd, depth):
    of = positional(rnd, depth - 1, parts=False)
    part = rnd.randrange(4)
    if part == 3:
        n = rnd.choice([1, 3, 10, 50])
        return Inside("first%d%s" % (n, grouped(of)), of=of, part=2, first=n)
    name = ("title", "deck", "body")[part]
    return Inside(name + ":" + grouped(of), of=of, part=part, first=0)


def random_any(rnd, depth, make):
    kids = [make(rnd, depth - 1) for _ in range(rnd.randint(2, 3))]
    return kids, " or ".join(grouped(k) for k in kids)


def positional(rnd, depth, parts=True):
    kind = rnd.randrange(10)
    if depth <= 0 or kind < 2:
        return random_word(rnd)
    if kind < 4:
        return random_phrase(rnd)
    if kind == 4 and parts:
        return random_inside(rnd, depth)
    if kind == 5:
        kids, text = random_any(
            rnd, depth, lambda r, d: positional(r, d, parts))
        return AnyOf(text, kids=kids)
    if parts:
        return random_near(rnd, depth)
    for _ in range(100):
        out = random_near(rnd, depth)
        if "first" not in out.text and ":" not in out.text:
            return out
    return random_phrase(rnd)


def random_dates(rnd):
    a, b = (random_date(rnd) or "2019" for _ in range(2))
    a, b = a[:rnd.choice([4, 7, 10])], b[:rnd.choice([4, 7, 10])]
    (al, ah), (bl, bh) = span_of(a), span_of(b)
    ends = [("date:" + a, al, ah), ("date>=" + a, al, 1e12),
            ("after:" + a, ah + 1, 1e12), ("date>" + a, ah + 1, 1e12),
            ("before:" + a, -1e12, al - 1), ("date<=" + a, -1e12, ah),
            ("date:.." + a, -1e12, ah)]
    if al <= bh:
        ends.append(("date:%s..%s" % (a, b), al, bh))
    text, low, high = rnd.choice(ends)

    def fits(article):
        if article.date is None:
            return False
        first, last = span_of(article.date)
        return first <= high and last >= low
    return Field(text, fits=fits)


def random_field(rnd):
    kind = rnd.randrange(5)
    first, last = rnd.choice(FIRST_NAMES), rnd.choice(LAST_NAMES)
    if kind == 0:
        return Field("author:" + last.lower(), fits=lambda x: any(
            last in a for a in x.authors))
    if kind == 1:
        return Field('author:"%s %s"' % (first, last),
                     fits=lambda x: first + " " + last in x.authors)
    if kind == 2:
        n = rnd.randint(5, 60)
        return Field("words>=%d" % n, fits=lambda x: x.words >= n)
    return random_dates(rnd)


def random_query(rnd, depth=2):
    kind = rnd.randrange(10)
    if depth <= 0 or kind < 3:
        return positional(rnd, rnd.choice([0, 1, 1, 2, 2, 3]))
    if kind == 3:
        return random_field(rnd)
    if kind == 4:
        of, n = positional(rnd, rnd.randint(0, 2)), rnd.randint(1, 6)
        return AtLeast("atleast%d%s" % (n, grouped(of)), of=of, n=n)
    if kind < 7:
        a, b = random_query(rnd, depth - 1), random_query(rnd, depth - 1)
        return Without("%s not %s" % (grouped(a), grouped(b)), a=a, b=b)
    kids, text = random_any(rnd, depth, random_query)
    if kind == 7:
        return Either(text, kids=kids)
    return Both(text.replace(") or (", ") and (")
                if all(" or " not in k.text for k in kids)
                else " ".join(grouped(k) for k in kids), kids=kids)


# ---- comparing ---------------------------------------------------------------

def run(*command):
    return subprocess.run(command, capture_output=True, text=True,
                          check=False)


def ask(index, query):
    """The ids that newsidx finds; its message if it fails."""
    got = run("newsidx", "query", "-i", index, "--ids", "-n", "1000000", "--",
              query.text)
    if got.returncode not in (0, 1) or got.stderr:
        return None, got.stderr.strip() or "code %d" % got.returncode
    return {i.rsplit(":", 1)[-1] for i in got.stdout.split()}, ""


def shown(ids):
    return " ".join(sorted(ids)[:8]) or "none"


def compare(index, articles, query):
    """What is wrong with the answer, line by line; how many match."""
    want = {a.id for a in articles if query.matches(a)}
    got, failure = ask(index, query)
    if got is None:
        return ["it failed: " + failure], len(want)
    counted = run("newsidx", "query", "-i", index, "--count", "--",
                  query.text).stdout.strip()
    wrong = []
    if want != got:
        wrong.append("missing: %s; too many: %s"
                     % (shown(want - got), shown(got - want)))
    if counted != str(len(want)):
        wrong.append("counted %s of %d" % (counted, len(want)))
    return wrong, len(want)


def build(folder, articles):
    """An index of these articles; its path."""
    path, index = folder + ".jsonl", folder
    with open(path, "w", encoding="utf-8") as out:
        for a in articles:
            print(json.dumps(a.record()), file=out)
    got = run("newsidx", "build", "-q", "--force", "-i", index, path)
    if got.returncode != 0:
        sys.exit("newsidx build: " + got.stderr)
    return index


def build_segments(folder, articles, n):
    """One index whose segments are n indexes of a part of the articles each."""
    whole = build(os.path.join(folder, "idx"), articles[::n])
    stub = os.path.join(whole, "XAPIANDB")
    for k in range(1, n):
        part = build(os.path.join(folder, "part%d" % k), articles[k::n])
        name = "seg/%06d" % (900000 + k)
        shutil.copytree(glob.glob(os.path.join(part, "seg", "*"))[0],
                        os.path.join(whole, name))
        with open(stub, "a", encoding="ascii") as out:
            print("auto " + name, file=out)
    return whole


def trial(folder, o):
    """How many queries differ."""
    rnd = random.Random(o.seed)
    articles = [Article(rnd, n) for n in range(o.articles)]
    index = build_segments(folder, articles, o.segments)
    failed = found = 0
    for _ in range(o.queries):
        query = random_query(rnd)
        wrong, n = compare(index, articles, query)
        found += 0 < n < len(articles)
        if wrong:
            failed += 1
            print("\n  ".join(["query: " + query.text] + wrong))
    print("seed %d, segments %d: %d queries, %d differ, %d find some articles "
          "and not all" % (o.seed, o.segments, o.queries, failed, found))
    return failed


def main():
    p = argparse.ArgumentParser()
    p.add_argument("--seed", type=int, default=1)
    p.add_argument("--articles", type=int, default=150)
    p.add_argument("--queries", type=int, default=400)
    p.add_argument("--segments", type=int, default=1)
    p.add_argument("--keep", metavar="FOLDER",
                   help="leave articles and index there")
    o = p.parse_args()
    if o.keep:
        os.makedirs(o.keep, exist_ok=True)
        return 1 if trial(o.keep, o) else 0
    with tempfile.TemporaryDirectory() as folder:
        return 1 if trial(folder, o) else 0


if __name__ == "__main__":
    sys.exit(main())
