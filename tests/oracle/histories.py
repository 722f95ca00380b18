#!/usr/bin/env python3
"""Histories of archives, and whether the index that was kept up to date through
one is the index that a clean build of its last state gives.

    histories.py [--count N] [--seed N] [--jobs N] [--keep FOLDER]

A history is made from its seed alone: archives appear, change, grow, shrink,
are cut off, vanish, come back; between that 'newsidx update' runs, is killed,
runs twice at once.  In about half of them most of what happens is that
archives are appended to, in whole records or in parts that are completed later.
In the end the index must have the same articles, the same hits, the same places,
the same ledger and the same totals as one build; and alerts must have been told
of what came, changed and went, of each article once (told.py).  The first that
has not is told with its seed, and 'histories.py --seed THAT' repeats it.
"""
import argparse
import bz2
import concurrent.futures
import gzip
import io
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tarfile
import tempfile
import time
import zipfile

import told

WORDS = ('ferry tram harbour council strike bridge market storm election '
         'museum railway island budget school river').split()
QUERIES = ['ferry', 'harbour OR council', 'strike w/4 bridge', '"market storm"',
           'ferry AND NOT tram', 'rail*', 'elections']
# What stands in every article.
EVERYWHERE = ['"wire report"', 'report w/2 wire not "report wire"']
QUERIES += EVERYWHERE


def sentence(r, n=8):
    return 'Wire report: ' + ' '.join(r.choice(WORDS) for _ in range(n)) + '.'


# ---- articles ---------------------------------------------------------------
# Each is drawn from few identities and few versions, so that copies, older and
# newer versions, and notices meet.

class Chance(random.Random):
    """With few set, almost every article is a version of the same."""
    few = False

    def identity(self, n):
        return self.randrange(min(n, 2) if self.few else n)


def by_url(r):
    n, v = r.identity(14), r.randrange(4)
    text = random.Random(n * 10 + v)
    a = {'url': f'https://news.example/{n}', 'published': '2019-05-07',
         'title': f'Story {n}', 'text': sentence(text, 6 + 3 * (v % 2))}
    if v % 3:
        a['updated'] = f'2019-05-0{7 + v % 3}T10:00:00Z'
    if not r.few and r.random() < .2:
        a['text'] += ' ' + sentence(r, 3)
    return a


def item(r):
    n, v = r.identity(6), r.randrange(1, 5)
    status = 'canceled' if r.random() < .2 else 'usable'
    text = random.Random(n * 100 + v)
    return {'uri': f'urn:wire:{n}', 'version': str(v), 'pubstatus': status,
            'versioncreated': f'2019-06-0{v}T10:00:00Z', 'type': 'text',
            'headline': f'Item {n}', 'body_text': sentence(text)}


def without_id(r):
    n = r.identity(8)
    text = random.Random(n + 5000)
    return {'title': f'Plain {n}', 'published': '2019-07-01',
            'text': sentence(text) + (' More.' if r.random() < .3 else '')}


def weak_id(r):
    n = r.randrange(9)
    return {'id': str(n), 'title': f'Number {n}', 'published': '2019-08-01',
            'text': sentence(random.Random(n + r.randrange(2) * 700))}


def record(r):
    return r.choice([by_url, by_url, item, without_id, weak_id])(r)


def json_lines(r, n):
    return ''.join(json.dumps(record(r)) + '\n' for _ in range(n)).encode()


def html(r):
    a = by_url(r)
    canonical = (f'<link rel="canonical" href="{a["url"]}">'
                 if r.random() < .5 else '')
    return (f'<html><head><title>{a["title"]}</title>{canonical}'
            f'<meta property="article:published_time" content="2019-05-07">'
            f'</head><body><article><h1>{a["title"]}</h1><p>{a["text"]}</p>'
            '</article></body></html>\n').encode()


def plain(r):
    return (f'Notes of day {r.randrange(5)}\n\n{sentence(r)} {sentence(r)}\n\n'
            f'{sentence(r)}\n').encode()


def mail(r):
    n = r.randrange(7)
    text = random.Random(n + 900 + r.randrange(2))
    return (f'From wire@news.example Tue May  7 10:00:00 2019\n'
            f'From: Wire <wire@news.example>\nSubject: Letter {n}\n'
            f'Message-ID: <{n}@news.example>\n'
            f'Date: Tue, 7 May 2019 10:0{n}:00 +0000\n\n'
            f'{sentence(text)}\n\n').encode()


