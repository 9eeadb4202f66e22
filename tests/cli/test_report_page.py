#!/usr/bin/env python3
"""The page that `report` prints, and its table for a spreadsheet: how things are written, and that
nothing in a log can be more than words."""

import csv
import io
import re
import sqlite3
import struct
import unicodedata
import unittest
import zlib
from base64 import b64decode
from html.parser import HTMLParser

from plays_log import FLOOR
from report_lab import ReportLab, at

VOID = {"meta", "br", "img", "col", "line", "rect"}


class Page(HTMLParser):
    """Checks that tags fit into one another, and gathers what there is."""

    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.open, self.tags, self.words = [], [], []
        self.feed(text)
        self.close()
        assert self.open == [], self.open

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        if tag not in VOID:
            assert self.open.pop() == tag, tag

    def handle_data(self, data):
        if not self.open or self.open[-1] != "style":
            self.words.append(data)

    @property
    def text(self):
        return re.sub(r"\s+", " ", " ".join(self.words))


def png_pixels(data):
    """(width, height, RGB bytes) of a PNG as libpng writes it: 8 bits, filters undone."""
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    width, height = struct.unpack(">II", data[16:24])
    at_byte, packed = 8, b""
    while at_byte < len(data):
        size, kind = struct.unpack(">I4s", data[at_byte:at_byte + 8])
        packed += data[at_byte + 8:at_byte + 8 + size] if kind == b"IDAT" else b""
        at_byte += size + 12
    raw, lines, before = zlib.decompress(packed), [], bytes(3 * width)
    for y in range(height):
        kind, line = raw[y * (3 * width + 1)], bytearray(raw[y * (3 * width + 1) + 1:(y + 1) * (3 * width + 1)])
        for x in range(3 * width):
            left, up, corner = line[x - 3] if x > 2 else 0, before[x], before[x - 3] if x > 2 else 0
            guess = left + up - corner
            paeth = min((left, up, corner), key=lambda v: abs(guess - v))
            line[x] = (line[x] + (0, left, up, (left + up) // 2, paeth)[kind]) & 255
        lines.append(bytes(line))
        before = line
    return width, height, b"".join(lines)


class PageTest(ReportLab):
    def setUp(self):
        super().setUp()
        self.lobby = self.log()

    def test_a_place_whose_name_is_a_part_of_another_s_is_named_too(self):
        item = self.lobby.add_item("a")
        for place in ("can-duoc-cong", "cong", "can-duoc-cong-2", "can-duoc"):
            self.lobby.add(at("2026-07-06T07:00"), item, place=self.lobby.add_place(place, "640x360"))
        text = self.page("--quarter", "2026-Q3").text
        self.assertIn(f"can-duoc-cong, cong, can-duoc-cong-2, can-duoc {self.lobby.device[:8]}", text)

    def page(self, *words, **options):
        text = self.report("--quarter", "2026-Q3", "--format", "html", *words,
                           store=self.store(self.lobby), **options)
        page = Page(text)
        page.source = text
        return page

    def fill(self, item, count, start="2026-07-01T07:00", shown=9000, clock=2):
        for n in range(count):
            self.lobby.add(at(start) + n * 10000, item, shown, clock)

    def test_what_an_agency_hands_in(self):
        self.write("site.json", {"site": "can-duoc", "variables": {
            "name": "Trung tâm Cần Đước", "superior": "UBND xã Cần Đước", "town": "Cần Đước",
            "reportTo": "Sở Khoa học", "reportBasis": "Kế hoạch 12/KH-UBND", "signerTitle": "Giám đốc"}})
        self.fill(self.lobby.add_item("a", "Cổng dữ liệu", type="service", topic="Dữ liệu mở",
                                      audience="Người dân"), 1234)
        self.fill(self.lobby.add_item("b"), 1000, start="2026-06-01T07:00")
        text = self.page("--site", "site.json").text
        for words in ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "UBND xã Cần Đước",
                      "Trung tâm Cần Đước", "BÁO CÁO", "quý III năm 2026", "(từ 01/07/2026 đến 30/09/2026)",
                      "Kính gửi: Sở Khoa học", "Căn cứ: Kế hoạch 12/KH-UBND", "quý II năm 2026",
                      "Lượt phát (không phải lượt xem) 1.234 1.000 +23,4%", "Cổng dữ liệu Dữ liệu mở "
                      "Giới thiệu dịch vụ Trung tâm Cần Đước", "1.234 lượt phát, 3,1 giờ",
                      "Nội dung kỳ trước chưa phát: 1. Cổng dữ liệu (từ 01/07/2026)",
                      "kỳ này không còn: 1. B", "Không có gián đoạn", "lượt phát, không phải lượt xem",
                      "NGƯỜI LẬP BÁO CÁO", "Giám đốc"):
            self.assertIn(words, text)

    def test_it_is_whole_and_quiet(self):
        self.fill(self.lobby.add_item("a"), 10)
        page = self.page()
        self.assertEqual(page.source.count("<svg"), 2)
        names = {tag for tag, _ in page.tags}
        self.assertEqual(names & {"script", "link", "iframe", "object", "form", "input", "a"}, set())
        for tag, attributes in page.tags:
            for name, value in attributes.items():
                self.assertFalse(name.startswith("on"), (tag, name))
                self.assertNotRegex(value or "", r"(?i)https?:|javascript:|//", (tag, name))
        self.assertNotRegex(page.source, r"(?i)@import|url\(")

    def test_a_log_is_words_and_nothing_else(self):
        evil = '"><script>alert(1)</script><img src=x onerror=alert(1)>&amp;\'<!--'
        item = self.lobby.add_item(evil[:100], evil, topic=evil, audience=evil, feed=evil[:60],
                                   type="</td>", language="<b>")
        place = self.lobby.add_place("</title><svg onload=x>", '"1x1"')
        self.lobby.add(at("2026-07-01T07:00"), item, place=place)
        page = self.page()
        self.assertNotIn("<script", page.source)
        self.assertNotIn("<img", page.source)
        self.assertNotIn("<svg onload", page.source)
        self.assertIn(evil, " ".join(page.words))

    def test_marks_that_turn_what_follows_are_left_out(self):
        self.fill(self.lobby.add_item("a", "‮evil⁦ ‏تنبيه‎\x07\x1b[31m"), 3)
        self.assertIn("<bdi>evil تنبيه  [31m</bdi>", self.page().source)
        for form in ("table", "csv", "json"):
            text = self.report("--quarter", "2026-Q3", "--format", form)
            self.assertNotRegex(text, "[\x00-\x08\x0b\x0c\x0e-\x1f\u202a-\u202e\u2066-\u2069\u200e\u200f]", form)

    def test_damaged_letters_become_replacement_characters(self):
        self.fill(self.lobby.add_item("a", "x"), 3)
        store = self.store(self.lobby)
        database = sqlite3.connect(store / "plays.db")
        database.execute("UPDATE item SET title = CAST(x'41ff42c3' AS TEXT)")
        database.commit()
        database.close()
        self.assertEqual(self.figures("--quarter", "2026-Q3")["byItem"][0]["title"], "A\ufffdB\ufffd")

    def test_the_slides_as_they_were(self):
        old = (4, 3, bytes(range(36)))
        new = (3, 2, bytes(255 - n for n in range(18)))
        self.fill(self.lobby.add_item("a", "Cũ", thumbnail=old), 5)
        self.fill(self.lobby.add_item("a", "Mới", thumbnail=new, version="2" * 16), 5, "2026-08-01T07:00")
        self.fill(self.lobby.add_item("b", "Không hình"), 5)
        pictures = [a["src"] for tag, a in self.page().tags if tag == "img"]
        self.assertEqual(len(pictures), 1)
        kind, data = pictures[0].split(",")
        self.assertEqual(kind, "data:image/png;base64")
        self.assertEqual(png_pixels(b64decode(data)), new)
        self.assertIn("Mới", self.page().text)

    def test_estimated_times_have_a_star_and_a_note(self):
        self.fill(self.lobby.add_item("a"), 3, clock=FLOOR)
        text = self.page().text
        self.assertIn("Lượt phát (không phải lượt xem) 3*", text)
        self.assertIn("tổng cộng 3 lượt): số lượt và thời lượng là thật, ngày giờ là ước tính", text)

    def test_more_than_a_thousand_hours(self):
        item = self.lobby.add_item("a")
        for day in range(1, 32):
            for month in ("07", "08"):
                self.lobby.add(at(f"2026-{month}-{day:02}T01:00"), item, 60000)
                self.lobby.add(at(f"2026-{month}-{day:02}T23:01"), item, 60000)
        self.assertIn("trong giờ hoạt động: 1.364 giờ.", self.page().text)

    def test_who_signs_is_told_what_was_altered(self):
        self.fill(self.lobby.add_item("a"), 30)
        other = self.log()
        item = other.add_item("a")
        for n in range(30):
            other.add(at("2026-07-02T07:00") + n, item)
        broken = self.lobby.batch(1, 10).replace(", 9000, 2", ", 9001, 2")
        self.write("a.plays.jsonl", broken + self.lobby.batch(11, 20) + other.batch(21, 30))
        self.write("b.plays.jsonl", self.lobby.batch(21, 25))
        said = Page(self.report("--quarter", "2026-Q3", "--format", "html", "a.plays.jsonl", "b.plays.jsonl",
                                status=4, store=None)).text
        for words in ("Có 1 phần của tệp nhật ký bị sửa sau khi ghi", "Có 5 dòng nhật ký nằm ở hai tệp",
                      "Có 1 chỗ các phần nhật ký không nối tiếp nhau"):
            self.assertIn(words, said)

    def test_a_long_period_is_drawn_by_months(self):
        self.fill(self.lobby.add_item("a"), 3)
        text = self.report("--year", "2026", "--format", "html", store=self.store(self.lobby))
        self.assertIn("Lượt phát theo tháng", text)
        self.assertIn("<title>07/2026: 3 lượt phát</title>", text)


class SpreadsheetTest(ReportLab):
    def csv(self, *words):
        done = self.run_bangtin("report", "--quarter", "2026-Q3", "--format", "csv", "--store", "store",
                                "--out", "out.csv", *words)
        self.assertEqual((done.returncode, done.stdout), (0, ""), done.stderr)
        return (self.root / "out.csv").read_bytes()

    def test_excel_and_libreoffice_read_it(self):
        log = self.log()
        log.add(at("2026-07-01T07:00"), log.add_item("a", 'Nói "không"; rồi đi'), 90500)
        self.store(log)
        data = self.csv()
        self.assertTrue(data.startswith(b"\xef\xbb\xbf"))
        self.assertEqual(data.count(b"\n"), data.count(b"\r\n"))
        head, line = csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=";")
        self.assertEqual(len(head), len(line))
        self.assertEqual(line[3], 'Nói "không"; rồi đi')
        self.assertEqual(line[9:13], ["1", "1,51", "01/07/2026 07:00", "01/07/2026 07:00"])

    def test_no_field_is_a_formula(self):
        log = self.log()
        for n, title in enumerate(("=cmd|' /C calc'!A0", "+1", "-1+2", "@SUM(1)", " =1", "\t=1", "＝1", "1=1")):
            log.add(at("2026-07-01T07:00"), log.add_item(f"i{n}", title, topic=title), 1000 - n)
        self.store(log)
        for by in ("item", "topic"):
            for line in list(csv.reader(io.StringIO(self.csv("--by", by).decode("utf-8-sig")), delimiter=";"))[1:]:
                for field in line:
                    self.assertNotRegex(field.strip(), r"^[=+@＝＋－＠]|^-[^\d]|^-\d+\D")
        self.assertIn("'=cmd|' /C calc'!A0", self.csv().decode())


class TableTest(ReportLab):
    def test_columns_stand_below_one_another(self):
        log = self.log()
        for n, title in enumerate(("Cảnh giác", unicodedata.normalize("NFD", "Cảnh giác"), "សេវាកម្ម", "漢字漢字", "x" * 90)):
            log.add(at("2026-07-01T07:00"), log.add_item(f"i{n}", title), 5000 - n)
        self.store(log)
        lines = self.report("--quarter", "2026-Q3").split("\n")[2:8]
        self.assertIn("…", lines[5])
        places = {sum((unicodedata.category(c) not in ("Mn", "Me")) + (unicodedata.east_asian_width(c) == "W")
                      for c in line.split("2026-07-01")[0]) for line in lines[1:]}
        self.assertEqual(len(places), 1, lines)

    def test_it_speaks_vietnamese(self):
        log = self.log()
        log.add(at("2026-07-01T07:00"), log.add_item("a"), 7_200_000)
        self.store(log)
        text = self.report("--quarter", "2026-Q3", language="vi")
        self.assertIn("quý III năm 2026 (01/07/2026 – 30/09/2026)", text)
        self.assertIn("120,0", text)


if __name__ == "__main__":
    unittest.main()
