#!/usr/bin/env python3
"""Requests against a server that does right, and one that does each thing wrong."""

import socket
import threading
import unittest
from concurrent.futures import ThreadPoolExecutor

from lab import BODY, SANITIZED, Lab

SHORT = ("--stall", 1, "--connect", 2)
HTTPS_ONLY = 0  # a Date over http tells nothing


class RightServerTest(Lab):
    def test_a_file_comes_whole(self):
        server = self.serve()
        result, body = self.fetch(server.url("/a.bin"))
        self.assert_fault(result, "fine", status=200, received=len(BODY), length=len(BODY),
                          begun=1, statusAtBegin=200, date=HTTPS_ONLY, detail="")
        self.assertEqual(body, BODY)
        self.assertRegex(result["tag"], '^"[0-9a-f]{32}"$')

    def test_an_empty_file_begins_and_ends(self):
        (self.folder / "empty").touch()
        result = self.get(self.serve().url("/empty"))
        self.assert_fault(result, "fine", status=200, received=0, length=0, begun=1)

    def test_no_encoding_no_cookie_no_referer_is_sent(self):
        server = self.serve()
        self.get(server.url("/a.bin"))
        self.assertEqual(set(server.log[0]["headers"]), {"host", "user-agent", "accept"})
        self.assertRegex(server.log[0]["headers"]["user-agent"], r"^bangtin/\d")

    def test_what_is_known_does_not_come_again(self):
        server = self.serve()
        tag = self.get(server.url("/a.bin"))["tag"]
        result = self.get(server.url("/a.bin"), "--if-none-match", tag)
        self.assert_fault(result, "fine", status=304, received=0, begun=0)

    def test_a_tag_that_is_none_is_not_sent(self):
        server = self.serve()
        for tag in ("x", '"a"\r\nX-Evil: 1', '"'):
            self.get(server.url("/a.bin"), "--if-none-match", tag, "--from", 3, "--if-range", tag)
        self.get(server.url("/a.bin"), "--from", 3, "--if-range", 'W/"a"')
        for entry in server.log:
            self.assertNotIn("if-none-match", entry["headers"])
            self.assertNotIn("if-range", entry["headers"])
            self.assertNotIn("x-evil", entry["headers"])

    def test_the_rest_of_a_file_comes_alone(self):
        server = self.serve()
        tag = self.get(server.url("/a.bin"))["tag"]
        result, body = self.fetch(server.url("/a.bin"), "--from", 49000, "--if-range", tag)
        self.assert_fault(result, "fine", status=206, received=1000, statusAtBegin=206)
        self.assertEqual(body, BODY[49000:])

    def test_a_changed_file_comes_whole(self):
        result, body = self.fetch(self.serve().url("/a.bin"), "--from", 49000, "--if-range", '"x"')
        self.assert_fault(result, "fine", status=200, received=len(BODY))
        self.assertEqual(body, BODY)

    def test_a_head_has_no_body(self):
        result = self.get(self.serve().url("/a.bin"), "--method", "HEAD", "--limit", 0)
        self.assert_fault(result, "fine", status=200, length=len(BODY), received=0)

    def test_a_waiting_server_is_heard_when_something_changes(self):
        server = self.serve()
        url = server.url("/playlist.json")
        tag = self.get(url)["tag"]
        file = self.folder / "playlist.json"

        def change_when_asked():
            while len(server.log) < 2:
                server.stopping.wait(0.01)
            (self.folder / "new").write_text('{"formatVersion": 1, "sequence": 2}')
            (self.folder / "new").rename(file)
        threading.Thread(target=change_when_asked, daemon=True).start()
        result, body = self.fetch(url, "--if-none-match", tag, "--wait", 50, settings=SHORT)
        self.assert_fault(result, "fine", status=200, waited=True)
        self.assertEqual(body, file.read_bytes())
        self.assertEqual(server.log[1]["headers"]["prefer"], "wait=50")

    def test_a_waiting_server_may_wait_in_vain(self):
        server = self.serve()
        tag = self.get(server.url("/playlist.json"))["tag"]
        result = self.get(server.url("/playlist.json"), "--if-none-match", tag, "--wait", 2,
                          settings=SHORT)
        self.assert_fault(result, "fine", status=304, waited=True)

    def test_a_plain_server_answers_at_once(self):
        server = self.serve(waits=False)
        tag = self.get(server.url("/playlist.json"))["tag"]
        result = self.get(server.url("/playlist.json"), "--if-none-match", tag, "--wait", 50)
        self.assert_fault(result, "fine", status=304, waited=False)

    @unittest.skipIf(SANITIZED, "the sanitizer wakes by itself")
    def test_an_idle_wait_wakes_nobody(self):
        server = self.serve()
        url = server.url("/playlist.json")
        tag = self.get(url)["tag"]
        wakes = [self.drive("--usage", 1, "--url", url, "--if-none-match", tag, "--wait", seconds)
                 [-1]["switches"] for seconds in (1, 4)]
        self.assertLess(wakes[1], wakes[0] + 3)  # a limit looked at each second would add three


