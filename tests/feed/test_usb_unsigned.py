#!/usr/bin/env python3
"""Sticks without a signature, where the settings or a passphrase let them in: a folder with a
playlist.json, or just pictures."""

import errno
import json
import os
import shutil
import unicodedata
import unittest

from province import BUILD, SANITIZED, SVG, digest, wait_for
from sticks import (CLEARED, DOCUMENT, FINE, FULL, JPEG, MANY, MISSING, NOTHING, PASSPHRASE, PNG,
                    PULLED, SAME, SEVERAL, STICK, TYPE, UNREADABLE, UNSIGNED, WEBP, WRONG, Loose)

WORD = "Trạm y tế xã 2026"


class Pictures(Loose):
    def test_they_loop_in_the_order_of_their_names(self):
        self.follow()
        names = ["1.jpg", "2.JPG", "10.jpg", "Ảnh 2.png", "ảnh 10.webp", "bia.svg"]
        files = dict.fromkeys(reversed(names), JPEG)
        files |= {"Ảnh 2.png": PNG, "ảnh 10.webp": WEBP, "bia.svg": SVG.format(1).encode()}
        stick = self.stick({**files, "thu.docx": b"x", "Thumbs.db": JPEG, "._1.jpg": JPEG,
                            ".Trashes/9.jpg": JPEG, "desktop.ini": b"", "clip.mp4": b"x"})
        self.assertEqual(self.bring(stick), FINE, self.lines(stick))
        self.assertEqual(self.shown(), names)
        self.assertEqual([asset["alt"] for asset in self.document()["assets"].values()][:4],
                         ["1", "2", "10", "Ảnh 2"])
        self.assertEqual(self.document()["assets"]["usb-4"]["mediaType"], "image/png")
        entry = self.lab.current()[STICK]
        self.assertEqual((entry["share"], entry["sequence"]), (1, 0))
        wait_for(lambda: self.front()["unsigned"], "the word")

    def test_they_may_lie_in_the_one_folder_that_has_some(self):
        self.follow()
        stick = self.stick({"a.jpg": JPEG}, folder="Ảnh hội xuân")
        (stick / "Thư").mkdir()
        (stick / "Thư" / "a.txt").write_text("x")
        for system in (".Spotlight-V100", "$RECYCLE.BIN"):
            (stick / system).mkdir()
            (stick / system / "b.jpg").write_bytes(JPEG)
        self.assertEqual(self.bring(stick), FINE)
        self.assertEqual(self.shown(), ["a.jpg"])
        (stick / "Thư" / "b.png").write_bytes(PNG)
        self.assertEqual(self.bring(stick.rename(self.media / "again")), SEVERAL)
        self.assertEqual(self.shown(), ["a.jpg"])

    def test_what_is_no_picture_is_left_out(self):
        self.follow()
        stick = self.stick({"1.jpg": b"MZ this is a program", "2.png": JPEG, "3.jpg": b"",
                            "4.jpg": PNG})
        os.mkfifo(stick / "5.jpg")
        (stick / "6.jpg").symlink_to(stick / "4.jpg")
        (stick / "7.jpg").mkdir()
        self.assertEqual(self.bring(stick), FINE, self.lines(stick))
        self.assertEqual(self.shown(), ["2.png", "4.jpg"])
        self.assertEqual(len([line for line in self.lines(stick) if "is left out" in line]), 2)
        self.assertEqual(self.bring(self.stick({"1.jpg": b"no picture"})), TYPE)
        self.assertEqual(self.shown(), ["2.png", "4.jpg"])

    def test_names_of_any_kind_do_no_harm(self):
        self.follow()
        decomposed = unicodedata.normalize("NFD", "ảnh 1.jpg")
        names = ['"]}{,.jpg', "%2e%2e.jpg", "a&b<c>.jpg", "{name}.jpg", decomposed, "ảnh 2.jpg"]
        stick = self.stick({name: JPEG + name.encode() for name in names})
        (stick / ("ế" * 83 + ".jpg")).write_bytes(JPEG)  # 253 bytes
        with open(os.fsencode(stick) + b"/\xff\xfe.jpg", "wb") as file:
            file.write(JPEG)
        with open(os.fsencode(stick) + b"/line\nend.jpg", "wb") as file:
            file.write(JPEG)
        self.assertEqual(self.bring(stick), FINE, self.lines(stick))
        shown = self.shown()
        self.assertEqual(len(shown), len(names) + 1)
        self.assertEqual(shown.index(decomposed) + 1, shown.index("ảnh 2.jpg"))
        self.assertTrue(set(names) <= set(shown))

    def test_the_same_again_writes_nothing(self):
        self.follow()
        files = {"1.jpg": JPEG, "2.jpg": PNG}
        self.assertEqual(self.bring(self.stick(files)), FINE)

        def state():
            return {path: (path.stat().st_mtime_ns, path.stat().st_ino)
                    for path in self.lab.store.rglob("*")}

        before = state()
        self.assertEqual(self.bring(self.stick(files)), SAME)
        self.assertEqual(state(), before)

    def test_another_one_takes_its_place_and_the_feeds_stay(self):
        signed = self.feed.publish((1,))
        self.follow()
        self.assertEqual(self.bring(self.make()), FINE)
        self.assertEqual(self.bring(self.stick({"a.jpg": JPEG})), FINE)
        self.assertEqual(self.bring(self.stick({"b.jpg": PNG})), FINE)
        self.assertEqual(self.shown(), ["b.jpg"])
        self.assertEqual(self.lab.playing(), signed)
        self.assertEqual({key: feed["share"] for key, feed in self.lab.current().items()},
                         {"thu": 1, STICK: 1})

    def test_it_stays_over_a_start_and_goes_by_a_stick_that_clears(self):
        process = self.follow()
        stick = self.stick({"a.jpg": JPEG})
        self.assertEqual(self.bring(stick), FINE)
        self.pull(stick)
        self.lab.stop(process)
        process = self.follow()
        self.assertEqual(self.shown(), ["a.jpg"])
        feed = self.lab.status()["feeds"][-1]
        self.assertEqual((feed["key"], feed["signed"], feed["generated"]), (STICK, False, None))
        words = self.lab.bangtin("status", "--run", self.lab.run).stdout
        self.assertIn("usb · by stick only\n           not signed, as the last stick", words)
        stick = self.stick({"bangtin-clear.txt": b"", "a.jpg": PNG})
        self.assertEqual(self.bring(stick), FINE)  # what it brings comes first
        self.assertEqual(self.bring(self.stick({"bangtin-clear.txt": b""})), CLEARED)
        self.assertIsNone(self.document())
        self.assertFalse(list((self.lab.store / "objects").rglob("*/*")))
        self.assertEqual(self.bring(self.stick({"bangtin-clear.txt": b""})), CLEARED)
        self.assertEqual(self.bring(self.stick({"a.jpg": JPEG})), FINE)
        self.assertEqual(self.shown(), ["a.jpg"])

    def test_without_the_permission_it_is_shown_no_more(self):
        process = self.follow()
        stick = self.stick({"a.jpg": JPEG})
        self.assertEqual(self.bring(stick), FINE)
        self.lab.stop(process)
        self.site = self.settings({"root": str(self.feed.root)})
        self.follow()
        self.assertEqual(self.end(stick), UNSIGNED)
        self.assertEqual(self.lab.current()[STICK]["share"], 0)
        self.assertEqual(self.bring(self.stick({"bangtin-clear.txt": b""})), UNSIGNED)

    def test_a_site_may_have_nothing_but_sticks(self):
        self.site = self.settings(unsigned=True)
        process = self.follow()
        self.assertEqual(self.bring(self.stick({"a.jpg": JPEG})), FINE)
        self.lab.stop(process)
        self.assertEqual(self.shown(), ["a.jpg"])
        self.site = self.lab.settings(usb={"mode": "off"})
        self.assertEqual(self.lab.bangtin(*self.lab.sync_words(self.site)).returncode, 2)
        self.assertEqual(self.shown(), ["a.jpg"])

    def test_without_any_settings_a_stick_is_told_to_be_of_no_use(self):
        self.site = self.lab.settings(usb={"mounts": [str(self.media)]})
        self.feed.publish((1,))
        self.follow()
        self.assertEqual(self.bring(self.stick({"a.jpg": JPEG})), UNSIGNED)
        self.assertEqual(self.bring(self.make()), 24)
        self.assertEqual(self.lab.once(self.site).returncode, 2)

    def test_more_than_a_document_may_have_is_refused(self):
        self.follow()
        stick = self.stick({})
        for i in range(4001):
            (stick / f"{i}.jpg").touch()
        self.assertEqual(self.bring(stick), MANY)

    def test_what_has_no_room_is_refused(self):
        self.site = self.lab.settings(usb={"mounts": [str(self.media)], "unsigned": True},
                                      store={"maxBytes": 1 << 20, "minFreePercent": 0})
        self.follow()
        self.assertEqual(self.bring(self.stick({"a.jpg": JPEG})), FINE)
        self.assertEqual(self.bring(self.stick({"b.jpg": JPEG * 1000})), FULL)
        self.assertEqual(self.shown(), ["a.jpg"])

    def test_two_at_once_are_taken_one_after_another(self):
        sticks = [self.stick({f"{i}.jpg": JPEG}) for i in range(2)]
        for stick in sticks:
            self.mounts[stick] = "exfat"
        self.write_mounts()
        self.follow()
        self.assertEqual([self.end(stick) for stick in sticks], [FINE, FINE])
        self.assertEqual(self.shown(), ["1.jpg"])

    @unittest.skipIf(SANITIZED, "the sanitizers want to be loaded first")
    def test_pulled_at_every_read_of_every_file(self):
        environment = self.lab.environment
        process = self.follow()
        self.assertEqual(self.bring(self.stick({"old.jpg": JPEG})), FINE)
        self.lab.stop(process)
        for error, is_gone, ends in ((errno.ENODEV, False, PULLED), (errno.EIO, True, PULLED),
                                     (errno.EIO, False, UNREADABLE)):
            total = 0
            for at in range(1, 50):
                self.mounts.clear()
                self.write_mounts()
                coming = f"{error}{is_gone}.jpg"
                stick = self.plug(self.stick({"1.jpg": PNG, coming: WEBP + coming.encode()}))
                self.lab.environment = {
                    **environment, "LD_PRELOAD": str(BUILD / "tests/feed/libpulled.so"),
                    "PULL_FROM": str(stick), "PULL_AT": str(at), "PULL_ERROR": str(error),
                    **({"PULL_TO": str(self.lab.path / stick.name)} if is_gone else {})}
                process = self.follow()
                code = self.end(stick)
                self.lab.stop(process)
                if code == FINE:
                    break
                total += 1
                self.assertEqual(code, ends, at)
                self.assertNotIn(coming, self.shown())
            self.assertGreaterEqual(total, 2)
            self.assertEqual(self.shown(), ["1.jpg", coming])
        self.lab.environment = environment


