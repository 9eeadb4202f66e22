#!/usr/bin/env python3
"""Help, man page and shell completion name the same commands and options."""

import os
import re
import subprocess
import unittest
from pathlib import Path

from lab import Lab

ROOT = Path(os.environ["BANGTIN_SOURCE"])
COMMANDS = ["play", "check", "preview", "simulate", "new", "keygen", "publish", "alert", "verify",
            "sync", "status", "report", "testcard"]
FOR_ALL = {"--help", "--lang-ui"}


def man_sections():
    """Title → text of the sections and subsections of bangtin(1)."""
    text = (ROOT / "docs/man/bangtin.1").read_text()
    parts = re.split(r"(?m)^\.S[hs] (.*)$", text)
    return dict(zip(parts[1::2], parts[2::2]))


def man_options(text):
    """The options that a part of the page describes: `.It Fl -size Ar WxH` is --size."""
    entries = re.findall(r"(?m)^\.It (.*)$", text)
    return {"-" + word for entry in entries for word in entry.split() if re.fullmatch("-[a-z-]+", word)}


class WordsTest(Lab):
    def help_options(self, command):
        text = self.run_bangtin(command, "--help").stdout
        return set(re.findall(r"(?m)^  (?:-h, )?(--[a-z-]+)", text))

    def test_the_commands_are_the_same_everywhere(self):
        text = self.run_bangtin("--help").stdout
        shown = re.findall(r"(?m)^  ([a-z]+) {3,}", text.split("Commands:")[1].split("Options:")[0])
        self.assertEqual(shown, COMMANDS)
        self.assertEqual([s for s in man_sections() if s in COMMANDS], COMMANDS)
        self.assertLessEqual(set(COMMANDS), set(self.complete("bangtin", "")))

    def test_the_man_page_has_the_options_of_the_help(self):
        sections = man_sections()
        self.assertEqual(man_options(sections["DESCRIPTION"]), FOR_ALL | {"--version"})
        for command in COMMANDS:
            with self.subTest(command=command):
                self.assertEqual(man_options(sections[command]), self.help_options(command) - FOR_ALL)

    def complete(self, *words):
        """What bash offers for the last word."""
        script = ('. "$1"; shift; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); '
                  '_bangtin bangtin "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD-1]}"; '
                  'printf "%s\\n" "${COMPREPLY[@]}"')
        done = subprocess.run(["bash", "-c", script, "bash", ROOT / "scripts/completion/bangtin.bash", *words],
                              cwd=self.root, capture_output=True, text=True, check=True)
        return done.stdout.split()

    def test_the_completion_has_the_options_of_the_help(self):
        for command in COMMANDS:
            self.assertEqual(set(self.complete("bangtin", command, "--")), self.help_options(command))

    def test_the_completion_offers_values(self):
        self.assertEqual(self.complete("bangtin", "play", "--rotate", ""), ["0", "90", "180", "270"])
        self.assertEqual(self.complete("bangtin", "play", "--transition", "push"), ["push-left", "push-up"])
        self.assertEqual(self.complete("bangtin", "--lang-ui", "v"), ["vi"])
        self.assertEqual(self.complete("bangtin", "--lang-ui", "vi", "che"), ["check"])

    def test_the_completion_offers_ids_and_files(self):
        self.folder(sites={"default": {}, "long-an": {}})
        self.assertEqual(self.complete("bangtin", "preview", "folder", "--item", ""), ["notice"])
        self.assertEqual(self.complete("bangtin", "preview", "folder", "--site", "l"), ["long-an"])
        self.assertEqual(self.complete("bangtin", "check", "fo"), ["folder"])
        self.assertEqual(self.complete("bangtin", "check", "--site", "fo"), ["folder"])


if __name__ == "__main__":
    unittest.main()
