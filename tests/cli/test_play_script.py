#!/usr/bin/env python3
"""scripts/play where there is no screen: the folder that was asked for is drawn."""

import glob
import os
import shutil
import subprocess
import unittest
from pathlib import Path

from lab import BANGTIN, Lab

SCRIPTS = Path(os.environ["BANGTIN_SOURCE"]) / "scripts"
# Stands for the program: notes its words; wrong usage is the real program's to say.
STAND_IN = """#!/bin/sh
if [ "$1" = play ]; then exec "{bangtin}" "$@"; fi
printf '%s\\n' "$@" >"{root}/words"
"""


def has_console():
    return any("disconnected" not in Path(p).read_text() for p in glob.glob("/sys/class/drm/card*-*/status"))


@unittest.skipIf(has_console(), "a screen hangs on this machine")
class NoScreenTest(Lab):
    def setUp(self):
        super().setUp()
        for name in ("play", "lib.sh"):
            self.write(f"scripts/{name}", b"")
            shutil.copy(SCRIPTS / name, self.root / "scripts" / name)
        for name, text in [("scripts/setup", "#!/bin/sh\n"), ("scripts/build", "#!/bin/sh\n"),
                           ("build/bangtin", STAND_IN.format(bangtin=BANGTIN, root=self.root))]:
            self.write(name, text).chmod(0o755)

    def play(self, *words):
        """(exit status, what was drawn, what was said)."""
        env = {k: v for k, v in os.environ.items()
               if k not in ("DISPLAY", "WAYLAND_DISPLAY", "XDG_RUNTIME_DIR")}
        done = subprocess.run([self.root / "scripts/play", *words], env=env | {"LANG": "C.UTF-8"}, cwd=self.root,
                              stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
        drawn = self.root / "words"
        return done.returncode, drawn.read_text().splitlines() if drawn.exists() else None, done.stderr

    def test_what_was_asked_for_is_drawn(self):
        out = ["preview", "--out", f"{self.root}/build/preview"]
        for words, drawn in [
                ([], [f"{self.root}/content"]),
                (["my list"], ["my list"]),
                (["--seconds", "5", "my list", "--size", "640x360", "--no-sync"], ["my list", "--size=640x360"]),
                (["--rotate=90", "--site", "site.json"], [f"{self.root}/content", "--site=site.json"])]:
            with self.subTest(words=words):
                status, found, _ = self.play(*words)
                self.assertEqual((status, found), (0, out + drawn))

    def test_wrong_usage_is_an_error(self):
        for words in (["--secs", "5"], ["-x"], ["--seconds"], ["a", "b"]):
            status, found, said = self.play(*words)
            self.assertEqual((status, found), (2, None), said)
            self.assertIn("bangtin: ", said)


if __name__ == "__main__":
    unittest.main()
