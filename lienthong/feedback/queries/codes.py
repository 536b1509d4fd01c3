"""A matter by the code of its receipt: all that a sender needs, without an account."""

from __future__ import annotations

import hmac

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


def is_opened_by(matter: Matter, code: str, pin: str) -> bool:
    """Say whether a PIN is that of a matter's receipt."""
    read = codes.read(code) or ""
    return hmac.compare_digest(bytes(matter.pin), digest_of_pin(read, pin.strip()))
