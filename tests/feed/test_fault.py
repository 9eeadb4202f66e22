#!/usr/bin/env python3
"""The machine fails: killed at any point, a full disk, a disk that cannot be written. Always the old
or the new generation, whole; and the update completes after."""

import json
import os
import random
import resource
import shutil
import subprocess
import time
import unittest

from province import BANGTIN, DONE, MACHINE, SANITIZED, SVG, Feed, Province, wait_for
from server import Server

KILLS = int(os.environ.get("BANGTIN_KILLS", "15" if SANITIZED else "60"))
FILES = 40
FULL_STEPS = 8


class Case(unittest.TestCase):
    def setUp(self):
        self.lab = Province()
        self.addCleanup(self.lab.close)
        self.feed = Feed(self.lab, "web")
        self.server = Server(self.feed.path)
        self.server.__enter__()
        self.addCleanup(self.server.__exit__)
        self.site = self.lab.settings((self.server.url("/playlist.json"), self.feed.root))

    def publish(self, number, size=0):
        """A document of FILES pictures that no other number has."""
        self.feed.sequence = number
        pictures = {f"p{i}": (SVG.format(number * 1000 + i) + " " * size).encode()
                    for i in range(FILES)}
        return self.feed.put(self.feed.document(pictures))


class Kills(Case):
    def test_at_random_points_of_an_update(self):
        """Updates of 40 files, each killed once; every other one goes on from what was left."""
        draw = random.Random(11)
        data = self.publish(1, 20_000)
        self.assertEqual(self.lab.once(self.site).returncode, DONE)
        number, before, after = 1, 0, 0
        lasts = []
        for kill in range(KILLS):
            old = self.lab.playing()
            if kill % 2 == 0 or old == data:
                number += 1
                data = self.publish(number, 20_000)
            if kill % 8 == 0:  # how long one takes, just now
                began = time.monotonic()
                self.assertEqual(self.lab.once(self.site).returncode, DONE)
                lasts.append(time.monotonic() - began)
                self.assertEqual(self.lab.playing(), data)
                old, number = data, number + 1
                data = self.publish(number, 20_000)
            process = self.lab.start([BANGTIN, *self.lab.sync_words(self.site), "--once"],
                                     stderr=subprocess.DEVNULL)
            time.sleep(draw.uniform(0, min(lasts[-3:])))
            process.kill()
            process.wait()
            self.lab.processes.remove(process)
            playing = self.lab.playing()  # whole, or this fails
            self.assertIn(playing, (old, data))
            before += playing == old
            after += playing == data
            self.assertEqual(self.lab.sequence(), json.loads(playing)["sequence"])
        print(f"# {KILLS} kills: {before} times the old one played, {after} times the new one")
        self.assertGreater(before, KILLS // 4)
        result = self.lab.once(self.site)
        self.assertEqual(result.returncode, DONE, result.stderr)
        self.assertEqual(self.lab.playing(), data)
        left = [path.name for path in (self.lab.store / "tmp").iterdir()]
        self.assertEqual(left, [], "something was left behind")
        self.assertLessEqual(len(list((self.lab.store / "generations").iterdir())), 2)
        self.assertLessEqual(len(list((self.lab.store / "objects").glob("*/*"))), 2 * FILES)


class Disks(Case):
    def test_a_small_quota_is_told_with_the_bytes_that_are_missing(self):
        old = self.publish(1, 10_000)
        self.lab.once(self.site)
        self.publish(2, 60_000)
        self.site = self.lab.settings((self.server.url("/playlist.json"), self.feed.root),
                                      store={"maxBytes": 1 << 20})
        self.assertEqual(self.lab.once(self.site).returncode, MACHINE)
        self.assertEqual(self.lab.playing(), old)
        problem = self.lab.status()["feeds"][0]["problem"]
        self.assertEqual(problem["code"], "disk-full")
        missing = int("".join(c for c in problem["message"].split("bytes")[0] if c.isdigit()))
        # What plays and its 40 files stay; the new ones do not fit into one megabyte.
        self.assertGreater(missing, FILES * 60_000 - (1 << 20))
        self.assertLess(missing, FILES * 72_000)

    def unmount(self):
        subprocess.run(["umount", "-l", self.lab.store], capture_output=True)

    def mount(self, size):
        """A small file system for the store; skips where none can be mounted."""
        self.lab.store.mkdir(exist_ok=True)
        made = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs",
                               self.lab.store], capture_output=True)
        if made.returncode != 0:
            self.skipTest("no tmpfs can be mounted here")
        self.addCleanup(self.unmount)

    def test_a_disk_that_is_full_at_any_step(self):
        """The store on a file system that has room for the old document and some of the new one."""
        for step in range(FULL_STEPS):
            with self.subTest(step=step):
                self.mount(f"{900 + step * 180}k")
                self.site = self.lab.settings((self.server.url("/playlist.json"), self.feed.root),
                                              store={"minFreePercent": 0})
                old = self.publish(1, 10_000)
                self.assertEqual(self.lab.once(self.site).returncode, DONE)
                new = self.publish(2, 30_000)
                result = self.lab.once(self.site)
                playing = self.lab.playing()
                self.assertIn(playing, (old, new))
                if playing == old:
                    self.assertEqual(result.returncode, MACHINE, result.stderr)
                    problem = self.lab.status()["feeds"][0]["problem"]
                    self.assertEqual(problem["code"], "disk-full", problem)
                    self.assertRegex(problem["message"], r"\d+ bytes are missing")
                    subprocess.run(["mount", "-o", "remount,size=8m", self.lab.store], check=True)
                    self.assertEqual(self.lab.once(self.site).returncode, DONE)
                self.assertEqual(self.lab.playing(), new)
                self.unmount()

    def test_a_disk_that_fills_while_files_come(self):
        """No file may grow over a limit: the kernel refuses the write in the middle."""
        old = self.publish(1, 1_000)
        self.lab.once(self.site)
        self.publish(2, 300_000)
        words = [str(word) for word in [BANGTIN, *self.lab.sync_words(self.site), "--once"]]
        result = subprocess.run(
            words, env=self.lab.environment, capture_output=True, text=True, timeout=120,
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000)))
        self.assertNotEqual(result.returncode, DONE)
        self.assertGreaterEqual(result.returncode, 0, "killed by a signal")
        self.assertEqual(self.lab.playing(), old)
        self.assertEqual(self.lab.once(self.site).returncode, DONE)

    def test_a_store_that_cannot_be_written_is_said(self):
        self.publish(1)
        self.lab.once(self.site)
        self.mount_read_only()
        result = self.lab.once(self.site)
        self.assertEqual(result.returncode, MACHINE)
        self.assertIn("cannot be written", result.stderr)

    def test_without_a_store_the_status_says_why_nothing_is_fetched(self):
        self.lab.store.write_text("a file")
        result = self.lab.bangtin(*self.lab.sync_words(self.site))
        self.assertEqual(result.returncode, MACHINE)
        said = self.lab.bangtin("status", "--run", self.lab.run).stdout
        self.assertIn("not running; last heard of", said)
        self.assertIn("problem: it cannot be written: Not a directory; until it can, nothing is fetched", said)
        self.lab.store.unlink()
        self.publish(1)
        self.lab.follow(self.site)
        wait_for(lambda: self.lab.status().get("pid") and self.lab.status()["store"]["problem"] is None
                 and self.lab.playing(), "the content")

    def mount_read_only(self):
        made = subprocess.run(["mount", "--bind", "-o", "ro", self.lab.store, self.lab.store],
                              capture_output=True)
        if made.returncode != 0:
            self.skipTest("nothing can be mounted here")
        self.addCleanup(self.unmount)


