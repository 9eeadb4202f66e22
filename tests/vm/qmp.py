"""The two sockets of a running QEMU: its monitor (QMP) and the guest agent. Both speak one JSON
object a line (QEMU's docs/interop/qmp-spec and qemu-ga-ref)."""

import base64
import json
import socket
import time
from collections import namedtuple

Result = namedtuple("Result", "status output errors")


class MachineError(Exception):
    """The machine does not do what was asked."""


class Lines:
    """JSON lines over a Unix socket."""

    def __init__(self, path, timeout):
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.settimeout(timeout)
        self.socket.connect(str(path))
        self.rest = b""

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.socket.close()

    def send(self, message, prefix=b""):
        self.socket.sendall(prefix + json.dumps(message).encode() + b"\n")

    def receive(self):
        while b"\n" not in self.rest:
            got = self.socket.recv(65536)
            if not got:
                raise MachineError("QEMU closed the connection")
            self.rest += got
        line, self.rest = self.rest.split(b"\n", 1)
        return json.loads(line.lstrip(b"\xff"))

    def command(self, name, /, **arguments):
        """Its answer; events that come in between are dropped."""
        self.send({"execute": name, "arguments": arguments})
        while True:
            answer = self.receive()
            if "error" in answer:
                raise MachineError(f"{name}: {answer['error']['desc']}")
            if "return" in answer:
                return answer["return"]


class Monitor(Lines):
    def __init__(self, path, timeout=60):
        super().__init__(path, timeout)
        self.receive()  # the greeting
        self.command("qmp_capabilities")


class Agent(Lines):
    """The agent in the guest. It may still hold answers to one who has left: hence the
    synchronisation before anything else."""

    def __init__(self, path, timeout=10):
        super().__init__(path, timeout)
        token = time.monotonic_ns() & 0x7FFFFFFF
        self.send({"execute": "guest-sync-delimited", "arguments": {"id": token}}, b"\xff")
        while True:
            try:
                if self.receive().get("return") == token:
                    return
            except ValueError:  # half a line from before
                pass


def run_in_guest(path, command, timeout):
    """Runs a shell command as root in the guest."""
    with Agent(path) as agent:
        pid = agent.command("guest-exec", path="/bin/sh", arg=["-c", command],
                            env=["PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:"
                                 "/bin", "LANG=C.UTF-8"],
                            **{"capture-output": True})["pid"]
    end = time.monotonic() + timeout
    pause = 0.05
    while True:
        with Agent(path) as agent:
            state = agent.command("guest-exec-status", pid=pid)
        if state["exited"]:
            break
        if time.monotonic() > end:
            raise MachineError(f"still running in the guest after {timeout} s: {command}")
        time.sleep(pause)
        pause = min(1, pause * 1.5)
    texts = [base64.b64decode(state.get(name, "")).decode("utf-8", "replace")
             for name in ("out-data", "err-data")]
    return Result(state.get("exitcode", 128 + state.get("signal", 0)), *texts)
