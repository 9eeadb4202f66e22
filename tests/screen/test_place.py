#!/usr/bin/env python3
"""The right pixels in the right place: whole screen, turned, in a viewport, in a window."""

import json
import unittest

from framebuffer import Framebuffer, plate_colour
from lab import BUILD, Lab, wait_until

UPRIGHT = {0: "1920x1080", 90: "1080x1920", 180: "1920x1080", 270: "1080x1920"}


def turned(u, v, rotate):
    """Where the point (u, v) of an upright slide stands when it is turned clockwise."""
    return {0: (u, v), 90: (1 - v, u), 180: (1 - u, 1 - v), 270: (v, 1 - u)}[rotate]


class PlaceTest(unittest.TestCase):
    def setUp(self):
        self.lab = Lab()
        self.addCleanup(self.lab.close)
        self.screen = Framebuffer(self.lab.screen)
        self.addCleanup(self.screen.close)

    def play(self, number, size, *arguments, area=None, rotate=0):
        """Shows one plate until the watcher has found it where it should be."""
        folder = self.lab.folder("one", [self.lab.plate(number, size, f"{number}.png")], hold=60)
        options = ["--rotate", str(rotate)] + (["--area", area] if area else [])
        watch = self.lab.watch(32, *options)
        self.lab.play(folder, *arguments)
        watch.wait_shown(1)
        self.assertEqual(watch.shown[0][0], number)
        self.screen.rest()

    def assert_pixels(self, number, area, rotate=0):
        """Far corners and the middle have the plate's own colours, to the level."""
        left, top, width, height = area
        for u in (0.005, 0.26, 0.51, 0.76, 0.995):
            for v in (0.005, 0.5, 0.995):
                right, down = turned(u, v, rotate)
                x, y = int(right * width), int(down * height)
                # the colour is that of the pixel's middle, seen upright
                back = turned((x + 0.5) / width, (y + 0.5) / height, (360 - rotate) % 360)
                for seen, wanted in zip(self.screen.pixel(left + x, top + y),
                                        plate_colour(number, *back)):
                    self.assertAlmostEqual(seen, wanted, delta=1, msg=f"at {u}, {v}")

    def test_the_whole_screen_unscaled(self):
        self.play(5, "1920x1080")
        self.assert_pixels(5, (0, 0, 1920, 1080))

    def test_turned(self):
        for rotate in (90, 180, 270):
            with self.subTest(rotate=rotate):
                with Lab() as self.lab:
                    self.screen = Framebuffer(self.lab.screen)
                    self.play(6, UPRIGHT[rotate], "--rotate", rotate, rotate=rotate)
                    self.assert_pixels(6, (0, 0, 1920, 1080), rotate)
                    self.screen.close()

    def test_settings_that_change_hold_at_once(self):
        site = self.lab.directory / "site.json"
        site.write_text('{"screen": {"rotate": 0}}')
        self.play(6, "1920x1080", "--site", site, "--duration", 0.5)
        site.write_text('{"screen": {"rotate": ')  # somebody is still typing
        site.write_text('{"screen": {"rotate": 180}}')
        left = plate_colour(6, 0.005, 0.01)
        right = plate_colour(6, 0.995, 0.99)
        self.assertNotEqual(left, right)
        wait_until(lambda: all(abs(a - b) <= 3 for a, b in zip(self.screen.pixel(9, 10), right)),
                   "the turned picture")
        self.assertIn("starting anew", self.lab.log())

    def test_a_viewport_of_the_output(self):
        self.play(7, "960x540", "--viewport", "960x540+320+200", area="960x540+320+200")
        self.assert_pixels(7, (320, 200, 960, 540))
        for x, y in ((0, 0), (319, 400), (1281, 400), (800, 199), (800, 741), (1919, 1079)):
            self.assertEqual(self.screen.pixel(x, y), (0, 0, 0), f"outside, at {x}, {y}")

    def test_a_turned_viewport(self):
        self.play(9, "540x960", "--viewport", "960x540+320+200", "--rotate", 90,
                  area="960x540+320+200", rotate=90)
        self.assert_pixels(9, (320, 200, 960, 540), 90)

    def test_a_square_picture_is_fitted_in_the_middle(self):
        self.play(10, "2000x2000", area="1080x1080+420+0")

    def test_the_test_card_reaches_the_outermost_pixels(self):
        white, black = (255,) * 3, (0,) * 3
        corners = [(255, 0, 0), (0, 255, 0), (255, 255, 0), (0, 0, 255)]  # clockwise
        for area, turns in (((0, 0, 1920, 1080), 0), ((320, 200, 640, 321), 1)):
            with self.subTest(area=area, turns=turns), Lab() as lab:
                screen = Framebuffer(lab.screen)
                left, top, width, height = area
                right, bottom = left + width - 1, top + height - 1
                player = lab.start([BUILD / "bangtin", "testcard", "--rotate", str(90 * turns),
                                    "--viewport", f"{width}x{height}+{left}+{top}"])
                wait_until(lambda: screen.pixel(right, bottom) == white, "the card")
                screen.rest()
                for x in (left, left + width // 3, right):
                    self.assertEqual((screen.pixel(x, top), screen.pixel(x, bottom)), (white, white))
                for y in (top, top + height // 3, bottom):
                    self.assertEqual((screen.pixel(left, y), screen.pixel(right, y)), (white, white))
                seen = [screen.pixel(x, y) for x, y in (
                    (left + 4, top + 4), (right - 4, top + 4), (right - 4, bottom - 4),
                    (left + 4, bottom - 4))]
                self.assertEqual(seen, corners[4 - turns:] + corners[:4 - turns])
                if left:
                    self.assertEqual(screen.pixel(left - 1, top), black)
                    self.assertEqual(screen.pixel(right + 1, bottom), black)
                self.assertFalse((lab.directory / "run/bangtin/display.json").exists())
                screen.close()
                self.assertEqual(lab.end(player), 0)

    def test_without_a_window_system(self):
        """SDL's offscreen driver: nothing to see, but all of the program runs."""
        pictures = [self.lab.plate(n, "640x360", f"{n}.jpg") for n in range(3)]
        folder = self.lab.folder("off", pictures, hold=0.4, transition="crossfade", move=0.2)
        player = self.lab.play(folder, "--size", "640x360", "--seconds", 4, "--stats",
                               self.lab.directory / "stats", SDL_VIDEODRIVER="offscreen")
        self.assertEqual(player.wait(60), 0, self.lab.log())
        stats = json.loads((self.lab.directory / "stats").read_text())
        self.assertGreaterEqual(stats["itemsShown"], 3, stats)
        self.assertGreater(stats["frames"], stats["itemsShown"], stats)


if __name__ == "__main__":
    unittest.main()
