"""Pack the sample articles: pack.py SRC DIR

Each folder of SRC becomes one archive of a kind of its own.  Times, owners,
modes and the order of members are fixed, so that two runs give equal bytes
wherever the same compressors are installed.
"""
import bz2
import gzip
import io
import json
import lzma
import os
import subprocess
import sys
import tarfile
import tempfile
import zipfile
import zlib

TIME = 1748736000  # 2025-06-01T00:00:00Z


def articles_json(raw):
    """A source lists its paragraphs; an archive has them in one string."""
    record = json.loads(raw)
    for key in ("text", "content"):
        if key in record:
            record[key] = "\n\n".join(record[key])
    return record


def content(path):
    with open(path, "rb") as f:
        raw = f.read()
    if path.endswith(".json"):
        text = json.dumps(articles_json(raw), indent=2, ensure_ascii=False)
        return (text + "\n").encode()
    if path.endswith(".cp1252.txt"):
        return raw.decode("utf-8").encode("cp1252")
    return raw


def members(folder):
    """(name, bytes) of every file under folder, names in byte order."""
    found = []
    for top, _, files in os.walk(folder):
        for name in files:
            path = os.path.join(top, name)
            found.append((os.path.relpath(path, folder), path))
    return [(name, content(path)) for name, path in sorted(found)]


def tar_bytes(entries):
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.USTAR_FORMAT) as t:
        for name, data in entries:
            info = tarfile.TarInfo(name)
            info.size = len(data)
            info.mtime = TIME
            info.mode = 0o644
            t.addfile(info, io.BytesIO(data))
    return out.getvalue()


def gz(data):
    return gzip.compress(data, 9, mtime=0)


def zip_bytes(entries):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as z:
        for name, data in entries:
            info = zipfile.ZipInfo(name, (2025, 6, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = 3
            info.external_attr = 0o644 << 16
            z.writestr(info, data)
    return out.getvalue()


def cpio_bytes(entries):
    """The "newc" form, by hand: cpio(1) would write this host's inodes."""
    out = io.BytesIO()

    def entry(number, name, mode, data):
        name = name.encode() + b"\0"
        fields = [number, mode, 0, 0, 1, TIME if number else 0, len(data),
                  0, 0, 0, 0, len(name), 0]
        out.write(b"070701" + b"".join(b"%08X" % f for f in fields) + name)
        out.write(b"\0" * (-out.tell() % 4))
        out.write(data)
        out.write(b"\0" * (-out.tell() % 4))

    for number, (name, data) in enumerate(entries, 1):
        entry(number, name, 0o100644, data)
    entry(0, "TRAILER!!!", 0, b"")
    return out.getvalue()


def seven_zip(entries, to):
    with tempfile.TemporaryDirectory() as tmp:
        for name, data in entries:
            path = os.path.join(tmp, name)
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path, "wb") as f:
                f.write(data)
            os.chmod(path, 0o644)
            os.utime(path, (TIME, TIME))
        names = [name for name, _ in entries]
        if os.path.exists(to):
            os.remove(to)
        subprocess.run(["7z", "a", "-bd", "-mmt=1", "-mtm=on", "--",
                        os.path.abspath(to)] + names,
                       cwd=tmp, check=True, stdout=subprocess.DEVNULL)


def zstd_bytes(data):
    return subprocess.run(["zstd", "-q", "-19", "-c"], input=data, check=True,
                          stdout=subprocess.PIPE).stdout


def cut_gz(entries):
    """A .tar.gz as a broken download leaves it: the last member stands there
    by half.  A sync flush before the cut makes what can be read the same
    under every zlib."""
    tar = tar_bytes(entries)
    last = len(entries[-1][1])
    end = tar.index(entries[-1][1]) + last // 2
    z = zlib.compressobj(9, zlib.DEFLATED, 31)
    return z.compress(tar[:end]) + z.flush(zlib.Z_SYNC_FLUSH)


def put(path, data):
    with open(path, "wb") as f:
        f.write(data)


def main():
    src, to = sys.argv[1:]
    broken = os.path.join(to, "broken")
    os.makedirs(broken, exist_ok=True)

    def of(folder):
        return members(os.path.join(src, folder))

    def out(name):
        return os.path.join(to, name)

    put(out("harbour-gazette.tar.gz"), gz(tar_bytes(of("harbour-gazette"))))
    put(out("evening-star.zip"), zip_bytes(of("evening-star")))

    lines = [json.dumps(json.loads(data), ensure_ascii=True) + "\n"
             for _, data in of("wire")]
    put(out("wire.jsonl.gz"), gz("".join(lines).encode()))

    months = sorted(os.listdir(os.path.join(src, "agency")))
    inner = [("%s.tgz" % m, gz(tar_bytes(of("agency/" + m)))) for m in months]
    put(out("agency.tar.xz"), lzma.compress(tar_bytes(inner)))

    put(out("trec-set.tar.bz2"), bz2.compress(tar_bytes(of("trec-set"))))
    for name, data in of("reuters-like"):
        put(out(name + ".zst"), zstd_bytes(data))
    seven_zip(of("world"), out("world.7z"))
    put(out("notices.cpio.gz"), gz(cpio_bytes(of("notices"))))

    gazette = [m for m in of("harbour-gazette") if m[0] != "README"]
    put(os.path.join(broken, "cut.tar.gz"), cut_gz(gazette[:4]))


if __name__ == "__main__":
    main()
