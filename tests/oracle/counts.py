#!/usr/bin/env python3
"""Counts by period and by field, held to a reading of the raw archive.

    counts.py INDEX allsides-1in6.jsonl.gz
    counts.py INDEX reuters21578.tar.gz

Reads the archive without newsidx, finds by nested.py's cutting of words and
meaning.py's intervals what each query of a list matches and how often, counts by
day, week, month, year, source, section, author, place and keyword as the archive
writes them, and compares every number that newsidx trend, facets and batch print
for an index of that archive.  Prints how many, and each that differs.
"""
import collections
import csv
import datetime
import functools
import gzip
import html
import io
import json
import os
import re
import subprocess
import sys
import tarfile

from meaning import And, Or, Without
from nested import Article, near, phrase, pre, word

SHOWN = 50  # differences, at most
PERIODS = ["day", "week", "month", "year"]

# ---- queries ----------------------------------------------------------------


def either(*words):
    return Or(*map(word, words))


ALLSIDES = [
    ("=immigration", word("immigration")),
    ('"gun control"', phrase("gun control")),
    ("=climate w/3 =change", near(3, word("climate"), word("change"))),
    ("(=trump or =obama) w/5 =said",
     near(5, either("trump", "obama"), word("said"))),
    ("=election and =fraud", And(word("election"), word("fraud"))),
    ("=tax not =reform", Without(word("tax"), word("reform"))),
    ('"supreme court" pre/5 =ruling',
     pre(5, phrase("supreme court"), word("ruling"))),
    ('"fake news" or "mainstream media"',
     Or(phrase("fake news"), phrase("mainstream media"))),
    ('"white house" not (=trump or =obama)',
     Without(phrase("white house"), either("trump", "obama"))),
    ("=the", word("the")),
    ("=coronavirus w/s =masks",
     near("s", word("coronavirus"), word("masks"))),
]

REUTERS = [
    ("=oil", word("oil")),
    ('"crude oil"', phrase("crude oil")),
    ("=wheat w/5 =tonnes", near(5, word("wheat"), word("tonnes"))),
    ("=dollar and =yen", And(word("dollar"), word("yen"))),
    ("(=gold or =silver) not =mine",
     Without(either("gold", "silver"), word("mine"))),
    ('"interest rates"', phrase("interest rates")),
    ("=takeover", word("takeover")),
    ('"federal reserve" w/10 =rates',
     near(10, phrase("federal reserve"), word("rates"))),
    ("=loss pre/3 =profit", pre(3, word("loss"), word("profit"))),
    ("=said", word("said")),
    ("=opec not w/20 =oil",
     near(20, word("opec"), word("oil"), negated=True)),
]

# ---- archives ---------------------------------------------------------------
# Each article as title, body, date (as far as it is known: "2019-05-07",
# "2019-05" or ""), and its values of each field.

JOBS = ("writer", "reporter", "correspondent", "columnist", "staff", "team",
        "producer", "contributor")
BETWEEN = re.compile(r"[,;|&]|\s(?:and|e|y)\s", re.I)


def people(byline):
    """Names, one by one; what ends with a job is none."""
    names = []
    for name in BETWEEN.split(byline):
        name = " ".join(name.split())
        if re.search(r"[^.\s]{4,}\.$|\b[a-z]\w*\.$", name) and \
                not name.endswith(("Jr.", "Sr.")):
            name = name[:-1]
        if name and not name.lower().split()[-1].rstrip("s") in JOBS and \
                name not in names:
            names.append(name)
    return names


def address_date(url):
    """The day or month that a URL has, as /2016/07/24/ or /2016/07/; or ""."""
    m = re.search(r"/((?:19|20)\d\d)/(\d\d)(?:/(\d\d))?/", url)
    return "-".join(filter(None, m.groups())) if m else ""


def believed(date):
    """No newspaper is of the year 1."""
    return date if "1600" <= date[:4] <= "2200" else ""


