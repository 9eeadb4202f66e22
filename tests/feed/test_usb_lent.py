#!/usr/bin/env python3
"""usb.mode "while-inserted": what a stick holds plays alone until the stick is pulled."""

import unittest

from province import wait_for
from sticks import FINE, JPEG, LENT, PNG, STICK, UNSIGNED, Loose


class WhileInserted(Loose):
    usb = {"mode": "while-inserted", "unsigned": True}

    def shares(self):
        return {key: feed["share"] for key, feed in self.lab.current().items()}

    def back(self):
        wait_for(lambda: not self.lab.current().get(STICK, {}).get("lent"), "the way back")

    def with_signed(self):
        """A feed that plays already, by a stick of before."""
        self.site = self.settings({"root": str(self.feed.root)})
        data = self.feed.publish((1,))
        process = self.follow()
        self.assertEqual(self.bring(self.make()), FINE)
        self.lab.stop(process)
        self.mounts.clear()
        self.write_mounts()
        self.site = self.settings({"root": str(self.feed.root)}, **self.usb)
        return data

    def test_it_plays_alone_until_it_is_pulled(self):
        data = self.with_signed()
        self.follow()
        stick = self.stick({"a.jpg": JPEG})
        self.assertEqual(self.bring(stick), LENT)
        self.assertEqual(self.shown(), ["a.jpg"])
        self.assertTrue(self.lab.current()[STICK]["lent"])
        self.assertEqual(self.shares(), {"thu": 0, STICK: 1})
        self.pull(stick)
        self.back()
        self.assertEqual(self.shares(), {"thu": 1, STICK: 1})
        self.assertIsNone(self.document())
        self.assertEqual(self.lab.playing(), data)
        wait_for(lambda: self.front()["state"] == "none", "the word")

    def test_a_signed_one_is_verified_and_leaves_no_mark(self):
        data = self.with_signed()
        before = self.lab.current()["thu"]
        self.follow()
        newer = self.feed.publish((2,))
        stick = self.make()
        self.assertEqual(self.bring(stick), LENT)
        self.assertEqual(self.lab.playing(STICK), newer)
        self.assertEqual(self.shares(), {"thu": 0, STICK: 1})
        self.pull(stick)
        self.back()
        self.assertEqual(self.lab.current()["thu"], before)
        self.assertEqual(self.bring(self.make()), LENT)  # again and again
        self.feed.publish((3,), sequence=1)
        stick = self.make()
        self.assertEqual(self.bring(stick), 28)
        self.assertEqual(self.lab.playing(STICK), newer)
        self.assertEqual(self.lab.playing(), data)

    def test_what_plays_already_plays_alone_too(self):
        data = self.with_signed()
        self.follow()
        self.assertEqual(self.bring(self.make()), LENT)
        self.assertEqual(self.lab.playing(STICK), data)
        self.assertEqual(self.shares(), {"thu": 0, STICK: 1})

    def test_the_later_of_two_plays_and_then_the_earlier_one(self):
        self.follow()
        first, second = self.stick({"1.jpg": JPEG}), self.stick({"2.jpg": PNG})
        self.assertEqual(self.bring(first), LENT)
        self.assertEqual(self.bring(second), LENT)
        self.assertEqual(self.shown(), ["2.jpg"])
        self.pull(second)
        wait_for(lambda: self.shown() == ["1.jpg"], "the first one")
        self.pull(first)
        self.back()
        self.assertIsNone(self.document())

    def test_what_was_imported_before_comes_back(self):
        self.site = self.settings(unsigned=True)
        process = self.follow()
        stick = self.stick({"old.jpg": JPEG})
        self.assertEqual(self.bring(stick), FINE)
        self.pull(stick)
        self.lab.stop(process)
        self.site = self.settings(**self.usb)
        self.follow()
        stick = self.stick({"new.jpg": JPEG})
        self.assertEqual(self.bring(stick), LENT)
        self.assertEqual(self.shown(), ["new.jpg"])
        self.pull(stick)
        self.back()
        self.assertEqual(self.shown(), ["old.jpg"])

    def test_after_a_power_cut_it_goes_on_where_the_stick_is_there(self):
        process = self.follow()
        stick = self.stick({"a.jpg": JPEG})
        self.assertEqual(self.bring(stick), LENT)
        generation = self.lab.current()[STICK]["generation"]
        self.lab.stop(process)
        self.log.unlink()
        process = self.follow()
        self.assertEqual(self.end(stick), LENT)
        self.assertEqual(self.lab.current()[STICK]["generation"], generation)
        self.pull(stick)
        self.back()

    def test_after_a_power_cut_it_goes_where_the_stick_is_not_there(self):
        process = self.follow()
        stick = self.stick({"a.jpg": JPEG})
        self.assertEqual(self.bring(stick), LENT)
        self.lab.stop(process)
        self.pull(stick)
        self.lab.environment["BANGTIN_LENT_SECONDS"] = "1"
        self.follow()
        self.back()
        self.assertIsNone(self.document())

    def test_another_mode_takes_it_back(self):
        process = self.follow()
        stick = self.stick({"a.jpg": JPEG})
        self.assertEqual(self.bring(stick), LENT)
        self.lab.stop(process)
        self.site = self.settings(mode="import")
        self.follow()
        self.assertNotIn("lent", self.lab.current()[STICK])
        self.assertIsNone(self.document())

    def test_unsigned_ones_need_the_permission_here_too(self):
        self.site = self.settings(mode="while-inserted")
        self.follow()
        self.assertEqual(self.bring(self.stick({"a.jpg": JPEG})), UNSIGNED)


if __name__ == "__main__":
    unittest.main()
