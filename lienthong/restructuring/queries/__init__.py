"""What restructurings let others read."""

from .changing import change_of, change_that_was, planned_change, reshaping_of
from .findings import Checked, look_at, outcome_for, problems_for, touches_for
from .plans import address_of, find_plan, get_plan, plans_for, steps_of
from .rehearsing import (
    KindCount,
    Rehearsed,
    UnitChanges,
    changes_for,
    effect_kinds,
    effects_for,
    hindrances_of,
    kept_rehearsal,
    plans_touching,
    rehearsal_for,
    rehearse,
)
from .units import Units, eve_for, eve_of, units_of

__all__ = [
    "Checked",
    "KindCount",
    "Rehearsed",
    "UnitChanges",
    "Units",
    "address_of",
    "change_of",
    "change_that_was",
    "changes_for",
    "effect_kinds",
    "effects_for",
    "eve_for",
    "eve_of",
    "find_plan",
    "get_plan",
    "hindrances_of",
    "kept_rehearsal",
    "look_at",
    "outcome_for",
    "planned_change",
    "plans_for",
    "plans_touching",
    "problems_for",
    "rehearsal_for",
    "rehearse",
    "reshaping_of",
    "steps_of",
    "touches_for",
    "units_of",
]
