#!/usr/bin/env python3
"""mirror.html of `bangtin preview`: what the loop says, for whoever hears it, and that it is HTML."""

import os
import subprocess
import unittest
from html.parser import HTMLParser

from lab import Lab, item, picture_item, small_png

TIDY = os.environ["TIDY"]
VOID = {"meta", "br"}


class Mirror(HTMLParser):
    """Headings, links, lists and tables of the page, each text with the language it is in."""

    def __init__(self, text):
        super().__init__()
        self.open, self.tags, self.ids = [], [], []
        self.headings, self.links, self.steps, self.cells, self.words = [], [], [], [], []
        self.feed(text)
        self.close()
        assert not self.open, self.open

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        self.tags.append(tag)
        if "id" in attrs:
            self.ids.append(attrs["id"])
        if tag not in VOID:
            language = attrs.get("lang") or (self.open[-1][2] if self.open else None)
            self.open.append((tag, attrs, language))
        if tag in ("h1", "h2", "h3", "h4"):
            self.headings.append([int(tag[1]), ""])
        elif tag == "a":
            self.links.append([attrs["href"], ""])
        elif tag == "li":
            self.steps.append([self.open[-2][0], ""])
        elif tag in ("th", "td"):
            self.cells.append([tag, attrs.get("scope"), ""])

    def handle_endtag(self, tag):
        assert self.open.pop()[0] == tag, tag

    def handle_data(self, data):
        tags = [tag for tag, _, _ in self.open]
        if not data.strip() or "style" in tags or "title" in tags:
            return
        self.words.append((data, self.open[-1][2]))
        for tag, texts in (("h1", self.headings), ("h2", self.headings), ("h3", self.headings),
                           ("h4", self.headings), ("a", self.links), ("li", self.steps),
                           ("th", self.cells), ("td", self.cells)):
            if tag in tags:
                texts[-1][-1] += data


