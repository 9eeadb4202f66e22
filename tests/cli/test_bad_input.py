#!/usr/bin/env python3
"""Input that is broken, hostile or huge: `check` says what is wrong, nothing grows or hangs."""

import os
import resource
import shutil
import subprocess
import unittest

from lab import BANGTIN, Lab, SANITIZED, SVG, convert, item, picture_item, png, small_png

PROCESS_MAX = 200 * 1024  # kB


class PicturesTest(Lab):
    def found(self, name, data):
        """The findings where this file is the picture of the only item."""
        shutil.rmtree(self.root / "folder", ignore_errors=True)
        self.write(f"folder/{name}", data)
        folder = self.folder([picture_item("p")], assets={"p": {"href": name}})
        status, report = self.check_json(folder)
        return status, [(f["severity"], f["code"], f["path"]) for f in report["findings"]]

    def test_each_is_named_with_what_is_wrong(self):
        jpeg = convert("-size", "1200x800", "plasma:fractal", "-quality", "90", "jpg:-")
        entity = SVG.replace(b"<svg", b'<!DOCTYPE svg [<!ENTITY e SYSTEM "file:///etc/passwd">]><svg')
        outside = SVG.replace(b"</svg>", b'<image href="http://example.com/a.png" width="9" height="9"/></svg>')
        cases = {
            "truncated.jpg": (jpeg[:len(jpeg) // 2], "picture-truncated"),
            "giant.png": (png(60000, 60000), "picture-size"),
            "bomb.png": (png(10000, 10000), "picture-damaged"),
            "page.jpg": (b"<!DOCTYPE html><html><body>404</body></html>", "picture-format"),
            "document.png": (b"%PDF-1.7\n", "picture-format"),
            "empty.jpg": (b"", "picture-empty"),
            "noise.png": (small_png()[:40] + os.urandom(60), None),
            "entity.svg": (entity, None),
            "outside.svg": (outside, "svg-external"),
        }
        for name, (data, code) in cases.items():
            with self.subTest(name=name):
                status, findings = self.found(name, data)
                self.assertEqual(status, 1)
                (severity, found, path), = findings
                self.assertEqual((severity, path), ("error", "/assets/p/href"))
                self.assertEqual(found, code or found)

    def test_a_cmyk_jpeg_is_as_good_as_any(self):
        cmyk = convert("-size", "1920x1080", "plasma:fractal", "-colorspace", "CMYK", "jpg:-")
        self.assertEqual(self.found("cmyk.jpg", cmyk), (0, []))

    def test_a_missing_file_is_named(self):
        folder = self.folder([picture_item("p")], assets={"p": {"href": "p.jpg"}})
        self.assertEqual(self.codes(folder), ["asset-missing"])


class DocumentsTest(Lab):
    def lines(self, data):
        self.write("folder/playlist.json", data)
        done = self.run_bangtin("check", self.root / "folder")
        self.assertEqual((done.returncode, done.stderr), (1, ""))
        return done.stdout

    def test_broken_json_is_named_with_its_line(self):
        for text, words in [
                ("", "line 1, column 1"),
                ("{", "line 1, column 2"),
                ('{\n  "formatVersion": 1,\n  "title": "a\n}', "line 3"),
                ('{"formatVersion": 1,}', "line 1, column 21"),
                ("[" * (4 << 20), "nested too deeply"),
                ('{"formatVersion": 2}', "format 2"),
                ("[]", "playlist.json: "),
                ("null", "playlist.json: "),
                ("\0", "line 1, column 1")]:
            with self.subTest(text=text[:40]):
                self.assertIn(words, self.lines(text))

    def test_a_document_over_the_limit_is_not_read(self):
        self.assertIn("larger than 4 MiB", self.lines(" " * ((4 << 20) + 1)))

    def test_a_document_that_is_a_folder_is_no_document(self):
        (self.root / "folder/playlist.json").mkdir(parents=True)
        done = self.run_bangtin("check", self.root / "folder")
        self.assertEqual(done.returncode, 1)

    def test_thousands_of_faults_are_counted_and_the_first_are_shown(self):
        folder = self.folder([item(id=f"n{i}", url="x") for i in range(3000)])
        status, report = self.check_json(folder)
        self.assertEqual((status, report["errors"], len(report["findings"])), (1, 3000, 1000))
        self.assertIn("and 2000 more", self.run_bangtin("check", folder).stdout)

    def test_ten_thousand_items_take_no_memory_to_speak_of(self):
        folder = self.folder([item(id=f"n{i}", title=f"Thông báo {i}") for i in range(10000)])
        status, report = self.check_json(folder)
        self.assertEqual((status, report["errors"]), (0, 0))
        self.assertEqual([f["code"] for f in report["findings"]], ["not-all-drawn"])
        if not SANITIZED:  # the greatest of all processes that have ended so far
            self.assertLess(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, PROCESS_MAX)


class OutputTest(Lab):
    def test_a_full_disk_is_the_machine_s_fault(self):
        folder = self.folder()
        with open("/dev/full", "w", encoding="utf-8") as full:
            done = subprocess.run([BANGTIN, "check", folder], stdout=full, stderr=subprocess.PIPE, check=False)
        self.assertEqual(done.returncode, 3)


if __name__ == "__main__":
    unittest.main()
