#!/usr/bin/env python3
"""Words of Khmer, Cham and Tai Viet, held against pictures that Pango has drawn with the same fonts:
the same letters in the same order at the same places, and no dotted circle for a mark without a
letter to sit on.

    shaped.py DRAW WORK

The reference has fonts of its own finding (fontconfig) and a rasteriser of its own (cairo). That the
comparison tells anything is checked with the same words in another order."""

import re
import subprocess
import sys
from pathlib import Path

import read

FONTS = Path("/usr/share/fonts/truetype/noto")
# Stacks, vowels before, above, below and around their letter, signs that are written before it.
SCRIPTS = {
    "km": ("Khmer", ["ខេត្តត្រាវិញ", "ស្ត្រី ប្រជាជន", "កុំព្យូទ័រ ឆ្នាំ", "ប្រទេសវៀតណាម",
                     "សេចក្តី គ្រឿង", "សម្ងាត់ ផ្ញើ"]),
    "cjm": ("Cham", ["ꨌꩌ ꨀꨇꩉ ꨌꩌꨛꨮꩀ", "ꨆꨴꨭꩂ ꨓꨯꩀ", "ꨕꨣꨬ ꨆꨳꨪꩍ", "ꨚꨰ ꨝꨵꨯꨱ ꨦꨶꨩ"]),
    "blt": ("TaiViet", ["ꪼꪕ ꪒꪾ ꪶꪔ ꪎꪳ", "ꪵꪀ ꪣꪴꪉ ꪹꪣꪉ", "ꪹꪏ꪿ ꪻꪎ꫁ ꪶꪝ꪿", "ꪬꪱ ꪨꪸ ꪩꪮꪥ"]),
}
SIZE = (1920, 1080)
# Of the ink, what lies on the other's ink; of the width, what may differ.
LIKENESS, UNLIKENESS, WIDTH = 0.86, 0.70, 0.015


def jobs():
    for language, (_, samples) in SCRIPTS.items():
        for number, sample in enumerate(samples):
            item = {"type": "notice", "severity": "important", "title": sample, "body": sample}
            yield f"{language}-{number}", item, {
                "kind": "item", "width": SIZE[0], "height": SIZE[1], "rotate": 0,
                "language": language, "item": item, "theme": {"base": "light"}}


def ink(picture, work, *options):
    """Width, height and a byte for each pixel of the ink, 1 or 0; dark on a light ground."""
    path = work / "ink.pgm"
    read.run("convert", picture, *options, "-colorspace", "Gray", "-auto-level", "-threshold", "50%",
             "-trim", "+repage", "-depth", "8", path)
    head = re.match(rb"P5\s+(\d+)\s+(\d+)\s+255\s", path.read_bytes())
    return int(head[1]), int(head[2]), bytes(p == 0 for p in path.read_bytes()[head.end():])


def drawn_ink(picture, box, work):
    margin = box["size"] // 4
    return ink(picture, work, "-crop", f"{box['width'] + 2 * margin}x{box['height'] + 2 * margin}"
               f"{box['x'] - margin:+d}{box['y'] - margin:+d}", "+repage")


def reference_ink(script, is_bold, size, text, work):
    path = work / "reference.png"
    name = re.sub("([a-z])([A-Z])", r"\1 \2", script)
    read.run("pango-view", "--no-display", "--antialias=gray", "--hinting=none", "--margin=90",
             f"--font=Noto Sans {name} {'Bold ' if is_bold else ''}{size}px", f"--text={text}",
             f"--output={path}")
    return ink(path, work)


def likeness(one, other):
    """The share of ink that both have, at the best shift of two pixels or less."""
    best = 0
    for down in range(-2, 3):
        for right in range(-2, 3):
            both = 0
            for y in range(max(0, down), min(one[1], other[1] + down)):
                width = min(one[0], other[0] + right)
                ours = one[2][y * one[0] + max(0, right):y * one[0] + width]
                start = (y - down) * other[0] + max(0, -right)
                theirs = other[2][start:start + len(ours)]
                both += (int.from_bytes(ours, "big") & int.from_bytes(theirs, "big")).bit_count()
            best = max(best, both)
    return 2 * best / (sum(one[2]) + sum(other[2]))


def compare(checks, name, picture, box, script, work):
    is_bold = box["role"] == "title" and script != "TaiViet"  # which has one weight
    ours = drawn_ink(picture, box, work)
    theirs = reference_ink(script, is_bold, box["size"], box["text"], work)
    share, wider = likeness(ours, theirs), abs(ours[0] - theirs[0]) / theirs[0]
    checks.check(share >= LIKENESS and wider <= WIDTH, f"{name}: {box['role']} as Pango has it",
                 f"{share:.3f} of the ink, {wider:.3f} of the width")
    words = box["text"].split(" ")
    if len(words) > 1:
        turned = reference_ink(script, is_bold, box["size"], " ".join(reversed(words)), work)
        share = likeness(ours, turned)
        checks.check(share < UNLIKENESS, f"{name}: {box['role']} is not its words turned round",
                     f"{share:.3f} of the ink")


def glyphs(script, text):
    return read.run("hb-shape", "--no-positions", "--no-clusters",
                    FONTS / f"NotoSans{script}-Regular.ttf", text).stdout.strip()


def check_circles(checks):
    """The dotted circle's glyph, which a lone mark brings, is nowhere in the samples."""
    for script, lone, samples in [("Khmer", "\u17b6", SCRIPTS["km"][1]),
                                  ("Cham", "\uaa29", SCRIPTS["cjm"][1])]:
        circle = glyphs(script, "\u25cc").strip("[]")
        checks.check(circle and circle in glyphs(script, lone), f"{script}: a lone mark has a circle")
        for sample in samples:
            shaped = glyphs(script, sample)
            checks.check(circle not in shaped.strip("[]").split("|"), f"{script}: none in {sample}",
                         shaped)


def main():
    program, work = sys.argv[1], Path(sys.argv[2])
    work.mkdir(parents=True, exist_ok=True)
    checks = read.Checks()
    check_circles(checks)
    for name, item, picture, answer in read.draw(program, work, jobs()):
        script = SCRIPTS[name.split("-")[0]][0]
        checks.check(not answer["missing"], f"{name}: no letter is missing", str(answer["missing"]))
        boxes = [box for box in answer["boxes"] if box["role"] in ("title", "body")]
        checks.check(len(boxes) == 2 and all(box["height"] < 2.9 * box["size"] for box in boxes),
                     f"{name}: one line each", str([(box["height"], box["size"]) for box in boxes]))
        for box in boxes:
            compare(checks, name, picture, box, script, work)
    print(f"1..{checks.count}")
    return 1 if checks.failed else 0


if __name__ == "__main__":
    sys.exit(main())
