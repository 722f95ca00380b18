#!/usr/bin/env python3
"""What nested queries find in JSON lines, by reading the articles.

    nested.py ARCHIVE.jsonl.gz

Prints each query of the list below, then the ids of all articles that match, in
byte order, each after a tab.  Shares nothing with newsidx and has no index:
words and sentences are cut here by regular expressions, families are written
out, and meaning.py tries every place against every other.  Beside each query
stands what it means.
"""
import functools
import gzip
import json
import re
import sys
import unicodedata

from meaning import And, AtLeast, Field, Inside, Leaf, Near, Or, Phrase, Without

GAP = 100  # free positions between headline and body

# ---- words ------------------------------------------------------------------

APOSTROPHE = "['\u2018\u2019\u02bc]"
LETTER = r"[^\W\d_]"
WORD = re.compile(
    rf"(?:(?:{LETTER}\.){{2,}}(?:{LETTER}(?!\w))?|{LETTER}\.{LETTER}(?!\w)"  # U.S.
    r"|(?<!\d,)\d{1,3}(?:,\d{3})+(?!,?\d)(?:\.\d+)*[^\W_]*"     # 1,000
    r"|[^\W_]*\d(?:\.\d+)+[^\W_]*"                              # 2.5, off10.2
    rf"|{LETTER}+&{LETTER}+"                                    # AT&T
    rf"|(?:[^\W_]|[\u0300-\u036f])+(?:{APOSTROPHE}(?<=\D.){LETTER}+)*)"
    rf"(?:{APOSTROPHE}[sS](?!\w))?")                               # 1950's
SIMPLE = re.compile(r"[^\W_]+")
HYPHENS = ("-", "\u2010", "\u2011")


@functools.lru_cache(None)
def fold(word):
    word = re.sub(APOSTROPHE, "'", word.casefold())
    word = "".join(c for c in word if unicodedata.category(c) != "No")
    word = "".join(c for c in unicodedata.normalize("NFKD", word)
                   if not unicodedata.combining(c))
    word = unicodedata.normalize("NFC", word.replace("\u0153", "oe").replace(
        "\u00f0", "d"))
    if word[:1].isdigit():
        word = word.replace(",", "")
    elif word[1:2] == ".":
        word = word.replace(".", "")
    return word[:-2] if len(word) > 2 and word.endswith("'s") else word


@functools.lru_cache(None)
def is_capitals(word):
    word = re.sub(APOSTROPHE + "[sS]$", "", word)
    letters = [c for c in word if c.isalpha()]
    return (sum(c.isalnum() for c in word) > 1 and bool(letters)
            and all(c.isupper() for c in letters))


# ---- sentences --------------------------------------------------------------

CLOSERS = "\"')\\]}»«‘’“”‹›"
END = re.compile(r"[.!?\u2026]+[" + CLOSERS + r"]*(?=(\s+)(\S))")
OPENERS = "\"'([¡¿«»‘’‚“”„‹›"
NEVER = set("mr mrs ms dr prof gen col lt sgt capt maj adm sen rep gov rev hon "
            "messrs st vs".split())
SELDOM = set("jr sr inc corp ltd co bros plc etc jan feb mar apr jun jul aug "
             "sep sept oct nov dec".split())
BEFORE_NUMBER = set("no nos vol art".split())
# Words that begin a sentence rather than go on with the name before them.
STARTER = set("""a after all also although an and another as at before both but
by despite during each earlier even every for from he her his how however i if in
instead it its many most my no not on one or other our she since so some such
that the their then there these they this those though to under until we what
when where which while who why with yet you your""".split())


PLAIN = re.compile(r"[A-Za-z]+(?!\w)")


def is_starter(text, at):
    m = PLAIN.match(text, at)
    return m is not None and m.group().lower() in STARTER


def ends_sentence(text, word, after):
    """Whether the first of two words (matches) ends its sentence."""
    written = word.group()
    dotted = written[1:2] == "."
    stop = word.end() - written.endswith(".")
    m = END.search(text, stop, after.start() + 1)
    if not m:
        return False
    first = m.group(2)
    if not (first.isdigit() or first in OPENERS or
            (first.isalpha() and not first.islower())):
        return False
    if m.group() != "." or m.start() > word.end():
        return True
    form = fold(written)
    if len(written) == 1 and written.isupper() or form in NEVER:
        return False
    if form in BEFORE_NUMBER:
        return not first.isdigit()
    if dotted or form in SELDOM or (re.fullmatch(r"\d\d?", written) and
                                    first.isalpha()):
        return is_starter(text, m.start(2))
    return True


