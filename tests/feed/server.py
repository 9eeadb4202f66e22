#!/usr/bin/env python3
"""A web server for tests, on loopback only: serves a folder well, or badly where a test says so.

Well: strong ETags by content, If-None-Match, Range, If-Range, and `Prefer: wait=N` (RFC 7240) for
playlist.json: the answer 304 is held until the file changes or N seconds are over. PUT, DELETE and
MKCOL where `writable`. Badly: see faults.py; set for a path or "*" with Server.fault(),
`times` times or until heal().

    with Server(folder) as server:
        server.fault("/pool/a.jpg", "stall", after=100)
        … server.url("/playlist.json") … server.log …
        server.heal()

Or by itself: server.py FOLDER [--port N] [--cert FILE --key FILE] [--no-wait] [--writable]. It
prints its URL when it listens, and is told by requests: POST /-/fault {"path": …, "fault": …, …},
POST /-/heal {"path": …} or {}, POST /-/waits {"waits": false}, POST /-/forget, POST /-/log; each
answers with the log of requests."""

import argparse
import email.utils
import hashlib
import json
import select
import signal
import socket
import socketserver
import ssl
import struct
import sys
import threading
import time
import urllib.parse
from http.server import BaseHTTPRequestHandler
from pathlib import Path

from faults import FAULTS, PIECE, Answer, Gone

WAIT_MOST = 300
LOOK_SECONDS = 0.02


