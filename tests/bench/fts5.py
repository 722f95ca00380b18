"""SQLite FTS5 beside newsidx.

    fts5.py version
    fts5.py build ROWS DB [optimize]   ROWS as texts.py writes it
    fts5.py query DB FILE ROUNDS   FILE has a query a line; prints as query.c

The table is contentless with positions (content='', detail=full) and keeps no
text; date, source and key are columns of a table beside it.  Nothing is kept
for undoing and nothing waits for the disk: a new database needs neither, and
who measures syncs at the end.
"""
import sqlite3
import sys
import time


def version():
    db = sqlite3.connect(":memory:")
    db.execute("CREATE VIRTUAL TABLE t USING fts5(a)")
    print(sqlite3.sqlite_version)


def build(rows, path, optimize=None):
    db = sqlite3.connect(path)
    db.execute("PRAGMA journal_mode=OFF")
    db.execute("PRAGMA synchronous=OFF")
    db.execute("ATTACH ? AS input", (rows,))
    db.execute("CREATE TABLE article(id INTEGER PRIMARY KEY, key TEXT, "
               "date TEXT, source TEXT)")
    db.execute("CREATE VIRTUAL TABLE words USING fts5(title, body, "
               "content='', detail=full)")
    db.execute("INSERT INTO article SELECT id, key, date, source "
               "FROM input.news")
    db.execute("INSERT INTO words(rowid, title, body) "
               "SELECT id, title, body FROM input.news")
    if optimize:
        db.execute("INSERT INTO words(words) VALUES('optimize')")
    db.commit()
    db.close()


def ask(db, text):
    """The best ten and the exact count, as one statement."""
    found = db.execute("SELECT rowid, count(*) OVER () FROM words "
                       "WHERE words MATCH ? ORDER BY rank LIMIT 10",
                       (text,)).fetchall()
    return found[0][1] if found else 0


def query(path, lines, rounds):
    db = sqlite3.connect(path)
    with open(lines, encoding="utf-8") as f:
        for text in f.read().splitlines():
            total, best = ask(db, text), 1e9
            for _ in range(int(rounds)):
                begun = time.perf_counter()
                ask(db, text)
                best = min(best, (time.perf_counter() - begun) * 1e3)
            print(f"{best:.4f}\t{total}\t{text}")


def main():
    does = {"version": version, "build": build, "query": query}
    if len(sys.argv) < 2 or sys.argv[1] not in does:
        sys.exit(__doc__)
    does[sys.argv[1]](*sys.argv[2:])


main()
