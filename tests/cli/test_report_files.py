#!/usr/bin/env python3
"""Logs of several machines and files of one machine in one report; what was altered; what cannot be
read."""

import json
import os
import sqlite3
import unittest

from plays_log import PlaysLog
from report_lab import ReportLab, at


class FilesLab(ReportLab):
    """A log of thirty plays, and pieces of it."""

    def setUp(self):
        super().setUp()
        self.lobby = self.filled("lobby")

    def filled(self, device, **place):
        log = PlaysLog(device, **place)
        items = [log.add_item(f"item-{n}", thumbnail=(2, 1, bytes(6))) for n in range(3)]
        for n in range(30):
            log.add(at("2026-07-01T07:00") + n * 10000, items[n % 3], 9000 + n)
        return log

    def export(self, name, log, *pieces):
        return self.write(name, "".join(log.batch(first, last) for first, last in pieces))

    def merged(self, *names, status=0):
        figures = self.figures("--quarter", "2026-Q3", *names, store=None, status=status)
        self.sources = figures["sources"]
        return figures

    def alter(self, *statements):
        database = sqlite3.connect(self.store(self.lobby) / "plays.db")
        for statement in statements:
            database.execute(statement)
        database.commit()
        database.close()


class MergeTest(FilesLab):
    def plays(self, *names, status=0):
        return self.merged(*names, status=status)["totals"]["plays"]

    def test_a_row_in_several_files_counts_once(self):
        self.export("early.jsonl", self.lobby, (1, 10), (11, 20))
        self.export("late.jsonl", self.lobby, (21, 30), (5, 15))
        self.store(self.lobby)
        self.assertEqual(self.plays("early.jsonl"), 20)
        self.assertEqual(self.plays("late.jsonl", "early.jsonl"), 30)
        self.assertEqual([s["duplicates"] for s in self.sources], [0, 11])
        self.assertEqual(self.plays("store/plays.db", "early.jsonl", "late.jsonl", "early.jsonl"), 30)
        self.assertEqual(self.plays("early.jsonl", "store/plays.db"), 30)

    def test_a_folder_is_what_is_in_it(self):
        """As a server keeps one batch a file, or as several sticks were copied."""
        for first in range(1, 31, 3):
            self.export(f"in/lobby/{first:03}.plays.jsonl", self.lobby, (first, first + 2))
        self.export("in/gate/old/x.plays.jsonl", self.filled("gate"), (1, 30))
        self.store(self.filled("third"), "in/third")
        for name in ("in/lobby/._001.plays.jsonl", "in/notes.txt", "in/lobby/status.json"):
            self.write(name, "nothing of ours")
        (self.root / "in/loop").symlink_to(self.root / "in")
        self.assertEqual(self.plays("in"), 90)
        self.assertEqual(len(self.sources), 12)
        (self.root / "empty").mkdir()
        self.report("empty", status=1, store=None)
        self.assertIn("empty: there is no log of plays in this folder", self.said)

    def test_each_sum_counts_once(self):
        self.export("a.jsonl", self.lobby, (1, 20))
        self.export("b.jsonl", self.lobby, (10, 30))
        figures = self.merged("a.jsonl", "b.jsonl")
        self.assertEqual(figures["totals"]["shownMs"], sum(r["shown"] for r in self.lobby.rows))
        self.assertEqual([i["plays"] for i in figures["byItem"]], [10, 10, 10])
        self.assertEqual(sum(h["plays"] for h in figures["byHour"]), 30)

    def test_two_machines(self):
        gate = self.filled("gate", site="cong", screen="320x160")
        self.export("lobby.jsonl", self.lobby, (1, 30))
        self.export("gate.jsonl", gate, (1, 30))
        figures = self.merged("lobby.jsonl", "gate.jsonl", "lobby.jsonl")
        self.assertEqual((figures["totals"]["plays"], figures["totals"]["screens"]), (60, 2))
        self.assertEqual({s["site"]: s["plays"] for s in figures["bySite"]}, {"can-duoc": 30, "cong": 30})
        self.assertEqual(figures["totals"]["screenDaysInOperation"], 2)
        self.assertEqual(figures["totals"]["daysInOperation"], 1)
        self.assertEqual([i["plays"] for i in figures["byItem"]], [20, 20, 20])

    def test_the_store_is_read_with_files_where_it_is_named(self):
        self.store(self.filled("gate"))
        self.export("lobby.jsonl", self.lobby, (1, 30))
        figures = self.figures("--quarter", "2026-Q3", "lobby.jsonl")
        self.assertEqual(figures["totals"]["plays"], 60)

    def test_the_same_row_with_another_content_is_named(self):
        other = self.filled("lobby")
        other.rows = other.rows[:20]
        for n in range(20, 30):
            other.add(at("2026-07-02T07:00") + n * 1000, 1)
        self.export("a.jsonl", self.lobby, (1, 30))
        self.export("b.jsonl", other, (1, 30))
        self.assertEqual(self.plays("a.jsonl", "b.jsonl", status=4), 30)
        self.assertEqual([s["conflicts"] for s in self.sources], [0, 10])
        self.assertIn("b.jsonl: 10 rows of the machine", self.said)
        self.assertIn("row 21 first", self.said)

    def test_an_altered_export_is_left_out(self):
        batch = json.loads(self.lobby.batch(11, 20))
        batch["rows"][3][6] += 1
        self.write("a.jsonl", self.lobby.batch(1, 10) + json.dumps(batch) + "\n" + self.lobby.batch(21, 30))
        self.assertEqual(self.plays("a.jsonl", status=4), 20)
        self.assertIn("a.jsonl: 1 part of it was altered", self.said)

    def test_a_forged_part_that_is_sound_in_itself_is_named(self):
        """Its own hashes fit; what comes after it does not follow from it."""
        forged = self.filled("lobby")
        forged.rows = forged.rows[:10]
        for n in range(10, 20):
            forged.add(at("2026-07-01T07:00") + n * 10000, 1, 9999)
        pieces = self.lobby.batch(1, 10), forged.batch(11, 20), self.lobby.batch(21, 30)
        for name, piece in zip("abc", pieces):
            self.write(f"in/{name}.plays.jsonl", piece)
        self.write("all.jsonl", "".join(pieces))
        for names in (["in"], ["all.jsonl"], ["in/c.plays.jsonl", "in/a.plays.jsonl", "in/b.plays.jsonl"]):
            self.assertEqual(self.plays(*names, status=4), 30)
            self.assertIn("row 21 does not follow from row 20", self.said)
            self.assertEqual(sum(s["brokenLinks"] for s in self.sources), 1)
        # The machine's own log tells which one it is.
        self.store(self.lobby)
        self.plays("store/plays.db", "in", status=4)
        self.assertIn("b.plays.jsonl: 10 rows of the machine", self.said)

    def test_an_export_that_begins_with_another_machines_rows_is_left_out(self):
        batch = json.loads(self.lobby.batch(1, 30))
        batch["device"] = self.filled("gate").device
        self.write("a.jsonl", json.dumps(batch))
        self.plays("a.jsonl", status=4)
        self.assertIn("a.jsonl: 1 part of it was altered", self.said)

    def test_rows_between_exports_are_missed(self):
        self.export("a.jsonl", self.lobby, (1, 10))
        self.export("b.jsonl", self.lobby, (16, 30))
        self.assertEqual(self.merged("a.jsonl", "b.jsonl")["totals"]["missingRows"], 5)
        gate = self.filled("gate")
        self.export("gate.jsonl", gate, (1, 30))
        names = ("a.jsonl", "b.jsonl", "gate.jsonl")
        self.assertRegex(self.report("--quarter", "2026-Q3", *names, store=None),
                         r"\n5 rows between the files are missing; .*\n  \S+ \(" + self.lobby.device[:8] + r"\): 5\n\S")
        page = self.report("--quarter", "2026-Q3", "--format", "html", *names, store=None)
        self.assertRegex(page, f"còn thiếu 5 dòng \\(.*{self.lobby.device[:8]}</span>: 5\\); số thật")

    def test_thumbnails_of_exports_are_shown(self):
        self.export("a.jsonl", self.lobby, (1, 10), (11, 30))
        page = self.report("--quarter", "2026-Q3", "--format", "html", "a.jsonl", store=None)
        self.assertEqual(page.count("data:image/png;base64,"), 3)


