"""When an answer is complete, what its public text gives away, and what templates may hold. Plain Python.

This is the one place where answers meet the rules of texts and of classes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from .classes import class_on
from .labels import Kind
from .names import find_names
from .personal import Found, find_personal, holds_mask
from .wording import questions

# Parts without which an answer says nothing.
REQUIRED: Final = ("conclusion", "done", "next_steps")
PARTS: Final = ("conclusion", "done", "evidence", "legal_basis", "next_steps")
PUBLIC: Final = ("public_title", "public_question", "public_answer")
# What a template leaves open: the body, the day, the category. Never anything of a person or a matter.
PLACES: Final = ("don_vi", "ngay", "linh_vuc")
_PLACE: Final = re.compile(r"\{([^{}]*)\}")
# Fewer letters than this in a required part is no answer ("đã chuyển", "ok").
LEAST_LETTERS: Final = 20
MOST_RAISED: Final = 40
# Classes of which nothing is ever published, whatever the dated data say.
_NEVER: Final = frozenset({"complaint", "denunciation"})


class Lack(StrEnum):
    """What an answer still lacks."""

    MISSING = "missing"
    SHORT = "short"
    UNSEEN = "unseen"
    NOWHERE = "nowhere"
    NO_REASON = "no_reason"


@dataclass(frozen=True)
class Held:
    """A question as an answer takes it up. ``fate``: open, answered, unanswered, no_question."""

    text: str
    fate: str
    part: str = ""
    reason: str = ""


@dataclass(frozen=True)
class Mark:
    """A stretch of a public text that seems to lead to a person. ``blocks``: nothing is released over it."""

    field: str
    start: int
    end: int
    text: str
    kind: Kind
    blocks: bool


def raised_in(letter: str) -> list[str]:
    """Return what a letter asks, in its own words."""
    return [" ".join(one.text.split()) for one in questions(letter)][:MOST_RAISED]


def lacks_of_parts(parts: Mapping[str, str]) -> dict[str, Lack]:
    """Return what the required parts lack, by part.

    >>> lacks_of_parts({"conclusion": "", "done": "Đã xem.", "next_steps": "Gọi lại cho tổ cấp nước khi cần."})
    {'conclusion': <Lack.MISSING: 'missing'>, 'done': <Lack.SHORT: 'short'>}
    """
    found = {}
    for part in REQUIRED:
        text = parts.get(part, "").strip()
        if not text:
            found[part] = Lack.MISSING
        elif sum(sign.isalpha() for sign in text) < LEAST_LETTERS:
            found[part] = Lack.SHORT
    return found


def lacks_of_raised(held: Iterable[Held], parts: Mapping[str, str]) -> dict[int, Lack]:
    """Return what the list of questions lacks, by place: each is answered in a part that says something, or has a reason."""
    found = {}
    for place, one in enumerate(held):
        if one.fate == "open":
            found[place] = Lack.UNSEEN
        elif one.fate == "answered" and not parts.get(one.part, "").strip():
            found[place] = Lack.NOWHERE
        elif one.fate == "unanswered" and not one.reason.strip():
            found[place] = Lack.NO_REASON
    return found


def masked_fields(fields: Mapping[str, str]) -> list[str]:
    """Return the fields that hold signs of a masked text: they would be written over what was there."""
    return [name for name, text in fields.items() if holds_mask(text)]


def marks_in(fields: Mapping[str, str]) -> list[Mark]:
    """Return what in public texts seems to lead to a person, each at its place."""
    found: list[Mark] = []
    for name, text in fields.items():
        personal = find_personal(text)
        names = [one for one in find_names(text) if not _overlaps(one, personal)]
        for one in sorted([*personal, *names]):
            blocks = one.sure and one.kind is not Kind.NAME
            found.append(Mark(name, one.start, one.end, text[one.start : one.end], one.kind, blocks))
    return found


def _overlaps(one: Found, others: Iterable[Found]) -> bool:
    return any(one.start < other.end and other.start < one.end for other in others)


def names_people(letter: str) -> bool:
    """Say whether a letter seems to name a person."""
    return bool(find_names(letter))


def may_publish(class_code: str, day: date, *, consents: bool, guarded: bool) -> bool:
    """Say whether the answer to a matter may be read by the public: by its class on a day, its category, and consent."""
    if guarded or class_code in _NEVER:
        return False
    try:
        return class_on(class_code, day).may_be_public(consents=consents, guarded=guarded)
    except LookupError:
        return False


def wrong_places(template: str) -> list[str]:
    """Return the places of a template that there are not; a brace without its other counts as one.

    >>> wrong_places("{don_vi} đã nhận ngày {ngay} của {ho_ten}"), wrong_places("{don_vi")
    (['{ho_ten}'], ['{'])
    """
    wrong = [f"{{{name}}}" for name in _PLACE.findall(template) if name not in PLACES]
    rest = _PLACE.sub("", template)
    return [*wrong, *(sign for sign in "{}" if sign in rest)]


def filled(template: str, words: Mapping[str, str]) -> str:
    """Return a template with its places filled in; anything else in braces stays as it is.

    >>> filled("{don_vi}, {ngay}", {"don_vi": "Xã A", "ngay": "22/11/2026"})
    'Xã A, 22/11/2026'
    """
    return _PLACE.sub(lambda found: words.get(found.group(1), found.group(0)), template)
