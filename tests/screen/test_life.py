#!/usr/bin/env python3
"""A player's life: it rests on hold, leaves when it is told or when its time is up, and says what
it did."""

import json
import os
import signal
import unittest

import lab
from lab import Lab, cpu_of, is_alive, name_of, tree_of, wait_until, wakeups_of

STATS = ["firstPictureMs", "frames", "missedVblanks", "itemsShown", "holds", "lateItems",
         "tickerFrames", "tickerLate", "workerRestarts", "peakTextureBytes"]
REST = 5.0  # seconds watched on hold
WAKEUPS = 5 * REST  # a tenth of what the slowest frame loop would take
CPU = 0.05 * REST
LOOKS_AFTER = 5.2  # seconds: then it looks at its settings at the next occasion


class LifeTest(unittest.TestCase):
    def setUp(self):
        self.lab = Lab()
        self.addCleanup(self.lab.close)
        self.pictures = [self.lab.plate(n, "1920x1080", f"{n}.jpg") for n in range(4)]

    def start(self, hold, *arguments):
        """Plays, and waits for the first picture."""
        folder = self.lab.folder("folder", self.pictures, hold=hold)
        watch = self.lab.watch(4)
        player = self.lab.play(folder, *arguments)
        watch.wait_shown(1)
        return player, watch

    def test_a_held_picture_costs_one_process_that_sleeps(self):
        player, watch = self.start(3600)
        wait_until(lambda: len(tree_of(player.pid)) == 1, "the idle worker's leave")
        pids = tree_of(player.pid)
        cpu, wakeups = cpu_of(pids), wakeups_of(pids)
        watch.read(0)
        lab.time.sleep(REST)  # what is measured is this time itself
        self.assertEqual(tree_of(player.pid), pids)
        self.assertLess(wakeups_of(pids) - wakeups, WAKEUPS)
        self.assertLess(cpu_of(pids) - cpu, CPU)

    def test_all_processes_leave_when_told(self):
        folder = self.lab.folder("folder", self.pictures, hold=0.5)
        for number in (signal.SIGTERM, signal.SIGINT):
            with self.subTest(signal=number):
                watch = self.lab.watch(4)
                player = self.lab.play(folder)
                watch.wait_shown(3)
                pids = tree_of(player.pid)
                os.kill(player.pid, number)
                wait_until(lambda: not any(map(is_alive, pids[1:])) and player.poll() is not None,
                           "the end of all processes")
                self.assertEqual(player.returncode, 0)
                watch.finish()

    def test_told_to_leave_it_does_not_begin_anew_with_other_settings(self):
        site = self.lab.directory / "site.json"
        site.write_text("{}")
        player, _ = self.start(3600, "--site", site)
        player.send_signal(signal.SIGSTOP)  # both are there when it looks
        site.write_text('{"screen": {"clock": false}}')
        player.send_signal(signal.SIGTERM)
        lab.time.sleep(LOOKS_AFTER)
        player.send_signal(signal.SIGCONT)
        self.assertEqual(player.wait(lab.PATIENCE), 0)

    def test_the_end_of_its_seconds_is_a_success_with_statistics(self):
        stats = self.lab.directory / "stats.json"
        player, watch = self.start(0.5, "--seconds", "4", "--stats", stats)
        self.assertEqual(player.wait(60), 0, self.lab.log())
        watch.finish()
        shown = len(watch.shown)
        found = json.loads(stats.read_text())
        self.assertEqual(sorted(found), sorted(STATS))
        self.assertGreater(found["firstPictureMs"], 0)
        self.assertEqual(found["workerRestarts"], 0, found)
        self.assertAlmostEqual(found["itemsShown"], shown, delta=1, msg=str(found))

    def test_the_screen_process_keeps_no_descriptor_of_what_it_has_shown(self):
        player, watch = self.start(0.3)
        display = next(p for p in tree_of(player.pid) if name_of(p) == "bangtin-display")

        def descriptors():
            return len(os.listdir(f"/proc/{display}/fd"))

        watch.wait_shown(6)
        early = max(descriptors() for _ in range(20) if watch.read(0.05))
        watch.wait_shown(26)
        late = min(descriptors() for _ in range(20) if watch.read(0.05))
        self.assertLessEqual(late, early)

    def test_its_own_first_picture_time_agrees_with_the_screen(self):
        stats = self.lab.directory / "stats.json"
        begin = lab.time.monotonic()
        player, watch = self.start(3600, "--seconds", "3", "--stats", stats)
        outside = (watch.shown[0][1] - begin) * 1000
        player.wait(60)
        inside = json.loads(stats.read_text())["firstPictureMs"]
        self.assertLessEqual(inside, outside + 20, "it counts a picture before it can be seen")


if __name__ == "__main__":
    unittest.main()
