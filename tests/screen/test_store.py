#!/usr/bin/env python3
"""The screen follows the store: several feeds by their shares, new generations without a break, and
whatever is damaged there is not shown."""

import json
import os
import shutil
import signal
import time
import unittest

from framebuffer import Framebuffer
from lab import BUILD, Lab, is_alive, tree_of, wait_until
from stored import Store, damage

PLATES = 8
FAULTS = ("blank", "foreign", "torn")


class StoreTest(unittest.TestCase):
    def setUp(self):
        self.lab = Lab()
        self.addCleanup(self.lab.close)
        self.store = Store(self.lab)
        self.plates = [self.lab.plate(n, "1920x1080", f"{n}.jpg") for n in range(PLATES)]

    def pictures(self, **numbers):
        return {name: self.plates[number] for name, number in numbers.items()}

    def play(self, *arguments, **environment):
        watch = self.lab.watch(PLATES)
        player = self.lab.start([BUILD / "bangtin", "play", "--no-sync", "--store",
                                 self.store.path, *arguments], **environment)
        return player, watch

    def display(self):
        """What display.json says, or None."""
        try:
            return json.loads((self.lab.directory / "run/bangtin/display.json").read_text())
        except (FileNotFoundError, ValueError):
            return None

    def wait_display(self, condition, what):
        return wait_until(lambda: (found := self.display()) and condition(found) and found, what)

    def shown(self, watch, count):
        """The next `count` plates from now on."""
        before = len(watch.shown)
        watch.wait_shown(before + count)
        return [plate for plate, _ in watch.shown[before:before + count]]

    def assert_whole(self, watch):
        result = watch.finish()
        for fault in FAULTS:
            self.assertEqual(result[fault], 0, f"{fault}: {result}\n{self.lab.log()[-3000:]}")

    def settings(self, **fields):
        path = self.lab.directory / "site.json"
        path.write_text(json.dumps({"feeds": [{"root": "root.json"}], **fields}))
        return path

    def test_feeds_take_turns_by_their_shares_each_in_its_order(self):
        self.store.activate("province", self.pictures(a=0, b=1, c=2), share=2)
        self.store.activate("commune", self.pictures(a=3, b=4), share=1)
        _, watch = self.play()
        found = self.shown(watch, 9)
        first = [plate for plate in found if plate < 3]
        second = [plate for plate in found if plate >= 3]
        self.assertEqual((len(first), len(second)), (6, 3), found)
        self.assertEqual(first, [(first[0] + n) % 3 for n in range(6)], found)
        self.assertEqual(second, [3 + (second[0] + n + 1) % 2 for n in range(3)], found)
        self.assertNotIn("0 1 2", " ".join(map(str, found)), "three turns in a row")
        self.assert_whole(watch)

    def test_a_new_generation_is_taken_over_without_a_break(self):
        hold = 0.7  # none is late, also where the machine has others to serve
        self.store.activate("province", self.pictures(a=0, b=1, c=2), hold=hold)
        self.store.activate("commune", self.pictures(x=3, y=4), hold=hold)
        player, watch = self.play()
        self.shown(watch, 4)
        pids = tree_of(player.pid)
        self.store.activate("province", self.pictures(a=0, b=1, new=5, c=2), hold=hold)
        wait_until(lambda: watch.read(0.05) and 5 in [plate for plate, _ in watch.shown], "plate 5")
        before = [plate for plate, _ in watch.shown]
        province = [plate for plate in before if plate not in (3, 4)]
        self.assertEqual(province[-2:], [1, 5], before)
        for earlier, later in zip(province, province[1:]):
            self.assertIn((earlier, later), [(0, 1), (1, 2), (2, 0), (1, 5)], before)
        after = self.shown(watch, 8)
        self.assertEqual([plate for plate in after if plate not in (3, 4)], [2, 0, 1, 5], after)
        commune = [plate for plate in before + after if plate in (3, 4)]
        self.assertEqual(commune, [3 + (commune[0] + n + 1) % 2 for n in range(len(commune))])
        self.assertEqual(pids[0], tree_of(player.pid)[0])
        found = self.wait_display(lambda found: len(found["feeds"]) == 2, "both feeds")
        self.assertEqual(found["workerRestarts"], 0, self.lab.log())
        self.assertEqual(found["lateItems"], 0, self.lab.log())
        self.assert_whole(watch)

    def test_what_plays_is_told_in_display_json(self):
        self.store.activate("province", self.pictures(a=0), hold=3600)
        player, watch = self.play()
        watch.wait_shown(1)
        found = self.wait_display(lambda found: found["item"], "an item in display.json")
        self.assertEqual(sorted(found), sorted([
            "version", "pid", "startedAt", "updatedAt", "screen", "power", "temperature",
            "underVoltage", "source", "item", "feeds", "leftOut", "damaged", "itemsShown",
            "lateItems", "missedVblanks", "workerRestarts"]))
        self.assertEqual((found["source"], found["pid"]), ("feeds", player.pid))
        self.assertEqual(found["screen"], {"width": 1920, "height": 1080, "rotate": 0})
        self.assertEqual((found["item"]["id"], found["item"]["feed"]), ("a", "province"))
        self.assertRegex(found["item"]["since"], r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$")
        self.assertEqual(found["feeds"], [{"key": "province", "feedId": "province", "sequence": 1,
                                           "generated": "2026-01-01T00:00:00Z", "items": 1}])
        self.assertEqual((found["leftOut"], found["damaged"]), ([], []))
        stamp = os.stat(self.lab.directory / "run/bangtin/display.json").st_mtime_ns
        time.sleep(1.5)  # on hold nothing is written
        self.assertEqual(os.stat(self.lab.directory / "run/bangtin/display.json").st_mtime_ns, stamp)
        self.assertEqual(self.lab.end(player), 0)
        self.assertIsNone(self.display(), "it is gone with its writer")

    def test_a_damaged_document_gives_way_to_the_one_before(self):
        self.store.activate("province", self.pictures(a=0))
        self.store.activate("province", self.pictures(a=1))
        self.store.activate("commune", self.pictures(a=2))
        current = self.store.current()["feeds"]["province"]
        damage(self.store.generation(current["generation"]))
        _, watch = self.play()
        self.assertEqual(sorted(self.shown(watch, 2)), [0, 2])
        self.assertIn("is damaged", self.lab.log())
        damage(self.store.generation(current["previous"]))
        self.store.touch()
        self.assertEqual(sorted(self.shown(watch, 2)), [0, 2], "it plays on from memory")
        self.store.activate("province", self.pictures(a=3))
        wait_until(lambda: watch.read(0.05) and 3 in [plate for plate, _ in watch.shown], "plate 3")
        self.assert_whole(watch)

    def test_a_feed_without_a_sound_document_is_left_out(self):
        self.store.activate("province", self.pictures(a=0))
        self.store.activate("commune", self.pictures(a=2, b=3))
        damage(self.store.generation(self.store.current()["feeds"]["province"]["generation"]))
        _, watch = self.play()
        self.assertEqual(sorted(set(self.shown(watch, 4))), [2, 3])
        self.assertIn("left out until it is fetched again", self.lab.log())
        self.assert_whole(watch)

    def test_a_damaged_picture_is_not_shown_until_it_is_whole_again(self):
        self.store.activate("province", self.pictures(a=0, b=1, c=2))
        stored = self.store.object(self.plates[1])
        damage(stored)
        _, watch = self.play()
        self.assertEqual(set(self.shown(watch, 6)), {0, 2})
        found = self.wait_display(lambda found: found["damaged"], "the damaged file")
        self.assertEqual(found["damaged"], [stored.name])
        self.assertEqual([(left["item"], left["feed"]) for left in found["leftOut"]],
                         [("b", "province")])
        self.assertEqual(found["workerRestarts"], 0, self.lab.log())
        aside = stored.with_suffix(".new")
        shutil.copy(self.plates[1], aside)
        aside.rename(stored)
        self.store.touch()
        wait_until(lambda: watch.read(0.05) and 1 in [plate for plate, _ in watch.shown], "plate 1")
        self.wait_display(lambda found: not found["damaged"] and not found["leftOut"], "all whole")
        self.assert_whole(watch)

    def test_a_missing_picture_is_asked_for_again(self):
        self.store.activate("province", self.pictures(a=0, b=1))
        stored = self.store.object(self.plates[1])
        stored.unlink()
        _, watch = self.play()
        watch.wait_shown(1)
        found = self.wait_display(lambda found: found["damaged"], "the missing file")
        self.assertEqual(found["damaged"], [stored.name])

    def test_a_picture_of_unknown_size_or_digest_is_left_out(self):
        document = self.store.document("province", self.pictures(a=0, b=1), 0.4)
        del document["assets"]["b"]["sha256"]
        self.store.activate("province", self.pictures(a=0, b=1), assets=document["assets"])
        _, watch = self.play()
        watch.wait_shown(1)
        found = self.wait_display(lambda found: found["leftOut"], "what is left out")
        self.assertEqual(found["leftOut"][0]["item"], "b")
        self.assertIn("SHA-256", found["leftOut"][0]["reason"])

    def test_the_first_generation_takes_the_place_of_the_built_in_content(self):
        screen = Framebuffer(self.lab.screen)
        self.addCleanup(screen.close)
        _, watch = self.play("--site", self.settings(), "--duration", "0.3")
        screen.wait_lit("the built-in content")
        found = self.wait_display(lambda found: found["item"], "an item")
        self.assertEqual(found["source"], "builtin")
        self.store.path.mkdir(exist_ok=True)
        self.store.activate("province", self.pictures(a=0, b=1))
        self.wait_display(lambda found: found["source"] == "feeds", "the feed")
        watch.wait_shown(2)
        self.store.activate("province", self.pictures(a=0, b=1),
                            sites={"default": {"screen": {"rotate": 180}}})
        found = self.wait_display(lambda found: found["screen"]["rotate"] == 180, "a turned screen")
        self.assertEqual((found["leftOut"], found["workerRestarts"]), ([], 0), self.lab.log())

    def test_the_usual_store_is_followed_where_the_settings_say_so_or_cannot_be_read(self):
        self.store.activate("province", self.pictures(a=0))
        self.assertEqual(self.store.path, self.lab.directory / "store")
        settings = self.lab.directory / "etc/site.json"
        settings.parent.mkdir()
        for text, source in ((None, "builtin"), ("{}", "builtin"),
                             ('{"feeds": [{"root": "r.json"}]}', "feeds"), ('{"feeds": [', "feeds")):
            with self.subTest(text):
                if text:
                    settings.write_text(text)
                player = self.lab.start([BUILD / "bangtin", "play", "--no-sync"])
                self.wait_display(lambda found: found["source"] == source, source)
                self.lab.end(player)

    def test_a_store_that_goes_leaves_the_screen_lit_and_is_followed_when_it_comes_back(self):
        screen = Framebuffer(self.lab.screen)
        self.addCleanup(screen.close)
        self.store.activate("province", self.pictures(a=0, b=1))
        player, watch = self.play("--duration", "0.3")
        watch.wait_shown(2)
        shutil.rmtree(self.store.path)
        self.wait_display(lambda found: len(found["leftOut"]) == 2, "no picture left")
        self.assertTrue(screen.is_lit())
        self.store.activate("province", self.pictures(a=2, b=3))
        wait_until(lambda: watch.read(0.05) and 3 in [plate for plate, _ in watch.shown], "plate 3")
        self.assertIsNone(player.poll())

    def test_a_picture_kept_from_the_last_run_is_of_the_document_that_plays(self):
        self.store.activate("province", self.pictures(a=0), hold=3600)
        for expected in (0, 0, 1):
            if expected == 1:
                self.store.activate("province", self.pictures(a=1), hold=3600)
            player, watch = self.play()
            watch.wait_shown(1)
            self.wait_display(lambda found: found["item"], "an item")
            self.assertEqual([plate for plate, _ in watch.shown], [expected])
            self.lab.end(player)
            watch.finish()

    def test_of_two_screens_the_first_one_writes_and_both_play(self):
        self.store.activate("province", self.pictures(a=0, b=1))
        first, watch = self.play("--size", "1920x1080")
        watch.wait_shown(1)
        found = self.wait_display(lambda found: found["item"], "an item")
        second = self.lab.start([BUILD / "bangtin", "play", "--no-sync", "--store",
                                 self.store.path, "--size", "320x180"], log="second.log")
        wait_until(lambda: "keeps its figures" in self.lab.log("second.log"), "the second's word")
        self.assertEqual(found["pid"], first.pid)
        self.assertEqual(self.lab.end(second), 0)
        self.assertEqual(self.wait_display(lambda found: True, "it")["pid"], first.pid)

    def test_what_a_killed_one_had_just_started_keeps_nothing_from_the_next(self):
        """Its child may not have become a worker yet, and has all that was open."""
        self.store.activate("province", self.pictures(a=0))
        killed, _ = self.play(LD_PRELOAD=str(BUILD / "tests/screen/libnewborn.so"))
        child = wait_until(lambda: tree_of(killed.pid)[1:], "a child")[0]
        try:
            killed.kill()
            killed.wait()
            self.assertTrue(is_alive(child))
            player, _ = self.play()
            self.wait_display(lambda found: found["pid"] == player.pid, "the next one's figures")
        finally:
            if is_alive(child):
                os.kill(child, signal.SIGKILL)


if __name__ == "__main__":
    unittest.main()
