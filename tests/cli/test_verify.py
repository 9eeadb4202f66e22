#!/usr/bin/env python3
"""`verify` says of a published folder what a player would do with it."""

import hashlib
import json
import shutil
import unittest

from feeds import FeedLab
from lab import item, png

SIGNATURE = "playlist.json.minisig"


class WholeTest(FeedLab):
    def test_a_whole_feed(self):
        self.publish()
        before = sorted((p, p.stat().st_mtime_ns) for p in self.web.rglob("*"))
        done = self.run_bangtin("verify", self.web, "--root", self.first_root)
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        for words in ("feed:      long-an", "sequence:  8", "generated: 2026-11-22T00:00:00Z",
                      "root:      version 1", "2 items, 1 picture or clip", "All signatures"):
            self.assertIn(words, done.stdout)
        self.assertEqual(sorted((p, p.stat().st_mtime_ns) for p in self.web.rglob("*")), before)

    def test_the_same_for_programs(self):
        self.publish()
        status, report = self.verify()
        self.assertEqual(status, 0)
        self.assertEqual(report, {
            "verified": True, "feedId": "long-an", "sequence": 8,
            "generated": "2026-11-22T00:00:00Z", "items": 2, "assets": 1,
            "bytes": self.picture["size"], "rootVersion": 1, "errors": 0, "warnings": 0,
            "findings": []})

    def test_an_expired_document_is_a_doubt(self):
        self.publish(generated="2019-01-01T00:00:00Z", expires="2020-01-01T00:00:00Z")
        status, report = self.verify()
        self.assertEqual((status, report["verified"], report["warnings"]), (0, True, 1))
        self.assertEqual(report["findings"][0]["code"], "expired")

    def test_an_interrupted_publication_leaves_a_whole_feed(self):
        self.publish(8)
        old = (self.web / "playlist.json").read_bytes()
        digest = hashlib.sha256(old).hexdigest()
        shutil.copy(self.web / SIGNATURE, self.write(f"web/pool/{digest[:2]}/{digest}.minisig", b""))
        self.publish(9)
        (self.web / "playlist.json").write_bytes(old)  # the new one has not come yet
        status, report = self.verify()
        self.assertEqual((status, report["sequence"]), (0, 8))


class RefusedTest(FeedLab):
    """Each of these is 4, and says what and where."""

    def setUp(self):
        super().setUp()
        self.publish()

    def change(self, name, at=-3):
        data = bytearray((self.web / name).read_bytes())
        data[at] ^= 1
        (self.web / name).write_bytes(data)

    def test_a_changed_document(self):
        self.change("playlist.json", 20)
        report = self.expect(4, "signature", SIGNATURE)
        self.assertNotIn("sequence", report)  # nothing of it was read

    def test_a_changed_signature(self):
        self.change(SIGNATURE)
        self.expect(4, "form", SIGNATURE)

    def test_no_signature(self):
        (self.web / SIGNATURE).unlink()
        self.expect(4, "missing", SIGNATURE)

    def test_a_web_page_in_its_place(self):
        self.write(f"web/{SIGNATURE}", "<html>Login</html>")
        self.expect(4, "form", SIGNATURE)

    def test_another_key(self):
        self.new_key("stranger")
        self.sign(self.web / "playlist.json", "stranger")
        self.expect(4, "key", SIGNATURE)

    def test_the_root_key_signs_no_documents(self):
        self.sign(self.web / "playlist.json", "root")
        self.expect(4, "key", SIGNATURE)

    def test_no_comment(self):
        self.sign(self.web / "playlist.json", comment="hello")
        self.expect(4, "comment", SIGNATURE)

    def test_a_comment_of_another_feed(self):
        self.sign(self.web / "playlist.json", comment="feedId=dong-nai sequence=8")
        self.expect(4, "other-feed", SIGNATURE)

    def test_a_comment_at_odds_with_the_document(self):
        self.sign(self.web / "playlist.json", comment="feedId=long-an sequence=9")
        report = self.expect(4, "comment", "playlist.json")
        self.assertIn("sequence 9 was signed", report["findings"][0]["message"])
        self.publish(feedId="dong-nai")
        self.expect(4, "comment", "playlist.json")

    def test_a_changed_picture(self):
        self.change(self.picture["href"])
        self.expect(4, "digest", self.picture["href"])

    def test_a_picture_of_another_size(self):
        path = self.web / self.picture["href"]
        data = path.read_bytes()
        for other in (data + b"x", data[:-1], b""):
            path.write_bytes(other)
            self.expect(4, "size", self.picture["href"])

    def test_the_words_for_people(self):
        self.change(self.picture["href"])
        done = self.run_bangtin("verify", self.web, "--root", self.first_root)
        self.assertEqual(done.returncode, 4)
        self.assertIn(f"web/{self.picture['href']}: its bytes are not those that were signed; ",
                      done.stderr)
        self.assertIn("a player would refuse this", done.stderr)
        self.assertNotIn("All signatures", done.stdout)


