#!/usr/bin/env python3
"""Files of a playlist that go away and come back: the others are shown meanwhile."""

import unittest

from contents import PLATES, Content
from lab import wait_until


class FilesTest(Content):
    def test_files_that_go_away_one_after_another(self):
        folder = self.lab.folder("folder", self.plates(), hold=0.4)
        watch = self.lab.watch(PLATES)
        player = self.lab.play(folder)
        watch.wait_shown(PLATES + 1)
        for path in sorted((folder / "media").iterdir()):
            path.unlink()
            self.assert_stays_lit(player, 0.6)
        self.assert_stays_lit(player, 2)
        self.assertEqual(watch.finish()["blank"], 0)

    def test_a_file_that_comes_back(self):
        """Only the document's own folder is watched, and a stick comes back without a word."""
        folder = self.lab.folder("folder", self.plates(3), hold=0.4)
        watch = self.lab.watch(PLATES)
        player = self.lab.play(folder)
        watch.wait_shown(3)
        picture = folder / "media/1.jpg"
        picture.rename(picture.with_suffix(".away"))
        wait_until(lambda: watch.read(0.05) and {p for p, _ in watch.shown[-4:]} == {0, 2},
                   "the loop without it")
        picture.with_suffix(".away").rename(picture)
        wait_until(lambda: watch.read(0.05) and {p for p, _ in watch.shown[-3:]} == {0, 1, 2},
                   "the picture's return", 60)
        self.assert_stays_lit(player, 0.5)
        self.assertEqual(watch.finish()["blank"], 0)


if __name__ == "__main__":
    unittest.main()
