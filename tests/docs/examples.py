#!/usr/bin/env python3
"""Every JSON example of the pages is one that the program takes: each block is completed to a
document or to settings, and `bangtin check` must find no error in it."""

import json
import re
import struct
import subprocess
import sys
import tempfile
import unittest
import zlib
from pathlib import Path

BUILD, ROOT = Path(sys.argv[1]), Path(sys.argv[2])
PAGES = ["README.md", "README.vi.md", "docs/playlist.md", "docs/settings.md",
         "docs/publishing.md", "docs/installing.md", "docs/design.md", "docs/vi/soan-noi-dung.md",
         "docs/vi/cac-kieu-trang.md", "docs/vi/man-hinh.md", "docs/vi/lich-chieu.md",
         "docs/vi/phat-noi-dung.md", "docs/vi/lap-dat.md", "docs/vi/usb.md", "docs/vi/bao-cao.md"]
# What an officer copies out of these has to be right to the last warning, but for days gone by.
GUIDES = ["docs/vi/soan-noi-dung.md", "docs/vi/cac-kieu-trang.md", "docs/vi/man-hinh.md",
          "docs/vi/lich-chieu.md"]
DATES = {"expired", "basis-expired", "nothing-shown", "checked-long-ago"}
SETTINGS = {"site", "variables", "screen", "qrHosts", "feeds", "network", "store", "usb"}
LOOK = {"dark", "light", "textScale"}


def blocks(page):
    """(line, text) of each block marked as JSON."""
    text = (ROOT / page).read_text(encoding="utf-8")
    for match in re.finditer(r"^```json\n(.*?)^```", text, re.S | re.M):
        yield text.count("\n", 0, match.start()) + 2, match.group(1)


def read(text):
    """The block's value; where it shows fields alone, an object of them."""
    try:
        return json.loads(text)
    except ValueError:
        return json.loads("{" + text + "}")


def png(width, height):
    """A picture, half of it black and half white."""
    def chunk(kind, data):
        body = kind + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = (b"\0" + bytes(width // 2) + b"\xff" * (width - width // 2)) * height
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) +
            chunk(b"IDAT", zlib.compress(rows, 1)) + chunk(b"IEND", b""))


def put_picture(path):
    """As large as a screen; one of an upright ("dung") screen stands."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(png(1080, 1920) if "dung" in path.name else png(1920, 1080))


def complete(value):
    """The document around an example."""
    if "formatVersion" in value:
        return value
    document = {"formatVersion": 1, "feedId": "example", "languages": ["vi", "en"]}
    items = [{"id": "other", "type": "slogan", "text": "a"}]
    if "type" in value:
        items = [value]
        if "asset" in value:
            document["assets"] = {value["asset"]: {"href": "media/a.png", "alt": "a"}}
    elif "summary" in value:
        items = [{"id": "example", "type": "service", "name": "a", **value}]
    else:
        document.update(value)
    if "playlists" in value:
        return document
    document["playlists"] = [{"id": "main", "items": items}]
    for entry in value.get("schedule", []):
        item = {"id": "item-" + entry["playlist"], "type": "slogan", "text": "a"}
        document["playlists"].append({"id": entry["playlist"], "items": [item]})
    return document


def write(directory, value):
    """Puts an example where it belongs. Returns what to look at."""
    if SETTINGS & set(value) or LOOK & set(value):
        path = directory / ("theme.json" if LOOK & set(value) else "site.json")
        path.write_text(json.dumps(value), encoding="utf-8")
        for name in {"logo", "background"} & set(value):
            put_picture(directory / value[name])
        return path
    document = complete(value)
    (directory / "playlist.json").write_text(json.dumps(document), encoding="utf-8")
    for asset in document.get("assets", {}).values():
        put_picture(directory / asset["href"])
    return directory


def check(directory, value):
    """What `bangtin check` finds: (status, findings)."""
    run = subprocess.run([BUILD / "bangtin", "check", "--json", write(directory, value)],
                         capture_output=True, text=True, stdin=subprocess.DEVNULL)
    return run.returncode, json.loads(run.stdout)["findings"]


def unexpected(findings):
    """What a guide's example must not have."""
    return [f for f in findings if f["severity"] != "note" and f["code"] not in DATES]


class Examples(unittest.TestCase):
    def test_each_is_taken(self):
        count = 0
        for page in PAGES:
            for line, text in blocks(page):
                count += 1
                with self.subTest(f"{page}:{line}"), tempfile.TemporaryDirectory() as directory:
                    status, findings = check(Path(directory), read(text))
                    self.assertEqual(status, 0, findings)
                    if page in GUIDES:
                        self.assertEqual(unexpected(findings), [])
        self.assertGreater(count, 15)

    def test_a_wrong_one_would_be_noticed(self):
        with tempfile.TemporaryDirectory() as directory:
            status, findings = check(Path(directory), {"id": "a", "type": "service", "nam": "a"})
            self.assertEqual(status, 1, findings)

    def test_a_warning_would_be_noticed(self):
        with tempfile.TemporaryDirectory() as directory:
            item = {"id": "a", "type": "slogan", "text": "a b c d e f g h", "duration": 1}
            status, findings = check(Path(directory), item)
            self.assertEqual((status, len(unexpected(findings))), (0, 1))


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
