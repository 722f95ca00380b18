"""Damage an index in many ways, one at a time, and ask what is made of it.

    damage.py [--seed N] [--flips N] INDEX

Each file of INDEX has bytes flipped, is cut short, emptied and removed.  Each
time "newsidx verify" must find it, unless all answers are as they were.
Prints what was found and what was not; ends with 1 if something was missed.
"""
import argparse
import os
import random
import shutil
import subprocess
import sys

QUESTIONS = [
    ["query", "--all", "--json", "the or a or of or in"],
    ["query", "--all", "--json", '"security guarantees"'],
    ["query", "--all", "--ids", "title:ferry or harbour w/5 strike*"],
    ["query", "--count", "not the"],
    ["kwic", "sanctions"],
    ["ledger", "--records", "--json"],
]


def run(args, index):
    done = subprocess.run(["newsidx", args[0], "-i", index] + args[1:],
                          capture_output=True, timeout=120)
    return done.returncode, done.stdout


def answers(index):
    found = [run(q, index) for q in QUESTIONS]
    ids = subprocess.run(["newsidx", "query", "-i", index, "--all", "--ids",
                          "the or a"], capture_output=True).stdout.split()
    for i in ids[:5]:
        found.append(run(["show", "--json", i.decode()], index))
    return found


def copy(index, to):
    shutil.rmtree(to, ignore_errors=True)
    shutil.copytree(index, to, copy_function=shutil.copy)


def files_of(index):
    for folder, _, names in os.walk(index):
        for name in sorted(names):
            yield os.path.relpath(os.path.join(folder, name), index)


def damages(data, rng, flips):
    """Each a name and what the file is then; None: it is not there."""
    for _ in range(flips if data else 0):
        at = rng.randrange(len(data))
        by = rng.randrange(1, 256)
        yield (f"byte {at} ^ {by}",
               data[:at] + bytes([data[at] ^ by]) + data[at + 1:])
    if data:
        cut = rng.randrange(len(data))
        yield f"cut at {cut}", data[:cut]
        yield "emptied", b""
    yield "removed", None


def main():
    p = argparse.ArgumentParser()
    p.add_argument("--seed", type=int, default=random.randrange(1 << 30))
    p.add_argument("--flips", type=int, default=20)
    p.add_argument("index")
    o = p.parse_args()
    print("seed", o.seed)
    rng = random.Random(o.seed)
    damaged = o.index + ".damaged"
    copy(o.index, damaged)
    good = answers(damaged)
    told = harmless = missed = 0
    for name in sorted(files_of(o.index)):
        with open(os.path.join(o.index, name), "rb") as f:
            data = f.read()
        for what, now in damages(data, rng, o.flips):
            copy(o.index, damaged)
            path = os.path.join(damaged, name)
            os.unlink(path)
            if now is not None:
                with open(path, "wb") as f:
                    f.write(now)
            code = run(["verify", "-q"], damaged)[0]
            if code in (3, 4):
                told += 1
            elif code == 0 and answers(damaged) == good:
                harmless += 1
            else:
                missed += 1
                print(f"missed: {name}: {what}: code {code}")
    print(f"{told} found, {harmless} that change nothing, {missed} missed")
    shutil.rmtree(damaged, ignore_errors=True)
    sys.exit(1 if missed or not told else 0)


main()
