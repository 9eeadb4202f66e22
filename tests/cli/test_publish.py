#!/usr/bin/env python3
"""`bangtin publish` into a folder."""

import json
import shutil
import unittest

from lab import item, png
from publish_lab import FEED, INPUT, PublishLab, digest, tree


class FirstTest(PublishLab):
    def test_a_draft_is_published_whole(self):
        self.draft()
        done = self.publish()
        document = self.assert_whole()
        self.assertEqual((document["sequence"], document["feedId"]), (1, FEED))
        self.assertIn("publication 1 stands at", done.stdout)
        self.assertIn("3 items added: i10, i11, i12", done.stdout)
        self.assertIn("3 of 3 pictures and clips sent", done.stdout)
        self.assertIn("valid until it is replaced", done.stdout)
        self.assertEqual(done.stderr, "")

    def test_media_are_named_by_content_and_described(self):
        self.draft((10,))
        self.publish()
        data = png(10, 10, 10)
        name = f"pool/{digest(data)[:2]}/{digest(data)}.png"
        self.assertEqual(self.published()["assets"]["p10"],
                         {"href": name, "size": len(data), "sha256": digest(data),
                          "mediaType": "image/png"})
        self.assertEqual((self.out / name).read_bytes(), data)

    def test_the_roots_and_their_signatures_lie_beside_it(self):
        self.draft()
        self.publish()
        for file in self.keys.glob("1.root.json*"):
            self.assertEqual((self.out / file.name).read_bytes(), file.read_bytes())
        self.assertEqual([f.name for f in self.out.glob("*.key")], [])

    def test_the_signature_lies_in_the_pool_too(self):
        self.draft()
        self.publish()
        name = digest((self.out / "playlist.json").read_bytes())
        self.assertEqual((self.out / f"pool/{name[:2]}/{name}.minisig").read_bytes(),
                         (self.out / "playlist.json.minisig").read_bytes())

    def test_numbers_texts_and_order_survive(self):
        text = ('\ufeff{\r\n\t"formatVersion": 1.0,\r\n  "title": "Th\\u00f4ng b\u00e1o \\/ \u0111",'
                '\r\n "feedId": "long-an", "defaults": {"duration": 12.50},\r\n'
                ' "assets": {"a": {"alt": "x", "href": "media/1.png"}},\r\n'
                ' "playlists": [{"id": "m", "items": [{"id": "i", "type": "image", "asset": "a",'
                ' "hidden": true, "duration": 1e1}]}]\r\n}\r\n')
        self.write("draft/playlist.json", text)
        self.write("draft/media/1.png", png(5, 5, 5))
        self.publish()
        document = self.assert_whole()
        published = (self.out / "playlist.json").read_bytes().decode()
        stamp = (f' "feedId": "long-an",\r\n "sequence": 1,\r\n '
                 f'"generated": "{document["generated"]}", "defaults"')
        asset = document["assets"]["a"]
        expected = text[1:].replace(' "feedId": "long-an", "defaults"', stamp).replace(
            '"href": "media/1.png"',
            f'"href": "{asset["href"]}", "size": {asset["size"]}, "sha256": "{asset["sha256"]}", '
            '"mediaType": "image/png"')
        self.assertEqual(published, expected)

    def test_fields_of_an_earlier_publication_are_replaced(self):
        self.draft()
        self.publish()
        published = self.published()
        published["assets"]["p10"] = {"sha256": "0" * 64, "mediaType": "image/jpeg",
                                      "href": "media/10.png"}
        for name in ("p11", "p12"):
            published["assets"][name]["href"] = f"media/{name[1:]}.png"
        self.write("draft/playlist.json", published | {"sequence": 77, "generated": "2020-01-01T00:00:00Z"})
        self.publish()
        document = self.assert_whole()
        self.assertEqual(document["sequence"], 2)
        self.assertEqual(document["assets"]["p10"]["mediaType"], "image/png")

    def test_the_same_picture_twice_is_one_file(self):
        document = self.draft((10, 11))
        shutil.copy(self.draft_path / "media/10.png", self.draft_path / "media/11.png")
        self.assertIn("1 of 1 picture or clip sent", self.publish().stdout)
        assets = self.assert_whole()["assets"]
        self.assertEqual(assets["p10"]["href"], assets["p11"]["href"])

    def test_another_feed_id_in_the_draft_is_named(self):
        self.draft(feedId="tay-ninh")
        done = self.publish()
        self.assertIn('feedId is "tay-ninh" here, and "long-an" in the root', done.stderr)
        self.assertEqual(self.assert_whole()["feedId"], FEED)

    def test_a_large_playlist(self):
        items = [item(id=f"n{i}", hidden=True) for i in range(2000)]
        self.draft()
        document = json.loads((self.draft_path / "playlist.json").read_text())
        document["playlists"][0]["items"] += items
        self.write("draft/playlist.json", document)
        done = self.publish()
        self.assertIn("2003 items added", done.stdout)
        self.assertIn(", and 1993 more", done.stdout)
        self.assert_whole()

    def test_a_document_that_grows_over_the_limit_is_refused(self):
        media = png(3, 3, 3)
        (self.draft_path / "media").mkdir(parents=True)
        (self.draft_path / "media/1.png").write_bytes(media)
        assets = {f"a{i}": {"href": "media/1.png"} for i in range(3000)}
        pad = [{"id": f"i{i}", "type": "slogan", "text": "x" * 4000, "hidden": True} for i in range(980)]
        document = {"formatVersion": 1, "feedId": FEED, "assets": assets,
                    "playlists": [{"id": "m", "items": pad}]}
        self.write("draft/playlist.json", document)
        done = self.publish(status=INPUT)
        self.assertIn("larger than 4 MiB", done.stderr)
        self.assertFalse(self.out.exists())