class VerifyTest(FilesLab):
    def verify(self, *names, status=4, store="store"):
        return self.report("--verify", *names, status=status, store=store)

    def test_a_sound_log(self):
        self.store(self.lobby)
        self.export("a.jsonl", self.lobby, (1, 20), (21, 30))
        for words in (dict(), dict(store=None)):
            said = self.verify(*([] if not words else ["a.jsonl"]), status=0, **words)
            self.assertIn("sound, 30 rows", said)
            self.assertIn(f"newest row 30, hash {self.lobby.rows[-1]['hash'].hex()}", said)

    def test_what_was_done_to_it(self):
        for statement, said in (
                ("UPDATE row SET shown = shown + 1 WHERE seq = 12", "row 12, or one soon after it, was altered"),
                ("UPDATE row SET start = start - 1 WHERE seq = 1", "row 1, or one soon after it, was altered"),
                ("UPDATE item SET title = 'x' WHERE id = 3", "row 3, or one soon after it, was altered"),
                ("DELETE FROM row WHERE seq = 12", "row 12 is missing"),
                ("DELETE FROM row WHERE seq > 25", "the rows from 26 on are missing at the end"),
                ("UPDATE place SET site = 'x'", "row 1, or one soon after it, was altered")):
            with self.subTest(statement=statement):
                self.alter(statement)
                self.assertIn(said, self.verify())

    def test_an_export(self):
        for rows, said in ((self.lobby.batch(1, 10) + self.lobby.batch(16, 30), "row 11 is missing"),
                           (self.lobby.batch(1, 10) + self.lobby.batch(11, 30).replace(" 9015,", " 9016,"),
                            "row 11, or one soon after it, was altered"),
                           (self.lobby.batch(1, 10) + self.forged().batch(11, 30),
                            "row 11, or one soon after it, was altered")):
            self.write("a.jsonl", rows)
            self.assertIn(said, self.verify("a.jsonl", store=None))

    def test_exports_of_one_batch_each(self):
        forged = self.forged().batch(11, 20)
        pieces = [self.lobby.batch(1, 10), self.lobby.batch(11, 20), self.lobby.batch(21, 30)]
        for name, piece in zip("abc", pieces):
            self.write(f"in/{name}.plays.jsonl", piece)
        self.assertIn("newest row 30", self.verify("in", status=0, store=None))
        self.write("in/b.plays.jsonl", forged)
        self.assertIn("in/b.plays.jsonl: row 11, or one soon after it, was altered",
                      self.verify("in", store=None))
        # An overlap, and what is older behind what is newer, is no fault of its own.
        self.write("a.jsonl", self.lobby.batch(11, 30) + self.lobby.batch(1, 15))
        self.assertIn("newest row 30", self.verify("a.jsonl", status=0, store=None))
        self.write("a.jsonl", self.lobby.batch(1, 15) + self.forged().batch(11, 30))
        self.assertIn("row 11, or one soon after it, was altered", self.verify("a.jsonl", store=None))

    def forged(self):
        """A log that is sound in itself, of the same machine."""
        log = PlaysLog("lobby")
        item = log.add_item("item-0")
        for n in range(30):
            log.add(at("2026-07-01T07:00") + n, item)
        return log


