#!/usr/bin/env python3
"""Where a request may lead: redirects, inner networks, proxies, names that are never found."""

import os
import shutil
import socket
import tempfile
import unittest
from pathlib import Path

from lab import BODY, SANITIZED, Authority, Lab, Server
from proxy import Proxy

NAMES = os.environ["NET_NAMES"]  # an own look-up of names, loaded before the C library
needs_names = unittest.skipIf(SANITIZED, "the sanitizer must be loaded first")
INNER = ("localhost", "a.localhost", "LOCALHOST.", "127.0.0.1", "127.1", "2130706433", "0x7f.1",
         "0177.0.0.1", "[::1]", "[::ffff:127.0.0.1]", "10.1.2.3", "192.168.0.1", "172.16.0.1",
         "169.254.169.254", "100.64.0.1", "0.0.0.0", "[fe80::1]", "[fd00::1]", "[64:ff9b::a00:1]",
         "%31%32%37.0.0.1", "\uff11\uff12\uff17.0.0.1", "l\uff4fcalhost", "\u24d8nner.localhost")


def has_ipv6():
    try:
        with socket.socket(socket.AF_INET6) as probe:
            probe.bind(("::1", 0))
        return True
    except OSError:
        return False


class HopTest(Lab):
    def test_to_the_same_server(self):
        server = self.serve()
        for status in (301, 302, 303, 307, 308):
            server.fault("/x", "redirect", to="a.bin?x=1", status=status)
            self.assert_fault(self.get(server.url("/x")), "fine", status=200, received=len(BODY))
        self.assertEqual(server.paths()[:2], ["/x", "/a.bin?x=1"])

    def test_what_is_asked_is_asked_again(self):
        server = self.serve()
        server.fault("/x", "redirect", to="/a.bin")
        result = self.get(server.url("/x"), "--from", 49000, "--if-none-match", '"x"')
        self.assert_fault(result, "fine", status=206, received=1000)
        self.assertEqual(server.log[1]["headers"]["if-none-match"], '"x"')

    def test_to_another_port_of_this_machine(self):
        server, other = self.serve(), self.serve()
        server.fault("/x", "redirect", to=other.url("/a.bin"))
        self.assert_fault(self.get(server.url("/x")), "address", received=0)
        self.assertEqual(other.log, [])

    def test_to_inner_networks(self):
        server = self.serve()
        for host in INNER:
            with self.subTest(host):
                server.fault("/x", "redirect", to=f"http://{host}:1/a.bin")
                self.assert_fault(self.get(server.url("/x")), "address", received=0)

    @needs_names
    def test_to_a_name_that_is_an_inner_address(self):
        server, other = self.serve(), self.serve()
        server.fault("/x", "redirect", to=other.url("/a.bin", host="near.test"))
        self.assert_fault(self.get(server.url("/x"), LD_PRELOAD=NAMES), "address", received=0)
        self.assertEqual(other.connections, 0)  # not even a knock at the door

    @needs_names
    def test_a_connection_that_is_open_already_changes_nothing(self):
        server, other = self.serve(), self.serve()
        near = other.url("/a.bin", host="near.test")
        server.fault("/x", "redirect", to=near)
        results = self.drive("--url", near, "--url", server.url("/x"), "--after", 1,
                             LD_PRELOAD=NAMES)
        self.assertEqual([r["fault"] for r in results], ["fine", "address"])
        self.assertEqual(len(other.log), 1)

    @needs_names
    def test_an_inner_name_that_the_settings_name(self):
        server = self.serve()
        server.fault("/x", "redirect", to="/a.bin")
        result = self.get(server.url("/x", host="near.test"), LD_PRELOAD=NAMES)
        self.assert_fault(result, "fine", received=len(BODY))


class NameTest(Lab):
    @needs_names
    def test_a_name_that_is_never_found(self):
        server = self.serve()
        results = self.drive("--connect", 1, "--url", "http://hang.test/", "--url",
                             server.url("/a.bin"), LD_PRELOAD=NAMES)
        self.assertEqual([r["fault"] for r in results], ["fine", "resolve"])

    @needs_names
    def test_the_end_does_not_wait_for_it(self):
        results = self.drive("--cancel-all", 200, "--url", "http://hang.test/", LD_PRELOAD=NAMES)
        self.assertTrue(results[0]["cancelled"])

    def test_a_server_that_does_not_pick_up(self):
        with socket.create_server(("127.0.0.1", 0), backlog=5) as deaf:
            result = self.get(f"https://127.0.0.1:{deaf.getsockname()[1]}/", settings=("--connect", 1))
            self.assert_fault(result, "connect", status=0)

    @unittest.skipUnless(has_ipv6(), "no IPv6 here")
    def test_ipv6(self):
        server = self.serve(host="::1")
        server.fault("/x", "redirect", to="/a.bin")
        self.assert_fault(self.get(server.url("/x")), "fine", received=len(BODY))

    @needs_names
    @unittest.skipUnless(has_ipv6(), "no IPv6 here")
    def test_where_ipv6_leads_nowhere_ipv4_is_tried(self):
        result = self.get(self.serve().url("/a.bin", host="both.test"), LD_PRELOAD=NAMES)
        self.assert_fault(result, "fine", received=len(BODY))


