"""What an office and its installer see on the spot: words on the screen, hours, a stick that is made in
the guest, content that is bad for the screen. Cases for tests/vm/run."""

import json
import subprocess
import time

from content import (KEPT, SITE, SLOW, end_of_stick, expect_both, following, is_mounted, plug, pull,
                     stick_state, sync_state, wait_for_picture, words)
from machine import expect, wait_for
from office import MIB, PARTITION_START, SCREEN, Office, make_stick
from packaged import lit
from picture import nearest

LOWER = 0.3   # of the screen
SAME = 0.02   # as in run
QEMU_SAYS = 0.005  # "Display output is not active.", of the screen's pixels
CHECKERS = {"vfat": ["fsck.vfat", "-n"], "exfat": ["fsck.exfat", "-n"]}


def has_words(kiosk, pictures, is_end):
    """The number of the screenshot on which words lie over the lower edge of one of these pictures;
    `is_end`: not those of a stick at work."""
    picture = kiosk.shoot()
    uppers = {name: one.upper(1 - LOWER) for name, one in pictures.items()}
    name, difference = nearest(picture.upper(1 - LOWER), uppers)
    if difference > SAME:
        return None
    covered = picture.lower(LOWER).difference(pictures[name].lower(LOWER))
    if covered <= SAME or (is_end and is_amber(picture)):
        return None
    return kiosk.shots


def is_amber(picture):
    """Whether the strip at the lower edge has the colour of work that goes on."""
    at = ((picture.height - 40) * picture.width + picture.width - 20) * 3
    red, green, blue = picture.pixels[at:at + 3]
    return red > 200 and 150 < green < 230 and blue < 120


def wait_for_words(kiosk, pictures, what, is_end=False):
    return wait_for(lambda: has_words(kiosk, pictures, is_end), f"words on the screen: {what}", SLOW)


def wait_without_words(kiosk, pictures):
    began = time.monotonic()
    wait_for(lambda: nearest(kiosk.shoot(), pictures)[1] <= SAME, "the words to go", SLOW)
    return time.monotonic() - began


def display_state(kiosk):
    try:
        return json.loads(kiosk.machine.shell("cat /run/bangtin/display.json").output)
    except ValueError:
        return {}


def case_words(kiosk):
    """The officer before the screen is told: do not pull; you may; this one is of no use."""
    with following(kiosk) as office:
        image, old = office.make_stick()
        plug(kiosk, image)
        wait_for_picture(kiosk, old)
        pull(kiosk)
        wait_without_words(kiosk, old)
        image, new = office.make_stick(ballast=180)
        plug(kiosk, image)
        wait_for(lambda: stick_state(kiosk)[0] == "copying", "a stick that is being copied", SLOW)
        busy = wait_for_words(kiosk, old, "copying")
        expect(stick_state(kiosk)[0] == "copying", "copied before the words were seen")
        end_of_stick(kiosk)
        done = wait_for_words(kiosk, new, "done", True)
        stayed = wait_without_words(kiosk, new)
        pull(kiosk)
        stranger = Office(kiosk.build, office.directory / "stranger")
        image, _ = stranger.make_stick()
        plug(kiosk, image)
        state = end_of_stick(kiosk)
        expect(state == ("refused", 23), f"a stranger's stick: {state}")
        refused = wait_for_words(kiosk, new, "refused", True)
        told = words(kiosk)
        pull(kiosk)
        wait_without_words(kiosk, new)
    return (f"screenshots {busy}: copying, {done}: done, gone {stayed:.0f} s later, {refused}: refused; "
            f"{told}")


def case_words_for_the_installer(kiosk):
    """Without settings the screen says who it is; once it is told where it hangs, it does not."""
    kiosk.machine.must(f"cp {SITE} {KEPT} && echo '{{}}' >{SITE} && "
                       "systemctl restart bangtin-display")
    previews = kiosk.previews[SCREEN]
    shot = wait_for_words(kiosk, previews, "who this machine is")
    kiosk.machine.must(f"mv {KEPT} {SITE}")
    gone = wait_without_words(kiosk, previews)
    return f"screenshot {shot}; gone {gone:.0f} s after the settings came"


