#!/usr/bin/env python3
"""`report` adds up the log of plays: held against sums that python makes of the same rows."""

import csv
import io
import os
import unittest
from collections import defaultdict
from datetime import datetime, timedelta, timezone

from plays_log import FLOOR, SERVER
from report_lab import HANOI, ReportLab, at


def utc(milliseconds):
    return datetime.fromtimestamp(milliseconds // 1000, timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


def busy_log(log):
    """A quarter and the one before: two screens' worth of words, clocks of each kind."""
    items = [log.add_item("a", "Dịch vụ công", type="service", topic="Dịch vụ công", audience="Người dân"),
             log.add_item("a", "សេវាកម្ម", type="service", topic="Dịch vụ công", audience="Người dân",
                          language="km"),
             log.add_item("b", "Cảnh giác lừa đảo", topic="An toàn thông tin", audience="Người cao tuổi"),
             log.add_item("c", "Khẩu hiệu", type="slogan"),
             log.add_item("d", "Hè an toàn", topic="An toàn thông tin", feed="other")]
    gate = log.add_place("can-duoc-cong", "320x160")
    start = at("2026-04-03T06:59:58")
    for day in range(0, 170, 3):
        for n in range(40):
            moment = start + day * 86400000 + n * 1373000
            item = items[(day * 7 + n * n) % (5 if day > 90 else 3)]
            log.add(moment, item, 3000 + (n * 977) % 20000, FLOOR if n % 19 == 3 else SERVER if n % 23 == 4 else 2,
                    place=gate if n % 4 == 0 else None)
    return log


class FiguresTest(ReportLab):
    """Every sum against an independent one."""

    def setUp(self):
        super().setUp()
        self.lobby = busy_log(self.log())
        self.store(self.lobby)
        self.json = self.figures("--quarter", "2026-Q3")

    def rows(self, first="2026-07-01T00:00", end="2026-10-01T00:00"):
        return [(r, self.lobby.items[r["item"] - 1][0], self.lobby.places[r["place"] - 1])
                for r in self.lobby.rows if at(first) <= r["start"] < at(end) and r["item"]]

    def expect(self, figure, rows, where):
        rows = [r for r, *_ in rows]
        self.assertEqual(
            {k: figure[k] for k in ("plays", "shownMs", "estimatedPlays", "firstShown", "lastShown")},
            {"plays": len(rows), "shownMs": sum(r["shown"] for r in rows),
             "estimatedPlays": sum(r["clock"] < 2 for r in rows),
             "firstShown": utc(min(r["start"] for r in rows)) if rows else None,
             "lastShown": utc(max(r["start"] for r in rows)) if rows else None}, where)

    def by(self, key, start="2026-07-01T00:00", end="2026-10-01T00:00"):
        groups = defaultdict(list)
        for row in self.rows(start, end):
            groups[key(*row)].append(row)
        return groups

    def test_the_totals(self):
        self.expect(self.json["totals"], self.rows(), "now")
        self.expect(self.json["totalsBefore"], self.rows("2026-04-01T00:00", "2026-07-01T00:00"), "before")

    def test_each_way_to_group_them(self):
        def local(row):
            return datetime.fromtimestamp(row["start"] / 1000, HANOI)
        for name, member, key in (
                ("byTopic", "topic", lambda r, i, p: i["topic"]),
                ("byAudience", "audience", lambda r, i, p: i["audience"]),
                ("byLanguage", "language", lambda r, i, p: i["language"]),
                ("byType", "type", lambda r, i, p: i["type"]),
                ("bySite", "site", lambda r, i, p: p[0]),
                ("byItem", ("feed", "item"), lambda r, i, p: (i["feed"], i["item"])),
                ("byHour", "hour", lambda r, i, p: local(r).hour),
                ("byDay", "day", lambda r, i, p: local(r).strftime("%Y-%m-%d"))):
            now = self.by(key)
            before = self.by(key, "2026-04-01T00:00", "2026-07-01T00:00")
            for line in self.json[name]:
                value = tuple(line[m] for m in member) if isinstance(member, tuple) else line[member]
                self.expect(line, now.pop(value, []), (name, value))
                if name != "byDay":
                    self.expect(line["before"], before.pop(value, []), (name, value, "before"))
            self.assertEqual(now, {}, name)
            if name != "byDay":
                self.assertEqual(before, {}, name)

    def test_days_in_operation(self):
        days = {datetime.fromtimestamp(r["start"] / 1000, HANOI).date() for r, *_ in self.rows()}
        self.assertEqual(self.json["devices"][0]["daysInOperation"], len(days))
        self.assertEqual(self.json["totals"]["daysInOperation"], len(days))
        self.assertEqual(len(self.json["byDay"]), 92)

    def test_the_words_of_an_item(self):
        item = next(i for i in self.json["byItem"] if i["item"] == "a")
        self.assertEqual((item["title"], item["topic"], item["audience"], item["type"]),
                         ("Dịch vụ công", "Dịch vụ công", "Người dân", "service"))
        self.assertEqual(sorted(item["languages"]), ["km", "vi"])
        self.assertEqual(sorted(item["sites"]), ["can-duoc", "can-duoc-cong"])

    def test_the_table_and_the_spreadsheet_say_the_same(self):
        for by in ("item", "topic", "audience", "language", "type", "site", "day", "hour"):
            text = self.report("--quarter", "2026-Q3", "--format", "csv", "--by", by)
            lines = list(csv.reader(io.StringIO(text.removeprefix("\ufeff")), delimiter=";"))
            plays = lines[0].index("Plays")
            self.assertEqual(sum(int(line[plays]) for line in lines[1:]), self.json["totals"]["plays"], by)
            minutes = sum(float(line[plays + 1].replace(",", ".")) for line in lines[1:])
            self.assertAlmostEqual(minutes, self.json["totals"]["shownMs"] / 60000, delta=0.006 * len(lines))
            table = self.report("--quarter", "2026-Q3", "--by", by)
            self.assertIn(f"{self.json['totals']['plays']:,}*", table)


class LargeTest(ReportLab):
    def test_every_row_counts(self):
        """BANGTIN_ROWS=1000000 takes half a minute to write, and the report half a second."""
        count = int(os.environ.get("BANGTIN_ROWS", "5000"))
        log = self.log()
        items = [log.add_item(f"item-{n}", topic=f"t{n % 7}") for n in range(60)]
        step = 364 * 86400000 // count
        for n in range(count):
            log.add(at("2026-01-01T00:00") + n * step, items[n * 7 % 60], n % 20000)
        self.store(log)
        figures = self.figures("--year", "2026")
        self.assertEqual((figures["totals"]["plays"], figures["totals"]["shownMs"]),
                         (count, sum(n % 20000 for n in range(count))))
        self.assertEqual(sum(i["plays"] for i in figures["byItem"]), count)
        self.assertIn(f"sound, {count} rows", self.report("--verify"))


class PeriodTest(ReportLab):
    def plays(self, *words):
        return self.figures(*words)["totals"]["plays"]

    def test_a_quarter_begins_at_midnight_in_viet_nam(self):
        log = self.log()
        item = log.add_item("a")
        for moment in ("2026-06-30T23:59:59.999", "2026-07-01T00:00:00", "2026-09-30T23:59:59.999",
                       "2026-10-01T00:00:00"):
            log.add(at(moment), item)
        self.store(log)
        figures = self.figures("--quarter", "2026-Q3")
        self.assertEqual((figures["totals"]["plays"], figures["totalsBefore"]["plays"]), (2, 1))
        self.assertEqual(self.plays("--quarter", "2026-q4"), 1)
        self.assertEqual(self.plays("--year", "2026"), 4)

    def test_a_play_over_midnight_belongs_to_its_beginning(self):
        log = self.log()
        log.add(at("2026-09-30T23:59:50"), log.add_item("a"), 60000)
        self.store(log)
        figures = self.figures("--quarter", "2026-Q3")
        self.assertEqual(figures["totals"]["shownMs"], 60000)
        self.assertEqual([d["plays"] for d in figures["byDay"]][-1], 1)
        self.assertEqual(self.plays("--quarter", "2026-Q4"), 0)

    def test_what_it_is_compared_with(self):
        self.store(self.log())
        for words, now, before in (
                (("--quarter", "2026-Q1"), "2026-Q1", "2025-Q4"),
                (("--year", "2026"), "2026", "2025"),
                (("--from", "2026-03-01", "--to", "2026-03-10"), "2026-03-01/2026-03-10",
                 "2026-02-19/2026-02-28"),
                (("--from", "01/03/2024", "--to", "1/3/2024"), "2024-03-01/2024-03-01",
                 "2024-02-29/2024-02-29")):
            figures = self.figures(*words)
            self.assertEqual((figures["period"]["name"], figures["periodBefore"]["name"]), (now, before))
        figures = self.figures("--quarter", "2026-Q2")
        self.assertEqual((figures["period"]["from"], figures["period"]["to"]), ("2026-04-01", "2026-06-30"))

    def test_before_1970_there_are_days_and_hours_too(self):
        """Nobody was there; whoever forges a log may say so."""
        log = self.log()
        item = log.add_item("a")
        log.add(at("1969-12-31T05:30"), item)
        log.add(at("1970-01-02T05:30"), item)
        self.store(log)
        figures = self.figures("--year", "1970")
        self.assertEqual([(h["hour"], h["plays"], h["before"]["plays"]) for h in figures["byHour"] if h["plays"]],
                         [(figures["byHour"].index(h), 1, 1) for h in figures["byHour"] if h["plays"]])
        self.assertEqual(figures["totalsBefore"]["daysInOperation"], 1)

    def test_without_words_it_is_the_quarter_of_today(self):
        self.store(self.log())
        now = datetime.now(HANOI)
        self.assertIn(self.figures()["period"]["name"], {
            f"{d.year}-Q{(d.month - 1) // 3 + 1}" for d in (now, now + timedelta(minutes=5))})

    def test_an_empty_period(self):
        log = self.log()
        log.add(at("2026-01-05T08:00"), log.add_item("a"))
        self.store(log)
        figures = self.figures("--quarter", "2026-Q3")
        self.assertEqual((figures["totals"]["plays"], figures["totalsBefore"], figures["byItem"]), (0, None, []))
        self.assertIn("Nothing to compare with", self.report("--quarter", "2026-Q3"))
        self.assertIn("không có lượt phát nào trong kỳ báo cáo",
                      self.report("--quarter", "2026-Q3", "--format", "html"))

    def test_nothing_before(self):
        log = self.log()
        log.add(at("2026-07-05T08:00"), log.add_item("a"))
        self.store(log)
        self.assertIsNone(self.figures("--quarter", "2026-Q3")["totalsBefore"])
        self.assertIn("không xác định được nội dung nào là mới",
                      self.report("--quarter", "2026-Q3", "--format", "html"))

    def test_wrong_words(self):
        self.store(self.log())
        for words, message in ((("--quarter", "2026-Q5"), "a year and a quarter, such as 2026-Q3"),
                               (("--year", "26"), "a year, such as 2026"),
                               (("--from", "2026-02-29"), "a date, such as 2026-07-01"),
                               (("--from", "31/04/2026"), "a date, such as 2026-07-01"),
                               (("--to", "2026-07-01"), "--to wants a --from"),
                               (("--from", "2026-07-02", "--to", "2026-07-01"), "is before --from"),
                               (("--from", "2000-01-01", "--to", "2020-01-01"), "at most 3660 days"),
                               (("--quarter", "2026-Q1", "--year", "2026"), "one period at a time"),
                               (("--by", "colour"), "item, topic, audience"),
                               (("--by", "topic", "--format", "json"), "--by is for the formats"),
                               (("--format", "pdf"), "table, csv, html or json")):
            with self.subTest(words=words):
                self.assertEqual(self.report(*words, status=2), "")
                self.assertIn(message, self.said)


class BannerTest(ReportLab):
    """An alert in a strip is shown over the items: it is proved, and no time is counted twice."""

    def setUp(self):
        super().setUp()
        log = self.log()
        item = log.add_item("a", "Dịch vụ công", topic="Dịch vụ công")
        strip = log.add_item("flood", "Ngập ở cầu Ông Tình", type="banner", language="km")
        whole = log.add_item("flood", "Ngập ở cầu Ông Tình", type="alert")
        for n in range(10):
            log.add(at("2026-07-06T07:00") + n * 60000, item, 60000)
        for n in range(3):
            log.add(at("2026-07-06T07:02") + n * 60000, strip, 60000, FLOOR if n else 2)
        log.add(at("2026-07-06T07:20"), strip, 60000)  # though nothing was under it
        log.add(at("2026-07-06T07:10"), whole, 30000)
        log.add(at("2026-04-06T07:02"), strip, 1000)
        log.add(at("2026-04-06T07:02"), item, 2000)
        self.store(log)
        self.json = self.figures("--quarter", "2026-Q3")

    def test_it_is_proved(self):
        self.assertEqual({(i["item"], i["type"]): (i["plays"], i["shownMs"], i["before"]["plays"])
                          for i in self.json["byItem"]},
                         {("a", "notice"): (10, 600000, 1), ("flood", "alert"): (1, 30000, 0),
                          ("flood", "banner"): (4, 240000, 1)})
        banners = self.json["totals"]["banners"]
        self.assertEqual((banners["plays"], banners["shownMs"], banners["estimatedPlays"]), (4, 240000, 2))
        self.assertEqual(self.json["totalsBefore"]["banners"]["shownMs"], 1000)

    def test_its_time_is_in_no_sum(self):
        totals, before = self.json["totals"], self.json["totalsBefore"]
        self.assertEqual((totals["plays"], totals["shownMs"], before["plays"], before["shownMs"]),
                         (11, 630000, 1, 2000))
        for name in ("byTopic", "byAudience", "byLanguage", "byType", "bySite", "byDay", "byHour", "devices"):
            self.assertEqual(sum(line["shownMs"] for line in self.json[name]), 630000, name)
            if name != "byDay":
                self.assertEqual(sum(line["before"]["shownMs"] for line in self.json[name]), 2000, name)
        self.assertEqual([g["wholeDays"] for g in self.json["interruptions"]], [True])  # 1 to 5 July

    def test_who_reads_sees_which_is_which(self):
        table = self.report("--quarter", "2026-Q3")
        self.assertRegex(table, r"Together +11 +10\.5 .*\n\nAlerts in a strip over these, .*: 4 plays, 4\.0 "
                                r"minutes\nNgập ở cầu Ông Tình +4\* +4\.0")
        self.assertIn("4 plays, 4.0 minutes", self.report("--quarter", "2026-Q3", "--by", "day"))
        text = self.report("--quarter", "2026-Q3", "--format", "csv")
        lines = list(csv.reader(io.StringIO(text.removeprefix("\ufeff")), delimiter=";"))
        self.assertEqual([line[4] for line in lines], ["Form", "notice", "alert", "alert over others"])
        page = self.report("--quarter", "2026-Q3", "--format", "html")
        self.assertIn("Cộng: 11 lượt phát, 0,2 giờ", page)
        self.assertGreater(page.index(">Dải cảnh báo<"), page.index("Cộng: 11 lượt phát"))


if __name__ == "__main__":
    unittest.main()
