"""How a sample of each format is read by simple means, for samples.py."""
import collections
import email
import email.policy
import email.utils
import gzip
import html
import json
import re
import xml.etree.ElementTree as ET

Article = collections.namedtuple(
    'Article', 'key headline published authors source language body')


def words(text):
    return re.findall(r'\w+', text or '')


def line(text):
    return ' '.join((text or '').split())


def names(text):
    """The people of a byline, as they are parted."""
    text = re.sub(r'^(By|BY) ', '', line(text))
    return [n for n in re.split(r'\s*(?:,|;| and )\s*', text) if n]


def untag(text):
    text = re.sub(r'(?s)<(script|style|figure|figcaption|iframe).*?</\1>', ' ',
                  text)
    text = re.sub(r'</?(p|div|br|li|ul|h[1-6]|tr|td|blockquote)\b[^>]*>', ' ',
                  text)
    return html.unescape(re.sub(r'<[^>]*>', '', text))


def iso(text):
    """20170102T222800+0000 or 2017-01-02T22:28:00.000Z as newsidx has it."""
    m = re.match(r'(\d{4})-?(\d\d)-?(\d\d)(?:[T ](\d\d):?(\d\d):?(\d\d)?)?'
                 r'(?:\.\d+)?(Z|[+-]\d\d:?\d\d)?', text)
    y, mo, d, h, mi, s, zone = m.groups()
    out = f'{y}-{mo}-{d}'
    if h is None:
        return out
    out += f'T{h}:{mi}' + (f':{s}' if s else '')
    if zone and (zone == 'Z' or zone.replace(':', '')[1:] == '0000'):
        return out + 'Z'
    return out + (f'{zone[:3]}:{zone[-2:]}' if zone else '')


def rfc822(text):
    t = email.utils.parsedate_to_datetime(line(text))
    return iso(t.isoformat())


# ---- XML: a tree without namespaces ----------------------------------------

def tree(raw):
    try:
        text = raw.decode('utf-8')  # whatever is declared
    except UnicodeDecodeError:
        text = raw.decode('latin-1')
    text = re.sub(r'^\s*<\?xml[^>]*\?>', '', text.lstrip('\ufeff'))
    text = re.sub(r'<!DOCTYPE[^>]*>', '', text)
    root = ET.fromstring(text)
    for e in root.iter():
        e.tag = e.tag.split('}')[-1] if isinstance(e.tag, str) else '!'
        e.attrib = {k.split('}')[-1]: v for k, v in e.attrib.items()}
    return root


def text_of(e, without=()):
    """Blocks parted by blanks, what is inline is not."""
    if e is None:
        return ''
    if e.tag == '!' or e.tag in without:
        return ' ' + (e.tail or '')
    out = e.text or ''
    for c in e:
        out += text_of(c, without)
        out += '' if c.tag in without or c.tag == '!' else (c.tail or '')
    inline = e.tag in ('a', 'b', 'i', 'em', 'strong', 'span', 'u', 'chron',
                       'location', 'person', 'org', 'q')
    return out if inline else ' ' + out + ' '


def nitf(raw, member, n):
    t = tree(raw)
    docid = t.find('.//doc-id')
    ident = docid.get('id-string') if docid is not None else None
    regsrc = docid.get('regsrc') if docid is not None else None
    date = t.find('.//pubdata')
    date = date.get('date.publication') if date is not None else None
    if not date and t.find('.//date.issue') is not None:
        date = t.find('.//date.issue').get('norm')
    if not date:
        m = {e.get('name'): e.get('content') for e in t.iter('meta')}
        if 'publication_year' in m:
            date = '%s-%02d-%02d' % (m['publication_year'],
                                     int(m['publication_month']),
                                     int(m['publication_day_of_month']))
    by = t.find('.//byline')
    who = by.find('person') if by is not None else None
    who = text_of(who) if who is not None else text_of(by, ('byttl',))
    copy = t.find('.//doc.copyright')
    source = [t.find('.//pubdata').get('name')] \
        if t.find('.//pubdata') is not None else []
    source.append(copy.get('holder').split('. All')[0]
                  if copy is not None else None)
    source.append(line(text_of(t.find('.//distributor'))))
    source = next((s for s in source if s), None)
    full = [b for b in t.iter('block') if b.get('class') == 'full_text']
    body = full[0] if full else t.find('.//body.content')
    key = f'nitf/format-samples:{member}@%d' % raw.index(b'<nitf')
    if ident:
        # One that is only a number is unique at its source.
        space = regsrc or (source if ident.isdigit() else None)
        key = f'nitf/{space}:{ident}' if space else f'nitf:{ident}'
    authors = [a for a in names(who) if not a.startswith(source or '?')]
    lang = t.get('lang') or t.get('baselang')
    head = t.find('.//hl1')
    return Article(key, line(text_of(head)), date and iso(date), authors,
                   source, lang and lang.split('-')[0],
                   text_of(body, ('media',)))