def trec(r):
    n = r.randrange(8)
    text = random.Random(n + 300 + r.randrange(2))
    return (f'<DOC>\n<DOCNO> EX-{n:04d} </DOCNO>\n<HEADLINE>Set {n}</HEADLINE>\n'
            f'<TEXT>\n<P>\n{sentence(text)}\n</P>\n</TEXT>\n</DOC>\n').encode()


def warc(r):
    n, day = r.identity(6), r.randrange(1, 9)
    text = random.Random(n * 7 + r.randrange(3))
    # Pages with little text are no articles.
    paragraph = f'<p>{sentence(text, 60)}</p>'
    page = (f'<html><head><title>Crawl {n}</title><meta property='
            '"article:published_time" content="2019-05-07"></head><body>'
            f'<article><h1>Crawl {n}</h1>{paragraph * 3}</article>'
            '</body></html>').encode()
    http = (b'HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n'
            b'Content-Length: %d\r\n\r\n' % len(page)) + page
    return (f'WARC/1.0\r\nWARC-Type: response\r\n'
            f'WARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-{n:06d}{day:06d}>\r\n'
            f'WARC-Target-URI: https://crawl.example/{n}\r\n'
            f'WARC-Date: 2020-01-0{day}T00:00:00Z\r\n'
            'Content-Type: application/http; msgtype=response\r\n'
            f'Content-Length: {len(http)}\r\n\r\n').encode() + http + b'\r\n\r\n'


# ---- archives ---------------------------------------------------------------

def member(r):
    kind = r.randrange(6)
    if kind < 3:
        return f'part{r.randrange(4)}.jsonl', json_lines(r, r.randrange(1, 5))
    if kind < 5:
        return f'page{r.randrange(4)}.html', html(r)
    return f'notes{r.randrange(3)}.txt', plain(r)


def members(r):
    return dict(member(r) for _ in range(r.randrange(1, 5)))


def add_members(t, r):
    for name, data in members(r).items():
        info = tarfile.TarInfo(name)
        info.size = len(data)
        t.addfile(info, io.BytesIO(data))


def tar_of(r, mode):
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode=mode) as t:
        add_members(t, r)
    return out.getvalue()


def tar_append(path, r):
    """As tar -r does, over the zeros at its end; or as cat does."""
    try:
        if r.random() < .8:
            with tarfile.open(path, mode='a') as t:
                add_members(t, r)
            return
    except tarfile.ReadError:  # it is cut off
        pass
    with open(path, 'ab') as f:
        f.write(tar_of(r, 'w'))


def zip_of(r):
    out = io.BytesIO()
    with zipfile.ZipFile(out, 'w', zipfile.ZIP_DEFLATED) as z:
        for name, data in members(r).items():
            z.writestr(zipfile.ZipInfo(name), data)
    return out.getvalue()


def several(one):
    return lambda r: b''.join(one(r) for _ in range(r.randrange(1, 6)))


def lines(r):
    return json_lines(r, r.randrange(1, 7))


def gz(data):
    return gzip.compress(data, mtime=0)


MAKERS = {  # by name: how it is made, and how it grows
    'a.jsonl': (lines, lines), 'b.jsonl': (lines, lines),
    'c.jsonl.gz': (lambda r: gz(lines(r)), lambda r: gz(lines(r))),
    'd.tar.gz': (lambda r: tar_of(r, 'w:gz'), None),
    'e.tar': (lambda r: tar_of(r, 'w'), None),
    'f.tar': (lambda r: tar_of(r, 'w'), None),
    'f.zip': (zip_of, None), 'g.zip': (zip_of, None),
    'h.mbox': (several(mail), several(mail)),
    'i.mbox.gz': (lambda r: gz(several(mail)(r)),
                  lambda r: gz(several(mail)(r))),
    'j.warc': (several(warc), several(warc)),
    'k.warc.gz': (lambda r: b''.join(gz(warc(r)) for _ in range(3)),
                  lambda r: gz(warc(r))),
    'l.trec': (several(trec), several(trec)),
    'sub/m.html': (html, None), 'sub/n.html': (html, None),
    'o.txt': (plain, None), 'sub/p.txt': (plain, None),
    'q.jsonl.bz2': (lambda r: bz2.compress(lines(r)), None),
    'README.md': (plain, None),
}


GROWING = ('a.jsonl', 'b.jsonl', 'c.jsonl.gz', 'e.tar', 'f.tar', 'h.mbox',
           'i.mbox.gz', 'j.warc', 'k.warc.gz')

