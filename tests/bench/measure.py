"""The measurements: each starts a player, looks at the screen from outside, and ends it."""

import contextlib
import time

from lab import Timeout, cpu_of, is_alive, rollup_of, tree_of, wait_until, wakeups_of

SETTLE = 8.0  # seconds until a player has put away what it needed for the first picture
HOLD = 10.0
CUT_HOLD, CUT_CHANGES = 0.5, 20
FADE_HOLD, FADE, FADE_CHANGES = 2.0, 1.0, 6
FAULTS = ("blank", "foreign", "torn", "skipped", "astray")


class Stage:
    """A player's run on the lab's screen, watched; ends when the block does."""

    def __init__(self, lab, plates, area=None):
        self.lab, self.plates = lab, plates
        self.arguments = ["--area", area] if area else []

    def __enter__(self):
        self.watch = self.lab.watch(self.plates, *self.arguments)
        wait_until(lambda: cpu_of([self.watch.process.pid]) > 0.002, "the watcher's first looks")
        self.process, self.started = None, 0.0
        return self

    def start(self, start):
        self.started = time.monotonic()
        self.process = start()

    def first(self, seconds=60):
        """Milliseconds from the start to the picture, as it stands in the framebuffer."""
        shown = self.watch.wait_shown(1, seconds)
        if shown < self.started:
            raise Timeout("the picture of the run before is still on the screen")
        return (shown - self.started) * 1000

    def pids(self):
        return tree_of(self.process.pid)

    def __exit__(self, *_):
        self.result = self.watch.finish()
        self.lab.watches.remove(self.watch)
        if self.process:
            pids = self.pids()
            self.lab.end(self.process)
            wait_until(lambda: not any(map(is_alive, pids)), "the player's end")
            wait_until(lambda: not self.lab.framebuffer.is_lit(), "the screen to be empty again")


def first_picture(lab, start, plate_count=32, area=None):
    """{firstMs, cpuMs}: until the picture is on the screen."""
    with Stage(lab, plate_count, area) as stage:
        stage.start(start)
        first = stage.first()
        cpu = cpu_of(stage.pids())
    return {"firstMs": first, "cpuMs": cpu * 1000}


def peak(lab, start, area=None):
    """{peakMiB}: the greatest sum of the tree's memory (PSS) until a second after the picture. A
    run of its own: reading memory maps slows a program down."""
    with Stage(lab, 32, area) as stage:
        stage.start(start)
        greatest, end = 0, None
        while end is None or time.monotonic() < end:
            greatest = max(greatest, rollup_of(stage.pids()))
            stage.watch.read(0.005)
            if stage.watch.shown and end is None:
                end = time.monotonic() + 1
            if time.monotonic() - stage.started > 90:
                raise Timeout("no picture in 90 s")
    return {"peakMiB": greatest / 1024}


def hold(lab, start):
    """{heldMiB, holdCpu (%), wakeups (a second), processes} with one picture shown."""
    with Stage(lab, 32) as stage:
        stage.start(start)
        stage.first()
        time.sleep(SETTLE)
        pids = stage.pids()
        held = rollup_of(pids)
        cpu, wakes, begin = cpu_of(pids), wakeups_of(pids), time.monotonic()
        time.sleep(HOLD)
        elapsed = time.monotonic() - begin
        pids = stage.pids()
        cpu, wakes = cpu_of(pids) - cpu, wakeups_of(pids) - wakes
    return {"heldMiB": held / 1024, "holdCpu": 100 * cpu / elapsed, "wakeups": wakes / elapsed,
            "processes": len(pids)}


def changes(lab, start, plates, count):
    """Plays `count` changes after the first two: what the watcher says, and CPU seconds a change,
    the X server's included. A round's first pictures are left to start up on."""
    with Stage(lab, plates) as stage:
        stage.start(start)
        stage.watch.wait_shown(3, 60)
        cpu = cpu_of(stage.pids() + [lab.screen.process.pid])
        stage.watch.wait_shown(3 + count, 30 + 4 * count)
        cpu = cpu_of(stage.pids() + [lab.screen.process.pid]) - cpu
    return {**stage.result, "cpuEach": cpu / count}


def cut(lab, start, plates):
    result = changes(lab, start, plates, CUT_CHANGES)
    period = result["periodMs"]
    return {"errorMs": period["median"] - CUT_HOLD * 1000, "spreadMs": period["p95"] - period["p5"],
            "cpuMs": result["cpuEach"] * 1000, "changes": result["changes"],
            **{fault: result[fault] for fault in FAULTS}}


def fade(lab, start, plates):
    result = changes(lab, start, plates, FADE_CHANGES)
    found = {"cpuSeconds": result["cpuEach"], "changes": result["changes"],
             **{fault: result[fault] for fault in FAULTS}}
    with contextlib.suppress(TypeError):  # no crossfade at all was seen
        found.update(framesPerSecond=result["moveFramesPerSecond"]["median"],
                     freezeMs=result["moveFreezeMs"]["median"],
                     worstFreezeMs=result["moveFreezeMs"]["max"])
    return found
