#!/usr/bin/env python3
"""A machine whose clock is wrong and whose network lets only HTTPS out: the time of the web server's
answers decides what the screen shows, and the machine's own does not."""

import datetime
import email.utils
import struct
import time
import unittest
from unittest import mock

from lab import BUILD
from lobby import Lobby
from province import SVG, Feed, wait_for
from server import Connection, Server

ALWAYS, BEGUN, AHEAD = 0x2060A0, 0xA02060, 0x60A020
SERVERS = "2027-03-02T12:00:00+07:00"
MACHINES = "2027-03-04T12:00:00+07:00"  # nobody vouches for it
VALID_FROM = {"begun": "2027-03-02T00:00:00+07:00", "ahead": "2027-03-03T00:00:00+07:00"}


def instant(text):
    return datetime.datetime.fromisoformat(text)


class Heard(Lobby):
    def test_what_begins_by_the_server_s_time_is_shown_and_what_the_machine_s_claims_is_not(self):
        self.seen = set()
        log, timepiece = self.lab.path / "play.log", self.lab.path / "timepiece"
        ahead = instant(MACHINES).timestamp() - time.time()
        timepiece.write_bytes(struct.pack("=q", round(ahead * 1e6)))
        self.lab.environment |= {
            "LD_PRELOAD": str(BUILD / "tests/screen/libtimepiece.so"), "TIMEPIECE": str(timepiece),
            "TIMEPIECE_IS_WRONG": str(self.lab.path / "nobody"),
            "ASAN_OPTIONS": self.lab.environment.get("ASAN_OPTIONS", "") +
            ":verify_asan_link_order=0"}
        feed = Feed(self.lab, "web")
        pictures = {name: SVG.format(colour).encode() for name, colour in
                    (("always", ALWAYS), ("begun", BEGUN), ("ahead", AHEAD))}
        document = feed.document(pictures, sequence=1, defaults={
            "duration": 0.3, "transition": {"type": "cut"}})
        for item in document["playlists"][0]["items"]:
            begins = VALID_FROM.get(item["asset"])
            item |= {"validFrom": begins} if begins else {}
        feed.put(document)

        ca = self.lab.make_ca()
        said = email.utils.format_datetime(instant(SERVERS).astimezone(datetime.timezone.utc),
                                           usegmt=True)
        date = mock.patch.object(Connection, "date_time_string", lambda *_: said)
        certificate = self.lab.make_certificate(ca, "web")
        with Server(feed.path, cert=certificate[0], key=certificate[1]) as server:
            site = self.lab.settings(
                {"url": server.url("/playlist.json"), "root": str(feed.root), "interval": 1},
                network={"ca": str(ca[0])}, screen={"clock": False})
            with date, open(log, "wb") as out:
                self.lab.start([self.lab.program, "play", "--site", site, "--store",
                                self.lab.store, "--run", self.lab.run], stderr=out)
                wait_for(lambda: "the time is known now, from a server" in log.read_text(),
                         "the server's time in the screen's process")
                self.wait_for_colours(ALWAYS, BEGUN)  # what was chosen before it has gone
                self.seen.clear()
                self.wait_for_colours(*[ALWAYS, BEGUN] * 3)
        self.assertLessEqual(self.seen, {ALWAYS, BEGUN})

    def wait_for_colours(self, *colours):
        for colour in colours:
            wait_for(lambda c=colour: self.look() == c, f"{colour:06x} on the screen")

    def look(self):
        """The colour that is on the screen, and notes that it was seen."""
        red, green, blue = self.pixels.pixel(320, 180)
        self.seen.add(red << 16 | green << 8 | blue)
        return red << 16 | green << 8 | blue


if __name__ == "__main__":
    unittest.main()
