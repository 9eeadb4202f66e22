#!/usr/bin/env python3
"""`bangtin check` on letters: old code pages, normal forms, scripts without a font."""

import unicodedata
import unittest

from lab import Lab, convert, item, small_png


class LettersTest(Lab):
    def test_old_code_pages_are_named_with_what_was_meant(self):
        for text, meant in [("Bé Gi¸o dôc vµ §µo t¹o", "Bộ Giáo dục và Đào tạo"),
                            ("Boä Giaùo duïc vaø Ñaøo taïo", "Bộ Giáo dục và Đào tạo"),
                            ("TH¤NG B¸O", '"THÔNG BÁO"'),
                            ("Cá»•ng Dá»‹ch vá»¥ cÃ´ng", "Cổng Dịch vụ công")]:
            with self.subTest(text=text):
                _, report = self.check_json(self.folder([item(title=text)]))
                finding, = report["findings"]
                self.assertEqual((finding["severity"], finding["code"]), ("error", "code-page"))
                self.assertIn(meant, finding["hint"])

    def test_a_file_in_an_old_code_page_is_named(self):
        for encoding, text in [("latin-1", "Bé Gi¸o dôc vµ §µo t¹o"),
                               ("latin-1", "Boä Giaùo duïc vaø Ñaøo taïo")]:
            self.write("folder/playlist.json",
                       f'{{"formatVersion": 1,\n"title": "{text}"}}'.encode(encoding))
            _, report = self.check_json(self.root / "folder")
            finding, = report["findings"]
            self.assertEqual((finding["severity"], finding["code"]), ("error", "code-page"))
            self.assertRegex(finding["message"], 'line 2: "Bộ Giáo dục và Đào tạo" .*(TCVN3|VNI)')

    def test_good_letters_are_not_blamed_for_a_fault_of_the_form(self):
        folder = self.folder([item(title="Bộ Giáo dục và Đào tạo"), item(id="b")])
        good = (folder / "playlist.json").read_text()
        for text in (good.replace("}, {", "} {"), "[" + good + "]", "# Thông báo\n\nCổng Dịch vụ công\n"):
            self.write("folder/playlist.json", text)
            code, = self.codes(folder)
            self.assertIn(code, ("syntax", "wrong-type"))
        self.write("site.json", '{"site": "x" "variables": {"name": "Ủy ban nhân dân xã Tân Bình"}}')
        self.assertEqual(self.codes(self.root / "site.json"), ["syntax"])

    def test_a_file_that_is_no_text_is_named_as_what_it_is(self):
        for data, name in [(small_png(), "PNG"), (convert("-size", "9x9", "xc:red", "jpg:-"), "JPEG"),
                           (b"PK\x03\x04\x14\0\x06\0\xe1", "Word"), (b"\x7fELF\0\0\xe8", "another program")]:
            self.write("folder/playlist.json", data)
            _, report = self.check_json(self.root / "folder")
            finding, = report["findings"]
            self.assertEqual(finding["code"], "not-text")
            self.assertIn(name, finding["message"])

    def test_utf_16_is_named_once(self):
        self.write("folder/playlist.json", '{"formatVersion": 1}'.encode("utf-16"))
        _, report = self.check_json(self.root / "folder")
        finding, = report["findings"]
        self.assertIn("UTF-16", finding["message"])
        self.assertIn("Notepad", finding["hint"])

    def test_an_empty_file_is_called_empty(self):
        for text in ("", " \r\n", "\ufeff"):
            self.write("folder/playlist.json", text)
            _, report = self.check_json(self.root / "folder")
            finding, = report["findings"]
            self.assertIn("the file is empty", finding["message"])

    def test_curly_quotation_marks_are_named(self):
        for text in ("{“formatVersion”: 1}", '{"feedId": “a”}', '{"feedId": "a”,\n"title": "b"}'):
            self.write("folder/playlist.json", text)
            _, report = self.check_json(self.root / "folder")
            finding, = report["findings"]
            self.assertIn("curly quotation mark", finding["message"])
            self.assertIn('the straight one, "', finding["hint"])
        self.write("folder/playlist.json", '{"title": "Khẩu hiệu “Vì dân” của\nxã"}')
        _, report = self.check_json(self.root / "folder")
        self.assertIn("the line ends within a text", report["findings"][0]["message"])

    def test_marks_of_their_own_are_a_note(self):
        text = unicodedata.normalize("NFD", "Thông báo mới")
        _, report = self.check_json(self.folder([item(title=text)]))
        finding, = report["findings"]
        self.assertEqual((finding["severity"], finding["code"], finding["path"]),
                         ("note", "not-nfc", "/playlists/0/items/0/title"))

    def test_letters_that_no_font_has_are_named(self):
        for text, said, remedy in [("Xin chào 🎉", "🎉 (U+1F389)", "emoji and symbols"),
                                   ("ພາສາ", "ພ (U+0E9E, Lao)", "the script Lao"),
                                   ("漢字", "漢 (U+6F22, Han), 字 (U+5B57, Han)", "the script Han")]:
            with self.subTest(text=text):
                _, report = self.check_json(self.folder([item(title=text)]))
                finding, = [f for f in report["findings"] if f["code"] == "letters-missing"]
                self.assertEqual(finding["severity"], "error")
                self.assertIn(said, finding["message"])
                self.assertIn(remedy, finding["hint"])

    def test_the_scripts_of_the_provinces_have_letters(self):
        for text in ("ភាសាខ្មែរ", "ꨌꩌ ꨀꨇꩉ", "ꪼꪕ ꪒꪾ", "Ƀuôn Čư Mgar ĕ ĭ ŏ ŭ ƀ č"):
            self.assertNotIn("letters-missing", self.codes(self.folder([item(title=text)])), text)


if __name__ == "__main__":
    unittest.main()
