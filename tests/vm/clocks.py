"""A clock that knows nothing, and one that jumps. Cases for tests/vm/run."""

import datetime
import json
import time

from content import following, on_screen, plug, pull, wait_for_picture
from machine import expect
from packaged import STATS

NO_CLOCK = "systemd.clock_usec=60000000"  # systemd would put 1970 right, up to its own build



def dated():
    """What a publication's two items say: the first until tomorrow noon, then the second."""
    change = (datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(hours=20))
    text = change.strftime("%Y-%m-%dT%H:%M:%SZ")
    return {"one": {"validUntil": text}, "two": {"validFrom": text}}


def look_for(kiosk, pictures, seconds):
    """What is seen in that time: names in order; None where it is none of them."""
    seen = []
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        name = on_screen(kiosk, pictures)
        if not seen or seen[-1] != name:
            seen.append(name)
    return seen


def is_well(kiosk):
    state = kiosk.show()
    expect(state["ActiveState"] == "active" and state["NRestarts"] == "0", f"the screen: {state}")
    failed = kiosk.machine.must("systemctl --failed --plain --no-legend")
    expect("bangtin" not in failed, f"failed: {failed}")


def case_clock_1970(kiosk):
    """No network and a clock that says 1970: the built-in content; what a stick brought; and of that
    nothing that may not have begun."""
    kiosk.machine.cut()
    kiosk.machine.boot(options=NO_CLOCK, rtc="1970-01-01T00:01:00", network=False)
    year = kiosk.machine.must("date -u +%Y").strip()
    expect(year == "1970", f"the guest believes in {year}")
    item = kiosk.wait_for_item()
    is_well(kiosk)
    with following(kiosk) as office:
        image, pictures = office.make_stick(**dated())
        one, two = pictures
        plug(kiosk, image)
        wait_for_picture(kiosk, {one: pictures[one]})
        pull(kiosk)
        new = look_for(kiosk, pictures, 20)
        kiosk.machine.must("sync")
        kiosk.machine.cut()
        kiosk.machine.boot(options=NO_CLOCK, rtc="1970-01-01T00:01:00", network=False)
        wait_for_picture(kiosk, {one: pictures[one]})
        seen = look_for(kiosk, pictures, 20)
        expect(set(new) == set(seen) == {one}, f"seen: {new}, then {seen}")
        is_well(kiosk)
        clock = kiosk.machine.must("bangtin status | grep ^Clock").strip()
    kiosk.machine.cut()
    kiosk.machine.boot()
    return f"{item}; then {seen} and not {two}; {clock}"


def case_clock_jumps(kiosk):
    """The clock is set a day on and back while it plays: the right items, and no stutter."""
    def jump(word):
        kiosk.machine.must(f"date -s '{word}'")

    with following(kiosk) as office:
        image, pictures = office.make_stick(**dated())
        one, two = pictures
        plug(kiosk, image)
        wait_for_picture(kiosk, {one: pictures[one]})
        pull(kiosk)
        pid = kiosk.show()["MainPID"]
        told = [f"{one}: {look_for(kiosk, pictures, 10)}"]
        for word, right in (("+1 day", two), ("-1 day", one), ("-1 day", one), ("+2 days", two),
                            ("-1 day", one)):
            jump(word)
            began = time.monotonic()
            wait_for_picture(kiosk, {right: pictures[right]}, f"{right} after {word}")
            took = time.monotonic() - began
            seen = look_for(kiosk, pictures, 10)
            expect(seen == [right], f"after {word}: {seen}")
            told.append(f"{word}: {right} after {took:.0f} s")
        expect(kiosk.show()["MainPID"] == pid, "another process shows it")
        is_well(kiosk)
    return "; ".join(told)


def case_clock_jumps_smoothly(kiosk):
    """The same figures of the screen, with and without a clock that jumps every few seconds."""
    days = ["+1 day", "-1 day"]

    def play(is_jumping):
        kiosk.machine.must("systemctl restart bangtin-display")
        kiosk.wait_for_item()
        end = time.monotonic() + 60
        while time.monotonic() < end:
            if is_jumping:
                kiosk.machine.must(f"date -s '{days[0]}'")
                days.reverse()
            time.sleep(3)
        kiosk.machine.must("systemctl stop bangtin-display")
        stats = json.loads(kiosk.machine.must(f"cat {STATS}"))
        kiosk.machine.must("systemctl start bangtin-display")
        kiosk.wait_for_item()
        return stats

    calm, jumping = play(False), play(True)
    if days[0] == "-1 day":
        kiosk.machine.must("date -s '-1 day'")
    for stats in (calm, jumping):
        expect(stats["lateItems"] == 0 and stats["workerRestarts"] == 0, f"{stats}")
    expect(abs(calm["itemsShown"] - jumping["itemsShown"]) <= 2, f"{calm}, then {jumping}")

    def words(stats):
        return (f"{stats['itemsShown']} items, {stats['frames']} frames, {stats['missedVblanks']} "
                f"vertical blanks missed, {stats['lateItems']} late")
    return f"calm: {words(calm)}; jumping: {words(jumping)}"
