#!/usr/bin/env python3
"""What `check` says of slides that cannot be read from where people stand, and of QR codes."""

import json
import os
import shutil
import subprocess
import unittest
from pathlib import Path

from lab import Lab, SVG, convert, item, picture_item, png

HOSTS = {"qrHosts": ["*.gov.vn"]}
VIETQR = ("00020101021138540010A00000072701240006970436011001234567890208QRIBFTTA"
          "53037045802VN63046DEA")


def service(**fields):
    return {"id": "service", "type": "service", "name": "Cổng dịch vụ công", "duration": 16,
            "summary": "Nộp hồ sơ trên mạng.", "url": "https://dx.gov.vn"} | fields


def code(text, module=8):
    """A PNG of the QR code with its quiet zone."""
    return subprocess.run(["qrencode", "-l", "M", "-m", "4", "-s", str(module), "-o", "-", text],
                          capture_output=True, check=True).stdout


class LegibleLab(Lab):
    def findings(self, items, *words, site=None, **top):
        """(code, path) of errors and warnings."""
        folder = self.folder(items, **top)
        if site is not None:
            words += ("--site", self.write("site.json", site))
        _, report = self.check_json(folder, *words)
        self.report = report["findings"]
        return [(f["code"], f["path"]) for f in self.report if f["severity"] != "note"]

    def poster(self, text=None, size="1920x1080", at="+1200+500", module=8, ground="white", name="p.png"):
        """An image item: a poster with a QR code at a place."""
        self.write("code.png", code(text, module) if text else png(1, 1, 1))
        # Stripes: it is no photograph, and no empty sheet.
        poster = convert("-size", size, f"xc:{ground}", "-fill", "navy", "-draw", "rectangle 0,0 99999,60",
                         *([str(self.root / "code.png"), "-geometry", at, "-composite"] if text else []),
                         "-depth", "8", "png:-")
        self.write(f"folder/{name}", poster)
        return picture_item("p", duration=16), {"assets": {"p": {"href": name}}}

    def poster_findings(self, *words, site=None, **fields):
        slide, top = self.poster(**fields)
        return self.findings([slide], *words, site=site, **top)


class BuiltInTest(LegibleLab):
    def test_the_built_in_content_can_be_read_on_every_board(self):
        folder = self.root / "content"
        shutil.copytree(Path(os.environ["BANGTIN_SOURCE"]) / "content", folder)
        path = folder / "playlist.json"
        document = json.loads(path.read_text(encoding="utf-8"))
        words = document["sites"]["long-an"]["variables"] | {"hours": "Thứ Hai đến thứ Sáu, 7 giờ đến 17 giờ",
                                                             "address": "Số 1 đường Nguyễn Huệ"}
        for size, pitch in (("1280x240", 4), ("512x128", 5), ("192x96", 10)):
            document["sites"][size] = {"tags": ["long-an"], "variables": words, "screen": {
                "viewport": f"{size}+0+0", "pixelPitch": pitch, "viewingDistance": 10}}
        path.write_text(json.dumps(document), encoding="utf-8")
        _, report = self.check_json(folder)
        self.assertEqual([f for f in report["findings"] if f["severity"] != "note"], [])


