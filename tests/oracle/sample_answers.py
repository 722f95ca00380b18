#!/usr/bin/env python3
"""What the sample articles answer: found by reading them, without an index.

    sample_answers.py            print the table of known answers
    sample_answers.py --check    compare it with tests/cases/sample-answers.tsv

Reads corpus/sample/src directly and shares no code with newsidx: the formats
are read, words cut and distances measured here once more, by other means.
Each query stands beside a Python expression that says what it means.
"""
import html
import json
import os
import re
import sys
import unicodedata

HERE = os.path.dirname(os.path.abspath(__file__))
SRC = os.path.join(HERE, "..", "..", "corpus", "sample", "src")
TABLE = os.path.join(HERE, "..", "cases", "sample-answers.tsv")
GAP = 100  # free positions between headline, deck and body

MONTHS = ("january february march april may june july august september "
          "october november december").split()

# ---- words ------------------------------------------------------------------

WORD = re.compile(r"(?:[^\W\d_]\.){2,}"        # u.s.
                  r"|\d{1,2}/\d{1,2}(?!\d)"    # 9/11
                  r"|\d{1,3}(?:,\d{3})+(?!\d)"  # 1,000
                  r"|[^\W\d_]+&[^\W\d_]+"      # at&t
                  r"|[^\W_]+(?:'[^\W_]+)*")    # o'brien
ELISION = re.compile(r"^(?:[cdjlmnst]|qu)'(?=.)")


def fold(text):
    text = text.replace("\u00ad", "").replace("\u2019", "'")
    text = unicodedata.normalize("NFKD", text.casefold())
    text = "".join(c for c in text if not unicodedata.combining(c))
    return unicodedata.normalize("NFC", text).replace("\u0629", "\u0647") \
        .replace("\u0649", "\u064a")


def words(text):
    """The words of a text, each at its place in the list."""
    text = re.sub(r"(?<=[^\W\d_])-\n(?=[a-z])", "", text)
    out = []
    for w in WORD.findall(fold(text)):
        w = w.replace(".", "").replace(",", "")
        if w.endswith("'s"):
            w = w[:-2]
        m = ELISION.match(w)
        if m:
            out.append(m.group()[:-1])
            w = w[m.end():]
        out.append(w)
    return out


# ---- articles ---------------------------------------------------------------

class Article:
    def __init__(self, headline, body, deck="", date="", source="", author="",
                 language=""):
        self.headline = " ".join(headline.split())
        self.deck = deck
        self.body = body
        self.date = date
        self.source = source
        self.author = author
        self.language = language
        self.at = {}
        position = 0
        for part in (self.headline, deck, body):
            for w in words(part):
                position += 1
                self.at.setdefault(w, []).append(position)
            position += GAP
        self.title_words = words(self.headline)
        self.letters = "".join((self.headline + "\n" + body).split())


def read_plain(path, text):
    lines = text.split("\n")
    date = re.search(r"(\d{4})[/-](\d\d)[/-](\d\d)/", path)
    if lines[0].startswith("https://"):
        return Article(lines[2], "\n".join(lines[3:]), date=lines[1][:10])
    head, _, body = text.partition("\n\n")
    head = head.split("\n")
    deck = author = ""
    for line in head[1:]:
        if line.startswith("By "):
            author = line[3:]
        else:
            deck = line
    return Article(head[0], body, deck, "-".join(date.groups()),
                   author=author)


def read_headed(path, text):
    head, _, body = text.partition("\n\n")
    f = dict(line.split(": ", 1) for line in head.split("\n"))
    return Article(f["Title"], body, date=f["Date"], source=f["Source"],
                   author=f["Author"], language=f["Language"])


def read_json(path, text):
    r = json.loads(text)
    return Article(r.get("title") or r["headline"],
                   "\n\n".join(r.get("text") or r["content"]),
                   date=(r.get("published") or r["date"])[:10],
                   source=r["source"], author=r["author"],
                   language=r.get("language", ""))


def inside(tag, text):
    m = re.search(r"<%s>(.*?)</%s>" % (tag, tag), text, re.S)
    return html.unescape(re.sub(r"</?P>", "", m.group(1))) if m else ""


