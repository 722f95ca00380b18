#!/usr/bin/env python3
"""The operators of the query language that the examples of a manual page use.

    operators.py PAGE     those of its literal displays, before "MESSAGES"
    operators.py - <TEXT  those of the indented lines of a text

A line each, sorted, with "N" for any number: w/N, title:, atleastN(, date>= ...
"""
import io
import re
import sys

from examples import displays

# Each stands at the begin of a word, unless it has signs that no word has.
OPERATORS = re.compile(r"""
    (?<![^\s(]) (?: (?:not[ ])? [a-z]*/(?:\d+|[sp]) (?![^\s),;:])
                  | [a-z]+\d*\(
                  | (?:title|deck|body|author|source|section|place|keyword
                      |lang|url|id|archive|date|after|before|last|words):
                  | [a-z]+[<>]=?
                  | (?:and|or|not)(?=[ ])
                  | [=+|-](?=[\w ]) | \+\d+ )
  | \.\. | ~\d? | \* | \? | "
""", re.VERBOSE)


def operators(lines):
    for line in lines:
        for match in OPERATORS.finditer(line):
            yield re.sub(r"\d+", "N", match.group())


def queries(page):
    """What stands in displays and is no command and nothing found."""
    with open(page, encoding="utf-8") as text:
        before = text.read().split("\n.Sh MESSAGES")[0]
    for display in displays(io.StringIO(before)):
        yield from (line for line in display
                    if re.match(r"[^\s$]", line)
                    and not re.match(r"newsidx |make |export |read as:", line))


def main():
    if sys.argv[1] == "-":
        lines = [line for line in sys.stdin if line.startswith("  ")]
    else:
        lines = queries(sys.argv[1])
    print("\n".join(sorted(set(operators(lines)))))


main()
