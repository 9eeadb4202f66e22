#!/usr/bin/env python3
"""What `bangtin check` says for the offices of a document: their names, values, addresses, screens."""

import re
import unittest

from lab import Lab, item


HOTLINE = {"id": "phone", "type": "hotline", "name": "Gọi", "phone": "{site.phone}"}


class OfficesTest(Lab):
    def test_each_office_without_a_value_is_named(self):
        folder = self.folder([HOTLINE], sites={
            "a": {"variables": {"phone": "0272 3 822 822"}}, "b": {}, "c": {}})
        _, report = self.check_json(folder)
        finding, = report["findings"]
        self.assertEqual((finding["severity"], finding["code"]), ("note", "variable-missing"))
        self.assertIn("{site.phone}", finding["message"])
        self.assertRegex(finding["message"], r"\bb, c\b")

    def test_an_office_without_a_name_is_not_named(self):
        folder = self.folder([item(id="qc", url="{site.website}")],
                             sites={"default": {"variables": {"name": "Ủy ban"}}})
        _, report = self.check_json(folder)
        finding, = report["findings"]
        self.assertEqual(finding["message"], '"qc" is left out where {site.website} has no value')
        self.assertNotIn("(null)", self.run_bangtin("check", folder, language="vi").stdout)

    def test_the_settings_of_an_office_decide(self):
        folder = self.folder([HOTLINE])
        lacking = self.write("lacking.json", {"site": "x"})
        having = self.write("having.json", {"site": "x", "variables": {"phone": "0272 3 822 822"}})
        self.assertEqual(self.check_json(folder, "--site", having)[1]["findings"], [])
        status, report = self.check_json(folder, "--site", lacking)
        self.assertEqual((status, report["warnings"]), (0, 1))
        self.assertEqual(report["findings"][0]["code"], "variable-missing")

    def test_codes_lead_only_to_allowed_hosts(self):
        folder = self.folder([item(url="https://example.com/a"), item(id="b", url="https://dx.gov.vn")],
                             defaults={"duration": 16})
        site = self.write("site.json", {"qrHosts": ["*.gov.vn"]})
        status, report = self.check_json(folder, "--site", site)
        finding, = report["findings"]
        self.assertEqual((status, finding["code"], finding["path"]), (1, "url-host", "/playlists/0/items/0"))
        self.assertEqual(self.check_json(folder)[0], 0)

    def test_items_are_drawn_on_the_boards_of_the_offices(self):
        text = "Kính mời người dân đến nhận kết quả tại quầy số năm vào buổi sáng. " * 12
        for size, severity in [(None, "warning"), ("320x160", "note")]:
            sites = {"a": {"screen": {"size": size}} if size else {}}
            _, report = self.check_json(self.folder([item(body=text)], sites=sites))
            found = [f for f in report["findings"] if f["code"] == "overflow"]
            self.assertEqual([f["severity"] for f in found][:1], [severity], size)

    def test_what_is_shortened_is_not_called_left_out(self):
        long = "Thông báo về việc tiếp nhận và trả kết quả giải quyết thủ tục hành chính " * 6
        steps = {"id": "steps", "type": "steps", "title": "Nộp hồ sơ", "duration": 60,
                 "steps": [{"title": long[:70], "text": long[:200]}] * 6}
        for slide, words in [
                (item(title=long), '"notice" is too long for 1920x1080 (a); shown only in part: headline'),
                (steps, '"steps" has no room for everything on 1920x1080 (a); left out: text')]:
            folder = self.folder([slide], sites={"a": {"screen": {"size": "1920x1080"}}})
            _, report = self.check_json(folder)
            self.assertIn(words, [f["message"] for f in report["findings"]])

    def overflow(self, slide, **sites):
        sites = sites or {"a": {}}
        _, report = self.check_json(self.folder([item(), slide | {"id": "b"}], sites=sites))
        return [f for f in report["findings"] if f["code"] in ("overflow", "band-long")]

    def test_a_headline_that_is_cut_is_an_error_and_says_by_how_much(self):
        title = "Thông báo về việc tiếp nhận và trả kết quả giải quyết thủ tục hành chính " * 6
        finding, = self.overflow(item(title=title[:-1]))
        self.assertEqual((finding["severity"], finding["path"]), ("error", "/playlists/0/items/1/title"))
        written, shown = re.match(r"shorten the text from (\d+) letters to about (\d+)$", finding["hint"]).groups()
        self.assertEqual(int(written), len(title) - 1)
        self.assertEqual(self.overflow(item(title=title[:int(shown)].strip())), [])

    def test_a_body_that_is_cut_is_a_warning(self):
        text = "Kính mời người dân đến nhận kết quả tại quầy số năm vào buổi sáng. " * 14
        finding, = self.overflow(item(body=text))
        self.assertEqual((finding["severity"], finding["path"]), ("warning", "/playlists/0/items/1/body"))

    def test_rows_that_are_not_shown_are_an_error(self):
        cell = "Đăng ký thành lập doanh nghiệp tư nhân, công ty trách nhiệm hữu hạn một thành viên " * 2
        table = {"type": "table", "title": "Thời hạn", "columns": ["A", "B", "C", "D"], "rows": [[cell.strip()] * 4] * 8}
        self.assertEqual([f["severity"] for f in self.overflow(table)], ["error"])

    def test_an_office_s_name_that_is_too_long_for_its_band_is_said_once_at_its_variable(self):
        name = "Trung tâm Phục vụ hành chính công và Kiểm soát thủ tục hành chính tỉnh Long An " * 2
        default = {"variables": {"name": name.strip()}}
        finding, = self.overflow(item(), default=default, a={}, b={"screen": {"size": "1080x1920"}})
        self.assertEqual((finding["code"], finding["severity"], finding["path"]),
                         ("band-long", "warning", "/sites/default/variables/name"))

    def test_papers_that_a_board_leaves_out_are_a_warning_once(self):
        papers = [f"Bản sao giấy chứng nhận số {i} do cơ quan có thẩm quyền cấp" for i in range(12)]
        slide = {"type": "procedure", "name": "Đăng ký", "documents": papers, "duration": 60,
                 "basis": {"title": "Luật Hộ tịch"}}
        board = {"screen": {"viewport": "320x160+0+0", "pixelPitch": 4}}
        found = [f for f in self.overflow(slide, a=board) if f["path"].endswith("/documents")]
        self.assertEqual([f["severity"] for f in found], ["warning"])

    def test_settings_can_be_checked_too(self):
        good = self.write("site.json", {"site": "can-duoc", "tags": ["district"]})
        self.assertEqual(self.check_json(good), (0, {"errors": 0, "warnings": 0, "findings": []}))
        bad = self.write("bad/site.json", {"site": "x", "screen": {"rotate": 45}})
        status, report = self.check_json(bad)
        self.assertEqual((status, report["findings"][0]["path"]), (1, "/screen/rotate"))
        broken = self.write("broken/site.json", '{"site": ')
        self.assertEqual(self.check_json(broken)[0], 1)


