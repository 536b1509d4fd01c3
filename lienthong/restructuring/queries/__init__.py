"""What restructurings let others read."""

from ..rules.real import steps_between, steps_of_act
from ..rules.steps import Key, Link, Outcome, Problem, Severity, Step, StepKind, Unit
from .changing import change_of, change_that_was, planned_change, reshaping_of
from .comparing import Compared, compare_plans, compare_with_registry
from .findings import Checked, look_at, outcome_for, problems_for, touches_for
from .plans import address_of, central_body, find_plan, get_plan, plans_for, steps_of
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
    room_labels,
)
from .tables import COLUMNS, StepsRead, read_steps, rows_of
from .units import Units, eve_for, eve_of, units_of
from .words import PARENT_LEVELS, STEP_KINDS, STEP_LEVELS, UNIT_KINDS

__all__ = [
    "COLUMNS",
    "PARENT_LEVELS",
    "STEP_KINDS",
    "STEP_LEVELS",
    "UNIT_KINDS",
    "Checked",
    "Compared",
    "Key",
    "KindCount",
    "Link",
    "Outcome",
    "Problem",
    "Rehearsed",
    "Severity",
    "Step",
    "StepKind",
    "StepsRead",
    "Unit",
    "UnitChanges",
    "Units",
    "address_of",
    "central_body",
    "change_of",
    "change_that_was",
    "changes_for",
    "compare_plans",
    "compare_with_registry",
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
    "read_steps",
    "rehearsal_for",
    "rehearse",
    "reshaping_of",
    "room_labels",
    "rows_of",
    "steps_between",
    "steps_of",
    "steps_of_act",
    "touches_for",
    "units_of",
]
