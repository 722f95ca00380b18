#!/usr/bin/env python3
"""The examples of a manual page, tried.

    examples.py PAGE INDEX

An example is a query in a literal display, and below it, indented, what it finds
in INDEX: "N articles", then nothing, or all ids in brackets, or behind a colon
the places where it matches, parted by " / ", in any order and case; "..." is for
others.  An indented "!" stands before the error.  A line that begins with "$ "
is a command; what it prints stands below it, up to the next one.  A display
without either is no example.

Prints what differs, then how many were tried; ends with 1 if one differs.
"""
import re
import subprocess
import sys

ESCAPES = {r"\-": "-", r"\(aq": "'", r"\(ti": "~", r"\(dq": '"', r"\(ba": "|",
           r"\(ha": "^", r"\(ga": "`", r"\&": "", r"\e": "\\"}
FOUND = re.compile(r"(?P<n>[\d,]+) articles?(?P<ids>(?: \[\S+\])*)"
                   r"(?:: (?P<hits>.*))?")


def plain(escape):
    if escape.group().startswith(r"\[u"):
        return chr(int(escape.group()[3:-1], 16))
    return ESCAPES[escape.group()]


def displays(page):
    """The lines of each literal display, without roff's escapes."""
    lines = None
    for line in page.read().splitlines():
        if line.startswith(".Bd -literal"):
            lines = []
        elif line == ".Ed":
            yield lines
            lines = None
        elif lines is not None:
            lines.append(re.sub(r"\\(?:\(..|\[u\w+\]|.)", plain, line))


def examples(lines):
    """Pairs of a query or command, and the lines below it."""
    out = []
    for line in lines:
        below = out and (out[-1][0].startswith("$ ") or line.startswith("  "))
        if below and not line.startswith("$ "):
            out[-1][1].append(line)
        else:
            out.append((line, []))
    return out


def run(*command, shell=False):
    return subprocess.run(command[0] if shell else command, shell=shell,
                          capture_output=True, text=True)


def told(index, query, expected):
    """What the program says to a query, as far as the page says it."""
    if expected.startswith("! "):
        r = run("newsidx", "query", "-i", index, "--", query)
        return "! " + r.stderr.strip().removeprefix("newsidx: ")
    want = FOUND.fullmatch(expected)
    if want is None:
        return "nothing that can be read: " + expected
    n = run("newsidx", "query", "-i", index, "--count", "--",
            query).stdout.strip()
    out = f"{n} article" + ("s" if n != "1" else "")
    if want["ids"]:
        r = run("newsidx", "query", "-i", index, "--all", "--ids", "--", query)
        out += "".join(f" [{i}]" for i in sorted(r.stdout.split("\n")[:-1]))
    if want["hits"]:
        r = run("newsidx", "query", "-i", index, "--hits", "--format",
                r"{hit}\n", "--", query)
        return out + ": " + hits(r.stdout, want["hits"])
    return out


def hits(found, wanted):
    """The same as wanted if it says what was found, else what was."""
    found = {" ".join(h.replace("\u00ad", "").split()).casefold()
             for h in found.splitlines()}
    some = wanted.endswith(" ...")
    told = {h.casefold() for h in wanted.removesuffix(" ...").split(" / ")}
    if told == found or some and all(any(f.startswith(t) for f in found)
                                     for t in told):
        return wanted
    return " / ".join(sorted(found))


def main():
    tried = wrong = 0
    with open(sys.argv[1], encoding="utf-8") as page:
        all_displays = list(displays(page))
    for lines in all_displays:
        for query, below in examples(lines):
            if query.startswith("$ "):
                expected = "\n".join(below)
                got = run(query[2:], shell=True).stdout.rstrip("\n")
            elif below:
                expected = " ".join(" ".join(below).split())
                got = told(sys.argv[2], query, expected)
            else:
                continue
            tried += 1
            if got != expected:
                wrong += 1
                print(f"{query}\n  expected: {expected}\n  got:      {got}")
    print(f"{tried} examples, {wrong} differ")
    return wrong > 0 or tried == 0


if __name__ == "__main__":
    sys.exit(main())