class FaultTest(FeedLab):
    """Each of these is 1."""

    def test_a_missing_picture(self):
        self.publish()
        (self.web / self.picture["href"]).unlink()
        self.expect(1, "missing", self.picture["href"])

    def test_a_picture_by_a_link_that_leads_out(self):
        self.publish()
        path = self.web / self.picture["href"]
        path.rename(self.root / "outside.png")
        path.symlink_to(self.root / "outside.png")
        self.expect(1, "missing", self.picture["href"])

    def test_a_picture_outside_the_pool(self):
        data = png(40, 30, 30)
        self.write("web/media/a.png", data)
        asset = {"href": "media/a.png", "size": len(data),
                 "sha256": hashlib.sha256(data).hexdigest()}
        self.publish(assets={"a": asset})
        self.expect(1, "not-published", "/assets/a")

    def test_a_draft_that_somebody_signed(self):
        self.publish(assets={"a": {"href": "pool/aa/a.png"}})
        self.expect(1, "not-published", "/assets/a")

    def test_a_document_that_cannot_be_read(self):
        self.publish(playlists=[])
        _, report = self.verify()
        self.publish(playlists="none")
        status, report = self.verify()
        self.assertEqual((status, report["findings"][0]["path"]), (1, "/playlists"))
        self.assertNotIn("items", report)

    def test_an_item_that_cannot_be_shown(self):
        self.publish(playlists=[{"id": "main", "items": [item(id="b", type="nonsense")]}])
        status, report = self.verify()
        self.assertEqual((status, report["findings"][0]["path"]), (1, "/playlists/0/items/0/type"))

    def test_no_feed(self):
        self.expect(1, "missing", "")
        self.web.mkdir()
        self.expect(1, "missing", "playlist.json")
        done = self.run_bangtin("verify", self.root / "nowhere", "--root", self.first_root)
        self.assertEqual(done.returncode, 1)
        self.assertRegex(done.stderr, r"^\S*nowhere: there is no such file or folder; name ")

    def test_no_root(self):
        self.publish()
        done = self.run_bangtin("verify", self.web)
        self.assertEqual((done.returncode, done.stdout), (2, ""))
        self.assertIn("--root is missing", done.stderr)
        for root in (self.root / "nowhere", self.web / "playlist.json", self.keys / "root.pub"):
            status, report = self.verify(root=root)
            self.assertEqual((status, report["verified"]), (1, False))
            self.assertEqual(report["findings"][0]["code"], "root")