class UploadTest(Lab):
    def test_bytes_are_put(self):
        server = self.serve(writable=True)
        self.assert_fault(self.get(server.url("/new"), "--put", "hello"), "fine", status=201)
        self.assertEqual((self.folder / "new").read_bytes(), b"hello")
        self.assert_fault(self.get(server.url("/new"), "--put", ""), "fine", status=204)
        self.assertEqual((self.folder / "new").read_bytes(), b"")

    def test_a_file_is_put(self):
        server = self.serve(writable=True)
        big = self.root / "big"
        big.write_bytes(BODY * 60)
        self.assert_fault(self.get(server.url("/big"), "--put-file", big), "fine", status=201)
        self.assertEqual((self.folder / "big").read_bytes(), BODY * 60)

    def test_a_file_that_became_shorter_is_no_file(self):
        server = self.serve(writable=True)
        result = self.get(server.url("/x"), "--put-file", self.folder / "a.bin",
                          "--put-size", 60000)
        self.assert_fault(result, "other")
        self.assertFalse((self.folder / "x").exists())

    def test_folders_are_made_and_files_deleted(self):
        server = self.serve(writable=True)
        self.assert_fault(self.get(server.url("/d"), "--method", "MKCOL"), "fine", status=201)
        self.assertTrue((self.folder / "d").is_dir())
        self.assert_fault(self.get(server.url("/d"), "--method", "MKCOL"), "fine", status=405)
        self.assert_fault(self.get(server.url("/a.bin"), "--method", "DELETE"), "fine", status=204)
        self.assert_fault(self.get(server.url("/a.bin"), "--method", "DELETE"), "fine", status=404)

    def test_a_refusal_is_told(self):
        self.assert_fault(self.get(self.serve().url("/x"), "--put", "hello"), "fine", status=405)

    def test_a_put_is_not_led_elsewhere(self):
        server = self.serve(writable=True)
        server.fault("/x", "redirect", to="/y", status=307)
        self.assert_fault(self.get(server.url("/x"), "--put", "hello"), "redirect", status=307)
        self.assertNotIn("/y", server.paths())

    def test_the_name_and_password_of_netrc(self):
        server = self.serve(writable=True)
        netrc = self.root / ".netrc"
        netrc.write_text("machine 127.0.0.1 login mai password secret\n")
        netrc.chmod(0o600)
        self.get(server.url("/x"), "--put", "hello")
        self.get(server.url("/x"), "--netrc", 1, "--put", "hello")
        self.assertNotIn("authorization", server.log[0]["headers"])
        self.assertTrue(server.log[1]["headers"]["authorization"].startswith("Basic "))


