"""A screen in a lobby, to be looked at from outside: what the tests share that go to the pixels."""

import unittest

from framebuffer import Framebuffer
from lab import Screen
from province import Province, wait_for


class Lobby(unittest.TestCase):
    def setUp(self):
        self.lab = Province()
        self.addCleanup(self.lab.close)
        self.screen = Screen(self.lab.path, "640x360")
        self.addCleanup(self.screen.close)
        self.pixels = Framebuffer(self.screen)
        self.addCleanup(self.pixels.close)
        self.lab.environment |= {"DISPLAY": self.screen.display, "SDL_VIDEODRIVER": "x11"}

    def wait_dark(self):
        """Until the X server has taken leave of a player that was killed, which may be after the next
        one was started: what is seen from then on is not of the dead one."""
        wait_for(lambda: self.pixels.pixel(320, 180) == (0, 0, 0), "the end of a picture")
