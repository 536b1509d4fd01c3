"""The rules of forms, in plain Python: no Django, no database, no clock, no sentence for people.

definition, definition_json, definition_writing, places: what a form is, and as JSON; expressions: its small language;
cells, reading: what was typed; calculation, validation: what follows from it and what is wrong;
browser: what a browser needs to find that by itself;
contribution: what a return adds to totals. columns, which is imported by itself: formulas and rules of a whole week.
"""

from .browser import browser_form
from .calculation import Calculation, calculate, skipped_fields
from .cells import WITHHELD, Cell, CellValue, Earlier, Problem, Values, is_withheld, state_of
from .contribution import (
    LANES,
    WEIGHT_BASE,
    Lane,
    Operation,
    Slot,
    contribution,
    layout,
    place_of,
    read_slot,
    slots_of,
)
from .decimals import grouped, scaled_half_up, unscaled
from .definition import (
    ADDING,
    LANGUAGES,
    MAX_SCALED,
    NO,
    NUMBERS,
    YES,
    Check,
    Choice,
    Field,
    FieldType,
    Form,
    Labels,
    Rollup,
    Section,
    Severity,
)
from .definition_json import read_form, refuse_changed_fields
from .definition_writing import form_as_json
from .expressions import LANGUAGE_VERSION, Expression, ExpressionError, State, check_expression
from .places import DefinitionError
from .reading import read_cell, read_stored, show_cell
from .validation import Finding, Outcome, check_rules, validate

__all__ = [
    "ADDING",
    "LANES",
    "LANGUAGES",
    "LANGUAGE_VERSION",
    "MAX_SCALED",
    "NO",
    "NUMBERS",
    "WEIGHT_BASE",
    "WITHHELD",
    "YES",
    "Calculation",
    "Cell",
    "CellValue",
    "Check",
    "Choice",
    "DefinitionError",
    "Earlier",
    "Expression",
    "ExpressionError",
    "Field",
    "FieldType",
    "Finding",
    "Form",
    "Labels",
    "Lane",
    "Operation",
    "Outcome",
    "Problem",
    "Rollup",
    "Section",
    "Severity",
    "Slot",
    "State",
    "Values",
    "browser_form",
    "calculate",
    "check_expression",
    "check_rules",
    "contribution",
    "form_as_json",
    "grouped",
    "is_withheld",
    "layout",
    "place_of",
    "read_cell",
    "read_form",
    "read_slot",
    "read_stored",
    "refuse_changed_fields",
    "scaled_half_up",
    "show_cell",
    "skipped_fields",
    "slots_of",
    "state_of",
    "unscaled",
    "validate",
]
