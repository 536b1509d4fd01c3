"""How analysis is put into words: indicators, figures, of which moment they tell."""

from __future__ import annotations

from decimal import Decimal

from django.utils.translation import gettext as _

from lienthong.forms.rules import grouped
from lienthong.forms.templatetags.forms import answer_label
from lienthong.kernel.languages import label_of
from lienthong.kernel.sheets import Cell
from lienthong.kernel.templatetags.written import day, moment
from lienthong.kernel.values import Week
from lienthong.reports.queries import Stage

from .queries import Asking, Figure
from .rules.layout import Indicator

NOTHING = "–"


def indicator_words(one: Indicator, *, short: bool = False) -> str:
    """Return what an indicator is called; of a choice with the answer that is counted."""
    label = label_of(one.field.grid_label if short else one.field.label)
    return f"{label}: {answer_label(one.field, one.answer)}" if one.answer else label


def figure_words(figure: Figure) -> str:
    """Return a figure as people write it; a dash where there is none."""
    if figure.withheld:
        return _("không hiện")
    if figure.partly:
        return _("không tách được")
    return NOTHING if figure.number is None else grouped(figure.number)


def figure_cell(figure: Figure) -> Cell:
    """Return a figure as it stands in a file."""
    if figure.number is None:
        words = figure_words(figure)
        return None if words == NOTHING else words
    return Decimal(figure.number) if "." in figure.number else int(figure.number)


def as_of_words(asking: Asking) -> str:
    """Return of which moment the figures tell."""
    at = asking.as_of
    return (
        _("Số liệu phân tích tính đến %(moment)s") % {"moment": moment(at)}
        if at
        else _("Số liệu phân tích đang được lập")
    )


def structure_words(asking: Asking) -> str:
    """Return by the units of which time figures are added up."""
    one = asking.asked.structure
    if one.day is None:
        return _("Theo cơ cấu đơn vị của từng tuần")
    return _("Theo cơ cấu ngày %(date)s, không phải như lúc báo cáo") % {"date": day(one.day)}


def stage_words(stage: Stage) -> str:
    """Return which returns figures are the sums of."""
    return _("Báo cáo đã duyệt") if stage is Stage.APPROVED else _("Báo cáo đã gửi")


def week_name(week: Week) -> str:
    """Return a week as the head of a narrow column."""
    # Translators: a week on the axis of a chart: T47 is week 47.
    return _("T%(number)d") % {"number": week.number}
