#!/usr/bin/env python3
"""Warnings come at once and go by themselves; strips take their room from the slides and never lie
over a code."""

import datetime
import os
import signal
import threading
import time
import unittest

from alerts import ALL, HEIGHT, LINE, PORTAL, SURFACE, TICKER, URL, WIDTH, Case, report
from lab import BUILD, PATIENCE, name_of, tree_of, wait_until
from stored import Store

URGENT, AMBER = (179, 0, 27), (255, 200, 69)
BANNER = 80  # px: 12 of 108 parts
EDGES = [(2, y) for y in (2, HEIGHT // 2, HEIGHT - 3)] + [(WIDTH - 3, y) for y in (2, HEIGHT // 2, HEIGHT - 3)]
STAGES = {"surface": {}, "texture": {"SDL_RENDER_DRIVER": "software"}}


def moment(seconds):
    then = datetime.datetime.fromtimestamp(time.time() + seconds, datetime.timezone.utc)
    return then.isoformat()


def alert(name, expires, severity="Severe", **more):
    return {"identifier": name, "sent": moment(-60), "expires": moment(expires), "severity": severity,
            "headline": {"en": "Flood warning", "vi": "Mưa lớn, ngập sâu"}, **more}


class AlertTest(Case):
    def red(self):
        """Where at the edges it is red."""
        return [self.screen.pixel(*edge) == URGENT for edge in EDGES]

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
                                  kwargs={**fields, "alerts": [alert("flood", 15)]})
        thread.start()
        end = time.monotonic() + PATIENCE
        while not all(red := self.red()):
            is_torn = any(red) and self.screen.is_at_rest() and self.red() == red
            self.assertFalse(is_torn, "half an alert on the screen")
            self.assertLess(time.monotonic(), end, "no alert\n" + self.lab.log())
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
        quick = {"defaults": {"duration": 0.6, "transition": {"type": "cut"}}}
        self.write(*items, **quick, alerts=[alert("flood", 3600), alert("storm", 3600, "Moderate")])
        self.wait_colour(2, 2, URGENT)
        self.wait_colour(2, 2, AMBER)
        self.wait_colour(2, 2, URGENT)
        self.wait_item("flood", "storm")
        self.write(*items, **quick, alerts=[alert("flood", 3), alert("storm", 2, "Moderate")])
        self.wait_item("i1")  # both have expired: behind the one that was interrupted
        wait_until(lambda: self.screen.pixel(2, 2) not in (URGENT, AMBER), "its picture")
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
        self.wait_colour(2, 2, (10, 31, 60))
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
                self.wait_other(2, HEIGHT - TICKER + 4, SURFACE, "no ticker")
                self.write(PORTAL)
                self.wait_other(2, 2, URGENT, "no banner")
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


if __name__ == "__main__":
    unittest.main()
