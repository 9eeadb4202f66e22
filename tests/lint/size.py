#!/usr/bin/env python3
"""A function fits on a few screens, a file is one idea."""

import re

import tree

FUNCTION_LINES = 100
FILE_LINES = 400


def check_functions(lint, path):
    """Relies on the format lint: a body starts and ends with a brace in the first column."""
    start, name = None, ""
    for number, line in lint.lines(path):
        if re.match(r"[A-Za-z_].*\(", line):
            name = re.search(r"(\w+)\(", line).group(1) if re.search(r"(\w+)\(", line) else "?"
        if line == "{":
            start = number
        elif line == "}" and start:
            length = number - start + 1
            if length > FUNCTION_LINES:
                lint.find(path, start, f"{name}() has {length} lines, {FUNCTION_LINES} are "
                          "allowed; give its steps names of their own")
            start = None


def check(lint):
    for path in lint.select(r"^(player|tests|scripts)/.*(\.[ch]|\.py|/[a-z-]+)$"):
        length = sum(1 for _ in lint.lines(path))
        if length > FILE_LINES:
            lint.find(path, FILE_LINES + 1, f"{length} lines, {FILE_LINES} are allowed; which "
                      "two ideas are in it?")
        if path.endswith((".c", ".h")):
            check_functions(lint, path)


if __name__ == "__main__":
    tree.main(check)