class Costs(Case):
    def written(self, process):
        text = open(f"/proc/{process.pid}/io").read()
        return int(text.split("wchar: ")[1].split()[0])

    def test_an_answer_304_writes_nothing_into_the_store(self):
        self.publish(1)
        self.server.waits = False
        self.lab.follow(self.site)
        wait_for(lambda: self.lab.sequence() == 1, "the document")
        count = lambda: sum(entry["status"] == 304 for entry in self.server.log)
        wait_for(lambda: count() >= 2, "two answers 304")
        before = {path: (path.stat().st_mtime_ns, path.stat().st_ctime_ns)
                  for path in self.lab.store.rglob("*")}
        seen = count()
        wait_for(lambda: count() >= seen + 3, "three more")
        after = {path: (path.stat().st_mtime_ns, path.stat().st_ctime_ns)
                 for path in self.lab.store.rglob("*")}
        self.assertEqual(before, after)

    def test_an_update_writes_little_more_than_its_new_bytes(self):
        if shutil.which("strace") is None:
            self.skipTest("strace is not here")
        self.publish(1, 50_000)
        self.lab.once(self.site)
        data = self.publish(2, 50_000)
        new = len(data) + sum(asset["size"] for asset in json.loads(data)["assets"].values())
        trace = self.lab.path / "trace"
        words = ["strace", "-f", "-qq", "-e", "trace=write,pwrite64,fallocate", "-y", "-o", trace,
                 BUILD_SYNC, *self.lab.sync_words(self.site)[1:], "--once"]
        environment = {**self.lab.environment, "ASAN_OPTIONS": "detect_leaks=0"}  # they trace, too
        subprocess.run([str(word) for word in words], env=environment, check=True,
                       stderr=subprocess.DEVNULL)
        written = 0
        for line in trace.read_text(errors="replace").splitlines():
            if f"<{self.lab.store}" in line and "write" in line and "= " in line:
                written += int(line.rsplit("= ", 1)[1].split()[0])
        print(f"# {written} bytes written for {new} new ones: {written / new:.3f}")
        self.assertGreater(written, new * 0.99)
        self.assertLess(written, new * 1.3)


BUILD_SYNC = BANGTIN.parent / "bangtin-sync"

if __name__ == "__main__":
    unittest.main()
