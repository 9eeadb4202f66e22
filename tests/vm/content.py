"""Content that comes to the virtual kiosk, from a web server and by stick. Cases for tests/vm/run."""

import contextlib
import json
import shutil
import time

from machine import expect, wait_for
from office import HOST, Office
from picture import nearest

SAME = 0.02  # as in run
UPPER = 0.7  # of the screen: what lies beneath may be covered by words
SITE = "/etc/bangtin/site.json"
KEPT = "/srv/site.json"
UNITS = "bangtin-display bangtin-sync"
SLOW = 300   # a stick's whole way to the screen, on a busy machine


@contextlib.contextmanager
def following(kiosk, **settings):
    """The kiosk follows a new office's feed for the time of a `with`; gives that office. `settings`
    go into its site.json; url=True: of the feed, from the office's own web server (office.url)."""
    office = Office(kiosk.build, kiosk.directory / f"office-{time.monotonic_ns()}")
    with contextlib.ExitStack() as stack:
        stack.callback(shutil.rmtree, office.directory)
        feed = {"root": "thu.root.json", "interval": 5}
        if settings.pop("url", False):
            office.served.mkdir()
            office.port = stack.enter_context(office.serve()).server_address[1]
            feed["url"] = f"http://{HOST}:{office.port}/playlist.json"
        kiosk.machine.give_network()
        kiosk.machine.must(f"cp {SITE} {KEPT}")
        stack.callback(leave, kiosk)
        write_settings(kiosk, office, {"feeds": [feed], "screen": {"clock": False}, **settings})
        yield office


def write_settings(kiosk, office, settings):
    staged = kiosk.directory / "settings"
    (staged / "etc/bangtin").mkdir(parents=True, exist_ok=True)
    (staged / "etc/bangtin/site.json").write_text(json.dumps(settings))
    shutil.copy(office.root, staged / "etc/bangtin/thu.root.json")
    kiosk.machine.put(staged)
    kiosk.machine.must(f"bangtin check {SITE} && systemctl reset-failed && systemctl restart {UNITS}")


def leave(kiosk):
    """Everything as it was before: the built-in content."""
    kiosk.machine.must(f"systemctl stop {UNITS}; rm -rf /var/lib/bangtin/*; mv {KEPT} {SITE}; "
                       "rm -f /etc/bangtin/thu.root.json; systemctl reset-failed; "
                       f"systemctl start --no-block {UNITS}; sync")


def on_screen(kiosk, pictures):
    """Which of {name: picture} is on the screen, a word about the stick beneath it or not; None:
    another one."""
    name, difference = nearest(kiosk.shoot().upper(UPPER), {name: picture.upper(UPPER)
                                                           for name, picture in pictures.items()})
    return name if difference <= SAME else None


def wait_for_picture(kiosk, pictures, what="what was published"):
    return wait_for(lambda: on_screen(kiosk, pictures), f"{what} on the screen", SLOW)


def expect_both(kiosk, pictures):
    """Item follows item: each of the two is seen."""
    for name in pictures:
        wait_for_picture(kiosk, {name: pictures[name]}, name)


def sync_state(kiosk):
    """sync.json, or {} while there is none."""
    text = kiosk.machine.shell("cat /run/bangtin/sync.json").output
    try:
        return json.loads(text)
    except ValueError:
        return {}


def stick_state(kiosk):
    """What bangtin-sync says about the stick: (state, code, percent)."""
    usb = sync_state(kiosk).get("usb") or {}
    return usb.get("state"), usb.get("code"), usb.get("percent")


def sequence(kiosk):
    """The publication that is on, by bangtin-sync's word; 0: none."""
    feeds = sync_state(kiosk).get("feeds") or [{}]
    return feeds[0].get("sequence", 0)


def words(kiosk):
    """The stick's line of `bangtin status`."""
    lines = kiosk.machine.must("bangtin status").splitlines()
    return next((line.strip() for line in lines if line.startswith("Stick")), "no word of the stick")


def end_of_stick(kiosk):
    """Waits until the work on a stick is over: (state, code)."""
    state = wait_for(lambda: (s := stick_state(kiosk))[0] in ("done", "refused", "pulled") and s,
                     "the end of the work on the stick", SLOW)
    return state[:2]


def plug(kiosk, image):
    """Plugs a stick, and waits until bangtin-sync has begun with it."""
    def since():
        return (sync_state(kiosk).get("usb") or {}).get("since")

    before = since()
    kiosk.machine.plug_stick(image)
    wait_for(lambda: since() not in (before, None), "the stick to be noticed", SLOW)


def is_mounted(kiosk):
    return kiosk.machine.shell("findmnt -rn -o TARGET,FSTYPE,OPTIONS | grep /run/bangtin/usb/").output


