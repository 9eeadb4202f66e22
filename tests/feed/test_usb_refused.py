#!/usr/bin/env python3
"""Sticks that are of no use, or mean harm."""

import contextlib
import os
import shutil
import unicodedata
import unittest
from pathlib import Path

from province import SVG, Feed, Key, digest, wait_for
from sticks import (CHANGED, COMMENT, DOCUMENT, FINE, KEY, LEAP, MISSING, NOTHING, NTFS, OLDER,
                    OTHER_BYTES, OTHER_FEED, OTHER_FORMAT, ROOT, ROOT_EXPIRED, SEVERAL, TYPE,
                    UNREADABLE, UNSIGNED, WRONG, Case)


class Refusing(Case):
    """Each stick is left alone, its code says why, and what plays goes on."""

    def setUp(self):
        super().setUp()
        self.feed.publish((1,))
        self.data = self.feed.publish((2, 3))
        self.process = self.follow()
        self.assertEqual(self.bring(self.make()), FINE)

    def tearDown(self):
        self.assertEqual(self.lab.playing(), self.data)
        self.assertIsNone(self.process.poll())

    def refuse(self, stick, code, kind="vfat"):
        self.assertEqual(self.bring(stick, kind), code, self.lines(stick))
        self.assertEqual(self.lab.playing(), self.data)

    def test_other_formats_have_codes_of_their_own(self):
        for kind, code in (("ntfs", NTFS), ("ntfs3", NTFS), ("fuseblk", NTFS),
                           ("ext4", OTHER_FORMAT), ("iso9660", OTHER_FORMAT),
                           # what kiosk/bangtin-usb says of a stick that it does not mount
                           ("tmpfs bangtin-ntfs", NTFS), ("tmpfs bangtin-other", OTHER_FORMAT),
                           ("tmpfs bangtin-unreadable", UNREADABLE)):
            with self.subTest(kind):
                stick = self.make()
                (stick / "playlist.json").unlink()  # nobody looks
                self.refuse(stick, code, kind)

    def test_where_nothing_was_published_nothing_is_taken(self):
        stick = self.media / "photos"
        (stick / "a" / "b").mkdir(parents=True)
        shutil.copy(self.feed.path / "playlist.json", stick / "a" / "b")
        self.refuse(stick, NOTHING)
        stick = self.make(folder="one")
        shutil.copytree(stick / "one", stick / "two")
        self.refuse(stick, SEVERAL)

    def test_the_signature_must_be_there_and_right(self):
        self.feed.sequence = 9
        document = self.feed.document({"p": SVG.format(7).encode()})
        self.feed.put(document)
        stick = self.make()
        (stick / "playlist.json.minisig").unlink()
        self.refuse(stick, UNSIGNED)
        stick = self.make()
        (stick / "playlist.json.minisig").write_bytes(b"no signature\n" * 9)
        self.refuse(stick, UNSIGNED)
        stick = self.make()
        (stick / "playlist.json.minisig").write_bytes(b"x" * 5000)
        self.refuse(stick, UNSIGNED)
        stick = self.make()
        with (stick / "playlist.json").open("ab") as file:
            file.write(b" ")
        self.refuse(stick, CHANGED)
        self.feed.put(document, key=Key(self.lab.path, "stranger"))
        self.refuse(self.make(), KEY)
        self.feed.put(document, comment="hello")
        self.refuse(self.make(), COMMENT)
        self.feed.put(document, comment="feedId=thu sequence=8")
        self.refuse(self.make(), COMMENT)
        self.feed.put(document, comment="feedId=other sequence=9")
        self.refuse(self.make(), OTHER_FEED)

    def test_the_sequence_only_rises_and_not_without_end(self):
        self.feed.publish((7,), sequence=1)
        self.refuse(self.make(), OLDER)
        self.feed.publish((7,), sequence=2)
        self.refuse(self.make(), OTHER_BYTES)
        self.feed.publish((7,), sequence=1_000_003)
        self.refuse(self.make(), LEAP)

    def test_another_feeds_is_of_no_use(self):
        other = Feed(self.lab, "neighbour", feed_id="xa")
        other.publish((7,))
        self.refuse(self.make(feed=other), OTHER_FEED)
        twin = Feed(self.lab, "twin")
        twin.publish((7,), sequence=9)
        self.refuse(self.make(feed=twin), KEY)

    def test_a_root_must_be_signed_by_those_before_it(self):
        self.feed.next_root(signers=[Key(self.lab.path, "stranger")])
        self.feed.publish((7,))
        self.refuse(self.make(), ROOT)
        self.assertEqual(self.lab.current()["thu"]["rootVersion"], 1)
        stick = self.make()
        (stick / "2.root.json").write_bytes(b" " * 70000)
        self.refuse(stick, ROOT)

    def test_nothing_new_is_taken_past_the_roots_end(self):
        self.feed.next_root(expires="2026-01-01T00:00:00Z")
        self.feed.publish((7,))
        self.refuse(self.make(), ROOT_EXPIRED)

    def test_a_document_with_errors_is_refused_though_it_was_signed(self):
        self.feed.sequence = 3
        self.feed.put(b"{", comment="feedId=thu sequence=3")
        self.refuse(self.make(), DOCUMENT)
        document = self.feed.document({"p": SVG.format(7).encode()})
        self.feed.put({**document, "sequence": 4}, comment="feedId=thu sequence=3")
        self.refuse(self.make(), COMMENT)
        stick = self.make()
        with (stick / "playlist.json").open("r+b") as file:
            file.truncate(5 << 20)
        self.refuse(stick, DOCUMENT)

    def test_a_file_must_be_there_whole_and_what_was_signed(self):
        self.feed.publish((2, 3, 4))
        asset = f"pool/{digest(SVG.format(4).encode())[:2]}/{digest(SVG.format(4).encode())}.svg"

        def spoil(how):
            stick = self.make()
            path = stick / asset
            data = path.read_bytes()
            path.unlink()
            how(path, data)
            return stick

        self.refuse(spoil(lambda path, data: None), MISSING)
        self.refuse(spoil(lambda path, data: path.write_bytes(data[:-1])), WRONG)
        self.refuse(spoil(lambda path, data: path.write_bytes(data + b"x")), WRONG)
        self.refuse(spoil(lambda path, data: path.write_bytes(data[::-1])), WRONG)
        self.refuse(spoil(lambda path, data: path.write_bytes(b"")), WRONG)
        self.refuse(spoil(lambda path, data: path.symlink_to(self.feed.path / asset)), MISSING)
        self.refuse(spoil(lambda path, data: path.mkdir()), MISSING)
        self.refuse(spoil(lambda path, data: os.mkfifo(path)), MISSING)
        with self.subTest("a device"), contextlib.suppress(PermissionError):
            self.refuse(spoil(lambda path, data: os.mknod(path, 0o20666, os.makedev(1, 5))),
                        MISSING)

    def test_no_link_leads_anywhere(self):
        self.feed.publish((2, 3, 4))
        stick = self.make()
        (stick / "pool").rename(stick / "elsewhere")
        (stick / "pool").symlink_to("elsewhere")
        self.refuse(stick, MISSING)
        stick = self.make()
        (stick / "playlist.json").rename(stick / "real.json")
        (stick / "playlist.json").symlink_to("real.json")
        self.refuse(stick, NOTHING)
        stick = self.make()
        (stick / "playlist.json").unlink()
        os.mkfifo(stick / "playlist.json")
        self.refuse(stick, NOTHING)
        stick = self.media / "linked"
        stick.mkdir()
        (stick / "folder").symlink_to(self.feed.path)
        self.refuse(stick, NOTHING)

    def test_names_are_bytes_and_say_nothing(self):
        name = unicodedata.normalize("NFD", "ảnh.svg")
        picture = SVG.format(7).encode()
        self.feed.sequence = 3
        document = self.feed.document({"p": picture})
        document["assets"]["p"]["href"] = "media/" + unicodedata.normalize("NFC", name)
        (self.feed.path / "media").mkdir()
        (self.feed.path / "media" / name).write_bytes(picture)
        self.feed.put(document)
        self.refuse(self.make(), MISSING)
        stick = self.media / "names"
        for i in range(50):
            (stick / f"{i:03}{'ế' * 84}").mkdir(parents=True)
        os.mkdir(os.fsencode(stick) + b"/\xff\xfe\x80")
        self.refuse(stick, NOTHING)

    def test_a_type_that_was_not_signed_is_not_put_on(self):
        self.feed.sequence = 3
        self.feed.put(self.feed.document({"p": b"\x89PNG\r\n\x1a\n" + b"x" * 100}))
        self.refuse(self.make(), TYPE)
        self.data = self.feed.publish((7,))
        self.assertEqual(self.bring(self.make()), FINE)

    def test_a_name_in_strange_letters_is_told_as_text(self):
        stick = self.make("x")
        (stick / "playlist.json").unlink()
        strange = Path(os.fsdecode(os.fsencode(self.media) + b"/\xe1\xba\xa3nh \xff\x1b[2J\xe2\x80\xae"
                                   + b"y" * 90))
        stick.rename(strange)
        self.plug(strange)
        wait_for(lambda: "code 20:" in self.log.read_text(errors="replace"), "the end")
        told = self.usb(self.process)
        self.process = self.follow()
        self.assertTrue(told["name"].startswith("ảnh ??[2J?yyy"), told["name"])
        self.assertLess(len(told["name"].encode()), 64)


if __name__ == "__main__":
    unittest.main()
