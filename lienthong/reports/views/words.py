"""What a figure is called and how it is written on a page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from django.utils.translation import gettext as _

from lienthong.forms.rules import Field, Form, Rollup, grouped
from lienthong.forms.templatetags.forms import answer_label
from lienthong.kernel.sheets import Cell, Column, Kind

from ..messages import field_column, number_of
from ..queries import Stage, UnitTotals
from ..rules.figures import outcome_of
from ..rules.totals import Sums

_NOTHING = "–"
_NO_FIGURE = frozenset({Rollup.COUNT, Rollup.JOIN})


def figured_fields(form: Form) -> list[Field]:
    """Return the fields that come to a figure at the level above."""
    return [field for field in form.fields.values() if field.rollup not in _NO_FIGURE]


def figure_text(field: Field, sums: Sums) -> str:
    """Return what a field comes to, as people write it; a dash where nobody reported a value."""
    found = outcome_of(field, sums)
    if found.withheld:
        return _("không hiện")
    told = [f"{answer_label(field, answer)} {count}" for answer, count in found.counts.items() if count]
    if told:
        return " · ".join(told)
    if found.number is None:
        return _NOTHING
    if found.weight is not None:
        return _("%(number)s (trọng số %(weight)s)") % {
            "number": grouped(found.number),
            "weight": grouped(found.weight),
        }
    return grouped(found.number)


def figure_column(field: Field) -> Column:
    """Return the column of what a field comes to: of answers, how many chose each, in words."""
    column = field_column(field)
    return replace(column, kind=Kind.TEXT if field.rollup is Rollup.CHOICES else Kind.NUMBER)


def figure_cell(field: Field, sums: Sums) -> Cell:
    """Return what a field comes to as it stands in a file; nothing where nobody reported a value."""
    found = outcome_of(field, sums)
    if found.number is not None and not found.withheld:
        return number_of(field, found.number)
    text = figure_text(field, sums)
    return None if text == _NOTHING else text


def figure_cells(fields: Sequence[Field], totals: UnitTotals, stage: Stage) -> list[Cell]:
    """Return what fields come to at a unit, for a file."""
    return [figure_cell(field, totals.of(stage)) for field in fields]


def figure_texts(fields: Sequence[Field], totals: UnitTotals, stage: Stage) -> list[str]:
    """Return what fields come to at a unit."""
    return [figure_text(field, totals.of(stage)) for field in fields]
