#!/usr/bin/env python3
"""What must hold between the parts of a poll and an update: which root has judged what, how far a
feed may reach beyond itself, and that a run neither gives up too early nor goes on for ever."""

import datetime
import json
import subprocess
import unittest

import test_follow
from province import BANGTIN, DONE, INPUT, MACHINE, SVG, TRUST, Feed, Key, digest, wait_for

FAR = "2099-01-01T00:00:00Z"


class Case(test_follow.Case):
    def big(self, number, size):
        """A document with one file of so many bytes; returns it and the file's path."""
        self.feed.sequence = number
        document = self.feed.document({"p": SVG.format(number).encode() + b" " * size})
        self.feed.put(document)
        return "/" + document["assets"]["p"]["href"]


class Times(Case):
    def floor(self):
        return json.loads((self.lab.store / "current").read_text())["timeFloor"]

    def assert_near(self):
        limit = datetime.datetime.now() + datetime.timedelta(days=401 + 366)
        self.assertLess(self.floor(), limit.isoformat())

    def test_an_unsigned_document_says_nothing_of_the_time(self):
        self.site = self.lab.settings({"url": self.url(), "unsigned": True, "interval": 1})
        self.feed.publish((1,), generated=FAR)
        self.once()
        self.assert_near()
        self.once()
        self.assert_near()

    def test_a_signed_date_far_ahead_does_not_end_the_time_of_all(self):
        other = Feed(self.lab, "commune", feed_id="xa")
        server = self.serve(other)
        self.site = self.lab.settings((self.url(), self.feed.root),
                                      (self.url(server), other.root))
        self.feed.publish((1,))
        other.publish((2,), generated=FAR)
        self.once()
        self.assert_near()
        data = self.feed.publish((3,))
        self.once()
        self.assertEqual(self.lab.playing(), data)
        self.assert_near()


class Roots(Case):
    def publish_stalled(self, colours, sequence):
        """A document whose first file does not come."""
        document = json.loads(self.feed.publish(colours, sequence=sequence))
        path = "/" + document["assets"]["p0"]["href"]
        self.server.fault(path, "status", status=404)
        return path

    def test_a_new_root_drops_what_the_old_one_has_let_in(self):
        """A thief's document waits for its file while the office calls its key back."""
        self.feed.publish((1,))
        self.once()
        path = self.publish_stalled((2,), 900_000)
        self.lab.follow(self.site)
        wait_for(lambda: self.lab.status() and self.lab.problem() == "asset-missing", "the problem")
        stolen = self.feed.feed_keys[0]
        self.feed.feed_keys = [Key(self.lab.path, "feed2")]
        self.feed.next_root(sequenceFloor=5)
        self.feed.sequence = 900_001
        self.feed.put(self.feed.document({}), key=stolen)
        wait_for(lambda: self.lab.problem() == "key", "the refusal")
        self.server.heal(path)
        seen = len(self.server.log)
        wait_for(lambda: self.server.paths()[seen:].count("/playlist.json") > 1, "two more polls")
        self.assertEqual(self.lab.sequence(), 1)
        self.feed.publish((3,), sequence=5)
        wait_for(lambda: self.lab.sequence() == 5, "the office's own document")

    def test_a_repair_does_not_use_up_the_floor_of_a_new_root(self):
        self.feed.publish((1,), sequence=900_000)
        self.once()
        (name,) = (self.lab.store / "objects").glob("*/*")
        name.unlink()
        (path,) = self.feed.path.glob("pool/*/*.svg")
        url = "/" + str(path.relative_to(self.feed.path))
        self.server.fault(url, "status", status=404)
        self.feed.next_root(sequenceFloor=5)
        self.feed.sequence = 5
        self.feed.put(self.feed.document({}), key=Key(self.lab.path, "stranger"))
        process = self.lab.follow(self.site)
        wait_for(lambda: self.lab.current()["thu"]["rootVersion"] == 2, "the new root")
        self.server.heal(url)
        wait_for(name.exists, "the repair")
        self.lab.stop(process)
        entry = self.lab.current()["thu"]
        self.assertEqual((entry["rootVersion"], entry["judgedRoot"]), (2, 1))
        self.feed.publish((2,), sequence=5)
        self.once()
        self.assertEqual(self.lab.sequence(), 5)

    def test_a_repair_does_not_lead_back_to_an_older_root(self):
        self.feed.publish((1,))
        self.feed.next_root()
        self.feed.next_root()
        self.once()
        for path in (self.lab.store / "roots").glob("*/*"):
            path.unlink()
        (name,) = (self.lab.store / "objects").glob("*/*")
        name.unlink()
        self.once()
        self.assertTrue(name.exists())
        self.assertEqual(self.lab.current()["thu"]["rootVersion"], 3)

    def test_a_copy_of_the_signature_that_is_refused_hides_no_reason(self):
        self.feed.publish((1,))
        self.once()
        data = self.feed.put(self.feed.document({}, sequence=2), key=Key(self.lab.path, "stranger"))
        self.server.fault(f"/pool/{digest(data)[:2]}/{digest(data)}.minisig", "status", status=400)
        self.once(TRUST)
        self.assertEqual(self.lab.problem(), "key")


