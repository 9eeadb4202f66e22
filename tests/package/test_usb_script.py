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
EMPTY = "mount -t tmpfs -o ro,noexec,nosuid,nodev,size=4k,mode=0750 bangtin-{} {}/sdz1"
OPTIONS = "ro,noexec,nosuid,nodev,noatime,uid=0,gid=bangtin,fmask=0137,dmask=0027"


class Script(unittest.TestCase):
    def setUp(self):
        directory = tempfile.TemporaryDirectory()
        self.addCleanup(directory.cleanup)
        self.root = Path(directory.name)
        self.base = self.root / "run/usb"
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
        env = {"PATH": f"{self.root}/bin:{os.environ['PATH']}", "BANGTIN_RUN": str(self.root / "run"),
               "BANGTIN_STATE": str(self.root / "state"), "BANGTIN": "status-of"}
        return subprocess.run([SCRIPT, *words], env=env, capture_output=True, text=True, check=False)

    def did(self):
        return self.log.read_text().splitlines()


class Mounting(Script):
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

    def test_of_other_file_systems_an_empty_mount_tells(self):
        for name in ("ntfs", "ext4", "btrfs", "squashfs", "vfat-like", ""):
            with self.subTest(name):
                self.has_type(name)
                self.log.write_text("")
                done = self.run_it("mount", "sdz1")
                word = "ntfs" if name == "ntfs" else "other"
                self.assertEqual((done.returncode, self.did()), (0, [EMPTY.format(word, self.base)]))
                self.assertIn("FAT32", done.stderr)

    def test_of_a_stick_that_cannot_be_mounted_an_empty_mount_tells(self):
        self.stand_in("mount", f'echo "mount $*" >>{self.log}; case $* in *vfat*) exit 32 ;; esac')
        self.assertEqual(self.run_it("mount", "sdz1").returncode, 0)
        self.assertEqual(self.did()[2:], [EMPTY.format("unreadable", self.base)])
        self.assertEqual(self.run_it("unmount", "sdz1").returncode, 0)
        self.assertFalse((self.base / "sdz1").exists())

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


