#!/usr/bin/env python3
"""A folder that is saved, goes away, is made again or is another one: the screen follows it and is lit."""

import os
import shutil
import unittest

from contents import PLATES, Content
from lab import wait_until


class FolderTest(Content):
    def test_a_folder_that_goes_away(self):
        folder = self.lab.folder("folder", self.plates(), hold=0.4)
        watch = self.lab.watch(PLATES)
        player = self.lab.play(folder)
        watch.wait_shown(3)
        shutil.rmtree(folder)
        self.assert_stays_lit(player, 4)
        self.assertEqual(watch.finish()["blank"], 0)

    def test_a_playlist_that_is_saved_while_it_plays(self):
        """What is saved whole is shown without a new start; what is no playlist changes nothing."""
        folder = self.lab.folder("folder", self.plates(2), hold=0.4)
        other = self.lab.folder("other", self.plates(4)[2:], hold=0.4)
        for picture in (other / "media").iterdir():
            os.link(picture, folder / "media" / f"new-{picture.name}")
        new = (other / "playlist.json").read_text().replace("media/", "media/new-")
        watch = self.lab.watch(PLATES)
        player = self.lab.play(folder)
        watch.wait_shown(3)
        for broken in ("", "{", new[:len(new) // 2]):
            (folder / "playlist.json").write_text(broken)
            watch.wait_shown(len(watch.shown) + 4)
        self.assertEqual({plate for plate, _ in watch.shown}, {0, 1})
        (folder / "playlist.json").write_text(new)
        wait_until(lambda: watch.read(0.05) and {p for p, _ in watch.shown[-2:]} == {2, 3},
                   "the new playlist's pictures")
        self.assert_stays_lit(player, 0.5)
        result = watch.finish()
        self.assertEqual((result["blank"], result["torn"]), (0, 0), result)

    def test_a_folder_that_is_made_again(self):
        folder = self.lab.folder("folder", self.plates(2), hold=0.4)
        other = self.lab.folder("other", self.plates(4)[2:], hold=0.4)
        watch = self.lab.watch(PLATES)
        player = self.lab.play(folder)
        watch.wait_shown(3)
        shutil.rmtree(folder)
        other.rename(folder)
        wait_until(lambda: watch.read(0.05) and {p for p, _ in watch.shown[-2:]} == {2, 3},
                   "the new folder's pictures")
        self.assert_stays_lit(player, 0.5)
        self.assertEqual(watch.finish()["blank"], 0)

    def test_a_folder_that_the_kernel_says_nothing_about(self):
        """A link that is turned to another folder; a folder that is made again late."""
        folder = self.lab.folder("one", self.plates(2), hold=0.4)
        other = self.lab.folder("two", self.plates(4)[2:], hold=0.4)
        link, turned = self.lab.directory / "link", self.lab.directory / "turned"
        link.symlink_to(folder)
        turned.symlink_to(other)
        watch = self.lab.watch(PLATES)
        player = self.lab.play(link)
        watch.wait_shown(3)
        turned.rename(link)
        wait_until(lambda: watch.read(0.05) and {p for p, _ in watch.shown[-2:]} == {2, 3},
                   "the pictures of the other folder")
        shutil.rmtree(other)
        wait_until(lambda: watch.read(0.05) and "o such file" in self.lab.log(), "its loss")
        folder.rename(other)
        wait_until(lambda: watch.read(0.05) and {p for p, _ in watch.shown[-2:]} == {0, 1},
                   "the pictures of the folder made again")
        self.assert_stays_lit(player, 0.5)
        self.assertEqual(watch.finish()["blank"], 0)

    def test_no_folder_at_all(self):
        player = self.lab.play(self.lab.directory / "nowhere")
        wait_until(lambda: self.screen.is_lit() or player.poll() is not None, "a picture or a word")
        if player.poll() is None:
            self.assert_stays_lit(player, 1)
        else:  # on a desk a wrong name is better said at once
            self.assertEqual(player.returncode, 1, self.lab.log())
            self.assertIn("nowhere", self.lab.log())


if __name__ == "__main__":
    unittest.main()
