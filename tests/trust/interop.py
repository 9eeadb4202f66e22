#!/usr/bin/env python3
"""Both ways with the packaged minisign: its keys and signatures are ours, and the reverse."""

import os
import resource
import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path

MINISIGN = os.environ["MINISIGN"]
TOOL = os.environ["TRUST_TOOL"]
SANITIZED = os.environ.get("TRUST_SANITIZED") == "1"
PASSWORD = "mật khẩu dài"
MESSAGES = {"empty": b"", "short": "Thông báo\n".encode(), "zeroes": bytes(100000)}


def with_little_memory():
    """Makes a password cheap: both halve what scrypt may take until it fits."""
    resource.setrlimit(resource.RLIMIT_AS, (100 << 20, 100 << 20))


class InteropTest(unittest.TestCase):
    def setUp(self):
        self.root = Path(tempfile.mkdtemp(prefix="bangtin-trust-"))
        self.addCleanup(shutil.rmtree, self.root)
        for name, data in MESSAGES.items():
            (self.root / name).write_bytes(data)

    def run_in(self, *words, typed="", limited=False, status=0, **env):
        done = subprocess.run(words, cwd=self.root, input=typed, capture_output=True, text=True,
                              env={**os.environ, **env}, check=False,
                              preexec_fn=with_little_memory if limited and not SANITIZED else None)
        self.assertEqual(done.returncode, status, done.stdout + done.stderr)
        return done.stdout

    def ours(self, *words, **options):
        return self.run_in(TOOL, *words, **options)

    def theirs(self, *words, **options):
        return self.run_in(MINISIGN, *words, **options)

    def verify_ours(self, public, comment, message="short", signature="s"):
        self.assertEqual(self.ours("verify", public, message, signature), f"verified: {comment}\n")
        (self.root / "changed").write_bytes((self.root / message).read_bytes() + b"x")
        self.assertEqual(self.ours("verify", public, "changed", signature, status=1), "refused\n")

    def verify_theirs(self, public, comment, message="short", signature="s"):
        done = self.theirs("-V", "-p", public, "-m", message, "-x", signature)
        self.assertIn(f"Trusted comment: {comment}\n", done)

    def sign_ours(self, key, message, comment, **options):
        (self.root / "s").write_text(self.ours("sign", key, message, comment, **options))

    def test_they_verify_what_we_sign(self):
        self.ours("generate", "k", "bangtin's key")
        for message in MESSAGES:
            for comment in ("feedId=f sequence=1", "Thông báo", "", "c" * 1024):
                self.sign_ours("k.key", message, comment)
                self.verify_theirs("k.pub", comment, message)
                self.verify_ours("k.pub", comment, message)

    def test_they_sign_with_our_key(self):
        self.ours("generate", "k", "bangtin's key")
        for legacy in ([], ["-l"]):
            self.theirs("-S", *legacy, "-s", "k.key", "-p", "k.pub", "-m", "short", "-x", "s", "-t",
                        "feedId=f sequence=2")
            self.verify_ours("k.pub", "feedId=f sequence=2")

    def test_their_keys_are_ours(self):
        self.theirs("-G", "-W", "-p", "k.pub", "-s", "k.key")
        for message in MESSAGES:
            for legacy in ([], ["-l"]):
                self.theirs("-S", *legacy, "-s", "k.key", "-m", message, "-x", "s", "-t", "t")
                self.verify_ours("k.pub", "t", message)
            self.sign_ours("k.key", message, "u")
            self.verify_theirs("k.pub", "u", message)

    def test_the_public_half_is_the_same(self):
        self.ours("generate", "k", "bangtin's key")
        self.theirs("-R", "-s", "k.key", "-p", "again.pub")
        lines = [(self.root / name).read_text().splitlines() for name in ("k.pub", "again.pub")]
        self.assertEqual(lines[0][1], lines[1][1])

    @unittest.skipIf(SANITIZED, "its addresses cannot be limited, and a password would take long")
    def test_our_password_opens_for_them(self):
        self.ours("generate", "k", "bangtin's key", limited=True, PASSWORD=PASSWORD)
        self.theirs("-S", "-s", "k.key", "-p", "k.pub", "-m", "short", "-x", "s", "-t", "t",
                    typed=PASSWORD + "\n")
        self.verify_ours("k.pub", "t")
        self.theirs("-S", "-s", "k.key", "-m", "short", "-x", "s", typed="wrong\n", status=2)

    @unittest.skipIf(SANITIZED, "its addresses cannot be limited, and a password would take long")
    def test_their_password_opens_for_us(self):
        self.theirs("-G", "-p", "k.pub", "-s", "k.key", typed=f"{PASSWORD}\n{PASSWORD}\n",
                    limited=True)
        self.sign_ours("k.key", "short", "t", PASSWORD=PASSWORD)
        self.verify_theirs("k.pub", "t")
        self.assertEqual(self.ours("sign", "k.key", "short", "t", PASSWORD="wrong", status=1),
                         "EKEYREJECTED\n")
        self.assertEqual(self.ours("sign", "k.key", "short", "t", status=1), "ENOKEY\n")
        # Taken off again it is no other key.
        self.theirs("-C", "-W", "-s", "k.key", typed=PASSWORD + "\n")
        self.sign_ours("k.key", "short", "t")
        self.verify_theirs("k.pub", "t")


if __name__ == "__main__":
    unittest.main()
