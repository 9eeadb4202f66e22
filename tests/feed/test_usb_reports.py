#!/usr/bin/env python3
"""A stick that asks for reports: bangtin-sync asks the kiosk's service for them, whose part is
played here (tests/package tries the real one), and never writes itself."""

import unittest

from province import wait_for
from sticks import COLLECTED, FINE, REPORTS, SAME, UNSIGNED, Case


class Reports(Case):
    def setUp(self):
        super().setUp()
        self.media = self.lab.run / "usb"
        self.media.mkdir(parents=True)
        self.requests = self.lab.run / "collect"
        self.requests.mkdir()
        self.site = self.settings({"root": str(self.feed.root)})

    def bare(self, name):
        stick = self.media / name
        stick.mkdir()
        (stick / "bangtin-collect.txt").touch()
        return stick

    def serve(self, stick, ending):
        """Waits for the request and answers it. Nothing has ended before."""
        request = self.requests / stick.name
        wait_for(request.exists, "the request")
        wait_for(lambda: self.front() and (self.front()["state"], self.front()["percent"]) ==
                 ("copying", 100), "the word")
        self.assertFalse([line for line in self.lines(stick) if line.startswith(("code", "done"))])
        request.unlink()
        (self.media / f"{stick.name}.{ending}").touch()
        return self.end(stick)

    def test_they_are_asked_for_once_the_content_is_on(self):
        data = self.feed.publish((1, 2))
        self.follow()
        stick = self.make("sda1")
        (stick / "bangtin-collect.txt").touch()
        self.plug(stick)
        wait_for((self.requests / "sda1").exists, "the request")
        self.assertEqual(self.lab.playing(), data)
        self.assertEqual(self.serve(stick, "done"), FINE)
        wait_for(lambda: self.front()["state"] == "done", "the word")

    def test_a_stick_may_hold_nothing_else(self):
        self.follow()
        stick = self.plug(self.bare("sda1"))
        self.assertEqual(self.serve(stick, "done"), COLLECTED)
        stick = self.plug(self.bare("sdb"))
        self.assertEqual(self.serve(stick, "failed"), REPORTS)
        wait_for(lambda: self.front()["code"] == REPORTS, "the word")
        self.assertEqual(self.front()["state"], "refused")

    def test_why_a_stick_is_refused_is_told_all_the_same(self):
        self.feed.publish((1,))
        self.follow()
        stick = self.make("sda1")
        (stick / "playlist.json.minisig").unlink()
        (stick / "bangtin-collect.txt").touch()
        self.plug(stick)
        self.assertEqual(self.serve(stick, "failed"), UNSIGNED)

    def test_content_that_is_on_does_not_hide_that_they_failed(self):
        self.feed.publish((1,))
        self.follow()
        stick = self.make("sda1")
        (stick / "bangtin-collect.txt").touch()
        self.plug(stick)
        self.assertEqual(self.serve(stick, "failed"), REPORTS)
        self.assertEqual(self.lab.sequence(), 1)

    def test_each_is_asked_for_once_as_long_as_the_stick_is_in(self):
        self.feed.publish((1,))
        process = self.follow()
        stick = self.make("sda1")
        (stick / "bangtin-collect.txt").touch()
        self.plug(stick)
        self.assertEqual(self.serve(stick, "done"), FINE)
        self.lab.stop(process)
        self.log.unlink()
        self.follow()
        self.assertEqual(self.end(stick), SAME)
        self.assertEqual(list(self.requests.iterdir()), [])

    def test_pulled_meanwhile(self):
        self.follow()
        stick = self.plug(self.bare("sda1"))
        wait_for((self.requests / "sda1").exists, "the request")
        self.pull(stick)
        self.assertEqual(self.end(stick), 16)

    def test_nobody_is_asked_without_the_file_or_elsewhere(self):
        self.feed.publish((1,))
        self.follow()
        self.assertEqual(self.bring(self.make("sda1")), FINE)
        stick = self.make("sdb1")
        (stick / "bangtin-collect.txt").symlink_to("playlist.json")
        self.assertEqual(self.bring(stick), SAME)
        stick = self.make("NAME")
        (stick / "bangtin-collect.txt").touch()
        self.assertEqual(self.bring(stick), SAME)
        (self.requests).rmdir()
        stick = self.make("sdc1")
        (stick / "bangtin-collect.txt").touch()
        self.assertEqual(self.bring(stick), SAME)


if __name__ == "__main__":
    unittest.main()
