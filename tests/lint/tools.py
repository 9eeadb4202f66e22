#!/usr/bin/env python3
"""Runs one of Debian's checkers over the files that it understands: tools.py ROOT BUILD TOOL."""

import json
import os
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import tree


def run(lint, command, files, remedy):
    """Runs it in the checkout; returns its output where it found something, with the remedy."""
    if not files:  # without a name these tools read standard input
        return ""
    done = subprocess.run([*command, *files], cwd=lint.root, capture_output=True, text=True, check=False)
    if done.returncode == 0:
        return ""
    root = re.escape(str(lint.root.resolve()))
    output = re.sub(rf"\S*{root}/(?=player/|tests/)|^\S*\.\./(?=player/|tests/)", "",
                    done.stdout + done.stderr, flags=re.M)  # a compiler's paths start in the build
    return f"{output.rstrip()}\n{remedy}"


def compiled(lint, build, pattern):
    """The sources that this build compiles: one that it leaves out has no flags to check with."""
    commands = json.loads((lint.root / build / "compile_commands.json").read_text())
    root = str(lint.root.resolve()) + "/"
    known = {os.path.normpath(os.path.join(c["directory"], c["file"])).replace(root, "")
             for c in commands}
    return [path for path in lint.select(pattern) if path in known]


def check_format(lint, build):
    return [run(lint, ["clang-format", "--dry-run", "-Werror"],
                lint.select(r"^(player|kiosk|tests)/.*\.[ch]$"), "run: clang-format -i FILE")]


def check_tidy(lint, build):
    command = ["clang-tidy", "--quiet", "-p", build, "--extra-arg=-Wno-unknown-warning-option"]
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        return list(pool.map(lambda path: run(lint, command, [path], "see .clang-tidy for why"),
                             compiled(lint, build, r"^player/.*\.c$")))


def check_cppcheck(lint, build):
    cache = lint.root / build / "meson-private" / "cppcheck"
    cache.mkdir(exist_ok=True)
    return [run(lint, ["cppcheck", "--quiet", "--error-exitcode=1", "--std=c11",
                       "--enable=warning,performance,portability", "--inline-suppr",
                       "--suppressions-list=tests/lint/cppcheck.txt", "-Iplayer",
                       f"-I{lint.root / build / 'player'}", "-DBANGTIN_BUILD_TIME=1",
                       "--include=tests/lint/cppcheck.h",
                       f"--cppcheck-build-dir={cache}", f"-j{os.cpu_count()}",
                       "--template={file}:{line}: {severity}: {message} [{id}]"],
                lint.select(r"^player/.*\.c$"),
                "mend it, or name it with the reason in tests/lint/cppcheck.txt")]


def check_shell(lint, build):
    pattern = r"^(scripts|tests|kiosk|\.ci)/[^.]*$|^debian/.*\.p(re|ost)(inst|rm)$|\.(ba)?sh$|\.bash$"
    scripts = [path for path in lint.select(pattern)
               if path.endswith("sh") or re.match(r"#!.*\bsh|#!.*bash", lint.text(path))]
    lint.checked = len(scripts)
    return [run(lint, ["shellcheck", "--external-sources", "--source-path=SCRIPTDIR"], scripts,
                "https://www.shellcheck.net/wiki explains each number")]


def check_man(lint, build):
    return [run(lint, ["mandoc", "-T", "lint", "-W", "warning"], lint.select(r"\.[1-8]$"),
                "mandoc(1), DIAGNOSTICS, explains each line")]


def main(root, build, tool):
    lint = tree.Tree(root)
    output = [text for text in globals()[f"check_{tool}"](lint, build) if text]
    print("\n".join(output))
    print(f"{lint.checked} files checked by {tool}, {len(output)} complaints")
    return 1 if output or lint.checked == 0 else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
