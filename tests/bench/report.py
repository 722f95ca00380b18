"""Tables of what was measured.

    report.py build TEXTS FILE     TEXTS: share, bytes of text.  FILE: share,
                                   system, figures of measure, bytes of the
                                   index, what it stores
    report.py memory FILE          lines: bytes of input, budget or -, figures,
                                   bytes of the index, articles
    report.py query QUESTIONS OURS PROGRAM [FTS5]
                                   lines as of texts.py, query.c, measure.c and
                                   fts5.py; the nth of each is of one question
    report.py parse FILE           lines: input, then as of parse.c
    report.py bytes FOLDER         bytes of the files in FOLDER

Fields are parted by tabs, figures within theirs by blanks.
"""
import os
import statistics
import sys

MB = 1e6


def rows(path):
    with open(path, encoding="utf-8") as f:
        return [line.rstrip("\n").split("\t") for line in f]


def figures(field):
    """Wall seconds, CPU seconds, peak bytes, exit code."""
    wall, cpu, peak, code = field.split()
    return [float(wall), float(cpu), int(peak) * 1024, int(code)]


# ---- build and memory -------------------------------------------------------

class System:
    def __init__(self, name, cost, size, stores):
        self.name, self.stores, self.size = name, stores, size
        self.wall, self.cpu, self.peak = cost[:3]

    def after(self, other):
        """Also what came before: this only finished it."""
        self.wall += other.wall
        self.cpu += other.cpu
        self.peak = max(self.peak, other.peak)


def systems(path):
    """Of each share the systems, in the order of the lines, and of each the
    quickest run."""
    shares, last = {}, None
    for share, name, cost, size, stores in rows(path):
        s = System(name, figures(cost), int(size), stores)
        if name.startswith("+ "):
            s.after(last)
        last = s
        best = shares.setdefault(int(share), {})
        if name not in best or s.wall < best[name].wall:
            best[name] = s
    return shares


def costs(text, best):
    print(f"{'':22}{'wall':>8}{'CPU':>8}{'peak':>8}{'index':>8}{'index':>8}"
          f"{'text':>8}{'times newsidx':>33}")
    print(f"{'':22}{'s':>8}{'s':>8}{'MB':>8}{'MB':>8}{'/ text':>8}"
          f"{'MB/s':>8}{'wall':>9}{'CPU':>8}{'peak':>8}{'index':>8}")
    ours = best["newsidx"]
    for s in best.values():
        print(f"{s.name:22}{s.wall:8.1f}{s.cpu:8.1f}{s.peak / MB:8.0f}"
              f"{s.size / MB:8.1f}{s.size / text:8.2f}"
              f"{text / s.wall / MB:8.2f}"
              f"{s.wall / ours.wall:9.2f}{s.cpu / ours.cpu:8.2f}"
              f"{s.peak / ours.peak:8.2f}{s.size / ours.size:8.2f}")
    one = best.get("newsidx --jobs 1")
    if one:
        print(f"\nthe other cores bring: {one.wall / ours.wall:.2f} times the "
              f"speed of one")


def growth(texts, shares):
    """How speed and memory go with the size of the input."""
    order = sorted(shares, reverse=True)
    head = "".join(f"{'1/' + str(n) if n > 1 else 'all':>8}" for n in order)
    print(f"\n{'':22}{'text MB/s':>{8 * len(order)}}"
          f"{'peak MB':>{8 * len(order)}}{'index / text':>{8 * len(order)}}")
    print(f"{'':22}{head}{head}{head}")
    for name in shares[order[-1]]:
        of = [(texts[n], shares[n][name]) for n in order]
        print(f"{name:22}"
              + "".join(f"{t / s.wall / MB:8.2f}" for t, s in of)
              + "".join(f"{s.peak / MB:8.0f}" for _, s in of)
              + "".join(f"{s.size / t:8.2f}" for t, s in of))


