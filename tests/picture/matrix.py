"""Every kind of picture that authors send, held against what ImageMagick makes of it.

The reference has the picture upright, in sRGB, over the background, scaled by the same filter. What
is asked for is the peak signal-to-noise ratio of both: 45 dB where only the filters differ (an error
of 1.4 of 255 in the mean square), less where a format's own scaling (JPEG, WebP) or a colour
transform on the other side of the scaling stands between; SAME where no bit may differ."""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pictures
from pictures import Shown, Tap, run, write

SAME, EXACT, SCALED, COLOURS = 999, 45, 40, 36
SRGB, SWAPPED = "srgb.icc", "swapped.icc"
UPRIGHT = [[], ["-flop"], ["-rotate", "180"], ["-flip"], ["-transpose"], ["-rotate", "90"],
           ["-transverse"], ["-rotate", "270"]]


def make_base():
    """600 × 400: soft waves, hard edges, a saturated patch in each corner, no two corners alike."""
    run("convert", "-size", "600x400", "gradient:#103060-#f0d090", "-swirl", "80",
        "-fill", "#d01020", "-draw", "rectangle 20,20 150,110",
        "-fill", "#10a040", "-draw", "circle 520,80 560,110",
        "-fill", "#2040e0", "-draw", "polygon 40,380 180,380 110,270",
        "-fill", "white", "-draw", "rectangle 430,280 580,380",
        "-fill", "black", "-draw", "rectangle 460,300 550,360", "-depth", "8", "base.ppm")
    run("convert", "base.ppm", "(", "-size", "600x400", "radial-gradient:white-black", ")",
        "-alpha", "off", "-compose", "CopyOpacity", "-composite", "-depth", "8", "alpha.png")
    write(SRGB, pictures.rgb_profile())
    write(SWAPPED, pictures.rgb_profile((pictures.GREEN, pictures.BLUE, pictures.RED), 1.8))
    write("grey.icc", pictures.grey_profile(1.0))
    write("press.icc", pictures.cmyk_profile())


def reference(path, size, background, *before):
    """ImageMagick's picture of `path` after the given steps; size None: as large as it is."""
    scale = ["-filter", "Catrom", "-resize", f"{size}!"] if size else []
    steps = ["-colorspace", "sRGB", *scale, "-background", f"#{background}", "-alpha", "remove",
             "-alpha", "off", "-type", "TrueColor", "-depth", "8"]
    run("convert", path, *before, *steps, "reference.ppm")


def distance(ppm):
    """Decibels between the reference and `ppm`; "inf" is 999."""
    write("shown.ppm", ppm)
    done = subprocess.run(["compare", "-metric", "PSNR", "reference.ppm", "shown.ppm", "null:"],
                          capture_output=True, text=True, check=False)
    found = re.search(r"inf|[\d.]+", done.stderr)
    if done.returncode > 1 or not found:
        return -1, done.stderr
    return (SAME if found.group() == "inf" else float(found.group())), done.stderr


def check(tap, name, path, least, before=(), place="320x240", fit="contain", background="203040",
          source=None):
    """One case: `path` shown, against `source` (or itself) after the steps `before`."""
    shown = Shown(path, place, fit, background)
    if shown.status != 0:
        tap.case(name, f"refused: {shown.lines}")
        return
    size = "x".join(shown.ppm.split(b"\n", 2)[1].decode().split())
    reference(source or path, None if least == SAME else size, background, *before)
    found, words = distance(shown.ppm)
    if os.environ.get("KEEP"):
        run("convert", "reference.ppm", "shown.ppm", "+append",
            Path(os.environ["KEEP"]) / (re.sub(r"\W+", "-", name) + ".png"))
    tap.case(f"{name} ({found:.0f} dB)", f"at least {least} dB: {words}" if found < least else "")


def jpegs(tap):
    plain = {"4:2:0": ["-sample", "2x2"], "4:4:4": ["-sample", "1x1"], "4:2:2": ["-sample", "2x1"],
             "progressive": ["-progressive"], "restart markers": ["-restart", "1"],
             "grey": ["-grayscale"], "grey, progressive": ["-grayscale", "-progressive"]}
    for name, options in plain.items():
        write("a.jpg", run("cjpeg", "-quality", "95", *options, "base.ppm"))
        check(tap, f"JPEG {name}", "a.jpg", SCALED)
        check(tap, f"JPEG {name}, larger", "a.jpg", EXACT, place="700x700")
    run("convert", "base.ppm", "-quality", "95", "-colorspace", "CMYK", "ycck.jpg")
    ycck = Path("ycck.jpg").read_bytes()
    at = ycck.index(b"Adobe")
    write("cmyk.jpg", ycck[:at + 11] + b"\0" + ycck[at + 12:])
    write("bare.jpg", pictures.jpeg_without(Path("cmyk.jpg").read_bytes(), 0xEE))
    check(tap, "JPEG YCCK of Adobe", "ycck.jpg", COLOURS, place="500x500")
    check(tap, "JPEG YCCK of Adobe, half", "ycck.jpg", SCALED, ["-colorspace", "sRGB"])
    check(tap, "JPEG CMYK of Adobe", "cmyk.jpg", COLOURS, ["-colorspace", "sRGB"], place="600x600")
    check(tap, "JPEG CMYK without Adobe's marker", "bare.jpg", COLOURS,
          ["-negate", "-colorspace", "sRGB"], place="600x600")


