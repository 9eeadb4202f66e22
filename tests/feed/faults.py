"""What a server for tests can do wrong: a function for each, in the table FAULTS.

Each gets the connection (server.py), the right answer to the request, and the options that the test
has given with the fault."""

import time
import zlib

ENDLESS_MOST = 64 << 20  # an endless body ends here, lest a client at fault fill a machine
PIECE = 16384


class Gone(Exception):
    """The connection is to be closed without another word."""


class Answer:
    """What a right server would say."""

    def __init__(self, status, headers=(), body=b""):
        self.status, self.headers, self.body = status, dict(headers), body


def stall(connection, answer, after=0):
    """The head and `after` bytes, then nothing, with the connection open."""
    connection.send_head(answer)
    connection.send(answer.body[:after])
    connection.hold()


def silent(connection, answer):
    """No answer at all, with the connection open."""
    connection.hold()


def slow(connection, answer, rate=100):
    """`rate` bytes a second."""
    connection.send_head(answer)
    for i, byte in enumerate(answer.body):
        connection.send(bytes([byte]))
        if connection.server.stopping.wait(1 / rate):
            raise Gone


def endless(connection, answer):
    """A body in chunks, without end."""
    answer.headers.pop("Content-Length", None)
    answer.headers["Transfer-Encoding"] = "chunked"
    connection.send_head(answer)
    for _ in range(ENDLESS_MOST // PIECE):
        connection.send(b"%x\r\n" % PIECE + bytes(PIECE) + b"\r\n")
    raise Gone


def cut(connection, answer, after=10, length=True):
    """`after` bytes, then the end, with or without a Content-Length."""
    if not length:
        answer.headers.pop("Content-Length", None)
        answer.headers["Connection"] = "close"
    connection.send_head(answer)
    connection.send(answer.body[:after])
    raise Gone


def cut_chunks(connection, answer, after=10):
    """`after` bytes in a chunk, then the end without the last chunk."""
    answer.headers.pop("Content-Length", None)
    answer.headers["Transfer-Encoding"] = "chunked"
    connection.send_head(answer)
    connection.send(b"%x\r\n" % after + answer.body[:after] + b"\r\n")
    raise Gone


def wrong_length(connection, answer, by=10):
    """A Content-Length that is off by so many bytes; then the end."""
    answer.headers["Content-Length"] = str(len(answer.body) + by)
    connection.send_head(answer)
    connection.send(answer.body)
    raise Gone


def wrong_range(connection, answer, by=1):
    """206 with a range that begins elsewhere (even where none was asked for)."""
    first = by
    given = answer.headers.get("Content-Range")
    if given:
        first = int(given.removeprefix("bytes ").split("-")[0]) + by
    answer.headers["Content-Range"] = f"bytes {first}-{first + len(answer.body) - 1}/*"
    answer.status = 206
    connection.send_answer(answer)


def status(connection, answer, status=503, retry_after=None, body="<html>sorry</html>"):
    """Another status, with a Retry-After as it is given."""
    headers = {} if retry_after is None else {"Retry-After": str(retry_after)}
    connection.send_answer(Answer(status, headers, body.encode()))


def unsatisfiable(connection, answer):
    """416 for whatever was asked."""
    connection.send_answer(Answer(416, {"Content-Range": f"bytes */{len(answer.body)}"}))


def whole(connection, answer):
    """200 and all of it, whatever range was asked for."""
    connection.send_answer(connection.find(ranges=False))


def bomb(connection, answer, size=100 << 20):
    """A gzip body nobody asked for, a thousand times larger when undone."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    body = b"".join(packer.compress(bytes(1 << 20)) for _ in range(size >> 20)) + packer.flush()
    connection.send_answer(Answer(200, {"Content-Encoding": "gzip"}, body))


def portal(connection, answer):
    """200 and a page, as a captive portal answers everything."""
    page = b"<!DOCTYPE html><title>Log in</title><p>Welcome to the guest network</p>"
    connection.send_answer(Answer(200, {"Content-Type": "text/html", "ETag": '"p"'}, page))


def redirect(connection, answer, to="/", status=302):
    """Sends elsewhere: any URL, or one on this server."""
    bytes_of_it = to.encode().decode("latin-1")  # as headers are written
    connection.send_answer(Answer(status, {"Location": bytes_of_it}, b"<html>moved</html>"))


def loop(connection, answer, hops=100):
    """Sends to itself, `hops` times, then answers."""
    path, _, number = connection.path.partition("?hop=")
    number = int(number or 0)
    if number < hops:
        redirect(connection, answer, f"{path}?hop={number + 1}")
    else:
        connection.send_answer(answer)


def retag(connection, answer):
    """Another ETag at each request, as where the file changes all the time."""
    etag = f'"{time.monotonic_ns():x}"'
    if connection.headers.get("Range") and connection.headers.get("If-Range"):
        answer = connection.find(ranges=False)
    answer.headers["ETag"] = etag
    connection.send_answer(answer)


def headers(connection, answer, count=400, size=1000):
    """Many long headers."""
    answer.headers |= {f"X-{i}": "x" * size for i in range(count)}
    connection.send_answer(answer)


def reset(connection, answer, after=0):
    """`after` bytes of the body, then a reset."""
    connection.send_head(answer)
    connection.send(answer.body[:after])
    connection.reset()


def raw(connection, answer, data=""):
    """These very bytes (as Latin-1), then the end."""
    connection.send(data.encode("latin-1"))
    raise Gone


def header(connection, answer, **changes):
    """The right answer with other headers: a name and a value, or null to leave it out."""
    for name, value in changes.items():
        answer.headers.pop(name, None)
        if value is not None:
            answer.headers[name] = str(value)
    connection.send_answer(answer)


def other(connection, answer, body="other bytes"):
    """200 and other bytes under the ETag of the right ones."""
    connection.send_answer(Answer(200, {"ETag": answer.headers.get("ETag", '""')}, body.encode()))


FAULTS = {f.__name__: f for f in (
    stall, silent, slow, endless, cut, cut_chunks, wrong_length, wrong_range, status, unsatisfiable,
    whole, bomb, portal, redirect, loop, retag, headers, reset, raw, header, other)}