def newsml1(raw, member, n):
    t = tree(raw)
    ident = t.find('.//PublicIdentifier').text.strip()
    made = t.find('.//FirstCreated').text
    lang = t.find('.//DescriptiveMetadata/Language')
    provider = t.find('.//AdministrativeMetadata//Party')
    return Article('newsml-1:' + ident.rsplit(':', 1)[0],
                   line(t.find('.//HeadLine').text), iso(made), None,
                   provider.get('FormalName'), lang.get('FormalName').lower(),
                   untag(text_of(t.find('.//DataContent'))))


def newsml2(raw, member, n):
    t = tree(raw)
    item = list(t.iter('newsItem'))[n - 1]
    head = item.find('contentMeta/headline')
    date = item.find('itemMeta/firstCreated')
    if date is None:
        date = item.find('itemMeta/versionCreated')
    by = item.find('contentMeta/by')
    provider = item.find('itemMeta/provider')
    name = provider.find('name')
    source = name.text if name is not None else \
        provider.get('literal') or provider.get('qcode').split(':')[1]
    inline = item.find('contentSet/inlineXML')
    body = inline.find('.//body')
    if body is not None and body.find('body.content') is not None:
        body = body.find('body.content')
    lang = item.get('lang') or item.find('contentMeta/language').get('tag')
    section = inline.find('.//section')  # beside it stands what is known
    body = section if section is not None else body
    return Article('newsml-g2:' + item.get('guid'),
                   line(text_of(head)) if head is not None else None,
                   iso(date.text), names(by.text) if by is not None else [],
                   line(source), lang.split('-')[0],
                   untag(text_of(body if body is not None else inline)))


def rss(raw, member, n):
    t = tree(raw)
    item = list(t.iter('item'))[n - 1]
    get = lambda name: line(text_of(item.find(name))) or None
    body = get('encoded') or get('description')
    body = re.sub(r'\[/?[a-z_]+[^\]]*\]', '', body or '')  # shortcodes
    who = get('creator') or get('author')
    lang = t.find('./channel/language')
    channel = t.find('./channel/title')
    date = get('pubDate') or get('date')
    if date:
        date = iso(date) if date[:4].isdigit() else rfc822(date)
    link = item.find('link')
    key = None
    guid = item.find('guid')
    if guid is not None:
        key = re.sub(r'^https?://', 'https://', guid.text).replace('/?', '?')
        key = 'url:' + key
    elif link is not None and link.text:
        key = 'url:' + re.sub(r'^http:', 'https:', link.text.strip())
    return Article(key, get('title'), date, [who] if who else [],
                   line(text_of(channel)) or None,
                   lang.text.split('-')[0] if lang is not None else None,
                   untag(body))


def atom(raw, member, n):
    t = tree(raw)
    e = list(t.iter('entry'))[n - 1]
    date = e.find('published')
    date = date if date is not None else e.find('updated')
    ident = e.find('id')
    body = e.find('content')
    body = body if body is not None else e.find('summary')
    who = e.find('author') if e.find('author') is not None else \
        t.find('author')
    title = t.find('title')
    lang = t.get('lang')
    return Article('atom:' + ident.text if ident is not None else None,
                   line(text_of(e.find('title'))) or None,
                   iso(date.text) if date is not None else None,
                   [who.find('name').text] if who is not None else [],
                   line(text_of(title)) or None,
                   lang and lang.split('-')[0], text_of(body))


def ritzau(raw, member, n):
    t = tree(raw)
    e = list(t.iter('RBNews'))[n - 1]
    get = lambda name: line(html.unescape(e.findtext(name) or '')) or None
    text = html.unescape(html.unescape(e.findtext('content')))
    return Article('ritzau:' + get('NewsID'), get('headline'),
                   iso(get('PublishDate')), names(get('authors') or ''),
                   get('origin'), None, untag(html.unescape(text)))


