#!/usr/bin/env python3
"""The package asks for what the checkout's scripts install: test_control.py ROOT."""

import re
import sys
import unittest
from pathlib import Path

ROOT = Path()
# What each Debian build machine has (build-essential), or what Meson brings.
GRANTED = {"gcc", "libc6-dev", "ninja-build"}


def group(name):
    lines = (ROOT / "scripts/packages").read_text().splitlines()
    return {line.split()[1] for line in lines if line.startswith(name + " ")}


def field(name):
    """The packages that a field of debian/control names."""
    text = (ROOT / "debian/control").read_text()
    body = re.search(rf"^{name}:(.*(?:\n .*)*)", text, re.M).group(1)
    return {word.split()[0].split(":")[0] for part in body.split(",") for word in part.split("|")
            if word.strip()}


class Control(unittest.TestCase):
    def test_what_a_built_bangtin_loads_is_depended_on(self):
        self.assertEqual(group("run") - field("Depends"), set())

    def test_what_the_build_needs_is_named(self):
        self.assertEqual(group("build") - GRANTED - field("Build-Depends"), set())

    def test_the_package_has_the_projects_version(self):
        version = re.search(r"version: '([\d.]+)'", (ROOT / "meson.build").read_text()).group(1)
        packaged = re.match(r"bangtin \(([\d.]+)", (ROOT / "debian/changelog").read_text()).group(1)
        self.assertEqual(packaged, version)


if __name__ == "__main__":
    ROOT = Path(sys.argv.pop(1))
    unittest.main()
