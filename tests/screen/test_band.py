#!/usr/bin/env python3
"""What is said at the lower edge: it comes over the slides, stays while these change, and leaves no
trace."""

import json
import os
import time
import unittest

from framebuffer import Framebuffer
from lab import BUILD, Lab, wait_until
from stored import Store

WIDTH, HEIGHT = 1280, 720
BUSY, BUSY_INK, GOOD, BAD = (255, 200, 69), (20, 33, 61), (0, 105, 92), (179, 0, 27)
BAND = 80  # pixels of height: 12 of 108 parts
TOLD = 10  # seconds for which an end is told
WHILE = 3  # seconds, of what goes by itself
STAGES = {"surface": {}, "texture": {"SDL_RENDER_DRIVER": "software"}}


class BandTest(unittest.TestCase):
    def open(self):
        self.lab = Lab(f"{WIDTH}x{HEIGHT}")
        self.addCleanup(self.lab.close)
        self.screen = Framebuffer(self.lab.screen)
        self.addCleanup(self.screen.close)
        self.front = self.lab.directory / "run/bangtin/front"

    def play(self, plates=1, hold=3600, transition="cut", move=None, arguments=(), **environment):
        store = Store(self.lab)
        pictures = {f"p{n}": self.lab.plate(n, f"{WIDTH}x{HEIGHT}", f"{n}.png")
                    for n in range(plates)}
        store.activate("lab", pictures, hold=hold, defaults={
            "duration": hold, "fit": "contain",
            "transition": {"type": transition, **({"duration": move} if move else {})}})
        self.player = self.lab.start([BUILD / "bangtin", "play", "--no-sync", "--store", store.path,
                                      *arguments], **environment)
        self.wait_played()

    def wait_played(self):
        self.screen.wait_lit()
        wait_until(self.front.is_dir, "the directory that is watched")
        self.screen.rest()

    def tell(self, text, age=0.0):
        """Replaces usb.json as bangtin-sync does."""
        aside = self.front.parent / "aside"
        aside.write_text(text if isinstance(text, str) else json.dumps(text))
        then = time.time() - age
        os.utime(aside, (then, then))
        aside.rename(self.front / "usb.json")

    def image(self, top=0, bottom=HEIGHT):
        return [self.screen.pixel(x, y) for y in range(top, bottom, 3) for x in range(0, WIDTH, 7)]

    def wait_colour(self, x, y, colour):
        wait_until(lambda: self.screen.pixel(x, y) == colour,
                   f"{colour} at {x}, {y}; there is {self.screen.pixel(x, y)}\n{self.lab.log()}")
        self.screen.rest()

    def corner(self):
        return self.screen.pixel(WIDTH - 1, HEIGHT - 20)

    def test_it_comes_tells_how_far_it_is_and_leaves_the_slide_as_it_was(self):
        for stage, environment in STAGES.items():
            with self.subTest(stage=stage):
                self.open()
                self.play(**environment)
                self.assertIn(f"by {stage}", self.lab.log())
                before = self.image()
                self.tell({"state": "copying", "percent": 40})
                self.wait_colour(WIDTH - 1, HEIGHT - 20, BUSY)
                end = WIDTH * 40 // 100
                self.assertEqual(self.screen.pixel(end - 1, HEIGHT - 1), BUSY_INK)
                self.assertNotIn(self.screen.pixel(end, HEIGHT - 1), (BUSY, BUSY_INK))
                words = {self.screen.pixel(x, HEIGHT - 40) for x in range(WIDTH)}
                self.assertIn(BUSY_INK, words, "letters")
                above = HEIGHT - BAND
                self.assertEqual(self.image(bottom=above), before[:len(self.image(bottom=above))])
                done = {"state": "done", "code": 0, "percent": 100}
                self.tell(done)
                self.wait_colour(WIDTH - 1, HEIGHT - 20, GOOD)
                self.tell(done, age=TOLD - 1)  # it goes by itself, and nobody waits so long
                wait_until(lambda: self.image() == before, "the slide as it was")
                self.tell({"state": "refused", "code": 23})
                self.wait_colour(WIDTH - 1, HEIGHT - 20, BAD)
                (self.front / "usb.json").unlink()
                wait_until(lambda: self.image() == before, "the slide as it was")
                self.assertEqual(self.lab.end(self.player), 0)

    def test_slides_change_beneath_it(self):
        for stage, environment in STAGES.items():
            with self.subTest(stage=stage):
                self.open()
                self.play(plates=4, hold=0.8, transition="crossfade", move=0.4, **environment)
                self.tell({"state": "copying", "percent": 10})
                self.wait_colour(WIDTH - 1, HEIGHT - 20, BUSY)
                colours = set()

                def has_seen_changes():
                    colours.add(self.screen.pixel(WIDTH * 13 // 128, HEIGHT // 2))
                    self.assertEqual(self.corner(), BUSY)
                    self.assertEqual(self.screen.pixel(0, HEIGHT - 1), BUSY_INK)
                    return len(colours) > 8
                wait_until(has_seen_changes, "frames of crossfades")
                self.assertEqual(self.lab.end(self.player), 0)

    def test_what_is_no_word_of_ours_is_passed_over(self):
        self.open()
        self.play()
        before = self.image()
        for text in ("", "{", "[]", "null", '{"state":"dancing"}', '{"state":7}',
                     '{"state":"copying","percent":101}', '{"state":"refused","code":-1}',
                     '{"state":"copying","state":"done"}', '{"state":"done"}' + " " * 4096):
            self.tell(text)
        (self.front / "usb.json").unlink()
        os.mkfifo(self.front / "usb.json")
        os.rename(self.front / "usb.json", self.front / "pipe")
        (self.front / "usb.json").symlink_to("/dev/zero")
        (self.front / "device.json").mkdir()
        self.tell({"state": "reading", "unknown": [1, {"a": None}]})
        self.wait_colour(WIDTH - 1, HEIGHT - 20, BUSY)
        self.tell({"state": "none"})
        wait_until(lambda: self.image() == before, "the slide as it was")
        self.assertIsNone(self.player.poll())

    def test_it_is_at_the_lower_edge_of_a_screen_that_hangs_on_its_side(self):
        self.open()
        self.play(arguments=("--rotate", "90"))
        self.tell({"state": "copying", "percent": 50})
        # Upright it is 720 wide: its lower edge hangs at the left, its beginning at the top.
        self.wait_colour(0, 0, BUSY_INK)
        self.assertEqual(self.screen.pixel(0, HEIGHT // 2 - 1), BUSY_INK)
        self.assertNotEqual(self.screen.pixel(0, HEIGHT // 2), BUSY_INK)
        self.assertEqual(self.screen.pixel(20, HEIGHT - 1), BUSY)

    def test_an_old_end_is_not_told_again_after_a_start(self):
        self.open()
        self.front.mkdir(parents=True)
        self.tell({"state": "done", "code": 0}, age=60)
        self.play()
        before = self.image()
        self.tell({"state": "done", "code": 0})
        self.wait_colour(WIDTH - 1, HEIGHT - 20, GOOD)
        self.assertNotEqual(before[-1], GOOD)

    def pair(self, seconds):
        """Starts it on a machine that says for so long who it is. Returns a function that tells
        whether that is over."""
        end = int(time.clock_gettime(time.CLOCK_BOOTTIME)) + seconds
        self.player = self.lab.start([BUILD / "bangtin", "play", "--no-sync"], BANGTIN_PAIRING=str(end))
        self.wait_played()
        return lambda: time.clock_gettime(time.CLOCK_BOOTTIME) >= end

    def test_a_machine_that_was_told_nothing_says_who_it_is_for_a_while(self):
        self.open()
        self.pair(3600)
        self.wait_colour(WIDTH - 1, HEIGHT - 3, (0, 0, 0))
        aside = self.front.parent / "aside"
        aside.write_text('{"addresses":["192.168.1.20","fe80::1"]}')
        row = [self.screen.pixel(x, HEIGHT - 30) for x in range(WIDTH)]
        aside.rename(self.front / "device.json")
        wait_until(lambda: row != [self.screen.pixel(x, HEIGHT - 30) for x in range(WIDTH)],
                   "the address")
        self.assertEqual(self.screen.pixel(WIDTH - 1, HEIGHT - 3), (0, 0, 0))
        self.assertEqual(self.lab.end(self.player), 0)
        is_over = self.pair(WHILE)
        wait_until(lambda: is_over() and self.screen.pixel(WIDTH - 1, HEIGHT - 3) != (0, 0, 0), "the slide alone")


if __name__ == "__main__":
    unittest.main()
