#!/usr/bin/env python3
"""What every text file keeps to: UTF-8 in NFC, no stray blanks, no place of one machine, valid
JSON, Python that compiles."""

import ast
import json
import re
import unicodedata

import tree

BINARY = re.compile(r"\.(png|jpe?g|webp|gif|bmp|tiff?|icc|ttf|otf|gz|bin|mo|wav|mp4|webm)$")
HOME = re.compile(r"(?<![\w.])/(home|work|Users)/\w+/|(?<![\w.])/root/\w")
UNFINISHED = re.compile(r"\b(TO" r"DO|FIX" r"ME|X" r"XX)\b")
SPACES_MATTER = re.compile(r"\.(md|patch|diff|po|pot)$")
FINAL_NEWLINE = re.compile(r"\.(svg|min\.js)$")


def refuse_duplicates(pairs):
    names = [name for name, _ in pairs]
    twice = {name for name in names if names.count(name) > 1}
    if twice:
        raise ValueError(f"{', '.join(sorted(twice))} stands twice in one object")
    return dict(pairs)


def check_syntax(lint, path, text):
    try:
        if path.endswith(".json"):
            json.loads(text, object_pairs_hook=refuse_duplicates)
        elif path.endswith(".py"):
            ast.parse(text)
    except (ValueError, SyntaxError) as error:
        lint.find(path, getattr(error, "lineno", 1) or 1, f"no valid {path.split('.')[-1]}: {error}")


def check_line(lint, path, number, line):
    if unicodedata.normalize("NFC", line) != line:
        lint.find(path, number, "not in NFC, so that search and fonts see other letters; "
                  "normalise it (python3: unicodedata.normalize)")
    if line.rstrip() != line and not SPACES_MATTER.search(path):
        lint.find(path, number, "blanks or a carriage return at the end of the line; remove them")
    if HOME.search(line):
        lint.find(path, number, "names a directory of one machine; use a relative path")
    if UNFINISHED.search(line):
        lint.find(path, number, "unfinished work is written down in CHANGELOG.md under the known "
                  "limits, not here")


def check(lint):
    for path in lint.select(r"^(?!tests/fuzz/seeds/)"):  # seeds are what no text should be
        data = (lint.root / path).read_bytes()
        if BINARY.search(path) or b"\0" in data:
            continue
        try:
            text = data.decode("utf-8")
        except UnicodeDecodeError as error:
            lint.find(path, data[:error.start].count(b"\n") + 1, "no UTF-8; save it as UTF-8")
            continue
        if text.startswith("\ufeff"):
            lint.find(path, 1, "starts with a byte order mark; remove it")
        if text and not text.endswith("\n") and not FINAL_NEWLINE.search(path):
            lint.find(path, text.count("\n") + 1, "the last line has no end; add a newline")
        for number, line in enumerate(text.split("\n"), 1):
            check_line(lint, path, number, line)
        check_syntax(lint, path, text)


if __name__ == "__main__":
    tree.main(check)