def case_set_aside(kiosk):
    """Content under which the screen falls three times makes room for the one before."""
    with following(kiosk) as office:
        first, old = office.make_stick()
        plug(kiosk, first)
        wait_for_picture(kiosk, old)
        pull(kiosk)
        second, bad = office.make_stick()
        plug(kiosk, second)
        wait_for_picture(kiosk, bad)
        pull(kiosk)
        kiosk.machine.must("systemctl restart bangtin-display")  # in order: this one does not count
        for _ in range(3):
            wait_for_picture(kiosk, bad)
            kiosk.machine.must("systemctl kill -s KILL bangtin-display")
            time.sleep(3)
        began = time.monotonic()
        wait_for_picture(kiosk, old, "the content before")
        took = time.monotonic() - began
        expect_both(kiosk, old)
        plug(kiosk, second)
        state = end_of_stick(kiosk)
        expect(state == ("refused", 39), f"the bad one again: {state}")
        pull(kiosk)
        third, new = office.make_stick()
        plug(kiosk, third)
        wait_for_picture(kiosk, new, "newer content")
        pull(kiosk)
    return f"the content before {took:.0f} s after the third fall; the bad one again: {state}"


def hours(kiosk, is_on):
    """The screen's hours: around now, or some that are hours away."""
    now = int(kiosk.machine.must("TZ=Asia/Ho_Chi_Minh date +%H"))
    begin = (now - 2 if is_on else now + 3) % 24
    return {"windows": [{"start": f"{begin:02}:00", "end": f"{(begin + 6) % 24:02}:00"}]}


def case_hours(kiosk):
    """Outside its hours the screen is off and nothing is drawn; then it is on again."""
    with following(kiosk) as office:
        image, pictures = office.make_stick()
        plug(kiosk, image)
        wait_for_picture(kiosk, pictures)
        pull(kiosk)
        pid = kiosk.show()["MainPID"]
        settings = json.loads(kiosk.machine.must(f"cat {SITE}"))
        write_hours(kiosk, office, settings, hours(kiosk, False))
        power = wait_for(lambda: (p := display_state(kiosk).get("power", {})).get("state") == "off" and p,
                         "the screen to be off", SLOW)
        wait_for(lambda: lit(kiosk.shoot()) < QEMU_SAYS, "a black screen")
        dpms = kiosk.machine.must("cat /sys/class/drm/card0-Virtual-1/dpms").strip()
        burnt = int(kiosk.show()["CPUUsageNSec"])
        time.sleep(20)
        burnt = (int(kiosk.show()["CPUUsageNSec"]) - burnt) / 1e9 / 20
        expect(lit(kiosk.shoot()) < QEMU_SAYS, "something is on the screen")
        write_hours(kiosk, office, settings, hours(kiosk, True))
        began = time.monotonic()
        wait_for_picture(kiosk, pictures)
        took = time.monotonic() - began
        expect(display_state(kiosk)["power"]["state"] == "on", "it does not say that it is on")
        expect(kiosk.show()["NRestarts"] == "0", "the screen process fell")
        expect(kiosk.machine.must("cat /sys/class/drm/card0-Virtual-1/dpms").strip() == "On", "DPMS")
    return f"off: {power}, DPMS {dpms}, {burnt:.1%} CPU; a picture {took:.0f} s after its hours; pid {pid}"


def write_hours(kiosk, office, settings, value):
    """A change of the file alone: it is followed without a word to the services."""
    text = json.dumps({**settings, "screen": {**settings["screen"], "hours": value}})
    kiosk.machine.must(f"printf '%s' '{text}' >{SITE}.new && mv {SITE}.new {SITE}")


def check_medium(image, filesystem):
    """What the file system's own checker says about the stick's partition."""
    part = image.with_suffix(".checked")
    with open(image, "rb") as disk, open(part, "wb") as copy:
        disk.seek(PARTITION_START)
        while block := disk.read(MIB):
            copy.write(block)
    done = subprocess.run([*CHECKERS[filesystem], part], capture_output=True, text=True, check=False)
    part.unlink()
    return done