class Rounds(Case):
    def test_one_missing_file_does_not_end_the_run_for_the_others(self):
        self.feed.sequence = 1
        pictures = {f"p{i}": SVG.format(i).encode() + b" " * 100_000 for i in range(12)}
        document = self.feed.document(pictures)
        self.feed.put(document)
        self.server.fault("/" + document["assets"]["p0"]["href"], "status", status=404)
        self.once(INPUT)
        sent = [entry for entry in self.server.log if entry["sent"] > 100_000]
        self.assertEqual(len(sent), 11)
        self.server.heal()
        self.server.log.clear()
        self.once()
        self.assertEqual(sum(path.endswith(".svg") for path in self.server.paths()), 1)

    def test_a_server_without_any_file_is_told_of_once(self):
        self.feed.publish(tuple(range(30)))
        for path in self.feed.path.glob("pool/*/*"):
            path.unlink()
        log = self.lab.path / "log"
        self.lab.follow(self.site, log)
        wait_for(lambda: sum(path.endswith(".svg") for path in self.server.paths()) >= 60,
                 "two rounds")
        wait_for(lambda: self.lab.status() and self.lab.problem() == "asset-missing", "the problem")
        self.assertEqual(log.read_text().count("asset-missing"), 1, log.read_text())

    def test_what_came_before_counts_as_room(self):
        """A quota that the file fits into, though not twice."""
        path = self.big(1, 1_500_000)
        self.site = self.lab.settings((self.url(), self.feed.root),
                                      store={"maxBytes": 2_000_000, "minFreePercent": 0})
        self.server.fault(path, "cut", after=350_000)
        self.once(MACHINE)
        self.server.heal()
        self.once()
        self.assertIsNotNone(self.lab.playing())

    def test_a_slow_server_does_not_hold_up_another_feed(self):
        other = Feed(self.lab, "commune", feed_id="xa")
        server = self.serve(other)
        other.publish(tuple(range(8)))
        self.lab.environment["BANGTIN_STALL_SECONDS"] = "60"
        for path in other.path.glob("pool/*/*"):
            server.fault("/" + str(path.relative_to(other.path)), "silent")
        self.site = self.lab.settings((self.url(server), other.root), (self.url(), self.feed.root))
        self.server.fault("/playlist.json", "status", status=503)
        self.lab.follow(self.site)
        wait_for(lambda: sum(p.endswith(".svg") for p in server.paths()) >= 4, "the slow files")
        self.feed.publish((11, 12, 13))
        self.server.heal()
        wait_for(lambda: self.lab.sequence() == 1, "the other feed's document")

    def test_a_server_of_files_that_asks_for_patience_gets_it(self):
        path = self.big(1, 10)
        self.server.waits = False
        self.server.fault(path, "status", status=503, retry_after=3600)
        self.lab.follow(self.site)
        wait_for(lambda: path in self.server.paths(), "the request for the file")
        polls = lambda: self.server.paths().count("/playlist.json")
        wait_for(lambda: polls() >= 5, "polls, one a second")
        self.assertEqual(self.server.paths().count(path), 1)

    def test_a_run_that_is_ended_is_not_done(self):
        path = self.big(1, 10)
        self.lab.environment["BANGTIN_STALL_SECONDS"] = "60"
        self.server.fault(path, "silent")
        process = self.lab.start([BANGTIN, *self.lab.sync_words(self.site), "--once"],
                                 stderr=subprocess.DEVNULL)
        wait_for(lambda: path in self.server.paths(), "the request for the file")
        self.assertEqual(self.lab.stop(process), MACHINE)


