"""The log of plays as an outsider reads it, and a screen whose items are colours, watched pixel by
pixel. The chain is computed here anew, from its description in docs/reports.md."""

import hashlib
import sqlite3
import struct
import threading
import time
from collections import namedtuple

Play = namedtuple("Play", "seq run n kind item event start shown clock place hash")
WORDS = ("feed", "item", "version", "language", "type", "title", "topic", "audience")


def number(value):
    return struct.pack(">q", value)


def text(value):
    return number(-1) if value is None else number(len(value.encode())) + value.encode()


class Log:
    """What a log holds at this moment."""

    def __init__(self, path):
        database = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
        self.meta = dict(database.execute("SELECT key, value FROM meta"))
        self.items = {row[0]: row[1:] for row in database.execute(
            f"SELECT id, {', '.join(WORDS)}, length(thumbnail) FROM item")}
        self.places = {row[0]: row[1:] for row in database.execute("SELECT * FROM place")}
        self.rows = [Play(*row) for row in database.execute("SELECT * FROM row ORDER BY seq")]
        database.close()

    def plays(self):
        return [row for row in self.rows if row.kind == 0]

    def events(self):
        return [row.event for row in self.rows if row.kind == 1]

    def name(self, row):
        return self.items[row.item][1]

    def check_chain(self):
        """Every row's hash follows from the row before, up to the head."""
        last = hashlib.sha256(b"bangtin plays 1\n" + self.meta["device"].encode() + b"\n").digest()
        if self.meta["base_seq"] == 0:
            assert self.meta["base_hash"] == last
        last, seq = self.meta["base_hash"], self.meta["base_seq"]
        for row in self.rows:
            seq += 1
            assert row.seq == seq, f"row {seq} is missing"
            words = self.items[row.item][:len(WORDS)] if row.item else [None] * len(WORDS)
            parts = [number(value) for value in (row.seq, row.run, row.n, row.kind, row.start,
                                                 row.shown, row.clock)]
            parts += [text(value) for value in (row.event, *words, *self.places[row.place])]
            last = hashlib.sha256(last + b"".join(parts)).digest()
            assert row.hash == last, f"row {seq} is not what was written"
        assert (self.meta["head_seq"], self.meta["head_hash"]) == (seq, last), "the head differs"


class Spectator(threading.Thread):
    """Notes which colour stands in the middle of the screen, and since when (wall clock)."""

    def __init__(self, pixels):
        super().__init__(daemon=True)
        self.pixels, self.seen, self.end = pixels, [], threading.Event()

    def run(self):
        last = None
        while not self.end.is_set():
            colour = self.pixels.pixel(320, 180)
            if colour != last:
                self.seen.append((colour, time.time()))
                last = colour
            time.sleep(0.002)

    def finish(self):
        self.end.set()
        self.join()
        return self.seen