class NamesTest(Lab):
    SITES = {"sanh": {"tags": ["long-an"]}, "quay": {}, "default": {"variables": {"name": "A"}}}

    def test_a_misspelt_office_is_named_with_the_nearest_name(self):
        folder = self.folder([item(), item(id="b", sites=["sahn"]), item(id="c", sites=["tag:long-am", "quay"])],
                             sites=self.SITES)
        _, report = self.check_json(folder)
        self.assertEqual([(f["code"], f["severity"], f["path"], f["hint"]) for f in report["findings"]], [
            ("unknown-site", "warning", "/playlists/0/items/1/sites/0", 'did you mean "sanh"?'),
            ("unknown-site", "warning", "/playlists/0/items/2/sites/0", 'did you mean "tag:long-an"?')])

    def test_a_tag_is_told_from_an_office(self):
        sites = self.SITES | {"cong": {"tags": ["long-an"]}}
        folder = self.folder([item(sites=["long-an", "tag:quay"])], sites=sites)
        _, report = self.check_json(folder)
        self.assertEqual([f["hint"] for f in report["findings"] if f["code"] == "unknown-site"],
                         ['did you mean "tag:long-an"?', 'did you mean "quay"?'])
        _, report = self.check_json(self.folder([item(sites=["tag:x"])], sites=sites))
        self.assertEqual([f["message"].count("tag:long-an") for f in report["findings"]
                          if f["code"] == "shown-nowhere"], [1])

    def test_what_no_office_of_the_document_shows_is_a_note(self):
        folder = self.folder([item(), item(id="b", sites=["tag:kien-giang"]), item(id="c", sites=["tag:x", "quay"])],
                             sites=self.SITES)
        _, report = self.check_json(folder)
        finding, = report["findings"]
        self.assertEqual((finding["code"], finding["severity"], finding["path"]),
                         ("shown-nowhere", "note", "/playlists/0/items/1/sites"))
        self.assertIn("(sanh, tag:long-an, quay)", finding["message"])

    def test_where_the_document_has_no_offices_any_name_may_be_right(self):
        self.assertEqual(self.codes(self.folder([item(sites=["long-an", "tag:x"])])), [])


    def test_an_office_of_the_document_can_be_checked_alone(self):
        folder = self.folder([item(id="b", body="{site.phone}", sites=["quay"]), item(body="{site.hours}")],
                             sites={"sanh": {}, "quay": {}})
        def paths(*words):
            return [f["path"] for f in self.check_json(folder, *words)[1]["findings"]]
        self.assertEqual(paths("--site", "quay"), ["/playlists/0/items/0", "/playlists/0/items/1"])
        self.assertEqual(paths("--site", "sanh"), ["/playlists/0/items/1"])

    def test_an_office_that_the_document_does_not_have_is_an_error(self):
        folder = self.folder(sites=self.SITES)
        status, report = self.check_json(folder, "--site", "sahn")
        finding, = report["findings"]
        self.assertEqual((status, finding["code"], finding["hint"]), (2, "unknown-office", 'did you mean "sanh"?'))
        done = self.run_bangtin("check", folder, "--site", "site.json")
        self.assertEqual(done.returncode, 1)
        self.assertIn("site.json: ", done.stderr)


