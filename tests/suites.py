#!/usr/bin/env python3
"""Builds the two trees, runs the suites in them, prints a line for each and the sum at last.

Called by scripts/test. Suites that may go side by side are one run of `meson test`; its JSON log tells
the results, and the output of each test how many cases it held (cmocka, TAP, unittest, or "N passed,
N failed")."""

import json
import os
import re
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

# Each line is one run: what works together, and what waits together.
SUITES = {
    "build": [["lint"], ["unit", "golden", "read"], ["screen", "feed", "fault"]],
    "build-asan": [["unit", "golden"], ["feed", "fault"], ["fuzz"]],
}
OPTIONS = {
    "build": ["-Dtests=true", "-Dwerror=true"],
    "build-asan": ["-Dtests=true", "-Dwerror=true", "-Db_sanitize=address,undefined",
                   "-Db_lundef=false", "-Dfuzz=true"],
}
COMPILER = {"build": "gcc", "build-asan": "clang"}

# Their tests wait for one another's programs more than they work: twice as many side by side, but
# for those that judge how smoothly a screen moves (is_parallel: false).
WAITING = {"screen", "feed", "fault"}

# A shared machine may need twice as long as the tests' own limits foresee, and may hold a program
# up between any two steps. So of those that wait a few that fail are run again, alone, and that
# counts; both runs are shown, since what passes only then is a race to be found and mended.
TIMEOUT_MULTIPLIER = "2"
AGAIN_MOST = 2
SHOWN_LINES = 60

COUNTS = [  # passed, failed: how test programs tell their cases
    (re.compile(r"\[  PASSED  \] (\d+) test"), re.compile(r"\[  FAILED  \] (\d+) test")),
    (re.compile(r"^(\d+) passed", re.M), re.compile(r"^\d+ passed, (\d+) failed", re.M)),
]


def environment(tree):
    env = dict(os.environ, CC=COMPILER[tree], LC_ALL="C.UTF-8")
    env.setdefault("ASAN_OPTIONS", "abort_on_error=1:detect_leaks=1")
    env.setdefault("UBSAN_OPTIONS", "halt_on_error=1:print_stacktrace=1")
    env.setdefault("FUZZ_SECONDS", "10")
    return env


def build(tree):
    """True where it compiled. A tree that scripts/build made for playing gets the tests too."""
    if (ROOT / tree / "build.ninja").exists():
        options = subprocess.run(["meson", "introspect", "--buildoptions", tree], cwd=ROOT,
                                 capture_output=True, text=True, check=True).stdout
        values = {o["name"]: o["value"] for o in json.loads(options)}
        if not (values["tests"] and values["werror"]):
            subprocess.run(["meson", "configure", tree, *OPTIONS["build"]], cwd=ROOT, check=True)
    command = [ROOT / "scripts/build", tree, *OPTIONS[tree]]
    return subprocess.run(command, env=environment(tree), stdin=subprocess.DEVNULL).returncode == 0


def count_cases(test):
    """(passed, failed) of one test of Meson's log; the test itself counts where it tells none."""
    output = test.get("stdout", "") + "\n" + test.get("stderr", "")
    passed = len(re.findall(r"^ok \d+", output, re.M))
    failed = len(re.findall(r"^not ok \d+", output, re.M))
    for one_passed, one_failed in COUNTS:
        passed += sum(int(n) for n in one_passed.findall(output))
        failed += sum(int(n) for n in one_failed.findall(output))
    ran = re.search(r"^Ran (\d+) tests? in ", output, re.M)
    if ran:
        bad = sum(int(n) for n in re.findall(r"(?:failures|errors)=(\d+)", output))
        passed, failed = passed + int(ran.group(1)) - bad, failed + bad
    if test["result"] in ("OK", "EXPECTEDFAIL"):
        return max(passed, 1), 0
    return passed, max(failed, 1)