def read_trec(path, text):
    for doc in text.split("<DOC>")[1:]:
        month, day, year = re.search(r"(\w+) (\d+), (\d{4})",
                                     inside("DATE", doc)).groups()
        yield Article(inside("HEADLINE", doc), inside("TEXT", doc),
                      date="%s-%02d-%02d" % (year, MONTHS.index(month.lower())
                                             + 1, int(day)),
                      author=inside("BYLINE", doc).strip())


def read_reuters(path, text):
    for doc in text.split("<REUTERS ")[1:]:
        day, month, year = re.search(r"(\d+)-([A-Z]{3})-(\d{4})",
                                     inside("DATE", doc)).groups()
        number = [m[:3].upper() for m in MONTHS].index(month) + 1
        yield Article(inside("TITLE", doc), inside("BODY", doc),
                      date="%s-%02d-%02d" % (year, number, int(day)),
                      author=inside("AUTHOR", doc).strip())


def read_all():
    for top, folders, files in os.walk(SRC):
        folders.sort()
        for name in sorted(files):
            path = os.path.join(top, name)
            with open(path, encoding="utf-8") as f:
                text = f.read()
            if name in ("README", "topics.txt"):
                continue
            if name.endswith(".json"):
                yield read_json(path, text)
            elif "<REUTERS " in text:
                yield from read_reuters(path, text)
            elif "<DOC>" in text:
                yield from read_trec(path, text)
            elif text.startswith("Title: "):
                yield read_headed(path, text)
            else:
                yield read_plain(path, text)


# ---- what a query means -----------------------------------------------------
# Spans are (first, last) positions.  Everything else is a set of articles.

def spans(a, phrase):
    ws = words(phrase)
    found = []
    for p in a.at.get(ws[0], []):
        if all(p + i in a.at.get(w, []) for i, w in enumerate(ws)):
            found.append((p, p + len(ws) - 1))
    return found


def has(*phrases):
    """Any of them, each a word or adjacent words."""
    return lambda a: any(spans(a, p) for p in phrases)


def near(left, right, n, ordered=False):
    """A span of left and one of right whose nearest ends are at most n apart."""
    left = left if isinstance(left, tuple) else (left,)
    right = right if isinstance(right, tuple) else (right,)

    def test(a):
        for x in (s for p in left for s in spans(a, p)):
            for y in (s for p in right for s in spans(a, p)):
                if 0 < y[0] - x[1] <= n:
                    return True
                if not ordered and 0 < x[0] - y[1] <= n:
                    return True
        return False
    return test


def title(phrase):
    ws = words(phrase)
    return lambda a: any(a.title_words[i:i + len(ws)] == ws
                         for i in range(len(a.title_words)))


def letters(run):
    """A run of Japanese, wherever it stands."""
    return lambda a: run in a.letters


def by(name):
    return lambda a: fold(name) in words(a.author)


def source(name):
    return lambda a: a.source == name


def lang(code):
    return lambda a: a.language == code


def dated(first, last):
    """Both days included."""
    return lambda a: first <= a.date <= last


def both(*tests):
    return lambda a: all(t(a) for t in tests)


def either(*tests):
    return lambda a: any(t(a) for t in tests)


def but(test, without):
    return lambda a: test(a) and not without(a)


SG = has("security guarantees")

