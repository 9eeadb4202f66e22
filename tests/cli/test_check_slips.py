#!/usr/bin/env python3
"""What offices get wrong: `bangtin check` names it, says what helps, and blames nothing that is right."""

import unicodedata
import unittest

from lab import Lab, item, picture_item, small_png

MP4 = b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom"
HEIC = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic"


class ClipTest(Lab):
    def codes_of_clip(self, data, *, asset=None, items=None):
        self.write("folder/phim.mp4", data)
        self.write("folder/bia.png", small_png())
        clip = {"id": "v", "type": "video", "asset": "phim", "poster": "bia"}
        return self.codes(self.folder([clip] if items is None else items, assets={
            "phim": {"href": "phim.mp4"} | (asset or {}), "bia": {"href": "bia.png"}}), severity="error")

    def test_a_clip_is_known_without_its_media_type(self):
        for name, data, asset, items, expected in [
                ("bare", MP4, {}, None, []),
                ("with its type", MP4, {"mediaType": "video/mp4"}, None, []),
                ("no clip", b"nothing", {}, None, ["picture-format"]),
                ("used as a picture", MP4, {}, [picture_item("phim"), picture_item("bia")], ["picture-format"]),
                ("a photograph that begins likewise", HEIC, {}, [picture_item("phim"), picture_item("bia")],
                 ["picture-format"])]:
            with self.subTest(name):
                self.assertEqual(self.codes_of_clip(data, asset=asset, items=items), expected)


class NameTest(Lab):
    def test_a_name_in_two_normal_forms_is_not_shown_twice(self):
        name = "media/Áp phích ngang.png"
        for on_disk, written in [("NFD", "NFC"), ("NFC", "NFD")]:
            with self.subTest(on_disk=on_disk):
                self.write(f"folder/{unicodedata.normalize(on_disk, name)}", small_png())
                folder = self.folder([picture_item("p")], assets={
                    "p": {"href": unicodedata.normalize(written, name)}})
                _, report = self.check_json(folder)
                finding, = report["findings"]  # nor is it said that the marks "are joined"
                self.assertEqual(finding["code"], "asset-name")
                self.assertIn('rename the file to "media/ap-phich-ngang.png"', finding["hint"])
                both = unicodedata.normalize("NFC", finding["message"] + finding["hint"])
                self.assertEqual(both.count("Áp phích ngang"), 1)
                (folder / unicodedata.normalize(on_disk, name)).unlink()


class PastedTest(Lab):
    """Text that comes from a spreadsheet, a word processor, a web page."""

    def test_what_was_pasted_into_the_file_is_named(self):
        blank, unit = "a blank of another kind", "something stands right behind a number"
        for written, said, remedy in [
                ('{"title": "Thứ Hai\t7:00"}', "a tab within a text", "each cell is a text of its own"),
                ('{"title": "a";\n "feedId": "b"}', "a semicolon", "a comma"),
                ('{"title":\u00a0"a"}', blank, "type the space anew"),
                ('{"title"\u00a0: "a"}', blank, "type the space anew"),
                ('{\u200b"title": "a"}', blank, "type the space anew"),
                ('{"title": "a"\u202f}', blank, "type the space anew"),
                ('\ufeff\ufeff{"title": "a"}', blank, "type the space anew"),
                ('{"duration": 16s}', unit, "without a unit"),
                ('{"share": 96%}', unit, "without a unit"),
                ('{"start": 7:30}', unit, "between quotes"),
                ('{"duration": 16 "title": "a"}', "a comma or a closing bracket is missing", "between two entries"),
                ('{"title" = "a"}', "a colon is missing", "value")]:
            with self.subTest(written):
                self.write("folder/playlist.json", written)
                _, report = self.check_json(self.root / "folder")
                finding, = report["findings"]
                self.assertIn(said, finding["message"])
                self.assertIn(remedy, finding["hint"])


    def test_marks_of_web_pages_are_named(self):
        marked = [("Xin gọi <b>1022</b>", "<b>"), ("Dòng một<br/>dòng hai", "<br/>"), ("hết</P>", "</P>"),
                  ('<span style="font-size:14pt;font-family:Arial">chữ</span>', "<span"),
                  ('<a title="\u1ec7\u0301">', "<a"), ("dòng<br />dòng", "<br"), ("(**nghỉ lễ**)", "**"),
                  ("g&oacute;p &yacute;", "&oacute;"), ("hai&nbsp;chữ", "&nbsp;"), ("Hi&#7879;n", "&#7879;"),
                  ("Việc **quan trọng** này", "**")]
        plain = ["a < b > c", "A&B; C", "5 * 3 ** 2", "<tên>", "R&D", "a <b và c> d", "<b/ệ>",
                 "50.000 đồng (*), hộ nghèo (**)\n(**) có giấy xác nhận", "**Ghi chú một\n**Ghi chú hai",
                 "CCCD 079****123, STK ******1234 và ******5678, thẻ **12 và **34"]
        texts = [text for text, _ in marked] + plain
        _, report = self.check_json(self.folder([item(id=f"n{i}", body=text) for i, text in enumerate(texts)]))
        found = {f["path"]: f for f in report["findings"] if f["code"] == "markup"}
        self.assertEqual(len(found), len(marked))
        for i, (_, mark) in enumerate(marked):
            finding = found[f"/playlists/0/items/{i}/body"]
            self.assertEqual(finding["severity"], "warning")
            self.assertIn(f"({mark})", finding["message"])


