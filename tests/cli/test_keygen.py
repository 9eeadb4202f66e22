#!/usr/bin/env python3
"""`keygen` makes the keys of a feed, and asks for a password as a person expects it."""

import fcntl
import json
import os
import pty
import re
import resource
import select
import signal
import subprocess
import termios
import time
import unittest

from lab import BANGTIN, SANITIZED, Lab

MINISIGN = os.environ["MINISIGN"]
FIXED = ["1.root.json", "feed.key", "feed.pub", "root.key", "root.pub"]
PASSWORD = "mật khẩu"


def with_little_memory():
    """Makes a password cheap: the command halves what scrypt may take until it fits."""
    resource.setrlimit(resource.RLIMIT_AS, (256 << 20, 256 << 20))


class KeygenTest(Lab):
    def keygen(self, *words, status=0):
        done = self.run_bangtin("keygen", "keys", *words)
        self.assertEqual(done.returncode, status, done.stderr)
        return done

    def test_the_root_passes_the_check_and_a_wrong_one_is_named(self):
        self.keygen()
        path = self.root / "keys/1.root.json"
        done = self.run_bangtin("check", "keys/1.root.json")
        self.assertEqual(done.returncode, 0, done.stdout)
        root = json.loads(path.read_text())
        cases = [({"rootThreshold": 2}, "/rootThreshold"), ({"feedKeys": ["RW"]}, "/feedKeys/0"),
                 ({"expires": "2020-01-01T00:00:00Z"}, "/expires")]
        for change, place in cases:
            with self.subTest(place):
                path.write_text(json.dumps(root | change))
                done = self.run_bangtin("check", "--json", "keys/1.root.json")
                self.assertEqual(done.returncode, 1)
                self.assertEqual([f["path"] for f in json.loads(done.stdout)["findings"]], [place])

    def test_a_huge_file_in_its_place_is_called_what_it_is(self):
        for name in ("root.json", "theme.json", "bangtin.json"):
            with self.subTest(name):
                with open(self.root / name, "wb") as file:
                    file.truncate(3 << 30)
                done = self.run_bangtin("check", name)
                self.assertEqual(done.returncode, 1)
                self.assertIn("far larger than such a file", done.stdout)
                self.assertNotIn("playlists", done.stdout)

    def files(self):
        return {p.name: p.read_bytes() for p in (self.root / "keys").iterdir()}

    def number(self, name):
        comment = (self.root / "keys" / name).read_text().splitlines()[0]
        return re.search(r"[0-9A-F]{16}$", comment).group()

    def test_the_files(self):
        done = self.keygen()
        number = self.number("root.pub")
        self.assertEqual(sorted(self.files()), sorted([*FIXED, f"1.root.json.{number}.minisig"]))
        modes = {p.name: p.stat().st_mode & 0o777 for p in (self.root / "keys").iterdir()}
        self.assertEqual([modes["root.key"], modes["feed.key"]], [0o600, 0o600])
        self.assertEqual(done.stderr, "")
        for name in [*FIXED, f"1.root.json.{number}.minisig"]:
            self.assertIn(name, done.stdout)
        self.assertIn("bangtin publish", done.stdout)
        self.assertIn("have no password", done.stdout)

    def test_the_root(self):
        self.keygen()
        root = json.loads(self.files()["1.root.json"])
        expires = root.pop("expires")
        lines = {n: (self.root / f"keys/{n}.pub").read_text().splitlines()[1]
                 for n in ("root", "feed")}
        self.assertEqual(root, {
            "formatVersion": 1, "type": "root", "version": 1, "rootThreshold": 1,
            "feedId": "feed-" + self.number("root.pub")[:8].lower(),
            "rootKeys": [lines["root"]], "feedKeys": [lines["feed"]]})
        self.assertEqual(int(expires[:4]) - time.gmtime().tm_year, 5)

    def test_minisign_takes_them(self):
        self.keygen()
        self.write("m", "x")
        number = self.number("root.pub")
        for words in (["-V", "-p", "keys/root.pub", "-m", "keys/1.root.json",
                       "-x", f"keys/1.root.json.{number}.minisig"],
                      ["-S", "-s", "keys/feed.key", "-p", "keys/feed.pub", "-m", "m"],
                      ["-V", "-p", "keys/feed.pub", "-m", "m"]):
            done = subprocess.run([MINISIGN, *words], cwd=self.root, stdin=subprocess.DEVNULL,
                                  capture_output=True, text=True, check=False)
            self.assertEqual(done.returncode, 0, done.stderr)

    def test_no_two_runs_make_the_same(self):
        self.keygen()
        first = self.files()
        done = self.run_bangtin("keygen", "other")
        self.assertEqual(done.returncode, 0)
        for name in FIXED:
            self.assertNotEqual(first[name], (self.root / "other" / name).read_bytes())

    def test_a_feed_id(self):
        done = self.keygen("--feed-id", "long-an")
        self.assertEqual(json.loads(self.files()["1.root.json"])["feedId"], "long-an")
        self.assertIn('"feedId": "long-an"', done.stdout)
        for name in ("Long-An", "a b", "-a", "a/b", "x" * 65, "long–an"):
            with self.subTest(name=name):
                done = self.run_bangtin("keygen", "other", f"--feed-id={name}")
                self.assertEqual(done.returncode, 2)
                self.assertFalse((self.root / "other").exists())

    def test_keys_are_never_overwritten(self):
        self.keygen()
        before = self.files()
        done = self.keygen(status=1)
        self.assertEqual(done.stdout, "")
        self.assertRegex(done.stderr, r"keys/root\.key: it exists already.*name another folder")
        self.assertEqual(self.files(), before)
        for name in FIXED:
            only = self.write(f"partly-{name}/{name}", "mine")
            done = self.run_bangtin("keygen", only.parent)
            self.assertEqual(done.returncode, 1)
            self.assertEqual([p.name for p in only.parent.iterdir()], [name])
            self.assertEqual(only.read_text(), "mine")

    def test_a_link_is_not_followed(self):
        (self.root / "keys").mkdir()
        (self.root / "keys/feed.key").symlink_to(self.root / "elsewhere")
        self.keygen(status=1)
        self.assertFalse((self.root / "elsewhere").exists())

    def test_a_place_that_is_no_folder(self):
        self.write("file", "x")
        for path in ("file", "file/keys"):
            done = self.run_bangtin("keygen", path)
            self.assertEqual((done.returncode, done.stdout), (1, ""))
            self.assertIn("no folder", done.stderr)

    def test_a_full_disk_leaves_nothing(self):
        def limit():
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (200, 200))  # the .pub fits, the .key does not
        done = subprocess.run([BANGTIN, "keygen", "keys"], cwd=self.root, preexec_fn=limit,
                              capture_output=True, text=True, check=False)
        self.assertEqual((done.returncode, done.stdout), (3, ""))
        self.assertIn("keys/root.key: the file is too large", done.stderr)
        self.assertEqual(self.files(), {})