def mediawiki(raw, member, n):
    # One element is never closed in it.
    raw = re.sub(rb'</text>\s*</page>', b'</text></revision></page>', raw)
    t = tree(raw)
    p = list(t.iter('page'))[n - 1]
    return Article(f"{t.findtext('.//dbname')}:{p.findtext('id')}",
                   p.findtext('title'), iso(p.findtext('.//timestamp')), [],
                   t.findtext('.//sitename'), t.get('lang'),
                   p.findtext('.//text'))


# ---- JSON --------------------------------------------------------------------

def objects(raw):
    text = raw.decode('utf-8')
    out, at, decoder = [], 0, json.JSONDecoder()
    while text[at:].strip():
        at += len(text[at:]) - len(text[at:].lstrip())
        value, at = decoder.raw_decode(text, at)
        out.append(value)
    return out


def ninjs(raw, member, n):
    d = objects(raw)[n - 1]
    body = d.get('body_html') or d.get('body_xhtml') or d.get('body_text')
    key = 'ninjs:' + d['guid'] if 'guid' in d else \
        'url:' + d['uri'].replace('http:', 'https:')
    date = d.get('firstcreated') or d.get('versioncreated')
    return Article(key, d.get('headline'), iso(date), names(d.get('byline')),
                   d.get('source'),
                   (d.get('language') or '').split('-')[0] or None,
                   untag(body))


def ap_json(raw, member, n):
    d = objects(raw)[0]
    items = d['data']['items'] if 'items' in d['data'] else [d['data']]
    d = items[n - 1]['item']
    return Article('ap:' + d['altids']['itemid'], d['headline'],
                   iso(d['firstcreated']), [], d['provider'], None, '')


