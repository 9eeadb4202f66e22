#!/usr/bin/env python3
"""What is counted is what was on the screen: processes are killed, disks are full, and the log is
held against the pixels.

BANGTIN_KILLS sets how many processes are killed (10)."""

import contextlib
import json
import os
import random
import resource
import signal
import sqlite3
import statistics
import time
import unittest

from lobby import Lobby
from plays_lab import Log, Spectator, pair
from province import Feed, wait_for
from server import Server

KILLS = int(os.environ.get("BANGTIN_KILLS", "10"))
COLOURS = (0x2060A0, 0xA02060, 0x60A020, 0xA0A020, 0x20A0A0)
QUICK = {"defaults": {"duration": 0.3, "transition": {"type": "cut"}}}
URGENT = (179, 0, 27)  # of a severe alert
MARGIN = 0.1  # seconds by which a look may be noted late


def rgb(colour):
    return colour >> 16, colour >> 8 & 255, colour & 255


class Counted(Lobby):
    def setUp(self):
        super().setUp()
        self.lab.environment["BANGTIN_PLAYS_MILLISECONDS"] = "200"
        self.feed = Feed(self.lab, "web")
        server = Server(self.feed.path)
        server.__enter__()
        self.addCleanup(server.__exit__)
        self.site = self.lab.settings((server.url("/playlist.json"), self.feed.root),
                                      site="ubnd-xa")
        self.feed.publish(COLOURS, **QUICK)
        self.database = self.lab.store / "plays.db"

    def follow(self, **options):
        self.sync = self.lab.start([self.lab.program, *self.lab.sync_words(self.site)], **options)

    def play(self):
        with contextlib.suppress(FileNotFoundError):  # or all these deaths would be the content's
            (self.lab.run / "trial.json").unlink()
        self.player = self.lab.start([self.lab.program, "play", "--no-sync", "--site", self.site,
                                      "--store", self.lab.store, "--run", self.lab.run])

    def begin(self, **options):
        self.follow(**options)
        wait_for(lambda: self.lab.sequence() == 1, "the content")
        self.play()
        shown = set(map(rgb, COLOURS))
        wait_for(lambda: self.pixels.pixel(320, 180) in shown, "a picture on the screen")

    def rows(self):
        """Of the log that the running sync keeps."""
        with contextlib.suppress(OSError, ValueError):
            status = json.loads((self.lab.run / "sync.json").read_text())
            if status["pid"] == self.sync.pid and status["plays"]:
                return status["plays"].get("newest", 0)
        return 0

    def end(self):
        self.lab.stop(self.player)
        self.lab.stop(self.sync)
        log = Log(self.database)
        log.check_chain()
        return log

    # --- killed ---

    def test_what_the_log_counts_is_what_was_seen(self):
        chance, deaths = random.Random(1), []
        spectator = Spectator(self.pixels)
        spectator.start()
        self.begin()
        for kill in range(KILLS):
            time.sleep(chance.uniform(0.1, 0.7))  # a point that nobody has chosen
            if kill % 2:
                self.lab.stop(self.player, signal.SIGKILL)
                self.wait_dark()
                deaths.append(time.time())
                self.play()
            else:
                self.lab.stop(self.sync, signal.SIGKILL)
                self.follow()
            # The two hold what the other one may lose: so one dies when both know of each other.
            before = wait_for(self.rows, "the log")
            wait_for(lambda: self.rows() > before, "rows after a restart")
        log = self.end()
        seen = self.names(spectator.finish())
        counted = [(log.name(row), row.start / 1000) for row in log.plays()]
        print(f"{KILLS} killed: {len(seen)} plays seen, {len(counted)} counted", flush=True)
        uncounted, unseen = pair(seen, sorted(counted, key=lambda play: play[1]))
        unseen = [play for play in unseen if not spectator.was_blind(play[1])]
        for one_side, plays in ((uncounted, seen), (unseen, counted)):
            for name, at in one_side:  # it can be but the last one before a death
                self.assertTrue(any(at <= death + MARGIN and not any(at < other <= death for _, other in plays)
                                    for death in deaths),
                                f"{name} at {at} in {seen}, {counted}, {deaths}")
        self.assertLessEqual(len(uncounted), len(deaths))
        self.assertEqual(log.events().count("start"), KILLS // 2 + 1)
        self.assertNotIn("lost", log.events())
        self.assertEqual(len({(row.run, row.n) for row in log.rows}), len(log.rows))

    def names(self, seen):
        """Which item came up when."""
        names = {rgb(colour): f"item-p{index}" for index, colour in enumerate(COLOURS)}
        return [(names[colour], at) for colour, at in seen if colour in names]

    def test_what_only_the_sync_process_has_is_written_at_once(self):
        """The screen process falls, and minutes before the next batch the other one does."""
        self.lab.environment["BANGTIN_PLAYS_MILLISECONDS"] = "3600000"
        self.begin()
        for _ in range(3):  # the last of them may not be told yet
            last = self.pixels.pixel(320, 180)
            wait_for(lambda last=last: self.pixels.pixel(320, 180) != last, "the next item")
        self.lab.stop(self.player, signal.SIGKILL)
        wait_for(self.rows, "what was shown in the log")
        self.lab.stop(self.sync, signal.SIGKILL)
        self.assertGreater(len(Log(self.database).plays()), 1)

    def test_of_a_long_play_each_batch_says_how_long(self):
        self.feed.publish(COLOURS[:1], defaults={"duration": 3600})
        self.follow()
        wait_for(lambda: self.lab.sequence() == 2, "the content")
        self.play()

        def shown():
            with contextlib.suppress(IndexError, ValueError, sqlite3.Error):
                return json.loads(Log(self.database).meta["note"])[1]["shown"]
            return 0

        wait_for(lambda: shown() > 1000, "more than the first batch has said")

    def test_an_orderly_stop_loses_nothing(self):
        self.lab.environment["BANGTIN_PLAYS_MILLISECONDS"] = "3600000"  # nothing is written but at the end
        spectator = Spectator(self.pixels)
        spectator.start()
        self.begin()
        wait_for(lambda: len(self.names(spectator.seen)) > 6, "some items on the screen")
        log = self.end()
        counted = [(log.name(row), row.start / 1000) for row in log.plays()]
        uncounted, unseen = pair(self.names(spectator.finish()), counted)
        self.assertEqual(uncounted, [], counted)
        self.assertEqual([play for play in unseen if not spectator.was_blind(play[1])], [])
        self.assertEqual(log.events(), ["start", "stop"])
        whole = log.plays()[1:-1]
        for row, following in zip(whole, whole[1:]):
            self.assertAlmostEqual(row.shown, following.start - row.start, delta=100)
        self.assertGreater(statistics.median(row.shown for row in whole), 200)  # of 300, or late
        self.assertEqual(log.places[1], ("ubnd-xa", "640x360"))

    def test_a_warning_over_the_whole_screen_is_counted(self):
        self.begin()
        wait_for(lambda: self.rows() >= 3, "rows")
        self.feed.publish(COLOURS, **QUICK, alerts=[
            {"identifier": "bao-so-4", "sent": "2020-01-01T00:00:00Z",
             "expires": "2040-01-01T00:00:00Z", "severity": "Severe", "mode": "replace",
             "headline": {"vi": "Bão số 4 vào đất liền"}}])
        shown = set(map(rgb, COLOURS))
        wait_for(lambda: not shown & {self.pixels.pixel(x, 180) for x in (5, 320, 630)},
                 "the warning on the screen")
        last = self.rows()
        self.lab.stop(self.player)
        log = self.end()
        self.assertGreaterEqual(len(log.rows), last)
        last = log.plays()[-1]
        self.assertEqual(log.items[last.item][:2], ("thu", "bao-so-4"))
        self.assertEqual(log.items[last.item][4:6], ("alert", "Bão số 4 vào đất liền"))

    def pieces(self):
        with contextlib.suppress(sqlite3.Error):
            log = Log(self.database)
            return [row for row in log.plays() if log.name(row) == "ngap"]
        return []

    def is_warned(self):
        return self.pixels.pixel(2, 2) == URGENT

    def test_a_warning_over_the_items_is_counted_beside_them(self):
        """In pieces, since it may stay for hours; and the death of the screen is one death."""
        self.lab.environment["BANGTIN_BANNER_MILLISECONDS"] = "200"
        warning = {"identifier": "ngap", "sent": "2020-01-01T00:00:00Z", "severity": "Severe",
                   "expires": "2040-01-01T00:00:00Z", "mode": "banner",
                   "headline": {"vi": "Ngập sâu ở cầu Ông Tình"}}
        self.begin()
        begin = time.time()
        self.feed.publish(COLOURS, **QUICK, alerts=[warning])
        wait_for(self.is_warned, "the warning on the screen")
        wait_for(lambda: len(self.pieces()) > 1, "pieces of it in the log")
        self.lab.stop(self.player, signal.SIGKILL)
        self.play()
        wait_for(lambda: len({row.run for row in self.pieces()}) > 1, "pieces after a restart")
        wait_for(self.is_warned, "the warning on the screen once more")
        self.feed.publish(COLOURS, **QUICK)
        wait_for(lambda: not self.is_warned(), "its end")
        log, pieces = self.end(), self.pieces()
        self.assertEqual(log.events(), ["start", "gone", "start", "stop"])
        self.assertEqual({log.items[row.item][4:6] for row in pieces},
                         {("banner", warning["headline"]["vi"])})
        self.assertGreater(pieces[0].start, 1000 * begin)
        for piece, following in zip(pieces, pieces[1:]):
            self.assertLessEqual(piece.start + piece.shown, following.start + 2)
        numbers = [row.n for row in log.plays() if row.run == pieces[0].run and row not in pieces]
        self.assertTrue(any(n > pieces[0].n for n in numbers), "the items went on beneath it")

    def test_how_often_an_hour_is_known_after_a_fall(self):
        items = [{"id": f"item-p{n}", "type": "image", "asset": f"p{n}"} for n in range(3)]
        items[1]["maxPlaysPerHour"] = 1
        self.feed.publish(COLOURS, **QUICK, playlists=[{"id": "main", "items": items}])
        self.follow()
        wait_for(lambda: self.lab.sequence() == 2, "the content")
        self.play()
        wait_for(lambda: self.pixels.pixel(320, 180) == rgb(COLOURS[1]), "the one of each hour")
        wait_for((self.lab.run / "hour.txt").exists, "a word about it")
        self.lab.stop(self.player, signal.SIGKILL)
        before = self.rows()
        self.play()
        wait_for(lambda: self.rows() > before + 5, "two rounds after a restart")
        log = self.end()
        names = [log.name(row) for row in log.plays()]
        self.assertEqual(names.count("item-p1"), 1, names)
        self.assertGreater(names.count("item-p0"), 2, names)

    def test_with_the_sync_process_gone_first_the_last_play_is_kept_too(self):
        """As when the machine is shut down."""
        self.begin()
        wait_for(lambda: self.rows() >= 3, "some rows")
        self.lab.stop(self.sync)
        self.lab.stop(self.player)
        before = len(Log(self.database).plays())
        self.follow()
        self.play()
        wait_for(lambda: self.rows() >= before + 3, "rows of the next day")
        log = self.end()
        self.assertEqual(log.events().count("gone"), 1)
        first = log.plays()[0].run
        numbers = [row.n for row in log.plays() if row.run == first]
        self.assertEqual(numbers, list(range(2, len(numbers) + 2)))

    # --- disks ---

    def test_on_a_full_disk_the_screen_goes_on_and_the_rows_wait(self):
        limit = {}

        def limited():
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit["bytes"], resource.RLIM_INFINITY))

        self.begin()
        wait_for(lambda: self.rows() >= 5, "rows")
        self.lab.stop(self.sync)
        limit["bytes"] = 4096  # the log cannot grow, sync.json can be written
        self.follow(preexec_fn=limited)

        def problem():
            status = json.loads((self.lab.run / "sync.json").read_text())
            return status["pid"] == self.sync.pid and status["plays"]["problem"]

        self.assertIn("No space left", wait_for(problem, "the trouble in sync.json")["message"])
        wait_for(lambda: self.lab.status()["plays"]["waiting"] >= 5, "rows that wait")
        self.assertIsNone(self.player.poll())
        resource.prlimit(self.sync.pid, resource.RLIMIT_FSIZE,
                         (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
        wait_for(lambda: problem() is None, "its end")
        log = self.end()
        self.assertNotIn("lost", log.events())
        runs = {}
        for row in log.rows:
            runs.setdefault(row.run, set()).add(row.n)
        for numbers in runs.values():
            self.assertEqual(numbers, set(range(1, max(numbers) + 1)))

    def test_a_damaged_log_is_set_aside_and_a_new_one_begun(self):
        self.begin()
        wait_for(lambda: self.rows() >= 3, "rows")
        self.lab.stop(self.sync)
        device = Log(self.database).meta["device"]
        with open(self.database, "r+b") as file:
            file.write(b"x" * 8192)
        self.follow()
        wait_for(lambda: self.rows() >= 3, "rows of the new log")
        log = self.end()
        self.assertTrue((self.lab.store / "plays.db.damaged").exists())
        self.assertIn("aside", log.events())
        self.assertNotEqual(log.meta["device"], device)

    def test_where_the_log_cannot_be_written_all_else_goes_on(self):
        self.lab.store.mkdir()
        self.database.mkdir()
        self.begin()
        status = wait_for(lambda: (self.lab.status() or {}).get("plays"), "a word about it")
        self.assertIsNotNone(status["problem"])
        self.feed.publish(COLOURS[:2], **QUICK)
        wait_for(lambda: self.lab.sequence() == 2, "new content")
        self.assertEqual(self.lab.stop(self.player), 0)


if __name__ == "__main__":
    unittest.main()