Failure = told.Failure


class History:
    def __init__(self, seed, folder):
        self.seed, self.dir = seed, folder
        self.r = Chance(seed)
        self.r.few = self.r.random() < .5
        self.log = []
        self.old = {}  # what stood under a path once
        self.hidden = {}
        self.roots = ['in', 'more'] if self.r.random() < .5 else ['in']
        self.solo = self.r.random() < .4
        self.growing = self.r.random() < .5
        self.rest = {}  # what the last record that was appended lacks
        names = sorted(MAKERS)
        if self.r.few:
            names = [n for n in names if 'jsonl' in n or 'warc' in n]
        if self.growing:
            names = [n for n in names if n in GROWING]
        self.names = self.r.sample(names, self.r.randrange(
            3, min(len(names) + 1, 10)))
        self.updates = self.continued = 0
        self.alerts = told.Alerts(self)

    def say(self, what):
        self.log.append(what)

    def path(self, p):
        return os.path.join(self.dir, p)

    # ---- the archives ----

    def write(self, p, data, how='create'):
        full = self.path(p)
        os.makedirs(os.path.dirname(full), exist_ok=True)
        if self.r.random() < .3:  # in one step, as careful people do
            with open(full + '.part~', 'wb') as f:
                f.write(data)
            os.rename(full + '.part~', full)
        else:
            with open(full, 'wb') as f:
                f.write(data)
        self.say(f'{how} {p} ({len(data)} bytes)')

    def read(self, p):
        with open(self.path(p), 'rb') as f:
            return f.read()

    def all_paths(self):
        found = [f'{root}/{name}' for root in self.roots
                 for name in self.names]
        return found + (['solo.jsonl'] if self.solo else [])

    def maker(self, p):
        return MAKERS['a.jsonl' if p == 'solo.jsonl' else p.split('/', 1)[1]]

    def append(self, p, data, grow):
        """Some records, whole or cut off; or what was lacking."""
        r = self.r
        wrote, more = self.rest.pop(p, (None, b''))
        if wrote != data or not more or r.random() < .1:
            more = grow(r)
        elif r.random() < .5:
            more += grow(r)
        cut = len(more)
        if not p.endswith('.gz') and r.random() < .4:
            cut = r.randrange(1, cut + 1)
        self.rest[p] = (data + more[:cut], more[cut:])
        head = data
        if r.random() < .1 and b'ferry' in data:  # and its earlier part changes
            head = data.replace(b'ferry', b'storm', 1)
        if head is data:
            with open(self.path(p), 'ab') as f:
                f.write(more[:cut])
        else:
            self.write(p, head + more[:cut], 'change')
        self.say(f'grow {p} by {cut} of {len(more)}')

    def mutate(self):
        r, p = self.r, self.r.choice(self.all_paths())
        make, grow = self.maker(p)
        if not os.path.exists(self.path(p)):
            if p in self.old and r.random() < .5:
                self.write(p, self.old[p], 'bring back')
            else:
                self.write(p, make(r))
            return
        data = self.read(p)
        self.old[p] = data
        what = r.randrange(12)
        if self.growing and r.random() < .7:
            what = 0
        if what < 3 and r.random() < .06:
            other = r.choice([q for q in self.all_paths()
                              if os.path.exists(self.path(q))])
            with open(self.path(p), 'ab') as f:
                f.write(self.read(other)[:r.randrange(1, 3000)])
            self.say(f'append what was meant for {other} to {p}')
        elif what < 3 and p.endswith('.tar'):
            tar_append(self.path(p), r)
            self.say(f'append to {p}')
        elif what < 3 and grow:
            self.append(p, data, grow)
        elif what < 5:
            self.write(p, make(r), 'replace')
        elif what == 5 and len(data) > 2:
            cut = r.randrange(1, len(data))
            if r.random() < .3:
                cut = data.rfind(b'\n', 0, cut) + 1 or cut
            self.write(p, data[:cut], 'truncate')
        elif what == 6 and p.endswith('.jsonl'):
            rows = data.splitlines(True)
            r.shuffle(rows)
            self.write(p, b''.join(rows[r.randrange(2):]), 'shuffle')
        elif what == 7:
            q = r.choice(self.all_paths())
            self.write(q, data, f'copy {p} to')
        elif what == 8:
            st = os.stat(self.path(p))
            for a, b in ((b'ferry', b'storm'), (b'storm', b'river'),
                         (b'Story', b'Tales')):
                if a in data:
                    self.write(p, data.replace(a, b), 'same size')
                    os.utime(self.path(p), ns=(st.st_atime_ns, st.st_mtime_ns))
                    break
        elif what == 9:
            os.utime(self.path(p), (1, 1500000000 + r.randrange(99)))
            self.say(f'touch {p}')
        else:
            os.unlink(self.path(p))
            self.say(f'remove {p}')

    # ---- the program ----

    def command(self, *args):
        return ['newsidx', *args]

    def run(self, *args, codes=(0,)):
        p = subprocess.run(self.command(*args), cwd=self.dir,
                           stdin=subprocess.DEVNULL, capture_output=True,
                           timeout=120)
        if p.returncode not in codes:
            raise Failure(f'{args} ended with {p.returncode}: '
                          f'{p.stderr.decode()}')
        return p.stdout.decode()

    def sources(self):
        return self.roots + (['solo.jsonl'] if self.solo else [])

    def update(self):
        r = self.r
        args = ['update', '--json', '-i', 'idx', '-j', r.choice('12')]
        if r.random() < .3:
            args.append('--prune')
        what = r.randrange(10)
        telling = self.alerts.options()
        args += telling
        if what == 4:
            args.append(r.choice(self.sources()))
        self.say(' '.join(args) + f' ({what})')
        self.updates += 1
        out = []
        if what < 3:
            out.append(self.killed(*args))
        elif what == 3:
            out += self.twice(*args)
        if what > 3 or telling:
            out.append(self.run(*args, codes=(0, 3)))
            self.note(out[-1])
        if telling:
            self.alerts.check(out)

    def start(self, *args):
        return subprocess.Popen(self.command(*args), cwd=self.dir,
                                stdin=subprocess.DEVNULL,
                                stdout=subprocess.PIPE, stderr=subprocess.PIPE)

    def killed(self, *args):
        p = self.start(*args)
        time.sleep(self.r.random() ** 2 * .25)
        p.send_signal(self.r.choice([signal.SIGKILL, signal.SIGKILL,
                                     signal.SIGTERM]))
        return p.communicate(timeout=120)[0].decode(errors='replace')

    def twice(self, *args):
        both = [self.start(*args) for _ in range(2)]
        ended = [p.communicate(timeout=120) for p in both]
        for p, (_, err) in zip(both, ended):
            if p.returncode not in (0, 3, 75):
                raise Failure(f'one of two ended with {p.returncode}: '
                              f'{err.decode()}')
        return [out.decode() for out, _ in ended]

    def note(self, report):
        self.continued += json.loads(report.splitlines()[-1])['continued']

    # ---- comparing ----

    def told(self, index):
        """What the index says, but for which of identical copies stands."""
        place = ('archive', 'member', 'record', 'offset', 'bytes', 'sha256',
                 'copies', 'captured', 'rank', 'score', 'passage', 'also_in')
        places = {}
        articles = {}
        for line in self.run('query', '-i', index, '--all', '--json',
                             'words>=0', codes=(0, 1)).splitlines():
            a = json.loads(line)
            if a['id'] in articles:
                raise Failure(f'{index} has {a["id"]} twice')
            articles[a['id']] = a
        for key in list(articles):
            a = json.loads(self.run('show', '-i', index, '--json', key))
            if not os.path.exists(self.path(a['archive'])):
                raise Failure(f'{index}: {key} is said to stand in '
                              f'{a["archive"]}, which is not there')
            places[key] = sorted(
                f'{c["archive"]}!{c["member"]}@{c["record"]}'
                for c in [a] + a.get('also_in', []))
            articles[key] = {k: v for k, v in a.items() if k not in place}
        hits = {q: sorted(self.run('query', '-i', index, '--hits', '--json', q,
                                   codes=(0, 1)).splitlines())
                for q in QUERIES}
        counts = {f'{command} {q}': self.run(*command.split(), '-i', index, q,
                                             codes=(0, 1))
                  for command, queries in (('query --count', QUERIES),
                                           ('facets --json', EVERYWHERE),
                                           ('trend --json', EVERYWHERE))
                  for q in queries}
        rows = [json.loads(line) for line in
                self.run('ledger', '-i', index, '--json',
                         '--records').splitlines()]
        return (articles, hits, counts, places, self.ledger(rows),
                self.totals(index, rows[-1], places))

    def totals(self, index, totals, places):
        """Without what was mended in articles of which there are identical
        copies: one may be whole, another cut off behind all of its text."""
        copied = {p for of in places.values() if len(of) > 1 for p in of}
        for line in self.run('ledger', '-i', index, '--json',
                             '--repaired').splitlines():
            row = json.loads(line)
            place = f'{row["archive"]}!{row.get("member")}@{row.get("record")}'
            if place in copied:
                for name in row['repairs']:
                    totals['repaired'][name] -= 1
        return totals

    def ledger(self, rows):
        """Archives, members and records, but for which copy is indexed."""
        told = {}
        for row in rows:
            if row['kind'] == 'totals' or row['outcome'] == 'duplicate':
                continue
            name = ' '.join([row['archive'], row.get('member', ''),
                             str(row.get('record', ''))])
            told.setdefault(name, []).append(sorted(
                (k, v) for k, v in row.items()
                if k not in ('unchanged', 'indexed')))
        return {name: sorted(map(str, v)) for name, v in told.items()}

    def compare(self):
        self.run('update', '-q', '-i', 'idx', '--prune', codes=(0, 3))
        there = [s for s in self.sources() if os.path.exists(self.path(s))]
        self.run('build', '-q', '-i', 'clean', *there, codes=(0, 3))
        one, other = self.told('idx'), self.told('clean')
        for name, is_, wanted in zip(('articles', 'hits', 'counts', 'places',
                                      'ledgers', 'totals'), one, other):
            if is_ == wanted:
                continue
            what = [f'  {k}:\n    is     {is_.get(k)}\n    wanted '
                    f'{wanted.get(k)}' for k in sorted({**is_, **wanted})
                    if is_.get(k) != wanted.get(k)]
            raise Failure(f'{name} differ:\n' + '\n'.join(what[:6]))
        out = json.loads(self.run('update', '-i', 'idx', '--json', '--prune',
                                  codes=(0, 3)))
        if out['added'] or out['changed'] or out['withdrawn']:
            raise Failure(f'another update finds something: {out}')

    def go(self):
        for root in self.roots:
            self.write(f'{root}/anchor.jsonl', json_lines(self.r, 2))
        for _ in range(self.r.randrange(2, 9)):
            self.mutate()
        if self.solo and not os.path.exists(self.path('solo.jsonl')):
            self.write('solo.jsonl', lines(self.r))
        self.run('build', '-q', '-i', 'idx', *self.sources(), codes=(0, 3))
        self.say('build')
        for _ in range(self.r.randrange(1, 6)):
            for _ in range(self.r.randrange(0, 5)):
                self.mutate()
            self.alerts.change()
            self.update()
            if self.r.random() < .2:
                time.sleep(.01)
        self.compare()


