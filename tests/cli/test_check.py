#!/usr/bin/env python3
"""`bangtin check`: what an author is told, and how."""

import json
import unittest

from lab import BANGTIN, Lab, SVG, convert, item, picture_item, small_png

ROOT = BANGTIN.parent


class ReportTest(Lab):
    def test_a_right_folder_is_clean(self):
        folder = self.folder()
        done = self.run_bangtin("check", folder)
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        self.assertEqual(done.stdout, f"{folder}/playlist.json: 1 item: nothing wrong\n")
        self.assertEqual(self.check_json(folder), (0, {"errors": 0, "warnings": 0, "findings": []}))

    def test_a_fault_names_place_and_remedy_like_a_compiler(self):
        folder = self.folder([item(), item(id="b", url="dichvucong")])
        done = self.run_bangtin("check", folder)
        self.assertEqual(done.returncode, 1)
        first, last = done.stdout.splitlines()
        self.assertEqual(first, f'{folder}/playlist.json: /playlists/0/items/1/url ("b"): "dichvucong" '
                                "is not an absolute URL; write https://…")
        self.assertEqual(last, f"{folder}/playlist.json: 2 items: 1 error")

    def test_a_place_in_an_item_names_the_item(self):
        folder = self.folder([item(), item(id="b", checkedOn="2020-01-01"),
                              {"type": "notice", "title": "Không tên"}], extra=1)
        lines = self.run_bangtin("check", folder).stdout.splitlines()
        self.assertTrue(lines[0].startswith(f"{folder}/playlist.json: /extra: "), lines)
        self.assertTrue(lines[1].startswith(f'{folder}/playlist.json: /playlists/0/items/1 ("b"): '))
        self.assertTrue(lines[2].startswith(f"{folder}/playlist.json: /playlists/0/items/2: "))
        _, report = self.check_json(folder)
        self.assertEqual(report["findings"][1]["path"], "/playlists/0/items/1")

    def test_json_has_exactly_the_fields_of_the_contract(self):
        folder = self.folder([item(url="dichvucong")])
        status, report = self.check_json(folder)
        self.assertEqual(status, 1)
        self.assertEqual(list(report), ["errors", "warnings", "findings"])
        self.assertEqual((report["errors"], report["warnings"]), (1, 0))
        finding, = report["findings"]
        self.assertEqual(list(finding), ["path", "severity", "code", "message", "hint"])
        self.assertEqual(finding["path"], "/playlists/0/items/0/url")
        self.assertEqual(finding["severity"], "error")

    def test_warnings_fail_only_where_that_is_asked_for(self):
        folder = self.folder([item(), item(id="b", validUntil="2020-01-01T00:00:00+07:00")])
        status, report = self.check_json(folder)
        self.assertEqual((status, report["warnings"]), (0, 1))
        self.assertEqual(self.check_json(folder, "--strict")[0], 1)

    def test_notes_never_fail(self):
        self.write("folder/poster.png", small_png())
        folder = self.folder()
        status, report = self.check_json(folder, "--strict")
        self.assertEqual((status, report["errors"], report["warnings"]), (0, 0, 0))
        finding, = report["findings"]
        self.assertEqual((finding["severity"], finding["code"]), ("note", "file-unused"))

    def test_several_paths_are_told_apart(self):
        good, bad = self.folder(name="good"), self.folder([item(url="x")], name="bad")
        status, report = self.check_json(good, bad)
        self.assertEqual((status, report["errors"]), (1, 1))
        self.assertEqual(report["findings"][0]["path"], f"{bad}/playlist.json#/playlists/0/items/0/url")

    def test_messages_are_vietnamese_where_the_reader_is(self):
        folder = self.folder([item(url="dichvucong")])
        done = self.run_bangtin("check", folder, language="vi")
        self.assertIn('"dichvucong" không phải địa chỉ trang mạng đầy đủ; hãy ghi https://…', done.stdout)
        self.assertIn("1 mục: 1 lỗi", done.stdout)
        done = self.run_bangtin("check", folder, "--lang-ui", "en", language="vi")
        self.assertIn("is not an absolute URL", done.stdout)

    def test_the_worker_answers_in_the_reader_s_language(self):
        self.write("folder/p.jpg", b"<html>")
        folder = self.folder([picture_item("p")], assets={"p": {"href": "p.jpg"}})
        self.assertIn("trang mạng (HTML)", self.run_bangtin("check", folder, language="vi").stdout)
        self.assertIn("web page (HTML)", self.run_bangtin("check", folder).stdout)

    def test_findings_stand_in_the_document_s_order(self):
        items = [item(id=f"n{i}", url="x") for i in range(12)]
        _, report = self.check_json(self.folder(items))
        self.assertEqual([f["path"] for f in report["findings"]],
                         [f"/playlists/0/items/{i}/url" for i in range(12)])


