#!/usr/bin/env python3
"""`bangtin simulate`: what is shown when, counted, and why something never is."""

import json
import unittest
from datetime import datetime

from lab import Lab, item, picture_item, small_png

DAY = "2026-03-02"  # a Monday


def slogan(name, **more):
    return {"id": name, "type": "slogan", "text": "A", "duration": 10, **more}


class SimulateTest(Lab):
    def simulate(self, *words, status=0, **options):
        done = self.run_bangtin("simulate", *words, "--json", **options)
        self.assertEqual((done.returncode, done.stderr), (status, ""))
        return json.loads(done.stdout)

    def two_playlists(self, **top):
        return self.folder(name="two", playlists=[
            {"id": "usual", "items": [slogan("a"), slogan("b", weight=2)]},
            {"id": "lunch", "items": [slogan("menu")]}],
            dayparts={"noon": {"windows": [{"start": "11:30", "end": "13:00"}]}},
            schedule=[{"playlist": "usual"}, {"playlist": "lunch", "priority": 5,
                                              "dayparts": ["noon"]}], **top)

    def test_the_loop_in_order(self):
        folder = self.folder([slogan("a"), slogan("b", duration=0.5)])
        told = self.simulate(folder, "--from", DAY, "--hours", "0.005")
        self.assertEqual(told["timeline"][:2], [
            {"start": f"{DAY}T00:00:00+07:00", "end": f"{DAY}T00:00:10+07:00", "item": "a",
             "playlist": "main", "reason": "loop"},
            {"start": f"{DAY}T00:00:10+07:00", "end": f"{DAY}T00:00:10.500+07:00", "item": "b",
             "playlist": "main", "reason": "loop"}])
        self.assertEqual(told["timeline"][-1]["end"], f"{DAY}T00:00:18+07:00")
        self.assertEqual((told["neverShown"], told["gaps"]), ([], []))

    def test_the_document_itself_may_be_named(self):
        folder = self.folder([slogan("a")])
        words = ["--from", DAY, "--hours", "1"]
        self.assertEqual(self.simulate(folder, *words),
                         self.simulate(folder / "playlist.json", *words))

    def test_plays_and_shares(self):
        told = self.simulate(self.two_playlists(), "--from", DAY)
        items = {entry["item"]: entry for entry in told["items"]}
        self.assertEqual([*items], ["a", "b", "menu"])
        self.assertEqual(items["menu"]["seconds"], 5400)
        self.assertAlmostEqual(items["menu"]["share"], 1.5 / 24, places=6)
        self.assertEqual(items["b"]["plays"], 2 * items["a"]["plays"])
        self.assertEqual(sum(entry["seconds"] for entry in told["items"]), 86400)
        for name, entry in items.items():
            shown = [part for part in told["timeline"] if part["item"] == name]
            self.assertEqual(len(shown), entry["plays"])
        noon = [part["item"] for part in told["timeline"]
                if f"{DAY}T11:30" <= part["start"] < f"{DAY}T13:00"]
        self.assertEqual(set(noon), {"menu"})
        self.assertEqual({part["reason"] for part in told["timeline"]}, {"schedule"})

    def test_the_timeline_has_no_holes(self):
        told = self.simulate(self.two_playlists(), "--from", f"{DAY}T11:00", "--hours", "2.5")
        ends = [part["end"] for part in told["timeline"]]
        self.assertEqual([part["start"] for part in told["timeline"][1:]], ends[:-1])
        self.assertEqual((told["timeline"][0]["start"], ends[-1]),
                         (f"{DAY}T11:00:00+07:00", f"{DAY}T13:30:00+07:00"))

    def test_a_wrong_clock_is_not_before_the_document(self):
        folder = self.folder([
            slogan("over", validUntil="2025-01-01T00:00:00Z"), slogan("begun", validFrom="2026-01-01T00:00:00Z"),
            slogan("coming", validFrom="2026-11-01T00:00:15Z")], generated="2026-11-01T00:00:00Z")
        words = ["--from", "1970-01-01T00:00:00Z", "--hours", "0.0125"]
        told = self.simulate(folder, *words, "--clock", "floor")
        self.assertEqual([part["item"] for part in told["timeline"]], ["begun", "begun", "coming", "begun", "coming"])
        self.assertEqual(told["timeline"][0]["start"], "1970-01-01T08:00:00+08:00")
        self.assertEqual(told["neverShown"], [{"item": "over", "reason": "expired"}])
        self.assertEqual(self.simulate(folder, *words)["timeline"][0]["item"], "over")

    def test_an_item_of_a_day_among_many_entries_and_hours(self):
        """To find its end took minutes, in which a screen would have stood still."""
        def window(minute, length):
            end = (minute + length) % 1440
            return {"start": f"{minute // 60:02}:{minute % 60:02}", "end": f"{end // 60:02}:{end % 60:02}"}
        hours = {f"h{n}": {"windows": [window((m + 7 * n) % 1440, 1 + n % 9) for m in range(0, 1440, 24)]}
                 for n in range(150)}
        entry = {"playlist": "main", "dtstart": "2000-01-01T00:00:00Z", "duration": 2678400,
                 "rrule": "FREQ=YEARLY;BYMONTHDAY=31;BYDAY=MO;COUNT=9999"}
        folder = self.folder([slogan("a", duration=86400)], dayparts={**hours, "all": {
            "windows": [window(m, 23) for m in range(0, 1440, 23)]}}, schedule=[
                *({**entry, "dayparts": [f"h{(n + k) % 150}" for k in range(5)]} for n in range(600)),
                {"playlist": "main", "dayparts": ["all"]}])
        told = self.simulate(folder, "--from", DAY)
        self.assertEqual([(part["start"], part["end"], part["item"]) for part in told["timeline"]],
                         [(f"{DAY}T00:00:00+07:00", "2026-03-03T00:00:00+07:00", "a")])

    def test_gaps_are_the_built_in_content(self):
        folder = self.folder([slogan("a", dayparts=["open"])], dayparts={
            "open": {"windows": [{"start": "08:00", "end": "12:00"},
                                 {"start": "13:00", "end": "17:00"}]}})
        told = self.simulate(folder, "--from", DAY)
        spans = [("00:00:00", "08:00:00"), ("12:00:00", "13:00:00"), ("17:00:00", None)]
        wanted = [{"start": f"{DAY}T{start}+07:00",
                   "end": f"{DAY}T{end}+07:00" if end else "2026-03-03T00:00:00+07:00"}
                  for start, end in spans]
        self.assertEqual(told["gaps"], wanted)
        builtin = [part for part in told["timeline"] if part["reason"] == "builtin"]
        self.assertEqual(builtin, [{**span, "item": None, "playlist": "builtin",
                                    "reason": "builtin"} for span in wanted])

    def test_why_an_item_is_never_shown(self):
        folder = self.folder(playlists=[
            {"id": "main", "items": [
                slogan("shown"), slogan("hidden", hidden=True),
                slogan("past", validUntil=f"{DAY}T00:00:00+07:00"),
                slogan("later", validFrom="2027-01-01T00:00:00+07:00"),
                slogan("decree", basis={"title": "B", "validUntil": "2026-01-01"}),
                slogan("elsewhere", sites=["there"]),
                slogan("weekend", dayparts=["weekend"]),
                slogan("nameless", text="{site.motto}"),
                item(id="door", type="service", name="A", url="https://example.com/"),
                {"id": "gone", "type": "image", "asset": "gone"},
                slogan("faulty", duration=-1)]},
            {"id": "below", "items": [slogan("below")]},
            {"id": "unused", "items": [slogan("unused")]}],
            dayparts={"weekend": {"windows": [{"byDay": ["SA"], "start": "08:00", "end": "12:00"}]}},
            schedule=[{"playlist": "main", "priority": 1}, {"playlist": "below"}],
            assets={"gone": {"href": "gone.png"}},
            sites={"here": {}, "there": {}})
        site = self.write("site.json", {"site": "here", "qrHosts": ["*.gov.vn"]})
        told = self.simulate(folder, "--from", DAY, "--hours", "2", "--site", site)
        self.assertEqual({entry["item"]: entry["reason"] for entry in told["neverShown"]}, {
            "hidden": "hidden", "past": "expired", "later": "not-yet", "decree": "basis-expired",
            "elsewhere": "other-site", "weekend": "outside-dayparts",
            "nameless": "missing-variable", "door": "address-not-allowed", "gone": "missing-file",
            "faulty": "faulty", "below": "lower-priority", "unused": "not-scheduled"})
        short = self.simulate(self.folder([slogan("a"), slogan("b")], name="short"),
                              "--hours", "0.001")
        self.assertEqual(short["neverShown"], [{"item": "b", "reason": "no-turn"}])

    def test_what_begins_meanwhile_is_asked_about_when_it_begins(self):
        begins = {"13:30": "not-scheduled", "10:45": "lower-priority", "09:00": "not-scheduled",
                  "12:00": "not-scheduled", "10:00": "lower-priority", "11:59": "lower-priority"}
        folder = self.folder(playlists=[
            {"id": "main", "items": [slogan("shown")]},
            {"id": "below", "items": [slogan(f"at-{time[:2]}{time[3:]}", validFrom=f"{DAY}T{time}:00+07:00")
                                      for time in begins] + [slogan("always")]}],
            dayparts={"late": {"windows": [{"start": "10:00", "end": "12:00"}]}},
            schedule=[{"playlist": "main", "priority": 1}, {"playlist": "below", "dayparts": ["late"]}])
        told = self.simulate(folder, "--from", DAY)
        self.assertEqual({entry["item"]: entry["reason"] for entry in told["neverShown"]}, {
            **{f"at-{time[:2]}{time[3:]}": reason for time, reason in begins.items()}, "always": "not-scheduled"})

    def test_each_office_sees_its_own(self):
        folder = self.folder([slogan("a", sites=["here"]), slogan("b", sites=["there"])],
                             sites={"here": {}, "there": {}})
        for words, wanted in (([], "a"), (["--site", "there"], "b")):
            told = self.simulate(folder, "--hours", "1", *words)
            self.assertEqual({part["item"] for part in told["timeline"]}, {wanted})

    def test_an_alert_is_named(self):
        folder = self.folder([slogan("a")], alerts=[
            {"identifier": 'storm "9"', "sent": f"{DAY}T08:00:05+07:00",
             "expires": f"{DAY}T08:01:00+07:00", "headline": "H"}])
        told = self.simulate(folder, "--from", f"{DAY}T08:00", "--hours", "0.05")
        self.assertEqual([part["item"] for part in told["timeline"]][:2], ["a", 'storm "9"'])
        self.assertEqual(told["timeline"][1], {
            "start": f"{DAY}T08:00:05+07:00", "end": f"{DAY}T08:00:17+07:00",
            "item": 'storm "9"', "playlist": None, "reason": "alert"})

    def seconds(self, told):
        times = [[datetime.fromisoformat(part[end]) for end in ("start", "end")] for part in told["timeline"]]
        return [(part["item"], (end - start).total_seconds()) for part, (start, end) in zip(told["timeline"], times)]

    def test_on_a_board_items_stay_for_all_of_their_pages(self):
        portal = item(id="portal", type="service", name="Cổng Dịch vụ công quốc gia", phone="18001096",
                      summary="Nộp hồ sơ trên mạng.", duration=1)
        tall = {"tall": {"href": "tall.png", "alt": "A"}}
        self.write("folder/tall.png", small_png(600, 900))
        folder = self.folder([portal, slogan("a", duration=2), picture_item("tall", duration=1),
                              portal | {"id": "ends", "validUntil": f"{DAY}T00:00:15+07:00"}], assets=tall, alerts=[
            {"identifier": "storm", "sent": f"{DAY}T00:00:27+07:00", "expires": f"{DAY}T00:00:29+07:00",
             "headline": "H"}])
        site = self.write("board.json", {"screen": {"size": "192x96"}})
        words = ["--from", DAY, "--hours", "0.01"]
        told = self.simulate(folder, *words, "--site", site)
        # Two pages of four seconds; as many of them as find time; none waits for an alert.
        self.assertEqual(self.seconds(told), [
            ("portal", 8), ("a", 2), ("ends", 5), ("portal", 8), ("a", 2), ("portal", 2), ("storm", 2), ("a", 2),
            ("portal", 5)])
        self.assertEqual(told["neverShown"], [{"item": "item-tall", "reason": "not-drawn"}])
        lying = self.seconds(self.simulate(folder, *words))
        self.assertEqual(lying[:4], [("portal", 1), ("a", 2), ("item-tall", 1), ("ends", 1)])

    def test_a_machine_that_does_not_know_the_time(self):
        folder = self.folder([slogan("a", dayparts=["never"])],
                             dayparts={"never": {"windows": []}})
        self.assertEqual(self.simulate(folder, "--hours", "1")["items"][0]["plays"], 0)
        self.assertEqual(self.simulate(folder, "--hours", "1", "--clock", "floor")
                         ["items"][0]["plays"], 360)

    def test_for_people(self):
        words = ["--from", DAY]
        done = self.run_bangtin("simulate", self.two_playlists(), *words)
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        for wanted in (r"From 02/03/2026 00:00:00 to 03/03/2026 00:00:00 \(Asia/Ho_Chi_Minh\)",
                       r"(?m)^  02/03/2026 11:30:00  lunch$", r"(?m)^  02/03/2026 13:00:00  usual$",
                       r"(?m)^  menu +540 +1:30:00 +6\.2 %$"):
            self.assertRegex(done.stdout, wanted)
        self.assertNotIn("Never shown", done.stdout)
        short = self.run_bangtin("simulate", self.two_playlists(), "--from", "02/03/2026",
                                 "--hours", "0.01")
        self.assertRegex(short.stdout, r"(?m)^  02/03/2026 00:00:10  b \(usual\)$")

    def test_wrong_words(self):
        folder = self.folder()
        for words, status in ((["--from", "yesterday"], 2), (["--hours", "0"], 2),
                              (["--clock", "wrong"], 2), (["--site", "nowhere"], 2),
                              (["--from", "2026-02-30"], 2)):
            done = self.run_bangtin("simulate", folder, *words)
            self.assertEqual((done.returncode, done.stdout), (status, ""), words)
        self.assertEqual(self.run_bangtin("simulate", self.root / "none").returncode, 1)


if __name__ == "__main__":
    unittest.main()
