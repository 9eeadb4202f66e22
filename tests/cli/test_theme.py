#!/usr/bin/env python3
"""theme.json: `check` says what is wrong with it, and the slides look as it says."""

import json
import os
import struct
import subprocess
import unittest
import zlib
from pathlib import Path

from lab import Lab, small_png

VIETQR = ("00020101021138540010A00000072701240006970436011001234567890208QRIBFTTA"
          "53037045802VN63046DEA")
SHIPPED = Path(os.environ["BANGTIN_SOURCE"]) / "content/theme.json"


def first_pixel(path):
    """Of a PNG without interlace, its first three bytes."""
    data, at, packed = path.read_bytes(), 8, b""
    while at < len(data):
        size, kind = struct.unpack(">I4s", data[at:at + 8])
        packed += data[at + 8:at + 8 + size] if kind == b"IDAT" else b""
        at += size + 12
    return zlib.decompress(packed)[1:4]


def qr(text):
    return subprocess.run(["qrencode", "-l", "M", "-m", "4", "-s", "8", "-o", "-", text], capture_output=True,
                          check=True).stdout


class Theme(Lab):
    def preview(self, theme=None, **files):
        """The first pixel of a slide, and what was said."""
        for name, data in {"theme.json": theme, **files}.items():
            if data is not None:
                self.write(f"settings/{name}", data)
        done = self.run_bangtin("preview", self.folder(), "--out", self.root / "out", "--size",
                                "640x360", CONFIGURATION_DIRECTORY=str(self.root / "settings"))
        self.assertEqual(done.returncode, 0, done.stderr)
        return first_pixel(next((self.root / "out").rglob("*.png"))), done.stderr

    def test_the_shipped_theme_is_the_one_in_the_program(self):
        self.assertEqual(self.codes(SHIPPED), [])
        theme = json.loads(SHIPPED.read_text())
        pixel, said = self.preview(theme)
        self.assertEqual(pixel.hex().upper(), theme["dark"]["background"][1:])
        self.assertEqual(said, "")

    def test_a_changed_colour_reaches_the_picture(self):
        pixel, _ = self.preview({"dark": {"background": "#123456"}})
        self.assertEqual(pixel.hex(), "123456")

    def test_what_a_playlist_leaves_to_it_is_held_against_the_playlist_s_background(self):
        self.write("settings/theme.json", {"base": "light", "light": {"accent": "#B00018"}})
        def found(theme):
            _, report = self.check_json(self.folder(theme=theme), CONFIGURATION_DIRECTORY=str(self.root / "settings"))
            return [(f["path"], f["message"].split(",")[0]) for f in report["findings"] if f["code"] == "contrast-low"]
        place = "/theme/colours/background"
        dark = {"background": "#14213D", "text": "#FFFFFF", "quietText": "#FFFFFF", "secondAccent": "#FFFFFF"}
        self.assertEqual(found({"colours": dark}), [(place, '"accent" of theme.json')])
        self.assertEqual(found({"colours": dark | {"accent": "#FFFFFF"}}), [])
        self.assertEqual(found({"base": "dark", "colours": {"background": "#000000"}}), [])
        self.assertEqual(found({"colours": {"accent": "#B00018"}}), [])

    def test_a_theme_that_is_wrong_is_named_and_left_out(self):
        for theme in ({"dark": {"background": "blue"}}, "{", "[]", {"textScale": 9}, "[" * 5000,
                      {"logo": "../../etc/passwd"}, {"dark": {"text": "#fff" * 30000}}):
            pixel, said = self.preview(theme)
            self.assertEqual(pixel.hex(), "0a1f3c")
            self.assertIn("theme.json", said)

    def test_a_logo_that_is_not_there_is_named(self):
        pixel, said = self.preview({"logo": "logo.png", "dark": {"background": "#123456"}})
        self.assertEqual(pixel.hex(), "123456")
        self.assertIn("logo.png", said)

    def test_a_picture_beside_the_theme_stands_behind_the_slides(self):
        pixel, said = self.preview({"background": "back.png"},
                                   **{"back.png": small_png(64, 64)})
        self.assertNotIn("back.png", said)
        self.assertNotEqual(pixel.hex(), "0a1f3c")

    def test_a_code_in_its_pictures_pays_nobody_and_leads_where_the_office_may(self):
        for text, field, code in ((VIETQR, "logo", "code-payment"), (VIETQR, "background", "code-payment"),
                                  ("https://example.com/x", "logo", "code-host"),
                                  ("https://dx.gov.vn", "logo", None)):
            theme = self.write("settings/theme.json", {field: "p.png"})
            self.write("settings/p.png", qr(text))
            self.write("settings/site.json", {"qrHosts": ["*.gov.vn"]})
            _, report = self.check_json(theme)
            self.assertEqual([(f["code"], f["path"], f["severity"]) for f in report["findings"]],
                             [(code, f"/{field}", "error")] if code else [])
            status, report = self.check_json(self.folder(), "--site", self.root / "settings/site.json",
                                             CONFIGURATION_DIRECTORY=str(self.root / "settings"))
            self.assertEqual(status, 1 if code else 0)
            self.assertEqual([(f["code"], f["path"]) for f in report["findings"] if f["severity"] == "error"],
                             [(code, f"/theme.json/{field}")] if code else [])

    def test_a_picture_that_is_not_beside_it_is_named(self):
        theme = self.write("settings/theme.json", {"logo": "lo-go.png"})
        for path, place in ((theme, "/logo"), (self.folder(), "/theme.json/logo")):
            status, report = self.check_json(path, CONFIGURATION_DIRECTORY=str(self.root / "settings"))
            self.assertEqual((status, [(f["code"], f["path"]) for f in report["findings"]]),
                             (0, [("asset-missing", place)]))

    def test_check_names_colours_that_cannot_be_read(self):
        theme = self.write("theme.json", {"dark": {"quietText": "#20365A"},
                                          "light": {"surface": "#14213D"}})
        status, report = self.check_json(theme)
        self.assertEqual(status, 0)
        self.assertEqual([(f["code"], f["path"]) for f in report["findings"]],
                         [("contrast-low", "/dark/quietText"), ("contrast-low", "/light/text")])
        self.assertIn("1.4 : 1", report["findings"][0]["message"])

    def test_check_names_what_is_wrong(self):
        for theme, code in (({"dark": {"text": "red"}}, "bad-colour"), ({"base": "grey"}, "unknown-word"),
                            ({"textScale": 9}, "out-of-range"), ({"colors": {}}, "unknown-field"),
                            ({"logo": "/etc/passwd"}, "bad-href"), ("[]", "wrong-type"),
                            ("{", "syntax"), ('{"base": "dark", "base": "dark"}', "duplicate")):
            codes = self.codes(self.write("theme.json", theme))
            self.assertEqual(len(codes), 1, theme)
            self.assertEqual(codes[0], code)


if __name__ == "__main__":
    unittest.main()