# Fault of the server, its options, the driver's words, what is to come of it.
ALL = len(BODY)
FAULTS = [
    ("stall", {"after": 100}, (), {"fault": "stall", "received": 100}),
    ("stall", {"after": 0}, (), {"fault": "stall", "received": 0, "status": 200}),
    ("stall", {"after": 10}, ("--wait", 300), {"fault": "stall", "received": 10}),
    ("silent", {}, (), {"fault": "stall", "status": 0, "begun": 0}),
    ("slow", {"rate": 100}, (), {"fault": "stall", "status": 200}),
    ("slow", {"rate": 100}, ("--total", 1), {"fault": "stall", "detail": "out of time"}),
    ("endless", {}, ("--limit", 100000), {"fault": "large"}),
    ("cut", {"after": 10}, (), {"fault": "cut", "received": 10}),
    ("cut", {"after": 0}, (), {"fault": "cut", "received": 0}),
    ("cut", {"after": ALL - 1}, (), {"fault": "cut", "received": ALL - 1}),
    # Nothing tells that this is cut: the hash must (reliability.md, 3.4).
    ("cut", {"after": 10, "length": False}, (), {"fault": "fine", "received": 10, "length": -1}),
    ("cut_chunks", {"after": 10}, (), {"fault": "cut", "received": 10}),
    ("wrong_length", {"by": 10}, (), {"fault": "cut", "received": ALL}),
    ("wrong_length", {"by": -10}, (), {"fault": "fine", "received": ALL - 10}),
    ("wrong_range", {"by": 1}, ("--from", 100), {"fault": "range", "received": 0, "begun": 0}),
    ("wrong_range", {"by": -100}, ("--from", 100), {"fault": "range", "received": 0}),
    ("wrong_range", {"by": 0}, (), {"fault": "range", "received": 0}),
    ("header", {"Content-Range": None}, ("--from", 100), {"fault": "range", "received": 0}),
    ("header", {"Content-Range": "bytes 100-200/50000"}, ("--from", 100), {"fault": "range"}),
    ("whole", {}, ("--from", 100), {"fault": "fine", "status": 200, "received": ALL}),
    ("unsatisfiable", {}, ("--from", 100), {"fault": "fine", "status": 416, "received": 0}),
    ("bomb", {"size": 8 << 20}, (), {"fault": "encoded", "received": 0, "begun": 0}),
    ("header", {"Transfer-Encoding": "gzip, chunked"}, (), {"fault": "encoded", "received": 0}),
    ("header", {"Content-Encoding": "identity"}, (), {"fault": "fine", "received": ALL}),
    ("header", {"Transfer-Encoding": "chunked"}, (), {"fault": "headers", "received": 0}),
    ("portal", {}, (), {"fault": "fine", "status": 200, "received": 71}),
    ("loop", {"hops": 100}, (), {"fault": "redirect", "status": 302, "received": 0, "begun": 0}),
    ("loop", {"hops": 4}, (), {"fault": "redirect"}),
    ("loop", {"hops": 3}, (), {"fault": "fine", "status": 200, "received": ALL, "begun": 1}),
    ("redirect", {"to": "file:///etc/passwd"}, (), {"fault": "redirect", "received": 0}),
    ("redirect", {"to": "ftp://127.0.0.1/x"}, (), {"fault": "redirect", "received": 0}),
    ("redirect", {"to": "gopher://127.0.0.1/x"}, (), {"fault": "redirect", "received": 0}),
    ("redirect", {"to": "http://[broken"}, (), {"fault": "redirect", "received": 0}),
    ("raw", {"data": "HTTP/1.1 302 Found\r\nContent-Length: 0\r\n\r\n"}, (), {"fault": "redirect"}),
    ("status", {"status": 404}, (), {"fault": "fine", "status": 404, "received": 0, "begun": 0}),
    ("status", {"status": 410}, (), {"fault": "fine", "status": 410}),
    ("status", {"status": 500}, (), {"fault": "fine", "status": 500, "retryAfter": 0}),
    ("status", {"status": 429, "retry_after": 120}, (), {"status": 429, "retryAfter": 120}),
    ("status", {"retry_after": 10**9}, (), {"status": 503, "retryAfter": 3600}),
    ("status", {"retry_after": 10**30}, (), {"status": 503, "retryAfter": 3600}),
    ("status", {"retry_after": -5}, (), {"status": 503, "retryAfter": 0}),
    ("status", {"retry_after": "soon"}, (), {"status": 503, "retryAfter": 0}),
    ("status", {"retry_after": "Fri, 01 Jan 2099 00:00:00 GMT"}, (), {"retryAfter": 3600}),
    ("status", {"retry_after": "Sat, 01 Jan 2000 00:00:00 GMT"}, (), {"retryAfter": 0}),
    ("retag", {}, ("--from", 100, "--if-range", '"1"'), {"status": 200, "received": ALL}),
    ("headers", {}, (), {"fault": "headers", "received": 0}),
    ("headers", {"count": 2, "size": 40000}, (), {"fault": "headers", "received": 0}),
    ("headers", {"count": 1, "size": 200000}, (), {"fault": "headers", "received": 0}),
    ("reset", {"after": 0}, (), {"fault": "cut", "received": 0}),
    ("reset", {"after": ALL // 2}, (), {"fault": "cut"}),
    ("raw", {"data": "nonsense\r\n\r\n"}, (), {"fault": "headers"}),
    ("raw", {"data": ""}, (), {"fault": "cut", "status": 0}),
    ("raw", {"data": "HTTP/1.1 200 OK\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcd"}, (),
     {"fault": "headers", "received": 0}),
    ("raw", {"data": "HTTP/1.1 200 OK\r\nContent-Length: -3\r\n\r\nabc"}, (), {"fault": "headers"}),
    ("raw", {"data": "HTTP/1.1 200 OK\r\nETag:\r\n \"a\"\r\n\r\nabc"}, (), {"fault": "headers"}),
    ("raw", {"data": "HTTP/1.1 100 Continue\r\n\r\n" * 5000}, (), {"fault": "headers"}),
    ("raw", {"data": "HTTP/1.1 103 Early Hints\r\nContent-Encoding: br\r\n\r\n"
                     "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabc"}, (),
     {"fault": "fine", "status": 200, "received": 3, "begun": 1}),
    ("raw", {"data": "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n"
                     "Content-Encoding: gzip\r\nContent-Length: 99\r\n\r\n"}, (),
     {"fault": "fine", "received": 3, "length": -1}),
    ("raw", {"data": "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nabc\r\n"}, (),
     {"fault": "cut"}),
    ("raw", {"data": "HTTP/1.1 404 None\r\nContent-Length: 99\r\n\r\ncut"}, (),
     {"fault": "fine", "status": 404}),
    ("raw", {"data": "HTTP/1.1 404 None\r\n\r\n" + "x" * 200000}, (),
     {"fault": "fine", "status": 404, "received": 0}),
    ("header", {"ETag": 'W/"weak"'}, (), {"tag": "", "weakTag": 'W/"weak"'}),
    ("header", {"ETag": "naked"}, (), {"tag": "", "weakTag": ""}),
    ("header", {"ETag": '"' + "x" * 300 + '"'}, (), {"tag": "", "weakTag": "", "fault": "fine"}),
    ("header", {"Preference-Applied": "respond-async, wait=5"}, (), {"waited": True}),
    ("header", {"Preference-Applied": "waiting"}, (), {"waited": False}),
    ("header", {}, ("--limit", ALL - 1), {"fault": "large", "received": 0, "begun": 0}),
    ("header", {}, ("--limit", ALL), {"fault": "fine", "received": ALL}),
    ("header", {}, ("--refuse-after", 20000), {"fault": "write", "error": -28}),
    ("header", {}, ("--refuse-head", 1), {"fault": "write", "error": -13, "received": 0}),
    ("header", {}, ("--method", "BREW"), {"fault": "fine", "status": 501}),
]


class FaultTest(Lab):
    def test_each_fault_is_named(self):
        server = self.serve()

        def meet(number, fault):
            name, options, words, expected = fault
            (self.folder / f"{number}.bin").write_bytes(BODY)
            server.fault(f"/{number}.bin", name, **options)
            settings = SHORT if expected.get("fault") == "stall" else ()  # a busy machine stalls, too
            return self.get(server.url(f"/{number}.bin"), *words, settings=settings)

        with ThreadPoolExecutor(6) as pool:  # some only wait for the stall limit
            results = list(pool.map(meet, range(len(FAULTS)), FAULTS))
        for (name, options, words, expected), result in zip(FAULTS, results):
            with self.subTest(name, **{k: str(v)[:40] for k, v in options.items()}, words=words):
                self.assertEqual({k: result[k] for k in expected}, expected, result)
                if result["fault"] != "fine":
                    self.assertTrue(result["detail"])
                self.assertLessEqual(result["taken"], 1 << 20)

    def test_the_limit_holds_within_the_write(self):
        server = self.serve()
        server.fault("/a.bin", "endless")
        result, body = self.fetch(server.url("/a.bin"), "--limit", 100000)
        self.assert_fault(result, "large")
        self.assertLessEqual(len(body), 100000)

    def test_a_slow_one_holds_up_no_other(self):
        server = self.serve()
        for name in "bcd":
            (self.folder / name).write_bytes(BODY)
        server.fault("/a.bin", "stall", after=10)
        words = [w for path in ("/a.bin", "/b", "/c", "/d") for w in ("--url", server.url(path))]
        results = self.drive(*SHORT, *words)
        self.assertEqual([r["fault"] for r in results], ["fine"] * 3 + ["stall"])
        self.assertEqual([r["received"] for r in results], [ALL] * 3 + [10])

    def test_one_is_cancelled_in_the_middle_and_the_others_go_on(self):
        server = self.serve()
        results = self.drive("--url", server.url("/a.bin"), "--cancel-after", 20000,
                             "--url", server.url("/playlist.json"))
        by_path = {r["url"].rsplit("/")[-1]: r for r in results}
        self.assertEqual(len(results), 2)
        self.assertTrue(by_path["a.bin"]["cancelled"])
        self.assert_fault(by_path["playlist.json"], "fine", status=200)

    def test_all_are_cancelled_from_outside(self):
        server = self.serve()
        server.fault("*", "silent")
        results = self.drive("--cancel-all", 300, "--url", server.url("/a.bin"),
                             "--url", server.url("/b"))
        self.assertEqual([r.get("cancelled") for r in results], [True, True])

    def test_nobody_there(self):
        with socket.socket() as deaf:  # as long as it is ours nobody else listens there
            deaf.bind(("127.0.0.1", 0))
            url = f"http://127.0.0.1:{deaf.getsockname()[1]}/a.bin"
            self.assert_fault(self.get(url), "connect", status=0)
        self.assert_fault(self.get("http://no-such-name.invalid/"), "resolve", status=0)

    def test_what_is_no_web_address(self):
        for url in ("ftp://127.0.0.1/x", "file:///etc/passwd", "//x/y", "x", "", "http://",
                    "http://a b/"):
            with self.subTest(url):
                self.assert_fault(self.get(url), "other", status=0)


if __name__ == "__main__":
    unittest.main(verbosity=1)
