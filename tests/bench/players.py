"""The programs that are measured, each with the command for the same task."""

import shutil
import tempfile
from pathlib import Path

from lab import BUILD

PAGE = """<!doctype html><meta charset="utf-8"><style>
html, body {{ margin: 0; background: #000; overflow: hidden; cursor: none }}
img {{ position: fixed; width: 100vw; height: 100vh; object-fit: contain; opacity: 0 }}
.on {{ opacity: 1; z-index: 1; transition: opacity {fade}s linear }}
.off {{ opacity: 1; z-index: 0 }}</style><img id="a"><img id="b"><script>
const files = {files}, hold = {hold} * 1000;
let shown = document.getElementById("a"), next = document.getElementById("b"), n = 0;
async function prepare(image) {{ image.src = files[n++ % files.length]; await image.decode(); }}
function turn() {{
  next.className = "on"; shown.className = "off";
  [shown, next] = [next, shown];
  setTimeout(() => {{ next.className = ""; prepare(next); }}, {fade} * 1000 + 100);
}}
prepare(shown).then(() => {{
  shown.style.transition = "none"; shown.className = "on";
  requestAnimationFrame(() => {{ shown.style.transition = ""; }});
  if (files.length > 1) {{ prepare(next); setInterval(turn, hold); }}
}});
</script>"""


class Player:
    """`needs`: the command that must be there; `package`: where Debian has it."""

    name = needs = package = ""
    can_fade = False

    def __init__(self, lab):
        self.lab = lab

    def missing(self):
        return None if shutil.which(self.needs) else self.package

    def start(self, pictures, hold=None, fade=0):
        """Shows one picture, or all in a circle, each for `hold` seconds."""
        return self.lab.start(self.command(pictures, hold, fade), log=self.name + ".log")

    def command(self, pictures, hold, fade):
        raise NotImplementedError


class Floor(Player):
    name, can_fade = "floor", True

    def missing(self):
        path = BUILD / "tests/bench/floor"
        return None if path.exists() else "scripts/build (with the tests: -Dtests=true)"

    def command(self, pictures, hold, fade):
        options = ["--hold", hold, "--fade", fade] if hold else []
        return [BUILD / "tests/bench/floor", *options, *pictures]


class Nsxiv(Player):
    name = needs = package = "nsxiv"

    def command(self, pictures, hold, fade):
        options = ["-S", hold] if hold else []
        return ["nsxiv", "-b", "-s", "f", "-g", "1920x1080+0+0", *options, *pictures]


class Feh(Player):
    name = needs = package = "feh"

    def command(self, pictures, hold, fade):
        options = ["-D", hold] if hold else []
        return ["feh", "--fullscreen", "--hide-pointer", *options, *pictures]


class Mpv(Player):
    name = needs = package = "mpv"

    def command(self, pictures, hold, fade):
        return ["mpv", "--no-config", "--really-quiet", "--no-terminal", "--vo=x11", "--fs",
                "--no-border", "--geometry=1920x1080+0+0", "--no-osc", "--osd-level=0",
                "--loop-playlist=inf", f"--image-display-duration={hold or 'inf'}", *pictures]


class Chromium(Player):
    """A kiosk page: the next picture is decoded while the present one shows; CSS fades."""

    name = needs = package = "chromium"
    can_fade = True

    def command(self, pictures, hold, fade):
        profile = Path(tempfile.mkdtemp(dir=self.lab.directory, prefix="profile-"))
        page = profile / "page.html"
        files = [picture.as_uri() for picture in pictures]
        page.write_text(PAGE.format(files=files, hold=hold or 0, fade=fade))
        return ["chromium", "--kiosk", "--no-sandbox", "--disable-gpu", "--disable-quic",
                "--no-first-run", "--disable-background-networking", "--disable-component-update",
                "--disable-sync", "--window-size=1920,1080", "--window-position=0,0",
                f"--user-data-dir={profile}", page.as_uri()]


class Bangtin(Player):
    """Ours. Each start is the first one after installation; `restart` keeps the cache."""

    name, can_fade = "bangtin", True

    def __init__(self, lab):
        super().__init__(lab)
        self.folders = {}

    def missing(self):
        built = (BUILD / "bangtin").exists() and (BUILD / "bangtin-display").exists()
        return None if built else "scripts/build"

    def folder(self, pictures, hold, fade):
        key = (tuple(pictures), hold, fade)
        if key not in self.folders:
            self.folders[key] = self.lab.folder(
                f"folder-{len(self.folders)}", pictures, hold=hold or 3600,
                transition="crossfade" if fade else "cut", move=fade or None)
        return self.folders[key]

    def start(self, pictures, hold=None, fade=0):
        cache = self.lab.directory / "home/cache"
        shutil.rmtree(cache, ignore_errors=True)
        return self.restart(pictures, hold, fade)

    def restart(self, pictures, hold=None, fade=0):
        return self.lab.start([BUILD / "bangtin", "play", self.folder(pictures, hold, fade)],
                              log="bangtin.log")


ALL = [Floor, Nsxiv, Feh, Mpv, Chromium, Bangtin]
