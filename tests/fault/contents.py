"""A screen and content that may be wrong: what the tests of content share."""

import os
import time
import unittest
from pathlib import Path

from framebuffer import Framebuffer
from lab import Lab, tree_of

PLATES = 4
SANITIZED = os.environ.get("BANGTIN_SANITIZED") == "1"  # their memory is not the program's
PROCESS_MAX = 200 * 1024  # kB


def peak_memory(pids):
    """The greatest resident size (kB) that any of these processes ever had."""
    peaks = [0]
    for pid in pids:
        try:
            status = Path(f"/proc/{pid}/status").read_text()
        except (FileNotFoundError, ProcessLookupError):
            continue
        peaks += [int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM")]
    return max(peaks)


class Content(unittest.TestCase):
    def setUp(self):
        self.lab = Lab()
        self.addCleanup(self.lab.close)
        self.screen = Framebuffer(self.lab.screen)
        self.addCleanup(self.screen.close)

    def plates(self, count=PLATES):
        return [self.lab.plate(n, "1920x1080", f"{n}.jpg") for n in range(count)]

    def assert_stays_lit(self, player, seconds=2.0):
        """Once lit it is never dark again, costs little and no process is large."""
        end, peak = time.monotonic() + seconds, 0
        while time.monotonic() < end:
            self.assertTrue(self.screen.is_lit(), "it went dark:\n" + self.lab.log()[-2000:])
            peak = max(peak, peak_memory(tree_of(player.pid)))
            time.sleep(0.05)
        self.assertIsNone(player.poll(), "it ended:\n" + self.lab.log()[-2000:])
        if not SANITIZED:
            self.assertLess(peak, PROCESS_MAX)
