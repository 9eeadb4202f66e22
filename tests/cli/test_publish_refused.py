#!/usr/bin/env python3
"""What `bangtin publish` refuses: numbers, keys, roots, drafts and targets."""

import json
import shutil
import subprocess
import unittest

from publish_lab import FEED, INPUT, MACHINE, TRUST, USAGE, PublishLab, tree


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
        """The same content under a new root is a new number: players ask for roots only where the
        document is new, and the old key may be a thief's by now."""
        self.publish()
        self.make_root(2, feedKeys=[self.make_key("new")])
        shutil.copy(self.keys / "new.pub", self.keys / "feed.pub")
        self.publish(key="new", root=2)
        self.assertEqual(self.assert_whole()["sequence"], 2)
        before = (self.out / "playlist.json").read_bytes()
        self.publish(key="new", root=2)
        self.assertEqual((self.out / "playlist.json").read_bytes(), before)
        (self.draft_path / ".published.json").unlink()
        self.publish(key="new", root=2)
        self.assertEqual((self.out / "playlist.json").read_bytes(), before)
        self.draft((10,))
        self.publish(key="new", root=2)
        self.assertEqual(self.assert_whole()["sequence"], 3)
        self.assertTrue((self.out / "1.root.json").exists())

    def test_a_root_that_players_would_not_follow(self):
        self.publish()
        before = tree(self.out)
        self.make_root(2, signers=())
        self.draft((10,))
        self.assertIn("players that know 1.root.json will not take it",
                      self.publish(root=2, status=TRUST).stderr)
        self.assertEqual(tree(self.out), before)

    def test_the_old_root_and_key_after_a_rotation(self):
        """Players go by the newer root already: they would refuse it, all of them."""
        self.publish()
        self.make_root(2, feedKeys=[self.make_key("new")])
        shutil.copy(self.keys / "new.pub", self.keys / "feed2.pub")
        self.draft((10,))
        self.publish(key="new", root=2)
        before = tree(self.out)
        self.draft((11,))
        self.assertIn("2.root.json: a newer root stands there",
                      self.publish(status=TRUST).stderr)
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

    def test_what_is_too_large_for_a_playlist_stands_there(self):
        self.before["playlist.json"] = b"x" * 4194305
        self.write("out/playlist.json", self.before["playlist.json"])
        self.refuse("larger than a playlist can be; look whose it is", INPUT)

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
        self.refuse("a time of day", USAGE, "--expires", "2040-01-01")
        self.refuse("is past", USAGE, "--expires", "17:00 31/01/2020")

    def test_an_unknown_settings_file(self):
        self.refuse("no such file", INPUT, "--site", "none.json")

    def test_an_office_that_the_playlist_does_not_have(self):
        self.draft(sites={"sanh": {}})
        self.refuse('no office "sahn"', USAGE, "--site", "sahn")
        self.publish("--site", "sanh")

    def test_a_folder_below_the_draft_is_a_target(self):
        self.publish(to=self.draft_path / "out")
        self.assert_whole(self.draft_path / "out")
        self.publish(to=self.draft_path / "out")


if __name__ == "__main__":
    unittest.main()
