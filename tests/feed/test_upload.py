#!/usr/bin/env python3
"""Plays on their way to a report's server that fails in every way: each row arrives, and a batch
that comes twice is known. No screen takes part: this test speaks for it."""

import contextlib
import json
import os
import socket
import stat
import time
import unittest

from plays_lab import Log
from province import DONE, Province, wait_for
from receiver import Receiver

RUN = "00000000000000aa"
STRANGER, GROUP = 61234, 61235


def can_connect(path, group):
    """Whether a stranger in this group can; told by a child, which becomes one."""
    child = os.fork()
    if child == 0:
        with contextlib.suppress(OSError):
            os.setgroups([])
            os.setgid(group)
            os.setuid(STRANGER)
            socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET).connect(str(path))
            os._exit(0)
        os._exit(1)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


class Upload(unittest.TestCase):
    def setUp(self):
        self.lab = Province()
        self.addCleanup(self.lab.close)
        self.receiver = Receiver()
        self.addCleanup(self.receiver.server_close)
        self.addCleanup(self.receiver.shutdown)
        self.lab.environment["BANGTIN_PLAYS_MILLISECONDS"] = "100"
        self.n = 0

    def follow(self):
        self.site = self.lab.settings(report={"url": self.receiver.url(), "interval": 1},
                                      usb={"mode": "off"})
        self.sync = self.lab.follow(self.site)
        self.connect()

    def connect(self):
        def connected():
            with contextlib.suppress(OSError):
                self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
                self.socket.connect(str(self.lab.run / "plays.sock"))
                return True
            self.socket.close()
            return False

        wait_for(connected, "a socket that listens")
        self.addCleanup(self.socket.close)

    def tell(self, **message):
        self.socket.send(b"I" + json.dumps({"run": RUN, **message}).encode())

    def show(self, count):
        for _ in range(count):
            self.n += 1
            self.tell(play="begin", n=self.n, feed="thu", item=f"i{self.n % 7}", type="slogan",
                      title="Chào \"bạn\"", topic=None, audience="người dân", language="vi",
                      version="0123456789abcdef", start=1_795_000_000_000 + self.n * 1000,
                      clock="trusted", site="ubnd-xa", screen="1920x1080")
            self.tell(play="end", n=self.n, shown=990)

    def wait_kept(self, count):
        wait_for(lambda: len(self.receiver.kept) == count, f"{count} rows at the server")

    def upload_problem(self):
        plays = (self.lab.status() or {}).get("plays")
        return plays and plays["upload"]["problem"]

    def check_all_is_there(self):
        log = Log(self.lab.store / "plays.db")
        log.check_chain()
        kept = self.receiver.kept
        self.assertEqual(sorted(kept), [(log.meta["device"], row.seq) for row in log.rows])
        for row in log.rows:
            sent = kept[log.meta["device"], row.seq]
            self.assertEqual((sent[1], sent[5], sent[6], sent[7]),
                             (row.n, row.start, row.shown, row.clock))
        return log

    def test_rows_arrive_once_they_are_written(self):
        self.follow()
        self.show(30)
        self.wait_kept(30)
        self.check_all_is_there()
        self.assertEqual(self.receiver.requests[0][1], "application/json")
        wait_for(lambda: self.lab.status()["plays"]["acknowledged"] == 30, "the acknowledgement")
        before = len(self.receiver.requests)
        self.show(5)
        self.wait_kept(35)
        self.assertEqual(self.receiver.requests[before][2], 31)

    def test_a_stick_gets_the_same_batches(self):
        """What kiosk/bangtin-usb calls, while the log is being written."""
        self.follow()
        self.show(30)
        self.wait_kept(30)
        done = self.lab.bangtin("report", "--export", "-", "--store", self.lab.store)
        self.assertEqual(done.returncode, DONE, done.stderr)
        batch = json.loads(done.stdout)
        self.assertRegex(done.stdout, r'^{"bangtinPlays":1,"device":"[0-9a-f]{32}"')
        self.assertEqual({(batch["device"], batch["first"] + index): row
                          for index, row in enumerate(batch["rows"])}, self.receiver.kept)

    def test_whatever_the_server_does_each_row_arrives(self):
        self.receiver.faults = [500, 404, "lost", "too large", "stall"]
        self.lab.environment["BANGTIN_STALL_SECONDS"] = "1"
        self.follow()
        self.show(40)
        wait_for(lambda: not self.receiver.faults, "the end of the faults")
        self.wait_kept(40)
        sizes = [(size, fault) for _, _, _, size, fault in self.receiver.requests]
        too_large = [fault for _, fault in sizes].index("too large")
        if sizes[too_large][0] > 10:  # half of what was sent, not of what might have been
            self.assertLessEqual(sizes[too_large + 1][0], sizes[too_large][0] // 2, sizes)
        self.check_all_is_there()
        wait_for(lambda: self.lab.status()["plays"]["acknowledged"] == 40, "the acknowledgement")
        self.assertIsNone(self.lab.status()["plays"]["upload"]["problem"])

    def test_a_server_that_is_busy_is_left_alone_for_as_long_as_it_asks(self):
        self.receiver.faults = ["busy"]
        self.follow()
        self.show(3)
        self.wait_kept(3)
        first, second = self.receiver.requests[:2]
        self.assertGreaterEqual(second[0] - first[0], 2)

    def test_a_batch_whose_answer_was_lost_is_known_when_it_comes_again(self):
        self.receiver.faults = ["lost"]
        self.follow()
        self.show(3)
        wait_for(lambda: len(self.receiver.requests) >= 2, "the batch once more")
        self.wait_kept(3)
        self.assertEqual(self.receiver.requests[0][2], self.receiver.requests[1][2])
        self.check_all_is_there()

    def test_what_was_not_acknowledged_goes_on_after_a_restart(self):
        self.receiver.faults = [503] * 1000
        self.follow()
        self.show(20)
        problem = wait_for(self.upload_problem, "the trouble")
        self.assertIn("503", problem["message"])
        self.assertEqual(self.lab.stop(self.sync), DONE)
        self.receiver.faults = []
        self.sync = self.lab.follow(self.site)
        self.wait_kept(20)
        self.check_all_is_there()

    def test_the_socket_is_the_group_s(self):
        """As on a kiosk, where the screen process is another user of the same group."""
        self.lab.path.chmod(0o755)
        self.lab.run.mkdir()
        if os.getuid() == 0:
            os.chown(self.lab.run, 0, GROUP)
        self.lab.run.chmod(0o3775)  # kiosk/tmpfiles.conf
        before = os.umask(0o027)  # bangtin-sync.service
        try:
            self.follow()
        finally:
            os.umask(before)
        path = self.lab.run / "plays.sock"
        self.assertEqual(stat.S_IMODE(path.stat().st_mode), 0o660)
        wait_for((self.lab.store / "plays.db").exists, "the log")
        self.assertEqual(stat.S_IMODE((self.lab.store / "plays.db").stat().st_mode), 0o640)
        if os.getuid() != 0:
            return
        self.assertEqual([can_connect(path, group) for group in (GROUP, GROUP + 1)], [True, False])

    def test_what_is_no_message_is_passed_over(self):
        self.follow()
        self.show(2)
        for rubbish in (b"", b"I", b"I{}", b"X{}", b"M", b"I[1,2", b"I" + b"x" * 60000,
                        b'I{"play":"begin","run":"zz","n":1}',
                        b'I{"play":"end","run":"00000000000000aa","n":1e300,"shown":1}'):
            self.socket.send(rubbish)
            if not rubbish:
                self.connect()
        self.show(2)
        self.wait_kept(4)
        self.check_all_is_there()


if __name__ == "__main__":
    unittest.main()
