#!/usr/bin/env python3
"""The ticker moves, also while the clock is set: at any moment."""

import datetime
import json
import os
import struct
import time
import unittest

from alerts import ALL, HEIGHT, LINE, PORTAL, SURFACE, TICKER, WIDTH, Case, report
from lab import BUILD, name_of, tree_of, wait_until, wakeups_of

REST = 1.0
WAKEUPS = 5 * REST  # a tenth of what the slowest frame loop would take


class TickerTest(Case):
    def test_the_ticker_moves_by_the_same_step_and_costs_nothing_while_it_is_not_there(self):
        stats = self.lab.directory / "stats.json"
        self.write(PORTAL, ticker=[LINE])
        player = self.lab.play(self.folder, "--stats", stats)
        middle = HEIGHT - TICKER // 2
        text = b"\xec\xf4\xf6"  # of the letters, as the screen has it
        wait_until(lambda: text in self.row(middle)[2 * WIDTH:3 * WIDTH], "letters that have come in")
        rows = []

        def look():
            row = self.row(middle)
            if not rows or rows[-1] != row:
                rows.append(row)
            return len(rows) > 40
        wait_until(look, "a ticker that moves")
        self.assertGreater(len({self.step(a, b) for a, b in zip(rows, rows[1:])} & {3, 6, 9}), 0)
        self.assertLessEqual({self.step(a, b) for a, b in zip(rows, rows[1:])}, {3, 6, 9, 12, None})
        self.write(PORTAL)
        self.wait_other(2, HEIGHT - TICKER + 4, SURFACE, "no ticker")
        display = next(p for p in tree_of(player.pid) if name_of(p) == "bangtin-display")
        time.sleep(1)  # what it did for the change is done: the file that tells of it is written
        before = wakeups_of([display])
        time.sleep(REST)
        self.assertLess(wakeups_of([display]) - before, WAKEUPS)
        self.assertEqual(self.lab.end(player), 0)
        self.assertGreater(json.loads(stats.read_text())["tickerFrames"], 40)

    @staticmethod
    def step(before, after):
        """By how many pixels the one row lies further left than the other; None: it was seen half
        drawn."""
        for step in range(1, 33):
            if before[step * 4:] == after[:-step * 4]:
                return step
        return None

    def test_settings_switch_the_ticker_off(self):
        site = self.lab.directory / "site.json"
        site.write_text('{"screen":{"ticker":false}}')
        self.write(PORTAL, ticker=[LINE])
        self.lab.play(self.folder, "--site", site)
        self.screen.wait_lit()
        self.wait_item("portal")
        self.assertNotEqual(self.screen.pixel(2, HEIGHT - TICKER + 4), SURFACE)


class ClockTest(Case):
    """The wall clock of the running player is set: frames go on coming at their pace, and what shows
    behind that is right."""

    def setUp(self):
        super().setUp()
        self.timepiece = self.lab.directory / "timepiece"

    def set_clock(self, instant):
        self.ahead = round((instant - time.time()) * 1e6)
        with open(self.timepiece, "r+b" if self.timepiece.exists() else "wb") as file:
            file.write(struct.pack("=q", self.ahead))

    def wait_transition(self):
        self.wait_hold()
        before = self.screen.grid(64, 24)
        wait_until(lambda: self.screen.grid(64, 24) != before, "a transition")

    def wait_hold(self):
        def stands():
            before = self.screen.grid(64, 24)
            time.sleep(0.1)
            return before == self.screen.grid(64, 24)
        wait_until(stands, "a held slide")

    def follow(self, frames):
        """The longest time between two frames of the ticker."""
        last, at, longest, seen = None, time.monotonic(), 0, 0

        def look():
            nonlocal last, at, longest, seen
            row = self.row(HEIGHT - TICKER // 2)
            if row != last:
                now = time.monotonic()
                longest = max(longest, now - at if seen else 0)
                last, at, seen = row, now, seen + 1
            return seen > frames
        end = time.monotonic() + 30
        while not look():
            self.assertLess(time.monotonic(), end, "frames that go on coming\n" + self.lab.log())
            time.sleep(0.001)
        return longest

    def play_with_clock(self, *words, **environment):
        return self.lab.play(
            self.folder, *words, LD_PRELOAD=str(BUILD / "tests/screen/libtimepiece.so"),
            TIMEPIECE=str(self.timepiece),
            ASAN_OPTIONS=os.environ.get("ASAN_OPTIONS", "") + ":verify_asan_link_order=0", **environment)

    def test_one_that_nobody_vouches_for_shows_nothing_that_is_over(self):
        """The program was built later than its clock says. Hours hold as soon as the time is known,
        also where none is shown."""
        right, site = self.lab.directory / "right", self.lab.directory / "site.json"
        site.write_text('{"screen":{"clock":false}}')
        self.write({"id": "over", "type": "slogan", "text": "Hết hạn", "validUntil": "2025-01-01T00:00:00Z"},
                   {"id": "begun", "type": "slogan", "text": "Bắt đầu", "validFrom": "2025-01-01T00:00:00Z"},
                   defaults={"duration": 1, "transition": {"type": "cut"}},
                   dayparts={"never": {"windows": []}}, ticker=[{**LINE, "dayparts": ["never"]}])
        self.set_clock(0)
        player = self.play_with_clock("--site", site, TIMEPIECE_IS_WRONG=str(right))
        wait_until(self.item, "an item")
        self.assertEqual(self.item(), "begun")
        self.wait_colour(2, HEIGHT - TICKER + 4, SURFACE)
        self.set_clock(time.time())
        right.touch()
        self.wait_other(2, HEIGHT - TICKER + 4, SURFACE, "no ticker")
        self.assertEqual(self.lab.end(player), 0)

    def test_it_may_be_set_at_any_moment(self):
        noon = datetime.datetime(2026, 11, 23, 5, tzinfo=datetime.timezone.utc).timestamp()
        border = "2026-11-24T00:00:00Z"
        items = [{"id": f"{day}{n}", "type": "slogan", "text": "Mạng " * (9 * n + 3), **valid}
                 for day, valid in (("today", {"validUntil": border}), ("tomorrow", {"validFrom": border}))
                 for n in range(2)]
        self.write(*items, ticker=[{"text": "· ".join("một hai ba bốn" for _ in range(20))}], defaults={
            "duration": 1.4, "transition": {"type": "crossfade", "duration": 0.7}})
        self.set_clock(0)
        stats = self.lab.directory / "stats.json"
        player = self.play_with_clock("--stats", stats)
        self.screen.wait_lit()
        self.follow(10)
        today, tomorrow = ("today0", "today1"), ("tomorrow0", "tomorrow1")
        jumps = (("from 1970 to today", noon, today), ("back an hour", noon - 3600, today),
                 ("forward a day", noon + 86400, tomorrow), ("back to 1970", 0, today))
        for turn in range(2 if ALL else 1):
            for number, (name, instant, right) in enumerate(jumps):
                wait = (self.wait_hold, self.wait_transition)[(number + turn) % 2]
                wait()
                self.set_clock(instant)
                longest = self.follow(40)
                report(f"{name}, {wait.__name__[5:]}: at most {1000 * longest:.0f} ms between two frames")
                self.wait_item(*right)
        self.assertEqual(self.lab.end(player), 0)
        found = json.loads(stats.read_text())
        report(str(found))
        self.assertEqual(found["workerRestarts"], 0, found)



if __name__ == "__main__":
    unittest.main()