class AddressesTest(Lab):
    def findings(self, url, site=None):
        slide = {"id": "s", "type": "service", "name": "Cổng", "url": url, "duration": 16}
        words = ["--site", self.write("site.json", site)] if site else []
        _, report = self.check_json(self.folder([slide]), *words)
        return [(f["code"], f["severity"], f["hint"]) for f in report["findings"]]

    def test_an_address_that_is_not_enciphered_is_named_with_the_one_that_is(self):
        self.assertEqual(self.findings("http://dx.gov.vn/a"),
                         [("url-plain", "warning", 'write "https://dx.gov.vn/a", if the page opens so')])
        self.assertEqual(self.findings("https://dx.gov.vn/a"), [])
        self.assertEqual(self.findings("http://dx.gov.vn/a", {"qrHosts": ["dx.gov.vn"]}), [])
        self.assertEqual([f[0] for f in self.findings("http://dx.gov.vn/a", {"qrHosts": ["*.gov.vn"]})], ["url-plain"])

    def test_the_website_and_the_number_of_an_office_are_looked_at_too(self):
        variables = {"website": "http://xa.gov.vn", "phone": "0912 345 678"}
        for path in [self.write("site.json", {"variables": variables}),
                     self.folder(sites={"a": {"variables": variables}})]:
            _, report = self.check_json(path)
            self.assertEqual({(f["code"], f["severity"]) for f in report["findings"]},
                             {("url-plain", "warning"), ("personal-data", "note")}, path)

    def test_a_shortened_address_is_a_note(self):
        self.assertEqual([f[:2] for f in self.findings("https://bit.ly/3xYz")], [("url-short", "note")])

    def test_an_address_that_asks_for_money_is_an_error(self):
        self.assertEqual([f[:2] for f in self.findings("https://img.vietqr.io/image/970436-0011.png")],
                         [("code-payment", "error")])


if __name__ == "__main__":
    unittest.main()
