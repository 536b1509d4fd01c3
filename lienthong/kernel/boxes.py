"""Boxes: what no statement may read, sealed with keys of the installation and opened row by row.

A column that holds a box can neither be looked up, nor compared, nor grouped: the same words make another box each time.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

__all__ = ["InvalidToken", "digest", "seal", "unseal"]


def _secrets() -> list[str]:
    """Return the secrets that boxes may be sealed with, the one in use first."""
    return [str(settings.BOX_KEY), *map(str, settings.BOX_KEYS_BEFORE)]


def _fernet(purpose: str) -> MultiFernet:
    def key(secret: str) -> bytes:
        made = HKDF(SHA256(), length=32, salt=None, info=purpose.encode()).derive(secret.encode())
        return base64.urlsafe_b64encode(made)

    return MultiFernet([Fernet(key(secret)) for secret in _secrets()])


def seal(purpose: str, words: dict[str, Any]) -> bytes:
    """Return words in a box. ``purpose``: a box of another purpose cannot be opened in its place."""
    return _fernet(purpose).encrypt(json.dumps(words, ensure_ascii=False).encode())


def unseal(purpose: str, box: bytes | memoryview) -> dict[str, Any]:
    """Return what a box holds; InvalidToken where no key of the installation opens it."""
    words: dict[str, Any] = json.loads(_fernet(purpose).decrypt(bytes(box)))
    return words


def digest(purpose: str, *parts: str) -> bytes:
    """Return 32 bytes by which something can be found that is not kept itself, such as the code of a receipt.

    Under the first key that the installation ever had: what was found before a change of keys is found after it.
    """
    key = hmac.digest(_secrets()[-1].encode(), purpose.encode(), hashlib.sha256)
    return hmac.digest(key, "\x1f".join(parts).encode(), hashlib.sha256)
