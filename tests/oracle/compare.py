#!/usr/bin/env python3
"""Random articles, random queries, and a reading of both without an index.

    compare.py [--seed N] [--trials N | --seconds N] [--queries N]
               [--articles N] [--longest WORDS] [--segments N]
               [--positions blocks|xapian|mixed]

In each trial articles of a small vocabulary are written and indexed by newsidx
(from PATH), in several segments, put together by hand, with positions in one
form or the other or, where there are several, in both; then it is asked every
query, in every fourth trial without the quick ways (query/quick.h).  Articles,
their number, and every hit with its words, bytes and sentence are to be those
found here by trying every place against every other.  A few queries go through
the program itself, all others through tests/helpers/ask.

A query that differs is shown with the seed of its trial (the next has the next
seed), made as small as it can be while it still differs.  Exit code 1 if any
does.  Shares no code or table with newsidx.
"""
import argparse
import glob
import itertools
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time

import shrink
from meaning import hits, minimal
from random_articles import (PARTS, Manner, crowd_article,
                             random_article)
from random_queries import Maker

ASK = os.path.join(os.environ.get("NEWSIDX_BUILD", "build"),
                   "tests", "helpers", "ask")
BY_PROGRAM = 3  # queries of a trial that are also asked of the program


class Unfit(Exception):
    """The index does not have the articles as they were written."""


# ---- newsidx -----------------------------------------------------------------

def run(*command, given=""):
    return subprocess.run(command, input=given, capture_output=True, text=True,
                          check=False)


def build(folder, articles, form):
    """An index of these articles; its path."""
    path, index = folder + ".jsonl", folder
    with open(path, "w", encoding="utf-8") as out:
        for a in articles:
            print(json.dumps(a.record()), file=out)
    got = run("newsidx", "build", "-q", "--force", "--positions=" + form,
              "-i", index, path)
    if got.returncode != 0:
        raise Unfit("newsidx build: " + got.stderr)
    return index


FORMS = {"blocks": ["blocks"], "xapian": ["xapian"],
         "mixed": ["blocks", "xapian"]}


def build_segments(folder, articles, n, positions):
    """One index whose segments are n indexes of a part of the articles each."""
    forms = itertools.cycle(FORMS[positions])
    whole = build(os.path.join(folder, "idx"), articles[::n], next(forms))
    stub = os.path.join(whole, "XAPIANDB")
    for k in range(1, n):
        part = build(os.path.join(folder, "part%d" % k), articles[k::n],
                     next(forms))
        name = "seg/%06d" % (900000 + k)
        shutil.copytree(glob.glob(os.path.join(part, "seg", "*"))[0],
                        os.path.join(whole, name))
        with open(stub, "a", encoding="ascii") as out:
            print("auto " + name, file=out)
    return whole


def own_id(key):
    return key.rsplit(":", 1)[-1]


def hit_of(line):
    h = json.loads(line)
    return own_id(h["id"]), (PARTS.index(h["part"]), h["first"], h["last"],
                             h["start"], h["end"], h["sentence"])


class Answer:
    """failure; or sizes and hits by article, count, ids best first."""

    def __init__(self):
        self.failure, self.sizes, self.hits = None, {}, {}
        self.count, self.ids = None, []

    def take(self, line):
        """Whether it is the last."""
        if line.startswith("{"):
            name, hit = hit_of(line)
            self.hits[name].append(hit)
            return False
        kind, *rest = line.split("\t")
        if kind == "article":
            name = own_id(rest[0])
            if name in self.hits:
                self.failure = name + " is found twice"
            self.hits[name], self.sizes[name] = [], [int(r) for r in rest[1:]]
        elif kind == "count":
            self.count = int(rest[0])
            self.ids = [own_id(k) for k in rest[1:]]
        else:
            self.failure = "it failed: " + "".join(rest)
        return kind != "article"


def ask(index, texts, plainly):
    options = ["-i"] if plainly else []
    got = run(ASK, *options, index, given="".join(t + "\n" for t in texts))
    answers, answer = [], Answer()
    for line in got.stdout.splitlines():
        if answer.take(line):
            answers.append(answer)
            answer = Answer()
    if len(answers) < len(texts):
        answer.failure = "no answer, code %d: %s" % (got.returncode,
                                                     got.stderr[:2000])
        answers.append(answer)
    return answers


# ---- comparing ---------------------------------------------------------------

def check_texts(answer, articles):
    """That the index has all articles, and their parts as they were written."""
    wrote = {a.id: [len(t.encode()) for t in a.texts] for a in articles}
    if answer.sizes != wrote:
        odd = {k: (wrote.get(k), answer.sizes.get(k))
               for k in set(wrote) | set(answer.sizes)
               if wrote.get(k) != answer.sizes.get(k)}
        raise Unfit("texts differ: bytes written and read: %s" % odd)


def differences(answer, articles, crowd, query):
    """What is wrong with the answer, line by line."""
    if answer.failure:
        return [answer.failure]
    want = {a.id: hits(query, a) for a in articles if query.matches(a)}
    # They are all alike.
    if crowd and query.matches(crowd[0]):
        want.update(dict.fromkeys((a.id for a in crowd),
                                  hits(query, crowd[0])))
    wrong = []
    for name in sorted(set(want) | set(answer.hits)):
        if name not in answer.hits:
            wrong.append(name + " is missing")
        elif name not in want:
            wrong.append(name + " is too much")
        elif want[name] != answer.hits[name]:
            wrong.append("%s: hits (part, first, last, start, end, sentence) "
                         "are %s, should be %s"
                         % (name, answer.hits[name], want[name]))
    if answer.count != len(want):
        wrong.append("counted %s of %d" % (answer.count, len(want)))
    if sorted(answer.ids) != sorted(want):
        wrong.append("ranked: %s" % sorted(answer.ids))
    return wrong


