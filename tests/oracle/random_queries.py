"""Queries by chance, over the words that random_articles.py writes."""
import itertools

from meaning import (And, AtLeast, Field, Han, Inside, Near, Or, Phrase,
                     Without, Word, Written)
from random_articles import (FAMILY, FIRST_NAMES, HAN, LAST_NAMES, VOCABULARY,
                             random_date, span_of)

PATTERNS = ["bo*", "sail*", "?oat", "b?at?", "*at", "*ts", "str*ing", "?oa?",
            "zub*", "zu*o", "caf?", "*ost*"]


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


class Maker:
    """Of one trial: its words are those of its articles, mostly."""

    def __init__(self, rnd, manner):
        self.rnd, self.manner = rnd, manner

    def one(self, *makers):
        return self.rnd.choice(makers)()

    def vocable(self):
        words = self.manner.words if self.rnd.random() < 0.9 else VOCABULARY
        return self.rnd.choice(words)

    # ---- words

    def family(self):
        word = self.vocable()
        family = FAMILY[word]
        typed = "café" if word == "cafe" and self.rnd.random() < 0.5 else word
        return Word(written=typed, fits=lambda w: w in family,
                    joined=word == "postwar")

    @staticmethod
    def exactly(word, sign=""):
        return Word(written=sign + word, fits=lambda w: w == word,
                    joined=word == "postwar")

    def exact(self):
        return self.exactly(self.vocable(), "=")

    def capitals(self):
        if self.rnd.random() < 0.3:
            return Word(written="U.S.", fits=lambda w: w == "us", caps=True)
        kids = [self.rnd.choice([self.capital, self.capital_phrase])()
                for _ in range(self.rnd.choice([1, 1, 2]))]
        text = "caps(%s)" % " or ".join(k.text() for k in kids)
        return Written(*kids, written=text)

    def capital(self):
        word = self.rnd.choice(["us", "oil"])
        return Word(written=word, fits=lambda w: w == word, caps=True)

    def capital_phrase(self):
        return Phrase(*[self.capital() for _ in range(2)], gaps=[0, 0])

    def pattern(self):
        pattern = self.rnd.choice(PATTERNS)
        return Word(written=pattern, fits=wild(pattern))

    def fuzzy(self):
        word, n = self.vocable(), self.rnd.choice([1, 2])
        if len(word) < 3:
            return self.exact()
        return Word(written="%s~%d" % (word, n),
                    fits=lambda w: w[0] == word[0] and edits(w, word) <= n)

    def pair(self):
        if self.rnd.random() < 0.5:
            return Word(written="=post-war", fits=lambda w: False,
                        joined=True)
        two = [self.exactly(w) for w in ("post", "war")]
        return Written(self.exactly("postwar"), Phrase(*two, gaps=[0, 0]),
                       written="post-war")

    def han(self):
        n = self.rnd.randint(1, 3)
        return Han(written="".join(self.rnd.choice(HAN) for _ in range(n)))

    def word(self):
        if self.rnd.random() < self.manner.han:
            return self.han()
        return self.one(self.family, self.family, self.family, self.exact,
                        self.exact, self.capitals, self.pattern, self.fuzzy,
                        self.pair)

    def phrase(self):
        rnd, words, gaps = self.rnd, [], []
        for n in range(rnd.choice([1, 2, 2, 2, 3, 3, 4])):
            gap = rnd.choice([0, 0, 0, 0, 1, 2]) if n else 0
            if gap and rnd.random() < 0.05:
                gap = rnd.choice([30, 98, 99])
            gaps.append(gap)
            kind = rnd.random()
            if kind < 0.15:
                words.append(self.pattern())
            elif kind < 0.2:
                words.append(Word(written="U.S.", fits=lambda w: w == "us",
                                  caps=True))
            elif kind < 0.25:
                words.append(self.pair())
            elif kind < 0.3:
                words.append(self.han())
            else:
                words.append(self.exactly(self.vocable()))
        # "=" has no meaning inside.
        words = [w if w.text()[0] != "=" else self.exactly("war")
                 for w in words]
        return Phrase(*words, gaps=gaps)

    # ---- what has intervals

    def near(self, depth, parts):
        rnd = self.rnd
        n = rnd.choice([1, 1, 2, 2, 3, 4, 5, 10, 30, 99, "s", "s", "p"])
        ordered, negated = rnd.random() < 0.4, rnd.random() < 0.25
        op = rnd.choice(["pre/", "PRE/"] if ordered else ["w/", "/"])
        if isinstance(n, int):
            op = rnd.choice(["pre/", "adj/", "+"] if ordered
                            else ["w/", "near/", "/", "W/"])
        if negated:
            op = "pre/" if ordered else "w/"
        return Near(self.places(depth - 1, parts),
                    self.places(rnd.randint(0, depth - 1), parts),
                    n=n, op=op, ordered=ordered, negated=negated)

    def any_of(self, depth, parts):
        kids = [self.places(depth - 1, parts)
                for _ in range(self.rnd.randint(2, 3))]
        return Or(*kids, op=self.rnd.choice([" or ", " OR ", " | "]))

    def inside(self, of):
        part = self.rnd.randrange(4)
        if part == 3:
            return Inside(of, part=2, n=self.rnd.choice([1, 2, 3, 5, 10, 50]))
        return Inside(of, part=part)

    def places(self, depth, parts=True):
        kind = self.rnd.randrange(12)
        if depth <= 0 or kind < 2:
            return self.word()
        if kind < 4:
            return self.phrase()
        if kind == 4 and parts:
            return self.inside(self.places(depth - 1, False))
        if kind < 7:
            return self.any_of(depth, parts)
        return self.near(depth, parts)

    # ---- what articles are found by

    def dates(self):
        rnd = self.rnd
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
        return Field(written=text, fits=fits)

    def field(self):
        kind = self.rnd.randrange(5)
        first = self.rnd.choice(FIRST_NAMES)
        last = self.rnd.choice(LAST_NAMES)
        if kind == 0:
            return Field(written="author:" + last.lower(), fits=lambda x: any(
                last in a for a in x.authors))
        if kind == 1:
            return Field(written='author:"%s %s"' % (first, last),
                         fits=lambda x: first + " " + last in x.authors)
        if kind == 2:
            n = self.rnd.randint(3, 50)
            return Field(written="words>=%d" % n, fits=lambda x: x.words >= n)
        return self.dates()

    def depth(self):
        return self.rnd.choice([0, 1, 1, 2, 2, 2, 3, 3, 4, 4])

    def several(self, make):
        return [make() for _ in range(self.rnd.randint(2, 3))]

    def spreading(self, depth):
        """What a part may be over: and, or, not of places."""
        if depth <= 0 or self.rnd.random() < 0.3:
            return self.places(self.rnd.randint(0, 2), False)
        return self.joined(lambda: self.spreading(depth - 1))

    def joined(self, make):
        kind, bare = self.rnd.randrange(5), self.rnd.random() < 0.5
        if kind < 2:
            op = self.rnd.choice([" not ", " not ", " and not ", " -"])
            return Without(make(), make(), op=op, bare=bare and op == " not ")
        if kind == 2:
            return Or(*self.several(make), op=" or ", bare=bare)
        return And(*self.several(make), bare=bare,
                   op=self.rnd.choice([" and ", " ", " AND "]))

    def query(self, depth=2):
        kind = self.rnd.randrange(12)
        if depth <= 0 or kind < 4:
            return self.places(self.depth())
        if kind == 4:
            return self.field()
        if kind == 5:
            return AtLeast(self.places(self.rnd.randint(0, 3)),
                           n=self.rnd.randint(1, 6))
        if kind == 6:
            return self.inside(self.spreading(2))
        return self.joined(lambda: self.query(depth - 1))
