"""An office beside the virtual kiosk: its keys, what it publishes, its web server, its sticks.

What a publication shows tells its number: two screens of plain colour, and no two numbers that
follow one another have colours alike. What makes it heavy stays hidden."""

import colorsys
import json
import os
import shutil
import struct
import subprocess
import sys
import zlib
from pathlib import Path

from picture import draw_previews

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "feed"))
from server import Server  # noqa: E402

HOST = "10.0.2.2"  # this machine, as the guest sees it (QEMU's user network)
FEED = "thu"
SCREEN = "1280x720"
MIB = 1 << 20
SECTOR = 512
GOLDEN = 0.6180339887
PARTITION_TYPE = {"vfat": 0x0C, "exfat": 0x07}
PARTITION_START = MIB


def draw_png(width, height, row):
    """A PNG of 8-bit RGB; row(y) gives the bytes of a row."""
    def chunk(kind, data):
        return (struct.pack(">I", len(data)) + kind + data +
                struct.pack(">I", zlib.crc32(kind + data)))
    rows = b"".join(b"\0" + row(y) for y in range(height))
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) +
            chunk(b"IDAT", zlib.compress(rows, 1)) + chunk(b"IEND", b""))


def draw_plain(number, brightness):
    red, green, blue = colorsys.hsv_to_rgb(number * GOLDEN % 1, 0.8, brightness)
    pixel = bytes(int(255 * part) for part in (red, green, blue))
    return draw_png(320, 180, lambda _: pixel * 320)


def draw_ballast():
    """A third of a mebibyte that no file system and no transport can make smaller."""
    return draw_png(360, 324, lambda _: os.urandom(360 * 3))


class Office:
    def __init__(self, build, directory):
        self.bangtin = Path(build).resolve() / "bangtin"
        self.build = build
        self.directory = Path(directory)
        self.directory.mkdir(parents=True)
        self.keys = self.directory / "keys"
        self.run("keygen", self.keys, "--feed-id", FEED)
        self.root = self.keys / "1.root.json"
        self.served = self.directory / "served"
        self.number = 0

    def run(self, *words):
        done = subprocess.run([self.bangtin, *map(str, words)], capture_output=True, text=True,
                              check=False)
        if done.returncode != 0:
            raise OSError(f"bangtin {words[0]}: {done.stdout}{done.stderr}")
        return done.stdout

    def write(self, ballast=0, document=None, **items):
        """Writes the folder of the next publication; `ballast` in files of a third of a MiB. `items`
        are what its two items say beside their picture: one={"validUntil": …}; `document`, what it
        says itself: {"ticker": …}."""
        self.number += 1
        folder = self.directory / "folder"
        shutil.rmtree(folder, ignore_errors=True)
        (folder / "media").mkdir(parents=True)
        names = {name: draw_plain(self.number, brightness)
                 for name, brightness in (("one", 0.9), ("two", 0.5))}
        names |= {f"ballast-{i}": draw_ballast() for i in range(ballast)}
        for name, data in names.items():
            (folder / "media" / f"{name}.png").write_bytes(data)
        (folder / "playlist.json").write_text(json.dumps({
            "formatVersion": 1, "feedId": FEED, "languages": ["vi"],
            "defaults": {"transition": {"type": "cut", "duration": 0}},
            "assets": {name: {"href": f"media/{name}.png", "alt": name} for name in names},
            "playlists": [{"id": "main", "items": [
                {"id": name, "type": "image", "asset": name, "fit": "cover", "duration": 4,
                 "hidden": name.startswith("ballast"), **items.get(name, {})}
                for name in names]}], **(document or {})}))
        return folder

    def publish(self, ballast=0, to=None, **items):
        """Publishes the next one; {item's name: picture} of what a screen shows of it."""
        folder = self.write(ballast, **items)
        self.run("publish", folder, "--key", self.keys / "feed.key", "--root", self.root,
                 "--sequence", self.number, "--to", to or self.served)
        return self.pictures(folder)

    def pictures(self, folder):
        made = self.directory / f"pictures-{self.number}"
        pictures = draw_previews(self.build, folder, SCREEN, made)
        return {f"{self.number}/{name}": picture for name, picture in pictures.items()}

    def serve(self, port=0):
        """A web server on loopback, for a `with`."""
        return Server(self.served, port=port)

    def make_stick(self, filesystem="vfat", ballast=0, mebibytes=96, fill=True, **items):
        """The next publication on a stick with one partition: (its image, its pictures). exFAT
        cannot be filled from outside: `fill` false leaves the published folder in `stick_folder`."""
        folder = self.stick_folder
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        pictures = self.publish(ballast, to=folder, **items)
        image = self.directory / f"stick-{self.number}.img"
        make_stick(image, filesystem, mebibytes, folder if fill else None)
        return image, pictures

    @property
    def stick_folder(self):
        return self.directory / "stick"


def make_stick(image, filesystem, mebibytes, folder=None):
    """A disk with one partition in that file system, and what lies in `folder` at its root (vfat)."""
    image = Path(image)
    part = image.with_suffix(".part")
    part.unlink(missing_ok=True)
    with open(part, "wb") as file:
        file.truncate(mebibytes * MIB)
    subprocess.run([f"mkfs.{filesystem}", *(["-F", "32"] if filesystem == "vfat" else []), part],
                   check=True, stdout=subprocess.DEVNULL)
    if folder:
        subprocess.run(["mcopy", "-s", "-i", part, *Path(folder).iterdir(), "::/"], check=True)
    with open(image, "wb") as disk, open(part, "rb") as content:
        disk.truncate(PARTITION_START + mebibytes * MIB)
        disk.write(partition_table(PARTITION_TYPE[filesystem], mebibytes))
        disk.seek(PARTITION_START)
        shutil.copyfileobj(content, disk, MIB)
    part.unlink()


def partition_table(kind, mebibytes):
    """A master boot record with one entry (its CHS fields say: see the sectors)."""
    entry = struct.pack("<B3sB3sII", 0, b"\xfe\xff\xff", kind, b"\xfe\xff\xff",
                        PARTITION_START // SECTOR, mebibytes * MIB // SECTOR)
    return b"\0" * 446 + entry + b"\0" * 48 + b"\x55\xaa"
