#!/usr/bin/env python3
"""`bangtin publish` to a web server: Debian's nginx, and one that errs."""

import json
import os
import random
import shutil
import sys
import time
import unittest
from pathlib import Path

from dav import Nginx
from publish_lab import INPUT, MACHINE, TRUST, USAGE, PublishLab, tree

sys.path.insert(0, str(Path(os.environ["BANGTIN_SOURCE"]) / "tests/feed"))
from server import Server  # noqa: E402

OFFICER = "machine 127.0.0.1 login officer password \"secret word\"\n"


class NginxTest(PublishLab):
    @classmethod
    def setUpClass(cls):
        cls.nginx = Nginx()
        cls.addClassCleanup(cls.nginx.stop)

    def setUp(self):
        super().setUp()
        self.draft()
        for name in Nginx.FOLDERS:
            shutil.rmtree(self.nginx.www / name)
            (self.nginx.www / name).mkdir()
        self.use("all")

    def use(self, name):
        """From now on the publication goes to this folder of the server."""
        self.out = self.nginx.url(name)
        self.folder = self.nginx.www / name

    def assert_whole(self, path=None):
        return super().assert_whole(path or self.folder)

    def test_a_draft_is_published_whole(self):
        done = self.publish()
        self.assertEqual(self.assert_whole()["sequence"], 1)
        self.assertIn("3 of 3 pictures and clips sent", done.stdout)
        self.assertIn(f"Players that follow {self.out} take it", done.stdout)

    def test_a_folder_and_the_web_agree_to_the_byte(self):
        self.publish()
        self.publish(to=self.root / "stick")
        self.assertEqual(tree(self.root / "stick"), tree(self.folder))

    def test_the_folder_may_be_written_in_several_ways(self):
        self.publish(to=self.out)
        before = tree(self.folder)
        for to in (self.out[:-1], self.out + "playlist.json", self.out + "//"):
            self.assertIn("nothing has changed", self.publish(to=to).stdout)
        self.assertEqual(tree(self.folder), before)

    def test_changes(self):
        self.publish()
        first = self.published(self.folder)["assets"]["p10"]["href"]
        self.draft((11, 13))
        done = self.publish()
        self.assertIn("1 item added: i13", done.stdout)
        self.assertIn("2 items removed: i10, i12", done.stdout)
        self.assertIn("1 of 2 pictures and clips sent", done.stdout)
        self.assertEqual(self.assert_whole()["sequence"], 2)
        self.assertTrue((self.folder / first).exists())
        self.draft((11,))
        self.publish()
        self.assertFalse((self.folder / first).exists())
        self.draft((14,))
        self.publish()
        self.assert_whole()
        self.assertEqual(len(list((self.folder / "pool").rglob("*.png"))), 2)

    def test_an_alert(self):
        """It is laid over what stands there; one that cannot be sent leaves the folder as it was."""
        def words(headline):
            return ["alert", "new", self.draft_path, "--headline", headline, *self.words()[2:]]
        self.publish()
        shutil.copytree(self.folder, self.nginx.www / "stuck", dirs_exist_ok=True)
        draft = self.draft_path / "playlist.json"
        draft.write_bytes(before := draft.read_bytes().replace(b'"i11"', b'"edited"'))
        self.use("stuck")
        self.assertEqual(self.run_bangtin(*words("x")).returncode, MACHINE)
        self.assertEqual(draft.read_bytes(), before)
        self.use("all")
        done = self.run_bangtin(*words("Bão"))
        self.assertEqual(done.returncode, 0, done.stderr)
        after = self.assert_whole()
        self.assertEqual((after["sequence"], after["alerts"][0]["headline"]), (3, "Bão"))
        self.assertEqual(after["playlists"][0]["items"][1]["id"], "i11")

    def test_a_server_that_lets_nothing_be_deleted(self):
        self.use("keep")
        for width in (10, 11, 12):
            self.draft((width,))
            done = self.publish()
        self.assertIn("could not be removed", done.stderr)
        self.assertEqual(self.assert_whole()["sequence"], 3)

    def test_folders_are_made_where_the_server_makes_none(self):
        self.use("folders")
        self.publish()
        self.assert_whole()

    def test_a_folder_that_is_not_there_is_named_and_not_what_would_lie_in_it(self):
        self.use("folders")
        done = self.publish(to=f"{self.out}long-an/", status=MACHINE)
        self.assertIn(f"{self.out}long-an/: this folder is not there on the server; make it first (409)", done.stderr)
        (self.folder / "long-an").mkdir()
        self.publish(to=f"{self.out}long-an/")

    def test_a_lost_memory_is_taken_from_the_server(self):
        self.publish()
        (self.draft_path / ".published.json").unlink()
        before = tree(self.folder)
        self.publish()
        self.assertEqual(tree(self.folder), before)

    def test_a_picture_of_another_length_is_sent_again(self):
        self.publish()
        before = tree(self.folder)
        name = next(name for name in before if name.endswith(".png"))
        (self.folder / name).write_bytes(before[name][:-1])
        self.publish()
        self.assertEqual(tree(self.folder), before)

    def test_name_and_password_come_from_netrc(self):
        self.use("locked")
        done = self.publish(status=MACHINE)
        self.assertIn("~/.netrc", done.stderr)
        self.assertIn("(401)", done.stderr)
        self.write(".netrc", OFFICER.replace("secret", "wrong")).chmod(0o600)
        self.publish(status=MACHINE)
        self.write(".netrc", OFFICER).chmod(0o600)
        self.publish()
        self.assert_whole()

    def test_a_server_that_takes_no_put(self):
        self.use("plain")
        self.assertIn("switch WebDAV on", self.publish(status=MACHINE).stderr)
        self.assertEqual(tree(self.folder), {})

    def test_a_server_whose_disk_is_full(self):
        self.use("full")
        self.assertIn("the server's disk is full (507)", self.publish(status=MACHINE).stderr)

    def test_a_file_that_is_too_large_for_the_server(self):
        self.use("small")
        self.assertIn("client_max_body_size", self.publish(status=MACHINE).stderr)

    def test_the_old_document_is_whole_beside_the_new_signature(self):
        self.use("stuck")  # takes all but the document
        self.publish(to=self.folder)
        before = (self.folder / "playlist.json.minisig").read_bytes()
        self.draft((10, 20))
        self.publish(status=MACHINE)
        self.assertNotEqual((self.folder / "playlist.json.minisig").read_bytes(), before)
        self.assertEqual(self.assert_whole()["sequence"], 1)
        self.draft((10, 30))
        self.publish(status=MACHINE)
        self.assertEqual(self.assert_whole()["sequence"], 1)
        self.publish(to=self.folder)
        self.assertEqual(self.assert_whole()["sequence"], 3)

    def test_a_feed_that_was_signed_by_hand_stays_whole(self):
        """Nobody has put a copy of its signature into the pool."""
        self.use("stuck")
        self.publish(to=self.folder)
        for copy in self.folder.glob("pool/*/*.minisig"):
            copy.unlink()
        self.draft((10, 20))
        self.publish(status=MACHINE)
        self.assertEqual(self.assert_whole()["sequence"], 1)

    def test_a_server_that_sends_elsewhere(self):
        self.assertEqual(self.publish(to=self.nginx.url("moved"), status=MACHINE).stdout, "")

    def test_addresses_that_are_refused(self):
        for to, words in (("ftp://127.0.0.1/", "only http:// and https://"),
                          ("http://", "only http:// and https://"),
                          ("https:///feed", "only http:// and https://"),
                          ("http://me:secret@127.0.0.1/", "~/.netrc"),
                          (self.out + "?a=b", "without"), ("file:///tmp/x", "only http://")):
            self.assertIn(words, self.publish(to=to, status=USAGE).stderr)

    def test_a_kill_at_any_time_leaves_a_whole_feed(self):
        self.publish()
        chance = random.Random(8)
        for turn in range(int(os.environ.get("BANGTIN_KILLS", "5"))):
            self.draft((10 + turn % 3, 100 + turn, 200 + turn))
            begin = time.monotonic()
            self.publish("--dry-run")
            lead = time.monotonic() - begin
            process = self.start(self.words())
            time.sleep(lead * chance.uniform(0.5, 2))
            process.kill()
            process.wait()
            self.assert_whole()
            self.publish()
            assets = self.assert_whole()["assets"]
            self.assertEqual(sorted(assets), sorted(f"p{w}" for w in (10 + turn % 3, 100 + turn, 200 + turn)))


