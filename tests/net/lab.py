"""What the tests of the room `net` share: a folder to serve, the driver, certificates."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "feed"))

from server import Server  # noqa: E402

DRIVE = os.environ["NET_DRIVE"]
SANITIZED = os.environ.get("BANGTIN_SANITIZED") == "1"
PATIENCE = 60  # seconds, for the whole of a run of the driver: a bound, not an expectation
BODY = bytes(i * 7 % 251 for i in range(50000))


class Lab(unittest.TestCase):
    """Each test gets a folder that is served, and one for all else."""

    def setUp(self):
        self.root = Path(tempfile.mkdtemp(prefix="bangtin-net-"))
        self.addCleanup(shutil.rmtree, self.root)
        self.folder = self.root / "www"
        self.folder.mkdir()
        (self.folder / "a.bin").write_bytes(BODY)
        (self.folder / "playlist.json").write_text('{"formatVersion": 1}')

    def serve(self, **options):
        return self.enterContext(Server(self.folder, **options))

    def drive(self, *words, **environment):
        """The results, in the order in which the transfers ended."""
        clean = {k: v for k, v in os.environ.items()
                 if not k.lower().endswith("_proxy") and not k.startswith("SSL_CERT_")}
        clean |= {"HOME": str(self.root), "LC_ALL": "C.UTF-8", **environment}
        done = subprocess.run([DRIVE, *map(str, words)], capture_output=True, text=True, env=clean,
                              timeout=PATIENCE, stdin=subprocess.DEVNULL, check=False)
        self.assertEqual((done.stderr, done.returncode), ("", 0))
        return [json.loads(line) for line in done.stdout.splitlines()]

    def get(self, url, *words, settings=(), **environment):
        """The result of one transfer."""
        results = self.drive(*settings, "--url", url, *words, **environment)
        self.assertEqual(len(results), 1)
        return results[0]

    def fetch(self, url, *words, **options):
        """The result and the body."""
        out = self.root / "out"
        result = self.get(url, "--out", out, *words, **options)
        return result, out.read_bytes()

    def assert_fault(self, result, fault, **fields):
        self.assertEqual(result["fault"], fault, result)
        for name, value in fields.items():
            self.assertEqual(result[name], value, result)


class Authority:
    """A certificate authority of the test's own, made by openssl."""

    def __init__(self, folder, name="ca"):
        self.folder, self.name = folder, name
        self.cert, self.key = folder / f"{name}.pem", folder / f"{name}.key"
        self.run("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
                 "-keyout", self.key, "-out", self.cert, "-days", "30", "-subj", f"/CN=Test {name}",
                 "-addext", "basicConstraints=critical,CA:TRUE")

    def run(self, *words):
        subprocess.run(["openssl", *map(str, words)], check=True, capture_output=True,
                       stdin=subprocess.DEVNULL, cwd=self.folder)

    def issue(self, name, san, *times):
        """A certificate for `san` ("IP:127.0.0.1"): (file, key). `times`: words for openssl ca."""
        work = self.folder / f"{self.name}-{name}"
        work.mkdir()
        cert, key, request = work / "cert.pem", work / "key.pem", work / "request"
        (work / "index").touch()
        (work / "config").write_text(
            f"[ca]\ndefault_ca=x\n[x]\nnew_certs_dir={work}\ndatabase={work}/index\n"
            f"rand_serial=yes\ndefault_md=sha256\npolicy=p\nunique_subject=no\nx509_extensions=e\n"
            f"[p]\ncommonName=supplied\n[e]\nsubjectAltName={san}\n")
        self.run("req", "-new", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
                 "-keyout", key, "-out", request, "-subj", f"/CN={name}")
        self.run("ca", "-batch", "-notext", "-config", work / "config", "-cert", self.cert,
                 "-keyfile", self.key, "-in", request, "-out", cert, *(times or ("-days", "20")))
        return cert, key
