#!/usr/bin/env python3
"""A machine without the font of one language: what is written in it is not shown with holes but left
out, by name and with the remedy; all else goes on, and a warning comes all the same."""

import datetime
import json
import os
import re
import subprocess
import unittest

from framebuffer import Framebuffer
from lab import BUILD, Lab, wait_until

KHMER = "សួស្តី"


def slogan(name, **text):
    return {"id": name, "type": "slogan", "text": text}


class LettersTest(unittest.TestCase):
    def setUp(self):
        self.lab = Lab("320x180")
        self.addCleanup(self.lab.close)
        self.folder = self.lab.directory / "folder"
        self.folder.mkdir()

    def play(self, *items, **fields):
        self.lab.document(self.folder, {
            "languages": ["vi", "km"], "playlists": [{"id": "main", "items": items}],
            "defaults": {"duration": 0.5, "transition": {"type": "cut"}}, **fields})
        return self.lab.play(
            self.folder, "--log-level", "debug", "--no-sync", FONTLESS="Khmer",
            LD_PRELOAD=str(BUILD / "tests/screen/libfontless.so"),
            ASAN_OPTIONS=os.environ.get("ASAN_OPTIONS", "") + ":verify_asan_link_order=0")

    def wait_shown(self, count):
        def shown():
            found = re.findall(r"(?:item|alert) ([\w-]+), page 1 of", self.lab.log())
            return found if len(found) >= count else None

        return wait_until(shown, f"{count} items:\n{self.lab.log()}")[:count]

    def left_out(self):
        health = json.loads((self.lab.directory / "run/bangtin/display.json").read_text())
        return {left["item"]: left["reason"] for left in health["leftOut"]}

    def test_only_the_turns_in_that_language_are_left_out(self):
        player = self.play(slogan("both", vi="Xin chào", km=KHMER), slogan("khmer", km=KHMER),
                           slogan("plain", vi="Chúc mừng 🎉"))
        self.assertEqual(self.wait_shown(4), ["both", "plain"] * 2)
        wait_until(lambda: len(self.left_out()) == 2, "both in display.json")
        for item in ("both", "khmer"):
            self.assertEqual(self.left_out()[item], 'in "km" it has letters that no font here can draw '
                             "(U+179F, Khmr): install the package fonts-noto-core")
            self.assertEqual(self.lab.log().count(f"item {item}: in "), 1, "said once")
        said = subprocess.run([BUILD / "bangtin", "status"], env=self.lab.environment(),
                              capture_output=True, text=True).stdout
        self.assertIn('left out: khmer: in "km" it has letters', said)
        self.assertIn("install the package fonts-noto-core", said)
        self.assertEqual(self.lab.end(player), 0, self.lab.log())

    def test_a_line_of_the_ticker_is_passed_over_and_told_once(self):
        line = {"text": {"vi": "Mời bà con", "km": KHMER}}
        player = self.play(slogan("plain", vi="Xin chào"), ticker=[line])
        told = r"a line of the ticker is passed over: in \"\w+\" it has letters .*U\+179F, Khmr"
        wait_until(lambda: re.search(told, self.lab.log()), "a word of the line")
        self.wait_shown(4)
        self.assertEqual(len(re.findall(told, self.lab.log())), 1)
        self.assertEqual(self.lab.end(player), 0, self.lab.log())

    def test_where_nothing_else_is_there_the_built_in_content_stands_and_a_warning_comes(self):
        screen = Framebuffer(self.lab.screen)
        self.addCleanup(screen.close)
        now = datetime.datetime.now(datetime.timezone.utc)
        flood = {"identifier": "flood", "severity": "Extreme", "headline": {"km": KHMER},
                 "sent": (now - datetime.timedelta(minutes=1)).isoformat(),
                 "expires": (now + datetime.timedelta(hours=1)).isoformat()}
        player = self.play(slogan("khmer", km=KHMER))
        self.assertNotIn("khmer", self.wait_shown(1))
        screen.wait_lit()
        self.play_on(flood)
        self.assertEqual(wait_until(self.alert, "the warning"), "flood")
        self.assertEqual(self.lab.end(player), 0, self.lab.log())

    def play_on(self, flood):
        document = json.loads((self.folder / "playlist.json").read_text())
        self.lab.document(self.folder, document | {"alerts": [flood]})

    def alert(self):
        found = re.search(r"alert (\w+), page 1 of", self.lab.log())
        return found and found[1]


if __name__ == "__main__":
    unittest.main()
