"""How an official can be reached at work. Plain Python."""

from __future__ import annotations

import re

_PHONE = re.compile(r"\+?[\d .()-]{3,19}", re.ASCII)


def is_phone(text: str) -> bool:
    """Say whether text can be a work phone: digits, perhaps grouped, at most 20 signs."""
    return bool(_PHONE.fullmatch(text)) and any(map(str.isdigit, text))