class Collecting(Script):
    device = "86c92f21e0cdadbf8682ec3e0bf9c240"
    export = f"""printf '{{"bangtinPlays":1,"device":"{device}","first":1}}\\n'"""

    def setUp(self):
        super().setUp()
        self.stick = self.base / "sdz1"
        self.stick.mkdir(parents=True)
        (self.stick / "bangtin-collect.txt").touch()
        (self.root / "state/reports").mkdir(parents=True)
        (self.root / "state/reports/plays-1.jsonl").write_text("played\n")
        (self.root / "state/reports/.hidden").write_text("x")
        (self.root / "state/reports/with space").write_text("x")
        (self.root / "run/collect").mkdir()
        self.ask("sdz1")
        self.stand_in("findmnt", f'echo "/dev/sdz1 vfat"; echo "findmnt $*" >>{self.log}')
        self.stand_in("setpriv", f'echo "as ${{1#*=}} ${{5##*/}}" >>{self.log}; shift 4; exec "$@"')
        (self.root / "state/plays.db").touch()
        self.stand_in("status-of", f'[ "$1" = report ] && {{ {self.export}; }} || echo "{{}}"')
        self.stand_in("uname", "echo 'xa-1/../é'")

    def ask(self, name):
        (self.root / "run/collect" / name).touch()

    def collect(self):
        done = self.run_it("collect")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(list((self.root / "run/collect").iterdir()), [])
        return [line for line in self.did() if line.startswith("mount")]

    def reports(self):
        """Those that are whole."""
        return sorted(path for path in self.stick.glob("reports/*") if path.name[0] != ".")

    def answers(self):
        return sorted(path.name for path in self.base.iterdir() if path.suffix)

    def test_reports_are_left_while_the_stick_may_be_written(self):
        self.stand_in("mount", f'echo "mount $*" >>{self.log}; '
                               f'[ ! -d {self.stick}/reports ] || ls -A {self.stick}/reports >>{self.log}')
        self.assertEqual(self.collect(), [
            f"mount -o remount,rw,noexec,nosuid,nodev {self.stick}",
            f"mount -o remount,ro,noexec,nosuid,nodev {self.stick}"])
        self.assertEqual(self.answers(), ["sdz1.done"])
        (report,) = self.reports()
        self.assertRegex(report.name, r"^xa-1-\d{8}-\d{6}$")
        self.assertEqual(sorted(path.name for path in report.iterdir()),
                         [f"{self.device}.plays.jsonl", "plays-1.jsonl", "status.json"])
        self.assertEqual((report / "plays-1.jsonl").read_text(), "played\n")
        self.assertEqual(self.did()[-1], report.name)  # whole before it was locked

    def test_nothing_is_read_as_root(self):
        self.collect()
        readers = {line.split()[2] for line in self.did() if line.startswith("as bangtin-sync ")}
        self.assertEqual(readers, {"rm", "status-of", "find", "test", "head"})

    def test_what_is_wrong_with_the_log_is_left_in_its_place(self):
        self.stand_in("status-of", '[ "$1" = report ] && { echo damaged >&2; exit 1; } || echo "{}"')
        self.collect()
        (report,) = self.reports()
        self.assertEqual(sorted(path.name for path in report.iterdir()),
                         ["plays-1.jsonl", "plays-error.txt", "status.json"])
        self.assertEqual((report / "plays-error.txt").read_text(), "damaged\n")

    def test_without_a_log_the_rest_is_left(self):
        (self.root / "state/plays.db").unlink()
        self.collect()
        (report,) = self.reports()
        self.assertEqual(sorted(path.name for path in report.iterdir()),
                         ["plays-1.jsonl", "status.json"])

    def test_an_ending_that_windows_has_hidden_does_no_harm(self):
        (self.stick / "bangtin-collect.txt").rename(self.stick / "bangtin-collect.txt.txt")
        self.collect()
        self.assertEqual((self.answers(), len(self.reports())), (["sdz1.done"], 1))

    def test_a_stick_that_does_not_ask_is_not_written(self):
        (self.stick / "bangtin-collect.txt").unlink()
        self.assertEqual(self.collect(), [])
        self.assertEqual((self.answers(), self.reports()), (["sdz1.failed"], []))

    def test_what_was_not_mounted_here_is_not_written(self):
        for said in ("/dev/sda1 vfat", "/dev/sdz1 ext4", "", "/dev/sdz1 vfat\\n/dev/sdz1 ext4"):
            with self.subTest(said):
                self.ask("sdz1")
                self.stand_in("findmnt", f'printf "{said}"')
                self.assertEqual(self.collect(), [])
                self.assertEqual((self.answers(), self.reports()), (["sdz1.failed"], []))

    def test_a_stick_that_cannot_be_written_is_told_and_locked(self):
        (self.stick / "reports").write_text("no folder")
        self.assertEqual(len(self.collect()), 2)
        self.assertEqual(self.answers(), ["sdz1.failed"])
        (self.stick / "reports").unlink()
        for name, body in (("mount", f'echo "mount $*" >>{self.log}; exit 32'), ("sync", "exit 1"),
                           ("status-of", "exit 1")):
            with self.subTest(name):
                self.log.write_text("")
                self.ask("sdz1")
                kept = (self.root / "bin" / name).read_text() if name != "sync" else None
                self.stand_in(name, body)
                self.assertIn("remount,ro", self.collect()[-1])
                self.assertEqual((self.answers(), self.reports()), (["sdz1.failed"], []))
                (self.root / "bin" / name).unlink()
                if kept:
                    self.stand_in(name, kept)

    def test_what_an_interrupted_run_has_left_is_gone_on_with(self):
        (self.stick / "reports/.xa-1.part").mkdir(parents=True)
        (self.stick / "reports/.xa-1.part/old").write_text("x")
        self.collect()
        (report,) = self.reports()
        self.assertFalse((report / "old").exists())
        self.assertEqual(sorted(path.name for path in (self.stick / "reports").iterdir()),
                         [report.name])

    def test_requests_that_name_no_stick_are_dropped(self):
        for name in ("sdz1.x", "a b", "-o", "SDZ1", "$(touch x)"):
            self.ask(name)
        (self.root / "run/collect/sdz1").unlink()
        self.assertEqual(self.collect(), [])
        self.assertEqual(self.answers(), [])

    def test_an_answer_goes_with_its_stick(self):
        self.collect()
        (self.stick / "bangtin-collect.txt").unlink()
        for path in sorted(self.stick.rglob("*"), reverse=True):
            path.rmdir() if path.is_dir() else path.unlink()
        self.assertEqual(self.run_it("unmount", "sdz1").returncode, 0)
        self.assertEqual(self.answers(), [])


if __name__ == "__main__":
    SCRIPT = str(Path(sys.argv.pop(1)).resolve())
    unittest.main()