class Drafts(Loose):
    def test_a_folder_without_a_signature_is_taken_whole(self):
        self.follow()
        stick = self.stick({"playlist.json": b"\xef\xbb\xbf" + self.draft(
            {"a": "media/Ảnh 1.jpg", "b": "media/b.png"}), "media/Ảnh 1.jpg": JPEG,
            "media/b.png": PNG, "media/c.png": PNG, "loose.jpg": JPEG}, folder="bản tin")
        self.assertEqual(self.bring(stick), FINE, self.lines(stick))
        self.assertEqual(self.shown(), ["media/Ảnh 1.jpg", "media/b.png"])
        self.assertEqual(self.document()["assets"]["b"],
                         {"href": "media/b.png", "size": len(PNG), "sha256": digest(PNG),
                          "mediaType": "image/png"})
        again = self.media / "again"
        shutil.copytree(stick, again)
        self.assertEqual(self.bring(again), SAME)

    def test_one_without_files_is_taken_too(self):
        self.follow()
        self.assertEqual(self.bring(self.stick({"playlist.json": self.draft({})})), FINE)
        self.assertEqual(self.document()["assets"], {})

    def test_an_ending_that_windows_has_hidden_does_no_harm(self):
        self.follow()
        files = {"playlist.json.txt": self.draft({"a": "a.jpg"}), "a.jpg": JPEG, "b.jpg": JPEG}
        self.assertEqual(self.bring(self.stick(files, folder="bản tin")), FINE)
        self.assertEqual(self.shown(), ["a.jpg"])
        files["playlist.json"] = self.draft({"a": "b.jpg"})
        self.assertEqual(self.bring(self.stick(files)), FINE)
        self.assertEqual(self.shown(), ["b.jpg"])

    def test_what_the_document_says_of_its_files_must_hold(self):
        self.follow()
        self.assertEqual(self.bring(self.stick({"old.jpg": JPEG})), FINE)
        cases = (
            ({"a": {"href": "a.jpg", "size": 1}}, WRONG),
            ({"a": {"href": "a.jpg", "sha256": "0" * 64}}, WRONG),
            ({"a": {"href": "a.jpg", "mediaType": "image/png"}}, TYPE),
            ({"a": {"href": "b.jpg"}}, MISSING),
            ({"a": {"href": "link.jpg"}}, MISSING),
            ({"a": {"href": "fifo.jpg"}}, MISSING),
            ({"a": {"href": "../x/a.jpg"}}, DOCUMENT),
            ({"a": {"href": "/etc/passwd"}}, DOCUMENT),
        )
        for assets, code in cases:
            with self.subTest(assets=assets):
                stick = self.stick({"playlist.json": self.draft(assets), "a.jpg": JPEG})
                (stick / "link.jpg").symlink_to("a.jpg")
                os.mkfifo(stick / "fifo.jpg")
                self.assertEqual(self.bring(stick), code, self.lines(stick))
                self.assertEqual(self.shown(), ["old.jpg"])

    def test_a_document_with_errors_is_refused(self):
        self.follow()
        for data in (b"", b"{", b"[]", self.draft({}, playlists=[]), b'{"formatVersion": 2}'):
            with self.subTest(data=data):
                self.assertEqual(self.bring(self.stick({"playlist.json": data, "a.jpg": JPEG})),
                                 DOCUMENT)
        self.assertIsNone(self.document())

    def test_a_signature_that_is_there_counts(self):
        self.feed.publish((1,))
        self.follow()
        stick = self.make()
        with (stick / "playlist.json").open("ab") as file:
            file.write(b" ")
        self.assertEqual(self.bring(stick), 25)
        stick = self.make()
        (stick / "playlist.json.minisig").unlink()
        self.assertEqual(self.bring(stick), FINE)
        self.assertIsNone(self.lab.playing())
        self.assertEqual(len(self.shown()), 1)