def wapo(raw, member, n):
    import datetime
    d = objects(raw)[n - 1]
    t = datetime.datetime.utcfromtimestamp(d['published_date'] // 1000)
    parts = [c['content'] for c in d['contents']
             if c and c.get('type') == 'sanitized_html']
    return Article('washington-post:' + d['id'], line(d['title']),
                   iso(t.isoformat() + 'Z'), names(d['author']), d['source'],
                   None, untag('<p>'.join(parts)))


def neuclir(raw, member, n):
    d = objects(raw)[n - 1]
    host = re.sub(r'^https?://(www\.)?', '', d['url']).split('/')[0]
    return Article('neuclir:' + d['id'], d['title'],
                   iso(d['time']) if d['time'] else None, [], host, None,
                   d['text'])


def json_feed(raw, member, n):
    d = objects(raw)[0]
    e = d['items'][n - 1]
    return Article('url:' + e['url'], e['title'], iso(e['date_published']),
                   [e['author']['name']], d['title'], None,
                   untag(e['content_html']))


# ---- wires -------------------------------------------------------------------

def anpa(raw, member, n):
    text = raw.decode('latin-1')
    head, text = text.split('\x02', 1)
    text, foot = text.split('\x03', 1)
    number = re.match(r'\x16\x16\x01(.\d+)', head).group(1)
    mo, d, y, h, mi = re.search(
        r'AP-\w+-(\d\d)-(\d\d)-(\d\d) (\d\d)(\d\d)GMT', foot).groups()
    lines = text.replace('\r', '').split('\n')
    up = [l[1:].rstrip(' <=') for l in lines if l.startswith('^')]
    who = next((l for l in up if l.startswith('By ')), '')
    note = [l[1:] for l in lines if l.startswith("^EDITOR'S NOTE")]
    body = '\n'.join(note + [l for l in lines if not l.startswith('^') and
                             l.strip() != '___'])
    return Article(f'anpa1312:{number}-20{y}-{mo}-{d}', line(up[1]),
                   f'20{y}-{mo}-{d}T{h}:{mi}Z', names(who), 'AP', None,
                   body.replace("``", '"'))


MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split()


def iptc(raw, member, n):
    text = raw.decode('latin-1').replace('\r', '')
    head, text = text.split('\x02', 1)
    text, foot = text.split('\x03', 1) if '\x03' in text else (text, text)
    number = re.search(r'\x01?([a-z]+\d+)', head).group(1)
    date = re.findall(r'(\d\d)(\d\d)(\d\d)( GMT)? (\w{3}) (\d\d)\b',
                      foot + ' ')[-1]
    d, h, mi, zone, month, y = date
    day = f'20{y}-{MONTHS.index(month) + 1:02}-{d}'
    top, body = text.split(' =\n', 1)
    top = top.split('\n')
    who = [l for l in top if l.startswith('By ')]
    title = [l for l in top if l not in who][-1] if who else top[-1]
    body = re.split(r'\n(?:## |# Notebook|\f|dpa |\W*dpa NOTEBOOK)', body)[0]
    return Article(f'iptc7901:{number}-{day}', line(title),
                   f'{day}T{h}:{mi}' + ('Z' if zone else ''),
                   [a for a in names(' '.join(who)) if 'dpa' not in a],
                   re.search(r'  +(dpa\S*) ', head + ' ').group(1), None, body)


# ---- mail, TREC, crawls, pages --------------------------------------------

def mail(raw, member, n):
    m = email.message_from_bytes(raw.lstrip(b'\r\n'),
                                 policy=email.policy.default)
    who = email.utils.parseaddr(str(m['from']))
    part = m.get_body(('plain', 'html'))
    return Article('message-id:' + m['message-id'].strip('<> '),
                   line(str(m['subject'])), rfc822(m['date']),
                   [who[0] or who[1]], None, None, part.get_content())


def trec(raw, member, n):
    text = raw.decode('utf-8')
    doc = re.findall(r'(?s)<DOC[ >].*?</DOC>', text)[n - 1]
    get = lambda t: re.search(rf'(?s)<{t}>(.*?)</{t}>', doc)
    title = get('HEAD') or get('HL') or get('HEADLINE')
    ident = get('DOCNO').group(1) if get('DOCNO') else \
        re.search(r'id="?(\w+)', doc).group(1)
    date, body = get('DATE'), ''
    for t in ('LP', 'TEXT', 'html'):
        body += get(t).group(1) + ' ' if get(t) else ''
    if date:
        m, d, y = date.group(1).strip().split('/')
        date = f'20{y}-{m}-{d}'
    so = get('SO')
    return Article('trec:' + ident.strip(), title and line(title.group(1)),
                   date, [], so and so.group(1).split('(')[0].strip(), None,
                   untag(body))


def crawled(raw, member, n):
    """The item of a feed that an ARC file holds, by its link."""
    at = raw.index(b'<title>' + WANTED[member, n].encode())
    start, end = raw.rindex(b'<item>', 0, at), raw.index(b'</item>', at)
    item = raw[start:end].decode('utf-8')
    get = lambda t: re.search(rf'(?s)<{t}[^>]*>(.*?)</{t}>', item).group(1)
    body = re.search(r'(?s)<description>(.*?)</description>', item).group(1)
    body = untag(html.unescape(re.sub(r'<!\[CDATA\[|\]\]>', '', body)))
    return Article('url:' + get('link').replace('http:', 'https:'),
                   html.unescape(get('title')), rfc822(get('pubDate')), [],
                   None, None, body)


# The title of an item, or the address of a record, by archive and number.
WANTED = {
    ('arc/aut__example.arc.gz', 694): 'Bowery at Midnight',
    ('warc/aut__example.txt.warc.gz', 5):
        'https://ruebot.net/files/aut-test-fixtures/aut-text.txt',
}


def text_record(raw, member, n):
    """A text that a WARC file holds, by its address."""
    url = WANTED[member, n]
    at = raw.index(b'WARC-Target-URI: ' + url.encode() + b'\r\n')
    at = raw.index(b'WARC-Type: response', at - 200)
    head, rest = raw[at:].split(b'\r\n\r\n', 1)
    size = int(re.search(rb'Content-Length: (\d+)', head).group(1))
    body = rest[:size].split(b'\r\n\r\n', 1)[1]
    if body[:2] == b'\x1f\x8b':
        body = gzip.decompress(body)
    title, body = body.decode('utf-8').strip().split('\n', 1)
    return Article('url:' + url, title.strip(), None, [], url.split('/')[2],
                   None, body)


def page(raw, member, n):
    """Beside a page stands the text that others found on it: nearly all of
    its words must be there."""
    text = raw.decode('utf-8')
    url = re.search(r'<link[^>]*rel=.canonical[^>]*>', text) or \
        re.search(r'<meta[^>]*"og:url"[^>]*>', text)
    key = 'html/format-samples:' + member
    if url:
        url = re.search(r'(?:href|content)=.(.*?)["\']', url.group(0)).group(1)
        key = 'url:' + re.sub(r'^http:', 'https:', url).rstrip('/')
    h1 = re.findall(r'(?s)<h1[^>]*>(.*?)</h1>', text)
    h1 = [line(untag(h).replace('\xa0', ' ')) for h in h1]
    return Article(key, next((h for h in h1 if len(h) > 20), None), None,
                   None, None, None, None)
