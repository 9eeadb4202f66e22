#!/usr/bin/env python3
"""Workers that are killed: the loop goes on.

BANGTIN_KILLS (15) sets how often the worker is killed, at 50 a minute."""

import json
import os
import random
import signal
import time
import unittest

from workers import PLATES, Loop, find_worker

KILLS = int(os.environ.get("BANGTIN_KILLS", "15"))


class KilledWorkerTest(Loop):
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

    def test_no_picture_is_set_aside_for_ever_by_a_death_by_chance(self):
        player = self.start()
        for _ in range(2):
            os.kill(find_worker(player), signal.SIGKILL)
            self.watch.wait_shown(len(self.watch.shown) + 1)
        result = self.assert_loop_goes_on(player)
        last_round = {plate for plate, _ in self.watch.shown[-PLATES:]}
        self.assertEqual(last_round, set(range(PLATES)), result)


if __name__ == "__main__":
    unittest.main()
