#!/usr/bin/env python3
"""A screen follows its feeds: what comes, when, in which order, and what is left alone."""

import ipaddress
import json
import os
import time
import unittest

from province import DONE, INPUT, MACHINE, SVG, TRUST, Feed, Key, Province, digest, wait_for
from server import Server


class Case(unittest.TestCase):
    def setUp(self):
        self.lab = Province()
        self.addCleanup(self.lab.close)
        self.feed = Feed(self.lab, "web")
        self.server = self.serve(self.feed)
        self.site = self.lab.settings((self.url(), self.feed.root))

    def serve(self, feed, **options):
        server = Server(feed.path, **options)
        server.__enter__()
        self.addCleanup(server.__exit__)
        return server

    def url(self, server=None):
        return (server or self.server).url("/playlist.json")

    def once(self, status=DONE):
        result = self.lab.once(self.site)
        self.assertEqual(result.returncode, status, result.stderr)
        return result


class Following(Case):
    def test_the_first_document_is_taken_whole(self):
        data = self.feed.publish((1, 2, 3))
        self.once()
        self.assertEqual(self.lab.playing(), data)
        feed = self.lab.status()["feeds"][0]
        self.assertEqual((feed["state"], feed["sequence"], feed["feedId"], feed["problem"]),
                         ("current", 1, "thu", None))

    def test_the_screen_is_told_by_which_addresses_this_machine_is_reached(self):
        self.lab.follow(self.site)
        told = self.lab.run / "front/device.json"
        wait_for(told.exists, "the word")
        addresses = json.loads(told.read_text())["addresses"]
        self.assertLessEqual(len(addresses), 4)
        for address in addresses:
            self.assertFalse(ipaddress.ip_address(address).is_loopback)
            self.assertFalse(ipaddress.ip_address(address).is_link_local)

    def test_told_to_leave_it_does_not_begin_anew_with_other_settings(self):
        log = self.lab.path / "log"
        site = self.lab.settings(usb={"mode": "import"})
        process = self.lab.follow(site, log)
        wait_for(self.lab.status, "the first word")
        self.lab.settings(usb={"mode": "import", "unsigned": True})
        wait_for(lambda: "starting anew" in log.read_text(), "the new settings")
        self.assertEqual(self.lab.stop(process), DONE)

    def test_what_is_known_is_not_taken_again(self):
        self.feed.publish((1, 2))
        self.once()
        before = (self.lab.store / "current").read_bytes()
        self.server.log.clear()
        self.once()
        self.assertEqual((self.lab.store / "current").read_bytes(), before)
        self.assertEqual(self.server.paths(), ["/playlist.json"])

    def test_a_change_brings_only_what_is_new(self):
        self.feed.publish((1, 2))
        self.once()
        self.server.log.clear()
        data = self.feed.publish((1, 2, 3))
        self.once()
        self.assertEqual(self.lab.playing(), data)
        media = [path for path in self.server.paths() if path.endswith(".svg")]
        self.assertEqual(len(media), 1)

    def test_the_next_root_is_asked_for_before_a_changed_document_is_judged(self):
        self.feed.publish()
        self.once()
        self.assertEqual(self.server.paths()[:3],
                         ["/playlist.json", "/2.root.json", "/playlist.json.minisig"])

    def test_the_generation_before_stays_and_those_before_it_go(self):
        for colours in ((1,), (2,), (3,)):
            self.feed.publish(colours)
            self.once()
        objects = {path.name for path in (self.lab.store / "objects").glob("*/*")}
        self.assertEqual(objects, {digest(SVG.format(c).encode()) for c in (2, 3)})
        self.assertEqual(len(list((self.lab.store / "generations").iterdir())), 2)

    def test_an_empty_folder_of_media_is_fine(self):
        data = self.feed.publish(())
        self.once()
        self.assertEqual(self.lab.playing(), data)

    def test_two_names_for_one_picture_are_fetched_once(self):
        self.feed.publish((5, 5, 5))
        self.once()
        self.assertEqual(len([p for p in self.server.paths() if p.endswith(".svg")]), 1)

    def test_an_interrupted_file_is_gone_on_with(self):
        picture = SVG.format(1).encode() + b" " * 500000
        self.feed.sequence = 1
        document = self.feed.document({"p": picture})
        path = "/" + document["assets"]["p"]["href"]
        self.feed.put(document)
        self.server.fault(path, "cut", times=1, after=200000)
        self.once()
        asked = [entry for entry in self.server.log if entry["path"] == path]
        self.assertEqual(len(asked), 2)
        begin = int(asked[1]["headers"]["range"].removeprefix("bytes=").rstrip("-"))
        self.assertGreater(begin, 100000)
        self.assertIn("if-range", asked[1]["headers"])
        self.assertLess(sum(entry["sent"] for entry in asked), 1.2 * len(picture))

    def test_a_file_that_was_begun_before_the_restart_is_gone_on_with(self):
        picture = SVG.format(1).encode() + b" " * 500000
        self.feed.sequence = 1
        document = self.feed.document({"p": picture})
        path = "/" + document["assets"]["p"]["href"]
        self.feed.put(document)
        self.server.fault(path, "cut", after=100000)
        self.once(MACHINE)
        self.assertIsNone(self.lab.playing())
        self.server.heal()
        self.server.log.clear()
        self.once()
        asked = [entry for entry in self.server.log if entry["path"] == path]
        self.assertEqual(len(asked), 1)
        self.assertIn("range", asked[0]["headers"])
        self.assertIsNotNone(self.lab.playing())

    def test_what_a_run_before_left_behind_goes_once_all_is_there(self):
        self.feed.publish((1,))
        self.once()
        left = self.lab.store / "objects/00" / ("00" * 32)
        left.parent.mkdir(exist_ok=True)
        left.write_bytes(b"of a generation that is on no more")
        self.once()
        self.assertFalse(left.exists())
        self.assertIsNotNone(self.lab.playing())

    def test_a_running_screen_follows_and_asks_with_the_tag(self):
        self.feed.publish((1,))
        self.server.waits = False
        self.lab.follow(self.site)
        wait_for(lambda: self.lab.sequence() == 1, "the first document")
        self.feed.publish((2,))
        wait_for(lambda: self.lab.sequence() == 2, "the second document")
        wait_for(lambda: any(e["status"] == 304 for e in self.server.log), "an answer 304")

    def test_two_publications_within_a_second_are_told_apart(self):
        """nginx's tag is the second and the length of a file."""
        site = self.lab.settings((self.lab.nginx(self.feed.path) + "/playlist.json",
                                  self.feed.root))
        self.feed.publish((0x111111,))
        self.lab.follow(site)
        wait_for(lambda: self.lab.sequence() == 1, "the first document")
        stamp = (self.feed.path / "playlist.json").stat()
        self.feed.publish((0x222222,))
        os.utime(self.feed.path / "playlist.json", ns=(stamp.st_atime_ns, stamp.st_mtime_ns))
        self.assertEqual((self.feed.path / "playlist.json").stat().st_size, stamp.st_size)
        wait_for(lambda: self.lab.sequence() == 2, "the second document")

    def test_a_server_without_tags_is_asked_after_the_interval(self):
        site = self.lab.settings({"url": self.url(), "root": str(self.feed.root), "interval": 600})
        self.server.fault("/playlist.json", "header", ETag=None)
        self.feed.publish()
        self.lab.follow(site)
        asked = lambda: self.server.paths().count("/playlist.json")
        wait_for(lambda: asked() == 2, "the second look, soon after the change")
        time.sleep(2.5)
        self.assertEqual(asked(), 2)

    def test_a_server_that_waits_brings_a_change_at_once(self):
        site = self.lab.settings({"url": self.url(), "root": str(self.feed.root), "interval": 600})
        self.feed.publish((1,))
        self.lab.follow(site)
        wait_for(lambda: self.lab.sequence() == 1, "the first document")
        wait_for(lambda: any("wait=" in e["headers"].get("prefer", "") for e in self.server.log),
                 "a request that waits")
        for number in range(2, 7):
            self.feed.publish((number,))  # and not the interval of ten minutes
            wait_for(lambda number=number: self.lab.sequence() == number, "the change")

    def test_settings_that_change_are_followed_and_broken_ones_are_not(self):
        self.feed.publish((1,))
        other = Feed(self.lab, "other", "xa")
        other.publish((2,))
        server = self.serve(other)
        site = self.lab.settings((self.url(), self.feed.root))
        settings = json.loads(site.read_text())
        log = self.lab.path / "log"
        process = self.lab.follow(site, log)
        wait_for(lambda: self.lab.sequence() == 1, "the first feed")
        site.write_text('{"feeds": [')
        wait_for(lambda: "the old ones hold" in log.read_text(), "word of the broken settings")
        settings["feeds"].append({"url": self.url(server), "root": str(other.root), "interval": 1})
        site.write_text(json.dumps(settings))
        wait_for(lambda: self.lab.sequence("xa") == 1, "the second feed")
        self.assertIsNone(process.poll())  # the same process: a service sees nothing of it

    def test_a_newer_document_overtakes_one_whose_files_do_not_come(self):
        self.feed.publish((1,))
        self.once()
        second = json.loads(self.feed.publish((2,)))
        path = "/" + second["assets"]["p0"]["href"]
        self.server.fault(path, "silent")
        self.lab.follow(self.site)
        wait_for(lambda: path in self.server.paths(), "the request for the file")
        self.feed.publish((3,))
        wait_for(lambda: self.lab.sequence() == 3, "the third document")
        self.lab.playing()

    def test_a_document_that_is_withdrawn_is_no_longer_fetched(self):
        first = self.feed.publish((1,))
        self.once()
        second = json.loads(self.feed.publish((2,)))
        self.server.fault("/" + second["assets"]["p0"]["href"], "status", status=404)
        self.lab.follow(self.site)
        wait_for(lambda: self.lab.status() and self.lab.problem() == "asset-missing", "the problem")
        self.feed.publish((1,), sequence=1)
        wait_for(lambda: self.lab.problem() is None, "the end of the problem")
        self.assertEqual(self.lab.playing(), first)


