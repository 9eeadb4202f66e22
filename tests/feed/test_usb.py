#!/usr/bin/env python3
"""An officer brings a stick: what is taken from it, and how that is told."""

import json
import shutil
import unittest

from province import Feed, Key, digest, wait_for
from server import Server
from sticks import FINE, FULL, OLDER, SAME, Case


class Bringing(Case):
    def test_a_stick_that_is_there_at_the_start_is_taken(self):
        data = self.feed.publish((1, 2, 3))
        stick = self.plug(self.make("BANG TIN #1"))
        process = self.follow()
        self.assertEqual(self.end(stick), FINE)
        self.assertEqual(self.lab.playing(), data)
        told = self.usb(process)
        self.assertRegex(told.pop("since"), r"^20\d\d-")
        self.assertEqual(told, {"state": "done", "code": 0, "percent": 100, "name": "BANG TIN #1",
                                "message": "done; you may pull the stick"})
        words = self.lab.bangtin("status", "--run", self.lab.run).stdout
        self.assertRegex(words, r"Stick +BANG TIN #1 · done; you may pull the stick\n")
        metrics = (self.lab.run / "metrics.prom").read_text()
        self.assertIn("\nbangtin_usb_state 3\n", metrics)
        self.assertIn("\nbangtin_usb_code 0\n", metrics)

    def test_the_screen_is_told_how_each_stick_fares(self):
        self.feed.publish((1, 2, 3))
        process = self.follow()
        self.assertIsNone(self.front())
        told = {"state": "done", "code": 0, "stick": 1, "percent": 100, "unsigned": False}
        self.bring(self.make())
        wait_for(lambda: self.front() == told, "the word")
        refused = {"state": "refused", "code": 22, "percent": 0, "unsigned": False}
        for number in (2, 3):  # two that end alike are two
            stick = self.make()
            (stick / "playlist.json.minisig").unlink()
            self.bring(stick)
            wait_for(lambda: self.front() == {**refused, "stick": number}, "the word")
        self.lab.stop(process)
        self.assertIsNone(self.front())

    def test_what_was_taken_stays_when_the_stick_is_gone_and_after_a_start(self):
        data = self.feed.publish((1, 2))
        process = self.follow()
        stick = self.make()
        self.assertEqual(self.bring(stick), FINE)
        self.pull(stick)
        self.lab.stop(process)
        process = self.follow()
        self.assertEqual(self.usb(process)["state"], "none")
        self.assertEqual(self.lab.playing(), data)

    def test_the_folder_may_stand_in_one_of_the_first_level(self):
        data = self.feed.publish((1,))
        self.follow()
        stick = self.make(folder="Bảng tin (1)")
        (stick / "Ảnh gia đình").mkdir()
        (stick / ".Trashes" / "x").mkdir(parents=True)
        shutil.copy(self.feed.path / "playlist.json", stick / ".Trashes")
        self.assertEqual(self.bring(stick), FINE)
        self.assertEqual(self.lab.playing(), data)

    def test_the_stick_itself_comes_before_its_folders(self):
        data = self.feed.publish((1,))
        self.follow()
        stick = self.make()
        shutil.copytree(stick / "pool", stick / "old" / "pool")
        (stick / "old" / "playlist.json").write_text("{}")
        self.assertEqual(self.bring(stick), FINE)
        self.assertEqual(self.lab.playing(), data)

    def test_the_same_again_writes_nothing(self):
        self.feed.publish((1, 2))
        self.follow()
        self.assertEqual(self.bring(self.make()), FINE)

        def state():
            return {path: (path.stat().st_mtime_ns, path.stat().st_ino)
                    for path in self.lab.store.rglob("*")}

        before = state()
        self.assertEqual(self.bring(self.make()), SAME)
        self.assertEqual(state(), before)

    def test_nothing_on_the_stick_is_changed(self):
        self.feed.publish((1, 2))
        self.follow()
        stick = self.make()
        before = {path: path.stat().st_mtime_ns for path in [stick, *stick.rglob("*")]}
        self.assertEqual(self.bring(stick), FINE)
        self.assertEqual({path: path.stat().st_mtime_ns for path in [stick, *stick.rglob("*")]},
                         before)

    def test_several_sticks_one_after_another_leave_the_newest(self):
        sticks = []
        for colour in (1, 2, 3):
            data = self.feed.publish((colour, 9))
            sticks.append(self.make())
        for stick in reversed(sticks):
            self.mounts[stick] = "exfat"
        self.write_mounts()
        self.follow()
        self.assertEqual([self.end(stick) for stick in sticks], [OLDER, OLDER, FINE])
        self.assertEqual(self.lab.playing(), data)

    def test_the_keys_change_by_a_stick(self):
        self.feed.publish((1,))
        self.follow()
        self.assertEqual(self.bring(self.make()), FINE)
        self.feed.feed_keys = [Key(self.lab.path, "second")]
        self.feed.next_root()
        self.feed.root_keys.append(Key(self.lab.path, "second-root"))
        self.feed.next_root()
        data = self.feed.publish((2,))
        self.assertEqual(self.bring(self.make()), FINE)
        self.assertEqual(self.lab.playing(), data)
        self.assertEqual(self.lab.current()["thu"]["rootVersion"], 3)

    def test_the_signature_beside_the_media_counts_where_the_first_one_is_of_another(self):
        data = self.feed.publish((1,))
        stick = self.make()
        copy = stick / f"pool/{digest(data)[:2]}/{digest(data)}.minisig"
        copy.parent.mkdir(parents=True, exist_ok=True)
        (stick / "playlist.json.minisig").rename(copy)
        self.feed.publish((2,))
        shutil.copy(self.feed.path / "playlist.json.minisig", stick)
        self.follow()
        self.assertEqual(self.bring(stick), FINE)
        self.assertEqual(self.lab.playing(), data)

    def test_a_stick_mends_what_was_damaged(self):
        data = self.feed.publish((1, 2))
        process = self.follow()
        self.assertEqual(self.bring(self.make()), FINE)
        self.lab.stop(process)
        asset = next(iter(json.loads(data)["assets"].values()))
        (self.lab.store / "objects" / asset["sha256"][:2] / asset["sha256"]).unlink()
        self.mounts.clear()
        self.write_mounts()
        self.follow()
        self.assertEqual(self.bring(self.make()), FINE)
        self.assertEqual(self.lab.playing(), data)

    def test_off_means_that_nothing_is_looked_at(self):
        self.feed.publish((1,))
        self.site = self.settings({"root": str(self.feed.root)}, mode="off")
        stick = self.plug(self.make())
        process = self.follow()
        self.assertEqual(self.usb(process)["state"], "none")
        self.assertEqual(self.lines(stick), [])


