#!/usr/bin/env python3
"""An item that takes several pictures, pages of a small board or languages of the site: all of them
come in their turn, each for long enough, as `preview` has drawn them."""

import datetime
import hashlib
import json
import re
import subprocess
import time
import unittest

from framebuffer import Framebuffer
from lab import BUILD, Lab, wait_until

SIZE = "192x96"
LEAST = 3.5  # seconds a page is seen: four, less what a busy X server may take from them
PORTAL = {"id": "portal", "type": "service", "name": "Cổng Dịch vụ công quốc gia", "phone": "18001096",
          "summary": "Nộp hồ sơ trên mạng.", "duration": 1}
SLOGAN = {"id": "slogan", "type": "slogan", "text": "Ở nhà", "duration": 0.5}


class PagesTest(unittest.TestCase):
    def setUp(self):
        self.lab = Lab(SIZE)
        self.addCleanup(self.lab.close)
        self.screen = Framebuffer(self.lab.screen)
        self.addCleanup(self.screen.close)
        self.draft, self.folder = self.lab.directory / "draft", self.lab.directory / "folder"
        self.draft.mkdir()
        self.folder.mkdir()

    def draw(self, *items, **fields):
        """A draft of these items; {digest of red, green and blue: "NNN-ITEM[-PAGE]"}, as the author
        sees them."""
        self.lab.document(self.draft, {
            "languages": ["vi"], "playlists": [{"id": "main", "items": items}],
            "defaults": {"transition": {"type": "cut"}}, **fields})
        out = self.lab.directory / "preview"
        subprocess.run([BUILD / "bangtin", "preview", self.draft, "--out", out, "--size", SIZE], check=True,
                       env=self.lab.environment(), stdout=subprocess.DEVNULL)
        pictures = {path.stem: subprocess.run(["convert", path, "-depth", "8", "rgb:-"], check=True,
                                              capture_output=True).stdout for path in (out / SIZE).glob("*.png")}
        return {hashlib.sha256(pixels).digest(): name for name, pixels in pictures.items()}

    def publish(self):
        (self.draft / "playlist.json").rename(self.folder / "playlist.json")

    def shown(self):
        """What is on the screen, in the same form."""
        end = self.screen.start + self.screen.height * self.screen.stride
        data = self.screen.map[self.screen.start:end]
        pixels = bytearray(3 * self.screen.width * self.screen.height)
        for colour in range(3):
            pixels[colour::3] = data[2 - colour::4]
        return hashlib.sha256(pixels).digest()

    def follow(self, names, count):
        """The next `count` pictures that come, with the time for which each may have stood: since the
        last look before it was seen. The last one's is not known yet."""
        seen, looked = [], time.monotonic()

        def look():
            nonlocal looked
            before, looked = looked, time.monotonic()
            name = names.get(self.shown())
            if name and (not seen or seen[-1][0] != name):
                seen.append((name, before, time.monotonic()))
            return len(seen) >= count

        wait_until(look, f"{count} pictures: {seen}\n{self.lab.log()}", 10 + 8 * count)
        return [name for name, _, _ in seen], [end - before for (_, before, _), (_, _, end) in zip(seen, seen[1:])]

    def simulated(self):
        """How many seconds the first item stays, as the author is told."""
        site = self.lab.directory / "site.json"
        site.write_text(json.dumps({"screen": {"size": SIZE}}))
        done = subprocess.run([BUILD / "bangtin", "simulate", self.folder, "--site", site, "--hours", "0.1", "--json"],
                              check=True, env=self.lab.environment(), capture_output=True, text=True)
        part = json.loads(done.stdout)["timeline"][0]
        start, end = (datetime.datetime.fromisoformat(part[name]) for name in ("start", "end"))
        return round((end - start).total_seconds(), 1)

    def health(self):
        return json.loads((self.lab.directory / "run/bangtin/display.json").read_text())

    def test_pages_take_turns_and_new_content_comes_behind_the_one_that_stands(self):
        new = self.draw(PORTAL, SLOGAN | {"text": "Ở phường"})
        coming = (self.draft / "playlist.json").read_bytes()
        names = self.draw(PORTAL, SLOGAN)
        pages = sorted(name for name in names.values() if name.startswith("001-portal-"))
        self.assertGreater(len(pages), 1, names.values())
        self.publish()
        simulated = self.simulated()
        player = self.lab.play(self.folder, "--log-level", "debug")
        order, times = self.follow(names, len(pages) + 2)
        self.assertEqual(order, pages + ["002-slogan", pages[0]])
        for page, stood in zip(pages, times):
            self.assertGreater(stood, LEAST, page)
        stays = [float(time) for time in re.findall(r"item portal, page .*, for ([\d.]+) s", self.lab.log())]
        self.assertEqual(round(sum(stays[:len(pages)]), 1), simulated)
        # The report knows items: the portal, the slogan, the portal again.
        wait_until(lambda: self.health()["itemsShown"] == 3, "the count of three items")
        self.assertEqual(self.health()["item"]["id"], "portal")
        self.assertEqual(self.health()["leftOut"], [])

        (self.draft / "playlist.json").write_bytes(coming)
        self.publish()
        order, times = self.follow(new, 2)
        self.assertEqual(order, [pages[0], "002-slogan"])
        self.assertIsNone(player.poll(), self.lab.log())
        self.assertEqual(self.lab.end(player), 0, self.lab.log())

    def test_an_item_comes_once_for_each_language_of_the_site_that_it_has(self):
        texts = {"vi": "Xin chào", "en": "Welcome", "km": "សួស្តី"}
        items = [SLOGAN | {"id": "all", "text": texts},
                 SLOGAN | {"id": "one", "text": {"km": "អរគុណ"}},
                 SLOGAN | {"id": "none", "text": {"en": "Thanks"}},
                 SLOGAN | {"id": "plain", "text": "Ở nhà"}]
        names = self.draw(*items, languages=["vi", "en", "km"],
                          sites={"default": {"languages": ["vi", "km"]}})
        shown = ["001-all-vi", "001-all-km", "002-one-km", "003-none-en", "004-plain-vi"]
        self.assertEqual(sorted(names.values()), sorted(shown))
        self.publish()
        player = self.lab.play(self.folder)
        order, _ = self.follow(names, len(shown) + 2)
        self.assertEqual(order, shown + shown[:2])
        self.assertEqual(self.health()["leftOut"], [])
        self.assertEqual(self.lab.end(player), 0, self.lab.log())


if __name__ == "__main__":
    unittest.main()