class ExportTest(FilesLab):
    def test_what_is_exported_is_the_log(self):
        self.store(self.lobby)
        self.report("--export", "out.jsonl")
        self.assertIn("out.jsonl: 30 rows", self.said)
        figures = self.figures("--quarter", "2026-Q3", "out.jsonl", store=None)
        self.assertEqual(figures["totals"]["plays"], 30)
        self.assertIn("sound, 30 rows", self.report("--verify", "out.jsonl", store=None))
        self.assertEqual(self.figures("--quarter", "2026-Q3", "out.jsonl")["totals"]["plays"], 30)

    def test_one_log_at_a_time_and_no_halves(self):
        self.store(self.lobby)
        self.report("--export", "nowhere/out.jsonl", status=3)
        self.assertIn("nowhere/out.jsonl: there is no such file or folder", self.said)
        self.report("a", "b", "--export", "c", status=2, store=None)
        self.report("--verify", "--export", "c", status=2)
        self.alter("UPDATE row SET hash = x'00' WHERE seq = 20")
        self.write("out.jsonl", "as it was")
        self.report("--export", "out.jsonl", status=1)
        self.assertEqual((self.root / "out.jsonl").read_text(), "as it was")
        self.assertEqual(sorted(p.name for p in self.root.iterdir()), ["out.jsonl", "store"])