class Full(Case):
    def test_what_has_no_room_is_refused_before_it_is_copied(self):
        data = self.feed.publish((1,))
        self.site = self.lab.settings({"root": str(self.feed.root)},
                                      usb={"mounts": [str(self.media)]},
                                      store={"maxBytes": 1 << 20, "minFreePercent": 0})
        self.follow()
        self.assertEqual(self.bring(self.make()), FINE)
        self.feed.sequence = 2
        self.feed.put(self.feed.document({"p": b"<svg/>" + b" " * (2 << 20)}))
        self.assertEqual(self.bring(self.make()), FULL)
        self.assertEqual(self.lab.playing(), data)
        self.assertFalse(list((self.lab.store / "tmp").iterdir()))


class WithNetwork(Case):
    def setUp(self):
        super().setUp()
        self.web = Feed.__new__(Feed)
        self.web.__dict__.update(self.feed.__dict__)
        self.web.path = self.lab.path / "served"
        shutil.copytree(self.feed.path, self.web.path)
        self.server = Server(self.web.path)
        self.server.__enter__()
        self.addCleanup(self.server.__exit__)
        self.site = self.settings({"url": self.server.url("/playlist.json"), "interval": 1,
                                   "root": str(self.feed.root)})

    def test_a_stick_that_is_newer_wins_and_an_older_one_does_not(self):
        self.web.publish((1,), sequence=5)
        self.follow()
        wait_for(lambda: self.lab.sequence() == 5, "the network's document")
        self.feed.publish((2,), sequence=4)
        self.assertEqual(self.bring(self.make()), OLDER)
        data = self.feed.publish((2,), sequence=6)
        self.assertEqual(self.bring(self.make()), FINE)
        self.assertEqual(self.lab.playing(), data)
        data = self.web.publish((3,), sequence=7)
        wait_for(lambda: self.lab.sequence() == 7, "the network's next document")
        self.assertEqual(self.lab.playing(), data)

    def test_a_stick_brings_what_the_network_cannot(self):
        self.web.publish((1, 2))
        shutil.rmtree(self.web.path / "pool")
        self.follow()
        wait_for(lambda: "asset-missing" in self.log.read_text(), "the trouble")
        data = self.feed.publish((1, 2))
        (self.feed.path / "playlist.json").write_bytes((self.web.path / "playlist.json")
                                                       .read_bytes())
        shutil.copy(self.web.path / "playlist.json.minisig", self.feed.path)
        # The network's own round may be the one that finds all of the stick's files there.
        self.assertIn(self.bring(self.make()), (FINE, SAME))
        self.assertEqual(self.lab.playing(), (self.web.path / "playlist.json").read_bytes())
        self.assertEqual(len(data), len(self.lab.playing()))


if __name__ == "__main__":
    unittest.main()