class FolderTest(Lab):
    """Folders as they come from Windows and from Macs."""

    def test_a_text_ending_is_accepted_and_named(self):
        folder = self.folder()
        (folder / "playlist.json").rename(folder / "playlist.json.txt")
        status, report = self.check_json(folder)
        self.assertEqual(status, 0)
        finding, = report["findings"]
        self.assertEqual((finding["severity"], finding["code"], finding["path"]),
                         ("warning", "text-name", "playlist.json.txt"))

    def test_a_second_document_that_is_not_read_is_named(self):
        folder = self.folder()
        self.write("folder/Playlist.json.TXT", {})
        _, report = self.check_json(folder)
        finding, = report["findings"]
        self.assertEqual((finding["severity"], finding["code"], finding["path"]),
                         ("warning", "two-documents", "Playlist.json.TXT"))
        self.assertIn("only playlist.json is read", finding["message"])

    def test_a_folder_within_a_folder_is_found(self):
        self.folder(name="outer/inner")
        self.assertEqual(self.codes(self.root / "outer"), ["nested"])

    def test_a_folder_two_levels_deep_is_named(self):
        self.folder(name="outer/bt/bt")
        _, report = self.check_json(self.root / "outer")
        finding, = report["findings"]
        self.assertEqual(finding["code"], "no-document")
        self.assertEqual(finding["hint"], f"there is one in {self.root}/outer/bt/bt: name that folder")
        self.assertEqual(self.check_json(self.root / "outer/bt")[0], 0)

    def test_a_byte_order_mark_and_windows_line_ends_are_fine(self):
        folder = self.folder()
        path = folder / "playlist.json"
        text = json.dumps(json.loads(path.read_text()), indent=2, ensure_ascii=False)
        path.write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
        self.assertEqual(self.check_json(folder)[1]["findings"], [])

    def test_litter_is_ignored(self):
        folder = self.folder()
        for name in ("Thumbs.db", "desktop.ini", ".DS_Store", "~$playlist.docx", "._playlist.json"):
            self.write(f"folder/{name}", b"\0")
        self.assertEqual(self.check_json(folder)[1]["findings"], [])

    def test_a_folder_without_a_document_says_so(self):
        (self.root / "empty").mkdir()
        status, report = self.check_json(self.root / "empty")
        self.assertEqual((status, report["findings"][0]["code"]), (1, "no-document"))

    def test_two_documents_are_one_too_many(self):
        self.folder(name="outer/a")
        self.folder(name="outer/b")
        self.assertEqual(self.codes(self.root / "outer"), ["several-documents"])

    def test_a_missing_path_says_so(self):
        status, report = self.check_json(self.root / "nowhere")
        self.assertEqual((status, report["findings"][0]["code"]), (1, "missing"))


class FieldsTest(Lab):
    def test_the_only_version_is_said_where_it_is_missing(self):
        self.write("folder/playlist.json", {"feedId": "a", "playlists": [{"id": "main", "items": [item()]}]})
        _, report = self.check_json(self.root / "folder")
        finding, = report["findings"]
        self.assertEqual((finding["message"], finding["hint"]),
                         ('the field "formatVersion" is missing', 'write "formatVersion": 1'))


