#!/usr/bin/env python3
"""What a thief of a key or a hacked server can try with documents, roots and files. Each is refused:
what plays stays to the byte, and the status names it."""

import json
import os
import random
import shutil
import subprocess
import unittest

from province import BANGTIN, DONE, INPUT, MACHINE, SANITIZED, SVG, TRUST, Feed, Key, Province
from server import Server

# Bit flips: each is a poll of its own. All positions in memory are tried by tests/trust.
FLIPS = int(os.environ.get("BANGTIN_FLIPS", "30" if SANITIZED else "120"))
KIND_FLIPS = int(os.environ.get("BANGTIN_KIND_FLIPS", "8" if SANITIZED else "24"))


class Case(unittest.TestCase):
    """A screen that plays sequence 1 and is offered sequence 2."""

    def setUp(self):
        self.lab = Province()
        self.addCleanup(self.lab.close)
        self.feed = Feed(self.lab, "web")
        self.server = Server(self.feed.path)
        self.server.__enter__()
        self.addCleanup(self.server.__exit__)
        self.site = self.lab.settings((self.server.url("/playlist.json"), self.feed.root))
        self.first = self.feed.publish((1, 2))
        self.assertEqual(self.lab.once(self.site).returncode, DONE)
        self.held = self.state()

    def be_impatient(self, seconds=1):
        """A line that stands still so long is given up; only where it is to, since a busy machine may
        stand still, too."""
        self.lab.environment["BANGTIN_STALL_SECONDS"] = str(seconds)

    def state(self):
        """All that the screen and trust go by."""
        return (self.lab.store / "current").read_bytes(), self.lab.playing()

    def refused(self, code, status):
        """One poll, which changes nothing; `code`: what the status calls it."""
        result = self.lab.once(self.site)
        self.assertEqual(self.state(), self.held, result.stderr)
        self.assertEqual(self.lab.problem(), code, result.stderr)
        self.assertEqual(result.returncode, status, result.stderr)
        self.assertNotIn("Sanitizer", result.stderr)

    def taken(self):
        """And then all is well again, without any help."""
        self.server.heal()
        data = self.feed.publish((3,), sequence=self.feed.sequence + 10)
        result = self.lab.once(self.site)
        self.assertEqual(result.returncode, DONE, result.stderr)
        self.assertEqual(self.lab.playing(), data)


class Signatures(Case):
    def test_an_older_document_is_refused(self):
        self.feed.publish((5,), sequence=20)
        self.lab.once(self.site)
        self.held = self.state()
        self.feed.publish((6,), sequence=19)
        self.refused("older", TRUST)
        self.taken()

    def test_the_same_sequence_with_other_bytes_is_refused(self):
        self.feed.publish((6,), sequence=1)
        self.refused("other-bytes", TRUST)
        self.taken()

    def test_a_leap_of_the_sequence_is_refused(self):
        self.feed.publish((6,), sequence=1_000_002)
        self.refused("leap", TRUST)
        self.feed.publish((6,), sequence=1_000_001)
        self.assertEqual(self.lab.once(self.site).returncode, DONE)

    def test_a_strangers_key_is_refused(self):
        self.feed.sequence = 2
        self.feed.put(self.feed.document({}), key=Key(self.lab.path, "stranger"))
        self.refused("key", TRUST)
        self.taken()

    def test_the_root_key_signs_no_documents(self):
        self.feed.sequence = 2
        self.feed.put(self.feed.document({}), key=self.feed.root_keys[0])
        self.refused("key", TRUST)

    def test_a_missing_signature_is_no_signature(self):
        self.feed.publish((3,))
        (self.feed.path / "playlist.json.minisig").unlink()
        self.refused("form", TRUST)

    def test_a_comment_at_odds_with_the_document_is_refused(self):
        for comment, code in (("feedId=thu sequence=3", "comment"),
                              ("feedId=xa sequence=2", "other-feed"),
                              ("feedId=thu sequence=02", "comment"),
                              ("feedId=thu sequence=2 ", "comment"),
                              ("timestamp:1 file:playlist.json", "comment")):
            with self.subTest(comment=comment):
                self.feed.sequence = 2
                self.feed.put(self.feed.document({}), comment=comment)
                self.refused(code, TRUST)
        self.taken()

    def test_the_document_of_another_feed_is_refused(self):
        self.feed.sequence = 2
        self.feed.put(self.feed.document({}, feedId="xa"))
        self.refused("comment", TRUST)

    def test_an_old_signature_with_a_new_document_is_refused(self):
        old = (self.feed.path / "playlist.json.minisig").read_bytes()
        self.feed.publish((3,))
        (self.feed.path / "playlist.json.minisig").write_bytes(old)
        self.refused("signature", TRUST)
        self.taken()


