"""What a query means: its intervals in an article, and whether it matches, by
trying every place against every other.

A query is a tree of these.  text() is how it is typed, intervals() its minimal
intervals, matches() whether an article is found, wanted() all its hits.
"""
import itertools


def minimal(intervals):
    """Those that contain no other."""
    intervals = set(intervals)
    if len(intervals) < 2:
        return intervals
    shortest = {}
    for a, b in intervals:
        shortest[a] = min(b, shortest.get(a, b))
    out, least = set(), None
    for a in sorted(shortest, reverse=True):
        if least is None or shortest[a] < least:
            least = shortest[a]
            out.add((a, least))
    return out


class Query:
    positional = True
    binds = 9  # how tightly, when it is typed

    def __init__(self, *kids, **more):
        self.kids = list(kids)
        self.more = more
        if not all(k.positional for k in kids):
            self.positional = False

    def __getitem__(self, name):
        return self.more[name]

    def with_kids(self, kids):
        return type(self)(*kids, **self.more)

    def text(self):
        raise NotImplementedError

    def operand(self, within=9):
        """Typed as an operand of what binds so tightly."""
        return self.text() if self.binds > within else "(%s)" % self.text()

    def operands(self):
        """Those of its kids, typed; with "bare" no needless parentheses."""
        within = self.binds if self.more.get("bare") else 9
        return tuple(k.operand(within) for k in self.kids)

    def find(self, article):
        raise NotImplementedError

    def intervals(self, article):
        if self not in article.cache:
            article.cache[self] = self.find(article)
        return article.cache[self]

    def matches(self, article):
        return bool(self.intervals(article))

    def wanted(self, article):
        if self.positional:
            return self.intervals(article)
        return set().union(*(k.wanted(article) for k in self.kids))

    def simpler(self):
        """Each query that is this one with a little less."""
        yield from self.kids
        for n, kid in enumerate(self.kids):
            for k in kid.simpler():
                yield self.with_kids(self.kids[:n] + [k] + self.kids[n + 1:])
        n = self.more.get("n")
        if isinstance(n, int) and n > 1:
            for less in (1, n // 2, n - 1):
                yield type(self)(*self.kids, **dict(self.more, n=less))


class Leaf(Query):
    def text(self):
        return self["written"]

    binds = 10


class Word(Leaf):
    """fits says which words it is; caps, only in capitals; joined, whether
    post-war is it too."""

    def find(self, article):
        fits, caps = self["fits"], self.more.get("caps")
        known = self.more.setdefault("known", {})
        out = set()
        for w, positions in article.places.items():
            if w not in known:
                known[w] = fits(w)
            if known[w]:
                out.update((p, p) for p in positions
                           if not caps or p in article.caps)
        if self.more.get("joined"):
            out |= {(p, p + 1) for p in article.joined}
        return out


class Han(Leaf):
    """Characters in a row, nothing between them."""

    def find(self, article):
        word = self["written"]
        return {(p + n, p + n + len(word) - 1)
                for p, run in article.runs for n in range(len(run))
                if run.startswith(word, n)}


class Phrase(Leaf):
    """Its words are the kids; gaps has how many words stand before each."""

    def text(self):
        if self.more.get("written") is not None:
            return self["written"]
        words = []
        for gap, kid in zip(self["gaps"], self.kids):
            words += ["*"] * gap + [kid.text()]
        return '"%s"' % " ".join(words)

    def find(self, article):
        found = self.kids[0].intervals(article)
        for gap, kid in list(zip(self["gaps"], self.kids))[1:]:
            found = {(a, d) for (a, b), (c, d)
                     in itertools.product(found, kid.intervals(article))
                     if c == b + 1 + gap and within_part(article, a, d)}
        return minimal(found)

    def simpler(self):
        if self.more.get("written") is not None or len(self.kids) < 2:
            return
        for n in range(len(self.kids)):
            gaps = self["gaps"][:n] + self["gaps"][n + 1:]
            yield Phrase(*self.kids[:n] + self.kids[n + 1:],
                         gaps=[0] + gaps[1:])
            if self["gaps"][n]:
                yield Phrase(*self.kids,
                             gaps=[g if k != n else g // 2
                                   for k, g in enumerate(self["gaps"])])


def within_part(article, first, last):
    return any(i is not None and i[0] <= first and last <= i[1]
               for i in article.inside)


class Near(Query):
    """A w/n B: n words, or one sentence ("s") or paragraph ("p")."""
    binds = 5

    def text(self):
        a, b = self.operands()
        return "%s %s%s%s %s" % (a, "not " if self["negated"] else "",
                                 self["op"], self["n"], b)

    def hull(self, article, a, b):
        """Of two places that are near; or None."""
        n = self.more["n"]
        if a == b or (self.more["ordered"] and b[0] <= a[1]):
            return None
        low, high = min(a[0], b[0]), max(a[1], b[1])
        if n in ("s", "p"):
            near = article.unit[n][low] == article.unit[n][high]
        else:
            near = max(b[0] - a[1], a[0] - b[1], 0) <= n
        return (low, high) if near else None

    def find(self, article):
        a, b = (k.intervals(article) for k in self.kids)
        if self["negated"]:
            return {x for x in a
                    if not any(self.hull(article, x, y) for y in b)}
        pairs = (self.hull(article, x, y) for x in a for y in b)
        return minimal(h for h in pairs if h is not None)


class Several(Query):
    def text(self):
        return self["op"].join(self.operands())

    def simpler(self):
        yield from super().simpler()
        if len(self.kids) > 2:
            for n in range(len(self.kids)):
                yield self.with_kids(self.kids[:n] + self.kids[n + 1:])


class Or(Several):
    binds = 1

    def flat(self):
        for k in self.kids:
            yield from k.flat() if isinstance(k, Or) else [k]

    def find(self, article):
        return minimal(i for k in self.kids for i in k.intervals(article))

    def matches(self, article):
        return any(k.matches(article) for k in self.kids)

    def wanted(self, article):
        if self.positional:
            return self.intervals(article)
        return set().union(*(k.wanted(article) for k in self.flat()))


class Written(Or):
    """An or that is written in another way: caps(a or b), post-war."""

    binds = 10

    def text(self):
        return self["written"]

    def simpler(self):
        return iter(())


class And(Several):
    positional = False
    binds = 4

    def matches(self, article):
        return all(k.matches(article) for k in self.kids)


class Without(Query):
    positional = False
    binds = 3

    def text(self):
        return self["op"].join(self.operands())

    def matches(self, article):
        return (self.kids[0].matches(article)
                and not self.kids[1].matches(article))

    def wanted(self, article):
        return self.kids[0].wanted(article)


class Inside(Query):
    """In a part of the article (0 to 2), or, with n, in the first n words of
    its body.  Of an and, or, not: in each of its operands."""

    def text(self):
        if self.more.get("n"):
            return "first%d(%s)" % (self["n"], self.kids[0].text())
        name = ("title", "deck", "body")[self["part"]]
        return "%s:%s" % (name, self.kids[0].operand())

    binds = 10

    def find(self, article):
        limit = article.inside[self["part"]]
        if limit is None:
            return set()
        low, high = limit
        if self.more.get("n"):
            high = min(high, low + self["n"] - 1)
        return {(a, b) for a, b in self.kids[0].intervals(article)
                if low <= a and b <= high}

    def spread(self, query):
        if query.positional:
            return self.with_kids([query])
        kids = query.flat() if type(query) is Or else query.kids
        return query.with_kids([self.spread(k) for k in kids])

    def matches(self, article):
        if self.positional:
            return bool(self.intervals(article))
        return self.spread(self.kids[0]).matches(article)

    def wanted(self, article):
        if self.positional:
            return self.intervals(article)
        return self.spread(self.kids[0]).wanted(article)


class AtLeast(Query):
    binds = 10

    def __init__(self, *kids, **more):
        super().__init__(*kids, **more)
        self.positional = False

    def text(self):
        return "atleast%d(%s)" % (self["n"], self.kids[0].text())

    def matches(self, article):
        return len(self.kids[0].intervals(article)) >= self["n"]

    def wanted(self, article):
        return self.kids[0].intervals(article)


class Field(Leaf):
    """What is no matter of places."""
    positional = False

    def matches(self, article):
        return self["fits"](article)

    def wanted(self, article):
        return set()


def hits(query, article):
    """As query --hits --json has them: part, first and last word, first byte
    and the one behind the last, sentence."""
    out = []
    for first, last in sorted(query.wanted(article)):
        part = [n for n, i in enumerate(article.inside)
                if i is not None and i[0] <= first <= i[1]][0]
        low = article.inside[part][0]
        sentence = article.unit["s"]
        out.append((part, first - low + 1, last - low + 1,
                    article.span[first][0], article.span[last][1],
                    sentence[first] - sentence[low] + 1))
    return out
