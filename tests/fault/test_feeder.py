#!/usr/bin/env python3
"""bangtin-sync beside the screen: started after the first picture, started again when it dies, told
to end with the player; whatever it does, the loop goes on."""

import json
import os
import shutil
import signal
import unittest
from pathlib import Path

from lab import BUILD, Lab, is_alive, wait_until
from stored import Store

PLATES = 3


class FeederTest(unittest.TestCase):
    """Copies of the programs beside another bangtin-sync, in what looks like a build directory."""

    def setUp(self):
        self.lab = Lab()
        self.addCleanup(self.lab.close)
        self.build = self.lab.directory / "build"
        (self.build / "meson-info").mkdir(parents=True)
        (self.build / "meson-info/meson-info.json").write_text("{}")
        for name in ("bangtin", "bangtin-display", "bangtin-render", "bangtin-svg"):
            shutil.copy2(BUILD / name, self.build)
        shutil.copy2(Path(__file__).with_name("fake_sync"), self.build / "bangtin-sync")
        self.notes_file = self.lab.directory / "sync.log"
        self.site = self.lab.directory / "site.json"
        self.site.write_text(json.dumps({"feeds": [{"root": "root.json"}]}))
        self.store = Store(self.lab)
        plates = [self.lab.plate(n, "1920x1080", f"{n}.jpg") for n in range(PLATES)]
        self.pictures = {f"i{n}": plate for n, plate in enumerate(plates)}
        self.store.activate("province", self.pictures, hold=0.3)

    def play(self, how, *arguments, site=True):
        watch = self.lab.watch(PLATES)
        settings = ["--site", self.site] if site else []
        player = self.lab.start([self.build / "bangtin", "play", "--store", self.store.path,
                                 *settings, *arguments],
                                FAKE_SYNC=how, FAKE_SYNC_LOG=str(self.notes_file))
        watch.wait_shown(1)
        return player, watch

    def notes(self, word):
        """The rest of each line that begins with the word."""
        text = self.notes_file.read_text() if self.notes_file.exists() else ""
        return [line.split()[1:] for line in text.splitlines() if line.startswith(word)]

    def wait_started(self, count):
        """The pid of the one that was started as number `count`."""
        return int(wait_until(lambda: self.notes("started")[count - 1:], f"start {count}")[0][0])

    def assert_loop_goes_on(self, watch):
        watch.wait_shown(len(watch.shown) + 2 * PLATES)
        result = watch.finish()
        for fault in ("blank", "foreign", "torn", "skipped"):
            self.assertEqual(result[fault], 0, f"{result}\n{self.lab.log()[-2000:]}")

    def test_it_gets_the_player_s_places_and_ends_with_it(self):
        player, watch = self.play("", "--log-level", "debug")
        pid = self.wait_started(1)
        run = self.lab.directory / "run/bangtin"
        self.assertEqual(self.notes("started")[0][1:],
                         ["--site", str(self.site), "--store", str(self.store.path), "--run",
                          str(run), "--log-level", "debug"])
        self.assert_loop_goes_on(watch)
        player.terminate()
        self.assertEqual(player.wait(10), 0, self.lab.log())
        self.assertEqual(self.notes("told"), [[str(pid)]])
        self.assertFalse(is_alive(pid))

    def test_one_that_is_killed_is_started_again(self):
        _, watch = self.play("")
        os.kill(self.wait_started(1), signal.SIGKILL)
        self.wait_started(2)
        self.assert_loop_goes_on(watch)

    def test_one_that_crashes_is_started_again_with_growing_pauses(self):
        _, watch = self.play("crash")
        self.wait_started(3)
        log = self.lab.log()
        self.assertIn("again in 1 s", log)
        self.assertIn("again in 2 s", log)
        self.assert_loop_goes_on(watch)

    def test_one_that_finds_the_store_taken_is_seldom_started(self):
        _, watch = self.play("busy")
        self.wait_started(1)
        wait_until(lambda: "again in 30 s" in self.lab.log(), "its word")
        self.assert_loop_goes_on(watch)
        self.assertEqual(len(self.notes("started")), 1)

    def test_one_that_does_not_listen_is_ended(self):
        player, _ = self.play("stubborn")
        pid = self.wait_started(1)
        player.terminate()
        self.assertEqual(player.wait(20), 0, self.lab.log())
        wait_until(lambda: not is_alive(pid), "its end")
        # by us, and where it outlives us for an instant, by the kernel
        self.assertIn(len(self.notes("told")), (1, 2))

    def test_it_ends_when_the_screen_process_is_killed(self):
        player, _ = self.play("")
        pid = self.wait_started(1)
        player.kill()
        player.wait()
        wait_until(lambda: not is_alive(pid), "its end")
        self.assertEqual(self.notes("told"), [[str(pid)]])

    def test_without_the_program_the_loop_goes_on(self):
        (self.build / "bangtin-sync").unlink()
        _, watch = self.play("")
        wait_until(lambda: "cannot start bangtin-sync" in self.lab.log(), "a word of it")
        self.assert_loop_goes_on(watch)

    def test_it_is_started_only_where_there_is_something_to_fetch(self):
        folder = self.lab.folder("folder", list(self.pictures.values()), hold=0.3)
        for name, arguments, settings in [
                ("not asked for", ["--no-sync"], {"feeds": [{"root": "r"}]}),
                ("a folder", [folder], {"feeds": [{"root": "r"}]}),
                ("no feeds", [], {"usb": {"mode": "import"}}),
                ("no settings", [], None)]:
            with self.subTest(name):
                if settings is not None:
                    self.site.write_text(json.dumps(settings))
                player, watch = self.play("", *arguments, site=settings is not None)
                watch.wait_shown(4)
                self.assertEqual(self.notes("started"), [])
                self.lab.end(player)
                watch.finish()


if __name__ == "__main__":
    unittest.main()
