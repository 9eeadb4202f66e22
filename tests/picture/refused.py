"""What must not be shown: each bad file gets a clear word, little memory, and half a picture never.

Kinds of cases: (name, code, what the message must hold); the file is made beside it."""

import os
import re
import shutil
import signal
import struct
import subprocess
import sys
import tempfile
import zlib
from pathlib import Path

import pictures
from pictures import SVG, Shown, Tap, chunk, png_header, run, write

PEAK_KIB = 200 * 1024
# AddressSanitizer's shadow and quarantine are not ours to bound.
IS_SANITIZED = b"__asan_init" in Path(pictures.SHOW).read_bytes()

XML = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
BOX = XML + 'viewBox="0 0 100 100">'


def check(tap, name, data, code, words, place="320x240"):
    """`data`: the file's bytes, or a path."""
    path = data if isinstance(data, str) else write("bad", data)
    shown = Shown(path, place)
    wrong = []
    if shown.status != 1:
        wrong.append(f"status {shown.status}: {shown.lines}")
    if shown.ppm:
        wrong.append("pixels came")
    if shown.code != code:
        wrong.append(f"code {shown.code} ({shown.message}), not {code}")
    if not re.search(words, shown.message):
        wrong.append(f"message: {shown.message}")
    if not IS_SANITIZED and not 0 < shown.peak < PEAK_KIB:
        wrong.append(f"peak {shown.peak} KiB")
    tap.case(name, "\n".join(wrong))


def strangers(tap):
    html = b"<!DOCTYPE html><html><head><title>404</title></head></html>"
    for name, data, words in (
            ("a web page named .jpg", html, "HTML"),
            ("a web page behind a byte-order mark", b"\xef\xbb\xbf\n<HTML>", "HTML"),
            ("a web page with a drawing in it", b"<html><body><svg></svg></body></html>", "HTML"),
            ("XML that is no drawing", b"<?xml version='1.0'?><rss/>", "XML"),
            ("GIF", b"GIF89a\1\0\1\0\0\0\0;", "GIF"), ("BMP", b"BM" + bytes(60), "BMP"),
            ("TIFF", b"II*\0" + bytes(60), "TIFF"), ("PDF", b"%PDF-1.7\n", "PDF"),
            ("an office document", b"PK\3\4" + bytes(60), "office"),
            ("HEIC", b"\0\0\0\x18ftypheic" + bytes(60), "HEIC"),
            ("a clip", b"\0\0\0\x18ftypisom" + bytes(60), "video"),
            ("SVGZ", b"\x1f\x8b\x08" + bytes(60), "compressed"),
            ("a text", b"Xin ch\xc3\xa0o", "a text"), ("zeroes", bytes(5000), "unknown"),
            ("sound", b"RIFF\0\0\0\0WAVE", "sound")):
        check(tap, name, data, "picture-format", words)
    check(tap, "an empty file", b"", "picture-empty", "empty")
    os.mkdir("folder")
    check(tap, "a folder", "folder", "picture-read", "folder")