def pull(kiosk):
    kiosk.machine.pull_stick()
    wait_for(lambda: not is_mounted(kiosk), "the stick's mount to go")


def fill_in_guest(kiosk, folder):
    """Copies a folder of this host onto the stick that is plugged; then pulls it."""
    place = wait_for(lambda: is_mounted(kiosk), "the stick's mount").split()[0]
    kiosk.machine.must(f"mount -o remount,rw {place}")
    kiosk.machine.put(folder, place)
    kiosk.machine.must(f"mount -o remount,ro {place} && sync", timeout=SLOW)
    pull(kiosk)


# ---- the cases


def case_held(kiosk):
    """A playlist of one picture: it is on the screen after a start, though no other frame follows."""
    with following(kiosk) as office:
        image, pictures = office.make_stick(two={"hidden": True})
        plug(kiosk, image)
        wait_for_picture(kiosk, pictures)
        pull(kiosk)
        kiosk.machine.must("systemctl restart bangtin-display")
        wait_for_picture(kiosk, pictures, "the one picture")
    return "after a start, too"


def case_feed(kiosk):
    """A signed feed is followed; without a network, and after a start, what came is shown."""
    with following(kiosk, url=True) as office:
        began = time.monotonic()
        first = office.publish(ballast=3)
        wait_for_picture(kiosk, first)
        came = time.monotonic() - began
        began = time.monotonic()
        second = office.publish(ballast=3)
        wait_for_picture(kiosk, second)
        changed = time.monotonic() - began
        kiosk.machine.connect(False)
        kiosk.machine.must("sync")
        kiosk.machine.cut()
        kiosk.machine.boot(network=False)
        expect_both(kiosk, second)
        third = office.publish()
        kiosk.machine.connect()
        began = time.monotonic()
        wait_for_picture(kiosk, third)
        back = time.monotonic() - began
    return (f"the first after {came:.0f} s, the next after {changed:.0f} s; shown after a power cut "
            f"without a network; the next one {back:.0f} s after the network was back")


def bring(kiosk, filesystem):
    with following(kiosk) as office:
        image, pictures = office.make_stick(filesystem, ballast=12, fill=filesystem == "vfat")
        if filesystem != "vfat":
            kiosk.machine.plug_stick(image)
            fill_in_guest(kiosk, office.stick_folder)
        began = time.monotonic()
        plug(kiosk, image)
        wait_for_picture(kiosk, pictures)
        seconds = time.monotonic() - began
        state = end_of_stick(kiosk)
        expect(state == ("done", 0), f"the stick: {state}: {words(kiosk)}")
        told = words(kiosk)
        mounted = is_mounted(kiosk).split()[1]
        expect(mounted == filesystem, f"mounted as {mounted}")
        pull(kiosk)
        expect_both(kiosk, pictures)
        kiosk.machine.cut()
        kiosk.machine.boot()
        expect_both(kiosk, pictures)
    return f"shown {seconds:.0f} s after the plug, after the pull, after a power cut; {told}"


def case_stick_vfat(kiosk):
    """What a signed stick (FAT32, with a partition) holds is shown, also after it is pulled."""
    return bring(kiosk, "vfat")


def case_stick_exfat(kiosk):
    """The same in exFAT."""
    return bring(kiosk, "exfat")


def is_well_told(kiosk, pulled_at):
    state = stick_state(kiosk)[:2]
    return state == ("pulled", 16) or (state == ("refused", 13) and time.monotonic() - pulled_at > 6)


def case_stick_pulled(kiosk):
    """A stick pulled in the midst of copying leaves the old; plugged again, it is taken."""
    with following(kiosk) as office:
        image, old = office.make_stick()
        plug(kiosk, image)
        wait_for_picture(kiosk, old)
        pull(kiosk)
        image, new = office.make_stick(ballast=150)
        plug(kiosk, image)
        at = wait_for(lambda: (s := stick_state(kiosk))[0] == "copying" and s[2] >= 5 and s[2],
                      "a stick that is being copied", SLOW)
        expect(on_screen(kiosk, old), "the old is not on the screen while the new is copied")
        began = time.monotonic()
        pull(kiosk)
        # Its errors come before its end. Where that takes systemd more than four seconds, as it may in
        # an emulated machine, it looks like one that cannot be read.
        state = end_of_stick(kiosk)
        wait_for(lambda: is_well_told(kiosk, began), f"the word of a stick pulled at {at} %, not {state}")
        told = words(kiosk)
        expect_both(kiosk, old)
        plug(kiosk, image)
        wait_for_picture(kiosk, new)
        state = end_of_stick(kiosk)
        expect(state == ("done", 0), f"the stick: {state}, plugged again")
        pull(kiosk)
        expect_both(kiosk, new)
    return f"pulled at {at} %: {told}; then taken"
