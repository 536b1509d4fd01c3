"""The copy compared with the kept totals, number by number: every measure of every unit, received and approved."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from lienthong.forms.queries import published_forms
from lienthong.forms.rules import read_slot
from lienthong.kernel.actor import OPERATOR
from lienthong.kernel.values import Week
from lienthong.registry.queries import units_above
from lienthong.reports import queries as reports
from lienthong.reports.queries import Stage, UnitTotals

from ..rules.layout import Layout, lane_number, layout_of
from . import store
from .engines import Engine, Files, Row
from .store import Manifest


class Checked(NamedTuple):
    """What a comparison found: how many numbers were compared, and which differ. ``stale``: it was copied before a change."""

    week: Week
    numbers: int
    stale: bool
    differences: tuple[str, ...]


def check_week(engine: Engine, series: Any, week: Week) -> Checked:
    """Compare a week of the copy with what is kept. For commands and jobs: nothing is withheld."""
    manifest = store.get_manifest(series.code)
    part = manifest.weeks[str(week)]
    if part.mark != reports.marks_by_week(series).get(week):
        return Checked(week, 0, True, ())
    layout = layout_of(series.slots, published_forms(series.form_id))
    found = list(_differences(engine, series, manifest, layout, week))
    return Checked(week, sum(compared for compared, _said in found), False, tuple(s for _, s in found if s))


def _differences(
    engine: Engine, series: Any, manifest: Manifest, layout: Layout, week: Week
) -> Iterator[tuple[int, str]]:
    """Yield for every number compared 1, and what is said of it where it differs."""
    from . import suite  # heavy: only where an analysis is opened

    asked = reports.asked_in(series, week)
    kept: dict[int, UnitTotals] = {}
    for stage in Stage:
        for by_returns in (False, True):
            scope = suite.Scope(layout, 0, (week.last,), stage is Stage.APPROVED, by_returns)
            rows = engine.rows(suite.Question("everywhere", scope), _files(series, manifest, week))
            if rows and not kept:
                root = units_above(series.tree_id, rows[0]["unit"], week.last)[0]
                kept = reports.all_totals_for(OPERATOR, asked, root)
            source = "returns" if by_returns else "units"
            held = {row["unit"]: row for row in rows}
            for unit, totals in kept.items():
                for name, number, copied in _numbers(layout, totals, stage, held.get(unit)):
                    where = f"{week} {stage} {source} {unit} {name}: {copied}, kept {number}"
                    yield 1, "" if number == copied else where


def _numbers(
    layout: Layout, totals: UnitTotals, stage: Stage, row: Row | None
) -> Iterator[tuple[str, int, int]]:
    """Yield the name of each number, what is kept, and what is copied; no number is zero, as in a kept row."""
    sums, copied = totals.of(stage), row or {}
    yield "returns", sums.returns, copied.get("returns") or 0
    yield "on_time", sums.on_time, copied.get("on_time") or 0
    yield "locked", sums.locked, copied.get("locked") or 0
    for measure in layout.measures:
        figure = sums.figures.get(measure.slot)
        if figure is not None and read_slot(measure.slot).code in layout.fields:
            number = lane_number(measure, figure) or 0
            yield measure.column, number, copied.get(measure.column) or 0


def _files(series: Any, manifest: Manifest, week: Week) -> Files:
    from . import tables  # heavy: only where an analysis is opened

    folder, part = store.folder_of(series.code), manifest.weeks[str(week)]
    return {
        tables.WAS: [folder / manifest.places],
        tables.UNITS: [folder / manifest.years[week.year]],
        tables.RETURNS: [folder / part.returns],
    }
