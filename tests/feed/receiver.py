"""A server that collects plays, as docs/reports.md asks for; or one that fails at it."""

import http.server
import json
import socket
import threading
import time


class Receiver(http.server.ThreadingHTTPServer):
    """`kept`: {(device, row): row}; `faults`: what it does with the next batches."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Answer)
        self.kept, self.requests, self.faults, self.lock = {}, [], [], threading.Lock()
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def url(self):
        return f"http://127.0.0.1:{self.server_address[1]}/plays"

    def handle_error(self, *words):
        pass


class Answer(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *words):
        pass

    def answer(self, status, **headers):
        self.send_response(status)
        for name, value in {"Content-Length": "0", **headers}.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        batch = json.loads(body)
        with self.server.lock:
            fault = self.server.faults.pop(0) if self.server.faults else None
            self.server.requests.append((time.monotonic(), self.headers["Content-Type"],
                                         batch["first"], len(batch["rows"]), fault))
        if fault == "stall":
            self.server.stalled = True
            time.sleep(8)
        elif fault == "too large" and len(batch["rows"]) > 10:
            self.answer(413)
        elif fault == "busy":
            self.answer(429, Retry_After="2")
        elif isinstance(fault, int):
            self.answer(fault)
        else:
            with self.server.lock:
                for index, row in enumerate(batch["rows"]):
                    self.server.kept[batch["device"], batch["first"] + index] = row
            if fault == "lost":  # it was taken, and nobody learns of it
                self.connection.shutdown(socket.SHUT_RDWR)
            else:
                self.answer(204)