class ProxyTest(Lab):
    @classmethod
    def setUpClass(cls):
        cls.keys = Path(tempfile.mkdtemp(prefix="bangtin-proxy-"))
        cls.addClassCleanup(shutil.rmtree, cls.keys)
        cls.own = Authority(cls.keys)
        cls.pair = cls.own.issue("right", "DNS:a.test,DNS:b.test")

    def setUp(self):
        super().setUp()
        self.plain = self.serve()
        self.safe = self.enterContext(Server(self.folder, cert=self.pair[0], key=self.pair[1]))
        names = {f"{host}.test:{port}": ("127.0.0.1", server.port)
                 for host in "ab" for port, server in ((80, self.plain), (443, self.safe))}
        self.proxy = self.enterContext(Proxy(names))

    def ask(self, url, *words, **environment):
        settings = ("--proxy", self.proxy.url, "--ca", self.own.cert)
        return self.get(url, *words, settings=settings, **environment)

    def test_http_and_https_go_through_it(self):
        for url in ("http://a.test/a.bin", "https://a.test/a.bin"):
            self.assert_fault(self.ask(url), "fine", status=200, received=len(BODY), begun=1)
        self.assertEqual(self.proxy.log, [("GET", "http://a.test/a.bin"),
                                          ("CONNECT", "a.test:443")])

    def test_another_server_may_follow(self):
        for to in ("http://b.test/a.bin", "https://b.test/a.bin"):
            self.plain.fault("/x", "redirect", to=to)
            self.assert_fault(self.ask("http://a.test/x"), "fine", received=len(BODY))

    def test_from_https_to_http_none_leads(self):
        self.safe.fault("/x", "redirect", to="http://a.test/a.bin")
        self.plain.fault("/y", "redirect", to="https://a.test/x")
        for url in ("https://a.test/x", "http://a.test/y"):
            self.assert_fault(self.ask(url), "redirect", received=0)
        self.assertNotIn("/a.bin", self.plain.paths())

    def test_inner_networks_are_not_asked_for(self):
        for host in INNER:
            with self.subTest(host):
                self.plain.fault("/x", "redirect", to=f"http://{host}/a.bin")
                self.assert_fault(self.ask("http://a.test/x"), "address", received=0)
        self.assertEqual({target for _, target in self.proxy.log}, {"http://a.test/x"})

    def test_a_password_stays_with_its_server(self):
        self.plain.fault("/x", "redirect", to="http://b.test/a.bin")
        self.assert_fault(self.ask("http://mai:secret@a.test/x"), "fine", received=len(BODY))
        self.assertIn("authorization", self.plain.log[0]["headers"])
        self.assertNotIn("authorization", self.plain.log[1]["headers"])

    def test_the_environment_names_it(self):
        result = self.get("http://a.test/a.bin", http_proxy=self.proxy.url)
        self.assert_fault(result, "fine", received=len(BODY))
        result = self.get("https://a.test/a.bin", HTTPS_PROXY=self.proxy.url,
                          SSL_CERT_FILE=str(self.own.cert))
        self.assert_fault(result, "fine", received=len(BODY))

    def test_the_settings_and_the_exceptions_go_first(self):
        url = self.plain.url("/a.bin")
        for settings, exceptions in ((("--proxy", ""), ""), ((), "x.test, 127.0.0.1"),
                                     ((), "127.0.0.0/8"), ((), "*")):
            with self.subTest(settings=settings, exceptions=exceptions):
                result = self.get(url, settings=settings, http_proxy=self.proxy.url,
                                  no_proxy=exceptions)
                self.assert_fault(result, "fine", received=len(BODY))
        self.assertEqual(self.proxy.log, [])
        self.assert_fault(self.ask("http://a.test/a.bin", no_proxy="*"), "fine")
        self.assertEqual(len(self.proxy.log), 1)  # what the settings name has no exceptions

    def test_it_refuses(self):
        self.proxy.refuse = 403
        self.assert_fault(self.ask("https://a.test/a.bin"), "connect", status=0)
        self.assert_fault(self.ask("http://a.test/a.bin"), "fine", status=403)

    def test_it_is_not_there(self):
        for proxy, fault in (("http://127.0.0.1:1", "connect"), ("http://no.invalid:1", "resolve")):
            result = self.get("http://a.test/", settings=("--proxy", proxy))
            self.assert_fault(result, fault, status=0)


if __name__ == "__main__":
    unittest.main(verbosity=1)
