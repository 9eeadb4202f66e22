#!/usr/bin/env python3
"""A screen mends what is damaged in its store; and the words of the command."""

import json
import os
import unittest

from province import DONE, MACHINE, USAGE, digest, wait_for
from test_follow import Case


def is_sound(path):
    """Whether the object is there and is what its name says; it may go at any moment."""
    try:
        return digest(path.read_bytes()) == path.name
    except FileNotFoundError:
        return False


class Mending(Case):
    def start_with(self, colours):
        data = self.feed.publish(colours)
        self.once()
        return data, sorted((self.lab.store / "objects").glob("*/*"))

    def spoil(self, path):
        data = bytearray(path.read_bytes())
        data[len(data) // 2] ^= 4
        os.chmod(path, 0o644)
        path.write_bytes(data)

    def test_a_damaged_file_is_found_after_the_start_and_fetched_again(self):
        data, objects = self.start_with((1, 2, 3))
        self.spoil(objects[1])
        self.lab.follow(self.site)
        wait_for(lambda: is_sound(objects[1]), "the repair")
        self.assertEqual(self.lab.playing(), data)

    def test_a_file_that_the_screen_cannot_use_is_fetched_again(self):
        """One that was sound when this process started."""
        data, objects = self.start_with((1, 2, 3))
        self.server.waits = False
        self.lab.follow(self.site)
        wait_for(lambda: sum(e["status"] == 200 for e in self.server.log) > 4, "the first poll")
        wait_for(lambda: any(e["status"] == 304 for e in self.server.log), "a poll")
        self.spoil(objects[1])
        other = digest(b"something else")
        (self.lab.run / "display.json").write_text(
            json.dumps({"damaged": ["x", other, objects[1].name, objects[2].name]}))
        wait_for(lambda: is_sound(objects[1]), "the repair")
        self.assertEqual(self.lab.playing(), data)

    def test_a_missing_file_is_fetched_again(self):
        data, objects = self.start_with((1, 2, 3))
        objects[0].unlink()
        self.lab.follow(self.site)
        wait_for(objects[0].exists, "the repair")
        wait_for(lambda: self.lab.status()["feeds"][0]["state"] == "current", "the end of it")
        self.assertEqual(self.lab.playing(), data)

    def test_a_damaged_document_is_written_anew(self):
        data, _ = self.start_with((1,))
        (path,) = (self.lab.store / "generations").glob("*/playlist.json")
        self.spoil(path)
        self.once()
        self.assertEqual(self.lab.playing(), data)

    def test_a_part_that_a_power_cut_has_spoilt_is_begun_anew(self):
        self.feed.sequence = 1
        document = self.feed.document({"p": b"<svg xmlns='http://www.w3.org/2000/svg'/>" * 20000})
        path = "/" + document["assets"]["p"]["href"]
        data = self.feed.put(document)
        self.server.fault(path, "cut", after=100000)
        self.once(MACHINE)
        self.server.heal()
        (part,) = (self.lab.store / "tmp").glob("*.part")
        self.spoil(part)
        self.assertNotIn("warning", self.once().stderr)
        self.assertEqual(self.lab.playing(), data)

    def test_a_lost_state_is_built_anew(self):
        data, _ = self.start_with((1,))
        for path in self.lab.store.glob("current*"):
            path.write_bytes(b"{}")
        self.once()
        self.assertEqual(self.lab.playing(), data)


class Usage(Case):
    def test_nothing_to_follow_is_said(self):
        self.site = self.lab.settings()
        self.once(USAGE)

    def test_the_last_feed_that_is_taken_out_is_shown_no_longer(self):
        self.feed.publish()
        self.once()
        (known,) = self.lab.current()
        self.site = self.lab.settings(usb={"mode": "off"})
        self.assertEqual(self.lab.bangtin(*self.lab.sync_words(self.site)).returncode, USAGE)
        self.assertEqual(self.lab.current()[known]["share"], 0)
        self.assertEqual(self.lab.current()[known]["sequence"], 1)

    def test_no_store_is_made_for_nothing(self):
        site = self.lab.settings(usb={"mode": "off"})
        self.assertEqual(self.lab.bangtin(*self.lab.sync_words(site)).returncode, USAGE)
        self.assertFalse((self.lab.store / "objects").exists())

    def test_a_second_writer_is_refused(self):
        self.feed.publish()
        self.lab.follow(self.site)
        wait_for(lambda: self.lab.sequence() == 1, "the first document")
        self.assertIn("another bangtin-sync", self.once(MACHINE).stderr)

    def test_a_feed_on_the_command_line_stands_for_those_of_the_settings(self):
        data = self.feed.publish()
        result = self.lab.bangtin("sync", "--once", "--feed", self.url(), "--root", self.feed.root,
                                  "--store", self.lab.store, "--run", self.lab.run)
        self.assertEqual(result.returncode, DONE, result.stderr)
        self.assertEqual(self.lab.playing(), data)

    def test_the_status_speaks_to_people(self):
        self.feed.publish()
        self.once()
        words = self.lab.bangtin("status", "--run", self.lab.run).stdout
        self.assertIn("sequence 1", words)
        self.assertIn("up to date", words)

    def test_of_a_stick_it_speaks_the_readers_language_and_not_the_services(self):
        self.feed.publish()
        self.once()
        sync = json.loads((self.lab.run / "sync.json").read_text())
        start = {"since": sync["updatedAt"], "name": "sda1"}
        for stick, words in (
                ({"state": "refused", "code": 33, "percent": 0,
                  "message": "a file is missing on the stick; publish to it again (a (1).png)"},
                 "sda1 · USB thiếu một tệp; hãy xuất bản lại vào USB (a (1).png)"),
                ({"state": "copying", "code": 0, "percent": 40,
                  "message": "copying, 40 %; do not pull the stick yet"},
                 "sda1 · đang chép, 40 %; chưa được rút USB"),
                ({"state": "refused", "code": 98, "percent": 0, "message": "of a later version"},
                 "sda1 · of a later version")):
            (self.lab.run / "sync.json").write_text(json.dumps({**sync, "usb": {**start, **stick}}))
            said = self.lab.bangtin("status", "--run", self.lab.run, "--lang-ui", "vi").stdout
            self.assertIn(words, said)

    def test_before_the_first_answer_of_a_run_nothing_is_up_to_date(self):
        self.feed.publish()
        self.once()
        self.server.fault("*", "status", status=503)
        self.once(MACHINE)
        words = self.lab.bangtin("status", "--run", self.lab.run).stdout
        self.assertNotIn("up to date", words)
        sync = json.loads((self.lab.run / "sync.json").read_text())
        sync["feeds"][0] |= {"state": "current", "problem": None}
        (self.lab.run / "sync.json").write_text(json.dumps(sync))
        words = self.lab.bangtin("status", "--run", self.lab.run).stdout
        self.assertIn("not asked again yet", words)

    def test_where_nothing_runs_the_status_says_so(self):
        self.assertEqual(self.lab.bangtin("status", "--run", self.lab.run).returncode, MACHINE)

    def test_the_figures_for_prometheus_have_their_form(self):
        self.feed.publish()
        self.once()
        lines = (self.lab.run / "metrics.prom").read_text().splitlines()
        self.assertIn('bangtin_feed_sequence{feed="thu"} 1', lines)
        for line in lines:
            self.assertRegex(line, r'^(# (HELP|TYPE) bangtin_\w+ .+|'
                                   r'bangtin_\w+(\{\w+="[^"]*"\})? [-+0-9.e]+)$')


if __name__ == "__main__":
    unittest.main()