QUERIES = [
    # words as written
    ('=ukraine', has("ukraine")),
    ('=sanctions', has("sanctions")),
    ('=sanction', has("sanction")),
    ('=naive', has("naive")),
    ('=naïve', has("naive")),
    ('=café', has("cafe")),
    ('=zebra', has("zebra")),
    # forms that news are full of
    ("O'Brien", has("o'brien")),
    ('O’Brien', has("o'brien")),
    ('AT&T', has("at&t")),
    ('COVID-19', has("covid 19")),
    ('9/11', has("9/11")),
    ('1,000', has("1000")),
    ('1000', has("1000")),
    ('=homme', has("homme")),
    ('=cooperation', has("cooperation")),
    ('=international', has("international")),
    # phrases
    ('"security guarantees"', SG),
    ('"SECURITY Guarantees"', SG),
    ('"guarantees of security"', has("guarantees of security")),
    ('"guarantees security"', has("guarantees security")),
    ('"more security guarantees"', has("more security guarantees")),
    ('"security guards"', has("security guards")),
    ('"harbour strike"', has("harbour strike")),
    ('"port merrow"', has("port merrow")),
    ('"last keeper on the northern coast"',
     has("last keeper on the northern coast")),
    ('"fifty two years nobody"', has("fifty two years nobody")),
    ('"garanties de sécurité"', has("garanties de sécurité")),
    ('"гарантии безопасности"', has("гарантии безопасности")),
    ('"الضمانات الأمنية"', has("الضمانات الأمنية")),
    ('"安全保障"', letters("安全保障")),
    ('"連絡船"', letters("連絡船")),
    # near
    ('=security w/1 =guarantees', near("security", "guarantees", 1)),
    ('=security w/5 =guarantees', near("security", "guarantees", 5)),
    ('=security w/7 =guarantees', near("security", "guarantees", 7)),
    ('=security pre/3 =guarantees', near("security", "guarantees", 3, True)),
    ('=guarantees pre/5 =security', near("guarantees", "security", 5, True)),
    ('=oil pre/3 =prices', near("oil", "prices", 3, True)),
    ('=prices pre/3 =oil', near("prices", "oil", 3, True)),
    ('=oil w/3 =prices', near("oil", "prices", 3)),
    ('(=oil or =gas) w/3 =prices', near(("oil", "gas"), "prices", 3)),
    # together, either, without
    ('=strike and =harbour', both(has("strike"), has("harbour"))),
    ('=strike not =harbour', but(has("strike"), has("harbour"))),
    ('=election or =heat', has("election", "heat")),
    ('"security guarantees" not =ukraine', but(SG, has("ukraine"))),
    ('"security guarantees" and (=treaty or =treaties)',
     both(SG, has("treaty", "treaties"))),
    # fields
    ('title:(=strike)', title("strike")),
    ('title:"security guarantees"', title("security guarantees")),
    ('author:quill', by("quill")),
    ('author:thornbury', by("thornbury")),
    ('source:delta', source("Delta")),
    ('source:"Evening Star"', source("Evening Star")),
    ('source:delta =strike', both(source("Delta"), has("strike"))),
    ('lang:fr', lang("fr")),
    # dates
    ('date:2025-03-12', dated("2025-03-12", "2025-03-12")),
    ('date:2024-12', dated("2024-12-01", "2024-12-31")),
    ('date:1994', dated("1994-01-01", "1994-12-31")),
    ('date:2025-02-18..2025-02-27', dated("2025-02-18", "2025-02-27")),
    ('date>=2025-06-18', dated("2025-06-18", "9999")),
    ('"security guarantees" before:2000', both(SG, dated("0", "1999-12-31"))),
    ('"security guarantees" date:2025-03', both(SG, dated("2025-03-01",
                                                          "2025-03-31"))),
]

HEAD = """\
# The sample's known answers: a query, then the headlines of all articles that
# match, in byte order, each after a tab.  Made by tests/oracle/sample_answers.py,
# which reads the sources without newsidx.
"""


def table():
    articles = list(read_all())
    assert len({a.headline for a in articles}) == len(articles)
    out = [HEAD]
    for query, test in QUERIES:
        hits = sorted((a.headline for a in articles if test(a)),
                      key=lambda h: h.encode())
        out.append("\t".join([query] + hits) + "\n")
    return "".join(out)


def main():
    made = table()
    if sys.argv[1:] == []:
        sys.stdout.write(made)
        return 0
    if sys.argv[1:] != ["--check"]:
        sys.stderr.write(__doc__)
        return 2
    with open(TABLE, encoding="utf-8") as f:
        if f.read() == made:
            return 0
    sys.stderr.write("tests/cases/sample-answers.tsv is not what the sample's "
                     "sources say\n")
    return 1


if __name__ == "__main__":
    sys.exit(main())
