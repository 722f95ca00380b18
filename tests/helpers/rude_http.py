#!/usr/bin/env python3
"""rude_http.py URL [SECONDS [SEED]] - send what is no request, or one of a kind that
browsers do not send, and look whether each is refused and the server goes on; for
SECONDS more, requests that were changed at random.  Prints what is wrong, a line
each, and how many of these there were."""

import random
import socket
import sys
import time
import urllib.parse
import urllib.request

URL = urllib.parse.urlsplit(sys.argv[1])
SECONDS = float(sys.argv[2]) if len(sys.argv) > 2 else 0
SEED = int(sys.argv[3]) if len(sys.argv) > 3 else int(time.time())
HOST = f"Host: {URL.netloc}\r\n".encode()
faults = []
REFUSED = {"400", "404", "405", "411", "413", "414", "421", "431", "501", "505", ""}
FINE = {"200"}


def talk(data, patience):
    """The statuses of the answers; "" for none."""
    got = b""
    with socket.create_connection((URL.hostname, URL.port), timeout=patience) as s:
        try:
            s.sendall(data)
            while chunk := s.recv(65536):
                got += chunk
        except OSError:
            pass
    return [line.split(b" ")[1].decode() for line in got.split(b"\r\n")
            if line.startswith(b"HTTP/1.")] or [""]


def expect(what, data, allowed):
    # What is no whole request may have no answer; nobody waits for it for long.
    statuses = talk(data, 0.05 if "" in allowed else 20)
    if not set(statuses) <= allowed:
        faults.append(f"{what}: {statuses}")


def get(target, *headers):
    return (b"GET " + target + b" HTTP/1.1\r\n" + HOST +
            b"".join(h + b"\r\n" for h in headers) + b"Connection: close\r\n\r\n")


long = b"a" * 200000
expect("a request", get(b"/api/v1/info"), FINE)
expect("two at once", get(b"/api/v1/info").replace(b"Connection: close\r\n", b"") +
       get(b"/api/v1/info"), FINE)
expect("no host", b"GET / HTTP/1.1\r\nConnection: close\r\n\r\n", REFUSED)
expect("two hosts", get(b"/", b"Host: evil.example"), REFUSED)
expect("no version", b"GET /\r\n\r\n", REFUSED)
expect("another version", b"GET / HTTP/9.9\r\n" + HOST + b"\r\n", REFUSED)
expect("no target", b"GET  HTTP/1.1\r\n" + HOST + b"\r\n", REFUSED)
expect("a star", b"GET * HTTP/1.1\r\n" + HOST + b"\r\n", REFUSED)
expect("a proxy's target", get(b"http://evil.example/"), REFUSED)
expect("a long target", get(b"/?q=" + long), REFUSED)
expect("a target as long as may be", get(b"/api/v1/search?q=" + b"a" * 30000), FINE)
expect("one that is longer", get(b"/api/v1/search?q=" + b"a" * 33000), REFUSED)
expect("long headers", get(b"/", b"X: " + long), REFUSED)
expect("many headers", get(b"/", *[b"X%d: y" % i for i in range(20000)]), REFUSED)
expect("many parameters", get(b"/api/v1/search?" + b"source=a&" * 2000), REFUSED)
expect("many names", get(b"/?" + b"&".join(b"a%d=1" % i for i in range(2000))), REFUSED)
expect("a header without a colon", get(b"/api/v1/info", b"nonsense"), REFUSED | FINE)
expect("bytes that are no text", get(b"/\xff\xfe?\x80=\x81"), REFUSED)
expect("a percent alone", get(b"/?q=%"), REFUSED)
expect("half a percent", get(b"/?q=%4"), REFUSED)
expect("controls", get(b"/api/v1/search?q=%01%02%7f"), REFUSED | FINE)
expect("a deep query", get(b"/api/v1/search?q=" + b"(" * 5000 + b"a" + b")" * 5000), REFUSED)
expect("a broad query", get(b"/api/v1/search?q=" + b"+or+".join([b"*a*"] * 300)), REFUSED)
expect("numbers beyond", get(b"/api/v1/search?offset=99999999999999999999"), REFUSED)
expect("numbers below", get(b"/api/v1/search?limit=-1"), REFUSED)
expect("a body with GET", get(b"/api/v1/info", b"Content-Length: 5") + b"abcde", FINE | REFUSED)
expect("a negative body", get(b"/login", b"Content-Length: -5"), REFUSED)
expect("two lengths", get(b"/login", b"Content-Length: 5", b"Content-Length: 6") + b"abcdef",
       REFUSED | FINE | {"303"})
expect("a length and chunks", b"POST /login HTTP/1.1\r\n" + HOST + b"Content-Length: 3\r\n"
       b"Transfer-Encoding: chunked\r\n\r\n5\r\nabcde\r\n0\r\n\r\n", REFUSED | {"303"})
expect("chunks that are none", b"POST /login HTTP/1.1\r\n" + HOST +
       b"Transfer-Encoding: chunked\r\n\r\nzz\r\nabc\r\n", REFUSED)
