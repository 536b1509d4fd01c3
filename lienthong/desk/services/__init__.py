"""Writes of the desk that others may call."""

from .absence import appoint_acting, begin_absence, end_absence, end_acting
from .comments import add_comment, read_mentions, remove_comment
from .handover import HandedOver, hand_over
from .work import assign_work, close_work, close_work_of, do_work, open_many, open_work

__all__ = [
    "HandedOver",
    "add_comment",
    "appoint_acting",
    "assign_work",
    "begin_absence",
    "close_work",
    "close_work_of",
    "do_work",
    "end_absence",
    "end_acting",
    "hand_over",
    "open_many",
    "open_work",
    "read_mentions",
    "remove_comment",
]
