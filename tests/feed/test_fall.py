#!/usr/bin/env python3
"""Content that brings the screen down: a screen that counts, a `sync` that decides, and the pixels."""

import json
import os
import signal
import time
import unittest

from lab import name_of, tree_of
from lobby import Lobby
from province import Feed, wait_for
from server import Server

GOOD, BAD, BETTER = 0x2060A0, 0xA02060, 0x60A020
QUICK = {"defaults": {"duration": 0.3, "transition": {"type": "cut"}}}


class Falling(Lobby):
    def setUp(self):
        super().setUp()
        self.feed = Feed(self.lab, "web")
        server = Server(self.feed.path)
        server.__enter__()
        self.addCleanup(server.__exit__)
        self.site = self.lab.settings((server.url("/playlist.json"), self.feed.root))
        self.log = self.lab.path / "play.log"

    def publish(self, *colours):
        self.feed.publish(colours, **QUICK)

    def play(self):
        """As the unit does."""
        with open(self.log, "ab") as log:
            self.player = self.lab.start([self.lab.program, "play", "--no-sync", "--site", self.site,
                                          "--store", self.lab.store, "--run", self.lab.run],
                                         stderr=log)

    def fall(self):
        self.lab.stop(self.player, signal.SIGKILL)
        self.wait_dark()
        self.play()

    def wait_shown(self, colour):
        wanted = (colour >> 16, colour >> 8 & 255, colour & 255)
        wait_for(lambda: all(max(abs(a - b) for a, b in zip(self.pixels.pixel(x, 180), wanted)) <= 3
                             for x in (5, 320, 630)), f"{colour:06x} on the screen")

    def trial(self):
        return json.loads((self.lab.run / "trial.json").read_text())

    def falls(self):
        return [feed["falls"] for feed in self.trial()["feeds"]]

    def begin(self, *bad):
        """The good content is on, then the bad one."""
        self.publish(GOOD)
        self.lab.follow(self.site)
        wait_for(lambda: self.lab.sequence() == 1, "the good content")
        self.play()
        self.wait_shown(GOOD)
        self.publish(*bad)
        wait_for(lambda: self.lab.sequence() == 2, "the bad content")

    def check_good_is_back(self):
        self.wait_shown(GOOD)
        self.assertEqual(self.lab.sequence(), 2)
        wait_for(lambda: self.lab.problem() == "set-aside", "the word set-aside")
        self.assertIsNone(self.player.poll())
        self.publish(BETTER)
        self.wait_shown(BETTER)
        wait_for(lambda: self.lab.problem() is None, "the end of the trouble")

    def test_killed_three_times_it_goes_back(self):
        self.begin(BAD)
        self.wait_shown(BAD)
        self.lab.stop(self.player)  # in good order: no fall
        self.play()
        self.wait_shown(BAD)
        # The picture that is kept is there before anything of the content is at work.
        wait_for(lambda: self.trial()["exposed"], "a count that has begun")
        self.assertEqual((self.falls(), self.trial()["falls"]), ([0], 0))
        for falls in (1, 2):
            self.fall()
            self.wait_shown(BAD)
            wait_for(lambda: self.trial()["exposed"], "a count that goes on")
            self.assertEqual((self.falls(), self.trial()["falls"]), ([falls], falls))
        self.fall()
        self.check_good_is_back()
        # Of what is on again nothing is counted, and of the better one nothing yet.
        self.assertEqual((self.falls(), self.trial()["falls"]), ([0], 0))

    def test_with_three_workers_killed_over_it_it_goes_back(self):
        self.begin(*range(BAD, BAD + 8))  # one picture alone would be drawn once
        wait_for(lambda: self.trial()["feeds"][0]["generation"] == 2, "the bad content's trial")

        def kill():
            for pid in tree_of(self.player.pid):
                if name_of(pid) == "bangtin-render":
                    try:
                        os.kill(pid, signal.SIGKILL)
                    except ProcessLookupError:
                        continue
            return self.lab.current()["thu"].get("aside")

        wait_for(kill, "the good content's return")
        self.check_good_is_back()

    def test_what_falls_on_and_on_waits_until_something_else_is_on(self):
        self.publish(BAD)
        self.lab.follow(self.site)
        wait_for(lambda: self.lab.sequence() == 1, "the content")
        on = self.lab.current()["thu"]
        now = int(time.monotonic() * 1e6)
        (self.lab.run / "trial.json").write_text(json.dumps({
            "running": True, "exposed": False, "started": now, "falls": 20, "feeds": [
                {"key": "thu", "generation": on["generation"], "sha256": on["sha256"],
                 "since": now, "falls": 0}]}))
        self.play()
        wait_for(lambda: b"waiting 60 s before the next try" in self.log.read_bytes(), "the pause")
        self.assertFalse((self.lab.run / "display.json").exists())
        self.publish(BETTER)
        self.wait_shown(BETTER)
        self.assertEqual(self.trial()["falls"], 0)


if __name__ == "__main__":
    unittest.main()
