"""What is asked of a text that somebody sends, and what is said about it: the seam to the rules of texts. Plain Python."""

from __future__ import annotations

from typing import Final

from .intake import Intake, Limits, take_in
from .labels import Kind
from .personal import find_personal

MOST: Final = 5_000
_LIMITS: Final = Limits(fewest_letters=10, most_characters=MOST)


def judged(sent: str) -> Intake:
    """Return a text as it is kept and what is said of it; what was typed stays with whoever typed it.

    >>> judged("😡😡😡!!!").refused, judged("Nước máy đục từ sáng nay").refused
    (True, False)
    """
    return take_in(sent, _LIMITS)


def personal_in(text: str) -> list[tuple[Kind, str]]:
    """Return what in a text seems to lead to one person, each once, in its order: its kind, and the words themselves.

    >>> personal_in("Gọi 0912.345.678 cho tôi, số 0912.345.678")
    [(<Kind.PHONE: 'phone'>, '0912.345.678')]
    """
    return list(dict.fromkeys((one.kind, text[one.start : one.end]) for one in find_personal(text)))
