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
from ..rules.figures import Outcome, outcome_of
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
    if found.shared:
        return _shared_text(found)
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


def _shared_text(found: Outcome) -> str:
    """Return what is said where bodies belong to a unit only in part: a number by shares, two bounds, or nothing."""
    if not found.divisible:
        return _("không tách được")
    if found.between is not None:
        least, most = found.between
        return _("từ %(least)s đến %(most)s") % {"least": grouped(least), "most": grouped(most)}
    return _("%(number)s (chia theo tỷ lệ)") % {"number": grouped(found.number or "0")}


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
