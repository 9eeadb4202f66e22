#!/usr/bin/env python3
"""Warnings come at once and go by themselves; strips take their room from the slides and never lie
over a code; the ticker moves; the clock may be set at any moment."""

import datetime
import json
import os
import signal
import struct
import subprocess
import sys
import threading
import time
import unittest

from framebuffer import Framebuffer
from lab import BUILD, Lab, name_of, tree_of, wait_until, wakeups_of
from stored import Store

WIDTH, HEIGHT = 1280, 720
URGENT, AMBER, SURFACE = (179, 0, 27), (255, 200, 69), (18, 48, 90)
BANNER, TICKER = 80, 53  # px: 12 and 8 of 108 parts
EDGES = [(2, y) for y in (2, HEIGHT // 2, HEIGHT - 3)] + [(WIDTH - 3, y) for y in (2, HEIGHT // 2, HEIGHT - 3)]
WHILE = 6 if os.environ.get("BANGTIN_SANITIZED") == "1" else 2  # seconds, of what goes by itself
STAGES = {"surface": {}, "texture": {"SDL_RENDER_DRIVER": "software"}}
ALL = os.environ.get("BANGTIN_TORTURE") == "1"  # more of the same, for whoever has the time
REST = 1.0
WAKEUPS = 5 * REST  # a tenth of what the slowest frame loop would take
URL = "https://dichvucong.gov.vn"
PORTAL = {"id": "portal", "type": "service", "name": "Cổng Dịch vụ công quốc gia", "url": URL}
LINE = {"text": "Bộ phận một cửa làm việc cả sáng thứ Bảy từ 7:30 đến 11:30."}


def moment(seconds):
    then = datetime.datetime.fromtimestamp(time.time() + seconds, datetime.timezone.utc)
    return then.isoformat()


def alert(name, expires, severity="Severe", **more):
    return {"identifier": name, "sent": moment(-60), "expires": moment(expires), "severity": severity,
            "headline": {"en": "Flood warning", "vi": "Mưa lớn, ngập sâu"}, **more}


def report(text):
    print(f"# {text}", file=sys.stderr)


class Case(unittest.TestCase):
    def setUp(self):
        self.lab = Lab(f"{WIDTH}x{HEIGHT}")
        self.addCleanup(self.lab.close)
        self.screen = Framebuffer(self.lab.screen)
        self.addCleanup(self.screen.close)
        self.folder = self.lab.directory / "folder"

    def write(self, *items, **fields):
        self.folder.mkdir(exist_ok=True)
        self.lab.document(self.folder, {
            "languages": ["vi"], "playlists": [{"id": "main", "items": items}],
            "defaults": {"duration": 3600, "transition": {"type": "cut"}}, **fields})

    def health(self):
        try:
            return json.loads((self.lab.directory / "run/bangtin/display.json").read_text())
        except FileNotFoundError:
            return {}

    def item(self):
        return (self.health().get("item") or {}).get("id")

    def wait_colour(self, x, y, colour):
        wait_until(lambda: self.screen.pixel(x, y) == colour,
                   f"{colour} at {x}, {y}; there is {self.screen.pixel(x, y)}\n{self.lab.log()}")

    def wait_item(self, *names):
        wait_until(lambda: self.item() in names, f"one of {names}, not {self.item()}\n{self.lab.log()}")

    def row(self, y):
        at = self.screen.start + y * self.screen.stride
        return self.screen.map[at:at + WIDTH * 4]

    def codes(self):
        """What a phone reads on the screen."""
        end = self.screen.start + HEIGHT * self.screen.stride
        path = self.lab.directory / "seen.png"
        subprocess.run(["convert", "-size", f"{self.screen.stride // 4}x{HEIGHT}", "-depth", "8", "bgra:-",
                        "-alpha", "off", "-crop", f"{WIDTH}x{HEIGHT}+0+0", path],
                       input=self.screen.map[self.screen.start:end], check=True)
        return subprocess.run(["zbarimg", "--quiet", "--raw", path], check=False, capture_output=True,
                              text=True).stdout.split()


class AlertTest(Case):
    def interrupt(self, stage, transition):
        """Follows the edges of the screen while a generation with an alert arrives."""
        store = Store(self.lab)
        pictures = {f"p{n}": self.lab.plate(n, f"{WIDTH}x{HEIGHT}", f"{n}.png") for n in range(2)}
        fields = {"hold": 2.4 if transition else 3600, "defaults": {
            "duration": 2.4 if transition else 3600, "fit": "contain",
            "transition": {"type": "crossfade", "duration": 1.2}}}
        store.activate("lab", pictures, **fields)
        player = self.lab.start([BUILD / "bangtin", "play", "--no-sync", "--store", store.path],
                                **STAGES[stage])
        self.screen.wait_lit()
        if transition:
            before = self.screen.grid()
            wait_until(lambda: self.screen.grid() != before, "a transition")
        thread = threading.Thread(target=store.activate, args=("lab", pictures),
                                  kwargs={**fields, "alerts": [alert("flood", 10 + WHILE)]})
        thread.start()
        torn = 0
        while True:
            red = [self.screen.pixel(*edge) == URGENT for edge in EDGES]
            if all(red):
                break
            torn = torn + 1 if any(red) else 0
            self.assertLess(torn, 20, "half an alert on the screen")
            self.assertGreater(max(map(max, self.screen.grid(4, 4))), 0, "a dark screen")
            self.assertIsNone(player.poll(), self.lab.log())
        shown = time.time()
        thread.join()
        report(f"{stage}, {'in a transition' if transition else 'on hold'}: an alert "
               f"{1000 * (shown - (store.path / 'current').stat().st_ctime):.0f} ms behind its generation")
        self.assertEqual(self.lab.end(player), 0)

    def test_it_interrupts_what_stands_and_what_moves(self):
        for stage in STAGES:
            for transition in (False, True) if ALL else (stage == "surface",):
                with self.subTest(stage=stage, transition=transition):
                    self.interrupt(stage, transition)
                    self.doCleanups()
                    self.setUp()

    def test_several_take_turns_end_by_themselves_and_the_loop_goes_on(self):
        items = [{"id": f"i{n}", "type": "slogan", "text": f"Số {n}", "duration": 3600} for n in range(3)]
        self.write(*items)
        player = self.lab.play(self.folder)
        self.screen.wait_lit()
        self.wait_item("i0")
        # Turns have the document's own time.
        self.write(*items, defaults={"duration": 0.6, "transition": {"type": "cut"}},
                   alerts=[alert("flood", 2 + WHILE), alert("storm", 1 + WHILE, "Moderate")])
        self.wait_colour(2, 2, URGENT)
        self.wait_colour(2, 2, AMBER)
        self.wait_colour(2, 2, URGENT)
        self.wait_item("flood", "storm")
        self.wait_item("i1")  # both have expired: behind the one that was interrupted
        self.assertNotIn(self.screen.pixel(2, 2), (URGENT, AMBER))
        self.write(*items, alerts=[alert("flood", 3600)])
        self.wait_colour(2, 2, URGENT)
        self.write(*items)  # taken back
        self.wait_item("i2")
        self.assertEqual(self.health()["leftOut"], [])
        self.assertIsNone(player.poll(), self.lab.log())

    def test_what_cannot_be_said_leaves_the_loop_running(self):
        mute = alert("flood", 3600, headline="Gọi {site.nobody}")
        self.write(PORTAL, alerts=[mute])
        player = self.lab.play(self.folder)
        self.wait_item("portal")
        self.assertEqual(self.screen.pixel(2, 2), (10, 31, 60))
        self.write(PORTAL, alerts=[mute, alert("storm", 3600, "Moderate")])
        self.wait_colour(2, 2, AMBER)
        self.write(PORTAL, alerts=[alert("flood", 3600, description="Gọi {site.nobody}")])
        self.wait_colour(2, 2, URGENT)
        self.assertIsNone(player.poll(), self.lab.log())


class StripTest(Case):
    def test_strips_come_and_go_and_never_lie_over_a_code(self):
        for stage, environment in STAGES.items():
            if stage != "surface" and not ALL:
                continue
            with self.subTest(stage=stage):
                self.write(PORTAL)
                player = self.lab.play(self.folder, **environment)
                self.screen.wait_lit()
                wait_until(lambda: self.codes() == [URL], "the code")
                self.write(PORTAL, ticker=[LINE], alerts=[alert("flood", 3600, mode="banner")])
                self.wait_colour(2, 2, URGENT)
                self.wait_colour(2, HEIGHT - TICKER + 4, SURFACE)
                self.assertNotEqual(self.screen.pixel(2, BANNER + 2), URGENT)
                self.assertEqual(self.codes(), [URL])
                self.assertEqual(self.health()["itemsShown"], 1, "the item stays")
                self.write(PORTAL, alerts=[alert("flood", 3600, mode="banner"),
                                           alert("storm", 3600, "Moderate", mode="banner")])
                self.wait_colour(2, 2, URGENT)
                wait_until(lambda: self.screen.pixel(2, HEIGHT - TICKER + 4) != SURFACE, "no ticker")
                self.write(PORTAL)
                wait_until(lambda: self.screen.pixel(2, 2) != URGENT, "no banner")
                self.assertEqual(self.codes(), [URL])
                self.assertEqual(self.lab.end(player), 0)

    def test_what_is_over_before_it_is_drawn_is_not_put_up(self):
        self.write(PORTAL)
        player = self.lab.play(self.folder)
        self.screen.wait_lit()
        self.write(PORTAL, alerts=[alert("first", 3600, mode="banner")])
        self.wait_colour(2, 2, URGENT)
        worker = next(p for p in tree_of(player.pid) if name_of(p) == "bangtin-render")
        os.kill(worker, signal.SIGSTOP)
        try:
            for number, severity in enumerate(("Severe", "Moderate")):
                wanted = self.lab.log().count("is read anew") + 1
                self.write(PORTAL, alerts=[alert(f"next{number}", 3600, severity, mode="banner")])
                wait_until(lambda count=wanted: self.lab.log().count("is read anew") >= count,
                           "a new document\n" + self.lab.log())
        finally:
            os.kill(worker, signal.SIGCONT)
        self.wait_colour(2, 2, AMBER)
        self.assertEqual(self.lab.end(player), 0)

    def test_the_ticker_moves_by_the_same_step_and_costs_nothing_while_it_is_not_there(self):
        stats = self.lab.directory / "stats.json"
        self.write(PORTAL, ticker=[LINE])
        player = self.lab.play(self.folder, "--stats", stats)
        middle = HEIGHT - TICKER // 2
        text = b"\xec\xf4\xf6"  # of the letters, as the screen has it
        wait_until(lambda: text in self.row(middle)[2 * WIDTH:3 * WIDTH], "letters that have come in")
        rows = []

        def look():
            row = self.row(middle)
            if not rows or rows[-1] != row:
                rows.append(row)
            return len(rows) > 40
        wait_until(look, "a ticker that moves")
        self.assertGreater(len({self.step(a, b) for a, b in zip(rows, rows[1:])} & {3, 6, 9}), 0)
        self.assertLessEqual({self.step(a, b) for a, b in zip(rows, rows[1:])}, {3, 6, 9, 12, None})
        self.write(PORTAL)
        wait_until(lambda: self.screen.pixel(2, HEIGHT - TICKER + 4) != SURFACE, "no ticker")
        display = next(p for p in tree_of(player.pid) if name_of(p) == "bangtin-display")
        time.sleep(1)  # what it did for the change is done: the file that tells of it is written
        before = wakeups_of([display])
        time.sleep(REST)
        self.assertLess(wakeups_of([display]) - before, WAKEUPS)
        self.assertEqual(self.lab.end(player), 0)
        self.assertGreater(json.loads(stats.read_text())["tickerFrames"], 40)

    @staticmethod
    def step(before, after):
        """By how many pixels the one row lies further left than the other; None: it was seen half
        drawn."""
        for step in range(1, 33):
            if before[step * 4:] == after[:-step * 4]:
                return step
        return None

    def test_settings_switch_the_ticker_off(self):
        site = self.lab.directory / "site.json"
        site.write_text('{"screen":{"ticker":false}}')
        self.write(PORTAL, ticker=[LINE])
        self.lab.play(self.folder, "--site", site)
        self.screen.wait_lit()
        self.wait_item("portal")
        self.assertNotEqual(self.screen.pixel(2, HEIGHT - TICKER + 4), SURFACE)


class ClockTest(Case):
    """The wall clock of the running player is set: frames go on coming at their pace, and what shows
    behind that is right."""

    def setUp(self):
        super().setUp()
        self.timepiece = self.lab.directory / "timepiece"

    def set_clock(self, instant):
        self.ahead = round((instant - time.time()) * 1e6)
        with open(self.timepiece, "r+b" if self.timepiece.exists() else "wb") as file:
            file.write(struct.pack("=q", self.ahead))

    def wait_transition(self):
        self.wait_hold()
        before = self.screen.grid(64, 24)
        wait_until(lambda: self.screen.grid(64, 24) != before, "a transition")

    def wait_hold(self):
        def stands():
            before = self.screen.grid(64, 24)
            time.sleep(0.1)
            return before == self.screen.grid(64, 24)
        wait_until(stands, "a held slide")

    def follow(self, frames):
        """The longest time between two frames of the ticker."""
        last, at, longest, seen = None, time.monotonic(), 0, 0

        def look():
            nonlocal last, at, longest, seen
            row = self.row(HEIGHT - TICKER // 2)
            if row != last:
                now = time.monotonic()
                longest = max(longest, now - at if seen else 0)
                last, at, seen = row, now, seen + 1
            return seen > frames
        end = time.monotonic() + 30
        while not look():
            self.assertLess(time.monotonic(), end, "frames that go on coming\n" + self.lab.log())
            time.sleep(0.001)
        return longest

    def play_with_clock(self, *words, **environment):
        return self.lab.play(
            self.folder, *words, LD_PRELOAD=str(BUILD / "tests/screen/libtimepiece.so"),
            TIMEPIECE=str(self.timepiece),
            ASAN_OPTIONS=os.environ.get("ASAN_OPTIONS", "") + ":verify_asan_link_order=0", **environment)

    def test_one_that_nobody_vouches_for_shows_nothing_that_is_over(self):
        """The program was built later than its clock says. Hours hold as soon as the time is known,
        also where none is shown."""
        right, site = self.lab.directory / "right", self.lab.directory / "site.json"
        site.write_text('{"screen":{"clock":false}}')
        self.write({"id": "over", "type": "slogan", "text": "Hết hạn", "validUntil": "2025-01-01T00:00:00Z"},
                   {"id": "begun", "type": "slogan", "text": "Bắt đầu", "validFrom": "2025-01-01T00:00:00Z"},
                   defaults={"duration": 1, "transition": {"type": "cut"}},
                   dayparts={"never": {"windows": []}}, ticker=[{**LINE, "dayparts": ["never"]}])
        self.set_clock(0)
        player = self.play_with_clock("--site", site, TIMEPIECE_IS_WRONG=str(right))
        wait_until(self.item, "an item")
        self.assertEqual(self.item(), "begun")
        self.wait_colour(2, HEIGHT - TICKER + 4, SURFACE)
        self.set_clock(time.time())
        right.touch()
        wait_until(lambda: self.screen.pixel(2, HEIGHT - TICKER + 4) != SURFACE, "no ticker\n" + self.lab.log())
        self.assertEqual(self.lab.end(player), 0)

    def test_it_may_be_set_at_any_moment(self):
        noon = datetime.datetime(2026, 11, 23, 5, tzinfo=datetime.timezone.utc).timestamp()
        border = "2026-11-24T00:00:00Z"
        items = [{"id": f"{day}{n}", "type": "slogan", "text": "Mạng " * (9 * n + 3), **valid}
                 for day, valid in (("today", {"validUntil": border}), ("tomorrow", {"validFrom": border}))
                 for n in range(2)]
        self.write(*items, ticker=[{"text": "· ".join("một hai ba bốn" for _ in range(20))}], defaults={
            "duration": 1.4, "transition": {"type": "crossfade", "duration": 0.7}})
        self.set_clock(0)
        stats = self.lab.directory / "stats.json"
        player = self.play_with_clock("--stats", stats)
        self.screen.wait_lit()
        self.follow(10)
        today, tomorrow = ("today0", "today1"), ("tomorrow0", "tomorrow1")
        jumps = (("from 1970 to today", noon, today), ("back an hour", noon - 3600, today),
                 ("forward a day", noon + 86400, tomorrow), ("back to 1970", 0, today))
        for turn in range(2 if ALL else 1):
            for number, (name, instant, right) in enumerate(jumps):
                wait = (self.wait_hold, self.wait_transition)[(number + turn) % 2]
                wait()
                self.set_clock(instant)
                longest = self.follow(40)
                report(f"{name}, {wait.__name__[5:]}: at most {1000 * longest:.0f} ms between two frames")
                self.wait_item(*right)
        self.assertEqual(self.lab.end(player), 0)
        found = json.loads(stats.read_text())
        report(str(found))
        self.assertEqual(found["workerRestarts"], 0, found)


if __name__ == "__main__":
    unittest.main()