def publish_in_guest(kiosk, filesystem):
    """A stick is made by `bangtin publish --to` on a machine, and brought to the same one."""
    with following(kiosk) as office:
        folder = office.write(ballast=12)
        staged = kiosk.directory / "officer"
        subprocess.run(["rm", "-rf", staged], check=True)
        (staged / "srv").mkdir(parents=True)
        subprocess.run(["cp", "-r", folder, office.keys, staged / "srv/"], check=True)
        kiosk.machine.put(staged)
        image = office.directory / "empty.img"
        make_stick(image, filesystem, 96)
        plug(kiosk, image)
        place = wait_for(lambda: is_mounted(kiosk), "the stick's mount").split()[0]
        kiosk.machine.must(f"umount {place} && mkdir -p /mnt/stick && mount /dev/sda1 /mnt/stick")
        told = kiosk.machine.must("bangtin publish /srv/folder --key /srv/keys/feed.key "
                                  "--root /srv/keys/1.root.json --to /mnt/stick", timeout=SLOW)
        pull_rudely(kiosk)
        checked = check_medium(image, filesystem)
        plug(kiosk, image)
        pictures = office.pictures(folder)
        wait_for_picture(kiosk, pictures)
        state = end_of_stick(kiosk)
        expect(state == ("done", 0), f"the stick: {state}")
        verdict = kiosk.machine.must("bangtin verify $(findmnt -rn -o TARGET /dev/sda1 | tail -n 1) "
                                     "--root /srv/keys/1.root.json")
        pull(kiosk)
        expect("safe to remove" in told, f"publish said: {told}")
    said = (checked.stdout + checked.stderr).strip().splitlines() or ["nothing"]
    return (f"{verdict.splitlines()[-1]}; pulled while mounted, its checker: "
            f"{said[-1].rsplit('/', 1)[-1]} ({checked.returncode})")


def pull_rudely(kiosk):
    """Pulled while it is mounted for writing, just after `publish` called it safe."""
    kiosk.machine.pull_stick()
    kiosk.machine.must("umount -l /mnt/stick")


def case_made_on_vfat(kiosk):
    """`bangtin publish --to` a FAT32 stick, and the stick's way to the screen."""
    return publish_in_guest(kiosk, "vfat")


def case_made_on_exfat(kiosk):
    """The same in exFAT."""
    return publish_in_guest(kiosk, "exfat")


def case_boot_partition(kiosk):
    """Settings and root on the boot partition are followed from the next start on, and stay."""
    with following(kiosk) as office:
        kiosk.machine.must("mkdir -p /boot/firmware && cp /etc/bangtin/thu.root.json "
                           f"/boot/firmware/root.json && echo '{{}}' >{SITE}")
        settings = json.dumps({"feeds": [{"root": "root.json"}], "screen": {"clock": False}})
        kiosk.machine.must(f"printf '%s' '{settings}' >/boot/firmware/bangtin.json && sync")
        kiosk.machine.cut()
        kiosk.machine.boot()
        image, pictures = office.make_stick()
        plug(kiosk, image)
        wait_for_picture(kiosk, pictures)
        pull(kiosk)
        kiosk.machine.must("rm -r /boot/firmware && sync")  # a card that cannot be read today
        kiosk.machine.cut()
        kiosk.machine.boot()
        expect_both(kiosk, pictures)
        state = sync_state(kiosk)["feeds"][0]["key"]
    return f"feed {state}, also without the boot partition"


def case_read_only(kiosk):
    """The whole system is read-only but for /var/lib/bangtin: content is taken and shown."""
    with following(kiosk) as office:
        data = office.directory / "data.img"
        subprocess.run(["mke2fs", "-q", "-F", "-t", "ext4", data, "256M"], check=True,
                       stdout=subprocess.DEVNULL)
        # What the machine names as its own is no stick that cannot be read.
        kiosk.machine.must("echo /dev/sda /var/lib/bangtin ext4 noauto 0 0 >>/etc/fstab")
        kiosk.machine.plug_stick(data, "data")
        wait_for(lambda: kiosk.machine.shell("test -b /dev/sda").status == 0, "the second disk")
        kiosk.machine.must(
            "systemctl stop bangtin-display bangtin-sync; mount /dev/sda /var/lib/bangtin && "
            "chown bangtin-sync:bangtin /var/lib/bangtin && chmod 750 /var/lib/bangtin && "
            "journalctl --relinquish-var; sync; echo u >/proc/sysrq-trigger; sleep 2; "
            "mount -o remount,rw /var/lib/bangtin")
        kiosk.machine.must("! touch /etc/here 2>/dev/null && ! touch /var/cache/bangtin/here 2>/dev/null && "
                           "systemctl start bangtin-display bangtin-sync")
        image, pictures = office.make_stick(ballast=3)
        plug(kiosk, image)
        wait_for_picture(kiosk, pictures)
        state = end_of_stick(kiosk)
        expect(state == ("done", 0), f"the stick: {state}")
        pull(kiosk)
        kiosk.machine.must("systemctl restart bangtin-display")
        expect_both(kiosk, pictures)
        kiosk.machine.must("systemctl stop bangtin-display bangtin-sync; umount /var/lib/bangtin; "
                           "mount -o remount,rw /; systemctl restart systemd-journal-flush; "
                           "sed -i /^.dev.sda/d /etc/fstab")
        kiosk.machine.pull_stick("data")
    return "a stick was taken, and its content shown after a start"
