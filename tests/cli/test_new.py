#!/usr/bin/env python3
"""`bangtin new`: folders to start from, which are right as they come."""

import json
import re
import unicodedata
import unittest
from pathlib import Path

from lab import Lab, SVG, convert, small_png

SCHEMA = Path(__file__).resolve().parents[2] / "content/playlist.schema.json"


class NewLab(Lab):
    def new(self, *words, status=0, **options):
        done = self.run_bangtin("new", *words, **options)
        self.assertEqual(done.returncode, status, done.stderr)
        return done

    def document(self, name):
        return json.loads((self.root / name / "playlist.json").read_text())


class NewTest(NewLab):
    def test_the_example_checks_clean(self):
        self.new("Bảng tin xã")
        self.assertEqual(self.check_json(self.root / "Bảng tin xã", "--strict"),
                         (0, {"errors": 0, "warnings": 0, "findings": []}))
        document = self.document("Bảng tin xã")
        self.assertEqual(document["feedId"], "bang-tin-xa")
        self.assertRegex(document["generated"], r"^20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d\+07:00$")
        types = [i["type"] for i in document["playlists"][0]["items"]]
        self.assertEqual(sorted(types), ["hotline", "image", "notice", "service", "slogan"])

    def test_its_files_suit_notepad(self):
        self.new("folder")
        readme = (self.root / "folder/README.txt").read_bytes()
        self.assertTrue(readme.startswith(b"\xef\xbb\xbf"))
        for data in (readme, (self.root / "folder/playlist.json").read_bytes()):
            self.assertEqual(data.count(b"\n"), data.count(b"\r\n"))
            text = data.decode("utf-8-sig")
            self.assertEqual(text, unicodedata.normalize("NFC", text))
            self.assertLess(max(map(len, text.splitlines())), 120)

    def test_the_readme_names_every_type_of_slide(self):
        self.new("folder")
        text = (self.root / "folder/README.txt").read_text("utf-8-sig")
        item = json.loads(SCHEMA.read_text("utf-8"))["$defs"]["item"]
        table = text[text.index("  ---"):text.index("Năm kiểu")]
        named = re.findall(r"^  (\w+) +", table, re.M)
        self.assertEqual(sorted(named), sorted(item["properties"]["type"]["enum"]))

    def test_what_is_there_is_left_alone(self):
        self.write("folder/letter.txt", "precious")
        done = self.new("folder", status=1)
        self.assertIn("not empty", done.stderr)
        self.assertEqual([p.name for p in (self.root / "folder").iterdir()], ["letter.txt"])
        self.write("file", "precious")
        self.new("file", status=1)
        self.new("file/below", status=1)

    def test_an_empty_folder_and_the_current_one_are_fine(self):
        (self.root / "empty").mkdir()
        self.write("empty/desktop.ini", "")
        self.new("empty/")
        self.assertEqual(self.document("empty")["feedId"], "empty")

    def test_missing_parents_are_made(self):
        self.new("a/b/c")
        self.assertEqual(self.document("a/b/c")["feedId"], "c")


