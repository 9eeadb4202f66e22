#!/usr/bin/env python3
"""`bangtin preview`: pictures, their names, the contact sheet, and what happens when things fail."""

import os
import re
import shutil
import signal
import struct
import subprocess
import time
import unittest
from html.parser import HTMLParser

from lab import BANGTIN, Lab, convert, item, picture_item, small_png


class Sheet(HTMLParser):
    """What the contact sheet shows."""

    def __init__(self, text):
        super().__init__()
        self.images, self.open, self.text, self.language = [], [], "", None
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if tag == "img":
            self.images.append(attrs)
        elif tag == "html":
            self.language = attrs["lang"]
        if tag not in ("img", "meta"):
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag, tag

    def handle_data(self, data):
        if "style" not in self.open:
            self.text += data


def png_size(path):
    return struct.unpack(">II", path.read_bytes()[16:24])


class PreviewTest(Lab):
    def setUp(self):
        super().setUp()
        self.out = self.root / "out"

    def preview(self, folder, *words, status=0, **options):
        done = self.run_bangtin("preview", folder, "--out", self.out, *words, **options)
        self.assertEqual(done.returncode, status, done.stderr)
        return done

    def files(self):
        return sorted(str(p.relative_to(self.out)) for p in self.out.rglob("*.png"))

    def sheet(self):
        return Sheet((self.out / "index.html").read_text())

    def test_files_are_named_by_size_number_and_item(self):
        folder = self.folder([item(id="a"), item(id="b", hidden=True), item(id="c")])
        self.preview(folder, "--size", "640x360", "--size", "360x640", "--size", "640x360")
        self.assertEqual(self.files(), ["360x640/001-a.png", "360x640/003-c.png",
                                        "640x360/001-a.png", "640x360/003-c.png"])
        self.assertEqual(png_size(self.out / "360x640/001-a.png"), (360, 640))

    def test_the_size_is_full_hd_or_the_office_s(self):
        sites = {"board": {"screen": {"size": "512x128"}}, "upright": {"screen": {"rotate": 90}}}
        folder = self.folder([item(id="a")], sites=sites)
        for words, size in [(["--site", "board"], "512x128"), (["--site", "upright"], "1080x1920")]:
            self.preview(folder, *words)
            self.assertEqual(self.files(), [f"{size}/001-a.png"])
        self.preview(self.folder([item(id="a")], name="plain"))
        self.assertEqual(self.files(), ["1920x1080/001-a.png"])

    def test_languages_are_told_apart(self):
        folder = self.folder([item(id="a", title={"vi": "Xin chào", "en": "Hello"}, body={
            "vi": "Mời vào", "en": "Come in"})], languages=["vi", "en"], sites={
                "x": {"languages": ["vi", "en"]}})
        self.preview(folder, "--size", "640x360")
        self.assertEqual(self.files(), ["640x360/001-a-en.png", "640x360/001-a-vi.png"])
        self.preview(folder, "--size", "640x360", "--lang", "en")
        self.assertEqual(self.files(), ["640x360/001-a-en.png"])

    def test_alerts_and_the_ticker_are_drawn_in_the_language_that_is_asked_for(self):
        alert = {"identifier": "a", "sent": "2026-01-01T00:00:00+07:00", "expires": "2099-01-01T00:00:00+07:00"}
        folder = self.folder([item(id="a")], languages=["vi", "en"],
                             alerts=[alert | {"headline": {"vi": "Bão", "en": "Storm"}},
                                     alert | {"identifier": "b", "headline": {"vi": "Lũ"}}],
                             ticker=[{"text": {"vi": "Nghỉ", "en": "Closed"}}, {"text": "1022"}])
        self.preview(folder, "--size", "640x360", "--lang", "en", "--site", self.write("site.json", {
            "languages": ["vi"]}))
        self.assertEqual(self.files(), ["640x360/001-a-vi.png", "640x360/alert-001-en.png",
                                        "640x360/ticker-001-en.png", "640x360/ticker-002-vi.png"])

    def test_pages_of_a_small_board_are_counted_where_there_are_several(self):
        service = {"id": "a", "type": "service", "name": "Cổng Dịch vụ công quốc gia", "duration": 5,
                   "summary": "Nộp hồ sơ trên mạng, theo dõi kết quả, thanh toán lệ phí tại nhà.",
                   "phone": "18001096", "url": "https://dichvucong.gov.vn"}
        folder = self.folder([service, {"id": "b", "type": "slogan", "text": "Ở nhà"}])
        done = self.preview(folder, "--size", "640x360", "--size", "192x96")
        count = len(self.files()) - 3
        self.assertGreater(count, 2)
        pages = [f"192x96/001-a-{n}.png" for n in range(1, count + 1)]
        self.assertEqual(self.files(), pages + ["192x96/002-b.png", "640x360/001-a.png", "640x360/002-b.png"])
        self.assertEqual(len({(self.out / page).read_bytes() for page in pages}), count)
        self.assertTrue(all(png_size(self.out / page) == (192, 96) for page in pages))
        self.assertIn(f"{count + 3} pictures drawn", done.stdout)
        sheet = self.sheet()
        self.assertEqual([i["src"] for i in sheet.images],
                         ["640x360/001-a.png", "640x360/002-b.png"] + pages + ["192x96/002-b.png"])
        reading = 1 + 0.3 * len(service["summary"].split())  # longer than a page's four seconds, as is the code's
        seconds = f"{(count - 2) * 4 + reading + 16:.1f}".removesuffix(".0")
        self.assertIn(f" · {seconds} s · {count} pages", sheet.text)
        self.assertIn("Nộp hồ sơ", " ".join(i["alt"] for i in sheet.images[3:]))
        # What is one page now leaves none of the old ones.
        self.preview(self.folder([{"id": "a", "type": "slogan", "text": "Ở nhà"}]), "--size", "192x96")
        self.assertEqual(self.files(), ["192x96/001-a.png"])
        self.preview(self.folder([service]), "--size", "192x96")
        self.assertEqual(self.files(), pages)

    def test_one_item_is_drawn_even_if_it_is_hidden(self):
        folder = self.folder([item(id="a"), item(id="b", hidden=True)])
        self.preview(folder, "--size", "640x360", "--item", "b")
        self.assertEqual(self.files(), ["640x360/002-b.png"])

    def test_unknown_names_are_wrong_usage(self):
        folder = self.folder([item(id="notice")], sites={"long-an": {}})
        for words, near in [(["--item", "notise"], '"notice"'), (["--site", "longan"], '"long-an"'),
                            (["--lang", "en"], "it has: vi")]:
            self.assertIn(near, self.preview(folder, *words, status=2).stderr)
        self.assertFalse(self.out.exists())

    def test_an_unknown_office_names_those_there_are(self):
        folder = self.folder(sites={"long-an": {}, "can-duoc": {}})
        self.assertIn("long-an, can-duoc", self.preview(folder, "--site", "x", status=2).stderr)
        plain = self.folder(name="plain")
        self.assertIn("it has none", self.preview(plain, "--site", "x", status=2).stderr)

    def test_without_an_office_it_is_said_whose_screen_is_drawn(self):
        folder = self.folder(sites={"default": {}, "sanh": {}, "cong": {}})
        self.assertIn('drawn for the office "sanh"; 1 other may differ', self.preview(folder).stdout)
        self.assertNotIn("other", self.preview(folder, "--site", "sanh").stdout)
        self.assertNotIn("other", self.preview(self.folder(sites={"default": {}, "sanh": {}})).stdout)

    def test_the_settings_of_an_office_are_drawn_for(self):
        folder = self.folder([item(id="a", title="{site.motto}")])
        site = self.write("office.settings", {"screen": {"size": "512x288"}, "variables": {"motto": "Gần dân"}})
        self.preview(folder, "--site", site)
        self.assertEqual(self.files(), ["512x288/001-a.png"])
        self.assertIn("Gần dân", self.sheet().images[0]["alt"])

    def test_settings_that_cannot_be_read_are_named(self):
        broken = self.write("broken.json", '{"site": ')
        self.assertIn("line 1", self.preview(self.folder(), "--site", broken, status=1).stderr)
        self.assertIn("nowhere.json", self.preview(self.folder(), "--site", "nowhere.json", status=1).stderr)
        self.assertFalse(self.out.exists())

    def test_the_sheet_shows_every_picture_and_what_is_left_out(self):
        folder = self.folder([
            item(id="a"), item(id="b", hidden=True), item(id="c", sites=["tag:elsewhere"]),
            item(id="d", validUntil="2020-01-01T00:00:00+07:00"),
            item(id="e", validFrom="2099-01-01T00:00:00+07:00"),
            item(id="f", title="{site.motto}")], title="Bảng <tin> & \"mới\"")
        self.preview(folder, "--size", "640x360")
        sheet = self.sheet()
        self.assertEqual([i["src"] for i in sheet.images], ["640x360/001-a.png", "640x360/005-e.png"])
        self.assertEqual(self.files(), [i["src"] for i in sheet.images])
        self.assertTrue(all(i["alt"] for i in sheet.images))
        self.assertIn("Thông báo", sheet.images[0]["alt"])
        self.assertIn("Bảng <tin> & \"mới\"", sheet.text)
        for words in ("hidden", "meant for other offices", "ended on 01/01/2020",
                      "not before 01/01/2099", "{site.motto} has no value"):
            self.assertIn(words, sheet.text)
        self.assertNotRegex((self.out / "index.html").read_text(), r"https?://(?!www\.w3\.org)")

    def test_the_sheet_speaks_the_reader_s_language(self):
        folder = self.folder([item(id="a", hidden=True), item(id="b")])
        self.preview(folder, "--size", "640x360", language="vi")
        self.assertEqual(self.sheet().language, "vi")
        self.assertIn("Không chiếu", self.sheet().text)
        self.preview(folder, "--size", "640x360")
        self.assertEqual(self.sheet().language, "en")

    def test_the_author_s_words_stand_for_a_picture(self):
        self.write("folder/p.png", small_png())
        folder = self.folder([picture_item("p")], assets={"p": {"href": "p.png", "alt": "Một quyển sổ"}})
        self.preview(folder, "--size", "640x360")
        self.assertEqual(self.sheet().images[0]["alt"], "Một quyển sổ")

    def test_a_picture_that_would_be_a_stamp_gives_way_to_its_caption_or_is_left_out(self):
        self.write("folder/p.png", small_png())
        self.write("folder/board.png", small_png(192, 96))
        words = "Ở nhà cũng làm được thủ tục, tại dichvucong.gov.vn: nộp hồ sơ, theo dõi, nhận kết quả."
        folder = self.folder([picture_item("p", caption=words), picture_item("board"), picture_item("plain")],
                             assets={"p": {"href": "p.png"}, "board": {"href": "board.png"},
                                     "plain": {"href": "p.png", "alt": "Slide2"}})
        done = self.preview(folder, "--size", "192x96", "--size", "640x360")
        self.assertIn('"item-plain" is not drawn: on a board this small', done.stderr)
        small = [f for f in self.files() if f.startswith("192x96")]
        self.assertEqual(small, ["192x96/001-item-p-1.png", "192x96/001-item-p-2.png", "192x96/002-item-board.png"])
        self.assertEqual(len(self.files()) - len(small), 3)

    def test_an_item_that_fails_is_named_and_the_rest_goes_on(self):
        self.write("folder/p.png", b"nothing")
        folder = self.folder([item(id="a"), picture_item("p", id="broken"), item(id="c")],
                             assets={"p": {"href": "p.png"}})
        done = self.preview(folder, "--size", "640x360", status=1)
        self.assertIn('"broken" is not drawn: ', done.stderr)
        self.assertEqual(self.files(), ["640x360/001-a.png", "640x360/003-c.png"])
        self.assertIn("not drawn", self.sheet().text)

    def test_an_item_with_an_error_is_named(self):
        folder = self.folder([item(id="a"), item(id="wrong", url="x")])
        done = self.preview(folder, "--size", "640x360", status=1)
        self.assertIn('"wrong" is not drawn: it has an error; "bangtin check" names it', done.stderr)
        self.assertEqual(self.files(), ["640x360/001-a.png"])

    def test_a_second_preview_replaces_the_first(self):
        self.preview(self.folder([item(id="a"), item(id="b")]), "--size", "640x360")
        self.write("out/640x360/mine.png", small_png())
        self.preview(self.folder([item(id="b")]), "--size", "360x640")
        self.assertEqual(self.files(), ["360x640/001-b.png", "640x360/mine.png"])

    def test_alerts_are_named_by_their_places_and_replaced_like_slides(self):
        alert = {"sent": "2026-01-01T00:00:00+07:00", "expires": "2099-01-01T00:00:00+07:00",
                 "headline": "Bão"}
        alerts = [{"identifier": "VN/2026/1", **alert}, {"identifier": "../../boom", **alert}]
        self.preview(self.folder([item(id="a")], alerts=alerts, ticker=[{"text": "Nghỉ"}]),
                     "--size", "640x360")
        self.assertEqual(self.files(), ["640x360/001-a.png", "640x360/alert-001.png",
                                        "640x360/alert-002.png", "640x360/ticker-001.png"])
        self.preview(self.folder([item(id="a")]), "--size", "640x360")
        self.assertEqual(self.files(), ["640x360/001-a.png"])

    def test_a_folder_that_holds_other_things_is_left_alone(self):
        self.write("out/letter.txt", "precious")
        done = self.preview(self.folder(), status=1)
        self.assertIn("holds no preview", done.stderr)
        self.assertEqual(os.listdir(self.out), ["letter.txt"])
        folder = self.folder()
        done = self.run_bangtin("preview", folder, "--out", folder)
        self.assertEqual(done.returncode, 1)
        self.assertEqual(os.listdir(folder), ["playlist.json"])

    def test_a_broken_document_is_not_drawn(self):
        self.write("folder/playlist.json", "{")
        done = self.preview(self.root / "folder", status=1)
        self.assertIn("line 1, column 2", done.stderr)
        self.assertFalse(self.out.exists())

    def test_interrupted_it_leaves_whole_pictures_only(self):
        folder = self.folder([item(id=f"n{i}", title=f"Thông báo {i}") for i in range(400)])
        with subprocess.Popen([BANGTIN, "preview", folder, "--out", self.out], stdin=subprocess.DEVNULL,
                              stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
            deadline = time.monotonic() + 60
            while len(list(self.out.glob("*/*.png"))) < 5 and time.monotonic() < deadline:
                time.sleep(0.005)
            process.send_signal(signal.SIGINT)
            process.wait(timeout=60)
        pictures = list(self.out.glob("*/*.png"))
        self.assertGreaterEqual(len(pictures), 5)
        for path in pictures:
            self.assertTrue(path.read_bytes().endswith(b"IEND\xaeB`\x82"), path)
        self.assertEqual([p for p in self.out.rglob(".bangtin-writing")], [])
        # The next one knows which files are its own.
        self.preview(self.folder([item(id="a")]), "--size", "640x360")
        self.assertEqual(self.files(), ["640x360/001-a.png"])

    def test_no_bar_is_drawn_where_there_is_no_terminal(self):
        done = self.preview(self.folder([item(id="a"), item(id="b")]), "--size", "640x360")
        self.assertEqual(done.stderr, "")
        self.assertRegex(done.stdout, r"^2 pictures drawn; open .*/out/index\.html\n$")

    @unittest.skipUnless(shutil.which("script"), "needs script(1) for a terminal")
    @unittest.skipUnless(os.path.exists("/dev/pts/ptmx"), "no pseudo-terminals here")
    def test_a_bar_is_drawn_on_a_terminal(self):
        folder = self.folder([item(id="a"), item(id="b")])
        command = f"{BANGTIN} preview {folder} --out {self.out} --size 640x360"
        done = subprocess.run(["script", "-qec", command, "/dev/null"], capture_output=True, text=True,
                              stdin=subprocess.DEVNULL, env=os.environ | {"TERM": "xterm", "LANG": "C.UTF-8"},
                              check=True)
        self.assertTrue(re.search("█+.* 2/2 ", done.stdout), done.stdout)

    def test_what_is_on_at_a_time(self):
        folder = self.folder(playlists=[
            {"id": "usual", "items": [item(id="always"),
                                      item(id="later", validFrom="2027-01-01T00:00:00+07:00")]},
            {"id": "lunch", "items": [item(id="menu")]}],
            dayparts={"noon": {"windows": [{"start": "11:30", "end": "13:00"}]}},
            schedule=[{"playlist": "usual"}, {"playlist": "lunch", "priority": 5,
                                              "dayparts": ["noon"]}])
        for when, wanted in (("2026-03-02T11:29", "001-always"), ("2026-03-02T12:00", "003-menu"),
                             ("2026-03-02T13:00:00+07:00", "001-always")):
            self.preview(folder, "--size", "640x360", "--at", when)
            self.assertEqual(self.files(), [f"640x360/{wanted}.png"], when)
        text = self.sheet().text
        self.assertIn("no entry of the schedule has its playlist on", text)
        self.assertIn("its validity begins later", text)

    def test_slides_stand_above_the_ticker_that_goes_by(self):
        noon = {"dayparts": {"noon": {"windows": [{"start": "11:30", "end": "13:00"}]}},
                "ticker": [{"text": "Nghỉ trưa", "dayparts": ["noon"]}]}
        bare, folder = self.folder(name="bare"), self.folder(**noon)

        def rows(picture, crop):
            return convert(str(self.out / f"640x360/{picture}.png"), "-crop", crop, "rgb:-")

        self.preview(folder, "--size", "640x360", "--at", "2026-03-02T12:00")
        with_line = (self.out / "640x360/001-notice.png").read_bytes()
        self.assertEqual(rows("001-notice", "500x27+20+333"), rows("ticker-001", "500x27+0+0"))
        self.assertIn("Nghỉ trưa", (self.out / "mirror.html").read_text())
        self.preview(folder, "--size", "640x360")
        self.assertEqual((self.out / "640x360/001-notice.png").read_bytes(), with_line)
        self.preview(folder, "--size", "640x360", "--at", "2026-03-02T14:00")
        self.assertEqual(self.files(), ["640x360/001-notice.png"])
        self.assertNotIn("Nghỉ trưa", (self.out / "mirror.html").read_text())
        without_line = (self.out / "640x360/001-notice.png").read_bytes()
        self.preview(bare, "--size", "640x360")
        self.assertEqual((self.out / "640x360/001-notice.png").read_bytes(), without_line)
        self.preview(folder, "--size", "640x360", "--site", self.write("site.json", {"screen": {"ticker": False}}))
        self.assertEqual(self.files(), ["640x360/001-notice.png"])
        self.assertEqual((self.out / "640x360/001-notice.png").read_bytes(), without_line)

    def test_an_alert_is_said(self):
        folder = self.folder(alerts=[{"identifier": "storm", "sent": "2026-03-02T08:00:00+07:00",
                                      "expires": "2026-03-02T09:00:00+07:00", "headline": "H"}])
        done = self.preview(folder, "--size", "640x360", "--at", "2026-03-02T08:30")
        self.assertIn('the alert "storm" takes the whole screen', done.stderr)


if __name__ == "__main__":
    unittest.main()
