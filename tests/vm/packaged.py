"""The package in the virtual kiosk: installing it is all that has to be done. Cases for tests/vm/run."""

import shutil
import subprocess
import time

from content import SITE, wait_for_picture
from machine import expect, wait_for
from picture import nearest

UNITS = ("bangtin-display", "bangtin-sync")
STICK_PLACE = "/run/bangtin/usb/sda"
STATS = "/run/bangtin/stats.json"
SAME = 0.02           # as in run
TEXT_PIXELS = 0.0005  # a line of console text is more of a screen than that
DARK = 40             # of 255


def install(kiosk, seconds_per_item):
    """apt, as an installer calls it. Then, for tests in a hurry, items change sooner."""
    staged = kiosk.directory / "package"
    (staged / "srv").mkdir(parents=True, exist_ok=True)
    shutil.copy(kiosk.package, staged / "srv/bangtin.deb")
    # apt's library for hashes takes instructions that this emulated processor lacks (machine.CPU).
    (staged / "etc/gcrypt").mkdir(parents=True, exist_ok=True)
    (staged / "etc/gcrypt/hwf.deny").write_text("all\n")
    kiosk.machine.put(staged)
    began = time.monotonic()
    kiosk.machine.must("DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "
                       "/srv/bangtin.deb && sync", timeout=300)
    installed = time.monotonic()
    name = wait_for_picture(kiosk, kiosk.previews["1280x720"])
    print(f"     installed in {installed - began:.0f} s, {name} on the screen "
          f"{time.monotonic() - installed:.0f} s later", flush=True)
    kiosk.machine.must(
        "mkdir -p /etc/systemd/system/bangtin-display.service.d && printf '[Service]\\nExecStart=\\n"
        f"ExecStart=/usr/bin/bangtin play --no-sync --duration {seconds_per_item} --stats {STATS}\\n' "
        ">/etc/systemd/system/bangtin-display.service.d/test.conf && systemctl daemon-reload && "
        # A machine that knows where it hangs does not tell its installer who it is.
        f"sed -i '1s/{{/{{ \"site\": \"kiosk\",/' {SITE} && bangtin check {SITE} && "
        "systemctl restart bangtin-display && sync")


def state(kiosk, unit):
    text = kiosk.machine.must(f"systemctl show {unit} -p ActiveState,SubState,Result,NRestarts,"
                              "UnitFileState,StatusErrno,ExecMainStatus,User")
    return dict(line.split("=", 1) for line in text.splitlines())


def lit(picture):
    """The share of pixels that are not dark."""
    bright = total = 0
    for pixel in picture.samples():
        total += 1
        bright += max(pixel) > DARK
    return bright / total


def is_text(picture):
    """Whether a dark screen has something written on it."""
    return lit(picture) > TEXT_PIXELS


def foreign(picture, previews):
    """Why this is neither an item, nor a blend of two, nor nothing at all; None where it is."""
    name, difference = nearest(picture, previews)
    if difference <= SAME or not is_text(picture):
        return None
    if any(picture.outside(a, b) <= SAME for a in previews.values() for b in previews.values()
           if a is not b):
        return None
    return f"{difference:.1%} off {name}"


def case_services(kiosk):
    """Both services are as they should be, nothing has failed, and anybody may ask for the state."""
    kiosk.wait_for_item()
    display, sync = (state(kiosk, unit) for unit in UNITS)
    expect(display["ActiveState"] == "active" and display["User"] == "bangtin", f"{display}")
    # The settings name no feed: there is nothing to fetch, but an officer may come with a stick.
    expect((sync["ActiveState"], sync["Result"]) == ("active", "success"), f"{sync}")
    expect(all(s["UnitFileState"] == "enabled" for s in (display, sync)), "not enabled")
    failed = kiosk.machine.must("systemctl --failed --plain --no-legend")
    expect("bangtin" not in failed, f"failed: {failed}")
    expect(state(kiosk, "getty@tty1")["ActiveState"] == "inactive", "a login is on the console")
    said = kiosk.machine.must("setpriv --reuid=65534 --clear-groups bangtin status")
    kiosk.machine.must("bangtin check /etc/bangtin/site.json")
    made = kiosk.machine.must("stat -c '%U:%G %a %n' /run/bangtin /run/bangtin/usb /run/bangtin/display.json "
                              "/var/cache/bangtin").split("\n")
    return f"{said.splitlines()[0].strip()}; {', '.join(made[:-1])}"