def build(texts, path):
    texts = {int(share): int(size) for share, size in rows(texts)}
    shares = systems(path)
    all_of_it = shares[min(shares)]
    costs(texts[min(shares)], all_of_it)
    if len(shares) > 1:
        growth(texts, shares)
    print("\nstored:")
    for s in all_of_it.values():
        print(f"  {s.name:22}{s.stores}")


def mib(budget):
    """64M, 1G."""
    return int(budget[:-1]) * {"M": 1, "G": 1024}[budget[-1]]


def memory(path):
    print(f"{'JSONL':>10}{'budget':>10}{'wall':>10}{'':>10}"
          f"{'peak':>10}{'- budget':>10}{'index':>10}{'articles':>10}")
    print(f"{'MB':>10}{'MiB':>10}{'s':>10}{'MB/s':>10}"
          f"{'MiB':>10}{'MiB':>10}{'MB':>10}")
    most = None
    for size, budget, cost, index, articles in rows(path):
        wall, _, peak, _ = figures(cost)
        peak /= 1 << 20
        given, over = "-", "-"
        if budget != "-":
            given, over = str(mib(budget)), f"{peak - mib(budget):.0f}"
            most = max(most or peak - mib(budget), peak - mib(budget))
        print(f"{int(size) / MB:10.1f}{given:>10}{wall:10.1f}"
              f"{int(size) / wall / MB:10.2f}{peak:10.0f}{over:>10}"
              f"{int(index) / MB:10.1f}{int(articles):10}")
    if most is not None:
        print(f"\nmost above its budget: {most:.0f} MiB")


def folder_bytes(folder):
    print(sum(os.lstat(os.path.join(at, f)).st_size
              for at, _, files in os.walk(folder) for f in files))


# ---- queries ----------------------------------------------------------------

