"""How a repeated request is known again: by the key that came with it, as the draft "Idempotency-Key" of the IETF says.

Kept are digests only. A key counts for who sent it and for one return: others' keys never meet it.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any, Final

LONGEST: Final = 64
_SIZE: Final = 16
_KEY = re.compile(r"[\x21-\x7e]{1,64}")


@dataclass(frozen=True)
class Receipt:
    """By what a request is known: ``key`` of it, ``sent`` of all that it asked for. Empty: it came without a key."""

    key: bytes | None = None
    sent: bytes | None = None


NO_RECEIPT: Final = Receipt()


def read_key(text: str) -> str | None:
    """Return a key as it was sent, with or without the quotes of the header; "" without one, None where it is no key.

    >>> read_key('"a-1"'), read_key(" b "), read_key(""), read_key("c d"), read_key("x" * 65)
    ('a-1', 'b', '', None, None)
    """
    key = text.strip()
    if len(key) > 1 and key[0] == key[-1] == '"':
        key = key[1:-1]
    return key if not key or _KEY.fullmatch(key) else None


def receipt_of(key: str, who: object, content: Any) -> Receipt:
    """Return the receipt of a request; ``content``: all that makes it this request and no other, as JSON can hold it."""
    if not key:
        return NO_RECEIPT
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, default=str)
    return Receipt(_digest(f"{who} {key}"), _digest(text))


def _digest(text: str) -> bytes:
    return blake2b(text.encode(), digest_size=_SIZE).digest()