class FromTest(NewLab):
    def items(self, name="new"):
        return [i["id"] for i in self.document(name)["playlists"][0]["items"]]

    def test_pictures_come_in_natural_order(self):
        for name in ("Ảnh 10.PNG", "Ảnh 2.png", "ảnh 2.png", "bìa.png", "100.png", "20.png"):
            self.write(f"Chiến dịch/{name}", small_png())
        self.new("new", "--from", "Chiến dịch")
        self.assertEqual(self.items(), ["20", "100", "anh-2", "anh-2-2", "anh-10", "bia"])
        document = self.document("new")
        self.assertEqual(document["title"], "Chiến dịch")
        self.assertEqual(document["assets"]["anh-10"],
                         {"href": "media/anh-10.png", "alt": "Ảnh 10"})
        self.assertEqual(self.check_json(self.root / "new", "--strict")[1]["findings"], [])

    def test_kinds_are_told_by_what_is_in_the_file(self):
        self.write("in/a.png", convert("-size", "40x30", "xc:red", "jpg:-"))
        self.write("in/b.jpg", convert("-size", "40x30", "xc:red", "webp:-"))
        self.write("in/c", small_png())
        self.write("in/d.svg", SVG)
        self.new("new", "--from", "in")
        self.assertEqual(sorted(p.name for p in (self.root / "new/media").iterdir()),
                         ["a.jpg", "b.webp", "c.png", "d.svg"])

    def test_what_cannot_be_shown_is_named_and_left_out(self):
        jpeg = convert("-size", "600x400", "plasma:fractal", "jpg:-")
        self.write("in/good.jpg", jpeg)
        self.write("in/half.jpg", jpeg[:len(jpeg) // 2])
        self.write("in/page.jpg", b"<html></html>")
        self.write("in/talk.pptx", b"PK\x03\x04")
        self.write("in/IMG_1.HEIC", heic := b"\0\0\0\x18ftypheic\0\0\0\0mif1heic")
        self.write("in/zalo.jpg", heic)
        self.write("in/Thumbs.db", b"\0")
        self.write("in/below/other.jpg", jpeg)
        done = self.new("new", "--from", "in")
        self.assertEqual(self.items(), ["good"])
        for name in ("half.jpg", "page.jpg", "talk.pptx"):
            self.assertIn(f"{name} is left out: ", done.stderr)
        for name in ("IMG_1.HEIC", "zalo.jpg"):
            self.assertIn(f"{name} is left out: it is a HEIC picture", done.stderr)
        self.assertNotIn("Thumbs.db", done.stderr)
        self.assertEqual(done.stdout, "new made of 1 picture\n")

    def test_what_is_left_out_is_named_in_natural_order(self):
        names = ["Bài 10.pptx", "Bài 2.pptx", "bài 1.docx", "Bài 3.pptx", "a.txt"]
        for name in names + [f"x{n}.bin" for n in range(20)]:
            self.write(f"in/{name}", b"PK")
        self.write("in/p.png", small_png())
        lines = self.new("new", "--from", "in").stderr.splitlines()
        said = [line.removeprefix("bangtin: ").split(" is left out")[0] for line in lines]
        self.assertEqual(said, ["a.txt", "bài 1.docx", "Bài 2.pptx", "Bài 3.pptx", "Bài 10.pptx"]
                         + [f"x{n}.bin" for n in range(20)])

    def test_pictures_in_a_folder_below_are_named(self):
        for n in range(3):
            self.write(f"in/Trình chiếu/Slide{n}.PNG", small_png())
        self.write("in/notes/a.txt", "")
        done = self.new("new", "--from", "in/", status=1)
        self.assertIn('3 pictures in the folder "Trình chiếu" are not taken; name that folder: '
                      '--from "in/Trình chiếu"', done.stderr)
        self.assertIn("holds no picture", done.stderr)
        self.assertNotIn("notes", done.stderr)
        self.write("in/p.png", small_png())
        done = self.new("new", "--from", "in")
        self.assertEqual(self.items(), ["p"])
        self.assertIn("3 pictures", done.stderr)

    def test_the_readme_fits_the_folder(self):
        self.write("in/p.png", small_png())
        self.new("new", "--from", "in")
        data = (self.root / "new/README.txt").read_bytes()
        text = data.decode("utf-8-sig")
        self.assertEqual((data[:3], text), (b"\xef\xbb\xbf", unicodedata.normalize("NFC", text)))
        self.assertEqual(data.count(b"\n"), data.count(b"\r\n"))
        document = json.dumps(self.document("new"))
        for name in ("defaults", "assets", "items"):
            self.assertIn(f'"{name}"', text)
            self.assertIn(f'"{name}"', document)
        for absent in ("slogan", "sites", "mẫu bằng tổng đài"):
            self.assertNotIn(absent, text)
        self.assertEqual([p.name for p in sorted((self.root / "new").iterdir())],
                         ["README.txt", "media", "playlist.json"])

    def test_the_source_stays_as_it_is(self):
        data = small_png()
        self.write("in/a.png", data)
        self.new("new", "--from", "in")
        self.assertEqual([p.name for p in (self.root / "in").iterdir()], ["a.png"])
        self.assertEqual((self.root / "new/media/a.png").read_bytes(), data)

    def test_nothing_is_made_of_nothing(self):
        (self.root / "in").mkdir()
        for words in (["new", "--from", "in"], ["new", "--from", "nowhere"], ["new", "--from", "in/x"]):
            self.new(*words, status=1)
        self.assertFalse((self.root / "new").exists())

    def test_names_that_need_care_in_json_are_written_right(self):
        name = 'a "quoted" {site.name} \\ back\nslash'
        self.write(f"in/{name}.png", small_png())
        self.new("new", "--from", "in")
        self.assertEqual(self.check_json(self.root / "new", "--strict")[1]["findings"], [])


if __name__ == "__main__":
    unittest.main()
