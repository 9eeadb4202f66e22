#!/usr/bin/env python3
"""Interruptions in what `bangtin report` tells: when a screen showed nothing though it should have."""

import unittest
from datetime import datetime

from plays_log import FLOOR
from report_lab import HANOI, ReportLab, at


class GapsTest(ReportLab):
    def setUp(self):
        super().setUp()
        self.lobby = self.log()
        self.item = self.lobby.add_item("a")

    def play(self, first, last, clock=2):
        """One play after another between two times of 2026."""
        for moment in range(at(f"2026-{first}"), at(f"2026-{last}"), 60000):
            self.lobby.add(moment, self.item, 59000, clock)

    def event(self, name, moment, count=1):
        self.lobby.add(at(f"2026-{moment}"), event=name, shown=count)

    def gaps(self):
        figures = self.figures("--quarter", "2026-Q3", store=self.store(self.lobby))
        self.totals = figures["totals"]
        return [(datetime.fromisoformat(g["from"]).astimezone(HANOI).strftime("%m-%dT%H:%M"),
                 datetime.fromisoformat(g["to"]).astimezone(HANOI).strftime("%m-%dT%H:%M"), g["cause"])
                for g in figures["interruptions"]]

    def test_five_minutes_are_one_and_four_are_none(self):
        self.play("07-06T07:00", "07-06T08:00")
        self.play("07-06T08:04", "07-06T09:00")
        self.play("07-06T09:05", "07-06T10:00")
        self.assertEqual(self.gaps(), [("07-06T09:00", "07-06T09:05", "unknown")])
        self.assertEqual(self.totals["interruptedMinutes"], 5)

    def test_why(self):
        self.play("07-06T07:00", "07-06T08:00")
        self.event("start", "07-06T08:29:30")
        self.play("07-06T08:30", "07-06T09:00")
        self.event("stop", "07-06T09:00")
        self.event("start", "07-06T09:19:30")
        self.play("07-06T09:20", "07-06T10:00")
        self.event("unplugged", "07-06T10:00")
        self.play("07-06T10:10", "07-06T11:00")
        self.assertEqual(self.gaps(), [("07-06T08:00", "07-06T08:30", "power"),
                                       ("07-06T09:00", "07-06T09:20", "stopped"),
                                       ("07-06T10:00", "07-06T10:10", "unplugged")])

    def test_off_by_its_hours_is_none(self):
        self.play("07-06T07:00", "07-06T11:30")
        self.event("screen-off", "07-06T11:30")
        self.event("screen-on", "07-06T13:00")
        self.play("07-06T13:00", "07-06T17:00")
        self.event("screen-off", "07-06T17:00")
        self.event("screen-on", "07-08T07:00")
        self.play("07-08T07:00", "07-08T08:00")
        self.assertEqual(self.gaps(), [])

    def test_days_without_a_play(self):
        """Friday, then Thursday: the weekend is told apart from the days of work."""
        self.play("07-03T07:00", "07-03T08:00")
        self.play("07-09T07:00", "07-09T08:00")
        self.assertEqual(self.gaps(), [("07-06T00:00", "07-09T00:00", "unknown")])
        self.assertEqual((self.totals["idleDays"], self.totals["idleWeekendDays"]), (3, 2))

    def test_days_at_the_edges_of_the_period(self):
        """It was in operation before, and again behind it: the beginning and the end count."""
        self.play("06-30T07:00", "06-30T07:05")
        self.play("07-03T07:00", "07-03T08:00")
        for year, expected in [(2026, [("07-01T00:00", "07-03T00:00", "unknown")]),
                               (2027, [("07-01T00:00", "07-03T00:00", "unknown"),
                                       ("07-06T00:00", "07-11T00:00", "unknown")])]:
            if year == 2027:  # seen again later
                self.lobby.add(at("2027-01-04T07:00"), self.item, 1000)
            with self.subTest(year):
                self.assertEqual(self.gaps()[:2], expected)
        self.assertEqual(self.gaps()[-1], ("09-28T00:00", "10-01T00:00", "unknown"))

    def test_a_quarter_without_any_play_is_told(self):
        self.play("06-30T07:00", "06-30T07:05")
        self.play("10-01T07:00", "10-01T07:05")
        self.assertEqual(len(self.gaps()), 14)  # a week each
        self.assertEqual(self.totals["idleDays"], 66)

    def test_new_and_gone_screens_interrupt_nothing(self):
        self.play("07-08T07:00", "07-08T07:05")
        self.assertEqual(self.gaps(), [])
        self.play("06-30T07:00", "06-30T07:05", FLOOR)  # nobody knows when that was
        self.assertEqual(self.gaps(), [])

    def test_off_by_its_hours_since_before_the_period(self):
        self.event("screen-on", "06-29T07:00")
        self.play("06-29T07:00", "06-29T08:00")
        self.event("screen-off", "06-29T08:00")
        self.event("screen-on", "07-06T07:00")
        self.play("07-06T07:00", "07-06T08:00")
        self.assertEqual(self.gaps(), [])

    def test_what_played_since_was_off_no_longer(self):
        """Whether or not a row says that it was switched on."""
        self.event("screen-off", "06-01T17:00")
        for day in ("06-02", "07-01", "07-06"):
            self.play(f"{day}T07:00", f"{day}T08:00")
        self.assertEqual(self.gaps(), [("07-02T00:00", "07-04T00:00", "unknown")])

    def test_the_table_names_place_and_days(self):
        self.play("07-03T07:00", "07-03T08:00")
        self.play("07-09T07:00", "07-09T08:00")
        self.play("07-09T08:10", "07-09T09:00")
        self.store(self.lobby)
        table = self.report("--quarter", "2026-Q3")
        self.assertRegex(table, r"\n  2026-07-06 – 2026-07-08  3 days  no play  can-duoc \([0-9a-f]{8}\)\n")
        self.assertRegex(table, r"\n  2026-07-09 08:00 – 2026-07-09 08:10  10 min  no play  can-duoc \(")
        self.assertRegex(self.report("--quarter", "2026-Q3", "--lang-ui", "vi"),
                         r"\n  06/07/2026 – 08/07/2026  3 ")

    def test_where_rows_are_missing_none_is_sure(self):
        self.play("07-06T07:00", "07-06T07:30")
        self.write("whole.jsonl", self.lobby.batch(1, 30))
        self.write("holes.jsonl", self.lobby.batch(1, 10) + self.lobby.batch(21, 30))
        for name, words, page_words in [("holes.jsonl", "no play, or its rows are missing", "Không rõ, hoặc thiếu nhật ký"),
                                        ("whole.jsonl", "No interruptions", "Không có gián đoạn")]:
            with self.subTest(name):
                self.assertIn(words, self.report("--quarter", "2026-Q3", name, store=None))
                self.assertIn(page_words, self.report("--quarter", "2026-Q3", "--format", "html", name, store=None))

    def test_a_clock_that_knows_nothing_makes_none(self):
        self.play("07-06T07:00", "07-06T08:00", FLOOR)
        self.play("07-06T09:00", "07-06T10:00")
        self.assertEqual(self.gaps(), [])

    def test_a_day_that_is_only_guessed_begins_no_operation(self):
        """A new machine without network plays at the time of its image, months ago."""
        self.play("07-01T07:00", "07-01T08:00", FLOOR)
        self.play("07-20T07:00", "07-20T08:00")
        self.assertEqual(self.gaps(), [])
        self.play("07-03T07:00", "07-03T08:00", 1)
        self.play("07-06T07:00", "07-06T08:00", FLOOR)  # though not known for sure, that day may have been
        self.assertEqual(self.gaps(), [("07-07T00:00", "07-11T00:00", "unknown"),
                                       ("07-13T00:00", "07-18T00:00", "unknown")])

    def test_lost_plays_are_told(self):
        self.play("07-06T07:00", "07-06T07:10")
        self.event("lost", "07-06T07:10", 12)
        self.gaps()
        self.assertEqual(self.totals["lostPlays"], 12)
        self.assertIn("12 plays could not be written down", self.report("--quarter", "2026-Q3"))


if __name__ == "__main__":
    unittest.main()