# ---- articles ---------------------------------------------------------------

class Article:
    """places: a form's positions; pairs: those of two words that a hyphen
    links; inside: first and last position of headline, deck, body."""

    def __init__(self, record):
        self.id = record["id"]
        self.date = record["date"]
        self.cache = {}
        self.places, self.pairs, self.caps = {}, {}, set()
        self.unit = {"s": [0], "p": [0]}
        self.inside = [self.read(record["title"]), None,
                       self.read(record["body"])]

    def read(self, text):
        first = len(self.unit["s"])
        for paragraph in re.split(r"\n\s*\n", text):
            self.read_paragraph(paragraph)
        last = len(self.unit["s"]) - 1
        for unit in self.unit.values():
            unit.extend([unit[-1] + 1] * GAP)
        return (first, last) if last >= first else None

    def read_paragraph(self, text):
        found = [m for m in WORD.finditer(text) if fold(m.group())]
        s, p = (self.unit[u][-1] + 1 for u in "sp")
        letters = "".join(m.group() for m in found)
        shouted = letters == letters.upper() != letters.lower()
        for n, m in enumerate(found):
            position = len(self.unit["s"])
            self.places.setdefault(fold(m.group()), []).append(position)
            if is_capitals(m.group()) and \
                    (not shouted or m.group()[1:2] == "."):
                self.caps.add(position)
            self.unit["s"].append(s)
            self.unit["p"].append(p)
            if n + 1 < len(found) and ends_sentence(text, m, found[n + 1]):
                s += 1
        self.link(text, found, len(self.unit["s"]) - len(found))

    def link(self, text, found, position):
        """Exactly two words that a hyphen links."""
        linked = [False] + [text[a.end():b.start()] in HYPHENS
                            for a, b in zip(found, found[1:])] + [False]
        for n in range(1, len(linked) - 1):
            if not linked[n] or linked[n - 1] or linked[n + 1]:
                continue
            a, b = found[n - 1].group(), found[n].group()
            if SIMPLE.fullmatch(a) and SIMPLE.fullmatch(b):
                at = position + n - 1
                self.pairs.setdefault(fold(a) + fold(b), set()).add(
                    (at, at + 1))


# ---- queries ----------------------------------------------------------------

class Forms(Leaf):
    """A word by its forms, written out; and how two linked words spell it."""

    def find(self, article):
        out = {(p, p) for f in self["forms"] for p in article.places.get(f, ())
               if not self.more.get("caps") or p in article.caps}
        return out.union(*(article.pairs.get(f, ()) for f in self["pairs"]))


class Pattern(Leaf):
    def find(self, article):
        return {(p, p) for w, at in article.places.items()
                if self["fits"](w) for p in at}


def word(forms):
    """A typed word, first of its family."""
    forms = forms.split()
    return Forms(forms=forms, pairs=forms[:1])


def like(*beginnings):
    known = {}

    def fits(w):
        if w not in known:
            known[w] = w.startswith(beginnings)
        return known[w]
    return Pattern(fits=fits)


def phrase(text):
    """In quotes; '*' is one word of any kind."""
    kids, gaps, gap = [], [], 0
    for w in text.split():
        if w == "*":
            gap += 1
            continue
        kids.append(word(w))
        gaps.append(gap)
        gap = 0
    return Phrase(*kids, gaps=gaps)


def near(n, a, b, ordered=False, negated=False):
    return Near(a, b, n=n, ordered=ordered, negated=negated)


def pre(n, a, b):
    return near(n, a, b, ordered=True)


def lacks(n, a, b):
    return near(n, a, b, negated=True)


def title(query):
    return Inside(query, part=0)


def dated(first, last):
    return Field(fits=lambda a: first <= a.date <= last)


CEASEFIRE = word("ceasefire ceasefires")
SANCTION = word("sanction sanctions sanctioned sanctioning")
SHUTDOWN = word("shutdown shutdowns")
GOVERNMENT = word("government governments govern governs governed governing "
                  "governance governmental governable")
REPEAL = like("repeal", "replac")
HURRICANE = word("hurricane hurricanes")

