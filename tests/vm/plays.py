"""The log of what was shown: held against the screen, read by whom, over a power cut, on a stick; and
what interrupts a slide. Cases for tests/vm/run."""

import base64
import contextlib
import json
import shutil
import statistics
import subprocess
import sys
import time
from datetime import datetime, timedelta, timezone
from pathlib import Path

from content import (SITE, SLOW, end_of_stick, following, plug, pull, sync_state,
                     wait_for_picture)
from field import display_state, write_hours
from machine import expect, wait_for
from office import HOST, MIB, PARTITION_START, make_stick
from picture import nearest

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "feed"))
from receiver import Receiver  # noqa: E402

HANOI = timezone(timedelta(hours=7))
STORE = "/var/lib/bangtin"
SLACK = 1.5          # seconds around a change in which a look at the screen proves nothing
LONG = {"one": {"duration": 600}, "two": {"duration": 600}}  # only an interruption ends them
HURRY = "/etc/systemd/system/bangtin-display.service.d/test.conf"  # of packaged.install
BATCH = 300          # seconds after which the log is written (docs/reports.md)
COLLECTED = 19       # the stick's number where reports were written
NO_MACHINE = 3       # exit status: the machine does not let
NOBODY = "setpriv --reuid=65534 --regid=65534 --clear-groups env HOME=/nonexistent"


@contextlib.contextmanager
def office_of(kiosk, **settings):
    """following() a feed in which each item has its own duration, and not that of tests in a hurry."""
    kiosk.machine.must(f"cp {HURRY} /srv/hurry && sed -i 's/ --duration [0-9]*//' {HURRY} && "
                       "systemctl daemon-reload")
    try:
        with following(kiosk, url=True, **settings) as office:
            yield office
    finally:
        kiosk.machine.must(f"mv /srv/hurry {HURRY} && systemctl daemon-reload && "
                           f"systemctl restart {kiosk.unit}")


def item_of(name):
    """The item's id by the name of its preview."""
    return name.split("-", 1)[1]


class Log:
    """The kiosk's log as `bangtin report --export` gives it to root."""

    def __init__(self, text):
        batches = [json.loads(line) for line in text.splitlines()]
        expect(batches, "the log is empty")
        self.device = batches[0]["device"]
        self.items, self.rows = {}, []
        for batch in batches:
            expect(batch["device"] == self.device, "two devices in one log")
            self.items |= {item["id"]: item for item in batch["items"]}
            self.rows += [dict(zip(("run", "n", "kind", "item", "event", "start", "shown", "clock",
                                    "place"), row), seq=batch["first"] + index)
                          for index, row in enumerate(batch["rows"])]

    def plays(self):
        """[(item, start, end)], in seconds of the kiosk's clock."""
        return [(self.items[row["item"]]["item"], row["start"] / 1000,
                 (row["start"] + row["shown"]) / 1000) for row in self.rows if row["kind"] == 0]

    def events(self, name):
        return [row["start"] / 1000 for row in self.rows if row["event"] == name]


def read_log(kiosk):
    return Log(kiosk.machine.must("bangtin report --export -"))


def write_out(kiosk):
    """An orderly stop of bangtin-sync writes what it holds; the log."""
    kiosk.machine.must("systemctl restart bangtin-sync")
    return read_log(kiosk)


def clock(kiosk):
    """The kiosk's clock now, and how wrong that may be, in seconds."""
    began = time.monotonic()
    said = float(kiosk.machine.must("date +%s.%N"))
    return said, time.monotonic() - began


def clock_lead(kiosk):
    """What the kiosk's clock shows more than this machine's: the best of some tries."""
    tries = []
    for _ in range(5):
        before = time.time()
        said, took = clock(kiosk)
        tries.append((took, said - before - took / 2))
    return min(tries)[1]


def look(kiosk, pictures, seconds):
    """[(when by the kiosk's clock, what is on the screen)]."""
    lead, looks = clock_lead(kiosk), []
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        before = time.time()
        picture = kiosk.shoot()
        at = (before + time.time()) / 2 + lead
        name, difference = nearest(picture, pictures)
        if difference <= 0.02:
            looks.append((at, item_of(name)))
    return looks


def judge_looks(looks, plays):
    """How many looks at the screen the log bears out; none may speak against it."""
    borne_out = 0
    first, last = plays[0][1] + SLACK, plays[-1][2] - SLACK
    for at, name in looks:
        if not first < at < last:
            continue
        covering = [play for play in plays if play[1] - SLACK < at < play[2] + SLACK]
        expect(covering, f"at {at:.1f} {name} was on the screen; the log has nothing")
        expect(name in [play[0] for play in covering], f"at {at:.1f} {name}, in the log {covering}")
        borne_out += len(covering) == 1
    expect(borne_out >= 5, f"only {borne_out} of {len(looks)} looks are in the log")
    return borne_out


