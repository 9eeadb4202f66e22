"""Logs of plays as bangtin-sync writes them, made row by row: a database, or an export of it.
docs/reports.md says what stands in them; this is its second implementation."""

import hashlib
import json
import sqlite3
import struct
from base64 import b64encode

SCHEMA = """
PRAGMA application_id=1347174745;
CREATE TABLE meta (key TEXT PRIMARY KEY, value) WITHOUT ROWID;
CREATE TABLE item (id INTEGER PRIMARY KEY, feed TEXT NOT NULL, item TEXT NOT NULL,
 version TEXT NOT NULL, language TEXT NOT NULL, type TEXT NOT NULL, title TEXT NOT NULL,
 topic TEXT, audience TEXT, since INTEGER NOT NULL, width INTEGER, height INTEGER, thumbnail BLOB);
CREATE INDEX item_name ON item (feed, item);
CREATE TABLE place (id INTEGER PRIMARY KEY, site TEXT NOT NULL, screen TEXT NOT NULL,
 UNIQUE (site, screen));
CREATE TABLE row (seq INTEGER PRIMARY KEY, run INTEGER NOT NULL, n INTEGER NOT NULL,
 kind INTEGER NOT NULL, item INTEGER, event TEXT, start INTEGER NOT NULL, shown INTEGER NOT NULL,
 clock INTEGER NOT NULL, place INTEGER NOT NULL, hash BLOB NOT NULL, UNIQUE (run, n));
CREATE INDEX row_start ON row (start);
CREATE TABLE last (item INTEGER PRIMARY KEY, part INTEGER NOT NULL);
PRAGMA user_version=1;
"""
WORDS = ("feed", "item", "version", "language", "type", "title", "topic", "audience")
FLOOR, SERVER, TRUSTED = range(3)


def number(value):
    return struct.pack(">q", value)


def text(value):
    data = b"" if value is None else value.encode()
    return number(-1 if value is None else len(data)) + data


class PlaysLog:
    """One machine's log. Rows are dictionaries, `rows` may be read by the tests."""

    def __init__(self, device, site="can-duoc", screen="1920x1080"):
        self.device = hashlib.sha256(device.encode()).hexdigest()[:32]
        self.items, self.places, self.rows = [], [], []
        self.start_hash = hashlib.sha256(f"bangtin plays 1\n{self.device}\n".encode()).digest()
        self.run = 7
        self.place = self.add_place(site, screen)

    def add_place(self, site, screen):
        self.places.append((site, screen))
        return len(self.places)

    def add_item(self, item, title=None, thumbnail=None, **words):
        """Its id. `thumbnail`: (width, height, RGB bytes)."""
        one = {"feed": "test", "item": item, "version": "1" * 16, "language": "vi", "type": "notice",
               "title": item.title() if title is None else title, "topic": None, "audience": None, **words}
        self.items.append((one, thumbnail))
        return len(self.items)

    def add(self, start, item=0, shown=8000, clock=TRUSTED, event=None, place=None):
        seq = len(self.rows) + 1
        row = {"seq": seq, "run": self.run, "n": seq, "kind": 0 if item else 1, "item": item,
               "event": event, "start": start, "shown": shown, "clock": clock,
               "place": place or self.place}
        row["hash"] = self.hash_of(row, self.rows[-1]["hash"] if self.rows else self.start_hash)
        self.rows.append(row)
        return row

    def hash_of(self, row, before):
        words = self.items[row["item"] - 1][0] if row["item"] else dict.fromkeys(WORDS)
        data = before + b"".join(number(row[k]) for k in ("seq", "run", "n", "kind", "start", "shown", "clock"))
        data += text(row["event"]) + b"".join(text(words[k]) for k in WORDS)
        return hashlib.sha256(data + b"".join(text(w) for w in self.places[row["place"] - 1])).digest()

    def write(self, path):
        """The database."""
        head = self.rows[-1]["hash"] if self.rows else self.start_hash
        database = sqlite3.connect(path, isolation_level=None)
        database.executescript(SCHEMA)
        database.execute("BEGIN")
        database.executemany("INSERT INTO meta VALUES (?, ?)", [
            ("device", self.device), ("base_seq", 0), ("base_hash", self.start_hash),
            ("head_seq", len(self.rows)), ("head_hash", head), ("acknowledged", 0), ("note", "")])
        for i, (one, picture) in enumerate(self.items, 1):
            width, height, rgb = picture or (None, None, None)
            database.execute("INSERT INTO item VALUES (?,?,?,?,?,?,?,?,?,0,?,?,?)",
                             (i, *(one[k] for k in WORDS), width, height, rgb))
        database.executemany("INSERT INTO place VALUES (?, ?, ?)",
                             [(i, *place) for i, place in enumerate(self.places, 1)])
        database.executemany(
            "INSERT INTO row VALUES (?,?,?,?,?,?,?,?,?,?,?)",
            ((r["seq"], r["run"], r["n"], r["kind"], r["item"] or None, r["event"], r["start"],
              r["shown"], r["clock"], r["place"], r["hash"]) for r in self.rows))
        database.execute("COMMIT")
        database.close()
        return path

    def batch(self, first, last):
        """The rows first … last as a line of an export."""
        rows = self.rows[first - 1:last]
        used = sorted({r["item"] for r in rows if r["item"]})
        before = self.rows[first - 2]["hash"] if first > 1 else self.start_hash
        items = []
        for i in used:
            one, picture = self.items[i - 1]
            items.append({"id": i, **one})
            if picture:
                items[-1]["thumbnail"] = {"width": picture[0], "height": picture[1],
                                          "rgb": b64encode(picture[2]).decode()}
        return json.dumps({
            "bangtinPlays": 1, "device": self.device, "first": first, "previousHash": before.hex(),
            "runs": [f"{self.run:016x}"], "items": items,
            "places": [{"id": i, "site": s, "screen": z} for i, (s, z) in enumerate(self.places, 1)],
            "rows": [[0, r["n"], r["kind"], r["item"] or None, r["event"], r["start"], r["shown"],
                      r["clock"], r["place"]] for r in rows],
            "hash": rows[-1]["hash"].hex()}, ensure_ascii=False) + "\n"
