#!/usr/bin/env python3
"""Content that is wrong, empty or huge: the screen is lit and the loop goes on."""

import os
import struct
import unittest
import zlib

from contents import PLATES, Content
from framebuffer import Framebuffer
from lab import Lab


def png_chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png_header(width, height):
    """A PNG that promises far more than its few bytes hold."""
    header = struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    return (b"\x89PNG\r\n\x1a\n" + png_chunk(b"IHDR", header)
            + png_chunk(b"IDAT", zlib.compress(b"\0" * 64)) + png_chunk(b"IEND", b""))


class ContentTest(Content):
    def file(self, name, data):
        path = self.lab.directory / "files" / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(data)
        return path

    def folder_with(self, document):
        folder = self.lab.directory / "folder"
        folder.mkdir()
        if document is not None:
            (folder / "playlist.json").write_bytes(document)
        return folder

    def test_bad_pictures_among_good_ones_are_left_out(self):
        good = self.plates()
        jpeg = good[0].read_bytes()
        bad = [self.file("empty.jpg", b""), self.file("noise.jpg", os.urandom(5000)),
               self.file("page.jpg", b"<!doctype html><title>404 Not Found</title>"),
               self.file("head.jpg", jpeg[:200]), self.file("bomb.png", png_header(60000, 60000)),
               self.file("noise.png", b"\x89PNG\r\n\x1a\n" + os.urandom(3000)),
               self.file("text.webp", b"RIFF\xff\xff\xff\x7fWEBPVP8 "),
               self.file("loop.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><!DOCTYPE")]
        mixed = [picture for n in range(PLATES) for picture in (good[n], *bad[2 * n:2 * n + 2])]
        watch = self.lab.watch(PLATES)
        player = self.lab.play(self.lab.folder("folder", mixed, hold=0.5))
        watch.wait_shown(3 * PLATES)
        self.assert_stays_lit(player, 0.5)
        result = watch.finish()
        for fault in ("blank", "foreign", "torn", "skipped", "astray"):
            self.assertEqual(result[fault], 0, f"{fault}: {result}\n{self.lab.log()[-3000:]}")

    def test_a_picture_cut_off_does_not_stop_the_loop(self):
        """Its upper part may be shown or it may be left out; the others come in their turn."""
        good = self.plates()
        cut = self.file("cut.jpg", good[1].read_bytes()[:len(good[1].read_bytes()) // 2])
        watch = self.lab.watch(PLATES)
        player = self.lab.play(self.lab.folder("folder", [*good, cut], hold=0.5))
        watch.wait_shown(3 * PLATES)
        self.assert_stays_lit(player, 0.5)
        result = watch.finish()
        for fault in ("blank", "torn", "skipped", "astray"):
            self.assertEqual(result[fault], 0, f"{fault}: {result}\n{self.lab.log()[-3000:]}")

    def test_nothing_to_show_is_never_dark(self):
        cases = {"no document": None, "an empty file": b"", "an empty object": b"{}",
                 "no items": b'{"formatVersion": 1, "feedId": "x", "playlists": []}',
                 "another format": b'{"formatVersion": 99}', "noise": os.urandom(4096),
                 "4 MiB of brackets": b"[" * (4 << 20), "5 MiB": b" " * (5 << 20),
                 "hostile nesting": b'{"playlists":' * 50000}
        for name, document in cases.items():
            with self.subTest(case=name), Lab() as self.lab:
                self.screen = Framebuffer(self.lab.screen)
                player = self.lab.play(self.folder_with(document))
                self.screen.wait_lit(name)
                self.assert_stays_lit(player, 1)
                self.screen.close()

    def test_a_screen_larger_than_any_slide(self):
        """A wall of many panels that poses as one."""
        with Lab("9000x400") as self.lab:
            self.screen = Framebuffer(self.lab.screen)
            player = self.lab.play(self.lab.folder("folder", self.plates(2)))
            self.screen.wait_lit()
            self.assert_stays_lit(player, 1)
            self.screen.close()

    def test_ten_thousand_items(self):
        folder = self.lab.folder("folder", self.plates(), hold=0.5)
        items = [{"id": f"i{n}", "type": "image", "asset": f"p{n % PLATES}"} for n in range(10000)]
        assets = {f"p{n}": {"href": f"media/{n}.jpg", "alt": "plate"} for n in range(PLATES)}
        Lab.document(folder, {"assets": assets, "playlists": [{"id": "main", "items": items}],
                              "defaults": {"duration": 0.5, "transition": {"type": "cut"}}})
        watch = self.lab.watch(PLATES)
        player = self.lab.play(folder)
        watch.wait_shown(2 * PLATES)
        self.assert_stays_lit(player, 1)
        result = watch.finish()
        for fault in ("blank", "foreign", "torn", "skipped", "astray"):
            self.assertEqual(result[fault], 0, f"{fault}: {result}")


if __name__ == "__main__":
    unittest.main()
