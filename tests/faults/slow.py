"""Clients that are slow, on purpose: a process of its own, so that they take nothing from those who measure.

    python -m tests.faults.slow PORT HEADERS BODIES READERS PATH COOKIE [ADDRESS]

So many send their headers letter by letter, so many their body at ten bytes a second, and so many ask for a big page and
take it byte by byte, over TLS, each from an address of its own unless one is given. It says "ready" when all are
connected, and goes on until it is ended.
"""

from __future__ import annotations

import socket
import ssl
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

_STEP: Final = 0.1


@dataclass
class Slow:
    """One connection: what it still wants to send, a byte at each step, and whether it reads a byte at each step."""

    line: ssl.SSLSocket
    left: bytes

    def step(self) -> None:
        """Send or read one byte."""
        try:
            if self.left:
                self.line.send(self.left[:1])
                self.left = self.left[1:]
            else:
                self.line.recv(1)
        except (BlockingIOError, ssl.SSLWantReadError, ssl.SSLWantWriteError):
            return
        except OSError:
            self.left = b""


_TRUSTING: Final = ssl.create_default_context()
_TRUSTING.check_hostname, _TRUSTING.verify_mode = False, ssl.CERT_NONE  # a certificate of the test's own


def opened(address: str, port: int, at_once: bytes, left: bytes) -> Slow:
    """Return a connection from an address of this machine that has sent the one, and will send the other slowly."""
    plain = socket.socket()
    plain.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
    plain.bind((address, 0))
    plain.connect(("127.0.0.1", port))
    line = _TRUSTING.wrap_socket(plain)
    line.sendall(at_once)
    line.setblocking(False)
    return Slow(line, left)


def addresses(one: str = "") -> Iterator[str]:
    """Yield the one address over and over, or else one of this machine after the other."""
    yield from ([one] * 1000 if one else (f"127.0.1.{number}" for number in range(1, 255)))


def main(
    port: int, headers: int, bodies: int, readers: int, path: str, cookie: str, address: str = ""
) -> None:
    """Open them all, and let each take its step, over and over."""
    begin = f"Host: 127.0.0.1\r\nCookie: {cookie}\r\n".encode()
    form = b"Content-Type: application/json\r\nContent-Length: 60000\r\n\r\n"
    kinds = [
        *[(b"GET / HTTP/1.1\r\n", begin + b"X-Filler: " + b"x" * 3000)] * headers,
        *[(b"PUT /api/v1/me HTTP/1.1\r\n" + begin + form, b"x" * 60000)] * bodies,
        *[(f"GET {path} HTTP/1.1\r\n".encode() + begin + b"\r\n", b"")] * readers,
    ]
    slow = [opened(one, port, *kind) for one, kind in zip(addresses(address), kinds, strict=False)]
    assert len(slow) == len(kinds)
    print("ready", flush=True)  # noqa: T201 - whoever started this waits for it
    while True:
        for one in slow:
            one.step()
        time.sleep(_STEP)


if __name__ == "__main__":
    port, headers, bodies, readers = map(int, sys.argv[1:5])
    main(port, headers, bodies, readers, *sys.argv[5:8])
