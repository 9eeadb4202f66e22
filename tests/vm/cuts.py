"""The power is cut in the midst of an import and of an update. Cases for tests/vm/run.

BANGTIN_VM_CUTS says how many of each (2). QEMU is killed while the guest writes; the disk layer in
qcow2 models a disk with a volatile cache: what the guest had not flushed of new clusters is lost.
After the next start the store is judged here, by the bytes that the guest reads from its disk, and
the screen must show the old or the new publication."""

import hashlib
import json
import os
import random
import shutil
import time
from collections import Counter

from content import (SLOW, end_of_stick, following, plug, pull, sequence, stick_state, sync_state,
                     wait_for_picture)
from machine import expect, wait_for

COUNT = int(os.environ.get("BANGTIN_VM_CUTS", "2"))
BALLAST = 24        # files of a third of a MiB
AT_WORK = ("copying", "done")
LATEST = 1.3        # of the time that a whole transfer took: some cuts come after its end


def fetch_store(kiosk):
    """A copy of the guest's store; `current` first, since what it names is removed last."""
    share = kiosk.machine.share
    shutil.rmtree(share / "store", ignore_errors=True)
    (share / "store").mkdir()
    kiosk.machine.must("mountpoint -q /mnt/share || "
                       "mount -t 9p -o trans=virtio,version=9p2000.L share /mnt/share")
    kiosk.machine.must("cd /var/lib/bangtin && cp current current.copy /mnt/share/store/ 2>/dev/null; "
                       "cp -r --no-preserve=mode,ownership generations objects /mnt/share/store/",
                       timeout=SLOW)
    return share / "store"


def digest(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


def judge_store(store):
    """Whether what is on is whole, byte by byte: (sequence, number of its objects, parts apart)."""
    data = (store / "current").read_bytes()
    check = json.loads(data)["check"]
    before = data[:data.rindex(b'"check"')]
    expect(hashlib.sha256(before).hexdigest() == check, "current does not have its own check")
    expect(data == (store / "current.copy").read_bytes(), "current and its copy differ")
    (feed,) = json.loads(data)["feeds"].values()
    objects = 0
    for number, document in ((feed["generation"], feed["sha256"]),
                             (feed["previous"], feed["previousSha256"])):
        if not number:
            continue
        generation = store / "generations" / str(number)
        expect(digest(generation / "playlist.json") == document, f"generation {number}: its document")
        expect((generation / "playlist.json.minisig").stat().st_size > 0, "no signature")
        lines = (generation / "objects").read_text().splitlines()
        expect(lines[-1].startswith("end "), f"generation {number}: its list")
        for line in lines[:-1]:
            name, size = line.split()
            held = store / "objects" / name[:2] / name
            expect(held.stat().st_size == int(size) and digest(held) == name, f"object {name}")
            objects += 1
    return feed["sequence"], objects


def judge(kiosk, old, new):
    """After the start: (which of the two is on, how many objects were compared)."""
    wait_for(lambda: sync_state(kiosk).get("feeds"), "bangtin-sync's state", SLOW)
    on, objects = judge_store(fetch_store(kiosk))
    expect(on in (old[0], new[0]), f"publication {on} is on, neither {old[0]} nor {new[0]}")
    right = old[1] if on == old[0] else new[1]
    wait_for_picture(kiosk, right, f"publication {on}")
    expect(sequence(kiosk) == on, "bangtin-sync and its store differ")
    return ("old" if on == old[0] else "new"), objects


def is_coming(kiosk, number):
    """Whether that publication is being fetched, or is on already."""
    (feed,) = sync_state(kiosk).get("feeds") or [{}]
    return feed.get("sequence") == number or feed.get("progress")


def summary(found, delays):
    objects = sum(count for _, count in found)
    which = Counter(name for name, _ in found)
    return (f"{len(found)} cuts {min(delays):.1f} … {max(delays):.1f} s after the beginning: "
            f"{which['old']} times the old, {which['new']} the new; {objects} objects compared")


def case_cut_in_import(kiosk):
    """The power goes while a stick is copied: a whole publication is there at the next start. Where
    it is the old one the same stick is brought again, and what was copied counts."""
    chance = random.Random(4)
    with following(kiosk) as office:
        image, pictures = office.make_stick(ballast=BALLAST)
        plug(kiosk, image)
        wait_for(lambda: stick_state(kiosk)[0] in AT_WORK, "copying", SLOW)
        began = time.monotonic()
        end_of_stick(kiosk)
        whole = time.monotonic() - began
        wait_for_picture(kiosk, pictures)
        pull(kiosk)
        old, new = (office.number, pictures), None
        found, delays = [], []
        while len(found) < COUNT:
            if not new:
                image.unlink()
                image, pictures = office.make_stick(ballast=BALLAST)
                new = office.number, pictures
            plug(kiosk, image)
            wait_for(lambda: stick_state(kiosk)[0] in AT_WORK, "copying", SLOW)
            delays.append(chance.uniform(0, LATEST * whole))
            time.sleep(delays[-1])
            kiosk.machine.cut()
            kiosk.machine.boot()
            found.append(judge(kiosk, old, new))
            print(f"     cut after {delays[-1]:.1f} s: {found[-1]}", flush=True)
            if found[-1][0] == "new":
                old, new = new, None
    return f"{summary(found, delays)}; a whole copy takes {whole:.0f} s"


def case_cut_in_update(kiosk):
    """The power goes while a feed's new publication comes over the network: the same."""
    chance = random.Random(5)
    with following(kiosk, url=True) as office:
        pictures = office.publish(ballast=BALLAST)
        wait_for_picture(kiosk, pictures)
        old = office.number, pictures
        new = office.number + 1, office.publish(ballast=BALLAST)
        wait_for(lambda: is_coming(kiosk, new[0]), "the download", SLOW)
        began = time.monotonic()
        wait_for(lambda: sequence(kiosk) == new[0], "the download's end", SLOW)
        whole = time.monotonic() - began
        old, new = new, None
        found, delays = [], []
        while len(found) < COUNT:
            if not new:
                pictures = office.publish(ballast=BALLAST)
                new = office.number, pictures
            kiosk.machine.connect()
            wait_for(lambda: is_coming(kiosk, new[0]), "the download", SLOW)
            delays.append(chance.uniform(0, LATEST * whole))
            time.sleep(delays[-1])
            kiosk.machine.cut()
            kiosk.machine.boot(network=False)
            found.append(judge(kiosk, old, new))
            print(f"     cut after {delays[-1]:.1f} s: {found[-1]}", flush=True)
            if found[-1][0] == "new":
                old, new = new, None
        kiosk.machine.connect()
    return f"{summary(found, delays)}; a whole download takes {whole:.0f} s"
