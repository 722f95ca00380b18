"""Articles by chance, and where each of their words stands.

An article is kept as the words that it is written with.  place() works out what
a reading of them has: the word at each position, in capitals or not, where
sentences, paragraphs and parts end, and the bytes of each word in its part.
"""
import calendar

GAP = 100  # free positions between headline, deck and body

# Each row is a family; no other two words here are related.
FAMILIES = [
    ["boat", "boats"], ["sail", "sails", "sailing", "sailed"],
    ["strike", "strikes", "striking"], ["ferry", "ferries"],
    ["harbour", "harbours"], ["us"], ["oil"], ["postwar"], ["post"], ["war"],
    ["boar"], ["coat", "coats"], ["cafe"],
]
# Many that a wildcard finds together; none is related to another.
MANY = ["zub%so" % c for c in "abcdefghijklmnopqrstuvwxyz"]
VOCABULARY = [w for f in FAMILIES for w in f]
FAMILY = {w: set(f) for f in FAMILIES + [[w] for w in MANY] for w in f}
HAN = "中国人"
FIRST_NAMES = ["Ann", "Bob", "Cleo"]
LAST_NAMES = ["Stone", "Brook", "Field"]
PARTS = ["headline", "deck", "body"]


class Manner:
    """What the articles of one trial are like: few words or many, rare or often
    in capitals."""

    def __init__(self, rnd, longest=0):
        self.words = VOCABULARY
        if rnd.random() < 0.6:
            self.words = rnd.sample(VOCABULARY, rnd.randint(2, 6))
        self.many = rnd.choice([0, 0.1])
        self.han = rnd.choice([0, 0, 0.1, 0.3])
        self.pairs = rnd.choice([0.02, 0.2])
        self.capitals = rnd.choice([0.1, 0.5])
        self.marks = rnd.choice([0, 0.2])
        self.longest = longest or rnd.choice([2, 4, 8, 12])

    def word(self, rnd):
        """As it is written, with what stands before and behind it."""
        word = rnd.choice(self.words if rnd.random() >= self.many else MANY)
        if rnd.random() < self.han:
            word = "".join(rnd.choice(HAN) for _ in range(rnd.randint(1, 4)))
        elif rnd.random() < self.pairs:
            word = "post-war"
        elif word in ("us", "oil") and rnd.random() < self.capitals:
            word = rnd.choice([word.upper()] * 2 + ["U.S."])\
                if word == "us" else "OIL"
        elif word == "cafe" and rnd.random() < 0.7:
            word = "café"
        if rnd.random() < self.marks / 4 and word.isalpha() \
                and word[0] not in HAN:
            word += rnd.choice(["'s", "’s"])
        marks = [("", "")]
        if rnd.random() < self.marks:
            marks = [("", ","), ("“", "”"), ("(", ")"), ("– ", ""), ("", "."),
                     ("", "!"), ("", " …")]
        return (word,) + rnd.choice(marks)

    def sentence(self, rnd, longest):
        return ([self.word(rnd) for _ in range(rnd.randint(1, longest))],
                rnd.choice([".", ".", "!", "?", ".”", "?!", ""]))

    def part(self, rnd, paragraphs, sentences, longest):
        return [[self.sentence(rnd, longest)
                 for _ in range(rnd.randint(1, sentences))]
                for _ in range(rnd.randint(1, paragraphs))]


def folded(word):
    return word.lower().replace("é", "e").replace(".", "")


def fitting(words):
    """The same, where no mark inside ends a sentence: behind a stop a small
    letter goes on."""
    out = []
    for n, (word, before, after) in enumerate(words):
        goes_on = False
        # A dash does not begin a sentence.
        if n == 0 and before == "– ":
            before = ""
        if n + 1 < len(words):
            following, mark, _ = words[n + 1]
            goes_on = following[0].isascii() and following[0].islower() \
                and mark in ("", "– ")
        if word == "U.S." and (not goes_on or after not in ("", ",")):
            word = "US"
        if after in (".", "!", " …") and not goes_on:
            after = ""
        out.append((word, before, after))
    return out


class Writer:
    """The text of a part, and the bytes of its words."""

    def __init__(self):
        self.text, self.bytes = [], 0
        self.words = []  # written, first byte, byte behind the last

    def put(self, text):
        self.text.append(text)
        self.bytes += len(text.encode())

    def put_word(self, word, before, after, big):
        self.put(before)
        start = self.bytes
        self.put(word[0].upper() + word[1:] if big else word)
        self.words.append((word, start, self.bytes))
        self.put(after)

    def put_sentence(self, words, stop):
        if stop == ".”":
            self.put("“")
        for n, (word, before, after) in enumerate(fitting(words)):
            if n > 0:
                self.put(" ")
            self.put_word(word, before, after, n == 0)
        self.put(stop)