class Connection(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version, sys_version = "feed-test", ""
    disable_nagle_algorithm = True

    def setup(self):
        if self.server.tls:  # here, since another client must not wait for this one's handshake
            self.request.settimeout(10)
            self.request.do_handshake()
            self.request.settimeout(None)
        super().setup()

    def log_message(self, *words):
        pass

    # What is sent.

    def send(self, data):
        for at in range(0, len(data), PIECE):
            self.entry["sent"] += len(data[at:at + PIECE])  # a test may look as soon as it has come
            self.wfile.write(data[at:at + PIECE])

    def send_head(self, answer):
        self.entry["status"] = answer.status
        self.log_request = lambda *words: None
        self.send_response(answer.status)
        for name, value in answer.headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.flush()

    def send_answer(self, answer):
        if answer.status not in (204, 304):
            answer.headers.setdefault("Content-Length", str(len(answer.body)))
        self.send_head(answer)
        if self.command != "HEAD":
            self.send(answer.body)

    def hold(self):
        """Until the client has gone, or the server is stopped."""
        while not self.server.stopping.is_set() and not self.is_gone():
            self.server.stopping.wait(LOOK_SECONDS)
        raise Gone

    def is_gone(self):
        """Whether the client has closed; it sends nothing while it waits for an answer."""
        readable, _, _ = select.select([self.connection], [], [], 0)
        try:
            return bool(readable) and (self.server.tls or
                                       not self.connection.recv(1, socket.MSG_PEEK))
        except OSError:
            return True

    def reset(self):
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        raise Gone

    # What a right server does.

    def file(self):
        """The path asked for, within the folder, or None."""
        path = urllib.parse.unquote(urllib.parse.urlsplit(self.path).path)
        file = (self.server.folder / path.lstrip("/")).resolve()
        return file if file.is_relative_to(self.server.folder) else None

    def find(self, ranges=True):
        """The right answer to GET and HEAD."""
        file = self.file()
        if file is None or not file.is_file():
            return Answer(404, {"Content-Type": "text/html"}, b"<html>none</html>")
        body = file.read_bytes()
        etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
        common = {"ETag": etag, "Accept-Ranges": "bytes",
                  "Last-Modified": email.utils.formatdate(file.stat().st_mtime, usegmt=True)}
        known = self.headers.get("If-None-Match", "")
        if known == "*" or etag in [tag.strip().removeprefix("W/") for tag in known.split(",")]:
            return Answer(304, common)
        asked = self.headers.get("Range", "")
        if ranges and asked.startswith("bytes=") and self.headers.get("If-Range", etag) == etag:
            return self.part(body, asked.removeprefix("bytes="), common)
        return Answer(200, common | {"Content-Length": str(len(body))}, body)

    def part(self, body, asked, common):
        first, _, last = asked.partition("-")
        size = len(body)
        begin = int(first) if first else max(size - int(last), 0)
        end = min(int(last) + 1, size) if first and last else size
        if begin >= end:
            return Answer(416, {"Content-Range": f"bytes */{size}"})
        part = body[begin:end]
        return Answer(206, common | {"Content-Range": f"bytes {begin}-{end - 1}/{size}",
                                     "Content-Length": str(len(part))}, part)

    def find_or_wait(self):
        """The right answer; a 304 for playlist.json is held as long as the client prefers to wait.

        The stamp is taken first: what changes while the answer is found is a change."""
        file = self.file()
        seen = stamp(file) if file else None
        answer = self.find()
        wish = [part.strip() for part in self.headers.get("Prefer", "").split(",")]
        seconds = [part[5:] for part in wish if part.startswith("wait=")]
        if not (self.server.waits and seconds and seconds[0].isdigit()
                and urllib.parse.urlsplit(self.path).path.endswith("playlist.json")):
            return answer
        end = time.monotonic() + min(int(seconds[0]), WAIT_MOST)
        while answer.status == 304 and time.monotonic() < end:
            if self.server.stopping.wait(LOOK_SECONDS) or self.is_gone():
                raise Gone
            if stamp(file) != seen:
                seen = stamp(file)
                answer = self.find()
        answer.headers["Preference-Applied"] = "wait"
        return answer

    def respond(self):
        self.entry = self.server.enter(self)
        name, options = self.server.take_fault(self.path)
        try:
            if name:
                FAULTS[name](self, self.find(), **options)
            else:
                self.send_answer(self.find_or_wait())
        except (Gone, OSError):
            self.close_connection = True

    do_GET = do_HEAD = respond

    def change(self):
        """PUT, DELETE, MKCOL."""
        self.entry = self.server.enter(self)
        name, options = self.server.take_fault(self.path)
        try:
            if name and name != "slow":
                self.close_connection = True  # what was to be written is not even read
                FAULTS[name](self, Answer(201), **options)
                return
            size = int(self.headers.get("Content-Length", 0))
            body = self.rfile.read(size)
            if len(body) < size:
                raise Gone
            self.send_answer(Answer(self.make_change(body)))
        except (Gone, OSError):
            self.close_connection = True

    def make_change(self, body):
        """The status."""
        file = self.file()
        if not self.server.writable or file is None:
            return 405
        was_there = file.exists()
        if self.command == "MKCOL":
            if was_there or not file.parent.is_dir():
                return 405 if was_there else 409
            file.mkdir()
            return 201
        if self.command == "DELETE":
            if not file.is_file():
                return 404
            file.unlink()
            return 204
        if not file.parent.is_dir() or file.is_dir():
            return 409
        aside = file.with_name(file.name + ".part")
        aside.write_bytes(body)
        aside.replace(file)
        return 204 if was_there else 201

    do_PUT = do_DELETE = do_MKCOL = change

    def do_POST(self):
        """The control: what a test in another process says."""
        self.entry = {"sent": 0}
        words = json.loads(self.rfile.read(int(self.headers.get("Content-Length", 0))) or b"{}")
        if self.path == "/-/fault":
            self.server.fault(words.pop("path"), words.pop("fault"), **words)
        elif self.path == "/-/heal":
            self.server.heal(words.get("path"))
        elif self.path == "/-/waits":
            self.server.waits = words["waits"]
        elif self.path == "/-/forget":
            self.server.log.clear()
        elif self.path != "/-/log":
            self.send_answer(Answer(404))
            return
        self.send_answer(Answer(200, {}, json.dumps(self.server.log).encode()))


def stamp(file):
    """What changes with a file; a file that is replaced is missing for no moment."""
    try:
        stat = file.stat()
        return stat.st_mtime_ns, stat.st_ino, stat.st_size
    except OSError:
        return None


class Server(socketserver.ThreadingMixIn, socketserver.TCPServer):
    allow_reuse_address = daemon_threads = True
    block_on_close = False
    request_queue_size = 1024

    def __init__(self, folder, host="127.0.0.1", port=0, cert=None, key=None, tls=None,
                 waits=True, writable=False):
        """`tls`: an ssl.SSLContext; or `cert` and `key`: PEM files."""
        self.address_family = socket.AF_INET6 if ":" in host else socket.AF_INET
        self.folder = Path(folder).resolve()
        self.host, self.waits, self.writable, self.tls = host, waits, writable, tls
        if cert:
            self.tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            self.tls.load_cert_chain(cert, key)
        self.log = []  # each: method, path, headers (names in lower case), time, status, sent
        self.connections = 0  # accepted so far
        self.faults = {}
        self.lock = threading.Lock()
        self.stopping = threading.Event()
        super().__init__((host, port), Connection)
        self.port = self.server_address[1]

    def url(self, path="", host=None):
        host = host or (f"[{self.host}]" if ":" in self.host else self.host)
        return f"http{'s' if self.tls else ''}://{host}:{self.port}{path}"

    def fault(self, path, name, times=None, **options):
        """From now on (`times` times) requests for `path` ("*": for every one) go wrong so."""
        if name not in FAULTS:
            raise ValueError(f"no fault {name}; there are {', '.join(FAULTS)}")
        with self.lock:
            self.faults[path] = [name, options, times]

    def heal(self, path=None):
        with self.lock:
            self.faults.pop(path, None) if path else self.faults.clear()

    def take_fault(self, url):
        path = urllib.parse.urlsplit(url).path
        with self.lock:
            path = path if path in self.faults else "*"
            fault = self.faults.get(path)
            if not fault:
                return None, {}
            if fault[2] is not None:
                fault[2] -= 1
                if fault[2] <= 0:
                    del self.faults[path]
            return fault[0], dict(fault[1])

    def enter(self, connection):
        entry = {"method": connection.command, "path": connection.path, "time": time.time(),
                 "headers": {k.lower(): v for k, v in connection.headers.items()},
                 "status": None, "sent": 0}
        self.log.append(entry)
        return entry

    def paths(self, method=None):
        """The paths asked for, in order."""
        return [e["path"] for e in self.log if method in (None, e["method"])]

    def get_request(self):
        request, address = super().get_request()
        self.connections += 1
        if self.tls:
            request = self.tls.wrap_socket(request, server_side=True, do_handshake_on_connect=False)
        return request, address

    def shutdown_request(self, request):
        """A farewell, but not before a reset."""
        if struct.unpack("ii", request.getsockopt(socket.SOL_SOCKET, socket.SO_LINGER, 8))[0]:
            self.close_request(request)
        else:
            super().shutdown_request(request)

    def handle_error(self, request, client_address):
        error = sys.exc_info()[1]
        if not isinstance(error, (OSError, ValueError)):  # a client that went is its own affair
            super().handle_error(request, client_address)

    def __enter__(self):
        threading.Thread(target=self.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(self, *error):
        self.stopping.set()
        self.shutdown()
        self.server_close()


def main():
    parser = argparse.ArgumentParser(description="A web server for tests.")
    parser.add_argument("folder")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--cert")
    parser.add_argument("--key")
    parser.add_argument("--no-wait", action="store_true")
    parser.add_argument("--writable", action="store_true")
    args = parser.parse_args()
    ends = {signal.SIGTERM, signal.SIGINT}
    signal.pthread_sigmask(signal.SIG_BLOCK, ends)
    with Server(args.folder, args.host, args.port, args.cert, args.key, waits=not args.no_wait,
                writable=args.writable) as server:
        print(server.url(), flush=True)
        signal.sigwait(ends)


if __name__ == "__main__":
    main()
