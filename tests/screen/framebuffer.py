"""Single pixels of a screen, from the window dump that Xvfb paints (X11/XWDFile.h)."""

import mmap
import struct

import lab

BAR = {False: 20, True: 235}  # as plate.h says
LOW, SPAN, BARS = 32, 191, 32


def bar_is_bright(number, bar):
    bit = bin(number & 15 & (bar // 2)).count("1") & 1 ^ number >> 4 & 1
    return bool(bit ^ bar & 1)


def plate_colour(number, u, v):
    """The colour of plate `number` at (u, v), 0 … 1, as (red, green, blue)."""
    bright = bar_is_bright(number, min(int(u * BARS), BARS - 1))
    return BAR[bright], round(LOW + SPAN * v), round(LOW + SPAN * u)


class Framebuffer:
    def __init__(self, screen):
        with open(screen.framebuffer, "rb") as file:
            self.map = mmap.mmap(file.fileno(), 0, prot=mmap.PROT_READ)
        self.server = screen.process.pid
        words = struct.unpack(">25I", self.map[:100])
        self.width, self.height, self.stride = words[4], words[5], words[12]
        self.start = words[0] + words[19] * 12

    def pixel(self, x, y):
        at = self.start + y * self.stride + x * 4
        blue, green, red, _ = self.map[at:at + 4]  # in one piece, as it was written
        return red, green, blue

    def grid(self, columns=32, rows=18):
        """Pixels spread over the whole screen."""
        return [self.pixel((2 * x + 1) * self.width // (2 * columns),
                           (2 * y + 1) * self.height // (2 * rows))
                for y in range(rows) for x in range(columns)]

    def is_at_rest(self):
        """Whether the server waits for work: while it runs, a frame may be half copied."""
        fields = lab.stat_fields(self.server)
        return fields is not None and fields[0] == "S"

    def rest(self):
        """To be called between a look that has found something new and one at the rest of it."""
        lab.wait_until(self.is_at_rest, "a server that has done what it was told")

    def is_lit(self):
        """Something is there: neither black nor one colour all over."""
        seen = self.grid()
        return len(set(seen)) > 1 and sum(max(pixel) > 24 for pixel in seen) * 10 > len(seen)

    def wait_lit(self, what="a picture on the screen"):
        lab.wait_until(self.is_lit, what)

    def close(self):
        self.map.close()
