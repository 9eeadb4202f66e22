#!/usr/bin/env python3
"""The services as systemd itself judges them: test_units.py UNITS ROOT.

UNITS is the directory with the configured units, ROOT the checkout. systemd's figures go from 0
(shut in) to 10 (exposed); the limits are what the project promises."""

import re
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

LIMITS = {"bangtin-display.service": 1.5, "bangtin-sync.service": 1.5,
          "bangtin-settings.service": 1.5}
SERVICES = ["bangtin-display.service", "bangtin-sync.service"]  # that go on
UNITS = Path()
ROOT = Path()


def analyze(*words):
    """systemd-analyze's status and all that it said."""
    done = subprocess.run(["systemd-analyze", "--no-pager", *map(str, words)], text=True,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
    return done.returncode, done.stdout


def values(unit, name):
    """What the unit says for `name`, a list of lines."""
    return re.findall(rf"^{name}=(.*)$", (UNITS / unit).read_text(), re.M)


class Units(unittest.TestCase):
    def test_exposure_stays_below_its_limit(self):
        for unit, limit in LIMITS.items():
            with self.subTest(unit):
                status, said = analyze("security", "--offline=true", f"--threshold={limit * 10:.0f}",
                                       UNITS / unit)
                figure = re.search(r"Overall exposure level for \S+ ([\d.]+)", said)
                self.assertTrue(figure, said)
                print(f"{unit}: exposure {figure.group(1)}")
                self.assertLessEqual(float(figure.group(1)), limit, said)
                self.assertEqual(status, 0, said)

    def test_systemd_finds_nothing_to_complain_of(self):
        """With the programs that are started replaced by one that is there, and no man pages."""
        with tempfile.TemporaryDirectory() as directory:
            units = []
            for unit in UNITS.glob("*.service"):
                text = re.sub(r"^(Exec\w+)=\S+", r"\1=/bin/true", unit.read_text(), flags=re.M)
                units.append(Path(directory) / unit.name.replace("@.", "@sda1."))
                units[-1].write_text(text)
            self.assertEqual(len(units), 5)
            status, said = analyze("verify", "--man=no", *units)
        self.assertEqual(said, "")
        self.assertEqual(status, 0)

    def test_what_is_started_is_installed(self):
        for unit in UNITS.glob("*.service"):
            for line in values(unit.name, r"Exec\w+"):
                program = line.split()[0].lstrip("-+")
                with self.subTest(unit.name, program=program):
                    self.assertRegex(program, r"^/.*/(bin/bangtin|libexec/bangtin/bangtin-(usb|console|settings))$")

    def test_the_screen_is_tried_again_for_ever(self):
        for unit in SERVICES:
            with self.subTest(unit):
                self.assertEqual(values(unit, "Restart"), ["always"])
                self.assertEqual(values(unit, "StartLimitIntervalSec"), ["0"])

    def test_where_a_desktop_is_set_up_screen_and_sticks_are_left_to_it(self):
        for unit in ("bangtin-display.service", "bangtin-usb@.service"):
            with self.subTest(unit):
                self.assertEqual(values(unit, "ConditionPathExists"),
                                 ["!/etc/systemd/system/display-manager.service"])

    def test_only_sync_may_write_the_store(self):
        writable = " ".join(values("bangtin-display.service", "ReadWritePaths"))
        self.assertNotIn("/var/lib", writable)
        self.assertEqual(values("bangtin-display.service", "StateDirectory"), [])
        self.assertEqual(values("bangtin-sync.service", "StateDirectory"), ["bangtin"])
        users = [values(unit, "User") for unit in SERVICES]
        self.assertNotEqual(*users)

    def test_what_the_programs_call_is_allowed(self):
        """A folder is opened by openat2(2), which RestrictSUIDSGID= would take away; Mesa without a
        GPU and its compiled shaders die of MemoryDenyWriteExecute=."""
        for unit in LIMITS:
            with self.subTest(unit):
                self.assertNotIn("yes", values(unit, "RestrictSUIDSGID"))
        self.assertNotIn("yes", values("bangtin-display.service", "MemoryDenyWriteExecute"))

    def test_users_and_directories_are_made(self):
        users = (ROOT / "kiosk/sysusers.conf").read_text()
        for unit in LIMITS:
            for name in values(unit, "User"):
                self.assertRegex(users, rf"(?m)^u {name} ")
            for name in values(unit, "Group") + " ".join(values(unit, "SupplementaryGroups")).split():
                self.assertRegex(users, rf"(?m)^g {name} ")
        made = re.findall(r"^d (\S+)", (ROOT / "kiosk/tmpfiles.conf").read_text(), re.M)
        for path in " ".join(values(unit, "ReadWritePaths")[0] for unit in SERVICES).split():
            self.assertIn(path.lstrip("-"), made)

    def test_systemd_takes_the_users(self):
        with tempfile.TemporaryDirectory() as directory:
            (Path(directory) / "etc").mkdir()
            done = subprocess.run(["systemd-sysusers", f"--root={directory}",
                                   ROOT / "kiosk/sysusers.conf"], capture_output=True, text=True,
                                  check=False)
            self.assertEqual(done.returncode, 0, done.stderr)
            users = (Path(directory) / "etc/passwd").read_text()
        for name in ("bangtin", "bangtin-sync"):
            self.assertRegex(users, rf"(?m)^{name}:.*nologin$")

    def test_the_stick_is_mounted_as_promised(self):
        script = (ROOT / "kiosk/bangtin-usb").read_text()
        options = re.search(r"^ *options=(\S+)", script, re.M).group(1).split(",")
        for option in ("ro", "noexec", "nosuid", "nodev", "gid=bangtin"):
            self.assertIn(option, options)
        self.assertIn('-o "$options,nosymfollow"', script)
        rule = (ROOT / "kiosk/90-bangtin-usb.rules").read_text()
        self.assertIn('SUBSYSTEMS=="usb"', rule)
        self.assertNotIn("ID_FS_TYPE", rule)  # of others the screen says that they cannot be read
        # anything here would hide the mount from everybody else
        private = r"^(Protect(System|Home|Proc|KernelTunables|ControlGroups)|Private\w+|ReadWritePaths)="
        for unit in ("bangtin-usb@.service", "bangtin-collect.service"):
            self.assertNotRegex((UNITS / unit).read_text(), re.compile(private, re.M))

    def test_who_asks_for_reports_is_heard(self):
        path = (ROOT / "kiosk/bangtin-collect.path").read_text()
        self.assertIn("PathExistsGlob=/run/bangtin/collect/*\n", path)
        self.assertRegex((ROOT / "kiosk/tmpfiles.conf").read_text(),
                         r"(?m)^d /run/bangtin/collect 0755 bangtin-sync ")


if __name__ == "__main__":
    UNITS, ROOT = Path(sys.argv.pop(1)).resolve(), Path(sys.argv.pop(1)).resolve()
    unittest.main()
