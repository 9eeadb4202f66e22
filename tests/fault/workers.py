"""A loop whose worker is killed, and programs beside a worker that lies (bad_render.py): what the
tests of workers share."""

import shutil
import time
import unittest
from pathlib import Path

from framebuffer import Framebuffer
from lab import BUILD, Lab, name_of, tree_of, wait_until

PLATES = 6


def find(player, name):
    return [pid for pid in tree_of(player.pid) if name_of(pid) == name]


def find_worker(player):
    return wait_until(lambda: find(player, "bangtin-render"), "a worker")[0]


class Loop(unittest.TestCase):
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


class Liar(unittest.TestCase):
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

    def play(self, lie, *words, **environment):
        """Starts it, and waits for the worker's start, each of which leaves a line in a file. Returns
        the player and a function that counts them."""
        starts = self.lab.directory / f"{lie}.starts"
        shutil.rmtree(self.lab.directory / "home/cache", ignore_errors=True)
        player = self.lab.start([self.build / "bangtin", "play", *words], log=f"{lie}.log",
                                BAD_RENDER=lie, BAD_RENDER_STARTS=str(starts), **environment)
        self.addCleanup(lambda: player.poll() is None and self.lab.end(player))
        wait_until(starts.exists, "a start of the worker")
        return player, lambda: len(starts.read_text().split())

    def stay_lit(self, seconds):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            self.assertTrue(self.screen.is_lit(), "the screen went dark")
            time.sleep(0.02)
