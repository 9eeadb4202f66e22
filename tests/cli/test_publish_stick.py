#!/usr/bin/env python3
"""`bangtin publish` onto a stick: names, room, faults and what it says at the end. A preloaded
library (fat.c) makes a folder behave as FAT does."""

import os
import pty
import re
import shutil
import subprocess
import unittest
from pathlib import Path

from lab import BANGTIN, SANITIZED, png
from publish_lab import DONE, MACHINE, PublishLab, tree

FAT = os.environ["BANGTIN_FAT"]
EXFAT_MAGIC = "0x2011bab0"
PULLS = os.environ.get("BANGTIN_PULLS")  # at every step, not at some
SAFE = "safe to remove"
LETTER = {"Giấy mời họp.docx": b"letter", "anh/a.jpg": b"photo", "pool/notes.txt": b"mine",
          "pool/ab/COM.txt": b"mine too"}


def is_fat_name(name):
    """Microsoft's rules for long names, without the names that DOS has for devices."""
    return (0 < len(name.encode("utf-16-le")) // 2 <= 255 and name[-1] not in ". "
            and not re.search(r'[\x00-\x1f<>:"/\\|?*]', name)
            and not re.fullmatch(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\..*)?", name))


@unittest.skipIf(SANITIZED, "the sanitizers want to be loaded first")
class StickCase(PublishLab):
    def setUp(self):
        super().setUp()
        self.stick = self.root / "stick"
        self.stick.mkdir()
        self.out = self.stick / "long-an"
        self.log = self.root / "log"
        self.fat = {"LD_PRELOAD": FAT, "FAT_ROOT": str(self.stick.resolve()),
                    "FAT_LOG": str(self.log)}

    def bring(self, *more, fat=None, **options):
        self.log.unlink(missing_ok=True)
        return self.publish(*more, env=self.fat | (fat or {}), **options)

    def steps(self):
        """What was done to the stick: [(what, name)]."""
        return [tuple(line.split(" ", 1)) for line in self.log.read_text().splitlines()]

    def put_letters(self):
        for name, data in LETTER.items():
            path = self.stick / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)

    def grow(self, widths):
        """A draft of other pictures, of some hundred kilobytes each."""
        self.draft(widths)
        for width in widths:
            path = self.draft_path / f"media/{width}.png"
            path.write_bytes(png(width, 10, 10) + os.urandom(300000))


class WholeTest(StickCase):
    def test_it_is_whole_written_out_and_safe_to_remove(self):
        self.draft()
        done = self.bring()
        self.assertIn(SAFE, done.stdout)
        self.assert_whole()
        self.assertEqual(self.steps()[-1][0], "sync", "nothing comes after the last sync")
        self.draft((10, 20))
        self.bring(fat={"FAT_MAGIC": EXFAT_MAGIC})
        self.assertEqual(self.assert_whole()["sequence"], 2)

    def test_words_in_vietnamese(self):
        self.draft()
        self.assertIn("có thể rút ra an toàn", self.bring("--lang-ui", "vi").stdout)

    def test_a_disk_is_not_called_a_stick(self):
        self.draft()
        self.assertNotIn(SAFE, self.publish().stdout)

    def test_stick_and_disk_agree_to_the_byte(self):
        self.draft()
        self.bring()
        self.publish(to=self.root / "disk")
        self.assertEqual(tree(self.out), tree(self.root / "disk"))

    def test_everything_goes_out_before_the_document_and_after_it(self):
        self.draft()
        self.bring()
        self.draft((30, 31))
        self.bring()
        names = [name if what == "rename" else what for what, name in self.steps()
                 if what in ("rename", "sync")]
        self.assertEqual(names, ["sync", "playlist.json.minisig", "sync", "playlist.json", "sync",
                                 "sync"])

    def test_media_are_not_renamed(self):
        """A power cut in a renaming leaves two names for the same clusters of a FAT."""
        self.draft()
        self.bring()
        created = [name for what, name in self.steps() if what == "create"]
        self.assertFalse([name for name in created if name.startswith("pool/") and
                          name.endswith(".part")])
        renamed = [name for what, name in self.steps() if what == "rename"]
        self.assertEqual([name for name in renamed if name.startswith("pool/")], [])
        self.assertEqual(renamed[-1], "playlist.json")

    def test_the_bar_runs_where_there_is_a_terminal(self):
        self.grow((20, 21))
        mine, theirs = pty.openpty()
        process = subprocess.Popen([BANGTIN, *map(str, self.words())], stdin=subprocess.DEVNULL,
                                   stdout=subprocess.DEVNULL, stderr=theirs, cwd=self.root,
                                   env=os.environ | self.fat | {"HOME": str(self.root),
                                                                "LANG": "C.UTF-8", "TERM": "xterm"})
        os.close(theirs)
        text = b""
        while True:
            try:
                block = os.read(mine, 65536)
            except OSError:
                break
            if not block:
                break
            text += block
        os.close(mine)
        self.assertEqual(process.wait(), DONE)
        self.assertRegex(text.decode(), r"0\.6/0\.6 MB sending media/")