class Trusting(Case):
    def test_roots_are_followed_one_by_one(self):
        self.feed.publish()
        self.once()
        old_root, old_feed = self.feed.root_keys[0], self.feed.feed_keys[0]
        self.feed.root_keys = [Key(self.lab.path, "root2")]
        self.feed.next_root(signers=[old_root, self.feed.root_keys[0]])
        self.feed.feed_keys = [Key(self.lab.path, "feed2")]
        self.feed.next_root()
        self.feed.publish((2,))
        self.once()
        self.assertEqual(self.lab.sequence(), 2)
        self.assertEqual(self.lab.current()["thu"]["rootVersion"], 3)
        self.feed.sequence += 1
        self.feed.put(self.feed.document({}), key=old_feed)
        self.once(TRUST)
        self.assertEqual(self.lab.problem(), "key")

    def test_a_root_is_trusted_before_the_first_document_under_it_is_whole(self):
        self.feed.publish()
        self.once()
        stolen = self.feed.feed_keys[0]
        self.feed.feed_keys = [Key(self.lab.path, "feed2")]
        self.feed.next_root()
        second = json.loads(self.feed.publish((2,)))
        self.server.fault("/" + second["assets"]["p0"]["href"], "status", status=404)
        self.once(INPUT)
        self.assertEqual(self.lab.current()["thu"]["rootVersion"], 2)
        (self.feed.path / "2.root.json").unlink()  # the thief's server knows nothing of it
        self.server.heal()
        self.feed.sequence = 3
        self.feed.put(self.feed.document({}), key=stolen)
        self.once(TRUST)
        self.assertEqual(self.lab.sequence(), 1)

    def test_a_server_that_has_lost_the_roots_cannot_lead_back(self):
        self.feed.publish()
        self.feed.next_root()
        self.feed.next_root()
        self.once()
        self.assertEqual(self.lab.current()["thu"]["rootVersion"], 3)
        for path in (self.lab.store / "roots").glob("*/*"):
            path.unlink()
        (self.feed.path / "3.root.json").unlink()
        self.feed.publish((2,))
        self.once(TRUST)
        self.assertEqual(self.lab.problem(), "root")

    def test_a_sequence_that_ran_away_is_called_back_by_a_root(self):
        self.feed.publish(sequence=900_000)
        self.once()
        self.feed.publish(sequence=5)
        self.once(TRUST)
        self.assertEqual(self.lab.problem(), "older")
        self.feed.next_root(sequenceFloor=5)
        self.once()
        self.assertEqual(self.lab.sequence(), 5)
        self.feed.publish(sequence=4)
        self.once(TRUST)
        self.assertEqual(self.lab.sequence(), 5)

    def test_an_old_document_with_the_new_signature_beside_it_is_known_by_the_copy(self):
        data = self.feed.publish((1,))
        copy = self.feed.path / f"pool/{digest(data)[:2]}/{digest(data)}.minisig"
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes((self.feed.path / "playlist.json.minisig").read_bytes())
        self.feed.sequence = 2
        self.feed.put(self.feed.document({}), name="elsewhere.json")
        (self.feed.path / "elsewhere.json.minisig").replace(
            self.feed.path / "playlist.json.minisig")
        self.once()
        self.assertEqual(self.lab.playing(), data)

    def test_an_unsigned_feed_is_taken_only_where_the_settings_say_so(self):
        self.feed.publish()
        (self.feed.path / "playlist.json.minisig").unlink()
        self.once(TRUST)
        self.site = self.lab.settings({"url": self.url(), "unsigned": True, "interval": 1})
        self.once()
        (key,) = self.lab.current()
        self.assertTrue(key.startswith("@"))
        self.assertIsNotNone(self.lab.playing(key))

    def test_a_root_file_that_is_missing_is_named_and_found_when_it_comes(self):
        self.feed.publish()
        root = self.feed.root.read_bytes()
        self.feed.root.unlink()
        self.once(INPUT)
        self.assertEqual(self.lab.problem(), "root-file")
        self.lab.follow(self.site)
        wait_for(lambda: self.lab.status() and self.lab.status()["feeds"][0]["state"] == "no-root",
                 "the state")
        self.feed.root.write_bytes(root)
        wait_for(lambda: self.lab.sequence() == 1, "the document")

    def test_a_document_past_its_end_is_told_to_be_stale(self):
        self.feed.publish(expires="2026-11-22T00:00:01Z")
        self.once()
        self.assertTrue(self.lab.status()["feeds"][0]["stale"])
        self.assertIsNotNone(self.lab.playing())