ELIDED = re.compile(r"(?i)(?<!\w)([cdjlmnst]|(?:puis)?qu|dell)['\u2019]"
                    r"(?=(?:[aeiouyh\u00c0-\u00ff][^\W\d_]|a\b))")


def plain(text):
    """Without soft hyphens and spaces of no width; l'immigration as two words.
    """
    return ELIDED.sub(r"\1 ", re.sub("[\u00ad\u200b]", "", text))


def allsides(path):
    with gzip.open(path, "rt", encoding="utf-8") as f:
        for line in f:
            r = json.loads(line)
            date = r["date"]
            if "/" in date:
                month, day, year = map(int, date.split("/"))
                date = "20%02d-%02d-%02d" % (year, month, day)
            elif not date:
                date = address_date(r["url"])
            yield plain(r["title"]), plain(r["body"]), believed(date), {
                "source": [r["source"].strip()],
                "section": [r["topic"].strip()],
                "author": people(r["authors"]),
            }


MONTHS = "JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC".split()


def element(name, text):
    m = re.search("<%s[^>]*>(.*?)</%s>" % (name, name), text, re.S)
    return m and m.group(1)


def unescape(text):
    return re.sub(r"[\x00-\x08\x0b-\x1f]", " ", html.unescape(
        re.sub(r"&#(\d+);", lambda m: chr(int(m.group(1))), text)))


def codes(*lists):
    out = []
    for c in lists:
        for code in re.findall("<D>(.*?)</D>", c or ""):
            if code not in out:
                out.append(code)
    return out


def reuters_record(r):
    text = re.search("<TEXT.*?</TEXT>", r, re.S).group()
    title, body = element("TITLE", text), element("BODY", text)
    if body is None and 'TYPE="UNPROC"' in text[:40]:
        body = re.sub("<TITLE.*?</TITLE>", "", element("TEXT", text),
                      flags=re.S)
    # How Reuters ends its texts; "REUTER..." stays, as newsidx has it.
    body = re.sub(r"(?i)(\n[ \t]*reuters?\s*)+$", "", unescape(body or ""))
    day, month, year = element("DATE", r).strip().split()[0].split("-")
    author = re.sub(r"(?i)^\s*by |(^|,)?\s*reuters?\s*$", "",
                    unescape(element("AUTHOR", text) or ""))
    return (plain(unescape(title or "")), plain(body),
            "%s-%02d-%02d" % (year, 1 + MONTHS.index(month.upper()),
                              int(day)),
            {"source": ["Reuters"], "section": [],
             "author": [p for p in people(author) if p != "Reuters"],
             "keyword": codes(*(element(name, r) for name in (
                 "TOPICS", "PEOPLE", "ORGS", "EXCHANGES", "COMPANIES"))),
             "place": codes(element("PLACES", r))})


def reuters(path):
    with tarfile.open(path) as tar:
        for member in tar:
            if not member.name.endswith(".sgm"):
                continue
            text = tar.extractfile(member).read().decode("latin-1")
            for r in re.findall("<REUTERS.*?</REUTERS>", text, re.S):
                yield reuters_record(r)


# ---- counting ---------------------------------------------------------------

def period(by, date):
    """"" for no date, None where less is known than the period."""
    if not date:
        return ""
    if by == "year":
        return date[:4]
    if by == "month":
        return date[:7]
    if len(date) < 10:
        return None
    if by == "day":
        return date
    return "%d-W%02d" % datetime.date.fromisoformat(date).isocalendar()[:2]


class Counts:
    """Of one query: articles and hits, by each value of each field and by each
    period; "" stands for none."""

    def __init__(self):
        self.all = [0, 0]
        self.by = collections.defaultdict(lambda: [0, 0])
        self.split = collections.defaultdict(lambda: [0, 0])

    def add(self, date, values, hits):
        def count(c):
            c[0] += 1
            c[1] += hits
        count(self.all)
        for field, names in values.items():
            for name in names or [""]:
                count(self.by[field, name])
        for by in PERIODS:
            count(self.by[by, period(by, date)])
        if date:
            for field in ("source", "section"):
                name = (values[field] or [""])[0]
                count(self.split[field, name, period("year", date)])

    def of(self, field):
        return {k[1]: tuple(v) for k, v in self.by.items() if k[0] == field
                and (field != "place" or k[1])}


