#!/usr/bin/env python3
"""Each link of a Markdown page into the project leads somewhere."""

import re
from pathlib import PurePosixPath
from urllib.parse import unquote

import tree

LINK = re.compile(r"\[[^\]]*\]\(<?([^)\s>]+)>?(?:\s+\"[^\"]*\")?\)")
OUTSIDE = re.compile(r"[a-z][a-z0-9+.-]*:")


def anchors(text):
    """The anchors that GitHub and its like make of headings, and those written as HTML."""
    found = set(re.findall(r"<a\s+(?:id|name)=\"([^\"]+)\"", text))
    fence = False
    for line in text.splitlines():
        if line.startswith("```"):
            fence = not fence
        heading = re.match(r"#{1,6}\s+(.*?)\s*#*$", line)
        if heading and not fence:
            title = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading.group(1)).lower()
            slug = re.sub(r"[^\w\- ]", "", title).replace(" ", "-")
            same = sum(1 for a in found if re.fullmatch(re.escape(slug) + r"(-\d+)?", a))
            found.add(f"{slug}-{same}" if same else slug)
    return found


def resolve(path, target):
    """The project's path that `target` names on the page `path`, or None where it leads out."""
    parts = []
    for part in (PurePosixPath(path).parent / target).parts:
        if part == "..":
            if not parts:
                return None
            parts.pop()
        elif part != ".":
            parts.append(part)
    return "/".join(parts)


def check_link(lint, path, number, link):
    target, _, anchor = link.partition("#")
    to = resolve(path, unquote(target)) if target else path
    if to is None or not (lint.root / to).exists():
        lint.find(path, number, f"{link} leads nowhere; the path is taken from this page's folder")
    elif anchor and to.endswith(".md") and unquote(anchor) not in anchors(lint.text(to)):
        lint.find(path, number, f"{to} has no heading for #{anchor}")


def check(lint):
    for path in lint.select(r"\.md$"):
        fence = False
        for number, line in lint.lines(path):
            if line.lstrip().startswith("```"):
                fence = not fence
            if fence:
                continue
            for link in LINK.findall(re.sub(r"`[^`]*`", "", line)):
                if not OUTSIDE.match(link):
                    check_link(lint, path, number, link)


if __name__ == "__main__":
    tree.main(check)
