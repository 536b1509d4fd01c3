"""The id of a request: answered in a header, shown on pages of faults, remembered by jobs, written in every log line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from ..ids import uuid7

HEADER = "X-Request-ID"

_CURRENT: ContextVar[str] = ContextVar("request_id", default="")
_WELL_FORMED = re.compile(r"[A-Za-z0-9-]{8,64}")


def request_id() -> str:
    """Return the id under which this code runs; "" outside of requests and jobs."""
    return _CURRENT.get()


def fresh() -> str:
    """Return a new id: 32 letters and digits, in the order of time."""
    return uuid7().hex


def accepted(given: str) -> str:
    """Return an id that a proxy gave where it is well formed, a new one otherwise.

    >>> accepted("proxy-0001"), len(accepted("with blanks")), len(accepted(""))
    ('proxy-0001', 32, 32)
    """
    return given if _WELL_FORMED.fullmatch(given) else fresh()


@contextmanager
def under(uid: str) -> Iterator[None]:
    """Run code under an id."""
    token = _CURRENT.set(uid)
    try:
        yield
    finally:
        _CURRENT.reset(token)
