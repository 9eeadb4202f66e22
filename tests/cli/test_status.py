#!/usr/bin/env python3
"""`status` merges what the two processes have written, in words and as JSON."""

import json
import os
import unittest

from lab import Lab


class StatusTest(Lab):
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


if __name__ == "__main__":
    unittest.main()
