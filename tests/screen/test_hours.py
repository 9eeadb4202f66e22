#!/usr/bin/env python3
"""The screen's hours: it goes dark when they end, the television is told, nothing is drawn in the
dark; when they begin the right item is there."""

import datetime
import json
import os
import socket
import struct
import unittest

import lab
from framebuffer import Framebuffer
from lab import BUILD, Lab, name_of, tree_of, wait_until, wakeups_of

HOURS = {"windows": [{"start": "07:00", "end": "17:30"}]}
CEC = """#!/bin/sh
echo "$*" >> "$0.said"
"""
REST = 1.0  # seconds watched in the dark
WAKEUPS = 12 * REST  # a quarter of a frame loop's; what was saved just before takes four of them


def instant(text):
    return datetime.datetime.fromisoformat(text).timestamp()


class HoursTest(unittest.TestCase):
    def setUp(self):
        self.lab = Lab("640x360")
        self.addCleanup(self.lab.close)
        self.framebuffer = Framebuffer(self.lab.screen)
        self.addCleanup(self.framebuffer.close)
        self.pictures = [self.lab.plate(n, "640x360", f"{n}.jpg") for n in range(2)]
        self.timepiece = self.lab.directory / "timepiece"
        self.devices = self.lab.directory / "dev"
        self.devices.mkdir()
        (self.devices / "cec0").touch()
        self.sysfs = self.lab.directory / "sys"
        zone = self.sysfs / "class/thermal/thermal_zone0"
        zone.mkdir(parents=True)
        (zone / "temp").write_text("52582\n")
        tools = self.lab.directory / "bin"
        tools.mkdir()
        self.tool = tools / "cec-ctl"
        self.tool.write_text(CEC)
        self.tool.chmod(0o755)
        self.site = self.lab.directory / "site.json"

    def set_clock(self, text):
        ahead = round((instant(text) - lab.time.time()) * 1e6)
        with open(self.timepiece, "r+b" if self.timepiece.exists() else "wb") as file:
            file.write(struct.pack("=q", ahead))

    def save(self, **fields):
        """Saves the folder anew, whose second picture is for the next day."""
        items = [{"id": "today", "type": "image", "asset": "p0",
                  "validUntil": "2026-11-24T00:00:00Z"},
                 {"id": "tomorrow", "type": "image", "asset": "p1",
                  "validFrom": "2026-11-24T00:00:00Z"}]
        assets = {f"p{n}": {"href": f"media/{n}.jpg", "alt": f"plate {n}"} for n in range(2)}
        self.lab.document(self.folder, {"timeZone": "Asia/Ho_Chi_Minh",
            "assets": assets,
            "playlists": [{"id": "main", "items": items}],
            "defaults": {"duration": 0.3, "transition": {"type": "crossfade", "duration": 0.1}},
            **fields})

    def play(self, hours, **environment):
        self.folder = self.lab.folder("folder", self.pictures)
        self.save()
        self.site.write_text(json.dumps({"screen": {"hours": hours, "clock": False}}))
        return self.lab.play(
            self.folder, "--site", self.site,
            LD_PRELOAD=str(BUILD / "tests/screen/libtimepiece.so"), TIMEPIECE=str(self.timepiece),
            ASAN_OPTIONS=os.environ.get("ASAN_OPTIONS", "") + ":verify_asan_link_order=0",
            BANGTIN_DEVICES=str(self.devices), BANGTIN_SYSFS=str(self.sysfs),
            PATH=f"{self.tool.parent}:{os.environ['PATH']}", **environment)

    def is_black(self):
        return max(map(max, self.framebuffer.grid())) == 0

    def said(self):
        path = self.tool.parent / "cec-ctl.said"
        return path.read_text() if path.exists() else ""

    def display(self):
        path = self.lab.directory / "run/bangtin/display.json"
        try:
            return json.loads(path.read_text())
        except FileNotFoundError:
            return {}

    def metrics(self):
        return (self.lab.directory / "run/bangtin/display.prom").read_text()

    def watch_darkness(self, player):
        """Black and asleep; samples it for a while."""
        display = next(p for p in tree_of(player.pid) if name_of(p) == "bangtin-display")
        wakeups, end = wakeups_of([display]), lab.time.monotonic() + REST
        while lab.time.monotonic() < end:
            self.assertTrue(self.is_black(), "something is drawn in the dark")
            lab.time.sleep(0.05)
        self.assertLess(wakeups_of([display]) - wakeups, WAKEUPS)

    def test_what_is_told_of_plays_ends_in_the_dark(self):
        run = self.lab.directory / "run/bangtin"
        run.mkdir(parents=True)
        listener = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self.addCleanup(listener.close)
        listener.bind(str(run / "plays.sock"))
        listener.listen()
        listener.settimeout(lab.PATIENCE)
        self.set_clock("2026-11-23T12:00:00+07:00")
        self.play(HOURS)
        client = listener.accept()[0]
        self.addCleanup(client.close)
        client.settimeout(lab.PATIENCE)
        told = []

        def read_until(word):
            while not told or word not in told[-1].values():
                told.append(json.loads(client.recv(65536)[1:]))

        read_until("end")
        self.set_clock("2026-11-23T17:30:00+07:00")
        self.save(title="It wakes up for that")
        read_until("screen-off")
        begun = {message["n"] for message in told if message["play"] == "begin"}
        self.assertEqual(begun, {message["n"] for message in told if message["play"] == "end"})
        self.set_clock("2026-11-24T07:30:00+07:00")
        self.save(title="And for that")
        read_until("screen-on")
        self.assertEqual(told[-2]["event"], "screen-off", "something was told in the dark")
        read_until("begin")
        self.assertEqual(told[-1]["item"], "tomorrow")

    def test_it_goes_off_and_on_again_with_the_right_item(self):
        self.set_clock("2026-11-23T12:00:00+07:00")
        player = self.play({**HOURS, "exceptions": [{"date": "2026-11-25", "windows": []}]})
        self.framebuffer.wait_lit()
        self.set_clock("2026-11-23T17:29:59+07:00")
        self.save(title="It wakes up for that, as it would when a clock is set")
        wait_until(lambda: self.is_black(), "the dark")
        wait_until(lambda: self.display().get("power", {}).get("by") == "cec", "the television")
        self.assertEqual(self.display()["power"],
                         {"state": "off", "by": "cec", "until": "2026-11-24T07:00:00+07:00"})
        self.assertIsNone(self.display()["item"])
        self.assertEqual(self.display()["temperature"], 52.5)
        wait_until(lambda: "\nbangtin_screen_on 0\n" in self.metrics(), "the figures")
        self.assertIn("\nbangtin_temperature_celsius 52.582", self.metrics())
        self.watch_darkness(player)
        self.save(title="Saved in the night")  # is noticed, and shown in the morning only
        self.watch_darkness(player)
        self.set_clock("2026-11-24T07:00:00+07:00")
        self.save(title="Saved once more")
        self.framebuffer.wait_lit("the next day's picture")
        wait_until(lambda: (self.display().get("item") or {}).get("id") == "tomorrow",
                   "the next day's item")
        self.assertEqual(self.display()["power"], {"state": "on"})
        wait_until(lambda: "\nbangtin_screen_on 1\n" in self.metrics(), "the figures")
        wait_until(lambda: len(self.said().splitlines()) >= 3, "the television")
        adapter = f"-d {self.devices}/cec0 --playback --to 0"
        self.assertEqual(self.said().splitlines(), [f"{adapter} --image-view-on",
                                                    f"{adapter} --standby",
                                                    f"{adapter} --image-view-on"])
        self.assertEqual(self.lab.end(player), 0, self.lab.log())

    def test_started_in_the_night_it_stays_dark(self):
        self.set_clock("2026-11-23T03:00:00+07:00")
        self.tool.unlink()
        player = self.play(HOURS)
        wait_until(lambda: self.display().get("power", {}).get("state") == "off", "its word")
        self.assertEqual(self.display()["power"]["by"], "black")
        self.assertEqual(self.display()["itemsShown"], 0)
        self.watch_darkness(player)
        self.assertEqual(self.lab.end(player), 0, self.lab.log())

    def test_a_clock_that_may_be_wrong_switches_nothing_off(self):
        self.set_clock("2026-11-23T03:00:00+07:00")
        player = self.play(HOURS, TIMEPIECE_IS_WRONG=str(self.lab.directory / "right"))
        self.framebuffer.wait_lit()
        wait_until(lambda: self.display().get("item"), "its item")
        self.assertEqual(self.display()["power"], {"state": "on"})
        self.assertEqual(self.said(), "")
        self.assertEqual(self.lab.end(player), 0, self.lab.log())

    def test_a_clock_that_becomes_right_after_the_start_wakes_the_television(self):
        self.set_clock("2026-11-23T08:00:00+07:00")
        right = self.lab.directory / "right"
        player = self.play(HOURS, TIMEPIECE_IS_WRONG=str(right))
        self.framebuffer.wait_lit()
        wait_until(lambda: self.display().get("item"), "its item")
        self.assertEqual(self.said(), "")  # it may be night
        right.touch()
        self.save(title="It wakes up for that, as it would when a clock is set")
        wait_until(lambda: "--image-view-on" in self.said(), "the television")
        self.assertEqual(self.lab.end(player), 0, self.lab.log())


if __name__ == "__main__":
    unittest.main()
