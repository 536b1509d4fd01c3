"""What restructurings let others read."""

from ..rules.steps import Key, Link, Outcome, Problem, Severity, Step, StepKind, Unit
from .comparing import Compared, compare_plans, compare_with_registry
from .findings import Checked, look_at, outcome_for, problems_for, touches_for
from .plans import address_of, central_body, find_plan, get_plan, plans_for, steps_of
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
    "Link",
    "Outcome",
    "Problem",
    "Severity",
    "Step",
    "StepKind",
    "StepsRead",
    "Unit",
    "Units",
    "address_of",
    "central_body",
    "compare_plans",
    "compare_with_registry",
    "eve_for",
    "eve_of",
    "find_plan",
    "get_plan",
    "look_at",
    "outcome_for",
    "plans_for",
    "problems_for",
    "read_steps",
    "rows_of",
    "steps_of",
    "touches_for",
    "units_of",
]
