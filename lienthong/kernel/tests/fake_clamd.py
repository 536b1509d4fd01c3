"""A small clamd that listens on this machine and knows one thing: the test string of scanners."""

from __future__ import annotations

import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from . import made_files as made


def _exactly(line: socket.socket, count: int) -> bytes:
    taken = b""
    while len(taken) < count and (more := line.recv(count - len(taken))):
        taken += more
    return taken


def _answer(line: socket.socket) -> bytes:
    command = b""
    while not command.endswith(b"\0"):
        command += _exactly(line, 1)
    if command == b"zPING\0":
        return b"PONG\0"
    taken = b""
    while length := struct.unpack("!L", _exactly(line, 4))[0]:
        taken += _exactly(line, length)
    if b"qua lon" in taken:
        return b"INSTREAM size limit exceeded. ERROR\0"
    return (
        b"stream: Win.Test.EICAR_HDB-1 FOUND\0"
        if made.eicar() in taken or b"SAU" in taken
        else b"stream: OK\0"
    )


def _serve(server: socket.socket) -> None:
    while True:
        try:
            line, _where = server.accept()
        except OSError:
            return
        with line:
            line.sendall(_answer(line))


@contextmanager
def listening(path: str = "") -> Iterator[str]:
    """Let the scanner listen, at a path or at a port; yield where, as the setting names it."""
    server = socket.socket(socket.AF_UNIX if path else socket.AF_INET)
    server.bind(path or ("127.0.0.1", 0))
    server.listen()
    thread = threading.Thread(target=_serve, args=[server], daemon=True)
    thread.start()
    try:
        yield path or f"127.0.0.1:{server.getsockname()[1]}"
    finally:
        server.shutdown(socket.SHUT_RDWR)
        server.close()
        thread.join()
