#!/usr/bin/env python3
"""Holds each lint against a small tree with known faults: it must name them, and only them."""

import tempfile
import unittest
from pathlib import Path

import calls
import content
import links
import rooms
import size
import text
import tree


def findings(check, files):
    """What `check` finds in a tree with these files ({path: text or bytes})."""
    with tempfile.TemporaryDirectory() as root:
        for path, content in files.items():
            file = Path(root, path)
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content if isinstance(content, bytes) else content.encode())
        lint = tree.Tree(root)
        check(lint)
        return lint.findings


class Lints(unittest.TestCase):
    def check(self, check, files, *starts):
        """The findings start with `starts`, in any order, one each."""
        found = sorted(findings(check, files))
        self.assertEqual(len(found), len(starts), found)
        for line, start in zip(found, sorted(starts)):
            self.assertTrue(line.startswith(start), line)

    def test_arrows_between_rooms_go_down(self):
        self.check(rooms.check, {
            "player/base/a.c": '#include "base/a.h"\n#include "ipc/b.h"\n',
            "player/cli/b.c": '#include "base/a.h"\n#include "display/b.h"\n',
        }, "player/base/a.c:2: base includes", "player/cli/b.c:2: cli includes")

    def test_libraries_stay_in_their_files(self):
        self.check(rooms.check, {
            "player/base/a.c": "#include <stdio.h>\n#include <sys/stat.h>\n#include <SDL.h>\n",
            "player/display/b.c": "#include <SDL.h>\n// #include <lcms2.h>\n#include <gtk/gtk.h>\n",
        }, "player/base/a.c:3: SDL.h belongs", "player/display/b.c:3: gtk/gtk.h is of")

    def test_calls_that_one_file_may_make(self):
        self.check(calls.check, {
            "player/base/clock.c": "int f(void) { return clock_gettime(0, 0); }\n",
            "player/ipc/a.c": 'x = time(NULL);\n/* time(NULL) */ y = "system(1)"; s.time(1);\n',
            "player/playlist/b.c": 'fopen("x", "re");\n',
        }, "player/ipc/a.c:1: time(", "player/playlist/b.c:1: fopen(")

    def test_long_functions_and_files(self):
        long = "int f(void)\n{\n" + "    g();\n" * 99 + "}\n"
        short = "int f(void)\n{\n" + "    g();\n" * 98 + "}\n"
        self.check(size.check, {
            "player/base/a.c": short + long,
            "player/base/b.h": "\n" * 401,
            "player/base/c.h": "\n" * 400,
        }, "player/base/a.c:103: f() has 101 lines", "player/base/b.h:401: 401 lines")

    def test_texts(self):
        self.check(text.check, {
            "a.md": "bảng tin\n",
            "b.md": "ba\u0309ng\n",
            "c.txt": b"\xff\n",
            "d.c": "int a; \n",
            "e.c": "// see /ho" "me/an/x\n// TO" "DO: more\n",
            "f.json": '{"a": 1, "a": 2}\n',
            "g.json": '{"a": 1}',
            "h.py": "def f(:\n",
            "tests/fixtures/i.json": "{",
        }, "b.md:1: not in NFC", "c.txt:1: no UTF-8", "d.c:1: blanks", "e.c:1: names a",
            "e.c:2: unfinished", "f.json:1: no valid json: a stands twice",
            "g.json:1: the last line", "h.py:1: no valid py")

    def test_built_in_content(self):
        self.check(content.check, {
            "docs/content.md": "| https://a.gov.vn | A |\n| 1022 | B |\n",
            "content/media/a.svg": "<svg><text>A</text></svg>\n",
            "content/playlist.json": """{
                "defaults": {"duration": 12},
                "assets": {
                    "a": {"href": "media/a.svg", "alt": "A"},
                    "b": {"href": "media/b.svg"}},
                "playlists": [{"items": [
                    {"id": "fine", "duration": 15, "url": "https://a.gov.vn", "phone": "1022"},
                    {"id": "short", "url": "https://a.gov.vn", "name": "{site.name}"},
                    {"id": "long", "approvedBy": "A", "body": {"vi": "%s", "en": "b"}},
                    {"id": "foreign", "phone": "1023"},
                    {"id": "wordy", "duration": 15, "summary": "%s"},
                    {"id": "unread", "steps": [{"title": {"km": "ក"}}]},
                    {"id": "unread-hidden", "hidden": true, "title": {"km": "ក"}},
                    {"id": "read", "approvedBy": "A", "title": {"km": "ក"}}]}]}\n""" % (
                "a" * 101, "a " * 15),
        }, "content/media/a.svg:1: holds words", "content/playlist.json:5: b has no alt",
            "content/playlist.json:5: content/media/b.svg is missing",
            "content/playlist.json:8: short: give it 15", "content/playlist.json:9: long: body has",
            "content/playlist.json:10: 1023 has no source",
            "content/playlist.json:11: wordy: summary has 15 words",
            "content/playlist.json:12: unread: hide it")

    def test_links(self):
        self.check(links.check, {
            "README.md": "# One & two\n[a](docs/a.md) [b](docs/b.md) [c](#one--two) [d](#three)\n"
                         "[e](https://example.org/) `[f](none)`\n```\n[g](none)\n```\n",
            "docs/a.md": "[up](../README.md#one--two) [down](../README.md#two) [out](../../x)\n",
        }, "README.md:2: docs/b.md leads nowhere", "README.md:2: README.md has no heading",
            "docs/a.md:1: ../../x leads nowhere", "docs/a.md:1: README.md has no heading")


if __name__ == "__main__":
    unittest.main()
