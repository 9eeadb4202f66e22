"""A screen in a lobby, to be looked at from outside: what the tests share that go to the pixels."""

import unittest

from framebuffer import Framebuffer
from lab import Screen
from province import Province


class Lobby(unittest.TestCase):
    def setUp(self):
        self.lab = Province()
        self.addCleanup(self.lab.close)
        self.screen = Screen(self.lab.path, "640x360")
        self.addCleanup(self.screen.close)
        self.pixels = Framebuffer(self.screen)
        self.addCleanup(self.pixels.close)
        self.lab.environment |= {"DISPLAY": self.screen.display, "SDL_VIDEODRIVER": "x11"}