def typed_words(text):
    return [w.split() for w in
            re.split(r" or | and | not | w/\w+ | pre/\d+ |[()]",
                     text.replace('"', "").replace("=", ""))]


def may_match(low, text):
    """Reading all words of each article takes long."""
    return any(all(w in low for w in words)
               for words in typed_words(text) if words)


def read(archive, queries):
    everything, found = Counts(), [Counts() for _ in queries]
    for title, body, date, values in archive:
        everything.add(date, values, 0)
        low = re.sub("[-\u2010\u2011]\n?", "", (title + "\n" + body).lower())
        wanted = [n for n, (text, _) in enumerate(queries)
                  if may_match(low, text)]
        if not wanted:
            continue
        article = Article({"id": "", "date": "", "title": title,
                           "body": body})
        for n in wanted:
            query = queries[n][1]
            if query.matches(article):
                found[n].add(date, values, len(query.wanted(article)))
    return everything, found


# ---- comparing --------------------------------------------------------------

class Comparison:
    def __init__(self, index):
        self.index, self.numbers, self.different = index, 0, 0

    def run(self, *arguments, stdin=None):
        return subprocess.run(
            ["newsidx", arguments[0], "-i", self.index, *arguments[1:]],
            input=stdin, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            check=True).stdout.decode()

    def table(self, *arguments, stdin=None):
        return list(csv.DictReader(io.StringIO(
            self.run(*arguments, stdin=stdin), newline="")))

    def same(self, got, wanted, *what):
        """Two dictionaries of numbers; what is not there is 0."""
        for key in sorted(set(got) | set(wanted), key=str):
            zero = tuple(0 for _ in next(iter((got or wanted).values())))
            a, b = got.get(key, zero), wanted.get(key, zero)
            self.numbers += len(a)
            if a != b:
                self.different += 1
                if self.different <= SHOWN:
                    print("different:", *what, repr(key), "is", a, "not", b)


def known(rows, *columns):
    return {r[columns[0]]: tuple(int(r[c]) for c in columns[1:]) for r in rows}


def share(n, of):
    return "%.6g" % (n / of) if of else ""


def compare_trend(c, text, found, everything):
    for by in PERIODS:
        rows = c.table("trend", "--hits", "--csv", "--by", by, text)
        all_ = everything.of(by)
        wanted = {k: (*v, all_[k][0]) for k, v in found.of(by).items()
                  if k}
        c.same({r["period"]: (int(r["articles"]), int(r["hits"]),
                              int(r["all"])) for r in rows},
               {**{r["period"]: (0, 0, all_.get(r["period"], (0,))[0])
                   for r in rows}, **wanted}, text, by)
        assert len({r["period"] for r in rows}) == len(rows)
        c.same({r["period"]: (r["share"],) for r in rows},
               {r["period"]: (share(wanted.get(r["period"], (0,))[0],
                                    all_.get(r["period"], (0,))[0]),)
                for r in rows}, text, by, "share")
        series = json.loads(c.run("trend", "--hits", "--json", "--by", by,
                                  text))["series"][0]
        c.same({"": (series["articles"], series["hits"], series["undated"],
                     series["less_known"], series["outside"])},
               {"": (*found.all, found.of(by).get("", (0,))[0],
                     found.of(by).get(None, (0,))[0], 0)}, text, by, "totals")


