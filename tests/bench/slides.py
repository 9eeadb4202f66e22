"""How long the drawing of a slide takes, beside pango-view drawing the same words.

`draw` (tests/render) asks one worker for a 1080p picture of each slide, as the screen does, and tells
how long each answer took. pango-view starts anew for each text, wraps it and writes a PNG: so it has
more to do besides, and no code, band and icon to draw. Both take turns, slide by slide in each round."""

import json
import re
import statistics
import subprocess
import sys
import time
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parent.parent / "read"))
from words import VALUES, fill  # noqa: E402 (the folder of the tests that read slides)

WIDTH, HEIGHT = 1920, 1080


def jobs(root, count):
    """(name, job) of so many of the built-in slides with words, spread over all of them."""
    document = json.loads((root / "content/playlist.json").read_text(encoding="utf-8"))
    items = [item for playlist in document["playlists"] for item in playlist["items"]
             if item["type"] != "image"]
    for item in items[::max(1, len(items) // count)]:
        language = "km" if item["id"].startswith("km-") else "vi"
        yield item["id"], {"kind": "item", "width": WIDTH, "height": HEIGHT, "rotate": 0,
                           "language": language, "item": fill(item, language, VALUES),
                           "band": VALUES["name"], "clock": True}


def draw(build, paths):
    """(ms of each job but the first, the texts of each) by one worker."""
    words = [word for path in paths for word in (path, path.with_suffix(".png"))]
    done = subprocess.run([build / "tests/render/draw", *words], capture_output=True, text=True, check=True)
    times = [float(ms) for ms in re.findall(r"\.png: ([0-9.]+) ms", done.stderr)][1:]
    texts = [[box for box in json.loads(line)["boxes"] if box["role"] != "code"]
             for line in done.stdout.splitlines()]
    return times, texts


def pango(boxes, out):
    """ms of a pango-view for the same words, in the size that most of them have."""
    size = statistics.median(box["size"] for box in boxes)
    text = "\n".join(box["text"] for box in boxes)
    start = time.monotonic()
    subprocess.run(["pango-view", "--no-display", "--dpi=72", f"--width={WIDTH}", f"--output={out}",
                    f"--font=Noto Sans {size:g}", f"--text={text}"], check=True)
    return (time.monotonic() - start) * 1000


def measure(root, build, work, rounds, count=24):
    """{"turnMs": …, "drawMs": …, "pangoMs": …}: of all slides in all rounds, after other slides or
    after themselves, and pango-view's."""
    values = {"drawMs": [], "pangoMs": [], "turnMs": []}
    paths = []
    for name, job in jobs(root, count):
        paths.append(work / f"{name}.json")
        paths[-1].write_text(json.dumps(job), encoding="utf-8")
    for _ in range(rounds):
        for path in paths:
            # The first picture of a worker also opens the fonts.
            times, texts = draw(build, [path, path])
            values["drawMs"].append(times[0])
            values["pangoMs"].append(pango(texts[0], work / "pango.png"))
        times, _ = draw(build, paths)
        values["turnMs"].extend(times)
    return values


def print_table(values):
    turn, again, peer = (statistics.median(values[name]) for name in ("turnMs", "drawMs", "pangoMs"))
    worst = statistics.quantiles(values["turnMs"], n=20)[-1]
    print("| a slide with words, 1920 × 1080 | median | aim |\n|---|---|---|\n"
          f"| drawn after other slides | {turn:.0f} ms (95 of 100 within {worst:.0f} ms) | ≤ 120 ms |\n"
          f"| drawn again | {again:.0f} ms | |\n"
          f"| pango-view, the same words | {peer:.0f} ms | |\n"
          f"| ratio to pango-view | {turn / peer:.2f} × | |\n\n"
          f"{len(values['turnMs'])} pictures, {len(values['pangoMs'])} runs of pango-view.")
