"""What the tests of `report` share: a store with a log, the command, its figures."""

import json
from datetime import datetime, timedelta, timezone

from lab import Lab
from plays_log import PlaysLog

HANOI = timezone(timedelta(hours=7))


def at(text):
    """A local time in milliseconds."""
    return int(datetime.fromisoformat(text).replace(tzinfo=HANOI).timestamp() * 1000)


class ReportLab(Lab):
    def log(self, name="lobby", **place):
        return PlaysLog(name, **place)

    def store(self, log, name="store"):
        (self.root / name).mkdir(parents=True, exist_ok=True)
        (self.root / name / "plays.db").unlink(missing_ok=True)
        log.write(self.root / name / "plays.db")
        return self.root / name

    def report(self, *words, status=0, store="store", **options):
        """What is printed; `store` None: none is named."""
        place = () if store is None else ("--store", store)
        done = self.run_bangtin("report", *words, *place, **options)
        self.assertEqual(done.returncode, status, done.stderr + done.stdout)
        self.assertNotIn("Sanitizer", done.stderr)
        self.said = done.stderr
        return done.stdout

    def figures(self, *words, **options):
        return json.loads(self.report(*words, "--format", "json", **options))