def case_killed_by_systemd(kiosk):
    """The screen's whole service is killed: the picture is back, and no console text is seen."""
    kiosk.wait_for_item()
    previews = kiosk.previews["1280x720"]
    kiosk.machine.must("systemctl kill -s KILL bangtin-display")
    began = time.monotonic()
    meanwhile = []

    def back():
        """Looked at closely afterwards: that takes its time."""
        picture = kiosk.shoot()
        meanwhile.append(picture)
        return (nearest(picture, previews)[1] <= SAME and
                state(kiosk, UNITS[0])["ActiveState"] == "active")
    wait_for(back, "the picture")
    seconds = time.monotonic() - began
    strange = [text for picture in meanwhile if (text := foreign(picture, previews))]
    expect(not strange, f"on the screen meanwhile: {'; '.join(strange)}")
    return f"back after {seconds:.1f} s, {len(meanwhile)} looks meanwhile"


def case_hung(kiosk):
    """A screen process that does nothing any more is killed by systemd's watchdog and replaced."""
    kiosk.wait_for_item()
    pid = kiosk.show()["MainPID"]
    kiosk.machine.must(f"kill -STOP {pid}")
    began = time.monotonic()
    wait_for(lambda: kiosk.show()["MainPID"] not in (pid, "0"), "a new process")
    gone = time.monotonic() - began
    kiosk.wait_for_item()
    journal = kiosk.machine.must("journalctl -b -u bangtin-display --no-pager | grep -i watchdog")
    return f"killed after {gone:.0f} s; {journal.splitlines()[0].split(': ', 1)[-1]}"


def case_stick(kiosk):
    """A stick is mounted for the group and for reading only, and let go when it is pulled."""
    image = kiosk.directory / "stick.img"
    image.unlink(missing_ok=True)
    subprocess.run(["mkfs.vfat", "-C", image, "65536"], check=True, stdout=subprocess.DEVNULL)
    kiosk.machine.plug_stick(image)
    began = time.monotonic()
    options = wait_for(lambda: kiosk.machine.shell(f"findmnt -n -o OPTIONS {STICK_PLACE}").output,
                       "the stick's mount")
    took = time.monotonic() - began
    for option in ("ro", "noexec", "nosuid", "nodev", "nosymfollow"):
        expect(option in options.strip().split(","), f"mounted {options}")
    kiosk.machine.must(f"setpriv --reuid=bangtin-sync --regid=bangtin --clear-groups ls {STICK_PLACE}")
    refused = kiosk.machine.shell(f"setpriv --reuid=65534 --clear-groups ls {STICK_PLACE}")
    expect(refused.status != 0, "anybody may read the stick")
    # Somebody is in the middle of it, and stays there.
    kiosk.machine.must(f"cd {STICK_PLACE} && setsid sleep 600 </dev/null >/dev/null 2>&1 &")
    kiosk.machine.pull_stick()
    wait_for(lambda: kiosk.machine.shell(f"test -e {STICK_PLACE}").status != 0, "the mount to go")
    kiosk.wait_for_item()
    return f"mounted {took:.0f} s after the plug: {options.strip()}"


def case_removed(kiosk):
    """The package is removed: the console has its login again. Purged: nothing is left."""
    kiosk.machine.must("apt-get remove -y bangtin", timeout=300)
    wait_for(lambda: state(kiosk, "getty@tty1")["ActiveState"] == "active", "the login")
    wait_for(lambda: is_text(kiosk.shoot()), "the login's words")
    kiosk.machine.must("test -e /etc/bangtin/site.json")
    kiosk.machine.must("rm -r /etc/systemd/system/bangtin-display.service.d")
    kiosk.machine.must("apt-get purge -y bangtin", timeout=300)
    left = kiosk.machine.shell("ls -d /etc/bangtin /var/lib/bangtin /var/cache/bangtin /run/bangtin "
                               "/etc/systemd/system/*/bangtin* 2>/dev/null").output
    expect(not left, f"left: {left}")
    install(kiosk, 6)
    return f"and installed again: {kiosk.wait_for_item()}"
