"""A web proxy for tests, on loopback: CONNECT for https, whole URLs for http. It alone knows the
names that a test makes up."""

import select
import socket
import socketserver
import threading
import urllib.parse


class Errand(socketserver.StreamRequestHandler):
    def handle(self):
        try:
            self.serve()
        except (OSError, ValueError):  # either side went
            pass

    def serve(self):
        line = self.rfile.readline(65536).decode("latin-1")
        method, target, _ = line.split()
        headers = []
        while (header := self.rfile.readline(65536)).strip():
            headers.append(header)
        self.server.log.append((method, target))
        if self.server.refuse:
            self.wfile.write(b"HTTP/1.1 %d No\r\nContent-Length: 0\r\n\r\n" % self.server.refuse)
        elif method == "CONNECT":
            with self.server.connect(target) as far:
                self.wfile.write(b"HTTP/1.1 200 Connected\r\nX-Proxy: yes\r\n\r\n")
                self.carry(far)
        else:
            self.forward(method, target, headers)

    def forward(self, method, target, headers):
        url = urllib.parse.urlsplit(target)
        path = urllib.parse.urlunsplit(("", "", url.path or "/", url.query, ""))
        kept = [h for h in headers if not h.lower().startswith((b"proxy-", b"connection:"))]
        with self.server.connect(url.netloc if url.port else f"{url.netloc}:80") as far:
            far.sendall(f"{method} {path} HTTP/1.1\r\n".encode() + b"".join(kept)
                        + b"Connection: close\r\n\r\n")
            self.carry(far)

    def carry(self, far):
        """Bytes both ways until one side ends."""
        ends = {self.connection: far, far: self.connection}
        while True:
            for end in select.select(list(ends), [], [])[0]:
                data = end.recv(65536)
                if not data:
                    return
                ends[end].sendall(data)


class Proxy(socketserver.ThreadingMixIn, socketserver.TCPServer):
    allow_reuse_address = daemon_threads = True
    block_on_close = False

    def __init__(self, names=None, refuse=None):
        """`names`: {"host:port": (address, port)} of those it knows. `refuse`: a status."""
        super().__init__(("127.0.0.1", 0), Errand)
        self.names, self.refuse = names or {}, refuse
        self.log = []  # each: method, target
        self.url = f"http://127.0.0.1:{self.server_address[1]}"

    def connect(self, target):
        if target not in self.names:
            raise OSError(f"{target} is unknown")
        return socket.create_connection(self.names[target])

    def __enter__(self):
        threading.Thread(target=self.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(self, *error):
        self.shutdown()
        self.server_close()
