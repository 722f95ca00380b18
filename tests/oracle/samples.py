#!/usr/bin/env python3
"""A second reading of some samples of each format, held against newsidx.

    samples.py ARCHIVE INDEX [TABLE]

Each sample is read from its raw bytes by simple means (sample_readers.py), and
compared field by field with what newsidx show --json has for it in INDEX, made
of ARCHIVE.  TABLE has values that people wrote down.  One line for each
difference; exit code 1 if there are any.
"""
import bz2
import collections
import gzip
import json
import subprocess
import sys
import tarfile

from sample_readers import (anpa, ap_json, atom, crawled, iptc, json_feed, mail,
                            mediawiki, neuclir, newsml1, newsml2, ninjs, nitf,
                            page, ritzau, rss, text_record, trec, wapo, words)

SAMPLES = [
    (nitf, 'nitf/ap-nitf.xml', 1), (nitf, 'nitf/aap-sports.xml', 1),
    (nitf, 'nitf/pa3.xml', 1), (nitf, 'nitf/pa4.xml', 1),
    (nitf, 'nitf/pa5.xml', 1), (nitf, 'nitf/efe_nitf.xml', 1),
    (nitf, 'nitf/handle_invalid_fields.xml', 1),
    (nitf, 'nyt-nitf/nyt__collection1_segment1.xml', 1),
    (newsml1, 'newsml-1.2/afp20.xml', 1), (newsml1, 'newsml-1.2/ana1.xml', 1),
    (newsml1, 'nitf/afp.xml', 1),
    (newsml2, 'newsml-g2/stt_newsml_endash.xml', 1),
    (newsml2, 'newsml-g2/stt_newsml_location_rich.xml', 1),
    (newsml2, 'newsml-g2/stt_newsml_note_test.xml', 1),
    (newsml2, 'newsml-g2/dpa.xml', 1),
    (newsml2, 'newsml-g2/tag_reuters.com_2014_newsml_KBN0FL0NN_version_5', 1),
    (newsml2, 'newsml-g2/tag_reuters.com_2014_newsml_KBN0FL0ZP_version_2', 1),
    (newsml2, 'newsml-g2/tag_reuters.com,0000_newsml_L4N1FL0N0_1132689232', 1),
    (newsml2, 'nitf/ap.xml', 1), (newsml2, 'nitf/ap.xml', 2),
    (ninjs, 'ninjs-json/ninjs1.json', 1), (ninjs, 'ninjs-json/ninjs2.json', 1),
    (ninjs, 'ninjs-json/ninjsExMediumText1.json', 1),
    (ap_json, 'ap-json/ap_media_text_feed.json', 1),
    (anpa, 'anpa/anpa-1.tst', 1), (anpa, 'anpa/anpa-2.tst', 1),
    (anpa, 'anpa/ap_anpa-3.tst', 1), (anpa, 'anpa/ap_anpa-4.tst', 1),
    (iptc, 'iptc7901-dpa/dpa_two_by_line.txt', 1),
    (iptc, 'iptc7901-dpa/dpa_two_line.txt', 1),
    (iptc, 'iptc7901-dpa/dpa_four_line.txt', 1),
    (iptc, 'iptc7901-dpa/IPTC7901.txt', 1),
    (mail, 'email/composite_email.txt', 1),
    (mail, 'email/json-email.txt', 1),
    (mail, 'email/googleform.txt', 1),
    (rss, 'rss-wxr/wordpress_wxr.xml', 1), (rss, 'rss-wxr/wordpress_wxr.xml', 2),
    (rss, 'rss-wxr/wordpress_wxr_funke.xml', 1),
    (rss, 'rss-atom-gofeed/testdata/parser/rss/'
          'rss_channel_item_uri_at_protocol.xml', 1),
    (atom, 'rss-wxr/wenn.xml', 1), (atom, 'rss-wxr/wenn.xml', 2),
    (ritzau, 'rss-wxr/ritzau_feed.xml', 1),
    (json_feed, 'rss-atom-gofeed/testdata/parser/json/version_json_10.json', 1),
    (crawled, 'arc/aut__example.arc.gz', 694),
    (text_record, 'warc/aut__example.txt.warc.gz', 5),
    (mediawiki, 'mediawiki/wikipedia__collection1_articles.xml.bz2', 1),
    (trec, 'trec-sgml/trec__collection1_segment1.txt', 1),
    (trec, 'trec-sgml/trec__collection2_trec2', 1),
    (trec, 'trec-sgml/clean_trec__collection1_segment1.txt', 1),
    (wapo, 'wapo-json/washingtonpost__collection1_articles.jl', 1),
    (wapo, 'wapo-json/washingtonpost__collection2_articles.jl', 1),
    (wapo, 'wapo-json/washingtonpost__collection2_articles.jl', 3),
    (neuclir, 'jsonl/neuclir__collection_sample_rus_collection.jsonl', 2),
    (neuclir, 'jsonl/neuclir__collection_sample_rus_collection.jsonl', 3),
    (page, 'html-goose3/tests/data/content/test_time2.html', 1),
    (page, 'html-goose3/tests/data/content/test_issue25.html', 1),
    (page, 'html-goose3/tests/data/content/test_cnet.html', 1),
    (page, 'html-goose3/tests/data/content/test_businessinsider3.html', 1),
]


