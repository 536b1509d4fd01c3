"""What restructurings let others read."""

from ..models import Plan
from ..rules.real import steps_between, steps_of_act
from ..rules.steps import Key, Link, Outcome, Problem, Severity, Step, StepKind, Unit
from .cases import ENDS, Case, cases_for, read_word
from .changing import change_of, change_that_was, planned_change, reshaping_of
from .comparing import Compared, compare_plans, compare_with_registry
from .findings import Checked, look_at, outcome_for, problems_for, touches_for
from .looking import looked_at
from .overview import (
    Overview,
    Stage,
    bodies_to_plan_for,
    get_body_to_plan_for,
    is_rehearsed,
    open_job,
    overview_of,
    systems_to_choose,
)
from .plans import address_of, central_body, find_plan, find_plans, get_plan, plans_for, steps_of
from .previewing import Previewed, preview_table
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
from .shown import ShownStep, find_steps, get_step, shown_steps, step_rows_for
from .tables import COLUMNS, StepsRead, read_steps, rows_of
from .telling import address_at, addresses_at, get_plan_at
from .unit_pages import UnitPage, unit_page
from .units import Units, eve_for, eve_of, units_of
from .words import PARENT_LEVELS, STEP_KINDS, STEP_LEVELS, UNIT_KINDS

__all__ = [
    "COLUMNS",
    "ENDS",
    "PARENT_LEVELS",
    "STEP_KINDS",
    "STEP_LEVELS",
    "UNIT_KINDS",
    "Case",
    "Checked",
    "Compared",
    "Key",
    "KindCount",
    "Link",
    "Outcome",
    "Overview",
    "Plan",
    "Previewed",
    "Problem",
    "Rehearsed",
    "Severity",
    "ShownStep",
    "Stage",
    "Step",
    "StepKind",
    "StepsRead",
    "Unit",
    "UnitChanges",
    "UnitPage",
    "Units",
    "address_at",
    "address_of",
    "addresses_at",
    "bodies_to_plan_for",
    "cases_for",
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
    "find_plans",
    "find_steps",
    "get_body_to_plan_for",
    "get_plan",
    "get_plan_at",
    "get_step",
    "hindrances_of",
    "is_rehearsed",
    "kept_rehearsal",
    "look_at",
    "looked_at",
    "open_job",
    "outcome_for",
    "overview_of",
    "planned_change",
    "plans_for",
    "plans_touching",
    "preview_table",
    "problems_for",
    "read_steps",
    "read_word",
    "rehearsal_for",
    "rehearse",
    "reshaping_of",
    "room_labels",
    "rows_of",
    "shown_steps",
    "step_rows_for",
    "steps_between",
    "steps_of",
    "steps_of_act",
    "systems_to_choose",
    "touches_for",
    "unit_page",
    "units_of",
]
