#!/usr/bin/env python3
"""Workers that die, hang or lie: the screen stays lit and the loop goes on.

BANGTIN_KILLS (15) sets how often the worker is killed, at 50 a minute."""

import json
import os
import random
import shutil
import signal
import time
import unittest
from pathlib import Path

from framebuffer import Framebuffer
from lab import BUILD, Lab, is_alive, name_of, rollup_of, tree_of, wait_until
from stored import Store

SANITIZED = os.environ.get("BANGTIN_SANITIZED") == "1"  # they keep freed memory, and are slow
KILLS = int(os.environ.get("BANGTIN_KILLS", "15"))
PLATES = 6
LIES = ["rubbish", "no-text", "other-size", "short", "unsealed", "no-memfd", "no-pixels",
        "many-descriptors", "other-job", "numbers", "clock-outside", "body-unsealed", "twice",
        "flood", "silent", "exit"]
if SANITIZED:  # those that could touch memory; the others were seen in the plain build
    LIES = ["rubbish", "short", "many-descriptors", "numbers", "clock-outside", "body-unsealed"]
WATCHED = 2.0  # seconds for each lie
CPU = 0.4      # of a core: less than a loop without a pause takes
STARTS = 16     # a pause that grows between two starts leaves room for about six
MEMORY = 20480  # kB of growth that would be a leak; two slides more may be held at one time


def find(player, name):
    return [pid for pid in tree_of(player.pid) if name_of(pid) == name]


def own_cpu(pid):
    """CPU seconds of this process without its children."""
    return time.clock_gettime(~pid << 3 | 2)


def find_worker(player):
    return wait_until(lambda: find(player, "bangtin-render"), "a worker")[0]