class NamesTest(StickCase):
    def test_names_are_legal_and_distinct_on_fat(self):
        """With two roots, their signatures, and all kinds of media."""
        self.make_root(2, feedKeys=[self.make_key("new")])
        for widths in ((10, 11, 12), (40, 41)):
            self.draft(widths)
            self.bring(key="new", root=2)
            self.assertIn(SAFE, self.bring(key="new", root=2).stdout)
        self.assertFalse([name for what, name in self.steps() if what == "illegal"])
        names = [Path(name) for name in tree(self.out)]
        parts = {part for name in names for part in name.parts}
        for part in parts | {f"{part}.part" for part in parts}:
            self.assertTrue(is_fat_name(part), part)
        self.assertEqual(len({str(name).casefold() for name in names}), len(names))
        self.assertGreater(len([n for n in names if n.name.endswith(".minisig")]), 2)

    def test_the_rules_refuse_something(self):
        for name in ("", "a.", "a ", "a:b", "a?", "con", "LPT1.txt", "a" * 256, "\x1f"):
            self.assertFalse(is_fat_name(name), name)


class OthersTest(StickCase):
    """An officer's stick has other things on it."""

    def test_files_of_others_are_never_touched(self):
        self.put_letters()
        self.out = self.stick
        for widths in ((10, 11), (12,), (13,), (14,)):
            self.draft(widths)
            self.assertIn(SAFE, self.bring().stdout)
        self.assert_whole()
        self.assertEqual({n: tree(self.stick).get(n) for n in LETTER}, LETTER)
        touched = {name for what, name in self.steps() if what in ("create", "rename", "remove")}
        self.assertFalse(touched & set(LETTER))

    def test_another_playlist_is_not_overwritten(self):
        self.out = self.stick
        (self.stick / "playlist.json").write_text('{"name": "nhạc"}')
        self.draft()
        before = tree(self.stick)
        self.bring(status=1)
        self.assertEqual(tree(self.stick), before)

    def test_a_place_where_players_do_not_look_is_warned_of(self):
        self.draft()
        (self.stick / "a").mkdir()
        self.assertNotIn("warning", self.bring().stderr)
        self.assertIn("will not find", self.bring(to=self.stick / "a/b").stderr)
        self.assertIn('the folder "long-an"', self.bring(to=self.stick / "other").stderr)
        shutil.rmtree(self.stick / "other")
        self.assertNotIn("warning", self.bring().stderr)
        self.assertNotIn("warning", self.bring(to=self.stick).stderr)
        self.assertIn("at the root of the stick", self.bring().stderr)


