"""What restructurings let others read."""

from .findings import Checked, look_at, outcome_for, problems_for, touches_for
from .plans import address_of, find_plan, get_plan, plans_for, steps_of
from .units import Units, eve_for, eve_of, units_of

__all__ = [
    "Checked",
    "Units",
    "address_of",
    "eve_for",
    "eve_of",
    "find_plan",
    "get_plan",
    "look_at",
    "outcome_for",
    "plans_for",
    "problems_for",
    "steps_of",
    "touches_for",
    "units_of",
]
