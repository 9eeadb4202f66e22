"""The power is cut in the midst of an import and of an update. Cases for tests/vm/run.

BANGTIN_VM_CUTS says how many of each (3). QEMU is killed while the guest writes; the disk layer in
qcow2 models a disk with a volatile cache: what the guest had not flushed of new clusters is lost.
Each cut begins at the same moment of one machine, which is kept with its memory and taken up again;
so it takes half a minute, and not the minutes of a boot. What lies on the disk afterwards, with its
journal replayed as at a boot, is judged byte by byte. The first cuts are booted, too: the screen
must show what the disk holds."""

import hashlib
import json
import os
import random
import shutil
import subprocess
import time
from collections import Counter

from content import (SLOW, end_of_stick, following, plug, pull, sequence, stick_state, sync_state,
                     wait_for_picture)
from machine import expect, wait_for

COUNT = int(os.environ.get("BANGTIN_VM_CUTS", "3"))
BOOTED = 2          # of them
BALLAST = 60        # files of a third of a MiB
LATEST = 1.3        # of the time that a whole transfer took: some cuts come after its end


def digest(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


def judge_generation(store, number, document):
    """Whether a generation is whole, byte by byte; the number of its objects."""
    generation = store / "generations" / str(number)
    expect(digest(generation / "playlist.json") == document, f"generation {number}: its document")
    expect((generation / "playlist.json.minisig").stat().st_size > 0, "no signature")
    lines = (generation / "objects").read_text().splitlines()
    expect(lines[-1].startswith("end "), f"generation {number}: its list")
    for line in lines[:-1]:
        name, size = line.split()
        held = store / "objects" / name[:2] / name
        expect(held.stat().st_size == int(size) and digest(held) == name, f"object {name}")
    return len(lines) - 1


def judge_store(store):
    """Whether all that is on is whole: (sequence, number of objects that were compared). The copy of
    `current` may be of the generation before: the next start makes it the same."""
    for name in ("current", "current.copy"):
        data = (store / name).read_bytes()
        before = data[:data.rindex(b'"check"')]
        expect(hashlib.sha256(before).hexdigest() == json.loads(data)["check"], f"{name} is damaged")
    (feed,) = json.loads((store / "current").read_bytes())["feeds"].values()
    objects = judge_generation(store, feed["generation"], feed["sha256"])
    if feed["previous"]:
        objects += judge_generation(store, feed["previous"], feed["previousSha256"])
    return feed["sequence"], objects


def judge_disk(kiosk):
    """The same for the disk of a machine whose power was cut."""
    raw, store = kiosk.directory / "cut.raw", kiosk.directory / "store"
    shutil.rmtree(store, ignore_errors=True)
    subprocess.run(["qemu-img", "convert", "-O", "raw", kiosk.machine.disk, raw], check=True)
    done = subprocess.run(["e2fsck", "-fp", raw], capture_output=True, text=True, check=False)
    expect(done.returncode in (0, 1), f"the file system after the cut: {done.stdout}")
    store.mkdir()
    subprocess.run(["debugfs", "-R", f"rdump /var/lib/bangtin {store}", raw], check=True,
                   capture_output=True)
    raw.unlink()
    return judge_store(store / "bangtin")


def judge(kiosk, pictures, is_booted):
    """What is on after a cut: (publication, objects compared). `pictures` by publication."""
    on, objects = judge_disk(kiosk)
    expect(on in pictures, f"publication {on} is on, none of {list(pictures)}")
    if is_booted:
        kiosk.machine.boot(network=False)
        wait_for(lambda: sequence(kiosk) == on, "bangtin-sync's state", SLOW)
        wait_for_picture(kiosk, pictures[on], f"publication {on}")
    return on, objects


def is_coming(kiosk, number):
    """Whether that publication is being fetched, or is on already."""
    (feed,) = sync_state(kiosk).get("feeds") or [{}]
    return feed.get("sequence") == number or feed.get("progress")


def cut_often(kiosk, chance, pictures, begin, whole):
    """Takes the machine up, begins a transfer, and cuts. What was seen, for people."""
    found, delays = [], []
    old, new = pictures
    for turn in range(COUNT):
        kiosk.machine.take_up()
        begin()
        delays.append(chance.uniform(0, LATEST * whole))
        time.sleep(delays[-1])
        kiosk.machine.cut()
        found.append(judge(kiosk, pictures, turn < BOOTED))
        kiosk.machine.cut()
        print(f"     cut after {delays[-1]:.1f} s: publication {found[-1][0]}, {found[-1][1]} objects",
              flush=True)
    which = Counter(on for on, _ in found)
    return (f"{COUNT} cuts {min(delays):.1f} … {max(delays):.1f} s after the beginning, {min(COUNT, BOOTED)} "
            f"booted: {which[old]} times the old, {which[new]} the new; "
            f"{sum(objects for _, objects in found)} objects compared; a whole transfer takes {whole:.1f} s")


def case_cut_in_import(kiosk):
    """The power goes while a stick is copied: a whole publication is there at the next start."""
    with following(kiosk) as office:
        image, pictures = office.make_stick()
        plug(kiosk, image)
        wait_for_picture(kiosk, pictures)
        pull(kiosk)
        old = office.number
        image, newer = office.make_stick(ballast=BALLAST)
        kiosk.machine.keep()

        def begin():
            plug(kiosk, image)
            wait_for(lambda: stick_state(kiosk)[0] in ("copying", "done"), "copying", SLOW)

        kiosk.machine.take_up()
        begin()
        began = time.monotonic()
        end_of_stick(kiosk)
        whole = time.monotonic() - began
        told = cut_often(kiosk, random.Random(4), {old: pictures, office.number: newer}, begin, whole)
        kiosk.machine.take_up()
    return told


def case_cut_in_update(kiosk):
    """The power goes while a feed's new publication comes over the network: the same."""
    with following(kiosk, url=True) as office:
        pictures = office.publish()
        wait_for_picture(kiosk, pictures)
        old = office.number
        kiosk.machine.connect(False)
        newer = office.publish(ballast=BALLAST)
        kiosk.machine.keep()

        def begin():
            kiosk.machine.connect()
            kiosk.machine.must("systemctl restart bangtin-sync")  # it had lost its server
            wait_for(lambda: is_coming(kiosk, office.number), "the download", SLOW)

        kiosk.machine.take_up()
        begin()
        began = time.monotonic()
        wait_for(lambda: sequence(kiosk) == office.number, "the download's end", SLOW)
        whole = time.monotonic() - began
        told = cut_often(kiosk, random.Random(5), {old: pictures, office.number: newer}, begin, whole)
        kiosk.machine.take_up()
        kiosk.machine.connect()
    return told
