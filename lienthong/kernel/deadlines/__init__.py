"""The working calendar, the catalogue of limits, and the clocks that run by both.

How a room lets time run against its rows:

1. It says in its flow (``kernel.flow``) which limit of the catalogue runs, and when: ``Term("complaint.first", climbs=(0, 5))``.
2. Its service takes a step and hands on what came of it: ``flow.keep_time(actor=actor, move=move, whose=Whose(...))``.
   That starts and stops the clocks; ``pause_clock`` and ``resume_clock`` are for the reasons that the limit's law lists.
3. Whoever knows the tree calls ``escalate_due`` from a schedule.

What is promised: a due moment is worked out from the day on which time began, never from now, so that neither a clock
that is set back nor a second call moves it. It follows the calendar: a day that is laid down later counts running clocks
anew. Where the calendar does not reach, ``due`` is None, and the page of the calendar says how many wait; nothing is guessed.
A clock remembers the limit that was in force when it began.
"""

from ..models import Clock, ClockPause, Limit, LimitUnit, PauseReason
from .climbing import Climber, climbers
from .clocks import (
    Climbed,
    Term,
    Whose,
    escalate_due,
    pause_clock,
    recount_clocks,
    resume_clock,
    start_clock,
    stop_clocks,
)
from .loading import load_calendar, load_limits
from .queries import (
    calendar,
    clocks_of,
    due_after,
    is_any_to_climb,
    limit_in_force,
    may_manage_calendar,
    overdue,
)
from .services import remove_day, set_day

__all__ = [
    "Climbed",
    "Climber",
    "Clock",
    "ClockPause",
    "Limit",
    "LimitUnit",
    "PauseReason",
    "Term",
    "Whose",
    "calendar",
    "climbers",
    "clocks_of",
    "due_after",
    "escalate_due",
    "is_any_to_climb",
    "limit_in_force",
    "load_calendar",
    "load_limits",
    "may_manage_calendar",
    "overdue",
    "pause_clock",
    "recount_clocks",
    "remove_day",
    "resume_clock",
    "set_day",
    "start_clock",
    "stop_clocks",
]
