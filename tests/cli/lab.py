"""What the tests of the commands share: a temporary directory, the program, documents, pictures."""

import json
import os
import shutil
import struct
import subprocess
import tempfile
import unittest
import zlib
from pathlib import Path

BANGTIN = Path(os.environ["BANGTIN"])
SANITIZED = os.environ.get("BANGTIN_SANITIZED") == "1"  # their memory is not the program's


class Lab(unittest.TestCase):
    """Each test gets a directory of its own, which goes when it ends."""

    def setUp(self):
        self.root = Path(tempfile.mkdtemp(prefix="bangtin-cli-"))
        self.addCleanup(shutil.rmtree, self.root)

    def run_bangtin(self, *words, language="en", program=BANGTIN, **env):
        """The finished process; its output as text."""
        environment = {k: v for k, v in os.environ.items()
                       if not k.startswith("LC_") and k not in ("LANG", "LANGUAGE", "NO_COLOR")}
        environment |= {"LANG": "vi_VN.UTF-8" if language == "vi" else "C.UTF-8",
                        "HOME": str(self.root), **env}
        return subprocess.run([program, *map(str, words)], env=environment, cwd=self.root,
                              stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)

    def write(self, name, data):
        """A file below the directory; text is written as UTF-8, other values as JSON."""
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(data, bytes):
            path.write_bytes(data)
        else:
            text = data if isinstance(data, str) else json.dumps(data, ensure_ascii=False)
            path.write_bytes(text.encode())
        return path

    def folder(self, items=None, name="folder", **top):
        """A playlist folder with these items (or one that is right) and top-level fields."""
        items = [item()] if items is None else items
        document = {"formatVersion": 1, "feedId": "test", "languages": ["vi"],
                    "playlists": [{"id": "main", "items": items}], **top}
        self.write(f"{name}/playlist.json", document)
        return self.root / name

    def check_json(self, *words, **options):
        """(exit status, the object that `check --json` prints)."""
        done = self.run_bangtin("check", "--json", *words, **options)
        self.assertNotIn("Sanitizer", done.stderr)
        return done.returncode, json.loads(done.stdout)

    def codes(self, *words, severity=None):
        """The codes that `check` finds, in order."""
        _, report = self.check_json(*words)
        return [f["code"] for f in report["findings"] if severity in (None, f["severity"])]


def item(**fields):
    return {"id": "notice", "type": "notice", "title": "Thông báo",
            "body": "Bộ phận một cửa làm việc cả sáng thứ bảy."} | fields


def picture_item(asset, **fields):
    return {"id": f"item-{asset}", "type": "image", "asset": asset} | fields


def png_chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(width, height, rows=None):
    """A grey PNG; without `rows` its header promises far more than its bytes hold."""
    data = bytes(64) if rows is None else bytes((width + 1) * rows)
    return (b"\x89PNG\r\n\x1a\n" + png_chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
            + png_chunk(b"IDAT", zlib.compress(data)) + png_chunk(b"IEND", b""))


def small_png(width=1280, height=720):
    return png(width, height, height)


def convert(*words):
    """What ImageMagick writes to its standard output."""
    return subprocess.run(["convert", *words], capture_output=True, check=True).stdout


SVG = b"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 9"><rect width="16" height="9" fill="#0a1f3c"/></svg>"""
