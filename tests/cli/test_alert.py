#!/usr/bin/env python3
"""`bangtin alert`: a warning into a folder and onto the screens, and out again."""

import json
import re
import shutil
import unittest
from datetime import datetime, timedelta, timezone

from publish_lab import DONE, INPUT, TRUST, USAGE, PublishLab, tree


class AlertTest(PublishLab):
    def setUp(self):
        super().setUp()
        self.draft()
        self.path = self.draft_path / "playlist.json"
        self.before = self.path.read_bytes()

    def alert(self, verb, *more, expect=DONE, send=False, key="feed.key"):
        words = ["--key", str(self.keys / key), "--root", str(self.keys / "1.root.json"),
                 "--to", str(self.out)] if send else []
        done = self.run_bangtin("alert", verb, str(self.draft_path), *more, *words)
        self.assertEqual(done.returncode, expect, done.stdout + done.stderr)
        return done

    def alerts(self):
        return json.loads(self.path.read_bytes().decode("utf-8-sig")).get("alerts", [])

    def test_new_and_end_leave_the_other_bytes(self):
        for before in (self.before, b"\xef\xbb\xbf" + self.before.replace(b"\n", b"\r\n")):
            self.path.write_bytes(before)
            self.alert("new", "--headline", "Bão số 12", "--id", "a")
            self.alert("NEW", "--headline", "Mưa \"lớn\"", "--id", "b", "--banner", "--severity",
                       "minor", "--description", "x", "--instruction", "y", "--sites", "tag:p,q")
            first, second = self.alerts()
            self.assertEqual((first["headline"], first["severity"], first["mode"]),
                             ("Bão số 12", "severe", "replace"))
            del second["sent"], second["expires"]
            self.assertEqual(second, {"identifier": "b", "headline": 'Mưa "lớn"', "mode": "banner",
                                      "severity": "minor", "description": "x", "instruction": "y",
                                      "sites": ["tag:p", "q"]})
            self.alert("end", "--id", "a")
            self.alert("END")
            self.assertEqual(self.alerts(), [])
            self.assertEqual(re.sub(rb',\s*"alerts": \[\s*\]', b"", self.path.read_bytes()), before)

    def test_it_ends_by_itself(self):
        for words, length in (((), 7200), (("--lasts", "90m"), 5400), (("--lasts", "1d"), 86400)):
            self.path.write_bytes(self.before)
            self.alert("new", "--headline", "x", *words)
            alert, = self.alerts()
            sent, end = (datetime.fromisoformat(alert[k].replace("Z", "+00:00"))
                         for k in ("sent", "expires"))
            self.assertEqual((end - sent).total_seconds(), length)
        self.path.write_bytes(self.before)
        until = (datetime.now(timezone.utc) + timedelta(hours=1)).strftime("%Y-%m-%dT%H:%M:%SZ")
        self.alert("new", "--headline", "x", "--until", until)
        self.assertEqual(self.alerts()[0]["expires"], until)
        for until in ("17:00 31/01/2090", "31/01/2090 17:00", "17h 31/1/2090", "31/1/2090 17h00", "2090-01-31 17:00",
                      "2090-01-31T17:00:00+07:00"):
            self.path.write_bytes(self.before)
            self.alert("new", "--headline", "x", "--until", until)
            self.assertEqual(self.alerts()[0]["expires"], "2090-01-31T10:00:00Z", until)
        for until in ("31/01/2090", "2090-01-31", "31/13/2090 17:00", "17:60 31/01/2090",
                      "17-00 31/01/2090", "17h", "30/2/2090 17:00", "17h 5/13/2090", "31.01.2090 17:00"):
            self.alert("new", "--headline", "x", "--until", until, expect=USAGE)

    def test_one_command_publishes(self):
        self.alert("new", "--headline", "Bão", send=True)
        self.assertEqual([a["headline"] for a in self.assert_whole()["alerts"]], ["Bão"])
        self.alert("end", send=True)
        self.assertEqual(self.assert_whole()["alerts"], [])

    def test_what_is_not_published_leaves_the_folder_as_it_was(self):
        self.alert("new", "--headline", "Bão", send=True, key="root.key", expect=TRUST)
        self.assertEqual(self.path.read_bytes(), self.before)
        done = self.alert("new", "--dry-run", "--headline", "Bão", send=True)
        self.assertIn("as it was before", done.stderr)
        self.assertEqual(self.path.read_bytes(), self.before)
        self.assertFalse((self.out / "playlist.json").exists())

    def test_it_is_laid_over_what_stands(self):
        """Faults and unfinished work of the folder neither hold an alert up nor go out with it."""
        self.publish("--expires", "2090-01-01T00:00:00Z")
        before = self.published()
        (self.draft_path / "media/10.png").unlink()
        edited = self.before.replace(b'"i11"', b'"edited"').replace(b'"image"', b'"imag"', 1)
        self.path.write_bytes(edited)
        self.publish(status=INPUT)
        done = self.alert("new", "--headline", "Bão", "--id", "a", send=True)
        self.assertIn("other changes in the folder were not sent", done.stderr)
        self.assertNotIn("imag", done.stderr)
        after = self.assert_whole()
        self.assertEqual([a["headline"] for a in after.pop("alerts")], ["Bão"])
        self.assertEqual(after, before | {"sequence": 2, "generated": after["generated"]})
        self.assertEqual([a["identifier"] for a in self.alerts()], ["a"])
        self.assertIn(b"edited", self.path.read_bytes())
        self.alert("end", send=True)
        self.assertEqual(self.assert_whole()["alerts"], [])
        self.assertEqual(self.alerts(), [])

    def test_a_folder_without_other_changes(self):
        self.publish("--expires", "2090-01-01T00:00:00Z")
        done = self.alert("new", "--headline", "Bão", send=True)
        self.assertNotIn("other changes", done.stderr)
        self.assertIn("nothing has changed; publication 2", self.publish().stdout)
        self.assertEqual(self.published()["expires"], "2090-01-01T00:00:00Z")
        before = tree(self.out)
        self.alert("new", "--headline", "Lũ", "--dry-run", send=True)
        self.assertEqual((tree(self.out), len(self.alerts())), (before, 1))

    def test_a_draft_with_stamps_of_its_own(self):
        """As `bangtin new` writes it: the change and the publication meet in the same bytes."""
        stamps = b'"feedId": "long-an",\n  "sequence": 1,\n  "generated": "2026-01-01T00:00:00Z"'
        self.path.write_bytes(self.before.replace(b'"feedId": "long-an"', stamps))
        self.publish("--expires", "2090-01-01T00:00:00Z")
        self.assertNotIn("other changes", self.alert("new", "--headline", "x", send=True).stderr)
        self.assertIn("nothing has changed; publication 2", self.publish().stdout)

    def test_two_of_one_name_end_together(self):
        one = {"identifier": "a", "sent": "2026-01-01T00:00:00Z", "headline": "x",
               "expires": "2090-01-01T00:00:00Z"}
        self.draft(alerts=[one, one | {"identifier": "b"}, one])
        self.publish()
        self.alert("end", "--id", "a", send=True)
        for alerts in (self.alerts(), self.assert_whole()["alerts"]):
            self.assertEqual([alert["identifier"] for alert in alerts], ["b"])

    def test_a_folder_that_cannot_be_read(self):
        self.publish()
        self.path.write_bytes(broken := self.before[:-9])
        done = self.alert("new", "--headline", "Bão", send=True)
        self.assertIn("could not take this change", done.stderr)
        self.assertEqual(len(self.assert_whole()["alerts"]), 1)
        self.assertEqual(self.path.read_bytes(), broken)

    def test_where_the_publication_has_been_deleted(self):
        """The whole folder goes out; where it cannot, it is said what lets the alert out all the same."""
        self.publish()
        self.publish("--sequence", "7")
        kept = {name: (self.out / name).read_bytes() for name in ("playlist.json", "playlist.json.minisig")}
        for name in kept:
            (self.out / name).unlink()
        for faulty in (self.before[:-9], self.before.replace(b'"image"', b'"imag"', 1)):
            self.path.write_bytes(faulty)
            done = self.alert("new", "--headline", "Bão", send=True, expect=INPUT)
            self.assertIn("no publication stands there any more", done.stderr)
            self.assertIn("put playlist.json and playlist.json.minisig of publication 7 back at", done.stderr)
            self.assertEqual(self.path.read_bytes(), faulty)
        for name, data in kept.items():
            self.write(f"{self.out}/{name}", data)
        self.alert("new", "--headline", "Bão", "--id", "a", send=True)
        self.assertEqual(self.published()["sequence"], 8)
        for name in kept:
            (self.out / name).unlink()
        self.path.write_bytes(self.before)
        done = self.alert("new", "--headline", "Lũ", "--id", "b", send=True)
        self.assertIn("so the whole folder is published", done.stderr)
        self.assertEqual([a["identifier"] for a in self.assert_whole()["alerts"]], ["b"])
        self.assertEqual(self.published()["sequence"], 9)

    def test_a_first_publication_that_is_faulty_has_none_before_it(self):
        self.path.write_bytes(self.before.replace(b'"image"', b'"imag"', 1))
        done = self.alert("new", "--headline", "Bão", send=True, expect=INPUT)
        self.assertNotIn("publication", done.stderr)

    def test_a_slip_in_the_office_is_wrong_usage(self):
        self.publish()
        for where in ("laid over what stands", "with the whole folder"):
            done = self.alert("new", "--headline", "Bão", "--site", "nope", send=True, expect=USAGE)
            self.assertIn('no office "nope"', done.stderr, where)
            self.assertNotIn("put playlist.json", done.stderr)
            (self.out / "playlist.json").unlink(missing_ok=True)
        self.assertEqual(self.path.read_bytes(), self.before)

    def test_what_nobody_has_signed_is_not_built_upon(self):
        self.publish()
        document = self.out / "playlist.json"
        document.write_bytes(document.read_bytes().replace(b'"i11"', b'"bad"'))
        before = tree(self.out)
        self.assertIn("no key", self.alert("new", "--headline", "x", send=True,
                                           expect=TRUST).stderr)
        self.assertEqual((tree(self.out), self.path.read_bytes()), (before, self.before))

    def test_an_old_publication_is_not_signed_anew(self):
        self.publish()
        shutil.copytree(self.out, self.root / "old")
        self.draft((10, 11, 13))
        self.publish()
        shutil.copytree(self.root / "old", self.out, dirs_exist_ok=True)
        done = self.alert("new", "--headline", "x", send=True)
        self.assertIn("older than", done.stderr)
        after = self.assert_whole()
        self.assertEqual((after["sequence"], "p13" in after["assets"]), (3, True))

    def test_several(self):
        self.publish()
        for name in "abc":
            self.alert("new", "--headline", name, "--id", name, send=True)
        self.assertIn("already", self.alert("new", "--headline", "x", "--id", "a", send=True,
                                            expect=INPUT).stderr)
        self.assertIn("--all", self.alert("end", send=True, expect=INPUT).stderr)
        self.alert("end", "--id", "b", send=True)
        self.assertEqual([a["identifier"] for a in self.assert_whole()["alerts"]], ["a", "c"])
        self.alert("new", "--headline", "d", "--id", "d")
        self.assertIn("only taken out", self.alert("end", "--id", "d", send=True).stderr)
        self.assertEqual(self.sequence(), 5)
        self.alert("end", "--all", send=True)
        self.assertEqual((self.assert_whole()["alerts"], self.alerts()), ([], []))

    def test_one_that_is_over_makes_room(self):
        over = [{"identifier": f"a{i}", "sent": "2026-01-01T00:00:00Z", "headline": "x",
                 "expires": f"2026-01-02T00:00:{59 - i % 50}Z"} for i in range(100)]
        self.draft(alerts=over)
        self.alert("new", "--headline", "Bão", "--id", "b")
        names = {alert["identifier"] for alert in self.alerts()}
        self.assertEqual(names, {f"a{i}" for i in range(100)} - {"a49"} | {"b"})

    def test_the_alert_is_checked(self):
        self.draft(sites={"xa": {}})
        self.publish()
        before = self.path.read_bytes()
        done = self.alert("new", "--headline", "{site.phone}", send=True, expect=INPUT)
        self.assertRegex(done.stderr, "/alerts/0/headline: .*office \"xa\"")
        done = self.alert("new", "--headline", "Bão " * 90, "--banner", "--dry-run", send=True)
        self.assertRegex(done.stderr, "/alerts/0/headline: .*too long")
        self.assertNotIn("other changes", done.stderr)
        self.assertEqual((self.path.read_bytes(), self.sequence()), (before, 1))

    def test_which_one_is_asked_for(self):
        self.assertIn("no alert that could", self.alert("end", expect=INPUT).stderr)
        self.alert("new", "--headline", "Một", "--id", "a")
        self.assertIn("already", self.alert("new", "--headline", "x", "--id", "a",
                                            expect=INPUT).stderr)
        self.alert("new", "--headline", "Hai", "--id", "b")
        done = self.alert("end", expect=INPUT)
        self.assertRegex(done.stderr, r"(?s)--id.*\na .*Một\nb .*Hai")
        self.assertIn("there is no alert \"c\"", self.alert("end", "--id", "c",
                                                            expect=INPUT).stderr)
        self.assertEqual(self.alert("list").stdout.count("\n"), 2)

    def test_without_any_the_list_says_so(self):
        done = self.alert("list")
        self.assertEqual(done.stdout, "")
        self.assertIn("there are no alerts", done.stderr)

    def test_wrong_words(self):
        self.assertIn("--headline", self.alert("new", expect=USAGE).stderr)
        self.assertIn("neither", self.alert("start", expect=USAGE).stderr)
        self.assertIn("past", self.alert("new", "--headline", "x", "--until",
                                         "2020-01-01T00:00:00Z", expect=USAGE).stderr)
        self.assertIn("one of them", self.alert("new", "--headline", "x", "--lasts", "1h", "--until",
                                                "2090-01-01T00:00:00Z", expect=USAGE).stderr)
        for span in ("0m", "32d", "1w", "", "-1h", "1h30", "6"):
            self.alert("new", "--headline", "x", "--lasts", span, expect=USAGE)
        self.assertIn("--key", self.alert("end", "--to", "x", expect=USAGE).stderr)
        self.assertIn("--banner", self.alert("list", "--banner", expect=USAGE).stderr)
        self.assertIn("--all", self.alert("end", "--all", "--id", "x", expect=USAGE).stderr)
        for words in (("--key", "x"), ("--root", "x"), ("--dry-run",)):
            done = self.alert("new", "--headline", "x", *words, expect=USAGE)
            self.assertIn("--to", done.stderr)
        self.path.write_bytes(before := self.before.replace(b'"feedId"', b'"x": 0, "feedId"'))
        long = self.alert("new", "--headline", "x" * 5000, expect=INPUT)
        self.assertRegex(long.stderr, r"^.*/alerts/0/headline: .*\n.*left as it is\n$")
        self.assertEqual(self.path.read_bytes(), before)


if __name__ == "__main__":
    unittest.main()