class Roots(Case):
    def test_a_root_signed_by_too_few_is_refused(self):
        for signers in ([], [Key(self.lab.path, "stranger")]):
            with self.subTest(signers=len(signers)):
                self.feed.root_version = 1
                self.feed.next_root(signers=signers)
                self.feed.publish((3,))
                self.refused("root", TRUST)

    def test_new_keys_must_sign_too(self):
        old = self.feed.root_keys
        self.feed.root_keys = [Key(self.lab.path, "new-root")]
        self.feed.next_root(signers=old)
        self.feed.publish((3,))
        self.refused("root", TRUST)

    def test_roots_of_another_form_are_refused(self):
        for changes in ({"version": 3}, {"feedId": "xa"}, {"rootThreshold": 2},
                        {"rootThreshold": 0}, {"type": "feed"}, {"formatVersion": 2},
                        {"feedKeys": []}, {"expires": "soon"}):
            with self.subTest(**changes):
                self.feed.root_version = 1
                self.feed.next_root(**changes)
                self.feed.publish((3,))
                self.refused("root", TRUST)

    def test_past_the_roots_end_nothing_new_is_taken(self):
        self.feed.next_root(expires="2026-01-01T00:00:00Z")
        self.feed.publish((3,))
        result = self.lab.once(self.site)
        self.assertEqual(result.returncode, TRUST)
        self.assertEqual(self.lab.problem(), "root-expired")
        self.assertEqual(self.lab.playing(), self.first)
        self.feed.next_root()
        self.taken()

    def test_a_chain_without_end_is_left_in_the_middle(self):
        for _ in range(70):
            self.feed.next_root()
        data = self.feed.publish((3,))
        self.assertEqual(self.lab.once(self.site).returncode, DONE)
        self.assertEqual(self.lab.playing(), data)
        asked = [path for path in self.server.paths() if path.endswith(".root.json")]
        self.assertLessEqual(len(asked), 66)