class TroubleTest(FilesLab):
    """Each fault names the place and what to do."""

    def test_no_log_yet(self):
        (self.root / "store").mkdir()
        self.report(status=3)
        self.assertRegex(self.said, "store: there is no log of plays yet; .* --store")

    def test_files_that_are_none(self):
        for name, data, status, said in (
                ("a.db", b"SQLite format 3\0" + bytes(100), 1, "no log of plays, or it is damaged"),
                ("b.db", b"", 1, "no log of plays, or it is damaged"),
                ("c.jsonl", b"{}\n", 1, "no log of plays, or it is damaged"),
                ("d.jsonl", b"{" * 100000, 1, "no log of plays, or it is damaged"),
                ("e.jsonl", self.lobby.batch(1, 9).encode()[:-20], 1, "no log of plays, or it is damaged"),
                ("f.jsonl", self.lobby.batch(1, 9).replace('Plays": 1', 'Plays": 2').encode(), 1,
                 "a newer bangtin has written it"),
                ("g.txt", "Báo cáo".encode(), 1, "no log of plays, or it is damaged")):
            self.write(name, data)
            with self.subTest(name=name):
                self.report(name, status=status, store=None)
                self.assertIn(f"{name}: ", self.said)
                self.assertIn(said, self.said)
        self.report("missing.db", status=1, store=None)
        self.assertIn("missing.db: there is no such file or folder", self.said)

    def test_a_database_of_something_else(self):
        database = sqlite3.connect(self.root / "other.db")
        database.execute("CREATE TABLE row (seq INTEGER PRIMARY KEY)")
        database.close()
        self.report("other.db", status=1, store=None)
        self.assertIn("other.db: it is no log of plays", self.said)

    def test_a_newer_log(self):
        self.alter("PRAGMA user_version = 2")
        self.report(status=1)
        self.assertIn("a newer bangtin has written it; install the same one here", self.said)

    @unittest.skipIf(os.geteuid() == 0, "root may read everything")
    def test_no_permission(self):
        (self.store(self.lobby) / "plays.db").chmod(0)
        self.report(status=3)
        self.assertIn("no permission to read it; try it with sudo", self.said)

    def test_rows_that_point_nowhere(self):
        for statement in ("DELETE FROM item WHERE id = 2", "DELETE FROM place",
                          "UPDATE row SET item = NULL WHERE seq = 1", "UPDATE row SET item = -1"):
            self.alter(statement)
            self.report("--quarter", "2026-Q3", status=1)
            self.assertIn("plays.db: it is no log of plays, or it is damaged", self.said)

    def test_figures_beyond_reason(self):
        """A day is the longest that anything is shown, whatever a row says."""
        self.alter("UPDATE row SET shown = 9223372036854775807 WHERE seq = 1",
                   "UPDATE row SET shown = -5 WHERE seq = 2", "UPDATE row SET start = -9223372036854775807 WHERE seq = 3",
                   "UPDATE row SET start = 9223372036854775807 WHERE seq = 4")
        totals = self.figures("--quarter", "2026-Q3")["totals"]
        self.assertEqual(totals["plays"], 28)
        self.assertEqual(totals["shownMs"], 86400000 + sum(r["shown"] for r in self.lobby.rows[4:]))

    def test_a_file_is_written_whole_or_not_at_all(self):
        self.store(self.lobby)
        self.report("--quarter", "2026-Q3", "--out", "nowhere/a.txt", status=3)
        self.assertIn("nowhere/a.txt: ", self.said)
        self.assertEqual(self.report("--quarter", "2026-Q3", "--out", "a.txt"), "")
        self.assertIn("plays, not views", (self.root / "a.txt").read_text())

    def test_what_the_running_player_says(self):
        self.store(self.lobby)
        self.write("run/sync.json", {"plays": {"problem": {"message": "No space left on device", "since": None}}})
        self.report("--quarter", "2026-Q3", "--run", "run")
        self.assertIn("cannot be written down: No space left on device", self.said)


if __name__ == "__main__":
    unittest.main()
