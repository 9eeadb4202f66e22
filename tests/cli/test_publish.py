#!/usr/bin/env python3
"""`bangtin publish` into a folder."""

import json
import shutil
import subprocess
import unittest
from pathlib import Path

from lab import item, png
from publish_lab import DONE, FEED, INPUT, MACHINE, TRUST, USAGE, PublishLab, digest, tree


class FirstTest(PublishLab):
    def test_a_draft_is_published_whole(self):
        self.draft()
        done = self.publish()
        document = self.assert_whole()
        self.assertEqual((document["sequence"], document["feedId"]), (1, FEED))
        self.assertIn("publication 1 stands at", done.stdout)
        self.assertIn("items added 3: i10, i11, i12", done.stdout)
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
        self.assertIn("items added 2003", done.stdout)
        self.assertIn(" and 1993 more", done.stdout)
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
        self.assertIn("items added 1: i13", done.stdout)
        self.assertIn("items removed 1: i10", done.stdout)
        self.assertIn("items changed 1: i12", done.stdout)
        self.assertIn("2 of 3 pictures and clips sent", done.stdout)

    def test_another_order_and_other_settings_are_said(self):
        self.draft((12, 11, 10))
        self.assertIn("in another order", self.publish().stdout)
        self.draft((12, 11, 10), title="Khác")
        self.assertIn("something else in the document changed", self.publish().stdout)
        self.assertEqual(self.assert_whole()["sequence"], 3)

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

    def test_dry_run_writes_nothing(self):
        self.draft((10, 20))
        before = tree(self.root)
        done = self.publish("--dry-run")
        self.assertIn("this would be publication 2", done.stdout)
        self.assertIn("items added 1: i20", done.stdout)
        self.publish("--dry-run", to=self.root / "nowhere-yet")
        self.assertEqual(tree(self.root), before)
        self.assertFalse((self.root / "nowhere-yet").exists())


class SequenceTest(PublishLab):
    def setUp(self):
        super().setUp()
        self.draft()
        self.publish("--sequence", "7")

    def test_a_lower_or_equal_number_for_other_content_is_refused(self):
        self.draft((10,))
        before = tree(self.root)
        for number in ("1", "6", "7"):
            done = self.publish("--sequence", number, status=TRUST)
            self.assertIn("players have 7 already", done.stderr)
        self.assertEqual(tree(self.root), before)

    def test_the_same_number_for_the_same_content_is_fine(self):
        before = tree(self.out)
        self.publish("--sequence", "7")
        self.assertEqual(tree(self.out), before)

    def test_a_greater_number_is_taken(self):
        self.publish("--sequence", "9")
        self.assertEqual(self.assert_whole()["sequence"], 9)

    def test_a_leap_that_players_refuse_is_refused(self):
        self.assertIn("1000000 above", self.publish("--sequence", "1000008", status=TRUST).stderr)
        self.publish("--sequence", "1000007")

    def test_what_is_no_number_is_wrong_usage(self):
        for number in ("0", "-1", "1.5", "01", "x", "9007199254740992", "99999999999999999999"):
            self.publish("--sequence", number, status=USAGE)

    def test_the_last_number(self):
        shutil.rmtree(self.out)
        (self.draft_path / ".published.json").unlink()
        self.publish("--sequence", "9007199254740991")
        self.assertEqual(self.assert_whole()["sequence"], 9007199254740991)
        self.publish()
        self.draft((10,))
        self.assertIn("used up", self.publish(status=TRUST).stderr)

    def test_a_stranger_leads_the_number_nowhere(self):
        (self.draft_path / ".published.json").unlink()
        self.make_key("stranger")
        document = self.out / "playlist.json"
        document.write_text(json.dumps(self.published() | {"sequence": 5000}))
        subprocess.run(["minisign", "-S", "-s", self.keys / "stranger.key", "-m", document,
                        "-t", f"feedId={FEED} sequence=5000"], check=True, capture_output=True)
        before = tree(self.out)
        self.assertIn("no key that the root names", self.publish(status=TRUST).stderr)
        self.assertEqual(tree(self.out), before)
        self.publish("--sequence", "8")
        self.assertEqual(self.assert_whole()["sequence"], 8)

    def test_a_document_that_was_signed_for_another_number_proves_none(self):
        (self.draft_path / ".published.json").unlink()
        shutil.rmtree(self.out / "pool")
        document = self.out / "playlist.json"
        subprocess.run(["minisign", "-S", "-s", self.keys / "feed.key", "-m", document,
                        "-t", f"feedId={FEED} sequence=5000"], check=True, capture_output=True)
        self.publish(status=TRUST)

    def test_a_floor_of_the_root(self):
        self.make_root(2, sequenceFloor=100)
        self.draft((10,))
        self.publish(root=2)
        self.assertEqual(self.assert_whole()["sequence"], 100)

    def test_a_floor_below_is_used_where_it_is_asked_for(self):
        self.publish("--sequence", "900000")
        (self.draft_path / ".published.json").unlink()
        self.make_root(2, sequenceFloor=20)
        self.draft((10,))
        self.publish("--sequence", "19", root=2, status=TRUST)
        self.publish("--sequence", "20", root=2)
        self.assertEqual(self.sequence(), 20)
        self.draft((11,))
        self.publish(root=2)
        self.assertEqual(self.sequence(), 21)


