#!/usr/bin/env python3
"""pages.py URL [PATH...] - follow the links of the pages from there on, and look
whether each is sound: elements nested and closed, ids unique, links to
something, fields labelled, nothing that the Content-Security-Policy forbids, and
nothing from elsewhere.  Prints what is wrong, a line each."""

import html.parser
import sys
import urllib.error
import urllib.parse
import urllib.request

URL = sys.argv[1]
BEGIN = sys.argv[2:] or ["/", "/?q=ferry", "/?q=security+w/9+guarantees&per=2", "/?q=*e*&per=3",
                         "/?q=(ferry", "/kwic?q=guarantee*&sort=right", "/help", "/?all=1"]
MOST = 150
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source",
        "rect"}
faults = []


class Page(html.parser.HTMLParser):
    def __init__(self, path):
        super().__init__()
        self.path, self.open, self.ids, self.links = path, [], set(), []
        self.fields, self.labels, self.texts = [], set(), []
        self.language, self.headings = None, []

    def fault(self, *what):
        faults.append(f"{self.path}: " + " ".join(map(str, what)))

    def handle_starttag(self, tag, attrs):
        a = dict(attrs)
        if len(a) != len(attrs):
            self.fault("an attribute twice:", tag, attrs)
        for name in a:
            if name.startswith("on") or name == "style":
                self.fault("forbidden:", tag, name)
        if tag in ("script", "style", "iframe", "object", "base"):
            if (tag, a.get("src", "").lstrip("./")) != ("script", "static/app.js"):
                self.fault("forbidden:", tag, attrs)
        if "id" in a:
            if a["id"] in self.ids:
                self.fault("id twice:", a["id"])
            self.ids.add(a["id"])
        if tag == "html":
            self.language = a.get("lang")
        if tag == "label":
            self.labels.add(a.get("for"))
        if tag in ("input", "select") and a.get("type") != "hidden":
            self.fields.append(a.get("id"))
        if tag[0] == "h" and tag[1:].isdigit():
            self.headings.append(int(tag[1:]))
        for name in ("href", "src", "action"):
            if name in a:
                self.links.append((tag, a[name], a))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag):
        if tag in VOID or not self.open or self.open.pop() != tag:
            self.fault("not nested:", tag, self.open)

    def handle_data(self, data):
        self.texts.append(data)

    def look(self):
        if self.open:
            self.fault("never closed:", self.open)
        if self.language != "en":
            self.fault("no language")
        if self.headings.count(1) != 1:
            self.fault("headings of the first rank:", self.headings.count(1))
        for a, b in zip(self.headings, self.headings[1:]):
            if b > a + 1:
                self.fault("a heading of rank", b, "behind one of", a)
        for field in self.fields:
            if field not in self.labels:
                self.fault("a field without a label:", field)


def get(path):
    try:
        answer = urllib.request.urlopen(URL + path)
    except urllib.error.HTTPError as e:
        answer = e
    with answer:
        for name in "Content-Security-Policy", "X-Content-Type-Options", "Referrer-Policy":
            if not answer.headers[name]:
                faults.append(f"{path}: no {name}")
        if "unsafe" in answer.headers["Content-Security-Policy"]:
            faults.append(f"{path}: an unsafe policy")
        return answer.status, answer.headers["Content-Type"], answer.read().decode("utf-8")


def links_of(page):
    for tag, link, attrs in page.links:
        if urllib.parse.urlsplit(link).scheme in ("http", "https"):
            if tag != "a" or "noopener" not in attrs.get("rel", ""):
                page.fault("leads elsewhere:", link)
            continue
        if link.startswith("#"):
            if link[1:] not in page.ids:
                page.fault("leads to nothing:", link)
            continue
        if ":" in link.split("?")[0].split("/")[0]:
            page.fault("a scheme:", link)
            continue
        joined = urllib.parse.urljoin(URL + page.path, link)
        if not joined.startswith(URL + "/"):
            page.fault("leads elsewhere:", link)
            continue
        yield joined[len(URL):].split("#")[0]


def look(path):
    status, kind, text = get(path)
    page = Page(path)
    if status not in (200, 400):
        page.fault("status", status)
    if not kind.startswith("text/html"):
        return []
    page.feed(text)
    page.close()
    page.look()
    if status == 400 and not any("cannot be read" in t for t in page.texts):
        page.fault("status", status)
    return list(links_of(page))


seen, waiting = set(), list(BEGIN)
while waiting and len(seen) < MOST:
    path = waiting.pop(0)
    if path in seen:
        continue
    seen.add(path)
    # Of each page some of its links, or one kind would be all that is seen.
    links = [x for x in look(path) if x not in seen]
    waiting += links[::max(1, len(links) // 12)]
for f in faults[:40]:
    print(f[:400])
print(f"{len(seen)} pages, {len(faults)} faults")
sys.exit(1 if faults else 0)
