"""Inputs to measure reading with, large enough to time: one a format.

    inputs.py list                       their names
    inputs.py make NAME CORPORA FOLDER   make one in FOLDER; prints its path,
                                         or nothing if CORPORA lacks it

They are the archives of CORPORA, unpacked and packed as tar; its samples
(format-samples.tar.xz), each as often as MB_MIN needs; and for formats that it
has not, or only in miniature, the articles of allsides-1in6.jsonl.gz written in
that format.  To measure another format, add a line to ROWS.
"""
import bz2
import fnmatch
import gzip
import io
import json
import lzma
import os
import subprocess
import sys
import tarfile
import zipfile
from xml.sax.saxutils import escape

MB_MIN = 20
MEMBERS_MAX = 12000


def unpacked(path):
    if path.endswith(".zst"):
        return subprocess.run(["zstd", "-dc", path], check=True,
                              capture_output=True).stdout
    opener = {".gz": gzip, ".bz2": bz2, ".xz": lzma}.get(
        os.path.splitext(path)[1])
    with (opener.open(path) if opener else open(path, "rb")) as f:
        return f.read()


def members(path, pattern="*"):
    """(name, bytes) of the files of a tar archive, plain whatever they were."""
    with tarfile.open(path) as tar:
        for m in tar:
            if m.isfile() and fnmatch.fnmatch(m.name, pattern):
                data = tar.extractfile(m).read()
                name = m.name
                if name.endswith(".html.gz"):
                    name, data = name[:-3], gzip.decompress(data)
                yield name, data


