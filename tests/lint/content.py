#!/usr/bin/env python3
"""The built-in content keeps the editors' rules: each address has a source, texts fit an eye that
passes by, codes stay long enough for a phone, drawings have their words as paths, and what is said
in another language than the editors' own is hidden until somebody who speaks it has approved it.
What any playlist must keep, `bangtin check` says."""

import json
import re

import tree

PLAYLIST = "content/playlist.json"
SOURCES = "docs/content.md"
LENGTHS = {"name": 40, "shortName": 24, "title": 56, "summary": 92, "body": 100, "text": 100}
WORDS = {"summary": 14, "body": 20}
CODE_SECONDS, PLAIN_SECONDS = 15, 10


def line_of(text, needle):
    place = text.find(needle)
    return text.count("\n", 0, place) + 1 if place >= 0 else 1


def strings(value):
    """All strings in a JSON value, as (field, text); a language map's carry the map's field."""
    def walk(field, value):
        if isinstance(value, str):
            yield field, value
        elif isinstance(value, dict):
            languages = all(re.fullmatch(r"[a-z]{2,3}", key) for key in value)
            for key, inner in value.items():
                yield from walk(field if languages and field else key, inner)
        elif isinstance(value, list):
            for inner in value:
                yield from walk(field, inner)
    return walk("", value)


def is_contact(field, text):
    return (field in ("url", "qr", "website", "phone") or "@" in text) and "{" not in text


def is_foreign(value, own):
    """Whether some text is there in another language than `own`."""
    if isinstance(value, dict):
        is_map = value and all(re.fullmatch(r"[a-z]{2,3}", key) for key in value)
        return bool(is_map and set(value) - {own}) or any(
            is_foreign(inner, own) for inner in value.values())
    return isinstance(value, list) and any(is_foreign(inner, own) for inner in value)


def check_item(lint, text, item, document):
    line, defaults = line_of(text, f'"id": "{item["id"]}"'), document.get("defaults", {})
    for field, value in strings(item):
        if field in LENGTHS and len(value) > LENGTHS[field]:
            lint.find(PLAYLIST, line, f"{item['id']}: {field} has {len(value)} letters; who passes "
                      f"by reads {LENGTHS[field]}")
        if len(value.split()) > WORDS.get(field, len(value)):
            lint.find(PLAYLIST, line, f"{item['id']}: {field} has {len(value.split())} words, not "
                      f"{WORDS[field]} at most")
    foreign = is_foreign(item, document.get("languages", ["vi"])[0])
    if foreign and not item.get("hidden") and not item.get("approvedBy"):
        lint.find(PLAYLIST, line, f"{item['id']}: hide it until a native speaker has approved it")
    least = CODE_SECONDS if item.get("url") or item.get("qr") else PLAIN_SECONDS
    if item.get("duration", defaults.get("duration", 0)) < least:
        lint.find(PLAYLIST, line, f"{item['id']}: give it {least} seconds at least")


def check_assets(lint, text, assets):
    for name, asset in assets.items():
        path = "content/" + asset["href"]
        line = line_of(text, f'"{name}": {{')
        if not (lint.root / path).is_file():
            lint.find(PLAYLIST, line, f"{path} is missing")
        elif path.endswith(".svg") and "<text" in lint.text(path):
            lint.find(path, 1, "holds words as text; run scripts/outline-svg")
        if not asset.get("alt"):
            lint.find(PLAYLIST, line, f"{name} has no alt: what does the picture say?")


def check(lint):
    for path in lint.select(rf"^{re.escape(PLAYLIST)}$"):
        text = lint.text(path)
        document = json.loads(text)
        sources = set(re.findall(r"^\| ([^|\s]+) \|", lint.text(SOURCES), re.M))
        for field, value in strings(document):
            if is_contact(field, value) and value not in sources:
                lint.find(path, line_of(text, value), f"{value} has no source in {SOURCES}")
        for playlist in document["playlists"]:
            for item in playlist["items"]:
                check_item(lint, text, item, document)
        check_assets(lint, text, document.get("assets", {}))


if __name__ == "__main__":
    tree.main(check)
