#!/usr/bin/env python3
"""Which servers are believed to be who they say."""

import shutil
import ssl
import subprocess
import tempfile
import unittest
import warnings
from pathlib import Path

from lab import BODY, Authority, Lab

HERE = "IP:127.0.0.1"


class TlsTest(Lab):
    @classmethod
    def setUpClass(cls):
        cls.keys = Path(tempfile.mkdtemp(prefix="bangtin-tls-"))
        cls.addClassCleanup(shutil.rmtree, cls.keys)
        cls.own = Authority(cls.keys)
        cls.foreign = Authority(cls.keys, "foreign")
        cls.right = cls.own.issue("right", HERE)

    def get_from(self, certificate, *settings, **environment):
        with_tls = self.serve(cert=certificate[0], key=certificate[1])
        return self.get(with_tls.url("/a.bin"), settings=settings, **environment)

    def assert_right(self, result):
        self.assert_fault(result, "fine", status=200, received=len(BODY))

    def test_a_server_of_our_own_authority(self):
        result = self.get_from(self.right, "--ca", self.own.cert)
        self.assert_right(result)
        self.assertGreater(result["date"], 1_700_000_000_000_000)

    def test_authorities_in_a_directory(self):
        folder = self.root / "certs"
        folder.mkdir()
        shutil.copy(self.own.cert, folder / "a.pem")
        subprocess.run(["openssl", "rehash", folder], check=True)
        self.assert_right(self.get_from(self.right, "--ca", folder))
        self.assert_right(self.get_from(self.right, SSL_CERT_DIR=str(folder)))

    def test_authorities_of_the_environment(self):
        self.assert_right(self.get_from(self.right, SSL_CERT_FILE=str(self.own.cert)))
        result = self.get_from(self.right, "--ca", self.foreign.cert,
                               SSL_CERT_FILE=str(self.own.cert))
        self.assert_fault(result, "tls", status=0)

    def test_nobody_knows_the_authority(self):
        self.assert_fault(self.get_from(self.right), "tls", status=0)
        self.assert_fault(self.get_from(self.right, "--ca", self.foreign.cert), "tls")
        self.assert_fault(self.get_from(self.right, "--ca", self.root / "none"), "tls")

    def test_out_of_date(self):
        for name, begin, end in (("expired", "20200101000000Z", "20200201000000Z"),
                                 ("early", "20900101000000Z", "20900201000000Z")):
            with self.subTest(name):
                pair = self.own.issue(name, HERE, "-startdate", begin, "-enddate", end)
                self.assert_fault(self.get_from(pair, "--ca", self.own.cert), "tls", status=0)

    def test_for_another_name(self):
        for name, san in (("other", "DNS:other.test"), ("address", "IP:127.0.0.2")):
            with self.subTest(name):
                pair = self.own.issue(name, san)
                self.assert_fault(self.get_from(pair, "--ca", self.own.cert), "tls", status=0)

    def test_signed_by_itself(self):
        pair = self.keys / "self.pem", self.keys / "self.key"
        self.own.run("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256",
                     "-nodes", "-keyout", pair[1], "-out", pair[0], "-subj", "/CN=self", "-addext",
                     f"subjectAltName={HERE}")
        self.assert_fault(self.get_from(pair, "--ca", self.own.cert), "tls", status=0)

    def test_old_tls_is_refused(self):
        versions = {ssl.TLSVersion.TLSv1: "tls", ssl.TLSVersion.TLSv1_1: "tls",
                    ssl.TLSVersion.TLSv1_2: "fine", ssl.TLSVersion.TLSv1_3: "fine"}
        lax = self.root / "openssl.cnf"  # a machine that would allow them
        lax.write_text("openssl_conf = a\n[a]\nssl_conf = b\n[b]\nsystem_default = c\n[c]\n"
                       "MinProtocol = TLSv1\nCipherString = ALL:@SECLEVEL=0\n")
        for version, fault in versions.items():
            with self.subTest(version.name), warnings.catch_warnings():
                warnings.simplefilter("ignore")
                tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
                tls.load_cert_chain(*self.right)
                tls.set_ciphers("ALL:@SECLEVEL=0")
                tls.minimum_version = tls.maximum_version = version
                server = self.serve(tls=tls)
                result = self.get(server.url("/a.bin"), settings=("--ca", self.own.cert),
                                  OPENSSL_CONF=str(lax))
                self.assert_fault(result, fault)

    def test_a_server_without_tls(self):
        plain = self.serve()
        url = plain.url("/a.bin").replace("http:", "https:")
        self.assert_fault(self.get(url, settings=("--ca", self.own.cert)), "tls", status=0)

    def test_a_body_cut_without_a_farewell(self):
        server = self.serve(cert=self.right[0], key=self.right[1])
        for name in ("cut", "reset", "cut_chunks"):
            with self.subTest(name):
                server.fault("/a.bin", name, after=10)
                result = self.get(server.url("/a.bin"), settings=("--ca", self.own.cert))
                self.assert_fault(result, "cut")

    def test_an_idle_wait_ends_when_something_is_there(self):
        server = self.serve(cert=self.right[0], key=self.right[1])
        result = self.get(server.url("/playlist.json"), "--if-none-match", '"old"', "--wait", 50,
                          settings=("--ca", self.own.cert))
        self.assert_fault(result, "fine", status=200, waited=True)


if __name__ == "__main__":
    unittest.main(verbosity=1)
