"""What the tests of `publish` share: a feed's keys, a draft of pictures, and an oracle of its own
for what was published: minisign and hashlib."""

import base64
import hashlib
import json
import os
import struct
import subprocess

from lab import BANGTIN, Lab, png

DONE, INPUT, USAGE, MACHINE, TRUST = range(5)
FEED = "long-an"


def digest(data):
    return hashlib.sha256(data).hexdigest()


def tree(path):
    """{name: bytes} of all files below."""
    return {str(file.relative_to(path)): file.read_bytes()
            for file in sorted(path.rglob("*")) if file.is_file()} if path.exists() else {}


class PublishLab(Lab):
    def setUp(self):
        super().setUp()
        self.keys = self.root / "keys"
        self.run_bangtin("keygen", self.keys, "--feed-id", FEED).check_returncode()
        self.draft_path = self.root / "draft"
        self.out = self.root / "out"

    def make_key(self, name):
        """Another pair of keys, made by minisign. Its line for a root."""
        subprocess.run(["minisign", "-G", "-W", "-f", "-p", self.keys / f"{name}.pub",
                        "-s", self.keys / f"{name}.key"], check=True, capture_output=True)
        return (self.keys / f"{name}.pub").read_text().splitlines()[1]

    def protect(self, name, password):
        """Writes NAME.key anew, protected as minisign does it, but with scrypt's parameters for
        interactive use (libsodium's N 2^14, r 8, p 1): the usual ones take seconds and a gigabyte."""
        path = self.keys / f"{name}.key"
        comment, line = path.read_text().splitlines()
        raw = base64.b64decode(line)
        algorithm, plain = raw[:2], raw[54:126]
        plain += hashlib.blake2b(algorithm + plain, digest_size=32).digest()
        salt = os.urandom(32)
        stream = hashlib.scrypt(password.encode(), salt=salt, n=1 << 14, r=8, p=1, dklen=104,
                                maxmem=1 << 26)
        raw = (algorithm + b"ScB2" + salt + struct.pack("<QQ", 524288, 16777216)
               + bytes(a ^ b for a, b in zip(plain, stream)))
        path.write_text(f"{comment}\n{base64.b64encode(raw).decode()}\n")

    def key_id(self, line):
        return base64.b64decode(line)[2:10][::-1].hex().upper()

    def make_root(self, version, signers=("root",), **changes):
        """N.root.json made of the one before it, and signed with minisign."""
        root = json.loads((self.keys / f"{version - 1}.root.json").read_text())
        root |= {"version": version} | changes
        path = self.keys / f"{version}.root.json"
        path.write_text(json.dumps(root))
        for signer in signers:
            line = (self.keys / f"{signer}.pub").read_text().splitlines()[1]
            subprocess.run(["minisign", "-S", "-s", self.keys / f"{signer}.key", "-m", path,
                            "-x", f"{path}.{self.key_id(line)}.minisig"],
                           check=True, capture_output=True)
        return path

    def edit_root(self, **changes):
        path = self.keys / "1.root.json"
        path.write_text(json.dumps(json.loads(path.read_text()) | changes))

    def draft(self, widths=(10, 11, 12), **top):
        """A folder of small pictures, one item each. They are hidden, so that nothing is drawn:
        `check` has tests of its own."""
        media = self.draft_path / "media"
        media.mkdir(parents=True, exist_ok=True)
        items, assets = [], {}
        for width in widths:
            (media / f"{width}.png").write_bytes(png(width, 10, 10))
            assets[f"p{width}"] = {"href": f"media/{width}.png"}
            items.append({"id": f"i{width}", "type": "image", "asset": f"p{width}", "hidden": True})
        document = {"formatVersion": 1, "feedId": FEED, "languages": ["vi"], "assets": assets,
                    "playlists": [{"id": "main", "items": items}], **top}
        self.write("draft/playlist.json", json.dumps(document, ensure_ascii=False, indent=2))
        return document

    def words(self, *more, to=None, key="feed", root=1):
        return ["publish", self.draft_path, "--key", self.keys / f"{key}.key", "--root",
                self.keys / f"{root}.root.json", "--to", to or self.out, *more]

    def publish(self, *more, status=DONE, env=None, **options):
        """The finished process, after looking at its exit status."""
        done = self.run_bangtin(*self.words(*more, **options), **(env or {}))
        self.assertEqual(done.returncode, status, done.stdout + done.stderr)
        self.assertNotIn("Sanitizer", done.stderr)
        return done

    def published(self, path=None):
        return json.loads(((path or self.out) / "playlist.json").read_text())

    def sequence(self, path=None):
        return self.published(path)["sequence"]

    def has_signature(self, data, signature):
        """Whether minisign finds that the feed key stands for these bytes; its trusted comment."""
        message = self.write("oracle/message", data)
        self.write("oracle/message.minisig", signature)
        done = subprocess.run(["minisign", "-V", "-Q", "-p", self.keys / "feed.pub", "-m", message],
                              capture_output=True, text=True, check=False)
        return done.stdout.strip() if done.returncode == 0 else None

    def assert_whole(self, path=None):
        """What stands there is a publication, signed and complete, by other eyes than ours and by
        `bangtin verify`. Returns its document."""
        path = path or self.out
        data = (path / "playlist.json").read_bytes()
        document = json.loads(data)
        signatures = [path / "playlist.json.minisig",
                      path / f"pool/{digest(data)[:2]}/{digest(data)}.minisig"]
        found = [self.has_signature(data, s.read_bytes()) for s in signatures if s.exists()]
        self.assertIn(f"feedId={document['feedId']} sequence={document['sequence']}", found)
        for asset in document["assets"].values():
            content = (path / asset["href"]).read_bytes()
            self.assertEqual((len(content), digest(content)), (asset["size"], asset["sha256"]))
        done = self.run_bangtin("verify", path, "--root", self.keys / "1.root.json")
        self.assertEqual(done.returncode, DONE, done.stdout + done.stderr)
        return document

    def start(self, words, **env):
        """A running publication that the test kills."""
        return subprocess.Popen([BANGTIN, *map(str, words)], stdin=subprocess.DEVNULL,
                                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                                cwd=self.root, env=os.environ | {"HOME": str(self.root)} | env)
