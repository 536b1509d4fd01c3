"""Clients that are slow, on purpose: a process of its own, so that they take nothing from those who measure.

    python -m tests.faults.slow PORT HEADERS BODIES READERS PATH COOKIE

So many send their headers letter by letter, so many their body at ten bytes a second, and so many ask for a big page and
take it byte by byte. It says "ready" when all are connected, and goes on until it is ended.
"""

from __future__ import annotations

import socket
import sys
import time
from dataclasses import dataclass
from typing import Final

_STEP: Final = 0.1


@dataclass
class Slow:
    """One connection: what it still wants to send, a byte at each step, and whether it reads a byte at each step."""

    line: socket.socket
    left: bytes

    def step(self) -> None:
        """Send or read one byte."""
        try:
            if self.left:
                self.line.send(self.left[:1])
                self.left = self.left[1:]
            else:
                self.line.recv(1)
        except BlockingIOError:
            return
        except OSError:
            self.left = b""


def opened(port: int, at_once: bytes, left: bytes) -> Slow:
    """Return a connection that has sent the one, and will send the other slowly."""
    line = socket.socket()
    line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
    line.connect(("127.0.0.1", port))
    line.sendall(at_once)
    line.setblocking(False)
    return Slow(line, left)


def main(port: int, headers: int, bodies: int, readers: int, path: str, cookie: str) -> None:
    """Open them all, and let each take its step, over and over."""
    begin = f"Host: 127.0.0.1\r\nCookie: {cookie}\r\n".encode()
    slow = [
        *(opened(port, b"GET / HTTP/1.1\r\n", begin + b"X-Filler: " + b"x" * 3000) for _ in range(headers)),
        *(
            opened(
                port,
                b"PUT /api/v1/me HTTP/1.1\r\n"
                + begin
                + b"Content-Type: application/json\r\nContent-Length: 60000\r\n\r\n",
                b"x" * 60000,
            )
            for _ in range(bodies)
        ),
        *(opened(port, f"GET {path} HTTP/1.1\r\n".encode() + begin + b"\r\n", b"") for _ in range(readers)),
    ]
    print("ready", flush=True)  # noqa: T201 - whoever started this waits for it
    while True:
        for one in slow:
            one.step()
        time.sleep(_STEP)


if __name__ == "__main__":
    port, headers, bodies, readers = map(int, sys.argv[1:5])
    main(port, headers, bodies, readers, *sys.argv[5:7])
