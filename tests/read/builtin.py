#!/usr/bin/env python3
"""What a reader gets from the built-in slides: tesseract reads names, numbers and addresses off the
pictures, at the boxes that the drawing reports. Of all words, and of all Khmer clusters, 98 of a
hundred must come out to the letter, marks and all.

    builtin.py DRAW WORK ROOT

Each sixteenth slide and one in Khmer; with BANGTIN_READ=all, each (ten minutes). Pictures have no boxes and
are left out. The document's own words are the oracle."""

import difflib
import json
import os
import re
import sys
from pathlib import Path

import read
from words import VALUES, fill

LEAST = 0.98
# Khmer sets no spaces between words: what is counted there is clusters. Its model knows no Latin
# letters ("VNeID"), so these are read with both models and counted as words.
ALL = os.environ.get("BANGTIN_READ") == "all"
STEP, KHMER = 16, "km-nop-ho-so-bon-buoc"
# What is largest on each slide, and what people copy from it.
READ = {"name", "title", "number", "text", "phone", "url", "value", "step"}
CLUSTER = re.compile(r"[\u1780-\u17b3](?:\u17d2[\u1780-\u17b3]|[\u17b4-\u17d1\u17dd])*|[^\s\u200b]")
LATIN = re.compile(r"[0-9A-Za-z\u00c0-\u024f\u1e00-\u1eff]+")


def slides(root):
    document = json.loads((root / "content/playlist.json").read_text(encoding="utf-8"))
    found = [item for playlist in document["playlists"] for item in playlist["items"]
             if item["type"] != "image"]
    some = found[::STEP] + [item for item in found if item["id"] == KHMER]
    for item in found if ALL else some:
        language = "km" if item["id"].startswith("km-") else "vi"
        yield item["id"], fill(item, language, VALUES), language


def jobs(root):
    for name, item, language in slides(root):
        for width, height in read.SIZES:
            yield f"{name}-{width}x{height}", item, {
                "kind": "item", "width": width, "height": height, "rotate": 0,
                "language": language, "item": item, "band": VALUES["name"], "clock": True}


def pieces(text, is_khmer):
    """What is counted: words without the points and quotes around them, or clusters."""
    if is_khmer:
        return CLUSTER.findall(LATIN.sub(" ", text))
    return [word for word in (part.strip(".,:;?!“”\"'–-·") for part in text.split()) if word]


class Score:
    """How many pieces of how many were read."""

    def __init__(self):
        self.right = self.all = 0

    def add(self, wanted, got):
        blocks = difflib.SequenceMatcher(None, wanted, got, autojunk=False).get_matching_blocks()
        right = sum(block.size for block in blocks)
        self.right += right
        self.all += len(wanted)
        return right == len(wanted)

    def share(self):
        return self.right / self.all if self.all else 0

    def __str__(self):
        """For a check's name."""
        return f"{self.right} of {self.all}, {100 * self.share():.1f} %"


def read_slide(name, picture, answer, language, scores, work):
    for number, box in enumerate(answer["boxes"]):
        if box["role"] not in READ:
            continue
        wanted = read.plain(box["text"])
        is_khmer = language == "km" and re.search(r"[\u1780-\u17ff]", wanted) is not None
        got = read.read_box(picture, box, work, number, "khm" if is_khmer else None)
        kind = "khmer" if is_khmer else "copied" if box["role"] in read.EXACT else "words"
        if kind == "copied":  # holds no blanks; tesseract sees some behind a point
            wanted, got = wanted.replace(" ", ""), got.replace(" ", "")
        if not scores[kind].add(pieces(wanted, is_khmer), pieces(got, is_khmer)):
            print(f"# {name}: {box['role']}: read “{got}” for “{wanted}”", flush=True)
        if is_khmer and LATIN.search(wanted):
            mixed = read.read_box(picture, box, work, number, "khm+eng")
            scores["words"].add(LATIN.findall(wanted), LATIN.findall(mixed))


def main():
    program, work, root = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
    work.mkdir(parents=True, exist_ok=True)
    checks, scores = read.Checks(), {kind: Score() for kind in ("words", "copied", "khmer")}
    for name, item, picture, answer in read.draw(program, work, jobs(root)):
        language = "km" if name.startswith("km-") else "vi"
        read_slide(name, picture, answer, language, scores, work)
        lost = answer.get("overflow", [])
        checks.check(not lost, f"{name}: nothing is left out", f"lost: {lost}" if lost else "")
    checks.check(scores["words"].share() >= LEAST, f"names and headlines: {scores['words']}")
    checks.check(scores["copied"].share() >= LEAST, f"numbers and addresses: {scores['copied']}")
    checks.check(scores["khmer"].share() >= LEAST, f"Khmer, in clusters: {scores['khmer']}")
    print(f"1..{checks.count}")
    return 1 if checks.failed else 0


if __name__ == "__main__":
    sys.exit(main())
