#!/usr/bin/python3
"""Recurrence rules open when an independent implementation, python3-dateutil, says so.

recurrence.py TOOL. BANGTIN_RULES says how many rules are made up (500), BANGTIN_SEED from what."""
import datetime
import itertools
import os
import random
import re
import subprocess
import sys
import zoneinfo

from dateutil import rrule

DAYS = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]
datetime.MAXYEAR = 2070  # dateutil tries what never occurs up to then, in place of 9999
ZONES = ["Asia/Ho_Chi_Minh", "Asia/Ho_Chi_Minh", "Europe/Berlin", "America/New_York"]


def some(random, values, most):
    return random.sample(values, random.randint(1, min(most, len(values))))


def make_days(random, frequency):
    """Plain days or numbered ones: dateutil takes a mixture for "both", RFC 5545 for "either"."""
    days = some(random, DAYS, 4)
    if frequency in ("DAILY", "WEEKLY") or random.random() < 0.4:
        return days
    weeks = [-5, -3, -2, -1, 1, 2, 3, 4, 5]
    if frequency == "YEARLY" and random.random() < 0.3:
        weeks = [-50, -20, 10, 31, 50]  # dateutil falls over 53, and over these within a month
    return [f"{random.choice(weeks)}{day}" for day in days]


def make_rule(random, start, zone):
    frequency = random.choice(["DAILY", "WEEKLY", "MONTHLY", "MONTHLY", "YEARLY", "YEARLY"])
    parts = [f"FREQ={frequency}"]
    is_by = False
    if random.random() < 0.5:
        parts.append(f"INTERVAL={random.choice([1, 2, 2, 3, 4, 5, 7, 10, 12, 17])}")
    if random.random() < 0.55:
        parts.append("BYDAY=" + ",".join(make_days(random, frequency)))
        is_by = True
    if random.random() < 0.35 and not re.search("[0-9]{2}[A-Z]", parts[-1]):
        parts.append("BYMONTH=" + ",".join(map(str, some(random, range(1, 13), 5))))
        is_by = True
    if frequency != "WEEKLY" and random.random() < 0.4:
        days = some(random, [*range(1, 32), *range(-31, 0)], 6)
        if random.random() < 0.2:
            days = [29]
        parts.append("BYMONTHDAY=" + ",".join(map(str, days)))
        is_by = True
    if is_by and random.random() < 0.3:
        places = [-3, -2, -1, -1, 1, 1, 2, 3, 5] + ([30, 100, -100] if frequency == "YEARLY" else [])
        parts.append("BYSETPOS=" + ",".join(map(str, sorted(set(some(random, places, 3))))))
    end = random.random()
    if end < 0.3:
        parts.append(f"COUNT={random.choice([1, 2, 3, 10, 25, 100, 500])}")
    elif end < 0.5:
        until = start + datetime.timedelta(days=random.randint(0, 4000),
                                           seconds=random.choice([-1, 0, 0, 1]))
        if random.random() < 0.5:
            parts.append("UNTIL=" + until.strftime("%Y%m%dT%H%M%S"))
        else:
            utc = until.replace(tzinfo=zone).astimezone(datetime.timezone.utc)
            parts.append("UNTIL=" + utc.strftime("%Y%m%dT%H%M%SZ"))
    random_order = parts[1:]
    random.shuffle(random_order)
    return ";".join([parts[0], *random_order])


def to_local(part, zone):
    """An UNTIL in UTC becomes a local one: dateutil reckons in local time here."""
    if not part.startswith("UNTIL=") or not part.endswith("Z"):
        return part
    utc = datetime.datetime.strptime(part[6:], "%Y%m%dT%H%M%SZ")
    return (utc.replace(tzinfo=datetime.timezone.utc).astimezone(zone)
            .strftime("UNTIL=%Y%m%dT%H%M%S"))


def expected(text, start, zone, span, duration):
    """The windows within the span, joined where they touch, in seconds."""
    parts = [to_local(part, zone) for part in text.split(";") if not part.startswith("COUNT=")]
    count = re.search("COUNT=([0-9]+)", text)
    begin, end = span
    rule = rrule.rrulestr(";".join(parts), dtstart=start, cache=False)
    windows = []
    for moment in itertools.islice(rule, int(count[1]) if count else None):
        at = int(moment.replace(tzinfo=zone).timestamp())
        if at >= end:
            break
        if windows and at <= windows[-1][1]:
            windows[-1][1] = at + duration
        else:
            windows.append([at, at + duration])
    return [[max(a, begin), min(b, end)] for a, b in windows if b > begin]


def make_case(random):
    name = random.choice(ZONES)
    zone = zoneinfo.ZoneInfo(name)
    day = datetime.date(2000, 1, 1) + datetime.timedelta(days=random.randint(0, 14600))
    if random.random() < 0.1:
        day = datetime.date(random.choice([2000, 2024, 2028]), 2, 29)
    # Not between one and three at night, where the clocks of some zones go forward or back: there
    # the two follow other customs.
    hour = random.choice([0, 4, 7, 8, 12, 17, 23])
    start = datetime.datetime.combine(day, datetime.time(hour, random.choice([0, 30, 59])))
    text = make_rule(random, start, zone)
    duration = random.choice([1, 60, 3600, 86400, 5 * 86400, 31 * 86400])
    first = int(start.replace(tzinfo=zone).timestamp())
    begin = first + random.choice([-86400, 0, 0, 1, random.randint(0, 86400 * 1500)])
    years = 1 if "DAILY" in text or "WEEKLY" in text else 4 if "MONTHLY" in text else 20
    span = (begin, begin + years * 366 * 86400)
    line = "\t".join(map(str, [name, first, duration, *span, text]))
    return line, expected(text, start, zone, span, duration)


def join(answer):
    """A window that stays open for long is asked about again, and so comes in parts."""
    windows = []
    for window in answer.split():
        start, end = map(int, window.split("-"))
        if windows and windows[-1][1] == start:
            windows[-1][1] = end
        else:
            windows.append([start, end])
    return windows


def main():
    source = random.Random(int(os.environ.get("BANGTIN_SEED", "5545")))
    cases = [make_case(source) for _ in range(int(os.environ.get("BANGTIN_RULES", "500")))]
    text = "".join(line + "\n" for line, _ in cases)
    done = subprocess.run([sys.argv[1]], input=text, stdout=subprocess.PIPE, check=True, text=True)
    faults = 0
    for (line, wanted), answer in zip(cases, done.stdout.splitlines(), strict=True):
        got = join(answer)
        if got != wanted:
            faults += 1
            print(f"# {line}\n#   wanted {wanted[:6]}\n#   got    {got[:6]}")
    busy = sum(1 for _, wanted in cases if len(wanted) > 1)
    failed = faults or busy < len(cases) / 2
    print("1..1")
    print(f"{'not ' if failed else ''}ok 1 - {len(cases)} rules open when dateutil says so "
          f"({busy} of them more than once)")
    sys.exit(bool(failed))


if __name__ == "__main__":
    main()