class PasswordTest(Lab):
    """At a terminal of its own."""

    def setUp(self):
        super().setUp()
        self.outer, self.inner = pty.openpty()
        self.addCleanup(os.close, self.inner)
        self.addCleanup(os.close, self.outer)
        self.shown = ""

    def start(self, *words):
        def prepare():
            fcntl.ioctl(self.inner, termios.TIOCSCTTY, 0)
            if words[0] == "keygen" and not SANITIZED:
                with_little_memory()
        env = {k: v for k, v in os.environ.items() if not k.startswith(("LC_", "LANG"))}
        self.process = subprocess.Popen(
            [BANGTIN, *words], cwd=self.root, stdin=self.inner, stdout=self.inner,
            stderr=self.inner, start_new_session=True, preexec_fn=prepare,
            env={**env, "LANG": "C.UTF-8", "TERM": "dumb"})
        self.addCleanup(self.stop)

    def stop(self):
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()

    def is_shown(self):
        return bool(termios.tcgetattr(self.inner)[3] & termios.ECHO)

    def await_text(self, text):
        """Reads on until `text` has come."""
        end = time.monotonic() + 60
        while text not in self.shown:
            ready, _, _ = select.select([self.outer], [], [], max(0, end - time.monotonic()))
            self.assertTrue(ready, f"no {text!r} in {self.shown!r}")
            self.shown += os.read(self.outer, 4096).decode(errors="replace")
        self.shown = self.shown.split(text, 1)[1]

    def type(self, text):
        self.assertFalse(self.is_shown())
        os.write(self.outer, text.encode())

    def end(self, status):
        self.assertEqual(self.process.wait(60), status)
        self.assertTrue(self.is_shown())
        while select.select([self.outer], [], [], 0)[0]:
            self.shown += os.read(self.outer, 4096).decode(errors="replace")

    @unittest.skipIf(SANITIZED, "its addresses cannot be limited, and a password would take long")
    def test_it_is_asked_for_twice_and_protects(self):
        self.start("keygen", "keys", "--password")
        self.await_text("New password for root.key, feed.key: ")
        self.type(PASSWORD + "\n")
        self.await_text("The same once more: ")
        self.type(PASSWORD + "\n")
        self.await_text("Keys of the feed")
        self.end(0)
        self.assertNotIn(PASSWORD, self.shown)
        self.assertNotIn("have no password", self.shown)
        self.write("m", "x")
        for name in ("root", "feed"):
            done = subprocess.run([MINISIGN, "-S", "-s", f"keys/{name}.key", "-p",
                                   f"keys/{name}.pub", "-m", "m"], input=PASSWORD + "\n", text=True,
                                  cwd=self.root, capture_output=True, check=False)
            self.assertEqual(done.returncode, 0, done.stderr)
        self.check_opening()

    def check_opening(self):
        """The protected key opens with its password only, typed or given."""
        publish = ["publish", self.folder(), "--key", "keys/feed.key", "--root",
                   "keys/1.root.json", "--to", "web"]
        done = self.run_bangtin(*publish)
        self.assertEqual(done.returncode, 2)
        self.assertIn("there is no terminal", done.stderr)
        done = self.run_bangtin(*publish, BANGTIN_PASSWORD="mat khau")
        self.assertEqual(done.returncode, 1)
        self.assertIn("keys/feed.key: the password is wrong", done.stderr)
        self.assertFalse((self.root / "web/playlist.json").exists())
        self.start(*map(str, publish))
        self.await_text("Password of keys/feed.key: ")
        self.type(PASSWORD + "\n")
        self.end(0)
        self.assertNotIn(PASSWORD, self.shown)
        done = self.run_bangtin(*publish, "--sequence", "9", BANGTIN_PASSWORD=PASSWORD)
        self.assertEqual(done.returncode, 0, done.stderr)

    def test_two_that_differ_make_nothing(self):
        self.start("keygen", "keys", "--password")
        self.await_text(": ")
        self.type("a\n")
        self.await_text("once more: ")
        self.type("b\n")
        self.end(1)
        self.assertIn("the two passwords differ", self.shown)
        self.assertFalse((self.root / "keys").exists())

    def test_none_makes_nothing(self):
        for typed in ("\n", "\x04"):
            self.start("keygen", "keys", "--password")
            self.await_text("feed.key: ")
            self.type(typed)
            self.end(1)
            self.assertIn("no password was typed", self.shown)
        self.assertFalse((self.root / "keys").exists())

    def test_too_long_a_one_is_told(self):
        for length in (1025, 1026, 3000):
            self.start("keygen", "keys", "--password")
            self.await_text("feed.key: ")
            self.type("x" * length + "\n")
            self.end(1)
            self.assertIn("at most 1024 bytes", self.shown)
        self.start("keygen", "keys", "--password")
        self.await_text("feed.key: ")
        self.type("x" * 1024 + "\n")
        self.await_text("once more: ")

    def test_control_c_leaves_the_terminal_as_it_was(self):
        self.start("keygen", "keys", "--password")
        self.await_text("feed.key: ")
        self.type("half a pass\x03")
        self.end(-signal.SIGINT)
        self.assertFalse((self.root / "keys").exists())

    def test_nothing_is_asked_in_a_pipe(self):
        done = self.run_bangtin("keygen", "keys", "--password")
        self.assertEqual((done.returncode, done.stdout), (2, ""))
        self.assertIn("there is no terminal", done.stderr)
        self.assertIn("BANGTIN_PASSWORD", done.stderr)
        self.assertFalse((self.root / "keys").exists())

    def test_nothing_is_asked_where_the_keys_exist(self):
        self.write("keys/root.key", "mine")
        done = self.run_bangtin("keygen", "keys", "--password")
        self.assertEqual(done.returncode, 1)

    def test_a_script_gives_it_by_the_environment(self):
        done = self.run_bangtin("keygen", "keys", "--password", BANGTIN_PASSWORD="")
        self.assertEqual(done.returncode, 2)
        done = self.run_bangtin("keygen", "keys", "--password", BANGTIN_PASSWORD="x" * 1025)
        self.assertEqual(done.returncode, 1)
        self.assertFalse((self.root / "keys").exists())
        done = self.run_bangtin("keygen", "keys", BANGTIN_PASSWORD="not asked for")
        self.assertEqual(done.returncode, 0)
        self.assertIn("have no password", done.stdout)


if __name__ == "__main__":
    unittest.main()
