#!/usr/bin/env python3
"""Sticks that are pulled, and reads that fail, at any point; a sync that is killed over one.
BANGTIN_PULLS sets how often it is tried at random."""

import errno
import os
import random
import shutil
import signal
import time
import unittest

from province import BUILD, SANITIZED, SVG, wait_for
from sticks import FINE, PULLED, SAME, UNREADABLE, Case

TO_READ = 4.5  # seconds: then it was not the end of the stick that made its errors
NOTICED = 0.5  # a look at the mounts is due each 20 ms
PULLS = int(os.environ.get("BANGTIN_PULLS", "8"))


class Pulling(Case):
    def try_reads(self, at, error, is_gone):
        """A start with a stick whose reads fail from the `at`-th on. Returns the code and the
        state."""
        stick = self.plug(self.make())
        gone = self.lab.path / f"pulled-{stick.name}"
        environment = self.lab.environment
        self.lab.environment = {**environment, "LD_PRELOAD": str(BUILD / "tests/feed/libpulled.so"),
                                "PULL_FROM": str(stick), "PULL_AT": str(at),
                                "PULL_ERROR": str(error),
                                **({"PULL_TO": str(gone)} if is_gone else {})}
        process = self.follow()
        self.lab.environment = environment
        code = self.end(stick)
        state = self.usb(process)["state"]
        self.mounts.clear()
        self.write_mounts()
        shutil.rmtree(gone if gone.exists() else stick)
        return code, state

    @unittest.skipIf(SANITIZED, "the sanitizers want to be loaded first")
    def test_pulled_at_every_read_of_every_file(self):
        for error, is_gone, ends in ((errno.EIO, True, (PULLED, "pulled")),
                                     (errno.ENODEV, False, (PULLED, "pulled")),
                                     (errno.EIO, False, (UNREADABLE, "refused"))):
            playing = self.feed.publish((1,))
            self.assertEqual(self.try_reads(0, 0, False)[0], FINE)
            coming = self.feed.publish((self.feed.sequence + 10, self.feed.sequence + 20))
            total = 0
            for at in range(1, 100):
                code, state = self.try_reads(at, error, is_gone)
                if code == FINE:
                    break
                total += 1
                with self.subTest(at=at, error=error, is_gone=is_gone):
                    self.assertEqual((code, state), ends)
                    self.assertEqual(self.lab.playing(), playing)
            # Document, its end, its signature, two pictures; those that came are not read again.
            self.assertGreaterEqual(total, 4)
            self.assertEqual(self.lab.playing(), coming)

    @unittest.skipIf(SANITIZED, "the sanitizers want to be loaded first")
    def test_whoever_read_that_it_cannot_be_read_has_not_pulled_it_too_early(self):
        self.feed.publish((1,))
        stick = self.plug(self.make())
        self.lab.environment |= {"LD_PRELOAD": str(BUILD / "tests/feed/libpulled.so"),
                                 "PULL_FROM": str(stick), "PULL_AT": "1",
                                 "PULL_ERROR": str(errno.EIO)}
        self.follow()
        self.assertEqual(self.end(stick), UNREADABLE)
        said = wait_for(lambda: self.front()["state"] == "refused" and self.front(), "the word")
        time.sleep(TO_READ)
        self.mounts.clear()
        self.write_mounts()
        time.sleep(NOTICED)
        self.assertEqual(self.front(), said)

    def big(self):
        """The next publication: forty files that are not in the store."""
        self.feed.sequence += 1
        shutil.rmtree(self.feed.path / "pool", ignore_errors=True)
        pictures = {f"p{i}": SVG.format(i).encode() + b"<!--" + os.urandom(8000).hex().encode() +
                    b"-->" for i in range(40)}
        return self.feed.put(self.feed.document(pictures))

    def test_pulled_at_any_point_the_old_one_goes_on_and_the_next_try_is_whole(self):
        chance = random.Random(4)
        playing = self.feed.publish((1,))
        process = self.follow()
        self.assertEqual(self.bring(self.make()), FINE)
        ends = []
        for turn in range(PULLS):
            coming = self.big()
            stick = self.make()
            self.plug(stick)
            wanted = chance.choice(("found", "sequence", "sequence", "sequence"))
            wait_for(lambda: any(line.startswith(wanted) for line in self.lines(stick)),
                     "the beginning")
            time.sleep(chance.random() * 0.01)  # any moment will do
            process.send_signal(signal.SIGSTOP)
            if turn % 2:
                self.pull(stick)
            else:  # the list knows nothing yet
                stick.rename(self.lab.path / f"pulled-{stick.name}")
            process.send_signal(signal.SIGCONT)
            ends.append(self.end(stick))
            self.assertIn(ends[-1], (PULLED, FINE), self.lines(stick))
            playing = coming if ends[-1] == FINE else playing
            self.assertEqual(self.lab.playing(), playing)
            self.mounts.pop(stick, None)
            shutil.rmtree(self.lab.path / f"pulled-{stick.name}")
        self.assertEqual(self.bring(self.make()), FINE if ends[-1] == PULLED else SAME)
        self.assertEqual(self.lab.playing(), coming)

    def test_killed_at_any_point_the_next_start_takes_it_whole(self):
        chance = random.Random(5)
        self.follow()
        for _ in range(max(3, PULLS // 4)):
            coming = self.big()
            stick = self.plug(self.make())
            wait_for(lambda: any(line.startswith("sequence") for line in self.lines(stick)),
                     "the beginning")
            time.sleep(chance.random() * 0.03)
            self.lab.stop(self.lab.followers[-1], signal.SIGKILL)
            self.log.unlink()
            self.follow()
            self.assertIn(self.end(stick), (FINE, SAME))
            self.assertEqual(self.lab.playing(), coming)
            del self.mounts[stick]
            shutil.rmtree(stick)


if __name__ == "__main__":
    unittest.main()
