"""Sticks for the tests: a directory stands for one, and a file for /proc/self/mountinfo."""

import contextlib
import json
import os
import re
import shutil
import unittest

from province import Feed, Province, wait_for

FINE, SAME, NTFS, OTHER_FORMAT, UNREADABLE, PULLED, CLEARED, LENT = 0, 10, 11, 12, 13, 16, 17, 18
NOTHING, SEVERAL, UNSIGNED, KEY, OTHER_FEED, CHANGED, COMMENT = range(20, 27)
OLDER, OTHER_BYTES, LEAP, ROOT_EXPIRED, ROOT, DOCUMENT, MISSING, WRONG, TYPE, FULL = range(27, 37)
COLLECTED, PASSPHRASE, MANY, REPORTS = 19, 40, 41, 42
STICK = "@7d6442e40328a9c1"  # the feed of what has no signature: FNV-1a of "usb:"

JPEG = b"\xff\xd8\xff\xe0" + b"j" * 2000
PNG = b"\x89PNG\r\n\x1a\n" + b"p" * 3000
WEBP = b"RIFF\x00\x10\x00\x00WEBP" + b"w" * 1000


class Case(unittest.TestCase):
    def setUp(self):
        self.lab = Province()
        self.addCleanup(self.lab.close)
        self.media = self.lab.path / "media"
        self.media.mkdir()
        self.mountinfo = self.lab.path / "mountinfo"
        self.log = self.lab.path / "log"
        self.lab.environment["BANGTIN_MOUNTINFO"] = str(self.mountinfo)
        self.mounts = {}
        self.write_mounts()
        self.feed = Feed(self.lab, "office")
        self.site = self.settings({"root": str(self.feed.root)})
        self.names = (f"stick{i}" for i in range(1000))

    def settings(self, *feeds, **usb):
        return self.lab.settings(*feeds, usb={"mounts": [str(self.media)], **usb})

    def write_mounts(self):
        """As the kernel lists them; a new file each time."""
        lines = ["27 1 179:2 / / rw,noatime shared:1 - ext4 /dev/mmcblk0p2 rw\n"]
        for number, (path, kind) in enumerate(self.mounts.items(), 71):
            device = os.stat(path).st_dev if os.path.exists(path) else 0
            escaped = re.sub(rb"[ \t\n\\#]", lambda match: b"\\%03o" % match.group()[0],
                             os.fsencode(path)).decode("utf-8", "surrogateescape")
            lines.append(f"{number} 27 {os.major(device)}:{os.minor(device)} / {escaped} "
                         f"ro,nosuid,nodev,noexec shared:9 - {kind} /dev/sda1 ro\n")
        aside = self.lab.path / "mountinfo.aside"
        aside.write_bytes(os.fsencode("".join(lines)))
        aside.replace(self.mountinfo)

    def make(self, name=None, folder=None, feed=None):
        """A stick, not yet plugged in, with a copy of the published folder. Its path."""
        path = self.media / (name or next(self.names))
        shutil.copytree((feed or self.feed).path, path / folder if folder else path)
        return path

    def plug(self, path, kind="vfat"):
        self.mounts[path] = kind
        self.write_mounts()
        return path

    def pull(self, path):
        """As by hand: the device is gone at once, and then the list tells it."""
        path.rename(self.lab.path / f"pulled-{path.name}")
        del self.mounts[path]
        self.write_mounts()

    def follow(self):
        (self.lab.run / "sync.json").unlink(missing_ok=True)
        process = self.lab.follow(self.site, self.log)
        # The mounts are looked at in the first turn of the loop.
        wait_for(lambda: (self.lab.run / "sync.json").exists(), "the first turn")
        return process

    def lines(self, path):
        """What sync has said of a stick."""
        with contextlib.suppress(FileNotFoundError):
            mark = f"stick {path.name}: "
            return [line.split(mark, 1)[1] for line in
                    self.log.read_text(errors="replace").splitlines() if mark in line]
        return []

    def end(self, path):
        """The code with which the work on the stick ends."""
        def code():
            for line in self.lines(path):
                if line.startswith("code "):
                    return int(re.match(r"code (\d+): ", line)[1])
                if line.startswith("done;"):
                    return FINE
            return None
        return wait_for(lambda: (code(),) if code() is not None else None,
                        f"the end of {path.name}")[0]

    def bring(self, path, kind="vfat"):
        self.plug(path, kind)
        return self.end(path)

    def front(self):
        """What the screen is told, or None."""
        with contextlib.suppress(FileNotFoundError):
            return json.loads((self.lab.run / "front" / "usb.json").read_text())
        return None

    def usb(self, process):
        """The state as it is told at last."""
        self.lab.stop(process)
        return json.loads((self.lab.run / "sync.json").read_text())["usb"]


class Loose(Case):
    usb = {"unsigned": True}

    def setUp(self):
        super().setUp()
        self.site = self.settings({"root": str(self.feed.root)}, **self.usb)

    def stick(self, files, folder=None, name=None):
        """A stick with these files (name → bytes)."""
        stick = self.media / (name or next(self.names))
        place = stick / folder if folder else stick
        place.mkdir(parents=True)
        for path, data in files.items():
            (place / path).parent.mkdir(parents=True, exist_ok=True)
            (place / path).write_bytes(data)
        return stick

    def draft(self, assets, **changes):
        items = [{"id": f"i-{name}", "type": "image", "asset": name} for name in assets] or \
            [{"id": "slogan", "type": "slogan", "text": "Xin chào"}]
        return json.dumps({"formatVersion": 1, "feedId": "xa", "assets": {
            name: {"href": href} if isinstance(href, str) else href
            for name, href in assets.items()},
            "playlists": [{"id": "main", "items": items}], **changes}).encode()

    def document(self):
        """What plays of sticks without signatures, proved to be whole; None: nothing."""
        data = self.lab.playing(STICK)
        return data and json.loads(data)

    def shown(self):
        """The names of the files that play, in their order."""
        document = self.document()
        return [document["assets"][item["asset"]]["href"]
                for item in document["playlists"][0]["items"]] if document else []
