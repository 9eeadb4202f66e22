#!/usr/bin/env python3
"""The loop as the public sees it: every picture whole, in its turn, nothing between two of them.

BANGTIN_CHANGES sets how many changes are watched (40; the crossfades and pushes a half of it)."""

import os
import unittest

from lab import Lab

CHANGES = int(os.environ.get("BANGTIN_CHANGES", "40"))
PLATES = 10
SIZES = {3: "3840x2160", 7: "7680x4320"}  # large ones among the others
FAULTS = ("blank", "foreign", "torn", "skipped", "astray")


class LoopTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.lab = Lab()
        cls.addClassCleanup(cls.lab.close)
        cls.pictures = [
            cls.lab.plate(n, SIZES.get(n, "1920x1080"), f"{n}." + ("png" if n == 5 else "jpg"))
            for n in range(PLATES)]

    def watch_loop(self, name, changes, hold, *arguments, **folder):
        """Plays until `changes` were seen; returns what the watcher says."""
        path = self.lab.folder(name, self.pictures, hold=hold, **folder)
        watch = self.lab.watch(PLATES)
        player = self.lab.play(path, *arguments)
        self.addCleanup(lambda: player.poll() is None and self.lab.end(player))
        try:
            watch.wait_shown(changes + 1, 60 + 4 * hold * changes)
        finally:
            result = watch.finish()
            self.lab.end(player)
        print(f"{name}: {result['changes']} changes, "
              + ", ".join(f"{result[fault]} {fault}" for fault in FAULTS), flush=True)
        for fault in FAULTS:
            with self.subTest(fault=fault):
                self.assertEqual(result[fault], 0, f"{result}\n{self.lab.log()[-2000:]}")
        return result

    def assert_moves(self, result, changes):
        """Every change was a transition of many frames."""
        self.assertGreaterEqual(result["moveMs"]["count"], changes - 1, result)
        self.assertGreater(result["moveFramesPerSecond"]["median"], 5, result)

    def test_cuts(self):
        result = self.watch_loop("cut", CHANGES, 0.5)
        self.assertIsNone(result["moveMs"], result)

    def test_crossfades(self):
        result = self.watch_loop("crossfade", CHANGES // 2, 0.8, transition="crossfade", move=0.4)
        self.assert_moves(result, CHANGES // 2)

    def test_pushes_to_the_left_by_option(self):
        result = self.watch_loop("push-left", CHANGES // 2, 0.8, "--transition", "push-left",
                                 transition="cut", move=0.4)
        self.assert_moves(result, CHANGES // 2)

    def test_pushes_upwards(self):
        result = self.watch_loop("push-up", CHANGES // 4, 0.8, transition="push-up", move=0.4)
        self.assert_moves(result, CHANGES // 4)

    def test_wipes(self):
        result = self.watch_loop("wipe-left", CHANGES // 4, 0.8, transition="wipe-left", move=0.4)
        self.assert_moves(result, CHANGES // 4)


if __name__ == "__main__":
    unittest.main()