class TrustTest(PublishLab):
    def setUp(self):
        super().setUp()
        self.draft()

    def refuse(self, words, status, *more, **options):
        done = self.publish(*more, status=status, **options)
        self.assertIn(words, done.stderr)
        self.assertFalse(self.out.exists())
        self.assertFalse((self.draft_path / ".published.json").exists())
        return done

    def test_a_key_that_the_root_does_not_name(self):
        line = self.make_key("stranger")
        done = self.refuse("may not sign", TRUST, key="stranger")
        self.assertIn(self.key_id(line), done.stderr)
        feed = (self.keys / "feed.pub").read_text().splitlines()[1]
        self.assertIn(self.key_id(feed), done.stderr)

    def test_the_root_key_is_no_feed_key(self):
        self.refuse("may not sign", TRUST, key="root")

    def test_the_root_of_another_feed(self):
        self.run_bangtin("keygen", self.root / "others").check_returncode()
        shutil.copy(self.root / "others/1.root.json", self.keys / "9.root.json")
        self.refuse("may not sign", TRUST, root=9)

    def test_an_expired_root(self):
        self.edit_root(expires="2020-01-01T00:00:00Z")
        self.refuse("has expired on 2020-01-01", TRUST)

    def test_a_root_that_expires_soon_is_warned_of(self):
        done = subprocess.run(["date", "-u", "-d", "+100 days", "+%Y-%m-%dT00:00:00Z"],
                              capture_output=True, text=True, check=True)
        self.edit_root(expires=done.stdout.strip())
        self.assertIn("warning: ", self.publish().stderr)
        self.assert_whole()

    def test_a_public_key_is_none_to_sign_with(self):
        shutil.copy(self.keys / "feed.pub", self.keys / "wrong.key")
        self.refuse("public key", INPUT, key="wrong")

    def test_files_that_are_not_there(self):
        self.refuse("no such file", INPUT, key="nobody")
        self.refuse("no such file", INPUT, root=3)

    def test_a_key_with_a_password(self):
        self.protect("feed", "mật khẩu")
        self.refuse("password", INPUT, env={"BANGTIN_PASSWORD": "sai"})
        self.publish(env={"BANGTIN_PASSWORD": "mật khẩu"})
        self.assert_whole()

    def test_a_rotated_feed_key(self):
        """The same content under the new key: the number stays, the signature is new."""
        self.publish()
        before = (self.out / "playlist.json").read_bytes()
        self.make_root(2, feedKeys=[self.make_key("new")])
        shutil.copy(self.keys / "new.pub", self.keys / "feed.pub")
        self.publish(key="new", root=2)
        self.assertEqual((self.out / "playlist.json").read_bytes(), before)
        self.assert_whole()
        self.draft((10,))
        self.publish(key="new", root=2)
        self.assertEqual(self.assert_whole()["sequence"], 2)
        self.assertTrue((self.out / "1.root.json").exists())

    def test_a_root_that_players_would_not_follow(self):
        self.publish()
        before = tree(self.out)
        self.make_root(2, signers=())
        self.draft((10,))
        self.assertIn("players that know 1.root.json will not take it",
                      self.publish(root=2, status=TRUST).stderr)
        self.assertEqual(tree(self.out), before)

    def test_roots_that_are_missing_in_between(self):
        self.make_root(2)
        self.make_root(3)
        for file in self.keys.glob("2.root.json*"):
            file.unlink()
        self.assertIn("roots are missing", self.publish(root=3).stderr)

    def test_another_root_of_the_same_number_at_the_target(self):
        self.publish()
        self.edit_root(expires="2039-01-01T00:00:00Z")
        self.draft((10,))
        before = tree(self.out)
        self.assertIn("a root with the same number", self.publish(status=TRUST).stderr)
        self.assertEqual(tree(self.out), before)

    def test_a_key_never_leaves_its_folder(self):
        self.publish()
        secret = (self.keys / "feed.key").read_bytes().splitlines()[1]
        for data in tree(self.out).values():
            self.assertNotIn(secret, data)


