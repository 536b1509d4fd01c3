"""Minutes of a meeting with voters: taken apart into opinions, and what is wrong with one. Plain Python."""

from __future__ import annotations

import re
from typing import Final

from .intake import REFUSING, Limits, Say, take_in
from .labels import Kind
from .personal import find_personal
from .topics import suggest

MOST_OPINIONS: Final = 200
_LIMITS: Final = Limits(fewest_letters=10, most_characters=2_000)
# The lists of words call some topics otherwise than the catalogue of categories does.
_CATEGORIES: Final = {
    "environment": "waste",
    "lighting": "power",
    "security": "order",
    "education": "schools",
    "officials": "conduct",
    "culture": "community",
}
_NUMBER: Final = re.compile(r"^\s*(?:\d{1,3}[.)/]|[-–•*+])\s*")


def opinions_in(text: str) -> list[str]:
    """Return the opinions of minutes: one a line, numbers and dashes in front left out.

    >>> opinions_in("1. Sửa đường thôn 2\\n\\n- Thêm đèn ở chợ")
    ['Sửa đường thôn 2', 'Thêm đèn ở chợ']
    """
    return [line for line in (_NUMBER.sub("", one).strip() for one in text.splitlines()) if line]


def faults_in(text: str) -> list[str]:
    """Return what is wrong with an opinion: empty, long, personal. Names are for people to see: no rule finds them all."""
    found = []
    refused = [one for one in take_in(text, _LIMITS).said if one in REFUSING]
    if Say.TOO_LONG in refused:
        found.append("long")
    elif refused:
        found.append("empty")
    if any(one.sure and one.kind is not Kind.NAME for one in find_personal(text)):
        found.append("personal")
    return found


def category_for(text: str) -> str:
    """Return the code of the category that an opinion seems to be about, "" where its words do not tell.

    >>> category_for("Đèn đường trước chợ tắt cả tuần nay, tối om")
    'power'
    """
    topic = suggest(text).topic or ""
    return _CATEGORIES.get(topic, topic)