def raw_files(archive):
    files = {}
    with tarfile.open(archive) as tar:
        for member in tar:
            if member.isfile():
                files[member.name.removeprefix('./')] = tar.extractfile(member).read()
    return files


def unpacked(name, raw):
    if name.endswith('.bz2'):
        return bz2.decompress(raw)
    return gzip.decompress(raw) if name.endswith('.gz') else raw


def shown(index, keys):
    """What newsidx has, by key."""
    out = subprocess.run(['newsidx', 'show', '-i', index, '--json', *keys],
                         stdout=subprocess.PIPE, check=False).stdout
    articles = [json.loads(l) for l in out.decode('utf-8').splitlines()]
    return {a['id']: a for a in articles}


def differ(what, name, wanted, got):
    print(f'{what}: {name}: read here {str(wanted)[:200]!r}, '
          f'by newsidx {str(got)[:200]!r}')
    return 1


def compare(what, wanted, got, files):
    faults = 0
    fields = {'headline': got.get('headline'), 'source': got.get('source'),
              'published': got.get('published'),
              'authors': got.get('authors', []),
              'language': got.get('language')}
    for name, value in fields.items():
        mine = getattr(wanted, name)
        if mine is not None and mine != value:
            faults += differ(what, name, mine, value)
    if wanted.body is not None:
        mine, theirs = words(wanted.body), words(got.get('body'))
        if mine != theirs:
            at = next((i for i, p in enumerate(zip(mine, theirs))
                       if p[0] != p[1]), min(len(mine), len(theirs)))
            faults += differ(what, f'body, word {at} of {len(mine)}',
                             mine[at:at + 8], theirs[at:at + 8])
        return faults
    truth = json.loads(files[what[:-5] + '.json'])['expected']['cleaned_text']
    mine, theirs = words(truth), collections.Counter(words(got['body']))
    there = sum((collections.Counter(mine) & theirs).values())
    if there < len(mine) * 0.9:
        faults += differ(what, 'body', len(mine), there)
    return faults


def check_table(index, table):
    """The values that people wrote down: see the head of the table."""
    with open(table, encoding='utf-8') as f:
        rows = [l.rstrip('\n').split('\t') for l in f if l[0] != '#']
    got = shown(index, [row[2] for row in rows])
    faults = 0
    for member, record, key, *wanted in rows:
        if key not in got:
            faults += differ(member, 'key', key, None)
            continue
        a = got[key]
        body = a.get('body', '')
        head = a.get('headline', '-')
        if head != '-':
            head = ' '.join(head.split()[:len(wanted[1].split())])
        have = [a.get('published', '-'), head,
                str(len(body.split('\n\n')) if body else 0),
                str(len(body.split())), (body.split() or ['-'])[-1]]
        if (a['member'], str(a['record'])) != (member, record):
            faults += differ(member, key, record, (a['member'], a['record']))
        names = ('published', 'headline', 'paragraphs', 'words', 'last word')
        for name, w, h in zip(names, wanted, have):
            if w not in ('.', h):
                faults += differ(member, name, w, h)
    print(f'{len(rows)} written down', file=sys.stderr)
    return faults


def main():
    files = raw_files(sys.argv[1])
    read = [(name, n, reader(unpacked(name, files[name]), name, n))
            for reader, name, n in SAMPLES]
    got = shown(sys.argv[2], [a.key for _, _, a in read])
    faults = 0
    for name, n, article in read:
        if article.key not in got:
            faults += differ(name, 'key', article.key, None)
        else:
            faults += compare(name, article, got[article.key], files)
    if len(sys.argv) > 3:
        faults += check_table(sys.argv[2], sys.argv[3])
    formats = len({reader for reader, _, _ in SAMPLES})
    print(f'{len(read)} samples of {formats} formats, {faults} differences',
          file=sys.stderr)
    return 1 if faults else 0


if __name__ == '__main__':
    sys.exit(main())