def pack(files, out):
    """files again and again into a tar, until it is large."""
    files = list(files)
    size = sum(len(data) for _, data in files)
    times = max(1, min(MB_MIN * 1000000 // max(size, 1) + 1,
                       MEMBERS_MAX // max(len(files), 1)))
    with tarfile.open(out, "w") as tar:
        for i in range(times):
            for name, data in files:
                info = tarfile.TarInfo(f"{i}/{name}")
                info.size = len(data)
                tar.addfile(info, io.BytesIO(data))
    return out


def plain(name):
    """One compressed file, unpacked."""
    def make(corpora, folder):
        out = os.path.join(folder, os.path.splitext(os.path.basename(name))[0])
        with open(out, "wb") as f:
            f.write(unpacked(os.path.join(corpora, name)))
        return out
    return name, make


def tar(name, pattern="*"):
    """The members of an archive, as a tar that is not compressed."""
    def make(corpora, folder):
        return pack(members(os.path.join(corpora, name), pattern),
                    os.path.join(folder, "input.tar"))
    return name, make


def as_is(name):
    return name, lambda corpora, folder: os.path.join(corpora, name)


def samples(pattern):
    """The samples that match, each as often as it takes."""
    name = "format-samples.tar.xz"

    def make(corpora, folder):
        files = list(members(os.path.join(corpora, name), pattern))
        return pack(files, os.path.join(folder, "input.tar")) if files else ""
    return name, make


def joined(pattern, ending):
    """One sample again and again in one file."""
    name = "format-samples.tar.xz"

    def make(corpora, folder):
        found = list(members(os.path.join(corpora, name), pattern))
        if not found:
            return ""
        out = os.path.join(folder, "input" + ending)
        data = found[0][1]
        with open(out, "wb") as f:
            f.write(data * (MB_MIN * 1000000 // len(data) + 1))
        return out
    return name, make


def mbox(corpora, folder):
    out = os.path.join(folder, "input.mbox")
    with open(out, "wb") as f:
        for _, data in members(corpora + "/20newsgroups-half.tar.xz"):
            f.write(b"From someone@harbour.example Mon Mar  1 10:00:00 2021\n")
            f.write(data.replace(b"\nFrom ", b"\n>From ") + b"\n\n")
    return out


# ---- formats written here: an article to text -------------------------------

def paragraphs(a):
    return [p for p in a["body"].split("\n") if p.strip()]


def rcv1(n, a):
    text = "\n".join(f"<p>{escape(p)}</p>" for p in paragraphs(a))
    return (f'<?xml version="1.0" encoding="iso-8859-1" ?>\n<newsitem itemid="'
            f'{n}" id="root" date="{a["date"]}" xml:lang="en">\n<title>'
            f'{escape(a["title"])}</title>\n<headline>{escape(a["title"])}'
            f"</headline>\n<text>\n{text}\n</text>\n<metadata>\n<codes "
            'class="bip:topics:1.0"><code code="CCAT"></code></codes>\n<dc '
            f'element="dc.date.published" value="{a["date"]}"/>\n</metadata>\n'
            "</newsitem>\n").encode("latin-1", "xmlcharrefreplace")


def nitf(n, a):
    text = "\n".join(f"<p>{escape(p)}</p>" for p in paragraphs(a))
    return (f'<?xml version="1.0" encoding="UTF-8"?>\n<nitf><head><docdata>'
            f'<doc-id id-string="{n}"/></docdata></head><body><body.head>'
            f'<hedline><hl1>{escape(a["title"])}</hl1></hedline></body.head>'
            f'<body.content><block class="full_text">\n{text}\n</block>'
            "</body.content></body></nitf>\n").encode()


def rss(n, a):
    html = "".join(f"<p>{escape(p)}</p>" for p in paragraphs(a))
    return (f"<item><title>{escape(a['title'])}</title><link>"
            f"https://harbour.example/{n}</link><guid>{n}</guid>"
            "<pubDate>Mon, 01 Mar 2021 10:00:00 GMT</pubDate><content:encoded>"
            f"<![CDATA[{html}]]></content:encoded></item>\n").encode()


def atom(n, a):
    html = "".join(f"<p>{escape(p)}</p>" for p in paragraphs(a))
    return (f"<entry><title>{escape(a['title'])}</title><id>urn:x:{n}</id>"
            f'<link href="https://harbour.example/{n}"/><updated>'
            '2021-03-01T10:00:00Z</updated><content type="html">'
            f"{escape(html)}</content></entry>\n").encode()


def wiki(n, a):
    text = "\n\n".join(paragraphs(a))
    return (f"<page><title>{escape(a['title'])}</title><ns>0</ns><id>{n}</id>"
            f"<revision><id>{n}</id><timestamp>2021-03-01T10:00:00Z</timestamp>"
            '<model>wikitext</model><format>text/x-wiki</format><text xml:space='
            f'"preserve">{{{{date|March 1, 2021}}}}\n{escape(text)}\n[[Category:'
            "Published]]</text></revision></page>\n").encode()


def nexis(n, a):
    text = "\n\n".join(paragraphs(a))
    return (f"\n\n\n{' ' * 30}{n} of 9999 DOCUMENTS\n\n\n\n{' ' * 27}"
            f"Harbour Gazette\n\n{' ' * 28}March 7, 2009 Saturday\n\n"
            f"{a['title']}\n\nSECTION: NEWS; Pg. 3\n\nLENGTH: 355 words\n\n"
            f"{text}\n\nLOAD-DATE: March 8, 2009\n\nLANGUAGE: ENGLISH\n\n"
            f"{' ' * 14}Copyright 2009 Harbour Newspapers\n").encode()


def factiva(n, a):
    text = "\n\n".join(paragraphs(a))
    return (f" HD\n{a['title']}\n WC\n355 words\n PD\n7 March 2009\n SN\n"
            f"Harbour Gazette\n LA\nEnglish\n LP\n{text}\n\n NS\nc42 : Labor "
            f"Disputes\n AN\nDocument HGAZ000020090307e{n:08d}\n\n").encode()


def factiva_page(n, a):
    text = "".join(f"<p>{escape(p)}</p>" for p in paragraphs(a))
    return ('<div class="article enArticle"><div id="hd"><span class="'
            f"enHeadline\">{escape(a['title'])}</span></div><div>355 words</div>"
            "<div>7 March 2009</div><div>Harbour Gazette</div><div>English"
            f"</div>{text}<p>Document HGAZ000020090307e{n:08d}</p></div>\n"
            ).encode()


def europresse(n, a):
    text = "".join(f"<p>{escape(p)}</p>" for p in paragraphs(a))
    return ('<article><header><span class="DocPublicationName">Harbour Gazette'
            '</span><span class="DocHeader">News, March 7, 2009, p. 3</span>'
            f"<p class=\"titreArticleVisu\">{escape(a['title'])}</p></header>"
            f'<section><div class="docOcurrContainer">{text}</div></section>'
            f"news·20090307·HG·{n:06d}</article>\n").encode()


def proquest(n, a):
    text = "\n\n".join(paragraphs(a))
    return (f"{'_' * 60}\n\nTitle: {a['title']}\n\nFull text: {text}\n\n"
            "Publication title: Harbour Gazette; London\n\nPublication date: "
            f"Mar 7, 2009\n\nProQuest document ID: {10 ** 9 + n}\n\n").encode()


def rtf(n, a):
    text = "\n\n".join([a["title"]] + paragraphs(a))
    units = text.encode("utf-16-le")
    text = "".join(
        c if 32 <= c_ < 127 and c not in "\\{}" else
        "\\par\n" if c == "\n" else f"\\u{c_}?"
        for c_, c in ((c_, chr(c_)) for c_ in (
            int.from_bytes(units[i:i + 2], "little")
            for i in range(0, len(units), 2))))
    return f"{{\\rtf1\\ansi {text}\\par}}".encode()


def proquest_xml(n, a):
    return ('<?xml version="1.0" encoding="UTF-8"?>\n<Record><Version>2</Version>'
            f"<RecordID>{n}</RecordID><RecordTitle>{escape(a['title'])}"
            "</RecordTitle><Publication><Title>Harbour Gazette</Title>"
            "</Publication><NumericPubDate>18800102</NumericPubDate><LanguageCode"
            f">ENG</LanguageCode><FullText>{escape(a['body'])}</FullText></Record>"
            "\n").encode()


def docx(n, a):
    body = "".join(f"<w:p><w:r><w:t>{escape(p)}</w:t></w:r></w:p>"
                   for p in [a["title"]] + paragraphs(a))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as z:
        z.writestr("[Content_Types].xml", '<?xml version="1.0"?><Types xmlns='
                   '"http://schemas.openxmlformats.org/package/2006/'
                   'content-types"/>')
        z.writestr("word/document.xml", '<?xml version="1.0"?><w:document '
                   'xmlns:w="http://schemas.openxmlformats.org/'
                   f'wordprocessingml/2006/main"><w:body>{body}</w:body>'
                   "</w:document>")
    return out.getvalue()


ARTICLES = "allsides-1in6.jsonl.gz"


def numbered(corpora):
    with gzip.open(os.path.join(corpora, ARTICLES), "rt") as f:
        return [(n, json.loads(line)) for n, line in enumerate(f, 1)]


def each(write, ending):
    """A file for each article."""
    def make(corpora, folder):
        return pack(((f"{n}{ending}", write(n, a))
                     for n, a in numbered(corpora)),
                    os.path.join(folder, "input.tar"))
    return ARTICLES, make


def all_in(write, ending, head="", tail=""):
    """One file with all articles."""
    def make(corpora, folder):
        out = os.path.join(folder, "input" + ending)
        with open(out, "wb") as f:
            f.write(head.encode())
            for n, a in numbered(corpora):
                f.write(write(n, a))
            f.write(tail.encode())
        return out
    return ARTICLES, make


RSS_HEAD = ('<?xml version="1.0"?>\n<rss version="2.0" xmlns:content='
            '"http://purl.org/rss/1.0/modules/content/"><channel>'
            "<title>The Harbour</title>\n")
ATOM_HEAD = ('<?xml version="1.0"?>\n<feed xmlns="http://www.w3.org/2005/Atom">'
             "<title>The Harbour</title>\n")
WIKI_HEAD = ('<mediawiki xmlns="http://www.mediawiki.org/xml/export-0.10/" '
             'version="0.10" xml:lang="en"><siteinfo><sitename>Wikinews'
             "</sitename><dbname>enwikinews</dbname></siteinfo>\n")

ROWS = {
    "text, OCR": tar("chronam-1916-01.tar.bz2"),
    "text, Japanese": tar("livedoor.tar.gz"),
    "JSON lines": plain("allsides-1in6.jsonl.gz"),
    "JSON lines, gzip": as_is("allsides-1in6.jsonl.gz"),
    "JSON, a file each": tar("allsides-1in6.tar.gz"),
    "JSON, ninjs": samples("*ninjs-json/*"),
    "CSV": tar("hameliz-csv.tar.xz"),
    "CSV, zstd": as_is("10kgnad.csv.zst"),
    "Usenet, a file each": tar("20newsgroups-half.tar.xz"),
    "mbox": ("20newsgroups-half.tar.xz", mbox),
    "mail, MIME": samples("*/email/*"),
    "HTML": tar("article-pages-html.tar"),
    "HTML, gzip each": as_is("article-pages-html.tar"),
    "WARC, gzip": joined("*warc/aut__example.warc.gz", ".warc.gz"),
    "ARC, gzip": joined("*arc/aut__example.arc.gz", ".arc.gz"),
    "Reuters-21578": tar("reuters21578.tar.gz", "*.sgm"),
    "TREC": tar("ant-arabic.tar.gz"),
    "TIME": plain("time/TIME.ALL.gz"),
    "RCV1": each(rcv1, "newsML.xml"),
    "NITF": each(nitf, ".xml"),
    "NITF, agencies": samples("*/nitf/*"),
    "NITF, 1 kB each": samples("*nyt-nitf/*"),
    "NewsML 1.2": samples("*newsml-1.2/*"),
    "NewsML-G2": tar("20170629-dpa-sample.tar.xz"),
    "RSS": all_in(rss, ".xml", RSS_HEAD, "</channel></rss>\n"),
    "RSS, WXR": samples("*rss-wxr/*"),
    "Atom": all_in(atom, ".xml", ATOM_HEAD, "</feed>\n"),
    "LexisNexis, text": all_in(nexis, ".TXT"),
    "Factiva, text": all_in(factiva, ".txt"),
    "Factiva, pages": all_in(factiva_page, ".html", "<html><body>\n"),
    "Europresse": all_in(europresse, ".html", "<html><body>\n"),
    "ProQuest, text": all_in(proquest, ".txt"),
    "RTF": each(rtf, ".rtf"),
    "ANPA": samples("*anpa/*"),
    "IPTC 7901": samples("*iptc7901*/*"),
    "ProQuest, XML": each(proquest_xml, ".xml"),
    "DOCX, MB as packed": each(docx, ".docx"),
    "MediaWiki": all_in(wiki, ".xml", WIKI_HEAD, "</mediawiki>\n"),
}


def main():
    if sys.argv[1] == "list":
        print("\n".join(ROWS))
        return
    name, corpora, folder = sys.argv[2:5]
    needs, make = ROWS[name]
    if os.path.exists(os.path.join(corpora, needs)):
        print(make(corpora, folder))


main()