class FaultTest(StickCase):
    def setUp(self):
        super().setUp()
        self.put_letters()
        self.grow((10, 11))
        self.bring()
        self.before = tree(self.stick)
        self.saved = self.root / "saved"
        shutil.copytree(self.stick, self.saved)
        self.old = self.assert_whole()["sequence"]

    def assert_old(self):
        """The letters, and one publication, whole."""
        self.assertEqual({n: tree(self.stick).get(n) for n in LETTER}, LETTER)
        return self.assert_whole()["sequence"]

    def test_no_room_is_told_before_anything_is_written(self):
        self.grow((10, 12, 13))
        memory = (self.draft_path / ".published.json").read_bytes()
        for cluster, free in ((4096, 200), (65536, 14)):
            done = self.bring(status=MACHINE, fat={"FAT_CLUSTER": str(cluster),
                                                   "FAT_FREE": str(free)})
            self.assertRegex(done.stderr, r"not enough room on the stick: \d+ kB|MB are missing")
            self.assertEqual(tree(self.stick), self.before)
            self.assertFalse(self.log.exists(), "nothing was touched")
        self.assertEqual((self.draft_path / ".published.json").read_bytes(), memory)

    def test_a_new_folder_is_not_even_made_without_room(self):
        self.bring(status=MACHINE, to=self.stick / "new", fat={"FAT_FREE": "1"})
        self.assertEqual(tree(self.stick), self.before)
        self.assertFalse((self.stick / "new").exists())

    def test_clusters_are_counted(self):
        """Small files take a cluster each, and the folders of the pool another."""
        self.draft(range(20, 50))
        missing = self.bring(status=MACHINE, fat={"FAT_CLUSTER": "65536", "FAT_FREE": "60"}).stderr
        self.assertIn("are missing", missing)
        self.bring(fat={"FAT_CLUSTER": "512", "FAT_FREE": str(60 * 128)})

    def count_steps(self):
        """How many there are in the publication that comes; the stick is as it was after it."""
        self.bring()
        count = len([what for what, _ in self.steps() if what == "step"])
        self.reset()
        (self.draft_path / ".published.json").unlink()
        return count

    def reset(self):
        shutil.rmtree(self.stick)
        shutil.copytree(self.saved, self.stick)

    def test_pulled_at_any_point(self):
        """The old publication, or the new one; and publishing again mends everything."""
        self.grow((20, 21))
        count = self.count_steps()
        self.assertGreater(count, 20)
        for at in (n for n in range(1, count + 1) if PULLS or n % 4 == 1 or n > count - 4):
            done = self.bring(status=MACHINE, fat={"FAT_PULL": str(at)})
            self.assertIn("pulled out too early", done.stderr)
            self.assertNotIn(SAFE, done.stdout)
            self.assertIn(self.assert_old(), (self.old, self.old + 1))
            if at % 3 == 0 or at == count:
                self.assertIn(SAFE, self.bring().stdout)
                self.assertEqual(self.assert_old(), self.old + 1)
            self.reset()

    def test_full_and_read_only_in_the_middle(self):
        for error, words in ((28, "the stick is full"), (30, "the stick is read-only")):
            for at in (1, 12):
                self.grow((20 + at, error))
                done = self.bring(status=MACHINE,
                                  fat={"FAT_PULL": str(at), "FAT_ERROR": str(error)})
                self.assertIn(words, done.stderr)
                self.assertEqual(self.assert_old(), self.old)

    def test_a_stick_that_is_smaller_than_it_claims(self):
        """It loses what does not fit, and says nothing."""
        self.grow((20, 21))
        for at in (1, 9):
            done = self.bring(status=MACHINE, fat={"FAT_LOSE": str(at)})
            self.assertIn("does not give back what was written", done.stderr)
            self.assertNotIn(SAFE, done.stdout)
        self.assertIn(SAFE, self.bring().stdout)
        self.assert_old()

    def test_what_is_not_written_out_is_not_safe_to_remove(self):
        """The very last sync fails."""
        self.grow((20,))
        done = self.bring(status=MACHINE, fat={"FAT_PULL": str(self.count_steps())})
        self.assertNotIn(SAFE, done.stdout)
        self.assertEqual(self.assert_old(), self.old + 1)


if __name__ == "__main__":
    unittest.main()
