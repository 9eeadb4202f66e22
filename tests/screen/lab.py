"""A laboratory for players: a virtual screen, test plates, the watcher, and what a process costs.

Everything that is started here is ended here, by its process id; every file lives in a directory
that goes with the Lab. Needs Linux, Xvfb and the programs of a build directory ($BANGTIN_BUILD)."""

import atexit
import contextlib
import json
import os
import select
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
BUILD = Path(os.environ.get("BANGTIN_BUILD", ROOT / "build")).resolve()
# Told to end (a test runner's time limit), it ends as by Ctrl-C: what was started goes with it.
signal.signal(signal.SIGTERM, signal.default_int_handler)

PATIENCE = 30.0  # seconds for what takes one: only a broken program or machine needs more


class Timeout(AssertionError):
    """A condition that never came."""


def wait_until(condition, what, seconds=PATIENCE):
    """Returns the condition's first true value."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        value = condition()
        if value:
            return value
        time.sleep(0.005)
    raise Timeout(f"waited {seconds:.0f} s in vain for: {what}")


def end_process(process, seconds=20.0):
    """Ends a child: politely, then not. Returns its exit status."""
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            process.kill()
    return process.wait()


# What processes cost ------------------------------------------------------------------------


def stat_fields(pid):
    """/proc/PID/stat from the state on, or None where it has gone."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return None


def is_alive(pid):
    fields = stat_fields(pid)
    return fields is not None and fields[0] not in "ZX"


def name_of(pid):
    try:
        return Path(f"/proc/{pid}/comm").read_text().strip()
    except (FileNotFoundError, ProcessLookupError):
        return ""


def tree_of(pid):
    """The process and all that descend from it."""
    children = {}
    for entry in os.listdir("/proc"):
        fields = stat_fields(entry) if entry.isdigit() else None
        if fields:
            children.setdefault(int(fields[1]), []).append(int(entry))
    found = [pid]
    for parent in found:
        found += children.get(parent, [])
    return [p for p in found if is_alive(p)]


def cpu_of(pids):
    """CPU seconds of these processes and of their children that have ended. A process's own clock
    (clock_getcpuclockid) counts nanoseconds, also of threads that are gone."""
    total = 0.0
    tick = os.sysconf("SC_CLK_TCK")
    for pid in pids:
        fields = stat_fields(pid)
        try:
            total += time.clock_gettime(~pid << 3 | 2)
        except OSError:
            continue
        if fields:
            total += (int(fields[13]) + int(fields[14])) / tick
    return total


def rollup_of(pids, field="Pss"):
    """Kilobytes of smaps_rollup's field, all processes together."""
    total = 0
    for pid in pids:
        try:
            for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
                if line.startswith(field + ":"):
                    total += int(line.split()[1])
        except (FileNotFoundError, ProcessLookupError):
            continue
    return total


def wakeups_of(pids):
    """Voluntary context switches so far of all threads: each is a sleep, and so a wake-up."""
    total = 0
    for pid in pids:
        for status in Path(f"/proc/{pid}/task").glob("*/status"):
            try:
                lines = status.read_text().splitlines()
            except (FileNotFoundError, ProcessLookupError):
                continue
            total += sum(int(line.split()[1]) for line in lines
                         if line.startswith("voluntary_ctxt_switches"))
    return total


# The screen ---------------------------------------------------------------------------------


class Watch:
    """The watcher on a screen; `shown` are the plates that stood alone so far, [(plate, time)]."""

    def __init__(self, screen, plates, *arguments):
        self.shown = []
        self.result = None
        self.rest = b""
        self.process = subprocess.Popen(
            [BUILD / "tests/screen/watch", screen.framebuffer, "--events", "--plates", str(plates),
             "--server", str(screen.process.pid), *arguments], stdout=subprocess.PIPE)

    def read(self, seconds):
        """Takes what it says within that time; False at its end."""
        if not select.select([self.process.stdout], [], [], max(0, seconds))[0]:
            return True
        data = os.read(self.process.stdout.fileno(), 65536)
        *lines, self.rest = (self.rest + data).split(b"\n")
        for line in lines:
            value = json.loads(line)
            if "shown" in value:
                self.shown.append((value["shown"], value["at"] / 1e6))
            else:
                self.result = value
        return bool(data)

    def wait_shown(self, count, seconds=PATIENCE):
        """Until `count` plates have been seen; returns when the last one was."""
        end = time.monotonic() + seconds
        while len(self.shown) < count:
            if time.monotonic() > end or not self.read(end - time.monotonic()):
                raise Timeout(f"{len(self.shown)} of {count} plates shown after {seconds:.0f} s")
        return self.shown[count - 1][1]

    def finish(self):
        """Ends it and returns its result; the second time only the latter."""
        if self.process.stdout.closed:
            return self.result
        if self.process.poll() is None:
            self.process.terminate()
        while self.read(PATIENCE):
            pass
        self.process.stdout.close()
        self.process.wait()
        return self.result


