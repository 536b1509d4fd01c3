"""The one clock that domain time comes from. Waiting, rate limits and session expiry run on the machine's own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime

from django.conf import settings

from . import working

LOCAL = working.LOCAL

_held: ContextVar[datetime | None] = ContextVar("held clock", default=None)


def standing_at() -> datetime | None:
    """Return the instant at which the clock has been set to stand, or None while it runs."""
    held = _held.get()
    if held is not None:
        return held
    return datetime.fromisoformat(settings.CLOCK).astimezone(UTC) if settings.CLOCK else None


def now() -> datetime:
    """Return the present instant in UTC."""
    return standing_at() or datetime.now(UTC)


def today() -> date:
    """Return the present date in Vietnam, by which validity and deadlines are read."""
    return now().astimezone(LOCAL).date()


@contextmanager
def held_at(instant: datetime) -> Iterator[None]:
    """Let the clock stand at an aware instant inside the block."""
    token = _held.set(instant.astimezone(UTC))
    try:
        yield
    finally:
        _held.reset(token)
