"""The articles as each system wants them, and questions drawn from them.

    texts.py dump FILE ARCHIVE...      for scriptindex
    texts.py rows FILE ARCHIVE...      an SQLite table, for FTS5 to read
    texts.py fields FILE ARCHIVE...    for Lucene.java: each field its length in
                                       four bytes, high first, and its UTF-8
    texts.py plain FILE ARCHIVE...     each followed by NUL, for the analyser
    texts.py pages FILE TAR            the OCR pages of TAR as an ARCHIVE
    texts.py part FILE ARCHIVE N       one in N of ARCHIVE
    texts.py repeat FILE ARCHIVE MB    the archive's lines again and again,
                                       under other ids, until FILE has MB
    texts.py short FILE ARCHIVE N [N0] N passages of some 100 words, as articles
                                       numbered from N0 (0), not packed
    texts.py questions FILE ARCHIVE N  N questions, one a line, parted by tabs:
                                       kind, for newsidx, for FTS5 or nothing

ARCHIVE is gzipped JSON lines with id, title, date, source and body.  FILE must
not be there.  Prints the bytes of headline and body that it wrote (repeat
and short: of JSON).
"""
import gzip
import json
import os
import random
import re
import sqlite3
import sys
import tarfile

SEED = 1605


KEYS = ("id", "title", "date", "source", "body")


def articles(*archives):
    for archive in archives:
        with gzip.open(archive, "rt", encoding="utf-8") as f:
            for line in f:
                yield json.loads(line)


def size(a):
    return len(a["title"].encode()) + len(a["body"].encode())


# What scriptindex's parsedate and valuepacked take without a warning.
DAY = re.compile(r"(19[7-9]|20)\d+-\d\d-\d\d")


def dump(out, *archives):
    done = 0
    with open(out, "w", encoding="utf-8") as f:
        for a in articles(*archives):
            for key in KEYS:
                if key == "date" and not DAY.fullmatch(a[key]):
                    continue
                value = a[key].replace("\r", " ").replace("\n", "\n=")
                f.write(f"{key}={value}\n")
            f.write("\n")
            done += size(a)
    return done


def rows(out, *archives):
    done = 0
    db = sqlite3.connect(out)
    db.execute("CREATE TABLE news(id INTEGER PRIMARY KEY, key TEXT, "
               "title TEXT, date TEXT, source TEXT, body TEXT)")
    for a in articles(*archives):
        db.execute("INSERT INTO news(key, title, date, source, body) "
                   "VALUES(?, ?, ?, ?, ?)",
                   (a["id"], a["title"], a["date"], a["source"], a["body"]))
        done += size(a)
    db.commit()
    db.close()
    return done


def plain(out, *archives):
    done = 0
    with open(out, "w", encoding="utf-8") as f:
        for a in articles(*archives):
            f.write(a["title"] + "\n\n" + a["body"] + "\0")
            done += size(a)
    return done


def fields(out, *archives):
    done = 0
    with open(out, "wb") as f:
        for a in articles(*archives):
            for key in KEYS:
                value = a[key].encode()
                f.write(len(value).to_bytes(4, "big") + value)
            done += size(a)
    return done


# ---- other archives -------------------------------------------------------

def write_line(f, a):
    f.write(json.dumps(a, ensure_ascii=False).encode() + b"\n")


def pages(out, tar):
    """Named YYYYMMDD/LCCN-ed-N_seq-N.txt."""
    done = 0
    with tarfile.open(tar) as t, gzip.open(out, "wb", 6) as f:
        for m in t:
            if not m.isfile() or not m.name.endswith(".txt"):
                continue
            name = m.name[:-4]
            day, paper = name.split("/")[-2:]
            a = {"id": name, "title": "", "source": paper.split("-")[0],
                 "date": f"{day[:4]}-{day[4:6]}-{day[6:]}",
                 "body": t.extractfile(m).read().decode("utf-8", "replace")}
            write_line(f, a)
            done += size(a)
    return done


def part(out, archive, n):
    done = 0
    with gzip.open(out, "wb", 6) as f:
        for i, a in enumerate(articles(archive)):
            if i % int(n) == 0:
                write_line(f, a)
                done += size(a)
    return done


def repeat(out, archive, megabytes):
    done, turn = 0, 0
    want = int(megabytes) * 1000000
    with open(out, "wb") as f:
        while done < want:
            for a in articles(archive):
                a["id"] = f"{turn}-{a['id']}"
                line = (json.dumps(a, ensure_ascii=False) + "\n").encode()
                f.write(line)
                done += len(line)
                if done >= want:
                    break
            turn += 1
    return done


PASSAGE = 600  # characters