def judge_thumbnails(log, pictures):
    """Each item's small picture has the colour that was on the screen."""
    by_name = {item_of(name): picture for name, picture in pictures.items()}
    for item in log.items.values():
        if item["item"] not in by_name:
            continue
        picture, small = by_name[item["item"]], item["thumbnail"]
        pixels = base64.b64decode(small["rgb"])
        at = (small["height"] // 2 * small["width"] + small["width"] // 2) * 3
        there = (picture.height // 2 * picture.width + picture.width // 2) * 3
        colours = pixels[at:at + 3], picture.pixels[there:there + 3]
        expect(all(abs(a - b) <= 12 for a, b in zip(*colours)), f"{item['item']}: {colours}")


def case_plays(kiosk):
    """Look by look, the log says what was on the screen, and for how long."""
    with office_of(kiosk, site="quay-1") as office:
        pictures = office.publish(one={"duration": 8}, two={"duration": 8, "topic": "thu"})
        wait_for_picture(kiosk, pictures)
        looks = look(kiosk, pictures, 60)
        log = write_out(kiosk)
        plays = [play for play in log.plays() if play[0] in ("one", "two")]
        expect(len(plays) >= 5, f"plays in the log: {plays}")
        count = judge_looks(looks, plays)
        judge_thumbnails(log, pictures)
        lengths = [end - start for _, start, end in plays[1:-1]]
        expect(all(abs(length - 8) < SLACK for length in lengths), f"shown for {lengths}")
        gaps = [after[1] - before[2] for before, after in zip(plays, plays[1:])]
        expect(all(abs(gap) < 0.1 for gap in gaps), f"between plays: {gaps}")
        expect(log.events("start"), "no start in the log")
    return (f"{count} of {len(looks)} looks in {len(plays)} plays of {statistics.mean(lengths):.2f} s, "
            f"{max(map(abs, gaps)) * 1000:.0f} ms between two at most")


def expect_readable(kiosk, who, how):
    for command in (f"bangtin report --quarter {quarter(kiosk)}", "bangtin report --verify",
                    "bangtin report --format html --out /tmp/report.html"):
        done = kiosk.machine.shell(f"cd /tmp && {how} {command}; s=$?; rm -f /tmp/report.html; exit $s")
        expect(done.status == 0 and not done.errors, f"{who}: {command}: {done.status} {done.errors}")


def quarter(kiosk):
    now = datetime.fromtimestamp(clock(kiosk)[0], HANOI)
    return f"{now.year}-Q{(now.month + 2) // 3}"


def case_plays_readers(kiosk):
    """Root and the group read the log, whatever its writer does just now; others are told how."""
    member = "setpriv --reuid=officer --regid=officer --init-groups env HOME=/home/officer"
    kiosk.machine.must("id officer 2>/dev/null || useradd -G bangtin officer")
    with office_of(kiosk) as office:
        pictures = office.publish()
        wait_for_picture(kiosk, pictures)
        time.sleep(20)
        write_out(kiosk)
        moments = {"while it is written": "true",
                   "with its writer killed": "systemctl kill -s KILL bangtin-sync",
                   "without a writer": "systemctl stop bangtin-sync"}
        for what, command in moments.items():
            kiosk.machine.must(command)
            expect_readable(kiosk, f"a member of the group, {what}", member)
            expect_readable(kiosk, f"root, {what}", "")
        done = kiosk.machine.shell(f"{NOBODY} bangtin report")
        expect(done.status == NO_MACHINE and "sudo" in done.errors, f"anybody: {done}")
        kiosk.machine.must("systemctl start bangtin-sync")
        wait_for(lambda: (sync_state(kiosk).get("plays") or {}).get("rows"), "the log's rows")
        state = sync_state(kiosk)["plays"]
        expect(not state["problem"], f"after root has read it: {state}")
        said = kiosk.machine.must(f"{NOBODY} bangtin status")
        line = next((line for line in said.splitlines() if "rows of what was shown" in line), None)
        expect(line, f"bangtin status says nothing of the log: {said}")
        before = state["newest"]
        wait_for(lambda: (sync_state(kiosk).get("plays") or {}).get("waiting"), "a play that is told")
        expect(write_out(kiosk).rows[-1]["seq"] > before, "nothing is written any more")
        files = kiosk.machine.must(f"stat -c '%U:%G %a %n' {STORE}/plays.db*").split("\n")
        told = done.errors.strip()
    return f"{line.strip()}; {', '.join(filter(None, files))}; to anybody: {told}"


def log_rows(kiosk):
    return (sync_state(kiosk).get("plays") or {}).get("rows", 0)


def case_plays_cut(kiosk):
    """A power cut costs what came after the last batch; the chain holds, and goes on."""
    with office_of(kiosk) as office:
        pictures = office.publish()
        wait_for_picture(kiosk, pictures)
        began = time.monotonic()
        before = log_rows(kiosk)
        wait_for(lambda: log_rows(kiosk) > before, "a batch", BATCH + SLOW)
        batch = time.monotonic() - began
        written = read_log(kiosk)
        time.sleep(20)
        cut_at = clock(kiosk)[0]
        kiosk.machine.cut()
        kiosk.machine.boot()
        wait_for_picture(kiosk, pictures)
        verdict = kiosk.machine.must("bangtin report --verify").splitlines()[0]
        log = write_out(kiosk)
        count = len(written.rows)
        expect(log.device == written.device and log.rows[:count] == written.rows,
               "what was written is not there any more")
        expect(len(log.rows) > count, "nothing was written after the cut")
        expect(log.events("gone"), f"the fall is not in the log: {log.rows[count:]}")
        kept = max(end for _, _, end in log.plays() if end < cut_at + 1)
        expect(cut_at - kept < BATCH, f"{cut_at - kept:.0f} s are lost")
        kiosk.machine.must("bangtin report --verify")
    return (f"{count} rows in the batch after {batch:.0f} s, all there after the cut, the last "
            f"{cut_at - kept:.0f} s are not; {verdict}")


def read_stick(image, directory):
    """What lies in `reports` on the stick: its files."""
    part = image.with_suffix(".part")
    with open(image, "rb") as disk, open(part, "wb") as copy:
        disk.seek(PARTITION_START)
        shutil.copyfileobj(disk, copy, MIB)
    directory.mkdir()
    subprocess.run(["mcopy", "-s", "-i", part, "::/reports", directory], check=True)
    part.unlink()
    return [path for path in directory.rglob("*") if path.is_file()]


def case_plays_stick(kiosk):
    """A stick that asks for them gets the plays up to that moment; a PC makes the report of it."""
    with office_of(kiosk) as office:
        wait_for_picture(kiosk, office.publish())
        time.sleep(20)
        folder, image = office.directory / "asks", office.directory / "asks.img"
        folder.mkdir()
        (folder / "bangtin-collect.txt").write_text("")
        make_stick(image, "vfat", 64, folder)
        at = clock(kiosk)[0]
        plug(kiosk, image)
        state = end_of_stick(kiosk)
        expect(state == ("done", COLLECTED), f"the stick: {state}")
        log = read_log(kiosk)
        pull(kiosk)
        files = read_stick(image, office.directory / "taken")
        names = sorted(path.name for path in files)
        expect(names == sorted([f"{log.device}.plays.jsonl", "status.json"]), f"on the stick: {names}")
        (file,) = [path for path in files if path.suffix == ".jsonl"]
        report = json.loads(office.run("report", file, "--format", "json"))
        figure = report["totals"]
        expect(figure["plays"] > 0 and report["sources"][0]["device"] == log.device, f"{figure}")
        office.run("report", "--verify", file)
        last = Log(file.read_text()).plays()[-1][2]
        expect(at - last < 30, f"the newest play of the stick is {at - last:.0f} s old")
    return (f"{figure['plays']} plays, {figure['shownMs'] / 1000:.0f} s; the newest ended {last - at:+.0f} s "
            "from the plug")


def case_plays_upload(kiosk):
    """The rows go to the address of the settings, also after its server has failed; what has come
    is what the log holds."""
    receiver = Receiver()
    try:
        receiver.faults += [503]
        address = f"http://{HOST}:{receiver.server_address[1]}/plays"
        with office_of(kiosk, report={"url": address, "interval": 10}) as office:
            pictures = office.publish(one={"duration": 2}, two={"duration": 2})
            wait_for_picture(kiosk, pictures)
            time.sleep(20)
            count = len(write_out(kiosk).rows)
            wait_for(lambda: (sync_state(kiosk).get("plays") or {}).get("acknowledged", 0) >= count,
                     "the server's word that it has the rows", SLOW)
            log = read_log(kiosk)
            with receiver.lock:
                kept, requests = dict(receiver.kept), list(receiver.requests)
            expect({device for device, _ in kept} == {log.device}, "another device has sent")
            missing = [row["seq"] for row in log.rows[:count] if (log.device, row["seq"]) not in kept]
            expect(not missing, f"not there: rows {missing}")
    finally:
        receiver.shutdown()
        receiver.server_close()
    return f"{len(kept)} rows in {len(requests)} requests, the first of which failed"


def warning(kiosk, seconds):
    """An alert from now on; its document, and when it ends."""
    now = datetime.fromtimestamp(int(clock(kiosk)[0]), HANOI)
    ends = now + timedelta(seconds=seconds)
    return {"alerts": [{
        "identifier": "bao-9", "sent": now.isoformat(), "expires": ends.isoformat(),
        "severity": "Severe", "headline": "Bão số 9 vào đất liền chiều nay",
        "instruction": "Ở trong nhà, tránh xa cửa kính.", "mode": "replace"}]}, ends.timestamp()


def case_alert(kiosk):
    """A warning interrupts a slide at once, goes at its end by itself, and is in the log."""
    with office_of(kiosk) as office:
        wait_for_picture(kiosk, office.publish(**LONG))
        document, ends = warning(kiosk, 120)
        pictures = office.publish(document=document, **LONG)
        published = (office.served / "playlist.json").stat().st_mtime + clock_lead(kiosk)
        alert = {name: picture for name, picture in pictures.items() if "alert" in name}
        expect(len(alert) == 1, f"previews: {list(pictures)}")
        wait_for(lambda: nearest(kiosk.shoot(), alert)[1] <= 0.02, "the warning on the screen", SLOW)
        shot = kiosk.shots
        expect(clock(kiosk)[0] < ends, "the warning came too late for this test")
        kiosk.machine.connect(False)
        slides = {name: picture for name, picture in pictures.items() if name not in alert}
        wait_for_picture(kiosk, slides, "a slide behind the warning")
        late = clock(kiosk)[0] - ends
        expect(-SLACK < late, f"the warning went {-late:.0f} s early")
        kiosk.machine.connect()
        log = write_out(kiosk)
        plays = log.plays()
        place = next((i for i, play in enumerate(plays) if play[0] == "bao-9"), None)
        expect(place, f"no warning in the log: {plays}")
        (_, start, _), before = plays[place], plays[place - 1]
        expect(abs(before[2] - start) < 0.1 and before[2] - before[1] < 599, f"{plays}")
        alerts = [play for play in plays if play[0] == "bao-9"]
        expect(abs(alerts[-1][2] - ends) < 10, f"it ended {alerts[-1][2] - ends:.1f} s after its end")
    return (f"on the screen {start - published:.1f} s after it was published (screenshot {shot}), its last "
            f"play ended {alerts[-1][2] - ends:.1f} s after `expires`; {len(alerts)} plays of it in the log")


def dark_minute(kiosk):
    """Hours of the screen that leave out one minute, which begins in one or two."""
    off = (int(clock(kiosk)[0]) + 119) // 60 * 60
    texts = [datetime.fromtimestamp(off + seconds, HANOI).strftime("%H:%M")
             for seconds in (-6 * 3600, 0, 60, 6 * 3600)]
    return {"windows": [{"start": texts[0], "end": texts[1]}, {"start": texts[2], "end": texts[3]}]}


def case_plays_hours(kiosk):
    """The screen's hours end the play; nothing counts while it is off."""
    with office_of(kiosk) as office:
        pictures = office.publish(**LONG)
        wait_for_picture(kiosk, pictures)
        settings = json.loads(kiosk.machine.must(f"cat {SITE}"))
        write_hours(kiosk, office, settings, dark_minute(kiosk))
        for state in "off", "on":
            wait_for(lambda: display_state(kiosk).get("power", {}).get("state") == state,
                     f"a screen that is {state}", SLOW)
        wait_for_picture(kiosk, pictures)
        kiosk.machine.must(f"systemctl restart {kiosk.unit}")  # ends the play that is on
        log = write_out(kiosk)
        dark = log.events("screen-off"), log.events("screen-on")
        expect([len(times) for times in dark] == [1, 1], f"off and on: {dark}, in {log.rows}")
        (off,), (on,) = dark
        plays = [play for play in log.plays() if play[0] in ("one", "two")]
        overlap = [play for play in plays if play[1] < on - 0.2 and play[2] > off + 0.2]
        expect(not overlap, f"dark from {off} to {on}, and in the log: {overlap}")
        before = [play for play in plays if play[2] <= off + 0.2]
        after = [play for play in plays if play[1] >= on - 0.2]
        expect(before and after, f"dark from {off} to {on}: {plays}")
        expect(off - before[-1][2] < 0.2, f"the last play ended {off - before[-1][2]:.1f} s before")
    return (f"dark for {on - off:.1f} s; the play before ended with it after {before[-1][2] - before[-1][1]:.0f} "
            f"of 600 s, the next began {after[0][1] - on:.2f} s after")