def share(sorted_values, part):
    """The smallest value that part of them do not exceed."""
    return sorted_values[max(0, -int(-part * len(sorted_values) // 1) - 1)]


def spread(values):
    if not values:
        return f"{'-':>30}"
    v = sorted(values)
    return "".join(f"{x:7.2f}" for x in (
        share(v, 0.5), share(v, 0.95), share(v, 0.99))) + f"{v[-1]:9.2f}"


WAYS = ["blocks", "table", "intervals", "libxapian",
        "blocks ten", "table ten", "libxapian ten"]


class Question:
    def __init__(self, kind, text):
        self.kind, self.text = kind, text
        self.took = {}  # by way, as query.c tells them
        self.ours = None
        self.program = self.theirs = None
        self.count = self.their_count = None


def read_questions(questions, ours, program, fts5):
    asked = []
    theirs = iter(rows(fts5) if fts5 else [])
    for q, o, p in zip(rows(questions), rows(ours), rows(program), strict=True):
        a = Question(q[0], q[1])
        a.took = {w: float(v) for w, v in zip(WAYS, o) if v != "-"}
        a.ours, a.count = a.took["blocks"], int(o[len(WAYS)])
        cost = figures(p[0])
        a.program, a.peak = cost[0] * 1e3, cost[2]
        if cost[3] != (0 if a.count else 1):
            sys.exit(f"newsidx query {q[1]!r} ended with {cost[3]}, and "
                     f"{a.count} articles match")
        if fts5 and q[2]:
            t = next(theirs)
            a.theirs, a.their_count = float(t[0]), int(t[1])
        asked.append(a)
    return asked


def latencies(asked):
    head = f"{'median':>7}{'p95':>7}{'p99':>7}{'worst':>9}"
    print(f"{'':14}{'':>5}{'newsidx, index open':>30}"
          f"{'newsidx, a process each':>30}{'FTS5, index open':>30}")
    print(f"{'milliseconds':14}{'n':>5}{head}{head}{head}")
    kinds = list(dict.fromkeys(a.kind for a in asked))
    for kind in kinds + ["all"]:
        some = [a for a in asked if kind in (a.kind, "all")]
        known = [a.theirs for a in some if a.theirs is not None]
        if kind == "all":
            known = []
        print(f"{kind:14}{len(some):5}{spread([a.ours for a in some])}"
              f"{spread([a.program for a in some])}{spread(known)}")


def took(some, way):
    """Mean and median, or None for a way that not all were asked in."""
    v = [a.took[way] for a in some if way in a.took]
    if len(v) < len(some):
        return None
    return statistics.fmean(v), statistics.median(v)


def ways_of(asked, title, ours, others, quicker):
    """A table: each kind by each way, and ours beside libxapian's operators."""
    last = others[-1]
    print(f"\n{title:24}{'n':>5}"
          + "".join(f"{w.removesuffix(' ten'):>16}" for w in [ours] + others)
          + f"{'libxapian / blocks' if quicker else 'blocks / libxapian':>24}")
    kinds = list(dict.fromkeys(a.kind for a in asked))
    for kind in kinds + ["these three"]:
        some = [a for a in asked if a.kind == kind or
                (kind == "these three" and last in a.took)]
        if not some:
            continue
        line = "".join(f"{f[0]:9.3f}{f[1]:7.3f}" if f else f"{'-':>16}"
                       for f in (took(some, w) for w in [ours] + others))
        them, us = took(some, last), took(some, ours)
        if them:
            r = [a.took[last] / a.took[ours] for a in some]
            mean, median = them[0] / us[0], statistics.median(r)
            if not quicker:
                mean, median = 1 / mean, 1 / median
            line += f"{mean:15.2f}{median:9.2f}"
        print(f"{kind:24}{len(some):5}{line}")


def ways(asked):
    """Who decides on positions, from what, and what that costs."""
    print("\nmilliseconds, mean and median; the ratio of means, and the median "
          "ratio")
    ways_of(asked, "exact count", "blocks",
            ["intervals", "table", "libxapian"], True)
    ways_of(asked, "first ten", "blocks ten", ["table ten", "libxapian ten"],
            False)


def worst(asked):
    print("\nslowest in newsidx, index open:")
    for a in sorted(asked, key=lambda a: -a.ours)[:5]:
        print(f"{a.ours:9.2f} ms{a.count:7} articles  {a.text}")


def agreement(asked):
    both = [a for a in asked
            if a.kind == "phrase" and a.their_count is not None]
    if not both:
        return
    differ = [a for a in both if a.count != a.their_count]
    print(f"\narticles that have a phrase: {len(both) - len(differ)} of "
          f"{len(both)} counts are FTS5's too")
    for a in differ:
        print(f"  newsidx {a.count}, FTS5 {a.their_count}: {a.text}")


def query(questions, ours, program, fts5=None):
    asked = read_questions(questions, ours, program, fts5)
    latencies(asked)
    ways(asked)
    peak = max(a.peak for a in asked)
    print(f"\npeak memory of a query's process: {peak / MB:.0f} MB")
    worst(asked)
    agreement(asked)


SLOW = 40  # MB/s of input that every reader must do


def parse(path):
    print(f"{'':20}{'MB/s':>8}{'MB':>8}{'articles':>10}{'skipped':>9}"
          f"{'failed':>8}  read as")
    slow = []
    for name, size, cpu, articles, skipped, failed, formats in rows(path):
        rate = int(size) / MB / max(float(cpu), 1e-6)
        print(f"{name:20}{rate:8.0f}{int(size) / MB:8.1f}{articles:>10}"
              f"{skipped:>9}{failed:>8}  {formats}")
        if rate < SLOW:
            slow.append(name)
    print(f"\nunder {SLOW} MB/s: {', '.join(slow) if slow else 'none'}")


def main():
    does = {"build": build, "memory": memory, "query": query,
            "bytes": folder_bytes, "parse": parse}
    if len(sys.argv) < 3 or sys.argv[1] not in does:
        sys.exit(__doc__)
    does[sys.argv[1]](*sys.argv[2:])


main()
