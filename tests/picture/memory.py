"""The largest pictures that are allowed, and the memory that each takes: it follows the screen, not
the file, but for those that must be decoded as a whole.

The bounds are those of the project's list of numbers, less the worker's other 30 MB."""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

import pictures
from pictures import Shown, Tap, run

MIB = 1024
IS_SANITIZED = b"__asan_init" in Path(pictures.SHOW).read_bytes()


def noisy(path, width, height):
    """A PPM of waves and noise, made of rows that repeat at odd distances."""
    soft = run("convert", "-size", "256x256", "plasma:", "-depth", "8", "rgb:-")
    pool = (soft * (width * 3 * 4 // len(soft) + 2))
    with open(path, "wb") as file:
        file.write(b"P6\n%d %d\n255\n" % (width, height))
        for y in range(height):
            start = y * 768 % len(soft) + y % 5 * 3
            file.write(pool[start:start + width * 3])
    return path


def large_jpeg(ppm, name, *options):
    with open(name, "wb") as file:
        subprocess.run(["cjpeg", "-quality", "88", *options, ppm], stdout=file, check=True)
    return name


def interlaced_png(ppm, name):
    with open(name, "wb") as file:
        subprocess.run(["convert", ppm, "-define", "png:color-type=2", "-define",
                        "png:compression-level=1", "-interlace", "PNG", "png:-"], stdout=file,
                       check=True)
    return name


def check(tap, name, path, limit):
    shown = Shown(path, "1920x1080")
    wrong = shown.lines if shown.status else ""
    if not wrong and shown.peak > limit * MIB:
        wrong = f"over {limit} MiB"
    tap.case(f"{name}: {shown.peak / MIB:.0f} MiB", wrong)


def main():
    if IS_SANITIZED:
        print("1..0 # SKIP the sanitizer's own memory counts here")
        return
    directory = tempfile.mkdtemp(prefix="bangtin-picture-")
    os.chdir(directory)
    tap = Tap()
    try:
        noisy("8k.ppm", 7680, 4320)
        check(tap, "8K JPEG", large_jpeg("8k.ppm", "a"), 30)
        os.remove("8k.ppm")
        noisy("36.ppm", 6000, 6000)
        check(tap, "progressive JPEG of 36 megapixels", large_jpeg("36.ppm", "a", "-progressive"), 190)
        check(tap, "the same without subsampling",
              large_jpeg("36.ppm", "a", "-progressive", "-sample", "1x1"), 230)
        check(tap, "interlaced PNG of 36 megapixels", interlaced_png("36.ppm", "a"), 190)
        os.remove("36.ppm")
        check(tap, "PNG of 10 000 × 10 000", pictures.large_png("a", 10000), 30)
    finally:
        os.chdir("/")
        shutil.rmtree(directory)
    tap.end()


main()
