#!/usr/bin/env python3
"""A worker that lies: stands in for bangtin-render. $BAD_RENDER says how. It speaks the protocol of
player/ipc/channel.h and job.h just well enough to be believed for a moment. Each start leaves a
line in the file $BAD_RENDER_STARTS."""

import array
import fcntl
import json
import os
import socket
import sys
import time

SEALS = 0x0002 | 0x0004 | 0x0008  # F_SEAL_SHRINK, GROW, WRITE
F_ADD_SEALS = 1033


def memfd(size, sealed=True):
    fd = os.memfd_create("pixels", os.MFD_ALLOW_SEALING | os.MFD_CLOEXEC)
    os.ftruncate(fd, size)
    for at in range(0, size, 1 << 20):  # no black picture: it may be shown where it is well-formed
        os.pwrite(fd, bytes(range(1, 256)) * 4112, at)
    os.ftruncate(fd, size)
    if sealed:
        fcntl.fcntl(fd, F_ADD_SEALS, SEALS)
    return fd


def send(channel, text, fds=(), mark=b"I"):
    data = text if isinstance(text, bytes) else json.dumps(text).encode()
    rights = [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", fds))] if fds else []
    channel.sendmsg([mark + data], rights)
    for fd in fds:
        os.close(fd)


def answer(channel, how, job):
    width, height = job.get("width", 1), job.get("height", 1)
    good = {"job": job.get("job"), "ok": True, "width": width, "height": height, "clock": None,
            "boxes": [], "overflow": [], "missing": []}
    size = width * height * 4
    kind, _, rest = how.partition(":")
    if kind == "band":  # lies about nothing else
        how = rest if job.get("kind") == "band" else "good"
    if how == "good":
        send(channel, good, [memfd(size)])
    elif how == "hang":
        time.sleep(3600)
    elif how == "rubbish":
        send(channel, os.urandom(5000))
    elif how == "no-text":
        send(channel, b"", [memfd(size)])
    elif how == "other-size":
        send(channel, {**good, "width": 10, "height": 10}, [memfd(400)])
    elif how == "short":
        send(channel, good, [memfd(4096)])
    elif how == "unsealed":
        send(channel, good, [memfd(size, sealed=False)])
    elif how == "no-memfd":
        send(channel, good, [os.open("/dev/zero", os.O_RDONLY)])
    elif how == "no-pixels":
        send(channel, good)
    elif how == "many-descriptors":
        send(channel, good, [memfd(size) for _ in range(24)])
    elif how == "other-job":
        send(channel, {**good, "job": 4711}, [memfd(size)])
    elif how == "numbers":
        send(channel, {**good, "width": -1, "height": 1e300}, [memfd(size)])
    elif how == "clock-outside":
        send(channel, {**good, "clock": {"x": 4294967295, "y": 1, "width": 4294967295,
                                         "height": 9}}, [memfd(size)])
    elif how in ("page-refused", "page-kills"):  # the first of three is fine
        if not job.get("page"):
            send(channel, {**good, "pages": 3}, [memfd(size)])
        elif how == "page-kills":
            os._exit(1)
        else:
            send(channel, {"job": job["job"], "ok": False, "code": "page", "message": "no page"})
    elif how == "body-unsealed":
        send(channel, b"", [memfd(100, sealed=False)], mark=b"M")
    elif how == "twice":
        for _ in range(2):
            send(channel, good, [memfd(size)])


def main():
    how = os.environ["BAD_RENDER"]
    with open(os.environ["BAD_RENDER_STARTS"], "a", encoding="ascii") as starts:
        starts.write(f"{os.getpid()}\n")
    if how == "exit":
        return 1
    channel = socket.socket(fileno=3)
    if how == "flood":  # more than anybody asked for, for as long as it is read
        while True:
            send(channel, {"job": 1, "ok": False, "code": "x" * 9000, "message": "y" * 20000})
    while True:
        data, rights, _, _ = channel.recvmsg(1 << 17, socket.CMSG_SPACE(4 * 32))
        if not data:
            return 0
        for _, _, raw in rights:
            for fd in array.array("i", raw[:len(raw) - len(raw) % 4]):
                os.close(fd)
        if how == "silent":
            time.sleep(3600)
        job = json.loads(data[1:]) if data[:1] == b"I" else {}
        if "job" in job:
            answer(channel, how, job)


if __name__ == "__main__":
    sys.exit(main())
