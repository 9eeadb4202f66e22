"""The log of plays as an outsider reads it, and a screen whose items are colours, watched pixel by
pixel. The chain is computed here anew, from its description in docs/reports.md."""

import hashlib
import sqlite3
import struct
import threading
import time
from collections import namedtuple

Play = namedtuple("Play", "seq run n kind item event start shown clock place hash")
BLINK = 0.01  # seconds
FAR = 1.0  # seconds: less than a loop of the items, so that none is taken for its next turn
WORDS = ("feed", "item", "version", "language", "type", "title", "topic", "audience")


def number(value):
    return struct.pack(">q", value)


def text(value):
    return number(-1) if value is None else number(len(value.encode())) + value.encode()


class Log:
    """What a log holds at this moment."""

    def __init__(self, path):
        database = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
        database.execute("BEGIN")  # one moment for all that is read, while rows are being added
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
    """Notes which colour stands in the middle of the screen, and since when (wall clock); and when
    it did not look for a while, as happens on a busy machine: `blinks`, (from, to)."""

    def __init__(self, pixels):
        super().__init__(daemon=True)
        self.pixels, self.seen, self.blinks, self.end = pixels, [], [], threading.Event()

    def run(self):
        last, looked = None, time.time()
        while not self.end.is_set():
            before = time.time()
            colour = self.pixels.pixel(320, 180)
            now = time.time()
            if now - looked > BLINK:
                self.blinks.append((looked, now))
            looked = before
            if colour != last:
                self.seen.append((colour, now))
                last = colour
            time.sleep(0.002)

    def was_blind(self, at):
        """Whether a picture whose first frame was out at that time can have been missed."""
        return any(begin - BLINK <= at <= end for begin, end in self.blinks)

    def finish(self):
        self.end.set()
        self.join()
        return self.seen


def distance(one, other):
    """Between two (name, time): twice as much as FAR and more means that they are not the same."""
    away = abs(one[1] - other[1])
    return away if one[0] == other[0] and away < FAR else 3 * FAR


def pair(seen, counted):
    """What is on one side only: (of `seen`, of `counted`), both [(name, time)] in their order. What
    follows one another in both belongs together, whatever kept the one or the other waiting."""
    cost = [[column * FAR for column in range(len(counted) + 1)]]
    for play in seen:
        line = [cost[-1][0] + FAR]
        for column, other in enumerate(counted):
            line.append(min(cost[-1][column] + distance(play, other), cost[-1][column + 1] + FAR,
                            line[-1] + FAR))
        cost.append(line)
    row, column, uncounted, unseen = len(seen), len(counted), [], []
    while row and column:
        if cost[row][column] == cost[row - 1][column] + FAR:
            row -= 1
            uncounted.append(seen[row])
        elif cost[row][column] == cost[row][column - 1] + FAR:
            column -= 1
            unseen.append(counted[column])
        else:
            row, column = row - 1, column - 1
    return seen[:row] + uncounted, counted[:column] + unseen
