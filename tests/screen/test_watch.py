#!/usr/bin/env python3
"""The watcher itself: a deliberately bad program must be caught, a good one must not."""

import unittest

from lab import BUILD, Lab

PLATES = 8
CHANGES = 12


class WatchTest(unittest.TestCase):
    def setUp(self):
        self.lab = Lab()
        self.addCleanup(self.lab.close)

    def see(self, flaw, hold=120, changes=CHANGES, plates=PLATES):
        """What the watcher says of `flawed`, which paints into the framebuffer itself."""
        painter = self.lab.start([BUILD / "tests/screen/flawed", self.lab.screen.framebuffer, flaw,
                                  plates, hold, changes])
        self.lab.screen.process, server = painter, self.lab.screen.process
        watch = self.lab.watch(plates)
        self.lab.screen.process = server
        painter.wait()
        return watch.finish()

    def assert_faults(self, result, **expected):
        """Only the faults named, each at least so often: 5 ms may pass unseen on a busy machine."""
        for fault in ("blank", "foreign", "torn", "skipped", "astray"):
            with self.subTest(fault=fault):
                if fault in expected:
                    self.assertGreaterEqual(result[fault], expected[fault], result)
                else:
                    self.assertEqual(result[fault], 0, result)

    def test_good_cuts_are_found_good(self):
        result = self.see("none")
        self.assert_faults(result)
        self.assertEqual(result["changes"], CHANGES)

    def test_good_crossfades_are_found_good(self):
        result = self.see("fade", changes=4)
        self.assert_faults(result)
        self.assertEqual(result["moveMs"]["count"], 4)

    def test_good_pushes_are_found_good(self):
        self.assert_faults(self.see("push", changes=4))

    def test_black_between_two_pictures_is_seen(self):
        self.assert_faults(self.see("blank"), blank=CHANGES // 2)

    def test_a_picture_of_no_one_is_seen(self):
        self.assert_faults(self.see("foreign"), foreign=CHANGES // 2)

    def test_halves_of_two_pictures_are_seen(self):
        self.assert_faults(self.see("torn"), torn=CHANGES // 2)

    def test_halves_of_two_frames_of_a_crossfade_are_seen(self):
        # Each plate has stood once: then the watcher knows them well enough for one frame's step.
        self.assert_faults(self.see("mixed", changes=6, plates=3), torn=40)

    def test_pictures_left_out_are_counted(self):
        self.assert_faults(self.see("skip"), skipped=CHANGES // 4)

    def test_a_picture_against_the_order_is_counted(self):
        self.assert_faults(self.see("back"), astray=CHANGES // 4)

    def test_a_freeze_within_a_crossfade_is_measured(self):
        result = self.see("freeze", changes=4)
        self.assert_faults(result)
        # Of 80; a busy machine may have looked at its beginning late. Other frames stand for 17.
        self.assertGreaterEqual(result["moveFreezeMs"]["median"], 60)


if __name__ == "__main__":
    unittest.main()
