"""How long it takes, and what it wears: figures for people, measured in the virtual kiosk. Nothing
here fails for being slow: the machine is emulated. Cases for tests/vm/run."""

import json
import os
import statistics
import subprocess
import time

from content import following, wait_for_picture
from machine import expect, wait_for
from packaged import STATS, UNITS, is_text

TIMES = int(os.environ.get("BANGTIN_VM_TIMES", "3"))
IDLE_MINUTES = float(os.environ.get("BANGTIN_VM_IDLE_MINUTES", "3"))
SECTOR = 512
JOURNAL_CONF = "/etc/systemd/journald.conf.d/wear.conf"
VOLATILE = "[Journal]\\nStorage=volatile\\n"  # as docs/installing.md advises
SCREEN_UNIT = UNITS[0]


def show_unit(kiosk, unit, *names):
    """Moments of a unit, in seconds since the kernel's start, and other numbers as they are."""
    text = kiosk.machine.must(f"systemctl show {unit} -p {','.join(names)}")
    values = dict(line.split("=", 1) for line in text.splitlines())
    return [int(values[name]) / (1e6 if name.endswith("Monotonic") else 1) for name in names]


def first_picture(kiosk):
    """(When the service's main process began, when its first picture was up), since the kernel's
    start. The service is started anew for it: it writes its figures when it ends."""
    (began,) = show_unit(kiosk, SCREEN_UNIT, "ExecMainStartTimestampMonotonic")
    kiosk.machine.must(f"systemctl stop {SCREEN_UNIT}")
    stats = json.loads(kiosk.machine.must(f"cat {STATS}"))
    return began, began + stats["firstPictureMs"] / 1000


def case_start_times(kiosk):
    """Boot to picture, beside the boot to multi-user.target."""
    lines = []
    for _ in range(TIMES):
        kiosk.machine.must("sync")
        kiosk.machine.cut()
        kiosk.machine.boot()
        kiosk.wait_for_item()
        wait_for(lambda: kiosk.machine.shell("systemctl is-system-running").output.strip() in
                 ("running", "degraded"), "the boot's end")
        (target,) = show_unit(kiosk, "multi-user.target", "ActiveEnterTimestampMonotonic")
        began, picture = first_picture(kiosk)
        kiosk.machine.must(f"systemctl start {SCREEN_UNIT}")
        kiosk.wait_for_item()
        lines.append((began, picture, target))
    middle = [statistics.median(values) for values in zip(*lines)]
    return (f"since the kernel's start, {TIMES} times, medians: service {middle[0]:.1f} s, picture "
            f"{middle[1]:.1f} s, multi-user.target {middle[2]:.1f} s")


def slowdown(kiosk):
    """How much longer the same work takes in the guest than on this machine, at this moment."""
    work = "i=0; while [ $i -lt 200000 ]; do i=$((i+1)); done"
    began = time.monotonic()
    subprocess.run(["sh", "-c", work], check=True)
    here = time.monotonic() - began
    began = time.monotonic()
    kiosk.machine.must(work)
    return (time.monotonic() - began) / here


def restart_times(kiosk):
    """Kills the whole screen service: seconds to (the new process, its first picture by its own
    figures, a screen that is not black as seen from outside)."""
    kiosk.wait_for_item()
    pid = kiosk.show()["MainPID"]
    (kiosk.directory / "killed").unlink(missing_ok=True)
    killed = float(kiosk.machine.must(
        f"cut -d' ' -f1 /proc/uptime; systemctl kill -s KILL {SCREEN_UNIT}").split()[0])
    began = time.monotonic()
    dark = outside = None
    while outside is None:
        picture = kiosk.shoot()
        seconds = time.monotonic() - began
        if not is_text(picture):
            dark = seconds
        elif dark is not None:
            outside = seconds
        expect(seconds < 120, "no picture")
    wait_for(lambda: kiosk.show()["MainPID"] not in (pid, "0"), "a new process")
    kiosk.wait_for_item()
    start, picture = first_picture(kiosk)
    kiosk.machine.must(f"systemctl start {SCREEN_UNIT}")
    return start - killed, picture - killed, outside


def case_picture_after_kill(kiosk):
    """How long the screen is without a picture when its process is killed."""
    factors, rounds = [], []
    for _ in range(TIMES):
        factors.append(slowdown(kiosk))
        rounds.append(restart_times(kiosk))
    texts = [f"{name} {statistics.median(values):.2f} s (worst {max(values):.2f})"
             for name, values in zip(("process", "picture", "seen from outside"), zip(*rounds))]
    return (f"killed {TIMES} times, after: {', '.join(texts)}; the guest is {statistics.median(factors):.0f} "
            "times slower than this machine")


def written(kiosk):
    """Bytes that the disk took so far; bytes that each of the two services had written."""
    device = kiosk.machine.must("cat /sys/block/vda/stat").split()
    services = []
    for unit in UNITS:
        processes = f"/sys/fs/cgroup/system.slice/{unit}.service/cgroup.procs"
        text = kiosk.machine.must(f"for pid in $(cat {processes}); do grep ^write_bytes /proc/$pid/io; done")
        services.append(sum(int(line.split()[1]) for line in text.splitlines()))
    return [int(device[6]) * SECTOR, *services]


def case_wear(kiosk):
    """What an idle kiosk writes to its disk while it follows a feed; its journal is in memory."""
    with following(kiosk, url=True) as office:
        wait_for_picture(kiosk, office.publish(ballast=3))
        kiosk.machine.must(f"mkdir -p /etc/systemd/journald.conf.d && printf '{VOLATILE}' >{JOURNAL_CONF} && "
                           "systemctl restart systemd-journald && sync")
        time.sleep(30)
        before = written(kiosk)
        began = time.monotonic()
        time.sleep(60 * IDLE_MINUTES)
        after = written(kiosk)
        hours = (time.monotonic() - began) / 3600
        kiosk.machine.must(f"rm {JOURNAL_CONF} && systemctl restart systemd-journald")
    disk, display, sync = ((b - a) / hours for a, b in zip(before, after))
    return (f"in an hour: the disk {disk / 1024:.0f} KiB, bangtin-display {display / 1024:.0f} KiB, "
            f"bangtin-sync {sync / 1024:.0f} KiB ({IDLE_MINUTES:g} minutes measured)")