class ErringServerTest(PublishLab):
    def setUp(self):
        super().setUp()
        self.draft()
        self.folder = self.root / "www"
        self.folder.mkdir()
        self.server = self.enterContext(Server(self.folder, writable=True))
        self.out = self.server.url()

    def test_folders_are_made_and_the_document_comes_last(self):
        self.publish()
        self.assert_whole(self.folder)
        self.assertEqual(self.server.paths("PUT")[-2:], ["/playlist.json.minisig", "/playlist.json"])

    def test_what_a_server_has_is_not_sent_again(self):
        self.publish()
        self.server.log.clear()
        self.publish()
        self.assertEqual((self.server.paths("PUT"), self.server.paths("DELETE")), ([], []))

    def test_faults_that_pass_are_outlived(self):
        self.publish()
        self.draft((10, 20))
        for status in (503, 429, 500):
            self.server.fault("/playlist.json", "status", status=status, times=1)
            self.publish()
        self.server.fault("/playlist.json.minisig", "reset", times=2)
        self.draft((10, 30))
        self.publish()
        self.assertEqual(self.assert_whole(self.folder)["sequence"], 3)

    def test_faults_that_stay_are_told_and_leave_the_old_feed_whole(self):
        self.publish()
        self.draft((10, 20))
        before = self.published(self.folder)
        self.server.fault("/playlist.json.minisig", "status", status=503)
        self.assertIn("the server answers 503", self.publish(status=MACHINE).stderr)
        self.assertEqual(self.published(self.folder), before)
        self.server.heal()
        self.assert_whole(self.folder)
        self.publish()
        self.assertEqual(self.assert_whole(self.folder)["sequence"], 2)

    def test_a_captive_portal_is_no_feed(self):
        self.publish()
        self.draft((20,))
        before = tree(self.folder)
        self.server.fault("*", "portal")
        self.assertIn("no playlist", self.publish(status=INPUT).stderr)
        self.assertEqual(tree(self.folder), before)

    def test_an_endless_answer_is_no_feed(self):
        self.publish()
        before = tree(self.folder)
        self.draft((20,))
        self.server.fault("/playlist.json", "endless")
        self.publish(status=INPUT)
        self.assertEqual(tree(self.folder), before)

    def test_another_feed_stands_there(self):
        self.write("www/playlist.json", json.dumps({"formatVersion": 1, "feedId": "tay-ninh",
                                                    "sequence": 3, "playlists": [{"id": "m", "items": []}]}))
        self.assertIn('the feed "tay-ninh" stands there', self.publish(status=INPUT).stderr)
        self.assertEqual(self.server.paths("PUT"), [])

    def test_a_number_that_nobody_vouches_for(self):
        self.publish()
        (self.draft_path / ".published.json").unlink()
        data = (self.folder / "playlist.json").read_text().replace('"sequence": 1', '"sequence": 800')
        self.write("www/playlist.json", data)
        self.draft((10,))
        self.assertIn("no key that the root names", self.publish(status=TRUST).stderr)

    def test_no_server(self):
        self.publish(to="http://127.0.0.1:1/", status=MACHINE)


if __name__ == "__main__":
    unittest.main()