class FiveSlidesTest(LegibleLab):
    def test_five_slides_made_wrong_give_exactly_these_five(self):
        small, top = self.poster(text="https://dx.gov.vn", module=5)
        pale, _ = self.poster(name="pale.png")
        self.write("folder/pale.png", convert("-size", "1920x1080", "xc:white", "-fill", "#c8c8c8",
                                              "-draw", "rectangle 300,300 1500,500", "-depth", "8", "png:-"))
        top["assets"]["pale"] = {"href": "pale.png"}
        slides = [
            pale | {"id": "pale", "asset": "pale"},
            service(id="tiny", name="Trung tâm Phục vụ hành chính công và Kiểm soát thủ tục hành chính của tỉnh"),
            item(id="short", duration=2),
            small | {"id": "small"},
            service(id="foreign", url="https://example.com/a"),
            item(id="right"), service(id="right-too"),
        ]
        found = self.findings(slides, site=HOSTS, **top)
        item_paths = [(c, "/".join(p.split("/")[:5])) for c, p in found]
        self.assertEqual(item_paths, [(c, f"/playlists/0/items/{i}") for i, c in enumerate(
            ["contrast-low", "letters-small", "time-short", "code-small", "url-host"])])

    def test_each_says_by_how_much_and_what_to_do(self):
        self.findings([item(duration=2)])
        finding, = self.report
        self.assertEqual(finding["message"], '"notice" stands still for 1.3 s on 1920x1080 (43 in); '
                                             "to read its 12 words takes 6 s")
        self.assertEqual(finding["hint"], 'write "duration": 7')
        done = self.run_bangtin("check", self.root / "folder", language="vi")
        self.assertIn("hãy ghi \"duration\": 7", done.stdout)

    def test_what_they_advise_helps(self):
        self.assertEqual(self.findings([item(duration=7)]), [])


