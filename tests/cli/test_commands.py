#!/usr/bin/env python3
"""The front command: help, versions, wrong usage, languages, and what it hands on to the screen."""

import re
import shutil
import unittest

from lab import BANGTIN, Lab

COMMANDS = ["play", "check", "preview", "simulate", "new", "keygen", "publish", "alert", "verify",
            "sync", "status", "report", "testcard"]


class HelpTest(Lab):
    def test_the_program_shows_its_commands(self):
        done = self.run_bangtin("--help")
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        for command in COMMANDS:
            self.assertRegex(done.stdout, rf"(?m)^  {command} ")

    def test_each_command_shows_its_help(self):
        for command in COMMANDS:
            texts = {self.run_bangtin(*words).stdout
                     for words in ([command, "--help"], [command, "-h"], ["help", command],
                                   [command, "--nonsense", "-h"])}
            self.assertEqual(len(texts), 1, command)
            text = texts.pop()
            for heading in ("Usage:", "Options:", "Examples:", "Exit status:"):
                self.assertIn(heading, text)
            long = [line for line in text.splitlines() if len(line) > 80]
            # An example is one line, to be copied.
            self.assertEqual([line for line in long if not line.startswith("  bangtin ")], [])

    def test_the_help_speaks_vietnamese(self):
        for done in (self.run_bangtin("--help", language="vi"),
                     self.run_bangtin("--lang-ui", "vi", "--help"),
                     self.run_bangtin("--help", "--lang-ui=vi", language="en")):
            self.assertIn("Các lệnh:", done.stdout)
            self.assertNotIn("Commands:", done.stdout)

    def test_a_command_without_operands_asks_for_none(self):
        for done in (self.run_bangtin("sync", "--help", language="vi"),
                     self.run_bangtin("status", "x", language="vi")):
            self.assertNotIn("PO-Revision-Date", done.stdout + done.stderr)
        self.assertIn("  bangtin sync [OPTIONS]\n", self.run_bangtin("sync", "--help").stdout)

    def test_english_can_be_asked_for_under_a_vietnamese_locale(self):
        done = self.run_bangtin("--lang-ui", "en", "--help", language="vi")
        self.assertIn("Commands:", done.stdout)

    def test_the_version_is_one_line(self):
        self.assertRegex(self.run_bangtin("--version").stdout, r"^bangtin \d+\.\d+\.\d+\n$")


class UsageTest(Lab):
    """Wrong usage is 2, says so on standard error, and prints no result."""

    def expect(self, message, *words):
        done = self.run_bangtin(*words)
        self.assertEqual((done.returncode, done.stdout), (2, ""), words)
        self.assertRegex(done.stderr, f"^bangtin: .*{message}", words)

    def test_wrong_words_are_named(self):
        for message, *words in [
                ("a command is missing",),
                ('no command "nonsense"', "nonsense"),
                ('no command "chekc"; did you mean "check"', "chekc"),
                ('no command "palay"; did you mean "play"', "palay"),
                ('"--nonsense" does not fit before a command', "--nonsense", "check"),
                ("no option --nonsense", "check", "--nonsense", "x"),
                ("no option --stirct; did you mean --strict", "check", "--stirct", "x"),
                ("no option -x", "check", "-x"),
                ("check wants more: bangtin check PATH", "check"),
                ("new wants more", "new"),
                ('"b" is one word too many', "play", "a", "b"),
                ("--size wants a value: width x height", "play", "--size"),
                ('--size: "12" does not fit; write width x height', "play", "--size", "12"),
                ('--rotate: "45" does not fit; write 0, 90, 180 or 270', "play", "--rotate=45"),
                ('--seconds: "soon" does not fit', "play", "--seconds", "soon"),
                ('--transition: "fade" does not fit; write cut, crossfade', "play", "--transition=fade"),
                ("--strict takes no value", "check", "--strict=yes", "x"),
                ("--out is missing", "preview", "x"),
                ("--site wants a value: FILE", "play", "--site", "")]:
            with self.subTest(words=words):
                self.expect(re.escape(message), *words)

    def test_wrong_words_are_named_in_vietnamese(self):
        done = self.run_bangtin("chekc", "--lang-ui", "vi")
        self.assertEqual(done.stderr, 'bangtin: không có lệnh "chekc"; có phải bạn muốn gõ "check"?\n')


class PlayTest(Lab):
    """`play` becomes the screen's program: here one that tells what it was given."""

    def setUp(self):
        super().setUp()
        self.program = self.root / "bin" / "bangtin"
        self.program.parent.mkdir()
        shutil.copy(BANGTIN, self.program)
        screen = self.write("bin/bangtin-display", '#!/bin/sh\nprintf "%s\\n" "$@"\nexit 7\n')
        screen.chmod(0o755)

    def words(self, *words, command="play"):
        done = self.run_bangtin(command, *words, program=self.program)
        self.assertEqual((done.returncode, done.stderr), (7, ""))
        given = done.stdout.splitlines()
        self.assertEqual(given[-2], "--start-us")
        self.assertGreater(int(given[-1]), 0)
        return given[:-2]

    def test_a_folder_becomes_content(self):
        self.assertEqual(self.words("a folder"), ["--content", "a folder"])
        self.assertEqual(self.words("--", "-dir"), ["--content", "-dir"])

    def test_without_a_folder_the_screen_decides(self):
        self.assertEqual(self.words(), [])

    def test_settings_that_are_not_there_are_an_error_where_a_folder_is_named(self):
        folder = self.folder()
        done = self.run_bangtin("play", folder, "--site", "sanh")
        self.assertEqual(done.returncode, 2)
        self.assertIn("sanh: there is no such file", done.stderr)

    def test_options_are_handed_on(self):
        options = ["--site", "s.json", "--size", "640x480", "--rotate", "90", "--viewport",
                   "320x160+0+0", "--seconds", "1.5", "--stats", "f", "--store", "d", "--run", "r",
                   "--no-sync", "--transition", "cut", "--duration", "2", "--log-level", "debug"]
        self.assertEqual(self.words(*options), options)
        joined = ["--size=640x480", "--no-sync"]
        self.assertEqual(self.words(*joined), ["--size", "640x480", "--no-sync"])

    def test_the_test_card_is_one_of_its_pictures(self):
        options = ["--size", "192x96", "--rotate", "270", "--viewport", "96x48+8+8", "--seconds", "3",
                   "--site", "s.json"]
        self.assertEqual(self.words(command="testcard"), ["--testcard"])
        self.assertEqual(self.words(*options, command="testcard"), [*options, "--testcard"])
        done = self.run_bangtin("testcard", "folder", program=self.program)
        self.assertEqual(done.returncode, 2)
        self.assertIn("one word too many", done.stderr)

    def test_the_language_is_not_the_screen_s_business(self):
        self.assertEqual(self.words("--lang-ui", "vi"), [])

    def test_a_missing_screen_program_is_the_machine_s_fault(self):
        (self.program.parent / "bangtin-display").unlink()
        done = self.run_bangtin("play", program=self.program)
        self.assertEqual(done.returncode, 3)
        self.assertIn("bangtin-display", done.stderr)


if __name__ == "__main__":
    unittest.main()
