"""A store with feeds of plates, as `bangtin-sync` would have filled it."""

import hashlib
import json
import subprocess

from lab import BUILD


class Store:
    """A store directory of a Lab, written by the store's own code (stock.c)."""

    def __init__(self, lab, name="store"):
        self.lab, self.path = lab, lab.directory / name
        self.sequence = 0

    def asset(self, path):
        """The document's entry for this file."""
        data = path.read_bytes()
        digest = hashlib.sha256(data).hexdigest()
        return {"href": f"pool/{digest[:2]}/{digest}{path.suffix}", "size": len(data),
                "sha256": digest, "mediaType": "image/jpeg", "alt": path.name}

    def document(self, key, pictures, hold, **fields):
        """A document whose items have the names of `pictures`, {item: file}."""
        self.sequence += 1
        items = [{"id": name, "type": "image", "asset": name} for name in pictures]
        return {"formatVersion": 1, "feedId": key, "sequence": self.sequence, "languages": ["en"],
                "generated": "2026-01-01T00:00:00Z", "title": key, "timeZone": "UTC",
                "assets": {name: self.asset(path) for name, path in pictures.items()},
                "playlists": [{"id": "main", "items": items}],
                "defaults": {"duration": hold, "transition": {"type": "cut"}, "fit": "contain"},
                **fields}

    def activate(self, key, pictures, hold=0.3, share=1, **fields):
        """Publishes and activates. Returns the document."""
        document = self.document(key, pictures, hold, **fields)
        file = self.lab.directory / f"{key}-{self.sequence}.json"
        file.write_text(json.dumps(document))
        files = sorted(set(pictures.values()))
        subprocess.run([BUILD / "tests/screen/stock", self.path, key, str(share),
                        str(self.sequence), file, *files], check=True)
        return document

    def current(self):
        return json.loads((self.path / "current").read_text())

    def touch(self):
        """Replaces `current` by the same, as after a repair."""
        aside = self.path / "tmp/touched"
        aside.write_bytes((self.path / "current").read_bytes())
        aside.rename(self.path / "current")

    def object(self, path):
        """Where the file with these bytes is stored."""
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        return self.path / "objects" / digest[:2] / digest

    def generation(self, number):
        return self.path / "generations" / str(number) / "playlist.json"


def damage(path):
    """Turns one bit in the middle; whatever else is known of the file stays."""
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.chmod(0o644)
    path.write_bytes(data)
