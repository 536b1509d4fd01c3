"""A sender shows code and PIN. Wrong ones are counted under the key of the day, so that no PIN can be found by trying."""

from __future__ import annotations

from django.utils.translation import gettext as _

from lienthong.kernel.actor import NOBODY
from lienthong.kernel.errors import WrongData

from ..models import Matter
from ..queries import is_opened_by, matter_by_code
from .throttle import check_pins, count_wrong_pin


def open_with(code: str, pin: str) -> Matter:
    """Return the matter that code and PIN open. NotFound without such a code, WrongData with another PIN, TooMany after many.

    Outside of any transaction, so that a try counts though it is refused.
    """
    check_pins(actor=NOBODY, code=code)
    matter = matter_by_code(code)
    if not is_opened_by(matter, code, pin):
        count_wrong_pin(actor=NOBODY, code=code)
        sentence = _("Mã PIN không khớp với mã này. Hãy xem lại trên biên nhận.")
        raise WrongData(sentence, {"pin": [sentence]})
    return matter
