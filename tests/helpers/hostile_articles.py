#!/usr/bin/env python3
"""hostile_articles.py - print articles whose every field is what a page must not
obey, as JSON lines.

hostile_articles.py URL - look whether a server shows them as they are, letter by
letter.  Prints what is wrong, a line each."""

import html
import html.parser
import json
import sys
import urllib.parse
import urllib.request

HOSTILE = [
    '<script>alert("ferry")</script>',
    '"><img src=x onerror=alert(1)> ferry',
    "' onmouseover='alert(1) ferry",
    "</title></h2><style>*{display:none}</style> ferry",
    "<!-- ferry --><![CDATA[ ferry ]]>",
    "&lt;b&gt; &amp; &#60;script&#62; ferry &copy",
    "javascript:alert(1)//ferry",
    "ferry \u202eesrever\u202c \u2066isolate \ufeff\u200b",
    "ferry\u2028line\u2029paragraph",
    "{{ferry}} ${ferry} <%= ferry %> `ferry`",
    "ferry <svg/onload=alert(1)> <math><mi//xlink:href=\"data:x,<script>\">",
    "Content-Type: text/html\r\n\r\n<b>ferry</b>",
    "ferry' or 1=1; drop table article; --",
    "=HYPERLINK(\"http://evil.example\",\"ferry\")",
    "ferry %00 %3Cscript%3E %0d%0a",
]


def articles():
    for i, text in enumerate(HOSTILE):
        # Elements in it are taken out, so it is written for a page.
        page = html.escape(text, quote=False)
        yield {
            "url": ["javascript:alert(1)", "https://news.example/\"><b>", "data:text/html,x",
                    "https://news.example/" + str(i)][i % 4] + "#" + str(i),
            "published": "2024-11-0%dT10:00:00+01:00" % (i % 9 + 1),
            "title": page + " headline",
            "description": page + " deck",
            "text": (page + " body.\n\n") * 2,
            "author": [text + " author"],
            "source": text + " source",
            "section": text + " section",
            "keywords": [text + " keyword"],
            "language": "en",
        }


class Texts(html.parser.HTMLParser):
    """What a reader sees in each element that has text."""

    def __init__(self):
        super().__init__()
        self.inside, self.seen = [], []

    def handle_starttag(self, tag, attrs):
        if tag in ("h1", "h2", "title"):
            self.inside.append("")

    def handle_endtag(self, tag):
        if tag in ("h1", "h2", "title") and self.inside:
            self.seen.append(self.inside.pop())

    def handle_data(self, data):
        if self.inside:
            self.inside[-1] += data


def get(url):
    with urllib.request.urlopen(url) as answer:
        return answer.read().decode("utf-8")


def plain(text):
    return " ".join(text.split())


def check(url):
    faults = 0
    found = json.loads(get(url + "/api/v1/search?q=ferry&limit=100"))["results"]
    there = {plain(r["headline"]) for r in found}
    # What is read of an archive is cleaned; most of it must come as it is, or this
    # would look at nothing.
    lost = [text for text in HOSTILE if plain(text + " headline") not in there]
    if len(lost) > len(HOSTILE) / 3 or HOSTILE[0] in lost:
        print("not found:", ascii(lost))
        faults += 1
    together = Texts()
    together.feed(get(url + "/?q=ferry&per=100"))
    for r in found:
        wanted = plain(r["headline"])
        alone = Texts()
        alone.feed(get(url + "/article?q=ferry&id=" + urllib.parse.quote(r["id"], safe="")))
        for name, page in ("list", together), ("page", alone):
            if wanted not in {plain(t) for t in page.seen}:
                print("not shown in the", name, ascii(wanted))
                faults += 1
    print(f"{len(found)} articles, {faults} faults")
    return faults


if len(sys.argv) > 1:
    sys.exit(1 if check(sys.argv[1]) else 0)
for article in articles():
    print(json.dumps(article))