class Stores(Case):
    def test_a_damaged_list_does_not_keep_the_store_full(self):
        """What the generation before needs is not known: nothing could be removed ever again."""
        for number in (1, 2):
            self.feed.publish((number,))
            self.once()
        before = self.lab.current()["thu"]["previous"]
        (self.lab.store / "generations" / str(before) / "objects").write_bytes(b"end\n")
        litter = b"of a document that was withdrawn" * 50_000
        path = self.lab.store / "objects" / digest(litter)[:2] / digest(litter)
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(litter)
        self.site = self.lab.settings((self.url(), self.feed.root),
                                      store={"maxBytes": 1_500_000, "minFreePercent": 0})
        data = self.feed.publish((3,))
        self.once()
        self.assertEqual(self.lab.playing(), data)
        self.assertFalse(path.exists())


class Words(Case):
    def test_a_long_message_is_still_text(self):
        """Cut in the middle of a letter it would spoil the whole status."""
        self.lab.environment["LC_ALL"] = "C.UTF-8"
        for more in range(4):
            self.feed.sequence = 1
            document = self.feed.document({})
            document["assets"]["x" * more + "ế" * 300] = {"href": "/"}
            self.feed.put(document)
            self.once(INPUT)
            (self.lab.run / "sync.json").read_bytes().decode("utf-8")

    def test_each_feed_has_a_name_of_its_own_in_the_metrics(self):
        self.site = self.lab.settings((self.url(), self.lab.path / "none.json"),
                                      (self.url(), self.lab.path / "none-either.json"))
        self.once(INPUT)
        lines = (self.lab.run / "metrics.prom").read_text().splitlines()
        names = [line.split(" ")[0] for line in lines if not line.startswith("#")]
        self.assertEqual(len(names), len(set(names)), names)

    def test_the_root_of_the_settings_is_found_beside_them(self):
        data = self.feed.publish()
        (self.lab.path / "beside.json").write_bytes(self.feed.root.read_bytes())
        self.site = self.lab.settings({"url": "http://127.0.0.1:9/playlist.json",
                                       "root": "beside.json"})
        result = self.lab.bangtin(*self.lab.sync_words(self.site), "--once", "--feed", self.url())
        self.assertEqual(result.returncode, DONE, result.stderr)
        self.assertEqual(self.lab.playing(), data)

    def test_a_feed_that_comes_back_is_shown_though_its_root_comes_late(self):
        other = Feed(self.lab, "commune", feed_id="xa")
        server = self.serve(other)
        self.feed.publish((1,))
        other.publish((2,))
        both = self.lab.settings((self.url(), self.feed.root), (self.url(server), other.root))
        text = both.read_text()
        self.once()
        self.site = self.lab.settings((self.url(), self.feed.root))
        self.once()
        self.assertEqual(self.lab.current()["xa"]["share"], 0)
        both.write_text(text)
        root = other.root.read_bytes()
        other.root.unlink()
        self.lab.follow(both)
        states = lambda: [feed["state"] for feed in self.lab.status()["feeds"]]  # of one, at first
        wait_for(lambda: states()[1:] == ["no-root"], "the state")
        other.root.write_bytes(root)
        wait_for(lambda: self.lab.current()["xa"]["share"] == 1, "the share")


if __name__ == "__main__":
    unittest.main()