class WordsTest(LegibleLab):
    def test_a_poster_of_each_kind_is_clean_on_the_default_screen(self):
        slides = [
            item(), service(), service(id="phone", phone="0272 3 822 822"),
            {"id": "call", "type": "hotline", "name": "Tổng đài 1022", "phone": "1022", "summary": "Gọi mọi giờ."},
            {"id": "slogan", "type": "slogan", "text": "Ở nhà cũng làm được thủ tục"},
            {"id": "paper", "type": "document", "number": "749/QĐ-TTg",
             "title": "Chương trình Chuyển đổi số quốc gia"},
        ]
        for size in ["1920x1080", "1080x1920", "1366x768"]:
            self.assertEqual(self.findings(slides, site={"screen": {"size": size}} | HOSTS), [], size)

    def test_a_screen_that_is_too_small_is_named_once(self):
        found = self.findings([item(id=f"n{i}") for i in range(5)], sites={"a": {"screen": {"diagonalInches": 24}}})
        self.assertEqual(found, [("screen-far", "/sites/a/screen")])
        self.assertIn("2.2 m", self.report[0]["message"])
        self.assertIn('"viewingDistance": 2.1', self.report[0]["hint"])
        near = {"screen": {"diagonalInches": 24, "viewingDistance": 2.1}}
        self.assertEqual(self.findings([item()], sites={"a": near}), [])

    def test_each_distinct_screen_is_looked_at(self):
        # The same drawing, the same words: only the inches differ.
        sites = {"a": {}, "b": {"screen": {"diagonalInches": 24}}}
        self.assertEqual(self.findings([item()], sites=sites), [("screen-far", "/sites/b/screen")])

    def test_decimals_are_written_as_the_reader_writes_them_and_settings_as_json_does(self):
        folder = self.folder([item()], sites={"a": {"screen": {"diagonalInches": 24}}})
        for language, point in [("vi", ","), ("en", ".")]:
            line = self.run_bangtin("check", folder, language=language).stdout
            self.assertIn(f"2{point}2 m", line)
            self.assertIn('"viewingDistance": 2.1', line)

    def test_a_led_board_is_measured_by_its_pitch(self):
        board = {"size": "320x160", "pixelPitch": 4, "viewingDistance": 8}
        self.assertEqual(self.findings([item(duration=24)], sites={"a": {"screen": board}}), [])
        found = self.findings([item(duration=24)], sites={"a": {"screen": board | {"viewingDistance": 80}}})
        self.assertEqual(found[0][0], "letters-small")
        self.assertIn("320x160 (4 mm a pixel, a)", self.report[0]["message"])

    def test_a_directory_s_addresses_are_named_as_what_makes_its_numbers_small(self):
        entries = [{"name": f"Tiếp nhận và trả kết quả hồ sơ đất đai số {i}", "phone": "0296.1022",
                    "place": f"Tầng 2, nhà B, quầy {i}"} for i in range(1, 8)]
        address = {"name": "Kinh doanh", "place": "Quầy 3", "url": "https://dangkykinhdoanh.gov.vn"}
        slide = {"id": "g", "type": "directory", "duration": 60, "title": "Cần hỏi, gặp ai?"}
        lobby = {"sites": {"a": {"screen": {"diagonalInches": 55, "viewingDistance": 5}}}}
        for last, expected in [(entries[0], False), (address, True)]:
            found = self.findings([slide | {"entries": [*entries, last]}], **lobby)
            self.assertIn("letters-small", [code for code, _ in found])
            hint = next(f["hint"] for f in self.report if f["code"] == "letters-small")
            self.assertEqual("addresses of the entries" in hint, expected, hint)

    def test_colours_that_the_screens_do_not_draw_are_named(self):
        theme = {"colours": {"background": "#808080", "text": "#999999", "accent": "#000000"}}
        theme["colours"] |= {"quietText": "#000000", "secondAccent": "#000000"}
        self.assertEqual(self.findings([item()], theme=theme), [("contrast-low", "/theme/colours/text")])
        self.assertIn("#999999 stands out from the background #808080 by 1.4 : 1 only", self.report[0]["message"])

    def test_colours_are_held_against_the_theme_where_no_slide_shows_its_ground(self):
        theme = {"base": "light", "colours": {"text": "#DDDDDD", "accent": "#EEEEEE"}}
        both = [("contrast-low", "/theme/colours/text"), ("contrast-low", "/theme/colours/accent")]
        board = {"screen": {"size": "320x160", "pixelPitch": 4, "viewingDistance": 8}}
        self.assertEqual(sorted(self.findings([item()], theme=theme)), sorted(both))
        self.assertEqual(sorted(self.findings([item(duration=24)], theme=theme, sites={"a": board})), sorted(both))
        self.assertEqual(self.findings([item()], theme={"base": "dark", "colours": {"text": "#DDDDDD"}}), [])

    def test_colours_that_others_take_the_place_of_are_named(self):
        board = {"screen": {"viewport": "320x160+0+0", "pixelPitch": 4, "viewingDistance": 8}}
        slide = item(duration=24)
        for base, colours, severity in [("light", {"surface": "#14213D"}, "warning"),
                                        ("dark", {"urgent": "#FFFF00"}, "warning"),
                                        ("light", {"accent": "#7A0010"}, "note")]:
            self.findings([slide], sites={"a": board}, theme={"base": base, "colours": colours})
            self.assertEqual([(f["code"], f["severity"], f["path"]) for f in self.report],
                             [("colour-replaced", severity, f"/theme/colours/{next(iter(colours))}")])
        self.findings([slide], theme={"base": "light", "colours": {"accent": "#7A0010"}})
        self.assertEqual(self.report, [])
        fine = {"surface": "#D0D8E8", "urgent": "#A00010"}
        self.findings([slide], theme={"base": "light", "colours": fine})
        self.assertEqual(self.report, [])

    def test_words_beyond_what_a_passer_by_takes_in_are_counted(self):
        body = "Kính mời bà con mang theo giấy tờ tùy thân khi đến nhận kết quả tại quầy số năm. " * 2
        title = "Thông báo về việc trả kết quả tại bộ phận một cửa của xã"
        self.assertEqual(self.findings([item(title=title, body=body, duration=30)]),
                         [("words-many", "/playlists/0/items/0")])
        self.assertIn("has 52 words to read; a passer-by takes in about 50", self.report[0]["message"])

    def test_a_code_needs_its_own_time(self):
        self.assertEqual(self.findings([service(duration=15)]), [("time-short", "/playlists/0/items/0/duration")])
        self.assertEqual(self.report[0]["hint"], 'write "duration": 16')
        cut = service(duration=15, transition={"type": "cut"})
        self.assertEqual(self.findings([cut]), [])

    def test_a_code_beside_several_pages_needs_the_time_of_all_one_by_itself_is_given_its_own(self):
        slide = service(summary="Nộp hồ sơ trên mạng, theo dõi kết quả, trả phí tại nhà.", phone="18001096")
        def times(size, **fields):
            self.findings([slide | fields], site={"screen": {"size": size, "pixelPitch": 2.5}})
            return [f["hint"] for f in self.report if "has a QR code and stands still" in f["message"]]
        self.assertEqual(times("1280x240", duration=10), ['write "duration": 16'])
        self.assertEqual(times("1280x240", duration=16), [])
        self.assertEqual(times("192x96", duration=10), [])

    def test_a_flashing_screen_is_named(self):
        self.write("folder/a.png", png(1920, 1080, 1080))
        slides = [picture_item("a", id=f"p{i}", duration=0.2) for i in range(4)]
        top = {"assets": {"a": {"href": "a.png"}}}
        self.assertEqual(self.findings(slides, **top), [("flashing", "/playlists/0/items/0/duration")])
        slides[1] |= {"duration": 5}
        slides[3] |= {"hidden": True}
        self.assertEqual(self.findings(slides, **top), [])


