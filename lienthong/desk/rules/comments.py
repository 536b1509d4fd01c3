"""What may stand in a comment: a text of some length in which no number of a person is found."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from enum import StrEnum

LONGEST = 2_000
# So long a comment may be taken away again by whoever wrote it.
REMOVABLE = timedelta(hours=1)
# The same words sent again within so long are one comment: a button pressed twice.
SAME = timedelta(minutes=1)
MOST_MENTIONS = 20


class Mark(StrEnum):
    """A number that belongs to a person."""

    IDENTITY = "identity"
    PHONE = "phone"


# An identity number has twelve digits and begins with 0 (its province): a sum of money never does.
_IDENTITY = re.compile(r"(?<![\d.,])0(?:[ .-]?\d){11}(?!\d)", re.ASCII)
_PHONE = re.compile(r"(?<![\d.,])(?:\+?84|0)[ .-]?[35789](?:[ .-]?\d){8}(?!\d)", re.ASCII)


def marks_in(text: str) -> set[Mark]:
    """Return which numbers of persons a text seems to hold.

    >>> sorted(marks_in("CCCD 066 099 001 234, gọi 0905 123 456"))
    [<Mark.IDENTITY: 'identity'>, <Mark.PHONE: 'phone'>]
    >>> marks_in("120.000.000.000 đồng cho 0,123456789 hộ, công văn 12/2026")
    set()
    """
    found = set()
    if _IDENTITY.search(text):
        found.add(Mark.IDENTITY)
    if _PHONE.search(_IDENTITY.sub(" ", text)):
        found.add(Mark.PHONE)
    return found


def is_removable(at: datetime, now: datetime) -> bool:
    """Say whether a comment may still be taken away."""
    return now - at <= REMOVABLE
