"""A sender shows code and PIN. Tries are counted under a digest of the code, so that no PIN can be found by trying."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext as _

from lienthong.kernel import ratelimit
from lienthong.kernel.errors import WrongData

from ..models import Matter
from ..queries import digest_of_code, is_opened_by, matter_by_code
from ..rules import codes

_MOST: Final = 10
_SECONDS: Final = 3600


def open_with(code: str, pin: str) -> Matter:
    """Return the matter that code and PIN open. NotFound without such a code, WrongData with another PIN, TooMany after ten.

    Outside of any transaction, so that a try counts though it is refused.
    """
    matter = matter_by_code(code)
    key = ratelimit.key_for("feedback.pin", digest_of_code(codes.read(code) or "").hex())
    ratelimit.count(key, most=_MOST, seconds=_SECONDS)
    if not is_opened_by(matter, code, pin):
        sentence = _("Số PIN không khớp với mã này. Hãy xem lại trên biên nhận.")
        raise WrongData(sentence, {"pin": [sentence]})
    ratelimit.forget(key)
    return matter