class Flips(Case):
    """One bit, anywhere in anything that comes."""

    def flip(self, path, count, status=TRUST):
        data = path.read_bytes()
        draw = random.Random(7)
        for number in range(count):
            bit = draw.randrange(len(data) * 8)
            spoilt = bytearray(data)
            spoilt[bit // 8] ^= 1 << bit % 8
            path.write_bytes(spoilt)
            result = self.lab.once(self.site)
            self.assertEqual(result.returncode, status, f"bit {bit} of {path}: {result.stderr}")
            if number % 16 == 0:
                self.assertEqual(self.state(), self.held)
        path.write_bytes(data)
        self.assertEqual(self.state(), self.held)

    def test_in_the_document(self):
        self.feed.publish((3,))
        self.flip(self.feed.path / "playlist.json", FLIPS)
        self.taken()

    def test_in_the_signature(self):
        self.feed.publish((3,))
        path = self.feed.path / "playlist.json.minisig"
        lines = path.read_bytes().split(b"\n", 1)
        # The first line is a comment that nobody signs.
        data = lines[1]
        draw = random.Random(7)
        for number in range(FLIPS):
            bit = draw.randrange(len(data.rstrip()) * 8)
            spoilt = bytearray(data)
            spoilt[bit // 8] ^= 1 << bit % 8
            path.write_bytes(lines[0] + b"\n" + spoilt)
            result = self.lab.once(self.site)
            self.assertEqual(result.returncode, TRUST, f"bit {bit}: {result.stderr}")
        self.assertEqual(self.state(), self.held)

    def test_in_files_of_each_kind(self):
        draw = random.Random(1)
        bodies = {"svg": SVG.format(9).encode(), "jpeg": b"\xff\xd8\xff\xe0" + draw.randbytes(900),
                  "png": b"\x89PNG\r\n\x1a\n" + draw.randbytes(900),
                  "webp": b"RIFF\0\0\0\0WEBP" + draw.randbytes(900),
                  "clip": b"\0\0\0\x18ftypmp42" + draw.randbytes(2000)}
        for name, body in bodies.items():
            with self.subTest(kind=name):
                self.feed.sequence += 1
                document = self.feed.document({name: body})
                document["assets"][name]["mediaType"] = {
                    "svg": "image/svg+xml", "clip": "video/mp4"}.get(name, f"image/{name}")
                self.feed.put(document)
                self.flip(self.feed.path / document["assets"][name]["href"], KIND_FLIPS)
                self.assertEqual(self.lab.once(self.site).returncode, DONE)
                self.held = self.state()


class Files(Case):
    """The document is right, but what it names is not."""

    def offer(self, size=200_000):
        """Sequence 2 with one file; returns its path."""
        self.feed.sequence = 2
        document = self.feed.document({"p": SVG.format(3).encode() + b" " * size})
        self.feed.put(document)
        return self.feed.path / document["assets"]["p"]["href"], \
            "/" + document["assets"]["p"]["href"]

    def test_a_larger_or_smaller_file_is_refused(self):
        path, _ = self.offer()
        data = path.read_bytes()
        for spoilt in (data + b"x", data[:-1], b"", data * 3):
            with self.subTest(size=len(spoilt)):
                path.write_bytes(spoilt)
                self.refused("asset-mismatch", TRUST)
        path.write_bytes(data)
        self.taken()

    def test_media_of_another_document_are_refused(self):
        path, _ = self.offer()
        path.write_bytes(SVG.format(4).encode() + b" " * 200_000)
        self.refused("asset-mismatch", TRUST)

    def test_a_missing_file_is_named(self):
        path, _ = self.offer()
        path.unlink()
        self.refused("asset-missing", INPUT)
        message = self.lab.status()["feeds"][0]["problem"]["message"]
        self.assertIn(path.name, message)

    def test_an_endless_file_is_cut_off(self):
        _, url = self.offer()
        self.server.fault(url, "endless")
        self.refused("asset-mismatch", TRUST)
        sent = max(entry["sent"] for entry in self.server.log if entry["path"] == url)
        self.assertLess(sent, 16 << 20)
        self.taken()

    def test_a_compressed_file_is_refused(self):
        _, url = self.offer()
        self.server.fault(url, "bomb", size=20 << 20)
        self.refused("encoded", MACHINE)
        self.taken()

    def test_lines_that_break(self):
        _, url = self.offer()
        for fault, options, code in (("cut", {"after": 0}, "cut"), ("reset", {"after": 0}, "cut"),
                                     ("status", {"status": 500}, "http-500"),
                                     ("unsatisfiable", {}, "http-416"),
                                     ("portal", {}, "asset-mismatch"),
                                     ("other", {}, "asset-mismatch")):
            with self.subTest(fault=fault):
                self.server.fault(url, fault, **options)
                result = self.lab.once(self.site)
                self.assertEqual(self.state(), self.held, result.stderr)
                self.assertEqual(self.lab.problem(), code, result.stderr)
        self.taken()

    def test_lines_that_stall(self):
        """Side by side, since all there is to see is how long each is borne with."""
        _, url = self.offer()
        self.be_impatient()
        screens = []
        for fault, options in (("stall", {"after": 10}), ("slow", {"rate": 5}), ("silent", {})):
            store, run = self.lab.path / fault, self.lab.path / f"{fault}-run"
            shutil.copytree(self.lab.store, store)
            server = Server(self.feed.path)
            server.__enter__()
            self.addCleanup(server.__exit__)
            server.fault(url, fault, **options)
            screens.append((fault, store, run, self.lab.start(
                [BANGTIN, "sync", "--once", "--feed", server.url("/playlist.json"), "--root",
                 self.feed.root, "--store", store, "--run", run], stderr=subprocess.DEVNULL)))
        for fault, store, run, process in screens:
            with self.subTest(fault=fault):
                self.assertEqual(process.wait(120), MACHINE)
                self.assertEqual((store / "current").read_bytes(), self.held[0])
                problem = json.loads((run / "sync.json").read_text())["feeds"][0]["problem"]
                self.assertEqual(problem["code"], "stall", problem)
        self.be_impatient(60)
        self.taken()

    def test_another_range_than_was_asked_for(self):
        _, url = self.offer(1_000_000)
        self.server.fault(url, "cut", after=100_000)
        self.refused("cut", MACHINE)
        self.server.fault(url, "wrong_range")
        self.refused("range", MACHINE)
        self.taken()

    def test_paths_that_lead_elsewhere(self):
        for href in ("../../../etc/passwd", "/etc/passwd", "file:///etc/passwd", "a/../../b",
                     "https://elsewhere.example/p.svg", "//elsewhere.example/p.svg", "a\\b.svg",
                     "pool/\u0000.svg", "pool//p.svg", "./p.svg"):
            with self.subTest(href=href):
                self.feed.sequence = 2
                document = self.feed.document({"p": SVG.format(3).encode()})
                document["assets"]["p"]["href"] = href
                self.feed.put(document)
                self.refused("document", INPUT)
        self.assertFalse((self.lab.store / "objects" / "passwd").exists())
        self.taken()

    def test_bytes_of_another_type_than_was_signed(self):
        self.feed.sequence = 2
        document = self.feed.document({"p": SVG.format(3).encode()})
        for media_type in ("image/jpeg", "video/mp4", "text/html"):
            with self.subTest(type=media_type):
                document["assets"]["p"]["mediaType"] = media_type
                self.feed.put(document)
                self.refused("asset-type", TRUST)
        self.taken()

    def test_bytes_that_are_no_document(self):
        for data in (b"", b"null", b"[" * 100_000, b"\xff\xfe", b'{"a":1,"a":2}'):
            with self.subTest(data=data[:20]):
                self.feed.sequence = 2
                self.feed.put(data)
                self.refused("document", INPUT)
        self.taken()


if __name__ == "__main__":
    unittest.main()
