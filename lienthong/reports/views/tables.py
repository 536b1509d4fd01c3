"""What the reading pages show in tables and cards, made ready for templates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from lienthong.forms.templatetags.forms import cell_text
from lienthong.kernel.charts import Spark, spark
from lienthong.kernel.sheets import Cell
from lienthong.kernel.text import search_key
from lienthong.registry.queries import Unit

from .. import queries
from ..messages import cell_of
from ..queries import Past, Stage, UnitTotals
from ..rules.completeness import ALARM_BELOW
from .board import ChildRow, difference, incompleteness
from .frame import Frame
from .words import figure_cells, figure_texts, figured_fields


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
    spark: Spark | None = None

    @property
    def fall(self) -> float:
        """By how much it fell, without a sign: the arrow says that it did."""
        return -(self.change or 0)


def key_figures(
    frame: Frame, now: UnitTotals, before: UnitTotals | None, trend: Sequence[Past]
) -> list[KeyFigure]:
    """Return the cards of a unit's week, at most five."""
    this = now.completeness
    past = [one.completeness for one in trend]
    last = before.completeness if before else None
    cards = [
        KeyFigure(
            "clipboard-list",
            _("Thôn đã gửi báo cáo"),
            this.received,
            of=this.expected,
            change=difference(this.received_share, last.received_share if last else None),
            change_unit=_("điểm %"),
            url=frame.url("owed"),
            spark=spark([one.received_share for one in past]),
        ),
        KeyFigure(
            "clock",
            _("Gửi đúng hạn"),
            this.on_time_share,
            decimals=1,
            unit="%",
            change=difference(this.on_time_share, last.on_time_share if last else None),
            change_unit=_("điểm %"),
            spark=spark([one.on_time_share for one in past]),
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
    if not queries.collects(frame.asked, frame.unit):
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
    low = sorted((row for row in rows if row.low), key=incompleteness)
    if not low:
        return None
    return Alarm(
        units=low[:_NAMED],
        more=max(0, len(low) - _NAMED),
        threshold=ALARM_BELOW,
        missing=sum(row.completeness.missing for row in low),
        deadline=queries.deadlines_of(frame.asked.series, frame.asked.week).get(frame.asked.series.level),
        url=f"{frame.url('owed')}?turn=village",
    )


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
    fields = figured_fields(frame.asked.form)
    wanted = search_key(text)
    collects, as_was = queries.collects(frame.asked, frame.unit), frame.asked.structure.as_was
    if collects and as_was:
        rows = [
            FigureRow(
                row.unit,
                frame.url("return", unit=row.unit),
                [
                    cell_text(field, row.values.get(field.code)) if _counts(row, stage) else ""
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
        below = queries.bodies_totals_for if collects else queries.children_totals_for
        rows = [
            FigureRow(
                child,
                "" if collects else frame.url("figures", unit=child),
                figure_texts(fields, totals, stage),
                totals=totals,
                cells=figure_cells(fields, totals, stage),
            )
            for child, totals in below(frame.actor, frame.asked, frame.unit)
        ]
    return [row for row in rows if wanted in search_key(row.unit.short_name)]


def _counts(row: queries.Row, stage: Stage) -> bool:
    counted = {"approved", "locked"} if stage is Stage.APPROVED else {"submitted", "approved", "locked"}
    return row.state in counted
