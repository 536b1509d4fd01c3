"""A matter by the code of its receipt: all that a sender needs, without an account."""

from __future__ import annotations

import hmac
from dataclasses import dataclass

from django.utils.translation import gettext as _

from lienthong.kernel import boxes
from lienthong.kernel.errors import NotFound

from ..models import Matter
from ..rules import codes


def digest_of_code(code: str) -> bytes:
    """Return what is kept of a code."""
    return boxes.digest("feedback.code", code)


def digest_of_pin(code: str, pin: str) -> bytes:
    """Return what is kept of a PIN, which opens one code only."""
    return boxes.digest("feedback.pin", code, pin)


def matter_by_code(typed: str) -> Matter:
    """Return the matter of a code as somebody typed it; NotFound says the same whatever is wrong with it."""
    code = codes.read(typed)
    found = None
    if code is not None:
        rows = Matter.objects.select_related("category", "organisation")
        found = rows.filter(code=digest_of_code(code)).first()
    if found is None:
        raise NotFound(
            _("Không có phản ánh nào mang mã này. Hãy kiểm tra từng chữ trên biên nhận rồi nhập lại.")
        )
    return found


@dataclass(frozen=True)
class Opened:
    """A matter that a code leads to. ``pin``: the one that was right, "" where none was given."""

    matter: Matter
    code: str
    pin: str


def opened_by(code: str, pin: str) -> Opened:
    """Return what a code opens, with its PIN where one is given. NotFound says the same whichever of them is wrong."""
    pin = pin.strip()
    try:
        matter = matter_by_code(code)
        right = not pin or is_opened_by(matter, code, pin)
    except NotFound:
        # As much is worked out as for a code that there is.
        digest_of_pin(code, pin)
        right = False
    if not right:
        raise NotFound(
            _(
                "Mã hoặc mã PIN không đúng. Hãy kiểm tra từng chữ trên biên nhận rồi nhập lại. "
                "Mất biên nhận? Hãy nhờ cán bộ Mặt trận xã ghi lại phản ánh."
            )
        )
    return Opened(matter, code, pin)


def is_opened_by(matter: Matter, code: str, pin: str) -> bool:
    """Say whether a PIN is that of a matter's receipt."""
    read = codes.read(code) or ""
    return hmac.compare_digest(bytes(matter.pin), digest_of_pin(read, pin.strip()))
