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
         "docs/publishing.md", "docs/installing.md", "docs/vi/soan-noi-dung.md",
         "docs/vi/phat-noi-dung.md", "docs/vi/lap-dat.md", "docs/vi/usb.md"]
SETTINGS = {"site", "variables", "screen", "qrHosts", "feeds", "network", "store", "usb"}


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


def png():
    """A picture of 64 x 36 pixels."""
    def chunk(kind, data):
        body = kind + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))
    rows = b"".join(b"\0" + bytes(64 * 3) for _ in range(36))
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 64, 36, 8, 2, 0, 0, 0)) +
            chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))


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
    document["playlists"] = [{"id": "main", "items": items}]
    for entry in value.get("schedule", []):
        item = {"id": "item-" + entry["playlist"], "type": "slogan", "text": "a"}
        document["playlists"].append({"id": entry["playlist"], "items": [item]})
    return document


def check(directory, value):
    """What `bangtin check` says: (status, output)."""
    path = directory
    if SETTINGS & set(value):
        path = directory / "site.json"
        path.write_text(json.dumps(value), encoding="utf-8")
    else:
        document = complete(value)
        (directory / "playlist.json").write_text(json.dumps(document), encoding="utf-8")
        for asset in document.get("assets", {}).values():
            file = directory / asset["href"]
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(png())
    run = subprocess.run([BUILD / "bangtin", "check", path], capture_output=True, text=True,
                         stdin=subprocess.DEVNULL)
    return run.returncode, run.stdout + run.stderr


class Examples(unittest.TestCase):
    def test_each_is_taken(self):
        count = 0
        for page in PAGES:
            for line, text in blocks(page):
                count += 1
                with self.subTest(f"{page}:{line}"), tempfile.TemporaryDirectory() as directory:
                    status, output = check(Path(directory), read(text))
                    self.assertEqual(status, 0, output)
        self.assertGreater(count, 15)

    def test_a_wrong_one_would_be_noticed(self):
        with tempfile.TemporaryDirectory() as directory:
            status, output = check(Path(directory), {"id": "a", "type": "service", "nam": "a"})
            self.assertEqual(status, 1, output)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
