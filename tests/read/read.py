#!/usr/bin/env python3
"""What a person or a phone gets from the pictures: zbarimg reads every code, tesseract the words.

    read.py DRAW WORK

DRAW is the program that draws jobs (tests/render/draw.c), WORK a directory for what is drawn. Each
check prints a TAP line. The document's own words are the oracle."""

import difflib
import json
import re
import subprocess
import sys
import unicodedata
from pathlib import Path

BAND = "Trung tâm Phục vụ hành chính công"
SIZES = [(1920, 1080), (1080, 1920)]

ITEMS = {
    "portal": {
        "type": "service", "name": "Cổng Dịch vụ công quốc gia",
        "summary": "Nộp hồ sơ, theo dõi và nhận kết quả thủ tục hành chính ngay tại nhà",
        "url": "https://dichvucong.gov.vn/"},
    "province": {
        "type": "service", "name": "Trang chuyển đổi số tỉnh Long An", "phone": "0272.1022",
        "summary": "Mời bà con xem tỉnh nhà đang chuyển đổi số thế nào.",
        "url": "https://chuyendoiso.longan.gov.vn"},
    "long-address": {
        "type": "service", "name": "Hướng dẫn nộp hồ sơ", "summary": "Xem trên điện thoại",
        "url": "https://dichvucong.gov.vn/huong-dan/nop-ho-so-truc-tuyen/dang-ky-khai-sinh"},
    "hotline": {
        "type": "hotline", "name": "Tổng đài 1022", "phone": "0272.1022",
        "hours": "24 giờ mỗi ngày, cả ngày nghỉ",
        "summary": "Phản ánh về hạ tầng đô thị, dịch vụ công, trật tự công cộng",
        "qr": "https://1022.longan.gov.vn"},
    "notice": {
        "type": "notice", "severity": "important",
        "title": "Chỉ nhận hồ sơ trực tuyến từ ngày 1 tháng 10",
        "body": "Cán bộ tại quầy số 3 hướng dẫn người cao tuổi nộp hồ sơ.",
        "url": "https://dx.gov.vn"},
    "slogan": {
        "type": "slogan", "attribution": "Chủ đề của tỉnh Trà Vinh",
        "text": "Chuyển đổi số vì một cuộc sống tốt đẹp hơn cho người dân"},
}

# Words are held to the letter but for what tesseract's model confuses in any font.
LIKENESS = 0.93
# These are copied letter by letter, so one wrong letter is a fault.
EXACT = {"phone", "url"}
READ = EXACT | {"name", "title", "text", "summary", "body", "hours", "band", "attribution"}


class Checks:
    def __init__(self):
        self.count = 0
        self.failed = 0

    def check(self, good, name, why=""):
        self.count += 1
        self.failed += not good
        print(f"{'ok' if good else 'not ok'} {self.count} - {name}" + (f" # {why}" if why else ""),
              flush=True)


def run(*command):
    return subprocess.run([str(c) for c in command], capture_output=True, text=True)


def codes_in(picture):
    return run("zbarimg", "--quiet", "--raw", "-Sdisable", "-Sqrcode.enable",
               picture).stdout.splitlines()


def check_codes(checks, name, picture, boxes, work):
    """At full size, at half, and through a camera out of focus."""
    wanted = [box["text"] for box in boxes if box["role"] == "code"]
    views = {"full size": picture}
    for view, options in {"half size": ["-resize", "50%"], "blurred": ["-blur", "0x4"]}.items():
        views[view] = work / f"{picture.stem}-{view[:4]}.png"
        run("convert", picture, *options, views[view])
    for view, path in views.items():
        found = codes_in(path)
        checks.check(found == wanted, f"{name}: code at {view}",
                     "" if found == wanted else f"read {found}, drawn {wanted}")


def plain(text):
    return re.sub(r"\s+", " ", unicodedata.normalize("NFC", text)).strip()


def luminance(colour):
    red, green, blue = (int(colour[i:i + 2], 16) for i in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def read_box(picture, box, work, number, language=None):
    """Crops to the reported box, dark letters on white, 48 px high, as tesseract likes it."""
    crop = work / f"{picture.stem}-{number}.png"
    margin = max(4, box["size"] // 8)
    negate = ["-negate"] if luminance(box["colour"]) > luminance(box["ground"]) else []
    run("convert", picture, "-crop",
        f"{box['width'] + 2 * margin}x{box['height'] + 2 * margin}"
        f"{box['x'] - margin:+d}{box['y'] - margin:+d}",
        "+repage", "-colorspace", "Gray", *negate, "-auto-level", "-resize",
        f"{100 * 48 / box['size']:.2f}%", "-bordercolor", "white", "-border", "10", crop)
    # Addresses and numbers are no Vietnamese words.
    language = language or ("eng" if box["role"] in EXACT else "vie")
    options = ["-c", "load_system_dawg=0", "-c", "load_freq_dawg=0"] if language == "eng" else []
    mode = "7" if box["height"] < 2 * box["size"] else "6"  # one line, or a block
    return plain(run("tesseract", crop, "-", "-l", language, "--psm", mode, *options).stdout)


def check_words(checks, name, picture, boxes, work):
    for number, box in enumerate(boxes):
        if box["role"] not in READ:
            continue
        read, wanted = read_box(picture, box, work, number), plain(box["text"])
        if box["role"] in EXACT:
            good = read.replace(" ", "") == wanted.replace(" ", "")
        else:
            good = difflib.SequenceMatcher(None, read, wanted).ratio() >= LIKENESS
        checks.check(good, f"{name}: {box['role']}", "" if good else f"read “{read}” for “{wanted}”")


def jobs():
    """Name, item and job of each of these slides at each size."""
    for item_name, item in ITEMS.items():
        for (width, height), theme in zip(SIZES, ["dark", "light"]):
            yield f"{item_name}-{width}x{height}", item, {
                "kind": "item", "width": width, "height": height, "rotate": 0, "language": "vi",
                "item": item, "band": BAND, "clock": True, "theme": {"base": theme}}


def draw(program, work, wanted):
    """All slides by one worker. Yields name, item, picture and answer."""
    drawn_jobs, arguments = [], []
    for name, item, job in wanted:
        path = work / f"{name}.json"
        path.write_text(json.dumps(job, ensure_ascii=False))
        drawn_jobs.append((name, item))
        arguments += [path, work / f"{name}.png"]
    drawn = run(program, *arguments)
    if drawn.returncode:
        print(f"Bail out! {drawn.stderr}")
        sys.exit(1)
    for (name, item), line in zip(drawn_jobs, drawn.stdout.splitlines()):
        yield name, item, work / f"{name}.png", json.loads(line)


def wanted_roles(item):
    """Every field of the item must be somewhere on its slide."""
    shown = {"name", "title", "text", "summary", "body", "phone", "hours", "attribution"} & set(item)
    if "url" in item:
        shown |= {"url", "code"}
    if "qr" in item:
        shown.add("code")
    return shown


def main():
    program, work = sys.argv[1], Path(sys.argv[2])
    work.mkdir(parents=True, exist_ok=True)
    checks = Checks()
    for name, item, picture, answer in draw(program, work, jobs()):
        roles = {box["role"] for box in answer["boxes"]}
        lost = wanted_roles(item) - roles
        checks.check(not lost, f"{name}: all fields are shown", f"lost: {lost}" if lost else "")
        check_codes(checks, name, picture, answer["boxes"], work)
        check_words(checks, name, picture, answer["boxes"], work)
    print(f"1..{checks.count}")
    return 1 if checks.failed else 0


if __name__ == "__main__":
    sys.exit(main())