def truncated(tap):
    """Cut after each tenth, and a hundred bytes before the end: always an error, with how much is there."""
    run("convert", "-size", "640x480", "plasma:red-blue", "-depth", "8", "a.ppm")
    kinds = {"JPEG": run("cjpeg", "-quality", "90", "a.ppm"),
             "progressive JPEG": run("cjpeg", "-progressive", "-quality", "90", "a.ppm"),
             "PNG": run("convert", "a.ppm", "-strip", "png:-"),
             "interlaced PNG": run("convert", "a.ppm", "-strip", "-interlace", "PNG",
                                  "png:-"),
             "lossy WebP": run("convert", "a.ppm", "-quality", "90", "webp:-"),
             "lossless WebP": run("convert", "a.ppm", "-define", "webp:lossless=true", "webp:-")}
    for name, whole in kinds.items():
        Path("whole").write_bytes(whole)
        tap.case(f"{name}, whole", Shown("whole").lines if Shown("whole").status else "")
        for tenth in range(1, 10):
            words = r"ends early" if tenth > 1 else "ends|early|breaks off"
            check(tap, f"{name}, {tenth * 10} % of it", whole[:len(whole) * tenth // 10],
                  "picture-truncated", words)
        check(tap, f"{name}, all but 100 bytes", whole[:-100], "picture-truncated", "ends early")
    baseline = kinds["JPEG"]
    Path("whole").write_bytes(baseline[:-2])
    tap.case("JPEG without its end marker is whole", Shown("whole").lines if Shown("whole").status else "")
    check(tap, "JPEG, 3 bytes", baseline[:3], "picture-truncated", "header")
    scan = baseline.index(b"\xff\xda")
    check(tap, "JPEG, cut in the last header", baseline[:scan + 6], "picture-truncated", "ends early")
    check(tap, "PNG, 20 bytes", kinds["PNG"][:20], "picture-truncated", "header")
    check(tap, "WebP, 14 bytes", kinds["lossy WebP"][:14], "picture-truncated", "before its picture")
    middle = len(baseline) // 2
    holed = baseline[:middle] + b"\xff\xd9" * 8 + baseline[middle + 16:]
    check(tap, "JPEG damaged in the middle", holed, "picture-damaged", r"\d+ %")
    png = kinds["PNG"]
    check(tap, "PNG damaged in the middle", png[:len(png) // 2] + b"\0" * 8 + png[len(png) // 2 + 8:],
          "picture-damaged", "damaged")


def patched_jpeg(width, height, options=()):
    """A small JPEG whose header claims another size."""
    run("convert", "-size", "16x16", "xc:gray", "-depth", "8", "s.ppm")
    jpeg = bytearray(run("cjpeg", *options, "s.ppm"))
    at = next(i for i in range(len(jpeg)) if jpeg[i] == 0xFF and jpeg[i + 1] in (0xC0, 0xC2))
    jpeg[at + 5:at + 9] = struct.pack(">HH", height, width)
    return bytes(jpeg)


def bombs(tap):
    row = chunk(b"IDAT", zlib.compress(bytes(7501)))
    end = chunk(b"IEND", b"")
    check(tap, "PNG of 60 000 × 60 000", png_header(60000, 60000, 1, 0), "picture-size", "60000 × 60000.*16384")
    check(tap, "PNG bomb, one row of 60 000", png_header(60000, 60000, 1, 0) + row + end, "picture-size", "60000")
    check(tap, "PNG of 16 000 × 16 000", png_header(16000, 16000) + row + end, "picture-size", "100 megapixels")
    check(tap, "PNG of 10 000 × 10 000, one row", png_header(10000, 10000) + row + end,
          "picture-damaged", "damaged")
    check(tap, "PNG interlaced, 7 000 × 7 000", png_header(7000, 7000, 8, 2, 1) + row, "picture-size", "interlaced")
    check(tap, "PNG of height 0", png_header(100, 0) + row + end, "picture-damaged", "0")
    check(tap, "PNG of 2^31 - 1", png_header(2147483647, 1) + row, "picture-size", "2147483647")
    check(tap, "JPEG header bomb, 65 500 × 65 500", patched_jpeg(65500, 65500), "picture-size", "65500")
    check(tap, "JPEG header bomb within the limits", patched_jpeg(10000, 10000), "picture-damaged", "%")
    check(tap, "JPEG progressive, 7 000 × 7 000", patched_jpeg(7000, 7000, ["-progressive"]), "picture-size", "progressive")
    check(tap, "JPEG of height 0", patched_jpeg(100, 0), "picture-damaged", "0")
    webp = bytearray(run("convert", "s.ppm", "-define", "webp:lossless=true", "webp:-"))
    webp[21:25] = struct.pack("<I", 0x3FFF | 0x3FFF << 14)
    check(tap, "WebP of 16 384 × 16 384", bytes(webp), "picture-size", "16384")
    scans(tap)
    texts(tap)


def scans(tap):
    """Each coefficient of each colour in a pass of its own: legal, and without end."""
    def passes(first, last, colours, picture):
        script = "".join(["0: 0-0, 0, 0;" if colours == 1 else "0 1 2: 0-0, 0, 0;"] + [
            f"{colour}: {k}-{k}, 0, 0;" for colour in range(colours) for k in range(first, last + 1)])
        Path("scans").write_text(script)
        return run("cjpeg", *["-grayscale"] * (colours == 1), "-scans", "scans", picture)

    run("convert", "-size", "400x400", "plasma:", "-depth", "8", "p.ppm")
    low, high = passes(1, 33, 3, "p.ppm"), passes(34, 63, 3, "p.ppm")  # cjpeg writes 100 at most
    behind_first = high.index(b"\xff\xc4", high.index(b"\xff\xda"))
    check(tap, "JPEG of 190 scans", low[:-2] + high[behind_first:], "picture-kind", "100 passes")
    write("few", low)
    tap.case("JPEG of 100 scans is shown", Shown("few").lines if Shown("few").status else "")
    run("convert", "-size", "6000x6000", "xc:gray", "-depth", "8", "p.pgm")
    check(tap, "JPEG of 36 megapixels and 41 scans", passes(1, 40, 1, "p.pgm"), "picture-kind",
          r"\d+ passes")


def texts(tap):
    """Compressed chunks that grow: left alone, the picture beside them is shown."""
    run("convert", "-size", "64x64", "plasma:", "-depth", "8", "-define", "png:color-type=2", "t.png")
    png = Path("t.png").read_bytes()
    bomb = zlib.compress(bytes(200 * 1024 * 1024), 9)
    for name, data in (("zTXt", b"Comment\0\0" + bomb), ("iCCP", b"icc\0\0" + bomb),
                       ("iTXt", b"XML:x\0\1\0\0\0" + bomb)):
        write("t.png", pictures.png_insert(png, chunk(name.encode(), data)))
        shown = Shown("t.png")
        wrong = shown.lines if shown.status else ""
        if not IS_SANITIZED and shown.peak > 60 * 1024:
            wrong = f"peak {shown.peak} KiB"
        tap.case(f"PNG with a bomb in {name} is shown without it", wrong)
    many = b"".join(chunk(b"tEXt", b"a\0b") for _ in range(20000))
    write("t.png", pictures.png_insert(png, many))
    tap.case("PNG with 20 000 texts is shown", Shown("t.png").lines if Shown("t.png").status else "")


def kinds(tap):
    run("convert", "-size", "64x64", "plasma:", "-depth", "8", "k.ppm")
    run("convert", "k.ppm", "(", "k.ppm", "-negate", ")", "k.gif")
    check(tap, "animated WebP", run("gif2webp", "-quiet", "k.gif", "-o", "-"), "picture-kind", "animated")
    check(tap, "arithmetic JPEG", run("cjpeg", "-arithmetic", "k.ppm"), "picture-kind", "rare kind")
    jpeg = bytearray(run("cjpeg", "k.ppm"))
    at = jpeg.index(b"\xff\xc0")
    jpeg[at + 4] = 12
    check(tap, "JPEG of 12 bits", bytes(jpeg), "picture-kind", "12 bits")
    jpeg[at + 4], jpeg[at + 9] = 8, 2
    check(tap, "JPEG of two components", bytes(jpeg), "picture-kind", "2 colour")


def nested(levels, each):
    """Drawings that use one another: `each` to the power of `levels` shapes."""
    parts = ['<g id="u0"><rect width="1" height="1"/></g>']
    for i in range(1, levels):
        parts.append(f'<g id="u{i}">' + f'<use xlink:href="#u{i - 1}"/>' * each + "</g>")
    return "".join(parts)


def drawings(tap):
    laughs = "".join(f'<!ENTITY l{i} "{f"&l{i - 1};" * 10}">' for i in range(1, 10))
    for name, text, code, words in (
            ("with an external entity",
             '<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + BOX + "&x;</svg>", "svg-external", "entities"),
            ("that laughs a billion times", f'<!DOCTYPE svg [<!ENTITY l0 "ha">{laughs}]>{BOX}&l9;</svg>',
             "svg-external", "entities"),
            ("with text", BOX + "<text>A</text></svg>", "svg-text", "convert text to paths"),
            ("with a picture inside", BOX + '<image href="data:image/png;base64,AAAA"/></svg>', "svg-external", "embedded"),
            ("with a file of the host", BOX + '<image xlink:href="file:///etc/passwd"/></svg>', "svg-external", "picture"),
            ("with a part of another", BOX + '<use xlink:href="http://a/b.svg#c"/></svg>', "svg-external", "outside"),
            ("1e9 wide", XML + 'width="1e9" height="10"/>', "svg-size", "1e"),
            ("of height 0", XML + 'width="10" height="0"/>', "svg-size", "0"),
            ("without a size", XML + "><rect/></svg>", "svg-size", "viewBox"),
            ("nested 300 deep", BOX + "<g>" * 300 + "</g>" * 300 + "</svg>", "svg-complex", "200"),
            ("of 100 001 elements", BOX + "<g/>" * 100001 + "</svg>", "svg-complex", "100000"),
            ("that uses itself a million times", BOX + nested(8, 10) + '<use xlink:href="#u7"/></svg>',
             "svg-complex", "simplify|complex"),
            ("cut off", BOX + "<rect width='1", "picture-damaged", "XML"),
            ("wrongly nested", BOX + "<g></svg></g>", "picture-damaged", "read")):
        check(tap, f"SVG {name}", text.encode(), code, words)
    check(tap, "SVG of 9 MiB", (BOX + " " * (9 << 20) + "</svg>").encode(), "svg-complex", "8 MiB")
    layers = BOX + '<g opacity="0.9">' * 150 + '<rect width="9" height="9"/>' + "</g>" * 150 + "</svg>"
    if not IS_SANITIZED:  # where there is a limit of memory
        check(tap, "SVG of 150 layers at 4K", layers.encode(), "svg-complex", "simplify", place="3840x2160")


def service(tap):
    """bangtin-svg as a process: shut in, and gone when nobody can ask any more."""
    import socket
    ours, its = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    process = subprocess.Popen(  # the C library's own dup2 puts the channel where it belongs
        [SVG], close_fds=True, pass_fds=(3,), stderr=subprocess.PIPE,
        preexec_fn=lambda: os.dup2(its.fileno(), 3)) if its.fileno() != 3 else subprocess.Popen(
            [SVG], pass_fds=(3,), stderr=subprocess.PIPE)
    its.close()
    try:
        with open(write("d.svg", (BOX + '<rect width="50" height="50"/></svg>').encode()), "rb") as file:
            request = b'I{"svg":5,"width":64,"height":64,"fit":"contain"}'
            socket.send_fds(ours, [request], [file.fileno()])
        ours.settimeout(pictures.LIMIT_S)
        answer, descriptors, _, _ = socket.recv_fds(ours, 65536, 4)
        tap.case("a drawing is answered with one descriptor",
                 "" if b'"ok":true' in answer and b'"svg":5' in answer and len(descriptors) == 1 else repr(answer))
        status = Path(f"/proc/{process.pid}/status").read_text()
        tap.case("the process has a filter", "" if re.search(r"^Seccomp:\t2$", status, re.M) else status)
        tap.case("the process gains no privileges", "" if re.search(r"^NoNewPrivs:\t1$", status, re.M) else status)
        with open(f"/proc/self/fd/{descriptors[0]}", "r+b", buffering=0) as pixels:
            try:
                pixels.write(b"x")
                tap.case("the pixels are sealed", "they can be written")
            except PermissionError:
                tap.case("the pixels are sealed", "")
        for descriptor in descriptors:
            os.close(descriptor)
        for rubbish in (b"I{", b"Ix", b"I", b"M", b'I{"svg":6,"width":64,"height":64,"fit":"contain"}',
                        b'I{"svg":6,"width":1e9,"height":-1,"fit":7}'):
            try:
                ours.send(rubbish)
            except BrokenPipeError:  # it may leave at the first of them
                break
    finally:
        ours.close()
    try:
        process.communicate(timeout=pictures.LIMIT_S)
        tap.case("rubbish does not crash it", "" if process.returncode >= 0 else
                 signal.Signals(-process.returncode).name)
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()
        tap.case("it leaves when nobody can ask", "still there")


def main():
    directory = tempfile.mkdtemp(prefix="bangtin-picture-")
    os.chdir(directory)
    tap = Tap()
    try:
        for group in (strangers, truncated, bombs, kinds, drawings, service):
            if group.__name__ in sys.argv[1:]:
                group(tap)
    finally:
        os.chdir("/")
        shutil.rmtree(directory)
    tap.end()


main()