class Passphrase(Loose):
    usb = {"passphrase": WORD}

    def test_it_lets_a_stick_in_and_nothing_else_does(self):
        self.follow()
        marked = b"\xef\xbb\xbf" + WORD.encode() + b" \r\n"
        cases = ((None, UNSIGNED), (b"", PASSPHRASE), (WORD.encode()[:-1], PASSPHRASE),
                 (WORD.encode() + b"x", PASSPHRASE), (b" " + WORD.encode(), PASSPHRASE),
                 (WORD.encode() + b"\0", PASSPHRASE), (WORD.encode() + b" " * 300, PASSPHRASE),
                 (WORD.lower().encode(), PASSPHRASE), (marked, FINE), (WORD.encode(), SAME))
        for word, code in cases:
            with self.subTest(word=word):
                files = {"a.jpg": JPEG, **({"bangtin-pass.txt": word} if word is not None else {})}
                self.assertEqual(self.bring(self.stick(files)), code)
                self.assertEqual(self.shown(), ["a.jpg"] if code in (FINE, SAME) else [])

    def test_it_must_be_a_file_of_the_stick_itself(self):
        self.follow()
        word = self.lab.path / "word"
        word.write_text(WORD)
        stick = self.stick({"a.jpg": JPEG})
        (stick / "bangtin-pass.txt").symlink_to(word)
        self.assertEqual(self.bring(stick), PASSPHRASE)
        stick = self.stick({"a.jpg": JPEG})
        (stick / "bangtin-pass.txt").mkdir()
        self.assertEqual(self.bring(stick), PASSPHRASE)
        stick = self.stick({"x/a.jpg": JPEG, "x/bangtin-pass.txt": WORD.encode()})
        self.assertEqual(self.bring(stick), UNSIGNED)

    def test_an_ending_that_windows_has_hidden_does_no_harm(self):
        self.follow()
        word = {"bangtin-pass.txt.txt": WORD.encode()}
        self.assertEqual(self.bring(self.stick({"a.jpg": JPEG, **word})), FINE)
        self.assertEqual(self.shown(), ["a.jpg"])
        self.assertEqual(self.bring(self.stick({"bangtin-clear.txt.txt": b"", **word})), CLEARED)
        self.assertEqual(self.bring(self.stick({"a.jpg": JPEG, "bangtin-pass.txt": b"wrong",
                                                **word})), PASSPHRASE)

    def test_a_short_one_lets_nothing_in(self):
        self.site = self.settings({"root": str(self.feed.root)}, passphrase="short")
        self.follow()
        self.assertIn("usb.passphrase has less than 8 bytes", self.log.read_text())
        self.assertEqual(self.bring(self.stick({"a.jpg": JPEG, "bangtin-pass.txt": b"short"})),
                         PASSPHRASE)

    def test_a_signed_one_needs_none(self):
        data = self.feed.publish((1,))
        self.follow()
        stick = self.make()
        (stick / "bangtin-pass.txt").write_text("wrong")
        self.assertEqual(self.bring(stick), FINE)
        self.assertEqual(self.lab.playing(), data)

    def test_it_clears_too(self):
        self.follow()
        self.assertEqual(self.bring(self.stick({"bangtin-clear.txt": b"",
                                                "bangtin-pass.txt": b"wrong"})), PASSPHRASE)
        self.assertEqual(self.bring(self.stick({"bangtin-clear.txt": b"",
                                                "bangtin-pass.txt": WORD.encode()})), CLEARED)
        self.assertEqual(self.bring(self.stick({"bangtin-pass.txt": WORD.encode()})), NOTHING)


if __name__ == "__main__":
    unittest.main()