def one(seed, keep):
    folder = tempfile.mkdtemp(prefix=f'history-{seed}-', dir=keep)
    h = History(seed, folder)
    what = None
    try:
        h.go()
    except Exception as e:  # all of it is to be told with its seed
        what = f'{type(e).__name__}: {e}'
    finally:
        if not keep:
            shutil.rmtree(folder, ignore_errors=True)
    return h, what


def main():
    p = argparse.ArgumentParser(description=__doc__.split('\n\n')[0])
    p.add_argument('--count', type=int, default=1)
    p.add_argument('--seed', type=int, default=int(time.time() * 1000))
    p.add_argument('--jobs', type=int, default=os.cpu_count() or 1)
    p.add_argument('--seconds', type=float, default=0,
                   help='begin no more histories after that')
    p.add_argument('--keep', help='a folder to leave the histories in')
    o = p.parse_args()
    if o.keep:
        os.makedirs(o.keep, exist_ok=True)
    begun, failed, updates, continued, done = time.time(), 0, 0, 0, 0
    tellings = 0

    def work(seed):
        if o.seconds and time.time() - begun > o.seconds:
            return None
        return one(seed, o.keep)

    with concurrent.futures.ThreadPoolExecutor(o.jobs) as pool:
        for result in pool.map(work, range(o.seed, o.seed + o.count)):
            if result is None:
                continue
            h, what = result
            done += 1
            updates += h.updates
            continued += h.continued
            tellings += h.alerts.n
            if what:
                failed += 1
                log = '\n'.join(h.log)
                print(f'history {h.seed} failed: {what}\n{log}\n', flush=True)
                if failed >= 5:
                    os._exit(1)
    print(f'{done} histories from seed {o.seed}, {updates} updates, '
          f'{continued} archives read on from where they had ended, '
          f'{tellings} articles told by alerts, {failed} failed')
    return 1 if failed else 0


if __name__ == '__main__':
    sys.exit(main())