def show_failure(test):
    print(f"---- {test['name']}: {test['result']}")
    lines = (test.get("stdout", "") + test.get("stderr", "")).splitlines()
    if len(lines) > SHOWN_LINES:
        print(f"… {len(lines) - SHOWN_LINES} lines more in the log")
    print("\n".join(lines[-SHOWN_LINES:]), flush=True)


def suite_of(test):
    """Meson's log has "PROJECT:SUITE / NAME"."""
    return test["name"].partition(" / ")[0].partition(":")[2]


def run_meson(tree, suites, processes, name, *only):
    """Runs the suites (`only` the tests named) side by side; returns the tests of its log, and what
    it said. `name`: of the log."""
    log = ROOT / tree / "meson-logs" / f"{name}.json"
    for old in log.parent.glob(f"{name}.*"):
        old.unlink()
    named = [word for suite in suites for word in ("--suite", suite)]
    run = subprocess.run(
        ["meson", "test", "-C", tree, "--no-rebuild", *named, "--logbase", name, "--num-processes",
         str(processes), "--timeout-multiplier", TIMEOUT_MULTIPLIER, *only],
        cwd=ROOT, env=environment(tree), stdin=subprocess.DEVNULL, capture_output=True, text=True)
    tests = [json.loads(line) for line in log.read_text().splitlines()] if log.exists() else []
    return tests, run.stdout + run.stderr


def run_again(tree, tests):
    """Runs those again, one after the other, that wait and have failed, where they are few; returns
    the tests with these results in place of the first."""
    failed = [test for test in tests
              if suite_of(test) in WAITING and test["result"] in ("FAIL", "TIMEOUT")]
    if len(failed) > AGAIN_MOST:
        return tests
    for test in failed:
        show_failure(test)
        again, _ = run_meson(tree, [suite_of(test)], 1, "again", test["name"].partition(" / ")[2])
        if len(again) == 1:
            print(f"---- {test['name']}: {again[0]['result']} when run again alone", flush=True)
            tests = [again[0] if one is test else one for one in tests]
    return tests


def sum_up(tests):
    """(passed, failed) of one suite's tests, and shows those that failed."""
    passed = failed = 0
    for test in tests:
        if test["result"] == "SKIP":
            continue
        good, bad = count_cases(test)
        passed, failed = passed + good, failed + bad
        if bad:
            show_failure(test)
    return passed, failed


def run_suites(tree, suites):
    """Runs those that go side by side; returns (passed, failed)."""
    started = time.monotonic()
    processes = os.cpu_count() * (2 if WAITING.intersection(suites) else 1)
    tests, said = run_meson(tree, suites, processes, "-".join(suites))
    tests = run_again(tree, tests)
    seconds = f" ({time.monotonic() - started:.0f} s{' together' if suites[1:] else ''})"
    total = [0, 0]
    for suite in suites:
        own = [test for test in tests if suite_of(test) == suite]
        passed, failed = sum_up(own)
        if not passed and not failed:  # a suite that has vanished must not look like one that passes
            failed = 1
            print(f"---- {suite}: no test ran\n{said}")
        skipped = ", ".join(test["name"] for test in own if test["result"] == "SKIP")
        print(f"{tree + ': ' + suite:20} {passed:5} passed, {failed} failed"
              + (seconds if suite == suites[-1] else "")
              + (f"; skipped: {skipped}" if skipped else ""), flush=True)
        total = [total[0] + passed, total[1] + failed]
    return total


def main(asked):
    known = {suite for runs in SUITES.values() for suites in runs for suite in suites}
    for name in asked:
        if name not in known:
            print(f"test: there is no suite \"{name}\"; there are {', '.join(sorted(known))}",
                  file=sys.stderr)
            return 2
    passed = failed = 0
    for tree, runs in SUITES.items():
        runs = [[suite for suite in suites if not asked or suite in asked] for suites in runs]
        if not any(runs):
            continue
        if not build(tree):
            print(f"---- {tree} does not compile")
            failed += 1
            continue
        for suites in filter(None, runs):
            good, bad = run_suites(tree, suites)
            passed, failed = passed + good, failed + bad
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
