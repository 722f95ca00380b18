#!/usr/bin/env python3
"""Which members of a zip of texts have a phrase, by reading them.

    phrases.py ARCHIVE.zip PHRASE...

Prints "PHRASE<TAB>number of texts" for each.  Shares nothing with newsidx: words
are runs of letters and digits, an apostrophe between letters belongs to them,
a possessive 's does not.
"""
import re
import sys
import zipfile

WORD = re.compile(r"[^\W_]+(?:['\u2019][^\W_]+)*")


def words(text):
    found = (w.lower().replace("\u2019", "'") for w in WORD.findall(text))
    return [w[:-2] if w.endswith("'s") else w for w in found]


def texts(path):
    with zipfile.ZipFile(path) as z:
        for info in z.infolist():
            if not info.is_dir():
                raw = z.read(info)
                try:
                    text = raw.decode("utf-8")
                except UnicodeDecodeError:
                    text = raw.decode("cp1252", "replace")
                head, _, body = text.partition("\n")
                yield words(head), words(body)


def has(where, phrase):
    n = len(phrase)
    return any(where[i:i + n] == phrase for i in range(len(where) - n + 1))


def main():
    wanted = [(p, words(p)) for p in sys.argv[2:]]
    count = {p: 0 for p, _ in wanted}
    for head, body in texts(sys.argv[1]):
        for p, w in wanted:
            count[p] += has(head, w) or has(body, w)
    for p, _ in wanted:
        print(f"{p}\t{count[p]}")


if __name__ == "__main__":
    main()
