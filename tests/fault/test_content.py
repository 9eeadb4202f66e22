#!/usr/bin/env python3
"""Content that is wrong, empty, huge, or goes away: the screen is lit and the loop goes on."""

import os
import shutil
import struct
import time
import unittest
import zlib
from pathlib import Path

from framebuffer import Framebuffer
from lab import Lab, tree_of, wait_until

PLATES = 4
SANITIZED = os.environ.get("BANGTIN_SANITIZED") == "1"  # their memory is not the program's
PROCESS_MAX = 200 * 1024  # kB


def png_chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png_header(width, height):
    """A PNG that promises far more than its few bytes hold."""
    header = struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    return (b"\x89PNG\r\n\x1a\n" + png_chunk(b"IHDR", header)
            + png_chunk(b"IDAT", zlib.compress(b"\0" * 64)) + png_chunk(b"IEND", b""))


def peak_memory(pids):
    """The greatest resident size (kB) that any of these processes ever had."""
    peaks = [0]
    for pid in pids:
        try:
            status = Path(f"/proc/{pid}/status").read_text()
        except (FileNotFoundError, ProcessLookupError):
            continue
        peaks += [int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM")]
    return max(peaks)


class ContentTest(unittest.TestCase):
    def setUp(self):
        self.lab = Lab()
        self.addCleanup(self.lab.close)
        self.screen = Framebuffer(self.lab.screen)
        self.addCleanup(self.screen.close)

    def file(self, name, data):
        path = self.lab.directory / "files" / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(data)
        return path

    def plates(self, count=PLATES):
        return [self.lab.plate(n, "1920x1080", f"{n}.jpg") for n in range(count)]

    def folder_with(self, document):
        folder = self.lab.directory / "folder"
        folder.mkdir()
        if document is not None:
            (folder / "playlist.json").write_bytes(document)
        return folder

    def assert_stays_lit(self, player, seconds=2.0):
        """Once lit it is never dark again, costs little and no process is large."""
        end, peak = time.monotonic() + seconds, 0
        while time.monotonic() < end:
            self.assertTrue(self.screen.is_lit(), "it went dark:\n" + self.lab.log()[-2000:])
            peak = max(peak, peak_memory(tree_of(player.pid)))
            time.sleep(0.05)
        self.assertIsNone(player.poll(), "it ended:\n" + self.lab.log()[-2000:])
        if not SANITIZED:
            self.assertLess(peak, PROCESS_MAX)

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

    def test_a_folder_that_goes_away(self):
        folder = self.lab.folder("folder", self.plates(), hold=0.4)
        watch = self.lab.watch(PLATES)
        player = self.lab.play(folder)
        watch.wait_shown(3)
        shutil.rmtree(folder)
        self.assert_stays_lit(player, 4)
        self.assertEqual(watch.finish()["blank"], 0)

    def test_a_playlist_that_is_saved_while_it_plays(self):
        """What is saved whole is shown without a new start; what is no playlist changes nothing."""
        folder = self.lab.folder("folder", self.plates(2), hold=0.4)
        other = self.lab.folder("other", self.plates(4)[2:], hold=0.4)
        for picture in (other / "media").iterdir():
            os.link(picture, folder / "media" / f"new-{picture.name}")
        new = (other / "playlist.json").read_text().replace("media/", "media/new-")
        watch = self.lab.watch(PLATES)
        player = self.lab.play(folder)
        watch.wait_shown(3)
        for broken in ("", "{", new[:len(new) // 2]):
            (folder / "playlist.json").write_text(broken)
            watch.wait_shown(len(watch.shown) + 4)
        self.assertEqual({plate for plate, _ in watch.shown}, {0, 1})
        (folder / "playlist.json").write_text(new)
        wait_until(lambda: watch.read(0.05) and {p for p, _ in watch.shown[-2:]} == {2, 3},
                   "the new playlist's pictures")
        self.assert_stays_lit(player, 0.5)
        result = watch.finish()
        self.assertEqual((result["blank"], result["torn"]), (0, 0), result)

    def test_a_folder_that_is_made_again(self):
        folder = self.lab.folder("folder", self.plates(2), hold=0.4)
        other = self.lab.folder("other", self.plates(4)[2:], hold=0.4)
        watch = self.lab.watch(PLATES)
        player = self.lab.play(folder)
        watch.wait_shown(3)
        shutil.rmtree(folder)
        other.rename(folder)
        wait_until(lambda: watch.read(0.05) and {p for p, _ in watch.shown[-2:]} == {2, 3},
                   "the new folder's pictures")
        self.assert_stays_lit(player, 0.5)
        self.assertEqual(watch.finish()["blank"], 0)

    def test_a_folder_that_the_kernel_says_nothing_about(self):
        """A link that is turned to another folder; a folder that is made again late."""
        folder = self.lab.folder("one", self.plates(2), hold=0.4)
        other = self.lab.folder("two", self.plates(4)[2:], hold=0.4)
        link, turned = self.lab.directory / "link", self.lab.directory / "turned"
        link.symlink_to(folder)
        turned.symlink_to(other)
        watch = self.lab.watch(PLATES)
        player = self.lab.play(link)
        watch.wait_shown(3)
        turned.rename(link)
        wait_until(lambda: watch.read(0.05) and {p for p, _ in watch.shown[-2:]} == {2, 3},
                   "the pictures of the other folder")
        shutil.rmtree(other)
        wait_until(lambda: watch.read(0.05) and "o such file" in self.lab.log(), "its loss")
        folder.rename(other)
        wait_until(lambda: watch.read(0.05) and {p for p, _ in watch.shown[-2:]} == {0, 1},
                   "the pictures of the folder made again")
        self.assert_stays_lit(player, 0.5)
        self.assertEqual(watch.finish()["blank"], 0)

    def test_files_that_go_away_one_after_another(self):
        folder = self.lab.folder("folder", self.plates(), hold=0.4)
        watch = self.lab.watch(PLATES)
        player = self.lab.play(folder)
        watch.wait_shown(PLATES + 1)
        for path in sorted((folder / "media").iterdir()):
            path.unlink()
            self.assert_stays_lit(player, 0.6)
        self.assert_stays_lit(player, 2)
        self.assertEqual(watch.finish()["blank"], 0)

    def test_a_file_that_comes_back(self):
        """Only the document's own folder is watched, and a stick comes back without a word."""
        folder = self.lab.folder("folder", self.plates(3), hold=0.4)
        watch = self.lab.watch(PLATES)
        player = self.lab.play(folder)
        watch.wait_shown(3)
        picture = folder / "media/1.jpg"
        picture.rename(picture.with_suffix(".away"))
        wait_until(lambda: watch.read(0.05) and {p for p, _ in watch.shown[-4:]} == {0, 2},
                   "the loop without it")
        picture.with_suffix(".away").rename(picture)
        wait_until(lambda: watch.read(0.05) and {p for p, _ in watch.shown[-3:]} == {0, 1, 2},
                   "the picture's return", 60)
        self.assert_stays_lit(player, 0.5)
        self.assertEqual(watch.finish()["blank"], 0)

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

    def test_no_folder_at_all(self):
        player = self.lab.play(self.lab.directory / "nowhere")
        wait_until(lambda: self.screen.is_lit() or player.poll() is not None, "a picture or a word")
        if player.poll() is None:
            self.assert_stays_lit(player, 1)
        else:  # on a desk a wrong name is better said at once
            self.assertEqual(player.returncode, 1, self.lab.log())
            self.assertIn("nowhere", self.lab.log())

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
