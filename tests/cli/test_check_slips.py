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


if __name__ == "__main__":
    unittest.main()
