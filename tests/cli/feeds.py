"""A published feed, made by hand: bangtin's keys, the packaged minisign's signatures."""

import hashlib
import json
import os
import subprocess

from lab import Lab, item, picture_item, small_png

MINISIGN = os.environ["MINISIGN"]


class FeedLab(Lab):
    """`self.keys` holds what keygen made, `self.web` what a server hands out."""

    def setUp(self):
        super().setUp()
        self.keys = self.root / "keys"
        self.web = self.root / "web"
        self.first_root = self.keys / "1.root.json"
        done = self.run_bangtin("keygen", self.keys, "--feed-id", "long-an")
        self.assertEqual((done.returncode, done.stderr), (0, ""))

    def minisign(self, *words):
        subprocess.run([MINISIGN, *map(str, words)], cwd=self.root, check=True,
                       stdin=subprocess.DEVNULL, capture_output=True)

    def new_key(self, name):
        """Another pair of keys; its public line."""
        self.minisign("-G", "-W", "-p", self.keys / f"{name}.pub", "-s", self.keys / f"{name}.key")
        return self.line(name)

    def line(self, name):
        return (self.keys / f"{name}.pub").read_text().splitlines()[1]

    def number(self, name):
        """KEYID: sixteen digits. minisign 0.11 leaves zeroes in front out."""
        return (self.keys / f"{name}.pub").read_text().splitlines()[0].split()[-1].zfill(16)

    def sign(self, path, key="feed", comment="feedId=long-an sequence=8", to=None):
        self.minisign("-S", "-s", self.keys / f"{key}.key", "-m", path, "-t", comment,
                      "-x", to or f"{path}.minisig")

    def put(self, data, suffix="png"):
        """A file of the pool; its entry in `assets`."""
        digest = hashlib.sha256(data).hexdigest()
        href = f"pool/{digest[:2]}/{digest}.{suffix}"
        self.write(f"web/{href}", data)
        return {"href": href, "size": len(data), "sha256": digest, "alt": "Ảnh"}

    def publish(self, sequence=8, **top):
        """The document of two items and a picture, signed; returns it."""
        self.picture = self.put(small_png())
        document = {"formatVersion": 1, "feedId": "long-an", "sequence": sequence,
                    "generated": "2026-11-22T00:00:00Z", "languages": ["vi"],
                    "assets": {"a": self.picture},
                    "playlists": [{"id": "main", "items": [item(), picture_item("a")]}], **top}
        self.write("web/playlist.json", document)
        self.sign(self.web / "playlist.json", comment=f"feedId=long-an sequence={sequence}")
        return document

    def put_root(self, version, signers, **fields):
        """Root number `version`, the first one with these changes, signed by the keys named."""
        root = json.loads(self.first_root.read_text()) | {"version": version} | fields
        path = self.write(f"web/{version}.root.json", root)
        for name in signers:
            self.sign(path, name, f"root {version}", f"{path}.{self.number(name)}.minisig")
        return path

    def verify(self, *words, root=None):
        """(exit status, the object of --json)."""
        done = self.run_bangtin("verify", self.web, "--root", root or self.first_root, "--json",
                                *words)
        self.assertNotIn("Sanitizer", done.stderr)
        return done.returncode, json.loads(done.stdout)

    def expect(self, status, code, path, **options):
        """One fault, of this kind, at this place."""
        result, report = self.verify(**options)
        found = [(f["code"], f["path"]) for f in report["findings"] if f["severity"] == "error"]
        self.assertEqual((result, found), (status, [(code, path)]))
        self.assertFalse(report["verified"])
        return report