def orientations(tap):
    write("up.jpg", run("cjpeg", "-quality", "95", "base.ppm"))
    run("convert", "base.ppm", "up.png")
    run("convert", "base.ppm", "-quality", "95", "up.webp")
    for value, steps in enumerate(UPRIGHT, 1):
        exif = pictures.tiff_orientation(value)
        write("o.jpg", pictures.jpeg_segments(Path("up.jpg").read_bytes(), (0xE1, b"Exif\0\0" + exif)))
        check(tap, f"JPEG, orientation {value}", "o.jpg", SCALED, steps, source="up.jpg")
        write("o.png", pictures.png_insert(Path("up.png").read_bytes(), pictures.chunk(b"eXIf", exif)))
        check(tap, f"PNG, orientation {value}", "o.png", EXACT, steps, source="up.png",
              place="200x300")
        write("o.webp", pictures.webp_extend(Path("up.webp").read_bytes(), 8, (b"EXIF", exif)))
        check(tap, f"WebP, orientation {value}", "o.webp", SCALED, steps, source="up.webp")
    check(tap, "JPEG, orientation 8, cover", "o.jpg", SCALED,
          ["-rotate", "270", "-gravity", "center", "-crop", "400x400+0+0", "+repage"],
          source="up.jpg", place="200x200", fit="cover")


def pngs(tap):
    base, alpha = "base.ppm", "alpha.png"
    kinds = [(f"{bits} bits grey", base, ["-colorspace", "gray", "-depth", bits, "-define",
                                         "png:color-type=0", "-define", f"png:bit-depth={bits}"])
             for bits in (1, 2, 4, 8, 16)]
    kinds += [(f"{bits} bits palette", base, ["+dither", "-colors", 2 ** bits, "-define",
                                              "png:color-type=3", "-define", f"png:bit-depth={bits}"])
              for bits in (1, 2, 4, 8)]
    kinds += [(f"{bits} bits RGB", base, ["-define", "png:color-type=2", "-define",
                                          f"png:bit-depth={bits}"]) for bits in (8, 16)]
    kinds += [(f"{bits} bits RGBA", alpha, ["-define", "png:color-type=6", "-define",
                                            f"png:bit-depth={bits}"]) for bits in (8, 16)]
    kinds += [(f"{bits} bits grey with alpha", alpha, ["-colorspace", "gray", "-define",
                                                       "png:color-type=4", "-define",
                                                       f"png:bit-depth={bits}"]) for bits in (8, 16)]
    kinds += [("palette with tRNS", alpha, ["-channel", "A", "-threshold", "50%", "+channel",
                                            "+dither", "-colors", 200, "-define",
                                            "png:color-type=3"])]
    for name, source, options in kinds:
        run("convert", source, *options, "a.png")
        check(tap, f"PNG {name}", "a.png", EXACT)
        run("convert", source, *options, "-interlace", "PNG", "a.png")
        check(tap, f"PNG {name}, interlaced", "a.png", EXACT, place="150x150")
    run("convert", base, "-define", "png:color-type=2", "a.png")
    trns = pictures.chunk(b"tRNS", b"\0\xff\0\xff\0\xff")  # its white is a hole
    write("t.png", pictures.png_insert(Path("a.png").read_bytes(), trns))
    check(tap, "PNG RGB with tRNS", "t.png", EXACT, ["-alpha", "off", "-transparent", "white"],
          source="a.png", place="600x600")
    write("g.png", pictures.png_header(600, 400), pictures.chunk(b"gAMA", (100000).to_bytes(4, "big")),
          Path("a.png").read_bytes()[Path("a.png").read_bytes().index(b"IDAT") - 4:])
    check(tap, "PNG of linear light (gAMA 1.0)", "g.png", COLOURS,
          ["-set", "colorspace", "RGB", "-colorspace", "sRGB"], source="base.ppm")
    check(tap, "PNG transparent, cover", alpha, EXACT,
          ["-gravity", "center", "-crop", "400x400+0+0", "+repage"], place="250x250", fit="cover")
    check(tap, "PNG, fill", "a.png", EXACT, place="100x300", fit="fill")
    check(tap, "PNG, pixel by pixel", "a.png", SAME, place="600x400")
    check(tap, "PNG, cut out pixel by pixel", "a.png", 999,
          ["-gravity", "center", "-crop", "300x400+0+0", "+repage"], place="300x400", fit="cover")
    check(tap, "PNG, one pixel high", "a.png", SCALED - 6, place="7x1", fit="fill")


