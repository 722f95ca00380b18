"""Judged queries, and what is made of their measures.

    relevance.py time FOLDER       of TIME 1963: queries-odd.tsv, qrels-odd.tsv
    relevance.py reuters ARCHIVE   of Reuters-21578: for each of its subjects
                                   that has a name in words, that name; relevant
                                   are the articles that an editor gave it to
    relevance.py report FILE K1,B,HEADLINE
                                   FILE is of relevance.c; the setting in use

The first two print lines for relevance.c: number, query, relevant ids.  Words
are joined by "or"; words of the language stand in quotes.
"""
import re
import statistics
import sys
import tarfile

OPERATORS = {"and", "or", "not", "near", "pre", "adj", "caps"}
FOLDS = 5
BEFORE = (0.9, 0.4, 0.5)  # what newsidx had before anything was measured


def as_query(text):
    words = []
    for word in re.findall(r"[^\W_][\w'.-]*", text):
        word = word.rstrip(".'-")
        words.append(f'"{word}"' if word.lower() in OPERATORS else word)
    return " or ".join(words)


def time(folder):
    relevant = {}
    with open(f"{folder}/qrels-odd.tsv", encoding="utf-8") as f:
        for line in list(f)[1:]:
            query, text = line.split()
            relevant.setdefault(query, []).append(f"time:{text}")
    with open(f"{folder}/queries-odd.tsv", encoding="utf-8") as f:
        for line in f:
            number, text = line.rstrip("\n").split("\t")
            if number in relevant:
                print(number, as_query(text), " ".join(relevant[number]),
                      sep="\t")


# ---- Reuters ----------------------------------------------------------------

# "Crude Oil (CRUDE)", or only "COCOA".
NAME = re.compile(r"^(?:(\S.*?) +\()?([A-Z][A-Z-]+)\)?$", re.M)
STORY = re.compile(r'<REUTERS[^>]*NEWID="(\d+)">.*?<TOPICS>(.*?)</TOPICS>',
                   re.S)
FEWEST = 10  # articles of a subject; of fewer chance decides


def reuters(archive):
    names, relevant = {}, {}
    with tarfile.open(archive) as t:
        for m in t:
            if not re.search(r"cat-descriptions|\.sgm$", m.name):
                continue
            text = t.extractfile(m).read().decode("latin-1")
            if m.name.endswith(".sgm"):
                for number, topics in STORY.findall(text):
                    for code in re.findall(r"<D>(.*?)</D>", topics):
                        relevant.setdefault(code, []).append(
                            f"reuters21578:{number}")
            else:
                text = text[text.index("****Subject Codes"):
                            text.index("Organization Codes")]
                for name, code in NAME.findall(text):
                    names[code.lower()] = name or code.replace("-", " ")
    for code in sorted(relevant):
        if code in names and len(relevant[code]) >= FEWEST:
            print(code, as_query(names[code]), " ".join(relevant[code]),
                  sep="\t")


# ---- report -----------------------------------------------------------------

def read(path):
    """By setting, by query: average precision, P@10, nDCG@10."""
    table = {}
    with open(path, encoding="utf-8") as f:
        for line in f:
            k1, b, h, query, *figures = line.split()
            table.setdefault((float(k1), float(b), float(h)), {})[query] = [
                float(x) for x in figures]
    return table


def means(by_query, queries):
    return [statistics.fmean(by_query[q][i] for q in queries)
            for i in range(3)]


def show(name, figures):
    print(f"{name:44}" + "".join(f"{x:9.4f}" for x in figures))


def best(table, queries):
    return max(table, key=lambda s: (means(table[s], queries)[0], s))


def folds(queries):
    return [queries[i::FOLDS] for i in range(FOLDS)]


def validated(table, queries):
    """Each fold measured with what is best for the others."""
    measured, chosen = [], []
    for fold in folds(queries):
        s = best(table, [q for q in queries if q not in fold])
        chosen.append(s)
        measured += [table[s][q] for q in fold]
    return [statistics.fmean(m[i] for m in measured) for i in range(3)], chosen


def words(setting):
    return "k1 {:g}, b {:g}, headline {:g}".format(*setting)


def report(path, setting):
    table = read(path)
    queries = list(next(iter(table.values())))
    settings = len(table)
    used = tuple(float(x) for x in setting.split(","))
    if BEFORE not in table:  # articles without headlines
        table[BEFORE] = table.get((*BEFORE[:2], used[2]), {})
    print(f"{len(queries)} queries, {settings} settings" + " " * 13 +
          f"{'MAP':>9}{'P@10':>9}{'nDCG@10':>9}")
    for name, s in (("in use: ", used), ("before: ", BEFORE)):
        if s in table:
            show(name + words(s), means(table[s], queries))
    figures, chosen = validated(table, queries)
    show(f"cross-validated, {FOLDS} folds", figures)
    for s in dict.fromkeys(chosen):
        print(f"    of {chosen.count(s)}: {words(s)}")
    s = best(table, queries)
    show("best of all: " + words(s), means(table[s], queries))


def main():
    does = {"time": time, "reuters": reuters, "report": report}
    if len(sys.argv) < 3 or sys.argv[1] not in does:
        sys.exit(__doc__)
    does[sys.argv[1]](*sys.argv[2:])


main()
