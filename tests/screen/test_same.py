#!/usr/bin/env python3
"""The screen shows what `bangtin simulate` has said that it would: same document, same time, same
items in the same order, over the changes of its schedule."""

import datetime
import json
import os
import re
import struct
import subprocess
import time
import unittest

from lab import BUILD, Lab, wait_until

ZONE = datetime.timezone(datetime.timedelta(hours=7))
START = datetime.datetime(2026, 3, 2, 11, 29, 58, tzinfo=ZONE)  # a Monday
HOLD = 0.5  # seconds each
ITEMS = 14
# What the screen says of its first item is cut to the second, and each may begin some hundredths
# later than reckoned: a change of the schedule that comes just then falls to the one before or the
# one behind.
LATENESS = [hundredths / 100 for hundredths in range(0, 145, 5)]
TRIES = 3  # a machine that stops for a while in the middle has two latenesses


def at(seconds):
    return (START + datetime.timedelta(seconds=seconds)).isoformat()


def document():
    def image(name, asset, **more):
        return {"id": name, "type": "image", "asset": f"p{asset}", "duration": HOLD, **more}

    return {
        "timeZone": "Asia/Ho_Chi_Minh",
        "defaults": {"duration": HOLD, "transition": {"type": "cut"}},
        "assets": {f"p{n}": {"href": f"media/{n}.jpg", "alt": f"plate {n}"} for n in range(3)},
        "dayparts": {"noon": {"windows": [{"byDay": ["MO"], "start": "11:30", "end": "13:00"}]}},
        "playlists": [
            {"id": "usual", "items": [image("a", 0), image("b", 1, weight=3), image("c", 2),
                                      image("d", 0, sites=["elsewhere"]), image("e", 1)]},
            {"id": "noon", "items": [image("x", 2), image("y", 0, maxPlaysPerHour=2)]},
            {"id": "beside", "items": [image("z", 1)]}],
        "schedule": [
            {"playlist": "usual"},
            {"playlist": "noon", "priority": 5, "dayparts": ["noon"], "validUntil": at(5.2)},
            {"playlist": "beside", "priority": 5, "dtstart": at(3.7), "rrule": "FREQ=DAILY;COUNT=9",
             "duration": 1.5}],
        "sites": {"here": {}, "elsewhere": {}}}


class SameTest(unittest.TestCase):
    def setUp(self):
        self.lab = Lab("320x180")
        self.addCleanup(self.lab.close)
        pictures = [self.lab.plate(n, "320x180", f"{n}.jpg") for n in range(3)]
        self.folder = self.lab.folder("folder", pictures)
        self.lab.document(self.folder, document())

    def shown(self, log):
        return re.findall(r"item (\w+), page 1 of 1", self.lab.log(log))

    def play(self, log):
        """Plays until the last item; returns since when the first one was shown, and all of them."""
        timepiece = self.lab.directory / "timepiece"
        ahead = round((START.timestamp() - time.time()) * 1e6)
        timepiece.write_bytes(struct.pack("=q", ahead))
        player = self.lab.play(
            self.folder, "--log-level", "debug", "--no-sync", log=log, TIMEPIECE=str(timepiece),
            LD_PRELOAD=str(BUILD / "tests/screen/libtimepiece.so"),
            ASAN_OPTIONS=os.environ.get("ASAN_OPTIONS", "") + ":verify_asan_link_order=0")
        status = self.lab.directory / "run/bangtin/display.json"
        wait_until(lambda: status.exists() and json.loads(status.read_text()).get("item"),
                   "the first item")
        first = json.loads(status.read_text())["item"]
        wait_until(lambda: len(self.shown(log)) >= ITEMS, "the last item")
        self.assertEqual(self.lab.end(player), 0)
        return datetime.datetime.fromisoformat(first["since"]), self.shown(log)[:ITEMS]

    def simulate(self, since):
        done = subprocess.run(
            [BUILD / "bangtin", "simulate", self.folder, "--from", since.isoformat(), "--hours",
             "0.02", "--json"], check=True, capture_output=True, text=True)
        return [part["item"] for part in json.loads(done.stdout)["timeline"]][:ITEMS]

    def test_the_screen_does_what_was_simulated(self):
        for number in range(TRIES):
            since, shown = self.play(f"{number}.log")
            told = [self.simulate(since + datetime.timedelta(seconds=late)) for late in LATENESS]
            self.assertGreater(len(set(shown)), 5, "too little happened to be compared")
            if shown in told:
                return
        self.assertIn(shown, told)


if __name__ == "__main__":
    unittest.main()
