#!/usr/bin/env python3
"""A generation that brings the screen down is set aside for the one before: what `sync` makes of
the count that the screen writes."""

import json
import shutil
import time
import unittest

from province import DONE, INPUT, wait_for
from server import Server
from sticks import FINE, SAME, Case

ASIDE = 39


class Aside(Case):
    def setUp(self):
        super().setUp()
        self.server = Server(self.feed.path, waits=False)
        self.server.__enter__()
        self.addCleanup(self.server.__exit__)
        self.site = self.settings({"url": self.server.url("/playlist.json"), "interval": 1,
                                   "root": str(self.feed.root)})

    def once(self, status=DONE):
        result = self.lab.once(self.site)
        self.assertEqual(result.returncode, status, result.stderr)
        return result

    def trial(self, falls=3, **changes):
        """The file that a screen writes, of what is on."""
        [(key, on)] = self.lab.current().items()
        since = int(time.monotonic() * 1e6)
        return {"running": True, "exposed": False, "started": 5, "falls": falls, "feeds": [
            {"key": key, "generation": on["generation"], "sha256": on["sha256"], "since": since,
             "falls": falls, **changes}]}

    def tell(self, trial):
        """Writes it as a screen does."""
        aside = self.lab.run / "aside"
        aside.write_bytes(trial if isinstance(trial, bytes) else json.dumps(trial).encode())
        aside.replace(self.lab.run / "trial.json")

    def take(self, *documents):
        """Publishes and takes one after another; the bytes of each."""
        data = []
        for colours in documents:
            data.append(self.feed.publish(colours))
            self.once()
        return data

    def test_the_one_before_is_on_again_and_the_sequence_stays(self):
        old, _ = self.take((1, 2), (3,))
        before = self.lab.current()["thu"]
        self.tell(self.trial())
        self.once(INPUT)
        self.assertEqual(self.lab.playing(), old)
        on = self.lab.current()["thu"]
        self.assertEqual((on["generation"], on["sha256"], on["aside"]),
                         (before["previous"], before["previousSha256"], before["sha256"]))
        self.assertEqual((on["sequence"], on["rootVersion"], on["previous"]), (2, 1, 0))
        self.assertEqual(len(list((self.lab.store / "generations").iterdir())), 1)
        feed = self.lab.status()["feeds"][0]
        self.assertEqual((feed["state"], feed["sequence"], feed["newestSequence"]),
                         ("failing", 1, 2))
        self.assertEqual(self.lab.problem(), "set-aside")
        words = self.lab.bangtin("status", "--run", self.lab.run).stdout
        self.assertRegex(words, r"sequence 1, published(.|\n)*problem: set-aside: the newest "
                                r"content brought the screen down")
        metrics = (self.lab.run / "metrics.prom").read_text()
        self.assertIn('\nbangtin_feed_set_aside{feed="thu"} 1\n', metrics)
        self.assertIn('\nbangtin_feed_sequence{feed="thu"} 1\n', metrics)

    def test_nothing_but_a_newer_one_puts_another_on(self):
        old, _ = self.take((1,), (2,))
        self.tell(self.trial())
        for _ in range(2):  # the second time the memory is on the disk alone
            self.server.log.clear()
            self.once(INPUT)
            self.assertEqual(self.lab.playing(), old)
            self.assertEqual(self.server.paths(), ["/playlist.json"])  # it is known
        new = self.feed.publish((3,))
        self.once()
        on = self.lab.current()["thu"]
        self.assertEqual(self.lab.playing(), new)
        self.assertEqual(on["sequence"], 3)
        self.assertNotIn("aside", on)
        self.assertEqual(len(list((self.lab.store / "generations").iterdir())), 2)
        self.tell(self.trial())  # which is no better: the good one of then comes back
        self.once(INPUT)
        self.assertEqual(self.lab.playing(), old)
        self.assertEqual(self.lab.sequence(), 3)

    def test_a_running_sync_looks_and_answers_without_news_change_nothing(self):
        old, _ = self.take((1,), (2,))
        process = self.follow()
        self.tell(self.trial())
        wait_for(lambda: self.lab.playing() == old, "the old content")
        self.server.log.clear()
        wait_for(lambda: sum(e["status"] == 304 for e in self.server.log) > 1, "answers 304")
        self.assertEqual(self.lab.playing(), old)
        wait_for(lambda: self.lab.problem() == "set-aside", "the word set-aside")
        new = self.feed.publish((3,))
        wait_for(lambda: self.lab.sequence() == 3, "the newer content")
        self.assertEqual(self.lab.playing(), new)
        wait_for(lambda: self.lab.problem() is None, "the end of the trouble")
        self.lab.stop(process)

    def test_a_stick_does_not_bring_it_back(self):
        old, _ = self.take((1,), (2,))
        bad = self.make("bad")
        self.tell(self.trial())
        self.once(INPUT)
        self.follow()
        self.assertEqual(self.bring(bad), ASIDE)
        self.assertEqual(self.lab.playing(), old)
        self.feed.sequence = 0
        self.assertEqual(self.feed.publish((1,)), old)
        self.assertEqual(self.bring(self.make("what-plays")), SAME)
        new = self.feed.publish((4,), sequence=3)
        self.assertEqual(self.bring(self.make("newer")), FINE)
        self.assertEqual(self.lab.playing(), new)

    def test_without_one_before_the_built_in_content_plays(self):
        self.take((1,))
        self.tell(self.trial())
        self.once(INPUT)
        self.assertIsNone(self.lab.playing())
        on = self.lab.current()["thu"]
        self.assertEqual((on["generation"], on["sequence"]), (0, 1))
        self.once(INPUT)
        self.assertIsNone(self.lab.playing())
        new = self.feed.publish((2,))
        self.once()
        self.assertEqual(self.lab.playing(), new)
        self.assertEqual(self.lab.current()["thu"]["previous"], 0)

    def test_what_plays_then_is_mended_and_never_by_what_was_set_aside(self):
        old, bad = self.take((1,), (2,))
        keep = shutil.copytree(self.feed.path, self.lab.path / "keep")
        self.tell(self.trial())
        self.once(INPUT)
        document = next((self.lab.store / "generations").iterdir()) / "playlist.json"
        document.chmod(0o644)
        document.write_bytes(b"{}")
        self.once(INPUT)
        self.assertEqual(self.lab.current()["thu"]["sequence"], 2)
        self.assertEqual(document.read_bytes(), b"{}")
        self.feed.sequence = 0
        self.assertEqual(self.feed.publish((1,)), old)
        self.once(INPUT)
        self.assertEqual(self.lab.playing(), old)
        self.assertEqual(self.lab.sequence(), 2)
        shutil.copytree(keep, self.feed.path, dirs_exist_ok=True)
        self.assertEqual((self.feed.path / "playlist.json").read_bytes(), bad)
        self.once(INPUT)
        self.assertEqual(self.lab.playing(), old)

    @unittest.skipIf(time.monotonic() < 660, "this machine was started ten minutes ago")
    def test_what_has_come_through_ten_minutes_is_not_charged_any_more(self):
        """What happens to the machine after some later start is not its fault."""
        _, data = self.take((1,), (2,))
        now = int(time.monotonic() * 1e6)
        right = self.trial(falls=2, since=now - 601 * 10**6)
        for trial in ({**right, "running": False}, self.trial(falls=2, since=now - 500 * 10**6)):
            self.tell(trial)
            self.once()
            self.assertNotIn("proven", self.lab.current()["thu"])
        self.tell(right)
        self.once()
        self.assertTrue(self.lab.current()["thu"]["proven"])
        self.tell(self.trial())
        self.once()
        self.assertEqual(self.lab.playing(), data)
        new = self.feed.publish((3,))
        self.once()
        self.assertNotIn("proven", self.lab.current()["thu"])
        self.assertEqual(self.lab.playing(), new)

    def test_a_feed_without_signatures_goes_back_too(self):
        plain = {"url": self.server.url("/playlist.json"), "unsigned": True, "interval": 1}
        self.site = self.settings(plain)
        old, _ = self.take((1,), (2,))
        [key] = self.lab.current()
        self.tell(self.trial())
        self.once(INPUT)
        self.assertEqual(self.lab.playing(key), old)
        self.once(INPUT)
        self.assertEqual(self.lab.playing(key), old)
        new = self.feed.publish((3,))
        self.once()
        self.assertEqual(self.lab.playing(key), new)

    def test_a_count_that_says_nothing_of_what_is_on_changes_nothing(self):
        self.take((1,), (2,))
        right = json.dumps(self.trial()).encode()
        on, current = self.lab.current(), (self.lab.store / "current").read_bytes()
        trials = [self.trial(falls=2), self.trial(generation=on["thu"]["previous"]),
                  self.trial(sha256=on["thu"]["previousSha256"]), self.trial(key="other"),
                  self.trial(key="../thu"), self.trial(falls="3"), self.trial(falls=-3), [],
                  b"", right[:-9], right + b"{}", right.replace(b"{", b"[" * 9000), b"\0" * 100000]
        for trial in trials:
            with self.subTest(trial=trial[:80] if isinstance(trial, bytes) else trial):
                self.tell(trial)
                self.once()
                self.assertEqual((self.lab.store / "current").read_bytes(), current)
        (self.lab.run / "trial.json").unlink()
        (self.lab.run / "trial.json").mkdir()
        self.once()
        self.assertEqual((self.lab.store / "current").read_bytes(), current)


if __name__ == "__main__":
    unittest.main()
