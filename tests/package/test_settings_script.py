#!/usr/bin/env python3
"""What an installer writes on the boot partition is taken over when it is sound:
test_settings_script.py SCRIPT BANGTIN."""

import json
import os
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

SCRIPT, BANGTIN = "", ""
GOOD = '{"site": "can-duoc", "feeds": [{"root": "root.json"}]}'


class Taking(unittest.TestCase):
    def setUp(self):
        directory = tempfile.TemporaryDirectory()
        self.addCleanup(directory.cleanup)
        self.root = Path(directory.name)
        self.boot = self.root / "firmware"
        self.old_boot = self.root / "boot"
        self.copy = self.root / "state/boot"
        for path in (self.boot, self.old_boot, self.root / "state"):
            path.mkdir()

    def take(self, bangtin=None):
        env = dict(os.environ, BANGTIN=bangtin or BANGTIN, STATE_DIRECTORY=str(self.root / "state"),
                   BANGTIN_BOOT=f"{self.boot} {self.old_boot}", LC_ALL="C.UTF-8")
        done = subprocess.run([SCRIPT], env=env, capture_output=True, text=True, check=False)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout + done.stderr

    def taken(self):
        return {p.name: p.read_text() for p in self.copy.iterdir() if p.is_file()}

    def test_sound_settings_are_copied_and_the_same_ones_are_left_alone(self):
        (self.boot / "bangtin.json").write_text(GOOD)
        self.assertIn("is taken over", self.take())
        self.assertEqual(self.taken(), {"bangtin.json": GOOD})
        before = (self.copy / "bangtin.json").stat()
        self.assertEqual(self.take(bangtin="/bin/false"), "")  # nobody is even asked
        self.assertEqual((self.copy / "bangtin.json").stat().st_ino, before.st_ino)

    def test_what_is_wrong_is_named_and_the_last_good_one_holds(self):
        (self.boot / "bangtin.json").write_text(GOOD)
        self.take()
        for wrong, said in (('{"site": ', "ends too early"), ('{"screen": {"rotate": 45}}', "45"),
                            ("[]", "object"), ("\0\1", "bangtin.json")):
            with self.subTest(wrong):
                (self.boot / "bangtin.json").write_text(wrong)
                words = self.take()
                self.assertIn(said, words)
                self.assertIn("what was known before holds", words)
                self.assertEqual(self.taken(), {"bangtin.json": GOOD})

    def test_an_empty_object_takes_settings_back(self):
        (self.boot / "bangtin.json").write_text(GOOD)
        self.take()
        (self.boot / "bangtin.json").write_text("{}")
        self.take()
        self.assertEqual(self.taken(), {"bangtin.json": "{}"})

    def test_nothing_is_removed_with_the_files(self):
        (self.boot / "bangtin.json").write_text(GOOD)
        self.take()
        (self.boot / "bangtin.json").unlink()
        self.assertEqual(self.take(), "")
        self.assertEqual(self.taken(), {"bangtin.json": GOOD})

    def test_a_root_is_judged_too_and_the_newer_place_wins(self):
        subprocess.run([BANGTIN, "keygen", self.root / "keys"], check=True, capture_output=True)
        root = (self.root / "keys/1.root.json").read_text()
        (self.boot / "root.json").write_text(root)
        (self.old_boot / "bangtin.json").write_text(GOOD)
        self.take()
        self.assertEqual(self.taken(), {"root.json": root})
        (self.boot / "root.json").write_text(json.dumps(json.loads(root) | {"rootThreshold": 9}))
        self.assertIn("rootThreshold", self.take())
        self.assertEqual(self.taken(), {"root.json": root})

    def test_a_huge_file_is_not_copied_whole(self):
        with open(self.boot / "bangtin.json", "wb") as file:
            file.truncate(1 << 40)
        self.assertIn("not taken over", self.take())
        self.assertEqual(self.taken(), {})


if __name__ == "__main__":
    SCRIPT, BANGTIN = sys.argv.pop(1), sys.argv.pop(1)
    unittest.main()
