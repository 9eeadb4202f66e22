#!/usr/bin/env python3
"""`bangtin publish` killed, on full and read-only disks, twice at once: what stood there stays whole."""

import contextlib
import fcntl
import os
import random
import resource
import shutil
import signal
import subprocess
import time
import unittest

from lab import BANGTIN, png, png_chunk
from publish_lab import MACHINE, PublishLab, tree

# Kills of a publication, and as many of its repetition.
KILLS = int(os.environ.get("BANGTIN_KILLS", "20"))


def noise(size, seed):
    """A small picture in a file of about `size` bytes: the rest is a chunk that nobody draws."""
    data = png(10, 10, 10)
    return data[:-12] + png_chunk(b"nOIs", random.Random(seed).randbytes(size)) + data[-12:]


@contextlib.contextmanager
def locked(folder):
    fd = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(fd, fcntl.LOCK_EX)
        yield
    finally:
        os.close(fd)


class KillTest(PublishLab):
    def kill(self, chance, lead):
        """Starts a publication and kills it somewhere, mostly while it writes."""
        before = (self.draft_path / ".published.json").stat().st_ino
        process = self.start(self.words())
        end = time.monotonic() + lead
        if chance.random() < 0.8:  # its number is written down as soon as it begins to send
            while process.poll() is None and time.monotonic() < end:
                if (self.draft_path / ".published.json").stat().st_ino != before:
                    break
            end = time.monotonic() + chance.random() * lead / 2
        else:
            end = time.monotonic() + chance.random() * lead
        while process.poll() is None and time.monotonic() < end:
            pass
        process.kill()
        return process.wait() != 0

    def time_publish(self):
        """How long one takes, just now."""
        begin = time.monotonic()
        self.publish()
        return time.monotonic() - begin

    def test_a_kill_at_any_time_leaves_a_whole_feed(self):
        chance = random.Random(3)
        self.draft((10, 11))
        lasts, hits = [self.time_publish()], 0
        for turn in range(KILLS):
            widths = (10 + turn % 3, *range(100 + 4 * turn, 104 + 4 * turn))
            old = self.published()
            self.draft(widths)
            for _ in range(2):
                hits += self.kill(chance, 2 * min(lasts[-3:]))
                self.assertIn(self.assert_whole()["sequence"], (old["sequence"], old["sequence"] + 1))
            lasts.append(self.time_publish())
            document = self.assert_whole()
            self.assertEqual(document["sequence"], old["sequence"] + 1)
            self.assertEqual(sorted(document["assets"]), sorted(f"p{w}" for w in widths))
            self.assertEqual(list(self.out.rglob("*.part")), [])
        self.assertGreater(hits, KILLS // 4)

    def test_two_at_once(self):
        self.draft()
        self.publish()
        for folder in (self.out, self.draft_path):
            with locked(folder):
                self.assertIn("another publication", self.publish(status=MACHINE).stderr)
        self.publish()


class DiskTest(PublishLab):
    def setUp(self):
        super().setUp()
        self.disk = self.root / "disk"
        self.disk.mkdir()
        self.out = self.disk / "feed"

    def mount(self, *options):
        done = subprocess.run(["mount", "-t", "tmpfs", "-o", ",".join(options), "none", self.disk],
                              capture_output=True, check=False) if os.geteuid() == 0 else None
        if not done or done.returncode != 0:
            self.skipTest("only root can mount a small disk")
        self.addCleanup(subprocess.run, ["umount", self.disk], check=True)

    def noisy(self, *sizes):
        """A draft of pictures of these sizes; other ones at each call."""
        self.calls = getattr(self, "calls", 0) + 1
        self.draft(range(10, 10 + len(sizes)))
        for i, size in enumerate(sizes):
            (self.draft_path / f"media/{10 + i}.png").write_bytes(noise(size, 100 * self.calls + i))

    def test_a_full_disk_is_told_before_anything_is_written(self):
        self.mount("size=400k")
        self.noisy(50000)
        self.publish()
        before = tree(self.disk), tree(self.draft_path)
        self.noisy(300000, 200000)
        memory = (self.draft_path / ".published.json").read_bytes()
        done = self.publish(status=MACHINE)
        self.assertRegex(done.stderr, r"the disk is full: \d{3} kB are missing")
        self.assertEqual(tree(self.disk), before[0])
        self.assertEqual((self.draft_path / ".published.json").read_bytes(), memory)

    def test_room_is_made_of_what_nobody_uses(self):
        self.mount("size=500k")
        for sequence in range(1, 6):
            self.noisy(150000)
            self.publish()
            self.assertEqual(self.assert_whole()["sequence"], sequence)

    def test_a_disk_that_takes_no_more_files(self):
        self.mount("size=4m", "nr_inodes=40")
        self.draft((10, 11))
        self.publish()
        before = tree(self.disk)
        self.draft(range(20, 40))
        done = self.publish(status=MACHINE)
        self.assertIn("the disk takes no more files", done.stderr)
        self.assertEqual(tree(self.disk), before)
        for sequence in range(2, 6):
            self.draft((20 + 2 * sequence, 21 + 2 * sequence))
            self.publish()
            self.assertEqual(self.assert_whole()["sequence"], sequence)

    def test_a_read_only_disk(self):
        self.mount("size=1m")
        self.draft()
        self.publish()
        subprocess.run(["mount", "-o", "remount,ro", self.disk], check=True)
        before = tree(self.disk)
        self.publish()  # nothing has changed, so nothing is written
        self.draft((10,))
        self.assertIn("read-only", self.publish(status=MACHINE).stderr)
        self.assertEqual(tree(self.disk), before)
        subprocess.run(["mount", "-o", "remount,rw", self.disk], check=True)
        self.publish()
        self.assert_whole()

    def test_a_draft_on_a_read_only_disk(self):
        self.mount("size=1m")
        self.draft()
        shutil.copytree(self.draft_path, self.disk / "draft")
        subprocess.run(["mount", "-o", "remount,ro", self.disk], check=True)
        self.draft_path, self.out = self.disk / "draft", self.root / "out"
        self.assertIn("a number must not be used twice", self.publish(status=MACHINE).stderr)
        self.assertEqual(tree(self.out), {})

    def test_files_may_not_grow(self):
        self.noisy(1000)
        self.publish()
        before = tree(self.out)
        self.noisy(40000000)

        def limit():
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (30000000, 30000000))

        done = subprocess.run([BANGTIN, *map(str, self.words())], preexec_fn=limit, cwd=self.root,
                              stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False,
                              env=os.environ | {"LANG": "C.UTF-8"})
        self.assertEqual(done.returncode, MACHINE, done.stderr)
        self.assertIn("too large", done.stderr)
        after = tree(self.out)
        self.assertEqual({n: after[n] for n in before}, before)
        self.assert_whole()


if __name__ == "__main__":
    unittest.main()