class FigureTest(Lab):
    def findings(self, figures):
        """Of each figure."""
        items = [{"id": f"f{i}", "type": "figures", "title": "Hồ sơ", "figures": [
            {"value": "96,4", "unit": "%", "label": "đúng hạn"} | figure]} for i, figure in enumerate(figures)]
        found = [[] for _ in items]
        for finding in self.check_json(self.folder(items))[1]["findings"]:
            if finding["code"].startswith("figure-"):
                found[int(finding["path"].split("/")[4])].append((finding["code"], finding["hint"]))
        return found

    def test_numbers_as_other_languages_write_them(self):
        foreign = [("1,248", "1.248"), ("12,345,678", "12.345.678"), ("96.4", "96,4"), ("0.75", "0,75")]
        ours = ["1.248", "96,4", "0,964", "1,24", "1.2480", "12/24", "1234,567", "5.0.1", "24/7", "1,248 tỉ"]
        found = self.findings([{"value": value} for value, _ in foreign] + [{"value": value} for value in ours])
        self.assertEqual(found, [[("figure-marks", f'write "{meant}", if that is meant')] for _, meant in foreign]
                         + [[] for _ in ours])

    def test_a_share_in_per_cent(self):
        folder = self.folder([{"id": "f", "type": "figures", "title": "Hồ sơ", "figures": [
            {"value": "96,4", "unit": "%", "label": "đúng hạn", "share": 96.4}]}])
        finding, = self.check_json(folder)[1]["findings"]
        self.assertEqual((finding["message"], finding["hint"]),
                         ("96.4 is not between 0 and 1", "write 0.964: the whole is 1"))

    def test_a_bar_that_does_not_fit_its_number(self):
        fine = [{"share": 0.96}, {"share": 0.964}, {"share": 0.5, "unit": "hồ sơ"}, {"value": "gần 97", "share": 0.5},
                {"value": "120", "share": 1}]
        self.assertEqual(self.findings([{"share": 0.69}] + fine),
                         [[("figure-share", 'write "share": 0.964')]] + [[] for _ in fine])


class SlipTest(Lab):
    def services(self, *urls):
        return self.folder([{"id": f"s{i}", "type": "service", "duration": 16, "name": "Một cửa", "url": url}
                            for i, url in enumerate(urls)])

    def test_milliseconds_are_named(self):
        for items, expected in [([item(duration=16000), item(id="b", duration=600)], ["duration-long"]),
                                ([item(duration=16000), item(id="b", hidden=True)], [])]:
            with self.subTest(items):
                self.assertEqual([c for c in self.codes(self.folder(items)) if c == "duration-long"], expected)

    def test_what_an_address_was_meant_to_be(self):
        right = "https://dichvucong.gov.vn"
        cases = [("dichvucong.gov.vn", f'write "{right}"'), (f" {right} ", f'write "{right}"'),
                 (f"{right}\u200b", f'write "{right}"'), ("https://\ufeffdichvucong.gov.vn", f'write "{right}"'),
                 ("https:// dichvucong.gov.vn", f'write "{right}"'), (f"{right}.", f'write "{right}"'),
                 (f"{right}/thủ-tục", f'write "{right}/th%E1%BB%A7-t%E1%BB%A5c"'),
                 (f"{right}/thu tuc", f'write "{right}/thu%20tuc"'),
                 ("https://dịchvụcông.gov.vn", "without marks"), ("C:\\bảng\\tin.html", "https://…"),
                 ("tel:02721022", "https://…"), ("mailto:a@b.vn", "https://…"), ("1022", "https://…"),
                 (f"{right}/{'ủ' * 300}", "as %…"), ("", "https://…")]
        found = {f["path"]: f["hint"] for f in self.check_json(self.services(*(url for url, _ in cases)))[1]["findings"]
                 if f["code"] == "bad-url"}
        for i, (url, hint) in enumerate(cases):
            with self.subTest(url):
                self.assertIn(hint, found[f"/playlists/0/items/{i}/url"])

    def test_addresses_within_the_office_are_named(self):
        folder = self.services("https://tthc.local/a", "https://mail.so.LAN/", "https://local.gov.vn",
                               "https://dichvucong.gov.vn/a.local")
        found = [f["path"] for f in self.check_json(folder)[1]["findings"] if f["code"] == "url-internal"]
        self.assertEqual(found, ["/playlists/0/items/0/url", "/playlists/0/items/1/url"])


