"""Making pictures of all kinds, byte by byte where no tool makes them, and looking at results."""

import os
import struct
import subprocess
import sys
import zlib

SHOW = os.environ["PICTURE_SHOW"]
SVG = os.environ["BANGTIN_SVG"]
LIMIT_S = 120  # no assertion, only an end to what hangs


def run(*command, **options):
    """Standard output of a tool that must succeed."""
    done = subprocess.run([str(part) for part in command], capture_output=True, **options)
    if done.returncode != 0:
        raise RuntimeError(f"{' '.join(map(str, command))}: {done.stderr.decode()}")
    return done.stdout


class Shown:
    """What `show` made of a file: status, PPM, code, message, peak in KiB."""

    def __init__(self, path, place="320x240", fit="contain", background="000000"):
        done = subprocess.run([SHOW, path, place, fit, background, SVG], capture_output=True,
                              timeout=LIMIT_S)
        lines = done.stderr.decode(errors="replace").splitlines()
        self.status, self.ppm, self.lines = done.returncode, done.stdout, lines
        self.peak = int(lines[-1].split()[1]) if lines and lines[-1].startswith("peak ") else 0
        refused = [line for line in lines if ": " in line] if self.status == 1 else []
        self.code, self.message = refused[-1].split(": ", 1) if refused else (None, "")


class Tap:
    """One line a case; the exit status says whether all were right."""

    def __init__(self):
        self.number = self.failed = 0

    def case(self, name, wrong):
        """`wrong`: empty where the case is as it should be, else what is not."""
        self.number += 1
        print(f"{'not ok' if wrong else 'ok'} {self.number} - {name}", flush=True)
        for line in str(wrong or "").splitlines():
            print(f"# {line}", flush=True)
        self.failed += bool(wrong)

    def end(self):
        print(f"1..{self.number}")
        sys.exit(1 if self.failed else 0)


def write(path, *parts):
    with open(path, "wb") as file:
        for part in parts:
            file.write(part)
    return path


def chunk(kind, data):
    """A chunk of PNG."""
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png_header(width, height, bits=8, kind=2, interlaced=0):
    return b"\x89PNG\r\n\x1a\n" + chunk(
        b"IHDR", struct.pack(">IIBBBBB", width, height, bits, kind, 0, 0, interlaced))


def png_insert(png, *chunks):
    """A PNG with chunks behind its header."""
    return png[:33] + b"".join(chunks) + png[33:]


