"""What is on a screen: pictures as PPM files (netpbm's ppm(5)), held against one another."""

import subprocess
from pathlib import Path

STEP = 3        # every third pixel of every third row decides
TOLERANCE = 12  # of 255: the drivers' rounding, the crossfade's steps


class Picture:
    def __init__(self, path):
        self.path = Path(path)
        data = self.path.read_bytes()
        magic, width, height, depth, self.pixels = data.split(maxsplit=4)
        if magic != b"P6" or depth != b"255":
            raise ValueError(f"{path} is no 8-bit PPM")
        self.width, self.height = int(width), int(height)
        # split() eats one blank behind the header, and pixels that look like more of them
        self.pixels = data[len(data) - self.width * self.height * 3:]

    def upper(self, share):
        """The upper part of it: a word to whoever stands before the screen lies at its lower edge."""
        part = Picture.__new__(Picture)
        part.path, part.width, part.height = self.path, self.width, int(self.height * share)
        part.pixels = self.pixels[:part.height * self.width * 3]
        return part

    def lower(self, share):
        part = Picture.__new__(Picture)
        part.path, part.width, part.height = self.path, self.width, int(self.height * share)
        part.pixels = self.pixels[len(self.pixels) - part.height * self.width * 3:]
        return part

    def samples(self):
        """The red, green and blue bytes of the sampled pixels."""
        for y in range(0, self.height, STEP):
            row = self.pixels[y * self.width * 3:(y + 1) * self.width * 3]
            yield from zip(row[0::3 * STEP], row[1::3 * STEP], row[2::3 * STEP])

    def is_like(self, other):
        return (self.width, self.height) == (other.width, other.height)

    def difference(self, other):
        """The share of pixels that differ, 0 … 1."""
        if not self.is_like(other):
            return 1.0
        if self.pixels == other.pixels:
            return 0.0
        bad = total = 0
        for one, two in zip(self.samples(), other.samples()):
            total += 1
            bad += one != two and any(abs(a - b) > TOLERANCE for a, b in zip(one, two))
        return bad / total

    def outside(self, first, second):
        """The share of pixels that no blend of these two gives: 0 in the midst of a crossfade."""
        if not self.is_like(first) or not self.is_like(second):
            return 1.0
        bad = total = 0
        for one, a, b in zip(self.samples(), first.samples(), second.samples()):
            total += 1
            bad += any(not min(x, y) - TOLERANCE <= c <= max(x, y) + TOLERANCE
                       for c, x, y in zip(one, a, b))
        return bad / total

    def save_png(self, path):
        """For people."""
        subprocess.run(["convert", self.path, path], check=True)


def nearest(picture, candidates):
    """(name, difference) of the one of {name: picture} that is most like it."""
    differences = {name: picture.difference(other) for name, other in candidates.items()}
    name = min(differences, key=differences.get)
    return name, differences[name]


def draw_previews(build, content, size, directory):
    """{item's file name: picture} of what the slides of `content` look like at `size`."""
    subprocess.run([Path(build) / "bangtin", "preview", content, "--size", size, "--out",
                    directory], check=True, stdout=subprocess.DEVNULL)
    pictures = {}
    for png in sorted((Path(directory) / size).glob("*.png")):
        ppm = png.with_suffix(".ppm")
        subprocess.run(["convert", png, "-depth", "8", ppm], check=True)
        pictures[png.stem] = Picture(ppm)
    return pictures
