"""What the reading pages show in tables and cards, made ready for templates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from lienthong.forms.rules import Field, Form, Rollup, show_cell
from lienthong.kernel.sheets import Cell
from lienthong.kernel.text import search_key
from lienthong.registry.queries import Unit

from .. import queries
from ..messages import cell_of, total_of
from ..queries import Stage, UnitTotals
from ..rules.completeness import ALARM_BELOW
from .frame import Frame


@dataclass(frozen=True)
class KeyFigure:
    """A card: what, how much, of how much, and how that compares with the week before."""

    icon: str
    name: str
    value: float | None
    decimals: int = 0
    unit: str = ""
    of: int | None = None
    change: float | None = None
    change_unit: str = ""
    url: str = ""

    @property
    def fall(self) -> float:
        """By how much it fell, without a sign: the arrow says that it did."""
        return -(self.change or 0)


def key_figures(frame: Frame, now: UnitTotals, before: UnitTotals | None) -> list[KeyFigure]:
    """Return the cards of a unit's week, at most five."""
    this = now.completeness
    last = before.completeness if before else None
    cards = [
        KeyFigure(
            "clipboard-list",
            _("Thôn đã gửi báo cáo"),
            this.received,
            of=this.expected,
            change=_change(this.received_share, last.received_share if last else None),
            change_unit=_("điểm %"),
            url=frame.url("owed"),
        ),
        KeyFigure(
            "clock",
            _("Gửi đúng hạn"),
            this.on_time_share,
            decimals=1,
            unit="%",
            change=_change(this.on_time_share, last.on_time_share if last else None),
            change_unit=_("điểm %"),
        ),
        KeyFigure(
            "check-check",
            _("Chờ duyệt"),
            this.waiting,
            unit=_("báo cáo"),
            url=frame.url("review") if frame.unit.level == "commune" else f"{frame.url('owed')}?turn=commune",
        ),
        KeyFigure("lock", _("Đã khóa"), this.locked, of=this.expected),
    ]
    if frame.unit.level != "commune":
        communes = KeyFigure(
            "circle-check",
            _("Xã duyệt xong 100%"),
            this.units_approved,
            of=this.units,
            change=this.units_approved - last.units_approved if last else None,
            change_unit=_("xã"),
        )
        cards.insert(1, communes)
    return cards


def _change(now: float | None, before: float | None) -> float | None:
    return None if now is None or before is None else round(now - before, 1)


@dataclass(frozen=True)
class ChildRow:
    """A unit below, in the overview's table."""

    unit: Unit
    totals: UnitTotals
    url: str

    @property
    def low(self) -> bool:
        """Whether it stands below the threshold of the alarm."""
        share = self.totals.completeness.received_share
        return share is not None and share < ALARM_BELOW


def child_rows(frame: Frame, children: Sequence[tuple[Unit, UnitTotals]], sort: str) -> list[ChildRow]:
    """Return the units below: the least complete first, or by name."""
    rows = [ChildRow(child, totals, frame.url("overview", unit=child)) for child, totals in children]
    return rows if sort == "name" else sorted(rows, key=_incompleteness)


def _incompleteness(row: ChildRow) -> float:
    share = row.totals.completeness.received_share
    return 101.0 if share is None else share


@dataclass(frozen=True)
class Alarm:
    """The one thing to look at first."""

    units: Sequence[ChildRow]
    more: int
    threshold: int
    missing: int
    deadline: datetime | None
    url: str

    @property
    def number(self) -> int:
        """How many units stand below the threshold."""
        return len(self.units) + self.more


_NAMED = 3


def alarm_of(frame: Frame, rows: Sequence[ChildRow]) -> Alarm | None:
    """Return the alarm of a unit's week, or None where no unit below stands under the threshold."""
    low = sorted((row for row in rows if row.low), key=_incompleteness)
    if not low:
        return None
    return Alarm(
        units=low[:_NAMED],
        more=max(0, len(low) - _NAMED),
        threshold=ALARM_BELOW,
        missing=sum(row.totals.completeness.missing for row in low),
        deadline=queries.deadlines_of(frame.asked.series, frame.asked.week).get(frame.asked.series.level),
        url=f"{frame.url('owed')}?turn=village",
    )


def summed_fields(form: Form) -> list[Field]:
    """Return the fields that add up."""
    return [field for field in form.fields.values() if field.rollup is Rollup.SUM]


@dataclass(frozen=True)
class FigureRow:
    """A unit below with its figures; a village's are its own cells."""

    unit: Unit
    url: str
    texts: Sequence[str]
    state: str = ""
    totals: Any = None
    cells: Sequence[Cell] = ()


def figure_rows(frame: Frame, stage: Stage, text: str) -> list[FigureRow]:
    """Return the figures of the units below, of a commune's villages where there are no units between."""
    fields = summed_fields(frame.asked.form)
    wanted = search_key(text)
    if frame.unit.level == "commune":
        rows = [
            FigureRow(
                row.unit,
                frame.url("return", unit=row.unit),
                [
                    show_cell(field, row.values.get(field.code)) if _counts(row, stage) else ""
                    for field in fields
                ],
                row.state if row.state != "draft" else "missing",
                cells=[
                    cell_of(field, row.values.get(field.code)) if _counts(row, stage) else None
                    for field in fields
                ],
            )
            for row in queries.sheet_for(frame.actor, frame.asked, frame.unit)
        ]
    else:
        rows = [
            FigureRow(
                child,
                frame.url("figures", unit=child),
                figure_texts(fields, totals, stage),
                totals=totals,
                cells=figure_cells(fields, totals, stage),
            )
            for child, totals in queries.children_totals_for(frame.actor, frame.asked, frame.unit)
        ]
    return [row for row in rows if wanted in search_key(row.unit.short_name)]


def _counts(row: queries.Row, stage: Stage) -> bool:
    counted = {"approved", "locked"} if stage is Stage.APPROVED else {"submitted", "approved", "locked"}
    return row.state in counted


def figure_cells(fields: Sequence[Field], totals: UnitTotals, stage: Stage) -> list[Cell]:
    """Return a unit's sums as numbers for a file; nothing where nobody reported a value."""
    figures = totals.of(stage).figures
    return [
        total_of(field, figures[field.code].total) if figures[field.code].values else None for field in fields
    ]


def figure_texts(fields: Sequence[Field], totals: UnitTotals, stage: Stage) -> list[str]:
    """Return a unit's sums as text; nothing where nobody reported a value."""
    figures = totals.of(stage).figures
    return [
        show_cell(field, field.unscaled(figures[field.code].total)) if figures[field.code].values else "–"
        for field in fields
    ]