class PageTest(FeedLab):
    """What docs/trust.md tells an administrator to do."""

    def publish_with(self, key, root, *words, draft="folder"):
        done = self.run_bangtin("publish", self.folder(name=draft), "--key", self.keys / f"{key}.key",
                                "--root", self.keys / root, "--to", self.web, *words)
        self.assertEqual(done.returncode, 0, done.stderr)

    def new_root(self, **fields):
        first = json.loads(self.first_root.read_text())
        path = self.write("keys/2.root.json", first | {"version": 2} | fields)
        self.sign(path, "root", to=f"{path}.{self.number('root')}.minisig")

    def test_another_feed_key(self):
        self.publish_with("feed", "1.root.json")
        self.assertEqual(self.verify()[0], 0)
        self.new_root(feedKeys=[self.new_key("feed2")])
        self.publish_with("feed2", "2.root.json")
        status, report = self.verify()
        self.assertEqual((status, report["rootVersion"]), (0, 2))

    def test_a_stolen_feed_key(self):
        self.publish_with("feed", "1.root.json", "--sequence", "900000", draft="thief")
        self.new_root(feedKeys=[self.new_key("feed2")], sequenceFloor=1200)
        shutil.rmtree(self.web)
        self.publish_with("feed2", "2.root.json", "--sequence", "1200")
        status, report = self.verify()
        self.assertEqual((status, report["sequence"]), (0, 1200))


class ChainTest(FeedLab):
    def setUp(self):
        super().setUp()
        self.publish()

    def test_the_feed_key_is_exchanged(self):
        line = self.new_key("feed2")
        self.put_root(2, ["root"], feedKeys=[line])
        self.expect(4, "key", SIGNATURE)
        self.sign(self.web / "playlist.json", "feed2")
        status, report = self.verify()
        self.assertEqual((status, report["rootVersion"]), (0, 2))

    def test_the_root_key_is_exchanged(self):
        line = self.new_key("root2")
        self.put_root(2, ["root", "root2"], rootKeys=[line])
        line = self.new_key("root3")
        self.put_root(3, ["root2", "root3"], rootKeys=[line])
        status, report = self.verify()
        self.assertEqual((status, report["rootVersion"]), (0, 3))
        status, report = self.verify(root=self.web / "2.root.json")
        self.assertEqual((status, report["rootVersion"]), (0, 3))

    def test_a_root_signed_by_too_few(self):
        lines = [self.line("root"), self.new_key("b"), self.new_key("c")]
        for signers in ([], ["b", "c"], ["root"]):
            for old in self.web.glob("2.root.json*"):
                old.unlink()
            self.put_root(2, signers, rootKeys=lines, rootThreshold=2)
            report = self.expect(4, "root", "2.root.json")
            self.assertEqual(report["rootVersion"], 1)
            missing = self.number("root" if "root" not in signers else "b")
            self.assertIn(f"2.root.json.{missing}.minisig is not there",
                          report["findings"][0]["hint"])
        self.put_root(2, ["root", "b"], rootKeys=lines, rootThreshold=2)
        self.assertEqual(self.verify()[0], 0)

    def test_one_signature_under_two_names_is_one(self):
        lines = [self.line("root"), self.new_key("b")]
        path = self.put_root(2, ["root"], rootKeys=lines, rootThreshold=2)
        shutil.copy(f"{path}.{self.number('root')}.minisig", f"{path}.{self.number('b')}.minisig")
        self.expect(4, "root", "2.root.json")

    def test_a_root_of_another_feed(self):
        self.put_root(2, ["root"], feedId="dong-nai")
        self.expect(4, "root", "2.root.json")

    def test_a_root_that_was_changed_after_it_was_signed(self):
        path = self.put_root(2, ["root"])
        path.write_text(path.read_text().replace("2031", "2041"))
        self.expect(4, "root", "2.root.json")

    def test_a_signed_root_with_a_fault(self):
        self.put_root(2, ["root"], rootThreshold=2)
        self.expect(1, "threshold", "2.root.json#/rootThreshold")

    def test_a_root_is_left_out(self):
        self.put_root(3, ["root"])
        self.expect(1, "missing", "2.root.json")

    def test_a_floor_above_the_document(self):
        self.put_root(2, ["root"], sequenceFloor=9)
        self.expect(4, "older", SIGNATURE)
        self.put_root(2, ["root"], sequenceFloor=8)
        self.assertEqual(self.verify()[0], 0)

    def test_an_expired_root(self):
        self.put_root(2, ["root"], expires="2020-01-01T00:00:00Z")
        self.expect(4, "root-expired", "playlist.json")


if __name__ == "__main__":
    unittest.main()
