"""How reports are put into words and values outside of the pages' own markup: weeks, states, cells, facts of a file."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from django.utils.translation import gettext as _

from lienthong.forms.rules import CellValue, Field, FieldType, State, is_withheld, state_of
from lienthong.kernel.actor import Actor
from lienthong.kernel.languages import label_of
from lienthong.kernel.replica import as_of
from lienthong.kernel.sheets import Cell, Column, Kind
from lienthong.kernel.templatetags.ui import STATES
from lienthong.kernel.templatetags.written import day, second
from lienthong.kernel.values import Month, Week
from lienthong.registry.queries import Unit, origin_of

from .queries import Asked, Stage
from .rules.structures import Structure
from .rules.turns import Turn


def week_label(week: Week) -> str:
    """Return a week as people write it: Tuần 47 (16/11–22/11)."""
    return _("Tuần %(number)d (%(first)s–%(last)s)") % {
        "number": week.number,
        "first": f"{week.first:%d/%m}",
        "last": f"{week.last:%d/%m}",
    }


def month_label(month: Month) -> str:
    """Return a month as people write it: Tháng 11/2026."""
    return _("Tháng %(number)d/%(year)d") % {"number": month.number, "year": month.year}


def facts_of(actor: Actor, asked: Asked, unit: Unit, *filters: str, period: str = "") -> list[str]:
    """Return what stands above a table in a file: report, unit, period, the tree's day, the filter, when, by which unit.

    ``period``: in words, where it is not the week asked for.
    """
    tree = structure_words(asked.structure, asked.week.last)
    lines = [
        f"{label_of(asked.series.name)} · {unit.name}",
        f"{period or f'{week_label(asked.week)}/{asked.week.year}'} · {tree}",
        " · ".join(filter(None, filters)),
        origin_of(actor),
        _completeness_of(as_of()),
    ]
    return [line for line in lines if line]


def _completeness_of(instant: datetime | None) -> str:
    return _("Số liệu tính đến %(instant)s") % {"instant": second(instant)} if instant else ""


def partly_word(partly: bool) -> str | None:
    """Return what is said of a body that was split and belongs to a unit only in part."""
    return _("chỉ một phần thuộc đơn vị này") if partly else None


def structure_words(structure: Structure, last: date) -> str:
    """Return by which structure figures are shown."""
    if structure.day is None:
        return _("Theo cây tổ chức ngày %(date)s") % {"date": day(last)}
    return _("Theo cơ cấu ngày %(date)s, không phải như lúc báo cáo") % {"date": day(structure.day)}


def state_word(code: str) -> str:
    """Return the state of a return, or "missing", as tags on pages say it."""
    return str(STATES[code].label)


def turn_word(turn: Turn | str) -> str:
    """Return whose turn it is."""
    return {
        Turn.VILLAGE: _("Thôn gửi"),
        Turn.COMMUNE: _("Xã duyệt"),
        Turn.PROVINCE: _("Tỉnh khóa"),
        Turn.DONE: _("Xong"),
    }[Turn(turn)]


def stage_words(stage: Stage) -> str:
    """Return which returns figures are the sums of."""
    return _("Báo cáo đã duyệt") if stage is Stage.APPROVED else _("Báo cáo đã gửi")


def field_column(field: Field) -> Column:
    """Return the column of a field, with its unit of measure."""
    label = label_of(field.grid_label)
    measure = label_of(field.unit) if field.unit else ""
    kind = Kind.DATE if field.type is FieldType.DATE else Kind.NUMBER if field.is_number else Kind.TEXT
    return Column(f"{label} ({measure})" if measure else label, kind)


def number_of(field: Field, text: str) -> int | Decimal:
    """Return a stored number with as many decimals as its field has."""
    return Decimal(text).quantize(Decimal(1).scaleb(-field.decimals)) if field.decimals else int(text)


def cell_of(field: Field, value: CellValue) -> Cell:
    """Return a stored cell as it stands in a file: what is blank stays empty, other states are said."""
    if is_withheld(value):
        return _("không hiện")
    state = state_of(value)
    if state is not None:
        return _("không áp dụng") if state is State.NOT_APPLICABLE else None
    if isinstance(value, bool):
        return _("có") if value else _("không")
    text = str(value)
    if field.is_number:
        return number_of(field, text)
    if field.type is FieldType.DATE:
        return date.fromisoformat(text)
    labels = {choice.code: choice.label for choice in field.choices}
    return label_of(labels[text]) if text in labels else text
