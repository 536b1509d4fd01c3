"""Public identifiers: UUIDv7 (RFC 9562), for whatever stands in a URL or leaves the installation."""

from __future__ import annotations

import hashlib
from uuid import UUID

import uuid_utils.compat


def uuid7() -> UUID:
    """Return a new UUIDv7."""
    made: UUID = uuid_utils.compat.uuid7()
    return made


def uuid7_for(milliseconds: int, *names: str) -> UUID:
    """Return the UUIDv7 that always belongs to these names, for data that is made again and again the same.

    ``milliseconds``: Unix time that stands in its first 48 bits.
    """
    tail = int.from_bytes(hashlib.blake2b("\x1f".join(names).encode(), digest_size=10).digest(), "big")
    high, low = tail >> 62 & 0xFFF, tail & (1 << 62) - 1
    return UUID(int=milliseconds << 80 | 0x7 << 76 | high << 64 | 0b10 << 62 | low)
