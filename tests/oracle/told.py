"""What alerts are to be told, by comparing the index as it was when they were
told last with the index as it is; and whether they were."""
import collections
import json
import random
import re
import subprocess
import xml.etree.ElementTree as ET

ATOM = '{http://www.w3.org/2005/Atom}'
QUERIES = ['ferry', 'harbour or council', 'strike w/4 bridge', 'title:story',
           '"market storm"', 'ferry not tram', 'rail*', 'date:2019-06',
           'caps(wire) not museum']

# Where an article stands, and what its content is not.
PLACE = ('archive', 'member', 'record', 'offset', 'bytes', 'sha256', 'copies',
         'captured', 'rank', 'score', 'passage', 'also_in', 'revision',
         'format_version')


class Failure(Exception):
    pass


class Alert:
    def __init__(self, query, old):
        self.query, self.old = query, old
        self.told = set()
        self.feed = collections.Counter()


class Alerts:
    """The alerts of the index idx of a history, which has run and dir."""

    def __init__(self, history):
        self.h = history
        self.r = random.Random(f'alerts {history.seed}')
        self.v = {}
        self.n = 0  # articles told
        self.feeds = self.r.random() < .5

    def articles(self):
        """The contents of all, by id."""
        ids = self.h.run('query', '-i', 'idx', '--all', '--ids', 'words>=0',
                         codes=(0, 1)).splitlines()
        shown = self.h.run('show', '-i', 'idx', '--json',
                           *ids).splitlines() if ids else []
        found = [json.loads(line) for line in shown]
        return {a['id']: {k: v for k, v in a.items() if k not in PLACE}
                for a in found}

    def change(self):
        """Perhaps there is another alert, or one less."""
        if self.v and self.r.random() < .1:
            name = self.r.choice(sorted(self.v))
            self.h.run('alert', '-i', 'idx', 'remove', name)
            self.h.say(f'alert remove {name}')
            del self.v[name]
        if self.r.random() < (.3 if self.v else .6):
            # Names are not used again, or a feed would have two of them.
            name, query = f'a{self.r.randrange(10**9)}', self.r.choice(QUERIES)
            self.h.run('alert', '-i', 'idx', 'add', name, query)
            self.h.say(f'alert add {name} {query}')
            self.v[name] = Alert(query, self.articles())

    def options(self):
        """Of an update: whether it tells; its report is JSON."""
        if not self.v or self.r.random() < .4:
            return []
        return ['--alerts=feeds' if self.feeds else '--alerts']

    def wanted(self, alert, now):
        matches = self.h.run('query', '-i', 'idx', '--all', '--ids',
                             alert.query, codes=(0, 1)).splitlines()
        want = {('withdrawn', i) for i in alert.told if i not in now}
        for i in matches:
            if i not in alert.old:
                want.add(('new', i))
            elif alert.old[i] != now[i]:
                want.add(('changed', i))
        return want

    def check(self, outputs):
        """After runs that told, of which the last came to its end."""
        now = self.articles()
        told = self.read_feeds() if self.feeds else read_output(outputs)
        for name, alert in self.v.items():
            want = self.wanted(alert, now)
            if self.feeds:
                for kind, i in want:
                    if kind == 'withdrawn':
                        for other in 'new', 'changed', 'withdrawn':
                            alert.feed.pop((other, i), None)
                    alert.feed[kind, i] += 1
                same = told.get(name, collections.Counter()) == alert.feed
            else:
                same = told.get(name, set()) == want
            if not same:
                raise Failure(f'alert {name} ({alert.query}) was told '
                              f'{told.get(name)}, and wants {want}')
            alert.told -= {i for kind, i in want if kind == 'withdrawn'}
            alert.told |= {i for kind, i in want if kind != 'withdrawn'}
            alert.old = now
            self.n += len(want)

    def read_feeds(self):
        found = {}
        for name in self.v:
            root = ET.parse(self.h.path(f'feeds/{name}.atom')).getroot()
            entries = root.findall(ATOM + 'entry')
            if len({e.find(ATOM + 'id').text for e in entries}) < len(entries):
                raise Failure(f'the feed {name} has something twice')
            found[name] = collections.Counter(
                (e.find(ATOM + 'category').get('term'),
                 re.search(r'\[([^]]*)\]</p>$',
                           e.find(ATOM + 'content').text).group(1))
                for e in entries)
        return found


def read_output(outputs):
    """What was printed, by alert."""
    found, entries = collections.defaultdict(set), set()
    for out in outputs:
        for line in out.splitlines():
            try:
                a = json.loads(line)
            except ValueError:
                continue  # it was killed while it printed that
            if 'alert' not in a:
                continue
            if a['entry'] in entries and not a.get('again'):
                raise Failure(f'{line} was printed before')
            entries.add(a['entry'])
            found[a['alert']].add((a['kind'], a['id']))
    return found