QUERIES = [
    ('("peace deal" or ceasefire) w/10 (ukrain* pre/3 "security guarantees")',
     near(10, Or(phrase("peace deal"), CEASEFIRE),
          pre(3, like("ukrain"), phrase("security guarantees")))),
    ('("peace deal" or ceasefire) w/30 (syria* pre/20 russia*)',
     near(30, Or(phrase("peace deal"), CEASEFIRE),
          pre(20, like("syria"), like("russia")))),
    ('(sanction w/5 (=iran or "north korea")) w/15 '
     '("nuclear program" or missile)',
     near(15, near(5, SANCTION, Or(word("iran"), phrase("north korea"))),
          Or(phrase("nuclear program"), word("missile missiles")))),
    ('("climate change" not w/10 (hoax* or "paris agreement")) w/s '
     '(=coal or =emissions)',
     near("s", lacks(10, phrase("climate change"),
                     Or(like("hoax"), phrase("paris agreement"))),
          Or(word("coal"), word("emissions")))),
    ('title:shutdown atleast3((government or =wall) w/5 shutdown) '
     'date:2018-12..2019-01',
     And(title(SHUTDOWN),
         AtLeast(near(5, Or(GOVERNMENT, word("wall")), SHUTDOWN), n=3),
         dated("2018-12", "2019-01-31"))),
    ('((=gun or =guns) pre/3 ("background checks" or =control)) w/s '
     '(senat* w/3 (=democrat or =democrats or =republican or =republicans))',
     near("s", pre(3, Or(word("gun"), word("guns")),
                   Or(phrase("background checks"), word("control"))),
          near(3, like("senat"),
               Or(*map(word, "democrat democrats republican republicans"
                       .split()))))),
    ('("white house" pre/2 spokes*) w/p (deny w/3 (alleg* or accus* or '
     'report*)) or ("white house" pre/2 "press secretary") w/s deny',
     Or(near("p", pre(2, phrase("white house"), like("spokes")),
             near(3, word("deny denies denied denying"),
                  like("alleg", "accus", "report"))),
        near("s", pre(2, phrase("white house"), phrase("press secretary")),
             word("deny denies denied denying")))),
    ('atleast3("health care" w/8 (repeal* or replac*)) not title:obamacare',
     Without(AtLeast(near(8, phrase("health care"), REPEAL), n=3),
             title(word("obamacare obamacares")))),
    ('(hurricane w/3 (=harvey or =maria or =irma)) w/40 '
     '(=fema not w/5 =trump)',
     near(40, near(3, HURRICANE, Or(*map(word, ("harvey", "maria", "irma")))),
          lacks(5, word("fema"), word("trump")))),
    ('first50("supreme court" w/10 (rul* or decid*)) '
     'title:(court or =justices) date>=2015',
     And(Inside(near(10, phrase("supreme court"), like("rul", "decid")),
                part=2, n=50),
         title(Or(word("court courts courted courting"), word("justices"))),
         dated("2015", "9999"))),
    ('("affordable * act" or obamacare) w/20 "pre-existing conditions"',
     near(20, Or(phrase("affordable * act"), word("obamacare obamacares")),
          Or(phrase("pre existing conditions"),
             phrase("preexisting conditions")))),
    ('(caps(GOP) w/s ("tax cuts" or "tax reform")) not w/p deficit*',
     lacks("p", near("s", Forms(forms=["gop"], pairs=[], caps=True),
                     Or(phrase("tax cuts"), phrase("tax reform"))),
           like("deficit"))),
    ('((=trump or =obama) w/4 (=said or =told)) w/s '
     '(ukrain* pre/5 (=president or "prime minister"))',
     near("s", near(4, Or(word("trump"), word("obama")),
                    Or(word("said"), word("told"))),
          pre(5, like("ukrain"), Or(word("president"),
                                    phrase("prime minister"))))),
]


def main():
    found = [[] for _ in QUERIES]
    with gzip.open(sys.argv[1], "rt", encoding="utf-8") as f:
        for line in f:
            article = Article(json.loads(line))
            for ids, (_, query) in zip(found, QUERIES):
                if query.matches(article):
                    ids.append(article.id)
    for ids, (text, _) in zip(found, QUERIES):
        print("\t".join([text] + sorted(ids)))


if __name__ == "__main__":
    main()
