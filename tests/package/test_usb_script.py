#!/usr/bin/env python3
"""The helper that mounts sticks, with the system's programs replaced: test_usb_script.py SCRIPT.

What it would do to the machine is written down by stand-ins and compared."""

import os
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

SCRIPT = ""
OPTIONS = "ro,noexec,nosuid,nodev,noatime,uid=0,gid=bangtin,fmask=0137,dmask=0027"


class Helper(unittest.TestCase):
    def setUp(self):
        directory = tempfile.TemporaryDirectory()
        self.addCleanup(directory.cleanup)
        self.root = Path(directory.name)
        self.base = self.root / "usb"
        self.log = self.root / "log"
        self.log.touch()
        self.stand_in("findmnt", "exit 1")
        self.stand_in("mount", f'echo "mount $*" >>{self.log}')
        self.stand_in("umount", f'echo "umount $*" >>{self.log}')
        self.stand_in("mountpoint", "exit 0")
        self.has_type("vfat")

    def stand_in(self, name, body):
        path = self.root / "bin" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"#!/bin/sh\n{body}\n")
        path.chmod(0o755)

    def has_type(self, name):
        self.stand_in("blkid", f"echo {name}")

    def run_it(self, *words):
        env = {"PATH": f"{self.root}/bin:{os.environ['PATH']}", "BANGTIN_USB_BASE": str(self.base)}
        return subprocess.run([SCRIPT, *words], env=env, capture_output=True, text=True, check=False)

    def did(self):
        return self.log.read_text().splitlines()

    def test_a_stick_is_mounted_read_only_for_the_group(self):
        self.assertEqual(self.run_it("mount", "sdz1").returncode, 0)
        self.assertEqual(self.did(),
                         [f"mount -t vfat -o {OPTIONS},utf8,nosymfollow /dev/sdz1 {self.base}/sdz1"])

    def test_exfat_has_its_own_word_for_utf8(self):
        self.has_type("exfat")
        self.run_it("mount", "sdz")
        self.assertIn(f"-t exfat -o {OPTIONS},iocharset=utf8,nosymfollow", self.did()[0])

    def test_an_older_kernel_does_without_nosymfollow(self):
        self.stand_in("mount", f'echo "$*" >>{self.log}; case $* in *nosymfollow*) exit 32 ;; esac')
        self.assertEqual(self.run_it("mount", "sdz1").returncode, 0)
        self.assertEqual(len(self.did()), 2)
        self.assertNotIn("nosymfollow", self.did()[1])
        for option in ("ro", "noexec", "nosuid", "nodev"):
            self.assertIn(option, self.did()[1].split()[3].split(","))

    def test_other_file_systems_are_left_alone(self):
        for name in ("ntfs", "ext4", "btrfs", "squashfs", "vfat-like", ""):
            with self.subTest(name):
                self.has_type(name)
                done = self.run_it("mount", "sdz1")
                self.assertEqual((done.returncode, self.did()), (0, []))
                self.assertIn("FAT32", done.stderr)

    def test_what_the_machine_itself_boots_from_is_left_alone(self):
        self.stand_in("findmnt", "exit 0")
        self.assertEqual(self.run_it("mount", "sdz1").returncode, 0)
        self.assertEqual(self.did(), [])

    def test_a_stick_that_cannot_be_mounted_leaves_nothing(self):
        self.stand_in("mount", "exit 32")
        self.assertNotEqual(self.run_it("mount", "sdz1").returncode, 0)
        self.assertFalse((self.base / "sdz1").exists())

    def test_a_pulled_stick_is_let_go_though_it_is_read(self):
        self.run_it("mount", "sdz1")
        self.assertEqual(self.run_it("unmount", "sdz1").returncode, 0)
        self.assertEqual(self.did()[1:], [f"umount --lazy {self.base}/sdz1"])
        self.assertFalse((self.base / "sdz1").exists())

    def test_names_that_no_kernel_gives_are_refused(self):
        for name in ("", "..", "sda/../../etc", "a b", "-o", "SDA1", "sd*"):
            with self.subTest(name):
                self.assertEqual(self.run_it("mount", name).returncode, 2)
        self.assertEqual(self.run_it("remount", "sdz1").returncode, 2)
        self.assertEqual(self.did(), [])


if __name__ == "__main__":
    SCRIPT = str(Path(sys.argv.pop(1)).resolve())
    unittest.main()
