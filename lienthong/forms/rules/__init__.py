"""The rules of forms, in plain Python: no Django, no database, no clock, no sentence for people.

definition, definition_json: what a form is, and the same as JSON; expressions: its small language;
cells, reading: what was typed; calculation, validation: what follows from it and what is wrong;
browser: what a browser needs to find that by itself;
contribution: what a return adds to totals.
"""

from .browser import browser_form
from .calculation import Calculation, calculate
from .cells import Cell, CellValue, Earlier, Problem, Values, state_of
from .contribution import LANES, Lane, contribution, layout, place_of
from .decimals import grouped
from .definition import (
    LANGUAGES,
    MAX_SCALED,
    NUMBERS,
    Check,
    Choice,
    Field,
    FieldType,
    Form,
    Labels,
    Rollup,
    Section,
    Severity,
    label_in,
)
from .definition_json import DefinitionError, form_as_json, read_form, refuse_changed_fields
from .expressions import LANGUAGE_VERSION, Expression, ExpressionError, State, check_expression
from .reading import read_cell, read_stored, show_cell
from .validation import Finding, Outcome, check_rules, validate

__all__ = [
    "LANES",
    "LANGUAGES",
    "LANGUAGE_VERSION",
    "MAX_SCALED",
    "NUMBERS",
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
    "Outcome",
    "Problem",
    "Rollup",
    "Section",
    "Severity",
    "State",
    "Values",
    "browser_form",
    "calculate",
    "check_expression",
    "check_rules",
    "contribution",
    "form_as_json",
    "grouped",
    "label_in",
    "layout",
    "place_of",
    "read_cell",
    "read_form",
    "read_stored",
    "refuse_changed_fields",
    "show_cell",
    "state_of",
    "validate",
]