def webps(tap):
    kinds = {"lossy": ("base.ppm", ["-quality", "95"]), "lossless": ("base.ppm", ["-define", "webp:lossless=true"]),
             "lossy with alpha": ("alpha.png", ["-quality", "95"]),
             "lossless with alpha": ("alpha.png", ["-define", "webp:lossless=true"])}
    for name, (source, options) in kinds.items():
        run("convert", source, *options, "a.webp")
        check(tap, f"WebP {name}", "a.webp", SCALED)
        check(tap, f"WebP {name}, same size", "a.webp",
              SAME if name == "lossless" else EXACT, place="600x600")


def profiles(tap):
    """An author's profile is honoured: the reference lets lcms turn the colours before the scaling."""
    swap = ["-profile", SWAPPED]
    to_srgb = ["-intent", "perceptual", "-profile", SRGB]
    run("convert", "base.ppm", *swap, "-quality", "95", "p.jpg")
    check(tap, "JPEG with swapped primaries", "p.jpg", COLOURS, to_srgb, place="600x600")
    check(tap, "JPEG with swapped primaries, half", "p.jpg", SCALED, to_srgb)
    run("convert", "base.ppm", *swap, "p.png")
    check(tap, "PNG with swapped primaries", "p.png", COLOURS, to_srgb)
    run("convert", "alpha.png", *swap, "p.png")
    check(tap, "PNG with swapped primaries and alpha", "p.png", COLOURS, to_srgb)
    run("convert", "base.ppm", "-define", "webp:lossless=true", "p.webp")
    write("q.webp", pictures.webp_extend(Path("p.webp").read_bytes(), 0x20,
                                         (b"ICCP", Path(SWAPPED).read_bytes())))
    check(tap, "WebP with swapped primaries", "q.webp", COLOURS, [*swap, *to_srgb],
          source="p.webp", place="600x600")
    run("convert", "base.ppm", "-profile", SRGB, "p.png")
    check(tap, "PNG with sRGB's own profile", "p.png", SAME, source="base.ppm", place="600x400")
    run("convert", "base.ppm", "-colorspace", "gray", "-define", "png:color-type=0", "g.png")
    write("g2.jpg", pictures.jpeg_segments(
        run("cjpeg", "-grayscale", "-quality", "95", "base.ppm"),
        (0xE2, b"ICC_PROFILE\0\1\1" + Path("grey.icc").read_bytes())))
    check(tap, "JPEG grey of linear light", "g2.jpg", COLOURS,
          ["-set", "colorspace", "LinearGray", "-colorspace", "sRGB"], place="600x600")
    run("convert", "base.ppm", "-colorspace", "CMYK", "-profile", "press.icc", "-quality", "95", "k.jpg")
    check(tap, "JPEG CMYK of a press", "k.jpg", COLOURS, to_srgb, place="600x600")
    write("b.jpg", pictures.jpeg_segments(run("cjpeg", "-quality", "95", "base.ppm"),
                                          (0xE2, b"ICC_PROFILE\0\1\1" + b"rubbish" * 40)))
    check(tap, "JPEG with a broken profile, shown without it", "b.jpg", EXACT, ["+profile", "*"],
          place="600x600")


def drawings(tap):
    head = '<svg xmlns="http://www.w3.org/2000/svg" '
    shapes = ('<rect width="150" height="100" fill="#d01020"/><circle cx="220" cy="120" r="60" '
              'fill="#2040e0" fill-opacity="0.5"/><path d="M20 180 L280 20" stroke="#10a040" '
              'stroke-width="9"/></svg>')
    for name, size in {"width and height": 'width="300" height="200">',
                       "width, height and viewBox": 'width="3cm" height="2cm" viewBox="0 0 300 200">',
                       "a viewBox alone": 'viewBox="0 0 300 200">',
                       "100 %": 'width="100%" height="100%" viewBox="0 0 300 200">'}.items():
        write("a.svg", (head + size + shapes).encode())
        write("full.svg", (head + 'width="600" height="400" viewBox="0 0 300 200">' + shapes).encode())
        run("rsvg-convert", "full.svg", "-o", "full.png")
        check(tap, f"SVG with {name}", "a.svg", SCALED, source="full.png", place="600x600")
    check(tap, "SVG, cover", "a.svg", SCALED,
          ["-gravity", "center", "-crop", "400x400+0+0", "+repage"], source="full.png",
          place="400x400", fit="cover")
    check(tap, "SVG, fill", "a.svg", SCALED, source="full.png", place="300x400", fit="fill")


def main():
    directory = tempfile.mkdtemp(prefix="bangtin-picture-")
    os.chdir(directory)
    tap = Tap()
    try:
        make_base()
        for group in (jpegs, orientations, pngs, webps, profiles, drawings):
            if group.__name__ == sys.argv[1]:
                group(tap)
    finally:
        os.chdir("/")
        shutil.rmtree(directory)
    tap.end()


main()
