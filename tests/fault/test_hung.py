#!/usr/bin/env python3
"""Workers that do nothing, for a while or for ever: the screen stays lit, and when one that is sound
takes the place the loop goes on."""

import os
import shutil
import signal
import unittest

from lab import BUILD, PATIENCE, is_alive, wait_until
from workers import Liar, Loop, find_worker

BROKEN = 2.0  # seconds


class HungWorkerTest(Loop):
    def test_a_worker_that_hangs_is_replaced(self):
        player = self.start()
        worker = find_worker(player)
        os.kill(worker, signal.SIGSTOP)
        wait_until(lambda: not is_alive(worker), "the end of the worker that hangs")
        self.assert_loop_goes_on(player)


class BrokenWorkerTest(Liar):
    def test_a_worker_that_was_broken_for_a_while(self):
        """As between two steps of an upgrade: when it is whole again, so is the loop."""
        folder = self.lab.folder("again", [self.lab.plate(n, "1920x1080", f"{n}.jpg")
                                           for n in range(3)], hold=0.5)
        helper = self.build / "bangtin-render"
        broken = helper.with_name("broken")
        watch = self.lab.watch(3)
        self.play("exit", folder)
        self.screen.wait_lit("the card")
        self.stay_lit(BROKEN)
        helper.rename(broken)
        self.addCleanup(broken.replace, helper)
        shutil.copy2(BUILD / "bangtin-render", helper)
        watch.wait_shown(6, 2 * PATIENCE)
        self.assertEqual({plate for plate, _ in watch.shown[-3:]}, {0, 1, 2})


if __name__ == "__main__":
    unittest.main()