class AssetsTest(Lab):
    def with_asset(self, href, **fields):
        return self.folder([picture_item("p")], assets={"p": {"href": href} | fields})

    def test_good_pictures_are_clean(self):
        names = {"a": "a.png", "b": "b.jpg", "c": "c.webp", "d": "d.svg"}
        self.write("folder/a.png", small_png())
        self.write("folder/b.jpg", convert("-size", "1280x720", "xc:red", "jpg:-"))
        self.write("folder/c.webp", convert("-size", "1280x720", "xc:red", "webp:-"))
        self.write("folder/d.svg", SVG)
        folder = self.folder([picture_item(n) for n in names],
                             assets={n: {"href": h} for n, h in names.items()})
        self.assertEqual(self.check_json(folder)[1]["findings"], [])

    def test_names_that_differ_in_case_are_named(self):
        for on_disk, written in [("Hinh.JPG", "hinh.jpg"), ("Media/a.png", "media/a.png")]:
            with self.subTest(on_disk=on_disk):
                self.write(f"folder/{on_disk}", small_png())
                _, report = self.check_json(self.with_asset(written))
                finding = report["findings"][0]
                self.assertEqual((finding["code"], finding["path"]), ("asset-name", "/assets/p/href"))
                self.assertIn(on_disk, finding["message"])
                (self.root / "folder" / on_disk).unlink()

    def test_a_missing_file_is_named(self):
        self.assertEqual(self.codes(self.with_asset("p.png")), ["asset-missing"])

    def test_a_file_in_the_other_folder_or_of_another_kind_is_thought_of(self):
        for on_disk, written in [("media/p.png", "p.png"), ("p.png", "media/p.png"), ("media/p.PNG", "media/p.jpg"),
                                 ("media/p.jpg", "anh/p.jpeg")]:
            with self.subTest(on_disk=on_disk):
                self.write(f"folder/{on_disk}", small_png())
                finding = self.check_json(self.with_asset(written))[1]["findings"][0]
                self.assertEqual((finding["code"], finding["hint"]), ("asset-missing", f'did you mean "{on_disk}"?'))
                (self.root / "folder" / on_disk).unlink()

    def test_a_wrong_path_is_named_once(self):
        self.write("folder/media/p.png", small_png())
        for href in ("media\\p.png", "C:/p.png", "../p.png"):
            _, report = self.check_json(self.with_asset(href))
            self.assertEqual([f["path"] for f in report["findings"] if f["severity"] == "error"],
                             ["/assets/p/href"], href)
        self.assertIn("unknown-asset", self.codes(self.folder([picture_item("p")])))

    def test_a_link_that_leads_out_is_refused(self):
        self.write("outside.png", small_png())
        folder = self.with_asset("p.png")
        (folder / "p.png").symlink_to("../outside.png")
        self.assertEqual(self.codes(folder), ["asset-unreadable"])

    def test_size_and_type_are_held_against_the_file(self):
        self.write("folder/p.png", small_png())
        self.assertEqual(self.codes(self.with_asset("p.png", size=5)), ["asset-size"])
        self.assertEqual(self.codes(self.with_asset("p.png", mediaType="image/jpeg")), ["asset-type"])

    def test_what_nothing_uses_is_a_note(self):
        self.write("folder/media/used.png", small_png())
        self.write("folder/media/unused.png", small_png())
        self.write("folder/media/forgotten.png", small_png())
        folder = self.folder([picture_item("used")], assets={
            "used": {"href": "media/used.png"}, "unused": {"href": "media/unused.png"}})
        _, report = self.check_json(folder)
        self.assertEqual([(f["severity"], f["code"], f["path"]) for f in report["findings"]],
                         [("note", "asset-unused", "/assets/unused"),
                          ("note", "file-unused", "media/forgotten.png")])

    def test_a_broken_picture_is_named_once(self):
        self.write("folder/p.png", b"nothing")
        folder = self.folder([picture_item("p"), picture_item("p", id="again")],
                             assets={"p": {"href": "p.png"}})
        self.assertEqual(self.codes(folder), ["picture-format"])

    def test_text_in_a_drawing_is_an_error(self):
        self.write("folder/p.svg", SVG.replace(b"</svg>", b"<text>Long An</text></svg>"))
        self.assertEqual(self.codes(self.with_asset("p.svg")), ["svg-text"])


class DatesTest(Lab):
    def test_what_is_past_is_named(self):
        folder = self.folder([
            item(id="past", validUntil="2020-01-01T00:00:00+07:00"),
            item(id="hidden", validUntil="2020-01-01T00:00:00+07:00", hidden=True),
            item(id="basis", basis={"title": "Quyết định 1", "validUntil": "2020-12-31"}),
            item(id="old", checkedOn="2020-01-01")], expires="2020-01-01T00:00:00+07:00")
        _, report = self.check_json(folder)
        self.assertEqual([(f["path"], f["code"], f["severity"]) for f in report["findings"]], [
            ("/expires", "document-expired", "warning"),
            ("/playlists/0/items/0", "expired", "warning"),
            ("/playlists/0/items/2", "basis-expired", "warning"),
            ("/playlists/0/items/3", "checked-long-ago", "warning")])
        self.assertIn("31/12/2020", report["findings"][2]["message"])

    def test_a_day_that_has_not_come_confirms_nothing(self):
        folder = self.folder([item(checkedOn="2999-01-01")])
        _, report = self.check_json(folder)
        self.assertEqual([(f["code"], f["severity"]) for f in report["findings"]], [("checked-ahead", "warning")])

    def test_a_playlist_of_which_nothing_is_left_is_named(self):
        past = item(validUntil="2020-01-01T00:00:00+07:00")
        for items in [[], [past], [past, item(id="b", hidden=True)]]:
            self.assertIn("nothing-shown", self.codes(self.folder(items), severity="warning"))
        self.assertEqual(self.codes(self.folder([item(), past | {"id": "b"}])), ["expired"])
        self.assertEqual(self.codes(self.folder([item(hidden=True)])), [])

    def test_a_zone_that_does_not_exist_is_named(self):
        folder = self.folder(timeZone="Asia/Long_An")
        self.assertEqual(self.codes(folder), ["time-zone"])

    def test_personal_data_is_named(self):
        folder = self.folder([item(body="Liên hệ 0908 123 456"),
                              item(id="service", body="Tổng đài 1022, 1900 1234, 0272 3 822 822")])
        _, report = self.check_json(folder)
        finding, = report["findings"]
        self.assertEqual((finding["severity"], finding["path"]),
                         ("warning", "/playlists/0/items/0/body"))

    def test_a_mobile_number_of_an_office_is_asked_for(self):
        folder = self.folder([{"id": "call", "type": "hotline", "name": "Đường dây nóng", "phone": "0912.345.678"}])
        _, report = self.check_json(folder)
        finding, = report["findings"]
        self.assertEqual((finding["severity"], finding["code"], finding["path"]),
                         ("note", "personal-data", "/playlists/0/items/0/phone"))


if __name__ == "__main__":
    unittest.main()
