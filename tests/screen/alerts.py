"""A folder that plays with alerts and a ticker: what the tests of both share."""

import json
import os
import subprocess
import sys
import unittest

from framebuffer import Framebuffer
from lab import Lab, wait_until

WIDTH, HEIGHT = 1280, 720
SURFACE = (18, 48, 90)
TICKER = 53  # px: 8 of 108 parts
ALL = os.environ.get("BANGTIN_TORTURE") == "1"  # more of the same, for whoever has the time
URL = "https://dichvucong.gov.vn"
PORTAL = {"id": "portal", "type": "service", "name": "Cổng Dịch vụ công quốc gia", "url": URL}
LINE = {"text": "Bộ phận một cửa làm việc cả sáng thứ Bảy từ 7:30 đến 11:30."}


def report(text):
    print(f"# {text}", file=sys.stderr)


class Case(unittest.TestCase):
    def setUp(self):
        self.lab = Lab(f"{WIDTH}x{HEIGHT}")
        self.addCleanup(self.lab.close)
        self.screen = Framebuffer(self.lab.screen)
        self.addCleanup(self.screen.close)
        self.folder = self.lab.directory / "folder"

    def write(self, *items, **fields):
        self.folder.mkdir(exist_ok=True)
        self.lab.document(self.folder, {
            "languages": ["vi"], "playlists": [{"id": "main", "items": items}],
            "defaults": {"duration": 3600, "transition": {"type": "cut"}}, **fields})

    def health(self):
        try:
            return json.loads((self.lab.directory / "run/bangtin/display.json").read_text())
        except FileNotFoundError:
            return {}

    def item(self):
        return (self.health().get("item") or {}).get("id")

    def wait_colour(self, x, y, colour):
        wait_until(lambda: self.screen.pixel(x, y) == colour,
                   f"{colour} at {x}, {y}; there is {self.screen.pixel(x, y)}\n{self.lab.log()}")
        self.screen.rest()

    def wait_other(self, x, y, colour, what):
        wait_until(lambda: self.screen.pixel(x, y) != colour, f"{what}\n{self.lab.log()}")
        self.screen.rest()

    def wait_item(self, *names):
        wait_until(lambda: self.item() in names, f"one of {names}, not {self.item()}\n{self.lab.log()}")

    def row(self, y):
        at = self.screen.start + y * self.screen.stride
        return self.screen.map[at:at + WIDTH * 4]

    def codes(self):
        """What a phone reads on the screen."""
        end = self.screen.start + HEIGHT * self.screen.stride
        path = self.lab.directory / "seen.png"
        subprocess.run(["convert", "-size", f"{self.screen.stride // 4}x{HEIGHT}", "-depth", "8", "bgra:-",
                        "-alpha", "off", "-crop", f"{WIDTH}x{HEIGHT}+0+0", path],
                       input=self.screen.map[self.screen.start:end], check=True)
        return subprocess.run(["zbarimg", "--quiet", "--raw", path], check=False, capture_output=True,
                              text=True).stdout.split()