def compare_split(c, text, found, everything, field):
    rows = c.table("trend", "--csv", "--long", "--by", "year", "--split",
                   field, "--hits", "--top", "4", text)
    values = {k: v for k, v in found.of(field).items() if k}
    top = sorted(values, key=lambda k: (-values[k][0], k.encode()))[:4]
    wanted = collections.defaultdict(lambda: [0, 0, 0])
    for counts, at in ((found, 0), (everything, 2)):
        for (f, name, year), n in counts.split.items():
            if f != field:
                continue
            name = name if name in top else "others" if name else "not known"
            wanted[name, year][at] += n[0]
            if at == 0:
                wanted[name, year][1] += n[1]
    shown = {(r[field], r["period"]): (int(r["articles"]), int(r["hits"]),
                                       int(r["all"])) for r in rows}
    c.same(shown, {k: tuple(v) for k, v in wanted.items()
                   if k in shown or v[0]}, text, "split", field)


def only(got, everything):
    """Places are also those of datelines, which are not read here."""
    return {k: v for k, v in got.items() if k and k in everything.of("place")}


def compare_facets(c, text, found, everything, fields):
    rows = c.table("facets", "--hits", "--csv", "-n", "0", text)
    for field in fields + ["year"]:
        of = found.of(field)
        got = known([r for r in rows if r["facet"] == field],
                    "value", "articles", "hits")
        if field == "place":
            got = only(got, everything)
        c.same(got, of, text, "facet", field)
        c.same({r["value"]: (r["share"],) for r in rows
                if r["facet"] == field and r["value"] in of},
               {k: (share(v[0], found.all[0]),) for k, v in of.items()},
               text, "facet", field, "share")


SPECIAL = {"undated": "", "less_known": None, "without": ""}  # of Counts


def compare_batch(c, queries, everything, found, fields):
    lines = "# a comment\n\n" + "".join(t + "\n" for t, _ in queries)
    texts = [t for t, _ in queries]
    for by in ["total"] + PERIODS + fields:
        wide = c.table("batch", "--hits", "--all", "--by", by, "-",
                       stdin=lines.encode())
        assert [r["query"] for r in wide] == [""] + texts
        for row, counts in zip(wide, [everything] + found):
            c.same({"": (int(row["articles"]), int(row["hits"]))},
                   {"": tuple(counts.all)}, row["query"], "batch", by)
            got = {}
            for name, n in row.items():
                if by == "total" or name.endswith("hits") or \
                        name in ("name", "query", "articles"):
                    continue
                got[SPECIAL.get(name, name)] = (int(n),
                                                int(row[name + " hits"]))
            if by == "place":
                got = only(got, everything)
            c.same(got, {} if by == "total" else counts.of(by),
                   row["query"], "batch", by)
        if by != "total":
            compare_long(c, queries, everything, found, by, lines)


def compare_long(c, queries, everything, found, by, lines):
    rows = c.table("batch", "--hits", "--long", "--by", by, "-",
                   stdin=lines.encode())
    for (text, _), counts in zip(queries, found):
        got = {SPECIAL.get(r["value"], r["value"]):
               (int(r["articles"]), int(r["hits"]))
               for r in rows if r["query"] == text}
        if by == "place":
            got = only(got, everything)
        c.same(got, counts.of(by), text, "long batch", by)


def main():
    index, path = sys.argv[1:]
    if os.path.basename(path).startswith("allsides"):
        archive, queries = allsides(path), ALLSIDES
        fields = ["source", "section", "author"]
    else:
        archive, queries = reuters(path), REUTERS
        fields = ["source", "section", "author", "keyword", "place"]
    everything, found = read(archive, queries)
    c = Comparison(index)
    for (text, _), counts in zip(queries, found):
        assert counts.all[0] > 10, text
        compare_trend(c, text, counts, everything)
        compare_split(c, text, counts, everything, "source")
        compare_split(c, text, counts, everything, "section")
        compare_facets(c, text, counts, everything, fields)
    compare_batch(c, queries, everything, found, fields)
    print("%d numbers of %d queries compared, %d different" %
          (c.numbers, len(queries), c.different))
    return 1 if c.different else 0


if __name__ == "__main__":
    sys.exit(main())