def program_differs(index, answer, query):
    """Whether the program says what ask says."""
    def newsidx(*options):
        return run("newsidx", "query", "-i", index, *options, "--",
                   query.text())
    if answer.failure:
        return []
    ids = newsidx("--ids", "-n", "1000000").stdout.split()
    listed = newsidx("--hits", "--json").stdout.splitlines()
    n = newsidx("--count").stdout.strip()
    told = [(k, h) for k, v in answer.hits.items() for h in v]
    wrong = []
    if sorted(map(own_id, ids)) != sorted(answer.ids):
        wrong.append("query --ids has %s" % ids)
    if [hit_of(line) for line in listed] != told:
        wrong.append("query --hits has %s" % listed)
    if n != str(answer.count):
        wrong.append("query --count says " + n)
    return wrong


class Case:
    """Articles, segments and queries of one seed.

    In every fifth trial there is a crowd: articles of two words, so many that
    words of a few articles are rare (lib/index/posrare.h)."""

    def __init__(self, seed, o):
        rnd = random.Random(seed)
        manner = Manner(rnd, o.longest)
        self.segments = o.segments or rnd.choice([1, 1, 2, 3])
        self.positions = o.positions or list(FORMS)[seed % len(FORMS)]
        self.plainly = seed % 4 == 3
        self.crowd = []
        if seed % 5 == 2:
            self.crowd = [crowd_article(n) for n in range(
                self.segments * rnd.choice([600, 2300]))]
        self.articles = [random_article(rnd, manner, n)
                         for n in range(o.articles)]
        maker = Maker(rnd, manner)
        self.queries = [maker.query() for _ in range(o.queries)]


def wrong_answers(case, articles, segments, queries):
    """(query, what is wrong) of each that differs, after asking all of them
    of one new index, as in the case."""
    out = []
    with tempfile.TemporaryDirectory(prefix="newsidx-oracle-") as folder:
        index = build_segments(folder, articles + case.crowd, segments,
                               case.positions)
        answers = ask(index, [""] + [q.text() for q in queries],
                      case.plainly)
        check_texts(answers[0], articles + case.crowd)
        for n, (query, answer) in enumerate(zip(queries, answers[1:])):
            for a in articles + case.crowd[:1]:
                a.cache = {}
            wrong = differences(answer, articles, case.crowd, query)
            if n < BY_PROGRAM:
                wrong += program_differs(index, answer, query)
            if wrong:
                out.append((query, wrong))
    return out


def show(seed, case, query, wrong):
    print("seed %d, segments %d, positions %s, query: %s"
          % (seed, case.segments, case.positions, query.text()))
    print("\n".join("  " + w[:1000] for w in wrong[:4]))

    def differs(articles, segments, queries):
        try:
            return wrong_answers(case, articles, segments, queries)
        except Unfit:
            return []
    articles, segments, query = shrink.shrink(
        differs, case.articles, case.segments, query)
    print("made smaller, segments %d, query: %s" % (segments, query.text()))
    for a in articles:
        print("  " + json.dumps(a.record(), ensure_ascii=False))
    for _, wrong in differs(articles, segments, [query]):
        print("\n".join("  " + w for w in wrong))
    sys.stdout.flush()


def check_minimal(seed):
    """minimal() against what the word says."""
    rnd = random.Random(seed)
    for _ in range(100):
        some = {(a, a + rnd.randint(0, 4)) for a in
                [rnd.randint(1, 9) for _ in range(rnd.randint(0, 9))]}
        assert minimal(some) == {
            (a, b) for a, b in some
            if not any((c, d) != (a, b) and a <= c and d <= b
                       for c, d in some)}


def main():
    p = argparse.ArgumentParser()
    p.add_argument("--seed", type=int, default=1)
    p.add_argument("--trials", type=int, default=1)
    p.add_argument("--seconds", type=float)
    p.add_argument("--articles", type=int, default=24)
    p.add_argument("--queries", type=int, default=200)
    p.add_argument("--segments", type=int, default=0)
    p.add_argument("--positions", choices=list(FORMS))
    p.add_argument("--longest", type=int, default=0, metavar="WORDS",
                   help="of a sentence in a body")
    p.add_argument("--show", type=int, default=3,
                   help="queries to make smaller")
    o = p.parse_args()
    check_minimal(o.seed)
    failed = asked = some = trials = 0
    began, seed = time.time(), o.seed
    while (time.time() - began < o.seconds if o.seconds
           else trials < o.trials):
        case = Case(seed, o)
        try:
            found = wrong_answers(case, case.articles, case.segments,
                                  case.queries)
        except Unfit as e:
            sys.exit("seed %d: %s" % (seed, e))
        for query, wrong in found:
            failed += 1
            if failed <= o.show:
                show(seed, case, query, wrong)
        some += sum(1 for q in case.queries
                    if any(q.matches(a) for a in case.articles)
                    and not all(q.matches(a) for a in case.articles))
        asked += len(case.queries)
        trials += 1
        seed += 1
    print("seeds %d to %d: %d queries, %d comparisons with an article, %d "
          "differ, %d find some articles and not all"
          % (o.seed, seed - 1, asked, asked * o.articles, failed, some))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