class Several(Case):
    def setUp(self):
        super().setUp()
        self.other = Feed(self.lab, "commune", feed_id="xa")
        self.other_server = self.serve(self.other)
        self.site = self.lab.settings(
            {"url": self.url(), "root": str(self.feed.root), "interval": 1, "share": 2},
            {"url": self.url(self.other_server), "root": str(self.other.root), "interval": 1})

    def test_each_has_its_own_place(self):
        self.feed.publish((1,))
        self.other.publish((2,), sequence=70)
        self.once()
        self.assertIsNotNone(self.lab.playing("thu"))
        self.assertIsNotNone(self.lab.playing("xa"))
        shares = {key: feed["share"] for key, feed in self.lab.current().items()}
        self.assertEqual(shares, {"thu": 2, "xa": 1})

    def test_the_trouble_of_one_is_its_own(self):
        self.feed.publish((1,))
        self.other.publish((2,))
        self.other_server.fault("*", "portal")
        self.once(TRUST)
        self.assertIsNotNone(self.lab.playing("thu"))
        self.assertIsNone(self.lab.playing("xa"))
        self.assertEqual([self.lab.problem(i) for i in range(2)], [None, "root"])

    def test_a_file_that_both_need_is_kept_as_long_as_one_does(self):
        self.feed.publish((1, 2))
        self.other.publish((2, 3))
        self.once()
        for colour in (7, 8, 9):
            self.feed.publish((colour,))
            self.once()
        self.assertIsNotNone(self.lab.playing("xa"))

    def test_a_feed_that_is_followed_no_longer_keeps_its_history(self):
        self.feed.publish()
        self.other.publish(sequence=70)
        self.once()
        both = self.site.read_text()
        self.site = self.lab.settings((self.url(), self.feed.root))
        self.once()
        self.assertEqual(self.lab.current()["xa"]["share"], 0)
        self.site.write_text(both)
        self.other.publish(sequence=69)
        self.once(TRUST)
        self.assertEqual(self.lab.sequence("xa"), 70)

    def test_two_feeds_of_one_id_are_told_apart_by_nobody(self):
        twin = Feed(self.lab, "twin")
        self.site = self.lab.settings((self.url(), self.feed.root),
                                      (self.url(self.other_server), twin.root))
        self.feed.publish()
        self.once(INPUT)
        self.assertEqual(self.lab.problem(1), "same-feed")
        self.assertIsNotNone(self.lab.playing("thu"))


if __name__ == "__main__":
    unittest.main()
