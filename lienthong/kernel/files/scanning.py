"""Looking for malware: an own list of signatures always, clamd where an installation names one."""

from __future__ import annotations

import hashlib
import json
import logging
import socket
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Final

from django.conf import settings

from ..models import ContentState

logger = logging.getLogger(__name__)

_BLOCK: Final = 64 * 1024
_PATIENCE: Final = 30.0  # seconds
_ANSWER: Final = 4096


@dataclass(frozen=True)
class Verdict:
    """What came of looking: clean, to be looked at again, or the name of what was found."""

    state: ContentState
    finding: str = ""


class ScannerDown(Exception):
    """The scanner gives no answer, or none that can be understood."""


def scanned(data: bytes) -> Verdict:
    """Look through bytes. A scanner that does not answer is told to IT; the file waits and is not handed out."""
    found = _by_signature(data)
    if found:
        return Verdict(ContentState.QUARANTINED, found)
    if not settings.CLAMD:
        return Verdict(ContentState.CLEAN)
    try:
        found = _by_clamd(data)
    except ScannerDown as down:
        logger.error("the virus scanner gives no answer (%s); new files wait", down)
        return Verdict(ContentState.WAITING)
    return Verdict(ContentState.QUARANTINED, found[:200]) if found else Verdict(ContentState.CLEAN)


def scanner_answers() -> bool | None:
    """Say whether clamd answers; None where the installation names none."""
    if not settings.CLAMD:
        return None
    try:
        with _connected() as line:
            line.sendall(b"zPING\0")
            return line.recv(_ANSWER).rstrip(b"\0\n") == b"PONG"
    except OSError:
        return False


@cache
def _signatures() -> tuple[dict[str, str], dict[bytes, str]]:
    """Return the own list: names by digest, and names by a run of bytes."""
    rows = json.loads(resources.files("lienthong.kernel").joinpath("data/signatures.json").read_text("utf-8"))
    digests = {row["sha256"]: row["name"] for row in rows if "sha256" in row}
    return digests, {bytes.fromhex(row["hex"]): row["name"] for row in rows if "hex" in row}


def _by_signature(data: bytes) -> str:
    digests, patterns = _signatures()
    if found := digests.get(hashlib.sha256(data).hexdigest()):
        return found
    return next((name for pattern, name in patterns.items() if pattern in data), "")


def _by_clamd(data: bytes) -> str:
    """Ask clamd (INSTREAM); return what it found, "" where nothing."""
    try:
        with _connected() as line:
            line.sendall(b"zINSTREAM\0")
            for at in range(0, len(data), _BLOCK):
                block = data[at : at + _BLOCK]
                line.sendall(struct.pack("!L", len(block)) + block)
            line.sendall(struct.pack("!L", 0))
            answer = _answer(line)
    except OSError as error:
        raise ScannerDown(type(error).__name__) from error
    if answer.endswith(" FOUND"):
        return answer.removesuffix(" FOUND").partition(": ")[2]
    if answer.endswith("OK"):
        return ""
    raise ScannerDown(answer[:80])


def _answer(line: socket.socket) -> str:
    taken = b""
    while not taken.endswith(b"\0") and (more := line.recv(_ANSWER)):
        taken += more
    return taken.rstrip(b"\0\n").decode("utf-8", "replace")


@contextmanager
def _connected() -> Iterator[socket.socket]:
    """Open a line to clamd: a path, or host:port."""
    where = str(settings.CLAMD)
    line = socket.socket(socket.AF_UNIX if where.startswith("/") else socket.AF_INET, socket.SOCK_STREAM)
    with line:
        line.settimeout(_PATIENCE)
        host, _colon, port = where.rpartition(":")
        line.connect(where if where.startswith("/") else (host, int(port)))
        yield line