class Screen:
    """An Xvfb of its own, painted into a file that can be mapped."""

    def __init__(self, directory, size="1920x1080"):
        self.directory = Path(directory)
        self.framebuffer = self.directory / "Xvfb_screen0"
        reader, writer = os.pipe()
        with open(self.directory / "xvfb.log", "wb") as log:
            self.process = subprocess.Popen(
                ["Xvfb", "-displayfd", str(writer), "-noreset", "-nolisten", "tcp", "-screen", "0",
                 size + "x24", "-fbdir", self.directory], pass_fds=[writer], stdout=log, stderr=log)
        os.close(writer)
        with os.fdopen(reader, "rb") as pipe:
            ready = select.select([pipe], [], [], PATIENCE)[0]
            number = pipe.readline().strip().decode() if ready else ""
        if not number:
            end_process(self.process)
            raise RuntimeError("Xvfb did not start: " + (self.directory / "xvfb.log").read_text())
        self.display = ":" + number

    def close(self):
        end_process(self.process)


class Lab:
    """A directory, a screen, and the processes that belong to them."""

    def __init__(self, size="1920x1080"):
        self.directory = Path(tempfile.mkdtemp(prefix="bangtin-lab-"))
        self.processes, self.watches = [], []
        try:
            self.screen = Screen(self.directory, size)
        except BaseException:
            shutil.rmtree(self.directory)
            raise
        atexit.register(self.close)
        (self.directory / "home").mkdir()

    def environment(self, **more):
        """Nothing of the user's session or settings reaches a program under test."""
        kept = {k: v for k, v in os.environ.items()
                if k in ("PATH", "ASAN_OPTIONS", "UBSAN_OPTIONS", "LSAN_OPTIONS")}
        home = self.directory / "home"
        runtime = self.directory / "run"
        runtime.mkdir(mode=0o700, exist_ok=True)
        own = {"CONFIGURATION_DIRECTORY": "etc", "STATE_DIRECTORY": "store",
               "RUNTIME_DIRECTORY": "run/bangtin"}
        kept |= {name: str(self.directory / path) for name, path in own.items()}
        return {**kept, "DISPLAY": self.screen.display, "HOME": str(home), "LANG": "C.UTF-8",
                "XDG_CACHE_HOME": str(home / "cache"), "XDG_CONFIG_HOME": str(home / "config"),
                "XDG_DATA_HOME": str(home / "data"), "XDG_RUNTIME_DIR": str(runtime),
                "SDL_VIDEODRIVER": "x11", **more}

    def start(self, command, log="program.log", **environment):
        """Starts a program on the screen."""
        with open(self.directory / log, "ab") as out:
            process = subprocess.Popen([str(word) for word in command], stdin=subprocess.DEVNULL,
                                       stdout=out, stderr=out, cwd=self.directory,
                                       env=self.environment(**environment))
        self.processes.append(process)
        return process

    def play(self, folder, *arguments, **environment):
        """bangtin play, of the build under test."""
        return self.start([BUILD / "bangtin", "play", folder, *arguments], **environment)

    def log(self, name="program.log"):
        path = self.directory / name
        return path.read_text(errors="replace") if path.exists() else ""

    def watch(self, plates, *arguments):
        watch = Watch(self.screen, plates, *arguments)
        self.watches.append(watch)
        return watch

    def plate(self, number, size, name, texture=0):
        """A picture file of a test plate, made once."""
        path = self.directory / "plates" / name
        path.parent.mkdir(exist_ok=True)
        if not path.exists():
            subprocess.run([BUILD / "tests/screen/plate", str(number), size, path, str(texture)],
                           check=True)
        return path

    def folder(self, name, pictures, hold=0.5, transition="cut", move=None, **item):
        """A playlist folder of these picture files; returns its path."""
        path = self.directory / name
        (path / "media").mkdir(parents=True)
        assets, items = {}, []
        for index, picture in enumerate(pictures):
            target = path / "media" / f"{index}{picture.suffix}"
            os.link(picture, target)
            assets[f"p{index}"] = {"href": f"media/{target.name}", "alt": f"plate {index}"}
            items.append({"id": f"i{index}", "type": "image", "asset": f"p{index}", **item})
        move = {"type": transition, **({"duration": move} if move else {})}
        self.document(path, {"assets": assets, "playlists": [{"id": "main", "items": items}],
                             "defaults": {"duration": hold, "transition": move, "fit": "contain"}})
        return path

    @staticmethod
    def document(path, fields):
        """Writes playlist.json as an editor does that is careful: aside, then renamed."""
        document = {"formatVersion": 1, "feedId": "lab", "sequence": 1, "title": "Plates",
                    "languages": ["en"], "timeZone": "UTC", "generated": "2026-01-01T00:00:00Z",
                    **fields}
        aside = path / "playlist.json.new"
        aside.write_text(json.dumps(document))
        aside.rename(path / "playlist.json")

    def end(self, process):
        """Ends one program with all that it started; returns its exit status."""
        pids = tree_of(process.pid)
        status = end_process(process)
        for pid in pids:  # those that did not follow
            try:
                if is_alive(pid):
                    os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                pass
        if process in self.processes:
            self.processes.remove(process)
        return status

    def close(self):
        atexit.unregister(self.close)
        with contextlib.ExitStack() as stack:  # each step is taken, whatever another one raises
            stack.callback(shutil.rmtree, self.directory)
            stack.callback(self.screen.close)
            for process in list(self.processes):
                stack.callback(self.end, process)
            for watch in self.watches:
                stack.callback(watch.finish)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()
