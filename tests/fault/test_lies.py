#!/usr/bin/env python3
"""Workers that lie: the screen stays lit, and what they are not believed costs little."""

import json
import os
import shutil
import time
import unittest

from lab import rollup_of, wait_until
from stored import Store
from workers import Liar, find

SANITIZED = os.environ.get("BANGTIN_SANITIZED") == "1"  # they keep freed memory, and are slow
LIES = ["rubbish", "no-text", "other-size", "short", "unsealed", "no-memfd", "no-pixels",
        "many-descriptors", "other-job", "numbers", "clock-outside", "body-unsealed", "twice",
        "flood", "silent", "exit"]
if SANITIZED:  # those that could touch memory; the others were seen in the plain build
    LIES = ["rubbish", "short", "many-descriptors", "numbers", "clock-outside", "body-unsealed"]
WATCHED = 2.0  # seconds for each lie
CPU = 0.4      # of a core: less than a loop without a pause takes
STARTS = 16     # a pause that grows between two starts leaves room for about six
MEMORY = 20480  # kB of growth that would be a leak; two slides more may be held at one time


def own_cpu(pid):
    """CPU seconds of this process without its children."""
    return time.clock_gettime(~pid << 3 | 2)


class LyingWorkerTest(Liar):
    def look(self, lie):
        """Lets it play for a while: lit all the time, at rest, not growing."""
        player, starts = self.play(lie, self.folder, "--stats", self.lab.directory / "stats.json")
        self.screen.wait_lit(f"the card, with a worker that does: {lie}")
        display = wait_until(lambda: find(player, "bangtin-display"), "the screen process")[0]
        files = len(os.listdir(f"/proc/{display}/fd"))
        cpu, begin = own_cpu(display), time.monotonic()
        self.stay_lit(WATCHED / 2)
        memory = rollup_of([display], "Rss")
        self.stay_lit(WATCHED / 2)
        cpu = (own_cpu(display) - cpu) / (time.monotonic() - begin)
        self.assertIsNone(player.poll(), "it ended:\n" + self.lab.log(f"{lie}.log")[-3000:])
        self.assertLess(cpu, 2 * CPU if SANITIZED else CPU,
                        "it is busy:\n" + self.lab.log(f"{lie}.log")[-3000:])
        if not SANITIZED:
            self.assertLess(rollup_of([display], "Rss") - memory, MEMORY, "it grows")
        kept = len(os.listdir(f"/proc/{display}/fd")) - files
        self.assertLess(kept, 20, "it keeps descriptors")
        self.assertEqual(self.lab.end(player), 0, self.lab.log(f"{lie}.log")[-3000:])
        return starts()

    def test_lies(self):
        for lie in LIES:
            with self.subTest(lie=lie):
                starts = self.look(lie)
                print(f"{lie}: started {starts} times", flush=True)
                self.assertLess(starts, STARTS, "it starts the worker in a frenzy")

    def test_an_item_whose_second_page_fails_is_left_out_as_one(self):
        """Refused, it goes at once; where it brings the worker down, at the second time."""
        folder = self.lab.folder("pages", [self.lab.plate(0, "1920x1080", "0.jpg")], hold=0.5)
        for lie, most in (("page-refused", 1), ("page-kills", 3)):
            with self.subTest(lie=lie):
                health = self.lab.directory / "run/bangtin/display.json"
                health.unlink(missing_ok=True)
                player, starts = self.play(lie, folder)
                wait_until(health.exists, "its report")
                left = wait_until(lambda: json.loads(health.read_text())["leftOut"], "an item that is left out")
                self.assertEqual([entry["item"] for entry in left], ["i0"])
                self.assertTrue(self.screen.is_lit(), self.lab.log(f"{lie}.log"))
                self.assertEqual(self.lab.end(player), 0, self.lab.log(f"{lie}.log"))
                self.assertLessEqual(starts(), most)

    def test_lies_about_what_is_said_at_the_lower_edge(self):
        """They cost the band and nothing else."""
        front = self.lab.directory / "run/bangtin/front"
        store = Store(self.lab)
        store.activate("lab", {n: self.lab.plate(i, "1920x1080", f"{i}.jpg")
                               for i, n in enumerate("abc")}, hold=0.6)
        for lie in ("band:hang", "band:rubbish"):
            with self.subTest(lie=lie):
                shutil.rmtree(front, ignore_errors=True)
                player, starts = self.play(lie, "--no-sync", "--store", store.path)
                wait_until(front.is_dir, "the first picture")
                aside = front.with_name("aside")
                aside.write_text('{"state":"copying","percent":40}')
                aside.rename(front / "usb.json")
                wait_until(lambda log=f"{lie}.log": "was not drawn" in self.lab.log(log), "the loss")
                display = self.lab.directory / "run/bangtin/display.json"
                shown = json.loads(display.read_text())["itemsShown"]
                wait_until(lambda: json.loads(display.read_text())["itemsShown"] > shown + 1,
                           "items that follow")
                self.assertTrue(self.screen.is_lit())
                self.assertIn(starts(), (1, 2), "one loss, one new worker")
                self.assertEqual(self.lab.end(player), 0, self.lab.log(f"{lie}.log")[-3000:])


if __name__ == "__main__":
    unittest.main()