class RefusedTest(PublishLab):
    def setUp(self):
        super().setUp()
        self.draft()
        self.publish()
        self.before = tree(self.out)

    def refuse(self, words, status, *more, **options):
        done = self.publish(*more, status=status, **options)
        self.assertIn(words, done.stderr)
        self.assertEqual(tree(self.out), self.before)
        return done

    def test_what_check_refuses(self):
        self.draft((10, 11))
        (self.draft_path / "media/11.png").unlink()
        done = self.refuse("correct the errors first", INPUT)
        self.assertIn("/assets/p11/href", done.stderr)
        self.draft((10,), unknownField=1)
        self.write("draft/playlist.json", "{")
        self.refuse("correct the errors first", INPUT)

    def test_a_broken_picture(self):
        self.draft((10, 13))
        (self.draft_path / "media/13.png").write_bytes(b"\x89PNG\r\n\x1a\n no picture")
        self.refuse("correct the errors first", INPUT)

    def test_warnings_refuse_nothing(self):
        self.draft((10, 11), titel="x")
        self.assertIn("warning", self.publish().stderr)
        self.assertEqual(self.assert_whole()["sequence"], 2)

    def test_a_folder_without_a_document(self):
        (self.draft_path / "playlist.json").unlink()
        self.refuse("no playlist.json", INPUT)

    def test_another_feed_stands_there(self):
        other = self.published() | {"feedId": "tay-ninh"}
        self.before["playlist.json"] = json.dumps(other).encode()
        self.write("out/playlist.json", self.before["playlist.json"])
        self.draft((10,))
        self.refuse('the feed "tay-ninh" stands there', INPUT)
        self.refuse('the feed "tay-ninh" stands there', INPUT, "--sequence", "9")

    def test_a_draft_stands_there(self):
        self.before["playlist.json"] = (self.draft_path / "playlist.json").read_bytes()
        self.write("out/playlist.json", self.before["playlist.json"])
        self.refuse("a draft stands there", INPUT)

    def test_something_else_stands_there(self):
        shutil.rmtree(self.out)
        self.before = {"playlist.json": b"#EXTM3U\n"}
        self.write("out/playlist.json", b"#EXTM3U\n")
        self.refuse("that is no playlist", INPUT)

    def test_the_draft_itself_is_no_target(self):
        before = tree(self.draft_path)
        self.refuse("the draft's own folder", USAGE, to=self.draft_path)
        self.refuse("the draft's own folder", USAGE, to=f"{self.root}/keys/../draft/")
        self.assertEqual(tree(self.draft_path), before)

    def test_a_stick_that_is_not_plugged_in(self):
        self.refuse("is the stick plugged in?", MACHINE, to=self.root / "media/STICK/feed")
        self.assertFalse((self.root / "media").exists())

    def test_a_file_is_no_target(self):
        self.write("file", b"x")
        self.refuse("no folder", MACHINE, to=self.root / "file")

    def test_options_that_are_missing_or_wrong(self):
        for words in (["--key", "k"], ["--root", "r"], ["--to", "t"]):
            done = self.run_bangtin("publish", self.draft_path, *words)
            self.assertEqual(done.returncode, USAGE)
            self.assertIn("publish wants --", done.stderr)
        self.refuse("is past", USAGE, "--expires", "2020-01-01T00:00:00Z")
        self.refuse("with its offset", USAGE, "--expires", "2040-01-01")

    def test_an_unknown_settings_file(self):
        self.refuse("no such file", INPUT, "--site", "none.json")

    def test_a_folder_below_the_draft_is_a_target(self):
        self.publish(to=self.draft_path / "out")
        self.assert_whole(self.draft_path / "out")
        self.publish(to=self.draft_path / "out")


if __name__ == "__main__":
    unittest.main()