class PicturesTest(LegibleLab):
    def test_a_picture_that_is_enlarged_is_named_with_the_size_it_needs(self):
        self.assertEqual(self.poster_findings(size="960x540"), [("picture-enlarged", "/playlists/0/items/0/asset")])
        self.assertEqual(self.report[0]["hint"], "take one of at least 1280 x 720 pixels")
        self.assertEqual(self.poster_findings(size="1280x720"), [])

    def test_a_poster_of_the_wrong_shape_is_named_a_photograph_is_not(self):
        wanted = [("picture-reduced", "/playlists/0/items/0/asset")]
        self.assertEqual(self.poster_findings(size="1240x1754"), wanted)
        self.assertIn("fills 40 % of 1920x1080", self.report[0]["message"])
        self.assertEqual(self.poster_findings(size="5800x4100"), wanted)  # A2, as it goes to a printer
        slide, top = self.poster()
        self.write("folder/p.png", convert("-size", "900x1200", "plasma:fractal", "-attenuate", "0.5",
                                           "+noise", "Gaussian", "-depth", "8", "png:-"))
        self.assertEqual(self.findings([slide], **top), [])

    def test_a_picture_without_a_caption_is_left_out_on_a_board_and_searched_for_codes_all_the_same(self):
        board = {"a": {"screen": {"viewport": "320x160+0+0", "pixelPitch": 4, "viewingDistance": 8}}}
        slide, top = self.poster(size="600x900", at="+100+300", text="https://example.com/x")
        top["assets"]["p"]["alt"] = "Slide2"
        found = self.findings([slide], site=HOSTS | board["a"], **top)
        self.assertEqual([code for code, _ in found], ["code-host"])
        found = self.findings([slide], sites=board, **top)
        self.assertEqual(found, [])
        left_out = [f for f in self.report if f["code"] == "picture-left-out"]
        self.assertEqual([f["path"] for f in left_out], ["/playlists/0/items/0"])
        self.assertIn("320x160 (a)", left_out[0]["message"])

    def test_a_drawing_has_no_pixels_of_its_own(self):
        self.write("folder/d.svg", SVG)
        top = {"assets": {"d": {"href": "d.svg"}}}
        self.assertEqual(self.findings([picture_item("d")], **top), [])
        self.assertEqual(self.findings([picture_item("d")], site={"screen": {"size": "1080x1920"}}, **top),
                         [("picture-reduced", "/playlists/0/items/0/asset")])


