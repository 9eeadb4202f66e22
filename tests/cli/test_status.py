#!/usr/bin/env python3
"""`status` merges what the two processes have written, in words and as JSON."""

import json
import os
import unittest

from lab import Lab

DISPLAY = {
    "version": "0.1.0", "startedAt": "2026-11-22T00:00:00Z", "updatedAt": "2026-11-22T01:00:00Z",
    "screen": {"width": 1920, "height": 1080, "rotate": 0}, "power": {"state": "on"},
    "temperature": 52.5, "underVoltage": False, "source": "builtin",
    "item": {"id": "a", "feed": "f", "since": "2026-11-22T01:00:00Z"}, "feeds": [],
    "leftOut": [], "itemsShown": 3, "lateItems": 0, "missedVblanks": 0, "workerRestarts": 0}


class FeedTest(Lab):
    def status(self, generated, *words):
        self.write("run/sync.json", {
            "version": "0.1.0", "pid": os.getpid(), "updatedAt": "2020-01-01T00:00:00Z",
            "feeds": [{"feedId": "thu", "key": "thu", "generation": 1, "sequence": 3,
                       "state": "current", "generated": generated, "lastGoodPoll": None}]})
        return self.run_bangtin("status", "--run", "run", *words)

    def test_an_instant_ahead_of_the_clock_is_told_by_its_date(self):
        """A machine without a clock lives before its content was made."""
        self.assertIn("sequence 3, published on 2099-05-01, ",
                      self.status("2099-05-01T10:00:00Z").stdout)

    def test_what_was_long_ago_is_told_in_days(self):
        self.assertRegex(self.status("2020-01-01T00:00:00Z").stdout, r"published \d{4,} days ago")

    def test_the_json_is_what_was_written(self):
        done = self.status("2020-01-01T00:00:00Z", "--json")
        self.assertEqual(json.loads(done.stdout)["sync"]["feeds"][0]["sequence"], 3)

    def test_nobody_there_is_the_machine_s_fault(self):
        (self.root / "empty").mkdir()
        done = self.run_bangtin("status", "--run", "empty")
        self.assertEqual((done.returncode, done.stdout), (3, ""), done.stderr)


class ScreenTest(Lab):
    def status(self, *words, **display):
        """What is said of a screen process that lives."""
        self.write("run/display.json", {**DISPLAY, "pid": os.getpid(), **display})
        done = self.run_bangtin("status", "--run", self.root / "run", *words)
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        return done.stdout

    def test_what_is_well_needs_few_words(self):
        said = self.status()
        self.assertIn('Screen     shows "a"', said)
        self.assertIn("Machine    52 °C\n", said)
        for word in ("power supply", "off until", "no screen answers", "hot"):
            self.assertNotIn(word, said)

    def test_the_power_of_the_screen(self):
        for power, words in (
                ({"state": "off", "by": "cec", "until": "2026-11-24T07:00:00+07:00"},
                 "off until 2026-11-24 07:00, by its hours (cec)"),
                ({"state": "off", "by": "black", "until": "2026-11-24T07:00:00+07:00"},
                 "off until 2026-11-24 07:00, by its hours: it shows black"),
                ({"state": "off", "until": 7}, "off until ?, by its hours (?)"),
                ({"state": "unplugged"}, "no screen answers: look at the cable")):
            with self.subTest(power=power):
                self.assertIn(words, self.status(power=power, item=None))

    def test_the_machine(self):
        self.assertIn("power supply too weak", self.status(underVoltage=True))
        self.assertIn("power supply too weak", self.status(underVoltage=True, temperature=None))
        self.assertIn("81 °C: too hot", self.status(temperature=81))
        for odd in ({"temperature": None, "underVoltage": None},
                    {"temperature": "hot", "underVoltage": "yes", "power": "on"}):
            self.assertNotIn("Machine", self.status(**odd))

    def test_for_programs_it_stands_as_it_was_written(self):
        report = json.loads(self.status("--json", underVoltage=True, temperature=61.5))
        self.assertEqual(report["display"]["temperature"], 61.5)
        self.assertIs(report["display"]["underVoltage"], True)
        self.assertEqual(report["display"]["power"], {"state": "on"})


if __name__ == "__main__":
    unittest.main()