class KilledWorkerTest(unittest.TestCase):
    def setUp(self):
        self.lab = Lab()
        self.addCleanup(self.lab.close)
        pictures = [self.lab.plate(n, "1920x1080", f"{n}.jpg") for n in range(PLATES)]
        self.folder = self.lab.folder("folder", pictures, hold=0.5, transition="crossfade",
                                      move=0.2)

    def start(self, *arguments):
        self.watch = self.lab.watch(PLATES)
        player = self.lab.play(self.folder, *arguments)
        self.watch.wait_shown(2)
        return player

    def assert_loop_goes_on(self, player):
        """A whole round more, and nothing wrong was seen from the first picture on."""
        self.watch.wait_shown(len(self.watch.shown) + PLATES)
        self.assertIsNone(player.poll(), self.lab.log())
        result = self.watch.finish()
        for fault in ("blank", "foreign", "torn"):
            self.assertEqual(result[fault], 0, result)
        return result

    def test_a_worker_killed_again_and_again(self):
        stats = self.lab.directory / "stats.json"
        player = self.start("--stats", stats)
        chance = random.Random(1)
        for _ in range(KILLS):
            begin = time.monotonic()
            os.kill(find_worker(player), signal.SIGKILL)
            pause = begin + chance.uniform(0.4, 2.0) - time.monotonic()
            while pause > 0:
                self.watch.read(pause)
                pause = begin + 1.2 - time.monotonic()
        self.assert_loop_goes_on(player)
        self.assertEqual(self.lab.end(player), 0)
        restarts = json.loads(stats.read_text())["workerRestarts"]
        self.assertGreaterEqual(restarts, KILLS * 2 // 3)
        self.assertLessEqual(restarts, KILLS)

    def test_a_worker_that_hangs_is_replaced(self):
        player = self.start()
        worker = find_worker(player)
        os.kill(worker, signal.SIGSTOP)
        wait_until(lambda: not is_alive(worker), "the end of the worker that hangs")
        self.assert_loop_goes_on(player)

    def test_no_picture_is_set_aside_for_ever_by_a_death_by_chance(self):
        player = self.start()
        for _ in range(2):
            os.kill(find_worker(player), signal.SIGKILL)
            self.watch.wait_shown(len(self.watch.shown) + 1)
        result = self.assert_loop_goes_on(player)
        last_round = {plate for plate, _ in self.watch.shown[-PLATES:]}
        self.assertEqual(last_round, set(range(PLATES)), result)


class LyingWorkerTest(unittest.TestCase):
    """Copies of the programs beside a worker that lies, in what looks like a build directory."""

    @classmethod
    def setUpClass(cls):
        cls.lab = Lab()
        cls.addClassCleanup(cls.lab.close)
        cls.build = cls.lab.directory / "build"
        (cls.build / "meson-info").mkdir(parents=True)
        (cls.build / "meson-info/meson-info.json").write_text("{}")
        for name in ("bangtin", "bangtin-display"):
            shutil.copy2(BUILD / name, cls.build)
        shutil.copy2(Path(__file__).with_name("bad_render.py"), cls.build / "bangtin-render")
        (cls.build / "bangtin-render").chmod(0o755)
        pictures = [cls.lab.plate(n, "1920x1080", f"{n}.jpg") for n in range(3)]
        cls.folder = cls.lab.folder("folder", pictures, hold=0.5)
        cls.screen = Framebuffer(cls.lab.screen)
        cls.addClassCleanup(cls.screen.close)

    def stay_lit(self, seconds):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            self.assertTrue(self.screen.is_lit(), "the screen went dark")
            time.sleep(0.02)

    def look(self, lie):
        """Lets it play for a while: lit all the time, at rest, not growing."""
        stats, starts = self.lab.directory / "stats.json", self.lab.directory / f"{lie}.starts"
        shutil.rmtree(self.lab.directory / "home/cache", ignore_errors=True)
        player = self.lab.start([self.build / "bangtin", "play", self.folder, "--stats", stats],
                                log=f"{lie}.log", BAD_RENDER=lie, BAD_RENDER_STARTS=str(starts))
        self.addCleanup(lambda: player.poll() is None and self.lab.end(player))
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
        return len(starts.read_text().split())

    def test_lies(self):
        for lie in LIES:
            with self.subTest(lie=lie):
                starts = self.look(lie)
                print(f"{lie}: started {starts} times", flush=True)
                self.assertLess(starts, STARTS, "it starts the worker in a frenzy")

    def test_an_item_whose_second_page_fails_is_left_out_as_one(self):
        """Refused, it goes at once; where it brings the worker down, at the second time."""
        folder = self.lab.folder("pages", [self.lab.plate(0, "1920x1080", "0.jpg")], hold=0.5)
        for lie, starts in (("page-refused", 1), ("page-kills", 3)):
            with self.subTest(lie=lie):
                counted, health = self.lab.directory / f"{lie}.starts", self.lab.directory / "run/bangtin/display.json"
                health.unlink(missing_ok=True)
                player = self.lab.start([self.build / "bangtin", "play", folder], log=f"{lie}.log",
                                        BAD_RENDER=lie, BAD_RENDER_STARTS=str(counted))
                self.addCleanup(lambda p=player: p.poll() is None and self.lab.end(p))
                wait_until(health.exists, "its report")
                left = wait_until(lambda: json.loads(health.read_text())["leftOut"], "an item that is left out")
                self.assertEqual([entry["item"] for entry in left], ["i0"])
                self.assertTrue(self.screen.is_lit(), self.lab.log(f"{lie}.log"))
                self.assertEqual(self.lab.end(player), 0, self.lab.log(f"{lie}.log"))
                self.assertLessEqual(len(counted.read_text().split()), starts)

    def test_lies_about_what_is_said_at_the_lower_edge(self):
        """They cost the band and nothing else."""
        front = self.lab.directory / "run/bangtin/front"
        store = Store(self.lab)
        store.activate("lab", {n: self.lab.plate(i, "1920x1080", f"{i}.jpg")
                               for i, n in enumerate("abc")}, hold=0.6)
        for lie in ("band:hang", "band:rubbish"):
            with self.subTest(lie=lie):
                starts = self.lab.directory / f"{lie}.starts"
                shutil.rmtree(self.lab.directory / "home/cache", ignore_errors=True)
                shutil.rmtree(front, ignore_errors=True)
                player = self.lab.start([self.build / "bangtin", "play", "--no-sync", "--store",
                                         store.path], log=f"{lie}.log", BAD_RENDER=lie,
                                        BAD_RENDER_STARTS=str(starts))
                self.addCleanup(lambda player=player: player.poll() is None and self.lab.end(player))
                wait_until(front.is_dir, "the first picture")
                (front / "usb.json").write_text('{"state":"copying","percent":40}')
                wait_until(lambda log=f"{lie}.log": "was not drawn" in self.lab.log(log), "the loss")
                display = self.lab.directory / "run/bangtin/display.json"
                shown = json.loads(display.read_text())["itemsShown"]
                wait_until(lambda: json.loads(display.read_text())["itemsShown"] > shown + 1,
                           "items that follow")
                self.assertTrue(self.screen.is_lit())
                self.assertIn(len(starts.read_text().split()), (1, 2), "one loss, one new worker")
                self.assertEqual(self.lab.end(player), 0, self.lab.log(f"{lie}.log")[-3000:])

    def test_a_worker_that_was_broken_for_a_while(self):
        """As between two steps of an upgrade: when it is whole again, so is the loop."""
        folder = self.lab.folder("again", [self.lab.plate(n, "1920x1080", f"{n}.jpg")
                                           for n in range(3)], hold=0.5)
        shutil.rmtree(self.lab.directory / "home/cache", ignore_errors=True)
        helper = self.build / "bangtin-render"
        broken = helper.with_name("broken")
        watch = self.lab.watch(3)
        player = self.lab.start([self.build / "bangtin", "play", folder], log="again.log",
                                BAD_RENDER="exit", BAD_RENDER_STARTS=str(self.lab.directory / "n"))
        self.addCleanup(lambda: player.poll() is None and self.lab.end(player))
        self.screen.wait_lit("the card")
        self.stay_lit(WATCHED)
        helper.rename(broken)
        self.addCleanup(broken.replace, helper)
        shutil.copy2(BUILD / "bangtin-render", helper)
        watch.wait_shown(6, 60)
        self.assertEqual({plate for plate, _ in watch.shown[-3:]}, {0, 1, 2})


if __name__ == "__main__":
    unittest.main()
