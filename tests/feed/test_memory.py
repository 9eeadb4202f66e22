#!/usr/bin/env python3
"""Memory is scarce: allocations of a whole poll and update fail, one, a few, or all from there on,
those of libraries too. No crash, no half content, nothing that trust remembers is lost, and the next
run completes. BANGTIN_SCARCE sets how many points are tried."""

import os
import random
import shutil
import subprocess
import unittest

from province import BUILD, DONE, MACHINE, SANITIZED, Feed, Key, Province
from server import Server

POINTS = int(os.environ.get("BANGTIN_SCARCE", "40"))
SCARCE = BUILD / "tests/feed/libscarce.so"


@unittest.skipIf(SANITIZED, "the sanitizers have an allocator of their own")
class Memory(unittest.TestCase):
    def setUp(self):
        self.lab = Province()
        self.addCleanup(self.lab.close)
        self.feed = Feed(self.lab, "web")
        self.server = Server(self.feed.path)
        self.server.__enter__()
        self.addCleanup(self.server.__exit__)
        self.site = self.lab.settings((self.server.url("/playlist.json"), self.feed.root))
        self.old = self.feed.publish((1, 2))
        self.assertEqual(self.lab.once(self.site).returncode, DONE)
        self.feed.root_keys.append(Key(self.lab.path, "second"))
        self.feed.next_root()
        self.new = self.feed.publish((3, 4, 5))
        self.kept = self.lab.path / "kept"
        shutil.copytree(self.lab.store, self.kept)

    def starve(self, first=0, count=0):
        """One run from the old document; returns it, and how many allocations there were."""
        shutil.rmtree(self.lab.store)
        shutil.copytree(self.kept, self.lab.store)
        told = self.lab.path / "count"
        words = [BUILD / "bangtin-sync", *self.lab.sync_words(self.site)[1:], "--once"]
        result = subprocess.run(
            [str(word) for word in words], capture_output=True, text=True, timeout=60,
            env={**self.lab.environment, "LD_PRELOAD": str(SCARCE), "FAIL_AT": str(first),
                 "FAIL_FOR": str(count), "FAIL_COUNT": str(told)})
        return result, int(told.read_text()) if told.exists() else 0

    def test_any_of_them_may_fail(self):
        result, total = self.starve()
        self.assertEqual(result.returncode, DONE, result.stderr)
        self.assertGreater(total, 100)
        draw = random.Random(3)
        refused = 0
        for number in range(POINTS):
            first, count = draw.randrange(1, total + 1), draw.choice((1, 1, 20, 1 << 30))
            with self.subTest(first=first, count=count):
                result, _ = self.starve(first, count)
                self.assertIn(result.returncode, (DONE, MACHINE), result.stderr)
                playing = self.lab.playing()
                self.assertIn(playing, (self.old, self.new))
                if result.returncode == DONE:
                    self.assertEqual(playing, self.new)
                refused += result.returncode == MACHINE
                entry = self.lab.current()["thu"]
                self.assertGreaterEqual(entry["sequence"], 1)
                self.assertGreaterEqual(entry["rootVersion"], 1)
                if number % 4 == 0:
                    result = self.lab.once(self.site)
                    self.assertEqual(result.returncode, DONE, result.stderr)
                    self.assertEqual(self.lab.playing(), self.new)
        self.assertGreater(refused, POINTS // 8, "hardly anything has failed")


if __name__ == "__main__":
    unittest.main()
