#!/usr/bin/env python3
"""The screen process under a supervisor: test_notify.py DISPLAY CONTENT.

The test plays systemd's part: it hears that the screen is up, and signs of life while a picture is
held."""

import os
import signal
import socket
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

PROGRAM = CONTENT = ""
LIMIT = 60  # seconds until "never"


class Supervised(unittest.TestCase):
    def start(self, directory, **more):
        path = str(Path(directory) / "notify")
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.addCleanup(self.socket.close)
        self.socket.bind(path)
        self.socket.settimeout(LIMIT)
        env = dict(os.environ, NOTIFY_SOCKET=path, SDL_VIDEODRIVER="dummy", HOME=directory,
                   XDG_CACHE_HOME=directory, **more)
        process = subprocess.Popen([PROGRAM, "--content", CONTENT, "--size", "320x240", "--run",
                                    directory, "--transition", "cut"], env=env,
                                   stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.addCleanup(process.wait)
        self.addCleanup(process.kill)
        return process

    def hear(self):
        return self.socket.recv(4096).decode()

    def test_up_first_then_alive_while_it_holds(self):
        with tempfile.TemporaryDirectory() as directory:
            process = self.start(directory, WATCHDOG_USEC="400000")
            self.assertEqual(self.hear(), "READY=1")
            for _ in range(4):  # longer than the watchdog would have waited
                self.assertEqual(self.hear(), "WATCHDOG=1")
            process.send_signal(signal.SIGTERM)
            self.assertEqual(process.wait(LIMIT), 0)

    def test_nobody_waits_and_nothing_is_said_but_ready(self):
        with tempfile.TemporaryDirectory() as directory:
            process = self.start(directory)
            self.assertEqual(self.hear(), "READY=1")
            process.send_signal(signal.SIGTERM)
            self.assertEqual(process.wait(LIMIT), 0)
            self.socket.setblocking(False)
            with self.assertRaises(BlockingIOError):
                self.hear()


if __name__ == "__main__":
    PROGRAM, CONTENT = sys.argv.pop(1), sys.argv.pop(1)
    unittest.main()
