#!/usr/bin/env python3
"""What a captive portal, a bad line or a hacked server can do to the document on its way. What plays
stays to the byte, and the status names it."""

import json
import time
import unittest

from province import DONE, MACHINE, TRUST
from server import Server
from test_attack import Case


class Servers(Case):
    """The document itself does not come as it should."""

    def setUp(self):
        super().setUp()
        self.feed.publish((3,))

    def test_faults_of_the_document(self):
        for fault, options, code in (
                ("portal", {}, "root-portal"), ("endless", {}, "large"), ("bomb", {}, "encoded"),
                ("stall", {"after": 5}, "stall"), ("slow", {"rate": 5}, "stall"),
                ("cut", {"after": 50}, "cut"), ("wrong_length", {"by": 10}, "cut"),
                ("cut", {"after": 50, "length": False}, "signature"),
                ("reset", {"after": 5}, "cut"), ("headers", {}, "headers"),
                ("status", {"status": 503}, "http-503"), ("status", {"status": 404}, "http-404"),
                ("wrong_range", {}, "range"), ("raw", {"data": "HTTP/1.1 200"}, "cut"),
                ("redirect", {"to": "file:///etc/passwd"}, "redirect"),
                ("redirect", {"to": "ftp://127.0.0.1/playlist.json"}, "redirect"),
                ("redirect", {"to": "gopher://127.0.0.1/"}, "redirect"),
                ("redirect", {"to": "http://127.0.0.1:9/playlist.json"}, "address"),
                ("redirect", {"to": "http://[::1]:9/playlist.json"}, "address"),
                ("redirect", {"to": "http://169.254.169.254/latest/meta-data/"}, "address"),
                ("loop", {}, "redirect")):
            with self.subTest(fault=fault, **options):
                self.server.fault("/playlist.json", fault, **options)
                self.be_impatient(1 if code == "stall" else 60)
                result = self.lab.once(self.site)
                self.assertEqual(self.state(), self.held, result.stderr)
                expected = {"root-portal": "signature"}.get(code, code)
                self.assertEqual(self.lab.problem(), expected, result.stderr)
                self.assertNotEqual(result.returncode, DONE)
        self.taken()

    def test_a_captive_portal_that_answers_everything(self):
        self.server.fault("*", "portal")
        self.refused("root", TRUST)
        self.taken()

    def test_nobody_listens(self):
        self.server.fault("*", "status", status=403)
        self.refused("http-403", MACHINE)
        self.site = self.lab.settings(("http://127.0.0.1:9/playlist.json", self.feed.root))
        self.refused("connect", MACHINE)

    def test_a_name_that_nobody_has(self):
        self.site = self.lab.settings(("http://nowhere.invalid/playlist.json", self.feed.root))
        self.refused("resolve", MACHINE)

    def test_a_folder_in_the_middle_of_a_publication_is_taken_when_it_is_whole(self):
        """The new document with the old signature, for a moment."""
        signature = self.feed.path / "playlist.json.minisig"
        new = signature.read_bytes()
        signature.write_bytes(b"untrusted comment: x\nx\n")
        self.lab.follow(self.site)
        end = time.monotonic() + 1.5
        while time.monotonic() < end:
            self.assertEqual(self.lab.sequence(), 1)
            time.sleep(0.05)
        signature.write_bytes(new)
        while self.lab.sequence() != 2:
            self.assertLess(time.monotonic(), end + 60)
            time.sleep(0.02)


class Certificates(Case):
    def test_certificates_that_prove_nothing_are_refused(self):
        ca, stranger = self.lab.make_ca(), self.lab.make_ca("stranger")
        cases = {
            "of a stranger": self.lab.make_certificate(stranger, "s"),
            "of another name": self.lab.make_certificate(ca, "o", "DNS:elsewhere.example"),
            "expired": self.lab.make_certificate(ca, "e", days="-1"),
            "its own": self.lab.make_ca("own"),
        }
        self.feed.publish((3,))
        for name, pair in cases.items():
            with self.subTest(certificate=name), \
                    Server(self.feed.path, cert=pair[0], key=pair[1]) as server:
                self.site = self.lab.settings(
                    (server.url("/playlist.json", host="localhost"), self.feed.root),
                    network={"ca": str(ca[0])})
                self.refused("tls", MACHINE)
        right = self.lab.make_certificate(ca, "right")
        with Server(self.feed.path, cert=right[0], key=right[1]) as server:
            self.site = self.lab.settings(
                (server.url("/playlist.json", host="localhost"), self.feed.root),
                network={"ca": ca[0].name})  # beside the settings
            self.assertEqual(self.lab.once(self.site).returncode, DONE)
            server.fault("/playlist.json", "redirect", to=self.server.url("/playlist.json"))
            self.held = self.state()
            self.refused("redirect", MACHINE)  # from https to http


if __name__ == "__main__":
    unittest.main()
