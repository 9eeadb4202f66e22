#!/usr/bin/env python3
"""Each number that the screen can show for a stick has its section in the officer's manual, with the
words that the screen shows beside it, and its line in the table for the installer."""

import re
import sys
import unittest
from pathlib import Path

ROOT = Path(sys.argv[1])
PAGE, TABLE, WORDS = "docs/vi/ma-usb.md", "docs/settings.md", "player/display/band_words.c"
FINE = {0}  # done; there is nothing to explain


def read(path):
    return (ROOT / path).read_text(encoding="utf-8")


def codes(header):
    """{number: name} of enum usb_code."""
    body = re.search(r"enum usb_code \{(.*?)\n\};", header, re.S).group(1)
    return {int(number): name for name, number in re.findall(r"(USB_CODE_\w+) = (\d+)", body)}


def sections(page):
    """{number: text} of the headings "Mã N"."""
    parts = re.split(r"^### Mã (\d+)$", page, flags=re.M)
    return {int(number): text for number, text in zip(parts[1::2], parts[2::2])}


def refusals(header):
    """The numbers with which a stick is left alone: no good end, and not pulled."""
    return {number for number, name in codes(header).items() if name != "USB_CODE_PULLED"
            and not re.search(rf"\b{name} = \d+,?\s*/\* with USB_DONE", header)}


def reasons(source, language="vietnamese"):
    """{number: what the screen says}."""
    table = re.search(rf"\b{language} = \{{(.*?)^\}};", source, re.S | re.M).group(1)
    return {int(number): "".join(re.findall(r'"([^"]*)"', text)).strip()
            for number, text in re.findall(r"\[(\d+)\] = ((?:\s*\"[^\"]*\")+)", table)}


def rows(page):
    """Every number in the first column of the table."""
    table = re.search(r"^\| code \| why \|.*?\n\n", page, re.S | re.M).group(0)
    return {int(number) for first in re.findall(r"^\| ([\d, ]+) \|", table, re.M)
            for number in re.findall(r"\d+", first)}


class Codes(unittest.TestCase):
    maxDiff = None

    def setUp(self):
        self.codes = codes(read("player/sync/usb.h"))
        self.sections = sections(read(PAGE))
        self.wanted = set(self.codes) - FINE
        self.assertGreater(len(self.wanted), 20)

    def test_each_has_its_section(self):
        """One that no program shows any more may stay: screens are older than manuals."""
        self.assertEqual(self.wanted - set(self.sections), set(),
                         f"{PAGE} wants a section \"### Mã N\" for each of enum usb_code")

    def test_each_section_says_what_it_means_and_what_to_do(self):
        for number, text in self.sections.items():
            with self.subTest(number=number):
                self.assertRegex(text, r"(?s)^\n\n\*\*.+?\*\*.*\n- Nghĩa là: .+\n- Làm gì: ")
                if "không phải lỗi" not in text:
                    self.assertIn("\n- Báo ai: ", text)

    def test_the_words_are_those_of_the_screen(self):
        shown = reasons(read(WORDS))
        self.assertGreater(len(shown), 20)
        for number, words in shown.items():
            with self.subTest(number=number):
                self.assertIn(f"**{words}**", self.sections.get(number, ""))

    def test_the_screen_has_words_for_each(self):
        for language in ("vietnamese", "english"):
            self.assertEqual(set(reasons(read(WORDS), language)),
                             refusals(read("player/sync/usb.h")) - FINE, f"{WORDS}, {language}")

    def test_the_table_at_the_top_leads_to_each(self):
        links = [int(number) for number in
                 re.findall(r"\[(\d+)\]\(#mã-\1\)", read(PAGE).split("### Mã", 1)[0])]
        self.assertEqual(sorted(links), sorted(self.sections))

    def test_the_installers_table_has_each(self):
        self.assertEqual(self.wanted - rows(read(TABLE)), set(), f"{TABLE}, usb")

    def test_a_new_code_without_a_page_would_be_noticed(self):
        header = read("player/sync/usb.h").replace("enum usb_code {", "enum usb_code {\n"
                                                   "    USB_CODE_NEW = 98,", 1)
        self.assertEqual(set(codes(header)) - FINE - set(self.sections), {98})


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