class AgainTest(PublishLab):
    def setUp(self):
        super().setUp()
        self.draft()
        self.publish()

    def test_unchanged_content_keeps_every_byte(self):
        before = tree(self.out)
        for _ in range(2):
            done = self.publish()
            self.assertIn("nothing has changed; publication 1", done.stdout)
        self.assertEqual(tree(self.out), before)

    def test_two_targets_agree_to_the_byte(self):
        other = self.root / "stick"
        done = self.publish(to=other)
        self.assertIn("publication 1, unchanged, now stands at", done.stdout)
        self.assertEqual(tree(other), tree(self.out))

    def test_what_changed_is_said(self):
        self.draft((11, 12, 13))
        (self.draft_path / "media/12.png").write_bytes(png(99, 10, 10))
        done = self.publish()
        self.assertEqual(self.assert_whole()["sequence"], 2)
        self.assertIn("1 item added: i13", done.stdout)
        self.assertIn("1 item removed: i10", done.stdout)
        self.assertIn("1 item changed: i12", done.stdout)
        self.assertIn("2 of 3 pictures and clips sent", done.stdout)

    def test_another_order_and_other_settings_are_said(self):
        self.draft((12, 11, 10))
        self.assertIn("in another order", self.publish().stdout)
        self.draft((12, 11, 10), title="Khác")
        self.assertIn("something else in the document changed", self.publish().stdout)
        self.assertEqual(self.assert_whole()["sequence"], 3)

    def test_line_ends_of_another_editor_are_no_change_of_items(self):
        path = self.draft_path / "playlist.json"
        text = json.dumps(json.loads(path.read_text()), indent=4)
        path.write_bytes(text.replace("\n", "\r\n").encode())
        self.assertIn("the items are the same", self.publish().stdout)

    def test_a_lost_target_gets_the_same_bytes(self):
        before = tree(self.out)
        shutil.rmtree(self.out)
        self.publish()
        self.assertEqual(tree(self.out), before)

    def test_a_damaged_picture_at_the_target_is_mended(self):
        before = tree(self.out)
        name = next(name for name in before if name.endswith(".png"))
        (self.out / name).write_bytes(b"\0" * len(before[name]))
        self.assertIn("1 of 3 pictures and clips sent", self.publish().stdout)
        self.assertEqual(tree(self.out), before)

    def test_a_document_that_a_power_cut_emptied_is_mended(self):
        before = tree(self.out)
        for damage in (b"", b"\0" * 700, before["playlist.json"][:300]):
            with self.subTest(size=len(damage)):
                (self.out / "playlist.json").write_bytes(damage)
                self.publish()
                self.assertEqual(tree(self.out), before)

    def test_a_lost_memory_is_taken_from_the_target(self):
        before = tree(self.out)
        (self.draft_path / ".published.json").unlink()
        self.publish()
        self.assertEqual(tree(self.out), before)
        (self.draft_path / ".published.json").unlink()
        self.draft((10,))
        self.publish()
        self.assertEqual(self.assert_whole()["sequence"], 2)

    def test_a_damaged_memory_goes_for_lost(self):
        for damage in (b"", b"{", b"[]", b'{"formatVersion": 2}', b'{"formatVersion":1,"feeds":{"long-an":{}}}'):
            self.write("draft/.published.json", damage)
            done = self.publish()
            self.assertIn(".published.json is damaged", done.stderr)
            self.assertEqual(self.assert_whole()["sequence"], 1)

    def test_a_memory_with_nonsense_in_it_does_no_harm(self):
        nonsense = [{"sequence": -1}, {"sequence": 1e300, "sha256": "x"}, [], None, 5,
                    {"sequence": 1, "generated": 3, "sha256": "0" * 64},
                    {"sequence": 1, "generated": "x" * 9999, "sha256": "0" * 64, "media": {}}]
        for entry in nonsense:
            with self.subTest(entry=entry):
                self.write("draft/.published.json", {"formatVersion": 1, "feeds": {FEED: [entry]}})
                self.publish()
                self.assertEqual(self.assert_whole()["sequence"], 1)

    def test_the_memory_counts_where_the_target_is_behind(self):
        shutil.copytree(self.out, self.root / "old")
        self.draft((10,))
        self.publish()
        self.draft((11,))
        self.publish(to=self.root / "old")
        self.assertEqual(self.assert_whole(self.root / "old")["sequence"], 3)

    def test_the_target_counts_where_the_memory_is_behind(self):
        memory = (self.draft_path / ".published.json").read_bytes()
        self.draft((10,))
        self.publish("--sequence", "50")
        self.write("draft/.published.json", memory)
        self.draft((11,))
        self.publish()
        self.assertEqual(self.assert_whole()["sequence"], 51)

    def test_the_media_of_the_generation_before_stay_and_older_ones_go(self):
        foreign = {"index.html": b"x", "pool/readme.txt": b"x", "pool/ab/notes.png": b"x",
                   "pool/zz/" + "0" * 64 + ".png": b"x", "pool/00/" + "1" * 64 + ".png": b"x"}
        for name, data in foreign.items():
            self.write(f"out/{name}", data)
        self.write("out/pool/00/" + "0" * 64 + ".png", b"an old one")
        self.write("out/pool/00/" + "0" * 64 + ".png.part", b"half of one")
        first = {asset["href"] for asset in self.published()["assets"].values()}
        first_signature = digest((self.out / "playlist.json").read_bytes()) + ".minisig"
        self.draft((20,))
        self.publish()
        second = self.assert_whole()["assets"]["p20"]["href"]
        names = set(tree(self.out))
        self.assertLessEqual(first | {second}, names)
        self.assertIn(f"pool/{first_signature[:2]}/{first_signature}", names)
        self.assertFalse({n for n in names if "0" * 64 in n and "/00/" in n})
        self.draft((30,))
        self.publish()
        names = set(tree(self.out))
        self.assertIn(second, names)
        self.assertFalse(first & names)
        self.assertNotIn(f"pool/{first_signature[:2]}/{first_signature}", names)
        self.assertLessEqual(set(foreign), names)

    def test_expiry(self):
        done = self.publish("--expires", "2040-01-01T07:00:00+07:00")
        self.assertIn("valid until 2040-01-01T00:00:00Z", done.stdout)
        document = self.assert_whole()
        self.assertEqual((document["sequence"], document["expires"]), (2, "2040-01-01T07:00:00+07:00"))
        before = tree(self.out)
        self.publish()  # the content has not changed: it keeps its expiry, too
        self.publish(to=self.root / "stick")
        self.assertEqual(tree(self.out), before)
        self.assertLessEqual(tree(self.root / "stick").items(), before.items())
        self.draft((10,))
        self.publish()
        self.assertNotIn("expires", self.published())
        self.draft((10,), expires="2041-01-01T00:00:00Z")
        self.publish()
        self.assertEqual(self.published()["expires"], "2041-01-01T00:00:00Z")
        self.publish("--expires", "2042-01-01T00:00:00Z")
        self.assertEqual(self.published()["expires"], "2042-01-01T00:00:00Z")
        self.publish("--expires", "17:00 31/01/2043")
        self.assertEqual(self.published()["expires"], "2043-01-31T10:00:00Z")

    def test_dry_run_writes_nothing(self):
        self.draft((10, 20))
        before = tree(self.root)
        done = self.publish("--dry-run")
        self.assertIn("this would be publication 2", done.stdout)
        self.assertIn("1 item added: i20", done.stdout)
        self.publish("--dry-run", to=self.root / "nowhere-yet")
        self.assertEqual(tree(self.root), before)
        self.assertFalse((self.root / "nowhere-yet").exists())


if __name__ == "__main__":
    unittest.main()
