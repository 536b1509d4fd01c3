"""Writes of the desk that others may call."""

from .absence import appoint_acting, begin_absence, end_absence, end_acting
from .climbing import tell_of_climb
from .comments import add_comment, forget_comments, read_mentions, remove_comment
from .handover import HandedOver, hand_over
from .notices import Telling, open_notice, read_notices, sweep_notices, tell, tell_many, tell_of_ended_jobs
from .preferences import update_choice
from .sending import claim_delivery, end_delivery, gather_deliveries, retry_delivery, send_test
from .work import assign_work, close_work, close_work_of, do_work, move_work, open_many, open_work

__all__ = [
    "HandedOver",
    "Telling",
    "add_comment",
    "appoint_acting",
    "assign_work",
    "begin_absence",
    "claim_delivery",
    "close_work",
    "close_work_of",
    "do_work",
    "end_absence",
    "end_acting",
    "end_delivery",
    "forget_comments",
    "gather_deliveries",
    "hand_over",
    "move_work",
    "open_many",
    "open_notice",
    "open_work",
    "read_mentions",
    "read_notices",
    "remove_comment",
    "retry_delivery",
    "send_test",
    "sweep_notices",
    "tell",
    "tell_many",
    "tell_of_climb",
    "tell_of_ended_jobs",
    "update_choice",
]