DAY = {"day": {"windows": [{"start": "07:00", "end": "17:00"}]}}
RULE = {"playlist": "main", "dtstart": "2026-12-02T00:00:00+07:00", "duration": 3600, "priority": 1}


class PlanTest(Lab):
    def test_a_day_that_stands_twice_is_told_by_its_date(self):
        closed = [{"date": date, "windows": []} for date in ("2027-02-05", "2027-02-04", "2027-02-05")]
        folder = self.folder([item()], dayparts={"day": DAY["day"] | {"exceptions": closed}})
        finding = self.check_json(folder)[1]["findings"][0]
        self.assertEqual((finding["code"], finding["path"]), ("duplicate", "/dayparts/day/exceptions"))
        self.assertIn("the date 2027-02-05 stands here twice", finding["message"])

    def test_what_the_plan_leaves_out_is_named(self):
        always = {"playlist": "main"}
        second = {"id": "second", "items": [item(id="b")]}
        two = {"playlists": [{"id": "main", "items": [item()]}, second]}
        hidden = {"playlists": [two["playlists"][0], {"id": "draft", "items": [item(id="b", hidden=True)]}]}
        for name, top, expected in [
                ("all is planned", two | {"schedule": [always, {"playlist": "second"}]}, []),
                ("a second playlist without a schedule", two, [("playlist-unused", "/playlists/1")]),
                ("a playlist that no entry names", two | {"schedule": [always]}, [("playlist-unused", "/playlists/1")]),
                ("a playlist that is put aside", hidden, []),
                ("a sixth Monday", {"schedule": [always, RULE | {"rrule": "FREQ=MONTHLY;BYDAY=6MO"}]},
                 [("rule-never", "/schedule/1/rrule")]),
                ("an end before the beginning", {"schedule": [always, RULE | {"rrule": "FREQ=DAILY;UNTIL=20260101"}]},
                 [("rule-never", "/schedule/1/rrule")]),
                ("29 February", {"schedule": [always, RULE | {"rrule": "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29"}]}, []),
                ("nights", {"schedule": [always | {"dayparts": ["day"]}], "dayparts": DAY}, [("uncovered", "/schedule")]),
                ("nights of an item", {"playlists": [{"id": "main", "items": [item(dayparts=["day"])]}],
                                       "dayparts": DAY}, [("uncovered", "/dayparts")]),
                ("nights, and something for them", {"schedule": [always | {"dayparts": ["day"], "priority": 1}, always],
                                                    "dayparts": DAY}, []),
                ("nights in which the screen is off", {
                    "schedule": [always | {"dayparts": ["day"]}], "dayparts": DAY,
                    "sites": {"a": {"screen": {"hours": DAY["day"]}}}}, []),
                ("an alert's name twice", {"alerts": [
                    {"identifier": "s", "sent": "2020-01-01T00:00:00+07:00", "expires": "2020-01-02T00:00:00+07:00",
                     "headline": "Bão"}] * 2}, [("duplicate-id", "/alerts/1/identifier")])]:
            with self.subTest(name):
                _, report = self.check_json(self.folder(**top))
                self.assertEqual([(f["code"], f["path"]) for f in report["findings"]], expected)

    def test_a_time_without_a_plan_is_told_from_its_beginning_to_its_end(self):
        folder = self.folder(schedule=[{"playlist": "main", "dayparts": ["day"]}], dayparts=DAY)
        self.assertRegex(self.run_bangtin("check", folder).stdout,
                         r"nothing is planned from 17:00 (\d\d/){2}\d{4} to 07:00 (\d\d/){2}\d{4}: the built-in")
        rare = {"playlist": "main", "dtstart": "2026-01-05T07:00:00+07:00", "duration": 3600,
                "rrule": "FREQ=WEEKLY;INTERVAL=2"}
        self.assertRegex(self.run_bangtin("check", self.folder(schedule=[rare])).stdout,
                         r"nothing is planned from [\d:]{5} (\d\d/){2}\d{4} to 07:00 (\d\d/){2}\d{4}: the built-in")


if __name__ == "__main__":
    unittest.main()