class Article:
    """id, parts (None for one that is not there, else paragraphs of
    sentences of words), authors, date."""

    def __init__(self, name, parts, authors=(), date=None):
        self.id, self.parts = name, parts
        self.authors, self.date = list(authors), date
        self.place()

    def place(self):
        """Words at positions, where sentences and parts end."""
        self.places, self.caps, self.joined, self.runs = {}, set(), set(), []
        self.unit = {"s": {}, "p": {}}
        self.inside, self.texts = [None, None, None], ["", "", ""]
        self.span, self.cache = {}, {}
        self.units = {"s": 0, "p": 0}
        self.words = self.last = 0
        for n, part in enumerate(self.parts):
            if part is None:
                continue
            base = self.last = self.last + GAP if self.last else 0
            self.place_part(n, part)
            self.inside[n] = (base + 1, self.last)

    def place_part(self, n, part):
        w = Writer()
        for k, paragraph in enumerate(part):
            if k > 0:
                w.put("\n\n")
            self.units["p"] += 1
            first, w.words = self.last + 1, []
            for m, (words, stop) in enumerate(paragraph):
                if m > 0:
                    w.put(" ")
                self.units["s"] += 1
                # Only what ends a paragraph may do without a stop.
                last = m + 1 == len(paragraph)
                already = len(w.words)
                w.put_sentence(words, stop if last or stop else ".")
                for written in w.words[already:]:
                    self.place_word(*written)
            if all(written.isupper() for written, _, _ in w.words):
                self.forget_capitals(first)
        self.texts[n] = "".join(w.text)

    def place_word(self, word, start, end):
        if word == "post-war":
            self.joined.add(self.last + 1)
            self.add("post", start, start + 4)
            self.add("war", end - 3, end)
        elif word[0] in HAN:
            self.runs.append((self.last + 1, word))
            for n, c in enumerate(word):
                self.add(c, start + 3 * n, start + 3 * n + 3)
        else:
            bare = word.removesuffix("'s").removesuffix("’s")
            self.add(folded(bare), start, end)
            if bare.isupper():
                self.caps.add(self.last)

    def add(self, word, start, end):
        self.last += 1
        self.words += 1
        self.places.setdefault(word, []).append(self.last)
        self.span[self.last] = start, end
        for u in "sp":
            self.unit[u][self.last] = self.units[u]

    def forget_capitals(self, first):
        """They say nothing in a paragraph that is all in capitals."""
        dotted = {p for p in self.places.get("us", ())
                  if self.span[p][1] - self.span[p][0] == len("U.S.")}
        self.caps -= set(range(first, self.last + 1)) - dotted

    def record(self):
        out = {"id": self.id, "authors": self.authors, "language": "en"}
        out.update((name, self.texts[n]) for n, name in enumerate(PARTS)
                   if self.parts[n] is not None)
        if self.date is not None:
            out["date"] = self.date
        return out


def random_article(rnd, manner, number):
    deck = None
    if rnd.random() < 0.5:
        # One that only repeats what stands elsewhere is dropped when it is
        # indexed, so it ends with a word that no other part has.
        deck = manner.part(rnd, 1, 2, 3)
        deck[0].append(([("shore", "", "")], "."))
    parts = [manner.part(rnd, 1, 2, 4), deck,
             manner.part(rnd, 3, 3, manner.longest)]
    if rnd.random() < 0.15:
        # A headline alone may be no article.
        parts[rnd.choice([0, 2]) if deck else 0] = None
    authors = [rnd.choice(FIRST_NAMES) + " " + rnd.choice(LAST_NAMES)
               for _ in range(rnd.randint(0, 2))]
    return Article("n%d" % number, parts, authors, random_date(rnd))


def crowd_article(number):
    """One of many alike."""
    sentence = [("crowd", "", ""), ("here", "", "")], "."
    return Article("c%d" % number, [None, None, [[sentence]]], [], "2019")


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


# ---- shorter ones ------------------------------------------------------------

def without_one(items):
    for n in range(len(items)):
        yield items[:n] + items[n + 1:]


def shorter_part(part):
    """Without a paragraph, a sentence, a word or a mark."""
    yield from (p for p in without_one(part) if p)
    for n, paragraph in enumerate(part):
        for p in without_one(paragraph):
            if p:
                yield part[:n] + [p] + part[n + 1:]
        for m, (words, stop) in enumerate(paragraph):
            for s in shorter_sentence(words, stop):
                yield (part[:n] + [paragraph[:m] + [s] + paragraph[m + 1:]]
                       + part[n + 1:])


def shorter_sentence(words, stop):
    for w in without_one(words):
        if w:
            yield w, stop
    if stop not in ("", "."):
        yield words, "."
    for n, (word, before, after) in enumerate(words):
        if before or after:
            yield words[:n] + [(word, "", "")] + words[n + 1:], stop


def shorter(article):
    """Each article that is this one with a little less."""
    parts = article.parts
    for n in range(len(parts)):
        if parts[n] is not None:
            yield parts[:n] + [None] + parts[n + 1:]
    for n, part in enumerate(parts):
        for p in shorter_part(part) if part is not None else ():
            yield parts[:n] + [p] + parts[n + 1:]
