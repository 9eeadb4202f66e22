#!/usr/bin/env python3
"""A machine whose root is read-only: the store and the directory of what runs can be written, and
nothing else. Needs a mount namespace of its own (unshare); skipped where none is allowed."""

import subprocess
import unittest

from lobby import Lobby
from province import Feed, wait_for
from server import Server

# Each mount that has something of ours on it; the two writable directories are mounts of their own.
SHUT = """set -e
for path in "$1" "$2"; do mount --bind "$path" "$path"; done
for path in / "$3" "$HOME"; do mount -o remount,bind,ro "$(findmnt -n -o TARGET -T "$path")"; done
if touch "$3/probe" 2>/dev/null || touch /probe 2>/dev/null; then exit 77; fi
touch "$1/probe" "$2/probe" && rm "$1/probe" "$2/probe"
shift 3
exec "$@"
"""
UNSHARE = ["unshare", "--map-root-user", "--mount", "--propagation", "private"]
QUICK = {"defaults": {"duration": 0.3, "transition": {"type": "cut"}}}


def may_mount():
    return subprocess.run([*UNSHARE, "mount", "--bind", "/tmp", "/tmp"], check=False,
                          capture_output=True).returncode == 0


@unittest.skipUnless(may_mount(), "no mount namespace is allowed here")
class ReadOnly(Lobby):
    def wait_shown(self, colour):
        wanted = (colour >> 16, colour >> 8 & 255, colour & 255)
        wait_for(lambda: all(max(abs(a - b) for a, b in zip(self.pixels.pixel(x, 180), wanted)) <= 3
                             for x in (5, 320, 630)), f"{colour:06x} on the screen")

    def test_it_plays_and_follows_with_the_store_alone(self):
        feed = Feed(self.lab, "web")
        log = self.lab.path / "log"
        for directory in (self.lab.store, self.lab.run):
            directory.mkdir()
        with Server(feed.path) as server, open(log, "wb") as out:
            site = self.lab.settings((server.url("/playlist.json"), feed.root))
            feed.publish((0x2060A0,), **QUICK)
            player = self.lab.start(
                [*UNSHARE, "sh", "-c", SHUT, "sh", self.lab.store, self.lab.run, self.lab.path,
                 self.lab.program, "play", "--site", site, "--store", self.lab.store, "--run",
                 self.lab.run], stderr=out)
            self.wait_shown(0x2060A0)
            feed.publish((0xA02060,), **QUICK)
            self.wait_shown(0xA02060)
            self.assertEqual(self.lab.sequence(), 2)
            self.assertIsNone(player.poll())
            self.assertEqual(self.lab.stop(player), 0)
        self.assertFalse((self.lab.path / "cache").exists())
        self.assertNotIn("Read-only file system", log.read_text(errors="replace"))


if __name__ == "__main__":
    unittest.main()
