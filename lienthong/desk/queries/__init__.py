"""Reads of the desk that others may call."""

from .above import body_above
from .audiences import Audience
from .notices import COUNTED, choice_of, count_unread, find_notices, get_own_notice, own_notices
from .sending import is_anything_due, may_manage_deliveries

__all__ = [
    "COUNTED",
    "Audience",
    "body_above",
    "choice_of",
    "count_unread",
    "find_notices",
    "get_own_notice",
    "is_anything_due",
    "may_manage_deliveries",
    "own_notices",
]