def short(out, archive, n, first=0):
    """Each reading of the archive cuts its texts at other places."""
    done, number, end, turn = 0, int(first), int(first) + int(n), 0
    with open(out, "wb") as f:
        while number < end:
            for a in articles(archive):
                shift = 37 * (turn + int(first)) % PASSAGE
                for at in range(shift, len(a["body"]), PASSAGE):
                    if number == end:
                        return done
                    p = {k: a[k] for k in KEYS}  # no address: it is in each
                    p |= {"id": f"s{number}",
                          "body": a["body"][at:at + PASSAGE]}
                    line = json.dumps(p, ensure_ascii=False) + "\n"
                    done += f.write(line.encode())
                    number += 1
            turn += 1
    return done


# ---- questions --------------------------------------------------------------
# Words of lower-case letters between blanks: such words both tokenisers read
# alike.  FTS5's NEAR counts the words between, w/ the steps: one more.

RUN = re.compile(r"(?<= )[a-z]{2,}(?: [a-z]{2,})+(?= )")
RESERVED = {"and", "or", "not", "near", "pre", "caps", "title", "body"}
SHORT = 4  # shorter words are asked for in phrases only


class Drawer:
    def __init__(self, archive):
        self.random = random.Random(SEED)
        self.bodies = [a["body"] for a in articles(archive)]

    def run(self, n):
        """n words that stand side by side somewhere, none of them twice."""
        while True:
            runs = RUN.findall(self.random.choice(self.bodies))
            if not runs:
                continue
            words = self.random.choice(runs).split(" ")
            if len(words) < n:
                continue
            at = self.random.randrange(len(words) - n + 1)
            words = words[at:at + n]
            if len(set(words)) == n and not RESERVED & set(words):
                return words

    def word(self):
        return self.ends(1)[0]

    def ends(self, n):
        """The first and the last of such words."""
        while True:
            words = self.run(n)
            if min(len(words[0]), len(words[-1])) >= SHORT:
                return words[0], words[-1]

    def pair(self):
        """Two words that stand within four of each other somewhere."""
        a, b = self.ends(self.random.randrange(2, 6))
        return a, b, self.random.choice((3, 5, 10))


def phrase(d):
    p = '"' + " ".join(d.run(d.random.choice((2, 3, 4)))) + '"'
    return p, p


def near(d):
    a, b, n = d.pair()
    return f"={a} w/{n} ={b}", f'NEAR("{a}" "{b}", {n - 1})'


def before(d):
    a, b, n = d.pair()
    return f"={a} pre/{n} ={b}", ""


def near_family(d):
    a, b, n = d.pair()
    return f"{a} w/{n} {b}", ""


def boolean(d):
    a, b, c = d.word(), d.word(), d.word()
    form = d.random.choice(("{0}{1} and {0}{2} and {0}{3}",
                            "{0}{1} or {0}{2}",
                            "({0}{1} or {0}{2}) and {0}{3}",
                            "{0}{1} not {0}{2}"))
    return (form.format("=", a, b, c),
            form.format("", *(f'"{w}"' for w in (a, b, c)))
            .replace(" and ", " AND ").replace(" or ", " OR ")
            .replace(" not ", " NOT "))


def nested(d):
    a, b, n = d.pair()
    c, p = d.word(), " ".join(d.run(2))
    e, f = d.ends(d.random.randrange(2, 6))
    form = d.random.choice(('({a} or "{p}") w/{n} ({b} or {c})',
                            '("{p}" or {c}) w/10 ({e} pre/5 {f})',
                            '({a} w/{n} {b}) w/s ({c} or {e})',
                            '({a} w/{n} {b}) not w/10 {c}',
                            '{a} w/p ("{p}" or ({e} w/5 {f}))',
                            'atleast2({a} or {c}) and {e} w/s {f}'))
    return form.format(a=a, b=b, c=c, e=e, f=f, n=n, p=p), ""


def word(d):
    w = d.word()
    return f"={w}", f'"{w}"'


def family(d):
    return d.word(), ""


# Kinds and their share of the questions.
KINDS = ((phrase, "phrase", 25), (near, "w/n", 15), (before, "pre/n", 10),
         (near_family, "w/n families", 10), (nested, "nested", 15),
         (boolean, "boolean", 15), (word, "word", 5),
         (family, "word's family", 5))


def questions(out, archive, n):
    d = Drawer(archive)
    with open(out, "w", encoding="utf-8") as f:
        for make, kind, share in KINDS:
            for _ in range(int(n) * share // 100):
                ours, theirs = make(d)
                f.write(f"{kind}\t{ours}\t{theirs}\n")
    return sum(len(b) for b in d.bodies)


def main():
    does = {"dump": dump, "rows": rows, "fields": fields, "plain": plain,
            "pages": pages, "part": part, "repeat": repeat,
            "short": short, "questions": questions}
    if len(sys.argv) < 4 or sys.argv[1] not in does:
        sys.exit(__doc__)
    # An archive named in the place of FILE would be lost.
    if os.path.exists(sys.argv[2]):
        sys.exit(f"texts.py: {sys.argv[2]} is there already")
    print(does[sys.argv[1]](*sys.argv[2:]))


main()
