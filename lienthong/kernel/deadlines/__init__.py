"""The working calendar, the catalogue of limits, and the clocks that run by both.

How a room lets time run against its rows:

1. It says in its flow (``kernel.flow``) which limit of the catalogue runs, and when: ``Term("complaint.first", climbs=(0, 5))``.
2. Its service takes a step and hands on what came of it: ``flow.keep_time(actor=actor, move=move, whose=Whose(...))``.
   That starts and stops the clocks; ``pause_clock`` and ``resume_clock`` are for the reasons that the limit's law lists.
   A room whose limits depend on the row chooses the code itself and calls ``start_clock(..., since=...)`` and ``stop_clocks``;
   ``hand_over_clocks`` gives what runs until the row's end to another body without a day more.
3. Whoever knows the tree calls ``escalate_due`` from a schedule.

What is promised: a due moment is worked out from the day on which time began, never from now, so that neither a clock
that is set back nor a second call moves it. It follows the calendar: a day that is laid down later counts running clocks
anew. Where the calendar does not reach, ``due`` is None, and the page of the calendar says how many wait; nothing is guessed.
A clock remembers the limit that was in force when it began.

The catalogue is what the installed rooms say in ``data/deadlines.json`` of theirs; see ``loading``.
"""

from ..models import Clock, ClockPause, Limit, LimitUnit, PauseReason
from .clocks import (
    Climbed,
    Term,
    Whose,
    escalate_due,
    hand_over_clocks,
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
    day_names,
    due_after,
    is_any_to_climb,
    limit_in_force,
    may_manage_calendar,
    overdue,
)
from .services import remove_day, set_day

__all__ = [
    "Climbed",
    "Clock",
    "ClockPause",
    "Limit",
    "LimitUnit",
    "PauseReason",
    "Term",
    "Whose",
    "calendar",
    "clocks_of",
    "day_names",
    "due_after",
    "escalate_due",
    "hand_over_clocks",
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