expect("endless chunks", b"POST /login HTTP/1.1\r\n" + HOST +
       b"Transfer-Encoding: chunked\r\n\r\n" + b"1000\r\n" + b"a" * 4096 + b"\r\n",
       REFUSED | {"303"})
expect("a folded header", get(b"/api/v1/info", b"X: a", b"  b"), REFUSED | FINE)
expect("nothing", b"", {""})
expect("a TLS hello", b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(500), REFUSED)
expect("HTTP/2", b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", REFUSED)
chance = random.Random(1)
for i in range(60):
    expect(f"any bytes, {i}", chance.randbytes(chance.randrange(1, 600)), REFUSED)
good = get(b"/api/v1/search?q=ferry&limit=1")
for i in range(100):
    data = bytearray(good)
    for _ in range(chance.randrange(1, 4)):
        data[chance.randrange(len(data))] = chance.randrange(256)
    expect(f"a request with other bytes, {i}", bytes(data), REFUSED | FINE | {"403"})


def post(target, kind, body):
    return (b"POST " + target + b" HTTP/1.1\r\n" + HOST + b"Content-Type: " + kind +
            b"\r\nContent-Length: %d\r\nConnection: close\r\n\r\n" % len(body) + body)


FORM = b"application/x-www-form-urlencoded"
SEEDS = [good, get(b"/"), get(b"/?q=%22moved+on%22+w%2F9+ferry&sort=date&from=2019&to=2020-05"),
         get(b"/article?id=url%3Ahttps%3A%2F%2Fnews.example%2F0&q=ferry"),
         get(b"/kwic?q=ferry&sort=left&offset=2"), get(b"/api/v1/kwic?q=f*&limit=3&width=20"),
         get(b"/api/v1/facets?q=ferry&facets=source,year&source=Reuters"),
         get(b"/api/v1/timeline?q=ferry&by=month"), get(b"/export?q=ferry&format=csv"),
         get(b"/api/v1/article?id=x", b"Accept: application/json", b"If-None-Match: \"x\""),
         get(b"/static/app.js", b"Range: bytes=0-9", b"Cookie: session=" + b"0" * 64),
         get(b"/api/v1/info", b"Authorization: Bearer x", b"Origin: http://evil.example"),
         post(b"/login", FORM, b"token=abc&next=%2F"),
         post(b"/login", b"multipart/form-data; boundary=x", b"--x\r\n\r\nabc\r\n--x--")]
TOKENS = [b"%00", b"%", b"..", b"/", b"\r\n", b"\n", b"\0", b"&", b"=", b";", b":", b"(", b'"',
          b"*", b" w/5 ", b"\xff", b"%ff", b"%F0%9F%8E%89", b"99999999999999999999", b"-1",
          b"Host: evil.example\r\n", b"Transfer-Encoding: chunked\r\n", b"Content-Length: 7\r\n",
          b"Expect: 100-continue\r\n", b"Connection: upgrade\r\n", b"%3Cscript%3E"]
# Asked for another method or host, or for what has moved.
OTHER = REFUSED | FINE | {"100", "206", "303", "304", "401", "403", "415", "416", "503", "504"}


def mutate(data):
    data = bytearray(data)
    for _ in range(chance.randrange(1, 5)):
        at = chance.randrange(len(data) + 1)
        end = min(len(data), at + chance.randrange(1, 30))
        how = chance.randrange(6)
        if how == 0 and at < len(data):
            data[at] = chance.randrange(256)
        elif how == 1:
            del data[at:end]
        elif how == 2:
            data[at:at] = chance.choice(TOKENS)
        elif how == 3:
            data[at:at] = data[at:end] * chance.choice([1, 2, 50])
        elif how == 4:
            other = chance.choice(SEEDS)
            data[at:] = other[chance.randrange(len(other)):]
        else:
            data[at:end] = chance.choice(TOKENS)
    return bytes(data)


chance = random.Random(SEED)
until, changed = time.monotonic() + SECONDS, 0
while time.monotonic() < until:
    changed += 1
    data = mutate(chance.choice(SEEDS))
    expect(f"seed {SEED}, request {changed}: {data}", data, OTHER)

# Those who never finish do not keep others from being served.
slow = [socket.create_connection((URL.hostname, URL.port)) for _ in range(60)]
for s in slow:
    s.sendall(b"GET /?q=ferry HTTP/1.1\r\nHo")
# Nor do those who do not read what they asked for.
for _ in range(20):
    s = socket.create_connection((URL.hostname, URL.port))
    s.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    s.sendall(get(b"/api/v1/export?format=csv"))
    slow.append(s)
with urllib.request.urlopen(URL.geturl() + "/api/v1/search?q=ferry", timeout=10) as answer:
    if answer.status != 200:
        faults.append("not served beside the slow ones")
for s in slow:
    s.close()
for f in faults[:40]:
    print(f)
print(f"{changed} requests changed at random, {len(faults)} faults")
sys.exit(1 if faults else 0)
