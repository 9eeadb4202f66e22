#!/usr/bin/env python3
"""Which room may include which, and which file may include which library."""

import re

import tree

# Arrows go down only. An executable's room is nobody's to include.
ROOMS = {
    "base": [],
    "playlist": ["base"],
    "ipc": ["playlist", "base"],
    "store": ["playlist", "base"],
    "trust": ["playlist", "base"],
    "net": ["base"],
    "plays": ["base"],
    "render": ["ipc", "playlist", "base"],
    "display": ["ipc", "store", "playlist", "base"],
    "sync": ["ipc", "plays", "store", "trust", "net", "playlist", "base"],
    "cli": ["ipc", "plays", "store", "trust", "net", "playlist", "base"],
}

# Each library stays behind one file, or as few as its job has: then it can be replaced, and a
# reader of any other file need not know it. Header → the files that may include it.
LIBRARIES = [
    (r"cjson/", r"player/(playlist|ipc|plays|store|trust|render|display|sync|cli)/"),
    (r"sodium", r"player/(base/sha256|trust/minisign)\.c"),
    (r"sqlite3", r"player/plays/sql\.c"),
    (r"curl/", r"player/net/http_curl\.c"),
    (r"SDL2?/SDL_ttf\.h|SDL_ttf\.h", r"player/render/"),
    (r"SDL2?/|SDL.*\.h", r"player/(display|render)/"),
    (r"unicode/", r"player/(render|cli)/"),
    (r"cairo", r"player/render/"),
    (r"librsvg", r"player/render/"),
    (r"pixman", r"player/render/"),
    (r"jpeglib\.h|jerror\.h|turbojpeg\.h", r"player/render/"),
    (r"png\.h", r"player/(render|cli)/"),
    (r"webp/", r"player/render/"),
    (r"lcms2\.h", r"player/render/"),
    (r"qrencode\.h", r"player/render/"),
    (r"zbar", r"player/cli/barcode\.c"),
    (r"seccomp\.h|linux/seccomp\.h", r"player/render/sandbox\.c"),
    (r"systemd/", r"player/(display|base)/"),
    (r"(lib)?drm|xf86drm", r"player/display/"),
    (r"X11/", r"player/display/"),
]

SYSTEM = re.compile(r"(sys|linux|arpa|net|netinet)/|[a-z0-9_]+\.h$")

INCLUDE = re.compile(r"^\s*#\s*include\s*<([^>]+)>")


def check_room(lint, path, number, room, target):
    other = target.split("/")[0]
    if other not in ROOMS or other == room or other in ROOMS[room]:
        return
    lint.find(path, number, f"{room} includes {target}, but arrows go down only: {room} may "
              f"include {', '.join(ROOMS[room]) or 'no other room'}; move what is shared down")


def check_library(lint, path, number, target):
    for header, allowed in LIBRARIES:
        if re.match(header, target):
            if not re.match(allowed, path):
                lint.find(path, number, f"{target} belongs behind {allowed}; call that file's "
                          "functions, or change the table in tests/lint/rooms.py with a reason")
            return
    if not SYSTEM.match(target) and target.split("/")[0] not in ROOMS:
        lint.find(path, number, f"{target} is of a library that tests/lint/rooms.py does not "
                  "know; add it there with the file that may use it")


def check(lint):
    for path in lint.select(r"^player/.*\.[ch]$"):
        room = path.split("/")[1]
        for number, line in tree.code_lines(lint.text(path)):
            include = INCLUDE.match(line)
            if include:
                check_room(lint, path, number, room, include.group(1))
                check_library(lint, path, number, include.group(1))


if __name__ == "__main__":
    tree.main(check)