class CodesTest(LegibleLab):
    def test_a_good_poster_with_a_code_is_clean(self):
        self.assertEqual(self.poster_findings(text="https://dx.gov.vn/a", module=10, site=HOSTS), [])

    def test_a_foreign_host_in_a_picture_is_an_error(self):
        found = self.poster_findings(text="https://example.com/x", module=10, site=HOSTS)
        self.assertEqual(found, [("code-host", "/playlists/0/items/0/asset")])
        self.assertEqual(self.report[0]["severity"], "error")
        self.assertIn("https://example.com/x", self.report[0]["message"])
        self.assertEqual(self.poster_findings(text="https://example.com/x", module=10), [])

    def test_an_address_that_is_not_enciphered_is_named_in_a_picture_too(self):
        plain = [("url-plain", "/playlists/0/items/0/asset")]
        for site, expected in [(None, plain), (HOSTS, plain), ({"qrHosts": ["dx.gov.vn"]}, [])]:
            self.assertEqual(self.poster_findings(text="http://dx.gov.vn/a", module=10, site=site), expected, site)

    def test_an_address_in_disguise_is_an_error_without_settings_too(self):
        for url in ["https://dx.gov.vn@203.0.113.9/", "http://203.0.113.9/"]:
            self.assertEqual(self.poster_findings(text=url, module=10),
                             [("code-host", "/playlists/0/items/0/asset")], url)

    def test_a_payment_in_a_picture_is_an_error_always(self):
        for site in [None, {}, HOSTS]:
            found = self.poster_findings(text=VIETQR, module=8, site=site)
            self.assertEqual(found, [("code-payment", "/playlists/0/items/0/asset")])
            self.assertEqual(self.report[0]["severity"], "error")

    def test_the_poster_of_a_clip_is_looked_at_too(self):
        _, top = self.poster(text=VIETQR)
        self.write("folder/c.mp4", bytes(4) + b"ftypmp42" + bytes(52))
        top["assets"]["c"] = {"href": "c.mp4", "mediaType": "video/mp4"}
        clip = {"id": "clip", "type": "video", "asset": "c", "poster": "p"}
        self.assertEqual(self.findings([clip], **top), [("code-payment", "/playlists/0/items/0/poster")])

    def test_a_payment_is_found_wherever_the_document_names_its_picture(self):
        _, top = self.poster(text=VIETQR)
        slide = picture_item("p", duration=16)
        led = {"screen": {"viewport": "320x160+0+0", "pixelPitch": 4, "viewingDistance": 15}}
        asset = ("code-payment", "/playlists/0/items/1/asset")
        for fields, more, where in [
                ({"sites": ["tag:elsewhere"]}, {"sites": {"a": {}}}, asset),
                ({"sites": ["nobody"]}, {"sites": {"a": {}}}, asset),
                ({"caption": "{site.nothing}"}, {}, asset),
                ({}, {"sites": {"board": led}}, asset),
                ({"hidden": True}, {}, ("code-payment", "/assets/p/href"))]:
            found = self.findings([item(duration=24), slide | fields], **top, **more)
            self.assertIn(where, found, fields)
        self.assertEqual(self.findings([item()], theme={"background": "p"}, **top),
                         [("code-payment", "/theme/background")])
        self.assertEqual(self.findings([item()], theme={"logo": "p"}, **top)[-1], ("code-payment", "/theme/logo"))

    def test_a_foreign_host_is_found_where_no_known_office_shows_it(self):
        _, top = self.poster(text="https://example.com/x")
        slide = picture_item("p", duration=16, sites=["tag:elsewhere"])
        found = self.findings([item(), slide], site=HOSTS, **top)
        self.assertIn(("code-host", "/playlists/0/items/1/asset"), found)

    def test_a_light_code_on_a_dark_ground_is_read_as_telephones_do(self):
        _, top = self.poster(text=VIETQR)
        self.write("folder/p.png", convert(str(self.root / "folder/p.png"), "-negate", "-depth", "8", "png:-"))
        self.assertIn(("code-payment", "/playlists/0/items/0/asset"),
                      self.findings([picture_item("p", duration=16)], **top))

    def test_a_shortened_address_in_a_picture_is_a_note(self):
        self.assertEqual(self.poster_findings(text="https://bit.ly/3xYz", module=10), [])
        self.assertEqual([f["code"] for f in self.report], ["url-short"])
        self.poster_findings(text="https://bit.ly/3xYz", module=10, site={"qrHosts": ["bit.ly"]})
        self.assertEqual(self.report, [])

    def test_what_opens_no_page_is_named(self):
        self.assertEqual(self.poster_findings(text="WIFI:T:WPA;S:a;P:b;;", module=10, site=HOSTS),
                         [("code-other", "/playlists/0/items/0/asset")])

    def test_a_code_that_is_small_on_the_screen_is_named(self):
        self.assertEqual(self.poster_findings(text="https://dx.gov.vn", module=5, site=HOSTS),
                         [("code-small", "/playlists/0/items/0/asset")])

    def test_a_code_that_is_lost_on_the_screen_is_an_error(self):
        found = self.poster_findings(text="https://dx.gov.vn/lost", module=5, size="5760x3240", at="+800+800",
                                     site=HOSTS)
        self.assertEqual([f for f in found if f[0] != "picture-reduced"],
                         [("code-unread", "/playlists/0/items/0/asset")])

    def test_a_payment_that_is_lost_on_the_screen_is_an_error_as_well(self):
        found = self.poster_findings(text=VIETQR, module=5, size="5760x3240", at="+800+800")
        self.assertIn(("code-payment", "/playlists/0/items/0/asset"), found)

    def test_on_a_screen_on_its_side_codes_are_within_reach(self):
        portrait = HOSTS | {"screen": {"size": "1080x1920"}}
        self.assertEqual(self.findings([service()], site=portrait), [])
        low = {"text": "https://dx.gov.vn", "module": 12, "size": "1080x1920", "site": portrait}
        self.assertEqual(self.poster_findings(at="+300+1300", **low), [])
        self.assertEqual(self.poster_findings(at="+300+200", **low), [("code-high", "/playlists/0/items/0/asset")])

    def test_a_code_is_measured_as_it_stands_above_the_ticker(self):
        board = {"qrHosts": ["*.gov.vn"],
                 "screen": {"viewport": "320x160+0+0", "pixelPitch": 1.6, "viewingDistance": 4}}
        line = {"text": "Tổng đài 1022: 0296.1022"}
        portal = service(duration=24, url="https://dichvucong.gov.vn/p/home/dvc-trang-chu.html")

        def found(lines, **screen):
            return self.findings([portal], site=board | {"screen": board["screen"] | screen}, ticker=lines,
                                 dayparts={"night": {"windows": [{"start": "22:00", "end": "05:00"}]}})

        path = "/playlists/0/items/0/url"
        for ticker in ([], [line | {"sites": ["tag:elsewhere"]}], [line | {"text": "{site.nothing}"}],
                       [line | {"validUntil": "2020-01-01T00:00:00+07:00"}]):
            self.assertNotIn(("code-small", path), found(ticker), ticker)
        self.assertNotIn(("code-small", path), found([line], ticker=False))
        for ticker in ([line], [line | {"dayparts": ["night"]}], [line | {"validFrom": "2098-01-01T00:00:00+07:00"}]):
            self.assertIn(("code-small", path), found(ticker), ticker)
            self.assertIn("on 320x160 (1.6 mm a pixel, above the ticker)",
                          next(f["message"] for f in self.report if f["code"] == "code-small"))

    def test_nothing_is_published_with_such_a_code(self):
        slide, top = self.poster(text=VIETQR)
        folder = self.folder([slide], **top)
        self.assertEqual(self.run_bangtin("keygen", "keys", "--feed-id", "test").returncode, 0)
        done = self.run_bangtin("publish", folder, "--key", "keys/feed.key", "--root", "keys/1.root.json",
                                "--to", "out")
        self.assertEqual(done.returncode, 1, done.stderr)
        self.assertIn("pays into somebody's account", done.stderr)
        self.assertFalse((self.root / "out/playlist.json").exists())


if __name__ == "__main__":
    unittest.main()