def large_png(path, side):
    """side × side in RGB, without the whole of it ever in memory: waves, and noise that packs badly."""
    noise = zlib.decompress(zlib.compress(bytes((i * 2654435761 >> 13) & 7 for i in range(65536))))
    packer = zlib.compressobj(1)
    with open(path, "wb") as file:
        file.write(png_header(side, side))
        line = bytes((x * 255 // side) & 0xF8 for x in range(side) for _ in range(3))
        for y in range(side):
            start = y * 127 % 32768
            if y % 8 == 0:
                part = noise[start:start + 30000]
                mixed = int.from_bytes(line[:30000], "big") ^ int.from_bytes(part, "big")
                row = mixed.to_bytes(len(line[:30000]), "big") + line[30000:]
                packed = packer.compress(b"\0" + row)
            else:
                packed = packer.compress(b"\2" + bytes(len(line)))
            if packed:
                file.write(chunk(b"IDAT", packed))
        file.write(chunk(b"IDAT", packer.flush()) + chunk(b"IEND", b""))
    return path


def tiff_orientation(value):
    """EXIF data with nothing in it but the way up."""
    return b"MM\0*\0\0\0\x08\0\x01" + struct.pack(">HHIHH", 0x0112, 3, 1, value, 0) + b"\0\0\0\0"


def jpeg_segments(jpeg, *segments):
    """A JPEG with (marker, data) put in behind its first two bytes."""
    parts = [struct.pack(">BBH", 0xFF, marker, len(data) + 2) + data for marker, data in segments]
    return jpeg[:2] + b"".join(parts) + jpeg[2:]


def jpeg_without(jpeg, marker):
    """A JPEG without the segments of a marker."""
    at, out = 2, jpeg[:2]
    while jpeg[at + 1] != 0xDA:
        size = 2 + struct.unpack(">H", jpeg[at + 2:at + 4])[0]
        if jpeg[at + 1] != marker:
            out += jpeg[at:at + size]
        at += size
    return out + jpeg[at:]


def webp_extend(webp, flags, *chunks):
    """A simple WebP as an extended one, with (name, data) behind its picture, ICCP before it."""
    def riff(name, data):
        return name + struct.pack("<I", len(data)) + data + b"\0" * (len(data) & 1)

    picture = webp[12:]
    if picture[:4] == b"VP8L":
        bits = struct.unpack("<I", picture[9:13])[0]
        size = struct.pack("<I", bits & 0x3FFF)[:3] + struct.pack("<I", bits >> 14 & 0x3FFF)[:3]
    else:
        width, height = struct.unpack("<HH", picture[14:18])
        size = struct.pack("<I", width - 1)[:3] + struct.pack("<I", height - 1)[:3]
    before = b"".join(riff(n, d) for n, d in chunks if n == b"ICCP")
    behind = b"".join(riff(n, d) for n, d in chunks if n != b"ICCP")
    body = b"WEBP" + riff(b"VP8X", bytes([flags, 0, 0, 0]) + size) + before + picture + behind
    return b"RIFF" + struct.pack("<I", len(body)) + body


def _profile(kind, space, pcs, tags):
    """An ICC profile, version 2 (ICC.1:2001-04)."""
    table, data, at = b"", b"", 128 + 4 + 12 * len(tags)
    for name, content in tags:
        content += b"\0" * (-len(content) % 4)
        table += name + struct.pack(">II", at, len(content))
        data += content
        at += len(content)
    head = struct.pack(">I4sI4s4s4s12x4s4s20x", at, b"none", 0x02100000, kind, space, pcs, b"acsp",
                       b"none") + struct.pack(">III", 63190, 65536, 54061)
    return head + b"\0" * (128 - len(head)) + struct.pack(">I", len(tags)) + table + data


def _text(text):
    return b"desc\0\0\0\0" + struct.pack(">I", len(text) + 1) + text + b"\0" * 79


def _xyz(*values):
    return b"XYZ \0\0\0\0" + b"".join(struct.pack(">i", round(v * 65536)) for v in values)


# The columns of sRGB's matrix, adapted to D50 (IEC 61966-2-1).
RED, GREEN, BLUE = (0.43607, 0.22249, 0.01392), (0.38515, 0.71687, 0.09708), (0.14307, 0.06061, 0.71410)


def rgb_profile(primaries=(RED, GREEN, BLUE), gamma=None):
    """A matrix profile; without a gamma with sRGB's curve."""
    def srgb(value):
        return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4

    if gamma:
        curve = b"curv\0\0\0\0" + struct.pack(">IH", 1, round(gamma * 256))
    else:
        curve = b"curv\0\0\0\0" + struct.pack(">I", 1024) + b"".join(
            struct.pack(">H", round(65535 * srgb(i / 1023))) for i in range(1024))
    names = (b"rXYZ", b"gXYZ", b"bXYZ")
    tags = [(b"desc", _text(b"test")), (b"cprt", b"text\0\0\0\0none\0"), (b"wtpt", _xyz(0.9642, 1, 0.8249))]
    tags += [(name, _xyz(*column)) for name, column in zip(names, primaries)]
    tags += [(name, curve) for name in (b"rTRC", b"gTRC", b"bTRC")]
    return _profile(b"mntr", b"RGB ", b"XYZ ", tags)


def grey_profile(gamma):
    curve = b"curv\0\0\0\0" + struct.pack(">IH", 1, round(gamma * 256))
    return _profile(b"mntr", b"GRAY", b"XYZ ",
                    [(b"desc", _text(b"grey")), (b"cprt", b"text\0\0\0\0none\0"),
                     (b"wtpt", _xyz(0.9642, 1, 0.8249)), (b"kTRC", curve)])


def cmyk_profile():
    """Inks of an invented press, each with its own odd colour: a table of three steps an ink."""
    identity = bytes(range(256))
    table = bytearray()
    for i in range(81):
        c, m, y, k = (i // 27 / 2, i // 9 % 3 / 2, i // 3 % 3 / 2, i % 3 / 2)
        light = 95 * (1 - 0.4 * c) * (1 - 0.5 * m) * (1 - 0.1 * y) * (1 - 0.85 * k)
        a = (-35 * c + 70 * m - 5 * y) * (1 - k)
        b = (-45 * c - 3 * m + 85 * y) * (1 - k)
        table += bytes((round(light * 2.55), round(a + 128), round(min(max(b, -128), 127) + 128)))
    matrix = struct.pack(">9i", 65536, 0, 0, 0, 65536, 0, 0, 0, 65536)
    lut = b"mft1\0\0\0\0" + bytes([4, 3, 3, 0]) + matrix + identity * 4 + bytes(table) + identity * 3
    return _profile(b"prtr", b"CMYK", b"Lab ",
                    [(b"desc", _text(b"press")), (b"cprt", b"text\0\0\0\0none\0"),
                     (b"wtpt", _xyz(0.9642, 1, 0.8249)), (b"A2B0", lut)])
