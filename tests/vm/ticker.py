"""The line that moves along the foot of the kiosk's screen. A case for tests/vm/run."""

import json
import time

from content import SLOW, on_screen, wait_for_picture
from machine import expect, wait_for
from packaged import STATS
from plays import LONG, office_of

STRIP = 0.15  # of the screen's height is more than it takes
TICKER_SECONDS = 20


def moved_rows(one, two):
    """The first and the last row of pixels in which two screenshots differ, or None."""
    size = one.width * 3
    rows = [y for y in range(one.height)
            if one.pixels[y * size:(y + 1) * size] != two.pixels[y * size:(y + 1) * size]]
    return (rows[0], rows[-1]) if rows else None


def wait_for_line(kiosk):
    def moves():
        edge = moved_rows(kiosk.shoot(), picture := kiosk.shoot())
        return edge and edge[0] > picture.height * (1 - STRIP)
    wait_for(moves, "a line that moves", SLOW)


def case_ticker(kiosk):
    """A line moves along the foot, and nothing else does."""
    line = {"ticker": [{"text": "Chiều nay bộ phận một cửa nghỉ tiếp dân, mong bà con thông cảm."}]}
    with office_of(kiosk) as office:
        pictures = office.publish(document=line, **LONG)
        wait_for_picture(kiosk, pictures)
        wait_for_line(kiosk)
        time.sleep(5)  # the slide's own transition is over
        first = kiosk.shoot()
        edges = []
        for _ in range(5):
            time.sleep(1)
            edges.append(moved_rows(first, kiosk.shoot()))
        expect(all(edges), "the line stands still")
        top = min(edge[0] for edge in edges)
        expect(top > first.height * (1 - STRIP), f"row {top} of {first.height} moves, too")
        expect(on_screen(kiosk, pictures), "the slide above it")
        shot = kiosk.shots
        kiosk.machine.must(f"systemctl restart {kiosk.unit}")  # its figures begin anew
        wait_for_line(kiosk)
        began, burnt = time.monotonic(), int(kiosk.show()["CPUUsageNSec"])
        time.sleep(TICKER_SECONDS)
        burnt = (int(kiosk.show()["CPUUsageNSec"]) - burnt) / 1e9 / TICKER_SECONDS
        kiosk.machine.must(f"systemctl stop {kiosk.unit}")
        seconds = time.monotonic() - began
        stats = json.loads(kiosk.machine.must(f"cat {STATS}"))
        kiosk.machine.must(f"systemctl start {kiosk.unit}")
        expect(stats["tickerFrames"] > 0, f"no frame of the line: {stats}")
    return (f"rows {top} to {max(edge[1] for edge in edges)} of {first.height} move (screenshot {shot}); about "
            f"{stats['tickerFrames'] / seconds:.1f} frames a second, {burnt:.0%} CPU (emulated)")