class MirrorTest(Lab):
    def mirror(self, folder, *words):
        out = self.root / "out"
        done = self.run_bangtin("preview", folder, "--out", out, "--size", "160x90", *words)
        self.assertIn(done.returncode, (0, 1), done.stderr)
        page = out / "mirror.html"
        said = subprocess.run([TIDY, "-q", "-e", page], capture_output=True, text=True, check=False)
        self.assertEqual((said.returncode, said.stderr), (0, ""))
        text = page.read_text()
        self.assertNotIn("<script", text)
        self.assertNotRegex(text, r"<(img|link|iframe)|url\(|@import")
        mirror = Mirror(text)
        self.assertEqual(len(mirror.ids), len(set(mirror.ids)))
        ranks = [rank for rank, _ in mirror.headings]
        self.assertEqual(ranks[0], 1)
        self.assertTrue(all(b <= a + 1 for a, b in zip(ranks, ranks[1:])), ranks)
        return mirror

    def test_each_type_is_told_as_what_it_is(self):
        self.write("folder/p.png", small_png(16, 9))
        folder = self.folder([
            {"id": "a", "type": "service", "name": "Cổng <Dịch vụ> & \"công\"", "summary": "Nộp hồ sơ tại nhà.",
             "phone": "(+84) 272 1022", "url": "https://dichvucong.gov.vn/?a=1&b=2"},
            {"id": "b", "type": "hotline", "name": "Tổng đài", "phone": "1022", "hours": "Mọi giờ",
             "channels": [{"label": "Zalo", "value": "1022 Long An"}], "qr": "https://1022.longan.gov.vn/"},
            {"id": "c", "type": "steps", "title": "Lấy số", "steps": [
                {"title": "Chạm màn hình", "text": "Chọn lĩnh vực."}, {"title": "Nhận phiếu"}]},
            {"id": "d", "type": "table", "title": "Lịch", "columns": ["Ngày", "Phòng"],
             "rows": [["02/12", "101"], ["09/12", "102"]]},
            {"id": "e", "type": "figures", "title": "Quý III", "figures": [
                {"value": "86,4", "unit": "%", "label": "trực tuyến", "share": 0.864}]},
            {"id": "f", "type": "directory", "title": "Danh bạ", "entries": [
                {"name": "Hộ tịch", "place": "Quầy 5", "phone": "0272.1022"},
                {"name": "Cổng", "url": "https://longan.gov.vn"}]},
            {"id": "g", "type": "procedure", "name": "Đăng ký khai sinh", "time": "Trong ngày", "timeOnline": "Trong ngày", "fee": "8.000 đồng",
             "feeOnline": "Không thu", "documents": ["Giấy chứng sinh"], "url": "https://dichvucong.gov.vn",
             "basis": {"title": "Luật Hộ tịch", "number": "60/2014/QH13", "issued": "2014-11-20"}},
            {"id": "h", "type": "document", "number": "749/QĐ-TTg", "title": "Chương trình Chuyển đổi số",
             "issuer": "Thủ tướng Chính phủ", "issued": "2020-06-03"},
            {"id": "i", "type": "slogan", "text": "Ở nhà cũng làm được", "attribution": "Long An"},
            picture_item("p", id="j"), picture_item("p", id="k", caption="Ngày hội"),
        ], assets={"p": {"href": "p.png", "alt": "Một quyển sổ"}}, title="Bảng tin", publisher="UBND tỉnh")
        page = self.mirror(folder)
        self.assertEqual([text for rank, text in page.headings if rank < 3],
                         ["Bảng tin", "Cổng <Dịch vụ> & \"công\"", "Tổng đài", "Lấy số", "Lịch", "Quý III", "Danh bạ",
                          "Đăng ký khai sinh", "Chương trình Chuyển đổi số", "Ở nhà cũng làm được", "Hình ảnh", "Ngày hội"])
        self.assertEqual([text for rank, text in page.headings if rank == 3], ["Hộ tịch", "Cổng", "Giấy tờ cần có"])
        self.assertEqual(page.links, [
            ["tel:+842721022", "(+84) 272 1022"],
            ["https://dichvucong.gov.vn/?a=1&b=2", "dichvucong.gov.vn/?a=1&b=2"],
            ["tel:1022", "1022"], ["https://1022.longan.gov.vn/", "1022.longan.gov.vn"],
            ["tel:02721022", "0272.1022"], ["https://longan.gov.vn", "longan.gov.vn"],
            ["https://dichvucong.gov.vn", "dichvucong.gov.vn"]])
        self.assertEqual([text for kind, text in page.steps if kind == "ol"],
                         ["Chạm màn hìnhChọn lĩnh vực.", "Nhận phiếu"])
        self.assertEqual(page.cells, [["th", "col", "Ngày"], ["th", "col", "Phòng"], ["th", "row", "02/12"],
                                      ["td", None, "101"], ["th", "row", "09/12"], ["td", None, "102"]])
        words = " ".join(text for text, _ in page.words)
        for part in ("UBND tỉnh", "86,4\u00a0%", "trực tuyến", "Quầy 5", "Lệ phí", "8.000 đồng", "Trực tuyến",
                     "Không thu", "60/2014/QH13", "20/11/2014", "749/QĐ-TTg", "03/06/2020", "Mọi giờ", "1022 Long An"):
            self.assertIn(part, words)
        self.assertEqual(words.count("Một quyển sổ"), 2)
        self.assertEqual(words.count("Trong ngày"), 1)

    def test_what_is_not_shown_is_not_told(self):
        self.write("folder/p.png", small_png(16, 9))
        self.write("folder/broken.png", b"nothing")
        folder = self.folder([
            item(id="a", title="Hiện"), item(id="b", hidden=True), item(id="c", sites=["tag:elsewhere"]),
            item(id="d", validUntil="2020-01-01T00:00:00+07:00"), item(id="f", title="{site.motto}"),
            item(id="e", validFrom="2099-01-01T00:00:00+07:00"), item(id="g", url="x"),
            picture_item("p", id="wordless"), picture_item("q", id="broken", caption="Hỏng")],
            assets={"p": {"href": "p.png"}, "q": {"href": "broken.png"}})
        self.assertEqual([text for _, text in self.mirror(folder).headings], ["test", "Hiện"])
        self.assertEqual([text for _, text in self.mirror(folder, "--item", "b").headings], ["test", "Thông báo"])

    def test_languages_stand_apart_and_say_which_they_are(self):
        folder = self.folder([
            item(id="a", title={"vi": "Xin chào", "km": "សួស្តី"}, body={"vi": "Mời vào", "km": "សូមចូល"}),
            item(id="b", title={"vi": "Chào", "rad": "Kkuh"}, body={"vi": "Vào", "rad": "Mŭt"})],
            languages=["vi", "km", "rad"], sites={"x": {"languages": ["vi", "km", "rad"]}})
        page = self.mirror(folder, "--site", "x")
        self.assertEqual([text for _, text in page.headings],
                         ["test", "Tiếng Việt", "Xin chào", "Chào", "ខ្មែរ", "សួស្តី", "rad", "Kkuh"])
        self.assertEqual([rank for rank, _ in page.headings], [1, 2, 3, 3, 2, 3, 2, 3])
        self.assertEqual(page.links, [["#vi", "Tiếng Việt"], ["#km", "ខ្មែរ"], ["#rad", "rad"]])
        languages = dict(page.words)
        self.assertEqual([languages[text] for text in ("Mời vào", "សូមចូល", "Mŭt", "Thông báo")],
                         ["vi", "km", "rad", "vi"])  # the label beside words in Ê Đê

    def test_decomposed_letters_are_told_composed(self):
        page = self.mirror(self.folder([item(title="Tie\u0302\u0301ng Vie\u0323\u0302t")]))
        self.assertEqual(page.headings[1], [2, "Tiếng Việt"])

    def test_alerts_come_first_and_the_ticker_last(self):
        alert = {"identifier": "x", "sent": "2020-01-01T00:00:00+07:00", "severity": "Severe"}
        line = {"text": "Nghỉ <trưa>"}
        folder = self.folder(
            [item(title="Giữa")],
            alerts=[alert | {"headline": "Bão {site.motto}", "instruction": "Ở trong nhà", "expires": "2099-01-01T00:00:00+07:00"},
                    alert | {"identifier": "y", "headline": "Đã qua", "expires": "2020-01-02T00:00:00+07:00"},
                    alert | {"identifier": "z", "headline": "Chưa đến", "sent": "2098-01-01T00:00:00+07:00",
                             "expires": "2099-01-01T00:00:00+07:00"},
                    alert | {"identifier": "v", "headline": "Nơi khác", "sites": ["tag:elsewhere"],
                             "expires": "2099-01-01T00:00:00+07:00"},
                    alert | {"identifier": "w", "headline": "{site.nobody}", "expires": "2099-01-01T00:00:00+07:00"}],
            ticker=[line, {"text": "Đã qua", "validUntil": "2020-01-01T00:00:00+07:00"},
                    {"text": "Nơi khác", "sites": ["tag:elsewhere"]}],
            publisher="UBND tỉnh", sites={"default": {"variables": {"motto": "số 3", "name": "UBND xã"}}})
        page = self.mirror(folder)
        said = [text for text, _ in page.words]
        self.assertIn("UBND xã", said)
        self.assertNotIn("UBND tỉnh", said)
        self.assertEqual([text for _, text in page.headings], ["test", "Bão số 3", "Giữa", "Bảng tin"])
        self.assertEqual(page.steps, [["ul", "Nghỉ <trưa>"]])
        self.assertIn("Ở trong nhà", said)


if __name__ == "__main__":
    unittest.main()
